"""Needs as people name them: "shelter, mental" is Shelter and Mental health."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from deskaid.text import fold

if TYPE_CHECKING:
    from deskaid.search.vocabulary import Need


def needs_of_typed(text: str, needs: "Sequence[Need]") -> "tuple[list[Need], list[str]]":
    """Return the needs named in ``text``, apart by commas, and the names nobody knows.

    A need is named by its code, by its label or the beginning of it, or by one of its words.
    """
    known: dict[str, Need] = {}
    unknown: list[str] = []
    for name in filter(None, (piece.strip() for piece in text.split(","))):
        need = _named(fold(name), needs)
        if need is None:
            unknown.append(name)
        else:
            known[need.code] = need
    return list(known.values()), unknown


def _named(name: str, needs: "Sequence[Need]") -> "Need | None":
    words = tuple(name.split())
    tests = (
        (need for need in needs if name in (need.code, fold(need.label))),
        (need for need in needs if fold(need.label).startswith(name)),
        (need for need in needs if words in need.phrases),
    )
    return next((need for found in tests for need in found), None)


def codes_of(needs: "Iterable[Need]") -> str:
    """Return the codes as the form keeps them: "shelter, mental-health"."""
    return ", ".join(need.code for need in needs)
