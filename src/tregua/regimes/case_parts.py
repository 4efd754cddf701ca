"""Cases from many files, each a part that anybody may decide: threads of this machine or workers elsewhere.

A part is a pure function of the rules and of its file, and is written whole or not at all. So who decides it, how often
and in what order changes no byte.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import alone_in, clean
from tregua.regimes.case_files import Counts, Taken, check_paths, decide_file, head_of
from tregua.regimes.case_folder import are_several, check_target, files_of, same_heads
from tregua.regimes.case_heads import Heads
from tregua.regimes.case_journal import NAME, Done, Journal, digest_of, run_of
from tregua.regimes.rules import Rule, Rules
from tregua.version import VERSION

Say = Callable[[Problem], str]
COUNTS = ("decided", "undetermined", "rejected", "provisional", "outside")


@dataclass(frozen=True)
class Job:
    """What all parts have in common.

    Parameters
    ----------
    key
        Changes with the rules, the version, and how reasons read.
    away
        Whether another process decides.
    folder, run
        Where a journal must name this call; None for a single file, which has none.
    """

    rules: Rules
    say: Say
    key: str
    away: bool
    folder: Path
    run: str | None


@dataclass(frozen=True)
class Part:
    """A file: where it lies, how large it is [bytes], and what is known to be done."""

    name: str
    source: Path
    target: Path
    size: int
    done: Done | None


Computed = Callable[[Callable[[Part], Done | None], Iterable[Part]], Iterator[tuple[Part, Done | None]]]
"""What decides parts and gives them back as they are ready."""


def one_by_one(work: Callable[[Part], Done | None], parts: Iterable[Part]) -> Iterator[tuple[Part, Done | None]]:
    """Each part when the one before it is done."""
    for part in parts:
        yield part, work(part)


def decide_files(
    rules: Rules,
    source: Path,
    target: Path,
    say: Say = Problem.message,
    computed: Computed = one_by_one,
    away: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Counts:
    """Decide every row of a file, or of all files of a folder or a pattern, each into a file of the same name.

    Parameters
    ----------
    source
        A file as `decide_file` takes it; a folder, of which every Parquet file is meant; or a pattern such as
        ``cases/2026-*.csv``. Names that begin with a dot or an underscore are left out.
    target
        The file, or the folder of the files; one in which the same call was interrupted is completed.
    say
        How a reason reads; of a module's own where parts are decided elsewhere.
    computed, away
        Who decides the parts, and whether that is another process.
    progress
        Is told how many parts of all are done.

    Raises
    ------
    InputError
        As `decide_file` for any file; files with other columns than the first; a folder that cannot be used.
    """
    if are_several(source):
        return _folder(rules, source, target, say, computed, away, progress)
    return _alone(rules, source, target, say, computed) if away else decide_file(rules, source, target, say)


def _folder(
    rules: Rules,
    source: Path,
    target: Path,
    say: Say,
    computed: Computed,
    away: bool,
    progress: Callable[[int, int], None],
) -> Counts:
    files = files_of(source, target)
    check_target(target, NAME)
    delimiter, heads = same_heads(files, rules.names)
    _make(target)
    with alone_in(target), Journal(target).opened() as journal:
        here, there = (files.root.absolute(), target.absolute()) if away else (files.root, target)
        names = [one.as_posix() for one in files.names]
        parts = [Part(one, here / one, there / one, _size(here / one), journal.done.get(one)) for one in names]
        folders = {(target / name).parent for name in names}
        for one in folders:
            _make(one)
        job = Job(rules, say, key_of(rules, say), away, there, journal.run)
        before = 0
        work = partial(decided, job) if away else partial(_noted, job, journal)
        for number, (part, done) in enumerate(computed(work, parts), 1):
            if done is None:
                before += 1
            elif away:
                journal.add(part.name, done)
            progress(number, len(parts))
        for one in folders:  # of what workers have left that were killed
            clean(one)
        beside = sum(os.path.exists(target / name) for name in journal.done.keys() - {*names})
        return _together(rules, delimiter, heads, [journal.done[name] for name in names], before, beside)


def _alone(rules: Rules, source: Path, target: Path, say: Say, computed: Computed) -> Counts:
    """One file, decided elsewhere."""
    check_paths(source, target)
    delimiter, heads = head_of(source, rules.names)
    part = Part(source.name, source.absolute(), target.absolute(), _size(source), None)
    job = Job(rules, say, "", True, target.parent, None)
    [(_, done)] = computed(partial(decided, job), [part])
    if done is None or not _stands(target, done):
        raise InputError(Problem("workers_blind", "--dask", {"found": str(target)}))
    return _together(rules, delimiter, heads, [done])


def decided(job: Job, part: Part) -> Done | None:
    """Decide a part; None where it is done already.

    Raises
    ------
    InputError
        As `decide_file`, or when a worker has other files by these names than the call.
    """
    if job.away:
        _check_seen(job, part)
    source = digest_of(part.source)
    if part.done and (part.done.rules, part.done.source) == (job.key, source) and _stands(part.target, part.done):
        return None
    counts = decide_file(job.rules, part.source, part.target, job.say)
    rows = {name: getattr(counts, name) for name in COUNTS}
    words = counts.taken.words
    return Done(job.key, source, digest_of(part.target), rows, words[True], words[False])


def _noted(job: Job, journal: Journal, part: Part) -> Done | None:
    """The same, noted by who decides: so nothing is lost where a call is interrupted that waits for its threads."""
    done = decided(job, part)
    if done is not None:
        journal.add(part.name, done)
    return done


def _stands(target: Path, done: Done) -> bool:
    return os.path.isfile(target) and digest_of(target) == done.target


def key_of(rules: Rules, say: Say) -> str:
    """A digest of all that answers follow from but the cases: rules, their day, the version, the language."""
    read = [(one.span, one.parameters, one.contradictions, *map(_told, one.rules)) for one in rules.editions]
    facts = [fact for one in rules.editions for fact in (*one.names.facts.values(), *one.reckoned.values())]
    records = [one.model_dump(mode="json") for one in (rules.regime, *facts)]  # as they show themselves they are cut
    whole = (VERSION, rules.variants, rules.on, rules.details, read, records, say(Problem("not_text_row")))
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _told(rule: Rule) -> tuple[object, ...]:
    return rule.id, rule.when, rule.answers, rule.level


def _check_seen(job: Job, part: Part) -> None:
    """Refuse to work where a file of cases is not the one that was meant, or the answers would go elsewhere."""
    with suppress(OSError, ValueError):
        if _size(part.source) == part.size and (job.run is None or job.run == run_of(job.folder)):
            return
    raise InputError(Problem("workers_blind", "--dask", {"found": str(part.source)}))


def _together(
    rules: Rules, delimiter: str, heads: Heads, parts: list[Done], before: int = 0, beside: int = 0
) -> Counts:
    """One summary of all parts."""
    counted: Counter[str] = Counter()
    for one in parts:
        counted.update(one.counts)
    words = {True: (word for one in parts for word in one.yes), False: (word for one in parts for word in one.no)}
    said = {value: tuple(dict.fromkeys(found)) for value, found in words.items()}
    taken = Taken(delimiter, heads, heads.unread(rules), said)
    return Counts(
        **{name: counted[name] for name in COUNTS}, taken=taken, files=len(parts), before=before, beside=beside
    )


def _size(path: Path) -> int:
    return path.stat().st_size


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise InputError(Problem("not_writable", str(folder), {"found": getattr(error, "strerror", "")})) from None
