"""Every estimate in a line, by the lever of the source texts that it is about; each leads to its page."""

from tregua.evidence import ledger
from tregua.evidence.gaps import levers
from tregua.evidence.schema import Estimate
from tregua.show.html import Html, View, join, tag
from tregua.show.page.leaf import found_at, leaf, ledger_say, say, study
from tregua.show.words.estimates import effect_in_words
from tregua.show.words.shared import caveats
from tregua.text import Language
from tregua.trace import checklist

OTHER = "none"  # the group of those that are about no lever


def render_estimates(language: Language, site: str) -> str:
    """The page of all estimates in both languages."""
    return leaf(lambda view: say(view, "estimates.title"), _body, language, site, search=True)


def _body(view: View) -> Html:
    known = ledger.estimates().values()
    titles = {item.id: f"{item.id}. {view.pick(item.text)}" for item in checklist()} | {
        OTHER: say(view, "estimates.none")
    }
    groups = {name: [one for one in known if first_lever(one) == name] for name in (*levers(), OTHER)}
    notes = (tag("li", one) for one in caveats("estimate", view.language))
    return join(
        tag("h1", say(view, "estimates.title")),
        tag(
            "p",
            say(view, "estimates.lede", count=len(known), sized=sum(one.effect is not None for one in known)),
            class_="lede",
        ),
        tag("ul", *notes, class_="small"),
        found_at(view),
        *(_group(name, titles[name], groups[name], view) for name in groups),
    )


def first_lever(estimate: Estimate) -> str:
    """The lever below which it stands in the list."""
    return estimate.levers[0] if estimate.levers else OTHER


def _group(name: str, title: str, group: list[Estimate], view: View) -> Html:
    heading = tag("summary", tag("h2", f"{title} ({len(group)})", id_=view.id("studied", name)))
    also = [one for one in ledger.estimates().values() if name in one.levers[1:]]
    links = join(*(view.to("estimate", one.id, study(one, view)) for one in also), between="; ")
    more = tag("p", f"{say(view, 'estimates.also')}: ", links, class_="small") if also else ""
    none = "" if group or also else tag("p", ledger_say(view, "map.none"))
    rows = tag("ul", *(_line(one, view) for one in group), class_="batch") if group else ""
    return tag("details", heading, rows, more, none, class_="heap group")


def _line(one: Estimate, view: View) -> Html:
    """What it is an effect of and on what; the effect; study and grade."""
    what = f"{view.pick(one.intervention)} → {view.pick(one.outcome)}"
    return tag(
        "li",
        view.to("estimate", one.id, what),
        f" {effect_in_words(one, view.language)}. {study(one, view)} ({one.grade})",
    )
