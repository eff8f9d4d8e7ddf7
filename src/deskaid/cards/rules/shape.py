"""Rules about a card's parts: what is there, in which order, and how much of it."""

import re
from collections.abc import Iterator

from deskaid.cards.card import Card, Kind, Lead, Line
from deskaid.cards.rules.model import (
    Desk,
    Fault,
    Rule,
    Severity,
    filled,
    lead_row,
    raw_texts,
    wordings,
)
from deskaid.cards.syllables import words

STEPS = (("Step 1: Feelings", "feelings"), ("Step 2: Problem", "problem"))

LIMIT = re.compile(
    r"\bstop|\ballow|\brules?\b|\bnot (?:okay|ok|here)\b|\b(?:is|are)n't (?:okay|ok)\b"
    r"|\b(?:if|when|once|until|unless|before|after) (?:you|we|it|i|that|they|this|the)\b"
    r"|\b(?:end|ending) (?:this|the|our) (?:call|chat|talk)|\bhang(?:ing)? up\b"
    r"|\b(?:won't|will not|can't|cannot) \w+|\blower\b|\benough\b|\basking you to\b|\bclosed\b"
    r"|\btime to\b|\bneeds? to\b|\bi need\b|\bhas to\b|\bmust\b|\bwithout\b"
    r"|\bplease (?:stop|move|step|put|keep|use|leave|give|let|head|close|turn|take|talk|speak)\b",
    re.I,
)
CUE = re.compile(
    r"\b(?:voice|volume|low|lower|soft|softly|slow|slowly|quiet|quietly|calm|calmly|gentle|gently"
    r"|pace|pause|breathe|breath|wait|silence|silent|space|room|distance|step back|back up|step to"
    r"|move to|step aside|aside|arm's length|arms|hands|palms|angle|side|sideways|sit|stand|kneel"
    r"|eye level|face (?:them|him|her|the)|turn to|look up|look at|nod|smile|posture|shoulders"
    r"|even tone|tone|even|steady|unhurried|feet|lean|stay seated|relax your"
    r"|their height|eyes|private|privately)\b",
    re.I,
)
COLLEAGUE = re.compile(
    r"\{\{(?:pic|director|security|first_aider|trained_cleaner|children_staff|computer_help"
    r"|access_contact|social_worker|spokesperson|safe_room|code_phrase)\}\}"
    r"|\b(?:colleagues?|co-?workers?|person in charge|security|supervisor|manager|second person"
    r"|another (?:staff|person)|someone|staff member|first aider|a second|two (?:of you|staff))\b",
    re.I,
)
PERSON_OR_NUMBER = re.compile(
    rf"{COLLEAGUE.pattern}|\{{\{{\w+\}}\}}|\b(?:911|988|211|999|112|police|ems|fire department)\b"
    r"|\b(?:bank|hotline|line|crisis team|carer|caregiver|parent|family|anyone|helper)\b",
    re.I,
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|first|once|unless|until|before|after|as soon as|every time|each time"
    r"|at once|any time|anytime|always|the moment|while|past|in case|where|for)\b",
    re.I,
)
SIGN_OFF = re.compile(r"\bsign(?:ed)?[- ]?off\b", re.I)
SIGN_OFF_REFERS = frozenset(
    {"child-protection", "seniors-aps", "counsel", "police-report", "trafficking"}
)


def both_steps(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 1: both steps hold 2 to 5 lines, and each something to say."""
    for title, name in STEPS:
        lines: tuple[Line, ...] = getattr(card, name)
        row = card.rows.get(title, 0)
        if not 2 <= len(lines) <= 5:
            yield Fault(row, f"'{title}' has {len(lines)} lines; it needs 2 to 5.")
        if all(line.kind is Kind.DO for line in lines):
            yield Fault(row, f"'{title}' has nothing to say or ask.")


def lead_kept(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 2: safety acts first; a limit card sets a limit in Step 1."""
    row = lead_row(card)
    if card.lead is Lead.SAFETY and not 1 <= len(card.do_now) <= 7:
        yield Fault(row, f"A safety card has 1 to 7 lines under 'Do now', not {len(card.do_now)}.")
    if card.lead is not Lead.SAFETY and card.do_now:
        yield Fault(card.rows.get("Do now", row), "Only a safety card has 'Do now'.")
    says = [line for line in card.feelings if line.kind is Kind.SAY]
    limits = any(LIMIT.search(filled(line.text)) for line in says)
    if card.lead is Lead.LIMIT and not limits:
        yield Fault(row, "A limit card has a Say line in Step 1 that sets the limit.")


def first_words(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 3: the first words come at once and are few (20 words are five seconds)."""
    row = card.rows.get("Step 1: Feelings", 0)
    if card.lead is Lead.SAFETY:
        yield from _block(card, card.do_now, 65, "Do now")
        return
    yield from _block(card, card.feelings, 30, "Step 1: Feelings")
    says = [line for line in card.feelings[:3] if line.kind is Kind.SAY]
    if not says:
        yield Fault(row, "No Say line within the first 3 lines of Step 1.")
        return
    for text in wordings(says[0]):
        count = len(words(filled(text)))
        if count > 10:
            yield Fault(says[0].row, f'The first words are {count}, at most 10: "{text}"')


def _block(card: Card, lines: tuple[Line, ...], most: int, title: str) -> Iterator[Fault]:
    count = sum(len(words(filled(line.text))) for line in lines)
    if count > most:
        row = card.rows.get(title, 0)
        yield Fault(row, f"The first block has {count} words, over {most}.", "warning")


def card_rows(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 7: a card fits on 24 rows: 16 lines, and 19 with the headings of its steps."""
    steps = (card.do_now, card.feelings, card.problem)
    lines = sum(map(len, (*steps, card.watch_for, card.get_help, card.avoid)))
    rows = lines + sum(1 for step in steps if step)
    if lines > 16 or rows > 19:
        yield Fault(card.rows.get("id", 0), f"{lines} lines before After, at most 16.")


def card_words(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 8: a card is read in under a minute.

    A placeholder counts as one word, as it does once a name is set; other wordings, of which
    one is shown at a time, are not counted.
    """
    extra = [text for line in card.lines() for text in line.wordings]
    count = sum(len(words(said.text)) for said in raw_texts(card))
    count += sum(len(words(avoid.phrase)) for avoid in card.avoid)
    count -= sum(len(words(text)) for text in extra)
    row = card.rows.get("id", 0)
    if count > 150:
        yield Fault(row, f"The card has {count} words, at most 150.")
    elif count > 120:
        yield Fault(row, f"The card has {count} words; up to 120 is better.", "warning")


def help_named(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 12: Get help says whom to get, and when."""
    for line in card.get_help:
        if not line.alone and PERSON_OR_NUMBER.search(line.text) and CONDITION.search(line.text):
            return
    row = card.rows.get("Get help", card.rows.get("id", 0))
    yield Fault(row, "'Get help' names no person or number with a condition (if, when, first).")


def help_alone(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 13: help that relies on a colleague has a line for who works alone."""
    relied = [line for line in card.get_help if not line.alone and COLLEAGUE.search(line.text)]
    if relied and not any(line.alone for line in card.get_help):
        severity: Severity = "warning" if card.lead is Lead.FEELINGS else "error"
        yield Fault(
            relied[0].row, "This help relies on a colleague; many desks have one person.", severity
        )


def delivery_cue(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 14: how you look and sound matters more than the words (CPI, Dowd)."""
    if card.lead is Lead.SAFETY:
        return
    lines = [*(line.text for line in card.lines() if line.kind is Kind.DO)]
    lines += [line.aside for line in card.lines()]
    if not any(CUE.search(text) for text in lines):
        row = card.rows.get("Step 1: Feelings", 0)
        yield Fault(row, "No Do line says how: volume, stance, pace or space.")


def sign_off(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 16: safety, reporting and police cards name who signs them off."""
    if card.lead is not Lead.SAFETY and not SIGN_OFF_REFERS & set(card.refer):
        return
    role = re.sub(
        r"\b(?:needs?|local|by|from|the|a)\b|[^\w\s]", " ", SIGN_OFF.sub("", card.reviewer)
    )
    if not SIGN_OFF.search(card.reviewer) or not role.strip():
        row = card.rows.get("reviewer", 0)
        yield Fault(row, "This card needs the role of who signs it off, and the word 'sign-off'.")


def avoid_lines(card: Card, desk: Desk) -> Iterator[Fault]:
    """Rule 19: 1 to 3 phrases not to say, each with what to say in its place."""
    row = card.rows.get("Don't say", card.rows.get("id", 0))
    if not 1 <= len(card.avoid) <= 3:
        yield Fault(row, f'"Don\'t say" has {len(card.avoid)} lines; it needs 1 to 3.')
    for avoid in card.avoid:
        if not words(avoid.instead):
            yield Fault(avoid.row, f'Nothing replaces "{avoid.phrase}".')


RULES = (
    Rule(
        1,
        "LibraryU two-step course",
        "Give each step 2 to 5 lines, at least one of them Say or Ask.",
        both_steps,
    ),
    Rule(
        2,
        "Programming Librarian; Parkland Regional Library",
        "Match the lines to 'lead:', or change 'lead:'.",
        lead_kept,
    ),
    Rule(
        3,
        "Brysbaert, reading speed; Covello, 27 words in 9 seconds",
        "Put a Say line of at most 10 words near the top of Step 1.",
        first_words,
    ),
    Rule(
        7,
        "Boorman in Gawande: one page",
        "Cut the lines that a skilled colleague would not miss.",
        card_rows,
    ),
    Rule(
        8,
        "Boorman in Gawande: 60 to 90 seconds",
        "Cut words; keep detail for training.",
        card_words,
    ),
    Rule(
        12,
        "Boorman in Gawande: a clear trigger",
        "Write such as: Call {{pic}} if they ask twice.",
        help_named,
    ),
    Rule(
        13,
        "Libraries with one person on duty",
        "Add '- Alone: ...' with what to do when nobody else is here.",
        help_alone,
    ),
    Rule(
        14,
        "CPI Top 10; Dowd",
        "Add a cue such as: Do: Face them. Speak low and slow.",
        delivery_cue,
    ),
    Rule(
        16,
        "Content research: legal and medical lines need local sign-off",
        "Write such as: reviewer: Director (needs local police sign-off)",
        sign_off,
    ),
    Rule(
        19,
        "Content research, what to avoid and why",
        'Write such as: - "It is late." -> "Let me look at this with you."',
        avoid_lines,
    ),
)
