"""Every JSON answer by the name that it gives itself, and its schema."""

from typing import Any

from pydantic import TypeAdapter

from tregua.show.answers import (
    across,
    alliance,
    alliance_game,
    choosing,
    deciding,
    evidence,
    health,
    lab,
    law,
    models,
    offer,
    past,
    series,
)

ANSWERS: dict[str, Any] = {
    "compare": lab.Compare,
    "compare-runs": lab.CompareRuns,
    "why": lab.Why,
    "discover": deciding.Discover,
    "regret": choosing.Regret,
    "tradeoffs": choosing.Tradeoffs,
    "portfolio": choosing.Portfolio,
    "information": deciding.Information,
    "offer": offer.Offer,
    "levers": lab.Levers,
    "parameters": lab.Parameters,
    "trace": lab.Trace,
    "history": past.History,
    "backtest": past.Backtest,
    "calibrate": past.Calibrate,
    "patterns": past.Patterns,
    "militarisation": past.Militarisation,
    "truce": past.Truce,
    "alliance": alliance.Alliance,
    "alliance-levels": alliance.Levels,
    "alliance-list": alliance.Policies,
    "alliance-pipeline": alliance.Pipeline,
    "alliance-payoffs": alliance_game.Payoffs,
    "alliance-coalitions": alliance_game.Coalitions,
    "alliance-game": alliance_game.Game,
    "alliance-burden": alliance_game.Burden,
    "alliance-pressure": alliance.Pressure,
    "decide": law.Decide,
    "regimes": law.Regimes,
    "regime": law.Regime,
    "audit": law.Audit,
    "diff": law.Diff,
    "check": law.Check,
    "process": law.Process,
    "claims": evidence.Claims,
    "claim": evidence.Claim,
    "reported": evidence.Reported,
    "promises": evidence.Promises,
    "promise": evidence.Promise,
    "estimates": evidence.Estimates,
    "estimate": evidence.OneEstimate,
    "evidence-map": across.EvidenceMap,
    "search": across.Search,
    "series": series.Series,
    "checks": series.Checks,
    "reproduce": models.Reproduce,
    "sample": models.Sample,
    "doctor": health.Doctor,
}


def answer_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each answer; its `schema` field must hold its own name."""
    found = {}
    for name, answer in ANSWERS.items():
        schema = TypeAdapter(answer).json_schema()
        schema["properties"]["schema"] = {"const": f"answers/{name}"}
        found[f"answers/{name}"] = schema
    return found
