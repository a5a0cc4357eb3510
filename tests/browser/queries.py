"""What people type into the search, and what has to come of it, by language.

``first``: the beginning of an address that has to be among the first three results.
``never``: a beginning that no result may have.
"""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """A query: where it must lead, and where it must not."""

    words: str
    first: str = ""
    never: str = ""


QUERIES: dict[str, list[Query]] = {
    "zh": [
        # a code by its name, whole, in part, and by its number
        Query("住房公积金", first="classification/function/221/#2210201"),
        Query("公积金", first="classification/economic/301/#30113"),
        Query("2080505", first="classification/function/208/#2080505"),
        Query("30201", first="classification/economic/302/#30201"),
        Query("因公出国", first="classification/economic/302/"),
        # what a name holds together is not found in its pieces
        Query("住房公积金", never="classification/economic/310/"),
        # a table by what documents call it
        Query("收支总表", first="dictionary/revenue-expenditure-summary/"),
        Query("三公经费", first="dictionary/three-public-expenses/"),
        # a unit by its name, by a part of it, with a year, with what one looks for there
        Query("临江区教育局", first="units/lin-jiang-qu-jiao-yu-ju/"),
        Query("教育局", first="units/lin-jiang-qu-jiao-yu-ju/"),
        Query("临江区教育局 2024", first="units/lin-jiang-qu-jiao-yu-ju/2024-budget/"),
        Query("临江区教育局 三公", first="units/lin-jiang-qu-jiao-yu-ju/"),
        # pages written by hand
        Query("怎样引用", first="cite/"),
        Query("尾差", first="method/"),
        # nothing of tables' cells, and nothing of what is not there
        Query("783.16", never="units/"),
        Query("火星殖民地", never="units/"),
    ],
    "en": [
        Query("housing provident fund", first="classification/function/221/#2210201"),
        Query("住房公积金", first="classification/function/221/#2210201"),
        Query("2080505", first="classification/function/208/#2080505"),
        Query("pensions", first="classification/function/208/"),
        Query("revenue and expenditure", first="dictionary/"),
        Query("three public expenses", first="dictionary/"),
        Query("临江区教育局", first="units/lin-jiang-qu-jiao-yu-ju/"),
        Query("how to cite", first="cite/"),
        Query("rounding", first="findings/"),
        Query("783.16", never="units/"),
        Query("martian colonies", never="units/"),
    ],
}
