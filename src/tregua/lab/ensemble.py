"""What was learnt of the lab's numbers, as draws that a run takes in place of those of the prior."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tregua.catalogue.errors import InputError, Problem
from tregua.lab.alternatives import Choices, label_of
from tregua.lab.model import lab
from tregua.noise import Floats


@dataclass(frozen=True)
class Learnt:
    """The standard normal numbers of the parameters that a history moved, by draw, under one combination."""

    choices: Choices
    numbers: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Draws conditioned on what was observed to the end of `cut`, one set for each combination that had a bearing.

    They belong to runs that start after the cut. `version` names the file that they come from, `seed` is theirs. The
    numbers in `vague` were learnt from their vague priors, since their ranges had seen the figures.
    """

    version: str
    cut: int
    seed: int
    combinations: Sequence[Learnt]
    vague: frozenset[str] = frozenset()

    @property
    def draws(self) -> int:
        """How many draws there are of each combination."""
        return min(len(z) for one in self.combinations for z in one.numbers.values())

    def of(self, choices: Choices, first: int, count: int) -> dict[str, Floats]:
        """The numbers of some draws under a combination.

        Choices that made no difference to anything observed are left unread; those that are not made are the reference.

        Raises
        ------
        InputError
            Where nothing was conditioned under such choices.
        """
        for one in self.combinations:
            if chosen(one.choices, choices):
                return {name: z[first : first + count] for name, z in one.numbers.items()}
        raise InputError(Problem("not_conditioned", "--assume", {"found": label_of(choices)}))


def chosen(conditioned: Choices, choices: Choices) -> bool:
    """Whether a combination that was conditioned is the one that is chosen, as far as it had a bearing."""
    return all(choices.get(name, lab().parameters[name].value) == value for name, value in conditioned.items())
