"""settings.toml: good defaults without a file, and errors that name the right word."""

from pathlib import Path

import pytest

from deskaid.errors import FileTrouble, Refused
from deskaid.paths import Paths
from deskaid.settings import (
    Settings,
    Timers,
    load_settings,
    usable_settings,
    write_settings,
    write_theme,
)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_file_is_needed(paths: Paths) -> None:
    settings = load_settings(paths)
    assert settings == Settings(path=paths.settings)
    assert settings.timers == Timers(60, 180, 600)
    assert (settings.theme, settings.single_keys, settings.retention_days) == ("dark", True, 30)
    assert not paths.config.exists()


def test_every_setting_is_read(paths: Paths) -> None:
    put(
        paths.settings,
        'theme = "light"\nsingle_keys = false\nnotebook = "Front desk"\nretention_days = 7\n'
        "[timers]\nlock_seconds = 0\ncurtain_seconds = 60\n"
        '[keys]\nnote = "f7, ctrl+n"\ncard.next = "space"\n"card.previous" = ""\n'
        '[menu]\nf = "angry-about-a-fine-or-fee"\n',
    )
    settings = load_settings(paths)
    assert (settings.theme, settings.single_keys, settings.notebook) == (
        "light",
        False,
        "Front desk",
    )
    assert settings.retention_days == 7
    assert settings.timers == Timers(60, 60, 0)
    assert settings.keys == {"note": "f7,ctrl+n", "card.next": "space", "card.previous": ""}
    assert settings.menu == {"f": "angry-about-a-fine-or-fee"}


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('tehme = "dark"', "'tehme'", "Did you mean 'theme'?"),
        ('theme = "drak"', "'theme'", "Did you mean 'dark'?"),
        ("theme = 1", "'theme'", "'dark', 'light'"),
        ('single_keys = "no"', "'single_keys'", "true or false"),
        ("single_keys = 0", "'single_keys'", "true or false"),
        ("retention_days = 31", "'retention_days'", "7, 30 or 90"),
        ("retention_days = 30.0", "'retention_days'", "without quotes"),
        ("retention_days = true", "'retention_days'", "7, 30 or 90"),
        ("retention_days = []", "'retention_days'", "7, 30 or 90"),
        ("notebook = 7", "'notebook'", "in quotes"),
        ("timers = 60", "'timers'", "[timers]"),
        ("[timers]\nlok_seconds = 60", "'timers.lok_seconds'", "Did you mean 'lock_seconds'?"),
        ("[timers]\nlock_seconds = 5", "'timers.lock_seconds'", "60 to 28800 seconds, or 0"),
        ("[timers]\nlock_seconds = -1", "'timers.lock_seconds'", "0 for never"),
        ("[timers]\nlock_seconds = false", "'timers.lock_seconds'", "0 for never"),
        ("[timers]\nlock_seconds = true", "'timers.lock_seconds'", "0 for never"),
        ("[timers]\nlock_seconds = 90.5", "'timers.lock_seconds'", "0 for never"),
        ("[keys]\nnote = 7", "'keys.note'", "in quotes"),
        ('[keys]\nnote = "ctrl-n"', "'keys.note'", "'ctrl+n'"),
        ('[menu]\nff = "a-card"', "'menu.ff'", "one letter"),
        ('[menu]\nf = "A card"', "'menu.f'", "names no card"),
        ('theme "dark"', "line 1", "quotes"),
    ],
)
def test_a_bad_value_names_file_key_and_the_right_word(
    paths: Paths, text: str, key: str, says: str
) -> None:
    put(paths.settings, text)
    with pytest.raises(Refused) as caught:
        load_settings(paths)
    assert str(paths.settings) in caught.value.message
    assert key in caught.value.message
    assert says in str(caught.value)
    assert caught.value.hint


def test_one_bad_line_takes_no_other_choice_away(paths: Paths) -> None:
    put(
        paths.settings,
        'theme = "light"\nretention_days = 31\n[timers]\nlock_seconds = 5\ncurtain_seconds = 60\n'
        '[keys]\nnote = "f7"\nhome = "ctrl-h"\nhoem = "f5"\n[menu]\nf = "noise"\ngg = "noise"\n',
    )
    settings, trouble = usable_settings(paths, ["note", "home"])
    assert (settings.theme, settings.retention_days) == ("light", 30)
    assert settings.timers == Timers(60, 60, 600)
    assert settings.keys == {"note": "f7"}
    assert settings.menu == {"f": "noise"}
    assert "retention_days" in str(trouble), "the first one is told; mend it and meet the next"


def test_a_file_that_is_not_toml_gives_the_defaults_and_says_so(paths: Paths) -> None:
    put(paths.settings, "theme = dark\n")
    settings, trouble = usable_settings(paths, [])
    assert settings == Settings()
    assert "line 1" in str(trouble)


def test_an_unknown_action_names_the_nearest(paths: Paths) -> None:
    put(paths.settings, '[keys]\nnte = "f7"\n')
    settings = load_settings(paths)
    with pytest.raises(Refused, match=r"keys\.nte.*Did you mean 'note'"):
        settings.check_keys(["note", "home"])
    settings.check_keys(["nte"])


def test_an_unknown_card_on_the_menu_names_the_nearest(paths: Paths) -> None:
    put(paths.settings, '[menu]\nf = "angry-about-fine"\n')
    settings = load_settings(paths)
    with pytest.raises(Refused, match=r"menu\.f.*Did you mean 'angry-about-a-fine'"):
        settings.check_menu(["angry-about-a-fine", "noise"])
    settings.check_menu(["angry-about-fine"])


def test_the_theme_is_remembered_and_comments_stay(paths: Paths) -> None:
    put(paths.settings, "# mine\n[timers]\nlock_seconds = 300 # short\n")
    write_theme(paths, "light")
    settings = load_settings(paths)
    assert (settings.theme, settings.timers.lock_seconds) == ("light", 300)
    text = paths.settings.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "# short" in text


def test_settings_are_written_one_by_one(paths: Paths) -> None:
    write_settings(paths, {"timers.lock_seconds": 120, "single_keys": False, "keys.note": "f7"})
    settings = load_settings(paths)
    assert settings.timers.lock_seconds == 120
    assert settings.keys == {"note": "f7"}
    assert not settings.single_keys
    write_settings(paths, {"timers.lock_seconds": "", "keys.note": ""})
    assert load_settings(paths).timers == Timers()
    assert load_settings(paths).keys == {}


def test_a_bad_setting_is_never_written(paths: Paths) -> None:
    for values in ({"theme": "blue"}, {"tehme": "dark"}, {"timers.lock_seconds": 1}):
        with pytest.raises(Refused):
            write_settings(paths, values)
    assert not paths.settings.exists()


def test_a_broken_file_is_not_written_over(paths: Paths) -> None:
    put(paths.settings, "theme = dark\n")
    with pytest.raises(Refused):
        write_theme(paths, "light")
    assert paths.settings.read_text(encoding="utf-8") == "theme = dark\n"


def test_a_file_that_is_not_text_is_a_file_trouble(paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    paths.settings.write_bytes(b"\xff\xfe\x00t")
    with pytest.raises(FileTrouble):
        load_settings(paths)
