"""What a batch of cases took and gave, in sentences."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tregua.regimes.case_files import Counts
from tregua.regimes.case_heads import Heads
from tregua.regimes.schema import Regime
from tregua.text import Language, text

LISTED = 12  # columns and words; more of them hide the rest


def batch_in_words(counts: Counts, regime: Regime, out: Path, language: Language) -> Iterator[str]:
    """Which columns were facts and which were kept, what was read as yes and no, how many rows were decided."""
    taken = counts.taken
    if taken.delimiter:
        yield text(language, "law.took.delimiter", delimiter=taken.delimiter)
    yield text(language, "law.took.facts", facts=_listed(_facts(taken.heads)))
    if taken.heads.kept:
        yield text(language, "law.took.kept", columns=_listed(taken.heads.kept))
    for name, fact in list(taken.heads.doubtful.items())[:LISTED]:
        yield text(language, "law.took.doubtful", column=name, fact=fact)
    if taken.unread:
        yield text(language, "law.took.unread", facts=_listed(taken.unread), regime=regime.id)
    if any(taken.words.values()):
        yes, no = (_listed(taken.words[value]) or "–" for value in (True, False))
        yield text(language, "law.took.words", yes=yes, no=no)
    if counts.files > 1 or counts.before or counts.beside:
        yield text(
            language, "law.files.before" if counts.before else "law.files", count=counts.files, before=counts.before
        )
    if counts.beside:
        yield text(language, "law.files.beside", count=counts.beside, out=out)
    if counts.provisional:
        yield text(language, "law.count.provisional", count=counts.provisional)
    if counts.outside:
        yield text(language, "law.count.outside", count=counts.outside)
    yield text(
        language,
        "law.counts",
        rows=counts.decided + counts.undetermined + counts.rejected,
        decided=counts.decided,
        undetermined=counts.undetermined,
        rejected=counts.rejected,
        out=out,
        regime=regime.id,
        status=text(language, f"regimes.text_status.{regime.text_status}"),
        dated=regime.dated,
    )


def _facts(heads: Heads) -> Iterator[str]:
    """Each column that is a fact, with the fact's id where the column is called otherwise."""
    for at, fact in heads.facts.items():
        yield fact.id if heads.names[at] == fact.id else f"{heads.names[at]} ({fact.id})"


def _listed(names: Iterable[str]) -> str:
    shown = [*names]
    return ", ".join([*shown[:LISTED], "…"] if len(shown) > LISTED else shown)
