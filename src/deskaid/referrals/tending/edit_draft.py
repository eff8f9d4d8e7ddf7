"""A form that was left before it was saved: kept on this desk until it is saved or thrown away.

Facts of a place only. An address that is confidential is not even kept here.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.paths import Paths, private_folder

NEW = "new"
"""The key of a listing that does not exist yet."""
_FOLDER = "listing-drafts"


def keep(paths: Paths, key: str, fields: Mapping[str, str]) -> None:
    """Keep what was typed, in place of what was kept before under ``key``, a listing's id.

    Raises `FileTrouble` when it cannot be written; what was kept before stays.
    """
    kept = dict(fields)
    if kept.get("address_confidential"):
        kept["address"] = ""
    path = _path(paths, key)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        private_folder(path.parent)
        beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise FileTrouble(
            f"The draft could not be kept ({error.strerror}).",
            hint="Free some disk space, then try again; what you typed is still here.",
        ) from error


def kept(paths: Paths, key: str) -> dict[str, str]:
    """Return what was kept under ``key``; nothing where there is none that can be read."""
    try:
        found = json.loads(_path(paths, key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {field: text for field, text in found.items() if isinstance(text, str)}


def drop(paths: Paths, key: str) -> None:
    """Forget what was kept under ``key``, if anything."""
    with suppress(OSError):  # at worst it is offered once more
        _path(paths, key).unlink()


def _path(paths: Paths, key: str) -> Path:
    return paths.state / _FOLDER / f"{sha256(key.encode()).hexdigest()[:20]}.json"
