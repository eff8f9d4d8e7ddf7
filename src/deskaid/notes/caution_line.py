"""The row under a note that says what should not stand in it; the note is never in its way."""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

if TYPE_CHECKING:
    from deskaid.notes.cautions import Caution, CautionReader

# A word is judged when the hand rests, not in the middle of it.
IDLE = 0.5
_MOST = 6


class CautionLine(Static):
    """Shows the worst caution on what ``read`` returns, or ``otherwise``; `toggle` shows all.

    ``known`` are this library's own facts, which are no secret. As a ``checklist`` it shows every
    caution in a row of its own, and `toggle` the reasons.
    """

    def __init__(
        self,
        read: Callable[[], str],
        *,
        known: Iterable[str],
        otherwise: str,
        checklist: bool = False,
    ) -> None:
        super().__init__(f" {otherwise}", id="cautions", markup=False, classes="quiet")
        self._read = read
        self._known = tuple(known)
        self._otherwise = otherwise
        self._checklist = checklist
        self._reader: CautionReader | None = None
        self._met: list[Caution] = []
        self._timer: Timer | None = None
        self._touched = 0.0
        self.shows_all = False

    def touched(self) -> None:
        """Look again as soon as nothing is typed for `IDLE` seconds."""
        self._touched = monotonic()
        if self._timer is None:
            self._timer = self.set_timer(IDLE, self._rested)

    def _rested(self) -> None:
        rest = self._touched + IDLE - monotonic()
        self._timer = self.set_timer(rest, self._rested) if rest > 0.02 else None
        if self._timer is None:
            self.look()

    def look(self) -> None:
        """Look at the note now."""
        if self._reader is None:
            from deskaid.notes.cautions import CautionReader  # 12 ms the first key does without

            self._reader = CautionReader(self._known)
        self._met = self._reader.read(self._read())
        self._draw()

    def forget(self) -> None:
        """Keep nothing of the note."""
        self._reader, self._met = None, []
        self._draw()

    def toggle(self) -> None:
        """Show every caution with its reason, or the worst alone."""
        self.shows_all = not self.shows_all
        self.look()

    def _draw(self) -> None:
        self.set_class(not self._met, "quiet")
        self.update(Content(self._all() if self.shows_all else self._worst()))

    def _worst(self) -> str:
        if not self._met:
            return f" {self._otherwise}"
        if self._checklist:
            rows = [f" [ ] {met.line()}" for met in self._met[:_MOST]]
            left = len(self._met) - _MOST
            return "\n".join(rows) + (f"   {left} more" if left > 0 else "")
        more = len(self._met) - 1
        return f" {self._met[0].line()}   {f'{more} more: F6' if more else 'F6 why'}"

    def _all(self) -> str:
        if not self._met:
            return f" Nothing was met that should be left out.   F6 closes\n {self._otherwise}"
        rows = [f" {met.full()}" for met in self._met[:_MOST]]
        if len(self._met) > _MOST:
            rows.append(f" {len(self._met) - _MOST} more.")
        rows.append(" Only you decide: it is saved as it stands.   F6 closes")
        return "\n".join(rows)
