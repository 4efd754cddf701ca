"""What a policy sets that never acts within the years of a run, or not before somebody types what it does."""

from collections.abc import Collection

from tregua.catalogue.said import Said
from tregua.lab.model import lab
from tregua.lab.scenario import RECORD, Span, lever_array
from tregua.lab.schema import Lever, Scenario

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


def only_typed(lever: Lever) -> list[str]:
    """The numbers behind a lever that are none unless a person types one."""
    return [
        one.id
        for one in lab().resting(lever)
        if one.value == 0.0 and one.tag == "assumed" and one.distribution.kind == "constant"
    ]


def untyped(scenario: Scenario, assumed: Collection[str]) -> list[Said]:
    """Levers of a policy that bring nothing about while nobody types the number behind them."""
    levers = lab().levers
    waiting = {}
    for name in [] if scenario.id == RECORD else dict.fromkeys(one.lever for one in scenario.levers):
        behind = only_typed(levers["law_force" if name == "offer" else name])  # an offer pulls by what its law gives
        if behind and not {*behind} & {*assumed}:
            waiting[name] = behind
    if not waiting:
        return []
    numbers = dict.fromkeys(one for behind in waiting.values() for one in behind)
    named = tuple(levers[name].text for name in waiting)
    return [Said("caveat.untyped", {"policy": scenario.text, "levers": named, "numbers": (*numbers,)})]


def _offers(scenario: Scenario, span: Span, begin: str) -> bool:
    """Whether an offer is made to any group from a month on."""
    month = max(0, (int(begin[:4]) - span.first) * 12 + int(begin[5:]) - 1)
    columns = [column for (lever, _), column in lab().lever_columns.items() if lever == "offer"]
    return bool(lever_array(scenario, span)[..., month:, columns].any())
