"""Origins of an interrupted backtest: kept as they are, not used for another question, gone when it is complete."""

from pathlib import Path

import pytest

from tregua.analysis import kept_origins
from tregua.analysis.backtest import backtest
from tregua.analysis.kept_origins import found, keep, kept_at
from tregua.lab.model import lab


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept_origins, "cache_folder", lambda: tmp_path)
    return tmp_path / "backtests"


def test_an_interrupted_backtest_goes_on_with_the_origins_that_it_had(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = backtest(2020, None, 4, 0)
    assert [*cache.iterdir()] == []

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: None)  # the last thing that is done
    with pytest.raises(KeyboardInterrupt):
        backtest(2020, None, 4, 0, stop)
    monkeypatch.undo()
    (file,) = cache.iterdir()
    assert found(file) == whole.cuts[0]


def test_what_is_kept_is_not_computed_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tregua.analysis.backtest.kept_at", lambda *asked: cache / "one.json")
    whole = backtest(2020, None, 4, 0)
    keep(cache / "one.json", whole.cuts[0])
    monkeypatch.setattr("tregua.analysis.backtest._origin", None)
    assert backtest(2020, None, 4, 0) == whole


@pytest.mark.parametrize("content", ["", "{}", "[1", '{"cut": "x"}'])
def test_what_is_no_origin_is_not_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "one.json").write_text(content)
    assert found(tmp_path / "one.json") is None


def test_another_question_has_another_file() -> None:
    known = lab().series
    assert kept_at((2020, 4, 0), known) != kept_at((2020, 4, 1), known)
    assert kept_at((2020, 4, 0), known) == kept_at((2020, 4, 0), dict(known))


@pytest.mark.parametrize("place", [0, -1])
def test_another_figure_has_another_file(place: int) -> None:
    """One of hundreds, and by less than a number shows."""
    known = lab().series
    name, one = [*known.items()][place]
    points = [*one.points[:-1], one.points[-1].model_copy(update={"value": one.points[-1].value * (1 + 1e-12)})]
    other = {**known, name: one.model_copy(update={"points": points})}
    assert kept_at((2020,), other) != kept_at((2020,), known)
