"""States together in one answer: levels, bills, efforts, coalitions under typed weights, who pays, who pressed whom."""

from typing import Any

from tregua.show.words.alliance import caveats, levels_record, pipeline_record, press_record
from tregua.show.words.alliance_game import burden_record, coalitions_record, payoff_record, policy_record
from tregua.show.words.alliance_pressure import reaction_values
from tregua.show.words.envelope import Caveat
from tregua.states import records
from tregua.states.answers import Alliance
from tregua.text import Language

CAVEATS = (
    *("no_forecast", "sequence", "listed", "records_to", "base_rates", "evidence_moves_nothing", "vectors"),
    *("on", "slope", "not_modelled", "burden"),
)


def caveats_of(found: Alliance, language: Language) -> list[Caveat]:
    """What must be read with everything; that weights were typed, too, where they were."""
    return caveats((*CAVEATS, *(["weights"] if found.coalitions else [])), language)


def alliance_record(found: Alliance, language: Language) -> dict[str, Any]:
    """Everything; `coalitions` is empty where no weights were typed, and `assumed` names what somebody typed."""
    levels = levels_record(found.on, records.states(), language)
    bills = pipeline_record(found.bills, found.scores, records.states(), language)
    held = None if found.coalitions is None else coalitions_record(found.coalitions, language)
    burden = burden_record(found.burden, None, language)
    return {
        "version": found.version,
        "catalogue_hash": found.catalogue_hash,
        "seed": found.seed,
        "draws": found.draws,
        **{name: levels[name] for name in ("on", "records_to", "listed", "levels")},
        "policies": [policy_record(one, language) for one in found.policies],
        **{name: bills[name] for name in ("pipeline", "rates", "scores")},
        "years": found.years,
        "payoffs": [payoff_record(one, language) for one in found.payoffs],
        "not_modelled": list(found.not_modelled),
        "coalitions": held["coalitions"] if held else [],
        "treaty": held["treaty"] if held else None,
        "weights": held["weights"] if held else None,
        **{name: burden[name] for name in ("cost", "burden", "missing")},
        "pressure": [press_record(one, language) for one in found.presses],
        "reaction": reaction_values(found.reaction),
        "assumed": _assumed(found),
        "caveats": caveats_of(found, language),
    }


def _assumed(found: Alliance) -> list[str]:
    """What somebody typed, and what nobody has measured and stands at nothing."""
    typed = []
    if (held := found.coalitions) is not None:
        typed += [f"weights.{name}" for name in held.weights.weights] + [f"slopes.{one}" for one in held.weights.slopes]
        typed += [name for name in ("penalty", "pressure_cost", "club") if getattr(held.treaty, name)]
        typed += ["us_weight"] if held.weights.us_weight else []
    typed += ["cost"] if found.burden.cost is not None else []
    return typed
