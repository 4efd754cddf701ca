"""What groups of the lab's inputs explain together of the spread of an answer, inputs dependent or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from tregua.lab.joint import Joint
from tregua.lab.model import lab
from tregua.noise import Floats

TAGS = ("published", "derived", "assumed")
ALL, LEFT = "all", "shocks"


@dataclass(frozen=True)
class Grouped:
    """The part of the spread that a group of inputs explains together, at least, and its standard error.

    `kind` is ``tag``, ``mechanism``, ``all`` or ``shocks``; the last is what no number explains, and so at most what
    random events carry. Shares of groups overlap where their inputs depend on one another, and such a share does not
    part what a group causes from what it only goes along with. None where draws are too few for so many inputs.
    """

    kind: str
    name: str
    inputs: int
    share: float | None
    se: float | None


def grouped(names: Sequence[str], drawn: Floats, y: Floats) -> list[Grouped]:
    """What each group explains of an answer: by tag, by mechanism, all inputs, and what is left to shocks.

    Parameters
    ----------
    names : of the parameters, by column
    drawn : their numbers, shape (draws, parameters); those that never vary belong to no group
    y : the answer, by draw
    """
    found = []
    for kind, name, members in _groups():
        one = Joint(drawn[:, [each in members for each in names]])
        if one.inputs:
            found.append(Grouped(kind, name, one.inputs, *one.share(y)))
    share, se = next(((one.share, one.se) for one in found if one.kind == ALL), (0.0, 0.0))
    return [*found, Grouped(LEFT, "", 0, None if share is None else 1.0 - share, se)]


def _groups() -> list[tuple[str, str, set[str]]]:
    """Kind, name and parameters of each group."""
    known = lab().parameters
    by_tag = [("tag", tag, {name for name, one in known.items() if one.tag == tag}) for tag in TAGS]
    by_mechanism = [
        ("mechanism", name, {each for each in known if each.partition(".")[0] in {one.id for one in record.parameters}})
        for name, record in lab().mechanisms.items()
    ]
    return [*by_tag, *by_mechanism, (ALL, "", {*known})]
