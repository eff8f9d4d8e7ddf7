"""The quick looks before the patterns of `knowing` hide no sentence that a pattern would read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from test_referrals_knowing import FREE, ID, NAMES, TEXTS, UNRELATED, WAYS_IN, WAYS_THERE, WHOM

from deskaid.referrals.claims import group_words, saying_no, saying_terms, saying_whom
from deskaid.referrals.claims.group_words import clauses, folded, holds, words_in
from deskaid.referrals.claims.knowing import known, referral_facts
from deskaid.referrals.claims.said import _HELPERS, said_in, said_of_eligibility
from deskaid.referrals.listing import Listing

# A pattern, and the letters without which the program does not try it.
GUARDED = [
    (group_words._NOT, group_words._NOT_PARTS),
    (saying_whom._ASIDE, saying_whom._ASIDE_PARTS),
    (saying_whom._EVERYBODY, saying_whom._EVERYBODY_PARTS),
    (saying_whom._HOUSE, saying_whom._HOUSE_PARTS),
    (saying_no._ONLY, saying_no._ONLY_PARTS),
    (saying_no._ONLY_SERVICE, saying_no._PETS_PARTS),
    (saying_no._PETS_TAKEN, saying_no._PETS_PARTS),
    (saying_no._CHILDREN_WELCOME, saying_no._WELCOME_PARTS),
    *((pattern, parts) for _, parts, pattern in saying_no._REFUSALS),
    *((pattern, saying_no._REFUSED_PARTS) for _, _, pattern in saying_no._REFUSALS),
    *((pattern, parts) for _, parts, pattern in saying_terms._WAYS_IN),
    *saying_terms._WAYS_THERE,
    (saying_terms._PAID, saying_terms._PAID_PARTS),
    (saying_terms._FREE_COST, saying_terms._FREE_COST_PARTS),
    (saying_terms._FREE_TEXT, saying_terms._FREE_PARTS),
    (saying_terms._NO_RIDES, ("transportation",)),
]
SENTENCES = [
    text
    for table in (WHOM, TEXTS, NAMES, ID, FREE, WAYS_IN, WAYS_THERE)
    for row in table
    for text in row
    if isinstance(text, str) and text
] + [*UNRELATED, "Everything is free", "The calls are free", "No fees ever", "At no charge"]
VOCABULARY = sorted(
    {word for pattern, _ in GUARDED for word in re.findall(r"[a-z$]+'?[a-z]*", pattern.pattern)}
    | {"no", "not", "only", "men", "women", "families", "7", "18-24", "$25", "i.d.", "photo id"}
)
SOUP = some.lists(some.sampled_from([*VOCABULARY, *SENTENCES]), min_size=1, max_size=7).map(
    " ".join
)


def assert_guards_hold(text: str) -> None:
    """Fail where a pattern matches a clause of ``text`` that lacks the pattern's letters."""
    for clause in clauses(folded(text)):
        for pattern, parts in GUARDED:
            if pattern.search(clause):
                assert holds(clause, parts), (pattern.pattern, clause)


def assert_nothing_is_passed_over(text: str) -> None:
    """Fail where reading every clause of ``text`` finds more than `said_in` does."""
    every = list(clauses(folded(text)))
    rules = [clause for clause in every if not _HELPERS.search(clause)]
    told = said_in(text)
    assert told.claims == {claim for clause in every for claim in saying_whom.in_text(clause)}
    assert told.ways_in == {one for clause in rules for one in saying_terms.ways_in(clause)}
    assert told.is_free == any(map(saying_terms.is_free_to_all, rules))
    assert told.has_fees == any(map(saying_terms.asks_fees, rules))
    said = {one for clause in every for one in saying_whom.in_eligibility(clause, is_shelter=True)}
    told = said_of_eligibility(text, True)
    assert told.claims == said
    assert told.id_needed == {one for clause in every for one in saying_terms.rule_says(clause)}
    assert told.ways_in == {one for clause in every for one in saying_terms.ways_in(clause)}
    assert list(told.rides) == [one for clause in every for one in saying_terms.rides_in(clause)]


@pytest.mark.parametrize("text", sorted({*SENTENCES, *VOCABULARY}))
def test_no_sentence_is_passed_over(text: str) -> None:
    assert_guards_hold(text)
    assert_nothing_is_passed_over(text)


@settings(max_examples=300)
@given(SOUP)
def test_no_text_made_of_them_is_passed_over(text: str) -> None:
    assert_guards_hold(text)
    assert_nothing_is_passed_over(text)


def test_typographic_signs_and_case_make_no_difference() -> None:
    assert folded("Women’s “Ñandú” – 7–9 • I.D.") == 'women\'s "nandu" - 7-9 | id'
    assert words_in("bus7 photo-id 18+") == ["bus", "photo", "id"]


def test_a_ramp_for_women_is_no_place_for_women() -> None:
    assert known(Listing("r-1", "ours", "1", "X", accessibility="Ramp for women")).takes == ()


def test_what_is_known_already_is_not_worked_out_again() -> None:
    one = Listing("r-1", "ours", "1", "X", needs=("food",), cost="Free")
    other = known(Listing("r-2", "ours", "2", "Y", cost="$25"))
    assert referral_facts(one) == [("Free", "yes")]
    assert referral_facts(one, other) == [("Free", "no")]
