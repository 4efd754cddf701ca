"""Addressed uniforms: the published generator, at the address that was asked for, whatever else is drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tregua.noise import normal_paths, normals, points, stream_number, uniforms

ONES = 2**64 - 1
SEEDS = st.integers(0, ONES)
STEPS = st.integers(0, 2**32)


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox 4x64 with ten rounds, after Salmon et al. 2011, in plain integers."""
    for _ in range(10):
        high_0, low_0 = divmod(counter[0] * 0xD2E7470EE14C6C93, 2**64)
        high_1, low_1 = divmod(counter[2] * 0xCA5A826395121157, 2**64)
        counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0]
        key = [(key[0] + 0x9E3779B97F4A7C15) % 2**64, (key[1] + 0xBB67AE8584CAA73B) % 2**64]
    return counter


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ("0 0 0 0", "0 0", "16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b"),
        (
            " ".join(["f" * 16] * 4),
            " ".join(["f" * 16] * 2),
            "87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0",
        ),
        (
            "243f6a8885a308d3 13198a2e03707344 a4093822299f31d0 082efa98ec4e6c89",
            "452821e638d01377 be5466cf34e90c6c",
            "a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6",
        ),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_known_answers_of_random123(counter: str, key: str, words: str) -> None:
    given_counter, given_key, expected = ([int(word, 16) for word in row.split()] for row in (counter, key, words))
    assert philox(given_counter, given_key) == expected


@given(SEEDS, st.text(max_size=20), STEPS, st.integers(0, 2**40))
def test_a_uniform_is_one_word_of_philox(seed: int, stream: str, step: int, draw: int) -> None:
    """NumPy's generator steps its counter before it is used, hence the one."""
    words = philox([draw // 4 + 1, step, 0, 0], [seed, stream_number(stream)])
    [found] = uniforms(seed, stream, step, draw, 1)
    assert found == ((words[draw % 4] >> 12) + 0.5) / 2**52


@given(SEEDS, STEPS, st.integers(0, 60), st.integers(0, 60))
def test_a_slice_is_a_slice_of_the_whole(seed: int, step: int, first: int, count: int) -> None:
    whole = uniforms(seed, "area", step, 0, 120)
    assert np.array_equal(uniforms(seed, "area", step, first, count), whole[first : first + count])


@given(SEEDS, st.integers(0, 2**40), st.integers(0, 60))
def test_a_path_is_made_of_the_same_normals(seed: int, first: int, count: int) -> None:
    steps = [normals(seed, "area", step, first, count) for step in range(5)]
    assert np.array_equal(normal_paths(seed, "area", 5, first, count), np.reshape(steps, (5, count)))


def test_another_seed_stream_or_step_gives_other_numbers() -> None:
    addresses = [(0, "a", 0), (1, "a", 0), (ONES, "a", 0), (0, "b", 0), (0, "a", 1)]
    rows = np.array([uniforms(*address, 0, 1000) for address in addresses])
    assert len(np.unique(rows)) == rows.size
    assert np.abs(np.corrcoef(rows) - np.eye(len(rows))).max() < 0.15


def test_the_stream_number_of_a_name_never_changes() -> None:
    assert stream_number("parameter area_0.COL") == int.from_bytes(bytes.fromhex("d3cd392d2626e03c"), "little")


@pytest.mark.parametrize("word", [0, ONES])
def test_the_extreme_words_stay_inside_the_interval(word: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Extreme:
        def __init__(self, **_: object) -> None: ...

        def random_raw(self, count: int) -> np.ndarray:
            return np.full(count, word, dtype=np.uint64)

    monkeypatch.setattr(np.random, "Philox", Extreme)
    assert 0.0 < uniforms(0, "a", 0, 0, 1)[0] < 1.0
    assert np.isfinite(normals(0, "a", 0, 0, 1)[0])


def test_moments() -> None:
    count = 100_000
    u = uniforms(0, "moments", 0, 0, count)
    z = normals(0, "moments", 0, 0, count)
    four_errors = 4 / count**0.5
    assert abs(u.mean() - 1 / 2) < four_errors * (1 / 12) ** 0.5
    assert abs(u.var() - 1 / 12) < four_errors * (1 / 180) ** 0.5
    for power, moment, error in ((1, 0, 1), (2, 1, 2**0.5), (3, 0, 15**0.5), (4, 3, 96**0.5)):
        assert abs((z**power).mean() - moment) < four_errors * error


def test_normals_are_the_same_draws_as_the_uniforms() -> None:
    u = uniforms(7, "same", 3, 5, 500)
    assert np.array_equal(np.argsort(normals(7, "same", 3, 5, 500)), np.argsort(u))


# --- evenly spread draws ----------------------------------------------------------------------------------------------

STREAMS = [f"parameter {name}" for name in "abcdefgh"]


@given(SEEDS, st.integers(0, 10), st.integers(0, 60))
def test_of_every_power_of_two_draws_one_lies_in_each_equal_part(seed: int, power: int, block: int) -> None:
    count = 2**power
    for row in points(seed, STREAMS, block * count, count):
        assert sorted((row * count).astype(int)) == list(range(count))


@given(SEEDS, st.integers(0, 60), st.integers(0, 60))
def test_more_draws_extend_fewer_and_other_streams_change_none(seed: int, first: int, count: int) -> None:
    whole = points(seed, STREAMS, 0, 120)
    assert np.array_equal(points(seed, STREAMS, first, count), whole[:, first : first + count])
    assert np.array_equal(points(seed, ["another", *STREAMS[::-1]], 0, 120)[1:], whole[::-1])
    for name, row in zip(STREAMS, whole, strict=True):
        assert np.array_equal(points(seed, [name], 0, 120)[0], row), "alone as among others"


def test_evenly_spread_streams_are_as_independent_as_random_ones() -> None:
    rows = points(0, [f"stream {number}" for number in range(60)], 0, 4096)
    correlations = (np.corrcoef(rows) - np.eye(len(rows)))[np.triu_indices(len(rows), 1)] * np.sqrt(4096)
    assert abs(correlations.mean()) < 4 / np.sqrt(len(correlations))
    assert np.abs(correlations).max() < 6.0
    assert not np.array_equal(points(0, ["a"], 0, 64), points(1, ["a"], 0, 64))


def test_a_scrambled_number_is_uniform_over_seeds_down_to_its_last_digits() -> None:
    found = np.array([points(seed, ["a"], 5, 1)[0, 0] for seed in range(2000)])
    for scaled in (found, found * 2**12 % 1, found * 2**22 % 1, found * 2**40 % 1):
        assert abs(scaled.mean() - 1 / 2) < 4 * (1 / 12) ** 0.5 / 2000**0.5
        assert abs(scaled.var() - 1 / 12) < 4 * (1 / 180) ** 0.5 / 2000**0.5


def test_the_mean_of_a_sum_is_known_a_hundred_times_better_than_from_independent_draws() -> None:
    """Theory: the variance of the mean of a smooth function falls like 1/n³ under Owen's scrambling, like 1/n else."""
    spread = [np.exp(points(seed, STREAMS, 0, 128)).sum(axis=0).mean() for seed in range(50)]
    independent = [np.exp([uniforms(seed, one, 0, 0, 128) for one in STREAMS]).sum(axis=0).mean() for seed in range(50)]
    assert np.var(spread) < np.var(independent) / 100
