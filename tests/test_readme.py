"""The figures that the README prints are those of the command it names."""

import re
from pathlib import Path

import pytest

from tregua.analysis.card import card
from tregua.lab.alternatives import alternatives
from tregua.lab.compare import Comparison, Comparisons, compare
from tregua.lab.credence import load_credence
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, load_scenarios
from tregua.show.words.backtest import card_heading, first_words
from tregua.show.words.comparison import direction, middle
from tregua.text import text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = ("mano-dura", "total-peace", "alliance")


@pytest.fixture(scope="module")
def comparisons() -> Comparisons:
    settings = Settings()
    return compare(simulate(load_scenarios(PRESETS), settings), "as-observed", settings.span.shown)


def row(of: list[str], first: str) -> str:
    """A line of the table that the README prints: its head and a column a policy."""
    return f"    {first.ljust(22)}{''.join(cell.ljust(32) for cell in of)}".rstrip()


def told(one: Comparison, draws: int) -> tuple[str, str]:
    """The two lines of a cell: the figure or its range, and the direction."""
    if not one.alternatives:
        return text("en", f"likely.{one.status}"), ""
    counted = direction(one, draws, "en").removesuffix(" alternatives").replace("\u00a0", " ")
    return middle(one, "en"), counted


@pytest.mark.parametrize(("outcome", "place"), [("homicides", "COL"), ("group_members", "COL"), ("coca_area", "COL")])
def test_a_change_is_printed_as_it_comes_out(comparisons: Comparisons, outcome: str, place: str) -> None:
    cells = [told(comparisons.one(name, outcome, place), comparisons.draws) for name in SHOWN]
    head = lab().outcomes[outcome].text.en
    assert row([figure for figure, _ in cells], head) in README
    assert row([counted for _, counted in cells], "") in README


def test_the_heading_of_the_table_is_that_of_the_terminal(comparisons: Comparisons) -> None:
    assert f"Change in {comparisons.year} against “As observed”, over {comparisons.draws} simulated futures" in README


def test_the_score_card_stands_first_and_is_that_of_the_terminal() -> None:
    heading, _ = card_heading(card(), "en")
    first = [sentence.split(";")[0] for sentence in first_words(card().summaries, "en")[:2]]
    places = [README.index(one) for one in (heading, *first, "    Change in ")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_file_of_weights_is_one_that_is_read(name: str, tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    weights = tmp_path / "weights.yaml"
    weights.write_text(shown, "utf-8")
    assert set(load_credence(weights)) == set(alternatives().crossed)
