"""What to write where an argument is missing: the command as it should be, an example of it, the names there are."""

from collections.abc import Iterable, Sequence
from itertools import chain

from tregua.show.cli.options import in_words
from tregua.text import Language, text

NEXT = {
    "app": ("app FILE.html", "app lab.html"),
    "audit": ("audit ID...", "audit s1_2022 s2_2022"),
    "check": ("check FOLDER", "check my_law"),
    "claim": ("claim ID", "claim C4"),
    "export": ("export RUN FILE.zip", "export tregua-results run.zip"),
    "decide": ("decide --regime ID FACTS", "decide --regime petro_2022 case.yaml"),
    "discover": ("discover SCENARIO --worse-than BASELINE", "discover mano-dura --worse-than as-observed"),
    "diff": ("diff A B", "diff pl_288_2023 pl_002_2025"),
    "portfolio": ("portfolio --budget USD", "portfolio --budget 5e9"),
    "tradeoffs": ("tradeoffs SCENARIO", "tradeoffs mano-dura"),
    "process": ("process LOG", "process eln"),
    "promise": ("promise ID", "promise E2"),
    "regimes": ("regimes show ID", "regimes show petro_2022"),
    "regimes export": ("regimes export ID FILE.dmn", "regimes export petro_2022 petro.dmn"),
    "regimes import": ("regimes import FILE.dmn FOLDER", "regimes import petro.dmn mylaw"),
    "series": ("series NAME --plot FILE.svg", "series coca_area.COL --plot coca.svg"),
    "compare-runs": ("compare-runs RUN RUN", "compare-runs a b"),
    "sample": ("sample MODEL", "sample lessing --draws 200"),
    "search": ("search WORDS...", "search extortion truce"),
    "site": ("site FOLDER", "site tregua-site"),
    "scenario": ("scenario RUN NAME", "scenario tregua-results alliance"),
    "why": ("why SCENARIO OUTCOME", "why mano-dura homicides"),
}


def further(words: Sequence[str], language: Language) -> str:
    """Lines that lead on from a command that lacks an argument; empty where its help says it all.

    `words` are what was called, from the command on.
    """
    command = next((one for one in (" ".join(words[:2]), *words[:1]) if one in NEXT), None)
    if command is None:
        return ""
    usage, example = NEXT[command]
    lines = [text(language, "cli.write", usage=in_words(usage, language), example=example)]
    if valid := ", ".join(_names(command)):
        lines.append(text(language, "cli.there_are", valid=valid))
    return "\n".join(lines)


def _names(command: str) -> Iterable[str]:
    match command:
        case "claim":
            from tregua.evidence.ledger import claims, reported

            return chain(claims(), reported())
        case "promise":
            from tregua.evidence.ledger import promises

            return promises()
        case "process":
            from tregua.regimes.log import tables

            return tables()
        case "audit" | "decide" | "diff" | "regimes" | "regimes export":
            from tregua.regimes.load import regimes

            return regimes()
        case "discover" | "tradeoffs":
            from tregua.lab.scenario import PRESETS

            return PRESETS
        case "why":
            from tregua.lab.model import lab
            from tregua.lab.scenario import PRESETS

            return chain(PRESETS, lab().outcomes)
    return ()
