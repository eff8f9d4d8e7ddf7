"""A small desk to search: a few cards, a few listings, the shipped word list."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from deskaid.cards.card import Card, Kind, Lead, Line
from deskaid.cards.phrasebook import Moment
from deskaid.database.engine import ensure_schema
from deskaid.paths import shipped
from deskaid.referrals.hours import Hours
from deskaid.referrals.listing import Listing, Phone
from deskaid.referrals.rows import (
    LISTING_COLUMNS,
    PHONE_COLUMNS,
    listing_id,
    phone_rows,
    to_row,
)
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


def write_directory(path: Path, listings: Iterable[Listing]) -> Path:
    """Write ``listings`` as the directory's file at ``path``, in place of what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copyfile(_empty_directory(), path)
    with closing(sqlite3.connect(path)) as database:
        add_listings(database, listings)
    return path


def add_listings(database: sqlite3.Connection, listings: Iterable[Listing]) -> None:
    """Put ``listings`` into an open directory, over those of the same id."""
    columns = (*LISTING_COLUMNS, "digest")
    for listing in listings:
        one = listing if listing.id else replace(listing, id=_own_id(listing))
        row = to_row(one)
        database.execute(
            f"insert or replace into listing ({', '.join(columns)})"
            f" values ({', '.join('?' * len(columns))})",
            [row[name] for name in columns],
        )
        database.execute("delete from phone where listing_id = ?", (one.id,))
        columns_of_phone = ("listing_id", "position", *PHONE_COLUMNS)
        database.executemany(
            f"insert into phone ({', '.join(columns_of_phone)})"
            f" values ({', '.join('?' * len(columns_of_phone))})",
            [[phone[name] for name in columns_of_phone] for phone in phone_rows(one)],
        )
        if one.flagged:
            database.execute(
                "insert into flag (listing_id, flagged_on, reason, initials) values (?, ?, ?, ?)",
                (one.id, "2026-11-21", one.flagged, "ab"),
            )
    database.commit()


def beside(path: Path) -> Path:
    """Return where `make_index` keeps the directory of an index: in another folder than it."""
    return path.parent.parent / f"{path.parent.name}-directory.db"


def make_index(
    path: Path,
    cards: Iterable[Card],
    listings: Iterable[Listing],
    vocabulary: Vocabulary,
    stamp: str,
    *,
    moments: Iterable[Moment] = (),
) -> None:
    """Build the index of ``cards`` and of ``listings``, which become the directory `beside` it."""
    directory = write_directory(beside(path), listings)
    build(path, cards, directory, vocabulary, stamp, moments=moments)


def _own_id(listing: Listing) -> str:
    return listing_id(listing.source, listing.source_id)


@cache
def _empty_directory() -> Path:
    path = Path(tempfile.mkdtemp(prefix="deskaid-tests-")) / "empty.db"
    ensure_schema(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    return path


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
        directory = write_directory(tmp_path / f"directory-{len(opened)}.db", listings)
        build(path, cards, directory, vocabulary, "test")
        opened.append(Finder(path, directory))
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
