"""Names of units: cleaned of what is printed around them, compared, and placed in a region."""

from __future__ import annotations

import re

from yusuan.language import normal, unwrapped

#: A code before or behind the name: [024001]X局, 024001-X局, 403 X局. 120急救中心 has none.
_CODE = re.compile(
    r"^(?:[\[【(（]\s*\d{3,}\s*[\]】)）]\s*[-—–_]*|\d{3,}(?:\.\d+)?\s*[-—–_、.．:：]+|\d{3,}\s+|\d{5,})\s*"
)
_CODE_BEHIND = re.compile(r"\s*[\[【(（]?\d{5,}[\]】)）]?$")
#: What follows a name on its line: the seal, a date, a year, the unit of money, a form's number.
_BEHIND = re.compile(
    r"\s*(?:[(（](?:公章|盖章|签章|章|万元|元|部门|汇总|部门汇总|公开)[)）]|"
    r"20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|20\d\d[-./]\d{1,2}[-./]\d{1,2}|20\d\d\s*年(?:\s*度)?|"
    r"(?<=[\s)）])(?:人民币)?(?:千|万|百万|亿)?元|公开\s*\d+\s*表|[,，;；、。.|]|(?<=[局委办厅院府会])部门)$"
)
_ORGANISATION = re.compile(
    r"(?:局|委|办|室|厅|院|校|园|心|馆|所|(?<!网)站|队|处|街道|镇|乡|部|会|团|社|台|庭|司|集团|场|库|组|署|厂|"
    r"政府|政协|人大|海关|[残妇侨文工商]联|科协|体协|[大中小]学|[一二三四五六七八九十高附]中|附小|职高|职专|技校|监狱|银行|宫|基地|开发区|新区|度假区|试验区|示范区|园区|联盟|医保局|事务)$"
)
_NOT_ONE = re.compile(
    r"概况|情况|说明|目录|公开|预算|决算|主要|职责|机构|来源|关于|第.{1,3}部分|一览|门户|信息$|名词|万元|发布|上级|下级|其他|全部|[:：。，；]"
)
_BRACKETS = re.compile(r"\(([^()]*)\)$")
#: What a name says of the reach of its figures: the unit itself, or the department as a whole.
_ITSELF = re.compile(
    r"\((?:本级|机关|局本级|局机关|委本级|委机关|本部|机关本级)\)$|本级$|机关本级$"
)
_WHOLE = re.compile(r"(?:\((?:部门|汇总|部门汇总|全系统|系统)\)|(?<=[局委办厅院府会])部门)$")
#: What an abbreviation leaves out at its end: 委办公室, 委员会.
_SUFFIXES = frozenset({"公室", "员会", "公厅"})
_PARTY = re.compile(r"^(?:中国共产党|中共)")
#: A character of a region's name; the longest names of regions have seven.
_PROVINCE = re.compile(r"[一-鿿]{2,6}?(?:省|自治区)")
_CITY = re.compile(
    r"[一-鿿]{1,7}?(?:市(?!场|容|政(?!府|协|务|法|研|策)|民(?!政|族|主|革|盟|建|宗|兵|用)|区|域)|自治州|地区(?![性])|盟(?![员]))"
)
_COUNTY = re.compile(r"[一-鿿]{1,7}?(?:自治县|县(?![级域])|区(?![域级划块])|自治旗|旗(?![舰]))")
#: Areas that are no region of the administration.
_NO_REGION = re.compile(
    r"^(?:城市|都市)$|(?:开发|新技术产业|工业|产业|保税|风景|景|园|社|街|小|校|库|矿|林|牧|辖|保护|示范|试验|实验|度假|旅游|合作|名胜|灌|湖|港|航空|城市|农村)区$"
)


def clean_name(printed: str) -> str:
    """Give a unit's name without code, seal, date and unit of money that stand beside it."""
    text = unwrapped(printed)
    while True:
        shorter = _BEHIND.sub("", text).strip()
        shorter = _CODE_BEHIND.sub("", shorter).strip()
        shorter = _CODE.sub("", shorter, count=1).strip()
        if shorter == text:
            return text
        text = shorter


def is_organisation(name: str) -> bool:
    """Say whether a text can be the name of a unit: it ends as such names end."""
    plain = normal(name)
    bare = _BRACKETS.sub("", plain)
    if not 3 <= len(plain) <= 45 or _NOT_ONE.search(plain):
        return False
    return bool(_ORGANISATION.search(bare or plain) or _ITSELF.search(plain))


def bare(name: str) -> str:
    """Give a name in normal form without （本级）, （部门） and the party's own name before it."""
    plain = normal(name)
    for pattern in (_ITSELF, _WHOLE):
        plain = pattern.sub("", plain)
    return _PARTY.sub("", plain)


def same_unit(first: str, second: str) -> bool:
    """Say whether two names are one unit's: equal but for brackets, region, or an abbreviation.

    A name that goes on with that of an organisation is another unit's: X局 and X局信息中心.
    """
    short, long = sorted((bare(first), bare(second)), key=len)
    if short == long:
        return True
    if len(short) < 2:
        return False
    if long.startswith(short):
        rest = long[len(short) :]
        return rest in _SUFFIXES or not _ORGANISATION.search(_BRACKETS.sub("", rest))
    if long.endswith(short):
        return True
    letters = iter(long)
    within = all(character in letters for character in short)
    return within and len(short) >= 3 and short[-1] in long[-3:]


def reach(name: str) -> str | None:
    """Give what a name says of its scope, ``unit`` or ``department``, or ``None``."""
    plain = normal(name)
    if _ITSELF.search(plain):
        return "unit"
    return "department" if _WHOLE.search(plain) else None


def region_of(text: str) -> str | None:
    """Give the province, city and county that a name begins with, or ``None``."""
    text = _PARTY.sub("", text)
    found = ""
    for pattern in (_PROVINCE, _CITY, _COUNTY):
        match = pattern.match(text, len(found))
        county = _COUNTY.match(text, len(found))
        if match and county and county.end() < match.end():
            continue  # X区城市管理局 is no city's
        if match and not _NO_REGION.search(match[0]):
            found = text[: match.end()]
    return found or None
