"""Findings as a resource of the package: one row for each trial whose two sides differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.tidy.rows import DERIVED, EMPTY, TidyRow, TidyTable, numbered

if TYPE_CHECKING:
    from yusuan.audit import Audit
    from yusuan.audit.trial import Trial

#: Name of the resource.
FINDINGS_TABLE = "findings"


def findings_table(audit: Audit) -> TidyTable:
    """Give the findings of an audit as a table, in the order of the checks."""
    kind = table_kinds()[FINDINGS_TABLE]
    rows = numbered([_row(trial) for trial in audit.findings])
    status = DERIVED if rows else EMPTY
    return TidyTable(kind, rows, status=status, announced=False)


def _row(trial: Trial) -> TidyRow:
    message = trial.message
    return TidyRow(
        {
            "finding": trial.name,
            "check": trial.identity.address,
            "severity": str(trial.outcome),
            "table": trial.resource,
            "table_row": trial.row,
            "row_key": None if trial.key == "-" else trial.key,
            "column": trial.measure,
            "printed": trial.printed,
            "computed": trial.computed,
            "difference": trial.difference,
            "tolerance": trial.tolerance,
            "measured_in": trial.money_unit,
            "printed_text": trial.printed_text,
            "computed_text": trial.computed_text,
            "places": trial.place or None,
            "other_table": trial.other_resource,
            "other_places": "|".join(trial.other_places) or None,
            "message": message.zh,
            "message_en": message.en,
        },
        "",
    )
