"""The notebook that is unlocked in this process, and what both its rooms do with it."""

from deskaid.notes.keeper import DraftKeeper
from deskaid.notes.note import Note
from deskaid.notes.notebook import Notebook
from deskaid.notes.trouble import StaleNotebook


class OpenNotebook:
    """Holds one unlocked notebook; ``repr`` shows nothing."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook

    def __repr__(self) -> str:
        return "<OpenNotebook>"

    def save_edit(self, note: Note, text: str, keeper: DraftKeeper, *, number: int) -> Note:
        """Save ``text``, version ``number`` of its draft, as the next revision of ``note``.

        When somebody else saved the note first, both versions are kept: this one becomes a note
        of its own. Raises `NotSaved`, `ReadOnlyNotebook`.
        """

        def save() -> Note:
            draft = keeper.draft_id
            try:
                return self.notebook.save(
                    text, note_id=note.id, revision=note.revision, draft_id=draft
                )
            except StaleNotebook:
                self.notebook.reload()
                return self.notebook.save(text, draft_id=draft)

        return keeper.give_way(save, number)
