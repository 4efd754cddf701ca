"""The command that looks at the installation itself."""

from tregua.show.cli.options import Json
from tregua.show.cli.output import Progress, print_answer
from tregua.text import Language


def doctor(language: Language, *, as_json: Json = False) -> None:
    """Tell what is installed, what the machine gives, how fast it is, what makes it slow and what helps."""
    from tregua.analysis.doctor import doctor as looked_at
    from tregua.show.terminal.doctor import show_doctor
    from tregua.show.words.doctor import doctor_record

    with Progress(language):
        found = looked_at()
    if as_json:
        print_answer("doctor", doctor_record(found, language), language)
    else:
        show_doctor(found, language)
