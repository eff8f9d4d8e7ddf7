"""Who cares for the directory at this desk right now: initials, kept in memory only."""

from dataclasses import dataclass, field

from deskaid.errors import Refused
from deskaid.referrals.tending.my_changes import Change
from deskaid.text import one_line

LONGEST_INITIALS = 8
"""Characters: "M.F." and a short first name fit, a patron's name or card does not."""
MOST_CHANGES = 500
"""Changes one program remembers as its own: more than a desk makes between two starts."""
AGAINST = {"p": "phone", "w": "web page", "i": "visit"}
"""What a listing can be checked against, by letter."""


@dataclass
class Clerk:
    """The initials and the answer given last, and what this desk changed since it started.

    What is in ``changes`` can be taken back with one key; the newest stands last. Home forgets
    the initials: the next one is somebody else.
    """

    initials: str = ""
    against: str = "phone"
    changes: list[Change] = field(default_factory=list)

    def remember(self, change: Change) -> None:
        """Add a change as the newest; of very many the oldest are let go.

        Undoing one of those asks first, like one made by a colleague.
        """
        self.changes.append(change)
        del self.changes[:-MOST_CHANGES]

    def last_change(self, listing_id: str) -> Change | None:
        """Return what was changed last in this window on a listing, or None."""
        mine = (one for one in reversed(self.changes) if one.listing_id == listing_id)
        return next(mine, None)

    def forget(self) -> None:
        """Forget who it was; what was changed can still be taken back."""
        self.initials, self.against = "", "phone"


def read_initials(text: str) -> str:
    """Return initials as they are kept: "mf" becomes "MF".

    Raises `Refused` for nothing, for more than `LONGEST_INITIALS` characters and for a number.
    """
    initials = one_line(text)
    if not initials:
        raise Refused("Initials say who checked.", hint="Type yours, such as MF.")
    if any(character.isdigit() for character in initials):
        raise Refused("Initials hold no digits.", hint="Type yours, such as MF.")
    if len(initials) > LONGEST_INITIALS:
        raise Refused(f"Initials have at most {LONGEST_INITIALS} letters.", hint="Such as MF.")
    return initials.upper() if len(initials) <= 4 else initials
