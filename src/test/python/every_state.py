"""Puts jobs into a queue, as an application does: every_state.py URL QUEUE SERIALIZER held|others."""

import sys
from datetime import timedelta

from redis import Redis
from rq import Queue, Retry
from rq.utils import import_attribute

url, name, serializer, what = sys.argv[1:]
queue = Queue(name, connection=Redis.from_url(url), serializer=import_attribute(serializer))


def own(name):
    """Several queues may lie in one Redis."""
    return name + "-" + queue.name


order = "order:" + queue.name

if what == "held":
    queue.enqueue("tasks.count_when_free", "runs:started:" + queue.name, job_id=own("started"))
    sys.exit()

queue.enqueue("tasks.append", order, "first", job_id=own("first"))
queue.enqueue("tasks.append", order, "second", job_id=own("second"), meta={"a": 1}, ttl=3600)
queue.enqueue("tasks.append", order, "zeroth", job_id=own("zeroth"), at_front=True)
parent = queue.enqueue("tasks.append", order, "parent", job_id=own("parent"))
child = queue.enqueue("tasks.append", order, "child", job_id=own("child"), depends_on=parent)
queue.enqueue("tasks.append", order, "grandchild", job_id=own("grandchild"), depends_on=child)
queue.enqueue("tasks.flaky", "runs:flaky:" + queue.name, 1, job_id=own("flaky"), retry=Retry(max=2))
queue.enqueue_in(timedelta(seconds=1), "tasks.count", "runs:scheduled:" + queue.name, job_id=own("scheduled"))
