"""The tables of the search index. It is derived: never migrated, only built again."""

FORMAT = "6"
"""Raised with any change to these tables or to what is put into them, so old files are rebuilt."""
WORD_LIST = "vocabulary.toml"
"""The shipped file that an index is built with; see `vocabulary`."""

# Contentless, detail=none and columnsize=0 make the smallest index; rowid is the rank, so that
# ORDER BY rowid LIMIT stops early at any size (research/speed.md 2). Text arrives as words that
# tokens.py would give; "ascii" then splits only between them, on every SQLite version.
_TIER = (
    "create virtual table {name} using"
    " fts5(a, content='', detail=none, columnsize=0{prefix}, tokenize='ascii')"
)
_PREFIXES = {"t1": ", prefix='1 2 3'", "t2": "", "t3": ""}
TIERS = ("t1", "t2", "t3")
"""Listing names; then with what names and places them; then with everything."""
STREAMED = 1
"""The tier in which the beginnings of words have an index of their own."""
LONGEST_STREAMED = 3
"""The longest of them. In every tier it would be a fifth of the whole file."""
LISTED_OPENING, MOST_LISTED = 4, 60
"""The longest beginning of a word whose commonest completions are listed, and how many."""

TABLES = (
    "create table meta (key text primary key, value text not null) without rowid",
    *(_TIER.format(name=name, prefix=_PREFIXES[name]) for name in TIERS),
    # Words of the listings and in how many listings each tier has them.
    "create table vocab (term text primary key, df1 int, df2 int, df3 int) without rowid",
    # The commonest words of a tier with a beginning that many words have, each with its count.
    """create table opening (
        prefix text, tier int, terms text not null, primary key (prefix, tier)) without rowid""",
    # What a row shows stands in the directory, under this id ("id" and "mark": see packed_ids.py).
    # It is found soonest by its rowid there, "row", while the digest in "mark" is that row's; so
    # long "told", what was worked out from it, holds too. No listing is hidden.
    """create table listing (
        rank integer primary key, row int not null, told int not null, id not null,
        mark int not null)""",
    # The lowest bits of a number are those of facets.py. languages are `languages.language_key`s
    # with spaces around.
    """create table told (
        number integer primary key, known text not null, languages text not null)""",
    # Ranks go by badness, then by id: first and last rank of each badness, to find an id's rank.
    "create table shelf (first integer primary key, last int not null)",
    "create table need (code text primary key, number int not null) without rowid",
    # weight: 0 for those a need is first of all for; higher the less they can be relied on for it.
    # What a list is narrowed by stands here too, so that no wide row is read for it. Latitude and
    # longitude are in `MAP` parts of a degree.
    """create table listing_need (
        need int, weight int, rank int, told int not null, latitude int, longitude int,
        primary key (need, weight, rank)) without rowid""",
    # The names of languages to choose from, under their `languages.language_key`.
    """create table language (
        key text primary key, name text not null, listings int not null) without rowid""",
    """create table card (
        number integer primary key, id text not null, title text not null,
        neutral text not null, lead text not null, needs text not null, grouping text not null,
        setting text not null, preview text not null)""",
    # Phrases for a moment of a talk. Their numbers are below 0, so that they share the postings.
    """create table moment (
        number integer primary key, id text not null, title text not null,
        preview text not null)""",
    # Where a card has a word. A term is a word, "~" and a stem, "=" and a meaning, or "@" and a
    # need. size is the weight of all words of that phrase, to know when it is complete.
    """create table posting (
        term text, card int, phrase int, position int, field int, size int,
        primary key (term, card, phrase, position)) without rowid""",
    # Words of the cards and of the vocabulary, for prefixes; df counts cards.
    "create table word (term text primary key, stem text not null, df int not null) without rowid",
    # What a typed phrase means, as written or, after "~", by its stems: "=" meanings, "<" meanings
    # led to and "@" needs, parted by spaces.
    "create table meaning (phrase text primary key, terms text not null) without rowid",
    # Other ways in which a directory may say a phrase: phrases parted by "|".
    "create table likeness (phrase text primary key, others text not null) without rowid",
    # What a word is worth, where it is less than 1, and which words are foreign: see Vocabulary.
    """create table noise (
        term text primary key, weight real not null, is_foreign int not null) without rowid""",
    # Words that others are corrected towards, those of cards also while they are being typed; and
    # by `slips.bucket` of a form with one letter left out, the numbers of the words it may be.
    "create table spelled (number integer primary key, term text not null, opens int not null)",
    "create table slip (bucket integer primary key, numbers blob not null)",
)

MAP = 180
"""Parts of a degree in which places stand, to choose the nearest few hundred: 600 meters, and the
largest for which two bytes hold a longitude."""
PLACES = 8
"""A need's weight is below this where the listing can be relied on; see index_listings."""

# Fields of a posting.
TITLE, FIND, NEUTRAL, GROUP, NEED, BODY, FIRST_NEED = range(7)

LONGEST_PHRASE = 5
"""Words in the longest phrase that is looked for."""
WEAK, FILLER, STOP = 0.5, 0.25, 0.0
"""What a noise word is worth beside a telling one."""
TELLING = 4
"""How many noise words a telling one outweighs in the size of a phrase."""
NEED_MARK = "§§§"
"""Starts the word that stands for a need inside a tier; no typed word can hold it. With three
letters alike it stands in the indexes of beginnings once for all such words of a listing."""
BEST = {f"{NEED_MARK}§§{share}": share for share in (4, 16, 64)}
"""Words which only the best ranked listings have, one of so many: FTS5 goes through the whole of
the directory for words that are never together, unless one of them ends before."""
LARGE = 200_000
"""Listings from which on a directory has these words."""


def need_word(code: str) -> str:
    """Return the word that stands for a need code inside a tier."""
    return NEED_MARK + code.replace("-", "")
