"""A law of one row, and conditions drawn at random."""

from random import Random

LAW = """\
id: law
text: {en: Toy, es: Juguete}
text_status: bill
dated: 2026-01-01
in_force: {since: null, until: null}
as_of: 2026-02-01
issuing_body: {en: Somebody, es: Alguien}
source: [{ref: s1, locator: whole}]
parameters:
  - {id: plazo, value: 90, text: {en: Term, es: Plazo}, source: [{ref: s1, locator: p. 1}]}
rows:
  - id: X3
    layer: bar
    priority: 10
    when: WHEN
    outcomes: {extradition: BARRED}
    decider: court
    article: {en: Art. 1, es: Artículo 1}
    source: [{ref: s1, locator: p. 1}]
    confidence: low
    reason: {en: Because, es: Porque}
"""
ATOMS = ("truth", "negotiated", "min_penalty_years < 4", "min_penalty_years >= 8", "court_opinion = favourable")
DATES = ("conduct_end < conduct_start", "conduct_start > 1997-12-16", "conduct_end >= 1997-12-17")


def random_condition(random: Random, deep: int = 0) -> str:
    if deep == 3 or random.random() < 0.3:
        return random.choice([*ATOMS, *DATES])
    if random.random() < 0.2:
        return f"not ({random_condition(random, deep + 1)})"
    joint = random.choice([" and ", " or "])
    return "(" + joint.join(random_condition(random, deep + 1) for _ in range(random.choice([2, 2, 3]))) + ")"
