# Runs one Redis server and ends it when the service ends.
#
# usage: sh watch.sh SECONDS PIDFILE COMMAND...
#
# Standard input is a pipe whose other end only the service holds. The kernel closes it when the service ends,
# also after kill -9, and the end of input is the sign to stop Redis: SIGTERM, and SIGKILL after SECONDS.
# PIDFILE holds the process id of Redis for as long as Redis may touch its files.

patience=$1
pidfile=$2
shift 2

# Redis holds what jobs carry: its files are nobody else's.
umask 077

# Ctrl-C and a closing terminal are the service's to handle: it drains first, and needs Redis until then.
# This script must outlive Redis, so it ignores SIGTERM too.
trap '' INT QUIT HUP TERM

# Redis sets its own handlers, so ignoring is not enough for it: it needs a process group of its own. The service
# starts this script under setsid where there is one. Elsewhere (macOS) sh is bash, which gives each background job
# its group under set -m; other shells would take the terminal for themselves.
if [ -n "$BASH_VERSION" ]; then
    set -m
fi

# A background job reads from /dev/null, so the pipe needs a number of its own; Redis must not hold it.
exec 3<&0 </dev/null

"$@" 3<&- &
redis=$!
# Under set -m a stopped Redis (SIGSTOP) would end the wait below.
set +m
echo "$redis" >"$pidfile"

(
    while read -r _ <&3; do :; done
    kill -TERM "$redis"
    waited=0
    while [ "$waited" -lt "$patience" ] && kill -0 "$redis"; do
        sleep 1 3<&-
        waited=$((waited + 1))
    done
    kill -KILL "$redis"
) 2>/dev/null &
pipe=$!
exec 3<&-

wait "$redis"
status=$?
rm -f "$pidfile"
kill -KILL "$pipe" 2>/dev/null
exit "$status"
