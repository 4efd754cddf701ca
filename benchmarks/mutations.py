"""Hostile words, examples of what users write, and how these are mutated, for fuzz.py."""

import random
from collections.abc import Callable

LARGEST = 200_000  # bytes of an input; hostile sizes have tests of their own
TOKENS = """010 1_000 1:30 0x1f 1e999 -1e308 .nan .inf -0 null ~ True yes no true 2022-02-30 0000-00-00 99999-01-01
start+9999 [/x] [link=x] %s%n ../../etc/passwd ' " ` { } [ ] ( ) , ; |"""
SPACED = (": ", "- ", "# ", "&a ", "*a", "!!str ", "!!python/object:os.system ", "<<: ", "not ", " or ", "\u202e")
BYTES = (
    b"\x1b]0;owned\a",
    b"\0",
    b"\xff\xfe",
    b"\r",
    b"\n",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"|\n",
)
LONG = (b"9" * 400, b"(" * 80, b"[" * 80, b"a" * 3000)
HOSTILE = [*(one.encode() for one in (*TOKENS.split(), *SPACED)), *BYTES, *LONG]
FACTS = "negotiated: true\nstopped_definitively: sí\nreoffended: no\ncourt_opinion: favourable\nmin_penalty_years: 8\n"
FACTS += "conduct_end: 2019-12-31\nsuspension_conditions: [a, b]\ngroup: Segunda Marquetalia\n"
CELLS = {
    "id": [*map(str, range(60))],
    "negotiated": ["true", "no", "", "sí"],
    "reoffended": ["0", "1", ""],
    "conduct_end": ["2019-12-31", ""],
    "min_penalty_years": ["0", "8", ""],
    "group": ["ELN", "EMC", "Segunda Marquetalia", ""],
    "note": ["", "plain", '"a, b"', '"two\nlines"', '"a ""b"""'],
}
ROWS = [",".join(one[at % len(one)] for one in CELLS.values()) for at in range(60)]
CASES = "\n".join([",".join(CELLS), *ROWS]) + "\n"
TYPED = """decide regimes audit diff process levers claims claim promise trace estimates series report compare run why
show --help --json --csv --lang es en fr --regime --batch --out --html --template --variant strict --draws --seed --year
--assume x=1_000 x=0,5 --matters petro_2022 ordinary s1_2022 eln C4 E2 P7 case.yaml in.csv out.csv out.parquet
in.parquet nowhere - -- -h --json=1 --lang= [/x] % ../x /dev/null -1 1e9 ٣"""
WORDS = [*TYPED.split(), "", "a" * 500, "\x1b[31m", "n\udcff"]
COMMANDS = [
    "decide --regime petro_2022 case.yaml --lang es",
    "decide --regime petro_2022 --batch in.csv --out out.parquet",
    "decide --template ordinary --lang es",
    "regimes show ordinary --csv",
    "regimes show s1_2022 --html out.html",
    "audit s1_2022 --json",
    "diff s1_2022 s2_2022 --lang es",
    "process eln --json",
    "claim C4 --lang es",
    "promise E2 --cite bibtex",
    "estimates --lever P7",
    "levers",
    "series --json",
    "trace --json",
    "report out --year 2030",
    "compare alliance --out out --assume x=1",
    "run alliance --out out --start 2027-01",
]


def mutated(content: bytes, draw: random.Random) -> bytes:
    """An example with one to four changes."""
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        content = draw.choice(MUTATIONS)(content, draw)[:LARGEST]
    return content


def _at(content: bytes, draw: random.Random) -> int:
    return draw.randrange(len(content) + 1)


def _flip(content: bytes, draw: random.Random) -> bytes:
    at = min(_at(content, draw), len(content) - 1)
    return content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :] if content else content


def _insert(content: bytes, draw: random.Random) -> bytes:
    at = _at(content, draw)
    return content[:at] + draw.choice(HOSTILE) + content[at:]


def _cut(content: bytes, draw: random.Random) -> bytes:
    return content[: _at(content, draw)]


def _drop(content: bytes, draw: random.Random) -> bytes:
    low, high = sorted((_at(content, draw), _at(content, draw)))
    return content[:low] + content[min(high, low + 200) :]


def _repeat(content: bytes, draw: random.Random) -> bytes:
    low, high = sorted((_at(content, draw), _at(content, draw)))
    return content[:high] + content[low:high] * draw.choice([1, 2, 50]) + content[high:]


def _lines(content: bytes, draw: random.Random) -> bytes:
    """A line goes, comes twice, or changes its place."""
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    taken = lines.pop(draw.randrange(len(lines)))
    for _ in range(draw.choice([0, 1, 2])):
        lines.insert(draw.randrange(len(lines) + 1), taken)
    return b"".join(lines)


def _token(content: bytes, draw: random.Random) -> bytes:
    """A word is replaced by another, or by a hostile one."""
    words = content.split(b" ")
    at = draw.randrange(len(words))
    words[at] = draw.choice([draw.choice(words), draw.choice(HOSTILE)])
    return b" ".join(words)


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [_flip, _insert, _cut, _drop, _repeat, _lines, _token]


def words(draw: random.Random) -> list[str]:
    """A command that is right, with some of its words changed; or words in any order."""
    if draw.random() < 0.3:
        return draw.choices(WORDS, k=draw.randrange(1, 7))
    command = draw.choice(COMMANDS).split()
    for _ in range(draw.choice([0, 1, 1, 2])):
        at = draw.randrange(len(command) + 1)
        command[at : at + draw.choice([0, 1])] = draw.choices(WORDS, k=draw.choice([0, 1, 1]))
    return command
