"""The directory on its way out: an HSDS 3.2 package, HSDS JSON, a spreadsheet, and the flags.

What an export holds is the directory as this library shows it: what was taken in, with the
corrections made here. Staff tips, pins and flags never go into it. They are said among
colleagues about a place, nobody outside has agreed to them, and a flag is an open question, not
a fact. Flags have a file of their own, for the keeper of the directory (`flags`).
"""

from deskaid.referrals.exporting.exported import Exported
from deskaid.referrals.exporting.flags import flag_rows, flags_csv
from deskaid.referrals.exporting.package import export_hsds_csv
from deskaid.referrals.exporting.pages import export_hsds_json
from deskaid.referrals.exporting.sheet import export_flat_csv

__all__ = [
    "Exported",
    "export_flat_csv",
    "export_hsds_csv",
    "export_hsds_json",
    "flag_rows",
    "flags_csv",
]
