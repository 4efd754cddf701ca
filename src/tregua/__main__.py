"""``python -m tregua`` is the command ``tregua``."""

from tregua.show.cli.main import main

main()
