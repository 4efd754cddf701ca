"""A published model at many parameters, in one language: what its quantities come to, and how often a target is met."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tregua.models.protocol import Model
from tregua.models.sampling import Draw
from tregua.models.schema import Target
from tregua.show.words.envelope import plain_caveat
from tregua.show.words.said import in_language
from tregua.text import Language, text

ENDS = (0.05, 0.5, 0.95)


def sample_record(
    model: Model,
    base: Mapping[str, float],
    draws: Sequence[Draw],
    quantities: Sequence[str],
    seed: int,
    around: float,
    language: Language,
) -> dict[str, Any]:
    """The answer: where the parameters were drawn, each quantity summed up, and every draw."""
    ranges = model.ranges(around)
    listed = [one for one in model.record.parameters if one.id in ranges]
    targets = {target.id: target for target in model.targets}
    refused = [one for one in draws if one.problem]
    return {
        "model": model.name,
        "seed": seed,
        "draws": len(draws),
        "refused": len(refused),
        **({"why_refused": refused[0].problem[language]} if refused else {}),
        "parameters": [
            {
                "parameter": one.id,
                "text": one.text.model_dump(),
                "unit": one.unit,
                "value": one.value,
                "low": ranges[one.id][0],
                "high": ranges[one.id][1],
            }
            for one in listed
        ],
        "quantities": [
            _quantity(targets[one], base.get(one), [each.values.get(one) for each in draws]) for one in quantities
        ],
        "rows": [
            {"draw": one.number, "seed": one.seed, "parameters": dict(one.parameters), "values": dict(one.values)}
            for one in draws
        ],
        "caveats": [plain_caveat(f"caveat.{key}", language) for key in ("models", "sample")],
    }


def _quantity(target: Target, base: float | None, values: Sequence[float | None]) -> dict[str, Any]:
    """A quantity over the draws; where the model refused them all there is nothing to sum up."""
    found = np.array([one for one in values if one is not None])
    told = {
        "quantity": target.id,
        "text": target.text.model_dump(),
        "unit": target.unit,
        "published": target.model_dump(exclude_none=True)["published"],
        **({} if base is None else {"base": base}),
    }
    if len(found):
        told |= dict(zip(("q05", "median", "q95"), np.quantile(found, ENDS).tolist(), strict=True))
        told["draws"] = len(found)
        told["met"] = float(np.mean([target.met_by(one) for one in found.tolist()]))
    return told


def sampled_in_words(model: Model, answer: Mapping[str, Any], language: Language) -> str:
    """What was drawn, in one sentence."""
    names = ", ".join(one["parameter"] for one in answer["parameters"])
    told = {"model": in_language(model.record.text, language), "names": names}
    return text(language, "sample.drawn", draws=answer["draws"], seed=answer["seed"], **told)
