"""Every test runs on a desk of its own: a fresh DESKAID_HOME, nothing inherited."""

from pathlib import Path

import pytest

from deskaid.paths import Paths, find_paths


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKAID_HOME", str(tmp_path / "desk"))
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_LOG", "TEXTUAL_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def paths() -> Paths:
    """The fresh desk's files and folders; none exist yet."""
    return find_paths()
