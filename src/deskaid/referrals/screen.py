"""Refer: a need by letter, then its listings with the number and an honest status in the row."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.preview import age, preview, status_label
from deskaid.referrals.need_menu import NeedMenu
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SearchBox
from deskaid.shell.messages import OpenListing
from deskaid.shell.room import Room, bindings_for
from deskaid.shell.rows import Row, Rows
from deskaid.text import drawn

if TYPE_CHECKING:
    from deskaid.search.query import Answer

# What is certain first: a place that is open, then one to ask, then one that is closed.
_ORDER = {"OPEN": 0, "HOURS": 1, "CLOSED": 2}
MOST = 200
_PHONE, _STATUS, _WHO, _AGE = 16, 21, 26, 8
_WIDE = 110  # columns from which who a place takes stands in the row too


class ReferRoom(Room):
    """The directory. ``needs`` opens a list at once, the first need first."""

    ROOM = "refer"
    NAME = "Refer"
    FOOTER = ("find", "home", "urgent", "note", "curtain", "keys")
    BINDINGS = bindings_for("refer")

    def __init__(self, needs: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._asked = needs
        self._need = ""
        self._open_only = False
        self._answers: list[Answer] = []
        self._labels: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        """Yield the letters, and the list that takes their place."""
        menu = self.files.needs()
        self._labels = {need.code: need.label for need in menu}
        yield SearchBox(self._search, placeholder="name, place or need", id="box")
        yield Rule()
        yield NeedMenu([(need.letter, need.code, need.label) for need in menu if need.letter])
        yield Rows(id="listings")
        yield Rule()
        yield Static("", id="detail", markup=False)
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Show letters, or the listings that a card asked for."""
        self.query_one("#box").display = False
        if self._asked:
            self._show_need(self._asked[0])
        else:
            self._show_letters()

    def _show_letters(self) -> None:
        self._need = ""
        self.title_bar.left = self.NAME
        self._switch(letters=True)
        self.query_one("#detail", Static).update(
            " A letter shows numbers and who is open.   /  find by name"
        )
        self.query_one(NeedMenu).take_focus()

    def _switch(self, *, letters: bool) -> None:
        self.query_one(NeedMenu).display = letters
        self.query_one("#listings").display = not letters

    def _show_need(self, need: str) -> None:
        self._need = need
        self._switch(letters=False)
        finder = self.files.finder
        self._show(finder.listings(need, limit=MOST) if finder else [])
        self.set_focus(self.query_one("#listings"))

    def _search(self, text: str) -> None:
        finder = self.files.finder
        if finder is None or not text.strip():
            self._show([])
            return
        self._show(finder.search_listings(text.strip(), need=self._need, limit=MOST))

    def _show(self, answers: "list[Answer]") -> None:
        now = self.files.now()
        labeled = [(status_label(answer, now), answer) for answer in answers]
        if self._open_only:
            labeled = [pair for pair in labeled if pair[0].startswith("OPEN")]
        labeled.sort(key=lambda pair: _ORDER[pair[0].split()[0]])
        self._answers = [answer for _, answer in labeled]
        rows = [
            Row(str(index), self._row(label, answer), "quiet" if label.startswith("CLOSED") else "")
            for index, (label, answer) in enumerate(labeled)
        ]
        self.query_one("#listings", Rows).show(rows)
        self._title(len(answers))
        self._detail(0)

    def _title(self, found: int) -> None:
        what = self._labels.get(self._need, "all")
        order = "open only; o: all" if self._open_only else "open, unknown, closed; o: open only"
        more = f"first {MOST}, " if found == MOST else ""
        self.title_bar.left = f"{self.NAME}: {what}  ({more}{order})"

    def _row(self, label: str, answer: "Answer") -> str:
        width = self.desk.size.width
        who = _WHO if width >= _WIDE else 0
        name = width - 2 - _PHONE - _STATUS - who - _AGE - 4
        cells = (
            (drawn(answer.phone) or "(no number)", _PHONE),
            (label, _STATUS),
            (drawn(answer.title), name),
            (drawn(answer.note), who),
            (age(answer.checked, self.files.now()), _AGE),
        )
        return " ".join(_fitted(text, room) for text, room in cells if room)

    def _detail(self, index: int) -> None:
        if index < len(self._answers):
            answer = self._answers[index]
            width = self.desk.size.width - 4
            text = preview(answer, self.files.facts, self.files.now(), width=width)
        elif self.query_one("#box").display:
            text = Content(self._nothing_found())
        elif self._open_only:
            text = Content(" Nothing here is known to be open now. o shows the others.")
        elif self.files.finder is None:
            text = Content(" The directory is being made ready. The numbers below always work.")
        else:
            text = Content(
                " Nothing in the directory for this. 211 knows local help for any need.\n"
                " Add a local list: deskaid import FILE"
            )
        self.query_one("#detail", Static).update(text)

    def _nothing_found(self) -> str:
        if not self.query_one("#box", SearchBox).value.strip():
            return " Type a name, a place or a need."
        where = f" under {self._labels[self._need]}" if self._need else ""
        return f" Nothing in the directory{where} holds these words. 211 knows local help."

    def on_need_menu_chosen(self, message: NeedMenu.Chosen) -> None:
        """Show the listings of a need."""
        self._show_need(message.need)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Preview the listing under the cursor."""
        if message.rows.id == "listings":
            self._detail(int(message.key))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the whole listing."""
        if message.rows.id == "listings":
            self.post_message(OpenListing(self._answers[int(message.key)].id))

    def on_input_submitted(self) -> None:
        """Open the listing under the cursor from the box."""
        index = self.query_one("#listings", Rows).cursor
        if index < len(self._answers):
            self.post_message(OpenListing(self._answers[index].id))

    def on_key(self, event: object) -> None:
        """Let Up and Down move the list while the cursor stays in the box."""
        key = getattr(event, "key", "")
        if key in ("down", "up") and self.focused is self.query_one("#box"):
            self.query_one("#listings", Rows).action_move(1 if key == "down" else -1)

    def do_find(self) -> None:
        """Find a listing by name or words, within the need that is open."""
        box = self.query_one("#box", SearchBox)
        box.display = True
        self._switch(letters=False)
        self._search(box.value)
        self.set_focus(box)

    def do_refer_open_now(self) -> None:
        """Show only what is known to be open, or everything again."""
        if self.query_one(NeedMenu).display:
            return
        self._open_only = not self._open_only
        box = self.query_one("#box", SearchBox)
        if box.display and box.value:
            self._search(box.value)
        else:
            self._show_need(self._need)

    def do_escape(self) -> bool:
        """Go back from the box or a list to the letters. Returns False when already there."""
        box = self.query_one("#box", SearchBox)
        if box.display:
            box.value = ""
            box.display = False
            if self._need:
                self._show_need(self._need)
            else:
                self._show_letters()
            return True
        if self.query_one(NeedMenu).display or self._asked:
            return False
        self._show_letters()
        return True


def _fitted(text: str, room: int) -> str:
    """Return ``text`` in exactly ``room`` columns, with a mark where it was cut."""
    return f"{text:<{room}}" if len(text) <= room else f"{text[: room - 1]}…"
