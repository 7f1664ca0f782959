# shellcheck shell=bash
# lib.bash - what the scripts beside it share: run the program, show what happened, compare.
#
# A script calls `section NAME`, then `x ARGUMENTS` for every command, and at the end `compare`.
# What was printed under each heading is held against the same heading of SCRIPT.expected:
# standard output as it is, standard error behind "! ", an exit status other than 0 as [n].
# What differs from run to run (action ids, hashes, folders, accounts) is replaced by a word.
# XH_UPDATE=1 writes the expected file anew.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
script=$(basename "$0" .sh)
script_dir=$(cd "$(dirname "$0")" && pwd)
transcript=$XH_TMP/transcript
: >"$transcript"
cd "$XH_TMP" || exit 2
export XIAOHAO_HOME=$XH_TMP/home
lang=en
global=()                       # options in front of every command

# share N: is the N-th of many alike to be tried? Every one; under the sanitizers, which need
# three times as long, a third of them, another one every day.
parts=1
! grep -q __asan_init "$XH_BIN" || parts=3
share() { [ $((($1 + $(date +%s) / 86400) % parts)) -eq 0 ]; }

tidy() {
    sed -E -e "s#$XH_BIN#xiaohao#g" -e "s#$XH_TMP#TMP#g" -e "s#$XH_ROOT#ROOT#g" \
        -e 's/undo [0-9a-f]{8}$/undo ACTION/' \
        -e 's/^(  [0-9]{4}-[0-9]{2}-[0-9]{2}  )[0-9a-f]{8}  /\1ACTION  /' \
        -e "s/account '[^']*' \\(number [0-9]+\\)/account 'LOGIN' (number N)/" \
        -e "s/login=$(id -un)\$/login=LOGIN/" \
        -e "s/account '$(id -un)'/account 'LOGIN'/" \
        -e 's/hash [0-9a-f]{64}/hash HASH/' \
        -e 's/(\(2020-01-02; today is )[0-9-]{10}\)/\1TODAY)/' \
        -e 's/(数据截至 [0-9]+月[0-9]+日)[0-9]{2}:[0-9]{2}/\116:00/' \
        -e 's/(校验码\(核对用\)：)[0-9A-Z-]+/\1CODE/' \
        -e 's/(Check code: )[0-9A-Z-]+/\1CODE/' \
        -e 's/(inspection, number )[0-9a-f]{16}: .*/\1N: CODES/' \
        -e 's/^(Code for paper: )[0-9A-Z-]+/\1CODE/' -e 's/^(核对码: *)[0-9A-Z-]+/\1CODE/'
}
section() { printf '== %s\n' "$1" >>"$transcript"; }
say() { printf '%s\n' "$*" | tidy >>"$transcript"; }
shown() {
    local a
    for a in "$@"; do
        case $a in
        *[!A-Za-z0-9_=,./:+@%^-]*)
            if [[ $a == *[\ \'\"\;\|\<\>\&\(\)\*\$]* || $a == *$'\n'* ]]; then printf " '%s'" "$a"
            else printf ' %s' "$a"; fi ;;
        '') printf " ''" ;;
        *) printf ' %s' "$a" ;;
        esac
    done
}
# run silently; output in $XH_TMP/stdout and stderr, status in $status
run() {
    "$XH_BIN" --lang "$lang" "${global[@]}" "$@" >"$XH_TMP/stdout" 2>"$XH_TMP/stderr" </dev/null
    status=$?
}
x() {
    run "$@"
    {
        printf '$ xiaohao%s\n' "$(shown "$@")"
        cat "$XH_TMP/stdout"
        sed 's/^/! /' "$XH_TMP/stderr"
        [ $status -eq 0 ] || printf '[%d]\n' $status
    } | tidy >>"$transcript"
    return 0
}
# the same, in a line: for long tables of bad input
bad() {
    run "$@"
    printf '[%d] xiaohao%s\n' $status "$(shown "$@")" | tidy >>"$transcript"
    head -n 1 "$XH_TMP/stderr" | sed 's/^/    /' | tidy >>"$transcript"
}
# read_code FILE.pdf: "EVENT CODE" as its last page carries them
read_code() {
    pdftotext -layout "$1" - |
        sed -nE 's/.*校验码\(核对用\)：([0-9A-Z-]+) +事件号 ([0-9]+).*/\2 \1/p'
}
failed=0
ok() { printf 'ok %s\n' "$1"; }
not_ok() { printf 'not ok %s\n' "$1"; failed=1; }
# check NAME COMMAND...: is it true?
check() {
    local name=$1
    shift
    if "$@" >"$XH_TMP/check" 2>&1; then ok "$name"; else not_ok "$name"; sed 's/^/    /' "$XH_TMP/check"; fi
}
part() { awk -v h="== $2" '$0 == h { on = 1; next } /^== / { on = 0 } on' "$1"; }
compare() {
    local expected=$script_dir/$script.expected name
    [ -z "${XH_UPDATE:-}" ] || cp "$transcript" "$expected"
    while IFS= read -r name; do
        if diff -u --label expected --label now <(part "$expected" "$name") \
            <(part "$transcript" "$name") >"$XH_TMP/diff"; then
            ok "$name"
        else
            not_ok "$name"
            sed 's/^/    /' "$XH_TMP/diff"
        fi
    done < <({ grep -h '^== ' "$expected" "$transcript" 2>/dev/null || true; } | cut -c4- | awk '!seen[$0]++')
    exit $failed
}
# small [DATE]: a practice township of our own: two units, a village, five people, one task
small() {
    run --today "${1:-2026-11-02}" init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲 || return
    global=(--home "$XIAOHAO_HOME" --today "${1:-2026-11-02}")
    run unit add name=督查室 level=town rank=10
    run unit add name=建设办 level=town rank=20
    run unit add name=林家村 level=village rank=30
    run place add name=林家村
    run place add name=一组 parent=林家村
    run person set 管理员甲 unit=督查室 rank=90
    run person add name=督办员甲 login=clerk role=supervisor unit=督查室 rank=40
    run person add name=领导甲 login=leader role=leader rank=10
    run person add name=领导乙 role=leader rank=20
    run person add name=干部甲 login=cadre role=handler unit=建设办 rank=50
    run person add name=村干部甲 login=village role=village unit=林家村 place=林家村 rank=60
    run add tasks title=路灯维修 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-25 source=信访热线
}
