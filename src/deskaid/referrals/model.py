"""The tables of deskaid.db: the one source of the schema. Imported only where rows are written.

Readers on a keystroke's path use `deskaid.referrals.reading`, which needs none of this.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class ListingRow(SQLModel, table=True):
    """One `Listing`, without its phones and what this library added."""

    __tablename__ = "listing"

    id: str = Field(primary_key=True)
    source: str = Field(index=True)
    source_id: str
    name: str
    organization: str = ""
    also_known_as: str = ""
    description: str = ""
    needs: str = Field(default="", description="our codes, separated by spaces")
    address: str = Field(default="", description="always empty when confidential")
    address_confidential: bool = False
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_served: str = ""
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: str = Field(default="", description="separated by newlines")
    accessibility: str = ""
    cost: str = ""
    documents: str = ""
    how_to_apply: str = ""
    alert: str = ""
    email: str = ""
    urls: str = Field(default="", description="separated by newlines")
    hours: str = Field(default="", description="deskaid.referrals.hours.dump")
    assured_on: str = ""
    assured_by: str = ""
    assured_against: str = ""
    assured_how: str = ""
    status: str = "active"
    hidden: bool = False
    vanished: bool = False
    digest: str = Field(default="", description="tells an unchanged row from an updated one")


class PhoneRow(SQLModel, table=True):
    """One `Phone` of a listing, in calling order."""

    __tablename__ = "phone"

    listing_id: str = Field(primary_key=True, foreign_key="listing.id")
    position: int = Field(primary_key=True)
    number: str
    dial: str = ""
    extension: str = ""
    kind: str = "voice"
    label: str = ""
    hours_text: str = ""


class SourceRow(SQLModel, table=True):
    """Where listings came from, and when it was last read."""

    __tablename__ = "source"

    name: str = Field(primary_key=True)
    file: str = Field(default="", description="the file's name, never its folder")
    form: str = ""
    read_at: datetime
    listings: int = 0


class CheckRow(SQLModel, table=True):
    """Somebody here called or visited and found the facts right. Kept through imports."""

    __tablename__ = "local_check"

    id: int | None = Field(default=None, primary_key=True)
    listing_id: str = Field(index=True, foreign_key="listing.id")
    checked_on: date
    initials: str
    against: str = Field(default="", description="phone, visit, web page or empty")


class FlagRow(SQLModel, table=True):
    """Somebody here found the facts wrong. Kept through imports until it is settled."""

    __tablename__ = "flag"

    id: int | None = Field(default=None, primary_key=True)
    listing_id: str = Field(index=True, foreign_key="listing.id")
    flagged_on: date
    reason: str
    settled_on: date | None = None
    initials: str = ""


class PinRow(SQLModel, table=True):
    """A listing kept on top of its need here. Kept through imports."""

    __tablename__ = "pin"

    listing_id: str = Field(primary_key=True, foreign_key="listing.id")


class TipRow(SQLModel, table=True):
    """A tip of staff on the place, never on a person. Kept through imports."""

    __tablename__ = "staff_tip"

    listing_id: str = Field(primary_key=True, foreign_key="listing.id")
    text: str
    initials: str = ""
    written_on: date


class EditRow(SQLModel, table=True):
    """One field corrected here; the newest row of a field counts. Laid over what imports bring."""

    __tablename__ = "local_edit"

    id: int | None = Field(default=None, primary_key=True)
    listing_id: str = Field(index=True, foreign_key="listing.id")
    field: str
    value: str = Field(description="as typed; `was` itself means: no correction any more")
    parsed: str = Field(default="", description="of phone and hours: what was understood, as JSON")
    was: str = Field(description="what the directory said that day, as the form shows it")
    initials: str
    edited_on: date


class ChangeRow(SQLModel, table=True):
    """One change made here to a listing, and what takes it back; the newest is undone first."""

    __tablename__ = "local_change"

    id: int | None = Field(default=None, primary_key=True)
    listing_id: str = Field(index=True, foreign_key="listing.id")
    kind: str = Field(description="check, flag, settle, pin, unpin, tip, edit or add")
    undo: str = Field(description="JSON; see deskaid.referrals.tending.changes")


class TallyRow(SQLModel, table=True):
    """How often something was asked: a count per hour and category, nothing else."""

    __tablename__ = "tally"

    hour: str = Field(primary_key=True, description="local wall clock, 2026-11-21T14")
    category: str = Field(primary_key=True)
    count: int = 0


class StateRow(SQLModel, table=True):
    """Small facts about the file itself, such as ``directory_version``."""

    __tablename__ = "state"

    key: str = Field(primary_key=True)
    value: str
