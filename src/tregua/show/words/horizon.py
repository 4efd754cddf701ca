"""Years of which no forecast was ever scored, in words."""

from tregua.analysis.card import card
from tregua.lab.scenario import Span
from tregua.text import Language, text


def last_scored(span: Span) -> int:
    """The last year of a run that lies no farther from its start than forecasts were ever scored."""
    return span.first + card().ahead - 1


def beyond(year: int, span: Span, language: Language) -> str:
    """That a year lies beyond what was scored; nothing where it does not."""
    return "" if year <= last_scored(span) else text(language, "horizon.beyond", last=last_scored(span))
