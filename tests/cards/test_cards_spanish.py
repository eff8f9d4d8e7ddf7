"""Spanish is read strictly, goes with its card or not at all, and is linted."""

import json
from datetime import date
from pathlib import Path

import pytest

from deskaid.cards.card import Card, Kind
from deskaid.cards.library import Library
from deskaid.cards.lint import lint_paths
from deskaid.cards.parser import CardProblem, parse_card
from deskaid.cards.rules.spanish import RULES, broken
from deskaid.cards.translation import Translation, parse_translation, read_translation
from deskaid.cli import run_command
from deskaid.paths import Paths, shipped

TODAY = date(2026, 11, 21)
ENGLISH = """\
---
id: fee
title: Angry about a fee
neutral: Fee question
group: Money & accounts
lead: feelings
find: fine, fien, late fee, charged, owe
refer: library-admin
sources: one
reviewed: 2026-11-21
reviewer: Head of Circulation
---
## Step 1: Feelings
- Do: Face them. Speak low.
- Say: "That's a bad surprise."
- Or: "I hear you."
- Ask: "What happened?"

## Step 2: Problem
- Say: "Let's look, or I call {{pic}}." (to {{pic}} too)
- Do: Look.

## Get help
- Call {{pic}} if they ask twice.
- Alone: Phone {{pic}}.

## Don't say
- "It's policy." -> "Here is what I can do."
"""
SPANISH = """\
---
id: fee
language: es
reviewed: 2026-11-21
reviewer: deskaid editors (not yet reviewed by a native speaker on staff)
---
## Step 1: Feelings
- Say: "Qué mala sorpresa."
- Or: "Le escucho."
- Ask: "¿Qué pasó?"

## Step 2: Problem
- Say: "Vamos a verlo." (to {{pic}} too)
"""


def card(text: str = ENGLISH) -> Card:
    return parse_card(text, Path("fee.md"))


def spanish(old: str = "", new: str = "") -> Translation:
    assert old in SPANISH
    return parse_translation(SPANISH.replace(old, new, 1) if old else SPANISH, Path("fee.md"))


def write(folder: Path, text: str, name: str = "fee") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


# The file.


def test_the_spanish_of_a_card_is_read_as_it_stands() -> None:
    found = spanish()
    assert found.reviewed == TODAY
    assert "not yet reviewed by a native speaker" in found.reviewer
    assert [(line.kind, line.text) for line in found.lines()] == [
        (Kind.SAY, "Qué mala sorpresa."),
        (Kind.ASK, "¿Qué pasó?"),
        (Kind.SAY, "Vamos a verlo."),
    ]
    assert found.feelings[0].wordings == ("Le escucho.",)


def test_what_a_word_processor_does_to_it_is_accepted() -> None:
    text = "\ufeff" + SPANISH.replace('"', "“", 1).replace('"', "”", 1).replace("é", "e\u0301")
    found = parse_translation(text.replace("\n", "\r\n"), Path("fee.md"))
    assert found.feelings[0].text == "Qué mala sorpresa."


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        ("language: es\n", "", 5, "no 'language:'"),
        ("language: es", "language: fr", 3, "'fr' is not a language"),
        ("language: es", "lenguage: es", 3, "Did you mean 'language'?"),
        ("id: fee", "id: fees", 2, "not the file's name"),
        ("reviewed: 2026-11-21", "reviewed: today", 4, "not a date"),
        ("## Step 1: Feelings", "## Paso 1", 7, "'Paso 1' is not a section"),
        ("## Step 1: Feelings", "## Don't say", 7, "not a section"),
        ('- Say: "Qué', '- Do: Mire.\n- Say: "Qué', 8, "Only what is said aloud"),
        ('- Or: "Le escucho."', '- O: "Le escucho."', 9, "not a kind of line"),
        ('"¿Qué pasó?"', "¿Qué pasó?", 10, "one pair of quotes"),
        ('## Step 2: Problem\n- Say: "Vamos a verlo." (to {{pic}} too)\n', "", 0,
         "'Step 2: Problem' is missing"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(old: str, new: str, row: int, said: str) -> None:
    with pytest.raises(CardProblem, match=said.replace("?", r"\?")) as caught:
        spanish(old, new)
    assert caught.value.line == row


def test_each_line_has_its_own_and_half_a_match_is_none() -> None:
    pairs = spanish().pairs(card())
    assert {each.text: pairs[each].text for each in pairs} == {
        "That's a bad surprise.": "Qué mala sorpresa.",
        "What happened?": "¿Qué pasó?",
        "Let's look, or I call {{pic}}.": "Vamos a verlo.",
    }
    assert spanish('- Ask: "¿Qué pasó?"\n', "").pairs(card()) == {}
    assert spanish("- Ask", "- Say").pairs(card()) == {}


# The library.


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write(tmp_path / "shipped", ENGLISH)
    write(tmp_path / "shipped" / "es", SPANISH)
    return Library(tmp_path / "shipped", tmp_path / "local")


def said(library: Library) -> str:
    found = library.spanish(library.card("fee"))
    return found.feelings[0].text if found else ""


def test_a_card_without_spanish_is_fine(tmp_path: Path) -> None:
    write(tmp_path / "shipped", ENGLISH)
    library = Library(tmp_path / "shipped", tmp_path / "local")
    assert library.spanish(library.card("fee")) is None
    assert library.problems == []


def test_the_librarys_own_spanish_replaces_the_shipped(library: Library) -> None:
    assert said(library) == "Qué mala sorpresa."
    write(library.local / "es", SPANISH.replace("Qué mala", "Vaya"))
    assert said(library) == "Vaya sorpresa."
    assert library.ids() == ["fee"], "a folder of Spanish is no card"


@pytest.mark.parametrize("new", ["language: fr", "language es"])
def test_its_own_spanish_that_cannot_be_read_never_hides_the_shipped(
    library: Library, new: str
) -> None:
    path = write(library.local / "es", SPANISH.replace("language: es", new))
    assert said(library) == "Qué mala sorpresa."
    assert [problem.path for problem in library.problems] == [path]
    library.cards()
    assert [problem.path for problem in library.problems] == [path], "doctor looks here"
    path.unlink()
    library.cards()
    assert library.problems == []


def test_shipped_spanish_is_left_out_where_the_library_says_something_else(
    library: Library,
) -> None:
    write(library.local, ENGLISH.replace("Do: Look.", "Do: Look twice."))
    assert said(library) == "Qué mala sorpresa.", "what is said is as shipped"
    write(library.local, ENGLISH.replace("That's a bad surprise.", "Here is what I can do."))
    assert said(library) == ""
    write(library.local / "es", SPANISH.replace("Qué mala sorpresa.", "Esto puedo hacer."))
    assert said(library) == "Esto puedo hacer."


# Lint.

SPOILED = [
    (51, "- Ask", "- Say"),
    (51, '- Ask: "¿Qué pasó?"\n', ""),
    (51, '- Or: "Le escucho."', '- Or: "Le escucho."\n- Or: "Aquí estoy."'),
    (51, "{{pic}}", "{{director}}"),
    (51, " (to {{pic}} too)", ""),
    (51, "verlo.", "verlo con {{pic}}."),
    (51, '"¿Qué pasó?"', '"¿Qué pasó?" {{if naloxone_at}}'),
    (52, "Le escucho.", "Le oigo a usted y a los que ya se van de acá hoy por la tarde."),
    (52, "Le escucho.", "Inmediatamente contestaremos absolutamente cualquier preocupación."),
    (53, "Le escucho.", "Cálmese, por favor."),
    (53, "Le escucho.", "Tranquilícese."),
    (53, "Le escucho.", "Es la política."),
    (53, "Le escucho.", "Así son las reglas."),
    (53, "Le escucho.", "Usted tiene que pagar."),
    (53, "Le escucho.", "Debería haber pagado."),
    (53, "Le escucho.", "No puedo hacer nada."),
    (53, "Le escucho.", "Le prometo ayudar."),
    (53, "Le escucho.", "Entiendo cómo se siente."),
    (53, "Le escucho.", "Por desgracia, no."),
    (53, "Le escucho.", "Le escucho, pero no."),
    (53, "Le escucho.", "No se preocupe."),
    (53, "Le escucho.", "Dígame, mi amor."),
    (53, "Le escucho.", "Dígame, señora."),
    (54, "Le escucho.", "Tienes razón."),
    (54, "Le escucho.", "¿Puedes venir?"),
    (54, "Le escucho.", "Te voy a ayudar."),
    (54, "Le escucho.", "Tú primero."),
    (54, "Le escucho.", "Siéntate aquí."),
    (54, "Le escucho.", "Quiero ayudarte."),
    (54, "Le escucho.", "¿Ya pagaste?"),
    (54, "Le escucho.", "¿Vendrás mañana?"),
    (54, "Le escucho.", "Dame tu nombre."),
    (54, "Le escucho.", "Vos podés venir."),
    (54, "Le escucho.", "¿Está cansada?"),
    (55, '"¿Qué pasó?"', '"Qué pasó?"'),
    (55, "Le escucho.", "¡Venga."),
    (55, "Le escucho.", "?Viene¿"),
    (56, "¿Qué pasó?", "¿Que pasó?"),
    (56, "Le escucho.", "Tambien aqui."),
    (56, "Le escucho.", "Su direccion, por favor."),
    (57, " (not yet reviewed by a native speaker on staff)", ""),
    (57, "reviewed: 2026-11-21", "reviewed: 2027-01-01"),
    (57, "reviewed: 2026-11-21", "reviewed: 2026-10-01"),
]


@pytest.mark.parametrize(("number", "old", "new"), SPOILED)
def test_each_rule_fires_on_spanish_spoiled_for_it(number: int, old: str, new: str) -> None:
    assert list(broken(spanish(), card(), TODAY)) == []
    found = {rule.number for rule, _ in broken(spanish(old, new), card(), TODAY)}
    assert found == {number}


def test_every_rule_has_a_spoiled_line() -> None:
    assert {rule.number for rule in RULES} == {number for number, *_ in SPOILED}


@pytest.mark.parametrize(
    "text",
    [
        "Aquí la voz se oye mucho.",
        "Por suerte, esta parte es fuerte.",
        "Eso existe, y es muy triste.",
        "Rápidamente, hasta el límite.",
        "Venga. Vamos detrás, y más adelante.",
        "¿Tiene que irse ya?",
        "Ellos ven la librería todos los días.",
        "Gracias. Son las tres, y es el lunes.",
        "¡Paren! ¿Quién es? Ya viene ayuda.",
        "Si quiere, tome té.",
    ],
)
def test_plain_usted_is_no_fault(text: str) -> None:
    found = [fault.message for _, fault in broken(spanish("Le escucho.", text), card(), TODAY)]
    assert found == []


def test_lint_reads_spanish_beside_cards_and_by_itself(tmp_path: Path) -> None:
    local = tmp_path / "local"
    write(local, ENGLISH)
    path = write(local / "es", SPANISH.replace("Le escucho.", "Cálmese."))
    write(local / "es", SPANISH.replace("id: fee", "id: gone"), "gone")
    write(local / "es", "---\nid: broken\n", "broken")
    for paths in ([local], [local / "es"], [path]):
        found = [
            each for each in lint_paths(paths, local=local, today=TODAY) if each.path == str(path)
        ]
        assert [(each.row, each.rule, each.severity) for each in found] == [(8, 53, "error")]
    messages = [str(each) for each in lint_paths([local / "es"], local=local, today=TODAY)]
    assert any("There is no card 'gone'." in message for message in messages)
    assert any("The header has no end." in message for message in messages)


def test_the_librarys_own_spanish_is_checked_against_the_shipped_card(tmp_path: Path) -> None:
    shipped_id = "angry-about-a-fine-or-fee"
    path = write(tmp_path / "es", SPANISH.replace("id: fee", f"id: {shipped_id}"), shipped_id)
    found = [each for each in lint_paths(local=tmp_path, today=TODAY) if each.path == str(path)]
    assert {each.rule for each in found} == {51}


@pytest.mark.parametrize(
    "path", sorted((shipped() / "scripts" / "es").glob("*.md")), ids=lambda path: path.stem
)
def test_no_shipped_spanish_breaks_a_rule(path: Path) -> None:
    library = Library(shipped() / "scripts", Path("no-such-folder"))
    english = library.card(path.stem)
    assert library.spanish(english) is not None
    found = read_translation(path)
    faults = list(broken(found, english, max(found.reviewed, english.reviewed)))
    assert [f"{fault.row}: {fault.message}" for _, fault in faults] == []


# The command.


def test_say_prints_spanish_on_request(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    write(paths.scripts, ENGLISH)
    write(paths.scripts / "es", SPANISH)
    assert run_command(["say", "fee", "--lang", "es"]) == 0
    alone = capsys.readouterr().out
    assert 'Say: "Qué mala sorpresa."\nOr: "Le escucho."\nAsk: "¿Qué pasó?"\n' in alone
    assert "bad surprise" not in alone
    assert "Do: Face them. Speak low." in alone
    assert "not yet reviewed by a native speaker on staff" in alone
    assert run_command(["say", "fee", "--lang", "both"]) == 0
    both = capsys.readouterr().out
    assert 'Ask: "What happened?"\nSpanish: "¿Qué pasó?"\n' in both
    assert run_command(["say", "fee"]) == 0
    assert "Qué" not in capsys.readouterr().out


def test_say_in_json_holds_the_spanish(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    write(paths.scripts, ENGLISH)
    assert run_command(["say", "fee", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["spanish"] is None
    write(paths.scripts / "es", SPANISH)
    assert run_command(["say", "fee", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["spanish"]
    assert found["reviewed"] == "2026-11-21"
    assert found["local"] is True
    assert found["feelings"][0]["wordings"] == ["Le escucho."]
    assert found["problem"][0]["text"] == "Vamos a verlo."
    assert found["problem"][0]["aside"] == "to the person in charge too"


def test_say_refuses_what_it_does_not_have(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths.scripts, ENGLISH)
    assert run_command(["say", "fee", "--lang", "es"]) == 1
    assert "no Spanish yet" in capsys.readouterr().err
    assert run_command(["say", "fee", "--lang", "fr"]) == 2
    assert "es (Spanish)" in capsys.readouterr().err
