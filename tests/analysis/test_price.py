"""Pass-through judged by the price of cocaine in the United States."""

from tregua.analysis.price import READING, TREND, price_fits
from tregua.lab.model import lab
from tregua.show.words.history import price_record

FITS = price_fits(draws=64)


def test_every_reading_stands_there_with_the_trend_of_margins_and_without() -> None:
    readings = lab().parameters[READING].distribution.values
    assert readings is not None
    assert [(one.reading, one.trend) for one in FITS] == [
        (value, trend) for value in readings for trend in (True, False)
    ]
    assert len({one.observed for one in FITS}) == 1


def test_falling_margins_lower_the_price_under_every_reading() -> None:
    assert max(lab().parameters[TREND].distribution.model_dump()[end] for end in ("low", "high")) <= 0
    for with_trend, without in zip(FITS[::2], FITS[1::2], strict=True):
        assert with_trend.median < without.median


def test_margins_that_add_and_stay_cannot_tell_the_fall_that_was_observed() -> None:
    """As measured when the price was first held against the lab: the price is hardly moved by what happens upstream."""
    adding = FITS[1]
    assert (adding.reading, adding.trend) == (0.0, False)
    assert not adding.inside90 and adding.observed < adding.low


def test_the_record_says_what_the_figures_say() -> None:
    told = price_record(FITS[0], "en")
    assert told["reading"] == "add" and told["margin_trend"] and told["inside90"] == FITS[0].inside90
