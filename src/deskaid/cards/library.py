"""All cards of this desk: the shipped ones, and the library's own in their place."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from deskaid.errors import FileTrouble, NothingFound

# The reader of cards (a dozen milliseconds of classes and patterns) is imported when the first
# card is read: this module is on the way to the first screen, which reads none.
if TYPE_CHECKING:
    from deskaid.cards.card import Card
    from deskaid.cards.parser import CardProblem
    from deskaid.cards.translation import Translation

SPANISH = "es"  # the folder of translations beside the cards
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Library:
    """The cards of two folders; a local card replaces the shipped one of the same name.

    A local card that cannot be read never hides the shipped one: it goes to ``problems``. The
    same holds for the Spanish of a card, in the folder ``es`` of either.
    Nothing is read until it is asked for.
    """

    def __init__(self, shipped: Path, local: Path) -> None:
        self.shipped = shipped
        self.local = local
        self._problems: dict[Path, CardProblem] = {}

    @property
    def problems(self) -> "list[CardProblem]":
        """The cards met so far that could not be read; all of them after `cards`."""
        return [self._problems[path] for path in sorted(self._problems)]

    def ids(self) -> list[str]:
        """Return the ids of all card files, sorted, without reading one."""
        return sorted(_files(self.shipped).keys() | _files(self.local).keys())

    def card(self, card_id: str) -> "Card":
        """Return one card, reading only its file.

        Raises `NothingFound` with the nearest ids, or `CardProblem` when the only file of that
        name cannot be read.
        """
        if (
            card_id and set(card_id) <= _ID_CHARACTERS
        ):  # anything else could name a file outside the folders
            local, shipped = (folder / f"{card_id}.md" for folder in (self.local, self.shipped))
            if local.is_file():
                card = self._try(local, local=True)
                if card is not None:
                    return card
                if not shipped.is_file():
                    raise self._problems[local]
            if shipped.is_file():
                from deskaid.cards.parser import read_card

                return read_card(shipped)
        raise NothingFound(f"There is no card '{card_id}'.", hint=self._nearest(card_id))

    def cards(self) -> "list[Card]":
        """Return every card that can be read, by id; what cannot be is in ``problems``.

        The library's own Spanish is looked at too, for ``problems``.
        """
        self._problems.clear()
        found: dict[str, Card] = {}
        for path in _files(self.shipped).values():
            self._keep(found, self._try(path, local=False))
        for path in _files(self.local).values():
            self._keep(found, self._try(path, local=True))
        for path in _files(self.local / SPANISH).values():
            self._try_spanish(path, local=True)
        return [found[card_id] for card_id in sorted(found)]

    def spanish(self, card: "Card") -> "Translation | None":
        """Return the Spanish of ``card``'s spoken lines, or None where there is none to trust.

        The library's own replaces the shipped one. Shipped Spanish is left out where the
        library's own card says something else in English.
        """
        name = f"{card.id}.md"
        own = self.local / SPANISH / name
        found = self._try_spanish(own, local=True) if own.is_file() else None
        if found is not None and found.pairs(card):
            return found
        shipped = self.shipped / SPANISH / name
        if not shipped.is_file() or not self._speaks_as_shipped(card):
            return None
        found = self._try_spanish(shipped, local=False)
        return found if found is not None and found.pairs(card) else None

    def _speaks_as_shipped(self, card: "Card") -> bool:
        if not card.local:
            return True
        path = self.shipped / f"{card.id}.md"
        shipped = self._try(path, local=False) if path.is_file() else None
        return shipped is not None and _spoken(shipped) == _spoken(card)

    def titles(self) -> dict[str, str]:
        """Return the title of every card that can be read, by id."""
        return {card.id: card.title for card in self.cards()}

    def fingerprint(self) -> str:
        """Return a short text that changes when a card file comes, goes or changes.

        It looks at names, sizes and times only, so it is cheap enough for every start.
        """
        files: list[str] = []
        for layer, folder in (("shipped", self.shipped), ("local", self.local)):
            for card_id, path in sorted(_files(folder).items()):
                try:
                    about = path.stat()
                except OSError:  # removed a moment ago: the next look sees that
                    continue
                files.append(f"{layer} {card_id} {about.st_size} {about.st_mtime_ns}")
        return f"{len(files)}-{crc32(chr(10).join(files).encode()):08x}"

    def _try(self, path: Path, *, local: bool) -> "Card | None":
        from deskaid.cards.parser import CardProblem, read_card

        try:
            card = read_card(path, local=local)
        except CardProblem as problem:
            self._problems[path] = problem
            return None
        self._problems.pop(path, None)
        return card

    def _try_spanish(self, path: Path, *, local: bool) -> "Translation | None":
        from deskaid.cards.translation import CardProblem, read_translation

        try:
            found = read_translation(path, local=local)
        except CardProblem as problem:
            self._problems[path] = problem
            return None
        self._problems.pop(path, None)
        return found

    def _keep(self, found: "dict[str, Card]", card: "Card | None") -> None:
        if card is not None:
            found[card.id] = card

    def _nearest(self, card_id: str) -> str:
        from difflib import get_close_matches  # only where nothing was found

        close = get_close_matches(card_id.lower(), self.ids(), n=3, cutoff=0.5)
        if close:
            return "Did you mean " + " or ".join(f"'{each}'" for each in close) + "?"
        return f"Find it with 'deskaid find {card_id.replace('-', ' ')}'."


def _spoken(card: "Card") -> list[tuple[str, str]]:
    """Return what ``card`` says in English, without its other wordings."""
    return [(line.kind, line.text) for line in card.spoken()]


def _files(folder: Path) -> dict[str, Path]:
    """Return the card files of ``folder`` by name; empty when there is no such folder."""
    return {path.stem: path for path in _markdown(folder)}


def _markdown(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise FileTrouble(
            f"The folder {folder} cannot be read ({error.strerror}).",
            hint="Check who may read it.",
        ) from error
    for path in entries:
        hidden = path.name.startswith((".", "_", "~"))
        if path.suffix == ".md" and not hidden and path.stem.lower() != "readme":
            yield path
