"""A year at a glance: what a package says of the whole, in words, figures and bars, as plain data.

Every number leads to the row it is read from. What the package does not have is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.publish.glance.bars import Bars, functions, income, project_bars
from yusuan.publish.glance.changes import changes
from yusuan.publish.glance.headline import headline
from yusuan.publish.glance.splits import splits
from yusuan.publish.glance.three_public import three_public
from yusuan.publish.glance.whole import total_expenditure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.package.load import Package
    from yusuan.publish.projects import Project

__all__ = ["Bars", "glance", "total_expenditure"]


def glance(package: Package, projects: Sequence[Project]) -> dict[str, Any]:
    """Give everything that the page of a year shows of the package's figures."""
    spent = functions(package)
    return {
        "headline": headline(package, spent, projects),
        "income": income(package),
        "functions": spent,
        "splits": splits(package),
        "three_public": three_public(package),
        "project_bars": project_bars(package, projects),
        "changes": changes(package),
    }
