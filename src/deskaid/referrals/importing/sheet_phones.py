"""The telephone numbers of one row of a spreadsheet."""

from collections.abc import Sequence

from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.sheet_cells import RowCells
from deskaid.referrals.importing.sheet_columns import Columns
from deskaid.referrals.importing.slips import is_shortened, whole_number
from deskaid.referrals.listing import Phone

_NUMBERED = (
    ("hotline", "", "hotline"),
    *((str(number), "", "") for number in range(10)),
    ("business_line", "", "business line"),
    ("toll_free", "", "toll-free"),
    ("after_hours", "", "after hours"),
    ("out_of_area", "", "from elsewhere"),
    ("tty", "tty", ""),
    ("fax", "fax", ""),
)
_NAMED = (
    ("phone", "", ""),
    ("hotline_phone", "", "hotline"),
    ("toll_free", "", "toll-free"),
    ("phone_2", "", ""),
    ("text_line", "text", ""),
    ("tty", "tty", ""),
    ("video", "video", ""),
    ("fax", "fax", ""),
)


class RowPhones(RowCells):
    """The cells of one row, and ``numbered``: what its Phone1, Phone2 and their like hold."""

    def __init__(
        self,
        columns: Columns,
        cells: Sequence[str],
        where: str,
        report: Report,
        country: str,
        topic: str = "",
    ) -> None:
        super().__init__(columns, cells, where, report, country, topic)
        self.numbered = self._numbered()

    @property
    def has_phone(self) -> bool:
        """Whether the row names a number somebody answers."""
        numbered = any(phone.kind not in ("fax", "tty") for phone in self.numbered)
        return numbered or any(self.get(name) for name, kind, _ in _NAMED if kind == "")

    def _numbered(self) -> list[Phone]:
        """Return the numbers of Phone1Number, Phone1Type and their like; private ones left out."""
        phones: list[Phone] = []
        for key, kind, label in _NUMBERED:
            columns = self.columns.phones.get(key)
            if not columns or not (text := self.at(columns.get("number"))):
                continue
            if drafts.says_yes(self.at(columns.get("is_private"))):
                self.report.repair("private phone number left out", self.where)
                continue
            said = [self.at(columns.get(part)) for part in ("name", "description")]
            phones += self._read(
                text,
                kind or self.at(columns.get("type")),
                drafts.free_text(*said) or label,
                self.at(columns.get("extension")),
            )
        return phones

    def phones(self) -> tuple[Phone, ...]:
        """Return every number of the row, each once, in calling order."""
        phones = list(self.numbered)
        for name, kind, label in _NAMED:
            for text in self.all(name):
                phones += self._read(text, kind, label, "")
        return drafts.gathered(phones)

    def _read(self, text: str, kind: str, label: str, extension: str) -> list[Phone]:
        if is_shortened(text):
            self.report.repair("phone number cut short by a spreadsheet program", self.where)
            return []
        found = drafts.phones_of(
            whole_number(text), self.country, kind=kind, label=label, extension=extension
        )
        if found and not any(phone.dial for phone in found):
            self.report.repair("phone number that cannot be dialed, kept as text", self.where)
        return found
