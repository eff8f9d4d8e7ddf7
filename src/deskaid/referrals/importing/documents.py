"""HSDS 3 JSON in every shape met, flattened into the stage; flat objects go as spreadsheet rows."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from deskaid.referrals.importing.cells import taken
from deskaid.referrals.importing.decoding import encoding_of, open_text
from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.headers import column_of, table_of
from deskaid.referrals.importing.json_items import Unreadable, items
from deskaid.referrals.importing.json_kinds import is_flat, kind_of_item, plain_item, scalar
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import ENTITIES, Stage

DEEPEST = 12
"""Levels of nesting followed; the specification needs seven."""
_OWN_KEY = {
    "organization": "organization_id",
    "service": "service_id",
    "location": "location_id",
    "service_at_location": "service_at_location_id",
    "contact": "contact_id",
}


class Documents:
    """Reads JSON parts. ``flat`` is called with (cells, place) for an item that is a plain row."""

    def __init__(
        self, stage: Stage, report: Report, flat: Callable[[dict[str, str], str], None]
    ) -> None:
        self._stage = stage
        self._report = report
        self._flat = flat
        self._pages_without_children = 0
        self._services = 0
        self._terms: set[str] = set()

    def read(self, part: Part) -> None:
        """Read one part; where it stops being JSON, what came before is kept and that is said."""
        number = 0
        with open_text(part, encoding_of(part)) as stream:
            try:
                for key, item in items(stream):
                    number += 1
                    self._item(key, item, f"{part.short}:item {number}")
            except Unreadable:
                self._report.skip("the rest of a file that stops being JSON", part.short)
                self._report.partial = True
                self._report.warn(
                    "A file broke off in the middle, so nothing was marked as no longer there. "
                    "Ask for it again."
                )

    def finish(self) -> None:
        """Say so when services came without phones, hours and places, as list pages do."""
        if self._services and self._pages_without_children == self._services:
            self._report.warn(
                "These services came without phones, hours and places: a list page lacks them. "
                "Ask the API for the same page with ?full=true."
            )

    def _item(self, key: str, item: Any, where: str) -> None:
        if not isinstance(item, dict):
            self._report.skip("item that is not an object", where)
            return
        item = plain_item(item)
        kind = table_of(key)
        tabular = key.lower().endswith(".csv")
        if kind is None or (kind == "service" and not tabular and is_flat(item)):
            kind = kind_of_item(item)
        if kind == "flat":
            self._flat({str(name): scalar(value) for name, value in item.items()}, where)
        elif kind:
            row_count = self._report.rows
            row_count[kind] = row_count.get(kind, 0) + 1
            identity = self._keep(kind, item, {}, where, 0)
            if kind == "service" and identity and not tabular:
                self._services += 1
                if not any(isinstance(value, list) and value for value in item.values()):
                    self._pages_without_children += 1
        elif not (tabular or {"version", "openapi_url", "taxonomy", "code", "uri"} & item.keys()):
            self._report.skip("item that is no service, organization or place", where)

    def _keep(
        self, kind: str, item: dict[str, Any], parents: dict[str, str], where: str, depth: int
    ) -> str:
        """Put ``item`` and what it holds on the stage; returns its id."""
        if depth > DEEPEST:
            self._report.skip("part nested too deeply", where)
            return ""
        cells: dict[str, str] = {}
        nested: list[tuple[str, dict[str, Any]]] = []
        for name, value in item.items():
            table = table_of(str(name)) if isinstance(value, dict | list) else None
            children = value if isinstance(value, list) else [value]
            if isinstance(value, dict | list) and any(isinstance(one, dict) for one in children):
                if table:
                    nested += [(table, one) for one in children if isinstance(one, dict)]
                continue
            self._cell(cells, column_of(str(name), kind), scalar(value), where)
        for key, value in parents.items():
            if key != _OWN_KEY.get(kind):
                cells.setdefault(key, value)
        if kind == "phone":
            spoken = [scalar(one.get("name") or one.get("code")) for _, one in nested]
            self._cell(cells, "language", "; ".join(filter(None, spoken)), where)
        if kind in ENTITIES and not cells.get("id"):
            cells["id"] = _made_up(cells)
        identity = cells.get("id", "")
        inward, outward = _sides(kind, nested)
        for table, one in outward:  # what this row points at: its organization, place, term
            other = self._keep(table, one, {}, where, depth + 1)
            if table == "taxonomy_term":
                cells.setdefault("taxonomy_term_id", other or scalar(one.get("id")))
            else:
                cells.setdefault(_OWN_KEY.get(table, f"{table}_id"), other)
        self._place(kind, cells, where)
        if kind in ENTITIES:
            self._children(kind, identity, inward, parents, where, depth)
        return identity

    def _place(self, kind: str, cells: dict[str, str], where: str) -> None:
        stored = kind
        if kind.endswith("_address"):
            cells.setdefault("address_type", kind.removesuffix("_address"))
            stored = "address"
        elif kind == "payment_accepted":
            cells["fee"] = f"Accepts {cells.get('payment', '')}"
            stored = "fee"
        elif kind == "taxonomy_term" and (identity := cells.get("id", "")):
            if identity in self._terms:  # every service brings its terms along again
                return
            self._terms.add(identity)
        self._stage.add(stored, cells, where)

    def _children(
        self,
        kind: str,
        identity: str,
        nested: list[tuple[str, dict[str, Any]]],
        parents: dict[str, str],
        where: str,
        depth: int,
    ) -> None:
        own = {_OWN_KEY[kind]: identity} if kind in _OWN_KEY else {}
        below = {**parents, **own} if kind == "contact" else own
        for table, one in nested:
            if table == "attribute":
                below = {**below, "link_id": identity}
            if kind == "service" and table.endswith("address"):
                # Not in the specification, yet common: an address straight under a service.
                table, one = "location", {"id": f"{identity}:place", "addresses": [one]}
            other = self._keep(table, one, below, where, depth + 1)
            if kind == "service" and table == "location":
                # Not in the specification, yet common: places straight under a service.
                self._stage.add(
                    "service_at_location", {"service_id": identity, "location_id": other}, where
                )

    def _cell(self, cells: dict[str, str], name: str, value: str, where: str) -> None:
        text = taken(value, where, self._report)
        if text and not cells.get(name):
            cells[name] = text


def _sides(
    kind: str, nested: list[tuple[str, dict[str, Any]]]
) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, dict[str, Any]]]]:
    """Part what a row holds (phones, hours) from what it points at (its organization)."""
    points_at = {
        "service": {"organization", "program"},
        "service_at_location": {"location", "service"},
        "attribute": {"taxonomy_term"},
    }.get(kind, set())
    inward = [pair for pair in nested if pair[0] not in points_at]
    outward = [pair for pair in nested if pair[0] in points_at]
    return inward, outward


def _made_up(cells: dict[str, str]) -> str:
    """Return an id for a row without one: the same for the same content."""
    content = json.dumps(cells, sort_keys=True).encode()
    return f"~{hashlib.blake2b(content, digest_size=8).hexdigest()}"
