"""The slip: what stands on it, what never does, and how it reaches paper or a file."""

import re
import stat
import sys
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from deskaid.errors import DeskaidError, FileTrouble, NothingFound, Refused
from deskaid.paths import Paths
from deskaid.referrals.handing.discreet import left_out
from deskaid.referrals.handing.paper import ascii_only, wrap
from deskaid.referrals.handing.printing import (
    PrinterTrouble,
    print_command,
    print_slip,
    save_slip,
    write_slip,
)
from deskaid.referrals.handing.slip import MOST, slip_text
from deskaid.referrals.hours import Hours, Span
from deskaid.referrals.listing import Assured, CheckedHere, Listing, Phone
from deskaid.slip_cli import slip as slip_command

NOW = datetime(2026, 11, 21, 16, 42, tzinfo=ZoneInfo("America/Chicago"))
SHELTER = Listing(
    id="x-1",
    source="sheet",
    source_id="1",
    name="Harbor House, Family Shelter",
    organization="Harbor House",
    description="Beds for families with children. Intake 4 to 8 pm. Ask about beds.",
    needs=("shelter",),
    phones=(Phone("217-555-0142", "+12175550142"),),
    address="412 Canal St, side door",
    city="Springfield",
    eligibility="Families with children",
    documents="Nothing. No ID needed.",
    cost="Free",
    languages=("English", "Spanish"),
    urls=("https://harbor.example.org/",),
    hours=Hours(spans=tuple(Span(day, 540, 1020) for day in range(5))),
    checked_here=CheckedHere(date(2026, 11, 9), "FM"),
)
HOTLINE = Listing(
    id="us-ndvh",
    source="national",
    source_id="us-ndvh",
    name="National Domestic Violence Hotline",
    description="Advocates who listen, for someone hurt or controlled by a partner.",
    needs=("dv", "shelter"),
    phones=(
        Phone("1-800-799-7233", "+18007997233"),
        Phone("START to 88788", "88788", kind="text"),
        Phone("217-555-0199", "+12175550199", kind="fax"),
    ),
    address="1 Hidden Lane",
    address_confidential=True,
    city="Springfield",
    urls=("https://www.thehotline.org/",),
    hours=Hours(text="24/7 crisis line", always=True),
    assured=Assured("2026-09-14", how="checked"),
)
FULL = """\
Call before you go.

Harbor House, Family Shelter
Call: 217-555-0142
What for: Beds for families with
  children. Intake 4 to 8 pm. Ask about
  beds.
Address: 412 Canal St, side door,
  Springfield
Open Mon-Fri 9 am-5 pm
For: Families with children
Bring: Nothing. No ID needed.
Cost: Free
Languages: English, Spanish
Web: harbor.example.org
Last checked: 9 Nov 2026
----------------------------------------
National Domestic Violence Hotline
Call: 1-800-799-7233
Text: START to 88788
What for: Advocates who listen, for
  someone hurt or controlled by a
  partner.
Address: call them
Hours: 24/7 crisis line
Web: www.thehotline.org
Last checked: 14 Sep 2026
----------------------------------------
911: danger now
988: crisis, call or text
211: local help, any need

Printed 21 Nov 2026
From Maple Street Library, 217-555-0100
"""
SPANISH = """\
Llame antes de ir.

Harbor House, Family Shelter
Llame: 217-555-0142
Para qué: Beds for families with
  children. Intake 4 to 8 pm. Ask about
  beds.
Dirección: 412 Canal St, side door,
  Springfield
Abierto lun-vie 9 am-5 pm
Para quién: Families with children
Lleve: Nothing. No ID needed.
Costo: Free
Idiomas: English, Spanish
Web: harbor.example.org
Datos revisados: 9 nov 2026
----------------------------------------
911: peligro ahora
988: crisis: llame o mande un mensaje;
  en español, marque 2
211: ayuda local, cualquier necesidad

Impreso 21 nov 2026
"""
DISCREET = """\
217-555-0142
Mon-Fri 9 am-5 pm

1-800-799-7233
24 hours, every day
"""
# Every word a discreet slip can hold. A new one has to be put here on purpose.
DISCREET_WORDS = set(
    re.findall(
        r"\w+",
        "Text START HOME HELLO HI ext then press hours every day closed on holidays am pm "
        "st nd rd th last Mon Tue Wed Thu Fri Sat Sun "
        "Mensaje de texto luego marque horas todos los días cerrado en feriados er º último "
        "lun mar mié jue vie sáb dom",
    )
)


def slip(*listings: Listing, **how: object) -> str:
    return slip_text(listings, now=NOW, **how)  # type: ignore[arg-type]


def test_a_slip_reads_like_this() -> None:
    assert slip(SHELTER, HOTLINE, library="Maple Street Library", phone="217-555-0100") == FULL


def test_a_slip_in_spanish_keeps_the_listings_own_words() -> None:
    assert slip(SHELTER, lang="es") == SPANISH


def test_the_discreet_slip_is_numbers_and_hours() -> None:
    told = slip(SHELTER, HOTLINE, discreet=True, library="Maple Street Library", phone="555-0100")
    assert told == DISCREET


def test_the_number_stands_right_under_the_name() -> None:
    lines = slip(HOTLINE).splitlines()
    assert lines[2:4] == ["National Domestic Violence Hotline", "Call: 1-800-799-7233"]


def test_a_vanity_number_is_told_in_digits_and_its_letters_never_on_the_discreet_slip() -> None:
    gambler = replace(HOTLINE, phones=(Phone("1-800-GAMBLER", "+18004262537"),))
    assert "Call: 1-800-426-2537 (1-800-GAMBLER)\n" in slip(gambler)
    assert slip(gambler, discreet=True).startswith("1-800-426-2537\n")


def test_a_text_line_whose_word_tells_the_need_loses_it_on_the_discreet_slip() -> None:
    youth = replace(HOTLINE, phones=(Phone("LOVEIS to 22522", "22522", kind="text"),))
    assert slip(youth, discreet=True).splitlines()[0] == "Text 22522"


def test_a_key_to_press_after_the_answer_is_said() -> None:
    veterans = replace(HOTLINE, phones=(Phone("988 then press 1", "988,1"),))
    assert "Call: 988, then press 1\n" in slip(veterans)
    assert slip(veterans, discreet=True, lang="es").startswith("988, luego marque 1\n")


def test_a_listing_without_a_number_is_not_on_the_discreet_slip_and_is_named_as_left_out() -> None:
    website = replace(SHELTER, phones=())
    assert slip(website, discreet=True) == ""
    assert left_out([website, HOTLINE]) == [website]
    assert "No phone number is known.\n" in slip(website)


def test_hours_of_a_season_are_never_told_as_if_they_held_all_year() -> None:
    winter = Hours(spans=(Span(0, 540, 1020, valid_to=date(2026, 12, 31)),))
    assert "Hours: not known: ask when you call\n" in slip(replace(SHELTER, hours=winter))
    assert slip(replace(SHELTER, hours=winter), discreet=True) == "217-555-0142\n"


def test_no_slip_says_what_holds_only_now() -> None:
    for lang in ("en", "es"):
        told = slip(SHELTER, HOTLINE, lang=lang)
        assert not re.search(r"OPEN|CLOSED|til \d|[Oo]pen now|ahora abierto", told)


def test_facts_that_nobody_checked_say_so() -> None:
    assert "Not checked: please call.\n" in slip(replace(SHELTER, checked_here=None))
    dated = Assured("2022-07-25", how="dated")
    assert "Not checked: please call.\n" in slip(replace(HOTLINE, assured=dated))


def test_a_check_known_to_the_year_is_not_told_to_the_day() -> None:
    assert "Last checked: 2025\n" in slip(replace(HOTLINE, assured=Assured("2025", how="checked")))
    month = slip(replace(HOTLINE, assured=Assured("2025-03", how="checked")))
    assert "Last checked: Mar 2025\n" in month


def test_what_staff_wrote_for_each_other_stays_off_the_paper() -> None:
    listing = replace(
        SHELTER, flagged="rude to Mr Jones", flagged_by="QX", tip="ask for Zelda, not her boss"
    )
    told = slip(listing)
    assert "Some of this may have changed. Please call first." in " ".join(told.split())
    for secret in ("Jones", "QX", "Zelda", "FM"):
        assert secret not in told


def test_a_place_that_is_listed_as_closed_for_now_says_so() -> None:
    assert "Listed as not open at present." in slip(replace(SHELTER, status="temporarily closed"))


def test_the_last_rows_are_the_countrys_own_numbers() -> None:
    assert "988" not in slip(SHELTER, country="GB")
    assert "116 123: Samaritans, 24 h\n" in slip(SHELTER, country="GB")


def test_old_printers_get_letters_they_know() -> None:
    listing = replace(SHELTER, name="Casa José — “Años”", city="Łódź", eligibility="家庭")
    told = slip(listing, ascii_letters=True, lang="es")
    assert told.isascii()
    assert '\nCasa Jose - "Anos"\n' in told
    assert "Para quien: ?\n" in told


def test_a_name_that_an_old_printer_cannot_print_gives_way_to_its_number() -> None:
    told = slip(replace(SHELTER, name="希望之家"), ascii_letters=True)
    assert told.splitlines()[2] == "Call: 217-555-0142"


def test_a_long_slip_stops_and_says_so() -> None:
    told = slip(*(replace(SHELTER, id=f"x-{number}") for number in range(MOST + 3)))
    assert told.count("Harbor House") == MOST
    assert "There is more. Ask at the desk.\n" in told


@pytest.mark.parametrize("width", [31, 49])
def test_no_paper_is_that_wide(width: int) -> None:
    with pytest.raises(Refused):
        slip(SHELTER, width=width)


def test_a_slip_in_a_language_it_does_not_have_is_refused() -> None:
    with pytest.raises(Refused):
        slip(SHELTER, lang="fr")


# Whatever a directory holds.

WORDS = st.text(max_size=60)
NUMBERS = st.one_of(WORDS, st.sampled_from(["1-800-GAMBLER", "HELP to 88788", "217-555-0142"]))
PHONES = st.builds(
    Phone,
    number=NUMBERS,
    dial=st.sampled_from(["", "+12175550142", "988,1", "88788"]),
    extension=st.one_of(st.just(""), WORDS),
    kind=st.sampled_from(["voice", "text", "tty", "fax"]),
    label=WORDS,
)
HOURS = st.builds(
    Hours,
    text=WORDS,
    spans=st.lists(
        st.builds(
            Span,
            weekday=st.integers(0, 6),
            start=st.integers(0, 1439),
            end=st.integers(1440, 2880),
            nth=st.sampled_from([0, 1, 2, 3, 4, 5, -1]),
            label=st.sampled_from(["", "Shelter desk"]),
        ),
        max_size=3,
    ).map(tuple),
    always=st.booleans(),
    holidays=st.sampled_from(["", "closed"]),
)
LISTINGS = st.builds(
    Listing,
    id=st.just("x"),
    source=st.just("s"),
    source_id=st.just("1"),
    name=WORDS,
    organization=WORDS,
    description=st.text(max_size=400),
    phones=st.lists(PHONES, max_size=3).map(tuple),
    address=st.just("Zq7 Hiddenlane"),
    address_confidential=st.just(True),
    eligibility=WORDS,
    documents=WORDS,
    cost=WORDS,
    languages=st.lists(WORDS, max_size=2).map(tuple),
    urls=st.lists(WORDS, max_size=1).map(tuple),
    alert=WORDS,
    hours=HOURS,
)
HOW = st.fixed_dictionaries(
    {
        "width": st.integers(32, 48),
        "lang": st.sampled_from(["en", "es"]),
        "ascii_letters": st.booleans(),
        "library": WORDS,
    }
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LISTINGS, max_size=3), HOW, st.booleans())
def test_whatever_the_directory_holds_the_slip_fits_the_paper(
    listings: list[Listing], how: dict[str, object], discreet: bool
) -> None:
    told = slip(*listings, discreet=discreet, **how)
    for line in told.splitlines():
        assert cell_len(line) <= int(str(how["width"]))
        assert not [mark for mark in line if unicodedata.category(mark) in ("Cc", "Cf", "Cs")]
    assert "\f" not in told
    assert told.isascii() or not how["ascii_letters"]
    assert "Hiddenlane" not in told


@settings(deadline=None, max_examples=300)
@given(st.lists(LISTINGS, min_size=1, max_size=3), HOW)
def test_whatever_the_directory_holds_the_discreet_slip_says_none_of_its_words(
    listings: list[Listing], how: dict[str, object]
) -> None:
    told = slip(*listings, discreet=True, **how)
    allowed = DISCREET_WORDS | {ascii_only(word) for word in DISCREET_WORDS}
    assert set(re.findall(r"[^\W\d_]+", told)) <= allowed


@given(st.text(max_size=200), st.integers(8, 60), st.integers(0, 4))
def test_wrapping_loses_no_letter(text: str, width: int, hang: int) -> None:
    assert "".join("".join(wrap(text, width, hang=hang)).split()) == "".join(text.split())


# Printing and saving.


def fake_program(folder: Path, name: str, script: str) -> None:
    """Put a program on the path that does what ``script`` says, for a system with a shell."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


unix_only = pytest.mark.skipif(sys.platform == "win32", reason="fakes lp with a shell script")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the only one on the path, but for the shell's own."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@unix_only
def test_the_printer_gets_the_slip_and_nothing_else(programs: Path, tmp_path: Path) -> None:
    fake_program(programs, "lp", f'echo "$@" > "{tmp_path}/how"; /bin/cat > "{tmp_path}/paper"')
    assert print_slip("Año\n", printer="Front desk") == "Sent to Front desk."
    assert (tmp_path / "paper").read_text(encoding="utf-8") == "Año\n"
    assert (tmp_path / "how").read_text(encoding="utf-8") == "-d Front desk\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["how", "paper", "programs"]


@unix_only
def test_lpr_prints_where_there_is_no_lp(programs: Path, tmp_path: Path) -> None:
    fake_program(programs, "lpr", f'echo "$@" > "{tmp_path}/how"; /bin/cat > /dev/null')
    assert print_slip("x\n", printer="Desk") == "Sent to Desk."
    assert (tmp_path / "how").read_text(encoding="utf-8") == "-P Desk\n"


def test_without_a_printer_the_next_step_is_named(programs: Path) -> None:
    with pytest.raises(PrinterTrouble) as told:
        print_slip("x\n")
    assert str(told.value) == (
        "This computer has no printer set up. "
        "Save it to a file, or show the number or its code on the screen."
    )


@unix_only
def test_what_the_print_system_says_is_told(programs: Path) -> None:
    fake_program(programs, "lp", 'echo "lp: The printer does not exist." >&2; exit 1')
    with pytest.raises(PrinterTrouble, match=r"\(lp: The printer does not exist\)"):
        print_slip("x\n", printer="Gone")
    fake_program(programs, "lp", 'echo "lp: Error - no default destination available." >&2; exit 1')
    with pytest.raises(PrinterTrouble, match="no printer set up"):
        print_slip("x\n")


@unix_only
def test_a_printer_that_hangs_is_left(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskaid.referrals.handing.printing.PATIENCE", 0.3)
    fake_program(programs, "lp", "exec /bin/sleep 30")
    with pytest.raises(PrinterTrouble, match="did not answer"):
        print_slip("x\n")


def test_windows_prints_from_a_pipe_and_never_puts_the_printers_name_into_a_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"C:\\{name}.exe")
    command = print_command("Desk'; Remove-Item C:", platform="win32")
    assert command[0] == "C:\\powershell.exe"
    assert "Out-Printer" in command[-1]
    assert "Remove-Item" not in " ".join(command)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(PrinterTrouble):
        print_command(platform="win32")


def test_saving_twice_in_a_minute_makes_two_files(tmp_path: Path) -> None:
    first = save_slip("one\n", now=NOW, folder=tmp_path / "Documents")
    second = save_slip("two\n", now=NOW, folder=tmp_path / "Documents")
    assert [first.name, second.name] == ["slip-2026-11-21-1642.txt", "slip-2026-11-21-1642-2.txt"]
    assert first.read_text(encoding="utf-8") == "one\n"


def test_saving_goes_to_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Papers")
    assert save_slip("one\n", now=NOW).parent == tmp_path / "Papers"


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "slip.txt"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileTrouble, match="exists already"):
        write_slip("theirs", path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DeskaidError, match="could not be written"):
        save_slip("one\n", now=NOW, folder=tmp_path / "file" / "deeper")


# The command.


def test_the_command_prints_a_slip(ready: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert slip_command(["us-ndvh", "us-211", "us-ndvh"], width=32) == 0
    told = capsys.readouterr().out
    assert told.count("Call: 1-800-799-7233\n") == 1
    assert "From Maple Street Library," in told
    assert max(map(len, told.splitlines())) <= 32


def test_the_command_writes_a_new_file_only(
    ready: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "slip.txt"
    assert slip_command(["us-ndvh"], discreet=True, output=path) == 0
    assert path.read_text(encoding="utf-8") == "1-800-799-7233\n24 hours, every day\n"
    assert capsys.readouterr() == ("", f"Saved: {path}\n")
    with pytest.raises(FileTrouble):
        slip_command(["us-ndvh"], output=path)


@unix_only
def test_the_command_prints_on_the_librarys_printer(
    ready: Paths, programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.site.write_text('name = "Maple"\nprinter = "Desk"\n', encoding="utf-8")
    fake_program(programs, "lp", f'echo "$@" > "{tmp_path}/how"; /bin/cat > "{tmp_path}/paper"')
    assert slip_command(["us-211"], to_printer=True) == 0
    assert (tmp_path / "how").read_text(encoding="utf-8") == "-d Desk\n"
    assert "Call: 211\n" in (tmp_path / "paper").read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "Sent to Desk.\n")


def test_the_command_refuses_what_it_cannot_print(ready: Paths) -> None:
    with pytest.raises(NothingFound):
        slip_command(["nowhere"])
    with pytest.raises(NothingFound, match="None of these has a number"):
        slip_command(["us-lsc"], discreet=True)
    with pytest.raises(Refused):
        slip_command(["us-ndvh"], lang="fr")
