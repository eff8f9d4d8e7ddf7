"""What one desk has at hand: its settings and facts, its cards, its index, its clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from deskaid.commands import COMMANDS
from deskaid.errors import DeskaidError
from deskaid.numbers import Numbers, numbers_for
from deskaid.paths import Paths
from deskaid.settings import Settings, Site, usable_settings
from deskaid.site import usable_site

if TYPE_CHECKING:
    from deskaid.cards.library import Library
    from deskaid.cards.phrasebook import Phrasebook
    from deskaid.holiday_file import Holidays
    from deskaid.referrals.reading import Mark
    from deskaid.referrals.tending.clerk import Clerk
    from deskaid.search.query import Finder
    from deskaid.search.vocabulary import MenuEntry, Need, Vocabulary


class Desk:
    """One desk's files, read when they are needed.

    ``troubles`` are faults in files that people edit; none of them keeps the screen down, and
    whatever is good in a file is used. ``clock`` replaces the library's own time in tests.
    ``marked`` are the ids of the listings on this patron's slip; Home clears them.
    """

    def __init__(self, paths: Paths, *, clock: Callable[[], datetime] | None = None) -> None:
        self.paths = paths
        self._clock = clock
        self.troubles: list[DeskaidError] = []
        self.settings = self._load_settings()
        self.site = self._load_site()
        self.finder: Finder | None = None
        self.marked: list[str] = []
        self._words: Vocabulary | None = None
        self._holidays: Holidays | None = None
        self._marks: tuple[int, Mapping[str, Mark]] = (-1, {})

    @cached_property
    def clerk(self) -> "Clerk":
        """Who cares for the directory at this desk now."""
        from deskaid.referrals.tending.clerk import Clerk

        return Clerk()

    def next_patron(self) -> None:
        """Forget whose turn it was: what is marked for a slip, and who checked listings."""
        self.marked.clear()
        if "clerk" in vars(self):
            self.clerk.forget()

    @cached_property
    def library(self) -> "Library":
        """The cards of this desk."""
        from deskaid.cards.library import Library  # the first screen reads none

        return Library(self.paths.shipped / "scripts", self.paths.scripts)

    @cached_property
    def phrasebook(self) -> "Phrasebook":
        """The phrases of this desk."""
        from deskaid.cards.phrasebook import Phrasebook

        return Phrasebook(self.paths.shipped, self.paths.scripts)

    @property
    def facts(self) -> Mapping[str, str]:
        """This library's facts for a card's placeholders, and its country's numbers."""
        return self.site.card_facts

    @property
    def numbers(self) -> Numbers:
        """The numbers that are always on the screen, for this library's country."""
        return numbers_for(self.site.country)

    @property
    def holidays(self) -> "Holidays":
        """Answers which public holiday a day is at this library, or ""."""
        if self._holidays is None:
            from deskaid.holiday_file import read_holidays  # not before something is found

            self._holidays = read_holidays(self.paths)
        return self._holidays

    @property
    def marks(self) -> "Mapping[str, Mark]":
        """What this library added to listings: checks, flags, pins, tips. Read again when changed.

        A file that cannot be read gives none; opening a listing says what is wrong with it.
        """
        from deskaid.referrals.reading import local_marks, local_version

        try:
            version = local_version(self.paths.database)
            if version != self._marks[0]:
                self._marks = version, local_marks(self.paths.database)
        except DeskaidError:
            return {}
        return self._marks[1]

    def now(self) -> datetime:
        """Return the time of day, in this library's time zone where one is set."""
        return self._clock() if self._clock is not None else self.site.now()

    def menu(self) -> "tuple[MenuEntry, ...]":
        """Return the letters of Say it, with this library's own choices over the shipped ones.

        A card has one letter: what this library gives it replaces the shipped one. A group
        whose letter was given away stays, without one. Choices that lead to no card are left out.
        """
        from deskaid.search.vocabulary import MenuEntry

        shipped = self._vocabulary().menu
        known = set(self.library.ids()) if self.settings.menu else set()
        own = {letter: card for letter, card in self.settings.menu.items() if card in known}
        labels = {entry.target: entry.label for entry in shipped}
        chosen = {
            letter: MenuEntry(letter, card, False, labels.get(card, ""))
            for letter, card in own.items()
        }
        entries: list[MenuEntry] = []
        for entry in shipped:
            if entry.letter in chosen:
                entries.append(chosen.pop(entry.letter))
                if entry.is_group:
                    entries.append(MenuEntry("", entry.target, True))
            elif entry.is_group or entry.target not in own.values():
                entries.append(entry)
        return (*entries, *chosen.values())

    def menu_trouble(self) -> DeskaidError | None:
        """Return what is wrong with this library's own letters of Say it, or None.

        Asked where the menu is shown: the first screen has no use for the names of all cards.
        """
        if not self.settings.menu:
            return None
        try:
            self.settings.check_menu(self.library.ids())
        except DeskaidError as error:
            return error
        return None

    def needs(self) -> "list[Need]":
        """Return every need of the directory, those with a letter of the menu and those without."""
        return list(self._vocabulary().needs.values())

    def open_finder(self) -> None:
        """Open the search index, or leave it closed while there is none that can be used."""
        self._holidays = None  # they are made together
        from deskaid.search.query import Finder, IndexDamaged

        try:
            found = self.paths.search.exists()
            self.finder = Finder(self.paths.search, self.paths.database) if found else None
        except IndexDamaged:  # it is built again a moment from now
            self.finder = None

    def load_what_answers_need(self) -> None:
        """Load what draws an answer, so that the first key does not wait for it."""
        import deskaid.preview
        import deskaid.referrals.browse.whom
        import deskaid.referrals.hours  # noqa: F401

    def renew_finder(self) -> None:
        """Turn to a newer index, such as after an import from the command line."""
        if self.finder is None:
            self.open_finder()
            return
        from deskaid.search.query import IndexDamaged

        try:
            self.finder.renew()
        except IndexDamaged:
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
        known = (name for entry in COMMANDS for name in entry.key_ids)
        settings, trouble = usable_settings(self.paths, known)
        if trouble is not None:
            self.troubles.append(trouble)
        return settings

    def _load_site(self) -> Site:
        site, trouble = usable_site(self.paths)
        if trouble is not None:
            self.troubles.append(trouble)
        return site
