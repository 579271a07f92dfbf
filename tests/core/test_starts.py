"""Five starts in ten minutes without a healthy minute are a loop; a quiet house never has one."""

from agent.core.rungs import Rung
from agent.core.starts import Start, StartBook, ended, healthy, loop_guard, started


def at(second: int, boot: str = "a", wall_s: int | None = None) -> Start:
    return Start(boot, second * 1_000, (1_000_000 + (second if wall_s is None else wall_s)) * 1_000)


def after(*starts: Start) -> StartBook:
    book = StartBook()
    for one in starts:
        book = started(book, one)
    return book


def test_the_fifth_start_within_ten_minutes_is_safe_until_acknowledged() -> None:
    assert loop_guard(after(*(at(n * 140) for n in range(4)))) is None
    book = after(*(at(n * 140) for n in range(5)))
    guard = loop_guard(book)
    assert guard is not None
    assert guard.rung is Rung.SAFE
    assert loop_guard(healthy(book)) == guard  # a quiet minute in safe mode proves nothing
    assert loop_guard(started(healthy(book), at(9_000))) == guard
    assert loop_guard(started(StartBook(), at(9_000))) is None


def test_starts_that_are_spread_or_healthy_or_asked_to_end_are_no_loop() -> None:
    assert loop_guard(after(*(at(n * 151) for n in range(20)))) is None
    book = StartBook()
    for n in range(20):
        book = healthy(started(book, at(n * 70)))
    assert loop_guard(book) is None
    book = StartBook()
    for n in range(20):  # an installer who starts it again and again
        book = ended(started(book, at(n * 5)))
    assert loop_guard(book) is None


def test_another_boot_counts_only_while_its_clock_says_that_little_time_passed() -> None:
    reboots = [at(20, f"boot {n}", 60 * n) for n in range(5)]
    assert loop_guard(after(*reboots)) is not None
    daily = [at(20, f"boot {n}", 86_400 * n) for n in range(9)]
    assert loop_guard(after(*daily)) is None
    clockless = [at(20, f"boot {n}", -86_400 * n) for n in range(9)]
    assert loop_guard(after(*clockless)) is None
