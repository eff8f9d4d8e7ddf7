"""Ids of listings in six bytes instead of twelve: the index holds a million of them.

SQLite keeps a whole number in 1, 2, 3, 4, 6 or 8 bytes, with its sign. The 50 bits of an id are
two too many for six, so these stand beside what tells a row of the directory from any other.
"""

# As `referrals.rows.listing_id` makes them, which a test compares.
_PREFIX, _LENGTH = "r-", 10
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_THREE, _SIX = 1 << 23, 1 << 47
"""Taken off, so that the sign is used as well: half of what three and six bytes hold."""
_PAIRS = [one + other for other in _LETTERS for one in _LETTERS]
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}


def packed_id(listing_id: str) -> int | str:
    """Return an id made by `rows.listing_id` as a number, and any other as it is."""
    letters = listing_id.removeprefix(_PREFIX)
    if len(letters) != _LENGTH or len(listing_id) != _LENGTH + len(_PREFIX):
        return listing_id
    number = 0
    for letter in reversed(letters):
        value = _VALUES.get(letter)
        if value is None:
            return listing_id
        number = number << 5 | value
    return number


def unpacked_id(packed: int | str) -> str:
    """Return the id that `packed_id` made smaller."""
    if isinstance(packed, str):
        return packed
    return (
        f"{_PREFIX}{_PAIRS[packed & 1023]}{_PAIRS[packed >> 10 & 1023]}"
        f"{_PAIRS[packed >> 20 & 1023]}{_PAIRS[packed >> 30 & 1023]}{_PAIRS[packed >> 40]}"
    )


def packed(listing_id: str, digest: int) -> tuple[int | str, int]:
    """Return an id and `shown.digest_number` as two numbers, an id made otherwise as it is."""
    whole = packed_id(listing_id)
    if isinstance(whole, str):
        return whole, (digest << 2) - _THREE
    return (whole >> 2) - _SIX, (digest << 2 | whole & 3) - _THREE


def unpacked(packed_one: int | str, mark: int) -> str:
    """Return the id that `packed` made two numbers of."""
    if isinstance(packed_one, str):
        return packed_one
    return unpacked_id(packed_one + _SIX << 2 | mark + _THREE & 3)


def digest_of(mark: int) -> int:
    """Return the digest of the second number of `packed`."""
    return mark + _THREE >> 2
