"""What only this library knows: every placeholder a card may use, with words that fit when unset.

Cards say ``{{pic}}``; `deskaid.settings` reads the values from ``site.toml``; `cards.fill` puts
them in. The rule that a card never names a local fact itself is content rule 17.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Fact(NamedTuple):
    """One thing about this library.

    ``fallback`` reads well in a sentence when the fact is not set; an empty one means that a
    line may use the fact only behind ``{{if key}}``. ``phrase`` wraps a set value, so that a
    place typed as "wall by the lift" reads "the AED (wall by the lift)"; it is left out when
    the value already holds ``phrase_word``. ``asked`` facts are in the first-start questions.
    """

    key: str
    label: str
    fallback: str
    help: str = ""
    example: str = ""
    asked: bool = False
    phrase: str = "{}"
    phrase_word: str = ""

    def worded(self, value: str) -> str:
        """Return how ``value`` reads inside a sentence; the fallback when it is empty."""
        if not value:
            return self.fallback
        if self.phrase_word and self.phrase_word.casefold() in value.casefold():
            return value
        return self.phrase.replace("{}", value)


FACTS: tuple[Fact, ...] = (
    # Asked at the first start.
    Fact("library", "Name of this library", "this library", "", "Maple Street Library", True),
    Fact(
        "address",
        "Street address and town",
        "our address",
        "Read to 911 word for word.",
        "40 Maple Street, Springfield",
        True,
    ),
    Fact(
        "entrance",
        "Entrance for help that comes",
        "the main entrance",
        "Where an ambulance should stop.",
        "the door on Oak Lane",
        True,
    ),
    Fact("phone", "This library's phone", "our number", "Read to 911.", "217-555-0100", True),
    Fact(
        "pic",
        "Person in charge",
        "the person in charge",
        "A name or a role, as you would say it.",
        "Dana",
        True,
    ),
    Fact("pic_phone", "Their phone or extension", "", "", "ext. 204", True),
    Fact("security", "Security", "security", "As you would say it.", "Officer Lee", True),
    Fact("security_phone", "Security's phone", "", "", "ext. 911", True),
    Fact(
        "aed_at",
        "Where the AED is",
        "the AED, if we have one",
        "Leave empty if there is none.",
        "wall by the front door",
        True,
        "the AED ({})",
        "AED",
    ),
    Fact(
        "naloxone_at",
        "Where naloxone is",
        "",
        "Leave empty if it is not kept here.",
        "top desk drawer",
        True,
    ),
    Fact(
        "reporting_rule",
        "Reporting harm to a child",
        "our reporting rule: ask the person in charge",
        "Who reports, to whom, how soon. From your policy and state law.",
        "call the state line today",
        True,
        "our reporting rule: {}",
        "our reporting rule",
    ),
    # People.
    Fact("director", "Director", "the director", "", "Sam Ortiz"),
    Fact("director_phone", "Director's phone", "", "", "ext. 201"),
    Fact("lawyer", "Library's lawyer", "our lawyer", "", "the city attorney"),
    Fact("spokesperson", "Who speaks to reporters", "our spokesperson", "", "the director"),
    Fact("first_aider", "Trained in first aid", "a trained first aider", "", "Maria"),
    Fact("trained_cleaner", "Cleans blood and needles", "a trained cleaner", "", "facilities"),
    Fact("children_staff", "Children's desk", "the children's desk", "", "the youth desk"),
    Fact("computer_help", "Help with computers", "our computer help", "", "the tech desk"),
    Fact("access_contact", "Accommodation requests", "our access contact", "", "Lee in HR"),
    Fact("social_worker", "Social worker", "our social worker, if we have one", "", "Ana"),
    # Lines to call that differ from place to place.
    Fact("police_line", "Police, not urgent", "the police non-emergency line", "", "217-555-0199"),
    Fact("crisis_team", "Mobile crisis team", "the crisis team, through 988", "", "217-555-0150"),
    Fact("child_report_line", "Child protection line", "the child protection line", "", "555-0166"),
    Fact("adult_report_line", "Adult protection line", "the adult protection line", "", "555-0188"),
    Fact("staff_support", "Support for staff", "the staff support line", "", "the EAP line"),
    Fact("interpreter", "Phone interpreter", "our phone interpreter line", "", "217-555-0133"),
    # Places.
    Fact("meeting_point", "Meeting point outside", "the meeting point", "", "the flagpole"),
    Fact("safe_room", "Room that locks", "a staff-only room", "", "the staff kitchen"),
    Fact("storm_shelter", "Storm shelter", "an inside room with no windows", "", "the basement"),
    Fact("private_spot", "Where to talk in private", "a quiet spot", "", "the study room"),
    Fact("staff_exit", "Staff exit", "the staff exit", "", "the loading door"),
    # Rules and forms.
    Fact("child_wait", "Child alone: how long", "the time our policy sets", "", "15 minutes"),
    Fact("missing_wait", "Missing child: how long", "the time our policy sets", "", "5 minutes"),
    Fact("closing_wait", "At closing: how long", "the time our policy sets", "", "15 minutes"),
    Fact("code_phrase", "Words that call a colleague", "our agreed phrase", "", "the blue folder"),
    Fact("more_time", "More computer time", "more time if our rules allow", "", "30 more minutes"),
    Fact("fee_form", "Form to question a charge", "our fee form", "", "the fee review form"),
    Fact("comment_form", "Comment form", "our comment form", "", "the yellow card"),
    Fact("review_form", "Form to question a book", "our review form", "", "the review form"),
    Fact("appeal_form", "Way to appeal a ban", "our appeal steps", "", "the appeal letter"),
    Fact(
        "limited_card",
        "Card without proof",
        "a card with limits if our rules allow",
        "",
        "a day card",
    ),
    Fact(
        "print_refund", "When printing fails", "a free reprint if our rules allow", "", "a reprint"
    ),
    Fact("lost_and_found", "Lost and found", "lost and found", "", "the box at the desk"),
    Fact("incident_form", "Incident report", "our incident form", "", "the online form"),
)

BY_KEY: Mapping[str, Fact] = MappingProxyType({fact.key: fact for fact in FACTS})


def asked_facts() -> tuple[Fact, ...]:
    """Return the facts of the first-start questions, in the order in which they are asked."""
    return tuple(fact for fact in FACTS if fact.asked)
