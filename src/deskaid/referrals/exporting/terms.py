"""The two taxonomies of an export: our own need codes, and the record beside each service.

No other code leaves: what a 211 called a listing was dropped when it was taken in (the 211
taxonomy is licensed; research/referrals.md 3), and the needs are this program's own words.
"""

import tomllib
from collections.abc import Iterable
from functools import cache

from deskaid.paths import shipped
from deskaid.referrals.exporting.identity import identifier
from deskaid.referrals.record import NEEDS_TAXONOMY, RECORD_CODE, RECORD_TAXONOMY

_ABOUT = {
    NEEDS_TAXONOMY: "What a person at a library's desk may need, in deskaid's own codes.",
    RECORD_TAXONOMY: "What deskaid needs to read its own export back exactly. "
    "Other programs can pass over it.",
}


def taxonomy_rows() -> list[dict[str, str]]:
    """Return both taxonomies."""
    return [
        {"id": identifier("taxonomy", name), "name": name, "description": about}
        for name, about in _ABOUT.items()
    ]


def term_rows(codes: Iterable[str]) -> list[dict[str, str]]:
    """Return the terms of the needs ``codes``, and the record's."""
    return [term_row(code) for code in (*sorted(codes), RECORD_CODE)]


@cache
def term_row(code: str) -> dict[str, str]:
    """Return the term of a need's code, or of the record. Do not change it: it is shared."""
    taxonomy = RECORD_TAXONOMY if code == RECORD_CODE else NEEDS_TAXONOMY
    name = "deskaid record" if code == RECORD_CODE else _label(code)
    return {
        "id": identifier("term", taxonomy, code),
        "code": code,
        "name": name,
        "description": _ABOUT[taxonomy] if code == RECORD_CODE else f"Somebody needs: {name}.",
        "taxonomy": taxonomy,
        "taxonomy_id": identifier("taxonomy", taxonomy),
    }


def _label(code: str) -> str:
    return _labels().get(code) or code.replace("-", " ")


@cache
def _labels() -> dict[str, str]:
    """Return the words the need menu shows, by code."""
    with (shipped() / "vocabulary.toml").open("rb") as stream:
        needs = tomllib.load(stream).get("needs", {})
    return {code: str(about.get("label", "")) for code, about in needs.items()}
