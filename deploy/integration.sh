#!/usr/bin/env bash
# The tests that need servers, on a PostgreSQL and an Apache Kafka of their own, stopped and removed afterwards.
# Extra arguments go to pytest: deploy/integration.sh -k certification
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

data="$(mktemp -d)"
chmod 755 "$data"
stop() {
    status=$?
    bash deploy/servers.sh stop --data "$data" || true
    rm -rf "$data"
    exit "$status"
}
trap stop EXIT

# a variable first: eval of a failed command would go on
addresses="$(bash deploy/servers.sh start --data "$data" --no-fsync)"
eval "$addresses"
.venv/bin/pytest -q -n 2 --dist loadgroup -m "postgres or kafka" "$@" tests
