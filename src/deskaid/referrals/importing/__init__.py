"""Reading a directory from any of the files that libraries really have."""

from deskaid.referrals.importing.reader import Reading, read_directory
from deskaid.referrals.importing.report import Report

__all__ = ["Reading", "Report", "read_directory"]
