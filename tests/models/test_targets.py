"""What papers print, and what independent computations gave: two kinds of test, kept apart.

The rows that are known not to reproduce are named here, by hand: none may come to be met, or missed, unnoticed.
Bekar 2022 and Prieto-Curiel 2023 have tests of their own, the second because it needs data.
"""

import re
from functools import cache

import pytest
import xarray as xr

from tregua.models.find import load_model, own_folders
from tregua.models.reproduce import committed_rows
from tregua.models.schema import Target

NOT_REPRODUCED = {
    "behrens_lhy": {"consumption_1992", "users_1992", "users_1994"},
    "everingham_rydell_1994": {"grams_ratio"},
    "madtor_2024": {"rise_40_80", "minor_arrest_default"},
    "mejia_restrepo_2016": {"us_budget_tripled"},
    "prieto_curiel_2025_prison": {"members_2012", "members_2022", "doubling_prison_years"},
    "proton_oc": {"members_drift"},
    "rydell_everingham_1994": {
        "cost_domestic_enforcement",
        "cost_users_domestic_enforcement",
        "treat_all_last_year",
        "domestic_to_treatment",
        "treat_all_budget",
    },
}
OWN = {"bekar_2022", "prieto_curiel_2023"}
TARGETS = [(name, one) for name in sorted(own_folders()) if name not in OWN for one in load_model(name).targets]


SAYS_NOTHING_OF_THE_MODEL = {
    "everingham_rydell_1994": {"rate_escalation"},
    "kleiman_kilmer_2009": {
        "more_certainty_less_punishment",
        "concentration_tips_sooner",
        "warnings_save_sanctions",
        "surge_lasts",
    },
    "madtor_2024": {"diminishing_returns"},
    "mejia_restrepo_2016": {"rivals_grow"},
    "prieto_curiel_2023": {
        "t02_members_2022_range",
        "t03_growth",
        "t07_arrests_2021",
        "t11_arrests_decade",
        "t23_ten_largest_2012",
    },
    "rydell_everingham_1994": {"budget_total", "budget_share_domestic_enforcement", "budget_share_treatment"},
}
NOT_READ = re.compile(r"not read by us|not traceable|\(from (?:Original )?[Pp]aper\)")


def chosen(*tags: str) -> list[object]:
    return [pytest.param(name, one, id=f"{name}-{one.id}") for name, one in TARGETS if one.tag in tags]


@cache
def run(name: str) -> xr.Dataset:
    return load_model(name).simulate()


def value(name: str, quantity: str) -> float:
    return load_model(name).quantity(quantity, run(name)).value


@pytest.mark.parametrize(("name", "target"), chosen("published", "assumed"))
def test_what_a_paper_prints_is_met_or_known_not_to_be(name: str, target: Target) -> None:
    met = target.met_by(value(name, target.id))
    assert met == (target.id not in NOT_REPRODUCED.get(name, set()))


@pytest.mark.parametrize(("name", "target"), chosen("derived"))
def test_regression(name: str, target: Target) -> None:
    assert target.met_by(value(name, target.id))


def test_the_rows_named_here_exist() -> None:
    known = {(name, one.id) for name, one in TARGETS}
    assert {(name, one) for name, ids in NOT_REPRODUCED.items() for one in ids} <= known


@pytest.mark.parametrize("name", SAYS_NOTHING_OF_THE_MODEL)
def test_what_cannot_fail_or_is_the_same_number_again_is_not_counted_as_reproduced(name: str) -> None:
    statuses = {row.target.id: row.status for row in committed_rows(load_model(name))}
    assert {statuses[one] for one in SAYS_NOTHING_OF_THE_MODEL[name]} <= {
        "input",
        "by-definition",
        "built-in",
        "repeated",
    }


@pytest.mark.parametrize("name", sorted(own_folders()))
def test_a_published_row_was_read_in_the_publication_itself(name: str) -> None:
    for row in committed_rows(load_model(name)):
        assert row.target.tag != "published" or row.read in ("full", "table", "abstract"), row.target.id


def test_a_sketch_reproduces_no_published_number_outright() -> None:
    """What does is no sketch, and stands among the papers."""
    for name, folder in own_folders().items():
        model = load_model(name)
        assert model.record.sketch == (folder.parent.name == "sketches")
        met = [one for one in committed_rows(model) if one.target.tag == "published" and one.status == "reproduced"]
        assert not (model.record.sketch and met)


@pytest.mark.parametrize("name", sorted(own_folders()))
def test_what_nobody_read_is_not_called_published(name: str) -> None:
    for one in load_model(name).targets:
        places = " ".join(citation.locator for citation in one.source)
        assert not (NOT_READ.search(places) and one.tag == "published"), one.id
