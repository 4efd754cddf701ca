"""The comparisons of a run as plain values, with their caveats in one language."""

from dataclasses import asdict
from typing import Any

from tregua.lab.compare import Comparisons
from tregua.show.words.said import in_words
from tregua.text import Language


def comparisons_record(comparisons: Comparisons, language: Language) -> dict[str, Any]:
    """Every comparison of a run, and what must be read with all of them."""
    plain = asdict(comparisons)
    plain["caveats"] = [in_words(caveat, language) for caveat in comparisons.caveats]
    for record, comparison in zip(plain["comparisons"], comparisons.comparisons, strict=True):
        record["caveats"] = [in_words(caveat, language) for caveat in comparison.caveats]
    return plain
