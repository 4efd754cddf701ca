"""What groups of the lab's inputs explain together, of answers that are made of some of them."""

import numpy as np
import pytest

from tregua.analysis.grouped import TAGS, Grouped, grouped
from tregua.lab.alternatives import combinations
from tregua.lab.model import lab
from tregua.lab.run import Settings, numbers

NAMES = [*lab().parameters]
DRAWN = numbers(Settings(draws=512), combinations()[0], {})
RNG = np.random.default_rng(0)


def found(y: np.ndarray, other_shocks: np.ndarray) -> dict[tuple[str, str], Grouped]:
    return {(one.kind, one.name): one for one in grouped(NAMES, DRAWN, y, other_shocks)}


def drawn(parameter: str) -> np.ndarray:
    return np.asarray(DRAWN[:, NAMES.index(parameter)])


def test_a_group_that_makes_up_the_answer_explains_it_and_others_nothing() -> None:
    y = drawn("arrest_hazard")
    shares = found(y, y)
    assert lab().parameters["arrest_hazard"].tag == "assumed"
    for one in (("tag", "assumed"), ("mechanism", "detention"), ("all", "")):
        assert shares[one].share == pytest.approx(1.0, abs=0.01)
    for other in (("tag", "derived"), ("tag", "published"), ("mechanism", "coca"), ("mechanism", "use")):
        share, se = shares[other].share, shares[other].se
        assert share is not None and se is not None and abs(share) < 4.0 * se
    assert shares["shocks", ""].share == 0.0


def test_what_is_of_shocks_alone_is_explained_by_no_input() -> None:
    y, again = RNG.standard_normal((2, 512))
    shares = found(y, again)
    everything, shocks = shares["all", ""], shares["shocks", ""]
    assert everything.share is not None and everything.se is not None and abs(everything.share) < 3.0 * everything.se
    assert shocks.share == pytest.approx(1.0, abs=0.15)


def test_tags_and_mechanisms_each_hold_every_input_that_varies_once() -> None:
    shares = found(*RNG.standard_normal((2, 512)))
    varying = int((np.ptp(DRAWN, axis=0) > 0.0).sum())
    for kind in ("tag", "mechanism", "all"):
        assert sum(one.inputs for one in shares.values() if one.kind == kind) == varying
    assert {name for kind, name in shares if kind == "tag"} == {*TAGS}
    assert {name for kind, name in shares if kind == "mechanism"} <= {*lab().mechanisms}
