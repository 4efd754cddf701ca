"""The live laboratory as one file: the lab's equations, its numbers and its texts in both languages, and no request."""

import json
import re
from typing import Any

from tregua.show.app.engine import engine_script, script
from tregua.show.app.records import app_data
from tregua.show.app.unscripted import answer
from tregua.show.html import Html, tag
from tregua.show.page.around import frame, views_of
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION

DRAWS = 64  # of each policy under each reading: as many as answer at once
BESIDE = "lab.js"
LOADER = f'document.head.append(Object.assign(document.createElement("script"), {{ src: "{BESIDE}" }}));'
MODULES = (
    "dom",
    "scenarios",
    "state",
    "jobs",
    "verdict",
    "chart",
    "account",
    "levers",
    "share",
    "map",
    "teach",
    "goals",
    "regret",
    "boxes",
    "budget",
    "tradeoff",
    "decide",
    "page",
)
"""Of the page, each after those whose values it needs when it is read."""
DECIDING = ("regret", "boxes", "budget", "tradeoff")
"""The views that help to decide, as `decide.js` shows them."""


def render_app(language: Language = "en", site: str = "") -> str:
    """The laboratory as a page of HTML, which holds both languages and opens in `language`.

    In the site what it knows and does stands in a file beside it (`beside`), which a browser keeps.
    """
    heads = [tag("h1", text(one, "app.heading"), lang=one, class_=f"in-{one}") for one in LANGUAGES]
    data, engine = ("", "") if site else (_embedded(_data_text()), _engine_text())
    bodies = [
        *heads,
        tag("noscript", *answer(DRAWS, language)),
        _lab(),
        tag("dialog", id_="account", aria_labelledby="account-title"),
        tag("script", Html(data), type="application/json", id_="data"),
        tag("script", Html(engine), type="text/plain", id_="engine"),
    ]
    return frame(
        {view.language: text(view.language, "app.title") for view in views_of(language)},
        {one: text(one, "page.tagline") for one in LANGUAGES},
        bodies,
        {one: text(one, "page.footer", version=VERSION) for one in LANGUAGES},
        language,
        style=script("app.css"),
        script=LOADER if site else page_script(),
        workers=True,
        site=site,
    )


def beside() -> str:
    """All that the page of the site knows and does, as one script."""
    held = {"data": _data_text(in_site=True), "engine": _engine_text()}
    filled = [
        f"document.getElementById({json.dumps(name)}).textContent = {json.dumps(one)};" for name, one in held.items()
    ]
    return "\n".join([*filled, page_script()])


def _data_text(in_site: bool = False) -> str:
    return json.dumps(app_data(DRAWS, in_site), ensure_ascii=False, separators=(",", ":"))


def _embedded(data: str) -> str:
    """JSON as it may stand in a page."""
    return data.replace("<", "\\u003c")


def _engine_text() -> str:
    figures = script("answer.js").partition("// --- in words")[0]
    return "\n".join([engine_script(), figures, script("prim.js"), script("worker.js")])


def page_script() -> str:
    """The modules of the page as one classic script, which a file that was sent by mail can run too."""
    parts = [script("answer.js"), *(script(f"{name}.js") for name in MODULES)]
    return re.sub(r"^(import .*\n|export )", "", "\n".join(parts), flags=re.MULTILINE)


def _lab() -> Html:
    """What the script fills."""
    top = [
        tag("span", *(_button(name, pressed=name == "lead") for name in names), class_="group-of")
        for names in (
            ("undo", "redo", "as-opened", "afresh"),
            ("gallery", "questions", "lead"),
            ("copy-link", "cite", "print"),
        )
    ]
    return tag(
        "div",
        tag("p", id_="notice", class_="warn", hidden=""),
        tag("div", id_="version", class_="warn", hidden=""),
        tag("div", *top, _check("remember"), class_="top"),
        tag("div", id_="chips", class_="top"),
        tag("p", id_="said", role="status"),
        tag(
            "div",
            tag("textarea", id_="link", rows=3, readonly="", data_label_say="copied_box"),
            tag("p", id_="link-told", class_="small"),
            id_="link-box",
            hidden="",
        ),
        tag("section", *_panel(), class_="panel", data_label_say="panel"),
        tag(
            "section",
            _choosers(),
            tag("div", id_="guess", hidden=""),
            tag("div", *_figures(), id_="figures"),
            class_="results",
            data_label_say="results",
        ),
        id_="lab",
        hidden="",
    )


def _panel() -> list[Html]:
    return [
        tag("h2", id_="editing"),
        tag("label", "", for_="base", class_="line", data_say="base"),
        tag("select", id_="base"),
        tag("label", "", for_="name", class_="line", data_say="name"),
        tag("input", id_="name", type="text", maxlength=60, autocomplete="off"),
        tag("p", id_="about", class_="small"),
        tag("details", tag("summary", id_="changes-title"), tag("ul", id_="changes")),
        _button("similar"),
        tag("div", id_="levers"),
        tag(
            "details",
            tag("summary", tag("h3", id_="assumptions-title")),
            tag("p", data_say="assume_told", class_="small"),
            tag("ul", id_="assumptions"),
            tag("label", "", for_="find", class_="line", data_say="find"),
            tag("input", id_="find", type="search", autocomplete="off"),
            tag("p", id_="found-count", class_="small"),
            tag("ul", id_="found"),
            id_="assume-box",
            class_="group",
        ),
    ]


def _choosers() -> Html:
    """The outcome and the year that all figures are of."""
    return tag(
        "div",
        tag("label", "", for_="outcome", data_say="outcome"),
        tag("select", id_="outcome"),
        tag("label", "", for_="year", data_say="year"),
        tag("input", id_="year", type="range", step=1),
        tag("input", id_="year-box", type="number", step=1, class_="box", data_label_say="year"),
        class_="bar",
    )


def _figures() -> list[Html]:
    views = [_button(f"view-{name}", pressed=True) for name in ("levels", "difference", "table")]
    files = [_button(name) for name in ("csv", "csv-es", "svg", "png")]
    return [
        tag("h2", id_="chart-title"),
        tag("div", id_="chart", tabindex=0, role="group", data_label_say="chart"),
        tag("p", id_="cursor", class_="small"),
        tag("div", *views, _check("futures"), class_="bar"),
        tag("div", *files, class_="bar"),
        tag("p", data_say="chart_key", class_="small"),
        tag("p", id_="observed", class_="small"),
        tag("h2", data_say="what_changes"),
        tag("p", id_="progress", class_="small"),
        tag("div", id_="verdict", tabindex=0, role="group", data_label_say="what_changes"),
        tag("p", data_say="key", class_="small"),
        tag("p", data_say="static_key", class_="small"),
        tag("p", data_say="not_forecast", class_="small"),
        tag(
            "details",
            tag("summary", tag("h3", id_="map-title", data_say="map_title")),
            tag("div", id_="map", tabindex=0, role="group", data_label_say="map_title"),
            id_="map-box",
        ),
        *_deciding(),
        tag(
            "details",
            tag("summary", data_say="again"),
            tag("p", data_say="again_told", class_="small"),
            tag("pre", tag("code", id_="command"), tabindex=0),
            tag("div", *(_button(name) for name in ("copy-command", "copy-python", "save-file")), class_="bar"),
            tag("pre", id_="file", tabindex=0),
        ),
        tag("p", id_="printed", class_="small"),
    ]


def _deciding() -> list[Html]:
    """Views that help to decide, one of which is shown at a time, or none."""
    views = [_button(f"decide-{name}", pressed=True) for name in DECIDING]
    return [
        tag("h2", data_say="decide"),
        tag("p", data_say="decide_told", class_="small"),
        tag("div", *views, class_="bar"),
        tag(
            "section",
            tag("div", id_="decide-form"),
            tag("div", id_="decide-body", tabindex=0, role="group", data_label_say="decide"),
            id_="deciding",
            hidden="",
            data_label_say="decide",
        ),
    ]


def _button(name: str, pressed: bool = False) -> Html:
    more: dict[str, Any] = {"aria_pressed": "false"} if pressed else {}
    return tag("button", id_=name, type="button", data_say=name, **more)


def _check(name: str) -> Html:
    return tag("label", tag("input", id_=name, type="checkbox"), " ", tag("span", data_say=name), class_="check")
