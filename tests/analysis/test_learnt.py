"""What was learnt: words follow their thresholds, and a number that no figure follows is exactly as before."""

import numpy as np
import pytest
from lessons_by_hand import MEMBERS, by_hand, small, small_lessons

from tregua.analysis.calibrate import Calibration, calibrate
from tregua.analysis.kept import Conditioned
from tregua.analysis.learnt import HARDLY, LEARNT, NOT, WORDS, Explained, lessons, word
from tregua.analysis.windows import STEP_AT_BREAK, conditioned


@pytest.mark.parametrize(
    ("contraction", "shift", "expected"),
    [
        (0.5, 0.0, LEARNT),
        (0.499, 0.0, HARDLY),
        (0.0, 1.0, LEARNT),
        (0.0, -1.0, LEARNT),
        (0.0, 0.999, HARDLY),
        (0.15, 0.0, HARDLY),
        (0.1499, 0.0, NOT),
        (0.0, -0.3, HARDLY),
        (0.0, 0.2999, NOT),
        (-0.4, 0.0, NOT),
        (0.0, 0.0, NOT),
    ],
)
def test_a_word_is_earned_at_its_threshold(contraction: float, shift: float, expected: str) -> None:
    assert word(contraction, shift) == expected


def test_nothing_is_called_identified() -> None:
    assert "identified" not in WORDS


def test_a_parameter_that_no_figure_follows_is_exactly_as_before_and_not_learnt() -> None:
    at = {one.name: at for at, one in enumerate(small().history.inputs) if one.kind == "number"}
    moved = [one.gains.moved for one in small().combinations]
    never = {one.name for one in small_lessons().parameters if not any(each[at[one.name]] for each in moved)}
    assert "treatment_transport" in never  # nothing that was observed to 2012 follows treatment
    for one in small_lessons().parameters:
        if one.name in never:
            assert one.word == NOT and one.contractions == (0.0, 0.0)
            assert all(each.spread == one.prior and each.shift == 0.0 for each in one.by_combination)


def test_a_parameter_that_was_moved_has_the_quantiles_of_its_members() -> None:
    one = next(one for one in small_lessons().parameters if one.name == "area_elasticity")
    z = small().combinations[0].numbers["area_elasticity"]
    assert one.reference.contraction == pytest.approx(1.0 - np.var(z), abs=1e-12)
    assert one.reference.shift == pytest.approx(np.mean(z), abs=1e-12)
    assert (one.prior.low, one.prior.median, one.prior.high) == pytest.approx((0.075, 0.75, 1.425))  # uniform, 0 to 1.5
    share = np.mean(z < 0.0)  # below the median of the prior
    assert (one.reference.spread.median < one.prior.median) == (share > 0.5)
    assert one.prior.low - 0.075 <= one.reference.spread.low < one.reference.spread.median < one.reference.spread.high


def test_every_parameter_and_random_number_has_a_value_under_every_combination() -> None:
    found, history = small_lessons(), small().history
    count = len(small().combinations)
    assert [one.name for one in found.parameters] == history.carried
    assert all(len(one.by_combination) == count for one in found.parameters)
    assert all(len(one.means) == len(one.sds) == count for one in found.explained)
    assert len(found.explained) == sum(one.kind != "number" for one in history.inputs)
    assert set(found.anew).isdisjoint(history.carried) and "yield_0.COL" in found.anew
    assert found.n == len(history.targets) == sum(one.n for one in found.fit)
    assert {one.series for one in found.fit} <= {one.series for one in conditioned()}


def test_words_are_those_of_the_reference_and_the_most_contracted_stand_first() -> None:
    found = by_hand(("area_elasticity", 0.6, 0.0), ("yield_growth", 0.9, 0.0), ("arrest_hazard", 0.0, 0.0))
    assert [one.name for one in found.of_word(LEARNT)] == ["yield_growth", "area_elasticity"]
    assert [one.name for one in found.of_word(NOT)] == ["arrest_hazard"]
    assert found.of_word(LEARNT)[0].contractions == (0.45, 0.9)


@pytest.mark.parametrize(("mean", "notable"), [(1.0, True), (-1.0, True), (0.999, False)])
def test_a_random_number_is_notable_from_one_standard_deviation_on(mean: float, notable: bool) -> None:
    assert bool(by_hand(means=(mean, 3.0)).notable) == notable


def test_a_step_is_a_share_of_the_figure() -> None:
    step = Explained("step", "coca_area.PER", 2010, 2018, (1.0,), (0.0,)).step
    assert step.low == step.median == step.high == pytest.approx(np.exp(STEP_AT_BREAK) - 1.0)


def test_the_fit_counts_what_the_band_holds_with_the_error_of_measurement_in_it() -> None:
    history, one = small().history, small().combinations[0]
    at = [row for row, (measure, _) in enumerate(history.targets) if measure.series == "coca_area.COL"]
    off, error = history.observed[at] - one.figures.mean[at], history.error[at]
    found = next(each for each in small_lessons().fit if each.series == "coca_area.COL")
    assert found.n == len(at) == 3
    assert found.after[0].rms == pytest.approx(float(np.sqrt(np.mean((off / error) ** 2))))
    assert found.after[0].rms < found.before[0].rms
    width = 1.645 * np.sqrt(one.figures.sd[at] ** 2 + error**2)
    assert found.after[0].inside90 == int((np.abs(off) < width).sum())


def test_what_is_ready_is_not_computed_again_after_an_interrupt(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third combination is interrupted in its midst: the two before it are kept, the others are computed once."""
    from tregua.analysis import calibrate as module
    from tregua.analysis import kept

    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(kept, "cache_folder", lambda: folder)
    computed: list[object] = []
    really = module.condition

    def counted(*arguments: object, **named: object) -> Conditioned:
        computed.append(None)
        return really(*arguments, **named)  # type: ignore[arg-type]

    def stop(done: int, total: int) -> None:
        if done > 200:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "condition", counted)
    with pytest.raises(KeyboardInterrupt):
        calibrate(2010, members=32, progress=stop)
    assert len(computed) == 3
    found = calibrate(2010, members=32)
    assert len(computed) == 3 + len(found.combinations) - 2
    assert _same(found, calibrate(2010, members=32)) and len(computed) == 1 + len(found.combinations)


def _same(one: Calibration, other: Calibration) -> bool:
    pairs = zip(one.combinations, other.combinations, strict=True)
    return all(np.array_equal(a.mean, b.mean) and np.array_equal(a.sd, b.sd) for a, b in pairs)


def test_lessons_name_the_command_that_repeats_them() -> None:
    assert lessons(small()).command == f"tregua calibrate --cut 2012 --seed 0 --members {MEMBERS}"
    assert lessons(small(), "mine").command == "mine"
