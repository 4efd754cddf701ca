"""Stylised facts as reports, and countries that militarised beside the lab."""

from pathlib import Path

import pytest

from tregua.analysis import militarised as countries_file
from tregua.analysis import patterns as patterns_file
from tregua.analysis.militarisation import militarisation
from tregua.analysis.pattern_shares import Shown, shown
from tregua.catalogue.errors import InputError
from tregua.evidence.ledger import series
from tregua.lab.alternatives import alternatives

DRAWS = 16


def quiet(done: int, total: int) -> None:
    """No progress is shown."""


@pytest.fixture(scope="module")
def found() -> Shown:
    return shown(DRAWS, 0, quiet, "tregua patterns")


def test_every_pattern_has_a_share_for_the_reference_and_for_each_alternative_that_acts(found: Shown) -> None:
    assert [one.pattern.id for one in found.seen] == [*patterns_file.patterns()]
    for one in found.seen:
        assert not one.by_alternative[0].choices
        named = {name for each in one.by_alternative for name in each.choices}
        assert named <= set(alternatives().all)
        for each in one.by_alternative:
            assert 0 <= each.shown <= 1 and 0 <= each.contrary <= 1 and each.shown + each.contrary <= 1
            assert each.shown * DRAWS == round(each.shown * DRAWS)


def test_a_range_and_what_lies_outside_of_it_are_all_draws(found: Shown) -> None:
    (surge,) = [one for one in found.seen if one.pattern.id == "surge_2017"]
    assert all(each.shown + each.contrary == 1 for each in surge.by_alternative)


def test_the_contrary_of_a_pattern_has_the_shares_the_other_way_round(
    found: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = patterns_file.patterns()["peace_members"]
    other = one.model_copy(update={"seen": "lower"})
    monkeypatch.setattr("tregua.analysis.pattern_shares.patterns", lambda: {one.id: other})
    turned = shown(DRAWS, 0, quiet, "").seen[0].by_alternative
    assert [(each.contrary, each.shown) for each in turned] == [
        (each.shown, each.contrary) for each in found.seen[0].by_alternative
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: group_members", "outcome: group_member", "group_members"),
        ("place: COL", "place: COLL", "COL"),
        ("lever: arrests", "lever: arrest", "arrests"),
        ("seen: between", "seen: higher", "low"),
        ("    before: 2022\n", "", "before"),
        ("ref: fip_2023", "ref: fip_2033", "fip_2023"),
    ],
)
def test_a_pattern_that_asks_for_what_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    written = (patterns_file.PACKAGE / "analysis" / "patterns.yaml").read_text("utf-8")
    assert old in written
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "patterns.yaml").write_text(written.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(patterns_file, "PACKAGE", tmp_path)
    with pytest.raises(InputError) as refused:
        patterns_file.patterns.__wrapped__()
    assert said in str(refused.value.problems[0].values)


@pytest.mark.checklist("H3", "H4")
def test_each_country_has_what_was_counted_before_and_after_and_the_lab_s_answer_under_its_own_reading() -> None:
    found = militarisation(DRAWS, 0, quiet, "").countries
    assert [one.country.id for one in found] == ["SLV", "ECU", "HND"]
    for one in found:
        for figure in one.counted:
            points = {point.year: point.value for point in series()[figure.series].points}
            assert figure.latest == points[figure.year] and figure.year >= one.country.before
            assert figure.before is None or (figure.before_year or 0) <= one.country.before
        assert any(figure.series.startswith("liberal_democracy") for figure in one.counted)
        assert {told.years for told in one.told} == {5, 10}
    homicides = {one.country.id: [told.median for told in one.told if told.outcome == "homicides"] for one in found}
    assert max(homicides["SLV"]) < min(homicides["HND"]) and max(homicides["HND"]) < min(homicides["ECU"])


def test_a_country_names_a_series_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = (countries_file.PACKAGE / "analysis" / "militarised.yaml").read_text("utf-8")
    (tmp_path / "analysis").mkdir()
    bad = written.replace("homicide_rate.SLV", "homicide_rate.SVL").replace("reading: hnd_2022", "reading: hnd_2021")
    (tmp_path / "analysis" / "militarised.yaml").write_text(bad, "utf-8")
    monkeypatch.setattr(countries_file, "PACKAGE", tmp_path)
    with pytest.raises(InputError) as refused:
        countries_file.militarised_file.__wrapped__()
    assert len(refused.value.problems) == 2


@pytest.mark.checklist("H4", "P15")
def test_a_policy_breaks_even_only_under_weights_that_a_person_types() -> None:
    """Over five years and ten; heavier weights let it pay in fewer draws, and the factor scales with them."""
    assert all(not one.weighed for one in militarisation(DRAWS, 0, quiet, "").countries)
    light, heavy = (
        militarisation(DRAWS, 0, quiet, "", {"detained": weight, "custody_deaths": 1.0, "liberal_democracy": 0.0})
        for weight in (0.0001, 0.01)
    )
    for little, much in zip(light.countries, heavy.countries, strict=True):
        assert [one.years for one in little.weighed] == [5, 10]
        for one, other in zip(little.weighed, much.weighed, strict=True):
            assert one.homicides == other.homicides and one.harms < other.harms and one.pays >= other.pays
            assert (one.factor is None) == (one.homicides <= 0.0)
            if one.factor is not None and other.factor is not None:
                assert one.factor == pytest.approx(one.homicides / one.harms) and one.factor > other.factor


@pytest.mark.parametrize("weights", [{"detaind": 1.0}, {"homicides": 1.0}, {"detained": -1.0}, {"coca_area": 1.0}])
def test_a_weight_that_means_nothing_is_refused(weights: dict[str, float]) -> None:
    with pytest.raises(InputError) as refused:
        militarisation(DRAWS, 0, quiet, "", weights)
    assert refused.value.problems[0].where == "--weigh"
