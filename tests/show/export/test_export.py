"""A run handed on in one file: complete by itself, described by a standard, the same bytes for the same run."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr
import yaml
from commands import Capture, call, refused
from jsonschema import Draft7Validator
from small_lab import BASELINE, scenario

from tregua.catalogue.record import Range
from tregua.evidence.ledger import series
from tregua.lab.compare import Comparisons
from tregua.lab.draws import at_settings, positions
from tregua.lab.model import lab
from tregua.lab.result import DRAWN, scenarios_of, simulate, span_of, values
from tregua.lab.run import Settings
from tregua.lab.scenario import lever_array
from tregua.lab.store import write_run
from tregua.show.export.draws import settings_of
from tregua.show.export.package import contents, export
from tregua.show.words.said import in_words
from tregua.text import LANGUAGES, Language, text

pytestmark = pytest.mark.usefixtures("elsewhere")
PROFILE = json.loads((Path(__file__).parents[2] / "support" / "data-package-2.0.json").read_text("utf-8"))
CASTS = {"string": str, "integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}


@pytest.fixture(scope="module")
def held(dataset: xr.Dataset) -> dict[str, bytes]:
    return contents(dataset, "en")


@pytest.fixture(scope="module")
def described(held: dict[str, bytes]) -> Any:
    return json.loads(held["datapackage.json"])


def rows(held: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(held[f"data/{name}.csv"].decode("utf-8-sig"))))


def test_the_descriptor_is_one_of_the_standard(described: Any) -> None:
    Draft7Validator.check_schema(PROFILE)
    Draft7Validator(PROFILE).validate(described)
    for broken in ({**described, "resources": []}, {**described, "licenses": [{"title": "no name"}]}):
        assert list(Draft7Validator(PROFILE).iter_errors(broken))


def test_each_table_is_what_its_schema_says(held: dict[str, bytes], described: Any) -> None:
    named = {name for name in held if name.startswith("data/")}
    assert {one["path"] for one in described["resources"]} == named
    for resource in described["resources"]:
        found, schema = rows(held, resource["name"]), resource["schema"]
        assert [one["name"] for one in schema["fields"]] == list(found[0])
        for field in schema["fields"]:
            assert field["description"]
            for row in found:
                if row[field["name"]] != "":
                    CASTS[field["type"]](row[field["name"]])
        if key := schema.get("primaryKey"):
            assert len({tuple(row[one] for one in key) for row in found}) == len(found)


def test_the_tables_hold_the_figures_of_the_run(
    held: dict[str, bytes], dataset: xr.Dataset, comparisons: Comparisons
) -> None:
    for row in rows(held, "levels")[::97]:
        sample = values(dataset, row["outcome"], row["place"])[0].sel(scenario=row["scenario"], year=int(row["year"]))
        assert float(row["q95"]) == pytest.approx(float(np.quantile(sample.values, 0.95)), rel=1e-12)
        assert row["unit"] == lab().outcomes[row["outcome"]].unit
    cells = {(one.scenario, one.outcome, one.place): one for one in comparisons.comparisons}
    listed = rows(held, "comparisons")
    assert len(listed) == len(cells)
    for row in listed:
        one = cells[row["scenario"], row["outcome"], row["place"]]
        assert row["median"] == ("" if one.median is None else repr(one.median))
        assert row["status"] == one.status and text("en", "caveat.inside_model") in row["caveats"]
    assert len(rows(held, "alternatives")) == sum(len(one.alternatives) for one in cells.values())


def test_every_observed_figure_has_its_licence_and_source(held: dict[str, bytes], described: Any) -> None:
    listed = rows(held, "observed")
    (resource,) = [one for one in described["resources"] if one["name"] == "observed"]
    titles = {one["title"] for one in resource["licenses"]}
    for row in listed:
        assert row["licence"] == series()[row["series"]].licence in titles
        assert row["source"] and row["publisher"] and row["unit"]
    assert len(resource["sources"]) == len({series()[row["series"]].source.ref for row in listed})
    assert all(one["sources"] for one in described["resources"] if one["name"] in ("parameters", "scenarios"))


def test_draws_carry_their_units(held: dict[str, bytes], dataset: xr.Dataset) -> None:
    table = pq.read_table(io.BytesIO(held["draws/outcomes.parquet"]))
    assert table.num_rows == dataset.sizes["scenario"] * dataset.sizes["draw"] * dataset.sizes["year"]
    field = table.schema.field("homicides.COL")
    assert field.metadata[b"unit"].decode() == lab().outcomes["homicides"].unit
    assert all((field.metadata or {}).get(b"unit") for field in list(table.schema)[3:])
    row = {name: table[name][7].as_py() for name in ("scenario", "draw", "year", "homicides.COL")}
    place = {name: row[name] for name in ("scenario", "draw", "year")}
    assert row["homicides.COL"] == float(values(dataset, "homicides", "COL")[0].sel(place))
    numbers = pq.read_table(io.BytesIO(held["draws/parameters.parquet"]))
    assert numbers.column_names[1:] == [*dataset.parameter.values]
    assert numbers["relapse_hazard"].to_numpy() == pytest.approx(dataset[DRAWN].sel(parameter="relapse_hazard").values)


def test_what_each_draw_took_of_an_open_setting_is_there() -> None:
    path: dict[str, float | Range] = {"start": Range(low=0.2, high=0.6), "start+12": 1.0}
    jobs = scenario({("jobs", "COL"): 1.0})
    jobs = jobs.model_copy(update={"levers": [jobs.levers[0].model_copy(update={"path": path})]})
    dataset = simulate([BASELINE, jobs], Settings(draws=4, until=2028))
    held = settings_of(dataset)
    assert held is not None and settings_of(simulate([BASELINE], Settings(draws=2, until=2028))) is None
    table = pq.read_table(io.BytesIO(held)).to_pylist()
    taken = at_settings(lever_array(jobs, span_of(dataset)), lambda: positions(0, 0, 4))[
        :, :, lab().lever_columns["jobs", "COL"]
    ]
    month = dataset.attrs["start"]
    row = (int(month[:4]) - span_of(dataset).first) * 12 + int(month[5:]) - 1
    assert [one["value"] for one in table] == taken[:, row].tolist()
    named = {(one["lever"], one["place"], one["month"], one["unit"]) for one in table}
    assert named == {("jobs", "COL", month, lab().levers["jobs"].unit)}
    assert [one["draw"] for one in table] == [0, 1, 2, 3]


def test_open_settings_of_presets_are_handed_on(held: dict[str, bytes], dataset: xr.Dataset) -> None:
    table = pq.read_table(io.BytesIO(held["draws/settings.parquet"]))
    open_ = {
        name
        for name, one in scenarios_of(dataset).items()
        if any(isinstance(value, Range) for each in one.levers for value in each.path.values())
    }
    assert {*table["scenario"].to_pylist()} == open_


@pytest.mark.parametrize("language", LANGUAGES)
def test_caveats_command_and_citation_stand_in_the_page(
    held: dict[str, bytes], comparisons: Comparisons, language: Language
) -> None:
    page = held[f"README.{language}.md"].decode()
    for said in comparisons.caveats:
        assert in_words(said, language) in page
    command = held["command.txt"].decode().strip()
    assert command in page and command.startswith("tregua compare ")
    assert text(language, "export.licence_text") in page
    cited = yaml.safe_load(held["CITATION.cff"])
    assert {"cff-version", "title", "authors", "version", "date-released", "message", "license"} <= set(cited)
    assert cited["title"] in held["citation.bib"].decode()


def test_every_chart_stands_alone(held: dict[str, bytes]) -> None:
    charts = {name for name in held if name.startswith("charts/")}
    outcomes = lab().outcome_places
    assert charts == {f"charts/{outcome}.{place}.svg" for outcome, places in outcomes.items() for place in places}
    for name in charts:
        root = ElementTree.fromstring(held[name])
        said = " ".join(root.itertext())
        assert text("en", "caveat.no_colombian_rates")[:60] in said and "Tregua" in said
        assert not [one for one in root.iter() if "href" in one.attrib]


def test_the_same_run_is_the_same_bytes_and_no_file_is_replaced_unasked(dataset: xr.Dataset) -> None:
    small = dataset.sel(scenario=["as-observed", "mano-dura"]).isel(draw=slice(4))
    kept = [one for one in json.loads(dataset.attrs["scenarios"]) if one["id"] in small.scenario]
    small = small.assign_attrs(draws=4, scenarios=json.dumps(kept))
    first, second = (export(small, name).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second
    assert zipfile.ZipFile("a.zip").testzip() is None


def test_the_command_writes_it_and_refuses(capsys: Capture, dataset: xr.Dataset) -> None:
    write_run(Path("saved"), dataset.isel(draw=slice(4)).assign_attrs(draws=4))
    code, out, _ = call(capsys, "export", "saved", "run.zip", "--lang", "es")
    assert code == 0 and text("es", "cli.written", path="run.zip") in out
    assert "--overwrite" in refused(capsys, "export", "saved", "run.zip")
    assert call(capsys, "export", "saved", "run.zip", "--overwrite")[0] == 0
    assert ".zip" in refused(capsys, "export", "saved", "run.tar")
    assert "gone" in refused(capsys, "export", "gone", "other.zip")
    assert "cannot write" in refused(capsys, "export", "saved", "gone/run.zip")


def test_its_scenarios_can_be_run_again(capsys: Capture, held: dict[str, bytes]) -> None:
    Path("mine.yaml").write_bytes(held["scenarios/mano-dura.yaml"])
    out = call(capsys, "run", "mine.yaml", "--draws", "2", "--prior", "--out", "again")
    assert out[0] == 0
