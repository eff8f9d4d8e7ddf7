"""What happened, and what to do next: the only errors a person at the desk should meet."""


class DeskaidError(Exception):
    """Something a person can act on.

    ``message`` is one sentence about what happened; ``hint`` is the next step. Neither ever
    holds a patron's word, a passphrase or any part of a note. ``exit_code`` is what the
    command line answers with (0 done, 1 nothing found, 2 refused, 3 a file in the way).
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NothingFound(DeskaidError):
    """What was asked for does not exist here."""

    exit_code = 1


class Refused(DeskaidError):
    """The input cannot be used as it is; nothing was changed."""

    exit_code = 2


class FileTrouble(DeskaidError):
    """A file could not be read or written."""

    exit_code = 3
