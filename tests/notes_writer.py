"""A desk that works until it is killed, saying what it was told is done. Run as a program.

    notes_writer.py TASK [ARGUMENT ...]

DESKAID_HOME is in the environment. Every line is written after the call it tells of returned.
"""

import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes
from deskaid.notes.trouble import NotSaved, StaleNotebook
from deskaid.paths import find_paths
from notes_desk import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, START


def say(*words: object) -> None:
    print(*words, flush=True)


def unlocked(notes: Notes, passphrase: str = PASSPHRASE) -> Notebook:
    return notes.unlock(notes.cover("Front desk").id, passphrase)


def save(number: str) -> None:
    """Drafts, new notes and edits in turn, for ever; ``number`` names the round."""
    notes = Notes(find_paths(), kdf=CHEAP)
    box = notes.drop_box
    notebook = unlocked(notes)
    draft = box.new_id()
    say("draft-id", draft)
    former = None
    for step in range(100_000):
        text = f"CANARY {number}.{step}"
        if step % 3 == 0:
            box.keep_draft(draft, notebook.id, text)
            say("draft", step)
        elif step % 3 == 1 or former is None:
            former = notebook.save(text)
            say("saved", former.id, step)
        else:
            former = notebook.save(text, note_id=former.id, revision=former.revision)
            say("saved", former.id, step)


def rekey() -> None:
    """One passphrase and the other, for ever."""
    notes = Notes(find_paths(), kdf=CHEAP)
    now, then = PASSPHRASE, OTHER_PASSPHRASE
    notebook = unlocked(notes, now)
    say("ready")
    while True:
        notebook.change_passphrase(then, current=now)
        now, then = then, now
        say(now)


def purge(first: str, size: str) -> None:
    """Save ``size`` notes, let their time pass, destroy them; again and again.

    ``first`` is the number of the first batch; batch n is written 17 * n days after START.
    """
    moment = START
    notes = Notes(find_paths(), kdf=CHEAP, clock=lambda: moment)
    say("ready")
    for batch in range(int(first), int(first) + 10_000):
        moment = START + timedelta(days=17 * batch)
        notebook = unlocked(notes)
        for number in range(int(size)):
            notebook.save(f"CANARY {batch}.{number}", days=7)
        say("saved", batch)
        moment += timedelta(days=17)
        say("purged", batch, notes.purge(confirmed=True).notes)


def mix(seed: str, for_seconds: str) -> None:
    """Whatever a desk does, at random, beside another one that does the same."""
    chance = random.Random(int(seed))
    notes = Notes(find_paths(), kdf=CHEAP)
    notebook = unlocked(notes)
    end = time.monotonic() + float(for_seconds)
    while time.monotonic() < end:
        known = notebook.notes()
        act = chance.choice(("new", "edit", "edit", "delete", "drop", "look"))
        note = chance.choice(known) if known else None
        try:
            if act == "drop":
                drop = notes.drop_box.new_id()
                notes.drop_box.seal(drop, notebook.id, f"CANARY drop {drop}")
                say("dropped", drop)
            elif act == "look":
                for taken in notebook.take_in().notes:
                    say("taken", taken.id, taken.revision)
            elif act == "new" or note is None:
                made = notebook.save(f"CANARY {seed} {chance.random()}")
                say("saved", made.id, made.revision, made.text)
            elif act == "edit":
                text = f"CANARY {seed} {chance.random()}"
                made = notebook.save(text, note_id=note.id, revision=note.revision)
                say("saved", made.id, made.revision, made.text)
            elif len(known) > 5:
                notebook.delete(note.id)
                say("deleted", note.id)
        except StaleNotebook:
            say("stale")
            notebook.reload()
        except NotSaved:
            say("busy")
        if chance.random() < 0.2:
            with suppress(NotSaved):
                notebook.reload()
    say("alarms", len(notebook.alarms))


def once(act: str) -> None:
    """Do one thing to a notebook with notes in it, and say so."""
    moment = START
    notes = Notes(find_paths(), kdf=CHEAP, clock=lambda: moment)
    notebook = unlocked(notes)
    kept = next(note for note in notebook.notes() if note.text.startswith("CANARY kept"))
    box = notes.drop_box
    if act == "save":
        notebook.save("CANARY new")
    elif act == "large":
        notebook.save("CANARY large " * 5000)
    elif act == "edit":
        notebook.save("CANARY edited", note_id=kept.id, revision=kept.revision)
    elif act == "delete":
        notebook.delete(kept.id)
    elif act == "draft":
        box.keep_draft("ab" * 16, notebook.id, "CANARY draft")
    elif act == "take in":
        notebook.take_in()
    elif act == "re-key":
        notebook.change_passphrase(OTHER_PASSPHRASE, current=PASSPHRASE)
    elif act == "purge":
        moment += timedelta(days=17)
        notes.purge()
    say("done")


TASKS: dict[str, Callable[..., None]] = {
    "save": save,
    "rekey": rekey,
    "purge": purge,
    "mix": mix,
    "once": once,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
