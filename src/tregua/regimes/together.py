"""Several regimes read at once, each under those variants that it has."""

from collections.abc import Iterable, Sequence

from tregua.catalogue.errors import InputError, unknown_name
from tregua.regimes.load import load_rules
from tregua.regimes.rules import Rules


def load_together(regimes: Sequence[str | Rules], variants: Iterable[str] = ()) -> list[Rules]:
    """The regimes, each under those of the chosen variants that it has; rules already loaded stay as they are.

    Raises
    ------
    InputError
        An unknown regime, a file with problems, or a variant that none of them has.
    """
    chosen = tuple(variants)
    read = [one if isinstance(one, Rules) else load_rules(one) for one in regimes]
    if not chosen:
        return read
    has = [{variant.id for one in rules.regime.parameters for variant in one.variants} for rules in read]
    every = set[str]().union(*has)
    if problems := [unknown_name("@regimes.variant", name, sorted(every)) for name in chosen if name not in every]:
        raise InputError(problems)
    return [_under(rules, one, chosen, own) for rules, one, own in zip(read, regimes, has, strict=True)]


def _under(rules: Rules, one: str | Rules, chosen: Sequence[str], own: set[str]) -> Rules:
    kept = [name for name in chosen if name in own]
    return load_rules(one, kept) if kept and isinstance(one, str) else rules


def load_two(a: str | Rules, b: str | Rules, variants: Iterable[str] = ()) -> tuple[Rules, Rules]:
    """Two regimes to be compared under some variants; a regime that is compared with itself is `b` under them.

    Raises
    ------
    InputError
        As `load_together`.
    """
    one, other = load_together((a, b), variants)
    return (load_together([a])[0] if a == b else one), other
