"""The notebook that is unlocked in this process, and what its rooms do with it."""

from datetime import date

from deskaid.notes.keeper import DraftKeeper
from deskaid.notes.note import Note
from deskaid.notes.notebook import Keep, Notebook
from deskaid.notes.trouble import StaleNotebook


class OpenNotebook:
    """Holds one unlocked notebook; ``repr`` shows nothing.

    ``words_shown`` is whether its author asked for first lines in its lists.
    """

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.words_shown = False

    def __repr__(self) -> str:
        return "<OpenNotebook>"

    def save_edit(
        self,
        note: Note,
        text: str,
        keeper: DraftKeeper,
        *,
        number: int,
        due: date | Keep | None = Keep.AS_IT_WAS,
    ) -> Note:
        """Save ``text``, version ``number`` of its draft, as the next revision of ``note``.

        ``keeper.terms`` say how long it is kept from now on, if that was chosen. When somebody
        else saved the note first, both versions are kept: this one becomes a note of its own.
        Raises `NotSaved`, `ReadOnlyNotebook`.
        """

        def save() -> Note:
            draft, days, reason = keeper.draft_id, keeper.terms.days, keeper.terms.reason
            try:
                return self.notebook.save(
                    text, note_id=note.id, revision=note.revision, draft_id=draft,
                    days=days, reason=reason, due=due,
                )  # fmt: skip
            except StaleNotebook:
                self.notebook.reload()
                return self.notebook.save(text, draft_id=draft, days=days, reason=reason, due=due)

        return keeper.give_way(save, number)

    def keep(self, note: Note, days: int, reason: str) -> Note:
        """Keep ``note`` for ``days`` days from today, or for ever for a ``reason``.

        Raises `Refused` without a reason, `StaleNotebook`, `NotSaved`, `ReadOnlyNotebook`.
        """
        return self.notebook.save(
            note.text, note_id=note.id, revision=note.revision, days=days, reason=reason
        )

    def set_due(self, note: Note, due: date | None) -> Note:
        """Set when a follow-up is due; None: it is done. Raises as `keep`."""
        return self.notebook.save(note.text, note_id=note.id, revision=note.revision, due=due)
