"""What an interactive session shows: frames, HTML and pictures, each with what must be read with it."""

import sys
from html.parser import HTMLParser

import matplotlib
import numpy as np
import pytest
import xarray as xr

import tregua
from tregua.catalogue.shown import Catalogue
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.lab.result import values
from tregua.show.words.said import in_words
from tregua.text import LANGUAGES, Language, text

matplotlib.use("Agg")
RESULTS = {
    "claim": lambda: tregua.claim("C4"),
    "claims": tregua.claims,
    "reported": lambda: tregua.reported()["D4"],
    "promises": tregua.promises,
    "decision": lambda: tregua.decide("petro_2022", {"negotiated": True}),
    "audit": lambda: tregua.audit("s1_2022"),
    "diff": lambda: tregua.diff("pl_288_2023", "pl_002_2025"),
    "process": lambda: tregua.replay("eln"),
    "levers": tregua.levers,
    "parameters": tregua.parameters,
    "outcomes": tregua.outcomes,
    "checklist": tregua.checklist,
    "estimates": lambda: tregua.estimates("P7"),
    "series": lambda: tregua.series("coca_area"),
    "row": lambda: tregua.reproduce("lessing")[0],
}


class Nested(HTMLParser):
    """Counts the elements that are open; all must be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(result: object) -> str:
    parser = Nested()
    parser.feed(result._repr_html_())  # type: ignore[attr-defined]
    assert parser.open == []
    return parser.words


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_a_frame_and_a_table(name: str) -> None:
    result = RESULTS[name]()
    framed = result.to_frame()
    assert len(framed) and len(set(framed.columns)) == len(framed.columns)
    page = result._repr_html_()
    assert len(page) < 60_000 and shown(result)


def test_comparisons_are_a_frame_of_all_cells_with_their_caveats(comparisons: Comparisons) -> None:
    framed = comparisons.to_frame()
    assert len(framed) == len(comparisons.comparisons)
    row = framed[(framed.scenario == "mano-dura") & (framed.outcome == "detained")].iloc[0]
    cell = comparisons.one("mano-dura", "detained", "COL")
    assert row.unit == cell.unit and (row.median_low, row.median_high) == cell.median_range
    assert text("en", "caveat.detention") in row.caveats and text("en", "caveat.inside_model") in row.caveats


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparisons_show_headlines_in_words_of_the_session(
    comparisons: Comparisons, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}_CO.UTF-8")
    words = shown(comparisons)
    assert text(language, "notebook.difference") in words
    assert all(in_words(one, language) in words for one in comparisons.caveats)


def test_text_of_a_user_is_no_markup() -> None:
    page = Catalogue("@name.outcome", {"<img src=x>": tregua.outcomes()["homicides"]})._repr_html_()
    assert "<img" not in page and "&lt;img" in page


def test_a_picture_of_a_run_draws_the_medians_of_every_scenario(dataset: xr.Dataset) -> None:
    ax = tregua.plot(dataset, "homicides", baseline="war-on-drugs")
    drawn = [line.get_ydata() for line in ax.get_lines()]
    for name in dataset.scenario.values:
        medians = np.median(values(dataset, "homicides", "COL")[0].sel(scenario=name).values, axis=0)
        assert any(len(line) == len(medians) and np.allclose(line, medians) for line in drawn)
    assert lab().outcomes["homicides"].text.en in ax.get_title(loc="left")
    assert any(text("en", "caveat.no_colombian_rates")[:40] in one.get_text() for one in ax.texts)


def test_a_picture_of_differences_has_a_line_an_alternative(comparisons: Comparisons) -> None:
    ax = comparisons.plot("homicides", language="es")
    cells = [one for one in comparisons.comparisons if (one.outcome, one.place) == ("homicides", "COL")]
    assert len(ax.get_lines()) == 2 * sum(len(one.alternatives) for one in cells) + 1
    assert [one.get_text() for one in ax.get_yticklabels()] == [one.scenario for one in cells]
    assert tregua.plot.__doc__ and ax.get_title(loc="left").startswith(lab().outcomes["homicides"].text.es)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("homicid",), "mean “homicides”?"), (("coca_area", "COLL"), "mean “COL”?"), (("homicides", "PER"), "“PER”")],
)
def test_a_name_that_is_not_there_is_refused_with_the_nearest(
    comparisons: Comparisons, dataset: xr.Dataset, arguments: tuple[str, ...], said: str
) -> None:
    for draw in (comparisons.plot, lambda *given: tregua.plot(dataset, *given)):
        with pytest.raises(tregua.InputError, match=said):
            draw(*arguments)
    with pytest.raises(tregua.InputError, match="mean “alliance”"):
        tregua.plot(dataset, "homicides", baseline="allianc")


def test_without_matplotlib_the_error_says_how_to_install_it(
    comparisons: Comparisons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(tregua.InputError, match="python3 -m pip install matplotlib"):
        comparisons.plot("homicides")
