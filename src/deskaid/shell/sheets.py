"""Which style sheets a screen needs: Home's is parsed at the start, the others when they are due.

Textual's own way (`Screen.CSS_PATH`) parses every sheet anew when a room is opened, 20-30 ms on
the key that asked for it; a sheet that is known before its room is registered is parsed alone.
"""

from pathlib import Path

from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

_PACKAGE = Path(__file__).parents[1]
FIRST = _PACKAGE / "shell" / "home.tcss"
"""What the first frame is drawn with."""
SHARED = _PACKAGE / "shell" / "rooms.tcss"
"""What every other room, a message and the palette are drawn with."""


def add_sheet(stylesheet: Stylesheet, path: Path) -> None:
    """Let ``stylesheet`` parse the sheet at ``path`` the next time something is drawn with it."""
    if not stylesheet.has_source(str(path)):
        stylesheet.add_source(path.read_text(encoding="utf-8"), read_from=(str(path), ""))


def add_sheets_of(stylesheet: Stylesheet, screen: Screen[object]) -> None:
    """Add what ``screen`` is drawn with: what rooms share, and the sheet of its own folder."""
    add_sheet(stylesheet, SHARED)
    package, _, inside = type(screen).__module__.partition(".")
    folder = inside.partition(".")[0]
    sheet = _PACKAGE / folder / f"{folder}.tcss"
    if package == "deskaid" and sheet.is_file():
        add_sheet(stylesheet, sheet)
