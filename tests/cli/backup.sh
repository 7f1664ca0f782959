#!/bin/bash
# Backing up and restoring as the administrator does it: a list that tells, a database that was
# harmed, a new computer, an erasure, and what is refused.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

# Codes for paper and sizes differ from run to run.
plain() {
    sed -E -i -e 's/[0-9A-Z]{4}(-[0-9A-Z]{4}){6}/CODE/g' -e 's/ +[0-9]+ (KB|MB)/ SIZE/g' \
        -e 's/[0-9]+ checked/N checked/' -e 's/-{20,}/----/' -e 's/([^ ]) {2,}/\1  /g' "$transcript"
}
states() { # states [DIR]: name, state and last event of what is listed
    run backup --list --verify "$@"
    awk '/^(xiaohao|before|\/).*[0-9] days/ { sub(".*/", "", $1); print "  " $1, $5, $6 }' \
        "$XH_TMP/stdout" >>"$transcript"
}
home=$XIAOHAO_HOME
stick=$XH_TMP/stick
mkdir "$stick"
small >/dev/null
printf photo >photo.jpg

section 'no backup yet'
x backup --list
x backup --verify
x backup "$XH_TMP/nowhere"
x --user cadre backup

section 'two backups, one of them on a stick'
run check d1 1 --evidence photo.jpg
x backup
x backup "$stick"
x backup --list
check 'the shell can check it' sh -c "cd '$stick'/xiaohao-2026-11-02-01 && sha256sum --quiet --strict -c manifest.txt"
check 'nothing else lies there' test "$(find "$stick" -mindepth 1 -maxdepth 1)" = "$stick/xiaohao-2026-11-02-01"
lang=zh
x backup --list
lang=en

section 'what came after is put aside'
x note d1 后来
x restore xiaohao-2026-11-02-01
x restore xiaohao-2026-11-02-01 --yes
x backup --list
states
check 'it is whole' "$XH_BIN" "${global[@]}" verify
x note d1 接着
x restore before-restore-2026-11-02-01 --yes
check 'and the other way round' "$XH_BIN" "${global[@]}" verify
run show d1
check 'the act is there again' grep -q 后来 "$XH_TMP/stdout"

section 'a database that was harmed'
cp -r "$home" "$XH_TMP/copy"            # the shell never touches the one in use
sqlite3 "$XH_TMP/copy/xiaohao.db" "UPDATE item SET source = '改过' WHERE id = 1"
global=(--home "$XH_TMP/copy" --today 2026-11-02)
x verify
x backup
x restore "$stick/xiaohao-2026-11-02-01" --yes
check 'whole again' "$XH_BIN" "${global[@]}" verify
printf 'noise' >"$XH_TMP/copy/xiaohao.db"
rm -f "$XH_TMP/copy/"xiaohao.db-*
x list all
run backup --list
check 'the backups are listed all the same' grep -q 'xiaohao-2026-11-02-01.*whole' "$XH_TMP/stdout"
x restore "$stick/xiaohao-2026-11-02-01" --yes
check 'whole once more' "$XH_BIN" "${global[@]}" verify
states

section 'a new computer'
global=(--home "$XH_TMP/new" --today 2026-11-02)
x restore "$stick/xiaohao-2026-11-02-01"
check 'it is whole there' "$XH_BIN" "${global[@]}" verify
x list all
x add tasks title=接着干 unit=建设办

section 'refused'
global=(--home "$home" --today 2026-11-02)
x restore
x restore nothing --yes
x restore "$home" --yes
x restore "$XH_TMP" --yes
x --user cadre restore xiaohao-2026-11-02-01 --yes
printf '?' | dd of="$stick/xiaohao-2026-11-02-01/xiaohao.db" bs=1 seek=9000 conv=notrunc 2>/dev/null
x restore "$stick/xiaohao-2026-11-02-01" --yes
x backup "$stick/xiaohao-2026-11-02-01"
x backup "$home/evidence"
states "$stick"
"$XH_BIN" --home "$XH_TMP/real" init --name 实际镇 --person 管理员甲 >/dev/null
x --home "$XH_TMP/real" restore "$home/backup/xiaohao-2026-11-02-01" --yes

section 'what was erased'
run add households title=户001
run cancel z26-001 --reason 示例
run backup
run erase z26-001 --reason 保存期满 --yes
tail -n 5 "$XH_TMP/stdout" | tidy >>"$transcript"
run backup --list
grep 'still holds' "$XH_TMP/stdout" >>"$transcript"

section 'stopped from the keyboard'
for _ in 1 2 3 4 5 6; do
    "$XH_BIN" "${global[@]}" backup "$stick" >/dev/null 2>&1 &
    pid=$!
    until [ -n "$(find "$stick" -name 'half-made-*')" ] || ! kill -0 $pid 2>/dev/null; do :; done
    kill -INT $pid 2>/dev/null
    wait $pid
    stopped=$((${stopped:-0} + ($? == 1)))
done
check 'it was stopped' test "$stopped" -gt 0
check 'nothing half-made is left' \
    test -z "$(find "$stick" -name 'half-made-*')"
check 'the township is whole' "$XH_BIN" "${global[@]}" verify

section 'the overview of a real township'
later() { TZ=CST-8 date -d "+$1 days" +%F; }
global=(--home "$XH_TMP/real")
run
check 'says nothing at first' sh -c "! grep -q backup '$XH_TMP/stdout'"
"$XH_BIN" --lang en "${global[@]}" --today "$(later 9)" | grep backup >>"$transcript"
run backup
"$XH_BIN" --lang en "${global[@]}" --today "$(later 9)" | grep backup >>"$transcript"
check 'a week is all right' sh -c "! '$XH_BIN' --lang en --home '$XH_TMP/real' --today $(later 6) | grep -q backup"

plain
compare
