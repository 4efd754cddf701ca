"""Records of the evidence ledger made for tests."""

from typing import Any

from tregua.evidence.schema import Estimate

DESIGNS = {"A": "randomised", "B": "instrument", "C": "panel", "D": "before_after", "E": "opinion"}
WORDS = {"en": "text", "es": "texto"}


def estimate(name: str = "study_2020", grade: str = "B", **effect: Any) -> Estimate:
    """An estimate of the study `name`; a scale and a value make an effect, `sign` alone a sign."""
    sign = effect.pop("sign", None)
    if sign in ("raises", "lowers") and grade == "B":
        grade = "C"  # a direction alone is no better
    return Estimate.model_validate(
        {
            "id": name,
            "intervention": WORDS,
            "outcome": WORDS,
            "measures": "homicide",
            "effect": effect or None,
            "sign": sign,
            "design": DESIGNS[grade],
            "place": WORDS,
            "applies_to": WORDS,
            "levers": [],
            "source": [{"ref": name, "locator": "abstract"}],
            "read": "abstract",
            "tag": "published",
            "grade": grade,
            "transport": WORDS,
        }
    )


def flipped(estimate: Estimate) -> Estimate:
    """The same estimate on the other side of nothing; one that found nothing finds a rise."""
    effect = estimate.effect
    if effect is None or estimate.direction == "none":
        turned = {"raises": "lowers", "lowers": "raises", "none": "raises"}[estimate.direction]
        return estimate.model_copy(update={"effect": None, "sign": turned})
    ends = (effect.low, effect.value, effect.high)
    high, value, low = (one if one is None else 1.0 / one if effect.nothing else -one for one in ends)
    return estimate.model_copy(update={"effect": effect.model_copy(update={"low": low, "value": value, "high": high})})
