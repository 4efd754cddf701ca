"""Citations in three styles, read again by a CSL processor and a BibTeX parser that are not ours."""

import json
import re
import warnings
from pathlib import Path
from typing import Any, get_args

import citeproc
import pytest
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.read import sources
from tregua.catalogue.record import Author, Source, SourceType
from tregua.evidence.ledger import claims, promises, reported
from tregua.show.cli.evidence import _reference
from tregua.show.words.cite import SERIES, Reference, all_styles, apa, bibtex, csl, of_source
from tregua.text import LANGUAGES, Language

PEOPLE = (Author(family="Mejía", given="Daniel"), Author(family="Restrepo", given="Pascual"))
TWO = Reference("mejia_2016", PEOPLE, (2016,), "The economics", container="JEBO", volume="126", doi="10.1/x")
ALL = {name: of_source(source) for name, source in sources().items()}
RECORDS = {name: _reference(name, "en") for name in (*claims(), *reported(), *promises())}

# What CSL 1.0.2 allows in an item: https://docs.citationstyles.org/en/v1.0.2/specification.html#appendices
# fmt: off
CSL_TYPES = {
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
}
CSL_FIELDS = {
    "id", "type", "author", "issued", "accessed", "title", "container-title", "collection-title", "volume", "issue",
    "page", "publisher", "number", "genre", "note", "DOI", "URL",
}
# fmt: on
FIELDS = {
    "article": {"title", "journal", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "year"},
    "inproceedings": {"title", "booktitle", "year"},
    "mastersthesis": {"author", "title", "school", "year"},
    "misc": {"title"},
    "phdthesis": {"author", "title", "school", "year"},
    "techreport": {"title", "institution", "year"},
    "unpublished": {"author", "title", "note"},
}
"""The types of entry that we write, with what BibTeX wants of each; only some works have no author."""


# --- examples ---------------------------------------------------------------------------------------------------------


def test_apa() -> None:
    assert apa(TWO, "en") == "Mejía, D., & Restrepo, P. (2016). The economics. JEBO, 126. https://doi.org/10.1/x"
    assert apa(TWO, "es").startswith("Mejía, D., y Restrepo, P. (2016).")
    wire = Reference("s2", (Author(family="Acosta", given="Luis Jaime"),), (2022, 8, 24), "Deals", container="Reuters")
    assert apa(wire, "en") == "Acosta, L. J. (2022, August 24). Deals. Reuters."
    assert apa(wire, "es") == "Acosta, L. J. (2022, 24 de agosto). Deals. Reuters."
    more = Reference("a", (Author(literal="UNODC"), Author(others=True)), (2022, 3), "Why?", "report", publisher="UN")
    assert apa(more, "en") == "UNODC, et al. (2022, March). Why? UN."
    nobody = Reference("a", (), (2025,), "[A paper]", "paper-conference", container="A meeting")
    assert apa(nobody, "en") == "[A paper]. (2025). A meeting."


def test_what_is_cited_of_a_report_an_article_and_a_page() -> None:
    report = apa(of_source(sources()["lindo_2015"]), "en")
    assert report.endswith(
        "(NBER Working Paper 21171). National Bureau of Economic Research. https://doi.org/10.3386/w21171"
    )
    assert "American Economic Review, 105(6), 1738–1779." in apa(of_source(sources()["dell_2015"]), "en")
    assert apa(ALL["rydell_1994"], "en").endswith("RAND Corporation, MR-331. " + (sources()["rydell_1994"].url or ""))


def test_more_authors_and_double_names() -> None:
    source = sources()["bentzley_2021"]
    assert apa(of_source(source), "en").startswith("Bentzley, B. S., et al. (2021).")
    assert [one.get("family") for one in csl(of_source(source))["author"]] == ["Bentzley"]
    double = Reference("a", (Author(family="Dupont", given="Anne-Marie"),), (2020,), "T", container="J")
    assert apa(double, "en").startswith("Dupont, A.-M. (2020).")


def test_bibtex() -> None:
    authors = (Author(literal="UNODC & SIMCI"), PEOPLE[0], Author(others=True))
    written = bibtex(Reference("a", authors, (2024, 5), "100 % {coca}", "webpage", container="a_b"))
    assert "author = {{UNODC \\& SIMCI} and Mejía, Daniel and others}," in written
    assert "title = {{100 \\% \\{coca\\}}}," in written
    assert "howpublished = {a\\_b}," in written and "month = may," in written


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dell_2015", "article"),
        ("s2", "article"),
        ("rydell_1994", "techreport"),
        ("leon_matta_2023", "mastersthesis"),
        ("triana_thesis", "phdthesis"),
        ("lessing_2017", "book"),
        ("cochrane_12", "incollection"),
        ("asc_2025", "inproceedings"),
        ("abadie_2014", "unpublished"),
        ("law_975_2005", "misc"),
    ],
)
def test_the_type_of_an_entry(name: str, expected: str) -> None:
    assert bibtex(of_source(sources()[name])).startswith(f"@{expected}{{{name},")


def test_csl() -> None:
    item = csl(TWO)
    assert item["author"] == [{"family": "Mejía", "given": "Daniel"}, {"family": "Restrepo", "given": "Pascual"}]
    assert item["issued"] == {"date-parts": [[2016]]}
    assert (item["DOI"], item["container-title"], item["volume"]) == ("10.1/x", "JEBO", "126")
    report = csl(of_source(sources()["lindo_2015"]))
    assert (report["type"], report["collection-title"], report["number"]) == ("report", "NBER Working Paper", "21171")
    assert report["accessed"] == {"date-parts": [[2026, 11, 29]]}


# --- every source and every record of the ledger ----------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_source_can_be_cited(name: str) -> None:
    for language in get_args(Language):
        styles = all_styles(ALL[name], language)
        assert str(ALL[name].issued[0]) in styles["apa"]
        assert styles["bibtex"].count("{") - styles["bibtex"].count("\\{") == styles["bibtex"].count("}") - styles[
            "bibtex"
        ].count("\\}")
        assert json.loads(json.dumps(styles["csl"]))["id"] == name
        assert not re.search(r"\.\.|\s{2}", styles["apa"].replace("...", "")), styles["apa"]
        assert not re.search(r", ([a-z]\.|-)", styles["apa"].partition(" (")[0]), styles["apa"]
        assert (sources()[name].link or "") in styles["apa"]


def institutions(source: Source) -> list[str]:
    return [one.literal for one in source.authors if one.literal]


def test_an_institution_is_never_taken_for_a_person() -> None:
    for name, source in sources().items():
        written = {one.get("literal") for one in csl(ALL[name])["author"]}
        assert set(institutions(source)) <= written, name
        for institution in institutions(source):
            assert institution in apa(ALL[name], "en")
            assert f"{{{institution}}}" in bibtex(ALL[name]).replace("\\", ""), name


def test_institutions_whose_names_have_commas_are_whole() -> None:
    commas = {name for name, source in sources().items() if any("," in one for one in institutions(source))}
    assert {"kerry_1989", "un_2019", "dijin_2021", "cnmh_2018", "jep_case_01_2025", "drogy_info_2024"} <= commas


@pytest.mark.parametrize("references", [ALL, RECORDS], ids=["sources", "records"])
def test_csl_has_no_type_and_no_field_that_csl_does_not_know(references: dict[str, Reference]) -> None:
    assert set(get_args(SourceType)) <= CSL_TYPES and set(SERIES) <= CSL_TYPES
    for name, reference in references.items():
        item = csl(reference)
        assert item["type"] in CSL_TYPES and item.keys() <= CSL_FIELDS, name
        assert all(one.keys() in ({"literal"}, {"family"}, {"family", "given"}) for one in item["author"]), name


def rendered(references: list[Reference]) -> list[str]:
    """The bibliography that a CSL processor makes of them, in a style that ships with it."""
    items: list[dict[str, Any]] = [csl(one) for one in references]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the style's own: it names a locale that does not ship
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a field that the processor does not know
        bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for one in references:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(one.key.lower())]))
    made = dict(zip(bibliography.keys, map(str, bibliography.bibliography()), strict=True))
    return [made[one.key.lower()] for one in references]


@pytest.mark.parametrize("references", [ALL, RECORDS], ids=["sources", "records"])
def test_a_csl_processor_renders_every_citation(references: dict[str, Reference]) -> None:
    """Its first author's name, whole, the year and the title; typographic quotes become plain in it."""
    told = list(references.values())
    for reference, line in zip(told, rendered(told), strict=True):
        plain = _plain(line)
        assert str(reference.issued[0]) in plain, line
        assert _plain(reference.title) in plain, line
        for one in reference.authors[:1]:
            assert _plain(one.family or one.literal or "") in plain, line


def _plain(words: str) -> str:
    """Letters and digits alone: the style sets quotes, case and spaces in its own way."""
    return re.sub(r"[^\w]", "", words.casefold())


@pytest.mark.parametrize("references", [ALL, RECORDS], ids=["sources", "records"])
def test_a_bibtex_parser_reads_every_entry(references: dict[str, Reference], tmp_path: Path) -> None:
    file = tmp_path / "sources.bib"
    file.write_text("\n\n".join(map(bibtex, references.values())), "utf-8")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unsupported BibTeX field")  # url, institution, month: no field of its own
        read = BibTeX(str(file), "utf-8")
    assert set(read) == {one.key.lower() for one in references.values()}
    for reference in references.values():
        entry = read[reference.key.lower()]
        assert _plain(str(entry.title)) == _plain(reference.title)
        if names := [one for one in reference.authors if not one.others]:
            first = entry.author[0]
            assert _plain(str(first.get("family") or first.get("literal"))) == _plain(
                names[0].family or names[0].literal or ""
            )


@pytest.mark.parametrize("name", sorted(ALL))
def test_an_entry_has_the_fields_of_its_type(name: str) -> None:
    head, *lines = bibtex(ALL[name]).splitlines()
    kind = head[1:].partition("{")[0]
    fields = {line.partition(" = ")[0].strip() for line in lines[:-1]}
    assert FIELDS[kind] - ({"author"} if not ALL[name].authors else set()) <= fields
    assert all(re.fullmatch(r"  [a-z]+ = (\{.+\}|[a-z]{3}),", line) for line in lines[:-1])


@given(
    st.lists(st.text("ab,.{}%&#_\\~^é ", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=4),
    st.text(min_size=1, max_size=40),
)
def test_no_name_breaks_a_citation(authors: list[str], title: str) -> None:
    reference = Reference("key", tuple(Author(literal=one) for one in authors), (2020,), title, "webpage")
    for language in LANGUAGES:
        assert "2020" in apa(reference, language)
    assert bibtex(reference).startswith("@misc{key,")
    assert csl(reference)["title"] == title
