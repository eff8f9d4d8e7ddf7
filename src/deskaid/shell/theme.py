"""Two screens, dark and light: every pair of ink and ground at 7:1 or better (WCAG 1.4.6)."""

from typing import NamedTuple

from textual.reactive import Initialize, Reactive
from textual.theme import Theme

from deskaid.shell.guard import GuardedApp


class Palette(NamedTuple):
    """The few colors of one screen; words carry every meaning, so these only repeat it."""

    ground: str
    ink: str
    quiet: str
    strong: str
    alert: str
    mark_ground: str
    mark_ink: str


PALETTES = {
    "dark": Palette(
        ground="#101418",
        ink="#f4f4f4",
        quiet="#b9c2cb",
        strong="#ffd866",
        alert="#ffb4a8",
        mark_ground="#f4f4f4",
        mark_ink="#101418",
    ),
    "light": Palette(
        ground="#ffffff",
        ink="#111111",
        quiet="#484848",
        strong="#00337a",
        alert="#860000",
        mark_ground="#111111",
        mark_ink="#ffffff",
    ),
}


def _first_theme(app: "ThemedApp") -> str:
    return app.first_theme


class ThemedApp(GuardedApp):
    """An app in one of two themes, ``desk-dark`` and ``desk-light``, from its first frame on.

    A theme that is set on an app which began in Textual's own has every style sheet parsed twice
    before the first frame, so this one is there when the app is made.
    """

    theme: Reactive[str] = Reactive(Initialize(_first_theme))

    def __init__(self, first_theme: str) -> None:
        self.first_theme = first_theme
        self._own_themes = {f"desk-{name}": _theme(name, each) for name, each in PALETTES.items()}
        super().__init__()

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our themes alone: none of Textual's keeps its contrast promises for our widgets."""
        return self._own_themes


def _theme(name: str, palette: Palette) -> Theme:
    # Textual derives many shades from a theme; each one a widget of ours draws with is pinned
    # here, because its own muted and disabled text stays under 4:1 (research/interface.md 3.10).
    return Theme(
        name=f"desk-{name}",
        dark=name == "dark",
        primary=palette.strong,
        secondary=palette.quiet,
        warning=palette.alert,
        error=palette.alert,
        success=palette.strong,
        accent=palette.strong,
        foreground=palette.ink,
        background=palette.ground,
        surface=palette.ground,
        panel=palette.ground,
        boost=palette.ground,
        variables={
            "quiet": palette.quiet,
            "strong": palette.strong,
            "alert": palette.alert,
            "mark-ground": palette.mark_ground,
            "mark-ink": palette.mark_ink,
            "text": palette.ink,
            "text-muted": palette.quiet,
            "text-disabled": palette.quiet,
            "text-primary": palette.strong,
            "text-warning": palette.alert,
            "text-error": palette.alert,
            "text-accent": palette.strong,
            "foreground-muted": palette.quiet,
            "foreground-disabled": palette.quiet,
            "input-cursor-background": palette.ink,
            "input-cursor-foreground": palette.ground,
            "input-selection-background": palette.quiet,
            "input-selection-foreground": palette.ground,
            "block-cursor-background": palette.mark_ground,
            "block-cursor-foreground": palette.mark_ink,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": palette.ground,
            "block-cursor-blurred-foreground": palette.ink,
            "block-hover-background": palette.ground,
            "border": palette.quiet,
            "border-blurred": palette.quiet,
            "scrollbar": palette.quiet,
            "scrollbar-hover": palette.quiet,
            "scrollbar-active": palette.ink,
            "scrollbar-background": palette.ground,
            "scrollbar-background-hover": palette.ground,
            "scrollbar-background-active": palette.ground,
            "scrollbar-corner-color": palette.ground,
        },
    )
