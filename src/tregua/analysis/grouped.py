"""What groups of the lab's inputs explain together of the spread of an answer, inputs dependent or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from tregua.lab.estimators import total_share
from tregua.lab.joint import Joint
from tregua.lab.model import lab
from tregua.noise import Floats

TAGS = ("published", "derived", "assumed")


@dataclass(frozen=True)
class Grouped:
    """The part of the spread that a group of inputs explains together, and its standard error.

    `kind` is ``tag``, ``mechanism``, ``all`` or ``shocks``. Of inputs it is a lower bound, none where draws are too few
    for so many of them. Shares overlap where inputs depend on one another, and none parts what a group causes from what
    it only goes along with. That of shocks is what would remain if every input were known, and so one less what all
    inputs truly explain: how far the two are from one together is what the lower bounds miss.
    """

    kind: str
    name: str
    inputs: int
    share: float | None
    se: float | None


def grouped(names: Sequence[str], drawn: Floats, y: Floats, other_shocks: Floats) -> list[Grouped]:
    """What each group explains of an answer: by tag, by mechanism, all inputs, shocks.

    Parameters
    ----------
    names : of the parameters, by column
    drawn : their numbers, shape (draws, parameters); those that never vary belong to no group
    y : the answer, by draw
    other_shocks : the answer with the same numbers and other shocks
    """
    found = []
    for kind, name, members in _groups():
        one = Joint(drawn[:, [each in members for each in names]])
        if one.inputs:
            found.append(Grouped(kind, name, one.inputs, *one.share(y)))
    return [*found, Grouped("shocks", "", 0, *total_share(y, other_shocks))]


def _groups() -> list[tuple[str, str, set[str]]]:
    """Kind, name and parameters of each group."""
    known = lab().parameters
    by_tag = [("tag", tag, {name for name, one in known.items() if one.tag == tag}) for tag in TAGS]
    by_mechanism = [
        ("mechanism", name, {each for each in known if each.partition(".")[0] in {one.id for one in record.parameters}})
        for name, record in lab().mechanisms.items()
    ]
    return [*by_tag, *by_mechanism, ("all", "", {*known})]
