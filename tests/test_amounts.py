"""Amounts: read exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yusuan.amounts import (
    DASHES,
    MONEY_UNITS,
    Amount,
    NotAnAmountError,
    State,
    decimals,
    format_amount,
    is_amount,
    parse_amount,
)

AMOUNTS = st.decimals(
    min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=2
) | st.integers(-(10**15), 10**15).map(Decimal)
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
SPACES = st.text(" \u3000\xa0\t", max_size=3)


def same(text: str, value: Decimal) -> bool:
    """Whether a text reads as a value with the same digits."""
    read = parse_amount(text)
    return read.state is State.NUMBER and str(read.value) == str(value)


@given(AMOUNTS)
def test_a_plain_number_keeps_value_and_digits(value: Decimal) -> None:
    """A number printed plainly reads back with every digit it had."""
    assert same(f"{value:f}", value)
    assert format_amount(value) == f"{value:f}"


@given(AMOUNTS)
def test_thousands_separators_change_nothing(value: Decimal) -> None:
    """A number printed with separators is the number printed without."""
    assert same(f"{value:,f}", value)


@given(AMOUNTS, SPACES, SPACES)
def test_full_width_digits_and_space_around_change_nothing(
    value: Decimal, before: str, behind: str
) -> None:
    """Full-width digits, points and commas are read as plain ones, blanks around are dropped."""
    assert same(before + f"{value:,f}".translate(WIDE) + behind, value)


@given(st.text(max_size=12))
@example("12.3.4")
@example("1,23")
@example("12,345,6")
@example("(5)")
@example("1e5")
@example("5%")
@example("12²")
@example("3①")
@example("½")
@example("٣")
@example("一二")
@example("1 234")
@example("1_000")
@example("NaN")
@example("Infinity")
@example(".5")
@example("5.")
def test_what_is_not_plainly_a_number_never_reads_as_one(text: str) -> None:
    """No other text gives a number: not malformed groups, exponents, footnote marks or words."""
    wide = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | {ord("−"): "-"}
    plain = text.translate(wide).strip()
    number = re.fullmatch(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", plain)
    try:
        state = parse_amount(text).state
    except NotAnAmountError:
        state = None
    assert (state is State.NUMBER) == bool(number)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\t \xa0"])
def test_blank_is_blank(text: str) -> None:
    """An empty cell is blank: neither zero nor a dash."""
    assert parse_amount(text) == Amount(State.BLANK, None)


@pytest.mark.parametrize("text", [*sorted(DASHES), " - "])
def test_a_dash_is_a_dash(text: str) -> None:
    """A dash is neither blank nor zero."""
    assert parse_amount(text) == Amount(State.DASH, None)


@pytest.mark.parametrize("text", ["0", "0.00", "０．００"])
def test_zero_is_a_number(text: str) -> None:
    """A printed zero is a number, with the zeros it was printed with."""
    read = parse_amount(text)
    assert read.state is State.NUMBER
    assert read.value is not None
    assert read.value == 0
    assert decimals(read.value) == (0 if text == "0" else 2)


@pytest.mark.parametrize(
    ("text", "is_one"), [("-", True), ("", True), ("1,234", True), ("x", False)]
)
def test_is_amount_takes_every_state(text: str, *, is_one: bool) -> None:
    """Blank, dash and number are what an amount's cell may hold."""
    assert is_amount(text) is is_one


def test_a_minus_sign_is_a_minus() -> None:
    """The typographic minus reads as the plain one."""
    assert parse_amount("−3.50").value == Decimal("-3.50")


def test_the_units_of_money_are_multiples_of_the_yuan() -> None:
    """Each unit of money is an exact number of yuan."""
    assert MONEY_UNITS["元"] == 1
    assert MONEY_UNITS["万元"] == 10_000
    assert all(value == value.to_integral_value() for value in MONEY_UNITS.values())
