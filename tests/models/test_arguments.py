"""Arguments that a model cannot use are refused, all at once, in the language of the user."""

import inspect
from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.models.arguments import check, choice, problem, refuse, several
from tregua.models.find import load_model, own_folders
from tregua.models.papers.prieto_curiel_2023.model import ensemble
from tregua.models.schema import ModelParameter
from tregua.text import Language

MODELS = sorted(own_folders())
COUNT, AMOUNT, SHARE = (-1, 2.5, nan, "a"), (-1, nan, inf, "x"), (-0.1, 1.1, nan, "x")
BAD: dict[str, dict[str, tuple[Any, ...]]] = {
    "acconcia_2014": {
        "protection": (*SHARE, [0.5, nan], []),
        "efficiency": (-0.1, 9.0, nan),
        "kept": SHARE,
        "leader_kept": SHARE,
    },
    "barrett_1994": {},
    "behrens_lhy": {"variant": ("XX", "", None), "years": (*COUNT, None)},
    "bekar_2022": {"resources": (*AMOUNT, None), "crackdown": AMOUNT, "edge": AMOUNT},
    "everingham_rydell_1994": {
        "years": COUNT,
        "initiation": (*AMOUNT, [1e6, nan]),
        "light": AMOUNT,
        "heavy": AMOUNT,
        "first_year": (nan, 1992.5, "x"),
    },
    "kleiman_kilmer_2009": {"sanctions": COUNT, "surge": COUNT, "surge_rounds": COUNT},
    "lessing": {"repression": (*AMOUNT, [0.5, nan]), "conditionality": AMOUNT},
    "madtor_2024": {"arrested": (*SHARE, [0.1, 1.2], None)},
    "mejia_restrepo_2016": {"eradication": (0, *AMOUNT), "interdiction": (0, *AMOUNT)},
    "narcologic": {"effort": AMOUNT, "months": (0, *COUNT)},
    "prieto_curiel_2023": {
        "rho_scale": (*AMOUNT, None, [1.0, 2.0]),
        "eta_scale": ("a", None, 1001),
        "theta_scale": AMOUNT,
        "omega_scale": AMOUNT,
        "c0": (0, nan, "a"),
        "start": (*COUNT, 521),
        "weeks": COUNT,
    },
    "prieto_curiel_2025_control": {"u1": AMOUNT, "u2": AMOUNT, "v": AMOUNT, "weeks": COUNT, "members": ((1.0, nan),)},
    "prieto_curiel_2025_labour": {"v": AMOUNT, "weeks": COUNT},
    "prieto_curiel_2025_prison": {"weeks": COUNT},
    "prieto_curiel_2025_shock": {"kappa": AMOUNT, "weeks": (0, *COUNT), "members": ((-1.0, 1.0),)},
    "proton_oc": {"months": COUNT, "leader_weight": AMOUNT, "jailed": (3, *SHARE)},
    "rydell_everingham_1994": {
        "source_country": AMOUNT,
        "interdiction": AMOUNT,
        "domestic_enforcement": AMOUNT,
        "treatment": AMOUNT,
        "treated_share": SHARE,
        "years": (0, *COUNT),
        "initiation": AMOUNT,
    },
    "tragler_2001": {"users": (0, 1e9, *AMOUNT), "floor": (0, 99, 1.44e7, *AMOUNT), "years": COUNT},
}
CASES = [(name, argument, bad) for name, those in BAD.items() for argument, many in those.items() for bad in many]
UNCHECKED = {"parameters", "seed", "indifferent_joins"}


def test_every_argument_of_every_model_is_tried() -> None:
    found = {name: set(inspect.signature(load_model(name).run).parameters) - UNCHECKED for name in MODELS}
    assert found == {name: set(those) for name, those in BAD.items()}


@pytest.mark.parametrize(("name", "argument", "bad"), CASES)
def test_a_bad_argument_is_refused_by_its_name(name: str, argument: str, bad: object) -> None:
    with pytest.raises(InputError) as told:
        load_model(name).simulate(**{argument: bad})
    assert [one.values["field"] for one in told.value.problems] == [argument]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("seed", COUNT)
def test_a_seed_that_is_no_whole_number_is_refused(name: str, seed: object) -> None:
    with pytest.raises(InputError) as told:
        load_model(name).simulate(seed=seed)
    assert [one.values["field"] for one in told.value.problems] == ["seed"]


@pytest.mark.parametrize("name", [name for name, those in BAD.items() if len(those) > 1])
def test_all_bad_arguments_are_told_at_once(name: str) -> None:
    wrong = {argument: many[0] for argument, many in BAD[name].items()}
    with pytest.raises(InputError) as told:
        load_model(name).simulate(**wrong)
    assert {one.values["field"] for one in told.value.problems} == set(wrong)


PARAMETERS = [(name, one) for name in MODELS for one in load_model(name).record.parameters]
SIGNED = {("rydell_everingham_1994", one) for one in ("demand_elasticity", "supply_elasticity", "elasticity_per_user")}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=[f"{name}-{one.id}" for name, one in PARAMETERS])
def test_a_parameter_that_is_no_number_or_below_zero_is_refused_by_name_and_value(
    name: str, parameter: ModelParameter
) -> None:
    model = load_model(name)
    below = () if (name, parameter.id) in SIGNED else (-1.0, -1e-300)
    for bad in (nan, inf, -inf, "x", *below):
        with pytest.raises(InputError) as told:
            model.simulate(replace(model.parameters(), **{parameter.id: bad}))
        assert [(one.values["field"], str(one.values["found"])) for one in told.value.problems] == [
            (parameter.id, str(bad))
        ]


@given(st.sampled_from(MODELS), st.data())
def test_all_bad_parameters_are_told_at_once(name: str, data: st.DataObject) -> None:
    model = load_model(name)
    ids = [one.id for one in model.record.parameters]
    bad = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from([nan, inf, -inf]), min_size=1))
    with pytest.raises(InputError) as told:
        model.simulate(replace(model.parameters(), **bad))
    assert {one.values["field"] for one in told.value.problems} == set(bad)


def test_an_elasticity_may_be_below_zero() -> None:
    model = load_model("rydell_everingham_1994")
    for _, one in sorted(SIGNED):
        value = 1.01 * getattr(model.parameters(), one)
        assert value < 0
        model.simulate(replace(model.parameters(), **{one: value}))


def test_draws_refuse_a_bad_parameter_too() -> None:
    p = load_model("prieto_curiel_2023").parameters()
    with pytest.raises(InputError, match="“rho” must be ≥ 0, not nan"):
        next(ensemble({"rho_scale": [1.0]}, parameters=replace(p, rho=nan)))


@pytest.mark.parametrize("chunk", [0, -1, 1.5, nan, None])
def test_draws_come_in_chunks_of_one_or_more(chunk: Any) -> None:
    with pytest.raises(InputError, match="“chunk” must be"):
        ensemble({"rho_scale": [1.0]}, chunk=chunk)


def test_a_step_of_zero_weeks_is_refused() -> None:
    with pytest.raises(InputError, match="“step” must be 1 … 10400, not 0"):
        ensemble({"rho_scale": [1.0]}, step=0)


def test_when_all_members_are_arrested_none_is_left() -> None:
    members = load_model("madtor_2024").simulate(arrested=1.0).members
    assert float(members.min()) == 0.0


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "“a” must be ≥ 0, not -1",
                "“b” must be 0.5 … 2, not 3",
                "“c” must be > 0, not 0",
                "“d” must be an ordinary number, not nan",
                "“e” must be a whole number, not “2.0”",
                "“f” must be one of LHY, LH, not “XX”",
                "“g” must be a number, not “x”",
            ],
        ),
        (
            "es",
            [
                "«a» debe ser ≥ 0, no -1",
                "«b» debe ser 0.5 … 2, no 3",
                "«c» debe ser > 0, no 0",
                "«d» debe ser un número ordinario, no nan",
                "«e» debe ser un número entero, no «2.0»",
                "«f» debe ser uno de LHY, LH, no «XX»",
                "«g» debe ser un número, no «x»",
            ],
        ),
    ],
)
def test_each_problem_is_one_sentence(language: Language, sentences: list[str]) -> None:
    with pytest.raises(InputError) as told:
        refuse(
            problem("a", -1, 0),
            problem("b", 3, 0.5, 2),
            problem("c", 0, 0, positive=True),
            problem("d", nan),
            problem("e", 2.0, 0, whole=True),
            choice("f", "XX", ("LHY", "LH")),
            several("g", [1, "x", nan], 0),
            problem("h", 1, 0),
        )
    assert told.value.message(language).splitlines() == sentences


def test_good_numbers_pass() -> None:
    refuse()
    check(0, 1, one=0, two=1.0, three=0.5)
    refuse(several("many", [[0.0, 1.0], [0.2, 0.3]], 0, 1), choice("variant", "LH", ("LHY", "LH")))
