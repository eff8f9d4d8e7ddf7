"""A scanned card number must reach nothing; everything a person types must."""

from deskaid.shell.scanner import ScannerGuard


def typed(text: str, gap: float) -> tuple[str, int]:
    """Feed ``text`` with ``gap`` seconds between keys; return what was delivered and the scans."""
    guard: ScannerGuard[str] = ScannerGuard()
    time, delivered, scans = 100.0, [], 0
    for character in text:
        time += gap
        key = "enter" if character == "\n" else character
        keys, scanned = guard.feed(character, key, time)
        delivered += keys
        scans += scanned
    keys, scanned = guard.flush()
    return "".join(delivered + keys), scans + scanned


def test_fourteen_digits_and_enter_in_a_burst_reach_nothing() -> None:
    assert typed("21234567890123\n", 0.001) == ("", 1)


def test_a_slow_scanner_is_a_scanner_too() -> None:
    assert typed("21234567890123\n", 0.018) == ("", 1)


def test_a_scanner_without_enter_reaches_nothing() -> None:
    assert typed("21234567890123", 0.001) == ("", 1)


def test_what_follows_in_the_same_burst_is_dropped_up_to_enter() -> None:
    assert typed("21234567890123A\n", 0.001) == ("", 1)


def test_a_person_may_type_fourteen_digits() -> None:
    assert typed("21234567890123\n", 0.09) == ("21234567890123\n", 0)


def test_a_short_number_typed_fast_arrives_in_order() -> None:
    assert typed("call 211 now", 0.005) == ("call 211 now", 0)


def test_typing_after_a_scan_arrives() -> None:
    guard: ScannerGuard[str] = ScannerGuard()
    for number, digit in enumerate("21234567890123"):
        guard.feed(digit, digit, 1 + number * 0.001)
    guard.feed("\n", "enter", 1.02)
    assert guard.feed("f", "f", 2.0) == (["f"], False)
