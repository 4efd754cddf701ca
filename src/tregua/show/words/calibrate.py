"""What the past has taught, as plain values and in words of one language."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tregua.analysis.calibrate import shipped
from tregua.analysis.held_out import held_out
from tregua.analysis.learnt import LEARNT, RULES, WORDS, Explained, Fit, Lessons, Met, Parameter, Posterior, Spread
from tregua.evidence import ledger
from tregua.lab.alternatives import apart
from tregua.lab.model import lab
from tregua.lab.run import FIRST_YEAR
from tregua.show.words.comparison import choices
from tregua.show.words.envelope import Caveat, plain_caveat
from tregua.show.words.numbers import number, percent, unit
from tregua.show.words.said import in_language
from tregua.text import Language, text

CAVEATS = ("fit", "chance", "seen", "sizes", "alternatives", "reference")
QUIET = RULES[-1][-1]  # what stays below it in every year is counted, not listed


def lessons_record(lessons: Lessons, language: Language) -> dict[str, Any]:
    """All that was learnt: of every combination, the reference first."""
    return {
        "version": lessons.version,
        "catalogue_hash": lessons.catalogue_hash,
        "ensemble": lessons.ensemble,
        "cut": lessons.cut,
        "seed": lessons.seed,
        "members": lessons.members,
        "command": lessons.command,
        "n": lessons.n,
        "counts": {name: len(lessons.of_word(name)) for name in WORDS},
        "combinations": [dict(one) for one in lessons.choices],
        "parameters": [_parameter(one) for one in lessons.parameters],
        "set_anew": list(lessons.anew),
        "from_vague_prior": list(lessons.vague),
        "explained": [_explained(one) for one in lessons.explained],
        "fit": [_fit(one) for one in lessons.fit],
        "held_out": asdict(held_out()) if lessons.ensemble == shipped().version else None,
        "caveats": caveats(lessons, language),
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    low, high = one.contractions
    return {
        "parameter": one.name,
        "unit": lab().parameters[one.name].unit,
        "tag": lab().parameters[one.name].tag,
        "word": one.word,
        "prior": _spread(one.prior),
        "contraction_range": [low, high],
        "by_combination": [_posterior(each) for each in one.by_combination],
    }


def _posterior(one: Posterior) -> dict[str, Any]:
    errors = dict(zip(("i90_low", "median", "i90_high"), one.spread.errors, strict=True))
    moved = {"contraction": one.contraction, "shift": one.shift, "word": one.word}
    return {**_spread(one.spread), "errors": errors, **moved}


def _spread(one: Spread) -> dict[str, Any]:
    return {"median": one.median, "i90": [one.low, one.high]}


def _explained(one: Explained) -> dict[str, Any]:
    step = {"step": _spread(one.step)} if one.kind == "step" else {}
    return {
        "kind": one.kind,
        "name": one.name,
        "run_from": one.window,
        "year": one.year or None,
        "mean": one.mean,
        "sd": one.sds[0],
        "range": [min(one.means), max(one.means)],
        "notable": one.notable,
        **step,
        "by_combination": [{"mean": mean, "sd": sd} for mean, sd in zip(one.means, one.sds, strict=True)],
    }


def _fit(one: Fit) -> dict[str, Any]:
    pairs = zip(one.before, one.after, strict=True)
    each = [{"before": asdict(before), "after": asdict(after)} for before, after in pairs]
    return {"series": one.series, "n": one.n, "by_combination": each}


# --- in words ---------------------------------------------------------------------------------------------------------


def first_words(lessons: Lessons, language: Language) -> str:
    """How many parameters were learnt, hardly and not at all, from how many figures."""
    counted = {f"{name}_n": len(lessons.of_word(name)) for name in WORDS}
    facts = {"n": lessons.n, "cut": lessons.cut, "ensemble": lessons.ensemble, "all": len(lessons.parameters)}
    return text(language, "taught.first", **facts, **counted)


def held_out_words(language: Language) -> str:
    """What the held-out scores are, and that they weigh nothing."""
    known = held_out()
    counted = {"after": known.after, "n": known.figures, "seeds": known.seeds, "members": known.members}
    return text(language, "taught.held_out", **counted)


def held_out_table(language: Language) -> tuple[list[str], list[list[str]]]:
    """Heads, and the log score of every combination beside the reference, with its error over seeds."""
    rows = []
    for at, one in enumerate(held_out().scores):
        named = choices(apart(one.choices), language) if at else text(language, "taught.page.reference")
        difference = _with_error(one.apart, language) if at else "–"
        rows.append([named, _with_error(one.prior, language), _with_error(one.calibrated, language), difference])
    keys = ("combination", "log_prior", "log_calibrated", "log_apart")
    return [text(language, f"taught.column.{key}") for key in keys], rows


def _with_error(found: tuple[float, float], language: Language) -> str:
    value, error = found
    return f"{number(value, language, error=error)} ± {number(error, language, error=error)}"


def caveats(lessons: Lessons, language: Language) -> list[Caveat]:
    """What must be read with what was learnt."""
    return [caveat(name, lessons, language) for name in CAVEATS]


def caveat(name: str, lessons: Lessons, language: Language) -> Caveat:
    """One thing that must be read with what was learnt."""
    contraction, shift = chance_errors(lessons)
    values = {
        "members": lessons.members,
        "combinations": len(lessons.choices),
        "vague": ", ".join(lessons.vague),
        "contraction": number(contraction, language, error=contraction),
        "shift": number(shift, language, error=shift),
    }
    return plain_caveat(f"taught.caveat.{name}", language, **values)


def chance_errors(lessons: Lessons) -> tuple[float, float]:
    """By how much the contraction and the shift of a number of which nothing is learnt differ from zero by chance."""
    return (2.0 / lessons.members) ** 0.5, lessons.members**-0.5


def title(one: Parameter, language: Language) -> str:
    """A parameter and its unit."""
    record = lab().parameters[one.name]
    named = in_language(record.text, language)
    return named if record.unit in ("1", "share") else f"{named} ({unit(record.unit, language)})"


def median(one: Parameter, spread: Spread, language: Language) -> str:
    """The median of a number, no digit finer than its error."""
    return _value(one, spread.median, spread.errors[1], language)


def interval(one: Parameter, spread: Spread, language: Language) -> str:
    """The 90 % interval of a number, its ends to two digits."""
    ends = ((spread.low, spread.errors[0]), (spread.high, spread.errors[2]))
    low, high = (_value(one, float(f"{value:.2g}"), error, language) for value, error in ends)
    return f"[{low}; {high}]"


def _value(one: Parameter, value: float, error: float, language: Language) -> str:
    of_share = lab().parameters[one.name].unit == "share"
    return percent(value, language, error=error) if of_share else number(value, language, error=error)


def moved(one: Parameter, lessons: Lessons, language: Language) -> tuple[str, str]:
    """The part of the variance that is gone, with the shift; how the former ranges over combinations, in per cent."""
    error, of_shift = chance_errors(lessons)
    shift = number(one.reference.shift, language, signed=True, error=of_shift)
    value, low, high = (
        number(100.0 * each, language, error=100.0 * error) for each in (one.reference.contraction, *one.contractions)
    )
    return f"{value} %; {shift}", f"[{low}; {high}]"


def path(name: str, language: Language) -> str:
    """A random path, and its place where it has one."""
    shock_id, _, place = name.partition(".")
    shock = lab().shocks[shock_id]
    named = in_language(shock.text, language)
    if place:
        named += f" ({in_language(lab().place_text(place, shock.index), language)})"
    return named[:1].upper() + named[1:]


def series(name: str, language: Language) -> str:
    """What a series is."""
    return in_language(ledger.series()[name].text, language)


def notable_words(lessons: Lessons, language: Language) -> list[str]:
    """What was moved most, a sentence a path."""
    listed: dict[str, list[str]] = {}
    for one in lessons.notable:
        if one.kind != "step":
            named = path(one.name, language)
            if one.window > FIRST_YEAR:
                named = text(language, "taught.run_from", path=named, first=one.window)
            listed.setdefault(named, []).append(_moved(one, language))
    return [f"{named}: {', '.join(moves)}" for named, moves in listed.items()]


def explained_words(several: Iterable[Explained], language: Language) -> list[str]:
    """What random paths had to do, a sentence a path and run; then how many did little."""
    listed: dict[tuple[str, int], list[Explained]] = {}
    for one in several:
        if one.kind != "step":
            listed.setdefault((one.name, one.window), []).append(one)
    said, quiet = [], 0
    for (name, window), found in listed.items():
        if all(abs(one.mean) < QUIET for one in found):
            quiet += 1
            continue
        moves = ", ".join(_moved(one, language) for one in found)
        said.append(text(language, "taught.path", path=path(name, language), window=window, moves=moves))
    return [*said, text(language, "taught.quiet", n=quiet)] if quiet else said


def _moved(one: Explained, language: Language) -> str:
    mean, low, high = (tenths(each, language) for each in (one.mean, min(one.means), max(one.means)))
    when = one.year or text(language, "taught.start")
    return f"{when} {mean}" if low == high == mean else f"{when} {mean} [{low}; {high}]"


def tenths(value: float, language: Language) -> str:
    """A standard normal number; an ensemble tells no more than a tenth of it."""
    return number(round(value, 1), language, signed=True)


def step_words(several: Iterable[Explained], language: Language) -> list[str]:
    """What breaks did to series, a sentence a break."""
    found = []
    for one in several:
        if one.kind == "step":
            low, middle, high = (
                percent(round(each, 2), language, signed=True)
                for each in (one.step.low, one.step.median, one.step.high)
            )
            values = {"series": series(one.name, language), "year": one.year}
            found.append(text(language, "taught.step", **values, step=middle, low=low, high=high))
    return found


def fit_words(one: Fit, language: Language) -> tuple[str, str, str]:
    """How many figures there are, and how they are met before and after, under the reference."""
    return str(one.n), met(one.before[0], one.n, language), met(one.after[0], one.n, language)


def all_fit_words(lessons: Lessons, language: Language) -> str:
    """How all figures together are met before and after, under the reference."""
    before, after = (
        Met(
            (sum(one.n * each.rms**2 for one, each in found) / lessons.n) ** 0.5,
            sum(each.inside90 for _, each in found),
        )
        for found in ([(one, one.before[0]) for one in lessons.fit], [(one, one.after[0]) for one in lessons.fit])
    )
    said = (met(one, lessons.n, language) for one in (before, after))
    return text(language, "taught.all_fit", **dict(zip(("before", "after"), said, strict=True)))


def met(one: Met, n: int, language: Language) -> str:
    """The misfit in measurement errors, and how many figures the band holds."""
    return text(language, "taught.met", rms=number(float(f"{one.rms:.2g}"), language), inside=one.inside90, n=n)


def anew_words(lessons: Lessons, language: Language) -> str:
    """The numbers that are set anew at each start, and so are not carried on."""
    return text(language, "taught.anew", n=len(lessons.anew), names=", ".join(lessons.anew))


def not_words(lessons: Lessons, language: Language) -> str:
    """The parameters of which nothing was learnt, and how many of them no figure follows at all."""
    found = lessons.of_word(WORDS[-1])
    still = [one for one in found if all(each.spread == one.prior for each in one.by_combination)]
    names = ", ".join(sorted(one.name for one in found))
    return text(language, "taught.not", n=len(found), still=len(still), names=names)


def table_title(name: str, language: Language) -> str:
    """What a table of parameters shows."""
    return text(language, "taught.title.learnt" if name == LEARNT else "taught.title.hardly")
