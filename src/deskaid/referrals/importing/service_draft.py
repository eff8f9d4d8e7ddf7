"""One service at one place, put together as a listing."""

import hashlib

from deskaid.referrals.hours import Hours
from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.group import EMPTY, Group, term_ids
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.listing import Listing, Phone
from deskaid.text import one_line


class Draft:
    """One service at one place; ``name`` is empty when nothing in the package names it."""

    def __init__(
        self,
        group: Group,
        service: Row,
        pair: Row,
        location: Row,
        report: Report,
        country: str,
    ) -> None:
        self._group = group
        self._service = service
        self._pair = pair
        self._location = location
        self._report = report
        self._country = country
        found = group.organizations.get(service.get("organization_id"))
        self._organization = found[0] if found else EMPTY
        self.name = one_line(service.get("name", "alternate_name"))
        if not self.name:
            self.name = one_line(self._organization.get("name") or location.get("name"))
            if self.name:
                report.repair("service without a name, called after who offers it", service.where)

    def listing(self) -> Listing:
        """Return the listing; its ``id`` and ``source`` are for whoever takes it in."""
        service, location, where = self._service, self._location, self._service.where
        name = self.name
        organization = one_line(self._organization.get("name") or service.get("organization_name"))
        description = service.get("description")
        secret = self._is_confidential()
        address, city = self._address()
        pieces = [row.get("address_1") for row in self._own("address")] + [address]
        latitude, longitude = drafts.coordinates(
            location.get("latitude"), location.get("longitude"), self._report, where
        )
        if secret:
            self._report.confidential += 1
            description = drafts.without(description, *pieces)
            latitude = longitude = None
        raw_status = service.get("status")
        alert = service.get("alert")
        return Listing(
            id="",
            source="",
            source_id=self._source_id(),
            name=drafts.without(name, *pieces) if secret else name,
            organization="" if organization == name else organization,
            also_known_as=one_line(
                drafts.free_text(
                    service.get("alternate_name"), self._organization.get("alternate_name")
                )
            ),
            description=description,
            needs=self._needs(name, organization, description),
            phones=self._phones(),
            address="" if secret else address,
            address_confidential=secret,
            city=city,
            latitude=latitude,
            longitude=longitude,
            area_served=self._areas(),
            eligibility=self._eligibility(),
            minimum_age=drafts.age_of(service.get("minimum_age")),
            maximum_age=drafts.age_of(service.get("maximum_age")),
            languages=self._languages(),
            accessibility=self._accessibility(),
            cost=self._cost(),
            documents=self._documents(),
            how_to_apply=service.get("application_process"),
            alert=alert,
            email=one_line(service.get("email") or self._organization.get("email")),
            urls=self._urls(),
            hours=self._hours(),
            assured=drafts.assured_of(
                service.get("assured_date", "last_verified_on", "last_verified"),
                service.get("assurer_email"),
                "",
            ),
            status=drafts.status_of(raw_status, self._report, where),
            hidden=drafts.hide(name, raw_status, alert, description[:200]),
        )

    def _source_id(self) -> str:
        service = self._service.id
        if not service:
            content = "|".join((*sorted(self._service.cells.values()), self._organization.id))
            service = f"~{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        place = self._location.id or self._pair.get("location_id")
        return f"{service}@{place}" if place else service

    def _nearest(self, kind: str) -> list[Row]:
        """Return ``kind`` of the service at this place, else of the service, else of the place."""
        for key, row in (
            ("service_at_location_id", self._pair),
            ("service_id", self._service),
            ("location_id", self._location),
        ):
            if rows := self._group.rows(kind, key, row.id):
                return rows
        return []

    def _own(self, kind: str) -> list[Row]:
        return self._group.rows(kind, "location_id", self._location.id)

    def _phones(self) -> tuple[Phone, ...]:
        group = self._group
        phones = self._read_phones(
            group.rows("phone", "service_at_location_id", self._pair.id)
            + group.rows("phone", "service_id", self._service.id)
        )
        for name in ("phone", "toll_free", "tty", "fax"):
            if said := self._service.get(name):
                hint = "" if name in ("phone", "toll_free") else name
                phones += drafts.phones_of(said, self._country, kind=hint)
        phones += self._read_phones(self._own("phone"))
        if said := self._location.get("phone"):
            phones += drafts.phones_of(said, self._country)
        if not any(phone.kind == "voice" for phone in phones):
            identity = self._service.get("organization_id")
            phones += self._read_phones(group.rows("phone", "organization_id", identity))
            if said := self._organization.get("phone"):
                phones += drafts.phones_of(said, self._country)
        return drafts.gathered(phones)

    def _read_phones(self, rows: list[Row]) -> list[Phone]:
        phones: list[Phone] = []
        for row in rows:
            number = row.get("number", "vanity_number")
            if prefix := row.get("country_prefix"):
                number = f"{prefix} {number}" if prefix.startswith("+") and number else number
            found = drafts.phones_of(
                number,
                self._country,
                kind=row.get("type"),
                label=row.get("description", "department"),
                extension=row.get("extension"),
            )
            for phone in found:
                if not phone.dial:
                    self._report.repair(
                        "phone number that cannot be dialed, kept as text", row.where
                    )
            phones += found
        return phones

    def _hours(self) -> Hours:
        reader = Reader(self._report)
        for row in self._nearest("schedule"):
            reader.add(row)
        for row in self._nearest("holiday_schedule"):
            reader.add_holiday(row)
        return reader.hours(self._service.get("hours", "schedule") or self._location.get("hours"))

    def _address(self) -> tuple[str, str]:
        rows = self._own("address")
        physical = [row for row in rows if row.get("address_type") in ("", "physical")]
        row = (physical or rows or [EMPTY])[0]
        state = " ".join(filter(None, (row.get("state_province"), row.get("postal_code"))))
        lines = (
            row.get("address_1"),
            row.get("address_2"),
            row.get("address_3"),
            row.get("address_4"),
            row.get("city"),
            state,
        )
        text = ", ".join(one_line(line) for line in lines if line)
        if row.get("address_type") == "postal" and text:
            text = f"Mail: {text}"
        text = text or one_line(self._location.get("address") or self._service.get("address"))
        return text, one_line(row.get("city"))

    def _is_confidential(self) -> bool:
        location = self._location
        marks = ("is_confidential", "confidential", "address_is_private", "is_private", "private")
        if any(drafts.says_yes(row.get(*marks)) for row in (location, self._service)):
            return True
        texts = [location.get("name"), location.get("description"), location.get("alternate_name")]
        for row in self._own("address"):
            texts += [row.get("attention"), row.get("address_1"), row.get("description")]
            if drafts.says_yes(row.get(*marks)):
                return True
        texts += [self._pair.get("description"), self._service.get("alert")]
        return drafts.confidential(*texts, self._service.get("description"))

    def _needs(self, name: str, organization: str, description: str) -> tuple[str, ...]:
        titles = [name, self._service.get("category"), self._service.get("alternate_name")]
        terms = [self._group.terms.get(identity) for identity in term_ids(self._service)]
        for row in self._group.rows("attribute", "service", self._service.id):
            titles.append(row.get("label", "value"))
            terms.append(self._group.terms.get(row.get("taxonomy_term_id", "taxonomy_id")))
        for found in terms:
            if not found:
                continue
            term = found[0]
            vocabulary = term.get("vocabulary", "taxonomy")
            if drafts.AIRS.search(vocabulary) or drafts.AIRS_CODE.fullmatch(term.get("code")):
                # Read for our own categories, never stored.
                self._report.repair("211/AIRS taxonomy term dropped", self._service.where)
            titles.append(term.get("name", "term"))
        return categorize(titles, (description, organization))

    def _areas(self) -> str:
        rows = self._nearest("service_area")
        return drafts.free_text(
            *(one_line(row.get("name", "description")) for row in rows),
            one_line(self._service.get("service_areas")),
        )

    def _eligibility(self) -> str:
        rows = self._group.rows("eligibility", "service_id", self._service.id)
        return drafts.free_text(
            self._service.get("eligibility_description", "eligibility"),
            *(one_line(row.get("eligibility")) for row in rows),
            self._service.get("audience"),
        )

    def _languages(self) -> tuple[str, ...]:
        rows = self._group.rows("language", "service_id", self._service.id) or self._own("language")
        names = [row.get("name", "language", "code") for row in rows]
        return drafts.languages_of(*names, self._service.get("languages"))

    def _accessibility(self) -> str:
        said = [
            one_line(drafts.free_text(row.get("description", "accessibility"), row.get("details")))
            for row in self._own("accessibility")
        ]
        interpretation = self._service.get("interpretation_services")
        return drafts.free_text(*said, self._location.get("accessibility"), interpretation).replace(
            "_", " "
        )

    def _cost(self) -> str:
        fees = self._group.rows("fee", "service_id", self._service.id)
        options = self._group.rows("cost_option", "service_id", self._service.id)
        said = [
            " ".join(
                filter(
                    None, (row.get("amount"), row.get("currency"), row.get("amount_description"))
                )
            )
            for row in options
        ]
        return drafts.free_text(
            self._service.get("fees_description", "fees"),
            *(row.get("fee") for row in fees),
            *(
                one_line(f"{row.get('option')} {text}")
                for row, text in zip(options, said, strict=True)
            ),
        )

    def _documents(self) -> str:
        rows = self._group.rows("required_document", "service_id", self._service.id)
        said = (one_line(row.get("document")) for row in rows)
        return drafts.free_text(*said, self._service.get("required_documents"))

    def _urls(self) -> tuple[str, ...]:
        group = self._group
        more = group.rows("url", "service_id", self._service.id)
        theirs = group.rows("url", "organization_id", self._service.get("organization_id"))
        return drafts.urls_of(
            self._service.get("url"),
            *(row.get("url") for row in more),
            self._organization.get("url"),
            *(row.get("url") for row in theirs),
        )[:4]
