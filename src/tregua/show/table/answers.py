"""The table of an answer: which of its lists are the rows, and which fields the columns.

A column is written ``name=path``, or as its path alone. A path that starts with ``^`` begins one level up: in the
record that holds the list, with ``^^`` in the one that holds that. Every table ends with what must be read with its
rows.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tregua.catalogue.read import sources
from tregua.evidence import ledger
from tregua.show.table.shape import BETWEEN, Table
from tregua.show.words.envelope import Caveat
from tregua.show.words.source import authors
from tregua.show.words.spanish import translated
from tregua.text import Language
from tregua.version import VERSION

ANSWER = "computed_by=^source_of_answer"  # where the numbers of a table come from that we worked out
_SERIES = "licence publisher release"
_CELL = (
    "scenario baseline=^baseline outcome place year=^year unit status median i90_low=i90.0 i90_high=i90.1 "
    "median_low=median_range.0 median_high=median_range.1 relative p_lower lower higher n_alternatives mc_error "
    "baseline_median matters_from=material.threshold matters=material.status assumption_share shock_share shares "
    "decided_by tested used untested observed observed_year observed_by=publisher licence release"
)
_ESTIMATE = (
    "id study intervention outcome measures value=effect.value low=effect.low high=effect.high se=effect.se "
    "scale=effect.scale unit=effect.unit interval=effect.interval in_words=effect_in_words direction design n place "
    "period grade risk_of_bias certainty read tag levers feeds claims transport derivation quote note source"
)
_VERDICT = (
    "word=verdict.word certainty=verdict.certainty route=verdict.route n_for=verdict.n_for n_against=verdict.n_against "
    "n_neither=verdict.n_neither n_no_comparison=verdict.n_no_comparison n_measured=verdict.n_measured p=verdict.p "
    "mean=verdict.mean.value mean_low=verdict.mean.low mean_high=verdict.mean.high why=verdict.why "
    "robustness=verdict.robustness"
)
_ACT = (
    "state=^state name=^text listed=^listed soft=^soft hard=^hard government_changed=^government_changed id date end "
    "axis kind text bill stage in_force carries checklist tag source computed_by=^^source_of_answer"
)
TABLES: dict[str, tuple[str, str]] = {
    "compare": ("comparisons", f"{_CELL} {ANSWER}"),
    "compare-runs": (
        "cells",
        "scenario outcome place unit same status=first.status median_low=first.median_range.0 "
        "median_high=first.median_range.1 baseline_median=first.baseline_median status_2=second.status "
        "median_low_2=second.median_range.0 median_high_2=second.median_range.1 "
        f"baseline_median_2=second.baseline_median {ANSWER}",
    ),
    "why": (
        "drivers",
        "scenario=^scenario baseline=^baseline outcome=^outcome place_of_outcome=^place year=^year unit=^unit lever "
        "place alone alone_low=alone_i90.0 alone_high=alone_i90.1 last last_low=last_i90.0 last_high=last_i90.1 "
        f"{ANSWER}",
    ),
    "regret": (
        "rows.by",
        "scenario=^scenario outcome=^outcome place=^place year=^^year unit=^unit status=^status alternative mean "
        "p90 max ahead highest_mean=^mean highest_p90=^p90 highest_max=^max matters_from=^matters "
        "computed_by=^^source_of_answer",
    ),
    "tradeoffs": (
        "rows.by",
        "scenario=^^scenario baseline=^^baseline years=^years outcome=^outcome place=^place unit=^unit summed=^summed "
        "alternative median i50_low=i50.0 i50_high=i50.1 i90_low=i90.0 i90_high=i90.1 p_lower "
        "computed_by=^^source_of_answer",
    ),
    "portfolio": (
        "mixes.outcomes.by",
        "mix=^^id levers=^^levers in_words=^^text cost=^^cost.median cost_low=^^cost.i90.0 cost_high=^^cost.i90.1 "
        "outcome=^outcome place=^place unit=^unit summed=^summed alternative median i50_low=i50.0 i50_high=i50.1 "
        "i90_low=i90.0 i90_high=i90.1 command=^^command computed_by=^^^source_of_answer",
    ),
    "offer": (
        "acceptance",
        "regime=^offer.regime group=^offer.group years=^offer.years view text accepted=accepted.median "
        "accepted_low=accepted.i90.0 accepted_high=accepted.i90.1 without=^without.median times=times.median "
        "times_low=times.i90.0 times_high=times.i90.1 reoffended=reoffended.median detected=detected.median "
        f"extradited_again=extradited_again.median assumption_share=^assumption_share {ANSWER}",
    ),
    "discover": (
        "alternatives",
        "scenario=^scenario baseline=^baseline outcome=^outcome place=^place year=^year unit=^unit worse=^worse by=^by "
        f"alternative text alike fails status boxes conditions coverage density held_out mass stability {ANSWER}",
    ),
    "information": (
        "rows",
        "data parameter text evppi se low high above of unit=^unit_of_gain lever tag informs informed_by why beyond "
        f"near {ANSWER}",
    ),
    "levers": ("levers", "id text unit low high default driver grade evidence not_this behind source=default_source"),
    "parameters": (
        "parameters",
        "id text value unit kind=distribution.kind low=distribution.low high=distribution.high mean=distribution.mean "
        "sd=distribution.sd values=distribution.values tag estimates derivation note source",
    ),
    "trace": ("items", "id kind text status where note"),
    "history": (
        "series.points",
        f"series=^series outcome=^outcome place=^place year month unit=^unit observed q05 q25 median q75 q95 inside90 "
        f"scale=^scale derived=^derived used=^used vintage {_SERIES} source computed_by=^^source_of_answer",
    ),
    "backtest": (
        "cuts.scores",
        "cut=^cut series place horizon year unit observed median i50_low=i50.0 i50_high=i50.1 i80_low=i80.0 "
        "i80_high=i80.1 i90_low=i90.0 i90_high=i90.1 pit policies drivers crps "
        "crps_persistence=crps_baselines.persistence "
        f"interval_score status {_SERIES} source computed_by=^^source_of_answer",
    ),
    "patterns": (
        "patterns.by_alternative",
        "pattern=^id text=^text asked=^asked outcome=^outcome place=^place year=^year alternative shown contrary error "
        "draws note=^note source=^source computed_by=^^source_of_answer",
    ),
    "truce": (
        "path.by_alternative",
        "place=^^place months=^^months month=^month phase=^phase alternative median i90_low=i90.0 i90_high=i90.1 "
        "unit=^^unit without=^^without source=^^source computed_by=^^source_of_answer",
    ),
    "militarisation": (
        "countries.figures",
        "country=^id since=^since kind series outcome text unit before_year before year latest years median "
        "i90_low=i90.0 i90_high=i90.1 weights pays factor confounded=^confounded source "
        "computed_by=^^source_of_answer",
    ),
    "alliance": ("levels.acts", _ACT),
    "alliance-levels": ("levels.acts", _ACT),
    "alliance-list": (
        "policies",
        f"id text replaced levers lowers=estimates.lowers none=estimates.none raises=estimates.raises claims {ANSWER}",
    ),
    "alliance-pipeline": (
        "pipeline.steps",
        "bill=^id state=^state title=^title origin=^origin axis=^axis stage date text yes=votes.yes no=votes.no "
        "median=chance.median q05=chance.q05 q95=chance.q95 basis=chance.basis later=chance.later outcome=^outcome "
        "ended=^ended source computed_by=^^source_of_answer",
    ),
    "alliance-payoffs": (
        "payoffs.by_alternative",
        "effort=^effort by=^by axis=^axis effort_text=^text state=^state outcome=^outcome unit=^unit weighed=^weighed "
        "alternative median i90_low=i90.0 i90_high=i90.1 p_lower computed_by=^^source_of_answer",
    ),
    "alliance-coalitions": (
        "coalitions.p_stable",
        "members=^members us_may_join=^us_may_join alternative value p internal external potential "
        "share_of_full_gain=^share_of_full_gain "
        "weights=^^weights computed_by=^^source_of_answer",
    ),
    "alliance-game": (
        "found",
        f"k members leaving joining surplus internal external potential stable share_of_full_gain {ANSWER}",
    ),
    "alliance-burden": (
        "burden",
        f"state rule share amount transfer cost=^cost floor=^floor ceiling=^ceiling {ANSWER}",
    ),
    "alliance-pressure": ("pressure", f"id date from to instrument direction text followed source {ANSWER}"),
    "calibrate": (
        "parameters",
        "parameter unit tag word prior_median=prior.median prior_low=prior.i90.0 prior_high=prior.i90.1 "
        "median=by_combination.0.median low=by_combination.0.i90.0 high=by_combination.0.i90.1 "
        f"contraction=by_combination.0.contraction shift=by_combination.0.shift {ANSWER}",
    ),
    "regimes": ("regimes", "id title text_status dated since=in_force.since until=in_force.until as_of rows variants"),
    "audit": (
        "witnesses.shows",
        "regimes=^^regimes class kind facts=^facts outcomes=^outcomes rules=^rules gap gap_text combinations",
    ),
    "diff": (
        "changes",
        "a=^a b=^b change row row_in_b fields bearing words facts=witness.facts in_a=witness.a in_b=witness.b",
    ),
    "claims": (
        "claims.rows",
        f"id statement=^statement title {_VERDICT} checked=^checked",
    ),
    "claim": (
        "rows.evidence",
        f"row=^id word=^verdict.word row_certainty=^verdict.certainty side standing expects bearing {_ESTIMATE}",
    ),
    "reported": (
        "found",
        "figure=^id status=^status text value low high unit comparable tag derivation note source",
    ),
    "estimate": ("estimates", _ESTIMATE),
    "promises": ("promises", "id nature text by said_on status status_in_words checked source"),
    "promise": ("record", "promise=^id status=^status date until text speaks value=figure.value unit tag source"),
    "estimates": ("estimates", _ESTIMATE),
    "evidence-map": (
        "cells",
        "lever outcome studies high=by_certainty.high moderate=by_certainty.moderate low=by_certainty.low "
        f"very_low=by_certainty.very_low estimates {ANSWER}",
    ),
    "search": ("found", f"kind id title around {ANSWER}"),
    "series": (
        "series.points",
        "series=^id text=^text place=^place year month value lower upper unit=^unit tag=^tag read=^read grade=^grade "
        "derivation release published replaced_by note last_release=^last_release next_expected=^next_expected "
        "overdue=^overdue licence=^licence publisher=^publisher source=^source",
    ),
    "checks": ("checks", "id kind text left right tolerance years smallest_ratio largest_ratio broken explained"),
    "reproduce": ("rows", "model quantity published tolerance ours unit tag status read sketch kept note source"),
}


def answer_table(schema: str, answer: Mapping[str, Any], language: Language, command: str = "") -> Table:
    """The table of an answer; `command` is told where we worked its numbers out."""
    rows, columns = TABLES[schema]
    paths = [(name, path or name) for name, _, path in (one.partition("=") for one in columns.split())]
    general = BETWEEN.join(answer["caveats"])
    above = {**_prepared(schema, answer), "source_of_answer": f"Tregua {VERSION}: {command}"}
    listed = []
    for holders in _held(rows.split("."), [above]):
        own = holders[0].get("caveats", [])
        said = BETWEEN.join([*map(_said, own), general]) if own else general
        listed.append((*(flat(_at(path, holders), language) for _, path in paths), said))
    return Table((*(name for name, _ in paths), "caveats"), tuple(listed))


def _said(one: Any) -> str:
    return str(one["text"] if isinstance(one, Mapping) else one)


def _prepared(schema: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer whose rows stand in one list, those about observed series with their licences."""
    match schema:
        case "diff":
            kinds = ("added", "removed", "changed")
            said = [{"change": "text", "fields": [one["what"]], "words": one["words"]} for one in answer["text"]]
            return {**answer, "changes": said + [{"change": kind, **one} for kind in kinds for one in answer[kind]]}
        case "regret":  # a policy without figures keeps its row
            return {**answer, "rows": [{**one, "by": one["by"] or [{}]} for one in answer["rows"]]}
        case "compare":
            return {**answer, "comparisons": [{**_today(one), **one} for one in answer["comparisons"]]}
        case "history":
            listed = [
                {**one, "points": [{**point, **_published(one["series"])} for point in one["points"]]}
                for one in answer["series"]
            ]
            return {**answer, "series": listed}
        case "backtest":
            cuts = [
                {**cut, "scores": [{**one, **_published(one["series"])} for one in cut["scores"]]}
                for cut in answer["cuts"]
            ]
            return {**answer, "cuts": cuts}
        case "militarisation":
            weights = answer.get("weights", {})
            listed = [{**one, "figures": [*_figures(one, weights)]} for one in answer["countries"]]
            return {**answer, "countries": listed}
        case "alliance-game":
            return {**answer, "found": [_in_decimals(one) for one in (*answer["sizes"], *answer["coalitions"])]}
        case "estimate":
            return {**answer, "estimates": [{**answer, "caveats": []}]}
        case "promises":
            cited = {name: [each.model_dump() for each in one.source] for name, one in ledger.promises().items()}
            return {**answer, "promises": [{**one, "source": cited[one["id"]]} for one in answer["promises"]]}
    return dict(answer)


def _in_decimals(coalition: Mapping[str, Any]) -> dict[str, Any]:
    """A coalition of an exact game with its fractions as decimals, which a spreadsheet reads."""

    def decimal(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: decimal(one) for name, one in value.items()}
        return float(Fraction(value)) if isinstance(value, str) else value

    exact = ("leaving", "joining", "surplus", "share_of_full_gain")
    return {name: decimal(value) if name in exact else value for name, value in coalition.items()}


def _figures(country: Mapping[str, Any], weights: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """What was counted in a country, what the lab says, and what that comes to under typed weights."""
    yield from ({"kind": "counted", **one} for one in country["counted"])
    yield from ({"kind": "lab", **one} for one in country["lab"])
    for one in country.get("weighed", ()):
        for name, unit in (("homicides_fewer", "deaths"), ("harms", "homicides")):
            found = {"outcome": name, "unit": unit, "median": one[name], "i90": one[f"{name.split('_')[0]}_i90"]}
            yield {"kind": "weighed", "weights": weights, **one, **found}


def _today(cell: Mapping[str, Any]) -> dict[str, Any]:
    """The last observed figure of what a cell is about, with its publisher and licence."""
    at = (cell["outcome"], cell["place"])
    found = next((one for one in ledger.series().values() if (one.outcome, one.place) == at), None)
    if found is None:
        return dict.fromkeys(("observed", "observed_year", "publisher", "licence", "release"))
    last = max(found.points, key=lambda point: (point.year, point.month or 12))
    return {"observed": last.value, "observed_year": last.year, **_published(found.id), "source": None}


def _published(name: str) -> dict[str, Any]:
    """Who publishes a series, and under which licence."""
    series = ledger.series()[name]
    return {
        "licence": series.licence,
        "publisher": series.publisher,
        "release": series.release,
        "source": [series.source.model_dump()],
    }


def _held(names: list[str], holders: list[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The records of a list of lists, each with those that hold it."""
    if not names:
        yield holders
        return
    for one in holders[0][names[0]]:
        yield from _held(names[1:], [one, *holders])


def _at(path: str, holders: list[Mapping[str, Any]]) -> Any:
    name = path.lstrip("^")
    value: Any = holders[len(path) - len(name)]
    for part in name.split("."):
        if isinstance(value, list | tuple):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def flat(value: Any, language: Language) -> Any:
    """A value as one cell can hold it."""
    match value:
        case Mapping() if value.keys() == {"en", "es"}:
            return value[language]
        case Mapping() if "ref" in value:
            return _cited(value, language)
        case Mapping():
            return BETWEEN.join(f"{name}={flat(one, language)}" for name, one in value.items())
        case list() | tuple():
            return BETWEEN.join(str(flat(one, language)) for one in value)
        case Caveat():
            return str(value)
    return value


def _cited(citation: Mapping[str, Any], language: Language) -> str:
    source, locator = sources().get(citation["ref"]), translated(citation["locator"], language)
    if source is None:  # of somebody's own model
        return f"{citation['ref']}, {locator}"
    link = f" {source.link}" if source.link else ""
    return f"{authors(source, language)} ({source.year}), {source.title}, {locator}{link}"
