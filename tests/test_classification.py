"""What the codes mean: a plain sentence in each language that says more than the title does."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from yusuan.classification import FILES, reference

#: Words of a title or a note that say nothing about what is paid for.
EMPTY = {
    "zh": set("的用于支出和等钱经费花"),
    "en": {"the", "of", "and", "for", "to", "in", "by", "out", "a", "with", "on"},
}
NEW = {"zh": 4, "en": 2}


def words(text: str, language: str) -> list[str]:
    """Characters of a Chinese text, words of an English one."""
    pattern = r"\w" if language == "zh" else r"\w+"
    return re.findall(pattern, text.lower())


def adds_nothing(title: str, note: str, language: str) -> bool:
    """Whether a note says hardly anything that the title does not."""
    known = set(words(title, language)) | EMPTY[language]
    return len([word for word in words(note, language) if word not in known]) < NEW[language]


@pytest.mark.parametrize("classification", FILES)
def test_codes_of_published_documents_classes_and_groups_are_explained(classification: str) -> None:
    """No reader of a page meets a code in it that nobody explains."""
    missing = [
        code.code
        for code in reference(classification).values()
        if code.note is None and (code.met or code.level < 3)
    ]
    assert not missing


@pytest.mark.parametrize("classification", FILES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_is_one_short_sentence_of_its_language(classification: str, language: str) -> None:
    """Both languages or neither; short enough for a phone; each in its own script."""
    for code in reference(classification).values():
        if code.note is None:
            continue
        note = getattr(code.note, language)
        assert note.endswith("。" if language == "zh" else "."), code.code
        limit = 60 if language == "zh" else 30
        assert len(note if language == "zh" else note.split()) <= limit, code.code
        assert bool(re.search(r"[㐀-鿿]", note)) is (language == "zh"), code.code


@pytest.mark.parametrize("classification", FILES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_says_more_than_its_title(classification: str, language: str) -> None:
    """A note that only turns the title round explains nothing."""
    idle = [
        code.code
        for code in reference(classification).values()
        if code.note
        and adds_nothing(getattr(code.title, language), getattr(code.note, language), language)
    ]
    assert not idle


@pytest.mark.parametrize(
    ("title", "note", "language"),
    [
        ("住房公积金", "用于住房公积金的支出。", "zh"),
        ("Coal reserves", "For the reserves of coal.", "en"),
    ],
)
def test_a_title_turned_round_is_noticed(title: str, note: str, language: str) -> None:
    """The gate of notes that add nothing does hold one."""
    assert adds_nothing(title, note, language)


@pytest.mark.parametrize("classification", FILES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_codes_of_other_names_have_other_notes(classification: str, language: str) -> None:
    """Beside each other, codes that are called differently are explained differently."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for code in reference(classification).values():
        if code.note:
            said.setdefault((code.parent, getattr(code.note, language)), set()).add(code.title.zh)
    assert not {key: titles for key, titles in said.items() if len(titles) > 1}


@pytest.mark.parametrize("classification", FILES)
def test_a_code_that_a_note_speaks_of_exists(classification: str) -> None:
    """A reader who is sent to another code finds it."""
    known = {code for name in FILES for code in reference(name)}
    for code in reference(classification).values():
        if code.note:
            for named in re.findall(r"(?<!\d)\d{3}(?:\d{2}){0,2}(?!\d)", " ".join(code.note)):
                assert named in known or named == "120", (code.code, named)


@pytest.mark.parametrize("classification", FILES)
def test_names_of_one_title_are_translated_alike(classification: str) -> None:
    """The same Chinese name has the same English name, whichever group it stands in."""
    titles: dict[str, Counter[str]] = {}
    for code in reference(classification).values():
        titles.setdefault(code.title.zh, Counter())[code.title.en] += 1
    assert not {name: found for name, found in titles.items() if len(found) > 1}


@pytest.mark.parametrize("classification", FILES)
def test_a_note_sends_nobody_to_where_they_are(classification: str) -> None:
    """A note names other codes to tell them apart, never its own."""
    for code in reference(classification).values():
        if code.note:
            assert not re.search(rf"(?<!\d){code.code}(?!\d)", code.note.zh), code.code
