"""Work for several processes, given out in order; in this one where there is little of it.

Tasks are plain data and functions are importable and pure but for the files they write, so the
answers are the same however many work on them.
"""

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Event

Task = TypeVar("Task")
Answer = TypeVar("Answer")

MOST_PROCESSES = 3
"""Where this one works as hard as they do; memory is to stay under 150 MB."""
_MOST_WHILE_WAITING = 4
"""Where this one mostly waits for them."""
WORTH_IT = 8 * 1024**2
"""Bytes of a directory below which starting processes costs more than they save."""
_AHEAD = 1  # tasks given out per process beyond the one it works on
_PRELOADED = ("deskaid.referrals.importing.batches", "deskaid.referrals.importing.table_rows")
_LOOK_EVERY = 0.5  # seconds
_RARELY = (100_000, 20, 20)
"""When to look for cycles: rows come and go without any, and looking took a tenth of the time."""


def processes_for(size: int, *, waiting: bool = False) -> int:
    """Return how many processes to start for a directory of ``size`` bytes; 0 for none.

    While they work this process has little to do when ``waiting``: they may use every core.
    DESKAID_PROCESSES says another number, for machines where this goes wrong; 1 means none.
    """
    told = os.environ.get("DESKAID_PROCESSES", "")
    if told.isdigit():
        return int(told) if int(told) > 1 else 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if size < WORTH_IT or not cores or cores < 2:
        return 0
    if waiting:
        return min(cores, _MOST_WHILE_WAITING)
    return max(2, min(cores - 1, MOST_PROCESSES))


class Crew:
    """Processes that do tasks, to be entered; with ``processes`` 0 everything is done here.

    When they cannot be started, or one is killed, this process does what is left. They end with
    this one, whatever ends it, and leave Ctrl+C to it.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._stop: Event | None = None
        self._threshold = gc.get_threshold()

    def __enter__(self) -> "Crew":
        self._threshold = gc.get_threshold()
        gc.set_threshold(*_RARELY)
        if self._processes:
            context = _context()
            try:
                self._stop = context.Event()
                self._pool = ProcessPoolExecutor(
                    self._processes, context, initializer=_begin, initargs=(self._stop,)
                )
            except (OSError, ImportError, NotImplementedError):  # no semaphores on this system
                self._pool = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            if kind is not None and self._stop is not None:
                self._stop.set()  # a long task would be waited for otherwise
            self._pool.shutdown(wait=True, cancel_futures=True)
        gc.set_threshold(*self._threshold)

    @property
    def alone(self) -> bool:
        """Whether this process does everything."""
        return self._pool is None

    def map(
        self, function: Callable[[Task], Answer], tasks: Iterable[Task], *, ahead: int = 0
    ) -> Iterator[Answer]:
        """Yield the answer to each of ``tasks``, in their order, a few worked on ahead.

        ``ahead`` gives out that many at least. Raises what ``function`` raises.
        """
        if self._pool is None:
            yield from map(function, tasks)
            return
        waiting: deque[tuple[Task, Future[Answer] | None]] = deque()
        for task in tasks:
            waiting.append((task, self._given(function, task)))
            if len(waiting) > max(self._processes * (1 + _AHEAD), ahead):
                yield self._answer(function, *waiting.popleft())
        while waiting:
            yield self._answer(function, *waiting.popleft())

    def begin(self, function: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        """Give out all of ``tasks`` at once; return the answers to come, in their order."""
        waiting = [(task, self._given(function, task)) for task in tasks]
        return (self._answer(function, task, given) for task, given in waiting)

    def _given(self, function: Callable[[Task], Answer], task: Task) -> "Future[Answer] | None":
        try:
            return self._pool.submit(function, task) if self._pool is not None else None
        except (BrokenProcessPool, OSError):
            return None

    def _answer(
        self, function: Callable[[Task], Answer], task: Task, given: "Future[Answer] | None"
    ) -> Answer:
        if given is not None:
            try:
                return given.result()
            except BrokenProcessPool:  # killed, perhaps for want of memory
                pass
        return function(task)


def _context() -> "BaseContext":
    """Return the way to start processes that works beside threads.

    On Linux one process loads what tasks need, and the others are its copies: they are there at
    once, and share its memory. "spawn" works everywhere.
    """
    from multiprocessing import get_context

    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


def _begin(stop: "Event") -> None:
    """Make a process one that ends with its parent and leaves Ctrl+C to it."""
    from threading import Thread

    gc.freeze()
    gc.set_threshold(*_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_watch, args=(stop,), daemon=True).start()


def _watch(stop: "Event") -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    while not stop.wait(_LOOK_EVERY) and parent is not None and parent.is_alive():
        pass
    os._exit(1)
