"""A desk that works until it is killed, saying what it was told is done. Run as a program.

Arguments: "save" and the round, or "rekey". DESKAID_HOME is in the environment.
"""

import sys

from notes_desk import CHEAP, OTHER_PASSPHRASE, PASSPHRASE

from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths


def save() -> None:
    notes = Notes(find_paths(), kdf=CHEAP)
    box = notes.drop_box
    notebook = notes.unlock(notes.cover("Front desk").id, PASSPHRASE)
    draft = box.new_id()
    print(f"draft-id {draft}", flush=True)
    former = None
    for number in range(100_000):
        text = f"CANARY {sys.argv[2]}.{number}"
        if number % 3 == 0:
            box.keep_draft(draft, notebook.id, text)
            print(f"draft {number}", flush=True)
        elif number % 3 == 1 or former is None:
            former = notebook.save(text)
            print(f"saved {former.id} {number}", flush=True)
        else:
            former = notebook.save(text, note_id=former.id, revision=former.revision)
            print(f"saved {former.id} {number}", flush=True)


def rekey() -> None:
    notes = Notes(find_paths(), kdf=CHEAP)
    now, then = PASSPHRASE, OTHER_PASSPHRASE
    notebook = notes.unlock(notes.cover("Front desk").id, now)
    print("ready", flush=True)
    while True:
        notebook.change_passphrase(then, current=now)
        now, then = then, now
        print(now, flush=True)


if __name__ == "__main__":
    {"save": save, "rekey": rekey}[sys.argv[1]]()
