"""What a mechanism imports: index sets, places, and the arrays of a draw.

A mechanism is never run from its own file: `bind.py` turns its names into positions. What stands under `p`, `s` or
`lever`, with text, unit and source, is in the stub beside this file, which is made from the catalogues.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """Whatever a mechanism asks for; the binder and the stub know what it is."""
    if name.startswith("__"):
        raise AttributeError(name)
    return name
