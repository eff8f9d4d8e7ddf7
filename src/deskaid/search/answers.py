"""One row of an answer, and how it is read from the index."""

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from deskaid.search.facets import NAMES_ALL, is_free, refused, taken

if TYPE_CHECKING:
    from deskaid.referrals.hours import Hours

MOMENT_COLUMNS = "number, id, title, preview"
CARD_COLUMNS = "number, id, title, neutral, lead, needs, preview"
LISTING_COLUMNS = (
    "rank, id, name, organization, needs, phone, hours, checked, note, place, about,"
    " city, latitude, longitude, facets, languages, who, known"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of an answer: a card, phrases for a moment, or a listing to refer to.

    ``need`` is the need it was found for, or its first; ``lead``, ``neutral`` are a card's;
    ``phone``, ``checked``, ``note`` (alert, or who may come), ``organization``, ``place`` and
    what follows are a listing's. ``preview`` are the first lines as (label, text), placeholders
    unfilled.

    ``who`` says in a word or two whom it takes. A listing in neither ``takes`` nor ``refuses``
    of a group does not say; ``is_free`` None neither. ``known`` are the facts on which a
    referral fails, as (label, text).
    """

    kind: Literal["card", "phrases", "referral"]
    id: str
    title: str
    neutral: str = ""
    lead: str = ""
    need: str = ""
    needs: tuple[str, ...] = ()
    phone: str = ""
    hours_json: str = ""
    checked: date | None = None
    note: str = ""
    organization: str = ""
    place: str = ""
    preview: tuple[tuple[str, str], ...] = ()
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    facets: int = 0
    languages: tuple[str, ...] = ()
    who: str = ""
    known_json: str = ""

    @property
    def takes(self) -> tuple[str, ...]:
        """The groups it says it takes, of `referrals.knowing.GROUPS`."""
        return taken(self.facets)

    @property
    def refuses(self) -> tuple[str, ...]:
        """The groups it says it does not take."""
        return refused(self.facets)

    @property
    def is_free(self) -> bool | None:
        """Whether it says it is free; None where it does not say."""
        return is_free(self.facets)

    @property
    def names_all_languages(self) -> bool:
        """Whether it names its languages, and no interpreter for others."""
        return bool(self.facets & NAMES_ALL)

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The facts on which a referral fails, and "ask them" where they are not known."""
        if not self.known_json:
            return ()
        return tuple((label, text) for label, text in json.loads(self.known_json))

    @property
    def hours(self) -> "Hours | None":
        """The listing's hours, decoded now; None for a card, or when none are known."""
        if not self.hours_json:
            return None
        from deskaid.referrals.hours import load  # only rows that are drawn are decoded

        return load(self.hours_json)


def card_answer(row: tuple[int, str, str, str, str, str, str]) -> Answer:
    """Return the answer of a row of `CARD_COLUMNS`."""
    _number, card_id, title, neutral, lead, needs, preview = row
    codes = tuple(needs.split())
    return Answer(
        "card",
        card_id,
        title,
        neutral=neutral,
        lead=lead,
        need=codes[0] if codes else "",
        needs=codes,
        preview=tuple((label, line) for label, line in json.loads(preview)),
    )


def moment_answer(row: tuple[int, str, str, str]) -> Answer:
    """Return the answer of a row of `MOMENT_COLUMNS`."""
    _number, moment_id, title, preview = row
    lines = tuple((label, line) for label, line in json.loads(preview))
    return Answer("phrases", moment_id, title, preview=lines)


def listing_answer(row: tuple[Any, ...], wanted: list[str]) -> Answer:
    """Return the answer of a row of `LISTING_COLUMNS`, found for the needs ``wanted``."""
    (_rank, listing_id, name, organization, needs, phone, hours, checked, note, place, about,
     city, latitude, longitude, bits, languages, who, known) = row  # fmt: skip
    codes = tuple(needs.split())
    need = next((code for code in wanted if code in codes), codes[0] if codes else "")
    lines = (("WHAT", about), ("WHO", note), ("AT", place))
    return Answer(
        "referral",
        listing_id,
        name,
        need=need,
        needs=codes,
        phone=phone,
        hours_json=hours,
        checked=date.fromisoformat(checked) if checked else None,
        note=note,
        organization=organization,
        place=place,
        preview=tuple((label, text) for label, text in lines if text),
        city=city,
        latitude=latitude,
        longitude=longitude,
        facets=bits,
        languages=tuple(languages.split("\n")) if languages else (),
        who=who,
        known_json=known,
    )
