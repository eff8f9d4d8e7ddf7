"""A room in which facts of the directory are written: asked at the bottom, kept in a thread."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError
from deskaid.referrals.tending import my_changes
from deskaid.referrals.tending.clerk import Clerk
from deskaid.referrals.tending.my_changes import Change
from deskaid.referrals.tending.prompt import Prompt
from deskaid.shell.bars import KeyBar
from deskaid.shell.messages import DirectoryChanged
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from deskaid.referrals.tending.care import Care

_WRITES = "care writes"
_UNTIL_ASKED = 0.5  # seconds; a question stands after a hundredth of one


class CareRoom(Room):
    """A room with a prompt, a clerk, and writes that keep no key waiting."""

    def listing_changed(self, listing_id: str) -> None:
        """Draw the listing again: what this library says of it has changed."""

    @property
    def clerk(self) -> Clerk:
        """Whose initials were given at this desk."""
        return self.files.clerk

    _stands = asyncio.Event()  # set while a question stands; each `asking` has its own

    @asynccontextmanager
    async def prompt(self) -> AsyncIterator[Prompt]:
        """Yield a prompt at the bottom of the room; the keys go back to where they were after."""
        before, prompt = self.focused, Prompt()
        self.desk.clear_notifications()  # they lie where the question is about to stand
        await self.mount(prompt, before=self.query_one(KeyBar))
        self._stands.set()
        try:
            yield prompt
        finally:
            if self.is_attached:  # the room may have been left in the middle of a question
                if self.focused is prompt.box:
                    self.set_focus(before)
                await prompt.remove()

    async def asking(self, work: Coroutine[None, None, None]) -> None:
        """Do ``work``, which asks something first, in a worker; return when its question stands.

        What was typed ahead is an answer then, and not the key of another room.
        """
        self._stands = asyncio.Event()
        self.run_worker(work, group="care", exclusive=True)
        with suppress(TimeoutError):  # it had nothing to ask
            await asyncio.wait_for(self._stands.wait(), _UNTIL_ASKED)

    @property
    def is_writing(self) -> bool:
        """Whether something is being kept this moment."""
        return any(one.group == _WRITES and one.is_running for one in self.desk.workers)

    async def write(self, listing_id: str, work: "Callable[[Care], object]") -> DeskaidError | None:
        """Write in a thread and return what went wrong, or None once it is committed.

        Leaving the room does not stop it; what goes wrong after that is told all the same.
        """
        return await self.apart(lambda: self._commit(listing_id, work))

    async def apart(self, work: Callable[[], Coroutine[None, None, None]]) -> DeskaidError | None:
        """Do ``work`` in a worker of the app, which outlives this room; return what went wrong."""
        done: asyncio.Future[DeskaidError | None] = asyncio.get_running_loop().create_future()
        self.desk.run_worker(self._heard(work, done), group=_WRITES)
        return await done

    async def _heard(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        done: "asyncio.Future[DeskaidError | None]",
    ) -> None:
        trouble: DeskaidError | None = None
        try:
            await work()
        except DeskaidError as error:
            trouble = error
        if not done.cancelled():
            done.set_result(trouble)
        elif trouble is not None:  # whoever asked has left; it must be told all the same
            self.desk.tell(trouble)

    async def _commit(self, listing_id: str, work: "Callable[[Care], object]") -> None:
        database = self.files.paths.database
        change = await asyncio.to_thread(my_changes.write, database, listing_id, work)
        if change.entries:
            self.clerk.remember(change)
        self.tell_rooms(change)

    def tell_done(self, words: str) -> None:
        """Say what is kept, unless the screen was covered or the step was left meanwhile."""
        if words and not self.desk.is_covered:
            self.desk.notify(words)

    def tell_rooms(self, change: Change) -> None:
        """Let what shows the listing draw it again, and the index be renewed where it has to."""
        if any(entry.kind in my_changes.MAKES_INDEX_STALE for entry in change.entries):
            self.desk.post_message(DirectoryChanged())
        self.draw_again(change.listing_id)

    def draw_again(self, listing_id: str) -> None:
        """Let every room that is open draw the listing again, those below too."""
        for room in list(self.desk.screen_stack):
            if isinstance(room, CareRoom):
                room.listing_changed(listing_id)
