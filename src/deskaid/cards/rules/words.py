"""Rules about a card's words: few, plain, safe to say, and true at every library."""

import re
from collections.abc import Iterator

from deskaid.cards.card import Card, Kind, Lead
from deskaid.cards.fill import placeholders
from deskaid.cards.phrases import forbidden
from deskaid.cards.rules.model import (
    Desk,
    Fault,
    Rule,
    Said,
    filled,
    is_about,
    lead_row,
    raw_texts,
    spoken,
    texts,
    wordings,
)
from deskaid.cards.syllables import grade, long_words, words
from deskaid.cards.verbs import VERBS
from deskaid.facts import BY_KEY

WIDEST = 64  # columns; leaves an 80-column row room for labels and margins

PHONE = re.compile(r"(?<!\d)(?:\(?\d{3}\)?[-. ]?)?\d{3}[-. ]\d{4}(?!\d)|\d{7,}|\b\d{5,6}\b")
TIME_LIMIT = re.compile(
    r"\b\d+(?:[- ](?:to )?\d+)?[- ](?:more )?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\b",
    re.I,
)
NOT_A_LIMIT = re.compile(r"\b24[- ]hours?\b", re.I)
# Times that come from first aid, not from a library's policy, may stand on a safety card.
FIRST_AID = re.compile(
    r"naloxone|spray|dose|overdose|seiz|shak|jerk|lasts|cpr|breath|press|bleed|wash|rinse|cool"
    r"|injur|medical|chok|needle|blood|aed",
    re.I,
)
MONEY = re.compile(r"\$\s?\d")
TITLED_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Officer|Deputy|Sergeant)\.? [A-Z][a-z]+")
CAPS_RUN = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b")
ITALICS = re.compile(r"(?<![\w*])\*[^*\s][^*]*\*|(?<![\w_])_[^_\s][^_]*_(?![\w_])")
NEGATIVE = re.compile(
    r"(?:^|[.;:] )(?:don't|do not|never|avoid|no)\b(?! (?:one|answer|reply|sign))", re.I
)
PLAIN_NEGATIVE = re.compile(r"\bdo not (?:touch|leave|hold)\b|\bnever leave\b", re.I)

PLAIN_QUESTION = re.compile(r"\bthinking (?:about|of) (?:suicide|killing yourself)", re.I)
LEAVE_ADVICE = re.compile(
    r"(?<!not )(?<!never )(?<!don't )\b(?:leave|divorce|break up with|get away from|walk out on)"
    r" (?:him|her|them|your (?:husband|wife|partner|boyfriend|girlfriend))\b"
    r"(?! (?:alone|be|space|room|to\b))|\byou (?:should|must|need to|have to) (?:leave|get out)\b",
    re.I,
)
SECRECY = re.compile(
    r"(?<!can't )(?<!cannot )(?<!not )(?<!n't )\b(?:keep (?:it|this|that|your|our|the) "
    r"(?:a )?(?:secret|between)|promise not to tell)"
    r"|\b(?:won't|will not|never) tell\b|(?<!not )\bour secret\b|\bbetween (?:us|you and me)\b",
    re.I,
)


def spoken_length(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 4: 12 words are about 4 seconds aloud; other wordings too."""
    for line in card.spoken():
        for text in wordings(line):
            count = len(words(filled(text)))
            if count > 12:
                yield Fault(line.row, f'{count} words to say, at most 12: "{text}"')


def do_lines(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 5: a Do line is one short act that starts with its verb."""
    for line in card.lines():
        if line.kind is not Kind.DO:
            continue
        said = words(filled(line.text))
        if len(said) > 14:
            yield Fault(line.row, f"{len(said)} words to do, at most 14.")
        if not said or said[0].lower() not in VERBS:
            first = said[0] if said else ""
            yield Fault(line.row, f"A Do line starts with a verb, not '{first}'.")


def width(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 6: no line wraps at 80 columns."""
    for row, text in _drawn(card):
        columns = max(len(text), len(filled(text)))
        if columns > WIDEST:
            yield Fault(row, f"{columns} columns, at most {WIDEST}: {text}")


def _drawn(card: Card) -> Iterator[tuple[int, str]]:
    """Yield each line as it is drawn, with its label and quotes."""
    for wire in card.watch_for:
        yield wire.row, wire.sign
    for line in card.lines():
        for text in wordings(line):
            quoted = text if line.kind is Kind.DO else f'"{text}"'
            aside = f" ({line.aside})" if line.aside else ""
            yield line.row, f"{line.kind}: {quoted}{aside}"
    for help_line in card.get_help:
        yield help_line.row, f"Alone: {help_line.text}" if help_line.alone else help_line.text
    for avoid in card.avoid:
        yield avoid.row, f'"{avoid.phrase}" -> "{avoid.instead}"'
    for number, text in enumerate(card.after):
        yield card.rows.get(f"After {number}", 0), text


def reading_grade(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 9: grade 5 for what is said, 6 for the whole card; a guard that seldom binds."""
    for limit, name, lines in (
        (5, "What is said", spoken(card)),
        (6, "The card", texts(card)),
    ):
        found = grade([said.text for said in lines])
        if found > limit:
            row = card.rows.get("id", 0)
            yield Fault(row, f"{name} reads at grade {found:.1f}, at most {limit}.")


def short_words(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 10: no word over 3 syllables, but for names of things that have no other."""
    for said in texts(card):
        for word in long_words(said.text):
            yield Fault(said.row, f"'{word}' has more than 3 syllables.")


def harmful_phrases(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 11: nothing said aloud holds a phrase that makes it worse."""
    for said in spoken(card):
        for phrase, why in forbidden(said.text):
            message = f"'{phrase}': {why.why}. Say such as: {why.instead}"
            yield Fault(said.row, message)


def nothing_local(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 17: local facts come from the site file, and each has words for when it is unset."""
    for said in raw_texts(card):
        yield from _local_words(card, said)
    for line in card.lines():
        yield from _unset(line.row, " ".join(wordings(line)), line.needs)
    for help_line in card.get_help:
        yield from _unset(help_line.row, help_line.text, help_line.needs)
    for avoid in card.avoid:
        yield from _unset(avoid.row, avoid.instead, "")
    for number, text in enumerate(card.after):
        yield from _unset(card.rows.get(f"After {number}", 0), text, "")


def _local_words(card: Card, said: Said) -> Iterator[Fault]:
    first_aid = card.lead is Lead.SAFETY and (
        FIRST_AID.search(said.text) or FIRST_AID.search(card.title)
    )
    checks = [(PHONE, "a phone number"), (MONEY, "a sum"), (TITLED_NAME, "a name")]
    if not first_aid:
        checks.append((TIME_LIMIT, "a time limit"))
    for pattern, what in checks:
        match = pattern.search(NOT_A_LIMIT.sub("", said.text))
        if match:
            yield Fault(said.row, f"'{match[0]}' looks like {what}; that is for site.toml.")


def _unset(row: int, text: str, needs: str) -> Iterator[Fault]:
    for key in placeholders(text):
        fact = BY_KEY.get(key)
        if fact is None:
            yield Fault(row, f"'{{{{{key}}}}}' is not a site fact.")
        elif not fact.fallback and key != needs:
            yield Fault(row, f"'{{{{{key}}}}}' may be unset: end the line with '{{{{if {key}}}}}'.")


def manner(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 20: no shouting, no slant, one question at a time, acts rather than bans."""
    for said in raw_texts(card):
        if CAPS_RUN.search(said.text):
            yield Fault(said.row, "A run of words in capitals.", "warning")
        if ITALICS.search(said.text):
            yield Fault(said.row, "Italics are hard to read on a screen.", "warning")
        if "!" in said.text:
            yield Fault(said.row, "An exclamation mark.", "warning")
        if said.text.count("?") > 1:
            yield Fault(said.row, "Two questions in a row.", "warning")
    for step in (card.feelings, card.problem):
        asked = [line.kind is not Kind.DO and line.text.endswith("?") for line in step]
        for line, before, after in zip(step[1:], asked[:-1], asked[1:], strict=True):
            if before and after:
                yield Fault(line.row, "Two questions in a row.", "warning")
    for line in card.lines():
        if line.kind is Kind.DO and NEGATIVE.search(PLAIN_NEGATIVE.sub("", line.text)):
            yield Fault(line.row, "A Do line says what to do, not what to avoid.", "warning")


def topics(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 21: the plain question about suicide; no advice to leave; no promise of secrecy."""
    row = lead_row(card)
    said = [*spoken(card)]
    if is_about(card, "suicid") and not any(PLAIN_QUESTION.search(each.text) for each in said):
        yield Fault(row, "A suicide card asks the plain question: thinking about suicide.")
    if "dv" in card.refer or is_about(card, r"\babuse|stalk"):
        for each in texts(card):
            if LEAVE_ADVICE.search(each.text):
                yield Fault(each.row, "An abuse card gives no advice to leave.")
    if card.group == "Children & teens" or "child-protection" in card.refer:
        for each in said:
            if SECRECY.search(each.text):
                yield Fault(each.row, "A child card promises no secrecy.")


RULES = (
    Rule(
        4, "Brysbaert: 183 words a minute aloud", "Cut it to 12 words; 8 is better.", spoken_length
    ),
    Rule(
        5,
        "RapidRead: act first, then object",
        "Start with a plain verb and cut to 14 words; 9 is better.",
        do_lines,
    ),
    Rule(6, "Terminal of 80 columns", f"Shorten the line to {WIDEST} columns.", width),
    Rule(9, "Flesch-Kincaid", "Use shorter sentences and shorter words.", reading_grade),
    Rule(10, "Readability Guidelines", "Use a shorter word.", short_words),
    Rule(11, "Content research, what to avoid and why", "Say it another way.", harmful_phrases),
    Rule(
        17,
        "Found policies differ: 5, 10, 15 and 45 minutes",
        "Use a {{placeholder}}; only 911, 988 and 211 may stand on a card.",
        nothing_local,
    ),
    Rule(20, "Degani, NASA CR-177605", "Use plain sentences in small letters.", manner),
    Rule(21, "BeThe1To; HSCADV; ALSC", "Follow the guidance for this topic.", topics),
)
