"""Check cards against the rules of content research section 4 and a few of ours.

Run ``deskaid lint [PATH...]``, or ``python -m deskaid.cards.lint [PATH...]``.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from deskaid.cards.card import Card
from deskaid.cards.moment_files import FOLDER
from deskaid.cards.parser import CardProblem, read_card
from deskaid.cards.phrasebook import Moment, read_moment
from deskaid.cards.rules import deck, moments, shape, spanish, words
from deskaid.cards.rules.model import Desk, Fault, Rule, Severity
from deskaid.cards.sources import Source, load_sources
from deskaid.cards.translation import LANGUAGE, read_translation
from deskaid.errors import NothingFound
from deskaid.paths import shipped

RULES: tuple[Rule, ...] = tuple(
    sorted((*shape.RULES, *words.RULES, *deck.RULES), key=lambda rule: rule.number)
)
UNREADABLE = 0  # the rule number of a card that cannot be read at all


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. ``row`` counts from 1; 0 means the whole file."""

    path: str
    row: int
    rule: int
    severity: Severity
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.row}" if self.row else self.path
        return f"{place}: {self.severity} {self.rule}: {self.message} {self.remedy}".strip()

    def as_dict(self) -> dict[str, str | int]:
        """Return the finding for ``--json``."""
        return asdict(self)


def lint(
    cards: Iterable[Card],
    sources: Mapping[str, Source],
    *,
    known: Iterable[str] = (),
    today: date | None = None,
    excerpts: Sequence[str] = (),
) -> list[Finding]:
    """Return what is wrong with ``cards``, sorted by file and row; none when all is well.

    ``known`` are ids of other cards that a tripwire may name; ``excerpts`` are source texts
    that must not be copied.
    """
    checked = list(cards)
    desk = Desk(
        sources=sources,
        known=frozenset(known) | {card.id for card in checked},
        today=today or datetime.now().astimezone().date(),
        excerpts=excerpts,
    )
    findings = {finding for card in checked for finding in _lint_card(card, desk)}
    rule = next(rule for rule in RULES if rule.check is deck.find_words)
    findings |= {_finding(card, rule, fault) for card, fault in deck.same_find_words(checked)}
    return sorted(findings)


def _lint_card(card: Card, desk: Desk) -> Iterator[Finding]:
    for rule in RULES:
        for fault in rule.check(card, desk):
            yield _finding(card, rule, fault)


def _finding(card: Card, rule: Rule, fault: Fault) -> Finding:
    path = str(card.path or card.id)
    return Finding(path, fault.row, rule.number, fault.severity, fault.message, rule.remedy)


def lint_paths(
    paths: Sequence[Path] = (),
    *,
    local: Path | None = None,
    sources: Sequence[Path] = (),
    excerpts: Path | None = None,
    today: date | None = None,
) -> list[Finding]:
    """Return what is wrong with the cards in ``paths`` (files or folders), or with all cards.

    Files in a folder ``phrases`` are read as phrases, and those in a folder ``es`` as the Spanish
    of cards; these folders are looked at with the cards beside them.

    ``local`` is the folder of the library's own cards, which may hold a ``sources.toml`` of its
    own; ``sources`` are further source files; ``excerpts`` is a folder of ``.txt`` source texts.
    Raises `NothingFound` when a path does not exist, and what `load_sources` raises.
    """
    content = shipped()
    homes = [content / "scripts", *([local] if local else [])]
    files = sorted({file for path in paths or homes for file in _card_files(path, bool(paths))})
    files += sorted({file for path in paths or homes for file in _phrase_files(path)})
    pages = [file for file in files if file.parent.name == FOLDER]
    files += sorted(
        {file for path in paths or homes for file in _card_files(path / LANGUAGE, False)}
    )
    said = [file for file in files if file.absolute().parent.name == LANGUAGE]
    cards, findings = _read([file for file in files if file not in (*pages, *said)], local)
    known = {file.stem for home in homes for file in _card_files(home, False)}
    found = load_sources(
        content / "sources.toml", *([local / "sources.toml"] if local else []), *sources
    )
    texts = [
        file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(excerpts.rglob("*.txt") if excerpts else [])
    ]
    findings += lint(cards, found, known=known, today=today, excerpts=texts)
    findings += _lint_phrases(pages, found, today=today, excerpts=texts)
    findings += [each for file in said for each in _lint_spanish(file, reversed(homes), today)]
    return sorted(findings)


def _card_files(path: Path, must_exist: bool) -> list[Path]:
    if path.is_dir():
        return [
            file
            for file in path.glob("*.md")
            if not file.name.startswith((".", "_", "~")) and file.stem.lower() != "readme"
        ]
    if path.exists():
        return [path]
    if must_exist:
        raise NothingFound(f"There is no file or folder {path}.", hint="Check the path.")
    return []


def _phrase_files(path: Path) -> list[Path]:
    """Return the files of phrases that go with the cards in the folder ``path``."""
    folders = [path / FOLDER, *([path.parent / FOLDER] if path == shipped() / "scripts" else [])]
    return [file for folder in folders for file in _card_files(folder, False)]


def _lint_phrases(
    files: Sequence[Path],
    sources: Mapping[str, Source],
    *,
    today: date | None,
    excerpts: Sequence[str],
) -> list[Finding]:
    found: list[Moment] = []
    findings: list[Finding] = []
    for file in files:
        try:
            found.append(read_moment(file))
        except CardProblem as problem:
            findings.append(
                Finding(str(file), problem.line, UNREADABLE, "error", problem.message, problem.hint)
            )
    desk = Desk(
        sources=sources,
        known=frozenset(),
        today=today or datetime.now().astimezone().date(),
        excerpts=excerpts,
    )
    for moment, number, remedy, fault in moments.broken(found, desk):
        path = str(moment.path)
        findings.append(Finding(path, fault.row, number, fault.severity, fault.message, remedy))
    return findings


def _lint_spanish(file: Path, homes: Iterable[Path], today: date | None) -> Iterator[Finding]:
    """Yield what is wrong with the Spanish in ``file``, beside the card of the same name.

    That card lies one folder up, or in the first of ``homes`` that has it.
    """
    folders = (file.absolute().parent.parent, *homes)
    card = next((path for folder in folders if (path := folder / file.name).is_file()), None)
    try:
        translation = read_translation(file)
        if card is None:
            message = f"There is no card '{translation.id}'."
            yield Finding(str(file), 0, UNREADABLE, "error", message, "Use the id of a card.")
            return
        english = read_card(card)
    except CardProblem as problem:
        if problem.path == file:  # what is wrong with the card is told where the card is read
            message, hint = problem.message, problem.hint
            yield Finding(str(file), problem.line, UNREADABLE, "error", message, hint)
        return
    day = today or datetime.now().astimezone().date()
    for rule, fault in spanish.broken(translation, english, day):
        yield Finding(str(file), fault.row, rule.number, fault.severity, fault.message, rule.remedy)


def _read(files: Sequence[Path], local: Path | None) -> tuple[list[Card], list[Finding]]:
    cards: list[Card] = []
    findings: list[Finding] = []
    for file in files:
        try:
            cards.append(read_card(file, local=local is not None and file.parent == local))
        except CardProblem as problem:
            findings.append(
                Finding(str(file), problem.line, UNREADABLE, "error", problem.message, problem.hint)
            )
    return cards, findings


if __name__ == "__main__":
    outcome = lint_paths([Path(name) for name in sys.argv[1:]])
    for each in outcome:
        sys.stdout.write(f"{each}\n")
    errors = sum(each.severity == "error" for each in outcome)
    sys.stdout.write(f"{errors} errors, {len(outcome) - errors} warnings\n")
    sys.exit(1 if errors else 0)
