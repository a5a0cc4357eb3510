"""Refusals that readers share: a document is damaged, encrypted or over a limit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from yusuan.read.limits import Limits


def refused(name: str, zh: str, en: str, todo_zh: str, todo_en: str) -> InputRefusedError:
    """Make the error that refuses the file of that name, with what to do next."""
    return InputRefusedError(Problem(Bilingual(zh, en), name, todo=Bilingual(todo_zh, todo_en)))


def damaged(name: str, kind: str, error: BaseException | None = None) -> InputRefusedError:
    """Refuse a file that is cut off or damaged."""
    why = f" ({type(error).__name__})" if error is not None else ""
    return refused(
        name,
        f"{kind} 文件已损坏或不完整{why}",
        f"the {kind} file is damaged or incomplete{why}",
        "重新下载，或从原件重新保存",
        "download it again, or save it again from the original",
    )


def encrypted(name: str, kind: str) -> InputRefusedError:
    """Refuse a file that opens with a password only."""
    return refused(
        name,
        f"{kind} 文件已加密",
        f"the {kind} file is encrypted",
        "去掉密码后另存，再收录",
        "save it without its password and try again",
    )


def over(name: str, zh: str, en: str) -> InputRefusedError:
    """Refuse a file that goes over a limit; the texts state the limit."""
    return refused(
        name,
        f"超出上限：{zh}",
        f"over the limit: {en}",
        "确认文件无误后提高这项上限，或拆分文件",
        "raise this limit if the file is right, or split the file",
    )


class Budget:
    """What is left of the cells and the seconds that one document may take."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._cells = 0
        self._end = time.monotonic() + limits.seconds

    def spend(self, cells: int) -> None:
        """Count cells. Raises :class:`InputRefusedError` when a limit is hit."""
        self._cells += cells
        if self._cells > self._limits.cells:
            most = self._limits.cells
            raise over(self._name, f"最多 {most:,} 个单元格", f"{most:,} cells at most")
        if time.monotonic() > self._end:
            seconds = self._limits.seconds
            raise over(
                self._name, f"每份文件最多 {seconds:g} 秒", f"{seconds:g} seconds a document"
            )
