"""What must be read with the answers of a run, and with single figures."""

import json
from collections.abc import Collection, Iterable

import xarray as xr

from tregua.catalogue.said import Said, Titles
from tregua.lab.asked import PRIOR
from tregua.lab.bind import catalogue_hash
from tregua.lab.idle import idle, untyped
from tregua.lab.result import scenarios_of, span_of
from tregua.lab.schema import Lever

FEW_DRAWS = 100


def _names(levers: Iterable[Lever]) -> Titles:
    return Titles(tuple(one.text for one in levers))


def cell_caveats(outcome: str, behind: list[Lever]) -> list[Said]:
    """What must be read with one figure, given the levers behind it."""
    caveats = []
    moved = {lever.id for lever in behind}
    if outcome == "state_outlay":
        uncosted = [lever for lever in behind if not lever.cost]
        return [Said("caveat.uncosted", {"levers": _names(uncosted)})] if uncosted else []
    if not behind:
        return [Said("caveat.indirect")]
    if outcome == "conflict_deaths":
        caveats.append(Said("caveat.members_killed"))
    if "emergency" in moved:
        caveats.append(Said("caveat.detention" if outcome == "detained" else "caveat.emergency"))
    by_hand = [lever for lever in behind if not lever.driver] or behind
    weakest = max(lever.grade for lever in by_hand)
    opinions = [lever for lever in behind if lever.grade == "E" and not lever.driver]
    if opinions:
        caveats.append(Said("caveat.no_size", {"levers": _names(opinions)}))
    caveats.append(Said("caveat.grade", {"grade": weakest, "levers": _names(o for o in by_hand if o.grade == weakest)}))
    return caveats


def run_caveats(dataset: xr.Dataset, policies: Collection[str] | None = None) -> list[Said]:
    """What must be read with every answer of a run, the most important first.

    Parameters
    ----------
    policies : the scenarios that the answer is about, all of the run where none are named
    """
    keys = ("no_colombian_rates", "inside_model", "not_forecast", "settings", "left_out")
    caveats = [Said(f"caveat.{key}") for key in keys]
    assumptions = json.loads(dataset.attrs["assumptions"])
    caveats += [Said("caveat.edited", {"name": name, "value": value}) for name, value in assumptions.items()]
    for one in scenarios_of(dataset).values():
        if policies is not None and one.id not in policies:
            continue
        caveats += [*idle(one, span_of(dataset)), *untyped(one, assumptions)]
    if assumptions and dataset.attrs["ensemble"] != PRIOR:
        caveats.append(Said("caveat.learnt_otherwise"))
    if int(dataset.attrs["draws"]) < FEW_DRAWS:
        caveats.append(Said("caveat.few_draws", {"draws": int(dataset.attrs["draws"])}))
    if dataset.attrs["catalogue_hash"] != catalogue_hash():
        hashes = {"found": dataset.attrs["catalogue_hash"], "hash": catalogue_hash()}
        caveats.append(Said("caveat.other_catalogue", hashes))
    return caveats
