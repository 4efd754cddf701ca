"""Numbers for people have a decimal comma in Spanish and a point in English, wherever they stand."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from commands import Capture, call
from pages import part

from tregua.regimes.load import load_rules
from tregua.show.page.evidence import render_ledger
from tregua.show.page.law import render_regime
from tregua.text import LANGUAGES, Language

OTHER = {
    "es": re.compile(r"(?<![\w./:-])\d+\.\d{1,2}(?![\d.\w])"),
    "en": re.compile(r"(?<![\w.,-])\d+,\d{1,2}(?![\d,\w])"),
}
NAMES = re.compile(r"#Tamojunto 2.0|CC BY 4.0|versión 25.1|la 25.1 es")
COMMANDS = ["claim C13", "estimates", "parameters", "series --check", "series coca_area", "levers"]

pytestmark = pytest.mark.usefixtures("elsewhere")


def words(element: Element) -> Iterator[str]:
    """What a reader sees of an element, but code, citations and texts that are marked as English."""
    if element.tag not in ("code", "pre", "style", "script") and element.get("class") != "sources":
        yield element.text or ""
        for child in element:
            if child.get("lang") is None:
                yield from words(child)
            yield child.tail or ""


def wrong(shown: str, language: Language) -> list[str]:
    return OTHER[language].findall(NAMES.sub("", shown))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["ledger", "law"])
def test_pages_write_numbers_as_their_language_does(kind: str, language: Language) -> None:
    page = render_ledger(language) if kind == "ledger" else render_regime(load_rules("petro_2022"), language)
    shown = "\n".join(words(part(fromstring(page), language)))
    assert wrong(shown, language) == []
    if kind == "ledger":
        assert re.search(r"\d,\d\b" if language == "es" else r"\d\.\d\b", shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_terminal_writes_numbers_in_the_spanish_way(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    code, out, _ = call(capsys, *command.split(), "--lang", "es")
    prose = "\n".join(line for line in out.splitlines() if not re.search(r"doi|= .*[*/+]", line))
    assert code == 0 and wrong(prose, "es") == []


def test_files_for_machines_keep_the_point(capsys: Capture) -> None:
    _, out, _ = call(capsys, "estimates", "--json", "--lang", "es")
    assert re.search(r'"value": -?\d+\.\d+', out) and not re.search(r'"value": -?\d+,\d+\b', out)
