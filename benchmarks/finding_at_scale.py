"""Finding in a thousand to a million listings: a whole question, beside fetching 20 rows.

The questions are drawn from the directory itself, seeded: a letter, two, three, half a word, words
of names and descriptions, a word with a slip, a word and a city, slang, words for a need; apart
from them whole names, and what nobody should type. Beside each stands a plain fetch of 20 rows
by rowid, the least that any search can take; beside what is found stands FTS5 as it is usually
used (prefix='2 3', ORDER BY bm25), which is only built up to 100,000 listings. Runs in the
wheel's Python; alone: python benchmarks/finding_at_scale.py HOME [--rounds N].
"""

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from environments import Bench
    from figures import Figure

GROUP = "finding"
MIXED_P95 = {100_000: 2.0, 1_000_000: 10.0}
"""Issue 6: milliseconds at 95 % of the mixed questions, by listings."""
NAMES_P95 = {1_000_000: 25.0}
WORST = 50.0
GROWTH = 12.0
INDEX_TO_TEXT = 0.4
_JUDGED = "not in 5"
"""Issue 6: among the first five at least as often as bm25."""
SLIP_P95 = 1.0
"""Issue 6: milliseconds that a misspelled word takes longer than the word."""
OF_EACH = 40
"""Questions of each kind."""
KNOWN = 200
"""Listings that are looked for by what somebody may remember of them."""
BM25_MOST = 100_000
"""Beyond, the usual index takes a gigabyte and minutes."""
SLANG = (
    "narcan", "starving", "crashing on couches", "broke", "food stamps", "detox",
    "no place to sleep", "unhoused", "ebt", "bus pass", "rehab", "evicted", "deported",
    "hungry kids", "abusive boyfriend", "cold tonight", "cant pay rent", "just got out of jail",
)  # fmt: skip
NEEDS = (
    "shelter", "food", "legal aid", "mental health", "health clinic", "veterans", "tutoring",
    "transport", "warming center", "grief group", "job training", "reentry", "shower", "literacy",
)  # fmt: skip
_FIELDS = (
    "name, also_known_as, organization, city, description, eligibility, area_served, cost,"
    " how_to_apply, documents, accessibility, alert"
)
"""What the index is made from: what it finds by, and what tells whom a place takes and for what."""
Questions = dict[str, list[str]]


def measure(bench: "Bench") -> "list[Figure]":
    """Return the figures of every size of ``bench``."""
    found = {}
    for size in bench.sizes:
        home = bench.home(size)
        command = [str(bench.python), str(Path(__file__)), str(home), "--json"]
        command += ["--rounds", str(max(3, bench.rounds // 3))]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=bench.environment(home)
        )
        found[size] = json.loads(done.stdout)
    return [*_figures(found)]


def _figures(found: dict[int, dict[str, Any]]) -> "Iterator[Figure]":
    from figures import alone, paired

    for size, told in found.items():
        where = f"{size:,} listings"
        mixed = [one for kind in told["kinds"].values() for one in kind]
        raw = [one for kind in told["raw"].values() for one in kind]
        yield alone(GROUP, f"20 rows by rowid, {where}", raw, unit="ms")
        yield paired(GROUP, f"mixed, {where}", mixed, raw, unit="ms", beside="20 rows by rowid")
        yield alone(GROUP, f"mixed, {where}: ms", mixed, unit="ms", at_most_p95=MIXED_P95.get(size))
        for kind, times in told["kinds"].items():
            yield alone(GROUP, f"{kind}, {where}", times, unit="ms")
        yield alone(
            GROUP,
            f"whole names, {where}",
            told["names"],
            unit="ms",
            at_most_p95=NAMES_P95.get(size),
        )
        worst = max(*mixed, *told["names"], *told["odd"].values())
        yield alone(GROUP, f"the slowest of all, {where}", [worst], unit="ms", at_most=WORST)
        yield alone(
            GROUP, f"a slip takes longer by, {where}", told["slip"], unit="ms", at_most_p95=SLIP_P95
        )
        share = told["index"] / told["text"]
        yield alone(
            GROUP, f"index to its text, {where}", [share], unit="ratio",
            at_most=INDEX_TO_TEXT if size > 1_000 else None,
        )  # fmt: skip
        for case, misses in told["missed"].items():
            theirs = told["missed_usually"].get(case)
            judged = theirs if case.endswith(_JUDGED) else None
            yield alone(GROUP, f"{case}, {where}", [misses], unit="share", at_most=judged)
            if theirs is not None:
                yield alone(GROUP, f"bm25: {case}, {where}", [theirs], unit="share")
    first, last = min(found), max(found)
    if first < last:
        grown = _late(found[last]) / _late(found[first])
        case = f"p95 of {last:,} listings to that of {first:,}"
        yield alone(GROUP, case, [grown], unit="ratio", at_most=GROWTH)


def _late(told: dict[str, Any]) -> float:
    from figures import percentile

    return percentile([one for kind in told["kinds"].values() for one in kind], 0.95)


def questions(database: sqlite3.Connection, of_each: int) -> Questions:
    """Return questions of each kind, drawn from the listings in ``database``."""
    random = Random(6)
    made: Questions = {}
    for at in range(of_each):
        name, organization, city, about = next(_drawn(database, random))
        own, told = name.lower().split(), about.lower().split()
        every = [word for word in own + told if len(word) > 4] or own
        one, other, third = (random.choice(every) for _ in range(3))
        for kind, text in {
            "1 letter": random.choice(own)[:1],
            "2 letters": random.choice(own)[:2],
            "3 letters": random.choice(every)[:3],
            "4-5 letters": one[: random.randint(4, 5)],
            "a word": other,
            "two words": f"{random.choice(own)} {random.choice(told or own)}",
            "three words": f"{one} {other} {third[:4]}",
            "a misspelled word": slip(one, random),
            "a word and a city": f"{other} {city.lower()}",
            "of an organization": " ".join(organization.lower().split()[:2]) or one,
            "slang": SLANG[at % len(SLANG)],
            "words for a need": NEEDS[at % len(NEEDS)],
        }.items():
            made.setdefault(kind, []).append(text)
    return made


def odd_questions(database: sqlite3.Connection) -> dict[str, str]:
    """Return what is pasted or typed by accident."""
    random = Random(66)
    texts = [about for _, _, _, about in (next(_drawn(database, random)) for _ in range(20))]
    pasted = " ".join(texts)
    return {
        "a pasted description": " ".join(pasted.split()[:60]),
        "a pasted page": pasted[:5000],
        "small words": "the of and to in for",
        "letters": "a b c d e f",
        "common words": "community support program health services resources",
        "beginnings": "com pro ser fam hea sup",
        "Chinese": "眠る食べ物 無料",
        "emoji": "😀 food 😀",
        "accents": "ñandú cámara pública",
        "one letter over and over": "s s s s s s",
    }


def slip(word: str, random: Random) -> str:
    """Return ``word`` with one letter left out, added, changed, or swapped with the next."""
    at = random.randint(1, max(1, len(word) - 2))
    letter = random.choice("aeioulnrst")
    return random.choice((
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    ))  # fmt: skip


def _drawn(database: sqlite3.Connection, random: Random) -> Iterator[tuple[str, str, str, str]]:
    last = database.execute("select max(rowid) from listing").fetchone()[0]
    while True:
        row = database.execute(
            "select name, organization, city, description from listing where rowid = ?"
            " and not hidden and source <> 'national' and name <> ''",
            (random.randint(1, last),),
        ).fetchone()
        if row is not None:
            yield row


def told_of(home: Path, rounds: int) -> dict[str, Any]:
    """Return everything measured in one home, as plain values; times in milliseconds."""
    from deskaid.paths import find_paths
    from deskaid.search.query import Finder

    paths = find_paths()
    database = sqlite3.connect(f"{paths.database.as_uri()}?mode=ro", uri=True)
    asked = questions(database, OF_EACH)
    names = [name for name, *_ in (next(_drawn(database, Random(at))) for at in range(OF_EACH))]
    with Finder(paths.search, paths.database) as finder:
        find: Callable[[str], object] = finder.find
        fetch = _fetch(database)
        kinds: dict[str, list[float]] = {}
        raw: dict[str, list[float]] = {}
        for kind, texts in asked.items():
            for text in texts:
                times = _in_turns((find, fetch), text, rounds)
                kinds.setdefault(kind, []).append(times[0])
                raw.setdefault(kind, []).append(times[1])
        random = Random(7)
        slips = []
        for text in asked["a word"]:
            wrong = slip(text, random)
            times = _in_turns((partial(_ask, find, text), partial(_ask, find, wrong)), "", rounds)
            slips.append(max(0.0, times[1] - times[0]))
        told: dict[str, Any] = {
            "kinds": kinds,
            "raw": raw,
            "names": [_in_turns((find,), text, rounds)[0] for text in names],
            "odd": {
                kind: _in_turns((find,), text, rounds)[0]
                for kind, text in odd_questions(database).items()
            },
            "slip": slips,
            "index": paths.search.stat().st_size,
            "text": _text(database),
        }
        items = _known_items(database)
        told["missed"] = _missed(
            items, lambda text: [one.id for one in finder.search_listings(text, limit=20)]
        )
        last = database.execute("select count(*) from listing").fetchone()[0]
        told["missed_usually"] = {}
        if last <= BM25_MOST * 1.1:
            with tempfile.TemporaryDirectory() as folder:
                usual = _usual(database, Path(folder) / "usual.db")
                told["missed_usually"] = _missed(items, usual)
    return told


def _text(database: sqlite3.Connection) -> int:
    """Return the bytes of all that the index is made from: `_FIELDS`, and the needs' labels."""
    from deskaid.paths import shipped
    from deskaid.search.vocabulary import FILE_NAME, load_vocabulary

    needs = load_vocabulary(shipped() / FILE_NAME).needs
    labels = {code: len(need.label.encode()) + 1 for code, need in needs.items()}
    (text,) = database.execute(
        f"select sum(length(cast({_FIELDS.replace(', ', ' || ')} as blob))) from listing"
    ).fetchone()
    counted = database.execute("select needs, count(*) from listing group by needs")
    return int(text) + sum(
        int(many) * sum(labels.get(code, 0) for code in codes.split()) for codes, many in counted
    )


def _in_turns(cases: tuple[Callable[[str], object], ...], text: str, rounds: int) -> list[float]:
    """Return the median milliseconds of each case, warm, asked in turns."""
    times: list[list[float]] = [[] for _ in cases]
    for case in cases:
        case(text)
    for _ in range(rounds):
        for at, case in enumerate(cases):
            begun = time.perf_counter()
            case(text)
            times[at].append((time.perf_counter() - begun) * 1000)
    return [statistics.median(one) for one in times]


def _ask(find: Callable[[str], object], text: str, _turn: str) -> object:
    return find(text)


def _fetch(database: sqlite3.Connection) -> Callable[[str], object]:
    random = Random(1)
    last = database.execute("select max(rowid) from listing").fetchone()[0]
    marks = ", ".join("?" * 20)

    def fetch(_text: str) -> object:
        rows = [random.randint(1, last) for _ in range(20)]
        return database.execute(
            f"select id, name, organization, city, hours from listing where rowid in ({marks})",
            rows,
        ).fetchall()

    return fetch


def _known_items(database: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Return (question, id) of listings that somebody remembers by name, by parts, by their keeper.

    A question that fits several alike is taken all the same: it is as hard for both ways.
    """
    random = Random(60)
    last = database.execute("select max(rowid) from listing").fetchone()[0]
    items: dict[str, list[tuple[str, str]]] = {}
    while len(items.get("by name", ())) < KNOWN:
        row = database.execute(
            "select id, name, organization, city from listing where rowid = ? and not hidden"
            " and source <> 'national' and name <> '' and city <> ''",
            (random.randint(1, last),),
        ).fetchone()
        if row is None:
            continue
        identity, name, organization, city = row
        words = name.lower().split()
        some = " ".join(random.sample(words, min(2, len(words))))
        for case, text in {
            "by name": name,
            "by two words and the city": f"{some} {city}",
            "by organization": f"{organization} {words[0]}",
        }.items():
            items.setdefault(case, []).append((text, identity))
    return items


def _missed(
    items: dict[str, list[tuple[str, str]]], ask: Callable[[str], list[str]]
) -> dict[str, float]:
    """Return the share of known items that are not among the first 1, 5 and 20."""
    missed = {}
    for case, pairs in items.items():
        places = []
        for text, identity in pairs:
            found = ask(text)[:20]
            places.append(found.index(identity) if identity in found else 99)
        for most in (1, 5, 20):
            share = sum(place >= most for place in places) / len(places)
            missed[f"known {case}, not in {most}"] = share
    return missed


def _usual(database: sqlite3.Connection, path: Path) -> Callable[[str], list[str]]:
    """Return the usual way to find: FTS5 with prefixes of 2 and 3, all words, by bm25."""
    index = sqlite3.connect(path)
    index.execute("pragma journal_mode=off")
    index.execute("pragma synchronous=off")
    index.execute(
        "create virtual table t using fts5(id unindexed, name, head, rest, prefix='2 3',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    index.executemany(
        "insert into t values (?, ?, ?, ?)",
        database.execute(
            "select id, name, organization || ' ' || also_known_as || ' ' || city,"
            " description || ' ' || eligibility || ' ' || area_served from listing where not hidden"
        ),
    )
    index.commit()

    def find(text: str) -> list[str]:
        kept = "".join(letter if letter.isalnum() else " " for letter in text)
        match = " ".join(f'"{word}"*' for word in kept.split())
        rows = index.execute(
            "select id from t where t match ? order by bm25(t, 0, 10, 4, 1) limit 20", (match,)
        )
        return [row[0] for row in rows]

    return find


def main() -> None:
    """Measure one home, in the Python that deskaid is installed in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    import os

    os.environ["DESKAID_HOME"] = str(options.home.absolute())
    told = told_of(options.home, options.rounds)
    if options.json:
        json.dump(told, sys.stdout)
        return
    size = int(told.get("listings", 0))
    for figure in _figures({size: told}):
        print(f"{figure.case:<60} {figure.median:10.3f} {figure.p95:10.3f} {figure.unit}")


if __name__ == "__main__":
    main()
