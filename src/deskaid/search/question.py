"""What somebody typed, as evidence: each word with what it may be and what it may mean."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from dataclasses import dataclass, field
from itertools import combinations

from deskaid.search.schema import LONGEST_PHRASE, STOP, WEAK
from deskaid.search.spelling import LONGEST, SHORTEST, deletions, distance, is_slip, squeeze
from deskaid.search.stems import stem
from deskaid.search.tokens import words

LONGEST_TEXT = 200
"""Characters of a pasted text that are read."""
MOST_WORDS = 12
"""Words of a pasted text that are read: more say nothing that these do not."""
_MOST_COMPLETIONS = {1: 6, 2: 12, 3: 18}
_COMPLETIONS = 24
_MOST_SLIPS = 4
_FAR_SLIP_LENGTH = 8
"""From this length on, a word may be two slips away; shorter ones would meet too many others."""

# How much a guess is worth beside the very word.
STEM, JOINED, MEANING, PHRASE = 0.78, 0.95, 0.72, 0.85
SLIP, FAR_SLIP, REDUCED, LOOSE, LED = 0.85, 0.7, 0.85, 0.5, 0.75
INSIDE, OWN, REVERSED = 0.6, 0.75, 0.55
_PREFIX_LEAST, _PREFIX_SPAN = 0.45, 0.45


Span = tuple[int, ...]
"""Places of words in the question."""


@dataclass(slots=True)
class Evidence:
    """A term of the card index which stands for words ``first`` to ``last`` of the question."""

    term: str
    weight: float
    first: int
    last: int


@dataclass(slots=True)
class Question:
    """The typed words and all that speaks for them.

    ``noise`` holds each word's worth, 1 for a telling one; ``instead`` gives the corrections of
    words which are not known; ``needs`` maps a need to the words that mean it.
    """

    tokens: list[str]
    noise: list[float]
    evidence: list[Evidence] = field(default_factory=list)
    instead: dict[int, list[str]] = field(default_factory=dict)
    needs: dict[str, set[int]] = field(default_factory=dict)

    @property
    def telling(self) -> list[int]:
        """The places of the telling words; those of all words when none is."""
        found = [at for at, worth in enumerate(self.noise) if worth >= WEAK]
        return found or list(range(len(self.tokens)))


def read(database: sqlite3.Connection, text: str) -> Question:
    """Return ``text`` as a question; with no tokens when it holds no word."""
    tokens = words(text[:LONGEST_TEXT])
    noise = _noise(database, tokens)
    if len(tokens) > MOST_WORDS:  # a pasted sentence: its small words go first
        kept = [at for at, worth in enumerate(noise) if worth > STOP][:MOST_WORDS]
        tokens, noise = [tokens[at] for at in kept], [noise[at] for at in kept]
    question = Question(tokens, noise)
    if tokens:
        _Reader(database, question).gather()
    return question


def _noise(database: sqlite3.Connection, tokens: list[str]) -> list[float]:
    marks = ", ".join("?" * len(tokens))
    found = dict(
        database.execute(f"select term, weight from noise where term in ({marks})", tokens)
    )
    worth = [float(found.get(token, 1.0)) for token in tokens]
    return worth if any(worth) else [1.0] * len(tokens)


class _Reader:
    """Gathers the evidence of one question."""

    def __init__(self, database: sqlite3.Connection, question: Question) -> None:
        self.database = database
        self.question = question
        self.tokens = question.tokens
        self.read = list(question.tokens)

    def gather(self) -> None:
        counts = self._counts()
        self.in_cards = {at for at, token in enumerate(self.tokens) if counts.get(token)}
        for at, token in enumerate(self.tokens):
            self._add(token, 1.0, at, at)
            # A word in the word list but in no card has a meaning of its own, which says more
            # than its stem: a "shooter" is not somebody who says "I'll shoot".
            own = token in counts and at not in self.in_cards
            self._add(f"~{stem(token)}", STEM * (OWN if own else 1.0), at, at)
            self._complete(at, token, 0.6 if token in counts else 1.0)
        self._correct()
        self._join()
        self._mean()

    def _counts(self) -> dict[str, int]:
        """Return in how many cards each word is, for those that the index knows."""
        marks = ", ".join("?" * len(self.tokens))
        return dict(
            self.database.execute(f"select term, df from word where term in ({marks})", self.tokens)
        )

    def _add(self, term: str, weight: float, first: int, last: int) -> None:
        self.question.evidence.append(Evidence(term, weight, first, last))

    def _complete(self, at: int, token: str, trust: float) -> None:
        """Take the word as the beginning of longer ones; the last word most of all."""
        is_last = at == len(self.tokens) - 1
        if not is_last and (len(token) < 3 or self.question.noise[at] < WEAK):
            return
        found = self.database.execute(
            "select term, stem from word where term > ? and term < ? order by df desc limit ?",
            (token, token + "\U0010ffff", _MOST_COMPLETIONS.get(len(token), _COMPLETIONS)),
        ).fetchall()
        own = stem(token)
        longer = [term for term, its_stem in found if its_stem != own]
        means = self._known_meanings(set(longer)) if len(token) >= SHORTEST else {}
        for term in longer:
            weight = _PREFIX_LEAST + _PREFIX_SPAN * len(token) / len(term)
            weight *= trust if is_last else 0.7 * trust
            self._add(term, weight, at, at)
            self._mark(means.get(term, ""), weight * MEANING, at, at)

    def _correct(self) -> None:
        """Guess at words which no card, no listing and no word list knows."""
        for at, token in enumerate(self.tokens):
            if not SHORTEST <= len(token) <= LONGEST or token.isdigit() or self._is_known(token):
                continue
            guesses = self._slips(token)
            weight = SLIP
            if not guesses and len(token) >= _FAR_SLIP_LENGTH:
                guesses, weight = self._far_slips(token), FAR_SLIP
            if guesses:
                self.question.instead[at] = guesses
                self.read[at] = guesses[0]
            for place, guess in enumerate(guesses):
                worth = weight * 0.9**place
                self._add(guess, worth, at, at)
                self._add(f"~{stem(guess)}", worth * STEM, at, at)
                if place:  # the first guess takes part in phrases, see _mean
                    self._meanings_of([guess], worth * MEANING, at, at)
            if not guesses:
                self._split(at, token)

    def _is_known(self, token: str) -> bool:
        """Return whether ``token`` is a word here or the beginning of one."""
        end = token + "\U0010ffff"
        for table in ("word", "vocab"):
            found = self.database.execute(
                f"select 1 from {table} where term >= ? and term < ? limit 1", (token, end)
            ).fetchone()
            if found:
                return True
        found = self.database.execute(
            "select 1 from posting where term = ? limit 1", (f"~{stem(token)}",)
        ).fetchone()
        return found is not None

    def _slips(self, token: str) -> list[str]:
        forms = sorted(deletions(token))
        marks = ", ".join("?" * len(forms))
        found = self.database.execute(
            "select distinct spelling.term, coalesce(word.df, 0), coalesce(vocab.df2, 0),"
            " word.term is not null"
            " from spelling left join word using (term)"
            f" left join vocab on vocab.term = spelling.term where form in ({marks}) limit 200",
            forms,
        )
        ranked = []
        for term, cards, listings, ours in found:
            if is_slip(token, term):
                near = 1 if squeeze(token) == squeeze(term) else 2
                ranked.append((near, -ours, -min(cards, 1), -cards, -listings, term))
            elif len(term) > len(token) > SHORTEST and any(
                is_slip(token, term[: len(token) + more]) for more in (-1, 0, 1)
            ):
                ranked.append((3, -ours, -min(cards, 1), -cards, -listings, term))
        return [row[-1] for row in sorted(ranked)[:_MOST_SLIPS]]

    def _far_slips(self, token: str) -> list[str]:
        found = self.database.execute(
            "select term from word where term >= ? and term < ? and length(term) between ? and ?",
            (token[0], token[0] + "\U0010ffff", len(token) - 2, len(token) + 2),
        )
        near = [
            (distance(token, term, limit=2), term)
            for (term,) in found
            if len(set(token) ^ set(term)) <= 4
        ]
        return [term for slips, term in sorted(near) if slips <= 2][:_MOST_SLIPS]

    def _split(self, at: int, token: str) -> None:
        """Take an unknown word as two known ones written together."""
        pairs = [(token[:cut], token[cut:]) for cut in range(3, len(token) - 2)]
        if not pairs:
            return
        parts = sorted({part for pair in pairs for part in pair})
        marks = ", ".join("?" * len(parts))
        known = {
            term
            for (term,) in self.database.execute(
                f"select term from word where term in ({marks})", parts
            )
        }
        for one, other in pairs:
            if one in known and other in known:
                self._add(f"~{stem(one)}", SLIP * STEM, at, at)
                self._add(f"~{stem(other)}", SLIP * STEM, at, at)
                self._meanings_of([one, other], SLIP * MEANING, at, at)
                return

    def _join(self) -> None:
        """Take two neighbors as one word: "co worker", "rest room"."""
        for at in range(len(self.tokens) - 1):
            whole = self.tokens[at] + self.tokens[at + 1]
            found = self.database.execute(
                "select stem from word where term = ?", (whole,)
            ).fetchone()
            if found:
                self._add(whole, JOINED, at, at + 1)
                self._add(f"~{found[0]}", JOINED * STEM, at, at + 1)
                self._meanings_of([whole], JOINED * MEANING, at, at + 1)

    def _mean(self) -> None:
        """Look up every run of words, and every pair without the noise between them."""
        spans: dict[Span, float] = {}
        count = len(self.tokens)
        for first in range(count):
            for end in range(first + 1, min(first + LONGEST_PHRASE, count) + 1):
                spans[tuple(range(first, end))] = 1.0
        telling = [at for at in range(count) if self.question.noise[at] >= WEAK]
        for one, other in combinations(telling, 2):
            if other - one < LONGEST_PHRASE:
                spans.setdefault((one, other), REDUCED)
                spans[other, one] = REVERSED
        written = {places: " ".join(self.read[at] for at in places) for places in spans}
        stemmed = {places: "~" + " ".join(stem(self.read[at]) for at in places) for places in spans}
        known = self._known_meanings({*written.values(), *stemmed.values()})
        inside = {
            at
            for places, phrase in written.items()
            if len(places) > 1 and phrase in known
            for at in places
        }
        for places, worth in spans.items():
            exact = known.get(written[places], "")
            loose = [t for t in known.get(stemmed[places], "").split() if t not in exact.split()]
            many = sum(self.question.noise[at] >= WEAK for at in places) > 1
            worth *= PHRASE if many else MEANING
            if len(places) == 1 and places[0] in inside:
                worth *= INSIDE
            elif len(places) == 1 and exact and places[0] not in self.in_cards:
                worth *= PHRASE / MEANING
            worth *= SLIP if places[0] in self.question.instead else 1.0
            first, last = min(places), max(places)
            if exact or loose:
                self._raise(first, last)
            self._mark(exact, worth, first, last)
            self._mark(" ".join(loose), worth * (LOOSE if exact else STEM), first, last)

    def _known_meanings(self, phrases: set[str]) -> dict[str, str]:
        marks = ", ".join("?" * len(phrases))
        return dict(
            self.database.execute(
                f"select phrase, terms from meaning where phrase in ({marks})", sorted(phrases)
            )
        )

    def _raise(self, first: int, last: int) -> None:
        """Let a phrase made of noise words alone, such as "came back", tell something."""
        noise = self.question.noise
        if last > first and max(noise[first : last + 1]) < WEAK:
            noise[last] = 1.0

    def _meanings_of(self, read: list[str], weight: float, first: int, last: int) -> None:
        written, stemmed = " ".join(read), "~" + " ".join(map(stem, read))
        known = self._known_meanings({written, stemmed})
        self._mark(known.get(written) or known.get(stemmed, ""), weight, first, last)

    def _mark(self, terms: str, weight: float, first: int, last: int) -> None:
        for term in terms.split():
            if term.startswith("<"):
                self._add("=" + term[1:], weight * LED, first, last)
                continue
            self._add(term, weight, first, last)
            if term.startswith("@"):
                places = self.question.needs.setdefault(term[1:], set())
                places.update(range(first, last + 1))
