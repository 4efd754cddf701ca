"""What a treaty does beside the efforts themselves; every number is typed, and none is ours."""

from dataclasses import dataclass

from tregua.catalogue.errors import InputError, Problem

MOST = 1e12


@dataclass(frozen=True)
class Treaty:
    """What holds while a coalition acts, in the unit of the payoffs.

    Attributes
    ----------
    penalty : what an outsider loses
    pressure_cost : what each outsider costs each member
    club : what a member gains
    minimum : members below which there is no treaty
    """

    penalty: float = 0.0
    pressure_cost: float = 0.0
    club: float = 0.0
    minimum: int = 2

    def __post_init__(self) -> None:
        limits = {"penalty": self.penalty, "pressure-cost": self.pressure_cost, "club": self.club}
        problems = [
            Problem("out_of_range", f"--{name}", {"field": name, "found": value, "expected": f"0 … {MOST:g}"})
            for name, value in limits.items()
            if not 0.0 <= value <= MOST
        ]
        if not 2 <= self.minimum <= 100:
            values = {"field": "minimum", "found": self.minimum, "expected": "2 … 100"}
            problems.append(Problem("out_of_range", "--minimum", values))
        if problems:
            raise InputError(problems)
