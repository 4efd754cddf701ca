"""The record of what was done: that each figure follows from the series it names, and ends where the record ends."""

import pytest

from tregua.catalogue.read import PACKAGE, Document
from tregua.evidence.ledger import series

FILE = Document(PACKAGE / "scenarios" / "as-observed.yaml").value
LEVERS = {(one["lever"], one["place"]): one for one in FILE["levers"]}
GROUPS = ("EGC", "ELN", "SM", "REST")


def yearly(name: str) -> dict[int, float]:
    return {point.year: point.value for point in series()[name].points}


def path(lever: str, place: str = "COL") -> dict[str, float]:
    return {month: float(value) for month, value in LEVERS[lever, place]["path"].items()}


def by_month(steps: dict[str, float], year: int) -> list[float]:
    """The twelve values that a path takes in a year."""
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    return [steps[max(step for step in steps if step <= month)] for month in months]


@pytest.mark.parametrize("year", range(2010, 2026))
def test_a_year_of_eradication_adds_to_what_was_worked(year: int) -> None:
    manual, aerial = yearly("eradication_manual.COL"), yearly("eradication_aerial.COL")
    worked = sum(by_month(path("eradication"), year)) / 12
    assert worked == pytest.approx(manual[year] + aerial.get(year, 0), rel=1e-6)


def test_spraying_stops_in_october_2015() -> None:
    months = by_month(path("eradication"), 2015)
    assert months[9:] == [yearly("eradication_manual.COL")[2015]] * 3
    assert months[8] > 4 * months[9]


@pytest.mark.parametrize("year", range(2015, 2025))
def test_a_share_seized_is_seizures_over_potential_output(year: int) -> None:
    share = yearly("cocaine_seized.COL")[year] / yearly("cocaine_output.COL")[year]
    assert path("seizure_share")[f"{year}-01"] == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize("year", range(2010, 2015))
def test_shares_without_a_figure_come_from_removals(year: int) -> None:
    seized, removed, output = (yearly(name) for name in ("cocaine_seized.COL", "removals.COL", "cocaine_output.COL"))
    both = range(2015, 2019)
    raised = removed[year] * sum(seized[one] for one in both) / sum(removed[one] for one in both)
    made = output.get(year, (output.get(year - 1, 0) + output.get(year + 1, 0)) / 2)
    assert path("seizure_share")[f"{year}-01"] == pytest.approx(raised / made, abs=5e-5)


@pytest.mark.parametrize("year", range(2010, 2026))
def test_the_peso_is_relative_to_2010(year: int) -> None:
    rate = yearly("exchange_rate.COL")
    assert path("exchange")[f"{year}-01"] == pytest.approx(rate[year] / rate[2010], abs=5e-5)


def test_every_lever_says_how_far_its_record_reaches() -> None:
    for one in FILE["levers"]:
        assert min(one["path"]) == "2010-01"
        assert max(one["path"]) <= one["recorded_to"] <= "2026-08"


@pytest.mark.parametrize(
    ("group", "month", "share"),
    [("EGC", "2023-03", 1), ("EGC", "2023-04", 0), ("ELN", "2018-02", 0), ("ELN", "2018-05", 1), ("ELN", "2019-01", 0)],
)
def test_tables_stand_while_they_were_open(group: str, month: str, share: float) -> None:
    steps = path("talks", group)
    assert steps[max(step for step in steps if step <= month)] == share


def test_every_group_of_the_lab_has_its_tables() -> None:
    assert {place for lever, place in LEVERS if lever == "talks"} == set(GROUPS)
