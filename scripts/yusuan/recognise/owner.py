"""The line above a table that says whose it is: 部门：[024001]X局  2024年度  单位：万元."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from yusuan.recognise.names import clean_name, is_organisation

_SEAL = r"(?:\((?:公章|盖章|签章|全称)\))*"
_LABELS = {
    "chief": r"(?:预算)?主管(?:部门|单位)(?:名称)?" + _SEAL,
    "owner": rf"(?:编制|预算|填报|填制|申报|公开|报送|编报|批复|部门|单位)*(?:部门|单位)(?:[/(](?:部门|单位)\)?)?{_SEAL}(?:名称)?{_SEAL}",
    "code": r"(?:预算|部门|单位|组织)*(?:编码|代码|编号)",
    "money": r"(?:金额|货币|计量)单位",
    "year": r"(?:预算|决算|编制|所属|财政)?年(?:度|份)",
    "other": r"(?:编制|填报|申报|报送|公开|编报|打印)?(?:日期|时间)|币种|页[码次]|表号|[^:]{0,4}电话|[^:]{0,6}人",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{label}):" for name, label in _LABELS.items()))
_MONEY = re.compile(r"(?:人民币)?\(?(?P<money>元|千元|万元|百万元|亿元)(?=$|[^一-鿿])")
_MONEY_BEHIND = re.compile(r"(?:单位:?|\()(?:人民币)?(元|千元|万元|百万元|亿元)\)?$")
_YEAR = re.compile(r"\(?(20[0-4]\d)年?度?\)?")
#: What may stand before the first label: the number of the form, a year, a list's number.
_BEFORE = re.compile(
    r"(?:(?:公开|附|财决|预算|附件)*表?\d{1,2}(?:-\d+)?表?|\(?20\d\d年?度?\)?|附件?\d*:?)?"
)
_LONGEST = 60
#: A unit of something else than money: 台、辆、平方米.
_MEASURES = re.compile(r"(?:[台辆人个套件次户亩项]|平方米|㎡|m2|%|[、,/])+")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a line above a table tells: owner, whether as 部门 or 单位, unit of money, year."""

    owner: str | None = None
    chief: str | None = None
    label: str | None = None
    money: str | None = None
    year: int | None = None


def caption_of(printed: str) -> Caption | None:
    """Read a line of labels and their values, or a year that stands alone; else ``None``."""
    plain, at = _plain(printed)
    if alone := _YEAR.fullmatch(plain):
        return Caption(year=int(alone[1])) if "年" in plain else None
    labels = list(_LABEL.finditer(plain))
    if not labels:
        return None
    owner = chief = label = money = None
    if not _BEFORE.fullmatch(plain[: labels[0].start()]):
        owner = _beside_money(printed[: at[labels[0].start()]], plain[labels[0].start() :])
        if owner is None:
            return None
    year = _year(plain[: labels[0].start()])
    ends = [match.start() for match in labels[1:]] + [len(plain)]
    for match, end in zip(labels, ends, strict=True):
        value = plain[match.end() : end]
        shown = printed[at[match.end()] : at[end] if end < len(at) else None] if value else ""
        if len(value) > _LONGEST or "。" in value:
            return None
        kind = match.lastgroup
        unit = _MONEY.match(value)
        if kind == "year":
            year = year or _year(value)
        elif unit and (kind == "money" or match[0].endswith("单位:")):
            money = money or unit["money"]
        elif kind in {"owner", "chief"}:
            year = year or _year(value)
            tail = _MONEY_BEHIND.search(value)
            money = money or (tail[1] if tail else None)
            name = clean_name(shown)
            if kind == "chief":
                chief = chief or name
            elif (
                name
                and not _MEASURES.fullmatch(value)
                and (owner is None or not is_organisation(owner))
            ):
                owner, label = name, _scope(match[0])
    return Caption(owner or None, chief or None, label, money, year)


def _beside_money(before: str, behind: str) -> str | None:
    """Give the owner that stands without a label before the unit of money: X局  单位：万元."""
    name = clean_name(before)
    return name if _MONEY_BEHIND.fullmatch(behind) and is_organisation(name) else None


def _scope(label: str) -> str | None:
    """Give what a label calls the owner: 部门, 单位, or either of them."""
    department, unit = "部门" in label, "单位" in label.replace("预算单位", "单位")
    return None if department and unit else "department" if department else "unit"


def _year(text: str) -> int | None:
    match = re.search(r"(?<!\d)(20[0-4]\d)(?:年度?)?(?![\d月.\-/])", text)
    return int(match[1]) if match else None


def _plain(printed: str) -> tuple[str, list[int]]:
    """Give a line without white space in plain characters, and where each of them is printed."""
    characters: list[str] = []
    at: list[int] = []
    for position, character in enumerate(printed):
        if not character.isspace():
            plain = unicodedata.normalize("NFKC", character)
            characters.append(plain if len(plain) == 1 else character)
            at.append(position)
    return "".join(characters), at
