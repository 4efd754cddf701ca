"""What is told of each published model: its question and equations, what reproduces and what does not, its critics."""

from pathlib import Path

from tregua.catalogue.record import Text
from tregua.models.find import own_folders


def account(model: str) -> Text:
    """The account of one of our models in Markdown, without its title and the link to the other language."""
    folder = own_folders()[model]
    return Text(en=_told(folder / "about.en.md"), es=_told(folder / "about.es.md"))


def _told(path: Path) -> str:
    _, _, told = path.read_text("utf-8").split("\n\n", 2)
    return told
