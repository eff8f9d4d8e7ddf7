"""Which column of a spreadsheet holds what, told by its header."""

import re
from collections.abc import Sequence

from deskaid.referrals.importing.headers import fold_name

ALIASES = {
    "id": "resource_agency_num unique_id record_id listing_id site_id program_id fm_id services_id "
    "service_id service_uuid location_id",
    "name": "program_name service_name public_name facility facility_name provider provider_name "
    "facility_or_provider agency_name place resource resource_name location_name site_name title "
    "name_of_organization organization_name what",
    "organization": "organization_name agency agency_name org parent_agency parent_name "
    "provider_name organisation company_name company",
    "also_known_as": "alternate_name aka other_name acronym alternate_names alternatename",
    "description": "services about details agency_description program_description body "
    "service_description what_they_offer what_for summary",
    "notes": "note comments comment remarks staff_notes",
    "phone": "phone_number telephone phone_1 phone1_number main_phone phones contact_phone tel "
    "phone_main hotline phone1 telephone_number phone_numbers phone_number_main number",
    "phone_2": "phone2 phone2_number other_phone alternate_phone phone_3 phone3_number "
    "second_phone",
    "toll_free": "phone_toll_free toll_free_phone_number tollfree toll_free_phone toll_free_number",
    "hotline_phone": "phone_number_hotline crisis_line",
    "tty": "phone_tty tdd tty_phone_number tty_phone phone_tdd",
    "text_line": "text sms text_number",
    "fax": "phone_fax fax_number",
    "email": "email_address e_mail email_address_main contact_email",
    "url": "website website_address web web_site link homepage uri webpage",
    "address": "full_address location physical_address street_address physicaladdress "
    "location_address where",
    "address_1": "physical_address1 physical_address_1 address1 street line_1",
    "address_2": "physical_address2 physical_address_2 address2 suite line_2",
    "city": "physical_city physicalcity town",
    "state": "physical_state_province physicalstate state_province province",
    "postal_code": "zip zipcode zip_code physical_postal_code physicalzipcode postcode",
    "latitude": "lat",
    "longitude": "lng lon long",
    "category": "categories need needs type service_type program_type taxonomy taxonomy_terms "
    "taxonomy_term tags topic kind subcategory",
    "eligibility": "who_for who eligibility_requirements eligibility_adult requirements "
    "populations population serves",
    "area_served": "coverage_area service_area service_areas areas area coverage county counties "
    "region",
    "minimum_age": "min_age age_min",
    "maximum_age": "max_age age_max",
    "languages": "languages_offered language languages_spoken languages_consistently_available",
    "accessibility": "disabilities_access accessible ada wheelchair",
    "cost": "fees fee fee_structure fee_structure_source cost_of_service price",
    "documents": "documents_required required_documents bring what_to_bring",
    "how_to_apply": "application_process intake intake_procedure how_to_access",
    "alert": "warning notice",
    "hours": "hours_of_operation open_hours opening_hours times schedule when office_hours "
    "days_and_hours",
    "status": "active agency_status record_status is_active",
    "checked": "last_verified_on last_verified last_checked verified date_verified assured_date "
    "last_updated_by_agency verified_on last_verified_date",
    "checked_by": "last_verified_by verified_by last_verified_by_name checked_by",
    "private": "physical_address_is_private confidential address_confidential is_confidential "
    "address_is_private",
    "exclude": "exclude_from_website exclude_from_directory do_not_refer hidden",
    "season_open": "season_start",
    "season_close": "season_end",
}
"""Our names for a spreadsheet's columns, and what libraries and 211 exports call them."""

_FIELD_OF = {other: name for name, others in ALIASES.items() for other in others.split()} | {
    name: name for name in ALIASES
}
_DAY_HEADERS = {
    form: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed wednesday", "thu thur thurs thursday",
         "fri friday", "sat saturday", "sun sunday")
    )
    for name in names.split()
    for form in (name, f"{name}_hours", f"hours_{name}")
}  # fmt: skip
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENTRIES = re.compile(r"(daycode)_?(\d?)|day_?(\d)_(open|close)s?|(open|close)s?")


class Columns:
    """Which column holds what, from a header in any order."""

    def __init__(self, header: Sequence[str]) -> None:
        self.fields: dict[str, list[int]] = {}
        self.days: dict[int, int] = {}
        self.entries: dict[int, dict[str, int]] = {}
        for place, cell in enumerate(header):
            self._take(fold_name(cell), place)
        self._settle_names(header)

    @property
    def usable(self) -> bool:
        """Whether there is a name, and anything else to tell."""
        return "name" in self.fields and len(self.fields) + len(self.days) > 1

    def _take(self, name: str, place: int) -> None:
        entry = _ENTRIES.fullmatch(name)
        if entry:
            number = int(entry[2] or entry[3] or 0)
            what = "day" if entry[1] else (entry[4] or entry[5])
            known = self.entries.setdefault(number, {})
            # A header that says "day6_open" twice means its close the second time.
            known["close" if what == "open" and "open" in known else what] = place
        elif name in _DAY_HEADERS:
            self.days[place] = _DAY_HEADERS[name]
        elif field := _FIELD_OF.get(name):
            self.fields.setdefault(field, []).append(place)

    def _settle_names(self, header: Sequence[str]) -> None:
        """Tell a service's name from its agency's when both columns are there."""
        names = self.fields.get("name", [])
        if len(names) < 2:
            return
        folded = [fold_name(header[place]) for place in names]
        agencies = [
            p
            for p, n in zip(names, folded, strict=True)
            if n.startswith(("agency", "org", "provider"))
        ]
        rest = [place for place in names if place not in agencies]
        if agencies and rest:
            self.fields["name"] = rest
            self.fields.setdefault("organization", []).extend(agencies)


def find_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Return which of the first rows is the header, or None when none has a name column."""
    for place, (_, cells) in enumerate(rows):
        if Columns(cells).usable:
            return place
    return None
