"""What the past has taught, as tables: what is learnt from and what is not, numbers, random paths."""

from collections.abc import Iterator
from functools import cache

from mechanisms import table

from tregua.analysis.calibrate import shipped
from tregua.analysis.card import card
from tregua.analysis.learnt import WORDS, Lessons, Parameter, lessons
from tregua.evidence.ledger import series
from tregua.lab.measure import Measure, measures
from tregua.show.words import calibrate as said
from tregua.show.words.backtest import learning_table
from tregua.show.words.said import in_language
from tregua.text import Language

SERIES = {
    "en": ("series", "figures", "error of measurement", "learnt from"),
    "es": ("serie", "cifras", "error de medición", "se aprende de ella"),
}
YES = {"en": "yes", "es": "sí"}
NO = {
    "en": {
        "derived": "no: a rate, a sum or a product of others, which would count them twice",
        "used": "no: its figures set numbers of the lab ({names}), which would use them twice",
        "sets": "no: the record of a lever (`{names}`) rests on it",
    },
    "es": {
        "derived": "no: una tasa, suma o producto de otras, que las contaría dos veces",
        "used": "no: sus cifras fijan números del laboratorio ({names}), que las usarían dos veces",
        "sets": "no: el registro de un instrumento (`{names}`) se apoya en ella",
    },
}
PARAMETERS = {
    "en": ("number", "", "before [90 %]", "after [90 %]", "variance gone; shift", "over combinations, %"),
    "es": ("número", "", "antes [90 %]", "después [90 %]", "varianza perdida; cambio", "entre combinaciones, %"),
}
IS = {"en": {"learnt": "learnt", "hardly": "hardly"}, "es": {"learnt": "aprendido", "hardly": "apenas"}}
FIT = {"en": ("series", "figures", "before", "after"), "es": ("serie", "cifras", "antes", "después")}


def conditioned(language: Language) -> str:
    """Every bound series, and whether the lab learns from it."""
    counted = {one.series: one.n for one in _lessons().fit}
    return table(SERIES[language], (_series(one, counted, language) for one in measures()))


def _series(one: Measure, counted: dict[str, int], language: Language) -> Iterator[str]:
    yield in_language(series()[one.series].text, language)
    yield str(counted.get(one.series, "–"))
    yield f"{100 * one.error:.0f} %"
    yield YES[language] if one.conditioned else _why_not(one, language)


def _why_not(one: Measure, language: Language) -> str:
    reason = "derived" if one.derived else "used" if one.used else "sets"
    names = ", ".join(f"`{name}`" for name in one.used) if one.used else one.sets
    return NO[language][reason].format(names=names)


def first(language: Language) -> str:
    """How many numbers were learnt."""
    return said.first_words(_lessons(), language)


def parameters(language: Language) -> str:
    """The numbers of which something was learnt, and the names of the others."""
    found = [one for name in WORDS[:2] for one in _lessons().of_word(name)]
    rows = table(PARAMETERS[language], (_parameter(one, language) for one in found))
    return "\n\n".join([rows, said.not_words(_lessons(), language), said.anew_words(_lessons(), language)])


def _parameter(one: Parameter, language: Language) -> Iterator[str]:
    yield f"{said.title(one, language)} `{one.name}`"
    yield IS[language][one.word]
    for spread in (one.prior, one.reference.spread):
        yield f"{said.median(one, spread, language)} {said.interval(one, spread, language)}"
    yield from said.moved(one, _lessons(), language)


def explained(language: Language) -> str:
    """What random paths had to explain, and the steps at breaks."""
    listed = [*said.notable_words(_lessons(), language), *said.step_words(_lessons().explained, language)]
    return "\n".join(f"- {one}" for one in listed)


def fit(language: Language) -> str:
    """How the figures that were taken in are met."""
    rows = ([said.series(one.series, language), *said.fit_words(one, language)] for one in _lessons().fit)
    return table(FIT[language], rows)


def held_out(language: Language) -> str:
    """How probable held-out figures are under each combination of alternatives."""
    heads, rows = said.held_out_table(language)
    return f"{said.held_out_words(language)}\n\n{table(heads, rows)}"


def learning(language: Language) -> str:
    """Forecasts from the prior and with what was learnt, side by side."""
    return table(*learning_table(card().learning, language))


@cache
def _lessons() -> Lessons:
    return lessons(shipped())
