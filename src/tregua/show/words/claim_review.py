"""A claim and its verdict as a ClaimReview of schema.org, which search engines and fact-checkers read."""

import json
from typing import Any

from tregua.catalogue.read import sources
from tregua.evidence.answers import verdicts
from tregua.evidence.schema import Claim
from tregua.show.words.said import in_language
from tregua.show.words.verdicts import verdict_in_words
from tregua.text import LANGUAGES, Language, text
from tregua.version import VERSION


def claim_review(claim: Claim, language: Language) -> dict[str, Any]:
    """The review in one language; the rating has words and no number, since certainty and direction are two things."""
    author = {"@type": "Organization", "name": text(language, "cite.author")}
    said_in = sources()[claim.source[0].ref]
    appearance = {"@type": "CreativeWork", "name": said_in.title, "datePublished": claim.said_on}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"#{claim.id}-{language}",
        "inLanguage": language,
        "datePublished": claim.checked,
        "author": author,
        "claimReviewed": in_language(claim.statement, language),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": in_language(claim.speaker, language)},
            "datePublished": claim.said_on,
            "appearance": appearance,
        },
        "reviewRating": {"@type": "Rating", "alternateName": rating(claim, language)},
        "isBasedOn": {"@type": "Dataset", "name": "Tregua", "version": VERSION},
    }


def rating(claim: Claim, language: Language) -> str:
    """The word on each row with its certainty; the row is named where there are several."""
    found = verdicts(claim.id)
    named = len(claim.rows) > 1
    return "; ".join(
        (f"{in_language(row.title, language)}: " if named else "") + verdict_in_words(found[row.id], language)
        for row in claim.rows
    )


def data_block(claim: Claim) -> str:
    """The review in both languages as JSON-LD, without a character that HTML or XML would read as its own."""
    told = json.dumps([claim_review(claim, one) for one in LANGUAGES], ensure_ascii=False)
    return told.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
