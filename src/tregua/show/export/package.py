"""A run as one zip file: tables, charts, draws, scenarios, and what must be read with them, described for programs."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import xarray as xr

from tregua.catalogue.errors import InputError, Problem
from tregua.catalogue.files import replacing
from tregua.lab.between import compared
from tregua.lab.compare import Comparisons
from tregua.lab.result import scenarios_of
from tregua.lab.scenario import written
from tregua.show.draw.alone import alone
from tregua.show.draw.panels import gather
from tregua.show.export.descriptor import descriptor
from tregua.show.export.draws import draws_of, numbers_of, settings_of
from tregua.show.export.readme import bib, cff, command_of_run, readme
from tregua.show.html import View
from tregua.show.table import run as tables
from tregua.show.table.answers import answer_table
from tregua.show.table.shape import Table, as_csv
from tregua.show.words.run import comparisons_record
from tregua.text import LANGUAGES, Language

SUFFIX = ".zip"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold: the same run is the same bytes
_MODE = 0o644 << 16


def export(dataset: xr.Dataset, path: str | Path, language: Language = "en", *, overwrite: bool = False) -> Path:
    """Write a run to a zip file: a Data Package of tables, with charts, draws, scenarios, caveats and citation.

    Parameters
    ----------
    dataset
        A run; it is compared as it was asked for when it was made.
    path
        The file, which ends in ``.zip``.
    language
        Of texts in tables and charts; caveats are in both.
    overwrite
        Whether a file that is there may be replaced.

    Returns
    -------
    path
        The file that was written.

    Raises
    ------
    InputError
        When the file is there and not to be replaced, has another name, or cannot be written.
    """
    target = Path(path)
    check_zip(target, overwrite)
    held = contents(dataset, language)
    with replacing(target) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, _MODE
            archive.writestr(member, content)
    return target


def check_zip(path: Path, overwrite: bool) -> None:
    """Refuse a file that is there or has another name, before anything is computed."""
    if path.suffix != SUFFIX:
        raise InputError(Problem("not_one_of", str(path), {"field": "FILE", "expected": SUFFIX, "found": path.name}))
    if path.exists() and not overwrite:
        raise InputError(Problem("file_there", str(path)))


def contents(dataset: xr.Dataset, language: Language) -> dict[str, bytes]:
    """The files of the package by name, in order."""
    comparisons = _compared(dataset)
    command = command_of_run(dataset, comparisons)
    listed = _tables(dataset, comparisons, command, language)
    described = descriptor(listed, dataset, comparisons, language)
    texts = {"datapackage.json": json.dumps(described, ensure_ascii=False, indent=1) + "\n"}
    texts |= {f"README.{one}.md": readme(dataset, comparisons, one) for one in LANGUAGES}
    texts |= {
        "command.txt": command + "\n",
        "CITATION.cff": cff(dataset, comparisons),
        "citation.bib": bib(dataset, comparisons),
    }
    texts |= {f"data/{name}.csv": as_csv(table) for name, table in listed.items()}
    texts |= {f"scenarios/{name}.yaml": written(one) for name, one in scenarios_of(dataset).items()}
    texts |= _charts(dataset, comparisons, language)
    drawn = {"draws/outcomes.parquet": draws_of(dataset), "draws/parameters.parquet": numbers_of(dataset)}
    if settings := settings_of(dataset):
        drawn["draws/settings.parquet"] = settings
    return {**{name: content.encode() for name, content in texts.items()}, **drawn}


def _compared(dataset: xr.Dataset) -> Comparisons | None:
    """The comparison that the run was made for, if it holds more than one scenario."""
    return compared(dataset) if dataset.sizes["scenario"] > 1 else None


def _tables(dataset: xr.Dataset, comparisons: Comparisons | None, command: str, language: Language) -> dict[str, Table]:
    compared: Mapping[str, Table] = {}
    if comparisons is not None:
        record = comparisons_record(comparisons, language)
        compared = {
            "comparisons": answer_table("compare", record, language, command),
            "alternatives": tables.alternatives(comparisons),
        }
    return {
        "levels": tables.levels(dataset),
        **compared,
        "scenarios": tables.scenarios(dataset, language),
        "parameters": tables.numbers(dataset, language),
        "observed": tables.observed(language),
    }


def _charts(dataset: xr.Dataset, comparisons: Comparisons | None, language: Language) -> dict[str, str]:
    material = gather(dataset, comparisons)
    view = View(language, "")
    return {f"charts/{panel.outcome.id}.{panel.place}.svg": alone(panel, material, view) for panel in material.panels}
