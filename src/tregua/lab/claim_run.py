"""A claim's mechanism in the lab: the levers that it names moved, against the policy before August 2022."""

from tregua.catalogue.errors import InputError, no_place_of, unknown_name
from tregua.catalogue.read import Document, Key
from tregua.evidence.ledger import path_of
from tregua.evidence.schema import Claim, ClaimRun, Direction
from tregua.lab.cell import Comparison
from tregua.lab.cell import direction as side
from tregua.lab.compare import compare
from tregua.lab.model import lab
from tregua.lab.result import simulate
from tregua.lab.run import Progress, Settings
from tregua.lab.scenario import lever_problems, load_scenario
from tregua.lab.schema import Scenario

BASELINE = "war-on-drugs"
START = "2022-08"  # the policy of which the claims speak
DRAWS = 128


def scenario_of(claim: Claim) -> Scenario:
    """The policy of a claim's run: its levers on top of the baseline."""
    assert claim.run is not None
    return Scenario(
        id=f"claim-{claim.id}",
        text=claim.run.text,
        description=claim.statement,
        steelman=claim.mechanism,
        source=claim.source,
        levers=claim.run.levers,
    )


def illustrate(claim: Claim, progress: Progress, seed: int = 0, draws: int = DRAWS) -> Comparison:
    """The outcome that a claim's run looks at, less the baseline on the same draws.

    Raises
    ------
    InputError
        When the lab has no such lever, outcome or place, or a lever's path is wrong, with file and line.
    """
    assert claim.run is not None
    _check(claim.run, Document(path_of(claim.id)))
    settings = Settings(draws=draws, seed=seed, start=START, until=max(2035, claim.run.year))
    dataset = simulate([load_scenario(BASELINE), scenario_of(claim)], settings, None, progress)
    return compare(dataset, BASELINE, claim.run.year).one(f"claim-{claim.id}", claim.run.outcome, claim.run.place)


def direction(comparison: Comparison) -> Direction:
    """The sign that nine draws in ten share under every structural alternative, or none."""
    found: dict[str, Direction] = {"lower": "lowers", "higher": "raises"}
    return found.get(side(comparison), "none")


def _check(run: ClaimRun, document: Document) -> None:
    model = lab()
    problems = []
    for index, one in enumerate(run.levers):
        keys: tuple[Key, ...] = ("run", "levers", index)
        if one.lever not in model.levers:
            problems.append(unknown_name("@name.lever", one.lever, model.levers, document.at((*keys, "lever"))))
        problems += lever_problems(one, document, keys)
    if run.outcome not in model.outcomes:
        problems.append(unknown_name("@name.outcome", run.outcome, model.outcomes, document.at(("run", "outcome"))))
    elif run.place not in model.outcome_places[run.outcome]:
        places = model.outcome_places[run.outcome]
        problems.append(no_place_of(run.outcome, run.place, places, document.at(("run", "place"))))
    if problems:
        raise InputError(problems)
