"""What looks like somebody's full name. A guess: it is asked, never said."""

import re
from collections.abc import Iterator

from deskaid.text import fold

_WORD = r"[A-ZÁÉÍÓÚÑÜ][a-záéíóúñüç]+(?:[-'’][A-Z][a-z]+)?"
_PAIR = re.compile(rf"(?<![\w.'-])({_WORD}) (?:[A-Z]\. )?({_WORD})(?![\w'])")
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Sra?|Srta|Don|Doña)\b\.? {_WORD}")
_CALLED = re.compile(
    rf"\b(?:(?:his|her|their|last|first) name is|named|se llama|llamad[oa]|apellido) {_WORD}"
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEAR = 24  # characters before a name that tell what it is
_SENTENCE_STARTS = re.compile(r"(?:^|[.!?:;(\"“]|--|When|Where|Seen|Done|Owed)\s*$")
_PLACE_BEFORE = re.compile(
    r"\b(?:the|a|an|at|in|near|on|into|inside|outside|our|this|that|de la|del|en|el|la)\s+$",
    re.IGNORECASE,
)

# The commonest first names of the United States (Social Security lists) and of Spanish-speaking
# and other families at its desks: with one of these, two capitals are a name anywhere.
_FIRST_NAMES = _listed(
    """
    james john robert michael william david richard joseph thomas charles christopher daniel
    matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald
    timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon
    benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam
    henry nathan douglas zachary peter kyle walter ethan jeremy harold keith roger noah gerald carl
    terry sean austin arthur lawrence jesse dylan bryan joe billy bruce albert gabriel logan alan
    juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny mike bob jim
    tom dave steve bill dan matt tony chris nick sam ben tim mary patricia jennifer linda elizabeth
    barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna
    michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen
    amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra
    rachel carolyn janet catherine maria heather diane ruth julie olivia joyce victoria kelly lauren
    christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara
    frances kathryn janice jean abigail alice julia judy sophia denise amber doris marilyn danielle
    beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori jane kate jen
    sue luis carlos miguel pedro jorge manuel francisco antonio rafael javier alejandro fernando
    ricardo roberto eduardo sergio diego andres rosa carmen ana lucia elena guadalupe juana sofia
    isabel alicia yolanda mercedes mohammed muhammad ahmed ali fatima aisha omar hassan ibrahim
    nguyen minh dmitri olga ivan svetlana
    """
)
# Two capitals that are a place, a role, an agency, a thing at a desk or a day.
_NO_NAMES = _listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december lunes martes miercoles jueves viernes sabado
    domingo when where seen done owed patron patrons staff officer sergeant deputy detective
    security police fire department sheriff county city state public library branch center centre
    room hall house home shelter street avenue road lane drive court place way park plaza school
    middle elementary high college university academy church temple mosque synagogue hospital clinic
    health mental medical ambulance medics services service office desk front circulation reference
    children childrens youth teen teens adult adults senior seniors family friends story time summer
    winter spring fall reading program club group meeting study quiet computer computers lab printer
    copier elevator lobby entrance exit door floor north south east west northeast northwest
    southeast southwest upper lower first second third main central harbor salvation army red cross
    goodwill united way catholic charities community project outreach team line hotline crisis adult
    protective child animal control bank store market mall bus station stop train river lake grand
    google chrome windows word excel adobe microsoft apple amazon kindle facebook netflix wi fi
    spanish english french chinese arabic american mexican code lost found good great happy new
    merry thanksgiving christmas easter independence labor memorial veterans day week month rule
    policy form card manager director supervisor clerk librarian page custodian facilities
    maintenance finance human resources board council mayor city hall social security medicare
    medicaid food stamps legal aid justice court clinic kids corner table section collection
    archive local history genealogy maker space oak maple pine elm cedar canal lincoln washington
    jefferson franklin grace saint st mount grove hill valley bay ridge view old town
    biblioteca sala mesa calle avenida senor senora policia
    """
)
_NO_FIRST_WORDS = _listed(
    """
    asked told called gave sent took put saw heard found left went came said says then after before
    because while when where what who why how no not and but or so if the this that these those his
    her their our my we he she they it is was were are has had man woman boy girl mother father
    aunt uncle grandmother grandfather son daughter two three four someone somebody nobody please
    thanks thank hi hello dear owed due by patrol told tell ask call see also both another one
    una uno el la los las un le les dijo llamo
    """
)


def names_met(line: str) -> Iterator[str]:
    """Yield what looks like a full name in ``line``: a title or two capitals that are no place."""
    yield from (found.group() for found in _TITLED.finditer(line))
    yield from (found.group() for found in _CALLED.finditer(line))
    at = 0
    while found := _PAIR.search(line, at):
        at = found.start(2)  # "Asked Jane Doe": the second word may begin the name
        if _is_name(found, line[max(0, found.start() - _NEAR) : found.start()]):
            yield found.group()
            at = found.end()


def _is_name(found: re.Match[str], before: str) -> bool:
    first, last = (fold(word) for word in found.groups())
    if last in _NO_NAMES or first in _NO_FIRST_WORDS:
        return False
    if first in _FIRST_NAMES:
        return True
    if first in _NO_NAMES or _PLACE_BEFORE.search(before):
        return False
    return not _SENTENCE_STARTS.search(before)
