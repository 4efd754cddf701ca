"""Every number of the lab: a list of mechanisms, and a page a mechanism with value, range, tag and source of each."""

from collections.abc import Sequence

from tregua.catalogue.record import Tag
from tregua.lab.model import lab
from tregua.lab.schema import Parameter
from tregua.show.html import Html, View, row, table, tag
from tregua.show.page.run_parameters import TAGS, group_title, parameter_table
from tregua.show.page.score import bibliography, say, score_page
from tregua.show.words.said import in_language
from tregua.text import LANGUAGES, Language, text


def numbers_of(mechanism: str) -> list[Parameter]:
    """The numbers of a mechanism, in the order of its file."""
    return [one for name, one in lab().parameters.items() if lab().mechanism_of[name] == mechanism]


def mechanisms() -> list[str]:
    """The mechanisms that have numbers of their own."""
    return [name for name in lab().mechanisms if numbers_of(name)]


def render_numbers(language: Language = "en", site: str = "") -> str:
    """How many numbers each mechanism has, by tag, and the outcomes."""
    titles = {one: text(one, "page.numbers.heading") for one in LANGUAGES}
    return score_page(titles, _contents, language, site)


def _contents(view: View) -> list[object]:
    all_of_them = [*lab().parameters.values()]
    heads: list[object] = [say(view, "numbers.mechanism"), *(text(view.language, f"tag.{one}") for one in TAGS)]
    heads.append(say(view, "numbers.all"))
    rows = [_mechanism(one, heads, view) for one in mechanisms()]
    outcomes = [tag("li", view.to("outcome", one.id, view.pick(one.text))) for one in lab().outcomes.values()]
    counted = {name: sum(one.tag == name for one in all_of_them) for name in TAGS}
    return [
        tag("p", view.say("numbers.intro", count=len(all_of_them), **counted), class_="first"),
        table(view.say("numbers.heading"), heads, rows, "cards figures compact"),
        tag("h2", say(view, "outcomes")),
        tag("ul", *outcomes),
    ]


def _mechanism(name: str, heads: list[object], view: View) -> Html:
    found = numbers_of(name)
    head = view.page(f"numbers-{name}.html", view.pick(lab().mechanisms[name].text))
    cells = [*(sum(one.tag == each for one in found) for each in TAGS), len(found)]
    return row(head, [*zip(heads[1:], cells, strict=True)])


def render_mechanism(name: str, language: Language = "en", site: str = "") -> str:
    """The numbers of one mechanism, each with its value, range, tag, source, arithmetic and note."""

    def contents(view: View) -> Sequence[object]:
        found = numbers_of(name)
        links = (view.link("parameter", one.id, view.pick(one.text)) for one in found)
        return [
            tag("ul", *(tag("li", one) for one in links), class_="legend"),
            *(_tagged(one, [each for each in found if each.tag == one], view) for one in TAGS),
            bibliography((cited for one in found for cited in one.source), view),
        ]

    titles = {one: text(one, "score.numbers.of", mechanism=_named(name, one)) for one in LANGUAGES}
    return score_page(titles, contents, language, site)


def _tagged(name: Tag, found: list[Parameter], view: View) -> Html:
    if not found:
        return Html()
    return tag("section", tag("h2", group_title(name, found, view)), parameter_table(name, found, {}, view))


def _named(mechanism: str, language: Language) -> str:
    return in_language(lab().mechanisms[mechanism].text, language)
