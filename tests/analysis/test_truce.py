"""A truce and its revocation: what both readings say of El Salvador, and that the lab's own equations say it."""

import math

import numpy as np
import pytest
from small_lab import annual, column, columns, for_years

from tregua.analysis import truce as module
from tregua.analysis.truce import ratios, truce, truce_file
from tregua.catalogue.errors import InputError
from tregua.evidence.ledger import estimates
from tregua.lab.draws import draw_parameters
from tregua.lab.run import Settings, run

FOUND = truce(14, "SLV", 512, 0, "")
RETURNS, OVERSHOOTS = FOUND.alternatives


def effect(name: str) -> float:
    found = estimates()[name].effect
    assert found is not None
    return found.value


def test_each_published_result_lies_in_the_interval_of_the_reading_that_rests_on_it() -> None:
    low, high = RETURNS.ratio.i90
    assert low < effect("katz_2016_low") < effect("katz_2016_high") < high
    low, high = OVERSHOOTS.net.i90
    assert low < effect("jones_2024_net") < high
    told = {one.estimate for each in FOUND.alternatives for one in each.published if one.inside}
    assert told == {"katz_2016_low", "katz_2016_high", "jones_2024_net"}


def test_the_three_phases_of_the_second_reading_are_about_those_that_were_published() -> None:
    """At the middle of its ranges: 1,130 fewer, 551 fewer, 2,250 more, of which the first is an input."""
    held = [float(one) for one in module.holds(14, 21, 23)]
    monthly = (ratios(held, math.log(1 - 1130 / 5099.5), 1.1, 5.0) - 1) * 4371 / 12
    phases = [monthly[begin:end].sum() for begin, end in ((0, 14), (14, 35), (35, 58))]
    assert phases == pytest.approx([-1130, -481, 2180], rel=0.01)
    names = ("jones_2024_truce", "jones_2024_rescission", "jones_2024_after")
    assert phases == pytest.approx([effect(name) for name in names], rel=0.15)


def test_a_truce_that_returns_ends_where_it_began_and_one_that_overshoots_above() -> None:
    assert RETURNS.path[-1].median == pytest.approx(FOUND.without)
    assert OVERSHOOTS.path[-1].i90[0] > FOUND.without
    assert [(one.phase, one.months) for one in RETURNS.phases] == [("held", 14), ("withdrawn", 21), ("after", 23)]
    assert RETURNS.phases[2].net.i90 == pytest.approx((0.0, 0.0), abs=1e-9)
    assert [one.net.median < 0.0 for one in OVERSHOOTS.phases] == [True, True, False]
    assert RETURNS.net.i90[1] < 0.0 < OVERSHOOTS.net.i90[1]
    assert [FOUND.phase(month) for month in (0, 13, 14, 34, 35)] == ["held", "held", "withdrawn", "withdrawn", "after"]


def test_without_an_effect_and_an_overshoot_a_truce_moves_nothing() -> None:
    assert (ratios([1.0] * 8, 0.0, 0.0, 5.0) == 1.0).all()


@pytest.mark.checklist("P5")
def test_the_lab_follows_a_truce_by_the_same_equations() -> None:
    """Held by the whole country for three years and then revoked at once, with the readings of the lab's own draws."""
    settings = Settings(draws=8, until=2032)
    assumed = {"truce_overshoot": 1.1}
    calm = annual({}, settings, assumed)
    under = run([for_years("truce", 1.0, "2030-01")], settings, assumed)[0, 0]
    (homicides,), *killed = (columns(name) for name in ("homicides", "conflict_deaths", "civilians_killed"))
    found = [out[..., homicides] - sum(out[..., one] for (one,) in killed) for out in (under, calm)]
    ratio = (found[0] / found[1])[:, 2:]
    p = draw_parameters(0, 0, 8, {})
    held = [1.0] * 36 * module.STEPS + [0.0] * 36 * module.STEPS
    for draw in range(8):
        effect_, memory = (p[draw, column(name)] for name in ("truce_effect", "truce_memory"))
        monthly = ratios(held, effect_, 1.1, memory)
        np.testing.assert_allclose(ratio[draw, :3], monthly[:36].reshape(3, 12).mean(axis=1), rtol=1e-6)
        np.testing.assert_allclose(ratio[draw, 3:], monthly[36:].reshape(3, 12).mean(axis=1), rtol=5e-3)


def test_longer_truces_save_more_where_nothing_follows_and_cost_more_where_it_does() -> None:
    short, long = (truce(months, "SLV", 64, 0, "") for months in (6, 60))
    assert long.alternatives[0].net.median < short.alternatives[0].net.median < 0
    last = [one.alternatives[1].path[-1].median for one in (short, long)]
    assert last[0] < last[1]


def test_what_moves_the_total_most_stands_first_and_what_does_not_vary_is_left_out() -> None:
    assert [one.input for one in RETURNS.drivers] == ["ratio"]
    assert [one.input for one in OVERSHOOTS.drivers] == ["overshoot", "ratio", "memory"]


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    again, other = (truce(14, "SLV", 32, seed, "") for seed in (0, 1))
    assert again == truce(14, "SLV", 32, 0, "")
    assert other.alternatives[0].net != again.alternatives[0].net


@pytest.mark.parametrize(
    ("months", "place", "draws", "told"),
    [
        (0, "SLV", 8, "--months"),
        (121, "SLV", 8, "--months"),
        (14, "SLV", 1, "--draws"),
        (14, "HND", 8, "--place"),
        (14, "ELN", 8, "--place"),
    ],
)
def test_a_wrong_setting_is_refused(months: int, place: str, draws: int, told: str) -> None:
    with pytest.raises(InputError) as refused:
        truce(months, place, draws, 0, "")
    assert refused.value.problems[0].where == told


def test_an_unknown_estimate_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (module.PACKAGE / "analysis" / "truce.yaml").read_text("utf-8")
    (tmp_path / "analysis").mkdir()
    written = text.replace("estimate: jones_2024_net", "estimate: jones_2024_nett")
    (tmp_path / "analysis" / "truce.yaml").write_text(written, "utf-8")
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    with pytest.raises(InputError) as refused:
        truce_file.__wrapped__()
    assert refused.value.problems[0].values["nearest"] == "jones_2024_net"
