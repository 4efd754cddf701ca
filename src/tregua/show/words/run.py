"""The comparisons of a run as plain values, with their caveats in one language and the scores of earlier forecasts."""

from dataclasses import asdict
from typing import Any

from tregua.analysis.card import card
from tregua.lab.compare import Comparisons
from tregua.show.words.backtest import scores_record
from tregua.show.words.envelope import caveat
from tregua.text import Language


def comparisons_record(comparisons: Comparisons, language: Language) -> dict[str, Any]:
    """Every comparison of a run, and what must be read with all of them."""
    ahead = card().ahead
    plain = asdict(comparisons)
    plain["scored"] = comparisons.horizon <= ahead
    plain["scores"] = scores_record(card().summaries)
    plain["caveats"] = [caveat(one, language) for one in comparisons.caveats]
    for record, comparison in zip(plain["comparisons"], comparisons.comparisons, strict=True):
        record["caveats"] = [caveat(one, language) for one in comparison.caveats]
    for outlook in plain["also"]:
        outlook["scored"] = outlook["horizon"] <= ahead
    return plain
