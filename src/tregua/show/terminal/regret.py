"""What the terminal shows of regret: a row an outcome, a column a policy, and what was typed."""

from rich.table import Table

from tregua.analysis.deciding.regret import Regret, Row
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import regret as words
from tregua.show.words.deciding import policy_words
from tregua.text import Language, text

WIDEST = 100
FIRST = 3  # caveats that are told where not all are asked for
HEAD = 14  # characters of an outcome


def show_regret(found: Regret, command: str, language: Language, full: bool) -> None:
    """Mean regret, the highest of all readings; the other two measures too where all is asked for."""
    say(words.first_words(found, language))
    letters = {name: chr(ord("A") + at) for at, name in enumerate(found.futures.policies)}
    say("  ".join(f"{letter} {policy_words(found.futures, name, language)}" for name, letter in letters.items()))
    for measure in words.MEASURES if full else words.MEASURES[:1]:
        _table(found, measure, letters, language)
    say(text(language, "regret.key"))
    say(words.pareto_words(found, language))
    if found.meets:
        say(words.thresholds_words(found, language))
        for one in found.meets:
            say(f" • {words.meets_words(found, one, language)}")
    if found.worth:
        say(words.weights_words(found, language))
        for least in found.least:
            named = policy_words(found.futures, least.scenario, language)
            say(f" • {words.least_words(least, named, len(found.futures.alternatives), language)}")
    told = words.regret_record(found, language)["caveats"]
    say(f"\n{text(language, 'table.caveats')}")
    for sentence in told if full else told[:FIRST]:
        say(f" • {sentence}")
    say(text(language, "deciding.again", command=command))
    if not full:
        say(text(language, "deciding.full"))


def _table(found: Regret, measure: str, letters: dict[str, str], language: Language) -> None:
    """One measure of every policy, outcome by outcome; outcomes in which all are the same are left out."""
    console = console_of(WIDEST)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, title_justify="left")
    table.title = text(language, f"regret.title.{measure}", year=found.year)
    table.add_column("", overflow="fold", min_width=HEAD)
    for letter in letters.values():
        table.add_column(letter, justify="right", no_wrap=True)
    told = dict.fromkeys((row.outcome, row.place) for row in found.rows if row.status in ("figures", "no_cost"))
    for outcome, place in told:
        rows = [found.one(name, outcome, place) for name in letters]
        figures = [words.figure_words(one, measure, language) for one in rows]
        table.add_row(words.row_words(rows[0], language), *figures)
    if found.weighed:
        weighed: dict[str, Row] = {row.scenario: row for row in found.weighed}
        figures = [words.figure_words(weighed[name], measure, language) for name in letters]
        table.add_row(text(language, "regret.weighed"), *figures)
    console.print(table)
