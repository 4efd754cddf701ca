"""What is conditioned, what is kept of it, and what must never happen to it."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tables import changed

from tregua.analysis import calibrate, kept, windows
from tregua.analysis.calibrate import Draws, bearing, condition
from tregua.analysis.kept import Conditioned, Gains, Moments, arrays_of, conditioned_of, write_arrays
from tregua.analysis.smoother import Update, apply_all, smooth
from tregua.analysis.windows import History, Input, Members, conditioned, reach
from tregua.lab.alternatives import combinations
from tregua.lab.model import lab
from tregua.lab.past import past
from tregua.lab.where import on
from tregua.noise import Floats, normals

CUT, SEED, MEMBERS = 2014, 3, 96
SERIES = ("coca_area.COL", "coca_area.PER", "coca_area.BOL", "cocaine_output.COL")
COCA = [one for one in conditioned() if one.series in SERIES]


def history(cut: int = CUT) -> History:
    return History.of(cut, bearing(cut, lab().series)[0], several=COCA)


@pytest.fixture(scope="module")
def learnt() -> Conditioned:
    return condition(history(), SEED, MEMBERS)


def test_updates_that_are_kept_give_the_members_back(learnt: Conditioned) -> None:
    """From the same draws of the prior, in chunks of any size."""
    updates, one = conditioned_of(arrays_of(learnt)).gains.updates, history()
    for size in (96, 31):
        parts = []
        for first in range(0, MEMBERS, size):
            draws = Draws(one, SEED, first, min(size, MEMBERS - first))
            z, solved = apply_all(updates, draws.readings, draws.prior, one.observed, one.error, draws.noise)
            parts.append(z[:, solved])
        again = np.concatenate(parts, axis=1)
        for name, z in learnt.numbers.items():
            assert_allclose(again[one.at[windows.Input("number", name)]], z, rtol=0.0, atol=1e-6)


def test_what_was_learnt_does_not_know_what_came_later(learnt: Conditioned) -> None:
    later = {**lab().series, **changed(lab().series, CUT + 1, 2100, 1.7)}
    blind = condition(History.of(CUT, learnt.choices, later, COCA), SEED, MEMBERS)
    sighted, found = arrays_of(learnt), arrays_of(blind)
    assert {name: one.tobytes() for name, one in found.items()} == {
        name: one.tobytes() for name, one in sighted.items()
    }


def test_other_figures_teach_something_else(learnt: Conditioned) -> None:
    other = condition(history(), SEED, MEMBERS, observed=history().observed + 0.5)
    assert any((other.numbers[name] != z).any() for name, z in learnt.numbers.items() if name in other.numbers)


def test_only_what_figures_follow_is_moved(learnt: Conditioned) -> None:
    """The lab's groups learn nothing from coca, and no size of a random path does from anything."""
    one = history()
    moved = {found.name for found, by in zip(one.inputs, learnt.gains.moved, strict=True) if by}
    assert {"yield_growth", "area_elasticity"} <= moved
    assert not [name for name in moved if name.startswith(("growth", "homicide", "fighting")) or "volatility" in name]


def test_every_combination_that_bears_on_the_record_is_conditioned() -> None:
    """The reference first; what acted on nothing observed is no difference, and is left open."""
    found = bearing(2024, lab().series)
    assert found[0].items() <= combinations()[0].choices.items()
    assert len({tuple(sorted(one.items())) for one in found}) == len(found)
    for one in combinations():
        assert any(bears.items() <= one.choices.items() for bears in found)


def parameters_of(monkeypatch: pytest.MonkeyPatch) -> list[Floats]:
    """Every array of parameters that members are run with from now on."""
    seen: list[Floats] = []
    simulate = windows.simulate_draws

    def watched(p: Floats, *others: object) -> object:
        seen.append(p)
        return simulate(p, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(windows, "simulate_draws", watched)
    return seen


@pytest.mark.parametrize("choices", bearing(2024, lab().series), ids=str)
def test_no_member_switches_its_alternative(monkeypatch: pytest.MonkeyPatch, choices: dict[str, float]) -> None:
    """Wherever its numbers are moved to: a choice is not among them."""
    one, seen = History.of(CUT, choices), parameters_of(monkeypatch)
    assert not {name.name for name in one.inputs} & {*choices}
    members = Members(one, SEED, 0, 4)
    for far in (0.0, 3.0, -30.0):
        members.readings(members.prior + far)
    names = [*lab().parameters]
    assert len(seen) == 3 * len(one.windows)
    for name, value in choices.items():
        assert {*np.concatenate([p[:, names.index(name)] for p in seen])} == {value}


def test_no_member_switches_its_alternative_while_it_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first step to the last, under every choice other than the reference."""
    reference = bearing(2024, lab().series)[0]
    others = {name: max(c[name] for c in bearing(2024, lab().series) if name in c) for name in reference}
    one = History.of(CUT, others, several=COCA)
    follows, seen = reach(one, SEED), parameters_of(monkeypatch)
    draws = Draws(one, SEED, 0, 32)
    updates, _, _ = smooth(draws.readings, draws.prior, one.observed, one.error, follows, draws.noise)
    assert len(seen) == len(updates) > 1
    for name, value in others.items():
        assert {*np.concatenate([p[:, [*lab().parameters].index(name)] for p in seen])} == {value}


def halves(shape: tuple[int, ...]) -> st.SearchStrategy[Floats]:
    """Arrays of numbers that have their place in half precision, many of them zero."""
    number = st.one_of(st.just(0.0), st.floats(-4.0, 4.0, width=16))
    count = int(np.prod(shape))
    return st.lists(number, min_size=count, max_size=count).map(lambda one: np.array(one).reshape(shape))


@st.composite
def anything_conditioned(draw: st.DrawFn) -> Conditioned:
    inputs, figures, steps, members = (draw(st.integers(1, most)) for most in (5, 9, 3, 4))
    alphas = draw(st.lists(st.floats(1.0, 1e6), min_size=steps, max_size=steps))
    gains = [draw(halves((inputs, figures))) for _ in alphas]
    names = draw(st.lists(st.sampled_from(["a", "b.COL", "c"]), min_size=1, max_size=3, unique=True))
    numbers = {name: draw(halves((members,))) for name in names}
    choices = draw(st.dictionaries(st.sampled_from(["one", "other"]), st.floats(-9.0, 9.0), max_size=2))
    moments = Moments(*(draw(halves((figures,))) for _ in range(4)))
    updates = tuple(Update(alpha, gain) for alpha, gain in zip(alphas, gains, strict=True))
    return Conditioned(choices, Gains.of(updates), numbers, draw(halves((inputs,))), draw(halves((inputs,))), moments)


@given(one=anything_conditioned())
def test_what_is_packed_is_unpacked_as_it_was(one: Conditioned) -> None:
    found = conditioned_of(arrays_of(one))
    assert (found.choices, [*found.numbers]) == (one.choices, [*one.numbers])
    assert [each.alpha for each in found.gains.updates] == [each.alpha for each in one.gains.updates]
    assert_array_equal([each.gain for each in found.gains.updates], [each.gain for each in one.gains.updates])
    assert_array_equal([*found.numbers.values()], [*one.numbers.values()])
    assert_array_equal([found.mean, found.sd], [one.mean, one.sd])
    for name in ("prior_mean", "prior_sd", "mean", "sd"):
        assert_array_equal(getattr(found.figures, name), getattr(one.figures, name))


def test_the_same_members_are_the_same_bytes(learnt: Conditioned) -> None:
    files = [BytesIO(), BytesIO()]
    write_arrays(files[0], arrays_of(learnt))
    write_arrays(files[1], arrays_of(conditioned_of(arrays_of(learnt))))
    assert files[0].getvalue() == files[1].getvalue()


def test_work_goes_on_where_it_stopped(learnt: Conditioned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is not computed again; what is damaged is."""
    monkeypatch.setattr(kept, "cache_folder", lambda: tmp_path)
    assert kept.found("one", learnt.choices) is None
    first = kept.keep("one", learnt)
    again = kept.found("one", learnt.choices)
    assert again is not None
    assert_array_equal(first.gains.updates[0].gain, again.gains.updates[0].gain)
    (file,) = (tmp_path / "calibrations").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert kept.found("one", learnt.choices) is None


@pytest.mark.parametrize("place", [0, 28, 2000, -40])
def test_a_turned_byte_or_a_file_of_another_combination_is_computed_again(
    learnt: Conditioned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(kept, "cache_folder", lambda: tmp_path)
    kept.keep("one", learnt)
    (file,) = (tmp_path / "calibrations").iterdir()
    whole = bytearray(file.read_bytes())
    whole[place] ^= 0xFF
    file.write_bytes(bytes(whole))
    again = kept.found("one", learnt.choices)
    if again is not None:  # the byte stands where nothing is read
        assert_array_equal(again.mean, conditioned_of(arrays_of(learnt)).mean)
    kept.keep("one", learnt)
    assert kept.found("one", learnt.choices) is not None
    assert kept.found("one", {**learnt.choices, "pass_through": 1.0}) is None


def test_numbers_after_the_cut_are_those_of_runs_after_it() -> None:
    """What is carried on has the same prior from every start; the rest is set anew by what was observed."""
    one = history()
    later = replace(past(CUT + 1), vague=one.after.vague).numbers
    for window in one.windows:
        assert all(window.number(name) == later[name] for name in one.carried)
    anew = {found.name for found in one.inputs if found.kind == "number" and found.window}
    assert {"yield_0.COL", "yield_0.PER"} <= anew and not anew & {*one.carried}


def test_ranges_that_had_seen_the_figures_start_vague() -> None:
    one = history()
    assert "yield_growth" in one.after.vague and one.after.numbers["yield_growth"].vague
    assert not one.after.vague & {name for name in lab().parameters if "volatility" in name}
    assert "area_elasticity" not in one.after.vague, "nothing was in view when it was chosen"


def test_a_member_stays_whole_where_others_have_no_solution() -> None:
    """Numbers that no figure moves are those of the members that are left, not of the first so many draws."""
    one = history()
    draws = Draws(one, SEED, 0, 8)
    solved = np.array([True, False, True, True, False, True, True, True])
    kept_numbers = calibrate._numbers(one, draws.prior[:, solved])
    for name in ("treatment_transport", "yield_growth"):
        at = one.at[Input("number", name)]
        assert_allclose(kept_numbers[name], draws.prior[at, solved], rtol=1e-6)
    assert {*kept_numbers} == {*one.carried}


def test_more_draws_begin_with_the_members_and_are_never_drawn_twice() -> None:
    made = calibrate.calibrate(2010, SEED, 32)
    more = calibrate.draws_of(made, SEED, 48, only=made.combinations[0].choices).combinations[0].numbers
    known = made.combinations[0].numbers
    assert all((more[name][: len(z)] == z).all() for name, z in known.items())
    assert len({float(value) for value in more["treatment_transport"]}) == len(more["treatment_transport"])


LOOSE = [one.model_copy(update={"error": 0.4}) for one in COCA]
HISTORIES = 32
NOT_TAKEN_IN = 1e3  # times the error of a figure: nothing can be learnt from it


def inside(part: float) -> list[float]:
    """How often the middle 90 % of members hold a truth: last readings, figures a year later, growth of yield.

    Truths are drawn from the prior at other addresses; `part` is that of the true errors which the smoother is told.
    Errors are large, so that members are as far apart as errors make them and not as shocks do.
    """
    one = History.of(2012, bearing(2012, lab().series)[0], several=LOOSE)
    follows, at = reach(one, SEED), one.at[Input("number", "yield_growth")]
    years = np.array([point.year for _, point in one.targets])
    told, last, after = one.error * np.where(years < 2012, part, NOT_TAKEN_IN), years == 2011, years == 2012
    found = []
    for number in range(HISTORIES):
        truth = Members(one, 1_000_000 + number, 0, 1)
        true = truth.readings(truth.prior)
        figures = true[:, 0] + one.error * normals(1_000_000 + number, "figures", 0, 0, len(one.targets))
        draws = Draws(one, number, 0, 64)
        _, z, _ = smooth(draws.readings, draws.prior, figures, told, follows, draws.noise)
        read = draws.readings(z)
        later = read + one.error[:, None] * draws.noise(99)
        ranks = (
            np.mean(read[last] < true[last], axis=1)[0],
            np.mean(later[after] < figures[after, None], axis=1)[0],
            np.mean(z[at] < truth.prior[at]),
        )
        found.append(np.abs(np.array(ranks) - 0.5) < 0.45)
    return [float(share) for share in np.mean(found, axis=0)]


def test_truths_lie_among_members_as_often_as_they_should() -> None:
    """Within three binomial errors, one rank of a history each; the check fails where errors are told far too small."""
    slack = 3.0 * np.sqrt(0.9 * 0.1 / HISTORIES)
    assert all(abs(share - 0.9) < slack for share in inside(1.0))
    assert inside(0.25)[0] < 0.9 - slack


def test_draws_of_an_ensemble_are_the_same_from_disk_and_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    known = calibrate.shipped()
    choices = known.combinations[0].choices
    held = calibrate.draws_of(known, 3, 80, only=choices)
    monkeypatch.setattr(calibrate, "HELD_NUMBERS", 10)
    on_disk = calibrate.draws_of(known, 3, 80, only=choices)
    for name, numbers in held.of(choices, 10, 60).items():
        assert_array_equal(numbers, on_disk.of(choices, 10, 60)[name])


@pytest.mark.xdist_group("cluster")
def test_workers_of_a_cluster_learn_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two combinations, here and by workers; each is kept as it comes."""
    monkeypatch.setattr(kept, "cache_folder", lambda: tmp_path)
    two = calibrate.bearing(2013, lab().series)[:2]
    monkeypatch.setattr(calibrate, "bearing", lambda cut, series: two)
    here = calibrate.calibrate(2013, 0, 32)
    shutil.rmtree(tmp_path / "calibrations")
    with on("local:2"):
        there = calibrate.calibrate(2013, 0, 32)
    assert here.version == there.version
    for one, other in zip(here.combinations, there.combinations, strict=True):
        for name, array in arrays_of(one).items():
            assert_array_equal(array, arrays_of(other)[name])
