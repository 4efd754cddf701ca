"""The score card: what it keeps, that it is read as it was written, and that it knows when it is old."""

import json
from dataclasses import replace

import pytest
from forecasts import made

from tregua.analysis.backtest import AHEAD
from tregua.analysis.beside import Beside, History, figure
from tregua.analysis.card import Card, card, card_of, card_record
from tregua.analysis.event_tests import EventTest
from tregua.analysis.scores import Skill
from tregua.analysis.summary import Backtest, Origin
from tregua.lab.bind import lab_hash
from tregua.lab.events import events
from tregua.lab.measure import measures


def beside(name: str, *observed: float) -> Beside:
    import numpy as np

    draws = np.arange(1.0, 101.0)
    points = tuple(figure(2020 + at, None, one, "final", draws) for at, one in enumerate(observed))
    return Beside(name, "coca_area", "COL", "coca_area", "ha", "log", False, points)


EVENT = EventTest(
    *("a-switch", ("talks", "pressure"), "homicides", "COL", 2017, -0.07, 0.13),
    *(-0.01, (-0.02, 0.01), 0.001, (0.002, 0.003), {"reference": -0.01}, True, False, True),
)
BACKTEST = Backtest(
    "0",
    "hash",
    0,
    100,
    "",
    tuple(
        Origin(
            cut,
            (),
            (),
            (),
            tuple(
                made(cut, horizon, crps_vague=0.3, crps_alternatives={"a": 0.1}, calibrated=made(cut).scored)
                for horizon in (1, 2, 4)
            ),
        )
        for cut in range(2010, 2020)
    ),
    events=(EVENT,),
)
HISTORY = History("0", "hash", 0, 100, "", (beside("bad", 500.0, 50.0), beside("good", 50.0)), {})


@pytest.fixture
def kept() -> Card:
    return card_of(json.loads(json.dumps(card_record(BACKTEST, HISTORY, "2019-made"))))


def test_what_is_kept_is_what_was_scored(kept: Card) -> None:
    assert kept.summaries == BACKTEST.summaries
    assert (kept.first_cut, kept.last_cut, kept.draws) == (2010, 2019, 100)
    assert kept.events == (EVENT,)
    assert (kept.history_n, kept.history_inside90, kept.worst) == (3, 2, ("bad", 1, 2))


def test_what_learning_did_is_kept_and_the_calibration_is_the_default_only_where_no_series_is_worse(kept: Card) -> None:
    assert kept.learning == BACKTEST.learning and kept.ensemble == "2019-made"
    kept = replace(kept, lab_hash=lab_hash())
    assert kept.calibrated_by_default and not kept.worse
    assert not replace(kept, lab_hash="another").calibrated_by_default
    assert not replace(kept, learning=()).calibrated_by_default, "what was not scored has not earned it"
    (near,) = kept.compared
    worse = replace(near, over_prior=Skill(-0.011, None))
    assert replace(kept, learning=(*kept.learning, worse)).worse == [worse]
    assert not replace(kept, learning=(worse,)).calibrated_by_default


def test_a_summary_is_found_by_its_series_and_horizons(kept: Card) -> None:
    found = kept.one("a.COL", 3)
    assert found is not None and found.n == 20
    assert kept.one("a.COL", 5) != found
    assert kept.one("a.COL", 3, "known") is None and kept.one("b.COL", 3) is None


def test_a_card_of_another_lab_is_out_of_date(kept: Card) -> None:
    assert replace(kept, lab_hash="another").out_of_date
    assert not replace(kept, lab_hash=lab_hash()).out_of_date


def test_the_card_of_the_package_holds_every_scored_series() -> None:
    known = {one.series for one in measures() if one.scored}
    assert {one.series for one in card().summaries} <= known
    assert card().one("coca_area.COL", 3) is not None and card().one("homicides.COL", 3) is not None
    assert 0 <= card().history_inside90 <= card().history_n


def test_the_card_of_the_package_reaches_as_far_as_forecasts_are_scored_and_holds_every_switch_played() -> None:
    assert card().ahead == AHEAD > 5
    played = {(one.id, change.outcome) for one in events() if one.levers for change in one.observed}
    assert {(one.event, one.outcome) for one in card().events} == played
