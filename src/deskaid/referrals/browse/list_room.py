"""A list of the directory: asked for, put in order, drawn, and said in words when it is empty."""

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from deskaid.referrals.browse.filters import Filters, moment_words
from deskaid.referrals.browse.glance import LABEL, glance
from deskaid.referrals.browse.listed import Listed, in_order, row_texts
from deskaid.referrals.browse.narrow_panel import NarrowPanel
from deskaid.referrals.tending.listing_keys import ListingKeys
from deskaid.shell.boxes import SearchBox
from deskaid.shell.messages import OpenListing
from deskaid.shell.rows import Row, Rows

if TYPE_CHECKING:
    from deskaid.referrals.browse.distance import Place
    from deskaid.search.narrow import Narrow
    from deskaid.search.query import Answer

MOST = 200
"""Listings of one list: drawn in 2 ms, and nobody reads more."""
_GLANCE = 7
"""Lines under the list; deskaid.tcss gives them the same height."""
_STYLES = {"strong": "bold $strong", "bold": "bold", "alert": "bold $alert", "quiet": "$quiet"}


class ListRoom(ListingKeys):
    """A room with a list of listings: of one need or of what was typed, narrowed by filters.

    Its body holds ``#box``, ``#today``, ``#listings``, ``#detail`` and a `NarrowPanel`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._need = ""
        self._filters = Filters()
        self._found: list[Answer] = []
        self._listed: list[Listed] = []
        self._labels: dict[str, str] = {}

    def on_screen_resume(self) -> None:
        """Draw the list again: listings were checked, marked or corrected in another room."""
        if self._rows.display:
            self._draw(keep=True)

    @property
    def _box(self) -> SearchBox:
        return self.query_one("#box", SearchBox)

    @property
    def _rows(self) -> Rows:
        return self.query_one("#listings", Rows)

    @property
    def _panel(self) -> NarrowPanel:
        return self.query_one(NarrowPanel)

    def find_again(self) -> None:
        """Ask a newer index what this list asks; the cursor stays on its listing."""
        if self._rows.display:
            self._find(keep=True)

    def _typed(self, _text: str) -> None:
        self._find()

    def _find(self, *, keep: bool = False) -> None:
        self._found = self._answers(self._filters)
        self._draw(keep=keep)

    def _answers(self, filters: Filters) -> "list[Answer]":
        finder = self.files.finder
        if finder is None:
            return []
        narrow = self._narrow(filters)
        if not self._box.display:
            pins = [one for one, mark in self.files.marks.items() if mark.pinned]
            return finder.listings(self._need, limit=MOST, narrow=narrow, first=pins)
        text = self._box.value.strip()
        if not text:
            return []
        return finder.search_listings(text, need=self._need, limit=MOST, narrow=narrow)

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
        under = self.listing_under_cursor() if keep else ""
        now, filters = self.files.now(), self._filters
        self._listed = in_order(
            self._found,
            now=now,
            at=filters.at,
            narrow=self._narrow(filters),
            marks=self.files.marks,
            marked=self.files.marked,
            holidays=self.files.holidays,
        )
        texts = row_texts(
            self._listed, width=self.app.size.width, now=now, country=self.files.site.country
        )
        ids = [one.answer.id for one in self._listed]
        self._rows.show(
            [
                Row(str(at), text, "quiet" if one.is_closed else "")
                for at, (one, text) in enumerate(zip(self._listed, texts, strict=True))
            ],
            cursor=ids.index(under) if under in ids else 0,
        )
        self._tell(now)
        self._glance(self._rows.cursor)

    def _tell(self, now: datetime) -> None:
        """Say in the title what is shown, and on a holiday that its hours may differ."""
        what = [self._labels.get(self._need, "all"), *self._filters.words(now)]
        what += [f"first {MOST}"] if len(self._found) == MOST else []
        self.title_bar.left = f"{self.NAME}: {', '.join(what)}"
        today = self.query_one("#today", Static)
        day = (self._filters.at or now).date()
        holiday = self.files.holidays(day)
        today.display = bool(holiday)
        when = "Today" if day == now.date() else f"{day:%A}"
        today.update(f"{when} is {holiday}: hours may differ. Call first.")
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
            self.query_one("#detail", Static).update(Content(self._nothing()))
            return
        lines = glance(
            self._listed[index],
            now=self.files.now(),
            country=self.files.site.country,
            width=self.app.size.width - 3,
            height=_GLANCE,
        )
        self.query_one("#detail", Static).update(
            Content("\n").join(
                Content.assemble((f"{label:<{LABEL}}", "$quiet"), (text, _STYLES.get(style, "")))
                for label, text, style in lines
            )
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
