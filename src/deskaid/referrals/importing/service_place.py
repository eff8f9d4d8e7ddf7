"""Where one service is, and whether that is to be kept secret."""

import re

from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.confidential import is_withheld, says_confidential
from deskaid.referrals.importing.drafts import says_yes
from deskaid.referrals.importing.group import EMPTY, Group, Offer
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.slips import whole_number
from deskaid.referrals.importing.stage import Row

_SHORT_ZIP = re.compile(r"\d{3,4}")
_MARKS = ("is_confidential", "confidential", "address_is_private", "is_private", "private")
_LINES = ("address_1", "address_2", "address_3", "address_4", "city")
_MAILING = tuple(f"mailing_address{part}" for part in ("", "_city", "_state", "_zip"))


class Places:
    """Finds addresses for the services of a group."""

    def __init__(self, group: Group, report: Report, country: str) -> None:
        said = group.said
        self._report = report
        self._country = country
        self._of_place = group.by("address", "location_id")
        self._of_agency = group.by("address", "organization_id")
        self._lines = said("address", *_LINES[:-1])
        self._in_place = said("location", "address")
        self._in_service = said("service", "address")
        self._typed = bool(said("address", "address_type"))
        self._mailing = bool(said("organization", *_MAILING))
        self._marks = {kind: said(kind, *_MARKS) for kind in ("service", "location", "address")}
        self._texts_of_place = said(
            "location", "name", "description", "alternate_name", "transportation"
        )
        self._texts_of_service = said("service", "alert", "description")
        self._of_pair = said("service_at_location", "description")
        self._in_address = said("address", "attention", "address_1", "address_2", "city")
        self._described = said("address", "description")

    def rows(self, location: Row) -> list[Row]:
        """Return the rows of the place's own addresses."""
        return self._of_place.get(location.id, [])

    def address(self, offer: Offer) -> tuple[str, str]:
        """Return the address on one line, and the city."""
        service, location = offer.service, offer.location
        rows = self._of_place.get(location.id, [])
        if not rows and not location.get("address"):
            theirs = self._of_agency.get(offer.organization_id, ())
            rows = [row for row in theirs if not row.get("location_id")]
        row = self._best(rows)
        state = self._state_line(row)
        cells = row.cells.get
        text = ", ".join([one_line(said) for name in self._lines if (said := cells(name))])
        city = one_line(cells("city", ""))
        text = ", ".join(filter(None, (text, city, one_line(state))))
        if self._typed and text and row.get("address_type") == "postal":
            text = f"Mail: {text}"
        if not text and (self._in_place or self._in_service):
            text = one_line(location.get("address") or service.get("address"))
        if not text and self._mailing:
            text = _mailing(offer.organization)
        return text, city

    def _best(self, rows: list[Row]) -> Row:
        if not self._typed or len(rows) < 2:
            return rows[0] if rows else EMPTY
        physical = [row for row in rows if row.get("address_type") in ("", "physical")]
        return (physical or rows)[0]

    def _state_line(self, row: Row) -> str:
        """Return state and postal code, with the zeros a spreadsheet took from its front."""
        code = row.get("postal_code")
        if code:
            code = whole_number(one_line(code))
            if (
                len(code) < 5
                and self._country == "US"
                and row.get("country") in ("", "US", "USA")
                and _SHORT_ZIP.fullmatch(code)
            ):
                self._report.repair("ZIP code without its leading zero, mended", row.where)
                code = code.zfill(5)
        return " ".join(filter(None, (row.get("state_province"), code)))

    def is_confidential(self, offer: Offer) -> bool:
        """Tell whether anything about the service or the place asks to keep its address secret."""
        service, location, marks = offer.service, offer.location, self._marks
        if marks["location"] and says_yes(location.get(*marks["location"])):
            return True
        if marks["service"] and says_yes(service.get(*marks["service"])):
            return True
        of_place, of_service = location.cells.get, service.cells.get
        texts = [of_place(name, "") for name in self._texts_of_place]
        texts += [of_service(name, "") for name in self._texts_of_service]
        if self._of_pair:
            texts.append(offer.pair.get("description"))
        for row in self._of_place.get(location.id, ()):
            if marks["address"] and says_yes(row.get(*marks["address"])):
                return True
            cells = row.cells.get
            if is_withheld(*[cells(name, "") for name in self._in_address]):
                return True
            if self._described:
                texts.append(row.get("description"))
        if says_confidential(*texts):
            return True
        return bool(self._in_place or self._in_service) and is_withheld(
            location.get("address"), service.get("address")
        )


def _mailing(organization: Row) -> str:
    """Return where to write to an organization whose row holds its address."""
    said = ", ".join(filter(None, (one_line(organization.get(name)) for name in _MAILING)))
    return f"Mail: {said}" if said else ""
