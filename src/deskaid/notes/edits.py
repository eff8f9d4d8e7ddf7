"""A notebook's entries with some of them changed, before anybody knows whether that is saved."""

from collections.abc import Iterator, Mapping

from deskaid.notes.contents import Entry


class Edits(Mapping[bytes, Entry]):
    """What ``former`` becomes; ``former`` stays as it is until `applied`.

    A save changes one of many thousands: a copy of them all would cost more than its commit.
    """

    def __init__(self, former: Mapping[bytes, Entry]) -> None:
        self._former = former
        self._changed: dict[bytes, Entry | None] = {}
        self._count = len(former)

    def __repr__(self) -> str:
        return "<Edits>"

    def __getitem__(self, note_id: bytes) -> Entry:
        found = self._changed[note_id] if note_id in self._changed else self._former[note_id]
        if found is None:
            raise KeyError
        return found

    def __iter__(self) -> Iterator[bytes]:
        yield from (name for name in self._former if self._changed.get(name, True) is not None)
        yield from (
            name
            for name, entry in self._changed.items()
            if entry is not None and name not in self._former
        )

    def __len__(self) -> int:
        return self._count

    def put(self, note_id: bytes, entry: Entry | None) -> Entry | None:
        """Put ``entry`` in the place of the one returned; None takes it away."""
        before = self.get(note_id)
        self._count += (entry is not None) - (before is not None)
        self._changed[note_id] = entry
        return before

    def changes(self) -> Iterator[tuple[Entry | None, Entry | None]]:
        """Yield what was and what is, of each that changed."""
        for note_id, entry in self._changed.items():
            yield self._former.get(note_id), entry

    def applied(self) -> dict[bytes, Entry]:
        """Change ``former`` itself and return it: the edits are on the disk."""
        entries = self._former if isinstance(self._former, dict) else dict(self._former)
        for note_id, entry in self._changed.items():
            if entry is None:
                entries.pop(note_id, None)
            else:
                entries[note_id] = entry
        self._changed = {}
        return entries
