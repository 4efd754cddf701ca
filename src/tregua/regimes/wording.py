"""A text of a law's file: in both languages, or, in a file of one's own, one text that serves for both."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from tregua.catalogue.record import Text


def _for_both(given: Any) -> Any:
    return {"en": given, "es": given} if isinstance(given, str) else given


Wording = Annotated[Text, BeforeValidator(_for_both, json_schema_input_type=Text | str)]
