#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml names, once; those that are there stay as they are.
set -euo pipefail
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/secrets"
mkdir -p "$folder"
chmod 711 "$folder"

random() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# readable by the containers' users, whose numbers are not those of this machine's; the folder cannot be listed
write() { [ -f "$folder/$1" ] || { printf '%s\n' "$2" > "$folder/$1"; chmod 644 "$folder/$1"; echo "made $1"; }; }

write postgres_password "$(random)"
write suite_secret "$(random)"
for service in rates register reporting; do
    write "${service}_database_url" "postgresql+psycopg://$service:$(random)@postgres:5432/$service"
done
