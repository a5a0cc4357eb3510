"""The templates: files with autoescape, rendered once for each language of the site.

A template speaks one language at a time: ``say("中文", "English")`` gives fixed words,
``pair | own`` a :class:`~yusuan.language.Bilingual`. An undefined name is an error.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.readme import markdown_text
from yusuan.publish.chart import embedded
from yusuan.publish.citation import FORMS, cited
from yusuan.publish.codes import code_address, linked
from yusuan.publish.numbers import day_words, grouped, money_unit_words
from yusuan.publish.report import page_address, report_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from yusuan.dictionary import Field

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
#: Chinese with the marks and digits inside it.
_CHINESE_RUN = re.compile(
    r"([\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
    r"(?:[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\d“”·—]*"
    r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60])?)"
)
_ENGLISH_WORD = re.compile(r"[A-Za-z]{3}")
#: Columns that name a row, by preference.
NAMING = (
    "name",
    "item",
    "source",
    "kind_of_staff",
    "project_name",
    "activity",
    "subject",
    "indicator_3",
)


@cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - light start
    from markupsafe import Markup  # noqa: PLC0415 - light start

    def say(zh: str, en: str, *values: object) -> Markup:
        """Give fixed words of the template in its language; what is filled in is escaped."""
        return Markup(Bilingual(zh, en).of(language)).format(*values)  # noqa: S704 - the template's own words

    environment = Environment(
        loader=PackageLoader("yusuan.publish"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["say"] = say
    environment.globals["language"] = language
    environment.globals["cited"] = cited
    environment.globals["report_address"] = report_address
    environment.filters["citation"] = lambda one, form, address: FORMS[form](one, language, address)
    environment.filters["pair"] = lambda texts: Bilingual(*map(str, texts))
    environment.globals["code_address"] = code_address
    environment.filters["codes_linked"] = linked
    environment.filters["own"] = lambda pair: pair.of(language)
    environment.filters["zh"] = lambda text: marked_chinese(str(text)) if language == "en" else text
    environment.filters["money_unit"] = lambda unit: money_unit_words(unit).of(language)
    environment.filters["day"] = lambda day: day_words(day).of(language)
    environment.filters["md"] = markdown_text
    environment.filters["number"] = grouped
    environment.filters["dict"] = dict
    environment.filters["embedded"] = embedded
    environment.filters["heading_column"] = heading_column
    environment.filters["yaml"] = _yaml
    environment.tests["wholly_chinese"] = wholly_chinese
    environment.filters["script_json"] = _script_json
    return environment


def wholly_chinese(text: str) -> bool:
    """Say whether a text is Chinese without an English word in it."""
    return bool(_CHINESE.search(text)) and not _ENGLISH_WORD.search(text)


def marked_chinese(text: str) -> Markup:
    """Mark what is Chinese in a text of an English page, so that it is read and set as Chinese.

    A text without an English word is marked whole; in a sentence, the Chinese words alone are.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - light start

    mark = Markup('<span lang="zh-Hans">{}</span>').format
    if not _CHINESE.search(text):
        return escape(text)
    if wholly_chinese(text):
        return mark(text)
    pieces = _CHINESE_RUN.split(text)
    return Markup("").join(
        mark(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)
    )


def in_languages(path: str, template: str, **context: Any) -> dict[str, bytes]:
    """Render a page in every language: path below ``docs/`` → bytes.

    ``path`` is that of the page below its language's folder. Templates get ``root``, which
    leads from the page to the root of its own language, ``site``, which leads to that of the
    whole site, where the downloads are, and ``address``, the page's public one, if it is known.
    """
    root = _upwards(path)
    return {
        f"{language}/{path}": _render(
            template,
            language,
            root=root,
            site=root + prefix_back(language),
            address=page_address(language, path),
            **context,
        )
        for language in LANGUAGES
    }


def prefix_back(language: str) -> str:
    """Give the way from a language's root to the site's: the first language lies there itself."""
    return "" if language == LANGUAGES[0] else "../"


def _upwards(path: str) -> str:
    """Give the way from a page's address to the root: ``a/b.md`` is served as ``a/b/``."""
    depth = path.count("/") + (not path.endswith("index.md"))
    return "../" * depth


def _render(template: str, language: str, **context: Any) -> bytes:
    """Render a template to UTF-8, without blank lines inside its HTML.

    A blank line would end an HTML block for Markdown. The page is marked as finished: all of
    it is HTML, which needs no conversion.
    """
    text = _environment(language).get_template(template).render(**context)
    front, separator, body = text.partition("\n---\n")
    joined = "\n".join(line.rstrip() for line in body.splitlines() if line.strip())
    return f"{front}\nfinished: true{separator}{joined}\n".encode()


def _yaml(value: object) -> Markup:
    """Write a text as a quoted YAML scalar for a page's front matter.

    It is escaped for HTML: the theme and the search print what stands there as it is.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - light start

    return Markup(json.dumps(str(escape(value)), ensure_ascii=False))  # noqa: S704 - front matter is YAML, and its text escaped


def _script_json(value: object) -> Markup:
    """Write plain data into a script block of a page; no text can end the block."""
    from markupsafe import Markup  # noqa: PLC0415 - light start

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - what could be HTML is escaped


def heading_column(columns: Sequence[Field]) -> int:
    """Give the position of the column that names a row; the first if none does."""
    names = [column.name for column in columns]
    return next((names.index(name) for name in NAMING if name in names), 0)
