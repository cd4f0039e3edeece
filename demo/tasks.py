"""Tasks to try Holdfast with.

    curl -H 'Content-Type: application/json' -d '{"task": "tasks.greet", "args": ["world"]}' localhost:8080/enqueue
"""

import time


def greet(name):
    return "Hello, %s!" % name


def slow(seconds):
    time.sleep(seconds)
    return "slept %s s" % seconds


def fail(message):
    raise RuntimeError(message)
