"""The filled cells of one row of a spreadsheet, by what their columns mean."""

from collections.abc import Sequence

from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.cells import taken
from deskaid.referrals.importing.own_export import bare_cell
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.sheet_columns import Columns

_NOT_SAID = frozenset(("no", "n", "false", "0", "f"))


class RowCells:
    """The cells of one row; ``fields`` holds the filled ones by our names for their columns."""

    def __init__(
        self,
        columns: Columns,
        cells: Sequence[str],
        where: str,
        report: Report,
        country: str,
        topic: str = "",
    ) -> None:
        self.columns = columns
        self.cells = cells
        self.where = where
        self.report = report
        self.country = country
        self.topic = topic
        self.fields: dict[str, list[str]] = {}
        for name, places in columns.fields.items():
            if values := [value for place in places if (value := self.at(place))]:
                self.fields[name] = values
        self._note_groups()

    def at(self, place: int | None) -> str:
        """Return the cell in a column, cleaned; "" for none."""
        if place is None or place >= len(self.cells):
            return ""
        return taken(bare_cell(self.cells[place]), self.where, self.report)

    def get(self, name: str) -> str:
        """Return the first filled column that stands for ``name``."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        """Return the filled columns that stand for ``name``."""
        return self.fields.get(name, [])

    def any_yes(self, name: str) -> bool:
        """Tell whether any column that stands for ``name`` says yes."""
        return any(map(drafts.says_yes, self.all(name)))

    def any_no(self, name: str) -> bool:
        """Tell whether any column that stands for ``name`` says no."""
        return any(value.casefold() in _NOT_SAID for value in self.all(name))

    def _note_groups(self) -> None:
        """Keep what columns of yes and no say: whom a row serves, what it offers."""
        for name, columns in (("groups", self.columns.groups), ("offers", self.columns.offers)):
            said = [(what, self.at(place)) for place, what in columns.items()]
            told = [
                what if drafts.says_yes(cell) else f"{what}: {cell}"
                for what, cell in said
                if cell and cell.casefold() not in _NOT_SAID
            ]
            if told:
                self.fields[name] = told
