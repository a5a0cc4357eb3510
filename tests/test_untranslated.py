"""Each page speaks one language: nothing of the other is left in its words or in its labels."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
#: Three Latin words in a row are a phrase; fewer may be a name.
PHRASE = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[ ,]+[A-Za-z][A-Za-z'’]+){2,}")
LABELS = ("aria-label", "title", "alt", "placeholder")
#: What is no language of the page: code, data, citations of what is called so; a page's title
#: holds names, and no mark can stand in it.
FOREIGN = {"code", "pre", "kbd", "script", "style", "title"}
#: A label that gives the document's own words says so before them.
PRINTED = ("as printed: ",)
FOREIGN_CLASSES = {"yu-cite", "yu-foreign"}
LANGUAGES = {"zh": ("en", PHRASE), "en": ("zh", CHINESE)}


def left_over(page: html.HtmlElement, language: str) -> Iterator[str]:
    """Yield what a page in this language says in the other without marking it."""
    other, pattern = LANGUAGES[language]
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if _marked(element, other):
            own = []
        else:
            own = [element.text, *(element.get(label) for label in LABELS)]
        parent = element.getparent()
        if parent is not None and not _marked(parent, other):
            own.append(element.tail)
        yield from (
            text.strip()
            for text in own
            if text and pattern.search(text) and not text.startswith(PRINTED)
        )


def _marked(element: html.HtmlElement, other: str) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in FOREIGN or set((one.get("class") or "").split()) & FOREIGN_CLASSES:
            return True
        if one.get("lang"):
            return str(one.get("lang")).startswith(other)
    return False


def built(site: Path, language: str) -> dict[str, html.HtmlElement]:
    """Parse the pages of one language; the lost page speaks both."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name.startswith("en/") == (language == "en") and not name.endswith("404.html"):
            found[name] = html.document_fromstring(path.read_text(encoding="utf-8"))
    assert found
    return found


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_no_page_leaves_anything_in_the_other_language(whole_site: Path, language: str) -> None:
    """On an English page all Chinese is marked as such; a Chinese one has no English phrases."""
    told = Counter(
        f"{'/'.join(name.split('/')[:-1][:4])}: {text[:80]}"
        for name, page in built(whole_site / "site", language).items()
        for text in set(left_over(page, language))
    )
    assert not told, "\n".join(list(told)[:40])


@pytest.mark.parametrize(
    ("language", "text", "seen"),
    [
        ("en", "<p>A budget (预算).</p>", True),
        ("en", '<p>A budget (<span lang="zh-Hans">预算</span>).</p>', False),
        ("en", '<p><b lang="zh-Hans">预算</b> 决算</p>', True),
        ("en", '<button aria-label="关闭">x</button>', True),
        ("en", '<input placeholder="搜索">', True),
        ("en", "<p><code>预算</code></p>", False),
        ("zh", "<p>预算。See the whole table.</p>", True),
        ("zh", '<p>预算 <span lang="en">See the whole table</span></p>', False),
        ("zh", '<img alt="all of the money">', True),
        ("zh", "<p>用 Frictionless Data 校验。</p>", False),
    ],
)
def test_what_is_left_over_is_seen(language: str, text: str, seen: bool) -> None:
    """Each way of leaving words in the other language is noticed, and marked words are not."""
    page = html.document_fromstring(f'<html lang="{language}"><body>{text}</body></html>')
    assert bool(list(left_over(page, language))) is seen


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_titles_and_descriptions_tell_pages_apart(whole_site: Path, language: str) -> None:
    """No two pages of a language have the same title, and each says what it is about."""
    titles: Counter[str] = Counter()
    for name, page in built(whole_site / "site", language).items():
        titles[page.findtext(".//title")] += 1
        (described,) = page.xpath("//meta[@name='description']/@content")
        assert 10 < len(described) <= 160, name
        if language == "zh":
            assert CHINESE.search(described), name
    assert [title for title, times in titles.items() if times > 1] == []


def without_say(template: str) -> str:
    """Take comments and whatever stands inside ``say(…)`` out of a template."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    text = re.sub(r'lang="zh-Hans">[^<]*<', "<", text)
    words = r"\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*"
    return re.sub(rf"\bsay\({words},{words}", "say(", text)


def test_templates_speak_chinese_inside_say_alone(root: Path) -> None:
    """Words of a template stand in both languages, side by side."""
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for folder in (root / "scripts/yusuan/publish/templates",)
        for path in sorted(folder.iterdir())
        for line in without_say(path.read_text(encoding="utf-8")).splitlines()
        if CHINESE.search(line)
    ]
    assert found == []


def test_chinese_beside_say_is_seen() -> None:
    """Words that stand bare in a template are noticed; comments and pairs are not."""
    assert CHINESE.search(without_say('<p>{{ say("金额", "amount") }} 元</p>'))
    assert not CHINESE.search(without_say('{# 说明 #}<p>{{ say("金额", "amount") }}</p>'))
