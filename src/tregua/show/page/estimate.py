"""The page of one estimate: the effect, how it was found, what stands beside it, what uses it, where it was read."""

from collections.abc import Iterator

from tregua.catalogue.beside import per_ledger
from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.evidence.alike import pools_with
from tregua.evidence.answers import verdicts
from tregua.evidence.certainty import alone
from tregua.evidence.schema import BEST, Estimate, Pool
from tregua.evidence.study import side_of, standing
from tregua.lab.model import lab
from tregua.lab.schema import Lever
from tregua.show.html import Html, View, join, tag
from tregua.show.page.beside import beside
from tregua.show.page.claims import cites, finding, told
from tregua.show.page.leaf import cited, leaf, ledger_say, listed, say, study, to_cite
from tregua.show.page.named import named
from tregua.show.page.run_parameters import quantity, tagged
from tregua.show.words import cite
from tregua.show.words.estimates import (
    cost_in_words,
    effect_in_words,
    estimate_record,
    mean_in_words,
    pool_record,
    users,
)
from tregua.show.words.numbers import exact
from tregua.show.words.shared import caveats, pick
from tregua.text import Language, text
from tregua.trace import checklist


def render_estimate(estimate: Estimate, language: Language, site: str) -> str:
    """The page of an estimate in both languages."""
    return leaf(lambda view: title_of(estimate, view), lambda view: _body(estimate, view), language, site)


def title_of(estimate: Estimate, view: View) -> str:
    """What it is an effect of, and on what."""
    return f"{view.pick(estimate.intervention)} → {view.pick(estimate.outcome)}"


def led(name: str, view: View) -> Html:
    """A link to an estimate, its effect and its study."""
    one = ledger.estimates()[name]
    found = f": {effect_in_words(one, view.language)} ({study(one, view)})"
    return join(view.to("estimate", name, title_of(one, view)), found)


def _body(estimate: Estimate, view: View) -> Html:
    record = estimate_record(estimate, view.language)
    reference = cite.of_source(sources()[estimate.source[0].ref])
    period = record["period"] or ledger_say(view, "period_not_read")
    where = f"{record['design_in_words']}, {record['place']}, {period}."
    notes = tag("ul", *(tag("li", one) for one in caveats("estimate", view.language)), class_="small")
    return join(
        tag("h1", title_of(estimate, view)),
        tag("p", tag("strong", _found(estimate, view)), " ", where[0].upper(), where[1:], class_="lede"),
        tag("p", cites(estimate.source, view), " ", tagged(estimate.tag, view)),
        tag("blockquote", tag("q", estimate.quote, lang="und")) if estimate.quote else "",
        beside(estimate, view),
        tag("section", tag("h2", say(view, "estimate.how")), tag("dl", *_known(estimate, view), class_="known"), notes),
        _used(estimate, view),
        listed(ledger_say(view, "column.contrary"), (led(name, view) for name in estimate.contrary)),
        cited((one.ref for one in estimate.source), view),
        to_cite(cite.apa(reference, view.language), cite.bibtex(reference), view),
        tag("p", tag("code", f"tregua estimates {estimate.id}"), class_="small"),
    )


def _found(estimate: Estimate, view: View) -> str:
    """In a few words which way it goes, then by how much."""
    shown = effect_in_words(estimate, view.language)
    if estimate.effect is None or estimate.effect.scale == "level":
        return f"{shown[0].upper()}{shown[1:]}."
    return say(view, f"estimate.{estimate.direction}", effect=shown)


def _known(estimate: Estimate, view: View) -> Iterator[Html]:
    """How it was found and read, how far it can be trusted, to whom it applies."""
    record = estimate_record(estimate, view.language)
    best = BEST[estimate.design]
    why = say(view, f"estimate.grade.{'best' if estimate.grade == best else 'below'}", best=best)
    risk = ": ".join(filter(None, (ledger_say(view, f"risk.{ledger.risk_of(estimate)}"), record["bias"])))
    yield told(ledger_say(view, "column.grade"), f"{estimate.grade}. {record['design_in_words']}: {why}")
    yield told(ledger_say(view, "column.bias"), named(risk, view))
    yield told(
        ledger_say(view, "column.certainty"), ledger_say(view, f"certainty.{alone(estimate, ledger.risk_of(estimate))}")
    )
    yield told(ledger_say(view, "column.reading"), view.say(f"sources.read.{estimate.read}"))
    yield told(say(view, "estimate.cases"), estimate.n and f"{exact(estimate.n, view.language)} {record['of']}")
    yield told(ledger_say(view, "column.derivation"), estimate.derivation and tag("code", estimate.derivation))
    for key in ("applies_to", "horizon", "decay", "transport"):
        yield told(ledger_say(view, f"column.{key}"), named(record[key] or ledger_say(view, "not_read"), view))
    cost = estimate.cost
    noted = pick(cost.note, view.language) if cost else None
    yield told(ledger_say(view, "column.cost"), cost and f"{cost_in_words(cost, view.language)}. {noted or ''}")
    yield told(say(view, "estimate.shown_only"), record["shown_only"])
    yield told(ledger_say(view, "column.note"), named(record["note"] or "", view))


@per_ledger
def _levers() -> dict[str, list[Lever]]:
    """The levers of the lab that rest on each estimate."""
    found: dict[str, list[Lever]] = {name: [] for name in ledger.estimates()}
    for lever in lab().levers.values():
        for one in lab().behind(lever):
            found[one.id].append(lever)
    return found


def _used(estimate: Estimate, view: View) -> Html:
    """Numbers and levers of the lab, claims, means, and its cells of the evidence map."""
    parameters, claims = users()[estimate.id]
    rows = [
        *(join(say(view, "estimate.number"), " ", _number(name, view)) for name in parameters),
        *(
            join(say(view, "estimate.lever"), " ", view.to("lever", one.id, view.pick(one.text)))
            for one in _levers()[estimate.id]
        ),
        *(line for name in claims for line in _on_claim(name, estimate, view)),
        *(_pooled(one, view) for one in pools_with(estimate.id)),
        *(_cell(lever, estimate, view) for lever in estimate.levers),
    ]
    unused = pick(estimate.unused, view.language)
    return listed(ledger_say(view, "column.use"), [*rows, *([unused] if unused else [])])


def _pooled(one: Pool, view: View) -> str:
    return f"{view.pick(one.text)}: {mean_in_words(pool_record(one.id, view.language), view.language)}"


def _number(name: str, view: View) -> Html:
    one = lab().parameters[name]
    return join(view.to("parameter", name, view.pick(one.text)), f": {quantity(one.value, one.unit, view)}")


def _on_claim(name: str, estimate: Estimate, view: View) -> Iterator[Html]:
    """Each row of a claim that it bears on: which side it stands on, and the verdict there."""
    claim = ledger.claims()[name]
    for row in claim.rows:
        for link in row.evidence:
            if link.estimate == estimate.id:
                side = ledger_say(view, f"side.{side_of(link, estimate)}")
                counts = ledger_say(view, f"standing.{standing(estimate)}")
                named = view.to("claim", name, f"{name}. {view.pick(claim.statement)}")
                verdict = finding(verdicts(name)[row.id], view)
                yield join(named, f" {view.pick(row.title)}: {side}; {counts}. ", verdict)


def _cell(lever: str, estimate: Estimate, view: View) -> Html:
    titles = {item.id: view.pick(item.text) for item in checklist()}
    named = text(view.language, f"ledger.measure.{estimate.measures}")
    return join(say(view, "estimate.studied"), " ", view.to("studied", lever, f"{titles[lever]}, {named}"))
