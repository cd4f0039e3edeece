"""The producer of the platform's guide: Flask and RQ, one POST, one q.enqueue."""

import os

from flask import Flask, jsonify, request
from redis import Redis
from rq import Queue, Retry
from rq.serializers import JSONSerializer

app = Flask(__name__)
redis = Redis.from_url(os.environ["REDIS_URL"])
queues = {}


def queue(name):
    if name not in queues:
        queues[name] = Queue(name, connection=redis, serializer=JSONSerializer)
    return queues[name]


@app.post("/enqueue")
def enqueue():
    job = request.get_json()
    retry = job.get("retry")
    queue(job.get("queue", "default")).enqueue_call(
        job["task"],
        args=job.get("args"),
        kwargs=job.get("kwargs"),
        job_id=job.get("job_id"),
        timeout=job.get("timeout"),
        ttl=job.get("ttl"),
        result_ttl=job.get("result_ttl"),
        failure_ttl=job.get("failure_ttl"),
        retry=Retry(max=retry["max"], interval=retry["intervals"]) if retry else None,
        meta=job.get("meta"),
    )
    return jsonify(status="success")
