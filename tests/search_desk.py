"""A small desk to search: a few cards, a few listings, the shipped word list."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from deskaid.cards.card import Card, Kind, Lead, Line
from deskaid.paths import shipped
from deskaid.referrals.hours import Hours
from deskaid.referrals.listing import Listing, Phone
from deskaid.search.index import build
from deskaid.search.query import Finder
from deskaid.search.vocabulary import FILE_NAME, Vocabulary, load_vocabulary

MakeCard = Callable[..., Card]
MakeListing = Callable[..., Listing]
Open = Callable[..., Finder]


def make_card(card_id: str, title: str, find: str, **more: object) -> Card:
    facts: dict[str, object] = {
        "neutral": "",
        "group": "Needs",
        "lead": Lead.FEELINGS,
        "refer": (),
        "sources": (),
        "reviewed": date(2026, 11, 21),
        "reviewer": "nobody",
        "feelings": (Line(Kind.SAY, f"First words of {card_id}."),),
    }
    facts |= more
    phrases = tuple(part.strip() for part in find.split(","))
    return Card(id=card_id, title=title, find=phrases, **facts)  # type: ignore[arg-type]


def make_listing(listing_id: str, name: str, **more: object) -> Listing:
    facts: dict[str, object] = {
        "phones": (Phone("217-555-0100", "+12175550100"),),
        "hours": Hours("24/7", always=True),
    }
    facts |= more
    return Listing(
        id=listing_id,
        source="test",
        source_id=listing_id,
        name=name,
        **facts,  # type: ignore[arg-type]
    )


CARDS = (
    make_card(
        "nowhere-to-sleep-tonight",
        "Nowhere to sleep tonight",
        "homeless, sleeping in my car, motel voucher",
        refer=("shelter", "211"),
    ),
    make_card("hungry-no-food", "Hungry, no food", "havent eaten, hungry kids", refer=("food",)),
    make_card(
        "talking-about-suicide",
        "Talking about suicide",
        "wants to die, no point anymore",
        group="Distress & mental health",
        refer=("988",),
    ),
    make_card(
        "caller-talks-about-suicide",
        "Caller talks about suicide",
        "caller wants to die, goodbye call",
        group="Phone & chat",
        lead=Lead.SAFETY,
        refer=("988",),
    ),
    make_card(
        "angry-about-a-fine-or-fee",
        "Angry about a fine or fee",
        "im not paying that, ripped off",
        group="Money & accounts",
        neutral="Fee question",
    ),
    make_card("asleep-in-the-library", "Asleep in the library", "snoring, passed out at table"),
    make_card(
        "not-responsive-may-be-an-overdose",
        "Not responsive, may be an overdose",
        "wont wake up, blue lips",
        group="Safety & emergency",
        lead=Lead.SAFETY,
        refer=("substance-use",),
    ),
    make_card(
        "sexual-comments-or-staring-at-staff",
        "Sexual comments or staring at staff",
        "hes creeping on me, sexual harassment",
        group="Behavior & conduct",
        lead=Lead.LIMIT,
    ),
    make_card("step-in-for-a-co-worker", "Step in for a co-worker", "needs rescue"),
)

LISTINGS = (
    make_listing("211", "211", needs=("211",), hours=Hours()),
    make_listing(
        "harbor",
        "Harbor House",
        organization="Harbor Ministries",
        needs=("shelter",),
        description="Beds for families with children. Intake 4 to 8.",
        eligibility="Families",
        city="Springfield",
    ),
    make_listing(
        "snap",
        "SNAP office",
        needs=("food", "jobs-benefits"),
        description="Apply for help with groceries.",
    ),
    make_listing("pantry", "St. Brendan Pantry", needs=("food",), city="Málaga"),
    make_listing("hidden", "Do Not Refer House", needs=("shelter",), hidden=True),
    make_listing("gone", "Vanished Shelter", needs=("shelter",), vanished=True),
    make_listing("kits", "Naloxone kits", needs=("substance-use",), phones=()),
)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped word list."""
    return load_vocabulary(shipped() / FILE_NAME)


@pytest.fixture
def open_finder(tmp_path: Path, vocabulary: Vocabulary) -> Iterator[Open]:
    """Build an index of some cards and listings and return its Finder."""
    opened: list[Finder] = []

    def open_on(
        cards: tuple[Card, ...] = CARDS, listings: tuple[Listing, ...] = LISTINGS
    ) -> Finder:
        path = tmp_path / f"search-{len(opened)}.db"
        build(path, cards, listings, vocabulary, "test")
        opened.append(Finder(path))
        return opened[-1]

    yield open_on
    for finder in opened:
        finder.close()


@pytest.fixture
def finder(open_finder: Open) -> Finder:
    """The small desk's index."""
    return open_finder()


@pytest.fixture
def card() -> MakeCard:
    """Make a card of an id, a title and comma-separated find words."""
    return make_card


@pytest.fixture
def listing() -> MakeListing:
    """Make a listing of an id and a name."""
    return make_listing
