"""The driver's end waits for nobody, and what it leans on in Textual is still there."""

import inspect
import sys
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("Textual's driver for Linux and macOS", allow_module_level=True)

import pty
from threading import Event

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from deskaid import launcher
from deskaid.launcher import DESERTED, LOCKED, SUSPENDED
from deskaid.shell.desk_driver import ALTERNATE_SCREEN, DeskDriver
from deskaid.shell.guard import GuardedApp


class Recorded:
    """A stand-in for an app and for the thread that writes."""

    def __init__(self) -> None:
        self.return_code: int | None = None
        self.written: list[str] = []

    def write(self, data: str) -> None:
        """Keep what would go to the terminal."""
        self.written.append(data)


class Reader:
    """A reading thread nobody may wait for."""

    def join(self) -> None:
        """Fail: the end of a screen would wait for it."""
        raise AssertionError("the end waits for the thread that reads keys")


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A driver in the middle of its life, on a terminal of its own."""
    monkeypatch.setattr(launcher, "_kept", False)
    monkeypatch.setattr(launcher, "_ear", None)
    made: Any = DeskDriver.__new__(DeskDriver)
    _, made.fileno = pty.openpty()
    made.exit_event = Event()
    made._key_thread = Reader()
    made._mouse = False
    made._in_band_window_resize = False
    made.attrs_before = None
    made._app = Recorded()
    made._writer_thread = Recorded()
    return made


def test_an_app_of_ours_ends_with_this_driver() -> None:
    assert GuardedApp().get_driver_class() is DeskDriver


def test_the_end_waits_for_no_key(driver: Any) -> None:
    driver.stop_application_mode()
    assert driver.exit_event.is_set()
    assert "\x1b[?1049l" in driver._writer_thread.written


def test_a_key_read_after_the_end_goes_nowhere(
    driver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[object] = []
    monkeypatch.setattr(LinuxDriver, "process_message", lambda self, each: passed.append(each))
    key = Key("a", "a")
    driver.process_message(key)
    driver.disable_input()
    driver.process_message(key)
    assert passed == [key]


@pytest.mark.parametrize("code", [LOCKED, DESERTED])
def test_a_lock_leaves_its_curtain_to_a_screen_that_follows(
    driver: Any, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bytes] = []
    monkeypatch.setattr(launcher, "_tell", told.append)
    driver._app.return_code = code
    driver.stop_application_mode()
    assert "\x1b[?1049l" in driver._writer_thread.written, "nobody follows without a launcher"
    monkeypatch.setattr(launcher, "_ear", 1)
    driver._writer_thread.written.clear()
    driver.stop_application_mode()
    assert not any("1049" in data for data in driver._writer_thread.written)
    assert told == [launcher._RESTORED, launcher._KEPT]


@pytest.mark.parametrize("code", [0, 1, None, SUSPENDED])
def test_any_other_end_puts_the_terminal_back(
    driver: Any, code: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "_tell", lambda what: None)
    monkeypatch.setattr(launcher, "_ear", 1)
    driver._app.return_code = code
    driver.stop_application_mode()
    assert "\x1b[?1049l" in driver._writer_thread.written


def test_a_curtain_that_stands_is_not_cleared_by_the_screen_after_it(
    driver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.write(ALTERNATE_SCREEN)
    monkeypatch.setattr(launcher, "_kept", True)
    driver.write(ALTERNATE_SCREEN)
    driver.write("\x1b[?25l")
    assert driver._writer_thread.written == [ALTERNATE_SCREEN, "\x1b[?25l"]


def test_textual_still_does_what_the_driver_replaces() -> None:
    start = inspect.getsource(LinuxDriver.start_application_mode)
    assert 'self.write("\\x1b[?1049h")' in start
    end = inspect.getsource(LinuxDriver.disable_input)
    assert "self.exit_event.set()" in end
    assert "_key_thread.join()" in end
    assert "self.disable_input()" in inspect.getsource(LinuxDriver.stop_application_mode)
    assert "while not self.exit_event.is_set()" in inspect.getsource(LinuxDriver.run_input_thread)
