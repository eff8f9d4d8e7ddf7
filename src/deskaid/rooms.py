"""Opening rooms, and the way back to what this patron was shown."""

from typing import Any

from textual.screen import Screen

from deskaid.desk import Desk
from deskaid.errors import DeskaidError
from deskaid.shell.covered import CoveredApp
from deskaid.shell.messages import OpenCard, OpenListing, ShowNeeds, ShowPhrases
from deskaid.shell.room import Room
from deskaid.shell.sheets import add_sheets_of

_LONGEST_TRAIL = 30  # one patron's cards and listings; F5 forgets them


class RoomsApp(CoveredApp):
    """An app that opens the rooms of cards and of the directory; each is imported when shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._trail: list[OpenCard | OpenListing | ShowPhrases] = []

    def push_screen(self, screen: Any, *how: Any, **more: Any) -> Any:
        """Show ``screen``, its style sheets read before it is drawn the first time."""
        if isinstance(screen, Screen):
            add_sheets_of(self.stylesheet, screen)
        return super().push_screen(screen, *how, **more)

    async def do_say(self) -> None:
        """Show situations by letter."""
        from deskaid.cards.say_it import SayItRoom

        await self._go(SayItRoom())

    async def do_phrases(self) -> None:
        """Show what to say in the moments of any talk."""
        from deskaid.cards.phrase_room import PhrasesRoom

        await self._go(PhrasesRoom())

    async def do_refer(self) -> None:
        """Show needs by letter."""
        from deskaid.referrals.browse.screen import ReferRoom

        self.files.renew_finder()
        await self._go(ReferRoom())

    async def do_urgent(self) -> None:
        """Show whom to call and what to say, over the curtain too."""
        from deskaid.shell.urgent import UrgentRoom

        if self.is_covered and not await self.pop_to_home():
            return
        await self._go(UrgentRoom())

    async def do_slip(self) -> None:
        """Show the slip: what is marked for this patron, or the listing under the cursor."""
        from deskaid.referrals.handing.slip_room import SlipRoom

        if isinstance(self.screen, SlipRoom):
            return
        ids = list(self.files.marked)
        if not ids and isinstance(self.screen, Room) and self.screen.listing_under_cursor():
            ids = [self.screen.listing_under_cursor()]
        if ids:
            await self.push_screen(SlipRoom(ids))
        else:
            self.notify("Nothing is marked. In Refer, Space marks a listing for the slip.")

    async def do_due(self) -> None:
        """Show which listings are due for a check."""
        from deskaid.referrals.tending.due_room import DueRoom

        await self._go(DueRoom())

    async def do_refer_due(self) -> None:
        """Show which listings are due for a check."""
        await self.do_due()

    async def do_import(self) -> None:
        """Ask for a directory and take it in."""
        from deskaid.referrals.import_room import ImportRoom

        await self._go(ImportRoom())

    async def do_home(self) -> None:
        """Next patron: seal what is open and clear everything."""
        if self.seal_all() and await self.pop_to_home():
            self._trail.clear()
            self.clear_notifications()
            self.files.renew_finder()
            self.home.clear()

    async def do_find(self) -> None:
        """Go to the box that finds anything."""
        await self.do_home()

    def do_back(self) -> None:
        """Open the last card or listing; from the last one, the one before it."""
        if self._trail and self._shows(self._trail[-1]) and len(self._trail) > 1:
            self._trail.pop()
        if not self._trail:
            self.notify("No card or listing was open for this patron.")
        elif not self._shows(self._trail[-1]):
            self.post_message(self._trail.pop())

    def _remember(self, message: OpenCard | OpenListing | ShowPhrases) -> None:
        self._trail.append(message)
        del self._trail[:-_LONGEST_TRAIL]

    def _shows(self, message: OpenCard | OpenListing | ShowPhrases) -> bool:
        """Tell whether the room on top is what ``message`` asks for."""
        shown = getattr(self.screen, "shown_id", "")
        return bool(shown) and shown in vars(message).values()

    # Where messages from rooms arrive.

    async def on_open_card(self, message: OpenCard) -> None:
        """Show a card."""
        from deskaid.cards.screen import CardRoom

        if self.is_covered:
            return
        try:
            card = self.files.library.card(message.card_id)
        except DeskaidError as error:
            self.tell(error)
            return
        self._remember(message)
        await self.push_screen(CardRoom(card))

    async def on_open_listing(self, message: OpenListing) -> None:
        """Show a listing."""
        from deskaid.referrals.browse.detail import ListingRoom
        from deskaid.referrals.reading import read_listing

        if self.is_covered:
            return
        try:
            listing = read_listing(self.files.paths.database, message.listing_id)
        except DeskaidError as error:
            self.tell(error)
            return
        self._remember(message)
        await self.push_screen(ListingRoom(listing))

    async def on_show_phrases(self, message: ShowPhrases) -> None:
        """Show the phrases for a moment, or all moments."""
        from deskaid.cards.phrase_room import PhrasesRoom

        if message.moment:
            self._remember(message)
        await self._go(PhrasesRoom(message.moment))

    async def on_show_needs(self, message: ShowNeeds) -> None:
        """Show what a card leads to."""
        from deskaid.referrals.browse.screen import ReferRoom

        await self._go(ReferRoom(needs=message.needs))

    async def _go(self, room: Room) -> None:
        """Show ``room``; one of its kind that is open already is left first.

        A note that could not be saved stays open below: what to say does not wait for a disk.
        """
        sealed = self.seal_all()
        if self.is_covered:
            return
        if sealed:
            self.clear_notifications()
        if not sealed and any(type(screen) is type(room) for screen in self.screen_stack[1:]):
            return
        while any(type(screen) is type(room) for screen in self.screen_stack[1:]):
            await self.pop_screen()
        await self.push_screen(room)
