"""The three numbers that are always on the screen, by country.

Sources: the national lines in ``data/referrals`` (last checked dates stand there). 911, 988 and
211 are the only safe built-in defaults (research/content.md 2); other countries get their own.
"""

from typing import NamedTuple


class Numbers(NamedTuple):
    """Emergency, crisis and local help for one country."""

    emergency: str
    crisis: str
    crisis_label: str
    local: str
    local_label: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Number and purpose of the two lines that are not the emergency number."""
        return ((self.crisis, self.crisis_label), (self.local, self.local_label))

    @property
    def in_cards(self) -> dict[str, str]:
        """What stands in for 911, 988 and 211, which cards are written with; empty in the US."""
        own = {"911": self.emergency, "988": self.crisis, "211": self.local}
        return {} if self == _US else own

    @property
    def knows_help(self) -> str:
        """One sentence on who finds local help for any need; "" where no number does."""
        return f" {self.local} knows local help for any need." if self.local == _US.local else ""

    def row(self) -> str:
        """The row that stands on Home and in the directory, whatever the data holds."""
        return (
            f"{self.emergency} danger to life     {self.crisis} {self.crisis_label}     "
            f"{self.local} {self.local_label}"
        )


_US = Numbers("911", "988", "crisis, call or text", "211", "local help, any need")
_BY_COUNTRY = {
    "US": _US,
    "CA": _US,
    "GB": Numbers("999", "116 123", "Samaritans, 24 h", "111", "health advice"),
    "IE": Numbers("112", "116 123", "Samaritans, 24 h", "0818 07 4000", "Citizens Information"),
    "AU": Numbers("000", "13 11 14", "Lifeline, 24 h", "1800 737 732", "family violence"),
    "NZ": Numbers("111", "1737", "crisis, call or text", "0800 611 116", "Healthline"),
}


def numbers_for(country: str) -> Numbers:
    """Return the numbers of ``country`` (an ISO code from site.toml); the US's when unknown."""
    return _BY_COUNTRY.get(country, _US)
