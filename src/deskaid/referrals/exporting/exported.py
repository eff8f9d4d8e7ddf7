"""What an export wrote and what it left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deskaid.referrals.importing.confidential import is_withheld, redacted, says_confidential
from deskaid.referrals.listing import Listing

HIDDEN = "hidden (a test, or marked not to be referred to)"
VANISHED = "no longer in their directory's latest file"


@dataclass
class Exported:
    """Filled while an export is written. ``rows`` counts by table; ``left_out`` by reason.

    ``confidential`` counts listings written without the address they ask to keep secret.
    """

    path: Path
    form: str
    listings: int = 0
    confidential: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def chosen(self, listings: Iterable[Listing], *, everything: bool) -> Iterator[Listing]:
        """Yield the listings to write and count both kinds.

        Without ``everything``, hidden ones stay behind, and those that vanished from their
        directory: its keeper took them out, so nobody should learn of them from us.
        """
        for listing in listings:
            reason = HIDDEN if listing.hidden else VANISHED if listing.vanished else ""
            if reason and not everything:
                self.left_out[reason] = self.left_out.get(reason, 0) + 1
                continue
            fit = without_secret(listing)
            self.listings += 1
            self.confidential += fit.address_confidential
            yield fit

    def count(self, table: str, number: int = 1) -> None:
        """Count rows written to ``table``."""
        self.rows[table] = self.rows.get(table, 0) + number

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for ``--json``."""
        return vars(self) | {"path": str(self.path)}

    def lines(self) -> Iterator[str]:
        """Yield what happened as plain lines."""
        things = "listing" if self.listings == 1 else "listings"
        yield f"Wrote {self.listings} {things} to {self.path} ({self.form})."
        if len(self.rows) > 1:
            yield f"Rows: {', '.join(f'{name} {count}' for name, count in self.rows.items())}."
        if self.confidential:
            yield f"{self.confidential} with a confidential address, which was not written."
        for reason, count in self.left_out.items():
            yield f"Left out: {count} {reason}."


def without_secret(listing: Listing) -> Listing:
    """Return ``listing`` without an address that must stay here: marked so, or its words say so.

    The second look costs little and holds for rows of older versions too.
    """
    if listing.address_confidential:
        return replace(listing, address="", latitude=None, longitude=None)
    if says_confidential(listing.alert, listing.description) or is_withheld(
        listing.address, listing.city
    ):
        return redacted(listing, listing.address)
    return listing
