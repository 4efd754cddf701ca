"""Every published model on one page: its question, its paper, how many of its numbers are met and how many are not."""

from collections.abc import Sequence

from tregua.models.reproduce import Row, Status
from tregua.models.schema import ModelParameters
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.around import part, titled
from tregua.show.page.models import Known, bibliography, cited, known_to
from tregua.show.page.one_model import MARKS, MISSED, meanings
from tregua.show.places import PLACES
from tregua.show.words.models import Found, apart, by_tag, ours_in_words, published_in_words, summary, unit_in_words
from tregua.text import LANGUAGES, Language, text


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"models.page.{key}", **values)


def render_model_list(found: Found, language: Language = "en", site: str = "") -> str:
    """The page of all models with their rows."""
    titles = {one: text(one, "models.page.title") for one in LANGUAGES}
    style = part("figures.css")
    return titled(
        titles, lambda view: _contents(found, view), language, "models.page.tagline", "models.page.footer", site, style
    )


def _contents(found: Found, view: View) -> list[Html]:
    rows = [one for _, listed in found for one in listed]
    first, *rest = summary(rows, view.language)
    known = known_to(record for record, _ in found)
    counted = [one for one in MARKS if any(each.status == one for each in rows)]
    words = [text(view.language, f"models.summary.row.{one}") for one in counted]
    others = (text(view.language, "models.summary.kind.assumed"), _say(view, "column.own"))
    heads: list[object] = [_say(view, "column.model"), *words, *others]
    papers, sketches = ([_model(*one, counted, heads, known, view) for one in part] for part in apart(found))
    return [
        tag("p", tag("strong", first), class_="first"),
        tag("ul", *(tag("li", line) for line in rest)),
        tag("p", _say(view, "list_lede")),
        table(_say(view, "caption"), heads, papers, "cards figures compact"),
        tag("p", text(view.language, "models.sketches")),
        table(_say(view, "sketches"), heads, sketches, "cards figures compact"),
        tag("section", tag("h2", _say(view, "meanings")), meanings(rows, view)),
        _misses(found, view),
        tag("p", _say(view, "committed"), " ", tag("code", "tregua reproduce"), class_="small"),
        bibliography((known[one.ref] for record, _ in found for one in record.source), view),
    ]


def _misses(found: Found, view: View) -> Html:
    """Every number that is missed, over all models, each leading to its row."""
    missed = [(record, one) for record, rows in found for one in rows if one.status in MISSED]
    listed = [
        tag(
            "li",
            f"{view.pick(record.text)}: ",
            tag("a", view.pick(one.target.text), href=f"{PLACES['model'].format(record.model)}#{_anchor(one, view)}"),
            f": {published_in_words(one.target, view.language)} / {ours_in_words(one, view.language)} ",
            unit_in_words(one.target, view.language),
        )
        for record, one in missed
    ]
    return folded(_say(view, "missed", count=len(missed)), tag("ul", *listed))


def _anchor(one: Row, view: View) -> str:
    return view.id("target", one.target.id)


def _model(
    record: ModelParameters,
    rows: Sequence[Row],
    counted: Sequence[Status],
    heads: list[object],
    known: Known,
    view: View,
) -> Html:
    groups = by_tag(rows)
    own, theirs, told = (groups.get(kind, []) for kind in ("derived", "published", "assumed"))
    head = join(
        view.to("model", record.model, view.pick(record.text)),
        tag("span", view.pick(record.question), class_="small"),
        tag("span", cited(record.source, known, view), class_="small"),
    )
    cells: list[object] = [_counted(theirs, one) for one in counted]
    cells += [_missed_of(told, view), _missed_of(own, view)]
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("model", record.model))


def _missed_of(rows: Sequence[Row], view: View) -> Html:
    """How many, and how many of them are not met."""
    missed = sum(one.status == "not-reproduced" for one in rows)
    return join(len(rows) or "–", tag("span", _say(view, "own_missed", count=missed), class_="small") if missed else "")


def _counted(rows: Sequence[Row], status: Status) -> Html:
    """How many, with the sign of the status."""
    count = sum(one.status == status for one in rows)
    if not count:
        return Html("–")
    sign, look = MARKS[status]
    return tag("strong", tag("span", sign, aria_hidden="true"), f" {count}", class_=f"finding {look}")
