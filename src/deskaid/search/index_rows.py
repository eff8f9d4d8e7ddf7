"""What the index takes of each listing, read from the directory: its words, its terms, its place.

A chunk of listings is read by their ids and worked out at once, so that several processes can
share the work. Plain tuples travel between them.
"""

# ruff: noqa: S608 - names of columns are constants; values are bound

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from deskaid.referrals.claims.knowing import Known, known, referral_facts
from deskaid.referrals.fetching import listings_of
from deskaid.referrals.listing import Listing
from deskaid.search.facets import facet_words, facets
from deskaid.search.languages import named_languages
from deskaid.search.schema import MAP, PLACES, need_word
from deskaid.search.shown import digest_number
from deskaid.search.tokens import joined, spaced, words

NATIONAL_SOURCE = "national"
"""The source of the shipped national lines, which come before local listings of equal fit."""
GENERAL = "211"
"""Who answers to this need answers to any."""
_LATER_NEEDS = 4
_FOR_ALL = "anyone"
"""How the people begin for whom a national line is that is for no one group."""
_COLUMNS = (
    "id, source, source_id, name, organization, also_known_as, description, needs, city, latitude,"
    " longitude, area_served, eligibility, minimum_age, maximum_age, languages, accessibility,"
    " cost, documents, how_to_apply, alert"
)
_UNSURE = 16
"""From this badness on, a listing comes after all others: no phone, inactive or vanished."""


class Indexed(NamedTuple):
    """What the index keeps of one listing; ``row`` is its rowid in the directory.

    ``texts`` are the words of its name, of what else names and places it, of the rest, and the
    marks of its needs and terms. ``places`` are (need, weight), see schema.py; ``latitude`` and
    ``longitude`` are in `MAP` parts of a degree.
    """

    id: str
    row: int
    digest: int
    texts: tuple[str, str, str, str]
    facets: int
    known: str
    places: tuple[tuple[str, int], ...]
    latitude: int | None
    longitude: int | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class RowsTask:
    """Some listings of a directory: (rowid, badness), and which listings were corrected here.

    ``labels`` and ``phrases`` are the needs', of the vocabulary.
    """

    directory: Path
    rows: tuple[tuple[int, int], ...]
    edited: frozenset[str]
    labels: dict[str, str]
    phrases: dict[str, frozenset[tuple[str, ...]]]


def indexed_rows(task: RowsTask) -> list[Indexed | None]:
    """Return what the index keeps of the listings of ``task``, in their order.

    None stands for one that is gone since the order was worked out.
    """
    uri = f"{task.directory.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as database:
        database.row_factory = sqlite3.Row
        marks = ", ".join("?" * len(task.rows))
        found = {
            row[0]: row
            for row in database.execute(
                f"select rowid, digest, {_COLUMNS} from listing where rowid in ({marks})",
                [row for row, _badness in task.rows],
            )
        }
        return [
            _worked_out(database, found[row], badness, task) if row in found else None
            for row, badness in task.rows
        ]


def _worked_out(
    database: sqlite3.Connection, row: sqlite3.Row, badness: int, task: RowsTask
) -> Indexed:
    rowid, digest, *cells = row
    listing = _listing(*cells)
    if listing.id in task.edited:
        (listing,) = listings_of(database, [listing.id])
    said = known(listing)
    languages, names_all = spoken(listing.languages)
    bits = facets(said, names_all=names_all)
    unsure = badness // _UNSURE * PLACES
    return Indexed(
        listing.id,
        rowid,
        digest_number(digest),
        _texts(listing, _marks(listing.needs, bits, languages), task),
        bits,
        known_facts(listing, said),
        tuple(
            (need, unsure + place)
            for need, place in zip(listing.needs, _places(listing, task), strict=True)
        ),
        _on_map(listing.latitude),
        _on_map(listing.longitude),
        languages,
    )


def _listing(
    listing_id: str,
    source: str,
    source_id: str,
    name: str,
    organization: str,
    also_known_as: str,
    description: str,
    needs: str,
    city: str,
    latitude: float | None,
    longitude: float | None,
    area_served: str,
    eligibility: str,
    minimum_age: int | None,
    maximum_age: int | None,
    languages: str,
    accessibility: str,
    cost: str,
    documents: str,
    how_to_apply: str,
    alert: str,
) -> Listing:
    """Return as much of a listing as the index reads."""
    return Listing(
        listing_id,
        source,
        source_id,
        name,
        organization,
        also_known_as,
        description,
        tuple(needs.split()),
        city=city,
        latitude=latitude,
        longitude=longitude,
        area_served=area_served,
        eligibility=eligibility,
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        languages=tuple(languages.split("\n")) if languages else (),
        accessibility=accessibility,
        cost=cost,
        documents=documents,
        how_to_apply=how_to_apply,
        alert=alert,
    )


def known_facts(listing: Listing, said: Known) -> str:
    """Return the facts that failed referrals turn on, as (label, text) in JSON; "" for none."""
    found = referral_facts(listing, said)
    return _as_json(tuple(found)) if found else ""


@lru_cache(maxsize=4096)
def _as_json(facts: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


# A directory says the same few things of most of its listings.
spoken = lru_cache(maxsize=4096)(named_languages)


@lru_cache(maxsize=4096)
def _marks(needs: tuple[str, ...], bits: int, languages: tuple[str, ...]) -> str:
    return " ".join([*map(need_word, needs), *facet_words(bits, languages)])


def _texts(listing: Listing, marks: str, task: RowsTask) -> tuple[str, str, str, str]:
    labels = [task.labels[code] for code in listing.needs if code in task.labels]
    head = " ".join((listing.organization, listing.also_known_as, listing.city, *labels))
    rest = f"{listing.description} {listing.eligibility} {listing.area_served}"
    return (
        " ".join((spaced(listing.name), *joined(listing.name))),
        " ".join((spaced(head), *joined(listing.also_known_as))),
        spaced(rest),
        marks,
    )


def _places(listing: Listing, task: RowsTask) -> Iterator[int]:
    """Yield, for each need of a listing, how far it is from being first of all for that need.

    Its own order counts, but 211 is for any need. A national line comes later for a need of
    which it has no word, and where it is for some people only: a poison line for pets is not for
    somebody without insulin, and a shelter after storms is not one for tonight.
    """
    is_general = GENERAL in listing.needs
    is_far = listing.source == NATIONAL_SOURCE and not is_general
    is_for_some = is_far and not listing.eligibility.lower().startswith(_FOR_ALL)
    texts = (listing.name, listing.description, listing.eligibility, listing.area_served)
    said = {*words(" ".join(texts)), *joined(listing.name)} if is_far else set[str]()
    for at, code in enumerate(listing.needs):
        place = 0 if is_general else min(at, _LATER_NEEDS - 1)
        if is_far and code in task.phrases:
            place += not any(said.issuperset(phrase) for phrase in task.phrases[code])
        yield place + is_for_some


def _on_map(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * MAP)
