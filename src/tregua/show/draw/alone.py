"""A chart of a run as one stand-alone SVG: what it shows, its lines by name, its sources, how it was made."""

import textwrap
from functools import cache
from importlib.resources import files

from tregua.show.draw.fan import WIDE, fan, shown
from tregua.show.draw.panels import Material, Panel
from tregua.show.html import Html, View, tag
from tregua.show.words.said import in_words
from tregua.show.words.spanish import translated
from tregua.text import text

TOP, LINE, CHARACTERS = 34, 15, 190
RULES = (".fan", ".start", ".compared", ".mark")
_NS = "http://www.w3.org/2000/svg"


@cache
def _style() -> str:
    """The rules of the page that draw a chart."""
    css = (files("tregua") / "show" / "page" / "app.css").read_text("utf-8")
    ours = [line for line in css.splitlines() if line.startswith(RULES)]
    return "".join([*ours, "text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif}"])


def alone(panel: Panel, material: Material, view: View) -> str:
    """The chart of an outcome in a place with its title above and its small print below."""
    title = f"{view.pick(panel.outcome.text)}, {view.place(panel.outcome, panel.place)}"
    lines = [line for sentence in _told(panel, material, view) for line in textwrap.wrap(sentence, CHARACTERS)]
    height = TOP + WIDE.height + LINE * (len(lines) + 1)
    drawn = tag(
        "svg",
        tag("title", title),
        tag("style", Html(_style())),
        tag("rect", width=WIDE.width, height=height, fill="#fff"),
        tag("text", title, x=12, y=22, font_size=15, font_weight=700, fill="#1b1b1b"),
        tag("g", fan(panel, material, view, WIDE), transform=f"translate(0 {TOP})"),
        *(
            tag("text", line, x=12, y=TOP + WIDE.height + LINE * (at + 1), font_size=11, fill="#3d3d3d")
            for at, line in enumerate(lines)
        ),
        xmlns=_NS,
        width=WIDE.width,
        height=height,
        viewBox=f"0 0 {WIDE.width} {height}",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def _told(panel: Panel, material: Material, view: View) -> list[str]:
    """The key, the observed series with their licences, the first caveat, version and seed."""
    attributes = material.dataset.attrs
    observed = [
        ": ".join(translated(one, view.language) for one in (series.publisher, series.release)) + f" ({series.licence})"
        for series in panel.observed
        if shown(series, panel)
    ]
    made = {"version": attributes["version"], "draws": attributes["draws"], "seed": attributes["seed"]}
    return [
        text(view.language, "export.chart.key"),
        *([text(view.language, "export.chart.observed", listed="; ".join(observed))] if observed else []),
        in_words(material.caveats[0], view.language),
        text(view.language, "export.chart.made", **made),
    ]
