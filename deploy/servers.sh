#!/usr/bin/env bash
# PostgreSQL and Apache Kafka for development and CI, without containers, on the loopback address only.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
KAFKA_VERSION=4.3.1
DATA="${WORKFORCE_SERVERS_DATA:-$HERE/../var/servers}"
KAFKA_LIB="${WORKFORCE_KAFKA_LIB:-$HERE/../var/kafka-$KAFKA_VERSION}"
POSTGRES_PORT="${WORKFORCE_POSTGRES_PORT:-55432}"
KAFKA_PORT="${WORKFORCE_KAFKA_PORT:-59092}"
FSYNC="${WORKFORCE_POSTGRES_FSYNC:-on}"
SECONDS_TO_WAIT=60
POSTGRES_PACKAGE=postgresql
KAFKA_PACKAGES=(openjdk-17-jre-headless maven)

usage() {
    cat <<'TEXT'
usage: deploy/servers.sh COMMAND [postgres|kafka|all] [options]

  install   fetch what is missing (Debian packages by apt-get, Kafka's jars by Maven); nothing else does
  start     start, wait until ready, print the addresses to export: eval "$(deploy/servers.sh start)"
  stop      stop what this script started in the same data folder
  status    say what runs; exit 1 when something asked about does not
  urls      print the addresses only: eval "$(deploy/servers.sh urls)"

  --data DIR            where data, logs and pid files live     (WORKFORCE_SERVERS_DATA, var/servers)
  --postgres-port N     default 55432                           (WORKFORCE_POSTGRES_PORT)
  --kafka-port N        default 59092; the controller uses N+1  (WORKFORCE_KAFKA_PORT)
  --kafka-lib DIR       where Kafka's jars are                  (WORKFORCE_KAFKA_LIB, var/kafka-VERSION)
  --no-fsync            PostgreSQL without fsync: faster, for tests whose data may be lost

example: deploy/servers.sh install && deploy/servers.sh start --no-fsync
TEXT
}

fail() { echo "servers.sh: $*" >&2; exit 1; }

is_port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

require_free_port() {
    ! is_port_open "$1" || fail "port $1 is in use by another program; choose another with $2"
}

# ---- PostgreSQL -------------------------------------------------------------------------------------------

postgres_folder() { cat "$DATA/postgres.folder" 2>/dev/null || echo "$DATA/postgres"; }

password_file() { echo "$(postgres_folder).password"; }

# A checkout that only root may enter keeps its cluster where the postgres user can reach it.
choose_postgres_folder() {
    mkdir -p "$DATA/postgres"
    if [ "$(id -u)" != 0 ] || as_postgres test -x "$DATA/postgres"; then return; fi
    echo "/var/tmp/workforce-postgres-$(echo "$DATA" | cksum | cut -d ' ' -f 1)" > "$DATA/postgres.folder"
    echo "the postgres user cannot reach $DATA; its cluster is in $(postgres_folder)"
}

postgres_binaries() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(pg_config --bindir 2>/dev/null)"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; return; fi
    done
    fail "PostgreSQL is not installed; run: deploy/servers.sh install postgres"
}

# PostgreSQL refuses to run as root, so root hands the work to the postgres user.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

is_postgres_running() {
    [ -f "$(postgres_folder)/PG_VERSION" ] && as_postgres "$(postgres_binaries)/pg_ctl" -D "$(postgres_folder)" status >/dev/null 2>&1
}

create_postgres_cluster() {
    local folder binaries password
    choose_postgres_folder
    folder="$(postgres_folder)"
    binaries="$(postgres_binaries)"
    password="$(password_file)"
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$password")
    if [ "$(id -u)" = 0 ]; then chown postgres "$password"; fi
    as_postgres "$binaries/initdb" -D "$folder" -U workforce --pwfile="$password" --auth=scram-sha-256 \
        -E UTF8 --locale=C.UTF-8 >"$DATA/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 3 "$DATA/initdb.log")"
}

start_postgres() {
    local folder binaries
    binaries="$(postgres_binaries)"
    if is_postgres_running; then echo "PostgreSQL is already running"; return; fi
    require_free_port "$POSTGRES_PORT" --postgres-port
    [ -f "$(postgres_folder)/PG_VERSION" ] || create_postgres_cluster
    folder="$(postgres_folder)"
    as_postgres "$binaries/pg_ctl" -D "$folder" -l "$folder/server.log" -w -t "$SECONDS_TO_WAIT" \
        -o "-c listen_addresses=127.0.0.1 -c port=$POSTGRES_PORT -c unix_socket_directories='' -c fsync=$FSYNC -c max_connections=200" \
        start >/dev/null || fail "PostgreSQL did not start: $(as_postgres tail -n 5 "$folder/server.log")"
    echo "$POSTGRES_PORT" > "$DATA/postgres.port"
    echo "PostgreSQL is ready on port $POSTGRES_PORT (fsync $FSYNC)"
}

stop_postgres() {
    if ! is_postgres_running; then echo "PostgreSQL is not running"; return; fi
    as_postgres "$(postgres_binaries)/pg_ctl" -D "$(postgres_folder)" -m fast -w -t "$SECONDS_TO_WAIT" stop >/dev/null
    echo "PostgreSQL has stopped"
}

print_postgres_url() {
    [ -f "$DATA/postgres.port" ] || fail "PostgreSQL has never been started in $DATA"
    echo "export WORKFORCE_TEST_POSTGRES=postgresql+psycopg://workforce:$(cat "$(password_file)")@127.0.0.1:$(cat "$DATA/postgres.port")/postgres"
}

# ---- Apache Kafka, one node, KRaft ------------------------------------------------------------------------

kafka_pid() {
    local pid
    pid="$(cat "$DATA/kafka.pid" 2>/dev/null || true)"
    # A pid file may outlive its process: only a java that reads our own properties counts.
    if [ -n "$pid" ] && tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline" | grep -qF "$DATA/kafka.properties"; then
        echo "$pid"
    fi
}

write_kafka_properties() {
    cat > "$DATA/kafka.properties" <<TEXT
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((KAFKA_PORT + 1))
listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT,CONTROLLER://127.0.0.1:$((KAFKA_PORT + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$DATA/kafka
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
TEXT
}

start_kafka() {
    command -v java >/dev/null || fail "Java 17 is not installed; run: deploy/servers.sh install kafka"
    ls "$KAFKA_LIB"/kafka_2.13-*.jar >/dev/null 2>&1 || fail "Kafka's jars are not in $KAFKA_LIB; run: deploy/servers.sh install kafka"
    if [ -n "$(kafka_pid)" ]; then echo "Kafka is already running"; return; fi
    require_free_port "$KAFKA_PORT" --kafka-port
    require_free_port "$((KAFKA_PORT + 1))" --kafka-port
    write_kafka_properties
    if [ ! -f "$DATA/kafka/meta.properties" ]; then
        local id
        id="$(java -cp "$KAFKA_LIB/*" kafka.tools.StorageTool random-uuid 2>/dev/null)"
        java -cp "$KAFKA_LIB/*" kafka.tools.StorageTool format -t "$id" -c "$DATA/kafka.properties" >"$DATA/kafka.log" 2>&1 \
            || fail "Kafka's storage could not be made: $(tail -n 3 "$DATA/kafka.log")"
    fi
    nohup setsid java -Xmx512m -cp "$KAFKA_LIB/*" kafka.Kafka "$DATA/kafka.properties" >"$DATA/kafka.log" 2>&1 </dev/null &
    echo $! > "$DATA/kafka.pid"
    await_kafka
    echo "$KAFKA_PORT" > "$DATA/kafka.port"
    echo "Kafka $KAFKA_VERSION is ready on port $KAFKA_PORT"
}

await_kafka() {
    local deadline=$((SECONDS + SECONDS_TO_WAIT))
    until grep -q "Kafka Server started" "$DATA/kafka.log" && is_port_open "$KAFKA_PORT"; do
        kill -0 "$(cat "$DATA/kafka.pid")" 2>/dev/null || fail "Kafka ended while starting: $(tail -n 5 "$DATA/kafka.log")"
        [ "$SECONDS" -lt "$deadline" ] || fail "Kafka was not ready after $SECONDS_TO_WAIT s; see $DATA/kafka.log"
        sleep 0.2
    done
}

stop_kafka() {
    local pid deadline=$((SECONDS + SECONDS_TO_WAIT))
    pid="$(kafka_pid)"
    if [ -z "$pid" ]; then echo "Kafka is not running"; return; fi
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || { kill -9 "$pid"; break; }
        sleep 0.1
    done
    rm -f "$DATA/kafka.pid"
    echo "Kafka has stopped"
}

print_kafka_url() {
    [ -f "$DATA/kafka.port" ] || fail "Kafka has never been started in $DATA"
    echo "export KAFKA_TEST_BOOTSTRAP=127.0.0.1:$(cat "$DATA/kafka.port")"
}

# ---- commands ---------------------------------------------------------------------------------------------

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_package() { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null; }

install_postgres() { (postgres_binaries) >/dev/null 2>&1 || install_package "$POSTGRES_PACKAGE"; postgres_binaries >/dev/null; }

install_kafka() {
    if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then install_package "${KAFKA_PACKAGES[@]}"; fi
    if ls "$KAFKA_LIB"/kafka_2.13-*.jar >/dev/null 2>&1; then return; fi
    mvn -q -B -f "$HERE/kafka/pom.xml" dependency:copy-dependencies -DoutputDirectory="$KAFKA_LIB" \
        || fail "Maven could not fetch Kafka's jars"
}

status_postgres() { if is_postgres_running; then echo "PostgreSQL runs on port $(cat "$DATA/postgres.port")"; else echo "PostgreSQL does not run"; return 1; fi; }

status_kafka() { if [ -n "$(kafka_pid)" ]; then echo "Kafka runs on port $(cat "$DATA/kafka.port")"; else echo "Kafka does not run"; return 1; fi; }

run_for_each() {
    local server worst=0
    for server in "${SERVERS[@]}"; do "$1_$server" || worst=1; done
    return "$worst"
}

COMMAND="${1:-help}"
[ $# -eq 0 ] || shift
SERVERS=(postgres kafka)
while [ $# -gt 0 ]; do
    case "$1" in
        postgres | kafka) SERVERS=("$1") ;;
        all) SERVERS=(postgres kafka) ;;
        --data) DATA="${2:?--data wants a folder}"; shift ;;
        --postgres-port) POSTGRES_PORT="${2:?--postgres-port wants a number}"; shift ;;
        --kafka-port) KAFKA_PORT="${2:?--kafka-port wants a number}"; shift ;;
        --kafka-lib) KAFKA_LIB="${2:?--kafka-lib wants a folder}"; shift ;;
        --no-fsync) FSYNC=off ;;
        *) usage >&2; fail "unknown argument: $1" ;;
    esac
    shift
done
if [ "$COMMAND" = start ]; then mkdir -p "$DATA" && chmod a+x "$DATA"; fi
DATA="$(realpath -m "$DATA")"
KAFKA_LIB="$(realpath -m "$KAFKA_LIB")"

print_url() { local server; for server in "${SERVERS[@]}"; do "print_${server}_url"; done; }

case "$COMMAND" in
    install | stop | status) run_for_each "$COMMAND" ;;
    start) for server in "${SERVERS[@]}"; do "start_$server" >&2; done; print_url ;;
    urls) print_url ;;
    help | -h | --help) usage ;;
    *) usage >&2; fail "unknown command: $COMMAND" ;;
esac
