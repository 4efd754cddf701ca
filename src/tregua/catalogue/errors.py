"""What the user is told when an input is wrong: what, where, what was expected, the nearest valid name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import PurePath

from tregua.text import Language, text, texts, visible

LISTED = 12  # more names than these hide the suggestion that follows them
MOST_TOLD = 50  # problems of one input
LONGEST = 100  # characters of a name that is compared with others, and of a value that is told


def _in(language: Language, value: object) -> object:
    """A value as it reads in `language`: ``@key`` names a text, a text of both languages is one, numbers are short."""
    if isinstance(value, float):
        return f"{value:g}"
    if hasattr(value, language):
        return getattr(value, language)
    return texts(language).get(value[1:], value) if isinstance(value, str) and value.startswith("@") else value


def _on_a_line(value: object) -> object:
    """What a user wrote may be long and have lines; a complaint has neither."""
    if isinstance(value, PurePath):
        value = str(value)
    return value.replace("\n", "\\n").replace("\t", "\\t") if isinstance(value, str) else value


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    kind
        Key of the message, without its prefix ``error.``.
    where
        File and line (``file:line``), an option, or empty.
    values
        What the message's placeholders stand for. ``nearest`` adds a suggestion.
    """

    kind: str
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language = "en") -> str:
        """The problem in one sentence."""
        values = {name: _on_a_line(_in(language, value)) for name, value in self.values.items()}
        sentence = text(language, f"error.{self.kind}", **values)
        if self.values.get("nearest"):
            suggestion = text(language, "error.nearest", nearest=self.values["nearest"])
            sentence = f"{sentence.removesuffix('.')}. {suggestion}"
        return f"{_on_a_line(visible(self.where))}: {sentence}" if self.where else sentence


class InputError(ValueError):
    """Every problem found in the user's input, all at once."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(islice(problems, MOST_TOLD + 1))
        if len(self.problems) > MOST_TOLD:
            self.problems = (*self.problems[:MOST_TOLD], Problem("too_many_problems"))
        super().__init__(self.message())

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)

    def message(self, language: Language = "en") -> str:
        """One line a problem."""
        return "\n".join(problem.message(language) for problem in self.problems)


class RunError(RuntimeError):
    """Draws that did not converge: their number by status, as `tregua.lab.status` names them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        super().__init__(self.message())

    def __reduce__(self) -> tuple[type["RunError"], tuple[dict[str, int]]]:
        return RunError, (self.counts,)

    def message(self, language: Language = "en") -> str:
        """What happened in how many draws, each with its remedy."""
        lines = [
            text(
                language,
                "status.draws",
                count=count,
                message=text(language, f"status.{status}"),
                remedy=text(language, f"status.{status}.remedy"),
            )
            for status, count in self.counts.items()
            if count
        ]
        return "\n".join([text(language, "status.no_result"), *lines])


def nearest(name: object, valid: Iterable[str], cutoff: float = 0.6) -> str:
    """The valid name most like `name` in any case, or an empty string where none is; `cutoff` is how like, of 1."""
    shown = str(name).casefold()
    if len(shown) > LONGEST:
        return ""
    names = {one.casefold(): one for one in valid}
    return names.get(next(iter(get_close_matches(shown, names, n=1, cutoff=cutoff)), ""), "")


def unknown_name(what: str, name: object, valid: Iterable[str], where: str = "") -> Problem:
    """A name that is not in the list of valid ones."""
    return Problem("unknown_name", where, {"what": what, **_beside(name, valid)})


def no_place_of(name: str, place: object, valid: Iterable[str], where: str = "") -> Problem:
    """A place where a lever or an outcome has no value, whether or not it is one of something else."""
    return Problem("no_place_of", where, {"name": name, **_beside(place, valid)})


def _beside(name: object, valid: Iterable[str]) -> dict[str, object]:
    """A name that was found, the valid ones as far as they are listed, and the nearest of them."""
    names = sorted(valid)
    listed = ", ".join([*names[:LISTED], "…"] if len(names) > LISTED else names)
    return {"found": name, "valid": listed, "nearest": nearest(name, names)}
