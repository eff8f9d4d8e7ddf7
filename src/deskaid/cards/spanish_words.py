"""Words that spoken Spanish at the desk leaves out, and how to know them.

`FORBIDDEN` is looked for in folded text (small letters, no accents), as `phrases` does in
English; the patterns of tú and of missing accents need the accents, and small letters.
"""

import re
from collections.abc import Iterator
from functools import cache

from deskaid.text import fold

# The table "Avoid, and why" of the content research, as it would be said in Spanish.
FORBIDDEN: tuple[tuple[str, str], ...] = (
    (
        r"\bcalme(?:n)?se\b|\btranquilice(?:n)?se\b|\brelaje(?:n)?se\b|\bmantenga(?:n)? la calma\b"
        r"|\besten? tranquil[oa]s?\b|\bserene(?:n)?se\b",
        "it judges the feeling",
    ),
    (
        r"\b(?:es|son|por|segun) (?:la|las|el|los|nuestra|nuestras|nuestro|nuestros)"
        r" (?:politicas?|reglas?|normas?|reglamentos?)\b",
        "it ends the talk and hides the reason",
    ),
    (
        r"\bno (?:puedo|podemos) hacer (?:nada|eso)\b|\bno hay nada que (?:hacer|pueda)\b"
        r"|\bno (?:le )?(?:puedo|podemos) ayudar(?:le|les)?\b",
        "it takes every choice away",
    ),
    (
        r"(?<!¿)(?<!que )\b(?:tienen?|tendran?) que \w+[aei]r(?:se|le|lo|la)?\b"
        r"|\busted(?:es)? deben?\b|\bdeberian?\b|\b(?:podria|tendria)n? haber\b",
        "it is an order or blame",
    ),
    (
        r"\besta (?:usted )?(?:equivocad|confundid|mintiendo)|\beso no es (?:cierto|verdad)\b"
        r"|\b(?:el sistema|la computadora|la pantalla) dice\b",
        "it calls them a liar",
    ),
    (
        r"\b(?:entiendo|se|comprendo) (?:muy bien |exactamente )?como se siente\b"
        r"|\bse (?:bien )?por lo que (?:esta )?pasa",
        "it claims what nobody can know",
    ),
    (
        r"\bpero\b|\bpor desgracia\b|\blamentablemente\b|\bdesafortunadamente\b|\bsin embargo\b"
        r"|\bobviamente\b|\bcon todo respeto\b",
        "it cancels the empathy",
    ),
    (
        r"\bno se preocupen?\b|\bno lloren?\b|\bno es para tanto\b|\b(?:por lo|al) menos\b"
        r"|\btodo (?:va a estar|estara|saldra) bien\b|\bpodria ser peor\b|\banimese\b",
        "it makes their trouble small",
    ),
    (r"¿por que (?:no |usted )?(?:hi[zc]o|dijo|vino|hace|dejo|llego|trajo)\b", "it accuses"),
    (
        r"\bgente como usted(?:es)?\b|\bmi (?:amor|vida|cielo|reina|hij[oa])\b|\bmij[oa]\b"
        r"|(?:^|[,.!?] )(?:senor(?:a|ita)?|joven|amig[oa]|jef[ea]|corazon|carino|linda|doñ?a?)"
        r"(?=[,.!?]|$)",
        "it is disrespect, or guesses who they are",
    ),
    (
        r"\b(?:le|se lo) (?:prometo|juro|garantizo)\b|\bentre (?:nosotros|usted y yo)\b"
        r"|\bes un secreto\b|\bno (?:se )?lo (?:dire|voy a decir|contare) a nadie\b",
        "it is a promise that safety or law may break",
    ),
    (
        r"\bcomet\w+ suicidio\b|\b(?:alguna?|una) (?:tonteria|locura|estupidez)\b",
        "it shames talk of suicide",
    ),
    (
        r"\bno es mi (?:culpa|problema|trabajo)\b|\bya (?:se lo|le) dije\b|\bno me escucha\b",
        "it pushes them away",
    ),
)

_TU = re.compile(
    r"(?:^|[.!?¡¿\"]\s*)oye\b"
    r"|\b(?:tú|te|ti|tu|tus|contigo|vos|vosotr[oa]s|os|vuestr[oa]s?"
    r"|tienes|puedes|quieres|sabes|necesitas|vienes|vas|eres|estás|has|dices|haces|sientes|piensas"
    r"|hablas|entiendes|prefieres|debes|crees|ves|oyes|escuchas|buscas|vives|trabajas|gustas"
    r"|tenés|podés|querés|sabés|sos|venís|decís|hacés|sentís|pensás|necesitás"
    r"|dime|dame|déjame|ponme|cuéntame|ayúdame|permíteme|perdóname|discúlpame|escúchame|haz|ten"
    r"|\w+drás|habrás|querrás|sabrás|\w{2,}[aei]rás|\w+drías|querrías|\w{2,}arías)\b"
)
# Endings of tú, and the everyday words that end so too.
_TU_ENDINGS = re.compile(
    r"\b(?!(?:triste|existe|insiste|asiste|resiste|consiste|baste|contraste|chiste|despiste)\b)"
    r"\w+[ai]ste\b"
    r"|\b(?!(?:límite|trámite|\w+mente)\b)\w*[áéí]\w*te\b"
    r"|\b(?!(?:parte|aparte|reparte|comparte|muerte|suerte|fuerte|advierte|divierte|convierte"
    r"|despierte|invierte|acierte|reparte)\b)\w{2,}[aei]rte\b"
)
# Written without the accent these are never right; words with two spellings are left alone.
_NO_ACCENT = re.compile(
    r"\b(?:tambien|aqui|ahi|alli|asi|alla|aca|dia|dias|policias?|telefonos?|numeros?|paginas?"
    r"|lineas?|dificil|facil|rapid[oa]s?|medicos?|ningun|algun|despues|ademas|quizas?|jamas|detras"
    r"|atras|adios|razon|perdon|proxim[oa]s?|ultim[oa]s?|minim[oa]s?|maxim[oa]s?|ingles|espanol"
    r"|todavia|pais|bano|banos|nin[oa]s?|senor|senora|manana|pequen[oa]s?|compania|unic[oa]s?"
    r"|credito|util|sabado|miercoles|cafe|numero|estan|sera|seran|podria|tendria|habia|queria"
    r"|gustaria|ayudaria|permitame|digame|dejeme|sientese|ayudeme|llameme|cuenteme|sigame|muestreme"
    r"|tomese|quedese|separense|adonde|comodo|papa\b(?= de\b)|\w{2,}[cst]ion)\b"
)
_QUESTION_WORD = re.compile(
    r"¿(?:(?:a|de|con|en|por|para|desde|hasta) )?(?:que|como|donde|cuando|cuant[oa]s?|quien(?:es)?"
    r"|cual(?:es)?)\b"
)
_AGREES = re.compile(
    r"\b(?:esta|este|estar|se siente|se ve|quedarse)(?: usted)?(?: muy| bien)? ((?:list|sol|cansad"
    r"|preocupad|molest|asustad|segur|enojad|perdid|herid|confundid|enferm|content|tranquil"
    r"|ocupad|interesad|desesperad)[oa])\b"
)


@cache
def _forbidden() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), why) for pattern, why in FORBIDDEN)


def forbidden(text: str) -> Iterator[tuple[str, str]]:
    """Yield each forbidden phrase in ``text``, folded, and why it harms."""
    folded = fold(text)
    for pattern, why in _forbidden():
        match = pattern.search(folded)
        if match:
            yield match[0].strip(" ,.!?"), why


def familiar(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that speak to a stranger as tú, vos or vosotros."""
    for pattern in (_TU, _TU_ENDINGS):
        yield from (match[0].strip(" .!?¡¿") for match in pattern.finditer(text.lower()))


def unaccented(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that lack their accent or ñ."""
    for pattern in (_NO_ACCENT, _QUESTION_WORD):
        yield from (match[0].strip("¿") for match in pattern.finditer(text.lower()))


def agreeing(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that guess whether the patron is a man or a woman."""
    return (match[1] for match in _AGREES.finditer(fold(text)))


def unpaired(text: str) -> bool:
    """Return whether a question or a call in ``text`` lacks one of its two marks."""
    for opening, closing in ("¿?", "¡!"):
        marks = [character for character in text if character in (opening, closing)]
        if marks[::2] != [opening] * (len(marks) // 2) or marks[1::2] != [closing] * (
            len(marks) // 2
        ):
            return True
    return False
