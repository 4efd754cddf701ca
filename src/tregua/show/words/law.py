"""A regime's conditions, outcomes and details as a reader says them, in both languages."""

from collections.abc import Mapping

from tregua.catalogue.record import Text
from tregua.catalogue.said import Said
from tregua.regimes.condition import ALWAYS, All, Compare, Condition, Holds, Not, Some, parts_of
from tregua.regimes.fact import Value
from tregua.regimes.own import source_named, word_named
from tregua.regimes.rules import Answer, Force, Rule, Rules, force_of
from tregua.regimes.schema import Parameter, Place, Regime, Span
from tregua.regimes.vocabulary import fact_named
from tregua.show.words.envelope import Caveat, caveat
from tregua.show.words.said import in_language
from tregua.show.words.source import author_and_outlet
from tregua.show.words.spanish import translated
from tregua.text import Language, text, texts

_SIGNS = {"=": "is", "!=": "is_not", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


def condition_in_words(condition: Condition, language: Language, signs: bool = False) -> str:
    """A condition with the names of its facts in quotation marks, e.g. “re-offended” and not “laid down arms”.

    Comparisons stand in words, or with `signs` as the file writes them.
    """

    def inner(part: Condition) -> str:
        shown = condition_in_words(part, language, signs)
        joined = isinstance(part, All) or (isinstance(part, Some) and (signs or not _one_of(part.parts, language)))
        return f"({shown})" if joined else shown

    match condition:
        case Holds(fact):
            return fact_in_words(fact, language)
        case Compare():
            return _with_sign(condition, language) if signs else _comparison(condition, language)
        case Not(part):
            return text(language, "law.not", condition=inner(part))
        case All():
            parts = parts_of(condition, All)
            if len(parts) == 1:
                return condition_in_words(parts[0], language, signs)
            return text(language, "law.and").join(map(inner, parts)) or text(language, "law.always")
        case Some(parts):
            listed = "" if signs else _one_of(parts, language)
            return listed or text(language, "law.or").join(map(inner, parts))


def _one_of(parts: tuple[Condition, ...], language: Language) -> str:
    """One fact against several of its words; empty where the parts are anything else."""
    first, *others = parts
    if not isinstance(first, Compare) or first.sign != "=":
        return ""
    words = [one.value for one in others if isinstance(one, Compare) and (one.fact, one.sign) == (first.fact, "=")]
    if len(words) < len(others):
        return ""
    return text(language, "law.or").join(
        [_comparison(first, language), *(word_in_words(str(word), language) for word in words)]
    )


def _comparison(compare: Compare, language: Language) -> str:
    family = "date" if fact_named(compare.fact).type == "date" else "value"
    sign = text(language, f"law.{family}.{_SIGNS[compare.sign]}")
    if compare.other:
        against = fact_in_words(compare.other, language)
    elif fact_named(compare.fact).currency:
        against = value_in_words(compare.fact, compare.value, language)
    else:
        against = word_in_words(str(compare.value), language)
    return f"{fact_in_words(compare.fact, language)} {sign} {against}"


def _with_sign(compare: Compare, language: Language) -> str:
    against = (
        fact_in_words(compare.other, language)
        if compare.other
        else value_in_words(compare.fact, compare.value, language)
    )
    return f"{fact_in_words(compare.fact, language)} {compare.sign} {against}"


def fact_in_words(name: str, language: Language) -> str:
    """The name of a fact in quotation marks."""
    return text(language, "law.quoted", words=in_language(fact_named(name).text, language))


def word_in_words(word: str, language: Language) -> str:
    """A listed word of a fact as a reader says it; names and numbers stay as they are."""
    return texts(language).get(f"law.enum.{word}", word)


def reading_in_words(value: object, language: Language) -> str:
    """The value of a parameter: a number, a date, or an outcome."""
    return texts(language).get(f"regimes.outcome.{value}", f"{value}")


def name_in_words(name: str, language: Language) -> str:
    """A fact as a file in a language may call it: by its id in English, by its alias in Spanish."""
    return fact_named(name).alias if language == "es" else name


def value_in_words(name: str, value: Value | None, language: Language) -> str:
    """A stated value of a fact; a listed word stands as a case may write it."""
    if (currency := fact_named(name).currency) and isinstance(value, int | float):
        return f"{currency} {value:.15g}"
    aliases = {value: alias for alias, value in fact_named(name).words.items()} if language == "es" else {}
    match value:
        case None:
            return text(language, "law.unknown")
        case bool():
            return text(language, f"law.{str(value).lower()}")
        case tuple():
            return ", ".join(value)
    return aliases.get(str(value), str(value))


def facts_in_words(facts: Mapping[str, Value | None], language: Language) -> str:
    """Facts with their values."""
    return ", ".join(stated_in_words(name, value, language) for name, value in facts.items())


def stated_in_words(name: str, value: Value | None, language: Language) -> str:
    """A fact with its value."""
    return f"{name_in_words(name, language)} = {value_in_words(name, value, language)}"


def details_in_words(answer: Answer, language: Language) -> list[str]:
    """The numbers and words that a branch gives beside its outcomes."""
    shown = []
    for name, value in answer.details.items():
        if isinstance(value, tuple):
            fact, divisor = value
            words = fact_in_words(fact, language) + (f" ÷ {divisor}" if divisor > 1 else "")
        else:
            words = detail_in_words(value, language)
        shown.append(f"{detail_name(name, language)}: {words}")
    return shown


def detail_in_words(value: float | str, language: Language) -> str:
    """A word in capitals as a reader says it; numbers, dates and words of a file of one's own as they stand."""
    return texts(language).get(f"law.word.{value}", f"{value}")


def decides_in_words(answer: Answer, language: Language) -> list[str]:
    """What a branch decides: each kind of outcome with its value, then the details."""
    outcomes = [outcome_in_words(kind, value, None, language) for kind, value in answer.outcomes.items()]
    return outcomes + details_in_words(answer, language)


def branches_in_words(rule: Rule, language: Language) -> list[str]:
    """What a row decides, one line a branch; the condition of a branch before its outcomes."""
    lines = []
    for at, answer in enumerate(rule.answers):
        decided = "; ".join(decides_in_words(answer, language))
        if answer.when != ALWAYS:
            condition = condition_in_words(answer.when, language)
            decided = text(language, "law.if", condition=condition, decided=decided)
        elif at:
            decided = text(language, "law.otherwise", decided=decided)
        lines.append(decided)
    return lines


def conditions_in_words(rule: Rule, language: Language) -> str:
    """A row's condition with the conditions of its branches."""
    own = [] if rule.when == ALWAYS else [condition_in_words(rule.when, language)]
    branches = [one.when for one in rule.answers if one.when != ALWAYS]
    return "\n".join(own + [f"• {condition_in_words(one, language)}" for one in branches])


def outcome_in_words(kind: str, value: str, row: str | None, language: Language) -> str:
    """A kind of outcome with its value and the row that decides it."""
    shown = f"{text(language, f'regimes.kind.{kind}')}: {value_of_outcome(value, language)}"
    return f"{shown} ({row})" if row else shown


def value_of_outcome(value: str, language: Language) -> str:
    """What is decided of a kind, in words; an outcome of one's own by its own text."""
    own = word_named("outcome", value)
    return in_language(own, language) if own else text(language, f"regimes.outcome.{value}")


def view_in_words(view: str, language: Language) -> str:
    """Somebody who decides, as a reader says it; a word of one's own as it stands."""
    return texts(language).get(f"regimes.decider.{view}", word_in_words(view, language))


def detail_name(name: str, language: Language) -> str:
    """What a detail is called; one of one's own by its own text."""
    own = word_named("detail", name)
    return in_language(own, language) if own else text(language, f"regimes.detail.{name}")


def source_in_words(citation: Place, language: Language) -> str:
    """Who wrote a source and when, the place in it, and how far it was read."""
    source = source_named(citation.ref)
    read = text(language, f"page.sources.read.{citation.read or source.read}")
    return f"{author_and_outlet(source, language)} {source.year}: {translated(citation.locator, language)} ({read})"


def span_in_words(span: Span, language: Language) -> str:
    """From when until when a row, a value or a reading is in force; empty where that is always."""
    since = text(language, "law.valid.from", day=span.valid_from) if span.valid_from else ""
    until = text(language, "law.valid.to", day=span.valid_to) if span.valid_to else ""
    return " ".join(filter(None, (since, until)))


def editions_in_words(rules: Rules, language: Language) -> str:
    """The day whose rows are shown, and the days on which they change; empty where they never do."""
    first, last = force_of(rules.regime)
    days = [one.span[0] for one in rules.editions if first < one.span[0] <= last]
    return text(language, "law.editions", on=rules.on, days=", ".join(days)) if days else ""


def value_of_parameter(parameter: Parameter, rules: Rules) -> Value:
    """The value under the chosen readings; of another time, the file's own."""
    is_current = (parameter.valid_from or "") <= rules.on <= (parameter.valid_to or "9999")
    return rules.parameters[parameter.id] if is_current else parameter.value


def told_by(rules: Rules, language: Language) -> list[Caveat]:
    """What must be read with every answer of a regime: what kind of text it is, then its own caveats."""
    told: list[Said | Text] = [*rules.caveats, *rules.regime.caveats]
    return [caveat(one, language) for one in told]


def dates_in_words(regime: Regime, language: Language) -> str:
    """What kind of text it is, of which date, since when in force if it is law, and as of when it is read."""
    parts = [
        text(language, f"regimes.text_status.{regime.text_status}"),
        text(language, "law.dated", dated=regime.dated),
        *([force_in_words(regime, language)] if _is_law(regime) else []),
        text(language, "law.as_of", as_of=regime.as_of),
    ]
    return "; ".join(parts)


def force_in_words(regime: Regime, language: Language) -> str:
    """From when until when a text is in force; a law or a treaty without a date is one whose date was not read."""
    force = regime.in_force
    if force.since is None:
        return text(language, f"law.in_force.{'not_read' if _is_law(regime) else regime.text_status}")
    since = text(language, f"law.in_force.{'between' if _is_treaty(regime) else 'since'}", since=force.since)
    return f"{since}, {text(language, 'law.in_force.until', until=force.until)}" if force.until else since


def force_on_in_words(regime: Regime, force: Force, language: Language) -> str:
    """Whether a text is in force on a day; what is no law is never said to be."""
    if force != "in_force":
        return text(language, f"regimes.force.{force}")
    if not _is_law(regime):
        return text(language, f"regimes.text_status.{regime.text_status}")
    if regime.in_force.since is None:
        return text(language, "law.force.taken")
    return text(language, "law.force.between" if _is_treaty(regime) else "regimes.force.in_force")


def _is_law(regime: Regime) -> bool:
    return regime.text_status not in ("speech", "bill")


def _is_treaty(regime: Regime) -> bool:
    return regime.text_status == "treaty"
