"""Data that could be collected: every number has some that would inform it, or a reason why none would."""

from pathlib import Path

import pytest

from tregua.analysis.deciding import data_sets as module
from tregua.analysis.deciding.data_sets import data_sets, written_out
from tregua.catalogue.errors import InputError
from tregua.evidence.ledger import series
from tregua.lab.alternatives import alternatives
from tregua.lab.model import lab


def test_every_number_that_is_drawn_has_data_that_would_inform_it_or_a_reason_why_none_would() -> None:
    known = data_sets()
    drawn = {
        name
        for name, one in lab().parameters.items()
        if one.distribution.kind != "constant" and name not in alternatives().all
    }
    informed = {name for names in known.informs.values() for name in names}
    assert drawn <= informed | {*known.beyond}
    assert not informed & {*known.beyond}


def test_every_data_set_informs_some_number_that_is_drawn() -> None:
    for name, informs in data_sets().informs.items():
        assert any(lab().parameters[one].distribution.kind != "constant" for one in informs), name


def test_what_is_counted_near_a_data_set_is_another_thing_and_exists() -> None:
    for one in data_sets().all.values():
        assert {*one.near} <= {*series()}, one.id
        assert one.id not in series(), one.id


def test_a_family_stands_for_its_numbers_and_a_number_for_itself() -> None:
    family = [*written_out(["size_0"])]
    assert len(family) > 1 and all(one.startswith("size_0.") for one in family)
    assert [*written_out(["pressure_effect", "size_0.ELN"])] == sorted(
        ["pressure_effect", "size_0.ELN"], key=[*lab().parameters].index
    )


def test_unknown_numbers_and_series_and_ids_that_stand_twice_are_told_together_with_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "analysis" / "deciding"
    folder.mkdir(parents=True)
    one = "  - {id: a, text: {en: x, es: x}, informs: [NAME], near: [SERIES], why: {en: x, es: x}, tag: assumed}\n"
    written = one.replace("NAME", "pressure_effekt").replace("SERIES", "coca_area.CO")
    written += one.replace("NAME", "pressure_effect").replace("SERIES", "coca_area.COL")
    beyond = "beyond:\n  - {parameters: [patiense], why: {en: x, es: x}, tag: assumed}\n"
    (folder / "data_sets.yaml").write_text(f"data_sets:\n{written}{beyond}", "utf-8")
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    with pytest.raises(InputError) as stopped:
        data_sets.__wrapped__()
    told = stopped.value.message("en")
    for piece in ("yaml:2", "pressure_effect", "coca_area.COL", "yaml:3", "yaml:5", "patience"):
        assert piece in told
