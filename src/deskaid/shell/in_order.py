"""Keys one after the other: what is typed ahead goes to the room that the key before it opens.

Textual hands a key to the widget in focus and takes up the next one at once. What the first one
opens is there some messages later. Keys that come together (a slow line to a far computer, a
machine that was busy) would be obeyed by the room that is being left, where letters are commands:
`N` and a passphrase typed ahead would lose its first letters, or worse.
"""

import asyncio
from collections import deque
from time import monotonic
from weakref import ref

from textual import events
from textual.message_pump import MessagePump
from textual.widgets import Input

from deskaid.shell.theme import ThemedApp

# The way from the widget to the app is gone as often: behind the key, behind what its widget
# posts (a row was chosen), and behind what its room makes of that (open this card).
_ROUNDS = 3
_PATIENCE = 0.5  # seconds: a widget that is removed meanwhile passes nothing on
_LONG_AGO = 1.0  # seconds after which whatever a key opens is there
_EDITS = frozenset(("backspace", "delete", "left", "right", "home", "end", "ctrl+u", "ctrl+w"))

Typed = events.Key | events.Paste


class OrderedApp(ThemedApp):
    """An app in which no key overtakes what the key before it does."""

    def __init__(self, theme: str) -> None:
        super().__init__(theme)
        self._ahead: deque[Typed] | None = None  # typed ahead, while a key is being dealt with
        self._went_to: ref[MessagePump] | None = None  # its room may be left, and is let go then
        self._went = 0.0
        self._way = 0
        self._patience: asyncio.TimerHandle | None = None

    async def in_order(self, typed: Typed) -> None:
        """Hand ``typed`` over, once the key before it was dealt with."""
        if self._ahead is not None:
            self._ahead.append(typed)
        elif self._went_to is not None and monotonic() - self._went < _LONG_AGO:
            self._ahead = deque([typed])
            self._way += 1
            self._patience = asyncio.get_running_loop().call_later(
                _PATIENCE, self.call_later, self._go_on, self._way
            )
            self._follow(self._went_to() or self, self._way, _ROUNDS)
        else:
            await self._hand_over(typed)

    async def _hand_over(self, typed: Typed) -> None:
        to = self.focused or self.screen
        await super().on_event(typed)  # what works everywhere is obeyed in here
        writes = isinstance(typed, events.Paste) or typed.is_printable or typed.key in _EDITS
        opens = typed.is_forwarded and not (writes and _is_written_in(to))
        self._went_to, self._went = ref(to) if opens else None, monotonic()

    def _follow(self, node: MessagePump, way: int, rounds: int) -> None:
        """Queue up at ``node`` behind the key, and from there at every node above it."""
        if not node.call_later(self._passed, node, way, rounds):  # it is gone
            self.call_later(self._passed, self, way, rounds)

    async def _passed(self, node: MessagePump, way: int, rounds: int) -> None:
        if node is not self:
            self._follow(getattr(node, "parent", None) or self, way, rounds)
        elif rounds > 1 and way == self._way:
            self._follow(self.focused or self.screen, way, rounds - 1)
        else:
            await self._go_on(way)

    async def _go_on(self, way: int) -> None:
        """Hand over what was typed ahead; called in the app's own turn."""
        if self._ahead is None or way != self._way:
            return
        if self._patience is not None:
            self._patience.cancel()
        ahead, self._ahead, self._went_to = self._ahead, None, None
        while ahead:
            await self.in_order(ahead.popleft())


def _is_written_in(node: MessagePump) -> bool:
    """Tell whether keys that write or erase stay in ``node`` and open nothing."""
    return isinstance(node, Input) or hasattr(node, "document")  # a text area, not loaded for this
