"""What rooms ask of the app: values go down, these go up.

Written out rather than as dataclasses: making seven of those takes a millisecond of the start.
"""

from textual.message import Message


class OpenCard(Message):
    """Show the card with this id."""

    def __init__(self, card_id: str) -> None:
        super().__init__()
        self.card_id = card_id


class OpenListing(Message):
    """Show the listing with this id."""

    def __init__(self, listing_id: str) -> None:
        super().__init__()
        self.listing_id = listing_id


class ShowPhrases(Message):
    """Show the phrases for the moment with this id; "" shows all moments."""

    def __init__(self, moment: str = "") -> None:
        super().__init__()
        self.moment = moment


class ShowNeeds(Message):
    """Show the listings for these needs, the first one first."""

    def __init__(self, needs: tuple[str, ...]) -> None:
        super().__init__()
        self.needs = needs


class SecretHeld(Message):
    """Something private is in memory from now on: lock by idle time and by a sleeping machine."""


class DirectoryChanged(Message):
    """Names or needs in the directory changed: the index has to be made again, apart."""
