"""Gaps and conflicts of every regime, counted: where each decides, is silent, and where two readings contradict."""

from collections.abc import Iterable, Mapping
from functools import cache

from tregua.regimes.audit import Audit, Class, audit
from tregua.regimes.load import load_rules, regimes
from tregua.regimes.rules import Rules
from tregua.show.html import Html, View, join, row, table, tag
from tregua.show.page.around import titled
from tregua.show.words.numbers import percent
from tregua.text import LANGUAGES, Language, text

TOGETHER = ("s1_2022", "s2_2022")
"""Two readings of one promise, read as one."""


@cache
def audited() -> Mapping[str, tuple[list[Rules], Audit]]:
    """Each regime by itself, then the two readings of one promise, by the name of their page."""
    alone = {name: [load_rules(name)] for name in regimes()}
    together = {"-".join(TOGETHER): [load_rules(name) for name in TOGETHER]}
    return {name: (read, audit(read)) for name, read in {**alone, **together}.items()}


def render_audits(language: Language = "en", site: str = "") -> str:
    """The page that leads to the audit of each regime."""
    titles = {one: text(one, "audits.title") for one in LANGUAGES}
    return titled(titles, _contents, language, "law.page.tagline", "law.page.footer", site)


def _say(view: View, key: str, **values: object) -> str:
    return text(view.language, f"audits.{key}", **values)


def _contents(view: View) -> list[Html]:
    heads: list[object] = [_say(view, name) for name in ("regime", "silent", "conflicting", "gaps")]
    rows = [_row(name, read, found, heads, view) for name, (read, found) in audited().items()]
    alone = [found for read, found in audited().values() if len(read) == 1]
    silent = sum(any(counts["silent"] for counts in found.kinds.values()) for found in alone)
    return [
        tag("p", _say(view, "lede", silent=silent, count=len(alone)), class_="lede"),
        tag("p", _say(view, "how"), class_="small"),
        table(_say(view, "caption"), heads, rows, "cards"),
    ]


def _row(name: str, read: list[Rules], found: Audit, heads: list[object], view: View) -> Html:
    title = " + ".join(view.pick(rules.regime.text) for rules in read)
    gaps = dict.fromkeys(view.pick(one.gap_text) for one in found.witnesses if one.gap_text)
    cells = [_shares(found, "silent", view), _shares(found, "conflicting", view), _list(gaps)]
    return row(join(view.to("gaps", name, title), tag("code", name)), list(zip(heads[1:], cells, strict=True)))


def _shares(found: Audit, shown: Class, view: View) -> Html:
    """The share of combinations that are so on each kind of outcome; kinds on which none is are left out."""
    return _list(
        f"{text(view.language, f'regimes.kind.{kind}')} {percent(counts[shown] / found.total, view.language)}"
        for kind, counts in found.kinds.items()
        if counts[shown]
    )


def _list(lines: Iterable[str]) -> Html:
    listed = [tag("li", one) for one in lines]
    return tag("ul", *listed) if listed else Html("–")
