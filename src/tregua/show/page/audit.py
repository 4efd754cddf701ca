"""An audit as one self-contained HTML file: what was counted, which rows decide nothing, and the smallest cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from tregua.regimes.audit import Audit
from tregua.regimes.rules import Rules
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.words.audit import audit_record, decided_in_words, headings
from tregua.show.words.law import dates_in_words, stated_in_words, told_by
from tregua.show.words.numbers import exact
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SECTIONS = ("about", "counts", "unreachable", "cases")
_CLASSES = ("decided", "silent", "conflicting")
_STANDINGS = ("decided", "provisional", "undetermined", "conflicting")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"audit.page.{key}", **values)


def render_audit(read: Sequence[Rules], audit: Audit, language: Language = "en", site: str = "") -> str:
    """The page of an audit; `language` is the one it opens in."""
    views = views_of(language, site)
    return frame(
        {view.language: _title(read, view) for view in views},
        {one: text(one, "law.page.tagline") for one in LANGUAGES},
        [_body(read, audit_record(audit, view.language), view) for view in views],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        site=site,
    )


def _title(read: Sequence[Rules], view: View) -> str:
    return _say(view, "title", regimes=" + ".join(view.pick(rules.regime.text) for rules in read))


def _body(read: Sequence[Rules], found: Mapping[str, Any], view: View) -> Html:
    links = [tag("li", view.link("section", name, _say(view, name))) for name in SECTIONS]
    advice = text(view.language, "regimes.caveat.not_advice")
    return tag(
        "div",
        tag("h1", _title(read, view)),
        tag("p", tag("strong", view.say("read_first"), ". "), advice, class_="first"),
        tag("nav", tag("ul", *links), aria_label=view.say("contents")),
        _about(read, view),
        _counts(found, view),
        _unreachable(found, view),
        _cases(found, view),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _section(view: View, name: str, *contents: object) -> Html:
    return tag("section", tag("h2", _say(view, name), id_=view.id("section", name)), *contents)


def _about(read: Sequence[Rules], view: View) -> Html:
    listed = []
    for rules in read:
        regime = rules.regime
        caveats = [tag("li", one) for one in dict.fromkeys(map(str, told_by(rules, view.language)))]
        dates = dates_in_words(regime, view.language)
        listed += [
            tag("dt", view.to("regime", regime.id, view.pick(regime.text))),
            tag("dd", dates, tag("ul", *caveats)),
        ]
    return _section(view, "about", tag("dl", *listed))


def _counts(found: Mapping[str, Any], view: View) -> Html:
    whole = {name: found[name] for name in _CLASSES}
    kinds = {text(view.language, "audit.whole"): whole, **_named(found["kinds"], view)}
    numbers = {name: exact(found[name], view.language) for name in ("total", *_CLASSES)}
    lede = text(view.language, "audit.counts", facts=len(found["facts"]), **numbers)
    total = exact(found["total_with_unknown"], view.language)
    unknown = text(view.language, "audit.with_unknown", total=total)
    return _section(
        view,
        "counts",
        tag("p", lede),
        _table(_say(view, "counts"), kinds, _CLASSES, view),
        tag("p", unknown),
        _table(_say(view, "with_unknown"), _named(found["with_unknown"], view), _STANDINGS, view),
    )


def _named(kinds: Mapping[str, Mapping[str, int]], view: View) -> dict[str, Mapping[str, int]]:
    return {text(view.language, f"regimes.kind.{kind}"): counts for kind, counts in kinds.items()}


def _table(caption: str, kinds: Mapping[str, Mapping[str, int]], names: Sequence[str], view: View) -> Html:
    heads = [_say(view, name) for name in names]
    listed = [
        row(kind, [(head, exact(counts[name], view.language)) for head, name in zip(heads, names, strict=True)])
        for kind, counts in kinds.items()
    ]
    return table(caption, [_say(view, "of"), *heads], listed, "cards")


def _unreachable(found: Mapping[str, Any], view: View) -> Html:
    rows = [tag("li", tag("code", one)) for one in found["unreachable"]]
    return _section(view, "unreachable", tag("ul", *rows) if rows else tag("p", _say(view, "no_unreachable")))


def _cases(found: Mapping[str, Any], view: View) -> Html:
    heads = [_say(view, key) for key in ("shows", "facts", "outcomes")]
    listed = []
    for witness in found["witnesses"]:
        facts = [stated_in_words(name, value, view.language) for name, value in witness["facts"].items()]
        cells = [_list(facts), _list(decided_in_words(witness, view.language))]
        shown = join(*(tag("p", heading) for heading in headings(witness, view.language)))
        listed.append(row(shown, [*zip(heads[1:], cells, strict=True)]))
    return _section(
        view,
        "cases",
        tag("p", _say(view, "cases_lede")),
        table(_say(view, "cases"), [*heads], listed, "cards"),
    )


def _list(lines: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", line) for line in lines))
