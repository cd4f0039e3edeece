"""The measuring part of bench/enqueue, which prepares what this needs. Only Python's standard library."""

import argparse
import http.client
import json
import os
import pathlib
import platform
import signal
import socket
import statistics
import string
import subprocess
import sys
import time

BENCH = pathlib.Path("bench")
OUT = pathlib.Path("target/bench")
BODY = BENCH / "body.json"
MAIN = "dev.holdfast.bench.WithoutRedis"
JVM = ["-Xmx256m"]
TICK = os.sysconf("SC_CLK_TCK")
COMPARED = 64
OTHERS = "\n## Batches\n"


def say(text):
    print("bench: " + text, flush=True)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def family(pid):
    """The process and its children, which share its work."""
    children = pathlib.Path("/proc/%d/task/%d/children" % (pid, pid)).read_text().split()
    return [pid] + [member for child in children for member in family(int(child))]


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = pathlib.Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident_mb(pids):
    """Memory in use, what processes share counted once."""
    total = 0
    for pid in pids:
        for line in pathlib.Path("/proc/%d/smaps_rollup" % pid).read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


class Redis:
    """One Redis server that writes nothing to disk, and just enough of its protocol."""

    def __init__(self):
        self.port = free_port()
        directory = OUT / "redis"
        directory.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", str(directory), "--logfile", "redis.log"])
        self.url = "redis://127.0.0.1:%d" % self.port
        while True:
            try:
                self.connection = socket.create_connection(("127.0.0.1", self.port)).makefile("rwb")
                break
            except OSError:
                time.sleep(0.05)

    def call(self, *words):
        self.connection.write(b"*%d\r\n" % len(words))
        for word in (w if isinstance(w, bytes) else w.encode() for w in words):
            self.connection.write(b"$%d\r\n%s\r\n" % (len(word), word))
        self.connection.flush()
        return self.answer()

    def answer(self):
        line = self.connection.readline()
        kind, rest = line[:1], line[1:].strip()
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b"$":
            return None if rest == b"-1" else self.connection.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return [self.answer() for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest

    def waiting(self):
        return self.call("LLEN", "rq:queue:orchestrator")

    def empty(self):
        """Deletes every job, in one step for the services, whose name of the dataset stays."""
        name = self.call("GET", "holdfast:node")
        self.call("MULTI")
        self.call("FLUSHALL")
        if name is not None:
            self.call("SET", "holdfast:node", name)
        self.call("EXEC")


class Service:
    """A service under test, started once; one at a time is under load."""

    path, script = "/enqueue", "post.lua"

    def __init__(self, name, command, environment, reaches_redis=True):
        self.name, self.command, self.reaches_redis = name, command, reaches_redis
        self.port = free_port()
        self.environment = dict(os.environ, **environment(self.port))
        self.runs = []

    def start(self):
        log = open(OUT / (self.name.replace(",", "").replace(" ", "-") + ".log"), "wb")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [part.replace("PORT", str(self.port)) for part in self.command], env=self.environment, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True)
        while not self.accepts():
            if self.process.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit("bench: %s does not start, see %s" % (self.name, log.name))
            time.sleep(0.02)
        self.start_seconds = time.monotonic() - began
        say("%s: first job accepted after %.1f s" % (self.name, self.start_seconds))

    def body(self):
        return BODY.read_bytes()

    def accepts(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", self.path, self.body(), {"Content-Type": "application/json"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def load(self, connections, seconds):
        if self.process.poll() is not None:
            raise SystemExit("bench: %s has ended by itself, see its log in %s" % (self.name, OUT))
        return json.loads(output(
            "wrk", "-t1", "-c%d" % connections, "-d%ds" % seconds, "--timeout", "10s", "-s", str(BENCH / self.script),
            "http://127.0.0.1:%d" % self.port).strip().splitlines()[-1])

    def measure(self, redis, connections, seconds):
        redis.empty()
        pids = family(self.process.pid)
        before = cpu_seconds(pids)
        run = self.load(connections, seconds)
        run["cpu_us"] = (cpu_seconds(pids) - before) * 1e6 / run["requests"]
        run["resident_mb"] = resident_mb(pids)
        run["connections"] = connections
        run["per_second"] = run["requests"] / run["seconds"]
        run["enqueued"] = redis.waiting()
        if self.reaches_redis and run["enqueued"] < run["requests"] - run["refused"]:
            raise SystemExit("bench: %s said yes to more jobs than it enqueued: %s" % (self.name, run))
        self.runs.append(run)
        say("%-22s %4d connections: %6.0f requests/s, %4.0f µs CPU, p99 %.1f ms, %.0f MB, %d refused, %d broken" % (
            self.name, connections, run["per_second"], run["cpu_us"], run["p99_ms"], run["resident_mb"],
            run["refused"], run["broken"]))

    def median(self, connections, figure):
        return statistics.median(run[figure] for run in self.runs if run["connections"] == connections)

    def spread(self, connections, figure):
        values = [run[figure] for run in self.runs if run["connections"] == connections]
        return min(values), max(values)

    def stop(self):
        if hasattr(self, "process") and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


def environment(redis, port, name):
    data = OUT / "data" / name
    data.mkdir(parents=True, exist_ok=True)
    return {"SERVER_PORT": str(port), "HOLDFAST_REDIS_PRIMARY_URL": redis.url, "HOLDFAST_RQ_SERIALIZER": "json",
            "HOLDFAST_DATA_DIR": str(data)}


def services(redis, jdks):
    found = []
    for jdk in jdks:
        java = output("scripts/jdk", jdk).strip() + "/bin/java"
        classpath = ":".join(["target/test-classes", "target/classes", (OUT / "classpath").read_text().strip()])
        found.append(Service("Holdfast, JDK " + jdk, [java, *JVM, "-jar", "target/holdfast.jar"],
                             lambda port, jdk=jdk: environment(redis, port, "holdfast-" + jdk)))
        found.append(Service("without Redis, JDK " + jdk, [java, *JVM, "-cp", classpath, MAIN],
                             lambda port, jdk=jdk: environment(redis, port, "without-" + jdk),
                             reaches_redis=False))
    gunicorn = [".venvs/flask-rq/bin/gunicorn", "--workers", "2", "--bind", "127.0.0.1:PORT", "--chdir",
                str(BENCH / "flask_rq"), "app:app"]
    found.append(Service("Flask + RQ", gunicorn, lambda port: {"REDIS_URL": redis.url}))
    return found


def java_version(jdk):
    return "Java " + output(output("scripts/jdk", jdk).strip() + "/bin/java", "-version").split('"')[1]


def redis_version():
    return "Redis " + output("redis-server", "--version").split("v=")[1].split()[0]


def wrk_version():
    # It ends with 1 after it has said its version.
    return "wrk " + subprocess.run(["wrk", "-v"], stdout=subprocess.PIPE, text=True).stdout.split()[1].split("/")[-1]


def machine():
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "%d cores, %.0f GiB, %s %s" % (os.cpu_count(), memory_gb, platform.system(), platform.machine())


def versions(jdks):
    python = output(".venvs/flask-rq/bin/python", "-c",
                    "import platform; from importlib.metadata import version as v; print('Python %s, Flask %s, gunicorn"
                    " %s, rq %s, redis-py %s' % (platform.python_version(), v('flask'), v('gunicorn'), v('rq'),"
                    " v('redis')))").strip()
    return ", ".join([java_version(jdk) for jdk in jdks] + [redis_version(), python, wrk_version()])


def report(found, options, jdks):
    holdfast, without, flask = found[0], found[1], found[-1]
    rows = []
    for connections in options.connections:
        for service in found:
            low, high = service.spread(connections, "per_second")
            rows.append("| %d | %s | %s | %s – %s | %.0f | %.1f | %d |" % (
                connections, service.name, "{:,.0f}".format(service.median(connections, "per_second")),
                "{:,.0f}".format(low), "{:,.0f}".format(high), service.median(connections, "cpu_us"),
                service.median(connections, "p99_ms"), sum(r["broken"] for r in service.runs
                                                           if r["connections"] == connections)))
    about = ["| %s | %.1f | %.0f |" % (s.name, s.start_seconds, max(r["resident_mb"] for r in s.runs)) for s in found]
    compared = COMPARED if COMPARED in options.connections else options.connections[0]
    cpu = holdfast.median(compared, "cpu_us") / without.median(compared, "cpu_us")
    speed = holdfast.median(compared, "per_second") / flask.median(compared, "per_second")
    memory = max(r["resident_mb"] for r in holdfast.runs)
    goals = [
        ("CPU per accepted job, against the same request without Redis", "≤ 1.35 ×", "%.2f ×" % cpu, cpu <= 1.35),
        ("throughput against Flask + RQ", "≥ 4 ×", "%.1f ×" % speed, speed >= 4),
        ("start to first accepted job, `java -jar`", "≤ 7 s", "%.1f s" % holdfast.start_seconds,
         holdfast.start_seconds <= 7),
        ("memory under load", "≤ 350 MB", "%.0f MB" % memory, memory <= 350),
    ]
    template = string.Template((BENCH / "report.md").read_text())
    return template.substitute(
        rows="\n".join(rows), about="\n".join(about), compared=compared, jdk=jdks[0], jvm=" ".join(JVM),
        goals="\n".join("| %s | %s | %s | %s |" % (what, goal, value, "yes" if reached else "**no**")
                        for what, goal, value, reached in goals),
        rounds=options.rounds, seconds=options.seconds, warmup=options.warmup, versions=versions(jdks),
        date=time.strftime("%Y-%m-%d", time.gmtime()), machine=machine())


def main():
    numbers = lambda text: [int(number) for number in text.split(",")]
    arguments = argparse.ArgumentParser(prog="bench/enqueue")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=10, help="of each run")
    arguments.add_argument("--warmup", type=int, default=15, help="seconds, once for each service")
    arguments.add_argument("--connections", type=numbers, default=[16, 64, 256])
    arguments.add_argument("--jdks", type=lambda text: text.split(","), default=["17"])
    arguments.add_argument("--quick", action="store_true", help="a look only: 1 round of 3 s, nothing is written to docs")
    options = arguments.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.warmup = 1, 3, 5

    os.environ["BENCH_BODY"] = str(BODY)
    redis = Redis()
    found = services(redis, options.jdks)
    try:
        for service in found:
            service.start()
        for service in found:
            service.load(COMPARED, options.warmup)
            redis.empty()
        for number in range(options.rounds):
            say("round %d of %d" % (number + 1, options.rounds))
            for connections in options.connections:
                for service in found:
                    service.measure(redis, connections, options.seconds)
        text = report(found, options, options.jdks)
    finally:
        for service in found:
            service.stop()
        redis.process.kill()
    raw = {s.name: {"start_seconds": s.start_seconds, "runs": s.runs} for s in found}
    (OUT / "enqueue.json").write_text(json.dumps(raw, indent=1))
    refused = sum(run["refused"] for service in found for run in service.runs)
    target = OUT / "benchmark.md" if options.quick or refused else pathlib.Path("docs/benchmark.md")
    target.parent.mkdir(exist_ok=True)
    # What others have measured stays.
    former = target.read_text() if target.exists() else ""
    target.write_text(text.rstrip("\n") + "\n" + former[former.index(OTHERS):] if OTHERS in former else text)
    say("wrote %s and %s" % (target, OUT / "enqueue.json"))
    if refused:
        raise SystemExit("bench: %d requests were refused, so this run does not count" % refused)


if __name__ == "__main__":
    main()
