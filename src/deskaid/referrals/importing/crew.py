"""Work for several processes, given out in order; in this one where there is little of it.

Tasks are plain data and functions are importable and pure but for the files they write, so the
answers are the same however many work on them.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

Task = TypeVar("Task")
Answer = TypeVar("Answer")

MOST_PROCESSES = 3
"""Beside this one: more would wait for it to write, and memory is to stay under 150 MB."""
WORTH_IT = 8 * 1024**2
"""Bytes of a directory below which starting processes costs more than they save."""
_AHEAD = 1  # tasks given out per process beyond the one it works on
_LOOK_EVERY = 0.5  # seconds


def processes_for(size: int) -> int:
    """Return how many processes to start for a directory of ``size`` bytes; 0 for none.

    DESKAID_PROCESSES says another number, for machines where this goes wrong; 1 means none.
    """
    told = os.environ.get("DESKAID_PROCESSES", "")
    if told.isdigit():
        return int(told) if int(told) > 1 else 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if size < WORTH_IT or not cores or cores < 2:
        return 0
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

    def __enter__(self) -> "Crew":
        if self._processes:
            # "spawn" is the one way that works on every system and beside threads.
            from multiprocessing import get_context

            context = get_context("spawn")
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


def _begin(stop: "Event") -> None:
    """Make a process one that ends with its parent and leaves Ctrl+C to it."""
    import gc
    from threading import Thread

    # Rows come and go without cycles; looking for some took a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_watch, args=(stop,), daemon=True).start()


def _watch(stop: "Event") -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    while not stop.wait(_LOOK_EVERY) and parent is not None and parent.is_alive():
        pass
    os._exit(1)
