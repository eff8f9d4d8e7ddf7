"""A 211 wide export: programs, the sites they are at, and the agencies they belong to.

Its rows name each other (ConnectsToProgramNum, ConnectsToSiteNum, ParentAgencyNum), and a
program at a site leaves empty what its program, site or agency already says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deskaid.referrals.importing.confidential import street_key
from deskaid.referrals.listing import Phone
from deskaid.text import fold

Fields = Mapping[str, list[str]]
"""A row's filled cells by our names."""

_PLACE = ("address", "address_1", "address_2", "city", "state", "postal_code", "latitude",
          "longitude", "private", "public", "directions", "accessibility")  # fmt: skip
_CALL = ("phone", "toll_free", "hotline_phone", "phone_2", "tty", "fax")
_TEXTS = ("description", "eligibility", "groups", "offers", "languages", "cost", "payment",
          "documents", "how_to_apply", "wait", "hours", "url", "email", "area_served", "category",
          "taxonomy", "minimum_age", "maximum_age", "also_known_as", "alert", "checked",
          "checked_by")  # fmt: skip
_KEPT = frozenset((*_PLACE, *_CALL, *_TEXTS, "name", "agency_id"))
_PARENTS = ("agency", "site", "program")


@dataclass(frozen=True)
class Parent:
    """What others may take from an agency, site or program: its cells, and its numbers."""

    fields: Mapping[str, list[str]] = field(default_factory=dict)
    phones: list[Phone] = field(default_factory=list)

    @property
    def has_phone(self) -> bool:
        """Whether somebody answers a number of it."""
        return bool(first(self.fields, "phone")) or any(
            phone.kind == "voice" for phone in self.phones
        )


_NOBODY = Parent()


@dataclass
class Relations:
    """What a first look at a 211 export found: its parents, who is named, what is secret."""

    parents: dict[str, Parent] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    secret: set[tuple[str, str]] = field(default_factory=set)

    def note(self, fields: Fields, phones: list[Phone], *, secret: bool) -> None:
        """Look at one row; ``phones`` are those of its numbered columns."""
        identity = first(fields, "id")
        key = place_key(fields)
        if secret and key[0]:
            self.secret.add(key)
        if level_of(fields) in _PARENTS and identity:
            kept = {name: values for name, values in fields.items() if name in _KEPT}
            if secret:
                kept["private"] = ["yes"]
            self.parents.setdefault(identity, Parent(kept, phones))
        for link in ("program_id", "site_id", "agency_id"):
            if (other := first(fields, link)) and other != identity:
                self.named.add(other)

    def is_only_parent(self, fields: Fields) -> bool:
        """Tell whether a row is an agency, site or program that others already speak for."""
        return level_of(fields) in _PARENTS and first(fields, "id") in self.named

    def is_secret(self, fields: Fields) -> bool:
        """Tell whether any row calls this row's address private."""
        return place_key(fields) in self.secret

    def joined(
        self, fields: Fields, phones: list[Phone], *, has_phone: bool
    ) -> tuple[dict[str, list[str]], list[Phone]]:
        """Return a row's fields and numbers with those it lacks from its program, site, agency."""
        whole = {name: list(values) for name, values in fields.items()}
        program = self.parents.get(first(fields, "program_id"), _NOBODY)
        site = self.parents.get(first(fields, "site_id"), _NOBODY)
        agency_id = first(fields, "agency_id") or first(site.fields, "agency_id")
        agency = self.parents.get(agency_id, _NOBODY)
        if not any(whole.get(name) for name in ("address", "address_1")):
            _fill(whole, site, _PLACE)
        _fill(whole, program, (*_TEXTS, "name"))
        _fill(whole, agency, ("url", "email", "name"))
        if not whole.get("organization") and (called := first(agency.fields, "name")):
            whole["organization"] = [called]
        if not has_phone:
            giver = next((one for one in (program, site, agency) if one.has_phone), _NOBODY)
            _fill(whole, giver, _CALL)
            phones = phones + giver.phones
        return whole, phones


def first(fields: Fields, name: str) -> str:
    """Return the first filled cell of ``name``, or ""."""
    values = fields.get(name)
    return values[0] if values else ""


def level_of(fields: Fields) -> str:
    """Return "agency", "site", "program", "programatsite" or ""."""
    return first(fields, "level").replace(" ", "").casefold()


def place_key(fields: Fields) -> tuple[str, str]:
    """Return what tells one street address from another; empty without one."""
    street = street_key(first(fields, "address_1") or first(fields, "address"))
    return (street, fold(first(fields, "city"))) if street else ("", "")


def _fill(whole: dict[str, list[str]], source: Parent, names: Iterable[str]) -> None:
    for name in names:
        if not whole.get(name) and (values := source.fields.get(name)):
            whole[name] = list(values)
