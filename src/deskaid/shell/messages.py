"""What rooms ask of the app: values go down, these go up."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class OpenCard(Message):
    """Show the card with this id."""

    card_id: str


@dataclass
class OpenListing(Message):
    """Show the listing with this id."""

    listing_id: str


@dataclass
class ShowPhrases(Message):
    """Show the phrases for the moment with this id; "" shows all moments."""

    moment: str = ""


@dataclass
class ShowNeeds(Message):
    """Show the listings for these needs, the first one first."""

    needs: tuple[str, ...]


@dataclass
class SecretHeld(Message):
    """Something private is in memory from now on: lock by idle time and by a sleeping machine."""


@dataclass
class DirectoryChanged(Message):
    """Names or needs in the directory changed: the index has to be made again, apart."""
