"""Several regimes read at once, each under those variants that it has, and as it stood on a day."""

from collections.abc import Iterable, Sequence

from tregua.catalogue.errors import InputError
from tregua.regimes.load import load_rules, no_variant
from tregua.regimes.rules import Rules


def load_together(regimes: Sequence[str | Rules], variants: Iterable[str] = (), on: str | None = None) -> list[Rules]:
    """The regimes, each under those of the chosen variants that it has; rules already loaded stay as they are.

    Raises
    ------
    InputError
        An unknown regime, a file with problems, or a variant that none of them has.
    """
    chosen = tuple(variants)
    read = [one if isinstance(one, Rules) else load_rules(one, on=on) for one in regimes]
    has = [{variant.id for one in rules.regime.parameters for variant in one.variants} for rules in read]
    every = set[str]().union(*has)
    if problems := [no_variant(name, every) for name in chosen if name not in every]:
        raise InputError(problems)
    return [_under(rules, one, chosen, own, on) for rules, one, own in zip(read, regimes, has, strict=True)]


def _under(rules: Rules, one: str | Rules, chosen: Sequence[str], own: set[str], on: str | None) -> Rules:
    kept = [name for name in chosen if name in own]
    return load_rules(one, kept, on) if kept and isinstance(one, str) else rules


def load_two(
    a: str | Rules, b: str | Rules, variants: Iterable[str] = (), on: Sequence[str | None] = (None, None)
) -> tuple[Rules, Rules]:
    """Two regimes to be compared, each on its day; a regime compared with itself is only as `b` under the variants.

    Raises
    ------
    InputError
        As `load_together`.
    """
    chosen = tuple(variants)
    one, other = load_together((a, b), chosen)
    left, right = on
    under = [[name for name in chosen if name in rules.variants] for rules in (one, other)]
    first = load_rules(a, [] if a == b else under[0], left) if isinstance(a, str) else a
    return first, load_rules(b, under[1], right) if isinstance(b, str) else b
