"""Puts jobs into a queue, as an application does: every_state.py URL QUEUE SERIALIZER slow|others."""

import sys
from datetime import timedelta

from redis import Redis
from rq import Queue, Retry
from rq.utils import import_attribute

url, name, serializer, what = sys.argv[1:]
queue = Queue(name, connection=Redis.from_url(url), serializer=import_attribute(serializer))

if what == "slow":
    queue.enqueue("tasks.count_late", "runs:started", 5, job_id="started")
    sys.exit()

queue.enqueue("tasks.append", "order", "first", job_id="first")
queue.enqueue("tasks.append", "order", "second", job_id="second", meta={"a": 1}, ttl=3600)
queue.enqueue("tasks.append", "order", "zeroth", job_id="zeroth", at_front=True)
parent = queue.enqueue("tasks.append", "order", "parent", job_id="parent")
child = queue.enqueue("tasks.append", "order", "child", job_id="child", depends_on=parent)
queue.enqueue("tasks.append", "order", "grandchild", job_id="grandchild", depends_on=child)
queue.enqueue("tasks.flaky", "runs:flaky", 1, job_id="flaky", retry=Retry(max=2))
queue.enqueue_in(timedelta(seconds=1), "tasks.count", "runs:scheduled", job_id="scheduled")
