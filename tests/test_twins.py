"""README.es.md says what README.md says: the same sections, commands, blocks, tables and figures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOTH = [(ROOT / "README.md").read_text("utf-8"), (ROOT / "README.es.md").read_text("utf-8")]
SWAPPED = str.maketrans(",.", ".,")
KINDS = {
    "headings": re.compile(r"^#+ ", re.MULTILINE),
    "blocks in fences": re.compile(r"^```\w+$", re.MULTILINE),
    "rows of tables": re.compile(r"^\|", re.MULTILINE),
    "points": re.compile(r"^- ", re.MULTILINE),
    "pictures": re.compile(r"^!\[", re.MULTILINE),
}


def commands(readme: str) -> list[str]:
    """The commands of the list, without what they say in words."""
    return [one.split()[0] for one in re.findall(r"^    tregua (.*)$", readme, re.MULTILINE)]


def shown(readme: str) -> list[str]:
    """The numbers of what the first command prints."""
    block, _, _ = readme.partition("python3 start.py test")[2].partition("![")
    lines = [line for line in block.splitlines() if line.startswith("    ") and "tregua compare" not in line]
    return re.findall(r"[−+]?\d[\d.,]*", "\n".join(lines))


@pytest.mark.parametrize("kind", KINDS)
def test_both_have_as_many(kind: str) -> None:
    english, spanish = (len(KINDS[kind].findall(one)) for one in BOTH)
    assert english == spanish > 0


def test_both_name_the_same_commands_in_the_same_order() -> None:
    english, spanish = map(commands, BOTH)
    assert english == spanish and len(english) > 15


def test_both_show_the_same_numbers() -> None:
    english, spanish = map(shown, BOTH)
    assert len(english) > 20
    assert [one.translate(SWAPPED).strip(".,") for one in english] == [one.strip(".,") for one in spanish]


def test_each_links_the_pages_of_its_language() -> None:
    english, spanish = (re.findall(r"\]\((docs/[\w./]+)\)", one) for one in BOTH)
    assert [one for one in english if ".es." in one] == []
    assert [one for one in spanish if ".es." not in one] == []
    assert len(english) == len(spanish)
