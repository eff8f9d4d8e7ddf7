"""Words as a directory uses them: few very often, most hardly ever (Zipf's law), all seeded.

The exponent and the size are those of the research (research/speed.md: 1.07 over 48,000 words).
"""

from bisect import bisect
from itertools import accumulate
from random import Random

EXPONENT = 1.07
VOCABULARY = 48_000
_FUNCTION = (
    "the of and to in for or with a is are on at by from who all must may your their no as an"
    " this that we not can be will if you our call"
)
_FIELD = (
    "services help food shelter family program free income community center health children"
    " support people housing care assistance county information emergency adults youth"
    " counseling training medical clients school meals education senior legal individuals women"
    " resources families referral eligible residents older disabilities treatment rent homeless"
    " mental transportation job veterans clothing utility child office public pantry group social"
    " employment application aid financial need insurance walk-in clinic appointment week monday"
    " english spanish classes prevention violence domestic case management recovery intake hours"
    " weekly crisis night day benefits card identification volunteer church city"
    " state federal law defense tenant eviction landlord court immigration citizenship refugee"
    " literacy tutoring computer library shower laundry hygiene diaper formula infant pregnancy"
    " parenting teens disability deaf hearing vision dental prescription vaccine testing substance"
    " alcohol detox sober grief hospice aging caregiver respite rides bus wheelchair repair energy"
    " heating cooling water disaster storm warming bed bath kitchen hot groceries produce"
    " mobile delivery home visit hotline text chat interpreter translation deposit voucher fund"
    " loan debt tax credit budget resume interview apprenticeship license reentry record expunge"
    " birth certificate id cancer diabetes asthma hiv hepatitis autism brain injury epilepsy"
)
_STARTS = "b c d f g h k l m n p r s t v w br cr dr fl gr pl pr sh st th tr"
_VOWELS = "a e i o u a e i o ai ea ee oo ou"
_ENDS = "- - - n r l t s m ck nd st rt ng"
_SUFFIXES = "- - - - s s ing er ed ly al tion ment ton ville"
_SYLLABLE = (_STARTS.split(), _VOWELS.split(), _ENDS.split())
_LAST = _SUFFIXES.split()
_FIELD_EVERY = 3
"""Past the commonest, a word of the field stands at every third rank."""


class Words:
    """Draws words by Zipf's law; the vocabulary is invented anew from ``seed``."""

    def __init__(self, seed: str, size: int = VOCABULARY, exponent: float = EXPONENT) -> None:
        self.ranked = tuple(_vocabulary(Random(f"{seed}/vocabulary"), size))
        self._sums = list(accumulate((rank + 1) ** -exponent for rank in range(size)))
        skipped = len(_FUNCTION.split())
        self._named = self.ranked[skipped:]
        self._named_sums = [total - self._sums[skipped - 1] for total in self._sums[skipped:]]

    def text(self, random: Random, count: int) -> str:
        """Return a text of ``count`` words."""
        return " ".join(random.choices(self.ranked, cum_weights=self._sums, k=count))

    def between(self, random: Random, fewest: int, most: int) -> str:
        """Return a text of ``fewest`` to ``most`` words."""
        return self.text(random, random.randint(fewest, most))

    def name(self, random: Random, count: int) -> str:
        """Return ``count`` words fit for a name: none of the little ones, capitals in front."""
        chosen = random.choices(self._named, cum_weights=self._named_sums, k=count)
        return " ".join(word.capitalize() for word in chosen)

    def invented(self, random: Random) -> str:
        """Return one of the rarer words, each as often as any other."""
        return self.ranked[random.randrange(len(self.ranked) // 4, len(self.ranked))]


def _vocabulary(random: Random, size: int) -> list[str]:
    """Return the words by rank: little words, words of the field, and invented ones between."""
    little = _FUNCTION.split()
    field = [word for word in dict.fromkeys(_FIELD.split()) if word not in little]
    ranked = [*little, *field[:20]]
    waiting = iter(field[20:])
    taken = {*little, *field}
    while len(ranked) < size:
        word = next(waiting, "") if len(ranked) % _FIELD_EVERY == 0 else ""
        while not word:
            made = _invented(random, len(ranked) / size)
            word = "" if made in taken else made
        taken.add(word)
        ranked.append(word)
    return ranked


def _invented(random: Random, rarity: float) -> str:
    """Return a word that can be pronounced: the rarer (0 to 1), the longer."""
    syllables = 1 + (random.random() < 0.35 + rarity) + (random.random() < 0.1 + rarity / 2)
    parts = [random.choice(kind) for _ in range(syllables) for kind in _SYLLABLE]
    return "".join([*parts, random.choice(_LAST)]).replace("-", "")


class Drawn:
    """Draws numbers under ``count``, a few of them often: Pareto's law (80 and 20)."""

    def __init__(self, random: Random, count: int, *, most: float = 300.0) -> None:
        self._sums = list(accumulate(min(random.paretovariate(1.16), most) for _ in range(count)))

    def number(self, random: Random) -> int:
        """Return one number."""
        return bisect(self._sums, random.random() * self._sums[-1], 0, len(self._sums) - 1)
