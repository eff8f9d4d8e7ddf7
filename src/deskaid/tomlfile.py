"""Read and write the two TOML files that people edit by hand, without losing their comments."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskaid.errors import FileTrouble, Refused
from deskaid.text import fold

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Value = str | int | bool


def read_toml(path: Path) -> dict[str, Any]:
    """Return what the file holds; empty when there is none.

    Raises `Refused` when it is not TOML, `FileTrouble` when it cannot be read or is not UTF-8.
    """
    text = _text(path)
    if text is None:
        return {}
    plain = _plain_lines(text)
    if plain is not None:
        return plain
    import tomllib  # 2 ms of the way to the first frame, and few desks' files ask for it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            f"{path} cannot be understood: {error}.",
            hint='Write one setting per line, text in quotes, such as name = "Maple Library".',
        ) from None


def _plain_lines(text: str) -> dict[str, Any] | None:
    """Return what a file of plain lines holds, as `tomllib` would; None where it takes tomllib.

    Plain are tables of one name, and keys with a text without escapes, a whole number, or true
    or false: what `update_toml` writes, and nearly everything that people do.
    """
    found: dict[str, Any] = {}
    table = found
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.isprintable():
            return None
        line = line.strip(" ")
        if not line or line[0] == "#":
            continue
        name, _, value = (part.strip(" ") for part in line.partition("="))
        is_table = line[0] == "[" and line[-1] == "]"
        name = line[1:-1] if is_table else name
        if not _is_bare(name) or name in (found if is_table else table):
            return None
        if is_table:
            table = found[name] = {}
        elif value in ("true", "false"):
            table[name] = value == "true"
        elif _is_plain_number(value):
            table[name] = int(value)
        elif len(value) > 1 and value[0] == value[-1] == '"' and _is_unescaped(value[1:-1]):
            table[name] = value[1:-1]
        else:
            return None
    return found


def _is_bare(name: str) -> bool:
    return name.isascii() and name.replace("-", "_").replace("_", "a").isalnum()


def _is_plain_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and (text == "0" or text[0] != "0")


def _is_unescaped(text: str) -> bool:
    return '"' not in text and "\\" not in text


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")  # Notepad writes a byte order mark
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise FileTrouble(
            f"{path} is not UTF-8 text.", hint="Save it again as plain text, UTF-8."
        ) from None
    except OSError as error:
        raise FileTrouble(
            f"{path} cannot be read ({error.strerror}).", hint="Check who may read it."
        ) from error


def update_toml(
    path: Path, values: Mapping[str, Value], *, about: str, comment: Callable[[str], str] = str
) -> None:
    """Set each of ``values`` in the file and leave every other line as it is; swap it in whole.

    A key with a dot names a table and a key in it; an empty text removes the key. ``about``
    heads a new file, and ``comment`` gives the remark above a new key. Raises `FileTrouble`.
    """
    import tomlkit  # slow to import, and only a writer needs it

    text = _text(path)
    if text is None:
        if not any(value != "" for value in values.values()):
            return
        document = tomlkit.document()
        document.add(tomlkit.comment(about))
    else:
        try:
            document = tomlkit.parse(text)
        except tomlkit.exceptions.ParseError as error:
            raise Refused(
                f"{path} cannot be understood: {error}.", hint="Mend that line, then save again."
            ) from None
    for key, value in values.items():
        _put(document, key, value, comment(key))
    _swap_in(path, tomlkit.dumps(document))


def _put(document: "TOMLDocument", key: str, value: Value, remark: str) -> None:
    import tomlkit

    table_name, dot, name = key.rpartition(".")
    if value == "":
        table: Any = document.get(table_name, {}) if dot else document
        table.pop(name, None)
        if dot and table_name in document and not table:
            del document[table_name]
        return
    if dot:
        if table_name not in document:
            document[table_name] = tomlkit.table()
        table = document[table_name]
        table[name] = value
        return
    if key not in document and remark:
        document.add(tomlkit.comment(remark))
    document[key] = value


def _swap_in(path: Path, text: str) -> None:
    import tempfile

    from deskaid.paths import private_folder

    target = path.resolve()  # a link to a shared file stays a link
    folder = private_folder(target.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=folder)
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileTrouble(
            f"{path} cannot be written ({error.strerror}).",
            hint="Check the disk and who may write there; nothing was changed.",
        ) from error


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean ...?" for the nearest of ``known``, or the few there are."""
    from difflib import get_close_matches  # only needed where something is wrong

    words = {fold(each): each for each in known}
    close = get_close_matches(fold(word), list(words), n=1, cutoff=0.5)
    if close:
        return f"Did you mean '{words[close[0]]}'?"
    if len(words) > 12:
        return "Delete the line, or see the README for the names."
    return "Use " + ", ".join(f"'{each}'" for each in words.values()) + "."


def refuse(path: Path, key: str, message: str, hint: str) -> Refused:
    """Return the error for a bad value, naming the file and the key."""
    return Refused(f"{path}: '{key}' {message}", hint=hint)
