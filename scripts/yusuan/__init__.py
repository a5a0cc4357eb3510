"""Yusuan (预算): audited, citable open data from published government budgets.

``load`` gives a package's tables to a researcher; everything else is reached by the
command ``yusuan`` or by importing the stage that does it (``yusuan.read`` …).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__version__ = "0.1.0"
__all__ = ["__version__", "load"]


def load(descriptor: str | Path) -> dict[str, pd.DataFrame]:
    """Give the tables of a package as pandas frames, amounts as exact ``Decimal``.

    ``descriptor`` is the path of a ``datapackage.json``. The keys are the resources'
    names in the descriptor's order; codes are text, blanks are ``None``. An error in a
    package's form raises :class:`yusuan.errors.PackageError`.
    """
    from yusuan.package.frames import frames  # noqa: PLC0415 - pandas is slow to import

    return frames(descriptor)
