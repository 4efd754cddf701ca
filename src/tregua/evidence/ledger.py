"""The evidence catalogues read and cross-checked: every source is listed, every id that is named exists, none twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from tregua.catalogue.beside import own_folder, per_ledger
from tregua.catalogue.errors import InputError, Problem, unknown_name
from tregua.catalogue.read import PACKAGE, Document, Key, load, repeated, sources, unknown_sources
from tregua.catalogue.record import Record
from tregua.evidence.pooling import pool
from tregua.evidence.promise_schema import Promise, Promises, Reported, ReportedFigures
from tregua.evidence.schema import (
    Added,
    Appraisal,
    Appraisals,
    Claim,
    Estimate,
    Estimates,
    Pool,
    Pools,
    Release,
    Releases,
    Risk,
    Row,
    Series,
    SeriesCheck,
    SeriesChecks,
    SeriesFile,
    is_before,
)
from tregua.evidence.study import standing
from tregua.trace import checklist

FOLDER = PACKAGE / "evidence"
LETTERS = "CEBNA"
File = TypeVar("File", bound=Record)
Entry = TypeVar("Entry", Estimate, Appraisal, Pool, Claim, Promise, Reported, Series, SeriesCheck)


@dataclass(frozen=True)
class Located(Generic[Entry]):
    """A record with the file it stands in and its place there."""

    record: Entry
    document: Document
    keys: tuple[Key, ...]

    def at(self, *keys: Key) -> str:
        """File and line of the value under `keys`."""
        return self.document.at((*self.keys, *keys))


def _read(
    model: type[File], pick: Callable[[File], list[Entry]], field: str, paths: Iterable[Path]
) -> list[Located[Entry]]:
    """The records of several files in the order of their names; `field` is the list that a file holds."""
    found = []
    problems: list[Problem] = []
    for path in paths:
        file, document = load(model, path)
        problems += unknown_sources(document)
        found += [Located(record, document, (field, i)) for i, record in enumerate(pick(file))]
    problems += repeated((one.record.id, one.at("id")) for one in found)
    if problems:
        raise InputError(problems)
    return found


def _known(
    found: Iterable[Located[Entry]],
    named: Callable[[Entry], Iterator[tuple[tuple[Key, ...], str]]],
    valid: Iterable[str],
    what: str,
) -> None:
    """Refuse names of records that do not exist; `named` gives the names in a record and where they stand in it."""
    names = set(valid)
    problems = [
        unknown_name(what, name, names, one.at(*keys))
        for one in found
        for keys, name in named(one.record)
        if name not in names
    ]
    if problems:
        raise InputError(problems)


def _by_id(found: Iterable[Located[Entry]]) -> dict[str, Entry]:
    return {one.record.id: one.record for one in found}


def _files(part: str) -> list[Path]:
    """The files of a part of the ledger, the package's first, then those of the folder that is read beside it."""
    folders = [FOLDER, *([own] if (own := own_folder()) else [])]
    if part.endswith(".yaml"):
        return [folder / part for folder in folders if (folder / part).exists()]
    return [path for folder in folders for path in sorted((folder / part).glob("*.yaml"))]


@per_ledger
def estimates() -> dict[str, Estimate]:
    """Every estimate, by id."""
    found = _read(Estimates, lambda file: file.estimates, "estimates", _files("estimates"))
    ids = {one.record.id for one in found}
    _known(found, lambda one: ((("contrary", i), name) for i, name in enumerate(one.contrary)), ids, "@name.estimate")
    levers = {item.id for item in checklist() if item.id.startswith("P")}
    _known(found, lambda one: ((("levers", i), name) for i, name in enumerate(one.levers)), levers, "@name.lever")
    return _by_id(found)


def known_from(estimate: Estimate) -> int:
    """The year from which an estimate could be known: the one that it states, or the latest of its sources."""
    return estimate.known_from or max(sources()[cited.ref].year for cited in estimate.source)


@per_ledger
def pools() -> dict[str, Pool]:
    """The sets of estimates that address one effect."""
    found = _read(Pools, lambda file: file.pools, "pools", _files("pools.yaml"))
    known = estimates()
    _known(
        found, lambda one: ((("estimates", i), name) for i, name in enumerate(one.estimates)), known, "@name.estimate"
    )
    twice = [
        Problem("same_study", one.at("estimates", i), {"found": name, "other": known[name].voice})
        for one in found
        for i, name in enumerate(one.record.estimates)
        if known[name].voice in {known[other].voice for other in one.record.estimates[:i]}
    ]
    if twice:
        raise InputError(twice)
    return _by_id(found)


def _members(one: Pool) -> Iterator[tuple[tuple[Key, ...], str]]:
    return ((("estimates", i), name) for i, name in enumerate(one.estimates))


@per_ledger
def appraisals() -> dict[str, Appraisal]:
    """The risk of bias of each study that was judged, by study."""
    found = _read(Appraisals, lambda file: file.studies, "studies", _files("studies"))
    read = {(one.voice, one.read) for one in estimates().values()}
    _known(found, lambda one: iter([(("id",), one.id)]), {voice for voice, _ in read}, "@name.study")
    unread = [
        Problem("low_unread", one.at("risk"), {"found": one.record.id})
        for one in found
        if one.record.risk == "low" and not {(one.record.id, "full"), (one.record.id, "table")} & read
    ]
    if unread:
        raise InputError(unread)
    return _by_id(found)


def risk_of(estimate: Estimate) -> Risk:
    """The risk of bias of the study that an estimate belongs to."""
    appraisal = appraisals().get(estimate.voice)
    return appraisal.risk if appraisal else "not_judged"


@per_ledger
def claims() -> dict[str, Claim]:
    """The causal claims of the source texts, in the order of their numbers, then those of one's own.

    A file of one's own with the id of a claim of the package adds evidence to its rows.
    """
    found: dict[str, Located[Claim]] = {}
    problems: list[Problem] = []
    for path in _files("claims"):
        if path.parent.parent != FOLDER and path.stem in found:
            added, document = load(Added, path)
            wrong = [*_of_its_file(added, document, path), *_added_wrongly(found[path.stem].record, added, document)]
            problems += wrong
            if not wrong:
                found[path.stem] = Located(_with(found[path.stem].record, added), document, ())
            continue
        record, document = load(Claim, path)
        problems += [*unknown_sources(document), *_of_its_file(record, document, path)]
        found[record.id] = Located(record, document, ())
    if problems:
        raise InputError(problems)
    listed = list(found.values())
    _known(listed, _pools_of, pools(), "@name.pool")
    _known(listed, lambda one: ((("series", i), name) for i, name in enumerate(one.series)), series(), "@name.series")
    _known(listed, _taken, sources(), "@name.source")
    problems = [problem for one in listed for problem in _rows_that_cannot_be_judged(one)]
    if problems:
        raise InputError(problems)
    return {one.id: one for one in sorted((one.record for one in listed), key=_number)}


def _of_its_file(record: Claim | Added, document: Document, path: Path) -> list[Problem]:
    """A claim is named as its file, in capitals, and not as a figure or a promise."""
    where, told = document.at(("id",)), {"found": record.id, "expected": path.stem.upper()}
    taken = {*reported(), *promises()}
    if record.id != path.stem or record.id != record.id.upper():
        return [Problem("claim_file", where, told)]
    return [Problem("duplicate_key", where, told)] if record.id in taken else []


def path_of(claim: str) -> Path:
    """The file in which a claim is written: the package's, or else one's own."""
    return next(path for path in _files("claims") if path.stem == claim)


def _added_wrongly(claim: Claim, added: Added, document: Document) -> Iterator[Problem]:
    """A row that the claim does not have, a row or an estimate that stands there already."""
    linked = {(row.id, link.estimate) for row in claim.rows for link in row.evidence}
    rows = [row.id for row in claim.rows]
    yield from unknown_sources(document)
    for i, row in enumerate(added.rows):
        if row.id not in rows:
            yield unknown_name("@name.row", row.id, rows, document.at(("rows", i, "id")))
        for j, link in enumerate(row.evidence):
            where = document.at(("rows", i, "evidence", j, "estimate"))
            yield from _link_problems(link.estimate, where)
            if (row.id, link.estimate) in linked:
                yield Problem("duplicate_key", where, {"found": link.estimate})
            linked.add((row.id, link.estimate))
    yield from repeated((row.id, document.at(("rows", i, "id"))) for i, row in enumerate(added.rows))


def _with(claim: Claim, added: Added) -> Claim:
    """A claim with evidence added to its rows."""
    more = {row.id: row.evidence for row in added.rows}
    rows = [row.model_copy(update={"evidence": [*row.evidence, *more.get(row.id, [])]}) for row in claim.rows]
    return claim.model_copy(update={"rows": rows})


def _pools_of(claim: Claim) -> Iterator[tuple[tuple[Key, ...], str]]:
    return ((("rows", i, "pool"), row.pool) for i, row in enumerate(claim.rows) if row.pool is not None)


def _taken(claim: Claim) -> Iterator[tuple[tuple[Key, ...], str]]:
    for i, search in enumerate(claim.search):
        yield from ((("search", i, "taken", j), name) for j, name in enumerate(search.taken))


def _link_problems(name: str, where: str) -> Iterator[Problem]:
    """An estimate that does not exist, has no direction, or is of a study whose risk of bias nobody judged."""
    known = estimates()
    if name not in known:
        yield unknown_name("@name.estimate", name, known, where)
        return
    effect, voice = known[name].effect, known[name].voice
    if effect is not None and effect.scale == "level":
        yield Problem("level_on_claim", where, {"found": name})
    if standing(known[name]) == "counts" and voice not in appraisals():
        yield Problem("not_appraised", where, {"found": voice})


def _rows_that_cannot_be_judged(one: Located[Claim]) -> Iterator[Problem]:
    """Links to estimates that cannot be judged, and means that cannot decide."""
    for i, row in enumerate(one.record.rows):
        for j, link in enumerate(row.evidence):
            yield from _link_problems(link.estimate, one.at("rows", i, "evidence", j, "estimate"))
        if row.pool is not None and row.pool in pools():
            yield from _mean_problems(row, pools()[row.pool].estimates, one.at("rows", i, "pool"))
        if row.review is not None:
            yield from _mean_problems(row, [row.review], one.at("rows", i, "review"))


def _mean_problems(row: Row, members: list[str], where: str) -> Iterator[Problem]:
    """Members that are not on the row or do not count, that measure unlike things, or that give no mean."""
    known = estimates()
    expected = {link.estimate: link.expects for link in row.evidence}
    off = [name for name in members if name not in expected]
    yield from (Problem("not_on_row", where, {"found": name}) for name in off)
    listed = [known[name] for name in members if name in expected and name in known]
    yield from (Problem("mean_of_none", where, {"found": one.id}) for one in listed if standing(one) != "counts")
    if off or len(listed) < len(members):
        return
    if row.review is not None:
        if not _reviews(known[row.review]):
            yield Problem("not_a_review", where, {"found": row.review})
    elif len({expected[name] for name in members}) > 1:
        yield Problem("pool_expects", where, {"found": row.pool})
    elif len({one.measures for one in listed}) > 1:
        yield Problem("pool_unlike", where, {"found": row.pool})
    elif pool(listed) is None:
        yield Problem("no_mean", where, {"found": row.pool})


def _reviews(estimate: Estimate) -> bool:
    """Whether an estimate is a published synthesis with a 95 % interval."""
    return estimate.design == "meta_analysis" and estimate.effect is not None and estimate.effect.interval == "95"


def _number(record: Claim | Promise) -> tuple[int, int]:
    """Place of a checklist id: its letter in the order of the source texts, then its number."""
    letter, number = record.id[0], record.id[1:]
    known = letter in LETTERS and number.isdigit()
    return (LETTERS.index(letter), int(number)) if known else (len(LETTERS), 0)


@cache
def promises() -> dict[str, Promise]:
    """What was promised, offered, proposed or reported, by checklist id."""
    found = _read(Promises, lambda file: file.promises, "promises", _files("promises"))
    return {one.id: one for one in sorted((one.record for one in found), key=_number)}


@cache
def reported() -> dict[str, Reported]:
    """The figures of the source texts beside primary sources, by checklist id."""
    return _by_id(_read(ReportedFigures, lambda file: file.reported, "reported", [FOLDER / "reported.yaml"]))


@cache
def series() -> dict[str, Series]:
    """Every observed annual series, by id."""
    return _by_id(_read(SeriesFile, lambda file: file.series, "series", _files("series")))


@cache
def checks() -> dict[str, SeriesCheck]:
    """Identities between series, and pairs of publishers."""
    found = _read(SeriesChecks, lambda file: file.checks, "checks", [FOLDER / "checks.yaml"])
    _known(
        found,
        lambda one: (((side, i), name) for side in ("left", "right") for i, name in enumerate(getattr(one, side))),
        series(),
        "@name.series",
    )
    return _by_id(found)


@cache
def releases() -> dict[str, Release]:
    """When the figures of each series appear, by series; a series of one's own has no entry."""
    file, document = _release_file()
    problems = unknown_sources(document)
    problems += repeated((one.id, document.at(("releases", i, "id"))) for i, one in enumerate(file.releases))
    found: dict[str, Release] = {}
    for i, one in enumerate(file.releases):
        for j, pattern in enumerate(one.series):
            at = document.at(("releases", i, "series", j))
            fitting = [name for name in series() if fnmatchcase(name, pattern)]
            if not fitting:
                problems.append(unknown_name("@name.series", pattern, series(), at))
            problems += [Problem("duplicate_key", at, {"found": name}) for name in fitting if name in found]
            found |= dict.fromkeys(fitting, one)
    if problems:
        raise InputError(problems)
    return found


def searched() -> str:
    """The day to which later releases were looked for."""
    return _release_file()[0].searched


def overdue(name: str) -> bool:
    """Whether the next release of a series was to be expected before that day, and was not found."""
    entry = releases().get(name)
    return entry is not None and entry.next is not None and is_before(entry.next, searched())


@cache
def _release_file() -> tuple[Releases, Document]:
    return load(Releases, FOLDER / "releases.yaml")
