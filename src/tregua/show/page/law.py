"""A regime as one self-contained HTML file that a lawyer can read and comment on."""

import re
from collections.abc import Iterator

from tregua.regimes.condition import All, Condition
from tregua.regimes.fact import Fact
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.own import source_named
from tregua.regimes.rules import Rule, Rules
from tregua.regimes.schema import Parameter, Place
from tregua.show.html import Html, View, join, row, safe, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.words.groups import listed_in_words
from tregua.show.words.law import (
    branches_in_words,
    condition_in_words,
    dates_in_words,
    editions_in_words,
    force_in_words,
    name_in_words,
    reading_in_words,
    span_in_words,
    value_in_words,
    value_of_parameter,
)
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SECTIONS = ("about", "rows", "parameters", "absent", "facts", "sources")
_PARTS_IN_LINE = 2


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"law.page.{key}", **values)


def render_regime(rules: Rules, language: Language = "en", site: str = "") -> str:
    """The page of a regime; `language` is the one it opens in."""
    return frame(
        {view.language: _say(view, "title", regime=view.pick(rules.regime.text)) for view in views_of(language, site)},
        {one: text(one, "law.page.tagline") for one in LANGUAGES},
        [_body(rules, view) for view in views_of(language, site)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        site=site,
    )


def _body(rules: Rules, view: View) -> Html:
    links = [tag("li", view.link("section", name, _say(view, name))) for name in SECTIONS]
    advice = text(view.language, "regimes.caveat.not_advice")
    return tag(
        "div",
        tag("h1", view.pick(rules.regime.text)),
        tag("p", dates_in_words(rules.regime, view.language), ".", class_="lede"),
        tag("p", tag("strong", view.say("read_first"), ". "), advice, class_="first"),
        tag("nav", tag("ul", *links), aria_label=view.say("contents")),
        _about(rules, view),
        _rows(rules, view),
        _parameters(rules, view),
        _absent(rules, view),
        _facts(rules, view),
        _sources(rules, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _section(view: View, name: str, *contents: object) -> Html:
    return tag("section", tag("h2", _say(view, name), id_=view.id("section", name)), *contents)


def _about(rules: Rules, view: View) -> Html:
    regime = rules.regime
    facts = {
        "issuer": view.pick(regime.issuing_body),
        "status": text(view.language, f"regimes.text_status.{regime.text_status}"),
        "dated": regime.dated,
        "force": force_in_words(regime, view.language),
        "as_of": regime.as_of,
        "sources": join(*(cited_in(citation, view) for citation in regime.source), between="; "),
    }
    caveats = [tag("li", linked(view.pick(caveat), view)) for caveat in regime.caveats]
    return _section(
        view,
        "about",
        tag("dl", *(join(tag("dt", _say(view, name)), tag("dd", value)) for name, value in facts.items())),
        tag("ul", *caveats) if caveats else "",
    )


def linked(words: str, view: View) -> Html:
    """Words in which the ids of other regimes are their titles, each leading to its page in the site."""
    if not view.in_site:
        return safe(words)
    names = "|".join(one for one in regimes() if "_" in one)  # an id without it may be a plain word
    pieces = re.split(rf"\b({names})\b", words)
    return join(*(regime_link(one, view) if at % 2 else one for at, one in enumerate(pieces)))


def regime_link(name: str, view: View) -> Html:
    """A regime by its title, which leads to its page."""
    return view.to("regime", name, view.pick(load_rules(name).regime.text))


def cited_in(citation: Place, view: View) -> Html:
    """A source with the place in it and how far it was read."""
    read = tag("span", view.say(f"sources.read.{citation.read or source_named(citation.ref).read}"), class_="tag")
    return join(view.cite(citation, source_named(citation.ref)), " ", read)


def _rows(rules: Rules, view: View) -> Html:
    heads = [text(view.language, f"law.table.{key}") for key in ("row", "when", "decides", "article", "reason")]
    own = {row.id for row in rules.regime.rows}
    listed = [_row(rule, heads, view, rule.id in own) for rule in rules.rules]
    return _section(
        view,
        "rows",
        tag("p", _say(view, "lede", count=len(rules.rules))),
        tag("p", editions) if (editions := editions_in_words(rules, view.language)) else "",
        table(_say(view, "caption"), [*heads], listed, "cards"),
    )


def _row(rule: Rule, heads: list[str], view: View, own: bool) -> Html:
    """One row; what a file writes stands only with rows of its `own`, not with those to which it refers."""
    record, language = rule.record, view.language
    valid = span_in_words(record, language)
    notes_on = [text(language, f"regimes.layer.{record.layer}"), *([valid] if valid else [])]
    head = join(rule.id, *(tag("span", one, class_="small") for one in notes_on))
    cited = [tag("li", cited_in(citation, view)) for citation in record.source]
    notes = [text(language, f"regimes.confidence.{record.confidence}")]
    if record.gap:
        notes.append(_say(view, "gap", gap=record.gap))
    if record.checklist:
        notes.append(_say(view, "checklist", ids=", ".join(record.checklist)))
    decider = text(language, f"regimes.decider.{record.decider}")
    who = tag("span", text(language, "law.table.decider"), ": ", decider, class_="small")
    cells = [
        _condition(rule.when, rule.words if own else "", view),
        join(_branches(rule, view), who),
        join(tag("p", linked(view.pick(record.article), view)), tag("ul", *cited, class_="small")),
        join(tag("p", linked(view.pick(record.reason), view)), tag("span", "; ".join(notes), class_="small")),
    ]
    return row(head, [*zip(heads[1:], cells, strict=True)], view.id("row", rule.id))


def _condition(condition: Condition, written: str, view: View) -> Html:
    """A condition in words, its parts as a list where there are many, and as the file writes it."""
    if isinstance(condition, All) and len(condition.parts) > _PARTS_IN_LINE:
        last = len(condition.parts) - 1
        joint = text(view.language, "law.and").rstrip()
        parts = [condition_in_words(part, view.language) for part in condition.parts]
        shown = tag("ul", *(tag("li", part, "" if at == last else joint) for at, part in enumerate(parts)))
    else:
        shown = tag("p", condition_in_words(condition, view.language))
    return join(shown, tag("code", written, class_="small") if written else "")


def _branches(rule: Rule, view: View) -> Html:
    return tag("ul", *(tag("li", line) for line in branches_in_words(rule, view.language)))


def _parameters(rules: Rules, view: View) -> Html:
    heads = [text(view.language, f"law.table.{key}") for key in ("parameter", "reading", "meaning", "source")]
    listed = [line for one in rules.regime.parameters for line in _parameter(one, heads, rules, view)]
    shown = table(_say(view, "parameters"), [*heads], listed, "cards records") if listed else _none(view, "parameters")
    return _section(view, "parameters", shown)


def _none(view: View, name: str) -> Html:
    return tag("p", _say(view, f"no_{name}"))


def _parameter(parameter: Parameter, heads: list[str], rules: Rules, view: View) -> Iterator[Html]:
    cited = join(*(cited_in(citation, view) for citation in parameter.source), between="; ")
    meaning = linked(view.pick(parameter.text), view)
    values = [reading_in_words(value_of_parameter(parameter, rules), view.language), meaning, cited]
    when = tag("span", span_in_words(parameter, view.language), class_="small")
    yield row(join(tag("code", parameter.id), when), [*zip(heads[1:], values, strict=True)])
    for variant in parameter.variants:
        cited = join(*(cited_in(citation, view) for citation in variant.source), between="; ")
        values = [reading_in_words(variant.value, view.language), linked(view.pick(variant.text), view), cited]
        name = join(tag("code", parameter.id), _say(view, "variant", name=variant.id))
        yield row(name, [*zip(heads[1:], values, strict=True)])


def _absent(rules: Rules, view: View) -> Html:
    listed = [
        tag("li", tag("strong", linked(view.pick(one.text), view), ". "), linked(view.pick(one.reason), view))
        for one in rules.regime.absent
    ]
    return _section(view, "absent", tag("ul", *listed) if listed else _none(view, "absent"))


def _facts(rules: Rules, view: View) -> Html:
    heads = [_say(view, key) for key in ("fact", "states", "ask")]
    listed = [_fact(fact, heads, view) for fact in rules.asked.values()]
    return _section(view, "facts", table(_say(view, "facts"), [*heads], listed, "cards records"))


def _fact(fact: Fact, heads: list[str], view: View) -> Html:
    said = [(value_in_words(fact.id, one, view.language), listed_in_words(one, view.language)) for one in fact.values]
    words = [join(tag("code", value), "" if word == value else f": {word}") for value, word in said]
    stated = join(*words, between="; ") if words else text(view.language, f"law.kind.{fact.type}")
    names = dict.fromkeys((name_in_words(fact.id, view.language), fact.id))
    head = join(view.pick(fact.text), *(tag("code", name) for name in names))
    return row(head, [*zip(heads[1:], (stated, view.pick(fact.ask)), strict=True)], view.id("fact", fact.id))


def _sources(rules: Rules, view: View) -> Html:
    return _section(view, "sources", view.bibliography(source_named(ref) for ref in cited_by(rules)))


def cited_by(rules: Rules) -> set[str]:
    """The sources that the page lists."""
    regime = rules.regime
    rows = [*regime.rows, *(rule.record for rule in rules.rules)]
    cited = [*regime.source, *(citation for one in rows for citation in one.source)]
    for parameter in regime.parameters:
        cited += [*parameter.source, *(citation for variant in parameter.variants for citation in variant.source)]
    return {citation.ref for citation in cited}
