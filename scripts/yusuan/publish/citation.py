"""How to cite a package or a table of it: a sentence, BibTeX and RIS, in each language.

Nothing here looks at a clock or knows where the site will stand. A citation holds
:data:`ADDRESS` and :data:`ACCESSED` in their place, words in the reader's language, which
the script on the page replaces by the page's address and the day of reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yusuan.package.load import Package

#: Stands for the address of the page where the build does not know it.
ADDRESS = Bilingual("〈网址〉", "‹address›")
#: Stands for the day on which the reader saw the page.
ACCESSED = Bilingual("〈访问日期〉", "‹date of access›")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: What LaTeX reads as a command. Braces become words, as BibTeX counts them even if escaped.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_LATEX_MARKS = re.compile("[" + re.escape("".join(_LATEX)) + "]")
#: Characters that an address keeps: those of RFC 3986, and the escapes that it has already.
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation names: a package, or where ``part`` is there, a table of it."""

    package: str
    publisher: Bilingual
    arranged_by: tuple[str, ...]
    title: Bilingual
    year: int
    version: str
    licence: str
    part: Bilingual | None = None
    resource: str = ""

    @property
    def key(self) -> str:
        """Name of the entry, unique among all packages and tables."""
        return f"{self.package}-{self.resource}" if self.resource else self.package


def cited(package: Package, resource: str = "") -> Cited:
    """Gather what a citation of a package says, or of one of its tables."""
    descriptor = package.descriptor
    table = package.resources[resource].descriptor if resource else None
    return Cited(
        package=str(descriptor["name"]),
        publisher=package.decisions.publisher or package.decisions.unit,
        arranged_by=_arranged_by(descriptor),
        title=_title(descriptor),
        year=int(descriptor["year"]),
        version=str(descriptor["version"]),
        licence=str(descriptor["licenses"][0]["name"]),
        part=_title(table) if table else None,
        resource=resource,
    )


def sentence(one: Cited, language: str, address: str = "") -> str:
    """Give the sentence that names it, for a footnote or a list of references."""
    by, title, part = _words(one, language)
    where, seen = address or ADDRESS.of(language), ACCESSED.of(language)
    if language == "zh":
        named = f"《{part}》，载《{title}》" if part else f"《{title}》"
        resource = f"，资源 {one.resource}" if part else ""
        arranged = f"；{'、'.join(by[1:])} 整理" if by[1:] else ""
        return (
            f"{by[0]}{arranged}。{named}，版本 {one.version}，"
            f"数据包 {one.package}{resource}，{where}，{seen} 访问，{one.licence}。"
        )
    named = f"“{part}”, in {title}" if part else title
    resource = f", resource {one.resource}" if part else ""
    arranged = f"; arranged by {', '.join(by[1:])}" if by[1:] else ""
    return (
        f"{by[0]}{arranged}. {named}, version {one.version}. "
        f"Data package {one.package}{resource}. {where}, accessed {seen}. {one.licence}."
    )


def bibtex(one: Cited, language: str, address: str = "") -> str:
    """Give the BibTeX entry; every name and title is protected from LaTeX."""
    by, title, part = _words(one, language)
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in by),
        "title": f"{{{_latex(part or title)}}}",
        **({"booktitle": f"{{{_latex(title)}}}"} if part else {}),
        "year": str(one.year),
        "version": _latex(one.version),
        "howpublished": f"Data package {_latex(one.key)}",
        "url": quote(address, safe=_IN_ADDRESS) if address else ADDRESS.of(language),
        "urldate": ACCESSED.of(language),
        "note": _latex(one.licence),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{one.key},\n{body}\n}}\n"


def ris(one: Cited, language: str, address: str = "") -> str:
    """Give the RIS record: a line a field, so that no value may hold a line break."""
    by, title, part = _words(one, language)
    lines = [
        ("TY", "DATA"),
        *(("AU", name) for name in by),
        ("TI", part or title),
        *([("T2", title)] if part else []),
        ("PY", str(one.year)),
        ("ET", one.version),
        ("ID", one.key),
        ("UR", address or ADDRESS.of(language)),
        ("Y2", ACCESSED.of(language)),
        ("C1", one.licence),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in [*lines, ("ER", "")])


#: Forms that a reader can copy, by name.
FORMS: dict[str, Callable[[Cited, str, str], str]] = {
    "sentence": sentence,
    "bibtex": bibtex,
    "ris": ris,
}


def _words(one: Cited, language: str) -> tuple[list[str], str, str]:
    """Give authors, the package's title and the table's, each on one line."""
    by = [_line(one.publisher.of(language)), *map(_line, one.arranged_by)]
    return by, _line(one.title.of(language)), _line(one.part.of(language)) if one.part else ""


def _title(descriptor: Mapping[str, Any]) -> Bilingual:
    return Bilingual(str(descriptor["title"]), str(descriptor.get("title_en") or ""))


def _arranged_by(descriptor: Mapping[str, Any]) -> tuple[str, ...]:
    contributors = descriptor.get("contributors", ())
    return tuple(str(one["title"]) for one in contributors if "wrangler" in one["roles"])


def _line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _latex(text: str) -> str:
    return _LATEX_MARKS.sub(lambda mark: _LATEX[mark[0]], text)
