"""A generator of realistic HSDS packages: seeded, so that two machines import the same bytes.

Words follow Zipf's law (`zipf`), descriptions have 59 of them on average and names 25 characters,
services fall to agencies and cities by Pareto's law; numbers, hours and places have the shapes
that 211 exports have. 100,000 services come to about 460,000 rows in seven tables and 100 MB
(research/speed.md 4). Every name and number is drawn at random. Rows are written as they are
drawn, so a million services need no more memory than a thousand.

    python benchmarks/packages.py FOLDER --services 100000
"""

import argparse
import csv
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from zipf import Drawn, Words

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
_WHO = (
    "Adults 18 and older", "Families with children under 18", "Residents of the county",
    "Open to all", "Seniors 60+", "Veterans and their families", "Women and children",
)  # fmt: skip
_MEAN_WORDS, _SPREAD = 59, 0.6
"""Length of a description in words, log-normal (research/speed.md: about 59)."""
_MOST_WORDS = 400
_CITIES = 300


def write_package(folder: Path, services: int, *, seed: int = 1, shuffled: bool = False) -> int:
    """Write a package of ``services`` into ``folder`` and return its number of rows.

    With ``shuffled`` the rows of every table but services come in an order of their own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, header, rows in _Maker(seed, services).tables():
        if shuffled and name != "services":
            every = list(rows)
            Random(seed).shuffle(every)
            rows = iter(every)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(header.split())
            for row in rows:
                writer.writerow(row)
                written += 1
    return written


class _Maker:
    """The tables of one package, a row at a time; each table draws from a seed of its own."""

    def __init__(self, seed: int, services: int) -> None:
        self._seed = seed
        self._words = Words(str(seed))
        self._services = services
        self._organizations = max(services * 15 // 100, 1)
        self._locations = max(services * 40 // 100, 1)
        random = self._random("shares")
        self._agencies = Drawn(random, self._organizations)
        self._towns = Drawn(random, _CITIES)
        self._cities = [self._words.invented(random).title() for _ in range(_CITIES)]

    def _random(self, table: str) -> Random:
        return Random(f"{self._seed}/{table}")

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
        random, words = self._random("organizations"), self._words
        for number in range(self._organizations):
            yield [
                self._id("organization", number), f"{words.name(random, 2)} Services", "",
                words.between(random, 15, 60),
                f"desk{number}@example.org", f"https://agency{number}.example.org",
            ]  # fmt: skip

    def _description(self, random: Random) -> str:
        middle = math.log(_MEAN_WORDS) - _SPREAD**2 / 2
        length = min(max(int(random.lognormvariate(middle, _SPREAD)), 5), _MOST_WORDS)
        text = self._words.text(random, length)
        odd = random.random()
        if odd < 0.02:
            return f"<p>{text}</p>&nbsp;Come &amp; see"
        return f"{text}\nAtención: también en español" if odd < 0.05 else text

    def _of_services(self) -> Iterator[list[str]]:
        random, words = self._random("services"), self._words
        for number in range(self._services):
            who = random.random()
            yield [
                self._id("service", number),
                self._id("organization", self._agencies.number(random)),
                f"{words.name(random, random.randint(1, 2))} {random.choice(_KINDS)}",
                words.name(random, 2) if random.random() < 0.1 else "",
                self._description(random),
                f"https://service{number}.example.org/about" if random.random() < 0.4 else "",
                f"intake{number}@example.org" if random.random() < 0.3 else "",
                "active" if random.random() < 0.97 else "inactive",
                words.between(random, 4, 12) if random.random() < 0.6 else "",
                "Free" if random.random() < 0.5 else words.between(random, 2, 6),
                random.choice(_WHO) if who < 0.4
                else words.between(random, 3, 14) if who < 0.7 else "",
                f"20{random.randint(19, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            ]  # fmt: skip

    def _of_locations(self) -> Iterator[list[str]]:
        random = self._random("locations")
        for number in range(self._locations):
            yield [
                self._id("location", number),
                self._id("organization", self._agencies.number(random)),
                f"{self._words.name(random, random.randint(1, 2))} Center",
                f"{25 + random.random() * 22:.6f}",
                f"{-120 + random.random() * 45:.6f}",
            ]

    def _of_pairs(self) -> Iterator[list[str]]:
        for number in range(self._services):
            place = number % self._locations
            yield [
                self._id("pair", number), self._id("service", number),
                self._id("location", place), "",
            ]  # fmt: skip

    def _of_addresses(self) -> Iterator[list[str]]:
        random = self._random("addresses")
        for number in range(self._locations):
            town = self._towns.number(random)
            yield [
                self._id("address", number), self._id("location", number),
                f"{random.randint(1, 9999)} {random.choice(_STREETS)}",
                f"Suite {number % 400}" if number % 5 == 0 else "",
                self._cities[town], "IL", f"{60000 + town}", "US", "physical",
            ]  # fmt: skip

    def _of_phones(self) -> Iterator[list[str]]:
        random = self._random("phones")
        for number in range(self._services):
            if number % 10 == 9:
                continue
            yield [
                self._id("phone", number), self._id("service", number), "", _number(random),
                str(number % 500) if number % 12 == 0 else "",
                "fax" if number % 9 == 0 else "voice",
            ]  # fmt: skip

    def _of_schedules(self) -> Iterator[list[str]]:
        random = self._random("schedules")
        made = 0
        for number in range(self._services):
            chance = random.random()
            if chance < 0.56:
                for days, opens, closes in random.choice(_WEEKS):
                    made += 1
                    yield [
                        self._id("schedule", made), self._id("service", number),
                        "WEEKLY", days, opens, closes, "",
                    ]  # fmt: skip
            elif chance < 0.64:
                made += 1
                text = random.choice(_HOURS_IN_WORDS)
                yield [
                    self._id("schedule", made), self._id("service", number),
                    "", "", "", "", text,
                ]  # fmt: skip


def _number(random: Random) -> str:
    area, office = random.randint(201, 989), random.randint(200, 999)
    line = random.randint(0, 9999)
    shape = random.random()
    if shape < 0.6:
        return f"({area}) {office}-{line:04}"
    if shape < 0.9:
        return f"{area}-{office}-{line:04}"
    return f"1-800-{office}-{line:04}" if shape < 0.98 else f"{area}.{office}.{line:04} x{area}"


def main() -> None:
    """Write a package to a folder and say how many rows it has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffled", action="store_true", help="rows in no common order")
    options = parser.parse_args()
    rows = write_package(
        options.folder, options.services, seed=options.seed, shuffled=options.shuffled
    )
    sys.stdout.write(f"{rows} rows\n")


if __name__ == "__main__":
    main()
