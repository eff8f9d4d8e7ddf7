"""What a slip says in its own words, in English and Spanish; a listing's words stay as published.

The Spanish is plain and formal (usted), for readers of any country. It says what the English
says and promises nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from deskaid.errors import Refused

_DAYS_ES = {
    "Mon": "lun", "Tue": "mar", "Wed": "mié", "Thu": "jue", "Fri": "vie", "Sat": "sáb",
    "Sun": "dom", "last": "último", "1st": "1er", "2nd": "2.º", "3rd": "3er", "4th": "4.º",
    "5th": "5.º",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlipWords:
    """The headings and sentences of one language.

    ``crisis_line_speaks_it`` says by country how to reach the crisis line in this language.
    """

    call_first: str
    call: str
    text: str
    other_kinds: Mapping[str, str]
    extension: str
    then_press: str
    no_number: str
    purpose: str
    address: str
    call_them: str
    open: str
    hours: str
    round_the_clock: str
    not_on_holidays: str
    ask_hours: str
    who: str
    ages: str
    bring: str
    cost: str
    languages: str
    web: str
    note: str
    not_active: str
    uncertain: str
    checked: str
    not_checked: str
    printed: str
    from_library: str
    more: str
    emergency: str
    months: tuple[str, ...]
    days: Mapping[str, str] = field(default_factory=dict)
    crisis_labels: Mapping[str, str] = field(default_factory=dict)
    crisis_line_speaks_it: Mapping[str, str] = field(default_factory=dict)

    def day(self, day: date) -> str:
        """Return a date nobody can read two ways: "21 Nov 2026"."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def month(self, day: date) -> str:
        """Return the month of a date: "Nov 2026"."""
        return f"{self.months[day.month - 1]} {day.year}"


ENGLISH = SlipWords(
    call_first="Call before you go.",
    call="Call",
    text="Text",
    other_kinds=MappingProxyType({"tty": "TTY", "video": "Video call"}),
    extension="ext.",
    then_press="then press",
    no_number="No phone number is known.",
    purpose="What for",
    address="Address",
    call_them="call them",
    open="Open",
    hours="Hours",
    round_the_clock="24 hours, every day",
    not_on_holidays="closed on holidays",
    ask_hours="not known: ask when you call",
    who="For",
    ages="Ages",
    bring="Bring",
    cost="Cost",
    languages="Languages",
    web="Web",
    note="Note",
    not_active="Listed as not open at present. Please call first.",
    uncertain="Some of this may have changed. Please call first.",
    checked="Last checked",
    not_checked="Not checked: please call.",
    printed="Printed",
    from_library="From",
    more="There is more. Ask at the desk.",
    emergency="danger now",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

SPANISH = SlipWords(
    call_first="Llame antes de ir.",
    call="Llame",
    text="Mensaje de texto",
    other_kinds=MappingProxyType({"tty": "TTY", "video": "Videollamada"}),
    extension="ext.",
    then_press="luego marque",
    no_number="No se conoce un número de teléfono.",
    purpose="Para qué",
    address="Dirección",
    call_them="pregunte por teléfono",
    open="Abierto",
    hours="Horario",
    round_the_clock="24 horas, todos los días",
    not_on_holidays="cerrado en días feriados",
    ask_hours="no se conoce: pregunte al llamar",
    who="Para quién",
    ages="Edades",
    bring="Lleve",
    cost="Costo",
    languages="Idiomas",
    web="Web",
    note="Nota",
    not_active="Figura como cerrado por ahora. Llame primero.",
    uncertain="Algo de esto puede haber cambiado. Llame primero.",
    checked="Datos revisados",
    not_checked="Datos no revisados: llame, por favor.",
    printed="Impreso",
    from_library="De",
    more="Hay más. Pregunte en el mostrador.",
    emergency="peligro ahora",
    months=("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    days=MappingProxyType(_DAYS_ES),
    crisis_labels=MappingProxyType(
        {
            "crisis, call or text": "crisis: llame o mande un mensaje",
            "local help, any need": "ayuda local, cualquier necesidad",
            "health advice": "consejos de salud",
            "family violence": "violencia familiar",
            "Samaritans, 24 h": "Samaritans, 24 horas",
            "Lifeline, 24 h": "Lifeline, 24 horas",
        }
    ),
    # data/referrals/us.csv, us-988-spanish, checked 2026-09-14.
    crisis_line_speaks_it=MappingProxyType({"US": "; en español, marque 2"}),
)

_WORDS = {"en": ENGLISH, "es": SPANISH}


def words_in(lang: str) -> SlipWords:
    """Return the words of ``lang``, "en" or "es". Raises `Refused` for another."""
    try:
        return _WORDS[lang]
    except KeyError:
        raise Refused(
            "A slip can be in English or in Spanish.", hint="Write --lang en or --lang es."
        ) from None
