"""What users wrote is printed as it is: it is no markup, and nothing in it steers the terminal."""

import pytest
from rich.table import Table

from tregua.show.terminal.lab import console_of, say

HOSTILE = ["[/x]", "Plan [2026] and [a] b", "[link=https://example.org]x[/link]", "[bold]x", ":smile:", "\\[a]"]


@pytest.mark.parametrize("words", HOSTILE)
def test_brackets_are_brackets(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Once `[/x]` as a title was a traceback after the run, and other brackets were swallowed."""
    table = Table(title=words, caption=words)
    table.add_column(words)
    table.add_row(words)
    console_of().print(table)
    console_of().print(words)
    say(words)
    assert capsys.readouterr().out.count(words) == 6


def test_what_cannot_be_seen_is_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    hidden = "\x1b]0;owned\a\x1b[31m\u202eabc\x9b"
    table = Table(title=hidden)
    table.add_column(hidden)
    table.add_row(hidden)
    console_of().print(table)
    say(hidden)
    out = capsys.readouterr().out
    assert out.count(r"\x1b]0;owned\x07\x1b[31m\u202eabc\x9b") == 4
    assert not {"\x1b", "\a", "\u202e", "\x9b"} & {*out}
