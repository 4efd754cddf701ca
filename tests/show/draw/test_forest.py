"""The forest plot: like beside like, every mark where its number lies, weights that give the mean."""

import math
import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from tregua.evidence import ledger
from tregua.evidence.alike import alike, ends, means
from tregua.evidence.pooling import weights
from tregua.evidence.schema import NORMAL, RATIOS, Effect, Estimate
from tregua.show.html import View, tag
from tregua.show.page.beside import beside
from tregua.text import text

VIEW = View("en", "", True)
SIZED = [one for one in ledger.estimates().values() if one.effect and one.effect.scale != "level"]
PIXEL = 0.3


def drawings(estimate: Estimate) -> list[Element]:
    return fromstring(tag("div", beside(estimate, VIEW))).findall(".//svg")


def numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?[\d.]+", path)]


def axis(drawing: Element, ratio: bool) -> tuple[float, float]:
    """Where zero lies on the axis and how long one is, of logarithms for ratios, as two of its labels have it."""
    ticks = [numbers(one.attrib["d"])[0] for one in drawing.findall("path") if one.attrib["d"].endswith("v5")]
    middles = [one for one in drawing.findall("text[@class='soft']") if one.get("text-anchor") == "middle"]
    labels = {float(one.attrib["x"]): one.text or "" for one in middles}
    read = [float(labels[at].replace(",", "").replace("−", "-")) for at in ticks]
    low, high = (math.log(one) if ratio else one for one in (read[0], read[-1]))
    length = (ticks[-1] - ticks[0]) / (high - low)
    return ticks[0] - low * length, length


@pytest.mark.parametrize("name", [one.id for one in SIZED[:: max(1, len(SIZED) // 60)]])
def test_every_mark_lies_where_its_number_lies(name: str) -> None:
    estimate = ledger.estimates()[name]
    assert estimate.effect is not None
    ratio = estimate.effect.scale in RATIOS
    for drawing in drawings(estimate):
        zero, length = axis(drawing, ratio)
        rows = drawing.findall("g")
        shown = alike(estimate)
        assert len(rows) - len(shown) in (0, 1)
        for row, one in zip(rows, shown, strict=False):
            assert one.effect is not None
            interval = ends(one.effect)
            expected = [*(interval or ()), one.effect.value]
            mark = row.find("circle")
            assert (mark is not None) == (interval is None)
            if mark is not None:
                found = [float(mark.attrib["cx"])]
            else:
                line, square = row.find("path"), row.findall("rect")[-1]
                assert line is not None and (line.get("class") == "range") == (one.effect.interval == "range")
                low, _, high = numbers(line.attrib["d"])
                found = [low, high, float(square.attrib["x"]) + float(square.attrib["width"]) / 2]
            for at, value in zip(found, expected, strict=True):
                assert at == pytest.approx(zero + length * (math.log(value) if ratio else value), abs=PIXEL)


def test_a_range_is_dashed_and_said_to_be_none_of_chance() -> None:
    mixed = 0
    for one in SIZED:
        kinds = {other.effect.interval for other in alike(one) if other.effect}
        shown = beside(one, VIEW)
        assert (text("en", "wing.forest.range") in shown) == ('class="range"' in shown) == ("range" in kinds)
        mixed += {"range", "95"} <= kinds
    assert mixed


def test_the_mean_of_a_pool_is_a_diamond_whose_corners_are_its_interval() -> None:
    for name, mean in means().items():
        first = ledger.estimates()[ledger.pools()[name].estimates[0]]
        if mean is None or first.effect is None or mean.scale != first.effect.scale:
            continue
        for drawing in drawings(first):
            zero, length = axis(drawing, True)
            diamond = drawing.findall("g")[-1].find("path[@class='mean']")
            assert diamond is not None
            low, _, middle, _, high = numbers(diamond.attrib["d"])[:5]
            expected = [zero + length * math.log(one) for one in (mean.low, mean.value, mean.high)]
            assert [low, middle, high] == pytest.approx(expected, abs=PIXEL)


def test_weights_give_the_mean() -> None:
    found = {name: mean for name, mean in means().items() if mean is not None}
    assert found
    for name, mean in found.items():
        members = [ledger.estimates()[one] for one in ledger.pools()[name].estimates]
        share = weights(members, mean)
        assert sum(share.values()) == pytest.approx(1.0) and {*share} == {*mean.names}
        logs = {one.id: math.log(one.effect.value) for one in members if one.effect}
        assert sum(share[one] * logs[one] for one in share) == pytest.approx(math.log(mean.value), rel=1e-4)


def test_only_like_stands_beside_like() -> None:
    for estimate in SIZED:
        assert estimate.effect is not None
        first, *others = alike(estimate)
        assert first is estimate
        pooled = {name for pool in ledger.pools().values() if estimate.id in pool.estimates for name in pool.estimates}
        for other in others:
            assert other.effect is not None
            assert (other.effect.scale, other.effect.unit) == (estimate.effect.scale, estimate.effect.unit)
            shared = {*other.levers} & {*estimate.levers} or other.intervention == estimate.intervention
            assert other.id in pooled or (other.measures == estimate.measures and shared)
            assert estimate in alike(other)
    for one in ledger.estimates().values():
        assert bool(alike(one)) == (one in SIZED)


def test_a_standard_error_gives_the_interval_of_95_per_cent() -> None:
    for effect in (Effect(value=0.5, scale="RR", se=0.2), Effect(value=-3.0, scale="percent", se=2.0)):
        interval = ends(effect)
        assert interval is not None and effect.se is not None
        low, high = map(math.log, interval) if effect.scale in RATIOS else interval
        assert (high - low) / 2 == pytest.approx(NORMAL["95"] * effect.se)


def test_what_cannot_be_drawn_is_said_and_the_table_names_every_study() -> None:
    for one in ledger.estimates().values():
        shown = beside(one, VIEW)
        assert ("<svg" in shown) == (one in SIZED)
        for other in alike(one):
            assert f'href="estimate-{other.id}.html"' in shown
