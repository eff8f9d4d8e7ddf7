"""What a backup holds against what is here: nothing is changed, everything is named."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from deskaid import directory_copy
from deskaid.archive import Manifest
from deskaid.errors import FileTrouble, Refused
from deskaid.notes.days import day_number
from deskaid.notes.merging import Difference, State, compare
from deskaid.notes.trouble import Damaged, NewerFormat
from deskaid.paths import Paths

_STATES = {
    State.MISSING: "missing",
    State.SAME: "same",
    State.OLDER: "older",
    State.NEWER: "newer",
    State.HELD: "held",
    State.CLASH: "clash",
}


@dataclass(frozen=True)
class Item:
    """One thing in a backup, against this desk.

    ``state`` is what is here: missing, same, older, newer, damaged, held (a notebook under a
    legal hold that is newer here) or clash (another notebook has its name). ``why`` says what
    would be lost; ``mark`` names what is here, so that a change meanwhile is noticed.
    """

    part: str
    name: str
    state: str
    why: str = ""
    mark: str = ""
    notebook: str = ""
    other_keys: bool = False

    def is_taken(self, *, yes: bool) -> bool:
        """Tell whether a restore puts it back; what is newer or damaged here needs ``yes``."""
        return self.state in ("missing", "older") or (yes and self.state in ("newer", "damaged"))

    @property
    def asks(self) -> bool:
        """Whether it waits for somebody's yes."""
        return self.state in ("newer", "damaged")


def compared(
    paths: Paths, work: Path, manifest: Manifest, names: list[str], now: datetime
) -> Iterator[Item]:
    """Yield everything of ``names``, taken out of the backup to ``work``, against this desk.

    Raises `Refused` when a part is not what a backup holds, `FileTrouble`.
    """
    if "notes.db" in names:
        yield from _notebooks(paths, work / "notes.db", now)
    if "deskaid.db" in names:
        yield _directory(paths, work / "deskaid.db")
    for name in names:
        if name not in ("notes.db", "notes.anchor", "deskaid.db"):
            yield _text(paths, work, manifest, name)


def _notebooks(paths: Paths, there: Path, now: datetime) -> Iterator[Item]:
    today = day_number(now.date())
    found = compare(there, there, today=today)  # the file itself is sound, or this says so
    try:
        found = compare(paths.notes, there, today=today)
    except NewerFormat:
        raise
    except (Damaged, Refused) as error:
        for one in found:
            yield Item(
                "notes.db", one.label, "damaged", error.message, notebook=one.id.hex(), mark=""
            )
        return
    yield from (_notebook(one) for one in found)


def _notebook(one: Difference) -> Item:
    state = _STATES[one.state]
    return Item(
        "notes.db",
        one.label,
        state,
        one.would_lose if state in ("newer", "held") else "",
        one.mark,
        one.id.hex(),
        not one.same_keys and bool(one.mark),
    )


def _directory(paths: Paths, there: Path) -> Item:
    directory_copy.check(there)
    try:
        found = directory_copy.against(paths.database, there)
    except directory_copy.DirectoryDamaged as error:
        return Item("deskaid.db", "Directory", "damaged", error.message)
    return Item("deskaid.db", "Directory", found.state, found.why, found.mark)


def _text(paths: Paths, work: Path, manifest: Manifest, name: str) -> Item:
    here = target_of(paths, name)
    if not os.path.lexists(here):
        return Item(name, name, "missing")
    if not here.is_file():
        raise FileTrouble(f"{here} is no file.", hint="Move it away; nothing was changed.")
    content = here.read_bytes()
    mark = sha256(content).hexdigest()
    if content == (work / name).read_bytes():
        return Item(name, name, "same", mark=mark)
    changed = datetime.fromtimestamp(here.stat().st_mtime, UTC)
    stored = manifest.parts[name].changed
    if stored is not None and changed <= stored:
        return Item(name, name, "older", mark=mark)
    return Item(name, name, "newer", f"changed here on {changed.astimezone():%Y-%m-%d}", mark)


def target_of(paths: Paths, name: str) -> Path:
    """Return where a settings file or card of a backup belongs; a link leads to its file."""
    if name in ("site.toml", "settings.toml"):
        return {"site.toml": paths.site, "settings.toml": paths.settings}[name].resolve()
    return paths.scripts.joinpath(*name.split("/")[1:])
