"""Every command on the law over the whole catalogue, in both languages and every form: none ends in a traceback."""

import json
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from commands import Capture, printed

from tregua.regimes import audit, diff, log
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.rules import Rules
from tregua.show.cli import law
from tregua.show.cli.call import COMMANDS, NAMES
from tregua.show.cli.further import NEXT
from tregua.show.cli.options import name_of
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")
PAIRS = [*pairwise([*regimes(), regimes()[0]])]
PAIRS += Random(14).sample([pair for pair in combinations(regimes(), 2) if pair not in PAIRS], 10)
FORMS = ([], ["--json"], ["--csv", "-"], ["--html", "page.html"])
LAW = {name_of(command) for command in COMMANDS if command.__module__ == law.__name__}


@pytest.fixture
def computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit and a diff are computed once for every form in which they are shown."""
    for module, name in ((audit, "audit"), (diff, "diff")):
        monkeypatch.setattr(module, name, _once(getattr(module, name)))


def _once(compute: Any) -> Any:
    known: dict[tuple[object, ...], Any] = {}

    def once(*asked: Any) -> Any:
        read: list[Rules] = [one for each in asked for one in (each if isinstance(each, list) else [each])]
        key = tuple((one.regime.id, one.variants) for one in read)
        if key not in known:
            known[key] = compute(*asked)
        return known[key]

    return once


def shown(capsys: Capture, form: list[str], language: Language, *words: str) -> str:
    """What a command prints in one form and language; JSON can be read, a page says what it is in both languages."""
    out = printed(capsys, *words, *form, "--lang", language)
    if form == ["--json"]:
        assert json.loads(out)["caveats"]
    if "--html" in form:
        out = Path(form[1]).read_text("utf-8")
        assert all(f'lang="{one}"' in out for one in LANGUAGES)
    assert out.strip() and "Traceback" not in out
    return out


@pytest.mark.usefixtures("computed_once")
@pytest.mark.parametrize("names", [*((name,) for name in regimes()), *PAIRS], ids="+".join)
def test_an_audit_of_every_regime_and_of_pairs(capsys: Capture, names: tuple[str, ...]) -> None:
    """All pairs were run when the audit was written; that takes minutes, so neighbours and ten others are run here."""
    for language in LANGUAGES:
        for form in FORMS:
            out = shown(capsys, form, language, "audit", *names)
            if form == []:
                assert text(language, "table.caveats") in out


@pytest.mark.usefixtures("computed_once")
@pytest.mark.parametrize(("a", "b"), [*pairwise(regimes()), (regimes()[0], regimes()[0])])
def test_a_diff_of_neighbours_and_of_a_regime_with_itself(capsys: Capture, a: str, b: str) -> None:
    for language in LANGUAGES:
        for form in FORMS[:3]:
            shown(capsys, form, language, "diff", a, b)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", regimes())
def test_every_regime_is_shown_asked_and_decided(capsys: Capture, name: str, language: Language) -> None:
    for form in FORMS:
        shown(capsys, form, language, "regimes", "show", name)
    Path("case.yaml").write_text(printed(capsys, "decide", "--template", name, "--lang", language), "utf-8")
    Path("none.yaml").write_text("{}", "utf-8")
    for file in ("case.yaml", "none.yaml"):
        for form in FORMS[:2]:
            shown(capsys, form, language, "decide", "--regime", name, file)
    for variant in variants(load_rules(name)):
        shown(capsys, [], language, "decide", "--regime", name, "none.yaml", "--variant", variant)
        shown(capsys, [], language, "audit", name, "--variant", variant)
        shown(capsys, [], language, "diff", name, name, "--variant", variant)


def variants(rules: Rules) -> Iterator[str]:
    return (variant.id for parameter in rules.regime.parameters for variant in parameter.variants)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_and_every_table_of_talks(capsys: Capture, language: Language) -> None:
    for form in FORMS[:3]:
        shown(capsys, form, language, "regimes")
    for table in log.tables():
        for form in FORMS[:2]:
            shown(capsys, form, language, "process", table)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", sorted(LAW & NEXT.keys()))
def test_the_example_of_a_command_runs(capsys: Capture, command: str, language: Language) -> None:
    Path("case.yaml").write_text("{negotiated: true}", "utf-8")
    shown(capsys, [], language, *NEXT[command][1].split())


def test_no_command_on_the_law_is_left_out() -> None:
    assert set(NAMES) >= LAW == {"audit", "decide", "diff", "process", "regimes"}
