"""Worker processes that can be ended: one document that hangs or crashes ends only its own."""

from __future__ import annotations

import contextlib
import os
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

T = TypeVar("T")
R = TypeVar("R")


class OverTimeError(Exception):
    """The task took longer than it may; its worker was ended."""


class EndedError(Exception):
    """The worker came to an end before its task did."""


class Lane:
    """A line of tasks with one worker process at a time, begun again after it was ended.

    A new process starts afresh (``spawn``): forking a program that runs threads can hang.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._stopped = False
        self._pool: ProcessPoolExecutor | None = None
        self._pid = 0

    def call(self, seconds: float | None, function: Callable[..., R], *arguments: object) -> R:
        """Run a function in the worker, for so many seconds at most.

        Raises :class:`OverTimeError`, :class:`EndedError`, and what the function raises.
        """
        try:
            future = self._worker().submit(function, *arguments)
            try:
                return future.result(seconds)
            except TimeoutError:
                if future.done():
                    raise  # the function's own
                self.end()
                raise OverTimeError from None
        except BrokenExecutor as error:
            self.end()
            raise EndedError from error

    def _worker(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._stopped:
                raise EndedError
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), _leave_to_parent)
                self._pid = self._pool.submit(os.getpid).result()
            return self._pool

    def end(self) -> None:
        """End the worker, whatever it does."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """End the worker for good."""
        self._stopped = True
        self.end()


class Lanes(Generic[T, R]):
    """So many lanes, over which a function of a lane and an item is mapped in order."""

    def __init__(self, count: int, function: Callable[[Lane, T], R]) -> None:
        self._lanes = [Lane() for _ in range(count)]
        self._free: SimpleQueue[Lane] = SimpleQueue()
        for lane in self._lanes:
            self._free.put(lane)
        self._function = function

    def map(self, items: Iterable[T]) -> Generator[R]:
        """Give each item's result, in the order of the items; ends every worker when left."""
        threads = ThreadPoolExecutor(len(self._lanes))
        try:
            yield from threads.map(self._on_a_lane, items)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for lane in self._lanes:
                lane.stop()
            threads.shutdown()

    def _on_a_lane(self, item: T) -> R:
        lane = self._free.get()
        try:
            return self._function(lane, item)
        finally:
            self._free.put(lane)


def _leave_to_parent() -> None:
    """Leave Ctrl-C to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
