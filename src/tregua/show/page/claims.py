"""Claims as people read them: a card a verdict, the evidence on both sides, and a page of its own for each."""

from collections.abc import Sequence

from tregua.catalogue.read import sources
from tregua.catalogue.record import Citation
from tregua.evidence import ledger
from tregua.evidence.schema import Bearing, Claim, Estimate
from tregua.evidence.verdict import Voice
from tregua.show.html import Html, View, folded, join, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.estimates import estimates_table
from tregua.show.page.one_series import one_series
from tregua.show.words import claims as words
from tregua.show.words.estimates import effect_in_words, users
from tregua.show.words.numbers import number
from tregua.show.words.shared import caveats, citation_record, pick
from tregua.show.words.source import shares
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

SHAPES = {"supported": "●", "contradicted": "✕", "mixed": "◐", "not_tested": "○", "not_testable": "◇"}
"""A shape for each verdict, so that its colour is never alone."""
TOLD = ("mechanism", "tested_as", "would_count", "context", "no_run", "would_change")


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"ledger.{key}", **values)


def render_claim(claim: Claim, language: Language = "en") -> str:
    """The page of one claim: its verdict, both sides, every estimate and series behind it, every source."""
    titles = {one: f"{claim.id}. {getattr(claim.statement, one)}" for one in LANGUAGES}
    return frame(
        titles,
        {one: text(one, "ledger.section.tagline") for one in LANGUAGES},
        [_page(claim, view) for view in views_of(language)],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("claims.css"),
    )


def _page(claim: Claim, view: View) -> Html:
    estimates = [estimate for _, estimate, _ in words.sided(claim)]
    told = [tag("li", one) for one in caveats("claim", view.language)]
    title = _say(view, "section.all_estimates", count=len(estimates))
    listed = [one_series(ledger.series()[name], view) for name in claim.series]
    refs = dict.fromkeys([*words.sources_behind(claim), *(ledger.series()[name].source.ref for name in claim.series)])
    return tag(
        "div",
        tag("h1", f"{claim.id}. {view.pick(claim.statement)}"),
        verdict_of(claim, view),
        balance(claim, view),
        said_by(claim, view),
        sides(claim, view, "h2"),
        tag("section", tag("h2", _say(view, "section.about")), about(claim, view), tag("ul", *told, class_="small")),
        tag("section", tag("h2", _say(view, "section.estimates")), folded(title, _table(title, estimates, view)))
        if estimates
        else "",
        tag("section", tag("h2", _say(view, "section.series")), *listed) if listed else "",
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


def _table(title: str, estimates: Sequence[Estimate], view: View) -> Html:
    return estimates_table(title, estimates, view, lambda one: _uses(one, view))


def _uses(estimate: Estimate, view: View) -> Html:
    """What uses an estimate; on this page no record of it stands to lead to."""
    parameters, claims = users()[estimate.id]
    named = join(*(tag("code", name) for name in (*parameters, *claims)), between=", ")
    return join(named, pick(estimate.unused, view.language) or "")


def cards(view: View) -> Html:
    """Search, a choice of verdicts and a card a claim."""
    listed = [_card(one, view) for one in ledger.claims().values()]
    return join(_find(view), _filter(view), tag("ul", *listed, class_="verdicts"))


def _find(view: View) -> Html:
    """Search; the script shows it."""
    name = view.id("find", "words")
    status = tag("span", role="status", data_told=_say(view, "found_records", count="#"))
    field = tag("input", type="search", id_=name, autocomplete="off")
    return tag("p", tag("label", _say(view, "find"), for_=name), field, " ", status, class_="find", hidden="hidden")


def _filter(view: View) -> Html:
    found = [words.verdict_record(one, view.language)["word"] for one in ledger.claims().values()]
    choices = [("all", _say(view, "filter.all", count=len(found)))]
    choices += [
        (word, f"{shape} {_say(view, f'verdict.{word}')} ({found.count(word)})")
        for word, shape in SHAPES.items()
        if word in found
    ]
    group = view.id("show", "verdict")
    buttons = [
        join(
            tag(
                "input",
                type="radio",
                name=group,
                id_=view.id("show", word),
                class_=f"of-{word}",
                checked="checked" if word == "all" else None,
                autocomplete="off",
            ),
            tag("label", told, for_=view.id("show", word)),
        )
        for word, told in choices
    ]
    return tag("fieldset", tag("legend", _say(view, "filter.legend")), *buttons, class_="filter")


def _card(claim: Claim, view: View) -> Html:
    word = words.verdict_record(claim, view.language)["word"]
    return tag(
        "li",
        tag("h3", view.link("claim", claim.id, f"{claim.id}. {view.pick(claim.statement)}")),
        tag("p", finding(claim, view)),
        balance(claim, view),
        class_=f"card {word}",
    )


def finding(claim: Claim, view: View) -> Html:
    """The verdict as a word with its shape and colour."""
    found = words.verdict_record(claim, view.language)
    shape = tag("span", SHAPES[found["word"]], aria_hidden="true")
    return tag("strong", shape, f" {found['in_words']}", class_=f"finding {found['word']}")


def verdict_of(claim: Claim, view: View) -> Html:
    """The verdict and how it was reached."""
    return tag("p", finding(claim, view), " ", words.verdict_record(claim, view.language)["why"])


def balance(claim: Claim, view: View) -> Html:
    """The share of the votes that are for and against, with the quarters that decide, and the count in words."""
    found = words.verdict_record(claim, view.language)
    for_, against = (sum(found[f"votes_{side}"].values()) for side in ("for", "against"))
    if not for_ + against:
        return tag("p", _say(view, "balance.none"), class_="balance")
    share = 100 * for_ / (for_ + against)
    bar = tag("span", tag("span", style=f"width:{share:.1f}%"), aria_hidden="true", class_="votes")
    sides = [tag("span", _side_in_words(side, found, view)) for side in ("for", "against")]
    return tag("div", bar, *sides, class_=f"balance {found['word']}")


def _side_in_words(side: str, found: dict[str, object], view: View) -> Html:
    votes = found[f"votes_{side}"]
    assert isinstance(votes, dict)
    head = tag("b", _say(view, f"column.{side}"))
    if not votes:
        return join(head, " ", _say(view, "balance.nothing"))
    values = {"votes": number(sum(votes.values()), view.language), "grade": found[f"grade_{side}"]}
    key = "balance.one" if len(votes) == 1 else "balance.many"
    return join(head, " ", _say(view, key, studies=len(votes), **values))


def claim_record(claim: Claim, view: View) -> Html:
    """A claim in the ledger, folded."""
    title = tag("h3", f"{claim.id}. {view.pick(claim.statement)}")
    return tag(
        "details",
        tag("summary", title, " ", finding(claim, view)),
        tag(
            "article",
            verdict_of(claim, view),
            balance(claim, view),
            said_by(claim, view),
            sides(claim, view, "h4"),
            about(claim, view),
            id_=view.id("claim", claim.id),
        ),
        class_="record",
    )


def said_by(claim: Claim, view: View) -> Html:
    """Who said it, when and where."""
    return tag("p", f"{view.pick(claim.speaker)}, {claim.said_on}. ", cites(claim.source, view), class_="small")


def about(claim: Claim, view: View) -> Html:
    """What the claim rests on, how it was tested, what would change the verdict, how to cite it."""
    linked = [view.link("series", name, name) for name in claim.series]
    return join(
        tag("dl", *(told(_say(view, f"column.{key}"), pick(getattr(claim, key), view.language)) for key in TOLD)),
        tag("p", f"{_say(view, 'column.series')}: ", join(*linked, between=", ")) if linked else "",
        tag("p", tag("code", f"tregua claim {claim.id} --run")) if claim.run else "",
        how_to_cite(claim.id, view.pick(claim.statement), claim.checked, view),
    )


def sides(claim: Claim, view: View, heading: str) -> Html:
    """Both sides of a claim with the same room and the same detail."""
    sided = words.sided(claim)
    both = [_side(side, [one for one in sided if one[2].side == side], view, heading) for side in ("for", "against")]
    return tag("div", *both, class_="sides")


def _side(side: str, listed: Sequence[tuple[Bearing, Estimate, Voice]], view: View, heading: str) -> Html:
    items = [
        tag(
            "li",
            view.link("estimate", estimate.id, effect_in_words(estimate, view.language)),
            f" {view.pick(estimate.intervention)} → {view.pick(estimate.outcome)}. ",
            tag(
                "span",
                f"{text(view.language, f'ledger.design.{estimate.design}')}, {view.pick(estimate.place)}; "
                f"{_say(view, 'column.grade')} {estimate.grade}, {_say(view, f'bearing.{link.bearing}')}. ",
                f"{view.pick(link.why)} ",
                view.cite(estimate.source[0]),
                class_="small",
            ),
        )
        for link, estimate, _ in listed
    ]
    studies = len({estimate.voice for _, estimate, _ in listed})
    named = tag(heading, _say(view, f"heading.{side}", count=len(listed), studies=studies))
    return tag("div", named, tag("ul", *items) if items else tag("p", _say(view, "section.nothing")))


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
