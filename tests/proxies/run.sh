#!/bin/sh
# The mock behind nginx and Apache, with the configurations of docs/clients.md: what real clients send comes through.
#   run.sh PROGRAM SOURCE FOLDER      FOLDER is made anew; NGINX and APACHE name the servers (bootstrap.sh finds them)
# Exit code 77 where a server is missing.
set -eu
program=$1
source=$2
folder=$3
nginx=${NGINX:-$(command -v nginx || true)}
apache=${APACHE:-$(command -v apache2 || command -v httpd || true)}
[ -n "$nginx" ] || nginx=$source/build/tools/nginx/usr/sbin/nginx
[ -x "$nginx" ] || { echo "there is no nginx"; exit 77; }
[ -n "$apache" ] || { echo "there is no Apache"; exit 77; }
rm -rf "$folder"
mkdir -p "$folder/mock/logs" "$folder/nginx/logs" "$folder/apache/logs"
started=
trap 'kill $started 2>/dev/null || true' EXIT
export SELLSIGN_TOKEN=made-up-token

fail() {
  echo "$name: $*" >&2
  tail -n 5 "$folder/$name"/logs/error* >&2 || true
  exit 1
}

# block LANGUAGE: the one code block of that language in docs/clients.md.
block() { awk -v fence="\`\`\`$1" '$0 == "```" { on = 0 } on; $0 == fence { on = 1 }' "$source/docs/clients.md"; }

# start_mock FILE: starts one in the background, as $mock; its port is in FILE once this returns.
start_mock() {
  rm -f "$1"
  "$program" mock --port 0 --port-file "$1" >/dev/null 2>"$folder/mock/logs/error" &
  mock=$!
  while [ ! -s "$1" ]; do kill -0 $mock; done
}

# A port that was free a moment ago.
free_port() {
  start_mock "$folder/free"
  cat "$folder/free"
  kill $mock
  wait $mock || true
}

# with_ports LANGUAGE PORT: the block, with the ports of this test.
with_ports() { block "$1" | sed "s/8080/$2/; s/8180/$mock_port/"; }

start_nginx() {
  with_ports nginx "$1" >"$folder/nginx/site.conf"
  cat >"$folder/nginx/nginx.conf" <<EOF
daemon off;
pid $folder/nginx/pid;
error_log $folder/nginx/logs/error.log info;
events {}
http {
  access_log off;
  client_body_temp_path $folder/nginx/body;
  proxy_temp_path $folder/nginx/proxy;
  fastcgi_temp_path $folder/nginx/f;
  uwsgi_temp_path $folder/nginx/u;
  scgi_temp_path $folder/nginx/s;
  include site.conf;
}
EOF
  exec "$nginx" -p "$folder/nginx" -c "$folder/nginx/nginx.conf" -e "$folder/nginx/logs/error.log"
}

start_apache() {
  with_ports apache "$1" >"$folder/apache/site.conf"
  modules=/usr/lib/apache2/modules
  [ -d $modules ] || modules=/usr/lib64/httpd/modules
  cat >"$folder/apache/apache.conf" <<EOF
ServerRoot $folder/apache
ServerName localhost
PidFile $folder/apache/pid
ErrorLog $folder/apache/logs/error.log
Listen 127.0.0.1:$1
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule proxy_module $modules/mod_proxy.so
LoadModule proxy_http_module $modules/mod_proxy_http.so
Include $folder/apache/site.conf
EOF
  [ "$(id -u)" != 0 ] || printf '<IfModule !unixd_module>\nLoadModule unixd_module %s/mod_unixd.so\n</IfModule>\nUser nobody\nGroup nogroup\n' $modules >>"$folder/apache/apache.conf"
  exec "$apache" -f "$folder/apache/apache.conf" -DFOREGROUND
}

# start NAME: starts the server on a free port, which another program may take in between: then on another one.
start() {
  for attempt in 1 2 3 4 5; do
    port=$(free_port)
    "start_$1" "$port" >"$folder/$1/logs/error-output" 2>&1 &
    server=$!
    started="$started $server"
    "$program" wait --for "$port" --timeout 10s >/dev/null 2>&1 && kill -0 $server 2>/dev/null && return 0
    kill $server 2>/dev/null || true
  done
  fail "does not start"
}

# holds WANTED CURL ARGUMENT...: what curl prints begins with, or is, WANTED.
holds() {
  wanted=$1
  shift
  got=$(curl -s --max-time 20 "$@") || fail "curl $* ended with $?"
  case "$got" in
    "$wanted"*) ;;
    *) fail "curl $* gave \"$got\", not \"$wanted...\"" ;;
  esac
}

checks() {
  update="$base/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer"
  read="$base/calinda/hub/selling/model/customer/read?action=getCustomer&number=P%2F1"
  code='%{http_code} '
  fields='{"number":"P/1","civility":"MADAME","firstname":"Zoé","lastname":"Exemple","email":"zoe@example.org","cell_phone":"0600000000","address_1":"1","postal_code":"1","city":"Aix","country":"FR","customer_code":"C"}'
  holds '{"number":"P/1"' -H 'j_token: T' -H 'Content-Type: application/json' -d "$fields" "$update"
  holds '{"number":"P/1"' -H 'j_token: T' -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' -d "$fields" "$update"
  holds '{"number":"P/1"' -H 'j_token: T' -H 'Content-Type: application/json' -H 'Expect: 100-continue' -d "$fields" "$update"
  holds '{"number":"P/1"' -H 'j_token: T' --http1.0 "$read"
  holds '{"number":"P/1"' -b 'j_token="T"' "$read"
  holds '{"number":"P/1"' "$read&j_token=T"
  holds '401 ' -o "$folder/body" -w "$code" "$read"
  holds '200 200 200 ' -o "$folder/body" -o "$folder/body" -o "$folder/body" -w "$code" -H 'j_token: T' "$read" "$read" "$read"
  holds '200 0 ' -I -o "$folder/body" -w "%{http_code} %{size_download} " -H 'j_token: T' "$read"
  holds '403 ' -o "$folder/body" -w "$code" "$base/__admin/state"
  holds '404 ' -o "$folder/body" -w "$code" -H 'j_token: T' "$base/calinda/hub/selling/model/custmer/read?action=getCustomer"
  # A proxy answers some verbs itself.
  find "$source/scenarios/contract" -maxdepth 1 -name '*.json' ! -name wire-verbs.json -exec \
    "$program" run --target "$base" {} + >"$folder/$name/run.txt" 2>&1 ||
    fail "the contract scenarios do not hold: $(tail -n 30 "$folder/$name/run.txt")"
}

name=mock
start_mock "$folder/port"
started=$mock
mock_port=$(cat "$folder/port")
for name in nginx apache; do
  start $name
  base=http://127.0.0.1:$port
  checks
  echo "$name: held"
done
