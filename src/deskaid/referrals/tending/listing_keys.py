"""What a clerk does with one listing, by one key each: check, flag, pin, tip, hand over, undo."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError
from deskaid.referrals.reading import read_listing
from deskaid.referrals.tending import edit_draft, my_changes
from deskaid.referrals.tending.care_room import CareRoom
from deskaid.referrals.tending.care_steps import CareSteps
from deskaid.referrals.tending.prompt import Prompt
from deskaid.shell.guard import is_public_number
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from deskaid.referrals.listing import Listing, Phone
    from deskaid.referrals.tending.care import Care


class ListingKeys(CareRoom):
    """A room whose keys act on the listing under its cursor.

    It says which one that is in `listing_under_cursor`, and draws it again in `listing_changed`.
    """

    _tip_key = ""  # where a tip that is being typed is kept when the room is left

    # Care.

    async def do_listing_check(self) -> None:
        """Keep that somebody here found it right today."""
        await self._ask(CareSteps.check)

    async def do_listing_flag(self) -> None:
        """Flag it as wrong, or take the flag away."""
        await self._ask(CareSteps.flag)

    async def do_listing_tip(self) -> None:
        """Write a tip on the place for colleagues."""
        listing = self.listing_here()
        if listing is not None:
            await self.asking(self._tip(listing))

    async def _tip(self, listing: "Listing") -> None:
        paths, self._tip_key = self.files.paths, f"tip {listing.id}"
        draft = edit_draft.kept(paths, self._tip_key).get("tip", "")
        await self._prompted(CareSteps.tip, listing, draft=draft)
        edit_draft.drop(paths, self._tip_key)
        self._tip_key = ""

    def seal(self) -> None:
        """Keep a tip that is being typed; raises `FileTrouble` when that fails."""
        for prompt in self.query(Prompt):
            if self._tip_key and prompt.box.value.strip():
                edit_draft.keep(self.files.paths, self._tip_key, {"tip": prompt.box.value})

    def do_listing_pin(self) -> None:
        """Keep it on top of its list, or no more."""
        listing = None if self.is_writing else self.listing_here()
        if listing is not None:
            pinned = not listing.pinned
            words = "Pinned: it stays on top." if pinned else "No longer pinned."
            self._write_at_once(
                listing.id,
                lambda care: care.pin(listing.id, pinned=pinned),
                f"{words} {listing.name}. u takes it back.",
            )

    async def do_listing_edit(self) -> None:
        """Correct it for this library."""
        from deskaid.referrals.tending.edit_room import EditRoom

        listing = self.listing_here()
        if listing is not None:
            await self.desk.push_screen(EditRoom(listing))

    def do_listing_undo(self) -> None:
        """Take back the last change made here to it; one made elsewhere is asked about first."""
        listing = None if self.is_writing else self.listing_here()
        if listing is not None:
            self.run_worker(self._undo(listing), group="care", exclusive=True)

    # Handing over.

    def do_listing_mark(self) -> None:
        """Put it on the slip of this patron, or take it off."""
        listing_id, marked = self.listing_under_cursor(), self.files.marked
        if not listing_id:
            return
        if listing_id in marked:
            marked.remove(listing_id)
        else:
            marked.append(listing_id)
        said = "Marked for the slip" if listing_id in marked else "Off the slip"
        self.desk.notify(f"{said}; {len(marked)} on it. F9 shows it.", timeout=3)
        self.draw_again(listing_id)

    async def do_listing_large(self) -> None:
        """Show the number in large letters."""
        from deskaid.referrals.handing.large_room import LargeRoom

        await self._open(LargeRoom)

    async def do_listing_qr(self) -> None:
        """Show a code for the patron's phone."""
        from deskaid.referrals.handing.qr_room import QrRoom

        await self._open(QrRoom)

    async def do_listing_handoff(self) -> None:
        """Show what to say when calling together."""
        from deskaid.referrals.handing.handoff_room import HandoffRoom

        await self._open(HandoffRoom)

    def do_listing_copy(self) -> None:
        """Send the number to the terminal's clipboard, where the terminal lets programs do so."""
        listing = self.listing_here()
        if listing is None:
            return
        number = _copied(listing.phone) if listing.phone else ""
        if not number:
            self.desk.notify("No number to copy here.")
            return
        self.desk.copy_public_number(number)
        self.desk.notify(f"{number} sent to the clipboard, if this terminal takes it (PuTTY: no).")

    # How it is done.

    def listing_here(self) -> "Listing | None":
        """Return the listing under the cursor as it is now, or None after telling why not."""
        listing_id = self.listing_under_cursor()
        if not listing_id:
            self.desk.notify("Move to a listing first.", timeout=3)
            return None
        try:
            return read_listing(self.files.paths.database, listing_id)
        except DeskaidError as error:
            self.desk.tell(error)
            return None

    async def _open(self, room: "Callable[[Listing], Room]") -> None:
        listing = self.listing_here()
        if listing is not None:
            await self.desk.push_screen(room(listing))

    async def _ask(self, step: Callable[[CareSteps], Awaitable[str]]) -> None:
        listing = self.listing_here()
        if listing is not None:
            await self.asking(self._prompted(step, listing))

    async def _prompted(
        self,
        step: Callable[[CareSteps], Awaitable[str]],
        listing: "Listing",
        *,
        draft: str = "",
    ) -> None:
        async with self.prompt() as prompt:

            async def save(work: "Callable[[Care], object]") -> DeskaidError | None:
                prompt.say("Saving ...")
                return await self.write(listing.id, work)

            today = self.files.now().date()
            words = await step(CareSteps(prompt, listing, self.clerk, today, save, draft))
        self.tell_done(words)

    def _write_at_once(self, listing_id: str, work: "Callable[[Care], object]", words: str) -> None:
        async def run() -> None:
            error = await self.write(listing_id, work)
            if error is None:
                self.tell_done(words)
            else:
                self.desk.tell(error)

        self.run_worker(run(), group="pin")

    async def _undo(self, listing: "Listing") -> None:
        try:
            log = my_changes.logged(self.files.paths.database, listing.id)
        except DeskaidError as error:
            self.desk.tell(error)
            return
        mine = self.clerk.last_change(listing.id)
        if not log:
            self.desk.notify(f"Nothing was changed here on {listing.name}.")
            return
        if mine is None or mine.entries != tuple(log[: len(mine.entries)]):
            mine = my_changes.Change(listing.id, (log[0],))
            if not await self._sure_of(log[0], listing):
                return
        trouble = await self.apart(lambda: self._take_back(mine, listing.name))
        if trouble is not None:
            self.desk.tell(trouble)

    async def _sure_of(self, entry: my_changes.Logged, listing: "Listing") -> bool:
        """Ask before anything is taken back that was not done in this window."""
        async with self.prompt() as prompt:
            answer = await prompt.choose(
                f"Take back {entry.words}?",
                {"y": "yes, take it back"},
                help_line=f"{listing.name}: made earlier, or by a colleague.   y yes   Esc no",
            )
        return answer == "y"

    async def _take_back(self, change: my_changes.Change, name: str) -> None:
        database = self.files.paths.database
        words = await asyncio.to_thread(my_changes.take_back, database, change)
        if change in self.clerk.changes:
            self.clerk.changes.remove(change)
        self.tell_rooms(change)
        self.tell_done(f"Taken back: {' and '.join(words)}. {name}.")


def _copied(phone: "Phone") -> str:
    """Return the number as it may go to the clipboard; "" where it is more than a number."""
    extension = f" ext. {phone.extension}" if phone.extension else ""
    for number in (f"{phone.number}{extension}", phone.dial):
        if is_public_number(number):
            return number
    return ""
