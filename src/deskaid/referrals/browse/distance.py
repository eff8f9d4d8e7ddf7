"""How far a place is from this library, as the crow flies: in miles, or in kilometers."""

from math import asin, cos, radians, sin, sqrt

Place = tuple[float, float]
"""Latitude and longitude in degrees."""

EARTH = 6371.0088
"""Kilometers: the mean radius of the Earth (IUGG)."""
_MILE = 1.609344
_IN_MILES = ("US", "GB")
_WHOLE_FROM = 10
"""From so many on, a tenth tells nothing."""


def kilometers(here: Place, there: Place) -> float:
    """Return the great-circle distance by the haversine formula, good near and far."""
    (north, east), (other_north, other_east) = here, there
    first, second = radians(north), radians(other_north)
    half = sin((second - first) / 2) ** 2 + (
        cos(first) * cos(second) * sin(radians(other_east - east) / 2) ** 2
    )
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def distance_words(distance: float, country: str) -> str:
    """Return ``distance`` (kilometers) as people there read it: "1.2 mi", "14 km", "0.1 mi"."""
    unit = "mi" if country in _IN_MILES else "km"
    amount = max(0.1, distance / _MILE if unit == "mi" else distance)
    return f"{amount:.0f} {unit}" if amount >= _WHOLE_FROM - 0.05 else f"{amount:.1f} {unit}"
