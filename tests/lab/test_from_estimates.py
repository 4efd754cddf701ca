"""Parameters that are arithmetic on estimates and on observed series."""

from pathlib import Path

import pytest
from ledger_records import WORDS, estimate

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import Document, validate
from tregua.catalogue.record import Text
from tregua.evidence.pooling import pool
from tregua.evidence.schema import Pool
from tregua.lab.from_estimates import feed
from tregua.lab.schema import Mechanism, Parameter

ESTIMATES = {
    "spraying": estimate("spraying", scale="absolute", unit="ha/ha", value=-0.03, low=-0.05, high=-0.01, interval="95"),
    "sign_only": estimate("sign_only", sign="raises"),
}
TRIALS = {
    f"t{n}": estimate(f"t{n}", scale="RR", value=value, se=0.1) for n, value in enumerate([0.5, 0.6, 0.7, 0.8, 0.9])
}
RISE = estimate("rise", scale="RR", value=1.4, se=0.1)
OTHER = estimate("other", scale="RR", value=0.8, se=0.1).model_copy(update={"measures": "cost"})
POOLED = {**TRIALS, "rise": RISE, "other": OTHER}
POOLS = {
    name: Pool(id=name, text=Text(**WORDS), estimates=members, why=Text(**WORDS))
    for name, members in (
        ("five", list(TRIALS)),
        ("four", list(TRIALS)[:4]),
        ("signs", [*TRIALS, "rise"]),
        ("unlike", [*TRIALS, "other"]),
    )
}
SERIES = {"coca_area.COL": {2018.0: 100.0, 2019.0: 50.0, 2020.0: 200.0}}
FILE = """text: {{en: A test, es: Una prueba}}
parameters:
  - id: effect
    text: {{en: Effect, es: Efecto}}
    unit: ha/ha
    value: "{value}"
    distribution: {{kind: uniform, low: "-high(spraying)", high: "-low(spraying)"}}
    estimates: [sign_only]
    tag: derived
    source: [{{ref: mejia_2017, locator: abstract}}]
"""


def fed(tmp_path: Path, value: str) -> Parameter:
    path = tmp_path / "parameters.yaml"
    path.write_text(FILE.format(value=value), "utf-8")
    document = Document(path)
    feed(document, ESTIMATES, SERIES, {})
    (parameter,) = validate(Mechanism, document).parameters
    assert isinstance(parameter, Parameter)
    return parameter


def test_numbers_come_from_the_estimate(tmp_path: Path) -> None:
    parameter = fed(tmp_path, "-effect(spraying)")
    assert parameter.value == 0.03
    assert (parameter.distribution.low, parameter.distribution.high) == (0.01, 0.05)
    assert parameter.estimates == ["sign_only", "spraying"]
    assert parameter.derivation == "-effect(spraying)"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            "-effect(sprayin)",
            "there is no estimate “sprayin”; there are: sign_only, spraying. Did you mean “spraying”?",
        ),
        ("-cost(spraying)", "“-cost(spraying)” names a part that the estimate does not have"),
        ("effect(sign_only)", "“effect(sign_only)” names a part that the estimate does not have"),
        ("effect(spraying) +", "must be a number"),
        ("effect(spraying) ** 2", "must be a number"),
        ("effect(spraying) / 0", "must be a number"),
        ("a word", "must be a number"),
    ],
)
def test_what_cannot_be_worked_out_is_told_with_its_line(tmp_path: Path, value: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        fed(tmp_path, value)
    assert told in str(error.value)
    assert "parameters.yaml:6" in str(error.value)


def test_an_unknown_name_in_the_list_of_estimates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(FILE.format(value="0.02").replace("[sign_only]", "[nobody]"), "utf-8")
    with pytest.raises(InputError, match="there is no estimate “nobody”"):
        feed(Document(path), ESTIMATES, SERIES, {})


OBSERVED = """text: {{en: A test, es: Una prueba}}
parameters:
  - id: area_0
    text: {{en: Area, es: Área}}
    unit: ha
    index: producers
    tag: derived
    source: [{{ref: mejia_2017, locator: abstract}}]
    distribution: {{kind: uniform, low: "0.5 * last({series})", high: "2 * last({series})"}}
    vague: {{kind: uniform, low: 1, high: 1000}}
    value: "last({series}) + 0 * effect(spraying)"
    places:
      COL: {{}}
      PER: {{value: 7, distribution: {{kind: normal, mean: "growth(coca_area.COL, 1)", sd: 1}}}}
"""


def test_arithmetic_on_what_was_observed_is_kept_for_other_years(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(OBSERVED.format(series="coca_area.COL"), "utf-8")
    document = Document(path)
    feed(document, ESTIMATES, SERIES, POOLS)
    record = document.value["parameters"][0]
    colombia, peru = record["places"]["COL"], record["places"]["PER"]
    assert (record["value"], record["distribution"]["low"], record["distribution"]["high"]) == (200, 100, 400)
    assert record["observed"] == {
        "value": "last(coca_area.COL) + 0 * effect(spraying)",
        "low": "0.5 * last(coca_area.COL)",
        "high": "2 * last(coca_area.COL)",
    }
    assert colombia["observed"] == record["observed"]  # a place without a value of its own has all of the record's
    assert colombia["vague"] == record["vague"]
    assert (colombia["value"], colombia["estimates"]) == (200, ["spraying"])
    assert peru["observed"] == {"mean": "growth(coca_area.COL, 1)"}  # of a place with its own, its own
    assert peru["distribution"]["mean"] == pytest.approx(1.38629436112)
    assert peru["value"] == 7


def test_arithmetic_on_a_series_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(OBSERVED.format(series="coca_are.COL"), "utf-8")
    with pytest.raises(InputError) as error:
        feed(Document(path), ESTIMATES, SERIES, POOLS)
    assert "there is no series “coca_are.COL”; there are: coca_area.COL. Did you mean “coca_area.COL”?" in str(
        error.value
    )
    assert "parameters.yaml:11" in str(error.value)


def test_estimates_alone_leave_nothing_to_be_worked_out_again(tmp_path: Path) -> None:
    assert fed(tmp_path, "-effect(spraying)").observed == {}


FED_BY_POOL = FILE.replace("-high(spraying)", "predicted_low({name})").replace(
    "-low(spraying)", "predicted_high({name})"
)


def test_a_pooled_mean_feeds_a_number_with_its_prediction_interval_as_spread(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(FED_BY_POOL.format(value="pooled(five)", name="five"), "utf-8")
    document = Document(path)
    feed(document, {**ESTIMATES, **POOLED}, SERIES, POOLS)
    (parameter,) = validate(Mechanism, document).parameters
    mean = pool(list(TRIALS.values()))
    assert mean is not None and mean.predicted is not None
    assert parameter.value == pytest.approx(mean.value, rel=1e-11)
    assert (parameter.distribution.low, parameter.distribution.high) == pytest.approx(mean.predicted, rel=1e-11)
    assert parameter.estimates == ["sign_only", *TRIALS]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("four", "fewer than five estimates with an interval"),
        ("signs", "do not have one sign"),
        ("unlike", "not of one contrast and one outcome"),
    ],
)
def test_other_pools_stay_alternatives(tmp_path: Path, name: str, told: str) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(FED_BY_POOL.format(value=f"pooled({name})", name=name), "utf-8")
    with pytest.raises(InputError, match=told):
        feed(Document(path), {**ESTIMATES, **POOLED}, SERIES, POOLS)


def test_a_pooled_mean_is_drawn_within_its_prediction_interval_and_not_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(FILE.format(value="pooled(five)"), "utf-8")
    with pytest.raises(InputError, match=r"must be predicted_low\(five\) to predicted_high\(five\)"):
        feed(Document(path), {**ESTIMATES, **POOLED}, SERIES, POOLS)
