"""One service at one place, put together as a listing."""

import hashlib
from dataclasses import replace

from deskaid.referrals.hours import Hours
from deskaid.referrals.importing import drafts, service_words
from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.confidential import is_withheld, redacted, says_confidential
from deskaid.referrals.importing.group import EMPTY, MOST_PLACES, Group, term_ids
from deskaid.referrals.importing.known_hours import hours_of
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.own_export import mended_service
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.listing import Listing, Phone

MOST_PHONES_OF_PLACES = 5


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
        self._secret: bool | None = None
        # In Ohana's files a service knows its location, and only that its organization.
        self._organization_id = service.get("organization_id") or location.get("organization_id")
        found = group.organizations.get(self._organization_id)
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
        organization = one_line(
            self._organization.get("name") or service.get("organization_name", "organization")
        )
        shown = EMPTY if self._is_confidential() else location
        description = service_words.description(service, self._pair, shown, self._organization)
        address, city = self._address()
        latitude, longitude = drafts.coordinates(
            *service_words.position(service, location), self._report, where
        )
        raw_status = service.get("status")
        alert = service.get("alert")
        listing = Listing(
            id="",
            source="",
            source_id=self._source_id(),
            name=name,
            organization="" if organization == name else organization,
            also_known_as=self._other_names(name, organization),
            description=description,
            needs=self._needs(name, organization, description),
            phones=self._phones(),
            address=address,
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
            how_to_apply=service_words.how_to_apply(service),
            alert=alert,
            email=one_line(
                service.get("email")
                or self._pair.get("email")
                or location.get("email")
                or self._organization.get("email")
            ),
            urls=self._urls(),
            hours=self._hours(),
            assured=drafts.assured_of(
                service.get("assured_date", "last_verified_on", "last_verified"),
                service.get("assurer_email"),
                "",
            ),
            status=drafts.status_of(raw_status, self._report, where),
            hidden=drafts.hide(name, raw_status, alert, organization, description[:200]),
        )
        if not self._is_confidential():
            return self._as_exported(listing)
        self._report.confidential += 1
        streets = [row.get("address_1") for row in self._own("address")]
        return redacted(self._as_exported(listing), *streets, address)

    def _as_exported(self, listing: Listing) -> Listing:
        """Return the listing with what the record of an export of ours adds to its rows."""
        return mended_service(listing, self._group, self._service, self._location, self._pair)

    def _source_id(self) -> str:
        service = self._service.id
        if not service:
            content = "|".join(
                (*sorted(filter(None, self._service.cells.values())), self._organization.id)
            )
            service = f"~{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        place = self._location.id or self._pair.get("location_id")
        return f"{service}@{place}" if place else service

    def _other_names(self, name: str, organization: str) -> str:
        """Return by what else people may know it: its program, and the place it is at."""
        programs = self._group.programs.get(self._service.get("program_id"))
        secret = self._is_confidential()
        names = (
            self._service.get("alternate_name"),
            self._organization.get("alternate_name"),
            programs[0].get("name") if programs else "",
            *([] if secret else [self._location.get("name"), self._location.get("alternate_name")]),
        )
        return one_line(
            drafts.free_text(*(other for other in names if other not in (name, organization)))
        )

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
        for name in ("phone", "toll_free", "tty"):
            if said := self._location.get(name):
                hint = "tty" if name == "tty" else ""
                phones += drafts.phones_of(said, self._country, kind=hint)
        if not any(phone.kind == "voice" for phone in phones):
            phones += self._read_phones(
                group.rows("phone", "organization_id", self._organization_id)
            )
            if said := self._organization.get("phone"):
                phones += drafts.phones_of(said, self._country)
        if not any(phone.kind == "voice" for phone in phones):
            phones += self._contact_phones() or self._phones_of_places()
        return drafts.gathered(phones)

    def _contact_phones(self) -> list[Phone]:
        """Return the numbers of contacts, called by their title, never by their name."""
        phones: list[Phone] = []
        rows = self._nearest("contact") or self._group.rows(
            "contact", "organization_id", self._organization_id
        )
        for contact in rows:
            title = one_line(contact.get("title", "department"))
            for phone in self._read_phones(self._group.rows("phone", "contact_id", contact.id)):
                phones.append(replace(phone, label=phone.label or title))
        return phones

    def _phones_of_places(self) -> list[Phone]:
        """Return the first numbers of an organization's places, by the name of the place."""
        called: dict[str, list[str]] = {}
        phones: dict[str, Phone] = {}
        for place in self._group.places(self._service)[:MOST_PLACES]:
            found = self._read_phones(self._group.rows("phone", "location_id", place.id))
            for name in ("phone", "toll_free"):
                if said := place.get(name):
                    found += drafts.phones_of(said, self._country)
            for phone in found:
                phones.setdefault(phone.dial or phone.number, phone)
                called.setdefault(phone.dial or phone.number, []).append(
                    one_line(place.get("name"))
                )
        return [
            # A number of many places is nobody's in particular.
            replace(phone, label=phone.label or (called[key][0] if len(called[key]) == 1 else ""))
            for key, phone in list(phones.items())[:MOST_PHONES_OF_PLACES]
        ]

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
                label=service_words.phone_label(row),
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
        return hours_of(
            self._nearest("schedule"),
            self._nearest("holiday_schedule"),
            service_words.hours(self._service, self._location),
            self._report,
        )

    def _address(self) -> tuple[str, str]:
        rows = self._own("address")
        if not rows and not self._location.get("address"):
            theirs = self._group.rows("address", "organization_id", self._organization_id)
            rows = [row for row in theirs if not row.get("location_id")]
        physical = [row for row in rows if row.get("address_type") in ("", "physical")]
        row = (physical or rows or [EMPTY])[0]
        state = service_words.state_line(row, self._country, self._report)
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
        text = text or service_words.mailing(self._organization)
        return text, one_line(row.get("city"))

    def _is_confidential(self) -> bool:
        if self._secret is None:  # asked several times, and slow over prose
            self._secret = self._says_confidential()
        return self._secret

    def _says_confidential(self) -> bool:
        location = self._location
        marks = ("is_confidential", "confidential", "address_is_private", "is_private", "private")
        if any(drafts.says_yes(row.get(*marks)) for row in (location, self._service)):
            return True
        texts = [
            location.get("name"), location.get("description"), location.get("alternate_name"),
            location.get("transportation"), self._pair.get("description"),
            self._service.get("alert"), self._service.get("description"),
        ]  # fmt: skip
        for row in self._own("address"):
            if drafts.says_yes(row.get(*marks)) or is_withheld(
                *(row.get(name) for name in ("attention", "address_1", "address_2", "city"))
            ):
                return True
            texts.append(row.get("description"))
        return says_confidential(*texts) or is_withheld(
            location.get("address"), self._service.get("address")
        )

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
            one_line(self._service.get("service_areas") or self._location.get("service_areas")),
        )

    def _eligibility(self) -> str:
        rows = self._group.rows("eligibility", "service_id", self._service.id)
        return service_words.eligibility(self._service, rows)

    def _languages(self) -> tuple[str, ...]:
        rows = self._group.rows("language", "service_id", self._service.id) or self._own("language")
        names = [row.get("name", "language", "code") for row in rows]
        said = self._service.get("languages") or self._location.get("languages")
        return drafts.languages_of(*names, said)

    def _accessibility(self) -> str:
        said = [
            one_line(drafts.free_text(row.get("description", "accessibility"), row.get("details")))
            for row in self._own("accessibility")
        ]
        return service_words.accessibility(said, self._service, self._location)

    def _cost(self) -> str:
        identity = self._service.id
        return service_words.cost(
            self._service,
            self._group.rows("fee", "service_id", identity),
            self._group.rows("cost_option", "service_id", identity),
        )

    def _documents(self) -> str:
        rows = self._group.rows("required_document", "service_id", self._service.id)
        said = (one_line(row.get("document")) for row in rows)
        return drafts.free_text(*said, self._service.get("required_documents"))

    def _urls(self) -> tuple[str, ...]:
        group = self._group
        more = group.rows("url", "service_id", self._service.id)
        theirs = group.rows("url", "organization_id", self._organization_id)
        return drafts.urls_of(
            self._service.get("url"),
            *(row.get("url") for row in more),
            self._pair.get("url"),
            self._location.get("url"),
            self._organization.get("url"),
            *(row.get("url") for row in theirs),
        )[:4]
