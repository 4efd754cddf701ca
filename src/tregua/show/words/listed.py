"""What can be named, by kind: ids with what they stand for."""

from tregua.catalogue.read import sources
from tregua.show.words.said import in_language
from tregua.show.words.source import authors
from tregua.show.words.spanish import translated
from tregua.text import Language

KINDS = ("facts", "scenarios", "outcomes", "levers", "places", "sources")


def listed(kind: str, language: Language) -> dict[str, str]:
    """Every name of a kind with its title."""
    if kind == "facts":
        from tregua.regimes.vocabulary import vocabulary

        asked = {one.id: in_language(one.ask, language) for one in vocabulary().values()}
        return {
            f"{one.id} ({one.alias})" if language == "es" else one.id: asked[one.id] for one in vocabulary().values()
        }
    from tregua.lab.model import lab
    from tregua.lab.scenario import PRESETS, load_scenario

    match kind:
        case "scenarios":
            return {name: in_language(load_scenario(name).text, language) for name in PRESETS}
        case "outcomes":
            return {one.id: in_language(one.text, language) for one in lab().outcomes.values()}
        case "levers":
            return {one.id: in_language(one.text, language) for one in lab().levers.values() if not one.driver}
        case "places":
            world = lab().world
            places = [(one.id, one.text) for one in world.places] + [(one.id, one.text) for one in world.groups]
            places += [(one.id, one.text) for one in world.totals]
            return {name: in_language(title, language) for name, title in places}
        case _:
            return {
                one.id: f"{authors(one, language)} ({one.year}), {translated(one.title, language)}"
                for one in sources().values()
            }
