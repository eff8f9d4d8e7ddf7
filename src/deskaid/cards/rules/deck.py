"""Rules about a card among others: sources, dates, search words, codes, links, labels."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher, get_close_matches

from deskaid.cards.card import Card, Kind, Lead
from deskaid.cards.problem import nearest
from deskaid.cards.rules.model import Desk, Fault, Rule, Said, texts
from deskaid.cards.syllables import words
from deskaid.text import fold

GROUPS = (
    "Money & accounts",
    "Computers & printing",
    "Behavior & conduct",
    "Distress & mental health",
    "Safety & emergency",
    "Needs",
    "Privacy & confidentiality",
    "Children & teens",
    "Complaints",
    "Closing time",
    "Staff conflict",
    "Language & access",
    "Phone & chat",
)
_REFERS = """
211 988 child-protection civil-rights counsel digital-help disability dv food fraud grief
health hygiene id-help immigration-legal jobs-benefits language legal-aid library-admin
library-appeal literacy mental-health parent-support police-report reentry seniors-aps
sexual-assault shelter staff-support substance-use trafficking transport veterans
    weather-center youth
"""
REFERS = frozenset(_REFERS.split())
LONGEST_LABEL = 24
TELLING = re.compile(
    r"\b(?:angry|anger|mad|upset|drunk|high|drugs?|addict\w*|overdose\w*|suicid\w*|homeless\w*"
    r"|abus\w*|weapons?|guns?|knife|sex\w*|porn\w*|racis\w*|hate\w*|fight\w*|threat\w*|bombs?"
    r"|attack\w*|rape\w*|assault\w*|harass\w*|dead|death|died|dying|grie\w*|crying|mental\w*"
    r"|psych\w*|crazy|paranoi\w*|dementia|odor\w*|smell\w*|scam\w*|theft|thief|steal\w*|stalk\w*"
    r"|violen\w*|jail|prison|self-harm|naked|expos\w*|indecent|banned|trespass\w*|immigra\w*"
    r"|hostile|abusive|illegal|disab\w*|panic|poor|hungry|illiterate|shooter|kill\w*|traffick\w*"
    r"|evict\w*|delusion\w*|hallucinat\w*|autis\w*|meltdown)\b",
    re.I,
)
# Words as typed in a hurry, or as spoken at the desk, that no careful writer would use.
_SLANG = """
ai aint arent asap awol barf bf bo booze boozed bout broke bs bum bust busted cant cmon cop cops
couldnt crackhead crap creep creeper creepy cuss cussed cussing dad deadbeat didnt doesnt dont
doped dude dui dunno em freak freaking gf gonna gotta guy guys hadnt hammered hangry hasnt
havent hed hes hobo horny id im isnt ive jerk junkie karen kicked kid kids kinda lady lemme loo
lunatic mad meds meth mom narc narcan narcs narking nasty nobodys nodded nope nuts od oding okay
omg outta pee perv pervert phish piss pissed pls poop porn psycho puke punched rant ripped
scammed shady shes shouldnt sketchy slob smack snapped snitch someones stinks stinky stoned
suspish tantrum teh thats theyd theyre theyve thx tipsy trashed trespassed trippy tweaker
tweaking ur vet wacko wanna wasnt wasted weed weirdo werent whacked whats wheres whos wifi wino
wont wouldnt wtf ya yall yell yelled yelling youre zonked
"""
SLANG = frozenset(_SLANG.split())
_ENDING = re.compile(r"(?:ings?|ied|ies|ers?|ed|es|en|ly|s|y|e|d|n)$")
RUN = 6  # words in a row that count as copying


def sources(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 15, first half: sources resolve, and a safety card cites an official body."""
    row = card.rows.get("sources", 0)
    if not card.sources:
        yield Fault(row, "The card cites nothing.")
    for key in card.sources:
        if key not in desk.sources:
            yield Fault(
                row, f"'{key}' is not in sources.toml. {nearest(key, desk.sources)}".strip()
            )
    official = any(desk.sources[key].official for key in card.sources if key in desk.sources)
    if card.lead is Lead.SAFETY and card.sources and not official:
        yield Fault(row, "A safety card cites at least one official source.")


def reviewed(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 15, second half: reviewed within a year, safety cards within half a year."""
    row = card.rows.get("reviewed", 0)
    months = _months(card.reviewed, desk.today)
    if card.reviewed > desk.today:
        yield Fault(row, f"Reviewed on {card.reviewed}, which is in the future.")
    elif months >= 24:
        yield Fault(row, f"Reviewed {months} months ago.")
    elif months >= (6 if card.lead is Lead.SAFETY else 12):
        yield Fault(row, f"Reviewed {months} months ago.", "warning")


def _months(start: date, end: date) -> int:
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole - (end.day < start.day)


def find_words(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 18, one card: at least 5 find words, with a misspelling or slang among them."""
    row = card.rows.get("find", 0)
    if len({fold(word) for word in card.find}) < 5:
        yield Fault(row, f"{len(card.find)} find words, at least 5.")
    if not any(_as_typed(phrase, card) for phrase in card.find):
        yield Fault(row, "No misspelling or slang among the find words.")


def _as_typed(phrase: str, card: Card) -> bool:
    """Return whether a phrase holds slang, or a word that is nearly another of this card's."""
    careful = {word for each in (card.title, *card.find) for word in fold(each).split()}
    for word in fold(phrase).replace("'", "").split():
        if word in SLANG or any(character.isdigit() for character in word):
            return True
        for other in careful - {word}:
            alike = SequenceMatcher(None, word, other).ratio() > 0.7
            if alike and len(word) > 2 and _stem(word) != _stem(other):
                return True
    return False


def _stem(word: str) -> str:
    """Return ``word`` without its ending, so that "hit" and "hitting" are one."""
    return re.sub(r"(.)\1$", r"\1", _ENDING.sub("", word))


def same_find_words(cards: list[Card]) -> Iterator[tuple[Card, Fault]]:
    """Rule 18, all cards: no two share all their find words."""
    first: dict[frozenset[str], Card] = {}
    for card in cards:
        key = frozenset(fold(word) for word in card.find)
        other = first.setdefault(key, card)
        if other.id != card.id:
            row = card.rows.get("find", 0)
            yield card, Fault(row, f"All find words are those of '{other.id}'.")


def copied(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 22: no 6 words in a row from a saved source text."""
    runs = {run for excerpt in desk.excerpts for run in _runs(excerpt)} if desk.excerpts else set()
    if not runs:
        return
    for said in _texts_with_title(card):
        for run in _runs(said.text):
            if run in runs:
                yield Fault(said.row, f"Copied from a source: '{' '.join(run)}'.", "warning")
                break


def _texts_with_title(card: Card) -> Iterator[Said]:
    yield Said(card.rows.get("title", 0), card.title)
    yield from texts(card)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    said = words(fold(text))
    return (tuple(said[start : start + RUN]) for start in range(len(said) - RUN + 1))


def neutral_label(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 23: the label a patron may read is short and tells nothing."""
    row = card.rows.get("neutral", 0)
    if len(card.neutral) > LONGEST_LABEL:
        yield Fault(row, f"The label has {len(card.neutral)} characters, at most {LONGEST_LABEL}.")
    match = TELLING.search(card.neutral)
    if match:
        yield Fault(row, f"'{match[0]}' tells a patron who reads the screen too much.")


def tripwires(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 24: a tripwire leads to another card that exists."""
    for wire in card.watch_for:
        if wire.card == card.id:
            yield Fault(wire.row, "The tripwire leads to this same card.")
        elif wire.card not in desk.known:
            close = get_close_matches(wire.card, sorted(desk.known), n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            yield Fault(wire.row, f"There is no card '{wire.card}'.{hint}")


def refers(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 25: each code under 'refer:' is one the directory knows."""
    row = card.rows.get("refer", 0)
    for code in card.refer:
        if code not in REFERS:
            yield Fault(row, f"'{code}' is not a referral code. {nearest(code, REFERS)}".strip())


def heading(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 26: a title of at most 8 words, in a group that exists."""
    count = len(words(card.title))
    if count > 8:
        yield Fault(card.rows.get("title", 0), f"The title has {count} words, at most 8.")
    if card.group not in GROUPS:
        row = card.rows.get("group", 0)
        yield Fault(row, f"'{card.group}' is not a group. {nearest(card.group, GROUPS)}", "warning")


def other_wordings(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 27: the first words of a feelings card can be said in another way."""
    if card.lead is not Lead.FEELINGS:
        return
    first = next((line for line in card.feelings if line.kind is Kind.SAY), None)
    if first and not 1 <= len(first.wordings) <= 2:
        message = f"The first Say line has {len(first.wordings)} 'Or:' lines; 1 or 2 are right."
        yield Fault(first.row, message, "warning")


RULES = (
    Rule(15, "CAA CAP 676: audit as part of the design", "Cite keys of sources.toml.", sources),
    Rule(
        15,
        "CAA CAP 676: audit as part of the design",
        "Read the card again and set 'reviewed:' to that day.",
        reviewed,
    ),
    Rule(
        18,
        "Content research section 6: words typed in a hurry",
        "Add what staff type: a slip ('fien'), or no apostrophe ('wont').",
        find_words,
    ),
    Rule(22, "Our promise: wording of our own", "Say it in your own words.", copied),
    Rule(
        23,
        "Design section 3: a patron may read the screen",
        "Use a neutral label such as 'Fee question'.",
        neutral_label,
    ),
    Rule(
        24,
        "Content research section 7: the wrong card",
        "Use the id of a card: its file name without '.md'.",
        tripwires,
    ),
    Rule(25, "Design section 6: needs", "Use the codes of the directory.", refers),
    Rule(
        26, "Content research section 5", "Shorten the title or use a group of the others.", heading
    ),
    Rule(
        27,
        "Content research section 7: reading like a robot",
        "Add 'Or:' below it with another way to say it.",
        other_wordings,
    ),
)
