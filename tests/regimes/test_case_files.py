"""Files of cases: every row goes out in its place, with what came in, its line and answer."""

import csv
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import PACKAGE
from tregua.regimes import case_csv
from tregua.regimes.case_files import decide_file
from tregua.regimes.case_heads import ADDED
from tregua.regimes.decide import decide
from tregua.regimes.vocabulary import vocabulary

SPARED = "true,true,false"
CSV = f"negotiated,stopped_definitively,reoffended\n{SPARED}\nfalse,,\ntrue,false,false\ntrue,,false\n"
OPEN = "stop_verified_by;stop_period_over;benefit_decided_by;track"  # what the announcement leaves open (U8, U10)
EXPECTED = [
    ["2", "decided", "", "NOT_EXTRADITED_BENEFIT", "", "", "", "", "", "P2", "2", "in_force", OPEN],
    ["3", "decided", "", "DELIVERED", "", "", "", "", "", "P3", "0", "in_force", ""],
    ["4", "undetermined", "", "", "", "", "", "", "", "P4", "0", "in_force", ""],
    ["5", "undetermined", "", "", "", "", "", "", "", "", "0", "in_force", f"stopped_definitively;{OPEN}"],
]


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "in.csv", tmp_path / "out.csv"


def table(path: Path, delimiter: str = ",") -> list[list[str]]:
    if path.suffix == ".parquet":
        read = pq.read_table(path)
        return [
            read.column_names,
            *(["" if value is None else str(value) for value in row.values()] for row in read.to_pylist()),
        ]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def records(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    names, *rows = table(path, delimiter)
    return [dict(zip(names, row, strict=True)) for row in rows]


def told(content: str | bytes, folder: Path, regime: str = "petro_2022", out: str = "out.csv") -> list[dict[str, str]]:
    """The rows that a batch of some content gives; each row that came in is one that goes out."""
    source, target = folder / "in.csv", folder / out
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    counts = decide_file(regime, source, target)
    rows = records(target, counts.taken.delimiter)
    assert counts.decided + counts.undetermined + counts.rejected == len(rows)
    return rows


def each(name: str, rows: Iterable[dict[str, str]]) -> list[str]:
    return [row[name] for row in rows]


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_csv_is_decided_in_its_order(paths: tuple[Path, Path], suffix: str) -> None:
    source, target = paths[0], paths[1].with_suffix(suffix)
    source.write_text(CSV, "utf-8")
    counts = decide_file("petro_2022", source, target)
    assert (counts.decided, counts.undetermined, counts.rejected) == (2, 2, 0)
    facts = [line.split(",") for line in CSV.splitlines()]
    added = [list(ADDED), *EXPECTED]
    assert table(target) == [one + more for one, more in zip(facts, added, strict=True)]
    assert {entry.name for entry in target.parent.iterdir()} == {"in.csv", target.name}


def test_the_cases_keep_their_people_and_their_places(tmp_path: Path) -> None:
    """Once a column of one's own was refused, and of three rows the one that could not be read was left out."""
    rows = told("id,political_offence,note\n7,true,a\n8,maybe,b\n9,false,c\n", tmp_path, "ordinary")
    assert [(row["id"], row["note"], row["line"], row["status"]) for row in rows] == [
        ("7", "a", "2", "decided"),
        ("8", "b", "3", "rejected"),
        ("9", "c", "4", "undetermined"),
    ]
    assert "maybe" in rows[1]["reason"] and not any(rows[1][name] for name in ADDED[3:])
    assert [rows[0]["reason"], rows[2]["reason"]] == ["", ""]


def test_a_column_called_like_an_added_one_gets_a_suffix(tmp_path: Path) -> None:
    rows = told("status,negotiated,line,rule_input,rule\na,false,b,c,d\n", tmp_path)
    (row,) = rows
    assert [row[name] for name in ("status_input", "line_input", "rule_input", "rule_input_input")] == [
        "a",
        "b",
        "c",
        "d",
    ]
    assert (row["status"], row["line"], row["rule"]) == ("decided", "2", "P3")


WORDS = (
    ["true", "TRUE", "yes", "Yes", "sí", "SI", "s\u0069\u0301", "1", "verdadero"],
    ["false", "no", "NO", "0", "Falso"],
)


def test_yes_and_no_are_read_in_both_languages(tmp_path: Path) -> None:
    """And what was read is told. Once only true and false were words."""
    yes, no = WORDS
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "\n".join(["negotiated,reoffended", *(f"{one},yes" for one in yes), *(f"{one}," for one in no)]), "utf-8"
    )
    taken = decide_file("petro_2022", source, target).taken
    assert each("rule", records(target)) == ["P1"] * len(yes) + ["P3"] * len(no)
    assert taken.words == {True: tuple(yes), False: tuple(no)}


def test_a_spreadsheet_in_spanish_is_read_and_answered_with_its_own_delimiter(tmp_path: Path) -> None:
    rows = told(
        "\ufeffcédula;Negoció;reincidió;clase de incumplimiento\n1,5;sí;no;ninguno\n2;NO;;bienes ocultados\n", tmp_path
    )
    assert each("cédula", rows) == ["1,5", "2"]
    assert each("rule", rows) == ["", "P3"]


def test_what_was_taken_is_told_and_a_mistyped_fact_is_doubted(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,negociated,reoffended,court_opinion\n1,true,false,\n", "utf-8")
    taken = decide_file("petro_2022", source, tmp_path / "out.csv").taken
    assert taken.delimiter == ","
    assert taken.heads.kept == ("id", "negociated")
    assert taken.heads.doubtful == {"negociated": "negotiated"}
    assert taken.unread == ("court_opinion",)


def test_bad_rows_stay_in_place_with_their_reason(tmp_path: Path) -> None:
    lines = ["negotiated,reoffended,conduct_end,group", "true,true,,", "true,perhaps,2019-02-30,", "true,true",
             "false,FALSE,2019-02-28,Segunda Marquetalia", ",,,ELNN", "true,true,,,,"]  # fmt: skip
    rows = told("\n".join(lines), tmp_path)
    assert each("rule", rows) == ["P1", "", "", "P3", "", ""]
    assert each("status", rows) == ["decided", "rejected", "rejected", "decided", "rejected", "rejected"]
    assert "perhaps" in rows[1]["reason"] and "2019-02-30" in rows[1]["reason"]
    assert rows[2]["reason"] == "this row has 2 cells, not 4" and rows[5]["reason"] == "this row has 6 cells, not 4"
    assert rows[4]["reason"].endswith("Did you mean “ELN”?")
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    decide_file("petro_2022", source, target, lambda problem: problem.message("es"))
    assert records(target)[2]["reason"] == "esta fila tiene 2 celdas, no 4"


@pytest.mark.parametrize("block", [7, 64, 150, 1 << 22])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_those_of_the_file_whatever_stands_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, end: str
) -> None:
    """Quoted line ends, blank lines and rows of another length move the line of those below, and nothing else."""
    monkeypatch.setattr(case_csv, "BLOCK_BYTES", block)
    bodies = [
        "false,a",
        '"false","a ""b"", c"',
        f'false,"two{end}lines"',
        "false",
        "",
        "perhaps,x",
        f'"perhaps","{end}{end}"',
    ]
    lines, expected, at = ["negotiated,note"], [], 2
    for number in range(120):
        body = bodies[(number * number + number // 7) % len(bodies)] if number < 100 else bodies[0]
        lines.append(body)
        if body:
            status = "rejected" if body == "false" or "perhaps" in body else "decided"
            expected.append((str(at), status))
        at += 1 + body.count("\n")
    rows = told(end.join(lines) + end, tmp_path)
    assert [(row["line"], row["status"]) for row in rows] == expected
    assert {row["note"] for row in rows} == {"a", 'a "b", c', f"two{end}lines", "", "x", end * 2}


@pytest.mark.parametrize(
    "content",
    ["negotiated\ntrue\n\n", "negotiated\n\ntrue", "\nnegotiated\n\ntrue\n\n\n", "negotiated\r\n\r\ntrue\r\n"],
)
def test_a_blank_line_is_no_case(tmp_path: Path, content: str) -> None:
    (row,) = told(content, tmp_path)
    assert row["negotiated"] == "true" and content.splitlines()[int(row["line"]) - 1] == "true"


def test_an_empty_cell_that_is_quoted_is_a_case(tmp_path: Path) -> None:
    assert each("status", told('negotiated\n""\n', tmp_path)) == ["undetermined"]


@pytest.mark.parametrize("after", ["true,x\n" * 400, 'true,"x"\n' * 400, "true,x\n" * 200_000, '"",x\n' * 400])
def test_an_open_quotation_mark_is_told_with_its_line_and_swallows_nothing(tmp_path: Path, after: str) -> None:
    """Once it took all rows below it into one cell, and the batch ended well."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("negotiated,note\n" + "true,x\n" * 49 + '"true,x\n' + after, "utf-8")
    with pytest.raises(InputError) as caught:
        decide_file("petro_2022", source, target)
    assert str(caught.value) == f"{source}:51: this row cannot be read; is a quotation mark never closed?"
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.csv"]


def test_a_mark_within_a_cell_is_only_a_mark(tmp_path: Path) -> None:
    assert each("note", told('note,negotiated\nJuan "el Mono" P.,true\n5" pipe,false\n', tmp_path)) == [
        'Juan "el Mono" P.',
        '5" pipe',
    ]


def test_bytes_that_are_no_text_reject_their_row_only(tmp_path: Path) -> None:
    rows = told(b"negotiated,group,note\nfalse,ELN,\xc3\xb1\nfalse,\xff\xfe,\nfalse,,Pe\xf1a\n", tmp_path)
    assert each("status", rows) == ["decided", "rejected", "rejected"]
    assert each("note", rows) == ["ñ", "", "Pe\ufffda"]


def test_a_file_without_rows_gives_a_file_without_rows(paths: tuple[Path, Path]) -> None:
    source, target = paths
    for content in ("negotiated,reoffended\n", "negotiated,reoffended"):
        source.write_text(content, "utf-8")
        counts = decide_file("petro_2022", source, target)
        assert (counts.decided, counts.undetermined, counts.rejected) == (0, 0, 0)
        assert table(target) == [["negotiated", "reoffended", *ADDED]]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("negociated\ntrue\n", "no column is a fact .* Did you mean “negotiated”?"),
        ("negotiated,negotiated\ntrue,true\n", "“negotiated” stands here twice"),
        ("negotiated,negoció\ntrue,true\n", "“negotiated” stands here twice"),
        ("negotiated,id\rtrue,1\r", "carriage return"),
        ("negotiated,id\ntrue,1\rfalse,2\r", "cannot be read"),
        ("negotiated," + ",".join(f"c{at}" for at in range(5000)), "5001 columns"),
        ("negotiated," + "c" * 2_000_000, "longer than"),
        ("negotiated,id\ntrue," + "c" * 6_000_000, "longer than"),
        ('negotiated,id\ntrue,"' + "c" * 200_000 + '" x', "cannot be read"),
        ("negotiated\0,id\n", "not a text file"),
    ],
)
def test_a_file_whose_rows_cannot_be_told_apart_is_refused(paths: tuple[Path, Path], content: str, found: str) -> None:
    source, target = paths
    source.write_bytes(content.encode())
    with pytest.raises(InputError, match=found):
        decide_file("petro_2022", source, target)
    assert [entry.name for entry in target.parent.iterdir()] == ["in.csv"]


def test_files_that_cannot_be_used_are_refused(paths: tuple[Path, Path], tmp_path: Path) -> None:
    source, target = paths
    with pytest.raises(InputError, match="there is no such file"):
        decide_file("petro_2022", source, target)
    source.write_text(CSV, "utf-8")
    (tmp_path / "hard.csv").hardlink_to(source)
    for same in (source, tmp_path / "hard.csv"):
        with pytest.raises(InputError, match="stands here twice"):
            decide_file("petro_2022", source, same)
    (tmp_path / "link.csv").symlink_to(source)
    with pytest.raises(InputError, match="link or a device"):
        decide_file("petro_2022", source, tmp_path / "link.csv")
    with pytest.raises(InputError, match="Parquet"):
        decide_file("petro_2022", source, tmp_path / "out.xlsx")
    with pytest.raises(InputError, match="cannot write here"):
        decide_file("petro_2022", source, tmp_path / "none" / "out.csv")
    assert source.read_text("utf-8") == CSV


# --- many facts -------------------------------------------------------------------------------------------------------


def test_a_regime_may_read_more_facts_than_a_word_has_bits(tmp_path: Path) -> None:
    """Once the facts after the sixty-fourth were missing from `missing`."""
    names = [name for name, fact in vocabulary().items() if fact.type == "tri"][:84]
    record = yaml.safe_load((PACKAGE / "regimes" / "catalogue" / "petro_2022.yaml").read_text("utf-8"))
    record["rows"] = record["rows"][:1]
    record["rows"][0].pop("branches", None)
    record["rows"][0] |= {"when": " and ".join(names), "outcomes": {"extradition": "DELIVERED"}}
    path = tmp_path / "many.yaml"
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    stated = dict.fromkeys(names[::3], True)
    rows = told(
        "\n".join([",".join(stated), ",".join("yes" for _ in stated), "," * (len(stated) - 1)]), tmp_path, str(path)
    )
    for row, facts in zip(rows, (stated, {}), strict=True):
        assert tuple(row["missing"].split(";")) == decide(str(path), facts, with_flips=False).missing
    assert len(rows[1]["missing"].split(";")) == 84


def test_two_batches_into_one_file_never_mix(tmp_path: Path) -> None:
    """Once both wrote to one name: the file of the one held rows of the other, or what the other one had left."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("negotiated,political_offence\n" + "false,true\n" * 20_000, "utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text(source.read_text("utf-8") + 'false,"true\n', "utf-8")
    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(decide_file, regime, one, target)
            for regime, one in (("petro_2022", source), ("ordinary", source), ("petro_2022", broken))
        ]
    assert [isinstance(job.exception(), InputError) for job in jobs] == [False, False, True]
    assert len({*each("rule", records(target))}) == 1 and len(records(target)) == 20_000
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["broken.csv", "in.csv", "out.csv"]
