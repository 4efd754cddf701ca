"""What a mechanism imports: index sets, the host of a group, and the types of the arrays of a draw.

`bind.py` turns these names into positions of flat arrays. Here sets are plain ranges, so that a function of a mechanism
also runs as it stands, on any object that has the names. What stands under `p`, `s` or `lever`, with text, unit and
source, is in the stub beside this file, which is made from the catalogues.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """An index set as a range, the hosts of the groups, or a type that nothing looks at."""
    if name.startswith("__"):
        raise AttributeError(name)
    from tregua.lab.layout import layout

    if name == "host":
        return layout().maps["groups", "hosts"]
    return range(len(layout().members[name])) if name in layout().members else Any
