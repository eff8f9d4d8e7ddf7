"""Phrases that make it worse when said aloud (content research, the table "Avoid, and why").

Each is a pattern over folded text (small letters, straight quotes), because a phrase list that
knows only "it's policy" lets "it is our policy" through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from deskaid.text import fold


@dataclass(frozen=True, slots=True)
class Phrase:
    """A forbidden phrase: its ``pattern``, ``why`` it harms, and what to say ``instead``."""

    pattern: str
    why: str
    instead: str


_NOT_ASKED = (
    r"(?<!do )(?<!did )(?<!if )(?<!what )(?<!whatever )(?<!anything )(?<!when )(?<!where )"
    r"(?<!all )(?<!may )(?<!might )(?<!would )(?<!time )(?<!things )(?<!will )(?<!can )"
)
_VOCATIVE = (
    r"sir|ma'?am|miss|buddy|pal|honey|hon|sweetie|sweetheart|dear|bud|boss|chief|dude|champ|"
    r"big guy|young (?:man|lady)"
)

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        r"\b(?:calm|settle|simmer|cool) (?:yourself )?down\b|\bcalm yourself\b|\brelax\b"
        r"|\bchill(?: out)?\b|\btake it easy\b|\b(?:stay|keep|be) calm\b",
        "it judges the feeling",
        "I want to get this right.",
    ),
    Phrase(
        r"\b(?:it'?s|it is|that'?s|that is|this is)"
        r" (?:(?:just|simply|only|our|the|a|against|library|company) )*"
        r"(?:policy|policies|procedure)\b"
        r"|\b(?:policy|policies|rules)"
        r" (?:is|are|says?|states?|requires?|forbids?|do(?:es)?n'?t)\b"
        r"|\b(?:per|due to|because of|according to|under|against) (?:our |the |library )*"
        r"(?:policy|policies|rules)\b"
        r"|\b(?:those|these|them)(?: are|'re) (?:just )?(?:the|our) rules\b"
        r"|\b(?:i|we) (?:don'?t|do not|didn'?t) make the rules\b",
        "it ends the talk and hides the reason",
        "Here is what I can do.",
    ),
    Phrase(
        r"\bnothing (?:else |more )?(?:that )?(?:i|we) (?:can|could) do\b|\bhands are tied\b"
        r"|\b(?:i|we) (?:can'?t|cannot|can not) (?:help you|do (?:that|it|this|anything))\b"
        r"|^(?:sorry, )?(?:i|we) (?:can'?t|cannot|can not)[.!]?$|\bno can do\b",
        "it takes every choice away",
        "What I can do today is ...",
    ),
    Phrase(
        _NOT_ASKED + r"\byou(?:'ll| will|'re| are)? (?:have|need|going|required) to\b"
        r"|\byou(?:'ve| have) got to\b|\byou gotta\b|\byou ought to\b|\byou should(?:n'?t)?\b"
        r"|\byou must\b(?! (?:feel|be (?:so |very |really )?"
        r"(?:scared|tired|worried|upset|cold|hungry)))"
        r"|\byou (?:could|would) have\b|\byou(?:'re| are| were) supposed to\b",
        "it is an order or blame",
        "The next step is ...",
    ),
    Phrase(
        r"\bnot what (?:i|we|my screen|the (?:system|computer)) (?:see|have|shows?|says?)\b"
        r"|\b(?:system|computer|screen|records?) (?:says?|shows?)\b"
        r"|\byou(?:'re| are) (?:wrong|mistaken|lying|confused)\b"
        r"|\bthat(?:'s| is) (?:not true|wrong|impossible|incorrect)\b",
        "it calls them a liar",
        "Let me look again.",
    ),
    Phrase(
        r"\b(?:boss|manager|supervisor|director|they) (?:will|would|'ll|is going to)"
        r" (?:just |only )?(?:say|tell you)\b|\bsay the same\b",
        "it is a dead end",
        "Let me bring in {{pic}}.",
    ),
    Phrase(
        r"\bi (?:know|understand) (?:just |exactly |precisely )?how (?:you|that|it|this|hard)"
        r"|\bi know what you(?:'re| are) going through\b|\bi(?:'ve| have) been there\b",
        "it claims what nobody can know",
        "That sounds hard.",
    ),
    Phrase(
        r"\b(?:yes|yeah|ok|okay|sure|right|sorry|i hear you|i understand|i see)[,.]? but\b"
        r"|\bunfortunately\b|\bactually\b|\bhowever\b|\bobviously\b|\bwith (?:all due )?respect\b",
        "it cancels the empathy",
        "a full stop, then the next line",
    ),
    Phrase(
        r"\bat least\b(?! (?:one|two|three|\d))|\bit(?:'s| is) (?:only|just) (?:a|an|the|money|\$)"
        r"|\b(?:no|not a|not such a) big deal\b|\bcould be worse\b|\bbright side\b|\bcheer up\b"
        r"|\bdon'?t (?:worry|cry)\b|\bget over it\b"
        r"|\byou(?:'ll| will) be (?:fine|ok|okay|all ?right)\b"
        r"|\bnot that bad\b|\beverything (?:happens for|will be|is going to be)\b"
        r"|\bcould have been worse\b",
        "it makes their trouble small",
        "silence, or: That sounds hard.",
    ),
    Phrase(
        r"\bwhy (?:do|did|would|are|were|have|can|could)(?:n'?t)? you\b"
        r"|\bwhat were you thinking\b|\bwhat(?:'s| is) (?:wrong with you|your problem)\b",
        "it accuses",
        "What happened?",
    ),
    Phrase(
        r"\byou people\b|\bpeople like you\b|\byour kind\b"
        rf"|(?:^|[,.!?] )(?:{_VOCATIVE})(?=[,.!?]|$)"
        r"|\bwatch your (?:mouth|tone|language)\b",
        "it is disrespect",
        "their name, if they gave it",
    ),
    Phrase(
        r"(?<!can't )(?<!cannot )(?<!not )\bpromise you\b"
        r"|\b(?:i|we)(?: can| do|'ll| will)? (?:promise|swear|guarantee)\b"
        r"|\b(?:i|we) (?:won'?t|will not|will never|would never|'ll never) (?:ever )?tell\b"
        r"|(?<!not )\b(?:just )?between (?:us|you and me)\b|\bour (?:little )?secret\b"
        r"|\b(?:i|we)(?: will|'ll| can) keep (?:it|this|that|your)"
        r" (?:a )?(?:secret|private|quiet)\b"
        r"|\b(?:no one|nobody) (?:else )?will (?:find out|know|hear)\b",
        "it is a promise that safety or law may break",
        "Here is who I may need to tell.",
    ),
    Phrase(
        r"\b(?:something|anything) (?:silly|stupid|foolish|crazy|rash)\b"
        r"|\byou(?:'re| are) not (?:thinking|planning|going to)\b"
        r"|\byou would(?:n'?t| not| never) (?:hurt|kill)"
        r"|\bcommit(?:ted|ting|s)? suicide\b",
        "it shames talk of suicide",
        "Are you thinking about suicide?",
    ),
    Phrase(
        r"\b(?:just|should|must|better) leave (?:him|her|them|home)\b(?! (?:alone|be|room|space))"
        r"|\bget away from (?:him|her|them)\b|\bwhy do you stay\b",
        "leaving can raise the danger, and it is their choice",
        "What would help you feel safer?",
    ),
    Phrase(
        r"\b(?:are|is)(?:n'?t| not) (?:really )?(?:real|there|happening)\b"
        r"|\b(?:it'?s|it is|that'?s) (?:all )?in your (?:head|mind)\b"
        r"|\byou(?:'re| are) imagining\b",
        "it argues with what they live through",
        "That sounds scary. You are safe here.",
    ),
    Phrase(
        r"\b(?:dog|animal|pet)(?:'?s)? (?:papers?|certificates?|registration|license|vest)\b"
        r"|\bpapers for (?:the|your|that) (?:dog|animal)\b"
        r"|\bwhat(?:'s| is) your (?:disability|diagnosis|condition)\b",
        "it may not be asked of people with service animals",
        "Is the dog needed because of a disability?",
    ),
    Phrase(
        r"\bnot my (?:job|problem|department|fault)\b|\bi (?:already|just) told you\b"
        r"|\b(?:like|as) i (?:already )?(?:said|told you)\b"
        r"|\byou(?:'re| are) not listening\b|\bor else\b",
        "it pushes them away",
        "Let me see who can help with that.",
    ),
)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Phrase], ...]:
    return tuple((re.compile(phrase.pattern), phrase) for phrase in PHRASES)


def forbidden(text: str) -> Iterator[tuple[str, Phrase]]:
    """Yield each forbidden phrase in ``text``, as it stands there, with its `Phrase`."""
    folded = fold(text)
    for pattern, phrase in _compiled():
        match = pattern.search(folded)
        if match:
            yield match[0].strip(" ,.!?"), phrase
