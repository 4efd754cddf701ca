"""The comparable estimates of one: a forest plot and the same as a table."""

from collections.abc import Sequence

from tregua.evidence.alike import alike, ends, means, pools_with
from tregua.evidence.pooling import Pooled, weights
from tregua.evidence.schema import Estimate, Pool
from tregua.show.draw.forest import Around, Line, forest
from tregua.show.html import Html, View, folded, row, scroll, table, tag
from tregua.show.page.leaf import ledger_say, say, study
from tregua.show.words.estimates import effect_in_words
from tregua.show.words.numbers import number, percent

COLUMNS = ("estimate", "effect", "study", "grade")


def beside(estimate: Estimate, view: View) -> Html:
    """The plot with its table; of an estimate without a size, or of a level, why there is none."""
    heading = tag("h2", say(view, "forest.title"))
    shown = alike(estimate)
    if not shown:
        why = "level" if estimate.effect else "no_size"
        return tag("section", heading, tag("p", say(view, f"forest.{why}")))
    found = _mean(estimate)
    scale = _scale(estimate, view)
    told = [say(view, "forest.lede", count=len(shown), scale=scale) if len(shown) > 1 else say(view, "forest.alone")]
    if any(one.effect and ends(one.effect) is None for one in shown):
        told.append(say(view, "forest.hollow"))
    if any(one.effect and one.effect.interval == "range" for one in shown):
        told.append(say(view, "forest.range"))
    if any(one.effect and one.effect.se is not None for one in shown):
        told.append(say(view, "forest.se"))
    if found:
        told.append(say(view, "forest.mean", name=view.pick(found[0].text), count=len(found[1].names)))
    title = f"{say(view, 'forest.title')}: {scale}"
    drawn = scroll(title, _drawn(estimate, shown, found, view))
    return tag("section", heading, tag("p", " ".join(told)), drawn, _table(shown, found, view))


def _mean(estimate: Estimate) -> tuple[Pool, Pooled] | None:
    """The pool that has a mean on the scale of the estimate."""
    found = [(one, means()[one.id]) for one in pools_with(estimate.id)]
    fitting = [(one, mean) for one, mean in found if mean and estimate.effect and mean.scale == estimate.effect.scale]
    return fitting[0] if fitting else None


def _scale(estimate: Estimate, view: View) -> str:
    effect = estimate.effect
    assert effect is not None
    if effect.scale == "absolute":
        return view.unit(effect.unit)
    unit = " (%)" if effect.scale == "percent" else f" ({view.unit(effect.unit)})" if effect.unit != "1" else ""
    return f"{ledger_say(view, f'scale.{effect.scale}')}{unit}"


def _drawn(estimate: Estimate, shown: Sequence[Estimate], found: tuple[Pool, Pooled] | None, view: View) -> Html:
    share = weights(shown, found[1]) if found else {}
    lines = [_line(one, one is estimate, share.get(one.id), view) for one in shown]
    if found:
        pooled = found[1]
        label = say(view, "forest.pooled", count=len(pooled.names))
        figures = _figures(pooled.value, (pooled.low, pooled.high), view)
        lines.append(Line(label, figures, pooled.value, (pooled.low, pooled.high), lambda name: name, mean=True))
    assert estimate.effect is not None
    sides = (say(view, "forest.lowers"), say(view, "forest.raises"))
    around = Around(say(view, "forest.title"), _scale(estimate, view), *sides, estimate.effect.nothing)
    return forest(lines, around, view.language)


def _line(one: Estimate, own: bool, share: float | None, view: View) -> Line:
    assert one.effect is not None
    interval = ends(one.effect)
    weighed = "" if share is None else f" · {percent(share, view.language)}"
    return Line(
        f"{study(one, view)}, {view.pick(one.place)}",
        f"{_figures(one.effect.value, interval, view)}{weighed}",
        one.effect.value,
        interval,
        lambda name: view.to("estimate", one.id, name),
        own,
        one.effect.interval == "range",
        share,
    )


def _figures(value: float, interval: tuple[float, float] | None, view: View) -> str:
    shown = number(value, view.language)
    if interval is None:
        return shown
    low, high = (number(end, view.language) for end in interval)
    return f"{shown} [{low}; {high}]"


def _table(shown: Sequence[Estimate], found: tuple[Pool, Pooled] | None, view: View) -> Html:
    heads: list[object] = [ledger_say(view, f"column.{key}") for key in COLUMNS]
    share = weights(shown, found[1]) if found else {}
    if found:
        heads.append(say(view, "forest.weight"))
    rows = []
    for one in shown:
        what = f"{view.pick(one.intervention)} → {view.pick(one.outcome)}"
        found_by = f"{study(one, view)}, {ledger_say(view, f'design.{one.design}')}, {view.pick(one.place)}"
        cells: list[object] = [effect_in_words(one, view.language), found_by, one.grade]
        cells += [percent(share[one.id], view.language) if one.id in share else "–"] if found else []
        rows.append(row(view.to("estimate", one.id, what), list(zip(heads[1:], cells, strict=True))))
    return folded(say(view, "forest.table"), table(say(view, "forest.title"), heads, rows, "cards twin"))
