"""The measuring part of bench/batch, which prepares what this needs. Only Python's standard library."""

import argparse
import json
import os
import pathlib
import resource
import string
import time

import measure
from measure import BENCH, BODY, JVM, OUT, Redis, Service, cpu_seconds, family, output, resident_mb, say

APP = BENCH / "fastify_bullmq"
HEADING = "### Against Fastify + BullMQ\n"
GOAL = 3


class BatchService(Service):
    """A service that takes batches; it is known where the jobs that it accepts have to lie."""

    path, script = "/enqueue/batch", "batch.lua"

    def __init__(self, name, command, environment, jobs, waiting, job):
        super().__init__(name, command, environment)
        self.jobs, self.waiting, self.job = jobs, waiting, job

    def body(self):
        return b"[" + b",".join([BODY.read_bytes()] * self.jobs) + b"]"

    def measure(self, redis, connections, seconds):
        clear(redis)
        own, server = family(self.process.pid), [redis.process.pid]
        before = [cpu_seconds(own), cpu_seconds(server), load_seconds(), *machine_seconds()]
        run = self.load(connections, seconds)
        after = [cpu_seconds(own), cpu_seconds(server), load_seconds(), *machine_seconds()]
        cpu, cpu_server, cpu_load, busy, all_there_is = (late - early for early, late in zip(before, after))
        if run["refused"] or run["accepted"] != run["requests"] * self.jobs:
            raise SystemExit("bench: %s did not accept all it was sent: %s" % (self.name, run))
        run["found"] = self.found(redis)
        # Of what wrk had sent when it left, it heard no answer.
        unheard = run["found"] - run["accepted"]
        if not 0 <= unheard <= connections * self.jobs:
            raise SystemExit("bench: %s accepted other jobs than are in the queue: %s" % (self.name, run))
        run["per_second"] = run["accepted"] / run["seconds"]
        run["cpu_us"] = cpu * 1e6 / run["found"]
        run["redis_us"] = cpu_server * 1e6 / run["found"]
        run["resident_mb"] = resident_mb(own)
        run["others"] = max(0, busy - cpu - cpu_server - cpu_load) / all_there_is
        self.runs.append(run)
        say("%-31s %6.0f jobs/s, %3.0f µs CPU, %3.0f µs of Redis, p99 %.1f ms, %.0f MB, %d accepted, %d found, %d broken,"
            " others took %.0f %%" % (
                self.name, run["per_second"], run["cpu_us"], run["redis_us"], run["p99_ms"], run["resident_mb"],
                run["accepted"], run["found"], run["broken"], 100 * run["others"]))

    def found(self, redis):
        """How many different jobs wait that have a hash, once their number stands still."""
        number = -1
        while number != (number := redis.call("LLEN", self.waiting)):
            time.sleep(1)
        found = 0
        for start in range(0, number, 1000):
            ids = redis.call("LRANGE", self.waiting, str(start), str(start + 999))
            found += redis.call("EXISTS", *{self.job.encode() + job_id for job_id in ids})
        return found

    def median(self, figure):
        return measure.statistics.median(run[figure] for run in self.runs)

    def row(self):
        values = [run["per_second"] for run in self.runs]
        return "| %s | %s | %s – %s | %.0f | %.0f | %.1f | %.0f | %d |" % (
            self.name, thousands(self.median("per_second")), thousands(min(values)), thousands(max(values)),
            self.median("cpu_us"), self.median("redis_us"), self.median("p99_ms"),
            max(run["resident_mb"] for run in self.runs), sum(run["broken"] for run in self.runs))


def machine_seconds():
    """CPU time that was used since the machine's start, and all there was."""
    times = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(times) - times[3] - times[4]) / measure.TICK, sum(times) / measure.TICK


def load_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def clear(redis):
    """Deletes all jobs, and waits for two seconds of quiet, half a minute at most: neighbours are no property of a service."""
    redis.empty()
    for _ in range(15):
        busy, all_there_is = machine_seconds()
        time.sleep(2)
        busy_now, all_now = machine_seconds()
        if busy_now - busy < 0.1 * (all_now - all_there_is):
            return


def thousands(number):
    return "{:,.0f}".format(number)


def services(redis, jobs):
    java = output("scripts/jdk", "17").strip() + "/bin/java"
    found = [BatchService("Holdfast, JDK 17", [java, *JVM, "-jar", "target/holdfast.jar"],
                          lambda port: measure.environment(redis, port, "holdfast-17"), jobs,
                          "rq:queue:orchestrator", "rq:job:")]
    for processes, name in ((1, "one process"), (2, "two processes")):
        found.append(BatchService(
            "Fastify + BullMQ, " + name, ["node", str(APP / "app.js")],
            lambda port, processes=processes: {"REDIS_URL": redis.url, "PORT": str(port), "NODE_ENV": "production",
                                               "PROCESSES": str(processes)},
            jobs, "bull:orchestrator:wait", "bull:orchestrator:"))
    return found


def versions():
    installed = [name + " " + json.loads((APP / "node_modules" / name / "package.json").read_text())["version"]
                 for name in ("fastify", "bullmq", "ioredis")]
    return ", ".join([measure.java_version("17"), measure.redis_version(), "Node.js " + output("node", "-p",
                     "process.versions.node").strip(), *installed, measure.wrk_version()])


def report(found, options):
    holdfast, *others = found
    best = max(others, key=lambda service: service.median("per_second"))
    ratio = holdfast.median("per_second") / best.median("per_second")
    return string.Template((BENCH / "batch.md").read_text()).substitute(
        rows="\n".join(service.row() for service in found), ratio="%.2f" % ratio, goal=GOAL,
        others="%.0f" % max(100 * run["others"] for service in found for run in service.runs),
        reached="yes" if ratio >= GOAL else "**no**", best=best.name, jobs=options.jobs, rounds=options.rounds,
        seconds=options.seconds, warmup=options.warmup, connections=options.connections, versions=versions(),
        jvm=" ".join(JVM), date=time.strftime("%Y-%m-%d", time.gmtime()), machine=measure.machine())


def write(target, part):
    """Puts the part in the place of the former one; what others have measured stays."""
    former = target.read_text() if target.exists() else "## Batches\n\n" + HEADING
    before, _, rest = former.partition(HEADING)
    end = rest.find("\n##")
    target.write_text(before + HEADING + "\n" + part.rstrip("\n") + "\n" + (rest[end:] if end >= 0 else ""))


def main():
    arguments = argparse.ArgumentParser(prog="bench/batch")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=15, help="of each run")
    arguments.add_argument("--warmup", type=int, default=40, help="seconds, once for each service")
    arguments.add_argument("--connections", type=int, default=16)
    arguments.add_argument("--jobs", type=int, default=100, help="in a batch")
    arguments.add_argument("--quick", action="store_true", help="a look only: 1 round of 5 s, nothing is written to docs")
    options = arguments.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.warmup = 1, 5, 10

    os.environ["BENCH_BODY"] = str(BODY)
    os.environ["BENCH_JOBS"] = str(options.jobs)
    redis = Redis()
    found = services(redis, options.jobs)
    try:
        for service in found:
            service.start()
        for service in found:
            clear(redis)
            service.load(options.connections, options.warmup)
        for number in range(options.rounds):
            say("round %d of %d" % (number + 1, options.rounds))
            for service in found:
                service.measure(redis, options.connections, options.seconds)
        part = report(found, options)
    finally:
        for service in found:
            service.stop()
        redis.process.kill()
    (OUT / "batch.json").write_text(json.dumps({service.name: service.runs for service in found}, indent=1))
    target = OUT / "batch.md" if options.quick else pathlib.Path("docs/benchmark.md")
    write(target, part)
    say("wrote %s and %s" % (target, OUT / "batch.json"))


main()
