"""Column and table names as publishers write them, and the names this program uses."""

import difflib
import re
from functools import cache

_PLAIN = re.compile(r"[^a-z0-9]+")

TABLES = {
    "organization": "organization organizations organisation organisations agency agencies",
    "program": "program programs programme programmes",
    "service": "service services",
    "service_at_location": "service_at_location service_at_locations services_at_location "
    "services_at_locations service_location service_locations",
    "location": "location locations site sites",
    "address": "address addresses",
    "physical_address": "physical_address physical_addresses",
    "postal_address": "postal_address postal_addresses mail_address mail_addresses "
    "mailing_address mailing_addresses",
    "phone": "phone phones",
    "contact": "contact contacts",
    "schedule": "schedule schedules regular_schedule regular_schedules",
    "holiday_schedule": "holiday_schedule holiday_schedules",
    "eligibility": "eligibility eligibilities",
    "service_area": "service_area service_areas",
    "required_document": "required_document required_documents",
    "fee": "fee fees",
    "language": "language languages interpretation_service interpretation_services "
    "intepretation_services",
    "accessibility": "accessibility accessibility_for_disabilities accessibilities",
    "cost_option": "cost_option cost_options",
    "attribute": "attribute attributes service_attribute service_attributes other_attribute "
    "other_attributes service_taxonomy services_taxonomy service_taxonomies",
    "taxonomy_term": "taxonomy_term taxonomy_terms taxonomy",
    "url": "url urls additional_url additional_urls additional_website additional_websites",
    "payment_accepted": "payment_accepted payments_accepted payment_methods",
    "": "taxonomies metadata meta_table_description meta_table_descriptions funding fundings "
    "organization_identifier organization_identifiers service_capacity service_capacities "
    "capacities unit units metadata_list",
}
"""Our name for each table of HSDS 1.0 to 3.2 and Ohana, and theirs; "" is read past."""

_TABLE_OF = {name: table for table, names in TABLES.items() for name in names.split()}

# Names that begin with a table's own name and yet are columns of their own.
_WHOLE = {
    "service_id",
    "location_id",
    "organization_id",
    "contact_id",
    "phone_id",
    "program_id",
    "service_at_location_id",
    "service_area",
    "service_areas",
    "service_type",
    "location_type",
    "address_1",
    "address_2",
    "address_3",
    "address_4",
    "address_type",
    "phone_number",
    "taxonomy_term_id",
    "taxonomy_id",
    "taxonomy_ids",
    "organization_name",
    "eligibility_description",
    "fees_description",
    "language",
    "accessibility",
    "eligibility",
    "fee",
    "schedule_link",
    "url",
    "urls",
    "address",
    "service_name",
}

COLUMNS = {
    "id": "uuid identifier key record_id",
    "organization_id": "organisation_id org_id agency_id organization_uuid",
    "service_id": "service_uuid",
    "location_id": "location_uuid site_id",
    "name": "title public_name",
    "alternate_name": "alternate alternative_name aka other_names also_known_as",
    "description": "body long_description details_text short_desc",
    "url": "website website_address web_site homepage uri_address",
    "email": "email_address associated_email",
    "phone": "phone_number phones telephone main_phone",
    "toll_free": "toll_free_phone_number toll_free_phone toll_free_number",
    "tty": "tty_phone_number tty_phone tty_number",
    "hours": "hours_of_operation opening_hours office_hours service_hours",
    "fees": "fee_structure income_eligibility_and_fees",
    "eligibility_description": "eligibility_text eligibility_criteria "
    "an_individual_must_be_one_of_these_to_qualify",
    "status": "is_this_service_open",
    "minimum_age": "min_age age_min",
    "maximum_age": "max_age age_max",
    "category": "categories service_type taxonomy_name keywords",
    "application_process": "how_to_apply intake_procedure intake_process",
    "required_documents": "documents documents_required document_required",
    "service_areas": "areas area_served counties cities",
    "state_province": "state province",
    "postal_code": "zip zipcode zip_code postcode",
    "address_1": "address1 street street_address",
    "address_2": "address2",
    "type": "number_type",
    "opens_at": "opens open open_time start_time",
    "closes_at": "closes close close_time end_time",
    "mailing_address": "mail_address",
    "number": "phone_no",
}
"""Our column names and what else they are called in packages."""

_COLUMN_OF = {other: name for name, others in COLUMNS.items() for other in others.split()}
_IN_PHONES = {"phone": "number", "phone_number": "number"}
_IN_SERVICE_AREAS = {"service_area": "name"}


def fold_name(name: str) -> str:
    """Return a header or file name in small letters, everything else as single underscores."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip().lstrip("\ufeff"))
    return _PLAIN.sub("_", spaced.casefold()).strip("_")


READ = {
    kind: frozenset(names.split())
    for kind, names in {
        "organization": "id name alternate_name description email url phone mailing_address "
        "mailing_address_city mailing_address_state mailing_address_zip",
        "program": "id organization_id name",
        "service": "id organization_id location_id program_id name alternate_name description url "
        "email status application_process wait_time fees fees_description interpretation_services "
        "eligibility_description eligibility audience minimum_age maximum_age assured_date "
        "assurer_email last_verified last_verified_on alert taxonomy_ids taxonomy_id category "
        "hours schedule phone toll_free tty fax address languages service_areas accepted_payments "
        "required_documents organization_name organization geolocation additional_information "
        "process_for_applying_by_phone process_for_applying_by_email process_for_applying_online "
        "process_for_walk_ins application_form_link flat_fee_description "
        "sliding_scale_fees_description service_availability dates_and_hours require_veteran "
        "military_status income_limit max_percentage_of_income_standard immigration_status "
        "incarceration_status availability is_confidential confidential "
        "address_is_private is_private private",
        "service_at_location": "id service_id location_id description url email",
        "location": "id organization_id name alternate_name description short_desc transportation "
        "latitude longitude url email phone toll_free tty hours hours_of_operation_day "
        "hours_of_operation_open hours_of_operation_close service_areas address "
        "accessibility languages is_confidential confidential address_is_private is_private "
        "private location_type",
        "address": "id location_id organization_id attention address_1 address_2 address_3 "
        "address_4 city state_province postal_code country address_type description "
        "is_confidential confidential address_is_private is_private private",
        "phone": "id service_id location_id organization_id contact_id service_at_location_id "
        "number vanity_number country_prefix extension type description department language",
        "contact": "id service_id location_id organization_id service_at_location_id title "
        "department",
        "schedule": "id service_id location_id service_at_location_id organization_id byday "
        "weekday day days opens_at closes_at freq interval dtstart until count valid_from "
        "valid_to bymonthday wkst timezone description notes",
        "holiday_schedule": "id service_id location_id service_at_location_id organization_id "
        "start_date end_date closed",
        "eligibility": "id service_id eligibility",
        "service_area": "id service_id service_at_location_id name description",
        "required_document": "id service_id document",
        "fee": "id service_id fee payment",
        "language": "id service_id location_id name language code",
        "accessibility": "id location_id accessibility description details",
        "cost_option": "id service_id option amount currency amount_description",
        "attribute": "id service_id link_id link_type link_entity taxonomy_term_id taxonomy_id "
        "label value",
        "taxonomy_term": "id name term code vocabulary taxonomy",
        "url": "id service_id organization_id url",
    }.items()
}
"""The columns of which listings are made; the others are named in the report."""


def is_read(kind: str, column: str) -> bool:
    """Tell whether anything in a listing is made of this column of a table."""
    return column in READ.get(kind, ())


_AROUND = re.compile(
    r"^(hsds|ohana|export|exported|tbl|dbo|public|openreferral)_|_(export|[\d_]+)$"
)
_ALIKE = 0.88
"""Likeness (difflib) from which a misspelt file name is taken for a table's: one slip in ten."""


@cache
def near_table_of(name: str) -> str | None:
    """Return `table_of`, also for "hsds_services_2026.csv" and "organzations.csv"."""
    exact = table_of(name)
    if exact is not None:
        return exact
    stem = fold_name(re.sub(r"(?i)\.(csv|tsv|txt|json)$", "", name.strip()))
    while (bare := _AROUND.sub("", stem)) != stem:
        stem = bare
    if stem in _TABLE_OF:
        return _TABLE_OF[stem]
    near = difflib.get_close_matches(stem, _TABLE_OF, n=1, cutoff=_ALIKE) if len(stem) > 5 else []
    return _TABLE_OF[near[0]] if near else None


def table_of(name: str) -> str | None:
    """Return our table for a file name or key: "" for one that is read past, None for no table."""
    stem = re.sub(r"(?i)\.(csv|tsv|txt|json)$", "", name.strip())
    return _TABLE_OF.get(fold_name(stem))


@cache
def column_of(header: str, table: str) -> str:
    """Return our name for a column of ``table``; an unknown one keeps its own, folded."""
    name = fold_name(header)
    if table == "phone" and name in _IN_PHONES:
        return _IN_PHONES[name]
    if table == "service_area" and name in _IN_SERVICE_AREAS:
        return _IN_SERVICE_AREAS[name]
    if table == "location" and name == "field_2":
        return "name"  # what a well-known export calls a location's unnamed title
    if table == "contact" and name == "title":
        return name  # a person's, where elsewhere it is what a thing is called
    if name in _WHOLE and not (name == f"{table}_id" or name == f"{table}_name"):
        return _COLUMN_OF.get(name, name) if name != "service_type" else "category"
    for prefix in _prefixes(table):
        if name.startswith(prefix) and len(name) > len(prefix):
            name = name[len(prefix) :]
            break
    if name.endswith("_uuid"):
        name = f"{name[:-5]}_id"
    return _COLUMN_OF.get(name, name)


def _prefixes(table: str) -> tuple[str, ...]:
    return tuple(f"{name}_" for name in (table, f"{table}s") if name)
