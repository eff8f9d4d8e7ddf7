"""Every test runs on a desk of its own: a fresh DESKAID_HOME, nothing inherited."""

from collections.abc import Callable
from pathlib import Path

import pytest

from at_the_desk import SITE, compare, settle_in
from deskaid.paths import Paths, find_paths

pytest_plugins = ["search_desk"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden screens."""
    parser.addoption(
        "--update-screens", action="store_true", help="rewrite golden screens; read the difference"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that drive a real terminal, or kill processes, on one worker, one by one."""
    for item in items:
        uses_terminal = "real_terminal" in getattr(item.module, "__dict__", {})  # type: ignore[attr-defined]
        if "hostile" in item.path.parts or uses_terminal:
            item.add_marker(pytest.mark.xdist_group("terminal"))


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKAID_HOME", str(tmp_path / "desk"))
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_LOG", "TEXTUAL_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def paths() -> Paths:
    """The fresh desk's files and folders; none exist yet."""
    return find_paths()


@pytest.fixture(scope="session")
def ready_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk made ready once: national lines and a local directory taken in, index built."""
    from deskaid.taking_in import take_in_file

    home = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKAID_HOME", str(home))
        desk = find_paths()
        desk.config.mkdir(parents=True)
        desk.site.write_text(SITE, encoding="utf-8")
        take_in_file(desk, Path(__file__).parent / "fixtures" / "maple-street-services.csv")
    return home


@pytest.fixture
def ready(paths: Paths, ready_template: Path) -> Paths:
    """A fresh desk that is ready: cards, national lines and a small local directory."""
    settle_in(paths, ready_template)
    return paths


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole screen with ``tests/goldens/NAME.txt``."""
    update = bool(request.config.getoption("--update-screens"))

    def check(name: str, text: str) -> None:
        compare(name, text, update=update)

    return check
