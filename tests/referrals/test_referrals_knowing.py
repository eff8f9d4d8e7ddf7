"""What a listing says is taken at its word, and what it does not say is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deskaid.referrals.claims.knowing import ASK, Known, known, referral_facts
from deskaid.referrals.listing import Listing

# Sentences as directories write them, about nothing that decides a referral.
UNRELATED = (
    "Founded in 1912 by the men of St. Mark's church.",
    "Donations of women's clothing and pet food are welcome.",
    "We are closed on county holidays.",
    "Free parking behind the building.",
    "The front door is on Elm Street.",
    "Volunteers must be 18 and bring a photo ID.",
    "A $2 million grant paid for the new kitchen.",
    "Formerly known as the Harbor Mission.",
    "Se habla español.",
    "Toll-free number; a drug-free and smoke-free building.",
    "WIC (Women, Infants and Children) has its office next door.",
    "Open since 1987, seven days a week.",
    "Business hours are posted at the door.",
    "For more information, see the website.",
)

WHOM = [
    ("Women and children", "families women", ""),
    ("Women only", "women", "men"),
    ("Women-only shelter", "women", "men"),
    ("Exclusively for women", "women", "men"),
    ("Only women and children", "families women", "men"),
    ("Men only", "men", "women"),
    ("Single men only", "men", "families women"),
    ("Men, women and families", "families men women", ""),
    ("Men and women only", "men women", ""),
    ("Men are welcome", "men", ""),
    ("Men aged 18 and over", "men", ""),
    ("Individuals and families", "families men women", ""),
    ("Homeless families and single adults", "families men women", ""),
    ("Families with children", "families", ""),
    ("Families only", "families", ""),
    ("Adults only", "men women", "families"),
    ("Women with or without children", "families women", ""),
    ("Single women and women with children; no men", "families women", "men"),
    ("Women and children but men are not accepted", "families women", "men"),
    ("Does not accept single men", "", "men"),
    ("No men", "", "men"),
    ("Sorry, no families", "", "families"),
    ("Youth 18-24", "youth", ""),
    ("Ages 16 to 24", "youth", ""),
    ("18-24", "youth", ""),
    ("Teens", "youth", ""),
    ("Anyone", "men women", ""),
    ("No pets", "", "pets"),
    ("No pets except service animals", "", "pets"),
    ("Service animals only", "", "pets"),
    ("We cannot accept pets", "", "pets"),
    ("Pets welcome", "pets", ""),
    ("Kennel on site", "pets", ""),
    # Silence, and what only sounds like an answer.
    ("", "", ""),
    ("Low income", "", ""),
    ("Open 18-24 hours", "", ""),
    ("Boys over 12 are not allowed", "", ""),
    ("No male children over 12", "", ""),
    ("Women without children", "", ""),
    ("Pregnant women", "", ""),
    ("Gamblers, families", "", ""),
    ("Veterans and their families", "", ""),
    ("Women only on Tuesdays", "women", ""),
    ("Women's clothing", "", ""),
]

TEXTS = [
    ("A 40-bed shelter for men.", "men", ""),
    ("Emergency shelter for single women.", "women", ""),
    ("Shelter for men only.", "men", "women"),
    ("Provides overnight shelter for women and children fleeing abuse.", "families women", ""),
    ("Houses up to 20 men, women and families.", "families men women", ""),
    ("Serves families with children.", "families", ""),
    ("Drop-in center for LGBTQ+ youth and young adults 13-25.", "youth", ""),
    ("Beds for men. Pets are welcome.", "men pets", ""),
    ("Recovery house for men and women. The lodge is a separate facility for women only.",
     "men women", ""),
    # No group named as one that may come.
    ("Founded by the men of St. Mark.", "", ""),
    ("We need donations of clothing for men.", "", ""),
    ("Volunteers help women find jobs.", "", ""),
    ("WIC (Women, Infants and Children) services", "", ""),
    ("Youth-run farm.", "", ""),
    ("Shelter is not open to men.", "", ""),
    ("A map of women's shelters with the number of each.", "", ""),
]  # fmt: skip

NAMES = [
    ("The Healing Place for Women", "women"),
    ("Brighton Recovery Center for Women", "women"),
    ("Union Men's Shelter", "men"),
    ("Harbor Family Shelter", "families"),
    ("Free legal services for youth and families", "families youth"),
    ("SF Women Against Rape", ""),
    ("Women's Foodbank Auxiliary", ""),
    ("Shields for Families", ""),
    ("Hank Lacayo Youth & Family Center", ""),
]

ID = [
    ("Photo ID", "", True),
    ("Driver's license", "", True),
    ("Any official identification document (passport) and evidence of address", "", True),
    ("ID for all adults", "", True),
    ("", "Photo ID required", True),
    ("", "Must show a valid photo ID.", True),
    ("", "Photo identification and proof of income required", True),
    ("None", "", False),
    ("", "No ID needed", False),
    ("", "ID is not required.", False),
    ("", "No ID, no cost, no questions.", False),
    ("ID or proof of address", "", None),
    ("Proof of address", "", None),
    ("", "ID preferred", None),
    ("", "Bring ID if you have it", None),
    ("", "Helps with getting a state ID", None),
    ("", "COVID test required", None),
    ("Photo ID", "No ID needed on your first night", None),
]

FREE = [
    ("Free", "", True),
    ("None.", "", True),
    ("$0", "", True),
    ("No fees", "", True),
    ("Free. Donations welcome", "", True),
    ("No cost to clients", "", True),
    ("", "Free hot meals daily.", True),
    ("", "All services are free of charge.", True),
    ("", "Free and private.", True),
    ("Sliding scale", "", False),
    ("$25 per visit", "", False),
    ("Fees vary", "", False),
    ("We charge a flat rate per hour.", "", False),
    ("None, except for permits", "", None),
    ("Free for members", "", None),
    ("Free or sliding scale", "", None),
    ("Donations accepted", "", None),
    ("Medicaid", "", None),
    ("No application fee", "", None),
    ("", "Free and low-cost care.", None),
    ("", "Free parking.", None),
    ("", "A drug-free shelter; feel free to call toll-free.", None),
    ("", "Free legal advice. A $35 application fee is required.", None),
]

WAYS_IN = [
    ("Beds are first come, first served", "first come"),
    ("Call first", "call first"),
    ("Call for bed availability", "call first"),
    ("By appointment only", "call first"),
    ("By referral only", "by referral only"),
    ("Must be referred by 211", "by referral only"),
    ("Call first; a referral is required", "by referral only"),
    ("There is a waiting list", "waiting list"),
    ("Walk-ins welcome", "walk in"),
    ("Walk in", "walk in"),
    ("No referral needed", ""),
    ("No waiting list", ""),
    ("No appointment needed", ""),
    ("If arrested elsewhere, call first", ""),
    ("Calls are answered first come, first served", ""),
]

WAYS_THERE = [
    ("Bus 7 stops outside", "Bus 7"),
    ("On bus lines 7 and 12", "Bus lines 7 and 12"),
    ("Free shuttle from the library", "Free shuttle"),
    ("Bus passes available", "Bus passes available"),
    ("Transportation is not provided", "not provided"),
    ("Business hours 9", ""),
    ("Helps with transportation costs", ""),
]


def place(**facts: object) -> Listing:
    named = {"name": "X", "needs": ("shelter",)} | facts
    return Listing("r-1", "ours", "1", **named)  # type: ignore[arg-type]


def whom(listing: Listing) -> tuple[str, str]:
    facts = known(listing)
    return " ".join(sorted(facts.takes)), " ".join(sorted(facts.refuses))


@pytest.mark.parametrize(("text", "takes", "refuses"), WHOM)
def test_eligibility_is_taken_at_its_word(text: str, takes: str, refuses: str) -> None:
    assert whom(place(eligibility=text)) == (takes, refuses)


@pytest.mark.parametrize(("text", "takes", "refuses"), TEXTS)
def test_a_description_counts_only_where_it_names_who_may_come(
    text: str, takes: str, refuses: str
) -> None:
    assert whom(place(description=text)) == (takes, refuses)


@pytest.mark.parametrize(("name", "takes"), NAMES)
def test_a_name_counts_only_where_it_says_for_whom(name: str, takes: str) -> None:
    assert whom(place(name=name)) == (takes, "")


@pytest.mark.parametrize(("documents", "rule", "needed"), ID)
def test_id_is_needed_or_not_or_not_said(documents: str, rule: str, needed: bool | None) -> None:
    assert known(place(documents=documents, how_to_apply=rule)).id_needed is needed


@pytest.mark.parametrize(("cost", "text", "free"), FREE)
def test_free_means_free_for_everybody(cost: str, text: str, free: bool | None) -> None:
    assert known(place(cost=cost, description=text)).is_free is free


def test_a_free_name_beside_a_cost_is_to_be_asked() -> None:
    assert known(place(name="Free legal help", cost="Sliding scale")).is_free is None
    assert known(place(name="Free legal help")).is_free is None
    assert known(place(name="Free legal help", cost="Free to everyone")).is_free is True


@pytest.mark.parametrize(("text", "way"), WAYS_IN)
def test_the_strictest_way_in_is_told(text: str, way: str) -> None:
    assert known(place(how_to_apply=text)).bed == way


@pytest.mark.parametrize(("text", "way"), WAYS_THERE)
def test_getting_there_is_told_in_the_listings_own_words(text: str, way: str) -> None:
    assert known(place(accessibility=text)).transport == way


def test_two_statements_against_each_other_say_nothing() -> None:
    facts = known(place(eligibility="Men only", description="Shelter for women and children."))
    assert "women" not in (*facts.takes, *facts.refuses)
    assert facts.about("women") is None
    assert facts.about("men") is True


def test_anyone_is_every_group_at_a_pantry_and_only_grown_ups_at_a_shelter() -> None:
    assert whom(place(eligibility="Anyone", needs=("food",)))[0] == "families men women youth"
    assert whom(place(eligibility="Anyone"))[0] == "men women"


def test_age_limits_tell_of_youth_and_of_nobody_else() -> None:
    assert known(place(minimum_age=12, maximum_age=21)).takes == ("youth",)
    assert known(place(minimum_age=18)) == Known()
    assert known(place(maximum_age=5)) == Known()


_SAID = some.sampled_from([text for text, _, _ in WHOM if text])
_FIELD = some.sampled_from(("description", "alert"))


@given(_SAID, some.lists(some.sampled_from(UNRELATED), min_size=1, max_size=4), _FIELD)
def test_an_unrelated_sentence_never_changes_a_verdict(
    said: str, unrelated: list[str], field: str
) -> None:
    alone = place(eligibility=said)
    beside = place(eligibility=said, **{field: " ".join(unrelated)})
    assert known(beside) == known(alone)


@given(
    some.sampled_from([text for text, _, _ in TEXTS]),
    some.lists(some.sampled_from(UNRELATED), min_size=1, max_size=3),
    some.booleans(),
)
def test_where_it_stands_among_unrelated_sentences_makes_no_difference(
    said: str, unrelated: list[str], is_last: bool
) -> None:
    sentences = [*unrelated, said] if is_last else [said, *unrelated]
    assert known(place(description=" ".join(sentences))) == known(place(description=said))


@given(some.text(max_size=300), some.text(max_size=80))
def test_any_text_at_all_gives_a_verdict(text: str, name: str) -> None:
    facts = known(place(name=name, eligibility=text, description=text, cost=text, documents=text))
    assert not set(facts.takes) & set(facts.refuses)


def test_a_shelter_answers_all_four_questions_or_says_to_ask() -> None:
    assert referral_facts(place()) == [
        ("Takes children", ASK),
        ("ID needed", ASK),
        ("Bed certain", ASK),
        ("Transport", ASK),
    ]
    told = place(
        eligibility="Women and children only",
        documents="Photo ID",
        how_to_apply="Call first. No pets. Free of charge.",
        accessibility="Bus 7",
    )
    assert referral_facts(told) == [
        ("Takes", "families, women"),
        ("Does not take", "men, pets"),
        ("Takes children", "yes: families with children"),
        ("ID needed", "yes"),
        ("Bed certain", "ask them: call first"),
        ("Transport", "Bus 7"),
        ("Free", "yes"),
    ]
    assert ("Takes children", "no") in referral_facts(place(eligibility="Single men only"))


def test_elsewhere_only_what_is_said_is_told() -> None:
    assert referral_facts(place(needs=("food",))) == []
    pantry = place(needs=("food",), documents="ID", how_to_apply="Walk in")
    assert referral_facts(pantry) == [("ID needed", "yes"), ("Getting in", "walk in")]
    assert referral_facts(place(area_served="national")) == []
