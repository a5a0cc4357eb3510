"""A table that prints no unit of money: taken from an equal total and said so, or set aside."""

from __future__ import annotations

import pytest

from yusuan.package.descriptor import resource_descriptor
from yusuan.read import document_from
from yusuan.tidy import Disclosure, tidy_document

HEAD = "<h1>云溪市教育局 2024 年部门预算</h1>"
ROWS = "<tr><td>科目编码<td>科目名称<td>合计</tr><tr><td><td>合计<td>{0}</tr><tr><td>205<td>教育支出<td>{0}</tr>"
UNIT = "<p>单位：云溪市教育局</p>"


def page(other: str) -> Disclosure:
    """Read a page of two tables, the second without a unit of money."""
    first = f"<h3>支出总表</h3>{UNIT}<p>单位：万元</p><table>{ROWS.format('12.30')}</table>"
    second = f"<h3>一般公共预算支出表</h3>{UNIT}<table>{ROWS.format(other)}</table>"
    return tidy_document(document_from("page", f"<html><body>{HEAD}{first}{second}".encode()))


def test_a_unit_taken_from_an_equal_total_is_marked() -> None:
    """The unit of the table with the very same total is taken, and the resource says so."""
    tables = page("12.30").tables
    taken = resource_descriptor(tables["general-public-budget-expenditure"], b"")
    assert (taken["money_unit"], taken["money_unit_inferred"]) == ("万元", True)
    assert "money_unit_inferred" not in resource_descriptor(tables["expenditure-summary"], b"")


@pytest.mark.parametrize("other", ["12.31", "123000"])
def test_a_table_without_a_unit_is_set_aside(other: str) -> None:
    """With no equal total, the table is not published but named as not understood."""
    found = page(other)
    assert not found.tables["general-public-budget-expenditure"].rows
    assert [table.title for table in found.not_understood] == ["一般公共预算支出表"]
