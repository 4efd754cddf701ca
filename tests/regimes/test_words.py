"""The guide lists every word that a file of law may use."""

from pathlib import Path
from typing import get_args

import pytest

from tregua.regimes.schema import OUTCOMES, Confidence, Decider, Layer, TextStatus

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["regimes.md", "regimes.es.md"])
def test_every_word_of_a_file_stands_in_the_guide(name: str) -> None:
    content = (DOCS / name).read_text("utf-8")
    words = [word for kind in (Confidence, Decider, Layer, TextStatus) for word in get_args(kind)]
    words += [word for listed in OUTCOMES.values() for word in listed] + [f"outcomes: {kind}" for kind in OUTCOMES]
    assert not [word for word in words if f"`{word}`" not in content]
