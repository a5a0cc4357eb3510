"""The pages of the audit: a package's own, one a check, and those over all packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import Field, TableKind, checks, table_kinds
from yusuan.identities import Identity, Rule, compared
from yusuan.language import Bilingual
from yusuan.publish.audits import (
    Tally,
    all_checks,
    open_cells,
    owner_title,
    table_lines,
    tallies_by_check,
)
from yusuan.publish.equation import Equation, equation
from yusuan.publish.findings import PLACES_SHOWN, FindingView, severities
from yusuan.publish.templating import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from yusuan.check import Checked
    from yusuan.package.load import Package
    from yusuan.publish.audits import AuditSummary
    from yusuan.publish.pages import Summary

_NUMBERS = Bilingual(
    "两方换算成元后精确相减。每个印出的数，四舍五入最多使它偏离末位之半；两方各数的这些偏离加起来就是限度。差在限度以内为尾差，超出为不符。",
    "Both sides are brought to yuan and subtracted exactly. Rounding can move a printed number by half of its last digit at most; these add up to the tolerance. A difference within it is rounding, one beyond it a conflict.",
)
_PERCENTS = Bilingual(
    "百分数由金额重算，与印出的相差不超过其末位之半即成立，否则为不符。",
    "The percent is worked out from the amounts; it holds if the one printed differs by no more than half of its last digit, else it is a conflict.",
)
_STATED = Bilingual(
    "表里的数四舍五入到文字所用的单位和位数，与文字相同即成立；此外按两方末位之半的和判断尾差。",
    "It holds if the tables' figure, rounded to the unit and digits of the text, is the text's; beyond that the tolerance is half of the last digit of both sides together.",
)
_WORDS = Bilingual(
    "没有限度：比较的是文字、个数或写法，相同才成立。",
    "There is none: words, counts or ways of writing are compared, and hold if they are the same.",
)
#: How many packages, and how many findings, a check's page names.
MOST = 40
#: Rule → how far its two sides may differ; rules that are not here compare sums of numbers.
TOLERANCES: Mapping[str, Bilingual] = {
    "share": _PERCENTS,
    "change-percent": _PERCENTS,
    "stated": _STATED,
    **dict.fromkeys(
        (
            "announced",
            "repeated",
            "said-whole",
            "alike",
            "alike-amounts",
            "one-name",
            "classified",
            "counted",
        ),
        _WORDS,
    ),
}


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check for a template: what it is, what it compares, what came of it."""

    identity: Identity
    rule: Rule
    owner: Bilingual
    tolerance: Bilingual
    equation: Equation | None
    tables: tuple[tuple[TableKind, tuple[Field, ...]], ...]
    tally: Tally

    @property
    def address(self) -> str:
        """Where its page lies below ``checks/``."""
        return self.identity.address

    @property
    def declaration(self) -> str:
        """The check as the dictionary declares it, to the letter of its patterns."""
        import yaml  # noqa: PLC0415 - light start

        spec = {"rule": self.identity.rule, **self.identity.spec}
        return str(yaml.safe_dump(spec, allow_unicode=True, sort_keys=False, width=88))


def check_view(identity: Identity, found: Tally) -> CheckView:
    """Put together what a page says of a check."""
    kinds = table_kinds()
    return CheckView(
        identity,
        checks().rules[identity.rule],
        owner_title(identity.owner),
        TOLERANCES.get(identity.rule, _NUMBERS),
        equation(identity),
        tuple(
            (kinds[name], tuple(kinds[name].field(column) for column in columns))
            for name, columns in _compared(identity).items()
        ),
        found,
    )


def _compared(identity: Identity) -> dict[str, list[str]]:
    """Give the columns that an identity compares; a sum down all columns is of the amounts."""
    found = compared(identity)
    if identity.spec.get("measures") == "all":
        own = identity.owner
        found[own] = [*table_kinds()[own].amounts, *found.get(own, ())]
    return found


def audit_page(
    package: Package, checked: Checked, findings: Sequence[FindingView], shared: Mapping[str, Any]
) -> dict[str, bytes]:
    """Make a package's page on what was tried, what held, and what nothing cross-checks."""
    declared = all_checks()
    return in_languages(
        f"units/{package.slug}/audit.md",
        "audit.md",
        **shared,
        **audit_names(),
        tables=table_lines(package, checked),
        owners=_by_owner(
            check_view(declared[address], found)
            for address, found in tallies_by_check(checked.trials).items()
        ),
        findings=findings,
        open_cells=open_cells(package, checked),
        kinds=table_kinds(),
        package_kinds={n: k for n, k in table_kinds().items() if n in package.resources},
    )


def audit_names() -> dict[str, Any]:
    """Give what every template that shows findings has to know."""
    return {"severities": severities(), "places_shown": PLACES_SHOWN}


def all_audit_pages(summaries: Sequence[Summary], shared: Mapping[str, Any]) -> dict[str, bytes]:
    """Make the list of all findings, the list of checks and a page a check."""
    names = {**shared, **audit_names()}
    declared = all_checks()
    totals = {address: Tally() for address in declared}
    for summary in summaries:
        for address, found in summary.audit.tallies.items():
            totals[address].merge(found)
    views = {address: check_view(one, totals[address]) for address, one in declared.items()}
    total = _together(summary.audit for summary in summaries)
    pages = in_languages(
        "findings/index.md",
        "findings.md",
        **names,
        packages=_by_unit(summaries),
        checks=views,
        kinds=table_kinds(),
        total=total,
    )
    pages |= in_languages(
        "checks/index.md",
        "checks.md",
        **names,
        **_tried_or_not(list(views.values())),
        total=total,
    )
    latest = sorted(summaries, key=lambda one: (-one.year, one.slug))
    for address, view in views.items():
        pages |= in_languages(
            f"checks/{address}.md",
            "check.md",
            **names,
            check=view,
            kinds=table_kinds(),
            **_results(latest, address),
        )
    return pages


def _results(summaries: Sequence[Summary], address: str) -> dict[str, Any]:
    """Give what came of a check, the latest packages first: those where it did not simply hold are named.

    The lists end after some, so that a page does not grow with the number of packages.
    """
    tried = [(one, one.audit.tallies[address]) for one in summaries if address in one.audit.tallies]
    notable = [(one, found) for one, found in tried if found.rounding or found.off]
    found = [(one, line) for one, _ in notable for line in one.audit.lines if line.check == address]
    reasons: dict[Bilingual, list[Summary]] = {}
    for one, tally in tried:
        for reason in tally.reasons:
            reasons.setdefault(reason, []).append(one)
    return {
        "packages": notable[:MOST],
        "more": max(0, len(notable) - MOST),
        "lines": found[:MOST],
        "held": sum(1 for _, one in tried if one.held and not (one.rounding or one.off)),
        "without": len(summaries) - len(tried),
        "reasons": reasons,
    }


def _tried_or_not(views: Sequence[CheckView]) -> dict[str, Any]:
    """Part the checks that some package could be tried on from those that await one."""
    tried = [one for one in views if one.tally.tried or one.tally.not_applicable]
    rest = [one for one in views if not (one.tally.tried or one.tally.not_applicable)]
    return {
        "owners": _by_owner(tried),
        "untried": _by_owner(rest),
        "count": len(views),
        "count_untried": len(rest),
    }


def _by_owner(views: Iterable[CheckView]) -> dict[str, list[CheckView]]:
    """Put the checks of a table together."""
    owners: dict[str, list[CheckView]] = {}
    for view in views:
        owners.setdefault(view.identity.owner, []).append(view)
    return owners


def _by_unit(summaries: Sequence[Summary]) -> list[Summary]:
    """Order packages by unit, then by year, the latest first."""
    return sorted(summaries, key=lambda one: (one.unit_slug, -one.year, one.slug))


def _together(audits: Iterable[AuditSummary]) -> Tally:
    """Add up the audits of all packages."""
    found = Tally()
    for audit in audits:
        found.merge(audit.total)
    return found
