"""Runs too large for memory: computed in blocks of draws, written as they come, and taken up where they stopped.

A part is some experiments in one block of draws. Whoever computes it encodes it as it lies on disk, so that the process
that writes does nothing else; what it has written stands in a journal, with a digest of each part.
"""

import hashlib
import json
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
import zarr
from zarr.storage import MemoryStore

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import alone_in
from tregua.lab.alternatives import Combination
from tregua.lab.asked import Asked
from tregua.lab.draws import draw_parameters
from tregua.lab.engine.numba import compiled
from tregua.lab.journal import JOURNAL, STORE, Files, Journal, Layout, begin, keys_of, leads, opened
from tregua.lab.model import lab
from tregua.lab.resources import check_room
from tregua.lab.result import AGAIN, DRAWN, by_place, everything, label
from tregua.lab.run import Experiment, Job, Part, Progress, Settings, compute, failed, job_of
from tregua.lab.scenario import check_start, lever_array
from tregua.lab.schema import Scenario
from tregua.lab.where import computed
from tregua.noise import Floats

PART_BYTES = 2**26  # of outcomes that one thread holds
HELD_BYTES = 3 * 2**27  # of a run that is held in memory; once more while it is labelled
_KEPT_BESIDE = 2**24  # bytes of disk for what is no part


def encode(job: Job, layout: Layout, part: Part) -> Files:
    """The files of a part, by their place in the store.

    Raises
    ------
    InputError, RunError
        When some draw has no solution.
    """
    annual, status = compute(job, part)
    if status.any():
        if part.learnt:
            good = part.first + int(np.flatnonzero(status.any(axis=0))[0])
            raise InputError(Problem("unsolved_draws", "--draws", {"found": job.settings.draws, "largest": good}))
        raise failed(status)
    held: dict[str, Any] = {}
    group = zarr.create_group(MemoryStore(held))
    draws = slice(part.first, part.first + part.count)
    arrays = layout.create(group, dict.fromkeys(key.partition("/")[0] for key in keys_of(part, layout)))
    for (number, policy), found in zip(part.experiments, annual, strict=True):
        if number < layout.once:
            for name, outcome in lab().outcomes.items():
                values, _ = by_place(found, outcome)
                arrays[name][number, policy, draws] = values if outcome.index else values[..., 0]
        else:
            cells = np.concatenate([by_place(found, one)[0] for one in lab().outcomes.values()], axis=-1)
            arrays[AGAIN][number - layout.once, policy, draws] = cells
    if leads(part):
        arrays[DRAWN][draws] = _drawn(job, part)
    return {key: value.to_bytes() for key, value in held.items() if "/c/" in key}


def _drawn(job: Job, part: Part) -> Floats:
    one = job.combinations[0]
    learnt = part.learnt.get(0)
    fixed = {**one.choices, **job.assumed}
    return draw_parameters(job.settings.seed, part.first, part.count, fixed, one.redrawn, job.known, learnt)


def simulate_in(
    above: Path,
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
    asked: Asked | None = None,
) -> xr.Dataset:
    """The same as `simulate`, written part by part to a folder below `above` and opened where it lies.

    The folder is named by a digest of what the run is made from; what an interrupted call of the same run has left in
    it is not computed again. As long as the dataset is there nobody else works in that folder.

    Raises
    ------
    InputError, RunError
        As `simulate`, or when the disk has no room, the folder holds what is no such run, or another is at work in it.
    """
    check_start(scenarios, settings.start)
    levers = [lever_array(one, settings.span) for one in scenarios]
    listed = everything(assumptions, settings)
    job = job_of(levers, settings, assumptions, listed, None)
    template = _template(scenarios, settings, assumptions or {}, listed, asked)
    layout = Layout.of(template, settings)
    same = job.same()
    parts = _parts(job, layout, same, settings)
    copies = [(place, origin) for place, origin in same.items() if place != origin]
    digest = _digest_of_run(template, job)
    head = {"job": digest, "parts": len(parts), "layout": asdict(layout), "copies": copies}
    folder = above / f"unfinished-{digest[:12]}"
    if not (folder / JOURNAL).is_file():
        check_room(folder, _size_of(job, parts))  # before anything is made
    with ExitStack() as held:
        with _at_work(folder, template, layout, head, held) as journal:
            done = {_name(part) for part, _ in journal.sound()}
            left = [one for one in parts if _name(one) not in done]
            check_room(folder, _size_of(job, left))
            progress(len(done), len(parts))
            compiled()
            coming = computed(partial(encode, job, layout), left, settings.threads)
            for ready, (one, files) in enumerate(coming, len(done) + 1):
                journal.write(one, files)
                progress(ready, len(parts))
        dataset = opened(folder)
        weakref.finalize(dataset, held.pop_all().close)
    return dataset


def is_large(scenarios: int, settings: Settings, assumptions: Mapping[str, float] | None) -> bool:
    """Whether a run is more than is held in memory."""
    outcomes = len(everything(assumptions, settings)) * scenarios * settings.span.years * len(lab().outcome_columns)
    return 8 * settings.draws * (outcomes + len(lab().parameters)) > HELD_BYTES


def _template(
    scenarios: Sequence[Scenario],
    settings: Settings,
    assumptions: Mapping[str, float],
    listed: Sequence[Combination],
    asked: Asked | None,
) -> xr.Dataset:
    """The run as one draw of it is labelled."""
    shape = (len(listed), len(scenarios), 1, settings.span.years, len(lab().outcome_columns))
    one = replace(settings, draws=1)
    found = label(np.zeros(shape), np.zeros((1, len(lab().parameters))), scenarios, one, assumptions, listed, asked)
    return found.assign_attrs(draws=settings.draws)


def _parts(job: Job, layout: Layout, same: Mapping[Experiment, Experiment], settings: Settings) -> list[Part]:
    """All parts, block after block."""
    experiments = [*dict.fromkeys(same.values())]
    several = max(1, PART_BYTES // (layout.block * _bytes_a_draw(job)))
    groups = [experiments[at : at + several] for at in range(0, len(experiments), several)]
    return [
        job.part(group, first, min(layout.block, settings.draws - first), settings.ensemble)
        for first in range(0, settings.draws, layout.block)
        for group in groups
    ]


def _bytes_a_draw(job: Job) -> int:
    """Bytes of the outcomes of one draw of one experiment; totals are little beside them."""
    return 8 * job.settings.span.years * len(lab().outcome_columns)


def _size_of(job: Job, parts: Sequence[Part]) -> int:
    """Bytes of disk, with what is no part: figures of draws do not get smaller by packing."""
    outcomes = sum(part.count * len(part.experiments) for part in parts) * _bytes_a_draw(job)
    drawn = sum(part.count for part in parts if leads(part)) * 8 * len(lab().parameters)
    return outcomes + drawn + _KEPT_BESIDE


def _name(part: Part) -> tuple[object, ...]:
    return (part.first, *part.experiments)


@contextmanager
def _at_work(
    folder: Path, template: xr.Dataset, layout: Layout, head: Mapping[str, object], held: ExitStack
) -> Iterator[Journal]:
    """The journal of a run in a folder, begun where there is none; until `held` ends the folder is this process's own.

    Raises
    ------
    InputError
        When another process is at work there, the folder holds something else, or cannot be written.
    """
    told = json.dumps(head) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held.enter_context(alone_in(folder))
        with (folder / JOURNAL).open("a+", encoding="utf-8") as file:
            file.seek(0)
            first = file.readline()
            if first.endswith("\n") and first != told:
                raise InputError(Problem("not_empty", str(folder)))
            if first != told:
                begin(folder / STORE, template, layout)
                file.truncate(0)
                file.write(told)
                file.flush()
            elif not (first + file.read()).endswith("\n"):
                file.write("\n")  # below a line that was cut
            yield Journal(folder, file)
    except OSError as error:
        raise InputError(Problem("not_writable", str(folder), {"found": error.strerror or str(error)})) from None


def _digest_of_run(template: xr.Dataset, job: Job) -> str:
    """What a run is made from, in a few letters."""
    made_from = (sorted(template.attrs.items()), job.settings.shocks, job.settings.substeps)
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]
