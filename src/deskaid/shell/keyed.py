"""Keys: every binding leads to one action, the room on top answers first, scans reach nothing."""

from collections.abc import Callable, Iterable, Mapping
from inspect import isawaitable
from time import monotonic

from textual import events
from textual.app import SystemCommand
from textual.screen import Screen

from deskaid.commands import COMMANDS, EVERYWHERE, Command
from deskaid.desk import Desk
from deskaid.shell.in_order import OrderedApp
from deskaid.shell.room import Room, bindings_for
from deskaid.shell.scanner import HOLD, ScannerGuard, is_card_number
from deskaid.text import plain

NO_KEY = "none"  # a key no keyboard sends: how a command is left without one


class KeyedApp(OrderedApp):
    """An app whose keys, palette and keymap come from the command table."""

    BINDINGS = bindings_for(EVERYWHERE)
    ENABLE_COMMAND_PALETTE = False  # Textual's own key for it; the palette is a command of ours

    def __init__(self, desk: Desk) -> None:
        super().__init__(f"desk-{desk.settings.theme}")
        self.files = desk
        self.animation_level = "none"
        self.keymap_in_force: Mapping[str, str] = desk.settings.keys
        self.last_key = monotonic()
        self._scanner: ScannerGuard[events.Key] = ScannerGuard()
        self._early: list[events.Key | events.Paste] | None = []
        self.set_keymap({name: keys or NO_KEY for name, keys in desk.settings.keys.items()})

    def is_allowed(self, command_id: str) -> bool:
        """Tell whether a command may run now; a covered screen allows next to none."""
        return True

    async def action_command(self, command_id: str) -> None:
        """Run the command with this id: the room's own answer first, then the app's."""
        self.last_key = monotonic()
        if not self.is_allowed(command_id):
            return
        name = "do_" + command_id.replace(".", "_")
        for node in (self.screen, self):
            answer = getattr(node, name, None)
            if answer is not None:
                result = answer()
                if isawaitable(result):
                    result = await result
                if result is not False:
                    return

    async def action_letter(self, command_id: str) -> None:
        """Run a command from its single letter, unless letters are switched off."""
        if self.files.settings.single_keys:
            await self.action_command(command_id)

    async def on_event(self, event: events.Event) -> None:
        """Let keys through one by one, but never a scanner's burst; make pastes plain."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._early is not None:
            self._early.append(event)
            return
        if isinstance(event, events.Paste):
            await self._paste(event)
            return
        self.last_key = monotonic()
        deliver, scanned = self._scanner.feed(event, event.key, event.time)
        await self._deliver(deliver, scanned=scanned)
        if self._scanner.held:
            self.set_timer(HOLD, self._flush_scanner)

    @property
    def takes_keys(self) -> bool:
        """Whether keys are delivered as they come; before the first frame they are kept."""
        return self._early is None

    async def deliver_early_keys(self) -> None:
        """Deliver what was typed or pasted while the program started; none is lost."""
        early, self._early = self._early or [], None
        for typed in early:
            await self.on_event(typed)

    async def _flush_scanner(self) -> None:
        if self._scanner.held and monotonic() - self._scanner.last >= HOLD * 0.9:
            deliver, scanned = self._scanner.flush()
            await self._deliver(deliver, scanned=scanned)

    async def _paste(self, event: events.Paste) -> None:
        self.last_key = monotonic()
        text = plain(event.text)
        if is_card_number(text):
            self._tell_scan()
        elif text:
            await self.in_order(events.Paste(text))

    async def _deliver(self, keys: list[events.Key], *, scanned: bool) -> None:
        for key in keys:
            await self.in_order(key)
        if scanned:
            self._tell_scan()

    def _tell_scan(self) -> None:
        self.notify("A scanned number was ignored. deskaid never looks up a card.")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the palette's lines: the command table, and nothing of Textual's own."""
        room = screen.ROOM if isinstance(screen, Room) else ""
        for entry in COMMANDS:
            if (entry.is_in(EVERYWHERE) or entry.is_in(room)) and entry.id not in (
                "palette",
                "escape",
            ):
                yield SystemCommand(entry.title, entry.help, self._runner(entry))

    def _runner(self, entry: Command) -> Callable[[], None]:
        def run() -> None:
            self.call_later(self.action_command, entry.id)

        return run
