"""Where a code of the classification is explained on the site."""

from __future__ import annotations

#: Classification → what its codes begin with; other codes (of revenue) have no page.
BEGINNINGS = {"function": ("2",), "economic": ("3", "5")}


def code_address(classification: str, code: str) -> str:
    """Give where a code is explained, below the root of a language; empty for other codes."""
    if not code.startswith(BEGINNINGS[classification]):
        return ""
    return f"classification/{classification}/{code[:3]}/#{code}"
