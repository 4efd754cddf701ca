"""What is told of each published model: its question and equations, what reproduces and what does not, its critics."""

from tregua.catalogue.read import PACKAGE
from tregua.text import Language

FOLDER = PACKAGE / "models" / "accounts"


def account(model: str, language: Language) -> str:
    """The account of a model in Markdown, without its title and the link to the other language."""
    ending = "md" if language == "en" else f"{language}.md"
    _, _, told = (FOLDER / f"{model}.{ending}").read_text("utf-8").split("\n\n", 2)
    return told
