"""Covering, sealing, ending: what is typed is safe before the screen, or the process, goes."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from deskaid.desk import Desk
from deskaid.errors import DeskaidError
from deskaid.launcher import DESERTED, LOCKED, SUSPENDED
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom
from deskaid.shell.keyed import KeyedApp
from deskaid.shell.room import Room

_RETRY_SEALING = 3.0  # seconds between tries when a note could not be written
# 911 and the crisis lines are one key away even then.
_BEHIND_THE_CURTAIN = ("curtain", "urgent", "lock", "quit")


class CoveredApp(KeyedApp):
    """An app with Home at the bottom, a curtain over everything, and an end that seals first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: list[Callable[[], None]] = []
        self._ending: int | None = None  # the exit code, once an end was asked for
        self._retry: Timer | None = None

    @property
    def is_covered(self) -> bool:
        """Whether the curtain is down; nothing may be shown over it."""
        return isinstance(self.screen, Curtain)

    def is_allowed(self, command_id: str) -> bool:
        """Allow little behind the curtain."""
        return not self.is_covered or command_id in _BEHIND_THE_CURTAIN

    @property
    def home(self) -> HomeRoom:
        """The screen at the bottom of the stack."""
        bottom = self.screen_stack[0]
        assert isinstance(bottom, HomeRoom)  # noqa: S101 - get_default_screen made it
        return bottom

    def forget_keys(self) -> None:
        """Drop whatever opens notes, as far as this process can."""

    async def do_curtain(self) -> None:
        """Cover the screen at once; uncover to Home, never to the note."""
        if not self.is_covered:
            self.cover()
            self.call_after_refresh(self.seal_all)
            return
        if self._ending is not None:
            if self._retry is None:
                return  # it is about to end: too late to look
            self._ending = None  # a sealed note waits for room; the desk is needed meanwhile
        farewells = [room.farewell() for room in self.screen_stack if isinstance(room, Room)]
        if await self.pop_to_home():
            if self._held:
                # Home says it for as long as it lasts.
                self.call_later(self.clear_notifications)
            self.home.clear()
            for farewell in filter(None, farewells):
                self.notify(farewell, timeout=4)
        else:  # it can be neither written nor sealed: better seen than lost
            await self.pop_screen()

    def do_lock(self) -> None:
        """Cover, seal, and end the process that held a key; the launcher starts a clean one."""
        self.end(LOCKED)

    def do_quit(self) -> None:
        """Cover, seal and leave."""
        self.end(0)

    def cover(self, note: str = "") -> None:
        """Draw the opaque curtain over everything."""
        if isinstance(self.screen, Curtain):
            self.screen.say(note or self.screen.note)
            return
        self.clear_notifications()
        self.push_screen(Curtain(note))

    def seal_all(self) -> bool:
        """Seal what is being typed in any room; return False when one could not be saved."""
        return all(self.seal_one(screen) for screen in list(self.screen_stack))

    def seal_one(self, screen: Screen[Any]) -> bool:
        """Seal what is being typed in ``screen``; return False when it could not be saved."""
        if isinstance(screen, Room):
            try:
                screen.seal()
            except DeskaidError as error:
                self.tell(error)
                return False
        return True

    def save_what_is_typed(self) -> None:
        """Seal it before a fault ends the program."""
        self.seal_all()

    def end(self, code: int) -> None:
        """Cover the screen, then seal and end with ``code``; stay covered if sealing fails."""
        self.cover("Locked" if code in (LOCKED, SUSPENDED, DESERTED) else "")
        asked_before, self._ending = self._ending is not None, code
        if not asked_before:
            if self._retry is not None:
                self._retry.stop()
            self._retry = None
            self.call_after_refresh(self._end_sealed)

    def _end_sealed(self) -> None:
        if self._ending is None:
            return
        put_away = self._put_away()
        if put_away and self.write_held():
            self.exit(self._ending, return_code=self._ending)
            return
        # A full disk: only ciphertext is left here, behind the curtain, until it can be written.
        if put_away:
            self.forget_keys()
        self.call_later(self.clear_notifications)
        if isinstance(self.screen, Curtain):
            self.screen.say("Locked. A sealed note waits for room on the disk.")
        self._try_again(self._end_sealed)

    def _put_away(self) -> bool:
        """Seal what is typed, in memory alone where it cannot be written.

        Returns False when not even that could be done; the words are still on their page then.
        """
        if self.seal_all():
            return True
        for screen in self.screen_stack:
            if isinstance(screen, Room):
                try:
                    write = screen.hold_sealed()
                except DeskaidError as error:
                    self.tell(error)
                    return False
                if write is not None:
                    self._held.append(write)
        return True

    def write_held(self) -> bool:
        """Write what could only be sealed in memory; return whether nothing is left of it."""
        self._held = [write for write in self._held if not _written(write)]
        return not self._held

    def _write_held_later(self) -> None:
        if self._ending is not None:
            return
        if self.write_held():
            self.home.tick()
        else:
            self._try_again(self._write_held_later)

    def _try_again(self, what: Callable[[], None]) -> None:
        if self._retry is not None:
            self._retry.stop()
        self._retry = self.set_timer(_RETRY_SEALING, what)

    def notify(self, message: str, **how: Any) -> None:
        """Show one message, never read as markup."""
        super().notify(message, **{"markup": False, **how})

    def on_notify(self) -> None:
        """Let a message take the place of the one before, so that they never pile up.

        Textual calls this before its own handler, which shows the new one.
        """
        self.clear_notifications()

    def tell(self, error: DeskaidError) -> None:
        """Show what happened and what to do next."""
        self.notify(error.hint, title=error.message, severity="warning", markup=False, timeout=12)

    async def pop_to_home(self) -> bool:
        """Leave every room for Home, without a frame of what lies between.

        Returns False, and stays, when something typed could not even be sealed in memory.
        """
        if not self._put_away():
            return False
        if self._held:
            self._try_again(self._write_held_later)
        self._clipboard = ""  # what was cut from a note is not for the next box
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()
        return True

    def tick(self) -> None:
        """Move the clock on; called once a minute."""
        for screen in self.screen_stack:
            if isinstance(screen, Room | Curtain):
                screen.tick()


def _written(write: Callable[[], None]) -> bool:
    try:
        write()
    except DeskaidError:  # still no room: tried again in a moment, and said on the curtain
        return False
    return True
