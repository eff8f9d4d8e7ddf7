"""A 211's wide export: programs find their site and agency, and its secrets stay secret."""

import csv
from pathlib import Path

from directory_files import read

from deskaid.referrals.importing import Reading
from deskaid.referrals.importing.keeper import keeper_of
from deskaid.referrals.listing import Listing

AGENCY = {
    "ResourceAgencyNum": "100",
    "TaxonomyLevelName": "Agency",
    "PublicName": "Harbor House",
    "AgencyStatus": "Active",
    "PhysicalAddress1": "1 Office Plaza",
    "PhysicalCity": "Springfield",
    "Phone1Number": "217-555-0100",
    "Phone1Type": "Voice",
    "Phone1Name": "Main office",
    "WebsiteAddress": "https://harbor.example.org",
}
SITE = {
    "ResourceAgencyNum": "200",
    "TaxonomyLevelName": "Site",
    "ParentAgencyNum": "100",
    "PublicName": "Harbor House East",
    "PhysicalAddress1": "12 Pier Road",
    "PhysicalCity": "Springfield",
    "PhysicalStateProvince": "IL",
    "PhysicalPostalCode": "62701",
    "Latitude": "40.1",
    "Longitude": "-88.2",
    "DisabilitiesAccess": "Ramp at the side door",
    "BusServiceAccess": "Bus 7",
}
PROGRAM = {
    "ResourceAgencyNum": "300",
    "TaxonomyLevelName": "Program",
    "ParentAgencyNum": "100",
    "PublicName": "Night shelter",
    "AgencyDescription": "Beds for families",
    "Eligibility": "Families with children",
    "EligibilityFamily": "Yes",
    "EligibilityMale": "No",
    "FeeStructureSource": "Free",
    "PaymentMethods": "Cash",
    "DocumentsRequired": "Photo ID",
    "ApplicationProcess": "Call first",
    "NormalWaitTime": "Two weeks",
    "LanguagesOffered": "English; Spanish",
    "CoverageArea": "Sangamon County",
    "TaxonomyTerms": "Homeless Shelter * Family Shelters",
    "TaxonomyCodes": "BH-1800.8500",
    "LastVerifiedOn": "2026-05-01",
    "LastVerifiedByName": "Maria Gonzalez",
    "LastVerifiedByTitle": "Resource Specialist",
}
AT_SITE = {
    "ResourceAgencyNum": "400",
    "TaxonomyLevelName": "ProgramAtSite",
    "ParentAgencyNum": "100",
    "ConnectsToProgramNum": "300",
    "ConnectsToSiteNum": "200",
    "HoursOfOperation": "Daily 8pm-8am",
}


def export(folder: Path, *rows: dict[str, str]) -> tuple[list[Listing], Reading]:
    file = folder / "export.csv"
    header = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header)
        writer.writeheader()
        writer.writerows(rows)
    return read(file)


def test_a_program_takes_its_place_from_its_site_and_its_agency_s_name_and_number(
    tmp_path: Path,
) -> None:
    # The order of a 211's rows is nobody's promise: here the program comes before its parents.
    listings, reading = export(tmp_path, AT_SITE, PROGRAM, SITE, AGENCY)
    (listing,) = listings
    assert listing.source_id == "400"
    assert listing.name == "Night shelter"
    assert listing.organization == "Harbor House"
    assert listing.address == "12 Pier Road, Springfield, IL 62701"
    assert (listing.latitude, listing.longitude) == (40.1, -88.2)
    (phone,) = listing.phones
    assert (phone.dial, phone.label) == ("+12175550100", "Main office")
    assert listing.description == "Beds for families"
    assert listing.accessibility == "Ramp at the side door; Getting there: Bus 7"
    assert listing.cost == "Free; Accepts: Cash"
    assert listing.how_to_apply == "Call first; Wait: Two weeks"
    assert listing.urls == ("https://harbor.example.org",)
    assert listing.languages == ("English", "Spanish")
    assert reading.report.rows["agency, site or program joined into others"] == 3


def test_an_agency_nobody_names_is_a_listing_of_its_own(tmp_path: Path) -> None:
    listings, _ = export(tmp_path, AGENCY)
    assert [listing.name for listing in listings] == ["Harbor House"]
    assert listings[0].phones[0].label == "Main office"


def test_a_program_s_own_words_and_who_checked_it(tmp_path: Path) -> None:
    (listing,) = export(tmp_path, PROGRAM)[0]
    assert listing.eligibility == "Families with children; For: family"
    assert listing.assured is not None
    assert (listing.assured.on, listing.assured.by) == ("2026-05-01", "Resource Specialist")
    assert "shelter" in listing.needs


def test_no_code_or_term_of_its_taxonomy_is_kept(tmp_path: Path) -> None:
    listings, reading = export(tmp_path, PROGRAM)
    assert "BH-1800" not in repr(listings)
    assert "Homeless Shelter" not in repr(listings)
    assert reading.report.repaired["211/AIRS taxonomy terms dropped"].count == 1


def test_private_numbers_are_left_out_and_the_others_say_what_they_are(tmp_path: Path) -> None:
    row = PROGRAM | {
        "Phone1Number": "217-555-0111",
        "Phone1IsPrivate": "Yes",
        "Phone2Number": "217-555-0112",
        "Phone2Type": "Fax",
        "Phone3Number": "217-555-0113",
        "Phone3Description": "Spanish line",
        "PhoneTTY": "217-555-0114",
        "PhoneTollFree": "800-555-0115",
        "PhoneNumberHotline": "217-555-0116",
    }
    listings, reading = export(tmp_path, row)
    assert [(phone.dial[-4:], phone.kind, phone.label) for phone in listings[0].phones] == [
        ("0116", "voice", "hotline"),
        ("0113", "voice", "Spanish line"),
        ("0115", "voice", "toll-free"),
        ("0114", "tty", ""),
        ("0112", "fax", ""),
    ]
    assert reading.report.repaired["private phone number left out"].count == 1


def test_a_private_site_is_private_for_every_row_that_has_its_address(tmp_path: Path) -> None:
    secret = SITE | {"PhysicalAddressIsPrivate": "Yes"}
    open_row = PROGRAM | {
        "ResourceAgencyNum": "500",
        "PublicName": "Counseling",
        "PhysicalAddress1": "12 Pier Rd",
        "PhysicalCity": "Springfield",
        "AgencyDescription": "Come to 12 Pier Rd. any day",
    }
    same = open_row | {"ResourceAgencyNum": "501", "PhysicalAddress1": "12 PIER ROAD"}
    listings, reading = export(tmp_path, secret, AGENCY, PROGRAM, AT_SITE, open_row, same)
    by_id = {listing.source_id: listing for listing in listings}
    assert by_id["400"].address_confidential
    assert by_id["500"].address_confidential
    assert by_id["501"].address_confidential
    assert "Pier" not in repr(listings)
    assert by_id["400"].latitude is None
    assert reading.report.confidential >= 2


def test_rows_kept_from_the_public_are_hidden_but_there(tmp_path: Path) -> None:
    rows = [
        PROGRAM
        | {"ResourceAgencyNum": "1", "ExcludeFromWebsite": "No", "ExcludeFromDirectory": "Yes"},
        PROGRAM | {"ResourceAgencyNum": "2", "AvailableForReferral": "No"},
        PROGRAM | {"ResourceAgencyNum": "3", "AgencyStatus": "Active, but do not refer"},
        PROGRAM | {"ResourceAgencyNum": "4", "PublicName": "Lorem ipsum"},
        PROGRAM | {"ResourceAgencyNum": "5", "AgencyStatus": "Inactive"},
        PROGRAM | {"ResourceAgencyNum": "6", "AgencyDescription": "NOT A REAL SERVICE"},
        PROGRAM | {"ResourceAgencyNum": "7"},
    ]
    listings, reading = export(tmp_path, *rows)
    assert [listing.hidden for listing in listings] == [
        True, True, True, True, False, True, False,
    ]  # fmt: skip
    assert listings[4].status == "inactive"
    assert reading.report.hidden == 5


def test_a_mailing_address_stands_in_unless_it_is_private(tmp_path: Path) -> None:
    mail = {
        "MailingAddress1": "PO Box 9",
        "MailingCity": "Springfield",
        "MailingStateProvince": "IL",
        "MailingPostalCode": "62701",
    }
    shown = PROGRAM | mail
    private = shown | {"ResourceAgencyNum": "2", "MailingAddressIsPrivate": "Yes"}
    listings, _ = export(tmp_path, shown, private)
    assert listings[0].address == "Mail: PO Box 9, Springfield, IL 62701"
    assert listings[1].address == ""


def test_who_checked_is_an_office_or_initials_never_a_person_s_name() -> None:
    assert keeper_of("Maria Gonzalez") == "MG"
    assert keeper_of("JD") == "JD"
    assert keeper_of("Resource Specialist") == "Resource Specialist"
    assert keeper_of("211 Springfield") == "211 Springfield"
    assert keeper_of("") == ""
