"""JSON items one at a time, so that a page of a million never lies in memory at once."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from deskaid.referrals.importing.headers import table_of

_READ = 1 << 18
LARGEST_ITEM = 64 * 1024 * 1024
"""Characters read in hope of an item's end before a file is given up as damaged."""
# Numbers stay as written: ids of 16 digits whole, one of ten thousand digits only a text.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class Unreadable(ValueError):
    """The text stops being JSON."""


class _Buffer:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.text = ""
        self.at = 0

    def more(self) -> bool:
        piece = self._stream.read(max(_READ, len(self.text) - self.at))
        self.text = self.text[self.at :] + piece
        self.at = 0
        return bool(piece)

    def peek(self) -> str:
        """Return the next character that is not white space, "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n\ufeff":
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, expected: str) -> None:
        if self.peek() != expected:
            raise Unreadable
        self.at += 1

    def value(self) -> Any:
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) > LARGEST_ITEM or not self.more():
                    raise Unreadable from error
                continue
            except (ValueError, RecursionError) as error:  # a number or a nesting beyond sense
                raise Unreadable from error
            # A number may go on in the next piece.
            if end == len(self.text) and self.text[end - 1] not in '}]"' and self.more():
                continue
            self.at = end
            return found


def items(stream: TextIO) -> Iterator[tuple[str, Any]]:
    """Yield (key, item) for a page, an array, an object or lines of JSON.

    ``key`` is the name of the list an item stood in, "" for a bare array, a line or a whole
    object. Lists at the top, or in an object that only wraps them, are given item by item,
    everything else of an object as one item at the end under "". Raises `Unreadable` where the
    text stops being JSON.
    """
    buffer = _Buffer(stream)
    while first := buffer.peek():
        if first == "[":
            for item in _array(buffer):
                yield "", item
        elif first == "{":
            yield from _object(buffer)
        elif first == ",":  # lines of JSON with a comma left at their ends
            buffer.at += 1
        else:
            raise Unreadable


def _array(buffer: _Buffer) -> Iterator[Any]:
    buffer.take("[")
    if buffer.peek() == "]":
        buffer.at += 1
        return
    while True:
        yield buffer.value()
        if buffer.peek() == ",":
            buffer.at += 1
            continue
        buffer.take("]")
        return


LISTS = (
    "contents",
    "content",
    "services",
    "organizations",
    "organisations",
    "items",
    "data",
    "results",
    "records",
    "features",
)
"""Lists at the top of a page whose items stand for themselves."""


def _object(buffer: _Buffer) -> Iterator[tuple[str, Any]]:
    rest: dict[str, Any] = {}
    streamed = False
    buffer.take("{")
    while buffer.peek() != "}":
        key = buffer.value()
        buffer.take(":")
        table = isinstance(key, str) and key.lower().endswith(".csv")
        # `services` beside a name belongs to that organization, so only lists before one stream.
        if buffer.peek() == "[" and (table or key in LISTS) and not ({"id", "name"} & rest.keys()):
            streamed = True
            for item in _array(buffer):
                yield str(key), item
        else:
            rest[str(key)] = buffer.value()
        if buffer.peek() == ",":
            buffer.at += 1
    buffer.take("}")
    if {"id", "name"} & rest.keys():
        yield "", rest
        return
    within = list(_within(rest)) if rest else []
    yield from within
    if rest and not streamed and not within:
        yield "", rest


def _within(wrapper: dict[str, Any], *, deeper: bool = True) -> Iterator[tuple[str, Any]]:
    """Yield the items of lists in an object that is no item itself, and of one object inside it."""
    for key, value in wrapper.items():
        if isinstance(value, list) and (key in LISTS or table_of(key)):
            yield from ((key, item) for item in value if isinstance(item, dict))
        elif deeper and isinstance(value, dict) and not ({"id", "name"} & value.keys()):
            yield from _within(value, deeper=False)
