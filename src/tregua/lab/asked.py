"""What a run was asked for: enough to compare it in the same way again, and to write the command that repeats it."""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import xarray as xr

from tregua.lab.credence import Credence, weights_hash
from tregua.lab.own import OWN
from tregua.lab.pinned import digest, unpinned
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, hash_of, load_scenario
from tregua.lab.schema import Scenario

PRIOR = "prior"
CALIBRATED = "calibrated"


@dataclass(frozen=True)
class Asked:
    """What a command asked for, beyond the settings, scenarios and assumptions that a run keeps anyway.

    `names` are presets and files, these with the hash of what they said; `add` and `settings` what one further scenario
    was made of. `baseline` is the id of a scenario of the run, none where nothing was compared. `credence` is the file
    of the `weights`.
    """

    names: tuple[str, ...]
    add: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    baseline: str | None = None
    year: int | None = None
    matters: Mapping[str, float] = field(default_factory=dict)
    credence: str | None = None
    weights: Credence | None = None

    def written(self) -> str:
        """It as JSON, as a run keeps it."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.weights is not None:
            plain["weights"] = {name: [*map(list, weights.items())] for name, weights in self.weights.items()}
        return json.dumps(plain, ensure_ascii=False)


def read_asked(written: str) -> Asked:
    """What `Asked.written` wrote."""
    plain = json.loads(written)
    weights = plain.pop("weights")
    read: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in plain.items()}
    if weights is not None:
        weights = {name: {float(value): float(weight) for value, weight in pairs} for name, pairs in weights.items()}
    return Asked(**read, weights=weights)


def pinned(name: str, scenario: Scenario) -> str:
    """The name of a preset as it is, that of a file with the hash of what it says."""
    bare, _ = unpinned(name)
    return bare if bare in PRESETS else f"{bare}@{hash_of(scenario)}"


def asked_for(scenarios: Iterable[Scenario]) -> Asked:
    """What is asked for where no command was typed: presets by name, others as files that they can be written to."""
    names = []
    for one in scenarios:
        known = one.id in PRESETS and hash_of(load_scenario(one.id)) == hash_of(one)
        names.append(one.id if known else f"{one.id}.yaml@{hash_of(one)}")
    return Asked(tuple(names))


def command_of(attributes: Mapping[str, Any], asked: Asked) -> str:
    """The command that gives a run, or its comparison, again.

    Parameters
    ----------
    attributes
        Those of the run's dataset.
    asked
        What is to be compared, in the run's own way or another.
    """
    if asked.baseline is None:
        parts = ["run", *asked.names]
    else:
        parts = ["compare", *asked.names, "--baseline", typed(attributes, asked, asked.baseline)]
    options = {"year": asked.year, "from": attributes["start"]}
    options |= {name: attributes[name] for name in ("draws", "seed", "until")} | {"credence": asked.credence}
    parts += [*_levers(asked), _drawn(attributes), *_options(options), *assumed_options(attributes)]
    return shlex.join(["tregua", *parts, *_numbers("matters", asked.matters)])


def why_command(
    attributes: Mapping[str, Any], asked: Asked, baseline: str, year: int, cell: tuple[str, str, str]
) -> str:
    """The command that takes a cell of a run apart, its scenario, outcome and place; what is usual is left out."""
    scenario, outcome, place = cell
    before, usual = typed(attributes, asked, baseline), Settings()
    told: dict[str, Any] = {"baseline": (before, RECORD), "year": (year, usual.span.shown)}
    told |= {name: (attributes[name], getattr(usual, name)) for name in ("draws", "seed")}
    told |= {"from": (attributes["start"], usual.start)}
    parts = ["why", typed(attributes, asked, scenario), outcome, place]
    parts += _options({name: value for name, (value, default) in told.items() if value != default})
    own = _levers(asked) if OWN in (before, parts[1]) else []
    return shlex.join(["tregua", *parts, *own, _drawn(attributes), *assumed_options(attributes)])


def deciding_command(
    dataset: xr.Dataset, name: str, policies: Sequence[str], options: Iterable[str], own: bool = False
) -> str:
    """The command that takes an answer from a run like this one.

    Parameters
    ----------
    name : of the command
    policies : ids of the policies that are typed as words; a setting of one's own is, where it stands alone
    options : those of this command alone, as they are typed
    own : whether the answer is about a setting of one's own
    """
    attributes, asked = dataset.attrs, asked_of(dataset)
    named = [typed(attributes, asked, policy) for policy in policies]
    parts = [name, *(one for one in named if one != OWN or len(named) == 1)]
    told = {"from": attributes["start"], "draws": attributes["draws"], "seed": attributes["seed"]}
    if attributes["until"] != Settings(start=attributes["start"]).span.until:
        told["until"] = attributes["until"]
    levers = _levers(asked) if own else []
    parts += [*levers, *options, *_options(told), _drawn(attributes), *assumed_options(attributes)]
    return shlex.join(["tregua", *parts])


def typed(attributes: Mapping[str, Any], asked: Asked, scenario: str) -> str:
    """A scenario of a run as it is typed: a preset, a file with its hash, or the setting of one's own."""
    ids = [record["id"] for record in json.loads(attributes["scenarios"])]
    at = ids.index(scenario)
    return asked.names[at] if at < len(asked.names) else OWN


def _levers(asked: Asked) -> list[str]:
    stacked = [part for one in asked.add for part in ("--add", one)]
    return stacked + [part for one in asked.settings for part in ("--set", one)]


def _drawn(attributes: Mapping[str, Any]) -> str:
    return f"--{PRIOR if attributes['ensemble'] == PRIOR else CALIBRATED}"


def assumed_options(attributes: Mapping[str, Any]) -> list[str]:
    """The numbers that a person has fixed, as they are typed."""
    return _numbers("assume", json.loads(attributes["assumptions"]))


def _options(options: Mapping[str, Any]) -> list[str]:
    return [part for name, value in options.items() if value is not None for part in (f"--{name}", str(value))]


def _numbers(option: str, numbers: Mapping[str, float]) -> list[str]:
    return [part for name, number in numbers.items() for part in (f"--{option}", f"{name}={number!r}")]


def asked_of(dataset: xr.Dataset) -> Asked:
    """What a run was asked for."""
    return read_asked(dataset.attrs["asked"])


def asked_otherwise(
    asked: Asked, baseline: str, year: int, matters: Mapping[str, float], weights: Credence | None
) -> Asked:
    """The same run compared in another way; weights that no file is known for stand in one that can be written."""
    file = asked.credence if weights == asked.weights else weights and f"weights.yaml@{weights_hash(weights)}"
    return replace(asked, baseline=baseline, year=year, matters=dict(matters), weights=weights, credence=file or None)


def hashes_of(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The hash of what each scenario says, by id."""
    return {one.id: hash_of(one) for one in scenarios}


def run_hash(attributes: Mapping[str, Any]) -> str:
    """Eight hexadecimal digits that change with anything that a run was made from."""
    names = ("version", "catalogue_hash", "seed", "draws", "start", "first", "until", "ensemble")
    made_from = [str(attributes[name]) for name in names]
    return digest([*made_from, attributes["assumptions"], json.loads(attributes["scenarios"]), attributes["asked"]])[:8]
