"""A code for a phone's camera: what is in it, and how its dots become characters. Nothing online.

Codes are made here by segno, from the listing alone; nobody's phone number is ever asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from deskaid.referrals.handing.dialed import as_dialed, callable_phones, dial_uri, key_to_press
from deskaid.referrals.handing.paper import cut, printable
from deskaid.referrals.handing.paper_hours import hours_in_days
from deskaid.referrals.handing.slip_words import ENGLISH
from deskaid.referrals.listing import Listing, Phone

QUIET_ZONE = 4
"""Light modules around a code (ISO/IEC 18004); `LEAST_QUIET_ZONE` where rows are short."""
LEAST_QUIET_ZONE = 2
_LONGEST_NAME, _LONGEST_HOURS = 60, 60

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules with their quiet zone; True is dark."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that fits: its modules, what a phone reads, and segno's name for it ("2-M")."""

    matrix: Matrix
    content: str
    designator: str

    @property
    def size(self) -> int:
        """Modules along one side, quiet zone included."""
        return len(self.matrix)


def phone_for_code(listing: Listing) -> Phone | None:
    """Return the first number a phone's camera can dial, or None."""
    return next((phone for phone in callable_phones(listing) if dial_uri(phone)), None)


def call_code(listing: Listing, *, rows: int, plain: bool = False) -> Code | None:
    """Return the code that calls ``listing``, or None without a number or room for it.

    ``rows`` are those of the screen; ``plain`` codes take one row a module instead of half.
    """
    phone = phone_for_code(listing)
    return code_for(dial_uri(phone), modules=_modules(rows, plain)) if phone else None


def text_code(listing: Listing, *, rows: int, plain: bool = False) -> Code | None:
    """Return a code of plain words, as many as fit: number, name, address, hours."""
    parts = list(_parts(listing))
    while parts:
        code = code_for("\n".join(parts), modules=_modules(rows, plain))
        if code is not None:
            return code
        parts.pop()
    return None


@lru_cache(maxsize=16)
def code_for(content: str, *, modules: int) -> Code | None:
    """Return the code for ``content`` in at most ``modules`` a side, or None where it cannot fit.

    Of the smallest size, which a camera reads from farthest; the error level is the highest
    which that size leaves room for.
    """
    import segno  # 20 ms, and only this room draws codes

    encoding = None if content.isascii() else "utf-8"
    try:
        code = segno.make(content, error="l", micro=False, boost_error=True, encoding=encoding)
    except segno.DataOverflowError:
        return None
    size = int(code.symbol_size(border=0)[0])
    border = min(QUIET_ZONE, (modules - size) // 2)
    if border < LEAST_QUIET_ZONE:
        return None
    matrix = tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=border))
    return Code(matrix, content, code.designator)


def half_block_rows(matrix: Matrix, *, dark_ink: bool = False) -> Iterator[str]:
    """Yield ``matrix`` as characters, two modules to a row; the light modules are ink.

    A terminal that knows no color draws light ink on dark, which then is a code the right way
    round; ``dark_ink`` is for one that draws dark ink on light.
    """
    beneath = (False,) * len(matrix)
    inks = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    for top in range(0, len(matrix), 2):
        lower = matrix[top + 1] if top + 1 < len(matrix) else beneath
        yield "".join(
            inks[above is dark_ink, below is dark_ink]
            for above, below in zip(matrix[top], lower, strict=True)
        )


def _modules(rows: int, plain: bool) -> int:
    return rows if plain else rows * 2


def _parts(listing: Listing) -> Iterator[str]:
    name = cut(printable(listing.name), _LONGEST_NAME)
    phone = next(iter(callable_phones(listing)), None)
    if phone is not None:
        number = as_dialed(phone) or printable(phone.number)
        key = key_to_press(phone)
        yield f"{name}\n{number}{f', then press {key}' if key else ''}"
    else:
        yield name
    if listing.address and not listing.address_confidential:
        yield printable(listing.address)
    hours = printable(listing.hours.text) or hours_in_days(listing.hours, ENGLISH)
    if hours:
        yield cut(hours, _LONGEST_HOURS)
