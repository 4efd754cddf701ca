"""Estimates in words of one language: what the terminal, the page and the JSON all show."""

from collections.abc import Container
from typing import Any

from tregua.catalogue.beside import per_ledger
from tregua.catalogue.errors import InputError, unknown_name
from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.evidence.alike import means
from tregua.evidence.certainty import alone
from tregua.evidence.pooling import conflicting
from tregua.evidence.schema import NORMAL, Appraisal, Bounded, Cost, Effect, Estimate
from tregua.lab.model import lab
from tregua.show.words import cite
from tregua.show.words.numbers import exact, number, percent, unit
from tregua.show.words.said import in_language
from tregua.show.words.shared import caveats, cited, pick
from tregua.show.words.source import author_year
from tregua.text import Language, text

_SYMBOL = {"percent": " %", "pp": " pp", "SD": " SD"}


def estimate_title(estimate: Estimate, language: Language) -> str:
    """Whose estimate it is, of what on what."""
    named = author_year(sources()[estimate.source[0].ref], language)
    both = (in_language(one, language) for one in (estimate.intervention, estimate.outcome))
    return f"{named}: {' → '.join(both)}"


def bounded(number: Bounded, unit_words: str, language: Language, kind: str | None = None) -> str:
    """A number with its interval, as −0.022 [−0.030; −0.014] ha per ha."""
    shown = exact(number.value, language)
    if number.low is not None and number.high is not None:
        ends = f"[{exact(number.low, language)}; {exact(number.high, language)}]"
        shown += f" {ends}" + (f" ({text(language, f'ledger.interval.{kind}')})" if kind else "")
    return shown + unit_words


def effect_in_words(estimate: Estimate, language: Language) -> str:
    """The effect on its scale with its interval, or its sign where no size was read."""
    if estimate.effect is None:
        return text(language, f"ledger.sign.{estimate.sign}") + _told(estimate.clear, language)
    effect = estimate.effect
    symbol = _SYMBOL.get(effect.scale, f" {unit(effect.unit, language)}" if effect.unit != "1" else "")
    before = (
        f"{text(language, f'ledger.scale.{effect.scale}')} "
        if effect.scale not in (*_SYMBOL, "absolute", "level")
        else ""
    )
    shown = before + _signed(effect, symbol, language)
    if effect.se is not None:
        return f"{shown} ({text(language, 'ledger.se', se=exact(effect.se, language))})"
    return shown + ("" if effect.interval in NORMAL else _told(effect.clear, language))


def _told(clear: bool | None, language: Language) -> str:
    """What a study says of whether its effect can be told from none."""
    return "" if clear is None else f" ({text(language, 'ledger.clear' if clear else 'ledger.unclear')})"


def _signed(effect: Effect, symbol: str, language: Language) -> str:
    plus = "+" if effect.value > 0 and effect.scale in ("percent", "pp", "SD") else ""
    return plus + bounded(effect, symbol, language, effect.interval)


def cost_in_words(cost: Cost, language: Language) -> str:
    """What the intervention costs, with its tag."""
    return f"{bounded(cost, f' {unit(cost.unit, language)}', language)} ({text(language, f'tag.{cost.tag}')})"


@per_ledger
def users() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The parameters and the claims that use each estimate."""
    return {
        name: (
            tuple(one.id for one in lab().parameters.values() if name in one.estimates),
            tuple(one.id for one in ledger.claims().values() if name in one.estimates),
        )
        for name in ledger.estimates()
    }


def estimate_record(estimate: Estimate, language: Language) -> dict[str, Any]:
    """Everything known of an estimate, and what uses it."""
    parameters, claims = users()[estimate.id]
    effect, appraisal = estimate.effect, ledger.appraisals().get(estimate.voice)
    return {
        "id": estimate.id,
        "intervention": pick(estimate.intervention, language),
        "outcome": pick(estimate.outcome, language),
        "measures": estimate.measures,
        "effect": effect.model_dump() if effect else None,
        "effect_in_words": effect_in_words(estimate, language),
        "direction": None if effect and effect.scale == "level" else estimate.direction,
        "design": estimate.design,
        "design_in_words": text(language, f"ledger.design.{estimate.design}"),
        "n": estimate.n,
        "of": pick(estimate.of, language),
        "place": pick(estimate.place, language),
        "period": pick(estimate.period, language),
        "applies_to": pick(estimate.applies_to, language),
        "horizon": pick(estimate.horizon, language),
        "decay": pick(estimate.decay, language),
        "cost": estimate.cost and {**estimate.cost.model_dump(), "note": pick(estimate.cost.note, language)},
        "cost_in_words": estimate.cost and cost_in_words(estimate.cost, language),
        "levers": estimate.levers,
        "study": estimate.voice,
        "feeds": list(parameters),
        "claims": list(claims),
        "unused": pick(estimate.unused, language),
        "source": cited(estimate.source, language),
        "read": estimate.read,
        "quote": estimate.quote,
        "tag": estimate.tag,
        "derivation": estimate.derivation,
        "grade": estimate.grade,
        "risk_of_bias": ledger.risk_of(estimate),
        "bias": _bias(appraisal, language),
        "certainty": alone(estimate, ledger.risk_of(estimate)),
        "reading_in_words": reading(estimate, language),
        "shown_only": pick(estimate.shown_only, language),
        "transport": pick(estimate.transport, language),
        "contrary": estimate.contrary,
        "note": pick(estimate.note, language),
    }


def reading(estimate: Estimate, language: Language, quoted: bool = True) -> str:
    """How the figure was read, the sentence that carries it, its risk of bias and what it gives by itself."""
    risk = ledger.risk_of(estimate)
    bias = _bias(ledger.appraisals().get(estimate.voice), language)
    certainty = text(language, f"ledger.certainty.{alone(estimate, risk)}")
    parts = [
        f"{text(language, f'page.sources.read.{estimate.read}')}.",
        f"“{estimate.quote}”" if estimate.quote and quoted else "",
        f"{text(language, f'ledger.risk.{risk}')}{f': {bias}' if bias else '.'}",
        text(language, "ledger.by_itself", certainty=certainty),
        in_language(estimate.shown_only, language) if estimate.shown_only else "",
    ]
    return " ".join(f"{part[0].upper()}{part[1:]}" for part in parts if part)


def _bias(appraisal: Appraisal | None, language: Language) -> str | None:
    """Why a study's risk of bias is what it is, with the tool and the domains of concern."""
    if appraisal is None:
        return None
    domains = [text(language, f"ledger.domain.{one}") for one in appraisal.domains]
    told = [*([] if appraisal.tool == "none" else [appraisal.tool]), *domains]
    return in_language(appraisal.why, language) + (f" ({', '.join(told)})" if told else "")


def single_estimate(name: str, language: Language) -> dict[str, Any]:
    """One estimate with what travels with it.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    known = ledger.estimates()
    if name not in known:
        raise InputError(unknown_name("@name.estimate", name, known))
    record = estimate_record(known[name], language)
    reference = cite.of_source(sources()[known[name].source[0].ref])
    return {**record, "caveats": caveats("estimate", language), "citation": cite.all_styles(reference, language)}


def pools_of(names: Container[str]) -> list[str]:
    """The sets of estimates of which one at least is in `names`."""
    return [name for name, one in ledger.pools().items() if any(member in names for member in one.estimates)]


def pool_record(name: str, language: Language) -> dict[str, Any]:
    """Estimates of one effect: the list, and the mean where it may be taken."""
    record = ledger.pools()[name]
    members = [ledger.estimates()[one] for one in record.estimates]
    pooled = means()[name]
    result: dict[str, Any] = {
        "id": name,
        "text": pick(record.text, language),
        "why": pick(record.why, language),
        "estimates": record.estimates,
        "conflicting": conflicting(members),
        "pooled": None,
    }
    if pooled is not None:
        parts = ("scale", "value", "low", "high", "predicted", "tau", "i2")
        result["pooled"] = {
            **{part: getattr(pooled, part) for part in parts},
            "estimates": len(pooled.names),
            "method": text(language, "ledger.method"),
        }
    return result


def pool_in_words(record: dict[str, Any], language: Language) -> str:
    """A set of estimates of one effect: its mean and prediction interval, or why there is none."""
    names = ", ".join(record["estimates"])
    return f"{record['text']} ({names}): {mean_in_words(record, language)}"


def mean_in_words(record: dict[str, Any], language: Language) -> str:
    """The mean of a set of estimates and its prediction interval, or why there is none."""
    found = record["pooled"]
    if found is None:
        return text(language, "ledger.pool.apart" if record["conflicting"] else "ledger.pool.none")
    values = {name: number(found[name], language) for name in ("value", "low", "high")}
    told = [text(language, "ledger.pool.mean", scale=found["scale"], count=found["estimates"], **values)]
    if found["predicted"] is not None:
        low, high = (number(end, language) for end in found["predicted"])
        told.append(text(language, "ledger.pool.predicted", low=low, high=high))
    if record["conflicting"]:
        told.append(text(language, "ledger.pool.conflicting"))
    told += [text(language, "ledger.pool.i2", i2=percent(found["i2"], language)), found["method"]]
    return " ".join(told)
