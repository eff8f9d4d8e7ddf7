"""Which column of a spreadsheet holds what, told by its header."""

import re
from collections.abc import Sequence

from deskaid.referrals.importing.headers import fold_name

ALIASES = {
    "id": "resource_agency_num unique_id record_id listing_id site_id program_id fm_id services_id "
    "service_id service_uuid location_id",
    "name": "program_name service_name public_name facility facility_name provider provider_name "
    "facility_or_provider agency_name place resource resource_name location_name site_name title "
    "name_of_organization organization_name official_name what",
    "organization": "organization_name agency agency_name org parent_agency parent_name "
    "provider_name organisation company_name company",
    "also_known_as": "alternate_name aka other_name acronym alternate_names alternatename",
    "description": "services about details agency_description program_description body "
    "service_description what_they_offer what_for summary",
    "notes": "note comments comment remarks staff_notes",
    "phone": "phone_number telephone main_phone phones contact_phone tel phone_main hotline "
    "telephone_number phone_numbers phone_number_main number",
    "phone_2": "other_phone alternate_phone second_phone",
    "toll_free": "toll_free_phone_number tollfree toll_free_phone toll_free_number",
    "hotline_phone": "crisis_line",
    "tty": "tdd tty_phone_number tty_phone phone_tdd",
    "text_line": "text sms text_number",
    "fax": "fax_number",
    "email": "email_address e_mail email_address_main contact_email",
    "url": "website website_address web web_site link homepage uri webpage",
    "address": "full_address location physical_address street_address physicaladdress "
    "location_address where",
    "address_1": "physical_address1 physical_address_1 address1 street line_1 address_line_1",
    "address_2": "physical_address2 physical_address_2 address2 suite line_2 address_line_2",
    "city": "physical_city physicalcity town",
    "state": "physical_state_province physicalstate state_province province",
    "postal_code": "zip zipcode zip_code physical_postal_code physicalzipcode postcode",
    "mail_address_1": "mailing_address1 mailing_address_1 mailing_address",
    "mail_address_2": "mailing_address2 mailing_address_2",
    "mail_city": "mailing_city",
    "mail_state": "mailing_state_province mailing_state",
    "mail_postal_code": "mailing_postal_code mailing_zip",
    "mail_private": "mailing_address_is_private",
    "latitude": "lat",
    "longitude": "lng lon long",
    "category": "categories need needs type service_type program_type tags topic kind subcategory "
    "category_list",
    "taxonomy": "taxonomy_terms taxonomy_term taxonomy_codes taxonomy_code "
    "taxonomy_terms_not_deactivated",
    "eligibility": "who_for who eligibility_requirements requirements populations population "
    "serves eligibility_text custom_eligibilityby_age",
    "area_served": "coverage_area coverage_area_text service_area service_areas areas area "
    "coverage county counties region border_counties",
    "minimum_age": "min_age age_min",
    "maximum_age": "max_age age_max",
    "languages": "languages_offered languages_offered_list language languages_spoken "
    "languages_consistently_available",
    "accessibility": "disabilities_access accessible ada wheelchair",
    "directions": "physical_location_description public_access_transportation bus_service_access "
    "transportation transit getting_there",
    "cost": "fees fee fee_structure fee_structure_source cost_of_service price",
    "payment": "payment_methods payment accepted_payments",
    "documents": "documents_required required_documents bring what_to_bring",
    "how_to_apply": "application_process intake intake_procedure how_to_access",
    "wait": "normal_wait_time wait_time waiting_list",
    "alert": "warning notice verification_note",
    "anywhere": "contact_only is_virtual virtual phone_only",
    "hours": "hours_of_operation open_hours opening_hours times schedule when office_hours "
    "days_and_hours",
    "status": "active agency_status record_status is_active",
    "checked": "last_verified_on last_verified last_checked verified date_verified assured_date "
    "last_updated_by_agency verified_on last_verified_date",
    "checked_by": "last_verified_by_title record_owner last_verified_by verified_by "
    "last_verified_by_name checked_by",
    "unverified": "needs_verification",
    "private": "physical_address_is_private confidential address_confidential is_confidential "
    "address_is_private confidential_address",
    "public": "display_physical_address_to_public_users address_is_public show_address",
    "exclude": "exclude_from_website exclude_from_directory do_not_refer hidden",
    "offered": "available_for_referral available_for_directory",
    "season_open": "season_start",
    "season_close": "season_end",
    "level": "taxonomy_level_name",
    "agency_id": "parent_agency_num parent_agency_id",
    "site_id": "connects_to_site_num",
    "program_id": "connects_to_program_num",
    "video": "video_phone videophone",
    "deskaid": "deskaid_record",
    "deskaid_needs": "",
}
"""Our names for a spreadsheet's columns, and what libraries and 211 exports call them."""

_LINKS = ("site_id", "program_id")
# "site_id" alone is a row's own id; it links rows only beside a level ("Program at site").
_FIELD_OF = {other: name for name, others in ALIASES.items() for other in others.split()} | {
    name: name for name in ALIASES if name not in _LINKS
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
_PHONES = re.compile(
    r"phone_?(?:number_)?"
    r"(\d|hotline|business_line|after_hours|out_of_area|toll_free|fax|tty)"
    r"(?:_(number|type|name|description|is_private|extension))?"
)
_GROUPS = re.compile(r"(?:eligibility|serves)_([a-z_]+)")
_OFFERED = re.compile(r"([a-z_]+)_offered")
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|[*#:]")


class Columns:
    """Which column holds what, from a header in any order.

    ``fields`` maps our name to places; ``days`` a place to a weekday; ``entries`` and ``phones``
    hold columns that belong together; ``groups`` and ``offers`` map a place to what its yes
    means; ``unread`` names the rest.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self.fields: dict[str, list[int]] = {}
        self.days: dict[int, int] = {}
        self.entries: dict[int, dict[str, int]] = {}
        self.phones: dict[str, dict[str, int]] = {}
        self.groups: dict[int, str] = {}
        self.offers: dict[int, str] = {}
        self.unread: dict[int, str] = {}
        folded = [fold_name(cell) for cell in header]
        for place, name in enumerate(folded):
            bare = fold_name(_IN_BRACKETS.sub(" ", header[place]))
            if name and not self._take(name, place) and not self._take(bare, place):
                self.unread[place] = " ".join(header[place].split())[:40]
        self._settle_names(folded)
        self._settle_links(folded)

    @property
    def usable(self) -> bool:
        """Whether there is a name, and anything else to tell."""
        known = len(self.fields) + len(self.days) + len(self.phones)
        return "name" in self.fields and known > 1

    def _take(self, name: str, place: int) -> bool:
        """Give a column its meaning by its folded name; False when it has none."""
        if entry := _ENTRIES.fullmatch(name):
            number = int(entry[2] or entry[3] or 0)
            what = "day" if entry[1] else (entry[4] or entry[5])
            known = self.entries.setdefault(number, {})
            # A header that says "day6_open" twice means its close the second time.
            known["close" if what == "open" and "open" in known else what] = place
        elif name in _DAY_HEADERS:
            self.days[place] = _DAY_HEADERS[name]
        elif phone := _PHONES.fullmatch(name):
            self.phones.setdefault(phone[1], {})[phone[2] or "number"] = place
        elif field := _FIELD_OF.get(name):
            self.fields.setdefault(field, []).append(place)
        elif group := _GROUPS.fullmatch(name):
            self.groups[place] = group[1].replace("_", " ")
        elif offer := _OFFERED.fullmatch(name):
            self.offers[place] = offer[1].replace("_", " ")
        else:
            return False
        return True

    def _settle_names(self, folded: Sequence[str]) -> None:
        """Tell a service's name from its agency's when both columns are there."""
        names = self.fields.get("name", [])
        if len(names) < 2:
            return
        agencies = [
            place for place in names if folded[place].startswith(("agency", "org", "provider"))
        ]
        rest = [place for place in names if place not in agencies]
        if agencies and rest:
            self.fields["name"] = rest
            self.fields.setdefault("organization", []).extend(agencies)

    def _settle_links(self, folded: Sequence[str]) -> None:
        """Give a row's id columns an order: the listing's own before those it shares."""
        own = self.fields.get("id", [])
        shared = ("location_id", "site_id")
        self.fields["id"] = sorted(own, key=lambda place: folded[place] in shared)
        if not own:
            del self.fields["id"]


def find_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Return which of the first rows is the header, or None when none has a name column."""
    for place, (_, cells) in enumerate(rows):
        if Columns(cells).usable:
            return place
    return None
