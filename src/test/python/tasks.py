"""The jobs that the worker tests submit. Stock workers import this module; nothing here knows of Holdfast."""

import json
import time

from rq import get_current_job


def _redis():
    return get_current_job().connection


def add(a, b):
    return a + b


def nothing():
    return None


def echo(*args, **kwargs):
    """Returns what it was called with."""
    return {"args": list(args), "kwargs": kwargs}


def remember(*args, **kwargs):
    """Writes what it was called with to seen:<job id>, as JSON text that tells 1 from 1.0 and keeps the order."""
    job = get_current_job()
    job.connection.set("seen:" + job.id, json.dumps([list(args), kwargs]))


def count(key):
    """Counts its own runs under the key."""
    return _redis().incr(key)


def count_when_free(key):
    """Counts its own runs under the key, but not while there is a key "held"."""
    while _redis().exists("held"):
        time.sleep(0.05)
    return _redis().incr(key)


def append(key, value):
    """Adds the value to the list under the key: tells in which order jobs ran."""
    return _redis().rpush(key, value)


def fail(message):
    raise ValueError(message)


def flaky(key, failures):
    """Fails the given number of times, then succeeds; counts its runs under the key."""
    run = _redis().incr(key)
    if run <= failures:
        raise RuntimeError("run %d of %d that fail" % (run, failures))
    return run


def unsteady(failures, *args, **kwargs):
    """Fails the given number of times, then returns how often it has run. Each run keeps what it found: the hash of its
    job as hash:<job id>:<run>, its arguments and its meta in the list found:<job id>."""
    job = get_current_job()
    run = job.connection.incr("runs:" + job.id)
    job.connection.restore("hash:%s:%d" % (job.id, run), 0, job.connection.dump(job.key))
    job.connection.rpush("found:" + job.id, json.dumps([[failures, *args], kwargs, job.meta]))
    if run <= failures:
        raise RuntimeError("run %d of %d that fail" % (run, failures))
    return run


def ended(job, connection, *outcome):
    """A callback for every end: writes what it was told of it, beside job and connection, to ended:<job id>."""
    connection.set("ended:" + job.id, json.dumps([str(part) for part in outcome]))


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def meta():
    """Returns the meta that the worker found on the job."""
    return get_current_job().meta


_VALUES = {
    "true": True,
    "int": 42,
    "big int": 2**80,
    "float": 1.5,
    "text": "naïve 🐟 \x00",
    "list": [1, [2, [3]], None],
    "dict": {"a": {"b": [1.0, "c"]}},
    "tuple": (1, "two"),
    "set": {1},
    "object": object(),
}


def returns(name):
    """Returns the value of that name; the last two cannot be written as JSON."""
    return _VALUES[name]
