"""Two desks on one file at once: each is told the truth, and nothing told is lost."""

from collections import Counter

import pytest
from hostile_notes import in_clear, start_writer, whole_lines

from deskaid.errors import Refused
from deskaid.notes.trouble import NotSaved, StaleNotebook
from deskaid.paths import Paths
from notes_desk import OTHER_PASSPHRASE, PASSPHRASE, Desk
from rounds import figures, seconds


@pytest.mark.long
def test_two_processes_at_random_lose_nothing_either_was_told_is_saved(paths: Paths) -> None:
    desk = Desk(paths)
    desk.make().save("CANARY shared")
    length = seconds(2, 15)
    writers = [start_writer("mix", str(seed), str(length)) for seed in (1, 2)]
    said = []
    for writer in writers:
        out, _ = writer.communicate(timeout=length + 60)
        assert writer.returncode == 0
        said.append(whole_lines(out))
    saved: dict[str, dict[int, str]] = {}
    gone, dropped = set(), set()
    counts: Counter[str] = Counter()
    for lines in said:
        for kind, *words in lines:
            counts[kind] += 1
            if kind == "saved":
                revisions = saved.setdefault(words[0], {})
                assert int(words[1]) not in revisions, "one number for two versions"
                revisions[int(words[1])] = " ".join(words[2:])
            elif kind == "taken":
                saved.setdefault(words[0], {})[int(words[1])] = f"CANARY drop {words[0]}"
            elif kind == "deleted":
                gone.add(words[0])
            elif kind == "dropped":
                dropped.add(words[0])
            elif kind == "alarms":
                assert words == ["0"]
    found = desk.open()
    assert found.alarms == ()
    found.take_in()
    kept = {note.id: note for note in found.notes()}
    for note_id in gone:
        assert note_id not in kept
    for note_id in {*saved, *dropped} - gone:
        revisions = saved.get(note_id, {1: f"CANARY drop {note_id}"})
        assert kept[note_id].revision == max(revisions)
        assert kept[note_id].text == revisions[max(revisions)]
    assert in_clear(desk) == []
    told = sum(counts[kind] for kind in ("saved", "taken", "deleted", "dropped"))
    assert told > 20
    figures(
        "two processes at once",
        seconds=length,
        acknowledged=told,
        lost=0,
        stale_retries=counts["stale"],
        busy=counts["busy"],
        canaries=0,
    )


def test_one_re_keys_while_the_other_writes_and_neither_loses_a_word(paths: Paths) -> None:
    desk = Desk(paths)
    desk.make().save("CANARY before")
    writer = start_writer("mix", "3", "1.5")
    assert writer.stdout is not None
    lines = [writer.stdout.readline()]
    changed = False
    for _ in range(50):
        try:
            desk.open().change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
        except (NotSaved, StaleNotebook):
            continue
        changed = True
        break
    assert changed
    rest, _ = writer.communicate(timeout=60)
    found = desk.open(passphrase=OTHER_PASSPHRASE)
    assert not found.alarms
    found.take_in()
    kept = {note.id: note.text for note in found.notes()}
    told = whole_lines("".join(lines) + rest)
    gone = {words[1] for words in told if words[0] == "deleted"}
    last = {words[1]: " ".join(words[3:]) for words in told if words[0] == "saved"}
    assert all(kept[name] == text for name, text in last.items() if name not in gone)
    assert all(words[1] in kept for words in told if words[0] == "dropped" and words[1] not in gone)


def test_a_note_another_desk_changed_is_not_deleted_unread(paths: Paths) -> None:
    desk = Desk(paths)
    here = desk.make()
    note = here.save("as it was")
    desk.open().save("as it became elsewhere", note_id=note.id, revision=1)
    with pytest.raises(StaleNotebook, match="changed elsewhere"):
        here.delete(note.id)
    assert here.note(note.id).text == "as it became elsewhere", "what there is to read first"
    here.delete(note.id)
    assert desk.open().notes() == []


def test_a_hold_asked_for_a_moment_ago_keeps_a_note_that_is_being_deleted(paths: Paths) -> None:
    desk = Desk(paths)
    here = desk.make()
    note = here.save("evidence")
    desk.sql("UPDATE notebook SET hold_asked = 1")
    with pytest.raises(Refused, match="legal hold"):
        here.delete(note.id)
    assert [kept.text for kept in desk.open().notes()] == ["evidence"]
