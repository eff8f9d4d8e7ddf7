"""Plain lines of site.toml are read without a TOML library, and read the same."""

import subprocess
import sys
import tomllib
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from at_the_desk import SITE
from deskaid.paths import Paths
from deskaid.site import write_site
from deskaid.tomlfile import _plain_lines, read_toml
from rounds import rounds

PIECES = st.sampled_from(
    [
        *("name", "hours", "a-b", "theme", "7", "[", "]", "[hours]", "[a.b]", "[[x]]", "#", "# no"),
        *(
            "=",
            " = ",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\r",
            '"',
            '"Maple"',
            '""',
            '"""',
            "'x'",
            "\\",
            '"a#b"',
        ),
        *(
            "true",
            "false",
            "0",
            "7",
            "07",
            "+7",
            "1_0",
            "1.5",
            "٣",
            "é",
            "\u00a0",
            "\u202e",
            "{",
            ",",
        ),
        *('name = "Maple"\n', "timers.lock = 5\n", "lock = 300\n", "single_keys = true\n"),
    ]
)


@settings(max_examples=rounds(400, 40_000))
@given(st.lists(PIECES, max_size=14).map("".join))
@example('name = "Maple"\nname = "Oak"\n')
@example('[hours]\nmonday = "9-5"\n[hours]\n')
@example("hours = 1\n[hours]\n")
@example('a = "b" # c')
@example('a = "b"\r')
@example("= 1")
@example("[]")
@example("[a]b = 1]")
def test_plain_lines_mean_what_they_mean_in_toml(text: str) -> None:
    plain = _plain_lines(text)
    if plain is not None:
        assert plain == tomllib.loads(text)


def test_an_ordinary_file_is_read_as_plain_lines(paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    paths.site.write_text(SITE, encoding="utf-8")
    write_site(paths, {"hours.monday": "9:00-17:00", "director": "Kim O'Neil"})
    text = paths.site.read_text(encoding="utf-8")
    assert _plain_lines(text) == tomllib.loads(text) == read_toml(paths.site)


def test_what_takes_more_is_still_read(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('name = "A \\"Maple\\" Library"  # ours\n', encoding="utf-8")
    assert read_toml(file) == {"name": 'A "Maple" Library'}


def test_an_ordinary_start_loads_no_toml_library(ready: Paths) -> None:
    program = (
        "import sys; from deskaid.desk import Desk; from deskaid.paths import find_paths; "
        "assert Desk(find_paths()).site.name; assert 'tomllib' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
