"""`tregua sample`: a published model at many parameters, told, written, and taken up where it stopped."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import tiny_model

from tregua.models.find import load_model
from tregua.models.protocol import Model
from tregua.models.sampling import sample
from tregua.show.cli import resumed
from tregua.show.cli.main import main
from tregua.text import LANGUAGES, Language, text

FAILED = "the model could not be run: ZeroDivisionError: division by zero"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(resumed, "cache_folder", lambda: tmp_path / "cache")
    tiny_model.write(tmp_path)


def call(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["sample", *arguments])
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_quantity_stands_beside_what_was_published(capsys: Capture, language: Language) -> None:
    code, out, err = call(capsys, "./quitting", "--draws", "64", "--lang", language)
    assert (code, err) == (0, "")
    assert out.startswith(
        "Users who quit: 64 draws of kept" if language == "en" else "Usuarios que dejan el consumo: 64"
    )
    for key in ("median", "met"):
        assert text(language, f"sample.column.{key}") in out
    assert "users last_range" in out or "usuarios last_range" in out
    assert text(language, "caveat.sample") in " ".join(out.split())


def test_json_has_every_draw_and_the_command_that_gives_it_again(capsys: Capture) -> None:
    code, out, _ = call(capsys, "./quitting", "--draws", "8", "--seed", "5", "--quantity", "last", "--json")
    answer: dict[str, Any] = json.loads(out)
    assert code == 0 and len(answer["rows"]) == 8
    (one,) = answer["quantities"]
    assert (one["quantity"], one["base"]) == ("last", 1.0) and one["q05"] <= one["median"] <= one["q95"]
    assert answer["command"] == "tregua sample ./quitting --draws 8 --seed 5 --quantity last --json --lang en"


def test_a_table_has_a_line_a_draw(capsys: Capture, tmp_path: Path) -> None:
    assert call(capsys, "./quitting", "--draws", "5", "--around", "10", "--csv", "draws.csv")[0] == 0
    rows = list(csv.DictReader(Path("draws.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == 5 and {"draw", "parameter.kept", "parameter.start", "last"} <= rows[0].keys()
    assert float(rows[3]["last"]) == pytest.approx(
        float(rows[3]["parameter.start"]) * float(rows[3]["parameter.kept"]) ** 3
    )
    assert rows[0]["computed_by"].endswith("tregua sample ./quitting --draws 5 --around 10 --csv draws.csv")


def test_interrupted_the_same_command_goes_on_where_it_stopped(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = call(capsys, "./quitting", "--draws", "6", "--json")[1]
    assert list((tmp_path / "cache" / "samples").iterdir()) == []
    simulate, made = Model.simulate, []

    def stops(model: Model, *arguments: Any, **settings: Any) -> Any:
        made.append(arguments)
        if len(made) == 4:
            raise KeyboardInterrupt
        return simulate(model, *arguments, **settings)

    monkeypatch.setattr(Model, "simulate", stops)
    code, out, err = call(capsys, "./quitting", "--draws", "6", "--json")
    assert (code, out) == (130, "") and text("en", "cli.interrupted_kept") in err
    made.clear()
    made.extend([()] * 10)
    assert call(capsys, "./quitting", "--draws", "6", "--json")[1] == whole
    assert len(made) - 10 == 4 + 1  # the draws that were left, and the base


def test_fewer_draws_than_were_kept_take_none_away(tmp_path: Path) -> None:
    model = load_model("./quitting")
    began = resumed.resumed(model, 9, 0, ["last"], 0.0)
    kept = [next(began) for _ in range(6)]
    began.close()
    assert list(resumed.resumed(model, 4, 0, ["last"], 0.0)) == kept[:4]
    (file,) = (tmp_path / "cache" / "samples").iterdir()
    file.write_bytes(file.read_bytes()[:-9])  # the last line was not written to its end
    assert list(resumed.resumed(model, 9, 0, ["last"], 0.0)) == list(sample(model, 9, 0, ["last"]))


def test_draws_that_fail_are_told_and_stop_no_other(capsys: Capture, tmp_path: Path) -> None:
    module = tiny_model.MODULE.replace("    year = np", "    1 / 0 if p.kept != 0.5 else 0\n    year = np")
    (tmp_path / "quitting" / "model.py").write_text(module, "utf-8")
    code, out, err = call(capsys, "./quitting", "--draws", "4")
    assert (code, err) == (0, "") and "– … –" in out
    assert text(
        "en", "sample.refused", count=4, why="quitting: the model could not be run: ZeroDivisionError: division by zero"
    ) in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lesing",), "there is no model “lesing”"),
        (("./quitting", "--draws", "0"), "“draws” must be 1 … 1048576, not 0"),
        (("./quitting", "--draws", "x"), "--draws"),
        (("./quitting", "--around", "101"), "“around” must be 0 … 100, not 101"),
        (("./quitting", "--quantity", "lasst"), "Did you mean “last”?"),
        (("./quitting", "--csv", "draws.txt"), ".csv"),
        (("barrett_1994",), "no parameter has a range, so there is nothing to draw from; say how far"),
        ((), "tregua sample lessing --draws 200"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(capsys: Capture, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = call(capsys, *arguments)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err
