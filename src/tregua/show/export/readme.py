"""What a person reads of an exported run first: what it is, how it is made again, cited, and with what caution read."""

import json

import xarray as xr

from tregua.catalogue.record import Author
from tregua.lab.asked import asked_of, command_of, run_hash
from tregua.lab.caveats import run_caveats
from tregua.lab.compare import Comparisons
from tregua.lab.result import scenarios_of, span_of
from tregua.show.words import cite
from tregua.show.words.said import in_language, in_words
from tregua.text import Language, text
from tregua.version import RELEASED

LICENCE = "Apache-2.0"
FILES = ("data", "charts", "draws", "scenarios", "datapackage")


def command_of_run(dataset: xr.Dataset, comparisons: Comparisons | None) -> str:
    """The command that gives the run, and its comparison, again."""
    return comparisons.command if comparisons else command_of(dataset.attrs, asked_of(dataset))


def title(dataset: xr.Dataset, comparisons: Comparisons | None, language: Language) -> str:
    """Which policies, against what, when, over how many draws."""
    attributes, span = dataset.attrs, span_of(dataset)
    names = {name: in_language(one.text, language) for name, one in scenarios_of(dataset).items()}
    values = {name: attributes[name] for name in ("draws", "seed")}
    if comparisons is None:
        shown = ", ".join(names.values())
        return text(language, "export.title_run", scenarios=shown, first=span.first, last=span.until, **values)
    others = ", ".join(one for name, one in names.items() if name != comparisons.baseline)
    values |= {"baseline": names[comparisons.baseline], "year": comparisons.year}
    return text(language, "export.title", scenarios=others, **values)


def readme(dataset: xr.Dataset, comparisons: Comparisons | None, language: Language) -> str:
    """The page in Markdown; files of the package are named as they are in both languages."""
    general = comparisons.caveats if comparisons else tuple(run_caveats(dataset))
    single: dict[str, dict[str, dict[str, None]]] = {}
    for cell in comparisons.comparisons if comparisons else ():
        for one in cell.caveats:
            single.setdefault(in_words(one, language), {}).setdefault(cell.scenario, {})[cell.outcome] = None

    def head(name: str) -> str:
        return f"\n## {text(language, f'export.{name}')}\n"

    lines = [f"# Tregua: {title(dataset, comparisons, language)}", head("caveats")]
    lines += [f"- {in_words(one, language)}" for one in general]
    for said, cells in single.items():
        named = "; ".join(f"{scenario}: {', '.join(moved)}" for scenario, moved in cells.items())
        lines.append(f"- {said} ({named})")
    lines += [head("files"), *(f"- {text(language, f'export.file.{name}')}" for name in FILES)]
    lines += [head("again"), f"    {command_of_run(dataset, comparisons)}"]
    lines += [head("cite"), cite.apa(reference(dataset, comparisons, language), language)]
    lines += ["", text(language, "export.sources_too"), head("licence"), text(language, "export.licence_text")]
    return "\n".join(lines) + "\n"


def reference(dataset: xr.Dataset, comparisons: Comparisons | None, language: Language) -> cite.Reference:
    """The run as something to cite."""
    attributes = dataset.attrs
    hashed = run_hash(attributes)
    version, catalogue = attributes["version"], attributes["catalogue_hash"]
    container = text(language, "export.container", version=version, hash=catalogue, run=hashed)
    named = title(dataset, comparisons, language)
    day = tuple(int(part) for part in RELEASED.split("-"))
    authors = (Author(literal=text(language, "cite.author")),)
    return cite.Reference(f"tregua_run_{hashed}", authors, day, named, "dataset", container)


def bib(dataset: xr.Dataset, comparisons: Comparisons | None) -> str:
    """The citation in BibTeX."""
    return cite.bibtex(reference(dataset, comparisons, "en")) + "\n"


def cff(dataset: xr.Dataset, comparisons: Comparisons | None) -> str:
    """The citation in the Citation File Format, whose YAML takes JSON strings."""
    cited = reference(dataset, comparisons, "en")
    fields = {
        "cff-version": "1.2.0",
        "message": text("en", "export.sources_too"),
        "type": "dataset",
        "title": cited.title,
        "version": dataset.attrs["version"],
        "date-released": RELEASED,
        "license": LICENCE,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    lines[4:4] = ["authors:", *(f"  - name: {json.dumps(one.literal, ensure_ascii=False)}" for one in cited.authors)]
    return "\n".join(lines) + "\n"
