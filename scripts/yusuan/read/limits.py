"""How much of a document a reader takes on before it refuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each thing that one document may have.

    No disclosure known comes near these; what goes over them is an attack, an accident or no
    disclosure. ``seconds`` is time in one reader by the clock.
    """

    pages: int = 1_000
    cells: int = 2_000_000
    characters: int = 100_000
    """Characters on one page."""
    expanded_bytes: int = 500_000_000
    """Size of an archive's content (xlsx, docx) once unpacked."""
    seconds: float = 120.0


#: The limits that hold unless others are asked for.
LIMITS = Limits()
