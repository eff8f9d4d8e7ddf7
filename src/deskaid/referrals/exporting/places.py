"""One line of address as the columns that HSDS requires, and as a web address it accepts."""

import re

NOT_STATED = "Not stated"
"""Fills a column that HSDS requires and the listing does not know; an import reads it as empty."""
_MAIL = "Mail: "
_STATE_AND_CODE = re.compile(
    r"(?P<state>[A-Z]{2,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?P<code>\d{4,5}(?:-\d{4})?"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
# rfc3986, as frictionless asks; a strict subset, so that nothing doubtful gets through.
_URI = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9-]+(?::\d{1,5})?"
    r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9_+](?:[A-Za-z0-9_+-]|\.(?!\.)){0,62}(?<!\.)"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


def address_row(address: str, city: str, country: str) -> dict[str, str]:
    """Return the cells of an address, or none for an empty one.

    What cannot be told apart stays whole in ``address_1``: nothing of it is lost or guessed.
    """
    if not address:
        return {}
    postal = address.startswith(_MAIL)
    street, state, code = address.removeprefix(_MAIL), "", ""
    before, _, last = street.rpartition(", ")
    if found := _STATE_AND_CODE.fullmatch(last):
        street, state, code = before, found["state"], found["code"]
    if city and street.endswith(f", {city}"):
        street = street.removesuffix(f", {city}")
    return {
        "address_1": street or NOT_STATED,
        "city": city or NOT_STATED,
        "state_province": state or NOT_STATED,
        "postal_code": code or NOT_STATED,
        "country": country,
        "address_type": "postal" if postal else "physical",
    }


def uri_of(url: str) -> str:
    """Return ``url`` as HSDS takes it, with a scheme; "" when it cannot be made one."""
    whole = url if re.match(r"(?i)https?://", url) else f"http://{url}"
    whole = re.sub(r"(?i)^https?", lambda match: match[0].lower(), whole)
    return whole if _URI.fullmatch(whole) else ""


def email_of(text: str) -> str:
    """Return ``text`` when it is one plain e-mail address, else ""."""
    return text if _EMAIL.fullmatch(text) else ""
