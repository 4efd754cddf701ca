"""Every regime that runs as rules: what it is, who issued it, its dates, and where to decide a case by it."""

from collections.abc import Iterable
from itertools import groupby
from typing import get_args

from tregua.regimes.own import source_named
from tregua.regimes.rules import Rules
from tregua.regimes.schema import TextStatus
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.around import frame, views_of
from tregua.show.page.law import cited_in, linked
from tregua.show.words.law import force_in_words
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

DECIDE = "decide.html"
STYLE = """main h2 { font-size: 1.2rem; margin-top: 1.6rem; }
.cards caption { position: absolute; clip-path: inset(50%); }
@media screen and (min-width: 821px) {
  .cards { table-layout: fixed; }
  .cards th:first-child, .cards th:nth-child(2) { width: 25%; }
  .cards th:nth-child(4) { width: 20%; }
}
"""


def render_laws(regimes: Iterable[Rules], language: Language = "en", site: str = "") -> str:
    """The page of all regimes; `language` is the one it opens in."""
    order = get_args(TextStatus)
    listed = sorted(regimes, key=lambda one: (order.index(one.regime.text_status), one.regime.dated, one.regime.id))
    return frame(
        {one: text(one, "law.list.title") for one in LANGUAGES},
        {one: text(one, "law.page.tagline") for one in LANGUAGES},
        [_body(listed, view) for view in views_of(language, site)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        STYLE,
        site=site,
    )


def case_link(name: str, view: View) -> Html:
    """To the interview on one regime, in the language of the view."""
    address = f"{DECIDE}#regime={name}" + (f"&l={view.language}" if view.prefix else "")
    return tag("a", text(view.language, "law.list.case"), href=address)


def _body(listed: list[Rules], view: View) -> Html:
    refs = {place.ref for rules in listed for place in rules.regime.source}
    rows = sum(len(rules.rules) for rules in listed)
    return tag(
        "div",
        tag("h1", text(view.language, "law.list.heading", count=len(listed), rows=rows)),
        tag("p", text(view.language, "law.list.lede"), class_="lede"),
        tag("p", view.page(DECIDE, text(view.language, "law.list.decide"))),
        *(_group(status, [*each], view) for status, each in groupby(listed, _status)),
        tag(
            "section",
            tag("h2", text(view.language, "law.page.sources"), id_=view.id("section", "sources")),
            view.bibliography(source_named(ref) for ref in refs),
        ),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _status(rules: Rules) -> str:
    return rules.regime.text_status


def _group(status: str, listed: list[Rules], view: View) -> Html:
    """The texts of one kind."""
    said = text(view.language, f"regimes.text_status.{status}")
    title = said[:1].upper() + said[1:]
    keys = ("law.table.regime", "law.page.issuer", "law.page.dated", "law.table.in_force", "law.table.as_of")
    heads: list[object] = [*(text(view.language, key) for key in keys), text(view.language, "law.table.rows")]
    lines = [_line(rules, heads, view) for rules in listed]
    return tag(
        "section", tag("h2", title), table(text(view.language, "law.list.caption", status=title), heads, lines, "cards")
    )


def _line(rules: Rules, heads: list[object], view: View) -> Html:
    regime = rules.regime
    cited = [tag("li", cited_in(place, view)) for place in regime.source]
    of_states = [linked(view.pick(one), view) for one in regime.caveats] if regime.text_status == "treaty" else []
    head = join(view.to("regime", regime.id, view.pick(regime.text)), tag("code", regime.id))
    cells = [
        join(view.pick(regime.issuing_body), tag("ul", *cited, class_="small")),
        regime.dated,
        join(tag("p", force_in_words(regime, view.language)), *(tag("span", one, class_="small") for one in of_states)),
        regime.as_of,
        join(tag("p", len(rules.rules)), case_link(regime.id, view)),
    ]
    return row(head, [*zip(heads[1:], cells, strict=True)])
