"""What the answers about states together never claim, over every text of theirs in both languages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tregua.catalogue.read import PACKAGE, Document
from tregua.show.words.alliance import levels_record, pipeline_record
from tregua.show.words.alliance_game import (
    burden_record,
    coalitions_record,
    game_record,
    payoffs_record,
    policies_record,
)
from tregua.show.words.alliance_pressure import pressure_record
from tregua.show.words.alliance_whole import alliance_record
from tregua.states import records
from tregua.states.answers import Alliance, alliance
from tregua.states.bills import paths
from tregua.states.burden import burden, shapley_over_draws
from tregua.states.days import last
from tregua.states.effects import Effects, effects
from tregua.states.game_file import GameFile
from tregua.states.level import levels
from tregua.states.over_draws import over_draws
from tregua.states.payoffs import vectors
from tregua.states.policies import policies
from tregua.states.replay import replay, scores
from tregua.states.treaty import Treaty
from tregua.states.weights import Weights
from tregua.text import LANGUAGES, Language, texts

WEIGHTS = Weights(weights={"homicides": -1}, efforts={"COL": "substitution"}, slopes={"COL": 10})
FILES = sorted(path for path in (PACKAGE / "states").glob("*.yaml"))
DISCLAIMER: dict[Language, str] = {
    "en": "Nothing here says that a state will join, sign or pass anything.",
    "es": "Nada de esto dice que un Estado se sumará, firmará o aprobará algo.",
}


def bilingual(value: Any, at: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if value.keys() == {*LANGUAGES}:
            yield at, value
        for key, inner in value.items():
            yield from bilingual(inner, f"{at} {key}")
    if isinstance(value, list):
        for inner in value:
            yield from bilingual(inner, f"{at} {inner['id']}" if isinstance(inner, dict) and "id" in inner else at)


def said(language: Language) -> list[tuple[str, str]]:
    """Every text by where it stands: those of `i18n`, and those of the records."""
    own = [(key, one) for key, one in texts(language).items() if key.startswith(("alliance.", "cli.alliance"))]
    found = [each for path in FILES for each in bilingual(Document(path).value, path.name)]
    return own + [(at, one[language]) for at, one in found]


STEPS = "join|sign|pass|ratify|enact|adopt|approve|legalise|leave"
NEVER: dict[str, dict[Language, tuple[str, ...]]] = {
    "that a state will join, sign or pass": {
        "en": (
            rf"\bwill (soon |not |never |likely |probably )*({STEPS})\b",
            rf"\b(is|are) (likely|expected|bound|sure|about|set|going) to ({STEPS})\b",
            r"\bwill (soon |not |never )*(be|become) (a )?(law|member|signed|passed|approved)\b",
        ),
        "es": (
            r"\b(se sumará|se unirá|se adherirá|firmará|suscribirá|aprobará|ratificará|promulgará|adoptará|se irá)n?\b",
            r"\bva(n)? a (sumarse|unirse|firmar|aprobar|ratificar|promulgar|adoptar|irse)\b",
            r"\bes(tá)? (probable|seguro|previsto|por) (que )?(se sume|firme|apruebe|firmar|aprobar|sumarse)\b",
        ),
    },
    "that condemnation works, or does not": {
        "en": (
            r"\b(condemn\w*|pressure|naming|shaming|criticism|sanctions?)\b[^.;]*"
            r"\b(works?|worked|is (in)?effective|succeed(s|ed)?|fail(s|ed)?|is useless|has no effect|backfire(s|d)?)\b",
        ),
        "es": (
            r"\b(conden\w*|presi[oó]n\w*|señalamientos?|críticas?|sanci[oó]n|sanciones)\b[^.;]*"
            r"\b(funcionan?|funcionó|sirven?|sirvió|es (in)?eficaz|fracas\w+|es inútil|no tienen? efecto|"
            r"es contraproducente)\b",
        ),
    },
    "a best coalition": {
        "en": (
            r"\b(best|optimal|ideal|winning|right) (coalition|alliance|members?)\b",
            r"\bcoalition is (the )?(best|optimal|ideal)\b",
        ),
        "es": (
            r"\bmejor(es)? (coalici|alianza|miembro|integrante)\w*",
            r"\b(coalici[oó]n|alianza) ([oó]ptima|ideal|ganadora|correcta)\b",
        ),
    },
    "a forecast": {
        "en": (r"\b(forecast\w*|predict\w*|prophe\w+)\b",),
        "es": (r"\b(pron[oó]stic\w*|predi(ce|cen|cción|cciones|jo)|vaticin\w*|augur\w*)\b",),
    },
    "that listed means signed": {
        "en": (
            r"\blisted\b[^.;]*(?<!not )(?<!not mean )\bsign(ed|atory|atories)\b",
            r"\bsign(ed|atory|atories)\b[^.;]*\b(the document of Cali|is listed|are listed)\b",
            r"\b(19|nineteen) (states|countries)( of \w+)? (that )?(have )?signed\b",
            r"\b(has|have|had) (said, )?signed and enacted\b",
        ),
        "es": (
            r"\ben (la )?lista\b[^.;]*(?<!no quiere decir que )(?<!no que )(?<!no es haber )"
            r"\b(firm(ó|aron|ado|ada|antes?)|suscri\w+)\b",
            r"\b(firm(ó|aron|ado|antes?)|suscri\w+)\b[^.;]*\b(documento de Cali|en (la )?lista)\b",
            r"\b(19|diecinueve) (Estados|países)( \w+)? (que )?(firmaron|firmantes)\b",
            r"\b(ha|han|había) (dicho, )?firmado y puesto en vigor\b",
        ),
    },
}
PLANTED: dict[str, dict[Language, tuple[str, ...]]] = {
    "that a state will join, sign or pass": {
        "en": ("Chile will join the alliance.", "Brazil is likely to pass it.", "The bill will soon become law."),
        "es": ("Chile se sumará a la alianza.", "Brasil va a aprobarlo: va a aprobar.", "Es probable que firme."),
    },
    "that condemnation works, or does not": {
        "en": ("Condemnation of El Salvador works.", "Sanctions on a neighbour have failed."),
        "es": ("La condena de otros Estados funciona.", "La presión no sirve."),
    },
    "a best coalition": {
        "en": ("The best coalition has five members.", "This coalition is the best."),
        "es": ("La mejor coalición tiene cinco.", "Esta es la coalición óptima."),
    },
    "a forecast": {
        "en": ("A forecast of who joins.", "The lab predicts it."),
        "es": ("Un pronóstico de quién se suma.", "El laboratorio predice."),
    },
    "that listed means signed": {
        "en": (
            "Listed states signed in Cali.",
            "It signed the document of Cali.",
            "19 states signed.",
            "Above its line what a state has said, signed and enacted for another way.",
        ),
        "es": (
            "Los Estados en lista lo firmaron.",
            "Firmó el documento de Cali.",
            "Los 19 Estados que firmaron.",
            "Lo que un Estado ha dicho, firmado y puesto en vigor.",
        ),
    },
}


def hits(pattern: str, sentence: str, language: Language) -> bool:
    return re.search(pattern, sentence.replace(DISCLAIMER[language], ""), re.IGNORECASE) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", NEVER)
def test_no_text_claims_it(claim: str, language: Language) -> None:
    found = [
        (at, one)
        for at, one in said(language)
        if any(hits(pattern, one, language) for pattern in NEVER[claim][language])
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", NEVER)
def test_a_planted_claim_is_found(claim: str, language: Language) -> None:
    planted, patterns = PLANTED[claim][language], NEVER[claim][language]
    assert all(any(hits(pattern, one, language) for pattern in patterns) for one in planted)
    assert all(any(hits(pattern, one, language) for one in planted) for pattern in patterns)


def test_texts_of_the_records_are_among_those_that_are_read() -> None:
    for language in LANGUAGES:
        where = [at for at, _ in said(language)]
        assert len(where) > 500 and len({at.partition(" ")[0] for at in where if ".yaml" in at}) >= 6
        assert DISCLAIMER[language] in dict(said(language))["alliance.caveat.no_forecast"]
        assert DISCLAIMER[language] in dict(said(language))["alliance.page.footer"]


CAUSE: dict[Language, str] = {
    "en": r"\b(because|due to|caus\w+|led to|leads? to|as a (result|consequence)|thanks to|in response|therefore|hence|"
    r"so that|forced?|made it|owing to|brought about|in return)\b",
    "es": r"\b(debido|porque|caus\w+|llevó a|llevaron a|a causa|como (resultado|consecuencia)|gracias a|en respuesta|"
    r"por eso|por ello|por lo tanto|obligó|forzó|provoc\w+|a cambio)\b",
}
CAUSES: dict[Language, str] = {
    "en": "Colombia sprays because of it; due to it; it caused and led to this.",
    "es": "Colombia asperja debido a eso; la presión causó y provocó esto.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_followed_a_pressure_is_a_sequence(language: Language) -> None:
    followed = {name: getattr(one.followed, language) for name, one in records.presses().items()}
    assert followed and not {name for name, one in followed.items() if re.search(CAUSE[language], one, re.IGNORECASE)}
    assert re.search(CAUSE[language], CAUSES[language])
    for word in ("because of", "due to", "caused") if language == "en" else ("debido a", "causó"):
        assert re.search(CAUSE[language], f"x {word} y")


@pytest.mark.parametrize("language", LANGUAGES)
def test_to_be_listed_is_to_be_named_and_no_more(language: Language) -> None:
    signed = {"en": r"\bsign|\bjoin|\badher|\bcommit", "es": r"\bfirm|\bsuscri|\bsum[aó]|\badh[ie]|\bcomprom"}[language]
    named = [one for one in records.acts().values() if one.kind == "listing"]
    assert len(named) == 19 and records.counts().document == 19 and records.counts().article == 17
    assert not [one.id for one in named if re.search(signed, getattr(one.text, language), re.IGNORECASE)]
    assert re.search(signed, {"en": "It signed.", "es": "Firmó."}[language], re.IGNORECASE)


# --- A5, A6, A15 ------------------------------------------------------------------------------------------------------

WORDS_ALONE = {"A5", "A6", "A15"}
FOR_ANOTHER = {"usa_group_2023", "usa_doral_2026"}
"""Acts that also bear on one of these, and stand on a ladder for what else they are."""


def test_support_venue_and_attention_are_words_and_dates_and_carry_no_level() -> None:
    of_them = {name: one for name, one in records.acts().items() if {*one.checklist} & WORDS_ALONE}
    on_a_ladder = {name for name, one in of_them.items() if one.axis != "none"}
    assert len(of_them) >= 5 and on_a_ladder == FOR_ANOTHER
    assert all({*of_them[name].checklist} - WORDS_ALONE for name in FOR_ANOTHER)
    turns = sorted({last(one.date) + timedelta(days=after) for one in of_them.values() for after in (0, 1)})
    for day in (*turns, date(2026, 3, 12)):
        carried = {act for one in levels(day) for act in (*one.soft.acts, *one.hard.acts)}
        assert not carried & {*of_them} - FOR_ANOTHER


# --- caveats ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> Effects:
    return effects(6)


@pytest.fixture(scope="module")
def whole() -> dict[bool, Alliance]:
    return {typed: alliance(weights=WEIGHTS if typed else None, draws=6) for typed in (True, False)}


NEEDED = {
    "whole": "no_forecast sequence listed records_to base_rates evidence_moves_nothing vectors not_modelled burden",
    "whole under weights": "no_forecast sequence listed vectors not_modelled weights",
    "levels": "no_forecast sequence listed records_to",
    "list": "list evidence_moves_nothing",
    "pipeline": "no_forecast base_rates hurdles chosen evidence_moves_nothing",
    "payoffs": "vectors slope not_modelled",
    "coalitions": "weights slope not_modelled no_forecast",
    "game": "game no_forecast",
    "burden": "burden not_modelled",
    "values": "burden not_modelled weights",
    "pressure": "pressure sequence diffusion no_forecast",
}


def answers(drawn: Effects, whole: dict[bool, Alliance], language: Language) -> dict[str, dict[str, Any]]:
    game = GameFile(players=["A", "B", "C"], benefit=1, cost=1)  # type: ignore[arg-type]
    values = shapley_over_draws(drawn, WEIGHTS, Treaty())
    states = [*records.states()]
    return {
        "whole": alliance_record(whole[False], language),
        "whole under weights": alliance_record(whole[True], language),
        "levels": levels_record(date(2026, 3, 12), states, language),
        "list": policies_record(policies(), language),
        "pipeline": pipeline_record([replay(one) for one in paths().values()], scores(), states, language),
        "payoffs": payoffs_record(drawn, vectors(drawn), language),
        "coalitions": coalitions_record(over_draws(drawn, WEIGHTS), language),
        "game": game_record(game, language),
        "burden": burden_record(burden(), None, language),
        "values": burden_record(burden(), values, language),
        "pressure": pressure_record("none", None, None, None, {}, language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_says_what_must_be_read_with_it(
    drawn: Effects, whole: dict[bool, Alliance], language: Language
) -> None:
    found = answers(drawn, whole, language)
    assert found.keys() == NEEDED.keys()
    for name, answer in found.items():
        told = {one.key: str(one) for one in answer["caveats"]}
        assert {f"alliance.caveat.{key}" for key in NEEDED[name].split()} <= told.keys(), name
        assert all(sentence == texts(language)[key] for key, sentence in told.items())


@pytest.mark.parametrize("typed", [True, False])
def test_nothing_is_valued_until_weights_are_typed(whole: dict[bool, Alliance], typed: bool) -> None:
    found = alliance_record(whole[typed], "en")
    assert bool(found["coalitions"]) is typed and (found["treaty"] is not None) is typed
    assert ("weights.homicides" in found["assumed"]) is typed
    assert {one["state"] for one in found["payoffs"]}.isdisjoint(found["not_modelled"])


def test_both_counts_stand_and_both_levels_of_every_state(whole: dict[bool, Alliance]) -> None:
    found = alliance_record(whole[False], "es")
    assert (found["listed"]["document"], found["listed"]["article"]) == (19, 17)
    assert [one["state"] for one in found["levels"]] == [*records.states()]
    assert all({"soft", "hard"} <= one.keys() for one in found["levels"])
