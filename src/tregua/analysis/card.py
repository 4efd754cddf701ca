"""The score card: what the last full backtest and history came to, kept so that it can be shown first without a run."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from tregua.analysis.beside import History
from tregua.analysis.event_tests import EventTest
from tregua.analysis.scores import LEVELS, Skill
from tregua.analysis.summary import HORIZONS, Backtest, Learning, Summary
from tregua.analysis.surge import Chances, chances
from tregua.catalogue.read import PACKAGE
from tregua.catalogue.shown import Brief
from tregua.lab.bind import lab_hash

SIDES = ("prior", "calibrated")
PATH = PACKAGE / "analysis" / "card.json"


@dataclass(frozen=True, repr=False)
class Card(Brief):
    """Skill by series, how many observed figures the history's bands hold, and effects beside dated switches.

    `of_alternatives` has the smallest and largest number of figures that one structural alternative holds by itself;
    `learning` sets the calibrated lab beside its prior, `ensemble` is the version of the calibration in the package.
    """

    version: str
    lab_hash: str
    draws: int
    first_cut: int
    last_cut: int
    summaries: tuple[Summary, ...]
    history_n: int
    history_inside90: int
    of_alternatives: tuple[int, int]
    worst: tuple[str, int, int]
    surges: tuple[Chances, ...]
    events: tuple[EventTest, ...]
    learning: tuple[Learning, ...] = ()
    ensemble: str = ""

    @property
    def compared(self) -> list[Learning]:
        """The series of which prior and calibrated forecasts are compared, over the nearer years."""
        return [one for one in self.learning if one.over_prior is not None and one.horizons == HORIZONS[0]]

    @property
    def worse(self) -> list[Learning]:
        """Those that are forecast worse with what was learnt."""
        return [one for one in self.compared if one.worse]

    @property
    def calibrated_by_default(self) -> bool:
        """Whether answers rest on what was learnt where nobody says: only if no series is forecast worse with it."""
        return bool(self.compared) and not self.worse and not self.out_of_date

    @property
    def out_of_date(self) -> bool:
        """Whether anything that forecasts rest on has changed since it was made."""
        return self.lab_hash != lab_hash()

    def one(self, series: str, horizons: int, policies: str = "held") -> Summary | None:
        """The summary of a series over so many horizons, if it was scored."""
        found = [one for one in self.summaries if (one.series, one.policies) == (series, policies)]
        return next((one for one in found if len(one.horizons) == horizons), None)

    def reach(self, series: str) -> int:
        """The most years ahead of which a figure of a series was scored."""
        return max((one.reach for one in self.summaries if one.series == series), default=0)

    @property
    def ahead(self) -> int:
        """The most years ahead that were scored."""
        return max(year for one in self.summaries for year in one.horizons)


def card_record(backtest: Backtest, history: History, ensemble: str) -> dict[str, Any]:
    """What the card keeps of a backtest from all origins and of a history, and which calibration comes with it."""
    held = [inside for _, inside in history.by_alternative()]
    worst = history.counted[0]
    return {
        "version": backtest.version,
        "lab_hash": lab_hash(),
        "draws": backtest.draws,
        "first_cut": backtest.cuts[0].cut,
        "last_cut": backtest.cuts[-1].cut,
        "summary": [summary_record(one) for one in backtest.summaries],
        "surges": [surge_record(one) for one in chances(backtest)],
        "events": [asdict(one) for one in backtest.events],
        "ensemble": ensemble,
        "learning": [learning_record(one) for one in backtest.learning],
        "history": {
            "n": history.n,
            "inside90": history.inside90,
            "of_alternatives": [min(held, default=history.inside90), max(held, default=history.inside90)],
            "worst": [worst.series, worst.inside90, worst.n],
        },
    }


def summary_record(summary: Summary) -> dict[str, Any]:
    """A summary as plain values."""
    return {
        "series": summary.series,
        "place": summary.place,
        "policies": summary.policies,
        "horizons": list(summary.horizons),
        "n": summary.n,
        "reach": summary.reach,
        "origins": summary.origins,
        "skill": {rule: one.value if one else None for rule, one in summary.skill.items()},
        "skill_se": {rule: one.se if one else None for rule, one in summary.skill.items()},
        "coverage": {str(level): share for level, share in summary.coverage.items()},
        "coverage_counts": summary.coverage_counts,
        "interval_score_over_persistence": summary.interval_ratio,
        "width_over_persistence": summary.width_ratio,
        **_pair("skill_vague", summary.skill_vague),
        **_pair("skill_background", summary.skill_background),
        "skill_alternatives": dict(summary.skill_alternatives),
    }


def learning_record(one: Learning) -> dict[str, Any]:
    """The calibrated lab beside its prior, as plain values."""
    return {
        "series": one.series,
        "horizons": list(one.horizons),
        "n": one.n,
        **_pair("skill_over_prior", one.over_prior),
        **_pair("skill_over_vague", one.over_vague),
        "coverage90": dict(zip(SIDES, one.coverage, strict=True)),
        "interval_score_over_persistence": dict(zip(SIDES, one.interval_ratio, strict=True)),
        "worse": one.worse,
    }


def _learning_of(record: Mapping[str, Any]) -> Learning:
    sides = [record[name] for name in ("coverage90", "interval_score_over_persistence")]
    return Learning(
        record["series"],
        tuple(record["horizons"]),
        record["n"],
        _skill(record, "skill_over_prior"),
        _skill(record, "skill_over_vague"),
        *((one["prior"], one["calibrated"]) for one in sides),
    )


def surge_record(one: Chances) -> dict[str, Any]:
    """The chances of a rise as plain values."""
    listed = [{"policies": pair[0], "drivers": pair[1], "chance": chance} for pair, chance in one.by_pair.items()]
    return {"surge": one.surge, "observed": one.observed, "chances": listed}


def _pair(name: str, skill: Skill | None) -> dict[str, float | None]:
    return {name: skill.value if skill else None, f"{name}_se": skill.se if skill else None}


def _skill(record: Mapping[str, Any], name: str) -> Skill | None:
    return None if record[name] is None else Skill(record[name], record[f"{name}_se"])


def summary_of(record: Mapping[str, Any]) -> Summary:
    """A summary from its plain values."""
    skills = {
        rule: None if value is None else Skill(value, record["skill_se"][rule])
        for rule, value in record["skill"].items()
    }
    return Summary(
        record["series"],
        record["place"],
        record["policies"],
        tuple(record["horizons"]),
        record["n"],
        record["origins"],
        skills,
        {level: record["coverage"][str(level)] for level in LEVELS},
        record["interval_score_over_persistence"],
        record["width_over_persistence"],
        _skill(record, "skill_vague"),
        _skill(record, "skill_background"),
        dict(record["skill_alternatives"]),
        record["reach"],
    )


def _event_of(record: Mapping[str, Any]) -> EventTest:
    pairs = {name: tuple(record[name]) for name in ("levers", "i90", "i90_error")}
    return EventTest(**{**record, **pairs})


@cache
def card() -> Card:
    """The card that comes with the package."""
    return card_of(json.loads(PATH.read_text("utf-8")))


def card_of(record: Mapping[str, Any]) -> Card:
    """A card from its plain values."""
    history = record["history"]
    low, high = history["of_alternatives"]
    series, inside, n = history["worst"]
    return Card(
        record["version"],
        record["lab_hash"],
        record["draws"],
        record["first_cut"],
        record["last_cut"],
        tuple(summary_of(one) for one in record["summary"]),
        history["n"],
        history["inside90"],
        (low, high),
        (series, inside, n),
        tuple(
            Chances(
                one["surge"],
                one["observed"],
                {(each["policies"], each["drivers"]): each["chance"] for each in one["chances"]},
            )
            for one in record["surges"]
        ),
        tuple(_event_of(one) for one in record["events"]),
        tuple(_learning_of(one) for one in record.get("learning", [])),
        record.get("ensemble", ""),
    )
