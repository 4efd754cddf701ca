"""What makes it slow is found where it is so and nowhere else, and a probe that fails stops no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from tregua.analysis import doctor as module
from tregua.analysis.doctor import LITTLE_MEMORY, LITTLE_ROOM, Health, Shipped, System, doctor
from tregua.lab import cached, pace, resources
from tregua.lab.cached import Cache
from tregua.lab.installed import Package
from tregua.lab.pace import Burst, Ready
from tregua.lab.resources import Cores, Disk, Memory

HOME, SPARE = Path("home"), Path("spare")
DISK = Disk(HOME, LITTLE_ROOM, LITTLE_ROOM, True)
CACHE = Cache(HOME, HOME, HOME / "kernel_a", 1, ())
SHIPPED = Shipped("2024-a", 2024, 0, 512, 19, False, "yes", ())
WELL = Health(
    version="1",
    packages=(Package("numpy", "2"),),
    settings={},
    system=System("CPython", "Linux", "x86_64", "any"),
    catalogue="a",
    cores=Cores(2, 2),
    memory=Memory(LITTLE_MEMORY, LITTLE_MEMORY, None),
    results=DISK,
    cache=CACHE,
    cache_disk=DISK,
    shipped=SHIPPED,
    compiling=None,
    start=0.1,
    ready=Ready(2.0, True),
    burst=Burst(13, 2, 100.0, 150.0),
    failed=(),
)
ILL = {
    "other_processor": {"settings": {"NUMBA_CPU_NAME": "generic"}},
    "compiled_now": {"compiling": 10.0},
    "not_kept": {"ready": Ready(2.0, False)},
    "spare_cache": {"cache": replace(CACHE, folder=SPARE)},
    "quota": {"cores": Cores(8, 8, 1.5)},
    "bound": {"cores": Cores(8, 4, 6.0)},
    "shared": {"burst": Burst(13, 2, 100.0, 149.0)},
    "little_memory": {"memory": Memory(2 * LITTLE_MEMORY, 2 * LITTLE_MEMORY, LITTLE_MEMORY - 1)},
    "slow_start": {"start": 3.1},
    "no_results": {"results": replace(DISK, writable=False)},
    "little_room": {"cache_disk": replace(DISK, free=LITTLE_ROOM - 1)},
    "out_of_date": {"shipped": replace(SHIPPED, out_of_date=True)},
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled or measured."""
    monkeypatch.setattr(module, "_compiling", lambda: 0.0)
    monkeypatch.setattr(pace, "start", lambda: 0.1)
    monkeypatch.setattr(pace, "ready", lambda: Ready(2.0, True))
    monkeypatch.setattr(pace, "burst", lambda threads: Burst(13, threads, 100.0, 100.0 * threads))


def keys(health: Health) -> list[str]:
    return [one.key for one in health.findings]


def test_where_all_is_well_nothing_is_found() -> None:
    assert keys(WELL) == []
    assert keys(replace(WELL, burst=Burst(13, 1, 100.0, 100.0), cores=Cores(1, 1, 2.0))) == []


@pytest.mark.parametrize("ill", ILL)
def test_what_is_ill_is_found_and_nothing_else(ill: str) -> None:
    (found,) = replace(WELL, **ILL[ill]).findings
    assert found.key == ill
    assert (found.said.key, found.remedy.key) == (f"doctor.finding.{ill}", f"doctor.remedy.{ill}")


def test_what_could_not_be_found_out_makes_no_finding_of_its_own() -> None:
    parts = ("system", "catalogue", "cores", "memory", "results", "cache", "cache_disk", "shipped", "start", "ready")
    assert keys(replace(WELL, burst=None, **dict.fromkeys(parts))) == []


def test_the_number_told_is_that_of_what_binds() -> None:
    (quota,) = replace(WELL, **ILL["quota"]).findings
    (bound,) = replace(WELL, **ILL["bound"]).findings
    assert (quota.said.values, bound.said.values) == ({"usable": 1.5, "machine": 8}, {"usable": 4, "machine": 8})


@pytest.mark.usefixtures("quick")
def test_a_probe_that_fails_is_told_and_stops_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = doctor(tmp_path)
    assert before.failed == () and before.cores is not None

    def refused() -> None:
        raise PermissionError("no")

    for room, name in ((resources, "cores"), (cached, "cache"), (pace, "start"), (module, "_shipped")):
        monkeypatch.setattr(room, name, refused)
    found = doctor(tmp_path)
    assert [one.probe for one in found.failed] == ["cores", "cache", "shipped", "start"]
    assert (found.cores, found.cache, found.cache_disk, found.shipped, found.start) == (None,) * 5
    assert keys(found)[:4] == ["failed"] * 4
    assert found.memory is not None and found.burst == Burst(13, 1, 100.0, 100.0)


@pytest.mark.usefixtures("quick")
def test_nothing_is_measured_where_nothing_can_be_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from numba.core import config

    monkeypatch.setattr(config, "DISABLE_JIT", 1)
    found = doctor(tmp_path)
    assert (found.compiling, found.ready, found.burst, found.failed) == (None, None, None, ())
    assert "not_compiled" in keys(found)


@pytest.mark.usefixtures("quick")
def test_of_the_environment_only_two_names_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    monkeypatch.setenv("SECRET_TOKEN", "a secret")
    found = doctor(tmp_path)
    assert found.settings == {"NUMBA_CPU_NAME": "generic", "NUMBA_DISABLE_JIT": "0"}
    assert "a secret" not in repr(found) and "not_compiled" not in keys(found)


def test_why_runs_do_not_draw_from_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = module.card()
    monkeypatch.setattr(module, "card", lambda: replace(scored, lab_hash="another"))
    found = module._shipped()
    assert (found.default, found.worse) == ("card_out_of_date", ())
    monkeypatch.setattr(module, "card", lambda: replace(scored, learning=()))
    assert module._shipped().default == ("card_out_of_date" if scored.out_of_date else "not_compared")
