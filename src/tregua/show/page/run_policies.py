"""What each policy moves, with its best case, the evidence of its levers and what it names without one."""

from tregua.catalogue.record import LeverPath, Range
from tregua.evidence.schema import Estimate
from tregua.lab.model import lab
from tregua.lab.scenario import Span
from tregua.lab.schema import Lever, Scenario
from tregua.show.draw.marks import swatch
from tregua.show.draw.panels import Material
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.named import named
from tregua.show.page.run_parameters import NUMBERS, quantity, tagged
from tregua.show.words.estimates import effect_in_words
from tregua.show.words.levers import advocated, described, held_at, steps


def policies(material: Material, view: View) -> Html:
    """What each policy sets, and what its levers rest on."""
    return join(
        tag("p", view.say("policies.intro", month=view.month(material.span.start))),
        *(_policy(scenario, material, view) for scenario in material.scenarios.values()),
        _levers(material, view),
    )


def _policy(scenario: Scenario, material: Material, view: View) -> Html:
    style = material.styles[scenario.id]
    name = f"{style.letter} {view.pick(scenario.text)}"
    baseline = tag("span", f" ({view.say('policies.baseline')})", class_="place")
    is_baseline = scenario is material.baseline and material.comparisons is not None
    first = material.finding is None or is_baseline or scenario.id in material.finding.policies
    sources = join(*(view.cite(citation) for citation in scenario.source), between="; ")
    return tag(
        "article",
        tag("h3", swatch(style), " ", name, baseline if is_baseline else "", id_=view.id("policy", scenario.id)),
        tag("p", described(scenario, view.language)),
        tag("p", view.pick(scenario.steelman), class_="steelman") if scenario.steelman else "",
        tag("p", advocated(scenario, view.language)) if scenario.advocated else "",
        _set(scenario, material, view) if scenario.levers else tag("p", view.say("policies.none")),
        _without(scenario, view),
        tag("p", view.say("policies.sources", listed=sources), class_="small") if scenario.source else "",
        class_=None if first else "also",
    )


def moved(material: Material) -> list[Lever]:
    """The levers that any policy of the run sets."""
    named = {one.lever for scenario in material.scenarios.values() for one in scenario.levers}
    return [lever for lever in lab().levers.values() if lever.id in named]


def _levers(material: Material, view: View) -> Html:
    """What the levers of all policies rest on, each once."""
    heads = [view.say("policies.lever"), view.say("policies.evidence")]
    rows = []
    for lever in moved(material):
        more = tag("a", view.say("policies.rests_on"), href=f"{NUMBERS}#{view.id('lever', lever.id)}")
        rows.append(
            row(view.pick(lever.text), [(heads[1], join(graded(lever, view), more))], view.id("lever", lever.id))
        )
    return table(view.say("policies.caption"), [*heads], rows, "levers cards")


def _set(scenario: Scenario, material: Material, view: View) -> Html:
    """What a policy sets, a lever a line; what an earlier policy sets alike stands there."""
    listed, alike = [], dict[str, list[Html]]()
    for lever in lab().levers.values():
        settings = [one for one in scenario.levers if one.lever == lever.id]
        first = _first_alike(settings, scenario, material) if settings else None
        if first is not None:
            alike.setdefault(first.id, []).append(view.link("lever", lever.id, view.pick(lever.text)))
        elif settings:
            listed.append(tag("li", _settings(lever, settings, material.span, view)))
    for name, levers in alike.items():
        other = material.scenarios[name]
        named = view.link("policy", name, f"{material.styles[name].letter} {view.pick(other.text)}")
        listed.append(tag("li", view.say("policies.alike", policy=named), " ", join(*levers, between="; ")))
    return tag("ul", *listed, class_="settings")


def _first_alike(settings: list[LeverPath], scenario: Scenario, material: Material) -> Scenario | None:
    """The first policy before this one that sets a lever alike, word for word."""
    for other in material.scenarios.values():
        if other is scenario:
            return None
        if [one for one in other.levers if one.lever == settings[0].lever] == settings:
            return other
    return None


def _quantity(value: float | Range, unit: str, view: View) -> str:
    """A setting with its unit; where it is left open, its ends."""
    if isinstance(value, Range):
        return view.say("setting.open", low=quantity(value.low, unit, view), high=quantity(value.high, unit, view))
    return quantity(value, unit, view)


def _settings(lever: Lever, settings: list[LeverPath], span: Span, view: View) -> Html:
    shown = []
    for one in settings:
        shown_steps = [
            view.say("policies.from", month=view.month(month), value=_quantity(value, one.unit, view))
            for month, value in steps(one, span).items()
        ]
        if one.recorded_to:
            held = _quantity(held_at(one, span), one.unit, view)
            shown_steps.append(view.say("policies.held", month=view.month(one.recorded_to), value=held))
        place = f"{_place(one.place, lever, view)}: " if one.place and len(lab().movable(lever)) > 1 else ""
        cited = [view.cite(citation) for citation in one.source]
        note = [view.pick(one.note)] if one.note and one.tag == "assumed" else []
        why = tag("span", join(*cited, *note, between=". "), class_="small") if cited or note else ""
        piece = (place, join(*shown_steps, between="; "), " ", tagged(one.tag, view), why)
        shown.append(tag("li", *piece) if len(settings) > 1 else join(*piece))
    named = view.link("lever", lever.id, view.pick(lever.text))
    return join(named, tag("ul", *shown, class_="settings")) if len(shown) > 1 else join(named, " ", *shown)


def _place(place: str, lever: Lever, view: View) -> str:
    """Where a lever is set: a place, all groups, or all places where it may be moved."""
    if place == "all" and lever.index == "groups":
        return view.say("policies.everywhere")
    places = lab().movable(lever) if place == "all" else [place]
    return ", ".join(view.pick(lab().place_text(each, lever.index)) for each in places)


def graded(lever: Lever, view: View) -> Html:
    """How strong the evidence of a lever is, and what it says."""
    told = named(view.pick(lever.evidence), view)
    return join(tag("strong", view.say("policies.grade", grade=lever.grade)), " ", told, " ")


def evidence(lever: Lever, view: View) -> Html:
    """The same with every estimate behind it."""
    return join(graded(lever, view), tag("ul", *(tag("li", _estimate(one, view)) for one in lab().behind(lever))))


def _estimate(estimate: Estimate, view: View) -> Html:
    found = effect_in_words(estimate, view.language)
    return join(view.author_year(lab().sources[estimate.source[0].ref]), ": ", found)


def cost(lever: Lever, view: View) -> Html:
    """What the cost of a lever is computed from, and who pays."""
    payer = ", ".join(view.pick(lab().place_text(payer)) for payer in lab().payers(lever))
    named = [view.pick(lab().parameters[name].text) for name in lever.cost if name in lab().parameters]
    shown = (
        join(*named, between="; ") if named else view.pick(lever.text) if lever.cost else view.say("policies.no_cost")
    )
    return join(shown, tag("span", view.say("policies.payer", payer=payer), class_="small"))


def _without(scenario: Scenario, view: View) -> Html:
    if not scenario.without_lever:
        return Html()
    listed = [tag("li", tag("code", one.checklist), f" {view.pick(one.text)}") for one in scenario.without_lever]
    return join(tag("h4", view.say("policies.without")), tag("ul", *listed))
