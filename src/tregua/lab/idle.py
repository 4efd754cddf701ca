"""What a policy sets that never acts within the years of a run."""

from tregua.catalogue.said import Said
from tregua.lab.model import lab
from tregua.lab.scenario import RECORD, Span, lever_array
from tregua.lab.schema import Scenario

NAMED = 5  # settings that a sentence names


def idle(scenario: Scenario, span: Span) -> list[Said]:
    """Settings whose month lies after the run, and a law under which no offer is made."""
    if scenario.id == RECORD:
        return []
    last, begin = f"{span.until}-12", max(span.start, scenario.after or "")
    late = [
        f"{one.lever}@{max(month, begin)}"
        for one in scenario.levers
        for month in one.by_month(span.start)
        if max(month, begin) > last
    ]
    found = []
    if late:
        named = [*dict.fromkeys(late)]
        listed = (*named[:NAMED], *(["…"] if len(named) > NAMED else []))
        years = {"first": span.first, "last": span.until}
        found.append(Said("caveat.never_acts", {"policy": scenario.text, "settings": listed, **years}))
    if scenario.regime and (begin > last or not _offers(scenario, span, begin)):
        found.append(Said("caveat.no_offer", {"policy": scenario.text, "regime": scenario.regime}))
    return found


def _offers(scenario: Scenario, span: Span, begin: str) -> bool:
    """Whether an offer is made to any group from a month on."""
    month = max(0, (int(begin[:4]) - span.first) * 12 + int(begin[5:]) - 1)
    columns = [column for (lever, _), column in lab().lever_columns.items() if lever == "offer"]
    return bool(lever_array(scenario, span)[..., month:, columns].any())
