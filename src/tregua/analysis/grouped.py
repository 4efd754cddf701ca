"""What groups of the lab's inputs explain together of the spread of an answer, inputs dependent or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tregua.lab.estimators import total_share
from tregua.lab.joint import Joint
from tregua.lab.model import lab
from tregua.noise import Floats

TAGS = ("published", "derived", "assumed")


@dataclass(frozen=True)
class Grouped:
    """The part of the spread that a group of inputs explains together, and its standard error.

    `kind` is ``tag``, ``mechanism``, ``settings`` (left open by policies), ``all`` or ``shocks``. Of inputs it is a
    lower bound, none where draws are too few for so many of them. Shares overlap where inputs depend on one another,
    and none parts what a group causes from what it only goes along with. That of shocks is what would remain if every
    input were known, and so one less what all inputs truly explain: how far the two are from one together is what the
    lower bounds miss.
    """

    kind: str
    name: str
    inputs: int
    share: float | None
    se: float | None


def grouped(
    names: Sequence[str], drawn: Floats, y: Floats, other_shocks: Floats, settings: Iterable[str] = ()
) -> list[Grouped]:
    """What each group explains of an answer: by tag, by mechanism, open settings, all inputs, shocks.

    Parameters
    ----------
    names : of the inputs, by column
    drawn : of each, shape (draws, inputs); those that never vary belong to no group
    y : the answer, by draw
    other_shocks : the answer with the same numbers and other shocks
    settings : those of the inputs that are settings left open
    """
    found = []
    for kind, name, members in _groups({*settings}):
        one = Joint(drawn[:, [each in members for each in names]])
        if one.inputs:
            found.append(Grouped(kind, name, one.inputs, *one.share(y)))
    return [*found, Grouped("shocks", "", 0, *total_share(y, other_shocks))]


def _groups(settings: set[str]) -> list[tuple[str, str, set[str]]]:
    """Kind, name and inputs of each group."""
    known = lab().parameters
    by_tag = [("tag", tag, {name for name, one in known.items() if one.tag == tag}) for tag in TAGS]
    by_mechanism = [
        ("mechanism", name, {each for each in known if each.partition(".")[0] in {one.id for one in record.parameters}})
        for name, record in lab().mechanisms.items()
    ]
    return [*by_tag, *by_mechanism, ("settings", "", settings), ("all", "", {*known, *settings})]
