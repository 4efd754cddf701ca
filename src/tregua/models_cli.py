"""The command that runs published models."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tregua.shell import write_whole
from tregua.text import Language, text

if TYPE_CHECKING:
    from tregua.models.reproduce import Row
    from tregua.models.schema import ModelParameters


def reproduce(language: Language, models: tuple[str, ...], as_json: bool, html: Path | None) -> None:
    """Run published models and set their numbers beside the paper's, those that do not agree included."""
    from rich.console import Console

    from tregua.models.frame import load_model, model_names, parameters_of, targets_of
    from tregua.models.reproduce import rows_of
    from tregua.page import models as shown
    from tregua.page import models_page

    chosen = [load_model(name) for name in dict.fromkeys(models or model_names())]
    files = [(parameters_of(model), targets_of(model)) for model in chosen]
    found: list[tuple[ModelParameters, list[Row]]] = []
    with Console(stderr=True).status("") as status:
        for model, (record, targets) in zip(chosen, files, strict=True):
            at = f"{len(found) + 1}/{len(chosen)}"
            status.update(text(language, "models.running", model=record.model, at=at, count=len(targets)))
            found.append((record, rows_of(model)))
    rows = [row for _, listed in found for row in listed]
    for message in dict.fromkeys(row.missing.message(language) for row in rows if row.missing):
        print(message, file=sys.stderr)
    if html:
        write_whole(html, models_page.render_models(found, language))
        print(text(language, "law.saved", path=html), file=sys.stderr)
    if as_json:
        print(json.dumps([row.as_json(language) for row in rows], ensure_ascii=False, indent=1))
    elif not html:
        shown.show_models(found, language)
    for line in shown.summary(rows, language):
        print(line, file=sys.stderr if as_json else sys.stdout)
