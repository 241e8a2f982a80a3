#!/bin/sh
# What `make demo` runs: every command is shown, so that you can run it yourself.
set -eu
cd "$(dirname "$0")/.."
STORE=build/demo
rm -rf "$STORE"
mkdir -p build

show() {
  printf '\n$ politigraph'
  for word in "$@"; do
    case $word in *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  politigraph "$@"
}

show build examples/articles --store "$STORE"
show stats --store "$STORE"

printf '\nWhat did Moscow’s officials say about Crimea, month by month?'
show query --store "$STORE" statements_by_government --bind government=country/RUS --bind topic=Crimea
printf '\nWho denied what somebody else had accused them of?'
show query --store "$STORE" denials_of_accusations
printf '\nWhat do unnamed sources say, in which outlet?'
show query --store "$STORE" anonymous_sources

show export --store "$STORE" -o build/demo.ttl

cat <<'END'

Try next
  .venv/bin/politigraph ask --store build/demo 'Velin said ?c . ?c about Crimea since 2022-05'
  .venv/bin/politigraph query --store build/demo 'SELECT ?text { ?p :said ?c . ?c :about ?x ; :contentText ?text } LIMIT 5'
  .venv/bin/politigraph serve --store build/demo      then open http://127.0.0.1:8000/claims?speaker=Velin&about=Crimea
  .venv/bin/politigraph build YOUR_FOLDER --store kg  with .txt, .html or .jsonl files of your own
END
