"""Urgent: readable aloud by whoever is nearest. It never dials, and no idle timer runs here."""

from collections.abc import Iterable
from datetime import datetime

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.numbers import Numbers
from deskaid.settings import Site
from deskaid.shell.messages import OpenCard
from deskaid.shell.room import Room

# A letter opens the card; kept short and stable, because a hand finds it without looking.
LETTERS: tuple[tuple[str, str, str], ...] = (
    ("m", "Medical, will not wake", "not-responsive-may-be-an-overdose"),
    ("p", "Chest pain, collapse", "collapse-or-medical-emergency"),
    ("z", "Seizure", "seizure"),
    ("v", "Fight", "physical-fight"),
    ("k", "Weapon", "weapon-seen"),
    ("a", "Attack under way", "active-attacker"),
    ("t", "Threat to hurt someone", "threat-to-hurt-someone"),
    ("c", "Child missing", "missing-child"),
    ("s", "Talk of suicide, means", "suicidal-with-a-plan-or-means-now"),
    ("e", "Fire, smoke, alarm", "fire-smoke-or-alarm"),
)


class UrgentRoom(Room):
    """The line to read to the emergency number, who is in charge, and a card by letter."""

    ROOM = "urgent"
    NAME = "Urgent"
    FOOTER = ("curtain", "home", "escape", "keys")
    IDLE = False
    # Letters of this menu, inside the room only.
    BINDINGS = [
        Binding(letter, f"open('{card}')", title, show=False) for letter, title, card in LETTERS
    ]

    def body(self) -> Iterable[Widget]:
        """Yield the page and a menu that takes the letters."""
        page = Static(
            urgent_text(self.files.site, self.files.numbers, self.files.now()),
            markup=False,
            classes="body",
        )
        page.can_focus = True
        yield page

    def on_mount(self) -> None:
        """Note when this was opened: crews ask."""
        self.set_focus(self.query_one(".body"))

    def action_open(self, card: str) -> None:
        """Show a card."""
        self.post_message(OpenCard(card))


Part = Content | tuple[str, str] | str


def urgent_text(site: Site, numbers: Numbers, now: datetime) -> Content:
    """Return the page; what is not set says so instead of inventing it."""
    parts: list[Part] = ["\n", *_call(site, numbers), "\n\n", *_people(site), "\n"]
    parts += [f" {number:<16}{what}\n" for number, what in numbers.lines]
    parts += ["\n", *_letters()]
    parts.append(f"\n Opened here at {now:%H:%M}. This screen stays until you leave it.")
    return Content.assemble(*parts)


def _call(site: Site, numbers: Numbers) -> list[Part]:
    say = [f"{site.name or 'The public library'}, {site.address or '[say the street and town]'}."]
    if site.entrance:
        say.append(f"Entrance: {site.entrance}.")
    if site.phone:
        say.append(f"Our number is {site.phone}.")
    label = f" CALL {numbers.emergency}. SAY:  "
    spoken = f"\n{' ' * len(label)} ".join(say)
    return [(label, "bold"), (f'"{spoken}"', "bold $strong")]


def _letters() -> list[Part]:
    half = (len(LETTERS) + 1) // 2
    parts: list[Part] = []
    for index in range(half):
        for letter, title, _ in LETTERS[index::half]:
            parts += [(f"  {letter}", "bold"), f"  {title:<32}"]
        parts.append("\n")
    return parts


def _people(site: Site) -> list[str]:
    def known(label: str, *keys: str, unset: str = "(not set: Ctrl+P, Library)") -> str:
        value = " ".join(site.facts[key] for key in keys if site.facts.get(key))
        return f" {label:<16}{value or unset}\n"

    return [
        known("IN CHARGE", "pic", "pic_phone"),
        known("SECURITY", "security", "security_phone"),
        known("AED", "aed_at"),
        known("NALOXONE", "naloxone_at", unset="not known to be kept here"),
    ]
