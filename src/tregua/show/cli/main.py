"""Entry point of the command line. It loads the rest where an interrupt is answered already."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Call one command and exit: 0, 2 where the input is wrong or a run has no result, 130 when interrupted."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    try:
        from tregua.show.cli.call import call

        code = call(argv)
    except KeyboardInterrupt as stopped:
        from tregua.show.cli.language import language_called, split_language
        from tregua.text import text

        language = language_called(split_language(argv)[0]) or "en"
        said = stopped.args[0] if stopped.args else "cli.interrupted"
        print("\n" + text(language, said), file=sys.stderr)  # the line of the terminal's ^C ends first
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
