"""Rules that try how a disclosure is put together: what is announced, repeated, named, counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from yusuan.audit.narrative import subject_key
from yusuan.audit.select import fits, key_of, not_applicable
from yusuan.audit.trial import Outcome, Trial, row_number
from yusuan.classification import reference
from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package

#: What a unit adds behind a code's name.
_ADDED = re.compile(r"\([^()]*\)$")
_DIGIT = re.compile(r"\d")
#: So many rows show a pattern; of fewer, none can be said to break it.
_PATTERN = 3


def _texts(
    identity: Identity,
    cell: tuple[str, str, str],
    row: LoadedRow | None,
    outcome: Outcome,
    printed: str | None = None,
    other: str | None = None,
    other_places: tuple[str, ...] = (),
) -> Trial:
    """Give a trial of texts; ``cell`` names resource, row and column."""
    name, key, measure = cell
    return Trial(
        identity,
        name,
        key,
        measure,
        outcome,
        place=str(row.get("place", "")) if row else "",
        other_places=other_places,
        row=row_number(row) if row else None,
        printed_text=printed,
        computed_text=other,
    )


def announced(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Every table that the list of tables names stands in the document."""
    resources = package.resources
    listed = [kind for kind, one in resources.items() if one.descriptor.get("announced")]
    if not listed:
        yield not_applicable(identity, name, "status", "没有表格目录", "there is no list of tables")
    for kind in listed:
        descriptor = resources[kind].descriptor
        there = descriptor.get("status") in {"disclosed", "empty"}
        number = descriptor.get("printed_number")
        title = descriptor.get("title", kind)
        yield _texts(
            identity,
            (kind, "-", "status"),
            None,
            Outcome.HELD if there else Outcome.MISSING,
            other=f"{number} {title}" if number else title,
        )


def repeated(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """No paragraph is printed twice."""
    rows = package.resources[name].rows
    numbers = {row_number(row): row for row in rows}
    seen: set[str] = set()
    for row in rows:
        first = numbers.get(row.get("repeats_row"))
        key = subject_key(row)
        if row["place"] in seen:
            continue
        seen.add(row["place"])
        if first is None:
            yield _texts(identity, (name, key, "subject"), row, Outcome.HELD)
        else:
            yield _texts(
                identity,
                (name, key, "subject"),
                row,
                Outcome.DUPLICATE,
                row["subject"],
                other_places=(str(first["place"]),),
            )


def said_whole(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a change states its amount, and each of its numbers its unit."""
    for row in package.resources[name].rows:
        key, raw = subject_key(row), row.get("raw") or {}
        for column in ("change_amount", "change_percent"):
            if row[column] is None and raw.get(column):
                yield _texts(identity, (name, key, column), row, Outcome.STRUCTURE, raw[column])
        if row["direction"] == "level":
            continue
        if row["previous_basis"] == "stated":
            continue  # the year before says it
        if row["change_amount"] is None and row["change_percent"] is not None:
            percent = f"{row['change_percent']}%"
            yield _texts(identity, (name, key, "change_amount"), row, Outcome.MISSING, percent)
        elif row["change_amount"] is not None:
            yield _texts(identity, (name, key, "change_amount"), row, Outcome.HELD)


def alike(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that the codes of a column are written in one way."""
    column = str(identity.spec["column"])
    rows = [row for row in package.resources[name].rows if row.get(column)]
    shapes = Counter(_DIGIT.sub("9", str(row[column])) for row in rows)
    if len(rows) < _PATTERN or shapes.most_common(1)[0][1] < len(rows) - 1:
        yield not_applicable(
            identity, name, column, "行数太少，看不出写法", "too few rows to show a pattern"
        )
        return
    usual = shapes.most_common(1)[0][0]
    pattern = next(str(row[column]) for row in rows if _DIGIT.sub("9", str(row[column])) == usual)
    for row in rows:
        same = _DIGIT.sub("9", str(row[column])) == usual
        outcome = Outcome.HELD if same else Outcome.STRUCTURE
        yield _texts(identity, (name, key_of(row), column), row, outcome, str(row[column]), pattern)


def alike_amounts(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Two amounts that are the same in all other rows are the same in each."""
    first, second = identity.spec["columns"]
    rows = [
        row
        for row in package.resources[name].rows
        if row.get(first) is not None and row.get(second) is not None
    ]
    unlike = [row for row in rows if row[first] != row[second]]
    if len(rows) < _PATTERN or len(unlike) > 1:
        yield not_applicable(
            identity, name, first, "看不出两者应当相同", "the rows show no such pattern"
        )
        return
    unit = package.resources[name].descriptor.get("money_unit")
    for row in rows:
        yield Trial(
            identity,
            name,
            key_of(row),
            first,
            Outcome.HELD if row[first] == row[second] else Outcome.STRUCTURE,
            row[first],
            row[second],
            None,
            unit,
            str(row["place"]),
            row=row_number(row),
            cells=((name, row_number(row), first), (name, row_number(row), second)),
        )


def one_name(package: Package, _: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a code has the same name in every table that prints it."""
    kinds = [kind for kind in identity.spec["in"] if kind in package.resources]
    names: dict[str, dict[str, tuple[str, LoadedRow]]] = defaultdict(dict)
    for kind in kinds:
        for row in package.resources[kind].rows:
            if row.get("code") and row.get("name"):
                names[row["code"]].setdefault(_bare(row["name"]), (kind, row))
    for code, found in names.items():
        (kind, row), *others = found.values()
        if not others:
            yield _texts(identity, (kind, code, "name"), row, Outcome.HELD)
        for other_kind, other in others:
            yield _texts(
                identity,
                (other_kind, code, "name"),
                other,
                Outcome.STRUCTURE,
                str(other["name"]),
                str(row["name"]),
                other_places=(str(row["place"]),),
            )


def classified(package: Package, _: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a code has the name that the classification gives it.

    Only names are compared that the classification has from a published document.
    """
    known = reference(str(identity.spec["classification"]))
    seen: set[str] = set()
    for kind in identity.spec["in"]:
        resource = package.resources.get(kind)
        for row in resource.rows if resource else ():
            code = known.get(row.get("code") or "")
            if code is None or not code.met or not row.get("name") or code.code in seen:
                continue
            seen.add(code.code)
            plain = _ADDED.sub("", normal(row["name"]))  # 行政运行（水利） is 行政运行
            same = _bare(code.title.zh) in {_bare(row["name"]), _bare(plain)}
            yield _texts(
                identity,
                (kind, code.code, "name"),
                row,
                Outcome.HELD if same else Outcome.STRUCTURE,
                None if same else str(row["name"]),
                None if same else code.title.zh,
            )


def _bare(name: str) -> str:
    return re.sub(r"[()（）、,，·]", "", normal(name))


def counted(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a count in words is the number of things that there are."""
    resource = package.resources[name]
    rows = [
        row
        for row in resource.rows
        if all(fits(row.get(column), wanted) for column, wanted in identity.spec["where"].items())
    ]
    for row in rows:
        found = next(
            (
                len({one.get(of["distinct"]) for one in package.resources[of["resource"]].rows})
                for of in identity.spec["of"]
                if of["resource"] in package.resources and package.resources[of["resource"]].rows
            ),
            None,
        )
        if found is None:
            yield not_applicable(
                identity, name, "stated_count", "没有可数的表", "there is no table to count"
            )
            continue
        outcome = Outcome.HELD if row["stated_count"] == found else Outcome.STRUCTURE
        yield _texts(
            identity,
            (name, subject_key(row), "stated_count"),
            row,
            outcome,
            str(row["stated_count"]),
            str(found),
        )


#: Rule → function, of those that try how a disclosure is put together.
STRUCTURE_RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "announced": announced,
    "repeated": repeated,
    "said-whole": said_whole,
    "alike": alike,
    "alike-amounts": alike_amounts,
    "one-name": one_name,
    "classified": classified,
    "counted": counted,
}
