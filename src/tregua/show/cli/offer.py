"""The command about offers to those who would leave arms."""

from typing import Annotated

from tregua.show.cli.options import Argument, Csv, Json, Option
from tregua.show.cli.output import check_table, command_of, print_answer
from tregua.text import Language


def offer(
    language: Language,
    file: Annotated[str | None, Argument("[FILE]")] = None,
    *,
    draws: Annotated[int, Option("cli.option.draws_offer")] = 1000,
    seed: Annotated[int, Option("cli.option.seed")] = 0,
    as_json: Json = False,
    csv: Csv = None,
) -> None:
    """Offer a group terms under a law: who would accept, who would re-offend, what moves that most."""
    from tregua.analysis.answers import offer as offered
    from tregua.show.terminal.offer import show_offer
    from tregua.show.words.offer import offer_record

    check_table(csv, as_json)
    found = offered(file, draws, seed, command_of("offer", *([file] if file else []), draws=draws, seed=seed))
    if as_json or csv:
        print_answer("offer", offer_record(found, language), language, csv)
    else:
        show_offer(found, language)
