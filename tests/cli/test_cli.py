"""The command line: stable answers, stated exit codes, one sentence when something is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deskaid.paths import Paths

PHRASE = "silica shield nimbly outer grout\n"
FIXTURE = Path(__file__).parents[1] / "fixtures" / "maple-street-services.csv"


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as a person would, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "deskaid", *arguments], input=stdin, capture_output=True, text=True
    )


def answers(*arguments: str) -> list[dict[str, object]]:
    """Return what ``find --json`` printed."""
    said = run("find", *arguments, "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert isinstance(found, list)
    return found


def test_no_place_to_sleep_brings_the_card_and_a_number(ready: Paths) -> None:
    found = answers("no place to sleep tonight")[:3]
    assert "nowhere-to-sleep-tonight" in [row["id"] for row in found]
    numbers = [row for row in found if row["kind"] == "referral"]
    assert numbers
    assert all(row["phone"] and row["status"] for row in numbers)


def test_a_misspelled_suicide_brings_its_card_first(ready: Paths) -> None:
    first = answers("sucide")[0]
    assert (first["kind"], first["id"]) == ("card", "talking-about-suicide")


def test_kinds_limits_and_open_now(ready: Paths) -> None:
    assert {row["kind"] for row in answers("shelter", "--cards")} == {"card"}
    assert {row["kind"] for row in answers("shelter", "--referrals")} == {"referral"}
    assert len(answers("shelter", "--limit", "2")) == 2
    night = answers("shelter", "--referrals", "--open-now", "--at", "2026-11-22T03:00")
    assert all(str(row["status"]).startswith("OPEN") for row in night)
    assert "Harbor House, Family Shelter" not in [row["title"] for row in night]


def test_the_first_find_on_a_fresh_desk_works(paths: Paths) -> None:
    assert "988" in [row.get("phone") for row in answers("988")[:3]]


def test_a_card_in_plain_lines_and_as_data(paths: Paths) -> None:
    plain = run("say", "angry-about-a-fine-or-fee").stdout
    assert "Step 1: Feelings\nSay: \"That's a bad surprise." in plain
    assert "{{" not in plain
    data = json.loads(run("say", "angry-about-a-fine-or-fee", "--json").stdout)
    assert data["id"] == "angry-about-a-fine-or-fee"


def test_a_listing_leads_with_its_number(ready: Paths) -> None:
    lines = run("show", "us-988").stdout.splitlines()
    assert lines[1] == "Call 988"
    assert json.loads(run("show", "us-988", "--json").stdout)["phones"][0]["number"] == "988"


def test_import_says_what_it_did_and_does_it_once(paths: Paths) -> None:
    said = run("import", str(FIXTURE), "--json")
    report = json.loads(said.stdout)
    assert (report["read"], report["added"]) == (5, 5)
    again = json.loads(run("import", str(FIXTURE), "--json").stdout)
    assert (again["added"], again["unchanged"]) == (0, 5)
    assert "Harbor House, Family Shelter" in [row["title"] for row in answers("harbor house")]


def test_a_dry_run_keeps_nothing(paths: Paths) -> None:
    said = run("import", str(FIXTURE), "--dry-run")
    assert said.stdout.startswith("Would take in 5 listings")
    titles = [row["title"] for row in answers("harbor house", "--referrals")]
    assert "Harbor House, Family Shelter" not in titles


def test_a_note_goes_in_without_a_passphrase_and_comes_out_with_it(paths: Paths) -> None:
    made = run("notebook", "create", "Front desk", "--passphrase-stdin", stdin=PHRASE)
    assert made.returncode == 0
    assert "Recovery code" in made.stdout
    assert run("note", stdin="call patron A back on Monday").returncode == 0
    listed = json.loads(run("notebook", "list", "--json").stdout)
    assert (listed[0]["label"], listed[0]["waiting"]) == ("Front desk", 1)
    out = run("notebook", "export", "Front desk", "--passphrase-stdin", stdin=PHRASE)
    assert "call patron A back on Monday" in out.stdout
    wrong = run("notebook", "export", "Front desk", "--passphrase-stdin", stdin="no no no no\n")
    assert wrong.returncode == 2
    assert wrong.stdout == ""
    assert "does not open" in wrong.stderr


def test_the_recovery_code_opens_and_changes_the_passphrase(paths: Paths) -> None:
    made = run("notebook", "create", "Front desk", "--passphrase-stdin", stdin=PHRASE)
    code = next(line.strip() for line in made.stdout.splitlines() if line.count("-") >= 8)
    run("note", stdin="still here")
    new = "five other quite long words"
    said = run("notebook", "recover", "Front desk", "--passphrase-stdin", stdin=f"{code}\n{new}\n")
    assert said.returncode == 0, said.stderr
    out = run("notebook", "export", "Front desk", "--passphrase-stdin", stdin=new + "\n")
    assert "still here" in out.stdout
    old = run("notebook", "export", "Front desk", "--passphrase-stdin", stdin=PHRASE)
    assert old.returncode == 2


def test_lint_paths_and_doctor_speak_json(ready: Paths) -> None:
    assert isinstance(json.loads(run("lint", "--json").stdout), list)
    assert json.loads(run("paths", "--json").stdout)["notes"] == str(ready.notes)
    checks = json.loads(run("doctor", "--json").stdout)
    assert {check["state"] for check in checks} <= {"ok", "note"}


def test_lint_finds_a_bad_card_and_says_where(tmp_path: Path) -> None:
    bad = tmp_path / "bad-card.md"
    bad.write_text("---\nid: bad-card\n---\n## Step 1: Feelins\n", encoding="utf-8")
    said = run("lint", str(bad))
    assert said.returncode == 1
    assert "bad-card.md:" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("find", "zzqqxy"), 1, "Nothing here knows"),
        (("say", "angry-about-a-fin"), 1, "angry-about-a-fine-or-fee"),
        (("say", "../../etc/passwd"), 1, "There is no card"),
        (("show", "nothing"), 1, "no listing"),
        (("find",), 2, "deskaid --help"),
        (("find", "fine", "--at", "noonish"), 2, "is not a time"),
        (("find", "fine", "--limit", "0"), 2, "limit"),
        (("bogus",), 2, "No such command"),
        (("import", "/nowhere/at/all.csv"), 3, "/nowhere/at/all.csv"),
        (("notebook", "export", "none", "--passphrase-stdin"), 1, "notebook"),
        (("notebook", "create", "x", "--days", "5", "--passphrase-stdin"), 2, "7"),
        (("note",), 2, "nothing to seal"),
    ],
)
def test_every_trouble_is_one_sentence_and_a_next_step(
    arguments: tuple[str, ...], code: int, words: str, ready: Paths
) -> None:
    said = run(*arguments, stdin=PHRASE if "create" in arguments else "")
    assert (said.returncode, said.stdout) == (code, ""), said
    assert words in said.stderr
    assert "Traceback" not in said.stderr
    assert len(said.stderr.strip().splitlines()) <= 2


def test_without_a_terminal_the_screen_explains_itself() -> None:
    said = run()
    assert said.returncode == 2
    assert "deskaid --help" in said.stderr


def test_a_weak_or_short_passphrase_is_refused_and_nothing_is_made(paths: Paths) -> None:
    said = run("notebook", "create", "Desk", "--passphrase-stdin", stdin="password1234\n")
    assert said.returncode == 2
    assert "password1234" not in said.stderr
    assert run("notebook", "list").returncode == 1


def test_a_closed_pipe_is_no_trouble(ready: Paths) -> None:
    command = f'"{sys.executable}" -m deskaid find shelter --limit 50 | head -1'
    said = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert said.stderr == ""


def test_a_full_or_unwritable_home_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("DESKAID_HOME", str(blocked))
    said = run("find", "fine")
    assert said.returncode == 3
    assert "Traceback" not in said.stderr
    assert "DESKAID_HOME" in said.stderr or str(blocked) in said.stderr


def test_anybody_can_put_a_legal_hold_and_only_the_author_lifts_it(paths: Paths) -> None:
    run("notebook", "create", "Front desk", "--passphrase-stdin", stdin=PHRASE)
    assert run("notebook", "hold", "Front desk").returncode == 0
    assert "legal hold" in run("notebook", "list").stdout
    lift = ("notebook", "hold", "Front desk", "--lift", "--passphrase-stdin")
    assert run(*lift, stdin="not the right phrase\n").returncode == 2
    assert run(*lift, stdin=PHRASE).returncode == 0
    assert "legal hold" not in run("notebook", "list").stdout


def test_a_mistake_in_the_library_file_keeps_no_card_from_anybody(ready: Paths) -> None:
    ready.site.write_text('name = "Elm Library"\ncountry = "FR"\n', encoding="utf-8")
    said = run("find", "fine", "--cards")
    assert said.returncode == 0
    assert "angry-about-a-fine-or-fee" in said.stdout
    assert "'country'" in said.stderr


def test_letters_an_old_console_does_not_know_stop_nothing(ready: Paths) -> None:
    import os

    said = subprocess.run(
        [sys.executable, "-m", "deskaid", "say", "crying-at-the-desk", "--lang", "es"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert said.returncode == 0, said.stderr


def test_open_now_looks_past_the_best_few(ready: Paths) -> None:
    found = answers("shelter", "--referrals", "--open-now", "--at", "2026-11-21T16:00")
    assert "Harbor House, Family Shelter" in [row["title"] for row in found]
    night = run("find", "youth drop-in", "--referrals", "--open-now", "--at", "2026-11-22T03:00")
    assert "Youth Drop-in" not in night.stdout
