"""What somebody typed, as evidence: each word with what it may be and what it may mean."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from itertools import combinations

from deskaid.search.binding import bound
from deskaid.search.correcting import SLIP, guesses, is_known, may_be_a_slip
from deskaid.search.schema import FILLER, LONGEST_PHRASE, STOP, WEAK
from deskaid.search.spelling import SHORTEST
from deskaid.search.stems import stem
from deskaid.search.tokens import words

LONGEST_TEXT = 200
"""Characters of a pasted text that are read."""
MOST_WORDS = 12
"""Words of a pasted text that are read: more say nothing that these do not."""
MOST_TOKENS = 24
"""The same with the small words between them, which phrases need: "no place to go"."""
_NUMBER = 3
"""Numbers with fewer digits tell nothing by themselves; 911, 988 and 211 do."""
_MOST_COMPLETIONS = {1: 6, 2: 12, 3: 18}
_COMPLETIONS = 24
_WHOLE_WORD, _LONGEST_ENDING = 6, 3
"""A word this long that lacks so few letters is another form: "transfer" and "transferred"."""

# How much a guess is worth beside the very word.
STEM, JOINED, MEANING, PHRASE = 0.78, 0.95, 0.72, 0.92
REDUCED, LOOSE, LED = 0.85, 0.5, 0.75
INSIDE, OWN, REVERSED, NOTHING_ELSE = 0.6, 0.75, 0.55, 2.0
_PREFIX_LEAST, _PREFIX_SPAN = 0.45, 0.45


Span = tuple[int, ...]
"""Places of words in the question."""
Likenesses = dict[int, tuple[int, list[str]]]
"""By place: the width of the longest phrase there which a directory says otherwise, and how."""


# Written out here and in the other modules of a search: making a dataclass takes a seventh of a
# millisecond, and every start waits for all of them.
class Evidence:
    """A term of the card index which stands for words ``first`` to ``last`` of the question.

    ``tells`` is what the most telling of those words is worth; ``worth`` the weight of the term
    by how rare it is among cards.
    """

    __slots__ = ("first", "last", "tells", "term", "weight", "worth")

    def __init__(self, term: str, weight: float, first: int, last: int) -> None:
        self.term = term
        self.weight = weight
        self.first = first
        self.last = last
        self.tells = 0.0
        self.worth = 0.0


class Question:
    """The typed words and all that speaks for them.

    ``noise`` holds each word's worth, 1 for a telling one; ``instead`` gives the corrections of
    words which are not known; ``needs`` maps a need to the words that mean it; ``is_foreign`` tells
    whether a word of another language was typed; ``likenesses`` is filled when listings are asked.
    """

    __slots__ = ("evidence", "instead", "is_foreign", "likenesses", "needs", "noise", "tokens")

    def __init__(
        self,
        tokens: list[str],
        noise: list[float],
        *,
        instead: dict[int, list[str]] | None = None,
        is_foreign: bool = False,
        likenesses: Likenesses | None = None,
    ) -> None:
        self.tokens = tokens
        self.noise = noise
        self.evidence: list[Evidence] = []
        self.instead = {} if instead is None else instead
        self.needs: dict[str, set[int]] = {}
        self.is_foreign = is_foreign
        self.likenesses = likenesses

    @property
    def telling(self) -> list[int]:
        """The places of the telling words; those of all words when none is."""
        found = [at for at, worth in enumerate(self.noise) if worth >= WEAK]
        return found or list(range(len(self.tokens)))


def read(database: sqlite3.Connection, text: str) -> Question:
    """Return ``text`` as a question; with no tokens when it holds no word."""
    tokens = words(text[:LONGEST_TEXT])
    noise, is_foreign = _noise(database, tokens)
    if len(tokens) > MOST_WORDS:
        tokens, noise = _shortened(tokens, noise)
    question = Question(tokens, noise, is_foreign=is_foreign)
    if tokens:
        _Reader(database, question).gather()
    return question


def _noise(database: sqlite3.Connection, tokens: list[str]) -> tuple[list[float], bool]:
    """Return what each word is worth, and whether one is of another language."""
    marks, values = bound(tokens)
    found = {}
    is_foreign = False
    for term, weight, foreign in database.execute(
        f"select term, weight, is_foreign from noise where term in ({marks})", values
    ):
        found[term] = weight
        is_foreign |= bool(foreign)
    worth = [
        found.get(token, FILLER if token.isdigit() and len(token) < _NUMBER else 1.0)
        for token in tokens
    ]
    return (worth if any(worth) else [1.0] * len(tokens)), is_foreign


def _shortened(tokens: list[str], noise: list[float]) -> tuple[list[str], list[float]]:
    """Return the first words of a pasted text, and the small words between them."""
    counted = [at for at, worth in enumerate(noise) if worth > STOP][:MOST_WORDS]
    end = min(counted[-1] + 1 if counted else MOST_WORDS, MOST_TOKENS)
    return tokens[:end], noise[:end]


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
        self._stress_needs()

    def _counts(self) -> dict[str, int]:
        """Return in how many cards each word is, for those that the index knows."""
        marks, values = bound(self.tokens)
        return dict(
            self.database.execute(f"select term, df from word where term in ({marks})", values)
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
        # A whole word of another meaning is not on its way to one: "home" to "homeless".
        is_open = len(token) >= SHORTEST and trust == 1.0
        means = self._known_meanings(set(longer)) if is_open else {}
        for term in longer:
            weight = _PREFIX_LEAST + _PREFIX_SPAN * len(token) / len(term)
            if len(token) >= _WHOLE_WORD and len(term) - len(token) <= _LONGEST_ENDING:
                weight *= STEM
            else:
                weight *= trust if is_last else 0.7 * trust
            self._add(term, weight, at, at)
            self._mark(means.get(term, ""), weight * MEANING, at, at)

    def _correct(self) -> None:
        """Guess at words which no card, no listing and no word list knows."""
        if self.question.is_foreign:  # its neighbors are no misspelled English
            return
        for at, token in enumerate(self.tokens):
            if not may_be_a_slip(token) or is_known(self.database, token):
                continue
            found, weight = guesses(self.database, token)
            if found:
                self.question.instead[at] = found
                self.read[at] = found[0]
                (worth,), _ = _noise(self.database, found[:1])
                self.question.noise[at] = min(self.question.noise[at], max(worth, WEAK))
            for place, guess in enumerate(found):
                worth = weight * 0.9**place
                self._add(guess, worth, at, at)
                self._add(f"~{stem(guess)}", worth * STEM, at, at)
                if place:  # the first guess takes part in phrases, see _mean
                    self._meanings_of([guess], worth * MEANING, at, at)
            if not found:
                self._split(at, token)

    def _split(self, at: int, token: str) -> None:
        """Take an unknown word as two known ones written together."""
        pairs = [(token[:cut], token[cut:]) for cut in range(3, len(token) - 2)]
        if not pairs:
            return
        parts = sorted({part for pair in pairs for part in pair})
        marks, values = bound(parts)
        known = {
            term
            for (term,) in self.database.execute(
                f"select term from word where term in ({marks})", values
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
        stems = [stem(word) for word in self.read]
        stemmed = {places: "~" + " ".join([stems[at] for at in places]) for places in spans}
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
            if exact and len(places) == 1:  # a "broken glass" is no need of glasses
                loose = [t for t in loose if not t.startswith("@")]
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

    def _stress_needs(self) -> None:
        """Let a need count for more when nothing else was asked: "birth certificate"."""
        telling = set(self.question.telling)
        for evidence in self.question.evidence:
            whole = telling.issubset(range(evidence.first, evidence.last + 1))
            if whole and evidence.term[0] == "@" and evidence.weight >= LOOSE:
                evidence.weight *= NOTHING_ELSE

    def _known_meanings(self, phrases: set[str]) -> dict[str, str]:
        if not phrases:
            return {}
        marks, values = bound(sorted(phrases))
        return dict(
            self.database.execute(
                f"select phrase, terms from meaning where phrase in ({marks})", values
            )
        )

    def _raise(self, first: int, last: int) -> None:
        """Let a phrase made of noise words alone, such as "came back", tell something.

        One of three or more words, such as "no place to go", may hold a word of half evidence.
        """
        noise = self.question.noise
        most = max(noise[first : last + 1])
        if last > first and (most < WEAK or (most == WEAK and last > first + 1)):
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
