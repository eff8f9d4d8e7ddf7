"""What the program understands of a field while it is being typed. Pure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError, Refused
from deskaid.referrals.editing import EDITABLE
from deskaid.referrals.listing import Listing
from deskaid.referrals.tending.form import edits_of, understood_hours
from deskaid.referrals.tending.typed_needs import codes_of, needs_of_typed
from deskaid.referrals.tending.typed_phones import phones_of_typed

if TYPE_CHECKING:
    from deskaid.search.vocabulary import Need


class Typed:
    """Reads the form of ``listing``; ``needs`` are the needs a person can name."""

    def __init__(self, needs: "Sequence[Need]", listing: Listing) -> None:
        self._needs = needs
        self._listing = listing

    def shown(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Return the fields as the form shows them: needs by their names."""
        found, unknown = needs_of_typed(fields.get("needs", ""), self._needs)
        named = ", ".join([*(need.label for need in found), *unknown])
        return {**fields, "needs": named}

    def label_of(self, code: str) -> str:
        """Return the name of a need."""
        return next((need.label for need in self._needs if need.code == code), code)

    def understood(self, field: str, text: str) -> str:
        """Return in words how ``text`` will be read; "" where it is kept as it stands."""
        text = text.strip()
        read = {
            "phone": self._phones,
            "hours": self._hours,
            "needs": self._named,
            "address_confidential": self._confidential,
        }.get(field)
        return read(text) if read and (text or field == "hours") else ""

    def read(self, field: str, text: str) -> str:
        """Return ``text`` as it is kept. Raises `Refused` in words of the form."""
        if field == "needs":
            found, unknown = needs_of_typed(text, self._needs)
            if unknown:
                raise Refused(
                    f"Needs: {unknown[0][:40]} is no need that deskaid knows.",
                    hint=f"Such as: {', '.join(need.label for need in self._needs[:6])}.",
                )
            text = codes_of(found)
        edits_of(self._listing, {field: text}, self._listing)
        return text

    def field_of(self, error: DeskaidError) -> str:
        """Return the field an error is about, by its label; "" when it names none."""
        starts = (one.field for one in EDITABLE if error.message.startswith(f"{one.label} "))
        return next(starts, "")

    def _phones(self, text: str) -> str:
        dialed: list[str] = []
        for phone in phones_of_typed(text, self._listing.phones):
            extension = f" ext. {phone.extension}" if phone.extension else ""
            kind = f"{phone.kind} " if phone.kind != "voice" else ""
            if phone.dial:
                dialed.append(f"{kind}{phone.dial}{extension}")
            else:
                dialed.append(f"{phone.number[:30]} (kept as text: no phone can dial it)")
        return f"Will be dialed: {'; '.join(dialed)}" if dialed else "No number in it."

    def _hours(self, text: str) -> str:
        if not text:
            return "Without hours the status says HOURS UNKNOWN."
        words = understood_hours(text)
        if words:
            return f"Understood: {words}"
        return "Kept as text: status will say HOURS UNKNOWN. Try: Mon-Fri 9-5; Sat 10-2"

    def _named(self, text: str) -> str:
        found, unknown = needs_of_typed(text, self._needs)
        words = f"Understood: {', '.join(need.label for need in found)}" if found else ""
        return f"{words}   Not known: {', '.join(unknown)}".strip() if unknown else words

    def _confidential(self, text: str) -> str:
        if text.casefold() in ("yes", "y"):
            return "The address is shown to nobody, printed nowhere and not kept."
        if text.casefold() in ("no", "n"):
            return "The address is shown."
        return "Type yes or no."
