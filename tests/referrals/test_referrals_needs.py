"""A need left out is found by its words; a wrong one sends somebody across town for nothing."""

import pytest

from deskaid.referrals.importing.needs import categorize


@pytest.mark.parametrize(
    ("titles", "prose", "needs"),
    [
        # What a lawyer's service is about is a case, not a bed, a meal or a clinic.
        (["Housing"], ["Free legal help", "Florida Rural Legal Services, Inc."], "legal-aid"),
        (["Homeless Legal Prevention"], ["", "Aid Society"], "legal-aid"),
        (["Medical-Legal Partnership"], ["", "St. Jude"], "legal-aid"),
        (
            ["Low Income Taxpayer Clinic"],
            ["Free legal help with identity theft and the IRS", "Legal Aid Society"],
            "legal-aid",
        ),
        (["Benefits cases"], ["Free legal help with food stamps", "X Legal Services"],
         "jobs-benefits legal-aid"),
        # Unless its own name says without mistake that it gives it, or it is no lawyer's.
        (["Food pantry and legal aid"], ["", "Harbor House"], "food legal-aid"),
        (["Harbor House", "Legal Services", "Meals"], ["", "Harbor House"], "food legal-aid"),
        (["Housing"], ["Rooms for families", "Harbor House"], "shelter"),
        # A part of a phrase that means something else.
        (["Center for Behavioral Health"], [], "mental-health"),
        (["Mental health and health services"], [], "health mental-health"),
        (["County Animal Shelters"], [], ""),
        (["Whole Foods"], [], ""),
        (["Food Policy Council"], [], ""),
        (["Whole Foods food pantry"], [], "food"),
        (["Prescription Drug Helpline"], [], ""),
        (["Drug and alcohol treatment"], [], "substance-use"),
        (["Eagle Rock Junior/Senior High School"], [], ""),
        (["Employment Discrimination"], [], "civil-rights"),
        (["Credit counseling"], [], ""),
        # Said in a description beyond mistake.
        (["Wash & Go"], ["A free, clean place to shower."], "hygiene"),
        (["Access Point"], ["Coordinated-entry access point"], "shelter"),
        (["Al-Anon Family Group"], [], "substance-use"),
        (["Tax help"], ["Common problems: identity theft, letters"], ""),
    ],
)  # fmt: skip
def test_needs_are_what_is_given_there(titles: list[str], prose: list[str], needs: str) -> None:
    assert categorize(titles, prose) == tuple(needs.split())
