"""A folder of one's own: a law's file, with facts, outcomes, details and sources that the package does not have."""

from collections.abc import Sequence
from pathlib import Path

from tregua.catalogue.errors import Problem, nearest
from tregua.catalogue.read import Document, load, sources
from tregua.catalogue.record import Source, Sources, Text
from tregua.regimes.fact import Fact, fold
from tregua.regimes.parsing import WORDS
from tregua.regimes.schema import OUTCOMES, Kind, Named, OwnVocabulary
from tregua.regimes.vocabulary import Impossible, Names, vocabulary

LAW, FACTS, SOURCES = "law.yaml", "facts.yaml", "sources.yaml"
_words: dict[tuple[str, str], Text] = {}
_sources: dict[str, Source] = {}
"""What folders that were read call outcomes and details, and which sources they hold, so that answers can say so."""


def source_named(ref: str) -> Source:
    """A source that a regime cites: the package's, or the last one met in a folder of one's own."""
    return sources().get(ref) or _sources[ref]


def word_named(kind: str, word: str) -> Text | None:
    """The text of an outcome or a detail of one's own."""
    return _words.get((kind, word))


class Folder:
    """What stands beside a law's file; nothing where there is no folder, or none of these files in it."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.vocabulary = OwnVocabulary()
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        if path and (path / FACTS).exists():
            self.vocabulary, self.document = load(OwnVocabulary, path / FACTS)
            self._check(self.document)
        if path and (path / SOURCES).exists():
            self.sources = {one.id: one for one in load(Sources, path / SOURCES)[0].sources}

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts that it adds."""
        return self.vocabulary.facts

    @property
    def details(self) -> Sequence[Named]:
        """The details that it adds."""
        return self.vocabulary.details

    @property
    def impossible(self) -> Sequence[Impossible]:
        """The cases that cannot be."""
        return self.vocabulary.impossible

    def outcomes(self, kind: Kind) -> tuple[str, ...]:
        """What may be decided of a kind: what the package knows, and what the folder adds."""
        return (*OUTCOMES[kind], *(one.id for one in self.vocabulary.outcomes.get(kind, [])))

    def located(self, problem: Problem, *keys: str | int) -> Problem:
        """A problem at a place of its file of facts."""
        return Problem(problem.kind, self.document.at(keys), problem.values)

    def remember(self) -> None:
        """Let answers call its words by their texts and find its sources."""
        listed = self.vocabulary.outcomes.values()
        _words.update({("outcome", one.id): one.text for words in listed for one in words})
        _words.update({("detail", one.id): one.text for one in self.details})
        _sources.update(self.sources)

    def _check(self, document: Document) -> None:
        """No fact is called as another of the folder or of the package."""
        taken, seen = Names(vocabulary()), set[str]()
        for at, fact in enumerate(self.facts):
            for folded, name in {fold(name): name for name in (fact.alias, fact.id)}.items():
                if taken.called(name) or folded in seen:
                    self.problems.append(Problem("duplicate_key", document.at(("facts", at)), {"found": name}))
                if folded in WORDS:
                    self.problems.append(Problem("word_of_grammar", document.at(("facts", at)), {"found": name}))
                seen.add(folded)

    def missing_source(self, problem: Problem) -> Problem:
        """What is told of a source that there is not; a law of one's own brings its own."""
        if self.path is None:
            return problem
        found = problem.values["found"]
        near = nearest(found, [*self.sources, *sources()], 0.8)
        return Problem("source_not_here", problem.where, {"found": found, "file": SOURCES, "nearest": near})
