"""What the terminal shows of when a policy fails: the share of futures, and boxes of inputs by reading."""

from collections.abc import Sequence

from tregua.analysis.deciding.discover import Conditions, Discovered
from tregua.show.terminal.lab import say
from tregua.show.words import discover as words
from tregua.text import Language, text

FIRST = 4  # caveats, and boxes, that are told where not all are asked for
MOST = 2


def show_discovered(found: Discovered, command: str, language: Language, full: bool) -> None:
    """The share of futures, a box for each set of inputs that some reading's box limits, caveats, the command."""
    say(words.first_words(found, language))
    for sentence in words.status_words(found, language):
        say(f" • {sentence}")
    _boxes(found, found.boxes, language, full)
    if found.leaves is not None:
        say(f"\n{text(language, 'discover.leaves')}")
        if not found.leaves:
            say(f" • {text(language, 'discover.no_leaves')}")
        _boxes(found, found.leaves, language, full)
    if found.moves is not None:
        _moves(found, language)
    told = words.discover_record(found, language)["caveats"]
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in told if full else told[:FIRST]:
        say(f" • {sentence}")
    say(text(language, "deciding.again", command=command))
    if not full:
        say(text(language, "deciding.full"))


def _boxes(found: Discovered, boxes: Sequence[Conditions], language: Language, full: bool) -> None:
    if full:
        told = [(one, box, 1 + len(one.alike)) for one in found.alternatives for box in words.boxes_of(boxes, one)]
    else:
        told = words.told_first(found, boxes)[:MOST]
    for within, box, count in told:
        say(words.reading_title(within, count, language))
        for limit in box.limits:
            say(f" • {words.limit_words(limit, language)}{words.again_words(limit, found, language)}")
        say(f"   {words.box_words(box, language)}")


def _moves(found: Discovered, language: Language) -> None:
    assert found.moves is not None
    say(f"\n{text(language, 'discover.effects', inputs=found.moves.inputs, runs=found.moves.runs)}")
    for effect in found.moves.effects:
        say(f" • {words.effect_words(effect, found, language)}")
    if found.moves.indices is not None:
        say(text(language, "discover.indices", count=len(found.moves.indices)))
        for index in found.moves.indices:
            say(f" • {words.index_words(index, language)}")
