"""Makes files in parallel, in worker processes that each take the next order when done."""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Iterable, Iterator

from voice import faults
from voice.album.attempt import Outcome
from voice.album.order import Order
from voice.processes import start_worker

_LOOK = 0.2
"""Seconds between two checks of the workers."""

PATIENCE = 60.0
"""Seconds after which a process that is loading or gives no sign of life is killed."""

_SOFTLY = 10.0
"""Seconds for a process that was asked to end; removing its partial files takes about 100 ms."""


class _Hand:
    """A worker process and the time since its last sign of life.

    Attributes:
        process: The process.
        busy: Whether it works on an order.
        looks: Checks since its last sign of life.
    """

    def __init__(self) -> None:
        self.process = start_worker("voice.album.worker")
        self.busy = False
        self.looks = 0


class Crew:
    """Worker processes; `close` ends them even in the middle of an order."""

    def __init__(self, orders: Iterable[Order], count: int, patience: float = PATIENCE) -> None:
        """Start the processes.

        Args:
            orders: The orders, longest first.
            count: Number of processes.
            patience: Seconds without a sign of life after which a process is killed.
        """
        self._most_looks = patience / _LOOK
        self._waiting = deque(orders)
        self._left = len(self._waiting)
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._hands: list[_Hand] = []
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def outcomes(self) -> Iterator[Outcome]:
        """Yield one outcome for each order, as they finish."""
        while self._left:
            try:
                outcome = self._outcomes.get(timeout=_LOOK)
            except queue.Empty:  # a signal that came during another is handled only now
                self._end_the_silent()
                continue
            yield outcome
            self._left -= 1

    def close(self) -> None:
        """End every process, and wait until each has removed its partial files."""
        self._waiting.clear()
        with self._lock:
            self._closed = True
            if self._left:
                for hand in self._hands:
                    hand.process.terminate()
        for hand in self._hands:
            _await_end(hand.process)
        for thread in self._threads:
            thread.join()

    def _end_the_silent(self) -> None:
        """Kill processes that stopped or hang.

        Checks are counted, not seconds, which go on while this program is suspended.
        """
        for hand in self._hands:
            hand.looks += hand.busy
            if hand.busy and hand.looks > self._most_looks:
                hand.process.kill()

    def _work(self) -> None:
        """Hand out orders to a process, and start another if it dies."""
        hand: _Hand | None = None
        while (order := self._next()) is not None:
            outcome = None
            with faults.survived():
                hand = hand or self._started()
                outcome = hand and _exchange(hand, order)
            if outcome is None:
                hand = None
            self._outcomes.put(outcome or _lost(order))
        if hand is not None:
            _dismiss(hand.process)

    def _next(self) -> Order | None:
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def _started(self) -> _Hand | None:
        """Start a process; `None` after `close`, or if the system cannot start one."""
        with self._lock, contextlib.suppress(OSError):  # reported as a lost order
            if not self._closed:
                hand = _Hand()
                self._hands.append(hand)
                return hand
        return None


def _exchange(hand: _Hand, order: Order) -> Outcome | None:
    """Send an order and return its outcome; `None` if the process died."""
    stdin, stdout = hand.process.stdin, hand.process.stdout
    assert stdin is not None  # noqa: S101 - pipes were asked for
    assert stdout is not None  # noqa: S101
    outcome: Outcome | None = None
    hand.looks, hand.busy = 0, True
    try:
        pickle.dump(order, stdin)
        stdin.flush()
        while outcome is None:
            outcome = pickle.load(stdout)  # noqa: S301 - from our own process
            hand.looks = 0
    except Exception:  # noqa: BLE001 - a broken answer can raise anything
        _dismiss(hand.process)
        return None
    finally:
        hand.busy = False
    return outcome


def _dismiss(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # unsent bytes to a dead process
                pipe.close()
    _await_end(process)


def _await_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_SOFTLY)
    except subprocess.TimeoutExpired:
        process.kill()


def _lost(order: Order) -> Outcome:
    title = order.recipe.script.title
    return Outcome(order, f"{title} could not be made: its worker stopped. Run the command again.")
