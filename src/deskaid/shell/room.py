"""What every room has: a neutral title, its body, its keys."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from deskaid.commands import in_room
from deskaid.shell.bars import DEFAULT_FOOTER, KeyBar, TitleBar
from deskaid.shell.one_frame import OneFrame

if TYPE_CHECKING:
    from deskaid.app import DeskaidApp
    from deskaid.desk import Desk


def bindings_for(room: str) -> list[BindingType]:
    """Return Textual's bindings for the commands of ``room``.

    Keys that work while typing have priority; letters go through an action of their own, so
    that they can be switched off as a whole.
    """
    bindings: list[BindingType] = []
    for entry in in_room(room):
        keys_id, letters_id = entry.key_ids
        if entry.keys:
            priority = room == "everywhere" and entry.id != "escape"
            bindings.append(
                Binding(
                    entry.keys, f"app.command('{entry.id}')", entry.help, False,
                    priority=priority, id=keys_id,
                )
            )  # fmt: skip
        if entry.letters:
            bindings.append(
                Binding(
                    entry.letters, f"app.letter('{entry.id}')", entry.help, False, id=letters_id
                )
            )
    return bindings


class Room(OneFrame):
    """A full screen with a title bar and a key bar.

    ``ROOM`` names its commands in the table; ``FOOTER`` lists at most six command ids;
    ``PRIVATE`` rooms show notes, so the curtain comes sooner; ``TYPING`` rooms begin in a text
    box; ``RULED`` ones have a line under their title; ``IDLE`` is False where no idle timer may
    run.
    """

    # Each room says itself where the first key goes; a guess would lose one typed at once.
    AUTO_FOCUS = ""
    ROOM: ClassVar[str] = ""
    NAME: ClassVar[str] = ""
    FOOTER: ClassVar[tuple[str, ...]] = DEFAULT_FOOTER
    EXTRA_KEYS: ClassVar[tuple[tuple[str, str], ...]] = ()
    PRIVATE: ClassVar[bool] = False
    TYPING: ClassVar[bool] = False
    RULED: ClassVar[bool] = False
    IDLE: ClassVar[bool] = True

    @property
    def desk(self) -> "DeskaidApp":
        """The desk this room stands on."""
        return cast("DeskaidApp", self.app)

    @property
    def files(self) -> "Desk":
        """What this desk has at hand: settings, cards, index, clock."""
        return self.desk.files

    def compose(self) -> ComposeResult:
        """Compose the bars around `body`."""
        yield TitleBar(self.NAME, ruled=self.RULED)
        yield from self.body()
        yield KeyBar(self.FOOTER, self.EXTRA_KEYS, typing=self.TYPING)

    def body(self) -> Iterable[Widget]:
        """Yield what stands between the bars."""
        return ()

    def on_mount(self) -> None:
        """Show the clock. Textual calls this after a room's own handler of the same name."""
        self.tick()

    @property
    def title_bar(self) -> TitleBar:
        """The first row."""
        return self.query_one(TitleBar)

    def tick(self) -> None:
        """Show the time of day; called once a minute."""
        self.title_bar.tell(self.files.site.name, self.files.now())

    @property
    def shown_id(self) -> str:
        """What this room shows, as a message that asks for it names it; "" for most rooms."""
        return ""

    def listing_under_cursor(self) -> str:
        """Return the id of the listing that keys would act on, or ""."""
        return ""

    def farewell(self) -> str:
        """Return one line to tell when this room was left with Esc, or ""."""
        return ""

    def seal(self) -> None:
        """Put away safely whatever is being typed here; called before any lock or curtain."""

    def hold_sealed(self) -> Callable[[], None] | None:
        """Seal in memory what `seal` could not write, and forget the words.

        Returns what writes it, to be tried until it succeeds, or None when nothing is left.
        """
        return None
