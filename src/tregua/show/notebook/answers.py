"""A result of the library as the answer that the command line gives as JSON: the name of its schema and its record."""

from collections.abc import Callable, Mapping
from typing import Any

from tregua.analysis.beside import History
from tregua.analysis.deciding.discover import Discovered
from tregua.analysis.deciding.information import Information
from tregua.analysis.deciding.portfolio import Portfolio
from tregua.analysis.deciding.regret import Regret
from tregua.analysis.deciding.tradeoffs import Tradeoffs
from tregua.analysis.learnt import Lessons
from tregua.analysis.militarisation import Militarisation
from tregua.analysis.offer import Offer
from tregua.analysis.pattern_shares import Shown
from tregua.analysis.summary import Backtest
from tregua.analysis.truce import Truce
from tregua.analysis.why import Why
from tregua.catalogue.beside import beside
from tregua.catalogue.shown import Catalogue
from tregua.evidence import ledger
from tregua.evidence.answers import CheckedFigure, JudgedClaim
from tregua.lab.between import Between
from tregua.lab.compare import Comparisons
from tregua.lab.model import lab
from tregua.regimes.audit import Audit
from tregua.regimes.diff import Diff
from tregua.show.words.alliance_whole import alliance_record
from tregua.show.words.audit import audit_record
from tregua.show.words.backtest import backtest_record
from tregua.show.words.between import between_record
from tregua.show.words.calibrate import lessons_record
from tregua.show.words.claims import claim_record, claim_summary, promise_summary, reported_record
from tregua.show.words.diff import diff_record
from tregua.show.words.discover import discover_record
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.estimates import estimate_record
from tregua.show.words.gaps import map_record
from tregua.show.words.history import history_record
from tregua.show.words.information import information_record
from tregua.show.words.offer import offer_record
from tregua.show.words.patterns import militarisation_record, patterns_record
from tregua.show.words.portfolio import portfolio_record
from tregua.show.words.regret import regret_record
from tregua.show.words.run import comparisons_record
from tregua.show.words.series import series_record
from tregua.show.words.shared import caveats
from tregua.show.words.tradeoffs import tradeoffs_record
from tregua.show.words.truce import truce_record
from tregua.show.words.why import why_record
from tregua.states.answers import Alliance
from tregua.text import Language

Answer = tuple[str, dict[str, Any]]


def _claim(one: JudgedClaim, language: Language) -> dict[str, Any]:
    """A claim with the ledger that it was judged by."""
    with beside(one.own):
        return claim_record(one.claim, language)


_RECORDS: dict[type, tuple[str, Callable[[Any, Language], dict[str, Any]]]] = {
    Comparisons: ("compare", comparisons_record),
    Between: ("compare-runs", between_record),
    Why: ("why", why_record),
    Discovered: ("discover", discover_record),
    Regret: ("regret", regret_record),
    Tradeoffs: ("tradeoffs", tradeoffs_record),
    Portfolio: ("portfolio", portfolio_record),
    Information: ("information", information_record),
    Offer: ("offer", offer_record),
    History: ("history", history_record),
    Backtest: ("backtest", backtest_record),
    Lessons: ("calibrate", lessons_record),
    Shown: ("patterns", patterns_record),
    Militarisation: ("militarisation", militarisation_record),
    Truce: ("truce", truce_record),
    Alliance: ("alliance", alliance_record),
    Audit: ("audit", audit_record),
    Diff: ("diff", diff_record),
    JudgedClaim: ("claim", _claim),
    CheckedFigure: ("reported", lambda one, language: reported_record(one.figure, language)),
}


def answer_of(result: object, language: Language) -> Answer | None:
    """The answer that a result is, if the command line has one for it."""
    if isinstance(result, Catalogue):
        with beside(result.own):
            return _catalogue(result, language)
    if type(result) not in _RECORDS:
        return None
    schema, record = _RECORDS[type(result)]
    advice = [plain_caveat("regimes.caveat.not_advice", language)]
    return schema, {"caveats": advice, **record(result, language)}


def _catalogue(held: "Catalogue[Any]", language: Language) -> Answer | None:
    match held.what:
        case "@name.lever":
            behind: Mapping[str, list[str]] = {
                name: [one.id for one in lab().behind(lever)] for name, lever in held.items()
            }
            listed = [{**lever.model_dump(), "behind": behind[name]} for name, lever in held.items()]
            return "levers", {"levers": listed, "caveats": [plain_caveat("caveat.levers", language)]}
        case "@name.parameter":
            told = [plain_caveat("caveat.parameters", language)]
            return "parameters", {"parameters": [one.model_dump() for one in held.values()], "caveats": told}
        case "@name.estimate":
            listed = [estimate_record(one, language) for one in held.values()]
            return "estimates", {"estimates": listed, "caveats": caveats("estimate", language)}
        case "@name.series":
            listed = [{**series_record(one, language), "caveats": []} for one in held.values()]
            return "series", {"series": listed, "caveats": caveats("series", language)}
        case "@name.claim":
            listed = [claim_summary(ledger.claims()[name], language) for name in held]
            return "claims", {"claims": listed, "caveats": caveats("claim", language)}
        case "@name.cell":
            return "evidence-map", {**map_record(language), "caveats": caveats("estimate", language)}
        case "@name.promise":
            listed = [promise_summary(one, language) for one in held.values()]
            return "promises", {"promises": listed, "caveats": caveats("promise", language)}
    return None
