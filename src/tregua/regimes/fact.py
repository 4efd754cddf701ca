"""What may be stated about a case: a fact, its type and its values."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from tregua.catalogue.errors import Problem, nearest
from tregua.catalogue.record import Id, Record, refused
from tregua.regimes.wording import Wording

Value = bool | int | float | str | tuple[str, ...]
"""A stated value: a tri fact's bool, a number, an enum's word or an ISO date as text, or several texts."""
LARGEST = 1_000_000
MOST = 1e15
MOST_WORDS = 127
LONGEST = 100  # characters of a name or a word that is looked up
_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "1", "verdadero", "si"), True),
    **dict.fromkeys(("false", "no", "0", "falso"), False),
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_MONEY = re.compile(r"(?P<before>[A-Z]{3})? ?(?P<number>[+-]?[0-9.]{1,30}) ?(?P<after>[A-Z]{3})?")


def _currency(name: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", name):
        raise refused("wrong_type", found=name, expected="@regimes.expected.currency")
    return name


class Fact(Record):
    """Something that a case may state. What is not stated is unknown, never false.

    Attributes
    ----------
    alias : the name that files may use as well; the id where there is none
    min, max : the least and the greatest value of a number
    currency : of a sum of money
    reckoned : the words of what it follows from, where that is known
    """

    id: Id
    alias: Annotated[str, Field(min_length=1)]
    type: Literal["tri", "enum", "integer", "number", "money", "date", "texts"]
    values: list[str] = Field(default_factory=list)
    value_aliases: list[str] = Field(default_factory=list)
    min: int | float | None = None
    max: int | float | None = None
    currency: Annotated[str, AfterValidator(_currency)] | None = None
    reckoned: str | None = None
    text: Wording
    ask: Wording

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, given: Any) -> Any:
        """Without a name of its own or a question, its id and its text serve."""
        if isinstance(given, dict):
            return {
                **({"alias": given["id"]} if "id" in given else {}),
                **({"ask": given["text"]} if "text" in given else {}),
                **given,
            }
        return given

    @model_validator(mode="after")
    def _fields_of_the_type(self) -> "Fact":
        if (self.type == "enum") != (len(self.values) > 1):
            raise refused("wrong_type", found=self.values, expected="@expected.items")
        if self.value_aliases and len(self.value_aliases) != len(self.values):
            raise refused("wrong_type", found=self.value_aliases, expected="@expected.items")
        for words in (self.values, self.value_aliases):
            folded = [fold(word) for word in words]
            if twice := [word for word, one in zip(words, folded, strict=True) if folded.count(one) > 1]:
                raise refused("duplicate_key", found=twice[-1])
        if len(self.values) > MOST_WORDS:
            raise refused("too_many_words", found=len(self.values), limit=MOST_WORDS)
        if self.type == "integer" and not all(abs(bound) < 1 << 31 for bound in self.bounds):
            raise refused("out_of_range", found=self.max, expected="< 2147483648")
        if self.bounds[1] < self.bounds[0]:
            raise refused("out_of_range", found=self.max, expected=f"≥ {self.min}")
        if (self.type == "money") != (self.currency is not None):
            raise refused(
                "missing_field" if self.type == "money" else "unknown_field", field="currency", parent=self.id
            )
        return self

    @property
    def called(self) -> object:
        """What complaints call it."""
        return self.id

    @property
    def words(self) -> dict[str, str]:
        """What files may write for each value of an enum: itself, or its alias."""
        return {**{value: value for value in self.values}, **dict(zip(self.value_aliases, self.values, strict=False))}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {fold(word): value for word, value in self.words.items()}

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest number that it may be."""
        low, high = (0, LARGEST) if self.type == "integer" else (-MOST, MOST)
        return low if self.min is None else self.min, high if self.max is None else self.max

    def read(self, word: str) -> Value:
        """What a word says of it: yes and no, a value of an enum by its alias; itself where it says none.

        The result may be no value of the fact: see `problem_with`.
        """
        match self.type:
            case "tri":
                return _WORDS.get(fold(word), word) if len(word) <= LONGEST else word
            case "enum":
                return self._folded.get(fold(word), word) if len(word) <= LONGEST else word
            case "integer" | "number":
                return number_in(word, whole=self.type == "integer")
            case "money":
                return self._sum(word)
            case "texts":
                return (word,)
        return word

    def _sum(self, word: str) -> Value:
        found = _MONEY.fullmatch(word) if len(word) <= LONGEST else None
        named = {found["before"], found["after"]} - {None} if found else set()
        return number_in(found["number"]) if found and named <= {self.currency} else word

    def problem_with(self, value: object) -> Problem | None:
        """Why `value` cannot be stated about it, or None where it can."""
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        values: dict[str, object] = {"field": self.called, "found": shown[:60]}
        if not self._is_one(value):
            if self.type == "enum":
                valid = [*self.values, *self.value_aliases]
                values |= {"expected": ", ".join(self.values), "nearest": nearest(value, valid)}
                return Problem("not_one_of", "", values)
            if self.type == "money":
                return Problem("no_sum", "", {**values, "currency": self.currency})
            return Problem("wrong_type", "", {**values, "expected": self.expected})
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = self.bounds
            if not low <= value <= high and self.type == "integer" and self.min is self.max is None:
                return Problem("wrong_type", "", {**values, "expected": self.expected})
            if not low <= value <= high:
                return Problem("out_of_range", "", {**values, "expected": f"{low} … {high}"})
        return None

    @property
    def expected(self) -> str:
        """What may be stated, as the key of a text."""
        if self.type == "integer" and (self.min, self.max) != (None, None):
            return "@regimes.expected.integer_within"
        return f"@regimes.expected.{self.type}"

    def _is_one(self, value: object) -> bool:
        match self.type:
            case "tri":
                return isinstance(value, bool)
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "number" | "money":
                return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
            case "enum":
                return isinstance(value, str) and value in self.values
            case "date":
                return isinstance(value, str) and is_date(value)
            case "texts":
                return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def number_in(word: str, whole: bool = False) -> int | float | str:
    """The number that a word is, or the word."""
    if not word.isascii() or not _NUMBER.fullmatch(word):
        return word
    return float(word) if "." in word and not whole else int(word) if "." not in word else word


def fold(word: str) -> str:
    """A name or a word without accents, capitals and outer blanks, so that it is found however it is written."""
    plain = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).replace(" ", "_")


def is_date(value: str) -> bool:
    """Whether a text is a date of the calendar, written 2019-12-31."""
    try:
        return len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
