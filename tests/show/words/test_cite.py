"""Citations in three styles."""

import json
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.read import sources
from tregua.show.words.cite import Reference, all_styles, apa, bibtex, csl, of_source
from tregua.text import LANGUAGES, Language

TWO = Reference("mejia_2016", ("Mejía, Daniel", "Restrepo, Pascual"), 2016, "The economics", "JEBO 126", "10.1/x")


def test_apa() -> None:
    assert apa(TWO, "en") == "Mejía, D., & Restrepo, P. (2016). The economics. JEBO 126. https://doi.org/10.1/x"
    assert apa(TWO, "es").startswith("Mejía, D., y Restrepo, P. (2016).")
    outlet = Reference("s2", ("Acosta, Luis Jaime (Reuters)",), 2022, "Deals", "Reuters, 24 August 2022")
    assert apa(outlet, "en").startswith("Acosta, L. J. (Reuters). (2022).")
    assert apa(Reference("a", ("UNODC", "et al."), 2022, "Why?", "UN"), "en") == "UNODC, et al. (2022). Why? UN."


def test_more_authors_and_double_names() -> None:
    source = sources()["bentzley_2021"].model_copy(update={"author": "Bentzley, Brandon S. et al."})
    assert apa(of_source(source), "en").startswith("Bentzley, B. S., et al. (2021).")
    assert [one.get("family") for one in csl(of_source(source))["author"]] == ["Bentzley"]
    assert apa(Reference("a", ("Dupont, Anne-Marie",), 2020, "T", "J"), "en").startswith("Dupont, A.-M. (2020).")


def test_bibtex() -> None:
    written = bibtex(Reference("a", ("UNODC & SIMCI", "Mejía, Daniel", "et al."), 2024, "100 % {coca}", "a_b"))
    assert "author = {{UNODC \\& SIMCI} and Mejía, Daniel and others}," in written
    assert "title = {{100 \\% \\{coca\\}}}," in written
    assert "howpublished = {a\\_b}," in written


def test_csl() -> None:
    item = csl(TWO)
    assert item["author"] == [{"family": "Mejía", "given": "Daniel"}, {"family": "Restrepo", "given": "Pascual"}]
    assert item["issued"] == {"date-parts": [[2016]]}
    assert item["DOI"] == "10.1/x"


@pytest.mark.parametrize("name", sorted(sources()))
def test_every_source_can_be_cited(name: str) -> None:
    for language in get_args(Language):
        styles = all_styles(of_source(sources()[name]), language)
        assert str(sources()[name].year) in styles["apa"]
        assert styles["bibtex"].count("{") - styles["bibtex"].count("\\{") == styles["bibtex"].count("}") - styles[
            "bibtex"
        ].count("\\}")
        assert json.loads(json.dumps(styles["csl"]))["id"] == name
        assert not re.search(r"\.\.|\s{2}", styles["apa"].replace("...", "")), styles["apa"]
        assert not re.search(r", ([a-z]\.|-)", styles["apa"].partition(" (")[0]), styles["apa"]


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4), st.text(min_size=1, max_size=40))
def test_no_name_breaks_a_citation(authors: list[str], title: str) -> None:
    reference = Reference("key", tuple(authors), 2020, title, "somewhere")
    for language in LANGUAGES:
        assert "2020" in apa(reference, language)
    assert bibtex(reference).startswith("@misc{key,")
    assert csl(reference)["title"] == title
