"""Claims as people read them: a card a verdict, the evidence on both sides, and a page of its own for each."""

from collections.abc import Sequence

from tregua.catalogue.beside import own_folder
from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.evidence.answers import verdicts
from tregua.evidence.schema import Bearing, Claim, Estimate, Row, Search
from tregua.evidence.study import side_of, standing
from tregua.evidence.verdict import Verdict, Word
from tregua.lab.model import lab
from tregua.show.draw.harvest import harvest
from tregua.show.html import Html, View, folded, join, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.estimates import estimates_table
from tregua.show.page.leaf import chosen_by, found_at
from tregua.show.page.named import named
from tregua.show.page.one_series import one_series
from tregua.show.words import claims as words
from tregua.show.words.claim_review import data_block
from tregua.show.words.estimates import effect_in_words, users
from tregua.show.words.numbers import exact
from tregua.show.words.series import refs_of
from tregua.show.words.series_csv import when
from tregua.show.words.shared import caveats, citation_record, pick
from tregua.show.words.source import shares
from tregua.show.words.verdicts import (
    QUESTION,
    SIDES,
    certainty_in_words,
    evidence_of,
    reading,
    robustness,
    search_in_words,
    verdict_in_words,
    why,
)
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SHAPES: dict[Word, str] = {"supported": "●", "contradicted": "✕", "mixed": "◐", "not_tested": "○", "not_testable": "◇"}
"""A shape for each verdict, so that its colour is never alone."""
TOLD = ("mechanism", "tested_as", "would_count", "context", "no_run")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def render_claim(claim: Claim, language: Language = "en", site: str = "") -> str:
    """The page of one claim: its verdict, both sides, every estimate and series behind it, every source."""
    titles = {one: f"{claim.id}. {getattr(claim.statement, one)}" for one in LANGUAGES}
    return frame(
        titles,
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [_page(claim, view) for view in views_of(language, site)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("claims.css"),
        data="" if own_folder() else data_block(claim),
        site=site,
    )


def _page(claim: Claim, view: View) -> Html:
    told = [tag("li", one) for one in caveats("claim", view.language)]
    figures = [ref for name in claim.series for ref in refs_of(ledger.series()[name])]
    refs = dict.fromkeys([*words.sources_behind(claim), *([] if view.in_site else figures)])
    return tag(
        "div",
        tag("h1", f"{claim.id}. {view.pick(claim.statement)}"),
        said_by(claim, view),
        tag("ul", *(_link_to(claim, row, view) for row in claim.rows), class_="words") if len(claim.rows) > 1 else "",
        would_change(claim, view),
        *(row_section(claim, row, view, "h2") for row in claim.rows),
        tag("section", tag("h2", _say(view, "section.about")), about(claim, view), tag("ul", *told, class_="small")),
        rule(view),
        "" if view.in_site else _estimates(claim, view),
        searches(claim, view),
        _series(claim, view),
        tag(
            "section",
            tag("h2", _say(view, "section.sources")),
            tag("p", shares((sources()[ref] for ref in refs), view.language), class_="small"),
            view.bibliography(sources()[ref] for ref in refs),
        ),
        tag("p", tag("code", f"tregua claim {claim.id}"), class_="small"),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _link_to(claim: Claim, row: Row, view: View) -> Html:
    """An outcome with its verdict, on top of the page."""
    found = verdicts(claim.id)[row.id]
    return tag("li", view.link("row", f"{claim.id}.{row.id}", view.pick(row.title)), " ", finding(found, view))


def _estimates(claim: Claim, view: View) -> Html:
    """Every estimate in full, folded, for a page that stands alone; in the site each has a page of its own."""
    listed = [ledger.estimates()[name] for name in claim.estimates]
    title = _say(view, "section.all_estimates", count=len(listed))
    table = estimates_table(title, listed, view, lambda one: _uses(one, view))
    return tag("section", tag("h2", _say(view, "section.estimates")), folded(title, table)) if listed else Html()


def _series(claim: Claim, view: View) -> Html:
    """The series behind a claim, in the site with the last figure and a link to the others."""
    known = [ledger.series()[name] for name in claim.series]
    last = [
        f"{when(one.points[-1])}: {exact(one.points[-1].value, view.language)} {view.unit(one.unit)}" for one in known
    ]
    short = [
        tag("li", view.to("series", one.id, view.pick(one.text)), f". {figure}")
        for one, figure in zip(known, last, strict=True)
    ]
    shown = tag("ul", *short) if view.in_site else join(*(one_series(one, view) for one in known))
    return tag("section", tag("h2", _say(view, "section.series")), shown) if known else Html()


def _uses(estimate: Estimate, view: View) -> Html:
    """What uses an estimate; no record of it stands on a page that stands alone."""
    parameters, claims = users()[estimate.id]
    named = join(*(tag("code", name) for name in (*parameters, *claims)), between=", ")
    return join(named, pick(estimate.unused, view.language) or "")


def cards(view: View) -> Html:
    """Search, a choice of verdicts and a card a claim."""
    listed = [_card(one, view) for one in ledger.claims().values()]
    return join(found_at(view), _filter(view), tag("ul", *listed, class_="verdicts"))


def _filter(view: View) -> Html:
    found = [{one.word for one in verdicts(name).values()} for name in ledger.claims()]
    choices = [("all", _say(view, "filter.all", count=len(found)))]
    counts = {word: sum(word in one for one in found) for word in SHAPES}
    choices += [
        (word, f"{shape} {_say(view, f'verdict.{word}')} ({counts[word]})")
        for word, shape in SHAPES.items()
        if counts[word]
    ]
    return chosen_by(view, "verdict", _say(view, "filter.legend"), choices)


def _card(claim: Claim, view: View) -> Html:
    found = verdicts(claim.id)
    named = len(claim.rows) > 1
    rows = [
        tag(
            "li",
            tag("p", tag("b", view.pick(row.title)) if named else "", finding(found[row.id], view)),
            plot(found[row.id], view),
        )
        for row in claim.rows
    ]
    words_found = dict.fromkeys(one.word for one in found.values())
    return tag(
        "li",
        tag("h3", view.lead("claim", claim.id, f"{claim.id}. {view.pick(claim.statement)}")),
        tag("ul", *rows, class_="rows"),
        class_=" ".join(["card", *words_found]),
    )


def finding(found: Verdict, view: View) -> Html:
    """A verdict as a word with its certainty, its shape and colour."""
    shape = tag("span", SHAPES[found.word], aria_hidden="true")
    return tag("strong", shape, f" {verdict_in_words(found, view.language)}", class_=f"finding {found.word}")


def plot(found: Verdict, view: View) -> Html:
    """The harvest plot, or that no study counts."""
    if not any(one.standing == "counts" for one in found.studies):
        return tag("p", _say(view, "balance.none"), class_="balance")
    return harvest(found, view)


def claim_record(claim: Claim, view: View) -> Html:
    """A claim in the ledger, folded."""
    title = tag("h3", f"{claim.id}. {view.pick(claim.statement)}")
    found = verdicts(claim.id)
    return tag(
        "details",
        tag("summary", title, " ", *(finding(found[row.id], view) for row in claim.rows)),
        tag(
            "article",
            said_by(claim, view),
            would_change(claim, view),
            *(row_section(claim, row, view, "h4") for row in claim.rows),
            about(claim, view),
            id_=view.id("claim", claim.id),
        ),
        class_="record",
    )


def row_section(claim: Claim, row: Row, view: View, heading: str) -> Html:
    """A row: word and certainty with why, for and against, robustness, what was read, and the estimates."""
    found = verdicts(claim.id)[row.id]
    question = [told(_say(view, f"question.{name}"), view.pick(getattr(row, name))) for name in QUESTION]
    certain = certainty_in_words(found.certainty, view.language) if found.certainty else ""
    lines = [
        told(_say(view, "column.certainty"), certain),
        told(_say(view, "column.robustness"), named(robustness(found, view.language), view)),
        told(_say(view, "column.reading"), reading(found, view.language)),
    ]
    return tag(
        "section",
        tag(heading, view.pick(row.title), " ", finding(found, view)),
        tag("dl", *question, class_="question small"),
        tag("p", named(why(row, found, view.language), view)),
        plot(found, view) if any(one.standing == "counts" for one in found.studies) else "",
        tag("dl", *lines),
        sides(row, view, {"h2": "h3", "h4": "h5"}[heading]) if row.evidence else "",
        id_=view.id("row", f"{claim.id}.{row.id}") if heading == "h2" else None,
        class_="row",
    )


def rule(view: View) -> Html:
    """The rule in short, folded, for whoever has only the page."""
    return folded(_say(view, "rule.title"), tag("p", _say(view, "rule")))


def searches(claim: Claim, view: View) -> Html:
    """What was searched for a claim, folded."""
    if not claim.search:
        return Html()
    listed = [tag("li", _search(one, view)) for one in claim.search]
    return tag("section", tag("h2", _say(view, "column.search")), tag("ul", *listed, class_="small"))


def _search(search: Search, view: View) -> Html:
    return named(search_in_words(words.search_record(search, view.language), view.language), view)


def would_change(claim: Claim, view: View) -> Html:
    """What would change the verdict."""
    return tag("p", tag("b", _say(view, "column.would_change"), ". "), view.pick(claim.would_change))


def said_by(claim: Claim, view: View) -> Html:
    """Who said it, when and where."""
    return tag("p", f"{view.pick(claim.speaker)}, {claim.said_on}. ", cites(claim.source, view), class_="small")


def about(claim: Claim, view: View) -> Html:
    """What the claim rests on, how it was tested, what would change the verdict, how to cite it."""
    linked = [view.lead("series", name, view.pick(ledger.series()[name].text)) for name in claim.series]
    return join(
        tag("dl", *(told(_say(view, f"column.{key}"), pick(getattr(claim, key), view.language)) for key in TOLD)),
        tag("p", f"{_say(view, 'column.context')}: ", cites(claim.context_source, view), class_="small")
        if claim.context_source
        else "",
        tag("p", f"{_say(view, 'column.series')}: ", join(*linked, between="; ")) if linked else "",
        _run(claim, view),
        how_to_cite(claim.id, view.pick(claim.statement), claim.checked, view),
    )


def _run(claim: Claim, view: View) -> Html:
    """How to run its mechanism in the lab, and the levers that this moves."""
    if claim.run is None:
        return Html()
    known = lab().levers
    moved = dict.fromkeys(one.lever for one in claim.run.levers)
    named = join(*(view.to("lever", one, view.pick(known[one].text)) for one in moved), between=", ")
    return tag("p", tag("code", f"tregua claim {claim.id} --run"), " ", named)


def sides(row: Row, view: View, heading: str) -> Html:
    """The estimates that count, for and against with the same room, then those on neither side and those only shown."""
    listed = evidence_of(row)
    counted = [(link, one) for link, one in listed if standing(one) == "counts"]
    columns: dict[str, list[tuple[Bearing, Estimate]]] = {}
    for where in SIDES:
        columns[where] = [(link, one) for link, one in counted if side_of(link, one) == where]
    columns["uncounted"] = [(link, one) for link, one in listed if standing(one) != "counts"]
    both = [_side(where, columns[where], view, heading) for where in ("for", "against")]
    more = [_side(where, columns[where], view, heading) for where in ("neither", "uncounted") if columns[where]]
    return join(tag("div", *both, class_="sides"), *more)


def _side(where: str, listed: Sequence[tuple[Bearing, Estimate]], view: View, heading: str) -> Html:
    items = [tag("li", _evidence(link, estimate, view)) for link, estimate in listed]
    named = tag(heading, _say(view, f"heading.{where}", count=len(listed)))
    return tag("div", named, tag("ul", *items) if items else tag("p", _say(view, "section.nothing")))


def _evidence(link: Bearing, estimate: Estimate, view: View) -> Html:
    """An estimate on a row: its effect, what it compares, how it counts, how it was read."""
    standing_of = standing(estimate)
    parts = [
        f"{text(view.language, f'ledger.design.{estimate.design}')}, {view.pick(estimate.place)}",
        f"{_say(view, 'column.grade')} {estimate.grade}",
        _say(view, f"bearing.{link.bearing}"),
        _say(view, f"risk.{ledger.risk_of(estimate)}"),
        f"{_say(view, f'side.{side_of(link, estimate)}')}; {_say(view, f'standing.{standing_of}')}"
        if standing_of != "counts"
        else "",
        view.say(f"sources.read.{estimate.read}"),
    ]
    return join(
        view.lead("estimate", estimate.id, effect_in_words(estimate, view.language)),
        f" {view.pick(estimate.intervention)} → {view.pick(estimate.outcome)}. ",
        tag(
            "span",
            f"{'; '.join(part for part in parts if part)}. {view.pick(link.why)} ",
            cites(estimate.source, view),
            class_="small",
        ),
    )


def told(name: str, content: object) -> Html:
    """A term and what is said of it, where there is something."""
    return join(tag("dt", name), tag("dd", content)) if content else Html()


def cites(citations: Sequence[Citation], view: View) -> Html:
    """Sources one after the other."""
    return join(*(view.cite(one) for one in citations), between="; ")


def how_to_cite(key: str, title: str, checked: str, view: View) -> Html:
    """How to cite a record of the ledger, folded."""
    citation = citation_record(key, title, checked, view.language)
    checked_on = _say(view, "checked", date=checked)
    return folded(f"{_say(view, 'cite')} ({checked_on})", tag("p", citation["apa"]), tag("pre", citation["bibtex"]))
