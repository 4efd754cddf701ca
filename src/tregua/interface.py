"""Functions of the public interface that take names and paths where the rooms take records.

Nothing heavy is loaded before a function needs it. Over 400 lines: whoever calls Tregua from Python finds every
function and what it raises in one file.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tregua.catalogue.errors import InputError, Problem, unknown_name

if TYPE_CHECKING:
    import xarray as xr

    from tregua.analysis.why import Why
    from tregua.catalogue.shown import Catalogue
    from tregua.evidence.gaps import Cell
    from tregua.evidence.schema import Estimate, Series
    from tregua.lab.between import Between
    from tregua.lab.run import Settings
    from tregua.lab.schema import Lever, Outcome, Parameter, Scenario
    from tregua.models.reproduce import Row
    from tregua.regimes.audit import Audit
    from tregua.regimes.case_files import Counts
    from tregua.regimes.decide import Decision
    from tregua.regimes.rules import Rules
    from tregua.trace import Traced

Name = str | Path
Item = TypeVar("Item")


def _names(given: Name | Iterable[Name]) -> list[str]:
    """Several names or paths, where one may be given by itself."""
    return [str(one) for one in ([given] if isinstance(given, str | Path) else given)]


# --- the coupled model -----------------------------------------------------------------------------------------------


def load_scenario(name: Name) -> "Scenario":
    """Read a scenario: the name of a preset, or the path of a YAML file.

    Raises
    ------
    InputError
        With every problem of the file and its line.
    """
    from tregua.lab.scenario import load_scenario

    return load_scenario(str(name))


def load_scenarios(names: Name | Iterable[Name]) -> "list[Scenario]":
    """Read several scenarios, each the name of a preset or the path of a YAML file.

    Raises
    ------
    InputError
        With the problems of all files at once, or an id that stands twice.
    """
    from tregua.lab.scenario import load_scenarios

    return load_scenarios(_names(names))


def simulate(
    scenarios: "Name | Scenario | Iterable[Name | Scenario] | None" = None,
    settings: "Settings | None" = None,
    assumptions: Mapping[str, float] | None = None,
    *,
    calibrated: bool = False,
    folder: Name | None = None,
    dask: str | None = None,
) -> "xr.Dataset":
    """Run scenarios on the same draws.

    Parameters
    ----------
    scenarios
        Names of presets, paths of YAML files or scenarios already read; all presets where none is given.
    settings
        How the run is computed.
    assumptions
        Parameters that are fixed in every draw.
    calibrated
        Draw numbers as the past has taught them: from the calibration that comes with the package, not from the prior.
    folder
        Where the run is saved; needed where it is too large for memory. It is then read from there as it is asked, and
        an interrupted call of the same run goes on where it stopped.
    dask
        The address of a Dask scheduler, the file that it wrote, or ``local:N``, to compute on its workers.

    Returns
    -------
    dataset
        A variable an outcome, dimensions alternative, scenario, draw, year and, where the outcome has several places,
        producer, group, market or payer; `drawn` has the numbers of each draw by parameter.

    Raises
    ------
    InputError
        A scenario, a setting or an assumption is wrong, or nothing is left to run.
    RunError
        In some draw the model has no solution.
    """
    from tregua.analysis.calibrate import inputs_of
    from tregua.lab.result import simulate
    from tregua.lab.run import Settings
    from tregua.lab.scenario import PRESETS
    from tregua.lab.schema import Scenario
    from tregua.lab.store import simulate_to
    from tregua.lab.where import on

    several = PRESETS if scenarios is None else scenarios
    given = [several] if isinstance(several, str | Path | Scenario) else [*several]
    read = iter(load_scenarios(one for one in given if not isinstance(one, Scenario)))
    chosen = [one if isinstance(one, Scenario) else next(read) for one in given]
    _refuse_twins([one.id for one in chosen])
    with on(dask):
        how = inputs_of(calibrated, settings or Settings())
        if folder is None:
            return simulate(chosen, how, assumptions)
        return simulate_to(Path(folder), chosen, how, assumptions)


def _refuse_twins(ids: list[str]) -> None:
    if not ids:
        raise InputError(Problem("missing_argument", "", {"field": "scenarios"}))
    if len(set(ids)) < len(ids):
        raise InputError(Problem("same_id", "", {"found": one}) for one in sorted(set(ids)) if ids.count(one) > 1)


def open_run(folder: Name) -> "xr.Dataset":
    """Read a saved run.

    Raises
    ------
    InputError
        The folder holds none, or one that is damaged.
    """
    from tregua.lab.store import open_run

    return open_run(Path(folder))


def compare_runs(first: "Name | xr.Dataset", second: "Name | xr.Dataset") -> "Between":
    """Set two runs side by side, as they were asked for: what differs in their input, and what in their answers.

    Parameters
    ----------
    first, second
        Runs, or the folders that they are saved in.

    Raises
    ------
    InputError
        A folder holds no run, or one that is damaged.
    """
    from tregua.lab.between import between

    runs = [open_run(one) if isinstance(one, str | Path) else one for one in (first, second)]
    return between(*runs)


def why(
    scenario: "Name | Scenario",
    outcome: str,
    place: str | None = None,
    *,
    baseline: "Name | Scenario" = "as-observed",
    year: int | None = None,
    settings: "Settings | None" = None,
    assumptions: Mapping[str, float] | None = None,
    calibrated: bool = False,
) -> "Why":
    """Take the change of one outcome apart: what each lever brings, what carries the spread, where the sign turns.

    Parameters
    ----------
    place
        The first of the outcome's headline where none is named.
    year
        Three years after the policies start where none is named.
    settings
        How runs are computed.
    calibrated
        Draw numbers as the past has taught them, not from the prior.

    Raises
    ------
    InputError
        A scenario, outcome, place, year or assumption is wrong.
    RunError
        In some draw the model has no solution.
    """
    from tregua.analysis.calibrate import inputs_of
    from tregua.analysis.why import why
    from tregua.lab.alternatives import combinations
    from tregua.lab.run import Settings
    from tregua.lab.schema import Scenario

    after, before = (one if isinstance(one, Scenario) else load_scenario(one) for one in (scenario, baseline))
    assumed = dict(assumptions or {})
    chosen = {**combinations(assumed)[0].choices, **assumed}
    how = inputs_of(calibrated, settings or Settings(), only=chosen)
    return why(after, outcome, place, before, how.span.shown if year is None else year, how, assumed)


def levers() -> "Catalogue[Lever]":
    """What a state can do in the lab, by id."""
    from tregua.catalogue.shown import Catalogue
    from tregua.lab.model import lab

    return Catalogue("@name.lever", lab().levers)


def parameters(name: str | None = None) -> "Catalogue[Parameter]":
    """Every number of the lab by id; with `name`, that one, in each of its places.

    Raises
    ------
    InputError
        There is no parameter of that name.
    """
    from tregua.catalogue.shown import Catalogue
    from tregua.lab.model import lab

    return Catalogue("@name.parameter", _named(lab().parameters, name, "@name.parameter"))


def outcomes() -> "Catalogue[Outcome]":
    """What the lab computes, by id."""
    from tregua.catalogue.shown import Catalogue
    from tregua.lab.model import lab

    return Catalogue("@name.outcome", lab().outcomes)


def checklist() -> "Catalogue[Traced]":
    """What the source texts describe, with what implements it, by id."""
    from tregua.catalogue.shown import Catalogue
    from tregua.trace import trace

    return Catalogue("@name.checklist", {one.item.id: one for one in trace()})


def _named(known: Mapping[str, Item], name: str | None, what: str) -> Mapping[str, Item]:
    """The record of one id, or those of one name in all places, as coca_area for coca_area.COL, .PER and .BOL."""
    chosen = {key: one for key, one in known.items() if name in (None, key, key.partition(".")[0])}
    if not chosen:
        raise InputError(unknown_name(what, name, {*known, *(key.partition(".")[0] for key in known)}))
    return chosen


# --- the law ---------------------------------------------------------------------------------------------------------


def list_regimes() -> tuple[str, ...]:
    """The ids of the regimes: announcements, bills and laws as rules."""
    from tregua.regimes.load import regimes

    return regimes()


def load_regime(name: Name, variants: str | Iterable[str] = ()) -> "Rules":
    """Read a regime by id or path, under chosen variants of its parameters.

    Raises
    ------
    InputError
        With every problem of the file and its line, or the nearest regime or variant.
    """
    from tregua.regimes.load import load_rules

    return load_rules(str(name), _names(variants))


def _rules(regime: "Name | Rules", variants: str | Iterable[str] = ()) -> "Rules":
    return load_regime(regime, variants) if isinstance(regime, str | Path) else regime


def decide(
    regime: "Name | Rules",
    facts: Name | Mapping[str, Any],
    variants: str | Iterable[str] = (),
    *,
    on: str | None = None,
) -> "Decision":
    """What a regime says of one case, with its reasons. Not legal advice.

    Parameters
    ----------
    regime
        Id of a regime, path of a file or a folder, or a regime already read.
    facts
        The stated facts, or the path of a YAML file of them; what is not stated, or None, is unknown.
    variants
        Readings of the regime's parameters other than its own.
    on
        The day of the decision, whose rows and values are meant; the fact `decision_date` says the same.

    Raises
    ------
    InputError
        An unknown regime, variant or fact, a value of the wrong type, an impossible date, a case that cannot be.
    """
    from tregua.catalogue.read import Document
    from tregua.regimes.decide import decide
    from tregua.regimes.vocabulary import load_facts

    rules = _rules(regime, variants)
    stated = load_facts(Document(Path(facts)), rules.names) if isinstance(facts, str | Path) else facts
    return decide(rules, stated, on=on)


def decide_file(regime: "Name | Rules", source: Name, target: Name, dask: str | None = None) -> "Counts":
    """Decide every row of a CSV or Parquet file, or of many; a column is a fact, an empty cell is unknown.

    Every row goes out in its place, with all its columns, its line, whether it was decided, and the answer.

    Parameters
    ----------
    source
        A file; a folder, of which every Parquet file is meant; or a pattern, such as ``cases/2026-*.parquet``.
    target
        The file that is written; for a folder or a pattern a folder. Interrupted, the same call completes it.
    dask
        The Dask cluster that computes: the address of its scheduler, the file that it wrote, or ``local:N``.

    Raises
    ------
    InputError
        A file that cannot be read or written, or without a column that is a fact; files with other columns than the
        first; a cluster that does not answer or whose workers see other files.
    """
    from tregua.lab import where
    from tregua.regimes.case_parts import decide_files

    with where.on(dask):
        away = dask is not None
        return decide_files(_rules(regime), Path(source), Path(target), computed=where.computed, away=away)


def audit(*regimes: "Name | Rules", variants: str | Iterable[str] = ()) -> "Audit":
    """Count where regimes, read together, decide, are silent or conflict, with the smallest case of each.

    Parameters
    ----------
    regimes
        Ids of regimes, paths of files, or regimes already read.
    variants
        Other readings of parameters, each for every regime that has it.

    Raises
    ------
    InputError
        No regime, an unknown one, or a file with problems.
    """
    from tregua.regimes.audit import audit

    if not regimes:
        raise InputError(Problem("missing_argument", "", {"field": "regimes"}))
    read = [str(regime) if isinstance(regime, str | Path) else regime for regime in regimes]
    return audit(read, _names(variants))


# --- evidence and published models -----------------------------------------------------------------------------------


def estimates(
    lever: str | None = None,
    *,
    outcome: str | None = None,
    place: str | None = None,
    design: str | None = None,
    grade: str | None = None,
    certainty: str | None = None,
) -> "Catalogue[Estimate]":
    """Effect sizes that were published, by id; with `lever`, those of one lever.

    Parameters
    ----------
    lever
        Its id in the lab (``counselling``) or in the checklist (``P7``). A lever of the lab has those that feed it and
        all others of its checklist ids: none is left out for its sign.
    outcome
        The kind of outcome: ``homicide``, ``use``, ``coca`` …
    place
        Words of the place, in either language.
    design, grade
        ``randomised`` …, ``A`` to ``E``.
    certainty
        What an estimate gives by itself: ``high``, ``moderate``, ``low`` or ``very_low``.

    Raises
    ------
    InputError
        There is no such lever, kind of outcome, design, grade or certainty.
    """
    from tregua.catalogue.shown import Catalogue
    from tregua.evidence import ledger
    from tregua.evidence.filters import chosen

    known = ledger.estimates()
    listed = known if lever is None else _of_lever(known, lever)
    asked = {"outcome": outcome, "place": place, "design": design, "grade": grade, "certainty": certainty}
    return Catalogue("@name.estimate", chosen(listed, **asked))


def evidence_map() -> "Catalogue[Cell]":
    """What was studied: a cell for each lever and kind of outcome (``P7.violence``), the empty ones too."""
    from tregua.catalogue.shown import Catalogue
    from tregua.evidence import gaps

    cells = {f"{lever}.{outcome}": cell for (lever, outcome), cell in gaps.evidence_map().items()}
    return Catalogue("@name.cell", cells)


def _of_lever(known: "Mapping[str, Estimate]", lever: str) -> "dict[str, Estimate]":
    from tregua.lab.model import lab

    levers, listed = lab().levers, {name for name in checklist() if name.startswith("P")}
    if lever in levers:
        behind, served = {one.id for one in lab().behind(levers[lever])}, {*levers[lever].checklist}
        return {name: one for name, one in known.items() if name in behind or served & {*one.levers}}
    if lever.upper() not in listed:
        raise InputError(unknown_name("@name.lever", lever, {*listed, *levers}))
    return {name: one for name, one in known.items() if lever.upper() in one.levers}


def series(name: str | None = None) -> "Catalogue[Series]":
    """Observed series by id; with `name`, that one, or all of one quantity.

    Raises
    ------
    InputError
        There is no series of that name.
    """
    from tregua.catalogue.shown import Catalogue
    from tregua.evidence import ledger

    return Catalogue("@name.series", _named(ledger.series(), name, "@name.series"))


def reproduce(*models: Name) -> "list[Row]":
    """Run published models, all where none is named, and set their numbers beside those of their papers.

    Raises
    ------
    InputError
        A model that there is not, or whose files are wrong.
    """
    from tregua.models.find import model_names
    from tregua.models.reproduce import reproduce

    return reproduce([str(model) for model in models] or model_names())


def sample(
    model: Name, draws: int = 100, seed: int = 0, quantities: Name | Iterable[Name] = (), around: float = 0.0
) -> "xr.Dataset":
    """Run a published model at parameters drawn within the ranges of its file.

    Parameters
    ----------
    model
        Its name, or the path of its folder.
    quantities
        Ids of its targets; those that a paper published where none is named.
    around
        How far, as a share of its value, a parameter is drawn that has no range; 0 leaves it at its value.

    Returns
    -------
    dataset over `draw`
        The parameters that were drawn and the quantities, with their units.

    Raises
    ------
    InputError
        A model or a quantity that there is not, or a model of which no parameter can be drawn.
    """
    from tregua.models.find import load_model
    from tregua.models.sampling import sample, sampled

    loaded = load_model(model)
    return sampled(loaded, sample(loaded, draws, seed, _names(quantities), around))
