"""Putting a finished site in the place of the last one, in one step.

On Linux and macOS the kernel exchanges two folders atomically, so that whoever looks at any
moment sees the old site or the new one, whole. Where it can't, the old folder is moved aside
first; :func:`recover` puts it back if the program was killed in between.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2


def put_in_place(new: Path, site: Path) -> None:
    """Make ``new`` the folder ``site``; both lie in the same file system."""
    if not site.exists():
        new.rename(site)
        return
    if _exchange(new, site):
        shutil.rmtree(new)
        return
    aside = _aside(site)
    site.rename(aside)
    new.rename(site)
    shutil.rmtree(aside)


def recover(site: Path) -> None:
    """Put back a site that an interrupted exchange left aside, or clear what it left behind."""
    aside = _aside(site)
    if aside.exists() and not site.exists():
        aside.rename(site)
    elif aside.exists():
        shutil.rmtree(aside)


def _aside(site: Path) -> Path:
    return site.with_name(f".{site.name}.last")


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders atomically; says whether this system could."""
    library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    paths = os.fsencode(first), os.fsencode(second)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(paths[0], paths[1], _EXCHANGE) == 0)
    return False
