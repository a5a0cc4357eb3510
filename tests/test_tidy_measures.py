"""Tables of measures: one printed row, one row a measure."""

from __future__ import annotations

import pytest

from invented import disclosed, table
from yusuan.errors import InputRefusedError

HEADER = "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n||小计|公务用车购置费|公务用车运行费|\n"


def test_a_blank_and_a_dash_stay_apart() -> None:
    """Each measure keeps whether it was printed blank, as a dash or as zero."""
    text = table("三公经费支出表", HEADER + "3.00||3.00|0.00|3.00|--")
    rows = {
        row.values["measure"]: row for row in disclosed(text).tables["three-public-expenses"].rows
    }
    assert rows["abroad"].raw == {}
    assert rows["reception"].raw == {"amount": "--"}
    assert str(rows["vehicle_purchase"].amount("amount")) == "0.00"


def test_the_hierarchy_is_total_vehicles_and_their_parts() -> None:
    """Purchase and running add up into vehicles, and vehicles into the total."""
    text = table("三公经费支出表", HEADER + "6|1|3|1|2|2")
    rows = disclosed(text).tables["three-public-expenses"].rows
    assert [row.values["parent_row"] for row in rows] == [None, 1, 1, 3, 3, 1]


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        ("1|0|1|0|1|0\n1|0|1|0|1|0", "不止一行"),
        ("1|0|x|0|1|0", "“x”不是数字"),
        ("1|0|1|0|1", "有 5 格"),
        ("1|0|1|0|1|0|0", "有 7 格"),
    ],
)
def test_what_is_not_one_row_of_amounts_is_refused(rows: str, zh: str) -> None:
    """A second row, a word, a lost or an extra cell is refused with the table's name."""
    with pytest.raises(InputRefusedError, match=zh) as caught:
        disclosed(table("三公经费支出表", HEADER + rows))
    assert "三公经费支出表" in str(caught.value)
