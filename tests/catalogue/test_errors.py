"""What a problem says: short, as it was written, one line each."""

from pathlib import Path

import pytest
from catalogue_records import Parameters, edited, problems_of

from tregua.catalogue.errors import InputError, Problem, nearest


def test_a_long_value_is_shortened(file: Path) -> None:
    file.write_text(edited(Parameters, "value: 0.5", "value: " + "9x" * 1000), "utf-8")
    [problem] = problems_of(Parameters, file)
    assert len(problem.message("en")) < len(str(file)) + 120


def test_a_value_that_looks_like_a_text_key_is_shown_as_it_is() -> None:
    problem = Problem("duplicate_key", "", {"found": "@handle"})
    assert (problem.message("en"), problem.message("es")) == (
        "“@handle” stands here twice",
        "«@handle» aparece dos veces",
    )


def test_an_error_with_several_problems_is_one_line_a_problem() -> None:
    error = InputError([Problem("empty_file", "a.yaml"), Problem("no_file", "b.yaml")])
    assert str(error) == "a.yaml: the file is empty\nb.yaml: there is no such file"
    assert error.message("es") == "a.yaml: el archivo está vacío\nb.yaml: ese archivo no existe"


@pytest.mark.parametrize(("name", "found"), [("eln", "ELN"), ("Homicidos", "homicides"), ("ELM", "ELN"), ("zzz", "")])
def test_the_nearest_name_is_found_in_any_case(name: str, found: str) -> None:
    assert nearest(name, ["ELN", "EGC", "homicides"]) == found
