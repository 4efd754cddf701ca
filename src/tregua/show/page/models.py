"""Published models as one self-contained HTML file: every target beside our value, every parameter with its source."""

from collections.abc import Iterable, Mapping, Sequence

from tregua.catalogue.errors import InputError
from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation, Source
from tregua.models.reproduce import Row
from tregua.models.schema import ModelParameter, ModelParameters
from tregua.show.html import Html, View, folded, join, row, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.run_parameters import tagged
from tregua.show.words.models import (
    Found,
    apart,
    by_tag,
    figure,
    note_in_words,
    ours_in_words,
    published_in_words,
    summary,
    unit_in_words,
)
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

_TARGET = ("quantity", "theirs", "ours", "status_tag", "source")
_PARAMETER = ("parameter", "value", "source", "note")
Known = Mapping[str, Source]


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"models.page.{key}", **values)


def render_models(found: Found, language: Language, broken: Mapping[str, InputError]) -> str:
    """The page of some models, and of those that cannot be loaded; `language` is the one it opens in."""
    return frame(
        {one: text(one, "models.page.title") for one in LANGUAGES},
        {one: text(one, "models.page.tagline") for one in LANGUAGES},
        [_body(found, broken, view) for view in views_of(language)],
        {one: text(one, "models.page.footer", version=VERSION) for one in LANGUAGES},
        language,
    )


def _body(found: Found, broken: Mapping[str, InputError], view: View) -> Html:
    first, *rest = summary([one for _, rows in found for one in rows], view.language) or [""]
    models = [one for part in apart(found) for one in part]
    listed = [tag("li", view.link("model", record.model, view.pick(record.text))) for record, _ in models]
    known = known_to(record for record, _ in found)
    return tag(
        "div",
        tag("h1", _say(view, "title")),
        tag("p", _say(view, "lede"), class_="lede"),
        tag("p", tag("strong", first), class_="first"),
        tag("ul", *(tag("li", line) for line in rest)),
        tag("nav", tag("ul", *listed), aria_label=view.say("contents")),
        *(_model(record, rows, known, view) for record, rows in models),
        *(_broken(name, error, view) for name, error in broken.items()),
        sources_of(found, known, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def known_to(records: Iterable[ModelParameters]) -> Known:
    """The common list of sources, with those of some models."""
    return {**sources(), **{source.id: source for record in records for source in record.sources}}


def _broken(name: str, error: InputError, view: View) -> Html:
    title = text(view.language, "models.broken", model=name)
    return tag("section", tag("h2", title), tag("p", error.message(view.language)))


def _model(record: ModelParameters, rows: Sequence[Row], known: Known, view: View) -> Html:
    title = view.pick(record.text)
    groups = by_tag(rows)
    derived = groups.pop("derived", [])
    others = [one for group in groups.values() for one in group]
    return tag(
        "section",
        tag("h2", title, id_=view.id("model", record.model)),
        tag("p", view.pick(record.question), class_="lede"),
        tag("p", tag("code", record.model), " · ", cited(record.source, known, view)),
        tag("p", tag("strong", text(view.language, "models.sketch"))) if record.sketch else "",
        _targets(_say(view, "targets", model=title), others, known, view) if others else "",
        _derived(derived, known, view) if derived else "",
        parameters(record, known, view),
    )


def _targets(caption: str, rows: Sequence[Row], known: Known, view: View) -> Html:
    heads: list[object] = [text(view.language, f"models.table.{key}") for key in _TARGET]
    return table(caption, heads, [_target(one, heads, known, view) for one in rows], "cards")


def _derived(rows: Sequence[Row], known: Known, view: View) -> Html:
    """Our own regression values, folded."""
    title = _say(view, "regression", count=len(rows))
    return folded(title, _targets(title, rows, known, view))


def _target(found: Row, heads: list[object], known: Known, view: View) -> Html:
    target, language = found.target, view.language
    unit = tag("span", unit_in_words(target, language), class_="small")
    status, note = text(language, f"models.status.{found.status}"), note_in_words(found, language)
    cells: list[object] = [
        join(published_in_words(target, language), unit),
        join(tag("strong", ours_in_words(found, language)), unit),
        join(tag("strong", status) if found.status.startswith("not-") else status, " ", tagged(target.tag, view)),
        join(
            cited(target.source, known, view),
            join(" ", read_as(found, view)),
            tag("span", note, class_="small") if note else "",
        ),
    ]
    head = join(view.pick(target.text), tag("code", target.id))
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("target", f"{found.model}.{target.id}"))


def read_as(found: Row, view: View) -> Html:
    """How the best read of a target's sources was read."""
    return tag("span", view.say(f"sources.read.{found.read}"), class_="tag") if found.read else Html()


def parameters(record: ModelParameters, known: Known, view: View) -> Html:
    """The parameters, folded, below a line that names those that were fitted."""
    heads: list[object] = [text(view.language, f"models.table.{key}") for key in _PARAMETER]
    listed = [_parameter(record.model, one, heads, known, view) for one in record.parameters]
    fitted = ", ".join(one.symbol for one in record.parameters if one.fitted)
    title = _say(view, "parameters", count=len(listed))
    return join(
        tag("p", _say(view, "fitted", names=fitted) if fitted else _say(view, "nothing_fitted")),
        folded(title, table(title, heads, listed, "records cards")) if listed else "",
    )


def _parameter(model: str, record: ModelParameter, heads: list[object], known: Known, view: View) -> Html:
    language = view.language
    value = figure(record.value, record.unit, language)
    limits = record.range and " … ".join(
        figure(one, record.unit, language) for one in (record.range.low, record.range.high)
    )
    cells: list[object] = [
        join(
            tag("strong", f"{value} {unit_in_words(record, language)}".strip()),
            " ",
            tag("span", _say(view, "range", range=limits), class_="small") if limits else "",
            tagged(record.tag, view),
            " ",
            tag("span", _say(view, "is_fitted"), class_="tag") if record.fitted else "",
        ),
        join(
            cited(record.source, known, view),
            tag("code", f" = {record.derivation}") if record.derivation else "",
        )
        or "–",
        view.pick(record.note) if record.note else "–",
    ]
    head = join(f"{record.symbol}: {view.pick(record.text)}", tag("code", record.id))
    return row(head, list(zip(heads[1:], cells, strict=True)), view.id("parameter", f"{model}.{record.id}"))


def cited(citations: Sequence[Citation], known: Known, view: View) -> Html:
    """Author and year of each source, and where in it."""
    return join(
        *(
            tag(
                "span",
                view.link("source", one.ref, view.author_year(known[one.ref])),
                ": ",
                view.translated(one.locator),
            )
            for one in citations
        ),
        between="; ",
    )


def sources_of(found: Found, known: Known, view: View) -> Html:
    """What some models and their targets cite."""
    refs = {one.ref for record, _ in found for one in record.source}
    refs |= {one.ref for record, _ in found for parameter in record.parameters for one in parameter.source}
    refs |= {one.ref for _, rows in found for row_ in rows for one in row_.target.source}
    return bibliography((known[ref] for ref in refs), view)


def bibliography(listed: Iterable[Source], view: View) -> Html:
    """A list of sources under its heading, each once."""
    heading = tag("h2", view.say("sources.heading"), id_=view.id("section", "sources"))
    return tag("section", heading, view.bibliography({one.id: one for one in listed}.values()))
