#!/bin/bash
# Run once by the postgres image on an empty volume: a role and a database for each service, no other's.
set -euo pipefail
for service in rates register reporting; do
    # the password is the part of the address between the second colon and the at sign
    address="$(cat "/run/secrets/${service}_database_url")"
    password="${address#*://*:}"
    password="${password%%@*}"
    psql -v ON_ERROR_STOP=1 -v role="$service" -v password="$password" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT ON DATABASE :"role" FROM PUBLIC;
SQL
done
