"""Rules that try the narrative's figures on the tables and on each other.

What a sentence says is compared with what the tables print at the sentence's own precision: a
figure in 万元 is right if the table's 元 rounds to it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from yusuan.amounts import MONEY_UNITS, decimals
from yusuan.audit.select import not_applicable, select, summed, term
from yusuan.audit.trial import Outcome, Term, Trial, compare
from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package

_ORDINAL = re.compile(r"[（(]?([一二三四五六七八九十]+)[、）)]")
#: In final accounts, what a sentence on the budget ends with: 年初预算, 支出预算.
_OF_BUDGET = re.compile(r"预算(数|额|金额)?(合计|安排)?$")


def stated(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Each amount of the year equals what the tables print for its code or its subject.

    Where the same thing stands in several tables, agreeing with one of them is enough; if none
    agrees, the nearest is what it is compared with. A subject without a table is said to have
    none.
    """
    resource, measure = package.resources[name], str(identity.spec["measure"])
    for row in resource.rows:
        if row[measure] is None:
            continue
        key = subject_key(row)
        if row.get("year") not in (None, package.descriptor.get("year")):
            yield not_applicable(
                identity, name, measure, "所述不是本年", "it speaks of another year", key
            )
            continue
        own = term(name, resource, row, measure)
        found = [
            (summed(terms), where)
            for where, terms in _targets(package, name, row, identity.spec)
            if terms
        ]
        certain = _is_certain(row, identity.spec)
        if not found:
            yield not_applicable(
                identity,
                name,
                measure,
                "没有找到对应的表内数字",
                "no table has a figure for it",
                key,
            )
            continue
        trial = _nearest(identity, name, key, measure, own, found, row)
        if trial.outcome is Outcome.CONFLICT and not certain:
            trial = not_applicable(
                identity,
                name,
                measure,
                "名称与科目相同，所说未必是这个科目",
                "it bears a code's name but may speak of something else",
                key,
            )
        yield trial


def _is_certain(row: LoadedRow, spec: Mapping[str, Any]) -> bool:
    """Say whether a sentence surely speaks of what it was matched with.

    A code that was found by its bare name alone is the code's own only in a section on codes.
    """
    subject, section = normal(row["subject"]), normal(row["section"] or "")
    if not (row.get("function_code") or row.get("economic_code")):
        return True
    by_path = "(类)" in subject or "(款)" in subject or "(项)" in subject
    return by_path or bool(re.search(spec["code_sections"], section))


def _nearest(
    identity: Identity,
    name: str,
    key: str,
    measure: str,
    own: Term,
    found: Sequence[tuple[Term, str]],
    row: LoadedRow,
) -> Trial:
    """Compare with the figure that agrees, else with the nearest."""
    other, where = min(found, key=lambda item: abs(item[0].exact - own.exact))
    trial = compare(identity, name, key, measure, own, [other], row, where)
    if trial.outcome is Outcome.ROUNDING and _at_precision(other.exact, own) == own.value:
        return replace(trial, outcome=Outcome.HELD)
    return trial


def _at_precision(exact: Decimal, own: Term) -> Decimal:
    """Round an amount in yuan to the unit and the digits of a stated one."""
    unit = MONEY_UNITS.get(own.money_unit or "", Decimal(1))
    return (exact / unit).quantize(Decimal(1).scaleb(-decimals(own.value)), ROUND_HALF_UP)


def _targets(
    package: Package, own: str, row: LoadedRow, spec: Mapping[str, Any]
) -> Iterator[tuple[str, list[Term]]]:
    """Yield, for a sentence's code or subject, each table's numbers.

    What final accounts say of the budget is compared with their columns of the budget.
    """
    subject, section = normal(row["subject"]), normal(row["section"] or "")
    final = package.descriptor.get("phase") == "final"
    period = {"period": {"matches": "预算"}} if final and _OF_BUDGET.search(subject) else {}
    for entry in spec.get("subjects", ()):
        if re.search(entry["say"], subject) and re.search(entry.get("within", ""), section):
            for target in entry["targets"]:
                selector = {**target, "where": {**target["where"], **period}}
                terms = select(package, own, selector)[0]
                for group in [[one] for one in terms] if target.get("each") else [terms]:
                    yield target["resource"], group
            return
    for column, targets in spec.get("codes", {}).items():
        if row.get(column):
            for target in targets:
                selector = {**target, "where": {target["key"]: row[column], **period}}
                yield target["resource"], select(package, own, selector)[0]
            return


def subject_key(row: LoadedRow) -> str:
    """Name a sentence by its code, else by its section's number and its subject."""
    code = row.get("function_code") or row.get("economic_code")
    if code:
        return str(code)
    ordinal = _ORDINAL.match(row.get("section") or "")
    subject = normal(row["subject"])[:30].replace("/", "")
    return f"{ordinal[1]}-{subject}" if ordinal else subject


def named_projects(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a section's projects have the amounts and names of the projects' table."""
    resource, spec = package.resources[name], identity.spec
    other = package.resources.get(spec["projects"])
    if other is None or not other.rows:
        yield not_applicable(identity, name, "amount", "没有项目表", "there are no projects")
        return
    column, title = str(spec["amount"]), str(spec["title_column"])
    budgets = [row for row in other.rows if row.get(column) is not None and row.get(title)]
    for row in resource.rows:
        section = normal(row["section"] or "")
        if row["amount"] is None or not re.search(spec["within"], section):
            continue
        if any(re.search(pattern, normal(row["subject"])) for pattern in spec["not"]):
            continue
        own = term(name, resource, row, "amount")
        terms = [(term(spec["projects"], other, one, column), one) for one in budgets]
        same = [item for item in terms if item[0].exact == own.exact]
        key = subject_key(row)
        if not same:
            nearest = min(terms, key=lambda item: abs(item[0].exact - own.exact))
            yield compare(identity, name, key, "amount", own, [nearest[0]], row, spec["projects"])
            continue
        matched, project = same[0]
        trial = compare(identity, name, key, "amount", own, [matched], row, spec["projects"])
        yield trial
        named = normal(row["subject"]) in {normal(str(one[title])) for _, one in same}
        yield replace(
            trial,
            measure="subject",
            outcome=Outcome.HELD if named else Outcome.STRUCTURE,
            printed=None,
            computed=None,
            tolerance=None,
            money_unit=None,
            printed_text=row["subject"],
            computed_text=str(project[title]),
            cells=(),
        )


#: Rule → function, of those that try what sentences say on the tables.
NARRATIVE_RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "stated": stated,
    "named-projects": named_projects,
}
