"""The few marks of Markdown that accounts of models use, as HTML: paragraphs, code, bold, italics."""

import re
from collections.abc import Callable

from tregua.show.html import Html, join, tag

_MARK = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\*(?P<em>[^*]+)\*|\[(?P<link>[^]]+)\]\([^)]+\)", re.DOTALL
)
Code = Callable[[str], Html]


def prose(written: str, code: Code) -> Html:
    """Paragraphs and blocks of code; `code` shows a piece of code, of a link only its words stay."""
    blocks = (one for one in written.split("\n\n") if one.strip())
    return join(*(_block(one, code) for one in blocks))


def _block(one: str, code: Code) -> Html:
    if one.startswith("    "):
        lines = [line.removeprefix("    ") for line in one.splitlines()]
        return tag("pre", tag("code", "\n".join(lines)), tabindex="0")
    return tag("p", _marked(" ".join(one.split()), code))


def _marked(one: str, code: Code) -> Html:
    pieces: list[object] = []
    at = 0
    for found in _MARK.finditer(one):
        pieces.append(one[at : found.start()])
        at = found.end()
        if found["code"]:
            pieces.append(code(found["code"]))
        elif found["link"]:
            pieces.append(found["link"])
        else:
            name = "strong" if found["strong"] else "em"
            pieces.append(tag(name, _marked(found[name], code)))
    return join(*pieces, one[at:])
