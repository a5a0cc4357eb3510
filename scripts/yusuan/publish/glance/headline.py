"""The year in a few sentences, made of the package's figures; every number leads to its row.

A sentence is a text with numbered gaps, in both languages; a gap is filled by a number or a name.
What the package does not have is not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.glance.changes import NAME as CHANGES
from yusuan.publish.glance.changes import stated_of_total
from yusuan.publish.glance.classes import BOTH_SIDES
from yusuan.publish.glance.whole import total_expenditure
from yusuan.publish.numbers import about, grouped, in_yuan
from yusuan.publish.table import anchor, resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.package.load import LoadedRow, Package
    from yusuan.publish.figure import Money
    from yusuan.publish.glance.bars import Bars
    from yusuan.publish.glance.whole import Spent
    from yusuan.publish.projects import Project

#: What the sentence adds where only the general public budget is printed.
_GENERAL = Bilingual("一般公共", " out of the general public budget")
_GAP = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """What fills a gap: a text, and where it leads; ``exact`` are the digits of a rounded number."""

    text: Bilingual
    link: str = ""
    exact: str = ""
    name: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with gaps, and what fills them."""

    text: Bilingual
    gaps: tuple[Said, ...]

    def pieces(self, language: str) -> Iterator[str | Said]:
        """Give the sentence in one language, piece by piece."""
        for at, piece in enumerate(_GAP.split(self.text.of(language))):
            if at % 2:
                yield self.gaps[int(piece)]
            elif piece:
                yield piece


def headline(
    package: Package, functions: Bars | None, projects: Sequence[Project]
) -> list[Sentence]:
    """Say how much was spent and how that changed, what most of it is for, the largest project, the staff."""
    spent = total_expenditure(package)
    found = []
    if spent is not None:
        found.append(_spent(package, spent))
    if functions is not None and (sentence := _largest_class(functions)):
        found.append(sentence)
    if sentence := _largest_project(projects):
        found.append(sentence)
    if sentence := _staff(package):
        found.append(sentence)
    return found


def _money(money: Money) -> Said:
    """Say an amount; in English the exact digits stand behind it."""
    return Said(money.said, money.link, money.exact)


def _spent(package: Package, total: Spent) -> Sentence:
    spent, year = total.money, package.descriptor["year"]
    of_part = Bilingual("", "") if total.whole else _GENERAL
    start = (
        Bilingual(f"{year} 年{of_part.zh}决算支出 {{0}}", f"In {year}, {{0}} was spent{of_part.en}")
        if package.descriptor["phase"] == "final"
        else Bilingual(
            f"{year} 年{of_part.zh}预算支出 {{0}}",
            f"The {year} budget plans to spend {{0}}{of_part.en}",
        )
    )
    row = stated_of_total(package, spent) if total.whole else None
    gaps = [_money(spent)]
    end = Bilingual("。", ".")
    if row is not None and (told := _change(row)) is not None:
        end, said = told
        gaps.append(said)
    elif (other := _beside(package, spent) or _year_before(package, spent)) is not None:
        end, said = other
        gaps.append(said)
    return Sentence(Bilingual(start.zh + end.zh, start.en + end.en), tuple(gaps))


def _change(row: LoadedRow) -> tuple[Bilingual, Said] | None:
    """Say a stated change: by how much, by what part, on which year."""
    base, link = row["base_year"], f"{CHANGES}/#{anchor(row)}"
    amount, percent = row["change_amount"], row["change_percent"]
    unit = str(row["money_unit"] or "")
    if row["direction"] == "level" or not (amount or percent):
        return (
            Bilingual(
                f"，与 {base} 年{{1}}（原文所述）。",
                f", {{1}} as in {base}, as the document states.",
            ),
            Said(Bilingual("持平", "the same"), link),
        )
    more = row["direction"] == "increase"
    word = Bilingual("增加" if more else "减少", "more" if more else "less")
    sign = "+" if more else "−"
    part = f"{sign}{percent}%" if percent and amount else ""
    stated = Bilingual("原文所述", "as the document states")
    exact = f"{grouped(amount)} {unit}" if amount else ""
    told = about(amount, unit) if amount else Bilingual(f"{percent}%", f"{percent}%")
    beside = Bilingual(
        "，".join(one for one in (exact if told.zh != exact else "", part, stated.zh) if one),
        ", ".join(one for one in (exact, part, stated.en) if one),
    )
    return (
        Bilingual(
            f"，比 {base} 年{word.zh} {{1}}（{beside.zh}）。",
            f", {{1}} {word.en} than in {base} ({beside.en}).",
        ),
        Said(told, link),
    )


def _beside(package: Package, spent: Money) -> tuple[Bilingual, Said] | None:
    """Say what the budget was, where the table of both sides prints it beside the accounts."""
    rows = [
        row
        for row in resource_rows(package, BOTH_SIDES, side="expenditure")
        if row["role"] in {"subtotal", "total"} and row.get("amount") is not None
    ]
    unit = str(package.resources[BOTH_SIDES].descriptor.get("money_unit") or "") if rows else ""
    own = [
        row for row in rows if not row.get("period") and in_yuan(row["amount"], unit) == spent.yuan
    ]
    planned = [
        row
        for row in rows
        if own and "预算" in str(row.get("period") or "") and row["item"] == own[0]["item"]
    ]
    if not planned:
        return None
    first = planned[0]
    return (
        Bilingual(f"，{first['period']}为 {{1}}。", f"; the budget ({first['period']}) was {{1}}."),
        Said(
            about(first["amount"], unit),
            f"{BOTH_SIDES}/#{anchor(first)}",
            f"{grouped(first['amount'])} {unit}",
        ),
    )


def _year_before(package: Package, spent: Money) -> tuple[Bilingual, Said] | None:
    """Say the total of the year before where a table prints both years."""
    name = "general-public-budget-expenditure"
    before = str(int(package.descriptor["year"]) - 1)
    rows = resource_rows(package, name, role="total")
    now = [row for row in rows if row.get("period") is None and row["total"] is not None]
    then = [row for row in rows if before in str(row.get("period") or "")]
    if len(now) != 1 or len(then) != 1 or then[0]["total"] is None:
        return None
    unit = str(package.resources[name].descriptor.get("money_unit") or "")
    if now[0]["total"] != spent.value or unit != spent.unit:
        return None
    value = then[0]["total"]
    return (
        Bilingual(f"，{before} 年为 {{1}}。", f"; in {before} it was {{1}}."),
        Said(about(value, unit), f"{name}/#{anchor(then[0])}", f"{grouped(value)} {unit}"),
    )


def _largest_class(functions: Bars) -> Sentence | None:
    """Say what most of the money is for."""
    first = functions.bars[0]
    if first.money.value <= 0:
        return None
    name = Said(first.title, first.link, name=True)
    if len(functions.bars) == 1 and first.share == 100:
        return Sentence(Bilingual("都用于{0}。", "All of it goes to {0}."), (name,))
    share = f"{first.share}%"
    return Sentence(
        Bilingual(
            f"用得最多的是{{0}}：{{1}}，占 {share}。",
            f"The largest part goes to {{0}}: {{1}}, {share} of the total.",
        ),
        (name, _money(first.money)),
    )


def _largest_project(projects: Sequence[Project]) -> Sentence | None:
    """Say which project costs most; nothing where amounts are missing or two are the largest."""
    priced = [(one, one.amount) for one in projects if one.amount is not None]
    if not priced or len(priced) < len(projects):
        return None
    project, amount = max(priced, key=lambda pair: pair[1].yuan)
    if amount.value <= 0 or sum(other.yuan == amount.yuan for _, other in priced) > 1:
        return None
    gaps = (Said(Bilingual(project.name, ""), project.link, name=True), _money(amount))
    if len(projects) == 1:
        return Sentence(
            Bilingual("有一个项目：{0}，{1}。", "There is one project, {0}: {1}."), gaps
        )
    return Sentence(
        Bilingual(
            f"{len(projects)} 个项目中最大的是{{0}}：{{1}}。",
            f"The largest of {len(projects)} projects is {{0}}: {{1}}.",
        ),
        gaps,
    )


def _staff(package: Package) -> Sentence | None:
    """Say how many people serve, and how many posts are authorised."""
    persons = {
        row["group"]: (row["persons"], f"staffing/#{anchor(row)}")
        for row in reversed(resource_rows(package, "staffing", role="total"))
        if row["persons"] is not None
    }
    if "serving" not in persons:
        return None
    found = [persons[group] for group in ("serving", "posts") if group in persons]
    gaps = tuple(Said(Bilingual(str(count), str(count)), link) for count, link in found)
    if len(gaps) == 1:
        return Sentence(Bilingual("在职 {0} 人。", "Persons serving: {0}."), gaps)
    return Sentence(
        Bilingual("在职 {0} 人，编制 {1} 人。", "Persons serving: {0}, of {1} authorised posts."),
        gaps,
    )
