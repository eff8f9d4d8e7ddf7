"""Calling together: what to say, in steps. Plain data, so that it can be read and measured.

Consistent with published guidance on warm referrals, and no promise that one works: ask first and
take no for an answer, go where nobody hears, let the person speak for themselves, do not hurry,
promise nothing (research/content.md 1: HSCADV on disclosures, WHO psychological first aid "link",
ALA on confidentiality). A call from somebody's own phone stays in its list of calls, which a
partner may read. Sentences are our own and short enough to be said in one breath.
"""

from dataclasses import dataclass

from deskaid.referrals.handing.dialed import callable_phones, how_to_dial
from deskaid.referrals.listing import Listing

SAY, ASK, DO = "SAY", "ASK", "DO"

# What may be named to a stranger who answers: a thing one asks for, never why. A listing with a
# need that is not here (abuse, drugs, a court) is asked for what it offers; the person says more.
_MATTERS = {
    "shelter": "a place to stay",
    "food": "food",
    "hygiene": "a shower or clothes",
    "transport": "getting a ride",
    "id-help": "getting an ID",
    "weather-center": "a place to be indoors",
    "digital-help": "help with a computer",
    "literacy": "your classes",
    "language": "your classes",
}
_USUAL_MATTER = "what you offer"

# How a fact that nobody knows is asked by whoever needs it; the titles are those of `knowing`.
_QUESTIONS = {
    "Takes children": "Do you take children?",
    "ID needed": "Do I need an ID?",
    "Bed certain": "Is there a bed for me?",
    "Transport": "How do I get there?",
}
_ALWAYS_ASKED = ("What should I bring?", "Whom do I ask for?")
_MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its label, its words, and whether they are said aloud."""

    label: str
    text: str

    @property
    def spoken(self) -> bool:
        """Whether staff say it."""
        return self.label != DO


@dataclass(frozen=True, slots=True)
class Step:
    """One step; its first line is the one to say first."""

    name: str
    lines: tuple[Line, ...]


def call_steps(
    listing: Listing,
    *,
    library: str,
    private_spot: str,
    emergency: str,
    more_help: str,
    facts: tuple[tuple[str, str], ...] = (),
) -> tuple[Step, ...]:
    """Return the steps of a call together with the patron.

    ``library`` and ``private_spot`` are this library's words, ``emergency`` its country's number
    (911), ``more_help`` a sentence on who finds other help there or "", ``facts`` those of
    `knowing.referral_facts`.
    """
    return (
        _permission(),
        _place(private_spot, emergency),
        _call(listing, library),
        _talk(facts),
        _close(more_help),
    )


def questions(facts: tuple[tuple[str, str], ...]) -> list[str]:
    """Return what the person may want to ask: first what the listing does not say."""
    unknown = [title for title, answer in facts if answer.startswith("ask")]
    asked = [_QUESTIONS.get(title, f"{title}?") for title in unknown]
    return [*asked, *_ALWAYS_ASKED][:_MOST_QUESTIONS]


def _permission() -> Step:
    return Step(
        "ask",
        (
            Line(ASK, '"Would you like us to call together?"'),
            Line(DO, "Ask it quietly, away from whoever came with them."),
            Line(SAY, '"I dial and say hello. Then you do the talking. You can stop at any time."'),
            Line(DO, "Yes: go on. No, or not sure: that is an answer. Do not press."),
            Line(SAY, '"That\'s fine. Would you like the number to keep?"'),
        ),
    )


def _place(private_spot: str, emergency: str) -> Step:
    return Step(
        "place",
        (
            Line(ASK, '"Would you like to call from somewhere quieter?"'),
            Line(DO, f"Go to {private_spot}. No loudspeaker where others hear."),
            Line(DO, "Use a library phone. A call on theirs stays in its list of calls."),
            Line(ASK, '"Do you need anything before we start?"'),
            Line(DO, f"Danger at this moment: {emergency} comes first."),
        ),
    )


def _call(listing: Listing, library: str) -> Step:
    phone = next(iter(callable_phones(listing)), None)
    dial = "No number is known: Esc, and the next one."
    if phone is not None:
        first = "First text" if phone.kind == "text" else "First dial"
        dial = f"{first} {how_to_dial(phone).removeprefix('Text ')}. Say this to whoever answers."
    return Step(
        "call",
        (
            Line(
                SAY,
                f"\"Hello, I'm calling from {library}. Someone here would like to ask about "
                f'{matter(listing)}. They will speak for themselves."',
            ),
            Line(DO, dial),
            Line(DO, "Say nothing else: no name, no story, nothing from a library record."),
            Line(SAY, '"They can tell you that themselves."  (when asked for more)'),
            Line(ASK, '"Shall I stay with you, or give you room?"  (to the person)'),
        ),
    )


def _talk(facts: tuple[tuple[str, str], ...]) -> Step:
    return Step(
        "talk",
        (
            Line(SAY, '"Here is the phone. Take your time."'),
            Line(DO, "Hand it over and let them talk. Speak only if they ask you to."),
            Line(DO, f"They may want to ask: {' '.join(questions(facts))}"),
            Line(DO, "Write for them, on paper of their own: who answered, when, what comes next."),
            Line(ASK, '"Is it safe for you to carry this?"'),
        ),
    )


def _close(more_help: str) -> Step:
    return Step(
        "close",
        (
            Line(ASK, '"How was that? What would help now?"'),
            Line(DO, "Full, or nobody answers:"),
            Line(SAY, '"That one did not work out. Shall we try the next one?"'),
            Line(DO, f"Esc shows the list.{more_help}"),
            Line(SAY, '"I\'m glad we called. You can ask here again."'),
            Line(DO, "Keep nothing yourself: no name, no note on why they called."),
        ),
    )


def matter(listing: Listing) -> str:
    """Return what the call is about, as a stranger may hear it."""
    if listing.needs and all(need in _MATTERS for need in listing.needs):
        return _MATTERS[listing.needs[0]]
    return _USUAL_MATTER
