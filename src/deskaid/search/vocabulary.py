"""The words of the desk: synonyms and slang, needs, noise words and the letter menus."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from deskaid.errors import FileTrouble, Refused
from deskaid.search.schema import WORD_LIST
from deskaid.search.stems import stem
from deskaid.search.tokens import words

FILE_NAME = WORD_LIST
_SECTIONS = {
    *("noise", "settings", "same", "leads_to", "directory", "needs", "menu"),
    *("spanish", "spanish_needs"),
}

Phrase = tuple[str, ...]
"""The words of a phrase as written, or their stems, in order."""


def stems(phrase: Phrase) -> Phrase:
    """Return the stems of a phrase's words."""
    return tuple(map(stem, phrase))


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody may be sent on for: a code of cards and listings, and how it reads.

    ``letter`` opens it in the menu of Refer; "" when it is not in the menu.
    """

    code: str
    label: str
    letter: str
    phrases: frozenset[Phrase]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One letter of the menu of Say it: a card's id, or a group's name.

    ``label`` is what the menu shows; "" where the card's own neutral label does.
    """

    letter: str
    target: str
    is_group: bool
    label: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What the words of the desk mean.

    ``settings`` maps a group of cards to the meanings of which one should have been typed.
    ``same`` maps a meaning to the phrases which stand for it wherever they are read;
    ``leads_to`` maps it to those which stand for it only when somebody types them;
    ``directory`` holds groups of phrases, as written, which are alike in a listing's text.
    """

    stop: frozenset[str]
    filler: frozenset[str]
    weak: frozenset[str]
    settings: Mapping[str, tuple[str, ...]]
    same: Mapping[str, frozenset[Phrase]]
    leads_to: Mapping[str, frozenset[Phrase]]
    directory: tuple[frozenset[Phrase], ...]
    needs: Mapping[str, Need]
    menu: tuple[MenuEntry, ...]
    known: frozenset[str] = field(default=frozenset())
    """Every single word named anywhere: never a misspelling."""
    foreign: frozenset[str] = field(default=frozenset())
    """Words of another language: what stands beside them is no misspelled English."""

    @cached_property
    def read_as(self) -> Mapping[Phrase, tuple[str, ...]]:
        """The meanings of each phrase, as written, in a text of ours."""
        return _turned(self.same.items())

    @cached_property
    def led_to(self) -> Mapping[Phrase, tuple[str, ...]]:
        """The meanings to which each phrase, as written, leads when somebody types it."""
        return _turned(self.leads_to.items())

    @cached_property
    def need_phrases(self) -> Mapping[Phrase, tuple[str, ...]]:
        """The need codes of each phrase, as written."""
        return _turned((need.code, need.phrases) for need in self.needs.values())

    def need_letters(self) -> list[Need]:
        """Return the needs in the menu of Refer, in the order of the file."""
        return [need for need in self.needs.values() if need.letter]


def load_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in ``path``.

    Raises `FileTrouble` when it cannot be read, and `Refused` naming file and key when a value
    is not what it should be: a misspelled section, a letter used twice, an unknown meaning.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileTrouble(
            f"The word list {path} cannot be read ({error.strerror}).",
            hint="Install deskaid again, or put the file back.",
        ) from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"The word list {path} is not UTF-8 text.", hint="Save it again as UTF-8."
        ) from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            f"The word list {path} is not valid TOML: {error}.", hint="Mend that line."
        ) from error
    return _Reader(path, content).vocabulary()


def stemmed(meanings: Mapping[Phrase, tuple[str, ...]]) -> dict[Phrase, tuple[str, ...]]:
    """Return ``meanings`` by the stems of their phrases."""
    return _turned((name, [stems(phrase)]) for phrase, names in meanings.items() for name in names)


def _turned(pairs: Iterable[tuple[str, Iterable[Phrase]]]) -> dict[Phrase, tuple[str, ...]]:
    turned: dict[Phrase, tuple[str, ...]] = {}
    for name, phrases in pairs:
        for phrase in phrases:
            if name not in turned.get(phrase, ()):
                turned[phrase] = (*turned.get(phrase, ()), name)
    return turned


class _Reader:
    """Turns the file's tables into a `Vocabulary`, saying which key is at fault."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self.content = content
        self.seen: set[str] = set()

    def vocabulary(self) -> Vocabulary:
        for name in self.content.keys() - _SECTIONS:
            raise self._refusal(name, f"no such section; one of {', '.join(sorted(_SECTIONS))}")
        noise = {
            name: self._single_words(f"noise.{name}", text)
            for name, text in self._table("noise").items()
            if name != "spanish"
        }
        same = {name: self._phrases(f"same.{name}", text) for name, text in self._lists("same")}
        leads = self._leads("leads_to", same)
        needs = {need.code: need for need in self._needs()}
        english = frozenset(self.seen)  # from here on, what was not seen yet is Spanish
        small = self._single_words("noise.spanish", self._table("noise").get("spanish", ""))
        for name, phrases in self._leads("spanish", same).items():
            leads[name] = leads.get(name, frozenset()) | phrases
        for code, text in self._lists("spanish_needs"):
            if code not in needs:
                raise self._refusal(f"spanish_needs.{code}", "there is no such need")
            spoken = self._phrases(f"spanish_needs.{code}", text)
            needs[code] = replace(needs[code], phrases=needs[code].phrases | spoken)
        foreign = frozenset(self.seen) - english
        none: frozenset[str] = frozenset()
        return Vocabulary(
            stop=noise.get("stop", none) | (small & foreign),
            filler=noise.get("filler", none),
            weak=none.union(*(noise.get(name, none) for name in ("weak", "family", "ordinary"))),
            settings={
                group: self._meanings(f"settings.{group}", text, same)
                for group, text in self._lists("settings")
            },
            same=same,
            leads_to=leads,
            directory=tuple(
                frozenset(tuple(words(part)) for part in text.split(","))
                for _, text in self._lists("directory")
            ),
            needs=needs,
            menu=tuple(self._menu()),
            known=frozenset(self.seen),
            foreign=foreign,
        )

    def _leads(self, section: str, same: Mapping[str, object]) -> dict[str, frozenset[Phrase]]:
        leads = {
            name: self._phrases(f"{section}.{name}", text) for name, text in self._lists(section)
        }
        for name in leads.keys() - same.keys():
            raise self._refusal(f"{section}.{name}", "there is no such line under [same]")
        return leads

    def _table(self, name: str) -> dict[str, Any]:
        table = self.content.get(name, {})
        if not isinstance(table, dict):
            raise self._refusal(name, "this should be a section in square brackets")
        return table

    def _lists(self, name: str) -> Iterator[tuple[str, str]]:
        for key, text in self._table(name).items():
            yield key, self._text(f"{name}.{key}", text)

    def _text(self, key: str, text: object) -> str:
        if not isinstance(text, str):
            raise self._refusal(key, "this should be text in quotes, with commas between words")
        return text

    def _phrases(self, key: str, text: object) -> frozenset[Phrase]:
        found = [words(part) for part in self._text(key, text).split(",")]
        self.seen.update(word for phrase in found for word in phrase)
        return frozenset(tuple(phrase) for phrase in found if phrase)

    def _meanings(self, key: str, text: str, same: Mapping[str, object]) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(","))
        for name in names:
            if name not in same:
                raise self._refusal(key, f"there is no line {name} under [same]")
        return names

    def _single_words(self, key: str, text: object) -> frozenset[str]:
        found = words(self._text(key, text))
        self.seen.update(found)
        return frozenset(found)

    def _needs(self) -> Iterator[Need]:
        letters: dict[str, str] = {}
        for code, table in self._table("needs").items():
            if not isinstance(table, dict):
                raise self._refusal(f"needs.{code}", "this should be a section of its own")
            letter = self._letter(f"needs.{code}.letter", table.get("letter", ""), letters)
            yield Need(
                code=code,
                label=self._text(f"needs.{code}.label", table.get("label")),
                letter=letter,
                phrases=self._phrases(f"needs.{code}.words", table.get("words")),
            )

    def _menu(self) -> Iterator[MenuEntry]:
        letters: dict[str, str] = {}
        menu = self._table("menu")
        labels = menu.get("labels", {})
        for part, is_group in (("asked", False), ("groups", True)):
            for key, target in menu.get(part, {}).items():
                name = f"menu.{part}.{key}"
                letter = self._letter(name, key, letters)
                label = self._text(f"menu.labels.{key}", labels.get(key, ""))
                yield MenuEntry(letter, self._text(name, target), is_group, label)

    def _letter(self, key: str, letter: object, taken: dict[str, str]) -> str:
        if letter == "":
            return ""
        if not isinstance(letter, str) or len(letter) != 1 or not letter.isascii():
            raise self._refusal(key, "this should be one letter")
        if letter in taken:
            raise self._refusal(key, f"the letter {letter} is already used by {taken[letter]}")
        taken[letter] = key
        return letter

    def _refusal(self, key: str, why: str) -> Refused:
        return Refused(f"In {self.path}, {key}: {why}.", hint="Mend that line of the file.")
