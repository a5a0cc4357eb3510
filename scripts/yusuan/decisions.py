"""``decisions.yaml``: what people decided about a package, apart from what is regenerated.

It names the unit in both languages, its region, the publisher of the document, and the
findings that were looked at and accepted, each with a reason and a date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from yusuan.errors import DictionaryError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "decisions.yaml"
_KEYS = {"unit", "region", "publisher", "published", "accepted_findings", "version"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that people have looked at: which one, why it stands, since when."""

    finding: str
    reason: Bilingual
    date: dt.date


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided; every part may be missing but the unit's Chinese name.

    ``published`` is the day on which the document was published, where people know it.
    """

    unit: Bilingual
    region: Bilingual | None = None
    publisher: Bilingual | None = None
    version: str = "1.0.0"
    published: dt.date | None = None
    accepted: tuple[Accepted, ...] = field(default_factory=tuple)


def load_decisions(path: Path) -> Decisions:
    """Read a decisions file. Raises :class:`DictionaryError` naming the file and the fault."""
    where = "/".join(path.parts[-3:])
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:  # a day that is none is a ValueError
        raise _fault(where, f"不能读取：{error}", f"can't be read: {error}") from error
    if not isinstance(content, dict) or (unknown := set(content) - _KEYS):
        names = ", ".join(sorted(unknown)) if isinstance(content, dict) else ""
        raise _fault(where, f"不认识的内容：{names}", f"unknown content: {names}")
    try:
        return Decisions(
            unit=_bilingual(content["unit"]["name"]),
            region=_bilingual(content["region"]) if content.get("region") else None,
            publisher=_bilingual(content["publisher"]) if content.get("publisher") else None,
            version=str(content.get("version", "1.0.0")),
            published=_published(content, where),
            accepted=tuple(
                _accepted(item, where) for item in content.get("accepted_findings") or ()
            ),
        )
    except (KeyError, TypeError) as error:
        raise _fault(where, f"缺少或写错：{error}", f"missing or malformed: {error}") from error


def skeleton(decisions: Decisions) -> bytes:
    """Write the first ``decisions.yaml`` of a new package, for people to complete."""
    content: dict[str, Any] = {"unit": {"name": decisions.unit._asdict()}}
    if decisions.region:
        content["region"] = decisions.region._asdict()
    if decisions.publisher:
        content["publisher"] = decisions.publisher._asdict()
    content["accepted_findings"] = []
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode()


def _bilingual(value: Mapping[str, Any]) -> Bilingual:
    return Bilingual(str(value["zh"]), str(value.get("en") or ""))


def _published(content: Mapping[str, Any], where: str) -> dt.date | None:
    """Read the day of publication; what is no whole date is refused, never guessed at."""
    day = content.get("published")
    if day is None or type(day) is dt.date:
        return day
    raise _fault(
        where,
        f"published 要写成年-月-日，如 2022-02-25，不是 {day}",
        f"published has to be a date such as 2022-02-25, not {day}",
    )


def _accepted(item: Mapping[str, Any], where: str) -> Accepted:
    reason = _bilingual(item["reason"])
    date = item["date"]
    if not reason.zh.strip() or not isinstance(date, dt.date):
        raise _fault(
            where,
            f"接受的发现 {item.get('finding')} 要有理由和日期",
            f"the accepted finding {item.get('finding')} needs a reason and a date",
        )
    return Accepted(str(item["finding"]), reason, date)


def _fault(where: str, zh: str, en: str) -> DictionaryError:
    return DictionaryError(Problem(Bilingual(zh, en), where))
