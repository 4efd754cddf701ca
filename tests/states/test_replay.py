"""Past bills are replayed by what was known on the day and without themselves; what has not ended is not scored."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.catalogue.errors import InputError
from tregua.evidence.schema import is_before
from tregua.lab.model import lab
from tregua.regimes.load import regimes
from tregua.states import bills
from tregua.states.bills import paths, paths_file, procedure, rates
from tregua.states.pipeline import chance_of
from tregua.states.pipeline_schema import Path
from tregua.states.replay import FEWEST, known_on, replay, scores

IDS = list(paths())


@pytest.mark.parametrize("name", IDS)
def test_no_row_is_used_before_its_period_is_over_or_the_chance_says_so(name: str) -> None:
    for one in replay(paths()[name]).steps:
        assert one.chance.basis != "none"
        for row in one.chance.rows:
            assert one.chance.later or is_before(rates()[row].ends, one.step.date), (name, one.step.date, row)


@pytest.mark.parametrize("name", IDS)
def test_the_own_rows_of_a_state_are_used_only_once_they_are_over(name: str) -> None:
    """Later rows of the state itself never stand in: only those of other states do."""
    bill = paths()[name]
    for one in replay(bill).steps:
        if one.chance.later:
            assert bill.state not in {rates()[row].state for row in one.chance.rows}


@st.composite
def a_bill_cut_short(draw: st.DrawFn) -> tuple[Path, int, int]:
    bill = paths()[draw(st.sampled_from(IDS))]
    keep = draw(st.integers(1, len(bill.steps)))
    return bill, keep, draw(st.integers(0, 3))


@given(a_bill_cut_short())
def test_what_happens_later_changes_no_earlier_chance(found: tuple[Path, int, int]) -> None:
    """Steps after the cut are dropped or happen years later; what stood before them stays to the last digit."""
    bill, keep, delay = found
    later = [
        one.model_copy(update={"date": f"{int(one.date[:4]) + delay}{one.date[4:]}", "cleared": bill.steps[-1].cleared})
        for one in bill.steps[keep:]
    ]
    changed = bill.model_copy(update={"steps": [*bill.steps[:keep], *later]})
    kept = sum(one.stage not in ("statement", "list") for one in bill.steps[:keep])
    assert replay(changed).steps[:kept] == replay(bill).steps[:kept]


def test_the_bill_that_is_scored_is_not_in_its_own_base_rate() -> None:
    bill = paths()["col_harm_2023"]
    day = "2024-11-19"
    without = known_on(bill, day)
    alone = known_on(bill.model_copy(update={"counted_in": []}), day)
    past = [one for one in rates().values() if is_before(one.ends, day)]
    assert without.rows == alone.rows == ("col_2023_legislators",)
    assert without == chance_of("COL", "legislators", past, {"col_2023_legislators": (0, 1)})
    assert without.median is not None and alone.median is not None and without.median > alone.median


def test_a_law_takes_itself_out_of_those_that_passed() -> None:
    bill = paths()["col_2272_2022"]
    past = list(rates().values())
    taken = chance_of("COL", "executive", past, {"col_2022_executive": (1, 1)})
    assert known_on(bill, "2024-12-31") == chance_of(
        "COL",
        "executive",
        [one for one in past if is_before(one.ends, "2024-12-31")],
        {"col_2022_executive": (1, 1)},
    )
    assert taken.median is not None


@pytest.mark.parametrize("name", IDS)
def test_the_chance_is_one_for_a_law_alone(name: str) -> None:
    bill, last = paths()[name], replay(paths()[name]).steps[-1]
    assert (last.chance.median == 1.0) == (bill.end.outcome == "law")


def test_a_bill_that_waits_for_its_signature_is_no_law_yet() -> None:
    bill = paths()["bra_5582_2025"]
    assert procedure(bill).hurdles[-1] == "signature"
    last = replay(bill).steps[-1]
    assert last.step.stage == "reconciliation" and last.chance.q95 is not None and last.chance.q95 < 1.0


def test_bills_that_are_open_are_not_scored() -> None:
    scored = scores().bills
    ended = [name for name, one in paths().items() if one.end.outcome != "open"]
    assert list(scored) == ended
    assert {"bra_5582_2025", "bra_45_2023", "col_002_2025"}.isdisjoint(scored)


def test_chances_beat_climatology_and_are_too_few_to_fit_anything() -> None:
    """Before bills ended the chances were nearer than the share of the others; a regression baseline of the set."""
    found = scores()
    assert found.before_end < found.at_filing < found.climatology
    assert len(found.bills) < FEWEST and not found.enough
    assert (len(found.bills), found.laws, found.later) == (13, 5, 4)


def test_climatology_is_the_share_of_the_others() -> None:
    n, laws = len(scores().bills), scores().laws
    passed, died = (1 - (laws - 1) / (n - 1)) ** 2, (laws / (n - 1)) ** 2
    assert scores().climatology == pytest.approx((laws * passed + (n - laws) * died) / n)


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("col_288_2023", lambda one: one.steps[0].date == "2023-03-15" and one.steps[-1].cleared == 0),
        ("col_002_2025", lambda one: one.became_law is None),
        ("col_cannabis_2020", lambda one: (one.steps[-1].votes.yes, one.steps[-1].votes.no) == (102, 52)),
        ("col_cannabis_2022", lambda one: (one.steps[-1].votes.yes, one.steps[-1].votes.needed) == (47, 54)),
        ("ury_19172", lambda one: [step.votes.yes for step in one.steps if step.votes] == [50, 16]),
        ("mex_cannabis", lambda one: one.exits[0].kind == "court" and one.exits[0].date == "2021-06-28"),
        ("bra_45_2023", lambda one: next(step.votes.yes for step in one.steps if step.votes) == 53),
        ("col_harm_2023", lambda one: [step.date for step in one.steps] == ["2023-08-29", "2024-05-20", "2024-11-19"]),
    ],
)
def test_bills_are_as_they_were_reported(name: str, check: Callable[[Path], bool]) -> None:
    assert check(paths()[name])


def test_both_submission_bills_name_their_regime_and_their_levers() -> None:
    found = {one.regime: one for one in paths().values() if one.regime}
    assert set(found) == {"pl_288_2023", "pl_002_2025"} <= set(regimes())
    assert all(set(one.levers) <= set(lab().levers) and one.levers for one in found.values())


def test_a_lever_that_the_lab_does_not_have_is_told_with_its_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("states")
    content = (bills.FOLDER / "paths.yaml").read_text("utf-8").replace("[talks, ceasefire]", "[talks, ceasefires]")
    (folder / "paths.yaml").write_text(content, "utf-8")
    line = next(at for at, one in enumerate(content.splitlines(), 1) if "ceasefires" in one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bills, "FOLDER", folder)
        with pytest.raises(InputError, match=rf"paths\.yaml:{line}: .*ceasefires"):
            paths_file.__wrapped__()


def test_both_axes_and_the_rule_of_selection_are_there() -> None:
    assert {one.axis for one in paths().values()} == {"soft", "hard"}
    assert "no sample" in paths_file().chosen.en
    assert all(not is_before(paths_file().seen_until, one.steps[-1].date) for one in paths().values())
