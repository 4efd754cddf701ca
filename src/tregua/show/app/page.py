"""The live laboratory as one file: the lab's equations, its numbers and its texts in both languages, and no request."""

import json
from typing import Any

from tregua.show.app.engine import engine_script, script
from tregua.show.app.records import app_data
from tregua.show.app.unscripted import answer
from tregua.show.html import Html, tag
from tregua.show.page.around import frame, views_of
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

DRAWS = 64  # of each policy under each reading: as many as answer at once


def render_app(language: Language = "en") -> str:
    """The laboratory as a page of HTML, which holds both languages and opens in `language`."""
    data = json.dumps(app_data(DRAWS), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    head = [tag("h1", text(one, "app.heading"), lang=one, class_=f"in-{one}") for one in LANGUAGES]
    bodies = [
        *head,
        tag("noscript", *answer(DRAWS, language)),
        _lab(),
        tag("dialog", id_="account", aria_labelledby="account-title"),
        tag("script", Html(data), type="application/json", id_="data"),
        tag("script", Html(f"{engine_script()}\n{script('worker.js')}"), type="text/plain", id_="engine"),
    ]
    return frame(
        {view.language: text(view.language, "app.title") for view in views_of(language)},
        {one: text(one, "page.tagline") for one in LANGUAGES},
        bodies,
        {one: text(one, "page.footer", version=VERSION) for one in LANGUAGES},
        language,
        style=script("app.css"),
        script=f"{script('answer.js')}\n{script('page.js')}",
        workers=True,
    )


def _lab() -> Html:
    """What the script fills."""
    top = [_button(name) for name in ("undo", "redo", "copy-link", "print")]
    return tag(
        "div",
        tag("p", id_="version", class_="warn", hidden=""),
        tag("div", *top, class_="top"),
        tag("div", id_="chips", class_="top"),
        tag("p", id_="said", role="status"),
        tag("section", *_panel(), class_="panel", data_label_say="panel"),
        tag("section", *_results(), class_="results", data_label_say="results"),
        id_="lab",
        hidden="",
    )


def _panel() -> list[Html]:
    return [
        tag("h2", id_="editing"),
        tag("label", "", for_="base", class_="line", data_say="base"),
        tag("select", id_="base"),
        tag("p", id_="about", class_="small"),
        tag("details", tag("summary", id_="changes-title"), tag("ul", id_="changes")),
        tag("div", id_="levers"),
    ]


def _results() -> list[Html]:
    year = {"id_": "year-box", "type": "number", "step": 1, "class_": "box", "data_label_say": "year"}
    views = [_button(f"view-{name}", pressed=True) for name in ("levels", "difference", "table")]
    return [
        tag(
            "div",
            tag("label", "", for_="outcome", data_say="outcome"),
            tag("select", id_="outcome"),
            tag("label", "", for_="year", data_say="year"),
            tag("input", id_="year", type="range", step=1),
            tag("input", **year),
            class_="bar",
        ),
        tag("h2", id_="chart-title"),
        tag("div", id_="chart", tabindex=0, role="group", data_label_say="chart"),
        tag("div", *views, _button("csv"), _button("svg"), class_="bar"),
        tag("p", data_say="chart_key", class_="small"),
        tag("h2", data_say="what_changes"),
        tag("p", id_="progress", class_="small"),
        tag("div", id_="verdict", tabindex=0, role="group", data_label_say="what_changes"),
        tag("p", data_say="key", class_="small"),
        tag("p", data_say="not_forecast", class_="small"),
        tag(
            "details",
            tag("summary", data_say="again"),
            tag("p", data_say="again_told", class_="small"),
            tag("pre", tag("code", id_="command"), tabindex=0),
            tag("pre", id_="file", tabindex=0),
        ),
        tag("textarea", id_="link", rows=3, hidden="", readonly="", data_label_say="copy-link"),
    ]


def _button(name: str, pressed: bool = False) -> Html:
    more: dict[str, Any] = {"aria_pressed": "false"} if pressed else {}
    return tag("button", id_=name, type="button", data_say=name, **more)
