"""Odd disclosures, invented: hostile names, thousands of rows, one row, zeros, negatives, next to nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from invented import ARCHIVES, ingest, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "{{ config }}{% raw %}",
    "a|b",
    '=cmd()+HYPERLINK("x")',
    "@SUM(1+1)",
    "</td></tr></table></div>",
    "</script><script>alert(1)</script>",
    "<!--",
    "\u202eabc\u2066",
    "`code` *em* __b__ ~~s~~ &amp; &#60;",
    "字" * 500,
    "W" * 500,
)
#: How many projects the long list has.
MANY = 5000
_AMOUNT = re.compile(r"(?<![\d.-])\d[\d,]*\.\d\d(?![\d%])")


def _list(unit: str, names: list[str]) -> str:
    """A disclosure whose one table lists projects of one 万元 each."""
    rows = "\n".join(
        f"{name}\t{unit}\t特定目标类\t1.00\t1.00\t0.00\t0.00\t0.00\t" for name in names
    )
    total = f"{len(names)}.00"
    return f"""2025年{unit}单位预算

第二部分 2025年单位预算表

表4 项目支出预算表
单位：{unit}
单位：万元
项目名称\t单位名称\t项目类别\t项目金额\t资金来源\t\t\t\t备注
\t\t\t\t一般公共预算\t政府性基金\t财政专户管理资金\t其他资金\t
合计\t\t\t{total}\t{total}\t0.00\t0.00\t0.00\t
{rows}
"""


def _items(unit: str, names: list[str]) -> str:
    """A disclosure whose one table has these names beside codes that no classification knows."""
    rows = "\n".join(
        f"201990{at:02d}"[:5] + f"{at:02d}\t{name}\t1.00\t1.00\t0.00"
        for at, name in enumerate(names, 10)
    )
    total = f"{len(names)}.00"
    return f"""2025年{unit}单位预算

第二部分 2025年单位预算表

表5 一般公共预算支出表
单位：{unit}
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t{total}\t0.00
201\t一般公共服务支出\t{total}\t{total}\t0.00
20199\t其他一般公共服务支出\t{total}\t{total}\t0.00
{rows}
"""


def hostile_projects() -> str:
    """Projects by hostile names."""
    return _list("桥头市博物馆", list(HOSTILE))


def hostile_items() -> str:
    """Budget items by hostile names."""
    return _items("桥头市图书馆", list(HOSTILE))


def many_rows() -> str:
    """A list of five thousand projects."""
    return _list("桥头市水务局", [f"第{at}号泵站维护" for at in range(1, MANY + 1)])


def one_row() -> str:
    """One table of one row beside its total."""
    return _list("桥头市档案馆", ["库房维护"])


def only_zeros() -> str:
    """A whole disclosure in which every amount is zero."""
    return _AMOUNT.sub("0.00", text_of(ARCHIVES)).replace("云溪市档案馆", "零溪市档案馆")


def negatives() -> str:
    """A whole disclosure in which every amount is negative."""
    negative = _AMOUNT.sub(lambda m: f"-{m[0]}" if m[0].strip("0.,") else m[0], text_of(ARCHIVES))
    return negative.replace("云溪市档案馆", "负溪市档案馆")


#: Name → text of an odd disclosure.
ODD: dict[str, Callable[[], str]] = {
    "hostile projects": hostile_projects,
    "hostile items": hostile_items,
    "many rows": many_rows,
    "one row": one_row,
    "only zeros": only_zeros,
    "negatives": negatives,
}


def add_odd(project: Path) -> dict[str, str]:
    """Ingest every odd disclosure; gives its address by name. Units of two get hostile names."""
    found = {}
    for at, (name, text) in enumerate(ODD.items()):
        folder = ingest(project, text()).folder
        if at < len(HOSTILE) and name.startswith("hostile"):
            _rename(folder, HOSTILE[at])
            ingest(project, text())
        found[name] = "/".join(folder.parts[-2:])
    return found


def _rename(folder: Path, unit: str) -> None:
    """Let people's decisions give the unit a hostile name, in both languages."""
    path = folder / "decisions.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["unit"]["name"] = {"zh": unit, "en": unit}
    content["region"] = {"zh": unit, "en": unit}
    content["publisher"] = {"zh": unit, "en": unit}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
