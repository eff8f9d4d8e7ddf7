"""What an import read, repaired, skipped and why: with counts, samples and places in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from deskaid.referrals.hours import Hours

SAMPLES = 5
"""Places named per kind; the count is always whole."""


@dataclass
class Noted:
    """How often something was met, and where first: "services.csv:12"."""

    count: int = 0
    sample: list[str] = field(default_factory=list)

    def add(self, where: str, count: int = 1) -> None:
        """Count one more, keeping ``where`` while there is room for samples."""
        self.count += count
        if where and len(self.sample) < SAMPLES and where not in self.sample:
            self.sample.append(where)

    def absorb(self, later: "Noted") -> None:
        """Count what was met elsewhere, after all that was met here."""
        self.count += later.count
        self.sample = list(dict.fromkeys((*self.sample, *later.sample)))[:SAMPLES]

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"count": ..., "sample": [...]}``."""
        return {"count": self.count, "sample": self.sample}


@dataclass
class Report:
    """Filled while a directory is read and taken in; nothing in it comes from a patron.

    ``partial`` says that a file broke off: what it lacks may still exist. ``hours`` counts
    listings by what is known: "parsed", "text only" or "none". ``repaired``, ``skipped`` and
    ``orphans`` map a kind in plain words to what was met.
    """

    file: str = ""
    form: str = ""
    source: str = ""
    dry_run: bool = False
    partial: bool = False
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    vanished: int = 0
    hidden: int = 0
    confidential: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    hours: dict[str, int] = field(default_factory=lambda: {"parsed": 0, "text only": 0, "none": 0})
    repaired: dict[str, Noted] = field(default_factory=dict)
    skipped: dict[str, Noted] = field(default_factory=dict)
    orphans: dict[str, Noted] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def repair(self, kind: str, where: str, count: int = 1) -> None:
        """Note that something was put right on the way in."""
        self.repaired.setdefault(kind, Noted()).add(where, count)

    def skip(self, reason: str, where: str, count: int = 1) -> None:
        """Note that a row was left out."""
        self.skipped.setdefault(reason, Noted()).add(where, count)

    def orphan(self, kind: str, where: str, count: int = 1) -> None:
        """Note that a row belongs to nothing in the file."""
        self.orphans.setdefault(kind, Noted()).add(where, count)

    def warn(self, sentence: str) -> None:
        """Keep one sentence for the person who imports, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def count(self, *, hidden: bool, hours: Hours) -> None:
        """Count one listing that was read."""
        self.read += 1
        self.hidden += hidden
        if hours.known:
            self.hours["parsed"] += 1
        else:
            self.hours["text only" if hours.text else "none"] += 1

    def absorb(self, later: "Report") -> None:
        """Take over what a report of a later part of the same reading holds."""
        self.partial = self.partial or later.partial
        for name in ("read", "added", "updated", "unchanged", "vanished", "hidden", "confidential"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        for mine, theirs in ((self.rows, later.rows), (self.hours, later.hours)):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count
        for name in ("repaired", "skipped", "orphans"):
            for kind, met in getattr(later, name).items():
                getattr(self, name).setdefault(kind, Noted()).absorb(met)
        for sentence in later.warnings:
            self.warn(sentence)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for ``--json``."""
        plain = {
            name: value
            for name, value in vars(self).items()
            if name not in ("repaired", "skipped", "orphans")
        }
        for name in ("repaired", "skipped", "orphans"):
            plain[name] = {kind: met.as_dict() for kind, met in getattr(self, name).items()}
        return plain

    def lines(self) -> Iterator[str]:
        """Yield the report as plain lines, the counts first."""
        would = "Would take in" if self.dry_run else "Took in"
        things = "listing" if self.read == 1 else "listings"
        yield f"{would} {self.read} {things} from {self.file} ({self.form})."
        yield (
            f"{self.added} new, {self.updated} changed, {self.unchanged} unchanged, "
            f"{self.vanished} no longer in the file (kept, and marked)."
        )
        known = self.hours
        yield (
            f"Hours: {known['parsed']} understood, {known['text only']} as text only, "
            f"{known['none']} not given."
        )
        if self.hidden:
            yield f"{self.hidden} hidden: tests, or marked not to be referred to."
        if self.confidential:
            yield f"{self.confidential} with a confidential address, which was not stored."
        for title in ("repaired", "skipped", "orphans"):
            for kind, met in getattr(self, title).items():
                places = f" (first: {', '.join(met.sample[:3])})" if met.sample else ""
                yield f"{title.capitalize()}: {met.count} x {kind}{places}."
        yield from self.warnings
