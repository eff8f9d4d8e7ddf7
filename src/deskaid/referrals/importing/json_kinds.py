"""What a JSON object is: a service, an organization, a place, or one plain spreadsheet row."""

from typing import Any

from deskaid.referrals.importing.headers import fold_name

_FLAT = {
    "address",
    "phone",
    "hours",
    "category",
    "daycode1",
    "address_1",
    "opening_hours",
    "website",
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def kind_of_item(item: dict[str, Any]) -> str:
    """Return "service", "organization", "service_at_location", "location", "flat" or ""."""
    names = {fold_name(str(name)) for name in item}
    if is_flat(item):
        return "flat"
    if "location" in names and names & {"service", "service_id"}:
        return "service_at_location"
    if {"service_id", "location_id"} <= names:
        return "service_at_location"
    if names & {"service_at_locations", "organization", "organization_id", "application_process"}:
        return "location" if "location_type" in names else "service"
    if names & {"location_type", "addresses", "transportation"}:
        return "location"
    if names & {"website", "legal_status", "year_incorporated", "tax_status", "programs"}:
        return "organization"
    if names & {"uri", "version", "taxonomy", "taxonomy_detail", "term_uri", "code"}:
        return ""
    return "service" if "name" in names else ""


def is_flat(item: dict[str, Any]) -> bool:
    """Tell whether an object is one spreadsheet row: a name, an address or phone, no objects."""
    names = {fold_name(str(name)) for name in item}
    nested = any(
        isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(one, dict) for one in value))
        for value in item.values()
    )
    return (
        not nested
        and "name" in names
        and bool(names & _FLAT)
        and "organization_id" not in names
        and "legal_status" not in names
    )


def plain_item(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item without what wraps it: a GeoJSON feature, hours told day by day."""
    properties, geometry = item.get("properties"), item.get("geometry")
    if isinstance(properties, dict):
        item = dict(properties)
        place = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if isinstance(place, list) and len(place) >= 2:
            item.setdefault("longitude", place[0])
            item.setdefault("latitude", place[1])
    return {name: _week(value) if _is_week(value) else value for name, value in item.items()}


def _is_week(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(str(day).casefold().startswith(_DAYS) for day in value)
    )


def _week(days: dict[str, Any]) -> str:
    """Return {"monday": "9-5", "tuesday": {"open": "9:00", "close": "17:00"}} as a sentence."""
    said = []
    for day, hours in days.items():
        if isinstance(hours, dict):
            times = [scalar(time) for time in hours.values()][:2]
            text = " - ".join(filter(None, times))
        else:
            text = scalar(hours)
        if text:
            said.append(f"{day} {text}")
    return "; ".join(said)


def scalar(value: Any) -> str:
    """Return a plain value as text, a list of them joined; "" for an object."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(scalar(one) for one in value if not isinstance(one, dict | list))
    if isinstance(value, dict):
        return ""
    return str(value)
