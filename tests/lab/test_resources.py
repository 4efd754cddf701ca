"""What a machine leaves to the process, read where control groups of either version say so."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tregua.lab import resources
from tregua.lab.resources import Cores, Memory, cores, disk, memory

GIB = 2**30
MEMINFO = "MemTotal:       16777216 kB\nMemFree:  1 kB\nMemAvailable:    8388608 kB\nHugePages_Total:       0\n"
FIRST = "4:memory:/jobs/one\n2:cpu,cpuacct:/jobs/one\n0::/\n"
SECOND = "0::/jobs/one\n"


@pytest.fixture
def eight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of eight cores, all of them ours, and no limit of the shell."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(resources, "_own_limits", lambda: ())


def system(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return root


@pytest.mark.usefixtures("eight")
@pytest.mark.parametrize(
    ("files", "quota", "usable"),
    [
        ({}, None, 8),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/one/cpu.max": "max 100000\n"}, None, 8),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/one/cpu.max": "150000 100000\n"}, 1.5, 2),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/cpu.max": "300000 100000\n"}, 3.0, 3),
        (
            {
                "proc/self/cgroup": SECOND,
                "sys/fs/cgroup/jobs/cpu.max": "50000 100000\n",
                "sys/fs/cgroup/jobs/one/cpu.max": "400000 100000\n",
            },
            0.5,
            1,
        ),
        (
            {
                "proc/self/cgroup": FIRST,
                "sys/fs/cgroup/cpu/jobs/one/cpu.cfs_quota_us": "400000\n",
                "sys/fs/cgroup/cpu/jobs/one/cpu.cfs_period_us": "100000\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            4.0,
            4,
        ),
        ({"proc/self/cgroup": "0::/../../other\n", "sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2.0, 2),
    ],
    ids=["nothing", "no limit", "second version", "a group above", "the least", "first version", "from outside"],
)
def test_cores_are_those_that_a_group_is_given(
    tmp_path: Path, files: dict[str, str], quota: float | None, usable: int
) -> None:
    found = cores(system(tmp_path, files))
    assert (found, found.usable) == (Cores(8, 8, quota), usable)


@pytest.mark.usefixtures("eight")
@pytest.mark.parametrize(
    ("files", "limit"),
    [
        ({}, None),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/one/memory.max": "max\n"}, None),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/memory.max": f"{GIB}\n"}, GIB),
        ({"proc/self/cgroup": SECOND, "sys/fs/cgroup/jobs/one/memory.high": f"{GIB}\n"}, GIB),
        ({"proc/self/cgroup": FIRST, "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, None),
        ({"proc/self/cgroup": FIRST, "sys/fs/cgroup/memory/jobs/one/memory.limit_in_bytes": f"{2 * GIB}"}, 2 * GIB),
    ],
)
def test_memory_is_limited_by_the_least_of_the_groups(tmp_path: Path, files: dict[str, str], limit: int | None) -> None:
    found = memory(system(tmp_path, {"proc/meminfo": MEMINFO, **files}))
    assert found == Memory(16 * GIB, 8 * GIB, limit)
    assert found.usable == (limit or 8 * GIB)


@pytest.mark.usefixtures("eight")
def test_a_limit_of_the_shell_counts_and_what_nobody_tells_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_physical", lambda: None)
    assert memory(tmp_path) == Memory(None, None, None) and memory(tmp_path).usable is None
    monkeypatch.setattr(resources, "_own_limits", lambda: [GIB])
    assert memory(tmp_path) == Memory(None, None, GIB)
    monkeypatch.setattr(resources, "_physical", lambda: GIB // 2)  # a limit above all there is limits nothing
    assert memory(tmp_path) == Memory(GIB // 2, None, None)


def test_a_folder_that_is_not_there_yet_has_the_disk_above_it(tmp_path: Path) -> None:
    found = disk(tmp_path / "not" / "yet")
    assert found.folder == tmp_path / "not" / "yet" and found.writable and 0 < found.free <= found.total
    (tmp_path / "file").write_text("")
    assert not disk(tmp_path / "file").writable and not disk(tmp_path / "file" / "below").writable
