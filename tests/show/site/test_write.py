"""The site: one folder, whole, over nothing but an earlier one, the same bytes again."""

import json
from pathlib import Path

import pytest

from tregua.catalogue.errors import InputError
from tregua.lab.bind import catalogue_hash
from tregua.show.cli.call import call
from tregua.show.places import LAB as INDEX
from tregua.show.site import write
from tregua.show.site.write import MARKER, PLAIN, check_site, write_site
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

PAGE, BESIDE = "other.html", "beside.js"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def files(language: Language) -> dict[str, object]:
        return {INDEX: lambda: f"<p>{language}: ñ</p>\n", PAGE: lambda: "<p>other</p>", BESIDE: lambda: "1\r\n"}

    monkeypatch.setattr(write, "files_of", files)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "files_of", lambda language: pytest.fail("computed before the folder was looked at"))


def held(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


@pytest.mark.usefixtures("quick")
def test_it_opens_with_the_laboratory_in_the_language_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "above" / "pages"
    assert call(["site", str(target), "--lang", "es"]) == 0
    assert capsys.readouterr().out == text("es", "site.written", path=target, index=target / INDEX) + "\n"
    first = held(target)
    assert {*first} == {INDEX, PAGE, BESIDE, PLAIN, MARKER}
    assert (first[INDEX], first[BESIDE], first[PLAIN]) == ("<p>es: ñ</p>\n".encode(), b"1\r\n", b"")
    assert json.loads(first[MARKER]) == {"version": VERSION, "catalogue": catalogue_hash(), "files": sorted(first)}
    assert write_site(target, "es") == target and held(target) == first
    assert [one.name for one in target.parent.iterdir()] == ["pages"]  # nothing is left beside it


@pytest.mark.usefixtures("quick")
def test_an_earlier_site_is_replaced_and_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    write_site(tmp_path / "pages")
    record = json.loads((tmp_path / "pages" / MARKER).read_text("utf-8"))
    record |= {"version": "0.0.1", "catalogue": "000000000000", "files": [*record["files"], "older.html"]}
    (tmp_path / "pages" / MARKER).write_text(json.dumps(record), "utf-8")
    (tmp_path / "pages" / "older.html").write_text("old", "utf-8")
    (tmp_path / "pages" / INDEX).unlink()
    write_site(str(tmp_path / "pages"), "es")
    assert {*held(tmp_path / "pages")} == {INDEX, PAGE, BESIDE, PLAIN, MARKER}
    assert (tmp_path / "pages" / INDEX).read_bytes() == "<p>es: ñ</p>\n".encode()


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / ".DS_Store").write_bytes(b"")
    write_site(tmp_path / "pages")
    assert {*held(tmp_path / "pages")} == {INDEX, PAGE, BESIDE, PLAIN, MARKER}


@pytest.mark.usefixtures("never")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"thesis.txt": "mine"}, "thesis.txt"),
        ({INDEX: "mine"}, INDEX),
        ({MARKER: '{"files": ["index.html"]}', INDEX: "", "thesis.txt": "mine"}, "thesis.txt"),
        ({MARKER: "{", INDEX: "mine"}, INDEX),
        ({MARKER: "[]", INDEX: "mine"}, INDEX),
        ({MARKER: '{"files": 3}', INDEX: "mine"}, INDEX),
        ({MARKER: "[" * 100_000, INDEX: "mine"}, INDEX),
        ({MARKER: '{"files": ["../thesis.txt", {}]}', INDEX: "mine"}, INDEX),
    ],
)
def test_a_folder_that_holds_anything_else_is_refused_and_stays_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language, files: dict[str, str], found: str
) -> None:
    (tmp_path / "pages").mkdir()
    for name, content in files.items():
        (tmp_path / "pages" / name).write_text(content, "utf-8")
    before = held(tmp_path / "pages")
    assert call(["site", str(tmp_path / "pages"), "--lang", language]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err == f"{tmp_path / 'pages'}: {text(language, 'error.not_a_site', found=found)}\n"
    assert held(tmp_path / "pages") == before


@pytest.mark.usefixtures("never")
def test_a_file_a_link_and_a_folder_within_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    (tmp_path / "deep" / INDEX).mkdir(parents=True)
    (tmp_path / "deep" / MARKER).write_text(f'{{"files": ["{INDEX}", "{MARKER}"]}}', "utf-8")
    for name, said in (("file", "“file”"), ("link", "“link”"), ("deep", f"“{INDEX}”"), ("file/pages", "annot write")):
        with pytest.raises(InputError) as refused:
            check_site(tmp_path / name)
        assert said in refused.value.message("en") and len(refused.value.problems) == 1, name
        with pytest.raises(InputError):
            write_site(tmp_path / name)
    for name in ("loop\0", "n" * 400):
        with pytest.raises(InputError):
            check_site(tmp_path / name)


@pytest.mark.usefixtures("quick")
def test_what_fails_half_way_leaves_the_earlier_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "pages")
    before = held(tmp_path / "pages")
    monkeypatch.setattr(write, "contents", lambda language: {INDEX: "new", "no/such": "folder"})
    with pytest.raises(InputError):
        write_site(tmp_path / "pages")
    assert held(tmp_path / "pages") == before and [one.name for one in tmp_path.iterdir()] == ["pages"]


@pytest.mark.usefixtures("quick")
def test_a_file_that_comes_while_it_computes_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(language: Language) -> str:
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "thesis.txt").write_text(language, "utf-8")
        return ""

    monkeypatch.setattr(write, "files_of", lambda language: {INDEX: lambda: slow(language)})
    with pytest.raises(InputError):
        write_site(tmp_path / "pages")
    assert {*held(tmp_path / "pages")} == {"thesis.txt"}


def test_without_a_folder_it_says_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["site"]) == 2
    assert "tregua site" in capsys.readouterr().err
