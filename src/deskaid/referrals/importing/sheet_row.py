"""One row of a spreadsheet, being read as a listing."""

import hashlib
import re

from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.confidential import is_withheld, redacted, says_confidential
from deskaid.referrals.importing.keeper import keeper_of
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.own_export import mended_row, needs_of
from deskaid.referrals.importing.sheet_hours import sheet_hours
from deskaid.referrals.importing.sheet_phones import RowPhones
from deskaid.referrals.importing.slips import is_shortened, whole_number
from deskaid.referrals.listing import Listing
from deskaid.text import one_line

_SHORT_ZIP = re.compile(r"\d{3,4}")


class SheetRow(RowPhones):
    """One row of a spreadsheet, being read; ``topic`` is what its sheet or heading is about."""

    @property
    def is_secret(self) -> bool:
        """Whether the row says that its address is to be kept secret."""
        return (
            self.any_yes("private")
            or self.any_no("public")
            or says_confidential(*self.all("private"))
            or is_withheld(
                *self.all("address"), *self.all("address_1"), *self.all("address_2"),
                *self.all("city"),
            )
            or says_confidential(*self.all("notes"), *self.all("description"),
                                   *self.all("directions"), *self.all("alert"))
        )  # fmt: skip

    def listing(self, seen: dict[str, int], *, secret: bool = False) -> Listing | None:
        """Return the listing, or None for a row without a name; ``seen`` counts source ids.

        ``secret`` is what other rows say about this one's address.
        """
        name = one_line(self.get("name"))
        organization = one_line(self.get("organization"))
        if not name and not organization:
            self.report.skip("row without a name", self.where)
            return None
        name = name or organization
        secret = secret or self.is_secret
        address = self._address()
        description = self._description()
        latitude, longitude = drafts.coordinates(
            self.get("latitude"), self.get("longitude"), self.report, self.where
        )
        if self.any_yes("anywhere"):
            latitude = longitude = None  # the middle of a country, nobody's address
        raw_status = self.get("status")
        listing = Listing(
            id="",
            source="",
            source_id=self._source_id(name, organization, address, seen),
            name=name,
            organization="" if organization == name else organization,
            also_known_as=one_line(self.get("also_known_as")),
            description=description,
            needs=self._needs(name, description, organization),
            phones=self.phones(),
            address=address or self._mail(),
            city=one_line(self.get("city")).rstrip(", "),
            latitude=latitude,
            longitude=longitude,
            area_served=drafts.free_text(*map(one_line, self.all("area_served"))),
            eligibility=self._eligibility(),
            minimum_age=drafts.age_of(self.get("minimum_age")),
            maximum_age=drafts.age_of(self.get("maximum_age")),
            languages=drafts.languages_of(*self.all("languages")),
            accessibility=self._accessibility(),
            cost=drafts.free_text(self.get("cost"), _labelled("Accepts", self.get("payment"))),
            documents=self.get("documents"),
            how_to_apply=drafts.free_text(
                self.get("how_to_apply"), _labelled("Wait", self.get("wait"))
            ),
            alert=self._alert(),
            email=one_line(self.get("email")),
            urls=drafts.urls_of(*self.all("url")),
            hours=sheet_hours(self),
            assured=drafts.assured_of(self.get("checked"), self._keeper(), ""),
            status=drafts.status_of(raw_status, self.report, self.where),
            hidden=self.any_yes("exclude")
            or self.any_no("offered")
            or drafts.hide(name, raw_status, self.get("notes")[:200], description[:200]),
        )
        if not secret:
            return self._as_exported(listing)
        self.report.confidential += 1
        streets = (*self.all("address_1"), *self.all("address"), *self.all("mail_address_1"))
        return redacted(self._as_exported(listing), *streets, address)

    def _as_exported(self, listing: Listing) -> Listing:
        """Return the listing with what the record of an export of ours adds to its words."""
        record = self.get("deskaid")
        if not record:
            return listing
        numbers = [columns.get("number") for _, columns in sorted(self.columns.phones.items())]
        said = [text for place in numbers if (text := self.at(place))]
        return mended_row(listing, record, self.fields | {"numbered": said})

    def _source_id(self, name: str, organization: str, address: str, seen: dict[str, int]) -> str:
        """Return the row's own id, or one made of what it is and where."""
        said = whole_number(one_line(self.get("id")))
        if is_shortened(said):
            self.report.repair("id cut short by a spreadsheet program, not used", self.where)
            said = ""
        if not said:
            content = "|".join((name, organization, address)).casefold()
            said = f"~{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        seen[said] = seen.get(said, 0) + 1
        if seen[said] > 1:
            self.report.repair("id or name used twice, the later one numbered", self.where)
            return f"{said}~{seen[said]}"
        return said

    def _address(self) -> str:
        street = self.get("address")
        parts = [self.get("address_1"), self.get("address_2")]
        if street and street not in parts:
            parts.insert(0, street)
        state = " ".join(filter(None, (self.get("state"), self._zip("postal_code"))))
        for part in (self.get("city").rstrip(", "), state):
            if part and not (street and part.casefold() in street.casefold()):
                parts.append(part)
        return ", ".join(one_line(part) for part in parts if part)

    def _mail(self) -> str:
        """Return where to write, for a row that names no place to go."""
        if self.any_yes("mail_private") or not self.get("mail_address_1"):
            return ""
        state = " ".join(filter(None, (self.get("mail_state"), self._zip("mail_postal_code"))))
        names = ("mail_address_1", "mail_address_2", "mail_city")
        parts = [*(self.get(name) for name in names), state]
        return "Mail: " + ", ".join(one_line(part) for part in parts if part)

    def _zip(self, name: str) -> str:
        """Return a postal code with the zeros a spreadsheet program took from its front."""
        said = whole_number(one_line(self.get(name)))
        if self.country == "US" and _SHORT_ZIP.fullmatch(said):
            self.report.repair("ZIP code without its leading zero, mended", self.where)
            return said.zfill(5)
        return said

    def _description(self) -> str:
        offers = ", ".join(self.all("offers"))
        said = drafts.free_text(
            self.get("description"), self.get("notes"), _labelled("Offers", offers)
        )
        if self.get("description"):
            return said
        # A category of the library's own ("Free school lunch") may be all a row says of itself.
        return drafts.free_text(*map(one_line, self.all("category")), said)

    def _needs(self, name: str, description: str, organization: str) -> tuple[str, ...]:
        if "deskaid_needs" in self.columns.fields:  # our own codes: nothing to guess
            return needs_of(self.get("deskaid_needs"))
        terms = self.all("taxonomy")
        if terms:
            # Read for our own categories, never stored.
            self.report.repair("211/AIRS taxonomy terms dropped", self.where)
        titles = [name, *self.all("category"), *terms, self.get("also_known_as"), self.topic]
        return categorize(titles, (description, organization))

    def _eligibility(self) -> str:
        groups = ", ".join(self.all("groups"))
        return drafts.free_text(self.get("eligibility"), _labelled("For", groups))

    def _accessibility(self) -> str:
        directions = "; ".join(map(one_line, self.all("directions")))
        return drafts.free_text(self.get("accessibility"), _labelled("Getting there", directions))

    def _alert(self) -> str:
        unverified = self.any_yes("unverified")
        return drafts.free_text(
            self.get("alert"), "Its directory says: not verified yet." if unverified else ""
        )

    def _keeper(self) -> str:
        """Return an office or role if any is named, else a person's initials."""
        said = self.all("checked_by")
        return next((one for one in said if keeper_of(one) == one), keeper_of(" ".join(said[:1])))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""
