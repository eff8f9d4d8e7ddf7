"""Every pair of ink and ground that is really drawn is at 7:1 or better, in both themes."""

import pytest
from rich.color import Color
from rich.style import Style

from at_the_desk import make_notebook, open_desk
from deskaid.paths import Paths
from deskaid.shell.theme import PALETTES

LEAST = 7.0  # WCAG 1.4.6, enhanced contrast


def luminance(color: Color) -> float:
    """Return the relative luminance of WCAG 2.1."""
    channels = [value / 255 for value in color.get_truecolor()]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: Color, ground: Color) -> float:
    """Return the contrast ratio of two colors, 1 to 21."""
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def pair(style: Style | None) -> tuple[Color, Color]:
    """Return ink and ground as drawn."""
    assert style is not None
    assert not style.dim, "a terminal fades this in a way nobody can compute"
    assert style.color is not None and style.bgcolor is not None, style
    ink, ground = style.color, style.bgcolor
    return (ground, ink) if style.reverse else (ink, ground)


PLACES: dict[str, tuple[str, ...]] = {
    "home": ("f", "i", "n", "e"),
    "home, list": ("s", "h", "e", "l", "t", "e", "r", "escape", "down"),
    "say it": ("f2",),
    "card": ("f2", "f", "space"),
    "safety card": ("f4", "m"),
    "letters of refer": ("f3",),
    "listings": ("f3", "s"),
    "search in refer": ("f3", "ctrl+f", "s"),
    "listing": ("f3", "s", "enter"),
    "urgent": ("f4",),
    "keys": ("f1",),
    "curtain": ("f12",),
    "palette": ("ctrl+p",),
    "palette, typed": ("ctrl+p", "l", "o"),
    "note": ("f7", "o", "n", "e"),
    "unlock": ("escape", "N"),
    "new notebook": ("ctrl+p", "n", "e", "w", "enter"),
    "library": ("ctrl+p", "l", "i", "b", "enter"),
}


@pytest.mark.parametrize("theme", PALETTES)
async def test_every_pair_of_colors_drawn(theme: str, ready: Paths) -> None:
    make_notebook(ready)
    ready.settings.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    weak: set[str] = set()
    for place, keys in PLACES.items():
        async with open_desk(ready) as desk:
            await desk.press(*keys)
            desk.app.notify("A message.", title="What happened", severity="warning")
            await desk.pilot.pause(0.15)
            for strip in desk.app.screen._compositor.render_strips():
                for segment in strip:
                    if segment.text.strip(" ▁▂▃▄▅▆▇█▊▎─│"):
                        ink, ground = pair(segment.style)
                        if contrast(ink, ground) < LEAST:
                            weak.add(f"{place}: {segment.text.strip()[:30]!r} {ink} on {ground}")
    assert not weak, "\n".join(sorted(weak))
