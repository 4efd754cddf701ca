"""A table of estimates, each row an anchor: effect, study, to whom it applies, what uses it."""

from collections.abc import Callable, Iterable

from tregua.evidence.schema import Estimate
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.run_parameters import tagged
from tregua.show.words.estimates import cost_in_words, effect_in_words, reading
from tregua.show.words.numbers import exact
from tregua.show.words.shared import pick
from tregua.text import text

COLUMNS = ("estimate", "effect", "study", "transport", "use")
Uses = Callable[[Estimate], Html]


def _say(view: View, key: str) -> str:
    return text(view.language, f"ledger.{key}")


def estimates_table(caption: object, listed: Iterable[Estimate], view: View, uses: Uses) -> Html:
    """One row an estimate with all that is known of it; `uses` fills the last column."""
    heads: list[object] = [_say(view, f"column.{key}") for key in COLUMNS]
    rows = [
        _row(one, heads, [_effect(one, view), _study(one, view), _applies(one, view), uses(one)], view)
        for one in listed
    ]
    return table(caption, heads, rows, "records cards")


def short_table(caption: object, listed: Iterable[Estimate], view: View, uses: Uses) -> Html:
    """One row an estimate: effect, source and what it feeds."""
    heads: list[object] = [_say(view, f"column.{key}") for key in ("estimate", "effect", "source", "use")]
    rows = [_row(one, heads, [_effect(one, view), _cited(one, view), uses(one)], view) for one in listed]
    return table(caption, heads, rows, "records cards")


def _row(estimate: Estimate, heads: list[object], cells: list[object], view: View) -> Html:
    head = join(f"{view.pick(estimate.intervention)} → {view.pick(estimate.outcome)}", tag("code", estimate.id))
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("estimate", estimate.id))


def _cited(estimate: Estimate, view: View) -> Html:
    design = text(view.language, f"ledger.design.{estimate.design}")
    cited = join(*(view.cite(one) for one in estimate.source), between="; ")
    return join(f"{design}, {view.pick(estimate.place)}. ", cited)


def _effect(estimate: Estimate, view: View) -> Html:
    """The effect with grade, tag and arithmetic."""
    return join(
        tag("strong", effect_in_words(estimate, view.language)),
        tag("span", f"{_say(view, 'column.grade')} {estimate.grade}", class_="small"),
        tagged(estimate.tag, view),
        tag("code", f"= {estimate.derivation}") if estimate.derivation else "",
    )


def _study(estimate: Estimate, view: View) -> Html:
    """Design, cases, place, period, cost and source."""
    cases = f"n = {exact(estimate.n, view.language)} {pick(estimate.of, view.language)}" if estimate.n else ""
    period = pick(estimate.period, view.language) or _say(view, "period_not_read")
    parts = [text(view.language, f"ledger.design.{estimate.design}"), cases, view.pick(estimate.place), period]
    cost = estimate.cost and cost_in_words(estimate.cost, view.language)
    return join(
        tag("p", "; ".join(part for part in parts if part)),
        tag("p", f"{_say(view, 'column.cost')}: {cost}") if cost else "",
        *(tag("span", view.cite(one), class_="line") for one in estimate.source),
        tag("p", reading(estimate, view.language, quoted=False), class_="small"),
        tag("q", estimate.quote, lang="und", class_="small") if estimate.quote else "",
        tag("p", view.pick(estimate.note), class_="small") if estimate.note else "",
    )


def _applies(estimate: Estimate, view: View) -> Html:
    told = [
        (key, pick(getattr(estimate, key), view.language) or _say(view, "not_read"))
        for key in ("applies_to", "horizon", "decay", "transport")
    ]
    return join(*(tag("p", f"{_say(view, f'column.{key}')}: {content}", class_="small") for key, content in told))
