"""What the lab's files name that does not exist, and what they leave out."""

from collections.abc import Iterator, Mapping
from itertools import product

from tregua.catalogue.errors import Problem, unknown_name
from tregua.catalogue.read import Document, Key, repeated
from tregua.evidence.ledger import estimates
from tregua.lab.schema import OWN_SETS, IndexSet, Mechanism, Outcome, ParameterByPlace, World, members, sets_of

# of results, and of the groups and ranks of the world
DIMENSIONS = ("alternative", "redrawn", "cell", "scenario", "draw", "year", "group", "rank")
KINDS = ("parameters", "levers", "states", "values", "shocks", "outcomes")


def world_problems(world: World, document: Document) -> list[Problem]:
    """Roles, hosts and sets that do not exist, and ids that stand twice."""
    roles = {one.role: one for one in world.sets}
    sets = {one.id: one for one in world.sets}
    problems = repeated(
        (one.id, document.at((kind, i, "id")))
        for kind in ("sets", "places", "groups", "ranks", "totals")
        for i, one in enumerate(getattr(world, kind))
    )
    for i, place in enumerate(world.places):
        for j, role in enumerate(place.roles):
            where = document.at(("places", i, "roles", j))
            if role not in roles:
                problems.append(unknown_name("@name.role", role, roles, where))
            elif (within := roles[role].within) in sets and sets[str(within)].role not in place.roles:
                problems.append(Problem("role_without", where, {"found": role, "expected": sets[str(within)].role}))
    problems += [
        unknown_name("@name.place", group.host, members(world).get("hosts", []), document.at(("groups", i, "host")))
        for i, group in enumerate(world.groups)
        if group.host not in members(world).get("hosts", [])
    ]
    problems += [
        Problem("set_in_itself", document.at(("sets", i, "within")), {"found": one.id})
        for i, one in enumerate(world.sets)
        if one.id in _above(one.id, sets)
    ]
    problems += repeated(
        (name, document.at(("sets", i, key)))
        for key, taken in (("id", OWN_SETS), ("dimension", DIMENSIONS))
        for i, name in [(0, one) for one in taken] + [(i, getattr(one, key)) for i, one in enumerate(world.sets)]
    )
    hosting = {group.host for group in world.groups}
    problems += [
        Problem("host_alone", document.at(("places", i)), {"found": place.id})
        for i, place in enumerate(world.places)
        if "hosts" in place.roles and place.id not in hosting
    ]
    problems += [
        unknown_name("@name.set", one.within, sets, document.at(("sets", i, "within")))
        for i, one in enumerate(world.sets)
        if one.within is not None and one.within not in sets
    ]
    return problems


def _above(name: str, sets: Mapping[str, IndexSet]) -> list[str]:
    """The sets that hold a set, each once."""
    found: list[str] = []
    while name in sets and (within := sets[name].within) is not None and within not in found:
        found.append(within)
        name = within
    return found


def mechanism_problems(world: World, mechanism: Mechanism, document: Document) -> Iterator[Problem]:
    """What the records of a mechanism name that the world or the ledger does not know."""
    sets = members(world)
    for kind in KINDS:
        for i, record in enumerate(getattr(mechanism, kind)):
            for one in sets_of(record.index):
                if one not in sets:
                    yield unknown_name("@name.set", one, sets, document.at((kind, i, "index")))
    for i, parameter in enumerate(mechanism.parameters):
        if isinstance(parameter, ParameterByPlace):
            yield from _place_problems(parameter, sets, document, ("parameters", i))
    for i, lever in enumerate(mechanism.levers):
        for j, name in enumerate(lever.estimates):
            if name not in estimates():
                yield unknown_name("@name.estimate", name, estimates(), document.at(("levers", i, "estimates", j)))
        for j, place in enumerate(lever.places):
            if place not in sets.get(lever.index, ()):
                where = document.at(("levers", i, "places", j))
                yield unknown_name("@name.place", place, sets.get(lever.index, ()), where)
        moved = lever.places or sets.get(lever.index, [])
        for place in moved if lever.cost else ():
            if place not in sets.get("payers", ()):
                where = document.at(("levers", i, "cost"))
                yield unknown_name("@name.payer", place, sets.get("payers", ()), where)
    for i, outcome in enumerate(mechanism.outcomes):
        known = _reported(outcome, world)
        totals = {one.id for one in world.totals} | ({"hosts"} if outcome.index == "groups" else set())
        if outcome.total is not None and outcome.total not in totals:
            yield unknown_name("@name.place", outcome.total, totals, document.at(("outcomes", i, "total")))
        for j, one in enumerate(outcome.headline):
            if one not in (*known, *sets):
                yield unknown_name("@name.place", one, known, document.at(("outcomes", i, "headline", j)))


def name_problems(mechanisms: Mapping[str, Mechanism], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Numbers, levers and outcomes that records of the mechanisms name and that no mechanism declares."""
    numbers = {one.id for mechanism in mechanisms.values() for one in mechanism.parameters}
    levers = {one.id for mechanism in mechanisms.values() for one in mechanism.levers}
    outcomes = {one.id for mechanism in mechanisms.values() for one in mechanism.outcomes}
    for name, mechanism in mechanisms.items():
        at = documents[name].at
        for i, lever in enumerate(mechanism.levers):
            named = (("affects", lever.affects, outcomes, "@name.outcome"), ("rests_on", lever.rests_on, numbers, None))
            for field, listed, valid, what in (*named, ("cost", lever.cost, numbers | levers, None)):
                for j, one in enumerate(listed):
                    if one not in valid:
                        yield unknown_name(what or "@name.parameter", one, valid, at(("levers", i, field, j)))
        for i, shock in enumerate(mechanism.shocks):
            for field in ("volatility", "memory", "lag", "growth"):
                one = getattr(shock, field)
                if one is not None and one not in numbers:
                    yield unknown_name("@name.parameter", one, numbers, at(("shocks", i, field)))


def _reported(outcome: Outcome, world: World) -> list[str]:
    """The places and totals in which an outcome is reported."""
    sets = members(world)
    totals = sets.get(outcome.total, [outcome.total]) if outcome.total else []
    return [*sets.get(str(outcome.index), []), *filter(None, [outcome.place]), *totals]


def _place_problems(
    record: ParameterByPlace, sets: Mapping[str, list[str]], document: Document, keys: tuple[Key, ...]
) -> Iterator[Problem]:
    """Places of a parameter that are not in its set, and members of the set that have no number."""
    wanted = [".".join(one) for one in product(*(sets.get(name, []) for name in sets_of(record.index)))]
    for place in record.places:
        if place not in wanted:
            yield unknown_name("@name.place", place, wanted, document.at((*keys, "places", place)))
    if record.value is None:
        for place in wanted:
            if place not in record.places:
                yield Problem("no_number_for", document.at((*keys, "places")), {"found": record.id, "place": place})
