"""Words that guess or judge, English and Spanish, and what somebody reads."""

import re
from collections.abc import Iterator

_WHO = (
    r"(?:patron(?: \w)?|he|she|they|man|woman|guy|lady|boy|girl|kid|child|teen\w*|person|"
    r"someone|somebody|who|mother|mom|father|dad|customer|user|caller)"
)
_ITEM = (
    r"(?:books?|dvds?|cds?|movies?|films?|magazines?|novels?|titles?|comics?|manga|audiobooks?|"
    r"articles?|memoirs?|cookbooks?)"
)
_A = r"(?:(?:an?|the|some|his|her|their|\w+ty|two|three|four|five|six|several|\d+) )?(?:\w+ )?"


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_READING = _any(
    rf"{_WHO} (?:(?:is|was|were|has|had|keeps?|kept) )?(?:been )?"
    r"(?:check(?:s|ed|ing) out|borrow(?:s|ed|ing)|search(?:es|ed|ing) (?:for|about|how)|"
    r"look(?:s|ed|ing) up|google[sd]?|googling|research(?:es|ed|ing)) (?!(?:his|her|their) "
    r"(?:bag|phone|wallet|keys|coat|child|son|daughter|mother|glasses))",
    rf"{_WHO} (?:(?:is|was|were|had been) )?(?:read(?:s|ing)?|watch(?:es|ed|ing)) "
    rf"(?:an? |the )?(?:porn\w*|{_ITEM}|about|on)",
    rf"(?:check(?:s|ed|ing) out|reads?|reading|borrow(?:s|ed|ing)|renew(?:s|ed|ing)) {_A}{_ITEM}",
    rf"{_ITEM} (?:about|on|called|titled|named|by)",
    rf"asked (?:for|about) {_A}{_ITEM} (?!(?:club|drop|sale|cart|return|truck|group|discussion))",
    r"(?:search|browsing|browser|reading|checkout) history",
    r"(?:on hold|holds) for (?:him|her|them)",
    r"(?:estaba |est[aá] )?(?:leyendo|buscando|viendo) (?:un |una |el |la |unos |unas )?"
    r"(?:libros?|pel[ií]culas?|revistas?|informaci[oó]n)",
    r"(?:sac[oó]|se llev[oó]|prest[oó]|pidi[oó]) (?:un|una|el|la|dos|tres|unos|varios) "
    r"(?:libros?|pel[ií]culas?|revistas?)",
)
_DIAGNOSIS = _any(
    r"schizo\w*", r"bi-?polar", r"psycho(?:tic|path\w*|sis)?s?", r"paranoi[ad]\w*", r"delusion\w*",
    r"autis(?:m|tic)", r"demented", r"dementia", r"alzheimer\w*", r"ptsd", r"adhd", r"ocd",
    r"mental(?:ly)? (?:ill|illness|case|unstable|disturbed|problems?|issues)", r"unstable",
    r"off (?:his|her|their) meds", r"on meds", r"manic", r"suicidal", r"retard(?:ed)?",
    r"addict(?:s|ed|ion)?", r"junkies?", r"drunks?", r"drunken\w*", r"alcoholics?", r"wino",
    r"intoxicated", r"wasted", r"stoned", r"tweak(?:er|ers|ing)", r"crack ?head", r"meth ?head",
    r"on (?:drugs|meth|crack|something)", r"od'?ing",
    rf"{_WHO} (?:is|was|were|looked|seemed|appeared|acted)(?: \w+ly)? high", r"looked high",
    r"high (?:as a kite|on \w+)", r"hiv", r"epileptic", r"anorexic", r"alcoh[oó]lic[oa]s?",
    r"borrach[oa]s?", r"drogad[oa]s?", r"drogadict[oa]s?", r"esquizofr[eé]nic[oa]s?",
    r"enferm[oa] mental", r"bebid[oa]s",
)  # fmt: skip
_STATUS = _any(
    r"undocumented", r"illegals", r"(?:an?|is|was|here) illegal(?:ly)?",
    r"illegal (?:alien|immigrant)s?", r"no papers", r"green card", r"immigration status",
    r"indocumentad[oa]s?", r"sin papeles",
    r"ilegales",
)  # fmt: skip
_CRIME = _any(
    r"thie(?:f|ves)", r"(?:drug )?dealers?", r"dealing(?: drugs)?", r"criminals?", r"thugs?",
    r"gang ?(?:banger|member)s?", r"prostitutes?", r"p(?:a)?edo(?:phile)?s?", r"perverts?",
    r"pervy?", r"molester", r"predator", r"ladr[oó]n(?:es)?", r"delincuentes?",
)  # fmt: skip
_JUDGEMENT = _any(
    r"craz(?:y|ies|ily)", r"insane", r"nuts", r"nut ?(?:job|case)", r"weird(?:o|os|ly)?", r"lazy",
    r"rude(?:ly|ness)?", r"nasty", r"creep(?:y|s)?", r"stupid", r"dumb", r"idiots?", r"morons?",
    r"jerks?", r"liars?", r"filthy", r"disgusting", r"smelly", r"bums?", r"hobos?", r"vagrants?",
    r"transients", r"trash(?:y)?", r"obnoxious", r"entitled", r"ignorant", r"pathetic", r"whiny",
    r"(?:these|those|such) people", r"(?:his|her|their) (?:kind|type)", r"that type",
    r"(?:the|some|these|those|our|all|more) homeless"
    r"(?! (?:shelters?|services?|outreach|program|hotline|line|liaison|count|agency|list|center))",
    r"homeless (?:man|guy|men|woman|women|lady|ladies|person|people|patrons?|couple|kids?|dude)",
    r"loc[oa]s?", r"est[uú]pid[oa]s?", r"idiotas?", r"maleducad[oa]s?", r"groser[oa]s?",
    r"vag[oa]s?", r"esa gente", r"asqueros[oa]s?", r"estos? indigentes?", r"los indigentes",
)  # fmt: skip
_VAGUE = _any(
    r"aggressive(?:ly)?", r"hostile", r"threatening(?:ly)?", r"belligerent(?:ly)?",
    r"abusive(?:ly)?", r"combative", r"violent(?:ly)?", r"agitated", r"disruptive",
    r"inappropriate(?:ly)?", r"unruly", r"out of control", r"disrespectful(?:ly)?",
    r"erratic(?:ally)?",
    r"uncooperative", r"suspicious(?:ly)?(?! (?:package|item|bag|object))", r"sketchy", r"shady",
    r"(?:bad|an|had|with) attitude", r"acting (?:up|out|strange\w*|odd\w*|funny)",
    r"ma(?:king|de) a scene", r"agresiv[oa]s?", r"sospechos[oa]s?", r"violent[oa]s?",
    r"amenazante",
)  # fmt: skip
_GUESS = _any(r"obviously", r"no doubt", r"i bet", r"must have been (?:on|high|drunk)")

# What was done, beside which a vague word does no harm.
_ACT = _any(
    r"shout\w*", r"yell\w*", r"scream\w*", r"hit", r"hits", r"hitting", r"struck",
    r"thr(?:ew|ow\w*)",
    r"kick\w*", r"push\w*", r"shov\w+", r"slamm?\w*", r"pound\w*", r"punch\w*", r"slap\w*",
    r"grabb?\w*", r"said", r"says", r"sa(?:id|ying)", r"told", r"swore", r"swear\w*",
    r"curs(?:ed|ing)",
    r"spat", r"spit\w*", r"stood", r"leaned", r"stepped", r"walked", r"follow(?:ed|ing)",
    r"block(?:ed|ing)", r"raised", r"pointed", r"waved", r"stared", r"touched", r"knocked",
    r"tore", r"broke", r"paced", r"pacing", r"refused", r"grit[oó]", r"golpe[oó]", r"dijo",
    r"empuj[oó]",
    r"tir[oó]", r"insult\w*", r"called (?:me|her|him|us|them|staff)",
)  # fmt: skip
_QUOTED = re.compile(r'["“«][^"”»]*["”»]|(?<!\w)\'(?:[^\']|(?<=\w)\'(?=\w))+\'(?!\w)')

_RULES = (
    ("reading", _READING),
    ("diagnosis", _DIAGNOSIS),
    ("status", _STATUS),
    ("crime", _CRIME),
    ("judgement", _JUDGEMENT),
    ("guess", _GUESS),
)


def words_met(line: str) -> Iterator[str]:
    """Yield the kinds of words met in ``line``.

    Somebody's own words, in quotes, are facts: only what they read is met there. A vague word
    such as "aggressive" is met where the line does not say what was done.
    """
    said = _QUOTED.search(line) is not None
    own = _QUOTED.sub(' "" ', line) if said else line
    for kind, pattern in _RULES:
        if pattern.search(own):
            yield kind
    if _VAGUE.search(own) and not (said or _ACT.search(own)):
        yield "vague"
