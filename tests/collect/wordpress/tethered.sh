#!/bin/sh
# Runs a command for as long as standard input stays open, then ends its whole process group: whoever started it may be killed,
# and nothing is left behind. To be started as the leader of a group.
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ read -r _ || true; kill -KILL 0; } <&3 &
watcher=$!
exec 3<&- </dev/null
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
