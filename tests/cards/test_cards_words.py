"""The phrase list knows its variants, and the syllable counter the words of the desk."""

import pytest

from deskaid.cards.phrases import PHRASES, forbidden
from deskaid.cards.syllables import grade, long_words, sentences, syllables, words

FORBIDDEN = """
Calm down.|Please calm yourself.|Just relax.|Stay calm.|Take it easy.|Settle down, please.
It's policy.|It is our policy.|That's the policy.|That is just library policy.|It's against policy.
Our policy is no food.|The rules say so.|Per our policy, no.|Those are the rules.
We don't make the rules.|Policy doesn't allow it.|It\u2019s our policy.
There's nothing I can do.|There is nothing more we can do.|My hands are tied.|I can't help you.
I can't do that.|I can't.|Sorry, I can't.
You have to leave.|You need to pay.|You should have renewed.|You must stop.|You'll have to wait.
You ought to know.|You've got to go.|You are supposed to sign in.|You could have called.
That's not what I see here.|The system says it's late.|My records show it.|You're mistaken.
That is not true.
My boss will say the same.|The manager will tell you no.
I know just how you feel.|I understand how you feel.|I've been there.
Yes, but it is late.|I hear you, but no.|Unfortunately it is late.|Actually, no.|However, no.
At least it's small.|It's only a book.|It's just a dollar.|Not a big deal.|Don't cry.|Cheer up.
Why did you do that?|Why didn't you call?|Why would you?|What's wrong with you?
You people again.|Sir, step back.|Listen, buddy.|Okay, ma'am.|Watch your language.
I promise.|I promise you it's safe.|I won't tell anyone.|We will never tell.|Just between us.
I'll keep it secret.|I guarantee it.|It's our secret.
You're not thinking of doing something silly?|You wouldn't hurt yourself.|He committed suicide.
Just leave him.|You should leave her.|Get away from him.
The voices aren't real.|They are not really there.|It's all in your head.|You're imagining it.
Where are the dog's papers?|Is there a dog license?|What's your disability?
That's not my job.|I already told you.|Like I said, no.|You're not listening.
"""
FINE = """
I want to get this right.|Here is what I can do.|What I can do today is a split.
The next step is a form.|Let me look again.|Let me bring in Dana.|That sounds hard.
What happened?|Here is who I may need to tell.|Are you thinking about suicide?
What would help you feel safer?|That sounds scary. You are safe here.
Do you need to sit down?|Take the time you need to think.|If you need to go, that's fine.
Would you like a copy of the policy?|I can't say who is here.|I can't promise to keep a secret.
I can't keep this secret.|You must be tired.|I see you miss her.|Is the dog trained for a task?
You're not alone.|I'm sorry this happened.|Would you like at least one more look?
I won't leave you alone with this.|Tell me more.|What do you need to get done?
Please step back.|Who should I call?|We can sit here. You can leave at any time.
Is the dog needed because of a disability?
"""


def phrases(block: str) -> list[str]:
    return [each.strip() for each in block.replace("\n", "|").split("|") if each.strip()]


@pytest.mark.parametrize("text", phrases(FORBIDDEN))
def test_a_harmful_phrase_is_caught_in_every_variant(text: str) -> None:
    assert list(forbidden(text))


@pytest.mark.parametrize("text", phrases(FINE))
def test_good_words_are_left_alone(text: str) -> None:
    assert [found for found, _ in forbidden(text)] == []


def test_no_replacement_is_itself_forbidden() -> None:
    for phrase in PHRASES:
        assert [found for found, _ in forbidden(phrase.instead)] == []
        assert phrase.why


def test_the_phrase_is_named_as_it_stands() -> None:
    assert [found for found, _ in forbidden("Sir, it\u2019s our policy.")] == [
        "it's our policy",
        "sir",
    ]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("fine", 1), ("asked", 1), ("wanted", 2), ("boxes", 2), ("times", 1), ("minutes", 2),
        ("library", 3), ("people", 2), ("police", 2), ("table", 2), ("handled", 2), ("called", 1),
        ("naloxone", 3), ("overdose", 3), ("suicide", 3), ("violence", 3), ("something", 2),
        ("together", 3), ("radio", 3), ("nation", 2), ("opinions", 3), ("being", 2), ("quiet", 2),
        ("emergency", 4), ("supervisor", 4), ("security", 4), ("identify", 4), ("area", 3),
        ("available", 4), ("immediately", 5), ("unfortunately", 5), ("everyone", 3), ("the", 1),
        ("That's", 1), ("they're", 1), ("911", 1), ("statement", 2), ("comfortable", 3),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_are_found_but_for_the_names_of_things() -> None:
    assert long_words("Call security in an emergency. Naloxone, supervisor, anybody.") == []
    assert long_words("Unfortunately it is unavailable, co-worker.") == [
        "Unfortunately",
        "unavailable",
    ]


def test_words_and_sentences() -> None:
    assert words("I'll call 911, co-worker!") == ["I'll", "call", "911", "co-worker"]
    assert sentences("One. Two? Three") == 2
    assert sentences("One") == 1
    assert grade([]) == 0.0
    assert grade(["The cat sat."]) < 2 < grade(["Institutional accountability necessitates paper."])
