"""What an author is told at the next unlock of a notebook that was put here from a file.

Kept beside the anchor, and like it worth only as much as the login: whoever may change the
notes file may change this one. It explains an alarm of the anchor, and never silences one.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.paths import private_folder
from deskaid.text import one_line

TOLD_DAYS = 7
"""An author is told at every unlock for so many days after the first: an export at the command
line could otherwise be the only one who heard it."""


@dataclass(frozen=True)
class Arrival:
    """How a notebook came here. Moments are ISO 8601; ``told`` the first unlock since.

    ``how`` is "restore" or "move"; ``seq`` the save that came and ``had`` the one that was
    here, or 0; ``desk`` what the file says of the computer it was made on.
    """

    how: str
    made: str
    on: str
    seq: int
    had: int = 0
    desk: str = ""
    told: str = ""

    def sentence(self) -> str:
        """Return what the author reads."""
        made, on = _minute(self.made), _minute(self.on)
        came = f"On {on} this notebook was "
        if self.how == "move":
            at = f" at {one_line(self.desk)}" if self.desk else ""
            return f"{came}moved in from a file that says it was made on {made}{at}."
        if self.had > self.seq:
            gone = self.had - self.seq
            saves = "1 save" if gone == 1 else f"{gone} saves"
            return (
                f"{came}put back by a restore to how it was on {made}: {saves} made since are"
                " not in it. If you did not expect that, ask who did it."
            )
        return f"{came}put here by a restore, as it was on {made}."


class Arrivals:
    """The arrivals file at ``path``; missing or damaged reads as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, notebook: bytes, arrival: Arrival) -> None:
        """Remember an arrival, in place of an earlier one. Raises `FileTrouble`."""
        self._write({**self._read(), notebook.hex(): arrival})

    def forget(self, notebook: bytes) -> None:
        """Forget one that did not happen after all. Raises `FileTrouble`."""
        known = self._read()
        if known.pop(notebook.hex(), None):
            self._write(known)

    def tell(self, notebook: bytes, now: datetime) -> str:
        """Return the sentence for an unlock at ``now``; "" when there is nothing (more) to say."""
        arrival = self._read().get(notebook.hex())
        if arrival is None:
            return ""
        with suppress(FileTrouble):  # told again at the next unlock, which is no harm
            if not arrival.told:
                self.put(notebook, replace(arrival, told=now.isoformat(timespec="minutes")))
            elif abs(now - datetime.fromisoformat(arrival.told)) > timedelta(days=TOLD_DAYS):
                self.forget(notebook)
                return ""
        return arrival.sentence()

    def _read(self) -> dict[str, Arrival]:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: _checked(Arrival(**fields)) for name, fields in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, arrivals: dict[str, Arrival]) -> None:
        private_folder(self._path.parent)
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with beside.open("w", encoding="utf-8") as file:
                json.dump({name: asdict(arrival) for name, arrival in arrivals.items()}, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise FileTrouble(
                f"{self._path} could not be written ({error.strerror}).",
                hint="Check the disk and who may write there.",
            ) from error


def _checked(arrival: Arrival) -> Arrival:
    texts = (arrival.how, arrival.made, arrival.on, arrival.desk)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not (isinstance(arrival.seq, int) and isinstance(arrival.had, int)):
        raise TypeError
    if arrival.told and datetime.fromisoformat(arrival.told).tzinfo is None:
        raise ValueError
    return arrival


def _minute(moment: str) -> str:
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return "an unknown day"
