"""What one desk has at hand: its settings and facts, its cards, its index, its clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from deskaid.cards.library import Library
from deskaid.commands import COMMANDS
from deskaid.errors import DeskaidError
from deskaid.numbers import Numbers, numbers_for
from deskaid.paths import Paths
from deskaid.search.query import Finder, IndexDamaged
from deskaid.settings import Settings, Site, SiteRefused, load_settings, load_site

if TYPE_CHECKING:
    from deskaid.search.vocabulary import MenuEntry, Need, Vocabulary


class Desk:
    """One desk's files, read when they are needed.

    ``troubles`` are faults in files that people edit; none of them keeps the screen down, and
    whatever is good in a file is used. ``clock`` replaces the library's own time in tests.
    """

    def __init__(self, paths: Paths, *, clock: Callable[[], datetime] | None = None) -> None:
        self.paths = paths
        self._clock = clock
        self.troubles: list[DeskaidError] = []
        self.settings = self._load_settings()
        self.site = self._load_site()
        self.library = Library(paths.shipped / "scripts", paths.scripts)
        self.finder: Finder | None = None
        self._words: Vocabulary | None = None

    @property
    def facts(self) -> Mapping[str, str]:
        """This library's facts for a card's placeholders, and its country's numbers."""
        return self.site.card_facts

    @property
    def numbers(self) -> Numbers:
        """The numbers that are always on the screen, for this library's country."""
        return numbers_for(self.site.country)

    def now(self) -> datetime:
        """Return the time of day, in this library's time zone where one is set."""
        return self._clock() if self._clock is not None else self.site.now()

    def menu(self) -> "tuple[MenuEntry, ...]":
        """Return the letters of Say it, with this library's own choices over the shipped ones."""
        from dataclasses import replace

        entries = {entry.letter: entry for entry in self._vocabulary().menu}
        for letter, card in self.settings.menu.items():
            if letter in entries:
                entries[letter] = replace(entries[letter], target=card, is_group=False, label="")
        return tuple(entries.values())

    def needs(self) -> "list[Need]":
        """Return every need of the directory, those with a letter of the menu and those without."""
        return list(self._vocabulary().needs.values())

    def open_finder(self) -> None:
        """Open the search index, or leave it closed while there is none that can be used."""
        try:
            self.finder = Finder(self.paths.search) if self.paths.search.exists() else None
        except IndexDamaged:  # it is built again a moment from now
            self.finder = None

    def reload_site(self) -> None:
        """Read this library's facts again, after they were edited."""
        self.site = self._load_site()

    def _vocabulary(self) -> "Vocabulary":
        if self._words is None:
            from deskaid.search.vocabulary import FILE_NAME, load_vocabulary

            self._words = load_vocabulary(self.paths.shipped / FILE_NAME)
        return self._words

    def _load_settings(self) -> Settings:
        try:
            settings = load_settings(self.paths)
            settings.check_keys(name for entry in COMMANDS for name in entry.key_ids)
        except DeskaidError as error:
            self.troubles.append(error)
            return Settings()
        return settings

    def _load_site(self) -> Site:
        try:
            return load_site(self.paths)
        except SiteRefused as error:
            self.troubles.append(error)
            return error.site
        except DeskaidError as error:
            self.troubles.append(error)
            return Site()
