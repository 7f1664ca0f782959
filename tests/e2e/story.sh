#!/bin/bash
# One item from assignment to cross-off, as the office would do it. The
# transcript is story.expected; at every point list, why, the overdue report and verify must agree,
# and at the end --as-of must tell for every day gone by what was shown on that day.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$XH_ROOT/tests/cli/lib.bash"

points=()

# day DATE: the township's day from here on
day() {
    today=$1
    global=(--home "$XIAOHAO_HOME" --today "$today")
    section "$today ($(date -d "$today" +%A))${2:+: $2}"
}
csv() { # csv FIELD CODE [--as-of DATE]: one value of one item
    "$XH_BIN" --lang en "${global[@]}" "${@:3}" list tasks --where "code=$2" --format csv 2>/dev/null |
        awk -F, -v field="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == field) at = i } NR > 1 { print $at }'
}
# the colours of all tasks, counted from the list
counted() {
    "$XH_BIN" --lang en "${global[@]}" list tasks --format csv | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "colour") at = i; next }
        { n[$at]++ }
        END { printf "%d,%d,%d,%d\n", n["red"], n["yellow"], n["green"], n["grey"] }'
}
word() { case $1 in red) echo Red ;; yellow) echo Yellow ;; green) echo Green ;; grey) echo Grey ;; *) echo ;; esac; }

# point CODE COLOUR STATE DUE OVERDUE: everything that is shown agrees
point() {
    local code=$1 colour=$2 state=$3 due=$4 late=$5 got why n
    got="$(csv colour "$code") $(csv state "$code") $(csv due "$code") $(csv days_overdue "$code")"
    check "$today $code: list shows ${colour:-no colour}, $state, due $due, $late days overdue" \
        test "$got" = "$colour $state $due $late"
    run why "$code"
    why=$(sed -n 4p "$XH_TMP/stdout")
    [ -z "$(word "$colour")" ] || check "$today $code: why agrees" \
        test "${why#"$(word "$colour")"}" != "$why"
    run report overdue --format csv
    n=$(grep -c "^$code," "$XH_TMP/stdout")
    check "$today $code: the overdue report agrees" test "$n" -eq "$((late > 0))"
    run count tasks --format csv
    check "$today $code: the count agrees" \
        test "$(tail -n 1 "$XH_TMP/stdout" | cut -d, -f3-6)" = "$(counted)"
    check "$today $code: verify" "$XH_BIN" "${global[@]}" verify
    points+=("$today $code ${colour:--} $state $due")
}

small >/dev/null
A=督26-2

day 2026-11-02 'the meeting assigns it'
x --user clerk add tasks title=消防通道清理 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-25 source=会议议定
point $A green assigned 2026-11-25 0

day 2026-11-03 'accepted, and begun'
x --user cadre accept $A
x --user cadre check $A scheme
x --user cadre progress $A --text 已逐户告知 --percent 20
point $A green active 2026-11-25 0
x why $A

day 2026-11-05 'reported on every fill day; a slip is taken back'
x --user cadre progress $A --text 清理两处 --percent 70
x --user cadre undo
x --user cadre progress $A --text 清理两处 --percent 40
point $A green active 2026-11-25 0

day 2026-11-12
x --user cadre progress $A --text 清理五处 --percent 75 --problem 一处产权不清 --next 与业主商谈 --next-due 11-17
point $A green active 2026-11-25 0

day 2026-11-19
x --user cadre progress $A --text 清理七处 --percent 90
point $A green active 2026-11-25 0

day 2026-11-20 'three workdays are left: yellow'
point $A yellow active 2026-11-25 0
x why $A
x --user cadre extend $A --to 12-04 --reason '业主出差'
x --user cadre grant $A
x --user leader grant $A
point $A green active 2026-12-04 0

day 2026-11-26 'reported on'
x --user cadre progress $A --text 等业主回来 --percent 92
point $A green active 2026-12-04 0

day 2026-12-01 'yellow again'
point $A yellow active 2026-12-04 0

day 2026-12-02 'it waits for the fire brigade: the clock stops'
x --user cadre hold $A --by 消防大队 --until 12-11 --reason '等待现场复核'
x --user leader grant $A
point $A grey held 2026-12-04 0
x why $A

day 2026-12-07 'while it waits it does not become late'
point $A grey held 2026-12-04 0
x --user cadre progress $A --text 还在等

day 2026-12-09 'the answer is there: five workdays more'
x --user cadre resume $A
point $A yellow active 2026-12-11 0
x why $A

day 2026-12-10
x --user cadre progress $A --text 按复核意见整改 --percent 95
point $A yellow active 2026-12-11 0

day 2026-12-11 'the day itself is yellow'
point $A yellow active 2026-12-11 0

day 2026-12-13 'a Sunday is no workday'
point $A yellow active 2026-12-11 0

day 2026-12-14 'late: red'
point $A red active 2026-12-11 3
x why $A
x report overdue
x --user cadre extend $A --to 12-20 --reason 再给几天

day 2026-12-15 'a late item gets a limit; it stays red'
x --user leader limit $A --to 12-18 --reason 例会议定
point $A red active 2026-12-11 4

day 2026-12-16 'applied for: everything that is missing is said at once'
x --user cadre apply $A
printf 'photo' >现场照片.jpg
x --user cadre check $A work
x --user cadre check $A proof --evidence 现场照片.jpg --caption 后
x --user cadre set $A result=八处消防通道全部清理
x --user cadre apply $A
point $A red review 2026-12-11 0
x --user cadre approve $A

day 2026-12-17 'returned'
x --user leader return $A --reason 缺一处照片
point $A red rework 2026-12-11 6
x --user cadre progress $A --text 补拍照片 --percent 100

day 2026-12-18 'applied for again'
printf 'photo 2' >补拍.jpg
x --user cadre check $A proof --evidence 补拍.jpg
x --user cadre uncheck $A proof --reason 补一张
x --user cadre check $A proof --evidence 补拍.jpg
x --user cadre apply $A
point $A red review 2026-12-11 0

day 2026-12-21 'a second person agrees, takes it back, agrees again'
x --user leader approve $A
x --user leader undo
point $A red review 2026-12-11 0
x --user leader approve $A
point $A '' closed 2026-12-11 0
x --user leader approve $A
x show $A

day 2026-12-22 'another one, decided on paper and recorded by the clerk'
x --user clerk add tasks title=村口路灯 unit=林家村 owner=村干部甲 lead=领导乙 due=+10
B=督26-3
for step in scheme work; do run --user village check $B $step; done
run --user village check $B proof --paper-kept 村委会档案柜
run --user village set $B result=已更换
x --user village apply $B
printf 'signed' >签字单.txt
x --user clerk approve $B --decided-by 领导乙 --paper 签字单.txt
x show $B
x verify

section 'what stood on every day gone by'
for p in "${points[@]}"; do
    read -r on code colour state due <<<"$p"
    [ "$colour" = - ] && colour=''
    # the last of several points on a day is what stood at its end
    grep -qF "$on $code " <(printf '%s\n' "${points[@]}" | sed -n "/^$on $code ${colour:--} $state $due\$/,\$p" | tail -n +2) && continue
    check "as of $on: $code was ${colour:-without colour}, $state, due $due" test \
        "$(csv colour "$code" --as-of "$on") $(csv state "$code" --as-of "$on") $(csv due "$code" --as-of "$on")" \
        = "$colour $state $due"
done
x --as-of 2026-12-07 why $A
x --as-of 2026-12-14 report overdue
x --as-of 2026-12-14 list tasks --colour red

section 'somebody edits a copy of the file behind the back of the program'
tamper() { # tamper WHAT SQL
    rm -rf copy
    cp -R "$XIAOHAO_HOME" copy
    sqlite3 copy/xiaohao.db "$2"
    say "-- $1"
    run --home copy verify
    say "[$status]"
    grep -A 3 WRONG "$XH_TMP/stdout" | tidy >>"$transcript"
    head -n 2 "$XH_TMP/stderr" | sed 's/^/! /' | tidy >>"$transcript"
}
tamper 'a deadline' "UPDATE item SET due_given = due_given + 30 WHERE code = '$A'"
tamper 'a colour' "UPDATE item SET red_on = 1000000, yellow_on = 1000000 WHERE code = '督26-1'"
tamper 'who decided' "UPDATE event SET decided = 3 WHERE verb = 'approve' AND decided IS NOT NULL"
tamper 'an event taken out' "DELETE FROM event WHERE verb = 'return'"
tamper 'a report reworded' "UPDATE progress SET text = '早已清理完毕' WHERE text = '清理五处'"
rm -rf copy
cp -R "$XIAOHAO_HOME" copy
hash=$(printf 'photo' | sha256sum | cut -d' ' -f1)
chmod u+w "copy/evidence/${hash:0:2}/$hash"
echo 'another one' >"copy/evidence/${hash:0:2}/$hash"
say '-- a photograph'
run --home copy verify
say "[$status]"
grep -A 1 'WRONG' "$XH_TMP/stdout" | sed -E 's/[0-9a-f]{12,}/HASH/g' | tidy >>"$transcript"
check 'the township itself is whole' "$XH_BIN" "${global[@]}" verify

section 'a backup is the way back'
check 'backed up' "$XH_BIN" "${global[@]}" backup
backup=$(cd "$XIAOHAO_HOME/backup" && echo xiaohao-*)
tamper 'a deadline, after the backup' "UPDATE item SET due_given = due_given + 30 WHERE code = '$A'"
check 'restored' "$XH_BIN" "${global[@]}" --home copy restore "$backup" --yes
check 'whole again' "$XH_BIN" "${global[@]}" --home copy verify
run show $A
cp "$XH_TMP/stdout" before
run --home copy show $A
check 'and the item is what it was' cmp before "$XH_TMP/stdout"
compare
