"""What the terminal shows of the health of an installation."""

from rich.table import Table

from tregua.analysis.doctor import Health
from tregua.show.terminal.lab import console_of, say
from tregua.show.words import doctor as words
from tregua.text import Language, text


def show_doctor(health: Health, language: Language) -> None:
    """A line or two under each heading, then what slows it down or stops it, each with what helps."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for heading, lines in words.sections(health, language).items():
        table.add_row(heading, "\n".join(lines))
    console_of().print(table)
    if not health.findings:
        say(f"\n{text(language, 'doctor.nothing')}")
        return
    say(f"\n{text(language, 'doctor.heading.findings')}")
    for one in health.findings:
        say(f" • {words.finding_words(one, language)}")
