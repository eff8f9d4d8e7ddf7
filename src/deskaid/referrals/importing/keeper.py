"""Who checked a listing for its directory: an office or a role, never a person's whole name."""

import re

from deskaid.text import one_line

_INITIALS = re.compile(r"[A-Za-z]{1,4}|([A-Za-z]\. ?){1,4}")
_ROLE = re.compile(
    r"(?i)\b(director|coordinator|manager|staff|desk|specialist|administrator|officer|supervisor"
    r"|assistant|secretary|receptionist|volunteer|librarian|library|agency|center|centre|intake"
    r"|team|department|office|services?|council|united|county|city|data|resource|website|webmaster"
    r"|editor|program|211)\b|\d|@"
)
LONGEST = 80


def keeper_of(text: str) -> str:
    """Return a role, an organization or initials as they are, and a person's name as initials."""
    said = one_line(text)[:LONGEST]
    if not said or _INITIALS.fullmatch(said) or _ROLE.search(said):
        return said
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", said))[:4]
