"""Where each file lives. Nothing is created on import; folders are made by whoever writes first.

``DESKAID_HOME=DIR`` puts everything under one folder, for tests and portable use.
"""

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HOME_VARIABLE = "DESKAID_HOME"


def shipped() -> Path:
    """Return the folder of shipped content: inside the wheel, or the checkout's ``data/``."""
    package = Path(__file__).parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parents[1] / "data"


@dataclass(frozen=True)
class Paths:
    """The files and folders of one desk.

    Build it with `find_paths`; tests build it on a temporary folder.
    """

    config: Path
    data: Path
    cache: Path
    state: Path
    machine: Path

    @property
    def site(self) -> Path:
        """This library's facts, user layer (over `machine_site`)."""
        return self.config / "site.toml"

    @property
    def machine_site(self) -> Path:
        """This library's facts, as set for the whole machine by its administrators."""
        return self.machine / "site.toml"

    @property
    def settings(self) -> Path:
        """Theme, keys, timers and retention of this login."""
        return self.config / "settings.toml"

    @property
    def scripts(self) -> Path:
        """The library's own cards."""
        return self.config / "scripts"

    @property
    def database(self) -> Path:
        """The directory, its local checks and the tally."""
        return self.data / "deskaid.db"

    @property
    def search(self) -> Path:
        """The search index: derived, so it may be deleted at any time."""
        return self.cache / "search.db"

    @property
    def notes(self) -> Path:
        """Private notebooks: ciphertext only."""
        return self.data / "private" / "notes.db"

    @property
    def notes_anchor(self) -> Path:
        """The save counter kept apart from `notes`, to notice a file put back."""
        return self.state / "notes.anchor"

    @property
    def notes_due(self) -> Path:
        """The days on which follow-ups are due, without a word: what Home counts while locked."""
        return self.state / "notes.due"

    @cached_property
    def shipped(self) -> Path:
        """Shipped content: cards, national lines, vocabulary, sources."""
        return shipped()


def find_paths() -> Paths:
    """Return this desk's paths, from ``DESKAID_HOME`` or the system's usual folders."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(
            config=root / "config",
            data=root / "data",
            cache=root / "cache",
            state=root / "state",
            machine=root / "machine",
        )
    from platformdirs import PlatformDirs  # not needed where DESKAID_HOME is set

    dirs = PlatformDirs("deskaid", appauthor=False)
    return Paths(
        config=Path(dirs.user_config_dir),
        data=Path(dirs.user_data_dir),
        cache=Path(dirs.user_cache_dir),
        state=Path(dirs.user_state_dir),
        machine=Path(dirs.site_config_dir.split(os.pathsep)[0]),
    )


def private_folder(folder: Path) -> Path:
    """Make ``folder`` if it is missing, readable by this login alone where the system allows it.

    Returns the folder. Raises `FileTrouble` when it cannot be made.
    """
    from deskaid.errors import FileTrouble

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32":
            folder.chmod(0o700)
    except OSError as error:
        raise FileTrouble(
            f"The folder {folder} cannot be made ({error.strerror}).",
            hint="Free the path, or set DESKAID_HOME to a folder you may write to.",
        ) from error
    return folder
