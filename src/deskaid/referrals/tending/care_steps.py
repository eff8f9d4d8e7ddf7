"""The few questions behind a check, a flag and a tip, asked in a room's prompt.

Each step returns the words to tell once it is kept, or "" when somebody left it. What was typed
stays until the write has been committed.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError, Refused
from deskaid.referrals.tending.clerk import AGAINST, LONGEST_INITIALS, Clerk, read_initials
from deskaid.text import one_line, shortened

if TYPE_CHECKING:
    from deskaid.referrals.listing import Listing
    from deskaid.referrals.tending.care import Care
    from deskaid.referrals.tending.prompt import Prompt

Save = Callable[["Callable[[Care], object]"], Awaitable[DeskaidError | None]]
"""Writes in a thread and returns what went wrong, or None once it is committed."""

REASONS = {
    "n": "number is wrong",
    "h": "hours are wrong",
    "m": "moved or closed",
    "e": "not for whom it says",
}
LONGEST_TIP = 160
"""Characters of a tip: what a colleague reads in one glance."""
_OTHER = "o"
_WIDTH = 78  # columns of a prompt in a window of 80
_WAYS = {"phone": "by phone", "web page": "by web page", "visit": "in person"}
# Twelve digits with their gaps are more than a telephone number of any country here.
_LONG_NUMBER = re.compile(r"(?:\d[ .-]?){12,}")
_TIP_HELP = "About the place, never a patron.   Enter keeps   empty removes   Esc leaves"


@dataclass
class CareSteps:
    """The steps for one listing, by whoever stands at the desk, on the day ``today``.

    ``draft`` is a tip that was being typed when the room was left.
    """

    prompt: "Prompt"
    listing: "Listing"
    clerk: Clerk
    today: date
    save: Save
    draft: str = ""

    @property
    def _name(self) -> str:
        """The listing in a question: its row shows no cursor while something is asked."""
        return shortened(one_line(self.listing.name), 28)

    async def check(self) -> str:
        """Ask by whom and against what it was checked, and keep it. It settles an open flag."""
        letters = {letter: _SHORT[way] for letter, way in AGAINST.items()}
        usual = next(letter for letter, way in AGAINST.items() if way == self.clerk.against)
        trouble = ""
        while await self._initials("checked today. Your initials:"):
            answer = await self.prompt.choose(
                f"{self._name}: checked today by {self.clerk.initials}.",
                letters,
                default=usual,
                trouble=trouble,
                help_line=_listed(
                    f"Enter {letters[usual]}", *_named(letters), "Backspace other initials"
                ),
            )
            if answer is None:
                return ""
            if answer not in AGAINST:
                self.clerk.initials = ""
                continue
            error = await self._check(AGAINST[answer])
            if error is None:
                return self._checked(AGAINST[answer])
            trouble = _in_words(error)
        return ""

    async def _check(self, against: str) -> DeskaidError | None:
        who, identity = self.clerk.initials, self.listing.id

        def write(care: "Care") -> None:
            care.check(identity, initials=who, against=against, on=self.today)
            care.settle(identity, on=self.today)

        error = await self.save(write)
        if error is None:
            self.clerk.against = against
        return error

    def _checked(self, against: str) -> str:
        settled = " The flag is settled." if self.listing.flagged else ""
        return (
            f"Checked: {self._name}, by {self.clerk.initials}, {_WAYS[against]}."
            f"{settled} u takes it back."
        )

    async def flag(self) -> str:
        """Ask what is wrong and keep it; on a flagged listing, Enter takes the flag away."""
        trouble = ""
        while True:
            reason = await self._reason(trouble)
            if reason is None:
                return ""
            if not reason:
                error = await self.save(lambda care: care.settle(self.listing.id, on=self.today))
                done = f"No longer flagged: {self._name}. u flags it again."
            else:
                if not await self._initials("flagged. Your initials:"):
                    return ""
                error = await self._flag(reason)
                done = f"Flagged, {reason}: {self._name}. u takes it back."
            if error is None:
                return done
            trouble = _in_words(error)

    async def _reason(self, trouble: str) -> str | None:
        """Return what is wrong; "" to take an open flag away; None to leave."""
        letters = {**REASONS, _OTHER: "other"}
        flagged = self.listing.flagged
        question = f"flagged, {shortened(flagged, 30)}." if flagged else "what is wrong here?"
        away = ["Enter takes the flag away"] if flagged else []
        answer = await self.prompt.choose(
            f"{self._name}: {question}",
            {**letters, "f": "takes the flag away"} if flagged else letters,
            default="f" if flagged else "",
            trouble=trouble,
            help_line=_listed(*away, *_named(letters)),
        )
        if answer is None or answer not in (*letters, "f"):
            return None
        if answer == "f":
            return ""
        return REASONS.get(answer) or await self._typed_reason()

    async def _typed_reason(self) -> str | None:
        text: str | None = ""
        trouble = ""
        while True:
            text = await self.prompt.ask(
                f"{self._name}: what is wrong?",
                value=text or "",
                trouble=trouble,
                warn=doubt_of,
                longest=80,
            )
            if text is None:
                return None
            if one_line(text) and not doubt_of(text):
                return one_line(text)
            trouble = doubt_of(text) or "A few words, such as: no answer since May."

    async def _flag(self, reason: str) -> DeskaidError | None:
        who = self.clerk.initials
        return await self.save(
            lambda care: care.flag(self.listing.id, reason, initials=who, on=self.today)
        )

    async def tip(self) -> str:
        """Ask for one line on the place, and keep it; an empty line removes the tip."""
        text: str | None = self.draft or self.listing.tip
        trouble = ""
        while True:
            text = await self.prompt.ask(
                "Tip:",
                value=text or "",
                help_line=_TIP_HELP,
                longest=LONGEST_TIP,
                trouble=trouble,
                warn=doubt_of,
            )
            if text is None or one_line(text) == self.listing.tip:
                return ""
            kept, who = one_line(text), self.clerk.initials
            if trouble := doubt_of(kept):
                continue
            error = await self.save(lambda care: care.tip(self.listing.id, kept, initials=who))  # noqa: B023 - awaited here
            if error is None:
                what = "Tip kept" if kept else "Tip removed"
                return f"{what}: {self._name}. u takes it back."
            trouble = _in_words(error)

    async def _initials(self, question: str) -> bool:
        """Ask for initials where none are known; return False after Esc."""
        text: str | None = ""
        trouble = ""
        while not self.clerk.initials:
            text = await self.prompt.ask(
                f"{self._name}: {question}",
                value=text or "",
                trouble=trouble,
                longest=LONGEST_INITIALS * 3,
            )
            if text is None:
                return False
            try:
                self.clerk.initials = read_initials(text)
            except Refused as error:
                trouble = str(error)
        return True


_SHORT = {"phone": "phone", "web page": "web page", "visit": "in person"}


def _named(letters: dict[str, str]) -> list[str]:
    return [f"{letter} {meaning}" for letter, meaning in letters.items()]


def _listed(*choices: str) -> str:
    """Return the choices in rows that fit 80 columns, none of them torn apart."""
    rows = [""]
    for choice in choices:
        row = f"{rows[-1]}   {choice}" if rows[-1] else choice
        if len(row) > _WIDTH:
            rows.append(choice)
        else:
            rows[-1] = row
    return "\n".join(rows)


def doubt_of(text: str) -> str:
    """Return what to say of a number too long for a telephone, or "" for a text without one."""
    return "That number looks like a card. Leave it out." if _LONG_NUMBER.search(text) else ""


def _in_words(error: DeskaidError) -> str:
    return f"Not saved. {error}"
