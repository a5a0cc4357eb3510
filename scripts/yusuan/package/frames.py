"""Packages as pandas frames, for researchers: exact amounts, codes as text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yusuan.package.load import load_package


def frames(descriptor: str | Path) -> dict[str, pd.DataFrame]:
    """Give every resource of a package as a frame of Python objects; see :func:`yusuan.load`."""
    package = load_package(Path(descriptor).resolve().parent)
    return {
        name: pd.DataFrame(resource.rows, columns=resource.columns, dtype=object)
        for name, resource in package.resources.items()
    }
