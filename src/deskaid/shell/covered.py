"""Covering, sealing, ending: what is typed is safe before the screen, or the process, goes."""

from collections.abc import Callable

from deskaid.desk import Desk
from deskaid.errors import DeskaidError
from deskaid.launcher import LOCKED, SUSPENDED
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom
from deskaid.shell.keyed import KeyedApp
from deskaid.shell.room import Room

_RETRY_SEALING = 5.0  # seconds between tries when a note could not be written
_BEHIND_THE_CURTAIN = ("curtain", "lock", "quit")


class CoveredApp(KeyedApp):
    """An app with Home at the bottom, a curtain over everything, and an end that seals first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: list[Callable[[], None]] = []

    def is_allowed(self, command_id: str) -> bool:
        """Allow nothing while a sealed note waits for room, and little behind the curtain."""
        if self._held:
            return False
        return not isinstance(self.screen, Curtain) or command_id in _BEHIND_THE_CURTAIN

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
        if isinstance(self.screen, Curtain):
            await self.pop_to_home()
            self.home.clear()
            return
        self.cover()
        self.call_after_refresh(self.seal_all)

    def do_lock(self) -> None:
        """Cover, seal, and end the process that held a key; the launcher starts a clean one."""
        self.end(LOCKED)

    def do_quit(self) -> None:
        """Cover, seal and leave."""
        self.end(0)

    def cover(self, note: str = "") -> None:
        """Draw the opaque curtain over everything."""
        if not isinstance(self.screen, Curtain):
            self.clear_notifications()
            self.push_screen(Curtain(note))

    def seal_all(self) -> bool:
        """Seal what is being typed in any room; return False when one could not be saved."""
        for screen in list(self.screen_stack):
            if isinstance(screen, Room):
                try:
                    screen.seal()
                except DeskaidError as error:
                    self.tell(error)
                    return False
        return True

    def end(self, code: int) -> None:
        """Cover the screen, then seal and end with ``code``; stay covered if sealing fails."""
        self.cover("Locked" if code in (LOCKED, SUSPENDED) else "")
        self.call_after_refresh(self._end_sealed, code)

    def _end_sealed(self, code: int) -> None:
        if not self.seal_all():
            self._hold_sealed()
        if self._write_held():
            self.exit(code, return_code=code)
            return
        # A full disk: only ciphertext is left here, behind the curtain, until it can be written.
        self.clear_notifications()
        if isinstance(self.screen, Curtain):
            self.screen.say("Locked. A sealed note waits for room on the disk.")
        self.set_timer(_RETRY_SEALING, lambda: self._end_sealed(code))

    def _hold_sealed(self) -> None:
        """Keep what could not be written as ciphertext, and drop keys and words."""
        for screen in self.screen_stack:
            if isinstance(screen, Room):
                try:
                    write = screen.hold_sealed()
                except DeskaidError:  # not even in memory: try the whole note again, covered
                    write = screen.seal
                if write is not None:
                    self._held.append(write)
        self.forget_keys()

    def _write_held(self) -> bool:
        while self._held:
            try:
                self._held[0]()
            except DeskaidError:  # still no room: tried again in a moment, and said on the curtain
                return False
            del self._held[0]
        return True

    def tell(self, error: DeskaidError) -> None:
        """Show what happened and what to do next."""
        self.notify(error.hint, title=error.message, severity="warning", markup=False, timeout=12)

    async def pop_to_home(self) -> None:
        """Leave every room for Home."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def tick(self) -> None:
        """Move the clock on; called once a minute."""
        for screen in self.screen_stack:
            if isinstance(screen, Room | Curtain):
                screen.tick()
