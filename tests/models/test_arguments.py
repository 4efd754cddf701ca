"""Arguments that a model cannot use are refused, all at once, in the language of the user."""

import inspect
from math import inf, nan
from typing import Any

import pytest

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE
from tregua.models.arguments import check, choice, problem, refuse, several
from tregua.models.prieto_curiel_2023 import ensemble
from tregua.models.protocol import load_model
from tregua.text import Language

MODELS = sorted(path.stem for path in (PACKAGE / "models" / "parameters").glob("*.yaml"))
COUNT, AMOUNT, SHARE = (-1, 2.5, nan, "a"), (-1, nan, inf, "x"), (-0.1, 1.1, nan, "x")
BAD: dict[str, dict[str, tuple[Any, ...]]] = {
    "acconcia_2014": {
        "protection": (*SHARE, [0.5, nan], []),
        "efficiency": (-0.1, 9.0, nan),
        "kept": SHARE,
        "leader_kept": SHARE,
    },
    "barrett_1994": {"n": (1, *COUNT)},
    "behrens_lhy": {"variant": ("XX", "", None), "years": (*COUNT, None)},
    "bekar_2022": {"resources": (*AMOUNT, None), "crackdown": AMOUNT, "edge": AMOUNT},
    "everingham_rydell_1994": {
        "years": COUNT,
        "initiation": (*AMOUNT, [1e6, nan]),
        "light": AMOUNT,
        "heavy": AMOUNT,
        "first_year": (nan, 1992.5, "x"),
    },
    "kleiman_kilmer_2009": {"sanctions": COUNT, "surge": COUNT, "surge_rounds": COUNT, "seed": COUNT},
    "lessing": {"repression": (*AMOUNT, [0.5, nan]), "conditionality": AMOUNT},
    "madtor_2024": {"arrested": (*SHARE, [0.1, 1.2], None)},
    "mejia_restrepo_2016": {"eradication": (0, *AMOUNT), "interdiction": (0, *AMOUNT)},
    "narcologic": {"effort": AMOUNT, "months": (0, *COUNT), "seed": COUNT},
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
UNCHECKED = {"parameters", "indifferent_joins"}


def test_every_argument_of_every_model_is_tried() -> None:
    found = {name: set(inspect.signature(load_model(name).simulate).parameters) - UNCHECKED for name in MODELS}
    assert found == {name: set(those) for name, those in BAD.items()}


@pytest.mark.parametrize(("name", "argument", "bad"), CASES)
def test_a_bad_argument_is_refused_by_its_name(name: str, argument: str, bad: object) -> None:
    with pytest.raises(InputError) as told:
        load_model(name).simulate(**{argument: bad})
    assert [one.values["field"] for one in told.value.problems] == [argument]


@pytest.mark.parametrize("name", [name for name, those in BAD.items() if len(those) > 1])
def test_all_bad_arguments_are_told_at_once(name: str) -> None:
    wrong = {argument: many[0] for argument, many in BAD[name].items()}
    with pytest.raises(InputError) as told:
        load_model(name).simulate(**wrong)
    assert {one.values["field"] for one in told.value.problems} == set(wrong)


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
