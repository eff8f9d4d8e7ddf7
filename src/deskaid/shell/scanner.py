"""A circulation desk has a barcode scanner plugged in that types.

Fourteen digits and Enter arrive in a few milliseconds (research/desk.md 0.3). Such a burst is a
patron's card: it must fire no shortcut, land in no note and start no search.
"""

from typing import Generic, TypeVar

Event = TypeVar("Event")

# Keys closer together than this come from a machine: 35 keys a second is past any typist,
# and a slow scanner sends one character in 10-20 ms.
BURST_GAP = 0.028
# Library codes are 14 digits; ISBNs 10 or 13. Fewer than this is a person typing.
BURST_DIGITS = 8
# A paste of this many digits and nothing else is a card; 11 may be a phone number.
CARD_DIGITS = 13
# How long a digit is held back to see whether a burst follows; a person does not notice 60 ms.
HOLD = 0.06


def is_card_number(text: str) -> bool:
    """Tell whether a whole paste is what a scanner types: digits alone, too many for a phone."""
    digits = text.strip()
    return len(digits) >= CARD_DIGITS and digits.isdigit()


class ScannerGuard(Generic[Event]):
    """Holds digits back for `HOLD` seconds and drops the run when it proves to be a scan."""

    def __init__(self) -> None:
        self.held: list[Event] = []
        self.last = 0.0
        self.swallowing = False

    def feed(self, event: Event, key: str, time: float) -> tuple[list[Event], bool]:
        """Take one key pressed at ``time`` (seconds) and say what to deliver now.

        Returns the events to deliver, in order, and whether a scan was just dropped.
        """
        quick = time - self.last <= BURST_GAP
        self.last = time
        if self.swallowing and quick:
            if key == "enter":
                self.swallowing = False
            return [], False
        self.swallowing = False
        if len(key) == 1 and key.isdigit():
            if self.held and not quick:
                return self._release(event), False
            self.held.append(event)
            return [], False
        if quick and len(self.held) >= BURST_DIGITS:
            self.held.clear()
            self.swallowing = key != "enter"
            return [], True
        return [*self._take(), event], False

    def flush(self) -> tuple[list[Event], bool]:
        """Say what to deliver once `HOLD` has passed without another key.

        Returns like `feed`: a scanner without a final Enter is dropped here.
        """
        if len(self.held) >= BURST_DIGITS:
            self.held.clear()
            return [], True
        return self._take(), False

    def _release(self, event: Event) -> list[Event]:
        before = self._take()
        self.held.append(event)
        return before

    def _take(self) -> list[Event]:
        taken, self.held = self.held, []
        return taken
