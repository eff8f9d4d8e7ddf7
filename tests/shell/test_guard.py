"""What Textual leaks by default, pressed on from outside: each test fails when it leaks again."""

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import TextArea

from deskaid.crash import crash_report
from deskaid.launcher import _forget_textual_variables
from deskaid.shell.boxes import SearchBox, SecretBox
from deskaid.shell.guard import GuardedApp

CANARY = "xylophone-canary"


class Leaky(GuardedApp):
    """An app with a note, a secret and a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def compose(self) -> ComposeResult:
        yield TextArea(CANARY, id="note")
        yield SecretBox(id="secret")
        yield SearchBox(lambda text: None, id="box")

    def action_break(self) -> None:
        passphrase = CANARY
        raise ValueError(f"cannot use {passphrase}")


async def test_a_crash_prints_places_but_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    app = Leaky()
    with pytest.raises(ValueError, match="cannot use"):
        async with app.run_test() as pilot:
            app.call_later(app.action_break)
            await pilot.pause(0.2)
    captured = capsys.readouterr()
    said = captured.out + captured.err + repr(app._exit_renderables)
    assert CANARY not in said
    assert "ValueError" in said


def test_a_crash_report_names_the_place_and_not_the_message() -> None:
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        report = crash_report()
    assert "RuntimeError" in report
    assert "test_guard.py" in report
    assert CANARY not in report


async def test_copying_sends_nothing_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Leaky()
    async with app.run_test() as pilot:
        note = app.query_one("#note", TextArea)
        note.focus()
        note.select_all()
        sent: list[str] = []
        monkeypatch.setattr(app._driver, "write", sent.append)
        await pilot.press("ctrl+c")
        note.action_cut()
        secret = app.query_one("#secret", SecretBox)
        secret.value = CANARY
        secret.focus()
        secret.action_select_all()
        await pilot.press("ctrl+c", "ctrl+x")
        assert not [text for text in sent if "\x1b]52" in text]
        assert secret.value == CANARY
        note.focus()
        await pilot.press("ctrl+v")
        assert note.text == CANARY, "what was cut can be put back"


async def test_only_a_phone_number_may_leave_for_the_clipboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Leaky()
    async with app.run_test():
        sent: list[str] = []
        monkeypatch.setattr(app._driver, "write", sent.append)
        for words in (CANARY, "call Ann", "217-555-0142 Ann", "21700001234567 and so on", ""):
            with pytest.raises(ValueError, match="not a phone number"):
                app.copy_public_number(words)
        assert sent == []
        app.copy_public_number("217-555-0142 ext. 204")
        assert len([text for text in sent if "\x1b]52" in text]) == 1


async def test_no_screenshot_is_offered_or_saved(tmp_path: Path) -> None:
    app = Leaky()
    async with app.run_test():
        titles = [entry.title for entry in app.get_system_commands(app.screen)]
        assert titles == []
        assert app.deliver_screenshot(path=str(tmp_path)) is None
        app.action_screenshot(path=str(tmp_path))
    assert list(tmp_path.glob("*.svg")) == []


def test_textual_variables_are_gone_before_textual_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_DEVTOOLS_HOST"):
        monkeypatch.setenv(name, "/tmp/x")
    _forget_textual_variables()
    assert not [name for name in os.environ if name.startswith("TEXTUAL")]


async def test_markup_in_data_is_drawn_as_it_is() -> None:
    from deskaid.shell.rows import Row, Rows

    class Listed(GuardedApp):
        def compose(self) -> ComposeResult:
            yield Rows()

    app = Listed()
    async with app.run_test(size=(60, 6)) as pilot:
        app.query_one(Rows).show(
            [Row("1", "call [/] now [ext=5]"), Row("2", "bell\x1b]52;c;eA\x07 \x9b31m red")]
        )
        await pilot.pause()
        drawn = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
    assert "call [/] now [ext=5]" in drawn
    assert "\x1b" not in drawn
    assert "\x9b" not in drawn


def test_the_private_watcher_we_override_is_still_textuals() -> None:
    from textual.widgets import Input

    assert "_watch_value" in Input.__dict__, "SearchBox leans on it: see deskaid/shell/boxes.py"


async def test_a_key_and_its_answer_share_one_message() -> None:
    seen: list[str] = []

    class Boxed(GuardedApp):
        def compose(self) -> ComposeResult:
            yield SearchBox(seen.append)

    app = Boxed()
    async with app.run_test() as pilot:
        await pilot.press("f")
        assert seen == ["f"]


def test_no_blinking_cursor() -> None:
    assert not SearchBox(lambda text: None).cursor_blink
    assert not SecretBox().cursor_blink
