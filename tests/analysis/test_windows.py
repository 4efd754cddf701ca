"""The record as a function of standard normal numbers: the same runs as everywhere else, and nothing shared."""

from itertools import combinations as pairs

import numpy as np
import pytest
from tables import changed

from tregua.analysis import windows
from tregua.analysis.calibrate import bearing
from tregua.analysis.readings import cell, level, reading
from tregua.analysis.windows import (
    GROUPS_FROM,
    MONTHS,
    History,
    Members,
    conditioned,
    path_name,
    reach,
    yearly,
)
from tregua.lab.alternatives import Combination
from tregua.lab.draws import shock_normals, shock_streams, stream_of
from tregua.lab.model import lab
from tregua.lab.run import FIRST_YEAR, Settings, run
from tregua.lab.scenario import record
from tregua.noise import Floats, points

CUT, SEED, DRAWS = 2021, 7, 6


def history(cut: int = CUT) -> History:
    return History.of(cut, bearing(cut, lab().series)[0])


def test_windows_begin_where_figures_do() -> None:
    assert [one.first for one in history().windows] == [FIRST_YEAR, GROUPS_FROM]
    for one in history().windows:
        assert {point.year for _, point in one.targets} <= {*range(one.first, CUT + 1)}
    bound = {measure.series for measure, _ in history().targets}
    assert bound == {one.series for one in conditioned()}
    assert not any(one.derived or one.sets for one, _ in history().targets)


def test_readings_of_the_prior_are_those_of_an_ordinary_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the seed of an ordinary run a window is that run, to rounding, but for steps at breaks."""
    monkeypatch.setattr(windows, "_seed", lambda seed, window: seed)
    past = history()
    members = Members(past, SEED, 0, DRAWS)
    z = members.prior.copy()
    z[[at for one, at in past.at.items() if one.kind == "step"]] = 0.0
    for window in past.windows:
        settings = Settings(draws=DRAWS, seed=SEED, start=f"{window.first}-01", first=window.first, until=CUT)
        (annual,) = run([record()], settings, combinations=[Combination(past.choices)], known=window.known)[0]
        found = members.in_window(window, z)
        for row, (measure, point) in zip(found, window.targets, strict=True):
            values = cell(annual, measure.reads, measure.place)
            path = {window.first + at: values[:, at] for at in range(window.years)}
            levels = level(path, measure, point.year, point.month)
            assert levels is not None
            exact = measure.model_copy(update={"error": 0.0})
            read = reading(levels, exact, point.year, point.month, SEED, DRAWS)
            np.testing.assert_allclose(row, np.log(read), rtol=0.0, atol=1e-7, err_msg=f"{measure.series} {point}")


def test_a_step_at_a_break_moves_what_is_read_from_then_on() -> None:
    past = history()
    members = Members(past, SEED, 0, DRAWS)
    for one in [one for one in past.inputs if one.kind == "step"]:
        z = members.prior.copy()
        z[past.at[one]] += 1.0
        moved = members.readings(z) - members.readings(members.prior)
        after = [m.series == one.name and point.year >= one.year for m, point in past.targets]
        np.testing.assert_allclose(moved, windows.STEP_AT_BREAK * np.array(after)[:, None].repeat(DRAWS, 1), atol=1e-12)


def test_years_are_an_orthogonal_projection_of_months() -> None:
    """Z = Q ε with Q Qᵀ = 1: yearly numbers have variance one and are independent of what is left within a year."""
    q = yearly(np.eye(3 * MONTHS))
    np.testing.assert_allclose(q @ q.T, np.eye(3), atol=1e-15)
    left = np.eye(3 * MONTHS) - q.T @ q
    np.testing.assert_allclose(yearly(left), 0.0, atol=1e-15)
    np.testing.assert_allclose(left @ left, left, atol=1e-15)


def test_what_is_asked_for_in_a_year_is_what_its_path_has() -> None:
    """Another number of a year shifts its months alike, and no month of another year."""
    past = history()
    members = Members(past, SEED, 0, DRAWS)
    window = past.windows[0]
    shifted = past.at[windows.Input("shock", "coca", window.first, 2013)]
    z = members.prior.copy()
    z[shifted] += 1.0
    p = members._parameters(window, z)
    before, after = (members._paths(window, one, p) for one in (members.prior, z))
    column = [path_name(*one) for one in shock_streams()].index("coca")
    moved = np.log(after / before)
    first = (2013 - window.first) * MONTHS
    assert (moved[:, :first] == 0.0).all()
    assert (moved[:, first : first + MONTHS, column] > 0.0).all()
    assert (np.delete(moved, column, axis=2) == 0.0).all()


def test_windows_share_no_number_with_each_other_or_with_runs_after_them() -> None:
    """But the parameters that are the same from every start."""
    past = history()
    members = Members(past, SEED, 0, DRAWS)
    months = (GROUPS_FROM - FIRST_YEAR) * MONTHS
    own: list[Floats] = []
    for window in past.windows:
        drawn = [one for (first, _), one in members.drawn.items() if first == window.first]
        numbers = [members.prior[at] for one, at in past.at.items() if one.window == window.first]
        paths = [at for one in drawn for at in (one.monthly, one.start)]
        own.append(np.concatenate([np.ravel(one) for one in [*paths, *numbers]]))
    later = [shock_normals(SEED, *one, months, 0, DRAWS, False) for one in shock_streams()]
    own.append(np.concatenate([np.ravel(one) for path in later for one in (path.monthly, path.start)]))
    own.append(np.ravel(points(SEED, [stream_of(name) for name in lab().parameters], 0, DRAWS)))
    for one, other in pairs(own, 2):
        assert not np.intersect1d(one, other).size


def test_members_do_not_depend_on_how_many_are_drawn_at_once() -> None:
    past = history()
    whole, part = Members(past, SEED, 0, DRAWS), Members(past, SEED, 2, 3)
    assert (whole.prior[:, 2:5] == part.prior).all()
    assert (whole.readings(whole.prior)[:, 2:5] == part.readings(part.prior)).all()


def test_figures_after_the_cut_change_no_history() -> None:
    """Neither what is held against, nor what numbers are drawn from, nor what should be read."""
    plain = history()
    later = History.of(CUT, plain.choices, {**lab().series, **changed(lab().series, CUT + 1, 2100, 1.7)})
    assert later.inputs == plain.inputs
    assert later.observed.tobytes() == plain.observed.tobytes()
    read = [Members(one, SEED, 0, DRAWS).readings(Members(one, SEED, 0, DRAWS).prior) for one in (plain, later)]
    assert read[0].tobytes() == read[1].tobytes()
    earlier = History.of(CUT, plain.choices, {**lab().series, **changed(lab().series, CUT, CUT, 1.7)})
    assert (earlier.observed != plain.observed).any()


def test_no_figure_follows_what_comes_after_it_or_belongs_to_another_window() -> None:
    past = history()
    follows = reach(past, 0)
    first = {id(target): window.first for window in past.windows for target in window.targets}
    for at, one in enumerate(past.inputs):
        for column, target in enumerate(past.targets):
            measure, point = target
            if one.window not in (0, first[id(target)]) or one.year > point.year:
                assert not follows[at, column], f"{measure.series} {point.year} follows {one}"
    own = past.at[windows.Input("shock", "area.COL", FIRST_YEAR, 2012)]
    at = next(i for i, (m, point) in enumerate(past.targets) if m.series == "coca_area.COL" and point.year == 2013)
    assert follows[own, at]
