"""What can go wrong, for people: what, where, what was expected, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``where`` names file, place, table and column as far as they are known, in the
    document's own words, and so needs no translation.
    """

    what: Bilingual
    where: str = ""
    expected: Bilingual | None = None
    todo: Bilingual | None = None

    def lines(self) -> list[str]:
        """Give the problem as lines for a terminal or a log."""
        head = f"{self.where}: " if self.where else ""
        found = [f"✗ {head}{self.what.zh}", f"  {self.what.en}"]
        if self.expected:
            found.append(f"  应为 expected: {self.expected}")
        if self.todo:
            found.append(f"  下一步 next: {self.todo}")
        return found


class YusuanError(Exception):
    """Base of every error that is told to people; carries all problems found together."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(line for p in self.problems for line in p.lines()))


class UsageError(YusuanError):
    """The command was called wrongly. Raised by the command line and by ``files``."""

    exit_code = 2


class InputRefusedError(YusuanError):
    """A document can't be read with certainty. Raised by read, recognise and tidy."""

    exit_code = 3


class PackageError(YusuanError):
    """A package on disk is broken. Raised by package, audit, publish and site."""


class CheckFailedError(YusuanError):
    """A check of the program itself failed on a package; no finding. Raised by audit."""

    def __init__(self, check: str, package: str) -> None:
        super().__init__(
            Problem(
                Bilingual(
                    f"程序在核对 {check} 时出错，这不是数据的问题",
                    f"the program failed in the check {check}; this is no fault of the data",
                ),
                package,
                todo=Bilingual("请报告这个错误", "please report this fault"),
            )
        )


class DictionaryError(YusuanError):
    """A schema or decisions file can't be used. Raised when it is loaded."""


class BuildError(YusuanError):
    """The site can't be built. Raised by site."""
