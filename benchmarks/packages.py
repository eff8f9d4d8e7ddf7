"""A generator of realistic HSDS packages: seeded, so that two machines import the same bytes.

Words follow Zipf's law over an invented vocabulary, mixed with words the field uses; numbers,
hours and places have the shapes that 211 exports have. 100,000 services come to about 460,000
rows in seven tables and 120 MB (research/speed.md 4). Every name and number is drawn at random.
"""

import csv
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

_SYLLABLES = [first + second for first in "bcdfghklmnpr" for second in "aeio"]
_KINDS = (
    "Food pantry", "Night shelter", "Legal aid clinic", "Job training", "Counseling",
    "Family support", "Senior rides", "Health clinic", "Utility assistance", "Tutoring",
    "Diaper bank", "Hot meals", "Support group", "Veterans office", "ID help", "Warming center",
)  # fmt: skip
_STREETS = ("Main St", "Oak Avenue", "Pier Road", "2nd Street", "Library Lane", "Harbor Blvd")
_WEEKS = (
    (("MO,TU,WE,TH,FR", "09:00", "17:00"),),
    (("MO,TU,WE,TH,FR", "08:30", "16:30"), ("SA", "10:00", "12:00")),
    (("TU,TH", "13:00", "18:00"),),
    (("MO,TU,WE,TH,FR,SA,SU", "20:00", "08:00"),),
)
_HOURS_IN_WORDS = ("Mon-Fri 9am-5pm", "24 hours a day, 7 days a week", "By appointment only")


class Words:
    """Draws words by Zipf's law."""

    def __init__(self, random: Random, size: int = 20_000) -> None:
        self._random = random
        field = ["help", "food", "shelter", "family", "program", "service", "free", "income"]
        made = {"".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(size)}
        self._words = field + sorted(made)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def word(self) -> str:
        """Return one word."""
        return self._words[bisect(self._weights, self._random.random() * self._weights[-1])]

    def text(self, fewest: int, most: int) -> str:
        """Return a text of that many words."""
        total = self._weights[-1]
        draws = [self._random.random() * total for _ in range(self._random.randint(fewest, most))]
        return " ".join(self._words[bisect(self._weights, draw)] for draw in draws)


def write_package(folder: Path, services: int, *, seed: int = 1, shuffled: bool = False) -> int:
    """Write a package of ``services`` into ``folder`` and return its number of rows.

    With ``shuffled`` the rows of every table but services come in an order of their own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    maker = _Maker(random, services)
    written = 0
    for name, header, rows in maker.tables():
        if shuffled and name != "services":
            every = list(rows)
            random.shuffle(every)
            rows = iter(every)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header.split())
            for row in rows:
                writer.writerow(row)
                written += 1
    return written


class _Maker:
    """The tables of one package, a row at a time."""

    def __init__(self, random: Random, services: int) -> None:
        self._random = random
        self._words = Words(random)
        self._services = services
        self._organizations = max(services * 15 // 100, 1)
        self._locations = max(services * 40 // 100, 1)

    def tables(self) -> Iterator[tuple[str, str, Iterator[list[str]]]]:
        """Yield (name, header, rows) of each table."""
        yield "organizations", "id name alternate_name description email url", self._of_agencies()
        yield (
            "services",
            "id organization_id name alternate_name description url email status"
            " application_process fees_description eligibility_description assured_date",
            self._of_services(),
        )
        yield "locations", "id organization_id name latitude longitude", self._of_locations()
        yield "service_at_location", "id service_id location_id description", self._of_pairs()
        yield (
            "addresses",
            "id location_id address_1 address_2 city state_province postal_code country"
            " address_type",
            self._of_addresses(),
        )
        yield "phones", "id service_id location_id number extension type", self._of_phones()
        yield (
            "schedules",
            "id service_id freq byday opens_at closes_at description",
            self._of_schedules(),
        )

    def _id(self, kind: str, number: int) -> str:
        """Return a stable id in the form of a UUID that says nothing of the order."""
        mixed = (number * 0x9E3779B97F4A7C15 + ord(kind[0]) * 0xC2B2AE3D27D4EB4F) % (1 << 64)
        text = f"{mixed:016x}{number:08x}{sum(map(ord, kind)):08x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def _of_agencies(self) -> Iterator[list[str]]:
        for number in range(self._organizations):
            name = f"{self._words.text(2, 3).title()} Services"
            yield [
                self._id("organization", number), name, "", self._words.text(15, 60),
                f"desk{number}@example.org", f"https://agency{number}.example.org",
            ]  # fmt: skip

    def _of_services(self) -> Iterator[list[str]]:
        random, words = self._random, self._words
        for number in range(self._services):
            description = words.text(25, 120)
            odd = random.random()
            if odd < 0.02:
                description = f"<p>{description}</p>&nbsp;Come &amp; see"
            elif odd < 0.05:
                description = f"{description}\nAtención: también en español"
            yield [
                self._id("service", number),
                self._id("organization", number % self._organizations),
                f"{random.choice(_KINDS)} {words.text(1, 3)}",
                words.text(2, 3) if random.random() < 0.1 else "",
                description,
                f"https://service{number}.example.org/about" if random.random() < 0.4 else "",
                f"intake{number}@example.org" if random.random() < 0.3 else "",
                "active" if random.random() < 0.97 else "inactive",
                words.text(4, 12) if random.random() < 0.6 else "",
                "Free" if random.random() < 0.5 else words.text(2, 6),
                words.text(3, 14) if random.random() < 0.7 else "",
                f"20{random.randint(19, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            ]

    def _of_locations(self) -> Iterator[list[str]]:
        for number in range(self._locations):
            yield [
                self._id("location", number),
                self._id("organization", number % self._organizations),
                f"{self._words.text(1, 2).title()} Center",
                f"{25 + self._random.random() * 22:.6f}",
                f"{-120 + self._random.random() * 45:.6f}",
            ]

    def _of_pairs(self) -> Iterator[list[str]]:
        for number in range(self._services):
            place = number % self._locations
            yield [
                self._id("pair", number), self._id("service", number),
                self._id("location", place), "",
            ]  # fmt: skip

    def _of_addresses(self) -> Iterator[list[str]]:
        for number in range(self._locations):
            yield [
                self._id("address", number), self._id("location", number),
                f"{self._random.randint(1, 9999)} {self._random.choice(_STREETS)}",
                f"Suite {number % 400}" if number % 5 == 0 else "",
                self._words.word().title(), "IL", f"{60000 + number % 2999}", "US", "physical",
            ]  # fmt: skip

    def _number(self) -> str:
        area, office = self._random.randint(201, 989), self._random.randint(200, 999)
        line = self._random.randint(0, 9999)
        shape = self._random.random()
        if shape < 0.6:
            return f"({area}) {office}-{line:04}"
        if shape < 0.9:
            return f"{area}-{office}-{line:04}"
        return f"1-800-{office}-{line:04}" if shape < 0.98 else f"{area}.{office}.{line:04} x{area}"

    def _of_phones(self) -> Iterator[list[str]]:
        for number in range(self._services):
            if number % 10 == 9:
                continue
            yield [
                self._id("phone", number), self._id("service", number), "", self._number(),
                str(number % 500) if number % 12 == 0 else "",
                "fax" if number % 9 == 0 else "voice",
            ]  # fmt: skip

    def _of_schedules(self) -> Iterator[list[str]]:
        made = 0
        for number in range(self._services):
            chance = self._random.random()
            if chance < 0.56:
                for days, opens, closes in self._random.choice(_WEEKS):
                    made += 1
                    yield [
                        self._id("schedule", made), self._id("service", number),
                        "WEEKLY", days, opens, closes, "",
                    ]  # fmt: skip
            elif chance < 0.64:
                made += 1
                text = self._random.choice(_HOURS_IN_WORDS)
                yield [
                    self._id("schedule", made), self._id("service", number),
                    "", "", "", "", text,
                ]  # fmt: skip
