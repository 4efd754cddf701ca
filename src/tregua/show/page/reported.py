"""A figure of the source texts beside what primary sources say, in the ledger and as a page of the site."""

from tregua.evidence.agreement import status
from tregua.evidence.promise_schema import Reported
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.claims import cites, how_to_cite, told
from tregua.show.page.leaf import ended, leaf, ledger_say
from tregua.show.page.run_parameters import tagged
from tregua.show.words import claims as words
from tregua.text import Language


def render_reported(figure: Reported, language: Language, site: str) -> str:
    """The page of a reported figure in both languages."""
    return leaf(lambda view: title_of(figure, view), lambda view: _body(figure, view), language, site)


def title_of(figure: Reported, view: View) -> str:
    """Its id and what it is."""
    return f"{figure.id}. {view.pick(figure.text)}"


def agreement(figure: Reported, view: View) -> Html:
    """Whether it agrees with the sources that were checked."""
    word = status(figure)
    return tag("strong", ledger_say(view, f"reported.{word}"), class_=f"finding {word}")


def _body(figure: Reported, view: View) -> Html:
    return join(
        tag("h1", title_of(figure, view), " ", agreement(figure, view)),
        reported(figure, view),
        ended("reported", words.sources_behind(figure), f"tregua claim {figure.id}", view),
    )


def reported(figure: Reported, view: View) -> Html:
    """Who said what, what was found, why it agrees or not, what would change that, how to cite it."""
    heads: list[object] = [ledger_say(view, f"column.{key}") for key in ("who", "what", "source")]
    rows = [
        row(
            ledger_say(view, "said"),
            list(zip(heads[1:], [view.pick(one.words), cites(one.source, view)], strict=True)),
        )
        for one in figure.said
    ]
    for one in figure.found:
        who = ledger_say(view, "found" if one.comparable else "found_other")
        what = join(view.pick(one.text), " ", tagged(one.tag, view))
        rows.append(row(who, list(zip(heads[1:], [what, cites(one.source, view)], strict=True))))
    return join(
        tag("p", view.pick(figure.why)),
        table(view.pick(figure.text), heads, rows, "cards"),
        tag("dl", told(ledger_say(view, "column.would_change"), view.pick(figure.would_change))),
        how_to_cite(figure.id, view.pick(figure.text), figure.checked, view),
    )
