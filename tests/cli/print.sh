#!/bin/bash
# What is printed with --print goes to the print service, played by a script here; what it does
# not take is kept as a file, and the message says where.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
mkdir "$XH_TMP/bin" "$XH_TMP/own"
export HOME=$XH_TMP/own GIVEN=$XH_TMP/given PATH=$XH_TMP/bin:$PATH SERVICE=
cat >"$XH_TMP/bin/lpstat" <<'LPSTAT'
#!/bin/sh
case $SERVICE$1 in
gone*) echo 'lpstat: scheduler is not running' >&2; exit 1 ;;
*-e) echo Kyocera; echo HP ;;
*-d) echo 'system default destination: HP' ;;
*-r) echo 'scheduler is running' ;;
esac
LPSTAT
cat >"$XH_TMP/bin/lp" <<'LP'
#!/bin/sh
for a; do case $a in /*) printf '[FILE]' ;; *) printf '[%s]' "$a" ;; esac; last=$a; done >"$GIVEN"
head -c 5 "$last" >>"$GIVEN"
[ "$(stat -c %a "$(dirname "$last")")" = 700 ] && printf ' private' >>"$GIVEN"
case $SERVICE in
gone) echo 'lp: Error - scheduler not responding.' >&2; exit 1 ;;
slow) echo $$ >"$GIVEN.slow"; exec sleep 60 ;;
none) echo 'lp: Error - The printer or class does not exist.' >&2; exit 1 ;;
paper) echo 'lp: Error - out of paper' >&2; exit 1 ;;
*) echo 'request id is HP-12 (1 file(s))' ;;
esac
LP
chmod +x "$XH_TMP/bin/lp" "$XH_TMP/bin/lpstat"
# the fonts that are not installed are another matter
printed() {
    x "$@"
    sed -i '/^! not installed: /d' "$transcript"
    say "lp$( [ ! -e "$GIVEN" ] || { printf ' '; cat "$GIVEN"; })"
    rm -f "$GIVEN"
}

section 'printed'
printed report weekly --print
printed report weekly --print=Kyocera
printed report weekly --print Kyocera
printed report overdue --print -o overdue.pdf
check 'kept, too' grep -q '^%PDF-' overdue.pdf
printed --user leader report due --print
check 'nothing is left of what was printed' sh -c '! ls "$0"/xiaohao.* "$0"/own/* 2>/dev/null' "$XH_TMP"

section 'not printed: the file is there'
SERVICE=gone printed report overdue --print
check 'saved' grep -q '^%PDF-' own/*.pdf
SERVICE=paper printed report overdue --print
check 'beside the one before, not over it' [ "$(find own -name '*.pdf' | wc -l)" -eq 2 ]
SERVICE=none printed report overdue --print Canon
SERVICE=paper printed report overdue --print -o named.pdf
check 'saved under its name' grep -q '^%PDF-' named.pdf
HOME=$XIAOHAO_HOME SERVICE=paper printed report due --print
check 'never beside the database' sh -c '! ls "$0"/*.pdf' "$XIAOHAO_HOME"

section 'a signal while the printer is waited for'
gone() {
    for _ in $(seq 2000); do
        [ -z "$(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline")" ] && return
        sleep 0.005
    done
    return 1
}
for sig in INT TERM; do
    # what the shell begins behind itself does not hear Ctrl-C
    SERVICE=slow env --default-signal=INT "$XH_BIN" --lang en "${global[@]}" report overdue --print \
        >stdout 2>stderr </dev/null &
    for _ in $(seq 2000); do [ -s "$GIVEN.slow" ] && break; sleep 0.005; done
    asked=$(cat xiaohao.*/paper.pdf | head -c 5) service=$(cat "$GIVEN.slow")
    kill -$sig $!
    wait $!
    say "$sig $? $asked $(cat stdout)"
    rm -f "$GIVEN" "$GIVEN.slow"
    check "$sig leaves nothing" sh -c '! ls -d "$0"/xiaohao.* 2>/dev/null' "$XH_TMP"
    check "$sig ends whoever asks the printer" gone "$service"
done

section 'a final sheet is made once, printed or not'
global=(--home "$XIAOHAO_HOME" --today 2026-11-06)
SERVICE=paper printed --user clerk report weekly --final --print
printed --user clerk report weekly --no 1 --print

section 'refused'
printed --user cadre report weekly --print
bad report weekly --print --format csv
bad report weekly --print -o x.txt
bad report minutes --print
bad report due --next-week --print
compare
