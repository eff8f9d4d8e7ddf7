"""What the notes load, and when: the first paint needs neither keys nor a screen library."""

import subprocess
import sys

import pytest

HEAVY = ("textual", "sqlalchemy", "sqlmodel", "pydantic", "typer", "xkcdpass", "zxcvbn")


def loaded_after(code: str) -> set[str]:
    """Return the names of all modules a fresh interpreter has after ``code``."""
    said = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(said.stdout.split())


def test_listing_purging_and_locking_need_no_libsodium() -> None:
    loaded = loaded_after(
        "from deskaid.notes.notebooks import Notes\n"
        "from deskaid.paths import find_paths\n"
        "notes = Notes(find_paths())\n"
        "assert notes.covers() == [] and notes.purge().notes == 0\n"
    )
    assert not loaded & {"nacl", "deskaid.notes.vault", *HEAVY}


@pytest.mark.parametrize("module", ["notebook", "making", "takein", "dropbox", "vault"])
def test_no_part_of_the_vault_loads_a_screen_or_an_orm(module: str) -> None:
    loaded = loaded_after(f"import deskaid.notes.{module}")
    assert not loaded & set(HEAVY)
    assert not [name for name in loaded if name.startswith(("deskaid.cards", "deskaid.referrals"))]
