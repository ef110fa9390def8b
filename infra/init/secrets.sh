#!/bin/sh
# Makes the secrets of a cluster: random, once, and then the files that each process is given, and only that process.
#
#   secrets.sh FOLDER        (compose: service `init`; Kubernetes: `k8s/secrets`)
#
# FOLDER/kept holds what was drawn and is given to nobody; everything else is written anew from it at every run, so a
# run that was cut short is mended by the next. Delete one file in `kept` and run it again to have a new password.
# As root it gives each folder to the user that reads it: HUBBUB_OWNER, POSTGRES_OWNER, GRAFANA_OWNER.
set -eu
umask 077
folder=${1:?where to? secrets.sh FOLDER}
postgres=${POSTGRES_HOST:-postgres:5432}
nats=${NATS_HOST:-nats:4222}
# With the file of an authority a server is reached by TLS, and must be who it says: POSTGRES_CA, NATS_CA. The copies are read
# from SECRETS, the folder's name where it is mounted.
mounted=${SECRETS:-/run/secrets/hubbub}
parameters=${POSTGRES_CA:+"?sslmode=verify-full&sslrootcert=$mounted/postgres-ca.pem"}
scheme=${NATS_CA:+tls}

# Draws a secret, unless there is one: 192 bits in hexadecimal, which no URL and no file has to escape.
draw() {
    [ ! -s "$folder/kept/$1" ] || return 0
    drawn=$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
    [ "${#drawn}" = 48 ]
    printf %s "$drawn" >"$folder/kept/$1.new"
    mv "$folder/kept/$1.new" "$folder/kept/$1"
    echo "drawn: $1"
}

kept() {
    cat "$folder/kept/$1"
}

# Writes a file that its reader sees whole or not at all. The text comes from standard input.
write() {
    mkdir -p "$folder/$(dirname "$1")"
    cat >"$folder/$1.new"
    chmod 0400 "$folder/$1.new"
    mv -f "$folder/$1.new" "$folder/$1"
}

# Gives a folder to the one who reads it.
give() {
    [ "$(id -u)" = 0 ] && [ -n "$2" ] || return 0
    chmod 0700 "$folder/$1"
    chown -R "$2" "$folder/$1"
}

mkdir -p "$folder/kept"
for name in postgres-owner postgres-auth postgres-room nats-gateway nats-room nats-auth claim push grafana; do draw "$name"; done

# Postgres: its owner, who migrates, and a role for each service that has tables.
kept postgres-owner | write postgres/password
printf 'postgres://hubbub:%s@%s/hubbub%s' "$(kept postgres-owner)" "$postgres" "$parameters" | write migrate/database-url
kept postgres-owner | write roles/owner-password
kept postgres-auth | write roles/auth-password
kept postgres-room | write roles/room-password

# NATS: a user for each service.
for who in gateway room auth; do
    printf '%s://%s:%s@%s' "${scheme:-nats}" "$who" "$(kept "nats-$who")" "$nats" | write "$who/nats-url"
done
printf 'GATEWAY_PASSWORD: "%s"\nROOM_PASSWORD: "%s"\nAUTH_PASSWORD: "%s"\n' "$(kept nats-gateway)" "$(kept nats-room)" "$(kept nats-auth)" \
    | write nats/passwords.conf

# Whom to believe. A gateway has nothing to do with Postgres.
[ -z "${POSTGRES_CA:-}" ] || for who in migrate room auth; do write "$who/postgres-ca.pem" <"$POSTGRES_CA"; done
[ -z "${NATS_CA:-}" ] || for who in gateway room auth; do write "$who/nats-ca.pem" <"$NATS_CA"; done

# The services. A gateway is given no database.
printf 'postgres://hubbub_room:%s@%s/hubbub%s' "$(kept postgres-room)" "$postgres" "$parameters" | write room/database-url
printf 'postgres://hubbub_auth:%s@%s/hubbub%s' "$(kept postgres-auth)" "$postgres" "$parameters" | write auth/database-url
for who in auth roles; do
    kept claim | cut -c1-12 | sed 's/\(....\)\(....\)\(....\)/\1-\2-\3/' | write "$who/claim-code"
done
# What gateways make the key of by which push services know them. Another one, and every device has to be added anew.
kept push | write gateway/push-secret
kept grafana | write grafana/password

# Compose's volume for the database, which is made by root.
[ ! -d "$folder/data" ] || chown "$POSTGRES_OWNER" "$folder/data"
# And the one for files.
[ ! -d "$folder/files" ] || chown "$HUBBUB_OWNER" "$folder/files"
give postgres "${POSTGRES_OWNER:-}"
give roles "${POSTGRES_OWNER:-}"
for who in migrate gateway room auth nats; do give "$who" "${HUBBUB_OWNER:-}"; done
give grafana "${GRAFANA_OWNER:-}"

