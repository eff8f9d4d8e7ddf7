"""What cards are consistent with: the keys of ``data/sources.toml``."""

from dataclasses import dataclass
from pathlib import Path

from deskaid.errors import FileTrouble, Refused

_KEYS = {"title": str, "publisher": str, "url": str, "official": bool, "kind": str}


@dataclass(frozen=True, slots=True)
class Source:
    """A published work; ``official`` marks a government office or a standards body."""

    key: str
    title: str
    publisher: str
    url: str
    official: bool
    kind: str


def load_sources(*files: Path) -> dict[str, Source]:
    """Return the sources in ``files`` by key, later files over earlier; missing files are empty.

    Raises `Refused` naming the file and the key that is wrong, `FileTrouble` when a file cannot
    be read.
    """
    found: dict[str, Source] = {}
    for path in files:
        for key, entry in _read(path).items():
            if not isinstance(entry, dict):
                raise Refused(
                    f"{path}: '{key}' is not a source.", hint=f"Write '[{key}]' above it."
                )
            for name, kind in _KEYS.items():
                if not isinstance(entry.get(name), kind):
                    raise Refused(
                        f"{path}: source '{key}' has no {name}.",
                        hint=f"Add '{name} = {'true' if kind is bool else chr(34) * 2}'.",
                    )
            unknown = sorted(entry.keys() - _KEYS.keys())
            if unknown:
                raise Refused(
                    f"{path}: source '{key}' has an unknown '{unknown[0]}'.",
                    hint="Use " + ", ".join(_KEYS) + ".",
                )
            found[key] = Source(key, **entry)
    return found


def _read(path: Path) -> dict[str, object]:
    import tomllib  # only lint needs it

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FileTrouble(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} is not valid TOML: {error}.", hint="Mend that line.") from None
