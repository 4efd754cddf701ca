"""What the answers of the regimes hold."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer, Both, Locator

Fact = bool | int | float | str


class Force(TypedDict):
    """From when until when a text is in force."""

    since: NotRequired[str]
    until: NotRequired[str]


class Summary(TypedDict):
    """A regime in the list of regimes."""

    id: str
    title: str
    text_status: str
    dated: str
    in_force: Force
    as_of: str
    rows: int
    variants: list[str]


class Regimes(Answer):
    """Every regime."""

    regimes: list[Summary]


class Words(TypedDict):
    """A row in words of one language."""

    when: str
    decides: list[str]


class Rule(TypedDict):
    """A row of a regime."""

    id: str
    layer: str
    priority: NotRequired[int]
    when: NotRequired[str]
    outcomes: dict[str, str]
    details: dict[str, Fact]
    branches: list[dict[str, Any]]
    views: NotRequired[str]
    decider: str
    article: Both
    source: list[Locator]
    confidence: str
    reason: Both
    checklist: list[str]
    gap: NotRequired[str]
    words: dict[str, Words]


class Variant(TypedDict):
    """Another reading of a parameter."""

    id: str
    value: Fact
    text: Both
    source: list[Locator]


class Parameter(TypedDict):
    """What a regime leaves to reading."""

    id: str
    value: Fact
    text: Both
    source: list[Locator]
    variants: list[Variant]


class Absent(TypedDict):
    """What no row of a regime says."""

    text: Both
    reason: Both


class Regime(Answer):
    """A regime row by row."""

    id: str
    text: Both
    text_status: str
    dated: str
    in_force: Force
    as_of: str
    issuing_body: Both
    source: list[Locator]
    parameters: list[Parameter]
    absent: list[Absent]
    rows: list[Rule]


class Step(TypedDict):
    """A row that bears on the case, and what it decides."""

    row: str
    layer: str
    when: str
    value: NotRequired[bool]
    facts: dict[str, Fact]
    decides: dict[str, str]
    decider: str
    article: str
    source: list[str]
    confidence: str
    reason: str


Flip = TypedDict("Flip", {"facts": dict[str, Fact], "kind": str, "from": str, "to": str, "rule": NotRequired[str]})


class Decide(Answer):
    """What a text says of a case."""

    regime: str
    text_status: str
    dated: str
    as_of: str
    variants: list[str]
    on: str
    in_force: str
    outcomes: dict[str, str]
    rule: NotRequired[str]
    rules: dict[str, str]
    answers: dict[str, dict[str, str]]
    provisional: dict[str, int]
    details: dict[str, float | str]
    chain: list[Step]
    missing: list[str]
    flips: list[Flip]


class Counted(TypedDict):
    """How many combinations of facts are decided, open or contradicted."""

    decided: int
    silent: int
    conflicting: int


class WithUnknown(TypedDict):
    """The same where facts may also be unknown: what is shown below an unknown row is provisional."""

    decided: int
    provisional: int
    undetermined: int
    conflicting: int


Shown = TypedDict(
    "Shown",
    {
        "class": str,
        "kind": NotRequired[str],
        "gap": NotRequired[str],
        "gap_text": NotRequired[str],
        "combinations": int,
    },
)


class Witness(TypedDict):
    """A case with the fewest facts, and what it shows."""

    facts: dict[str, Fact]
    shows: list[Shown]
    outcomes: dict[str, list[str]]
    rules: dict[str, list[str]]


class Audit(Answer, Counted):
    """How many combinations of facts regimes decide, leave open or contradict."""

    regimes: list[str]
    facts: list[str]
    total: int
    kinds: dict[str, Counted]
    total_with_unknown: int
    with_unknown: dict[str, WithUnknown]
    unreachable: list[str]
    witnesses: list[Witness]


class Case(TypedDict):
    """A case that two texts decide otherwise."""

    facts: dict[str, Fact]
    a: dict[str, str]
    b: dict[str, str]
    rules: dict[str, str]


class Altered(TypedDict):
    """Something that two texts say otherwise outside their rows."""

    what: str
    name: NotRequired[str]
    before: NotRequired[str]
    after: NotRequired[str]
    words: str


class Change(TypedDict):
    """A row that was added, removed or changed: in which fields, and what became of the cases that meet it."""

    row: str
    row_in_b: NotRequired[str]
    fields: list[str]
    bearing: NotRequired[str]
    words: str
    witness: NotRequired[Case]


class Diff(Answer):
    """What changed between two texts."""

    a: str
    b: str
    text: list[Altered]
    added: list[Change]
    removed: list[Change]
    changed: list[Change]


class Otherwise(TypedDict):
    """What was expected, and what came out."""

    expected: Any
    found: Any


class CheckedCase(TypedDict):
    """A worked case, and what of it came out otherwise than expected."""

    id: str
    passed: bool
    wrong: dict[str, Otherwise]


class Check(Answer, Counted):
    """A law of one's own tried on its cases."""

    regime: str
    cases: list[CheckedCase]
    untried: list[str]
    unreachable: list[str]


class Need(TypedDict):
    """What a table still needs."""

    id: str
    text: str
    by: str


class Next(TypedDict):
    """What may come next."""

    type: str
    text: str
    by: list[str]
    negotiation: bool


class Consent(TypedDict):
    """A consent; since when and where are null where the status is ``absent`` or no place is named."""

    text: str
    by: str
    status: str
    status_text: str
    since: str | None
    place: str | None


class Event(TypedDict):
    """An event on record."""

    date: str
    type: str
    text: str
    by: str
    state: str
    place: NotRequired[str]
    to: NotRequired[str]
    of: NotRequired[str | list[str]]
    note: NotRequired[str]
    uncertain: bool
    source: str | list[str]


class Process(Answer):
    """Where a table stands."""

    group: str
    state: str
    state_text: str
    as_of: str
    missing: list[Need]
    next: list[Next]
    consents: dict[str, Consent]
    parts: list[str]
    history: list[Event]
