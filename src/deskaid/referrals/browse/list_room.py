"""A list of the directory: asked for, put in order, drawn, and said in words when it is empty."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, overload

from textual.widgets import Static

from deskaid.referrals.browse.filters import Filters, moment_words
from deskaid.referrals.browse.glance import LABEL, glance
from deskaid.referrals.browse.listed import Listed, RowTexts, Statuses, in_order, row_texts
from deskaid.referrals.browse.narrow_panel import NarrowPanel
from deskaid.referrals.tending.listing_keys import ListingKeys
from deskaid.shell.asking import asked
from deskaid.shell.boxes import SearchBox
from deskaid.shell.messages import OpenListing
from deskaid.shell.rows import Lines, Row, Rows

if TYPE_CHECKING:
    from deskaid.referrals.browse.distance import Place
    from deskaid.referrals.reading import Mark
    from deskaid.search.narrow import Narrow
    from deskaid.search.query import Answer

MOST = 200
"""Listings of one list: drawn in 2 ms, and nobody reads more."""
_GLANCE = 7
"""Lines under the list; referrals.tcss gives them the same height."""


class ListRoom(ListingKeys):
    """A room with a list of listings: of one need or of what was typed, narrowed by filters.

    Its body holds the box, the warning of today, the list, its detail and the panel.
    """

    def __init__(self) -> None:
        super().__init__()
        self._box = SearchBox(self._typed, placeholder="name, place or need", id="box")
        self._today = Static("", id="today", markup=False)
        self._rows = Rows(id="listings")
        self._detail = Lines(id="detail")
        self._panel = NarrowPanel()
        self._marks: Mapping[str, Mark] = {}
        self._statuses = Statuses()
        self._need = ""
        self._filters = Filters()
        self._found: list[Answer] = []
        self._listed: list[Listed] = []
        self._labels: dict[str, str] = {}

    def on_screen_resume(self) -> None:
        """Draw the list again: listings were checked, marked or corrected in another room."""
        if self._rows.display:
            self._draw(keep=True)

    def find_again(self) -> None:
        """Ask a newer index what this list asks; the cursor stays on its listing."""
        if self._rows.display:
            self._find(keep=True)

    def _typed(self, _text: str) -> None:
        # What colleagues wrote since the box was opened can wait until the list is drawn anew:
        # to look costs as much as to paint.
        self._found = self._answers(self._filters)
        self._draw_with_marks()

    def _find(self, *, keep: bool = False) -> None:
        self._marks = self.files.marks
        self._found = self._answers(self._filters)
        self._draw_with_marks(keep=keep)

    def _answers(self, filters: Filters) -> "list[Answer]":
        narrow = self._narrow(filters)
        if not self._box.display:
            pins = [one for one, mark in self._marks.items() if mark.pinned]
            return asked(
                self,
                lambda finder: finder.listings(self._need, limit=MOST, narrow=narrow, first=pins),
            )
        text = self._box.value.strip()
        if not text:
            return []
        return asked(
            self,
            lambda finder: finder.search_listings(text, need=self._need, limit=MOST, narrow=narrow),
        )

    def _narrow(self, filters: Filters) -> "Narrow":
        return filters.narrow(self.files.now(), self._here, self.files.holidays)

    @property
    def _here(self) -> "Place | None":
        site = self.files.site
        if site.latitude is None or site.longitude is None:
            return None
        return site.latitude, site.longitude

    def _draw(self, *, keep: bool = False) -> None:
        """Draw what was found; ``keep`` leaves the cursor on its listing."""
        self._marks = self.files.marks
        self._draw_with_marks(keep=keep)

    def _draw_with_marks(self, *, keep: bool = False) -> None:
        under = self.listing_under_cursor() if keep else ""
        now, filters = self.files.now(), self._filters
        self._listed = in_order(
            self._found,
            now=now,
            at=filters.at,
            narrow=self._narrow(filters),
            marks=self._marks,
            marked=self.files.marked,
            holidays=self.files.holidays,
            statuses=self._statuses,
        )
        texts = row_texts(
            self._listed, width=self.app.size.width, now=now, country=self.files.site.country
        )
        cursor = 0
        if under:
            ids = [one.answer.id for one in self._listed]
            cursor = ids.index(under) if under in ids else 0
        self._rows.show(_RowsOf(self._listed, texts), cursor=cursor)
        self._tell(now)
        self._glance(self._rows.cursor)

    def _tell(self, now: datetime) -> None:
        """Say in the title what is shown, and on a holiday that its hours may differ."""
        what = [self._labels.get(self._need, "all"), *self._filters.words(now)]
        what += [f"first {MOST}"] if len(self._found) == MOST else []
        self.title_bar.left = f"{self.NAME}: {', '.join(what)}"
        day = (self._filters.at or now).date()
        holiday = self.files.holidays(day)
        if holiday:
            when = "Today" if day == now.date() else f"{day:%A}"
            said = f"{when} is {holiday}: hours may differ. Call first."
            if said != self._today.content:
                self._today.update(said)
        self._today.display = bool(holiday)
        if self._panel.display:
            at = self._filters.at
            self._panel.show(
                self._filters,
                asked=moment_words(at, now) if at else "",
                found=self._count(),
            )

    def _count(self) -> str:
        """Return how many listings there are: "1 says so, 9 to ask", "14 listings"."""
        many = len(self._listed)
        if many == MOST:
            return f"first {MOST} listings"
        asked = sum(bool(one.unsaid) for one in self._listed)
        if not self._narrow(self._filters).asks:
            return f"{many} {'listing' if many == 1 else 'listings'}"
        return f"{many - asked} {'says' if many - asked == 1 else 'say'} so, {asked} to ask"

    def _glance(self, index: int) -> None:
        if index >= len(self._listed):
            self._detail.say(self._nothing())
            return
        lines = glance(
            self._listed[index],
            now=self.files.now(),
            country=self.files.site.country,
            width=self.app.size.width - 3,
            height=_GLANCE,
        )
        self._detail.show(
            [((f"{label:<{LABEL}}", "quiet"), (text, style)) for label, text, style in lines]
        )

    def _nothing(self) -> str:
        """Return why the list is empty, and the next step."""
        if self.files.finder is None:
            return " The directory is being made ready. The numbers below always work."
        typed = self._box.display
        if typed and not self._box.value.strip():
            return " Type a name, a place or a need."
        more = self.files.numbers.knows_help
        where = f" under {self._labels[self._need]}" if self._need in self._labels else ""
        if self._filters:
            return self._which_to_lift(where)
        if typed:
            return f" Nothing in the directory{where} holds these words.{more}"
        return f" Nothing in the directory for this.{more}\n Add a local list: Ctrl+P, Import."

    def _which_to_lift(self, where: str) -> str:
        now = self.files.now()
        words = " and ".join(self._filters.words(now))
        lines = [f" Nothing{where} is known to be: {words}."]
        for word, rest in self._filters.lifted(now):
            found = len(self._answers(rest))
            if found:
                lines.append(f" Without {word}: {found if found < MOST else f'{MOST} or more'}.")
        more = self.files.numbers.knows_help
        lines.append(f" w changes what is asked; x there clears it.{more}")
        return "\n".join(lines[-_GLANCE:])

    def listing_under_cursor(self) -> str:
        """Return the id of the listing under the cursor; "" among the letters."""
        at = self._rows.cursor
        if not self._rows.display or at >= len(self._listed):
            return ""
        return self._listed[at].answer.id

    def listing_changed(self, listing_id: str) -> None:
        """Draw the listing again, with what this library says of it now."""
        if any(one.answer.id == listing_id for one in self._listed):
            self._draw(keep=True)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Show more of the listing under the cursor."""
        if message.rows.id == "listings":
            self._glance(int(message.key))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the whole listing."""
        if message.rows.id == "listings":
            self.post_message(OpenListing(self.listing_under_cursor()))


class _RowsOf(Sequence[Row]):
    """The rows of a list, made when they are drawn: of a long one a window is seen at a time."""

    def __init__(self, listed: list[Listed], texts: RowTexts) -> None:
        self._listed = listed
        self._texts = texts
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._listed)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        row = self._made.get(at)
        if row is None:
            emphasis = "quiet" if self._listed[at].is_closed else ""
            row = self._made[at] = Row(str(at), self._texts[at], emphasis)
        return row
