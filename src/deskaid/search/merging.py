"""One list of cards and listings: the best cards, the numbers to call, then the rest."""

from deskaid.search.answers import Answer
from deskaid.search.ranking import Ranked

_LEADING = 0.6
"""A card with this share of the best one's score may stand before the listings."""
LEADING_CARDS = 3
_LEADING_WITH_NEED = 2
"""With a need in the question, a number to call is in the first three rows."""
_LISTINGS_BEFORE_CARDS = 8
_MOST_CARDS = 8


def room_beside(cards: int, limit: int) -> int:
    """Return how many listings `merged` may show beside so many cards, in ``limit`` rows."""
    return max(limit - min(cards, _MOST_CARDS), min(limit, _LISTINGS_BEFORE_CARDS))


def merged(
    cards: list[Answer],
    ranked: list[Ranked],
    *,
    listings: list[Answer],
    need: str,
    card_first: bool,
) -> list[Answer]:
    """Return the best cards, then listings, then the other cards and listings.

    The card for ``need``, the clearest one asked for, is among the best when it is in the head.
    """
    best = ranked[0].score if ranked else 0.0
    close = sum(card.score >= best * _LEADING for card in ranked)
    leading = min(close, _LEADING_WITH_NEED if need else LEADING_CARDS, len(cards))
    head = cards[leading:LEADING_CARDS] if 0 < leading < _LEADING_WITH_NEED and need else []
    for card in head:
        if card.need == need != cards[0].need:
            cards = [*cards[:leading], card, *(one for one in cards[leading:] if one is not card)]
            leading += 1
            break
    first, later = cards[:leading], cards[leading:_MOST_CARDS]
    near, far = listings[:_LISTINGS_BEFORE_CARDS], listings[_LISTINGS_BEFORE_CARDS:]
    if card_first:
        return [*first, *near, *later, *far]
    return [*near[:1], *first, *near[1:], *later, *far]
