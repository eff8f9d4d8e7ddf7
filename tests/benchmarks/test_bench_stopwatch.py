"""The stopwatch counts what a person would see: whole frames, at the moment they were whole."""

import sys

import pytest
from bench_desk import processes, stopwatch

BEGIN, END = stopwatch.FRAME_BEGINS, stopwatch.FRAME_ENDS


def session(*chunks: tuple[float, bytes]) -> stopwatch.Session:
    """A recorded session: seconds and bytes."""
    return stopwatch.Session(0, 0, 0.0, list(chunks))


def test_a_frame_in_pieces_is_seen_at_its_end() -> None:
    recorded = session((1.0, BEGIN + b"\x1b[2Jfirst "), (2.0, b"words"), (3.0, END), (4.0, b"!"))
    assert recorded.first_seen("first words") == 3.0
    assert recorded.first_seen("first words!") == 4.0


def test_a_mark_cut_in_two_still_holds_the_frame_back() -> None:
    recorded = session((1.0, BEGIN[:4]), (2.0, BEGIN[4:] + b"words"), (3.0, b"." + END[:3]),
                       (4.0, END[3:]), (5.0, b" "))  # fmt: skip
    assert recorded.first_seen("words") == 4.0


def test_a_frame_that_ends_and_another_that_begins_in_one_chunk() -> None:
    recorded = session((1.0, BEGIN + b"one" + END + BEGIN), (2.0, b" two" + END), (3.0, b""))
    # What the first frame showed counts when the second is whole: never sooner than it was seen.
    assert recorded.first_seen("one") == 2.0
    assert recorded.first_seen("one two") == 2.0


def test_words_drawn_in_pieces_and_colors_are_found_on_the_screen() -> None:
    recorded = session((1.0, b"\x1b[5;10Hsh\x1b[31mel"), (2.0, b"\x1b[5;14Hter"))
    assert recorded.first_seen("shelter") == 2.0
    assert recorded.screen().splitlines()[4] == "         shelter"


def test_what_a_program_left_half_drawn_is_seen() -> None:
    assert session((1.0, BEGIN + b"it broke here")).first_seen("broke") == 1.0


def test_what_was_never_shown_is_not_found() -> None:
    recorded = session((1.0, b"one"), (2.0, b"\x1b[2J\x1b[Htwo"))
    assert recorded.first_seen("three") is None
    assert recorded.first_seen("one", after=1.5) is None


def test_frames_are_counted_by_their_ends() -> None:
    chunks = [(1.0, BEGIN + b"a" + END), (2.0, BEGIN + b"b"), (3.0, END[:5]), (4.0, END[5:])]
    assert stopwatch.frames(chunks) == 2
    assert stopwatch.frames([*chunks, (5.0, BEGIN + b"half of the next")]) == 2
    assert stopwatch.frames([(1.0, b"echo")]) == 0


def test_a_program_is_timed_to_the_screen_it_shows() -> None:
    command = [sys.executable, "-c", "print('R' + 'EADY', flush=True)"]
    assert stopwatch.time_to_screen(command, "READY") > 0


def test_a_program_that_never_shows_it_is_told_with_its_screen() -> None:
    with pytest.raises(RuntimeError, match="other"):
        stopwatch.time_to_screen([sys.executable, "-c", "print('an' + 'other')"], "READY")


def test_questions_are_answered_as_a_terminal_would() -> None:
    ask = (
        "import sys, termios, tty; tty.setraw(0)\n"
        "sys.stdout.write('\\x1b[?2026$p'); sys.stdout.flush()\n"
        "said = sys.stdin.read(11)\n"
        "print('SYNC' if said == '\\x1b[?2026;2$y' else repr(said))"
    )
    assert stopwatch.time_to_screen([sys.executable, "-c", ask], "SYNC") > 0


@pytest.mark.skipif(not processes.told(), reason="only Linux tells")
def test_what_a_program_started_counts_as_its_own() -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'sum(range(9000000)); import time;"
        ' print("READY", flush=True); time.sleep(60)\'])\n'
        "time.sleep(60)"
    )
    started = stopwatch.start([sys.executable, "-c", code])
    try:
        started.read_until("READY")
        found = processes.tree(started.pid)
        assert len(found) == 2
        assert processes.busy(found) > processes.busy(found[:1])
        held = processes.memory(found)
        assert held.resident > processes.memory(found[:1]).resident
        assert held.once == 0 or held.once < held.resident  # libraries of both count once
    finally:
        started.close()
