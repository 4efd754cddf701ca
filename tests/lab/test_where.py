"""Chunks on threads and on a cluster: the same results, whoever computes them and whoever is lost."""

import random
import threading
from functools import partial
from threading import Timer
from types import SimpleNamespace

import lost_workers
import pytest
from own_cluster import OwnCluster

from tregua.catalogue.errors import InputError, RunError
from tregua.lab import cluster, where


def times(factor, number):
    return factor * number


def unsolved(number):
    raise RunError({"market": number})


def wrong(number):
    raise InputError([])


def squared(number):
    return number, threading.get_ident()


@pytest.mark.parametrize("place", [None, "local:2"])
def test_every_task_has_its_result(place):
    with where.on(place):
        found = dict(where.computed(partial(times, 3), range(40)))
    assert found == {number: 3 * number for number in range(40)}


def test_few_are_held_at_a_time():
    asked = []

    def tasks():
        for number in range(100):
            asked.append(number)
            yield number

    results = where.computed(partial(times, 1), list(tasks()), threads=1)
    next(results)
    results.close()
    assert len(asked) == 100


@pytest.mark.parametrize("place", [None, "local:1"])
@pytest.mark.parametrize(("work", "error"), [(unsolved, RunError), (wrong, InputError)])
def test_what_a_task_refuses_is_told_as_it_is(place, work, error):
    with where.on(place), pytest.raises(error):
        list(where.computed(work, [7]))


@pytest.mark.parametrize("address", ["", "local:0", "local:", "local:2x", "127.0.0.1:8786", "tcp://", "http://a:1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InputError, match="scheduler"), where.on(address):
        pass


def test_more_processes_than_a_machine_bears_are_refused():
    with pytest.raises(InputError, match="“local” must be 1 …"), where.on("local:999"):
        pass


def test_nobody_answers(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1)
    with pytest.raises(InputError, match="no Dask scheduler answers"), where.on("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[]", b"{}", b'{"address": 5}', b'{"address": "tcp://"}'])
def test_what_is_no_file_of_a_scheduler(content, monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "CONNECT", 0)
    if content is not None:
        (tmp_path / "one.json").write_bytes(content)
    with pytest.raises(InputError, match="no Dask scheduler answers"), where.on(str(tmp_path / "one.json")):
        pass


@pytest.mark.parametrize("kind", ["tls", "wss"])
def test_tls_without_certificates_is_told(kind):
    with pytest.raises(InputError, match="TLS__CA_FILE"), where.on(f"{kind}://127.0.0.1:1"):
        pass


def test_without_dask(monkeypatch):
    monkeypatch.setattr(where, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"requirements-cluster\.lock"), where.on("local:2"):
        pass


@pytest.mark.parametrize("work", [partial(times, 1), unsolved])
def test_a_worker_of_another_version_is_refused_whatever_the_work_is(work, monkeypatch):
    job = cluster.Job(work)
    monkeypatch.setattr(cluster, "get_worker", lambda: SimpleNamespace(plugins={"job": job}))
    monkeypatch.setattr(cluster, "VERSION", "0.0.9")
    monkeypatch.setattr(where, "alone", True)
    job.setup(None)
    with pytest.raises(InputError, match=r"a worker has Tregua 0\.0\.9"):
        cluster._part("job", 1)


def test_processes_of_this_machine_are_reached_from_it_alone():
    with where.on("local:1"):
        client = where._places[-1].client
        listens = client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.http_server.address)
        workers = client.run(lambda dask_worker: dask_worker.http_server.address)
    assert {listens, *workers.values()} == {"127.0.0.1"}


def test_no_worker_comes(monkeypatch):
    monkeypatch.setattr(cluster, "AWAY", 2)
    monkeypatch.setattr(cluster, "LISTENING", 1)
    with OwnCluster(workers=0) as empty, where.on(empty.address), pytest.raises(InputError, match="no worker"):
        list(where.computed(partial(times, 1), [1]))


def test_errors_travel():
    import pickle

    from tregua.catalogue.errors import Problem

    told = InputError([Problem("not_empty", "x"), Problem("run_there", "y")])
    assert pickle.loads(pickle.dumps(told)).problems == told.problems
    assert pickle.loads(pickle.dumps(RunError({"market": 2}))).counts == {"market": 2}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return lost_workers.run(tmp_path_factory.mktemp("threads"), DRAWS)


DRAWS = 700


@pytest.mark.xdist_group("cluster")
@pytest.mark.parametrize("happening", ["worker", "scheduler"])
def test_a_lost_worker_or_scheduler_changes_no_byte(expected, happening, tmp_path):
    with OwnCluster() as own:
        what = partial(own.kill_worker, random.Random(1)) if happening == "worker" else own.restart_scheduler
        timer = Timer(4.0, what)
        timer.start()
        found = lost_workers.run(tmp_path, DRAWS, own.address)
        timer.cancel()
        timer.join()
    assert found == expected
