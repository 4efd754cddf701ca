"""What the commands that help to decide share: a run made now or opened, and the command that gives an answer again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tregua.catalogue.errors import InputError, Problem
from tregua.show.cli.asking import CALIBRATED, assumptions_of, chosen, drawn_from, settings_of, year_of
from tregua.show.cli.options import Option
from tregua.show.cli.output import Progress
from tregua.text import Language

if TYPE_CHECKING:
    from tregua.analysis.deciding.futures import Futures
    from tregua.analysis.deciding.goals import Worth

Set = Annotated[tuple[str, ...], Option("cli.option.set", "--set", metavar="LEVER=NUMBER[@YYYY-MM]")]
Add = Annotated[tuple[str, ...], Option("cli.option.add", metavar="SCENARIO")]
Run = Annotated[Path | None, Option("cli.option.of_run", "--run", metavar="RUN")]
Year = Annotated[int | None, Option("cli.option.year")]
Until = Annotated[int | None, Option("cli.option.until")]
From = Annotated[str | None, Option("cli.option.start", "--from", metavar="YYYY-MM")]
Draws = Annotated[int | None, Option("cli.option.draws_deciding")]
Seed = Annotated[int | None, Option("cli.option.seed")]
Assume = Annotated[tuple[str, ...], Option("cli.option.assume", metavar="NAME=NUMBER")]
Calibrated = Annotated[bool, Option("cli.option.calibrated")]
Prior = Annotated[bool, Option("cli.option.prior")]


@dataclass(frozen=True)
class RunAsked:
    """Which run an answer is taken from: one that was saved, or one that is made as it is described here."""

    scenario: tuple[str, ...]
    settings: tuple[str, ...]
    add: tuple[str, ...]
    run: Path | None
    start: str | None
    draws: int | None
    seed: int | None
    assume: tuple[str, ...]
    calibrated: bool
    prior: bool
    until: int | None

    def futures(self, language: Language, draws: int) -> "Futures":
        """The futures that were asked for.

        Parameters
        ----------
        draws : how many where none are typed

        Raises
        ------
        InputError
            What describes a new run stands beside one that was saved, or a name or number is wrong.
        """
        from tregua.analysis.deciding.futures import futures
        from tregua.lab.own import OWN
        from tregua.lab.store import open_run

        if self.run is None:
            return self._made(language, draws)
        typed = {
            "--set": self.settings,
            "--add": self.add,
            "--from": self.start,
            "--until": self.until,
            "--draws": self.draws,
            "--seed": self.seed,
            "--assume": self.assume,
            "--calibrated": self.calibrated,
            "--prior": self.prior,
        }
        beside = [name for name, value in typed.items() if value is not None and value != () and value is not False]
        if beside:
            raise InputError([Problem("not_with_run", "", {"found": name}) for name in beside])
        ordered = sorted(self.scenario, key=lambda one: one == OWN)  # as a new run has them
        return futures(open_run(self.run), ordered)

    def pair(self, language: Language, draws: int, baseline: str) -> "tuple[Futures, str, str]":
        """The futures of the one policy that was named and of a baseline, with the ids of both, the baseline first.

        Raises
        ------
        InputError
            As `futures`, or both are the same.
        """
        from tregua.lab.own import OWN

        (scenario,) = self.scenario
        own = OWN if self.add or self.settings else None
        if scenario == baseline:
            raise InputError(Problem("no_pair", "", {"found": baseline}))
        named = tuple(one for one in (baseline, scenario) if one != own)
        if own and len(named) == 2:
            raise InputError(Problem("own_alone", "", {"found": "--set" if self.settings else "--add"}))
        found = replace(self, scenario=named).futures(language, draws)
        if self.run is not None:
            return found, baseline, scenario
        ids = dict(zip(named, found.policies, strict=False)) | {OWN: OWN}
        return found, ids[baseline], ids[scenario]

    def _made(self, language: Language, draws: int) -> "Futures":
        from tregua.analysis.calibrate import inputs_of
        from tregua.analysis.deciding.futures import futures
        from tregua.lab.result import simulate

        count = draws if self.draws is None else self.draws
        how = settings_of(count, self.seed or 0, self.start, self.until)
        scenarios, asked = chosen(self.scenario, self.add, self.settings, how, language)
        drawn, assumed = drawn_from(self.calibrated, self.prior, how), assumptions_of(self.assume, language)
        with Progress(language) as progress:
            how = inputs_of(drawn == CALIBRATED, how, progress)
            return futures(simulate(scenarios, how, assumed, progress, asked))


def year_in(found: "Futures", year: int | None) -> int:
    """The year that is told: the one asked for, else that in which the run was compared, else three years on."""
    from tregua.lab.asked import asked_of
    from tregua.lab.result import span_of

    return year_of(asked_of(found.dataset).year if year is None else year, span_of(found.dataset))


def weights_of(file: str | None, worth: "Worth | None") -> list[str]:
    """The file of weights as it is typed, with the hash of what it says."""
    from tregua.analysis.deciding.goals import worth_hash
    from tregua.lab.pinned import unpinned

    return [] if file is None or worth is None else ["--weights", f"{unpinned(file)[0]}@{worth_hash(worth)}"]


def typed_in(found: "Futures", policy: str) -> str:
    """A policy of a run as it is typed: a preset, a file with its hash, or a setting of one's own."""
    from tregua.lab.asked import asked_of, typed

    return typed(found.dataset.attrs, asked_of(found.dataset), policy)


def command_of(found: "Futures", name: str, policies: Sequence[str], options: Sequence[str]) -> str:
    """The command that gives an answer again, from a new run.

    Parameters
    ----------
    policies : ids of those that are typed as words
    options : those of this command alone, as they are typed
    """
    from tregua.lab.asked import deciding_command
    from tregua.lab.own import OWN

    return deciding_command(found.dataset, name, policies, options, OWN in found.policies)
