"""What of a web page is not its content: menus, breadcrumbs, the card of its particulars.

Disclosures are published on sites whose pages carry the names and years of other disclosures
around the text. A block that is made of links to other pages is a menu, whatever its class is
called. Links to documents are remembered: a page that has nothing but them is no disclosure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yusuan.language import normal
from yusuan.read.document import Block, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar|7z|csv|txt)(?=$|[?#&\"'）)]|\s)", re.IGNORECASE
)
#: Marks that stand between the links of a menu.
_BETWEEN = re.compile(r"[\s>＞»›|｜·•/\\\-—_,，、:：\[\]【】()（）&;]+")
#: What begins a breadcrumb.
_POSITION = re.compile(r"您?(?:现在|当前|目前|所在)*的?(?:所在|当前)?位置")
#: A block with so little beside its links is a menu.
_LEAST_LINKS, _BESIDE = 2, 0.2
#: Labels on the card of a page in a catalogue of government information.
_PARTICULARS = re.compile(
    r"(?:索引号|信息索引号?|发布机构|公开机构|发文机关|发文单位|信息来源|发布日期|发布时间|公开日期|成文日期|生成日期|"
    r"生效日期|失效日期|文号|发文字号|主题分类|信息分类|体裁分类|组配分类|服务对象|信息名称|名称|标题|有效性|关键词|主题词|"
    r"公开形式|公开方式|公开时限|公开范围|内容概述|内容分类|浏览次数|点击数|来源|作者|责任编辑|所属栏目)[::]?"
)
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,6}|\d{2,})")
_FEWEST_AMOUNTS = 3


def is_menu(element: Any) -> bool:
    """Say whether a block is made of links to other pages, and holds no text of its own."""
    links = [
        link
        for link in element.iter("a")
        if not (link.get("href") or "").startswith("#") and not is_document(link)
    ]
    if len(links) < _LEAST_LINKS:
        return False
    inside = sum(len(_bare(link)) for link in links)
    whole = len(_POSITION.sub("", _bare(element)))
    return whole - inside <= max(1, _BESIDE * whole)


def is_document(link: Any) -> bool:
    """Say whether a link leads to a file, by its address or by what it is called."""
    return bool(_DOCUMENT.search(link.get("href") or "") or _DOCUMENT.search(_text(link).strip()))


def documents(root: Any) -> Iterator[str]:
    """Give the names of the files that a page links to or shows in a frame, each once."""
    seen: set[str] = set()
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "a" and is_document(element):
            name = normal(_text(element)) or (element.get("href") or "").rpartition("/")[2]
        elif tag in {"iframe", "embed", "object"}:
            address = element.get("src") or element.get("data") or ""
            if not _DOCUMENT.search(address):
                continue
            name = re.split(r"[?#&]", address)[0].rpartition("/")[2]
        else:
            continue
        if name and name not in seen:
            seen.add(name)
            yield name


def is_particulars(grid: Grid) -> bool:
    """Say whether a table is the card of a page: 索引号, 发布机构, 发布日期, and their values."""
    cells = [normal(cell) for row in grid.rows for cell in row.cells if cell.strip()]
    labels = sum(bool(_PARTICULARS.fullmatch(cell.partition(":")[0] + ":")) for cell in cells)
    return labels >= 2 and labels * 3 >= len(cells)


def holds_amounts(blocks: Iterable[Block]) -> bool:
    """Say whether some table has amounts in it."""
    amounts = (
        cell
        for block in blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row.cells
        if _AMOUNT.fullmatch(normal(cell))
    )
    return sum(1 for _, _ in zip(range(_FEWEST_AMOUNTS), amounts, strict=False)) == _FEWEST_AMOUNTS


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _bare(element: Any) -> str:
    return _BETWEEN.sub("", _text(element))
