"""A published model as a page of the site: its account, each of its numbers beside ours, its parameters."""

from collections.abc import Sequence

from tregua.models.accounts import account
from tregua.models.reproduce import Row, Status
from tregua.models.schema import ModelParameters
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.models import Known, cited, known_to, parameters, read_as, sources_of
from tregua.show.page.prose import prose
from tregua.show.page.run_parameters import tagged
from tregua.show.words.models import by_tag, note_in_words, ours_in_words, published_in_words, summary, unit_in_words
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

MISSED: tuple[Status, ...] = ("not-reproduced", "not-computed")
MARKS: dict[Status, tuple[str, str]] = {
    "not-reproduced": ("✗", "differs"),
    "not-computed": ("?", "unknown"),
    "by-definition": ("≈", "unknown"),
    "built-in": ("=", "unknown"),
    "repeated": ("↺", "unknown"),
    "reproduced": ("✓", "agrees"),
    "input": ("→", "unknown"),
}
"""A sign and the look of each status, in the order in which they stand: what is missed first."""
NUMBERS = ("theirs", "ours", "status")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"models.page.{key}", **values)


def render_model(
    record: ModelParameters, rows: Sequence[Row], models: Sequence[str], language: Language = "en", site: str = ""
) -> str:
    """The page of a model with our value of each target; `models` are those that have a page."""
    return frame(
        {view.language: view.pick(record.text) for view in views_of(language, site)},
        {one: text(one, "models.page.tagline") for one in LANGUAGES},
        [_body(record, rows, models, view) for view in views_of(language, site)],
        {one: text(one, "models.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("figures.css"),
        site=site,
    )


def _body(record: ModelParameters, rows: Sequence[Row], models: Sequence[str], view: View) -> Html:
    def code(name: str) -> Html:
        return view.to("model", name, tag("code", name)) if name in models else tag("code", name)

    known = known_to([record])
    groups = by_tag(rows)
    derived = groups.pop("derived", [])
    others = [one for group in groups.values() for one in group]
    return tag(
        "div",
        tag("h1", view.pick(record.text)),
        tag("p", view.pick(record.question), class_="lede"),
        tag("p", tag("strong", text(view.language, "models.sketch"))) if record.sketch else "",
        tag("p", cited(record.source, known, view)),
        tag("div", *(tag("p", line) for line in summary(rows, view.language)), class_="first"),
        _numbers(_say(view, "targets", model=view.pick(record.text)), others, known, view),
        _derived(derived, known, view),
        folded(_say(view, "meanings"), meanings(rows, view)),
        tag("p", _say(view, "committed"), " ", tag("code", f"tregua reproduce {record.model}"), class_="small"),
        tag("section", tag("h2", _say(view, "account")), prose(view.pick(account(record.model)), code)),
        tag("section", tag("h2", _say(view, "starts_from")), parameters(record, known, view)),
        sources_of([(record, rows)], known, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _numbers(title: str, rows: Sequence[Row], known: Known, view: View) -> Html:
    """A table of targets, those that are missed first."""
    if not rows:
        return Html()
    heads: list[object] = [text(view.language, f"models.table.{key}") for key in ("quantity", *NUMBERS, "source")]
    listed = sorted(rows, key=lambda one: [*MARKS].index(one.status))
    return table(title, heads, [_target(one, heads, known, view) for one in listed], "cards figures")


def _derived(rows: Sequence[Row], known: Known, view: View) -> Html:
    """Our own values: those that are missed stand open, the others are folded."""
    missed = [one for one in rows if one.status in MISSED]
    others = [one for one in rows if one.status not in MISSED]
    title = _say(view, "regression", count=len(others))
    heads: list[object] = [text(view.language, f"models.table.{key}") for key in ("quantity", *NUMBERS)]
    listed = [_own(one, heads, view) for one in others]
    return join(
        _numbers(_say(view, "regression_missed", count=len(missed)), missed, known, view),
        folded(title, table(title, heads, listed, "cards figures")) if others else "",
    )


def _own(found: Row, heads: list[object], view: View) -> Html:
    """A value that we alone computed, in few words."""
    target, language = found.target, view.language
    unit, note = unit_in_words(target, language), note_in_words(found, language)
    head = join(view.pick(target.text), tag("code", target.id), tag("span", note, class_="small") if note else "")
    shown = [f"{one} {unit}" for one in (published_in_words(target, language), ours_in_words(found, language))]
    shown.append(text(language, f"models.status.{found.status}"))
    return row(head, list(zip(heads[1:], shown, strict=True)), view.id("target", target.id))


def _target(found: Row, heads: list[object], known: Known, view: View) -> Html:
    target, language = found.target, view.language
    unit, note = unit_in_words(target, language), note_in_words(found, language)
    cells: list[object] = [
        f"{published_in_words(target, language)} {unit}",
        tag("strong", f"{ours_in_words(found, language)} {unit}"),
        join(status(found, view), " ", tagged(target.tag, view)),
        join(
            cited(target.source, known, view) or _say(view, "from_memory"),
            " ",
            read_as(found, view),
            tag("span", note, class_="small") if note else "",
        ),
    ]
    head = join(view.pick(target.text), tag("code", target.id))
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("target", target.id))


def meanings(rows: Sequence[Row], view: View) -> Html:
    """What each status of some targets means."""
    found = [one for one in MARKS if any(each.status == one for each in rows)]
    return tag("ul", *(tag("li", _meaning(one, view)) for one in found))


def _meaning(one: Status, view: View) -> Html:
    meaning = text(view.language, f"models.meaning.{one}")
    return join(tag("b", f"{MARKS[one][0]} ", text(view.language, f"models.status.{one}")), f": {meaning}")


def status(found: Row, view: View) -> Html:
    """What became of a target: a sign and a word."""
    sign, look = MARKS[found.status]
    word = text(view.language, f"models.status.{found.status}")
    return tag("strong", tag("span", sign, aria_hidden="true"), f" {word}", class_=f"finding {look}")
