"""The headline figures of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.glance.splits import splits
from yusuan.publish.glance.three_public import headline_money
from yusuan.publish.glance.whole import total_expenditure
from yusuan.publish.table import anchor, resource_rows

if TYPE_CHECKING:
    from yusuan.package.load import Package
    from yusuan.publish.figure import Money


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure, with the row it is read from; ``exact`` where the value is rounded."""

    title: Bilingual
    value: Bilingual
    exact: str
    note: Bilingual
    link: str


_NOTHING = Bilingual("", "")


def figures(package: Package) -> list[Figure]:
    """Give the headline figures that this package has."""
    found = []
    if (spent := total_expenditure(package)) is not None:
        found.append(_figure(spent.title, spent.money, _NOTHING))
    for split in splits(package):
        # the first part of basic and project expenditure is what the second split divides
        parts = split.parts[1:2] if split.parts[0].title.zh == "基本支出" else split.parts[:2]
        for part in parts:
            note = Bilingual(
                f"占{split.whole.zh} {part.share}%", f"{part.share}% of {split.whole.en}"
            )
            found.append(_figure(part.title, part.money, note if part.share else _NOTHING))
    if (three := headline_money(package)) is not None:
        found.append(_figure(Bilingual("“三公”经费", "Three public expenses"), three, _NOTHING))
    staff = _staff(package)
    return [*found, staff] if staff else found


def _figure(title: Bilingual, money: Money, note: Bilingual) -> Figure:
    return Figure(title, money.said, money.exact if money.rounded else "", note, money.link)


def _staff(package: Package) -> Figure | None:
    rows = resource_rows(package, "staffing", role="total")
    serving = [row for row in rows if row["group"] == "serving" and row["persons"] is not None]
    posts = [row for row in rows if row["group"] == "posts" and row["persons"] is not None]
    if not serving:
        return None
    count = serving[0]["persons"]
    note = (
        Bilingual(f"编制 {posts[0]['persons']} 人", f"{posts[0]['persons']} authorised posts")
        if posts
        else _NOTHING
    )
    return Figure(
        Bilingual("在职人数", "Persons serving"),
        Bilingual(f"{count} 人", "1 person" if count == 1 else f"{count} persons"),
        "",
        note,
        f"staffing/#{anchor(serving[0])}",
    )
