"""The levers of the lab in the site: a list, and a page each from the catalogues alone, without a run."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from tregua.analysis.one_lever import far_end, held_at
from tregua.catalogue.record import Range
from tregua.evidence import ledger
from tregua.evidence.answers import verdicts
from tregua.evidence.gaps import levers
from tregua.evidence.schema import Estimate
from tregua.lab.idle import only_typed
from tregua.lab.model import lab
from tregua.lab.run import Settings
from tregua.lab.scenario import PRESETS, RECORD, load_scenario
from tregua.lab.schema import Lever, Scenario
from tregua.show.html import Html, View, join, tag
from tregua.show.page.claims import finding, told
from tregua.show.page.estimate import led
from tregua.show.page.leaf import cited, found_at, leaf, ledger_say, listed, say
from tregua.show.page.named import named
from tregua.show.page.run_parameters import quantity, tagged
from tregua.show.places import LAB
from tregua.show.words import lever as words
from tregua.show.words.numbers import number, unit
from tregua.text import Language, text
from tregua.trace import checklist

Groups = Mapping[str, Sequence[str]]


def render_levers(groups: Groups, language: Language, site: str) -> str:
    """The page that lists every lever; `groups` are those that somebody can move, by what they do."""
    return leaf(lambda view: say(view, "levers.title"), lambda view: _list(groups, view), language, site, search=True)


def render_lever(lever: Lever, language: Language, site: str) -> str:
    """The page of a lever in both languages."""
    return leaf(lambda view: view.pick(lever.text), lambda view: _body(lever, view), language, site)


def _list(groups: Groups, view: View) -> Html:
    known = lab().levers
    moved = [name for names in groups.values() for name in names]
    others = [name for name in known if name not in moved]
    named = {name: text(view.language, f"app.group.{name}") for name in groups} | {"other": say(view, "levers.other")}
    return join(
        tag("h1", say(view, "levers.title")),
        tag("p", say(view, "levers.lede", count=len(moved), others=len(others)), class_="lede"),
        found_at(view),
        *(
            _group(named[name], [known[one] for one in names], view)
            for name, names in {**groups, "other": others}.items()
        ),
    )


def _group(heading: str, group: list[Lever], view: View) -> Html:
    rows = (
        tag(
            "li",
            view.to("lever", one.id, view.pick(one.text)),
            f" · {words.range_of(one, view.language)} · {text(view.language, 'lever.grade', grade=one.grade)}. ",
            tag("span", named(view.pick(one.evidence), view), class_="small"),
        )
        for one in group
    )
    return tag("section", tag("h2", heading), tag("ul", *rows, class_="batch"), class_="heap")


def _body(lever: Lever, view: View) -> Html:
    behind = lab().behind(lever)
    resting = [*lab().resting(lever), *(one for name in lever.cost for one in lab().numbers(name))]
    refs = [one.ref for estimate in behind for one in estimate.source]
    refs += [one.ref for record in resting for one in record.source]
    does = words.sure(lever, view.language)[0]
    return join(
        tag("h1", view.pick(lever.text)),
        tag("p", named(does, view), class_="lede"),
        _doors(lever, view),
        tag("dl", *_known(lever, view), class_="known"),
        _section("found", (led(one.id, view) for one in behind), "lever.nobody", view),
        listed(ledger_say(view, "column.contrary"), (led(name, view) for name in _contrary(behind))),
        listed(say(view, "levers.numbers"), _numbers(lever, view)),
        _section("cost", (*words.costs(lever, view.language), _payers(lever, view)), "lever.no_cost", view),
        listed(
            text(view.language, "lever.heading.not"), (named(one, view) for one in words.not_this(lever, view.language))
        ),
        listed(say(view, "levers.claims"), _claims(lever, behind, view)),
        listed(say(view, "levers.studied"), (view.to("studied", one, _studied(one, view)) for one in _asked(lever))),
        cited(refs, view),
        tag("p", tag("code", f"tregua levers {lever.id}"), class_="small"),
    )


def _section(key: str, items: Iterator[Html] | Sequence[object], nothing: str, view: View) -> Html:
    rows = [*items] or [text(view.language, nothing)]
    return listed(text(view.language, f"lever.heading.{key}"), rows)


def _known(lever: Lever, view: View) -> Iterator[Html]:
    """Its range, what it is held at, what it reaches."""
    held = held_at(lever, Settings())
    values = dict.fromkeys(
        f"{number(one, view.language)} {unit(lever.unit, view.language)}".strip() for one in held.values()
    )
    reached = (view.pick(lab().outcomes[name].text) for name in lever.affects)
    typed = only_typed(lever)
    yield told(say(view, "levers.range"), words.range_of(lever, view.language))
    yield told(say(view, "levers.held"), "; ".join(values))
    yield told(say(view, "levers.reaches"), "; ".join(reached))
    if typed:
        names = ", ".join(f"--assume {name}=…" for name in typed)
        yield told(ledger_say(view, "column.note"), named(text(view.language, "lever.typed", names=names), view))


def _doors(lever: Lever, view: View) -> Html:
    """Links that open the laboratory with the lever where a policy on record sets it, or at the end of its range."""
    if lever.driver:
        return tag("p", say(view, "levers.driver"))
    links = [
        tag(
            "a",
            say(view, "levers.at", value=f"{number(value, view.language)} {unit(lever.unit, view.language)}".strip()),
            " ",
            f"({say(view, 'levers.as', policy=view.pick(preset.text)) if preset else say(view, 'levers.end')})",
            href=opened(lever, value, view.language),
        )
        for value, preset in settings_of(lever).items()
    ]
    does = say(view, "levers.open", record=view.pick(load_scenario(RECORD).text))
    return tag("p", f"{does}: ", join(*links, between=" · "), class_="doors")


def settings_of(lever: Lever) -> dict[float, Scenario | None]:
    """The values that policies give it, each with the first that does; without any, the far end of its range."""
    found: dict[float, Scenario | None] = {}
    for preset in _policies():
        for one in preset.levers:
            if one.lever == lever.id:
                last = [*one.by_month(Settings().start).values()][-1]
                for value in (last.low, last.high) if isinstance(last, Range) else (last,):
                    found.setdefault(value, preset)
    return found or {far_end(lever, held_at(lever, Settings())): None}


@cache
def _policies() -> list[Scenario]:
    return [load_scenario(name) for name in PRESETS if name != RECORD]


def opened(lever: Lever, value: float, language: Language) -> str:
    """The address of the laboratory with one lever set and the first headline that it reaches."""
    reached = (f"&o={name}.{place}" for name in lever.affects for place in lab().outcomes[name].headline)
    return f"{LAB}#s={RECORD}~{lever.id}={value:.15g}{next(reached, '')}&l={language}"


def _payers(lever: Lever, view: View) -> str:
    named = ", ".join(view.pick(lab().place_text(one)) for one in lab().payers(lever))
    return view.say("policies.payer", payer=named)


def _contrary(behind: Sequence[Estimate]) -> list[str]:
    """What was found otherwise than by the estimates behind a lever."""
    named = {one.id for one in behind}
    return [name for name in dict.fromkeys(name for one in behind for name in one.contrary) if name not in named]


def _numbers(lever: Lever, view: View) -> Iterator[Html]:
    for one in lab().resting(lever):
        value = quantity(one.value, one.unit, view)
        yield join(view.to("parameter", one.id, view.pick(one.text)), f": {value} ", tagged(one.tag, view))


def _claims(lever: Lever, behind: Sequence[Estimate], view: View) -> Iterator[Html]:
    """The claims whose mechanism moves the lever, or whose evidence feeds it, with the verdicts on those outcomes."""
    named = {one.id for one in behind}
    for claim in ledger.claims().values():
        fed = [row for row in claim.rows if any(link.estimate in named for link in row.evidence)]
        moved = claim.run is not None and any(one.lever == lever.id for one in claim.run.levers)
        if fed or moved:
            found = (
                join(f"{view.pick(row.title)} ", finding(verdicts(claim.id)[row.id], view)) for row in fed or claim.rows
            )
            yield join(
                view.to("claim", claim.id, f"{claim.id}. {view.pick(claim.statement)}"), " ", join(*found, between="; ")
            )


def _asked(lever: Lever) -> list[str]:
    """The levers of the source texts for which it stands."""
    return [name for name in levers() if name in lever.checklist]


def _studied(name: str, view: View) -> str:
    (title,) = [view.pick(item.text) for item in checklist() if item.id == name]
    count = sum(name in one.levers for one in ledger.estimates().values())
    return f"{name}. {title} ({say(view, 'levers.count', count=count)})"
