"""One question at the bottom of a room: a word typed, or one letter; Esc leaves."""

import asyncio
from collections.abc import Callable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

BACK = "back"
"""What `Prompt.choose` returns for Backspace: the question before, please."""
_GOES_ON = "Enter goes on     Esc leaves"


class PromptBox(Input):
    """The box of a prompt. With ``letters`` a single letter answers and nothing is typed."""

    BINDINGS = [Binding("escape", "leave", show=False, id="escape")]

    def __init__(self) -> None:
        super().__init__(id="prompt-box", select_on_focus=False)
        self.cursor_blink = False
        self.letters: Mapping[str, str] = {}
        self.answered: Callable[[str | None], None] = lambda _answer: None

    async def _on_key(self, event: events.Key) -> None:
        if not self.letters:
            await super()._on_key(event)
            return
        if event.key == "backspace":
            event.stop()
            event.prevent_default()
            self.answered(BACK)
        elif event.is_printable:  # a letter that means nothing here must not open another room
            event.stop()
            event.prevent_default()
            if event.character in self.letters:
                self.answered(event.character)

    def action_leave(self) -> None:
        """Answer nothing."""
        self.answered(None)


class Prompt(Vertical):
    """Asks one thing after another; `ask` and `choose` are awaited by the room's worker."""

    def __init__(self) -> None:
        super().__init__()
        self.box = PromptBox()
        self.box.answered = self._settle
        self._question = Static("", id="prompt-question", markup=False)
        self._help = Static("", id="prompt-help", markup=False)
        self._trouble = Static("", id="prompt-trouble", markup=False)
        self._answer: asyncio.Future[str | None] | None = None
        self._before = ""
        self._warn: Callable[[str], str] = lambda _text: ""

    def compose(self) -> ComposeResult:
        """Compose the question, the box and what helps to answer."""
        with Horizontal(id="prompt-line"):
            yield self._question
            yield self.box
        yield self._help
        yield self._trouble

    async def ask(
        self,
        question: str,
        *,
        value: str = "",
        help_line: str = _GOES_ON,
        longest: int = 160,
        trouble: str = "",
        warn: Callable[[str], str] = lambda _text: "",
    ) -> str | None:
        """Return what was typed, or None after Esc.

        ``warn`` looks at the text at every key and returns what to say under it, or "".
        """
        box = self.box
        box.letters, box.max_length, self._warn = {}, longest, warn
        box.value = self._before = value
        box.cursor_position = len(value)
        return await self._wait(question, help_line, trouble)

    async def choose(
        self,
        question: str,
        letters: Mapping[str, str],
        *,
        default: str = "",
        trouble: str = "",
        help_line: str = "",
    ) -> str | None:
        """Return a letter of ``letters``, `BACK`, or None after Esc; Enter means ``default``."""
        self.box.value = ""
        self.box.letters = letters
        parts = [f"{letter} {meaning}" for letter, meaning in letters.items()]
        line = help_line or "   ".join(parts)
        while (answer := await self._wait(question, line, trouble)) == "":
            if default:
                return default
        return answer

    def say(self, trouble: str) -> None:
        """Show what is wrong under the question; "" shows nothing."""
        self._trouble.update(trouble)
        self._trouble.display = bool(trouble)

    async def _wait(self, question: str, help_line: str, trouble: str) -> str | None:
        self._question.update(f"{question} ")
        self._help.update(help_line)
        self.say(trouble)
        self.screen.set_focus(self.box)
        self.call_after_refresh(self._show_end)
        self._answer = asyncio.get_running_loop().create_future()
        try:
            return await self._answer
        finally:
            self._answer = None

    def _show_end(self) -> None:
        """Scroll to the cursor: a value set before the box had its width shows its beginning."""
        end = len(self.box.value)
        if self.box.cursor_position == end:
            self.box.cursor_position = 0
            self.box.cursor_position = end

    def _settle(self, answer: str | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the answer; the room below has boxes of its own and must not hear of it."""
        message.stop()
        self._settle(message.value)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say what looks wrong while it is typed; the trouble told before is being mended."""
        message.stop()
        if not self.box.letters and message.value != self._before:
            self._before = ""
            self.say(self._warn(message.value))
