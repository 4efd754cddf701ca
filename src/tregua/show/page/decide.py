"""A case decided by questions: the page, its script, and the texts of both."""

import json
import re

from tregua.regimes.load import load_rules, regimes
from tregua.show.html import Html, View, tag
from tregua.show.page.around import frame, part, views_of
from tregua.show.page.law_rules import vocabulary
from tregua.text import LANGUAGES, Language, text, texts
from tregua.version import VERSION

SCRIPT = "decide.js"
SCRIPTS = ("law_days", "law", "law_flips", "law_asks", "decide_result", "decide")
LOADS = f'const held = document.createElement("script");\nheld.src = "{SCRIPT}";\ndocument.head.append(held);\n'
SHARED = re.compile(
    r"law\.(provisional|provisional_one|no_row|views|on|decided_by|shown|not_shown|unknown|chain)"
    r"|law\.table\.(row|value|when|used)|regimes\.(kind|caveat)\.\w+"
)
"""What the page says as the terminal does."""
OWN = "law.decide."


def render_decide(language: Language = "en", site: str = "") -> str:
    """The page, which asks once its script has come; `language` is the one it opens in."""
    return frame(
        {one: text(one, f"{OWN}title") for one in LANGUAGES},
        {one: text(one, "law.page.tagline") for one in LANGUAGES},
        [*(_body(view) for view in views_of(language, site)), _interview()],
        {one: text(one, "law.page.footer", version=VERSION) for one in LANGUAGES},
        language,
        part("decide.css"),
        LOADS,
        site=site,
    )


def render_script(language: Language = "en") -> str:
    """All that the page runs; `language` is the one it opens in."""
    words = {
        "opens": language,
        "say": {one: _said(one) for one in LANGUAGES},
        "texts": [_listed(name) for name in regimes()],
        "facts": vocabulary(map(load_rules, regimes())),
    }
    held = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    scripts = "".join(part(f"{name}.js") for name in SCRIPTS)
    return f"(() => {{\nconst WORDS = {held};\n{scripts}window.laws = laws;\nbegin();\n}})();\n"


def _said(language: Language) -> dict[str, str]:
    return {key.removeprefix(OWN): said for key, said in texts(language).items() if _is_said(key)}


def _is_said(key: str) -> bool:
    return key.startswith(OWN) or SHARED.fullmatch(key) is not None


def _listed(name: str) -> dict[str, object]:
    title = load_rules(name).regime.text
    return {"id": name, "title": {"en": title.en, "es": title.es}}


def _body(view: View) -> Html:
    def say(key: str, **values: object) -> str:
        return text(view.language, f"{OWN}{key}", **values)

    return tag(
        "div",
        tag("h1", say("heading")),
        tag("p", say("lede"), class_="lede"),
        tag("p", tag("strong", text(view.language, "regimes.caveat.not_advice"))),
        tag("p", say("unscripted"), " ", tag("code", "tregua decide --regime ID -"), class_="first unscripted"),
        lang=view.language,
        class_=f"in-{view.language}",
    )


def _interview() -> Html:
    """What the script fills."""
    choosers = [
        _labelled("first", "text", tag("select", id_="first")),
        _labelled("second", "beside", tag("select", id_="second")),
        _labelled("day", "day", tag("input", id_="day", type="date", min="0001-01-01", max="9999-12-31"), "day-told"),
        tag("fieldset", id_="kinds", hidden=""),
    ]
    return tag(
        "div",
        tag("div", *choosers, id_="choosers"),
        tag("p", id_="notice", class_="warn", role="alert"),
        tag("p", id_="told", role="status"),
        tag(
            "div",
            tag("div", tag("div", id_="question"), tag("div", id_="answers"), _sharing()),
            tag("div", id_="results"),
            class_="talk",
        ),
        id_="interview",
        hidden="",
    )


def _sharing() -> Html:
    """What is done with the whole case; to begin again stands far from taking back one answer."""
    names = {"link": "copy-link", "print": "print", "again": "again"}
    buttons = [tag("button", type="button", id_=id_, data_say=key) for key, id_ in names.items()]
    box = _labelled("link", "link_box", tag("input", id_="link", type="text", readonly=""), "link-told")
    return tag(
        "div", tag("p", *buttons, class_="bar"), tag("div", box, id_="link-box", role="status", hidden=""), id_="share"
    )


def _labelled(name: str, label: str, field: Html, told: str = "") -> Html:
    note = tag("span", id_=told, class_="small") if told else ""
    return tag("div", tag("label", for_=name, class_="line", data_say=label), field, note)
