"""The tables of the search index. It is derived: never migrated, only built again."""

FORMAT = "4"
"""Raised with any change to these tables or to what is put into them, so old files are rebuilt."""

# Contentless and detail=none make the smallest index; rowid is the rank, so that ORDER BY rowid
# LIMIT stops early at any size (research/speed.md 2). Text arrives already split by tokens.py;
# "ascii" then splits only at the spaces, on every SQLite version.
_TIER = (
    "create virtual table {name} using fts5(a, content='', detail=none{prefix}, tokenize='ascii')"
)
_PREFIX = ", prefix='1 2 3'"
TIERS = ("t1", "t2", "t3")
"""Listing names; then with what names and places them; then with everything."""

TABLES = (
    "create table meta (key text primary key, value text not null) without rowid",
    *(_TIER.format(name=name, prefix=_PREFIX if name != "t3" else "") for name in TIERS),
    # Words of the listings and in how many listings each tier has them.
    "create table vocab (term text primary key, df1 int, df2 int, df3 int) without rowid",
    """create table listing (
        rank integer primary key, id text not null, name text not null,
        organization text not null, needs text not null, phone text not null,
        hours text not null, checked text not null, note text not null, place text not null,
        about text not null, hidden int not null, city text not null, latitude real,
        longitude real, facets int not null, languages text not null, who text not null,
        known text not null)""",
    # For what this library pinned: it comes first in a list of any length.
    "create index listing_id on listing (id)",
    # weight: 0 for those a need is first of all for; higher the less they can be relied on for it.
    # What a list is narrowed by stands here too, so that no wide row is read for it.
    """create table listing_need (
        need text, weight int, rank int, facets int not null, latitude real, longitude real,
        primary key (need, weight, rank)) without rowid""",
    # Who speaks a language, under its `languages.language_key`; and the names to choose from.
    """create table listing_language (
        language text, rank int, primary key (language, rank)) without rowid""",
    """create table language (
        language text primary key, name text not null, listings int not null) without rowid""",
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
    # A form with one letter left out, and the word it may be. "cards" words also while being typed.
    """create table spelling (
        form text, term text, primary key (form, term)) without rowid""",
)

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
NEED_MARK = "§"
"""Starts the word that stands for a need inside a tier; no typed word can hold it."""


def need_word(code: str) -> str:
    """Return the word that stands for a need code inside a tier."""
    return NEED_MARK + code.replace("-", "")
