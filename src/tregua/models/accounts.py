"""What is told of each published model: its question and equations, what reproduces and what does not, its critics."""

from tregua.catalogue.read import PACKAGE
from tregua.catalogue.record import Text

FOLDER = PACKAGE / "models" / "accounts"


def account(model: str) -> Text:
    """The account of a model in Markdown, without its title and the link to the other language."""
    return Text(en=_told(f"{model}.md"), es=_told(f"{model}.es.md"))


def _told(name: str) -> str:
    _, _, told = (FOLDER / name).read_text("utf-8").split("\n\n", 2)
    return told
