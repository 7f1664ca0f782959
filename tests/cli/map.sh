#!/bin/bash
# map: a mark for each household, village by village, as text for a wall.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run add projects title=示例道路 unit=建设办 lead=领导甲 due=2027-12-31 handover=2027-06-30 investment=100
for i in 1 2 3 4 5 6 7; do
    run add households parent=p1 title="户00$i" place=林家村/一组 unit=林家村 owner=村干部甲 area=0.5
done
run add households parent=p1 title=户008 place=林家村 unit=林家村 owner=村干部甲 area=1.25
run add households parent=p1 title=户009 unit=林家村 owner=干部甲 area=1
run check z1 visit
run check z2 visit
run check z2 measure
cp -R "$XIAOHAO_HOME" "$XH_TMP/copy"
sqlite3 "$XH_TMP/copy/xiaohao.db" "INSERT INTO visit (item, day, stance)
    SELECT id, 20700, CASE title WHEN '户003' THEN 'refuses' ELSE 'talking' END
    FROM item WHERE title IN ('户003', '户004')"
global=(--home "$XH_TMP/copy" --today 2026-11-02)

section 'a project: nobody is shown to refuse, nothing is named'
x map p1
section 'in Chinese'
lang=zh
x map p1
section 'a place; narrow'
x map p1 --place 林家村/一组
x map p1 --width 40
section 'what one may read'
x --user 村干部甲 map p1
x --user cadre map p1
lang=en
section 'refusals'
x map
x map p9
x map d1
x map p1 --list tasks
x map p1 --place 上天村
x map p1 --width 10
x --user village map p1 -o map.pdf
section 'into a file, for programs'
x map p1 -o map.txt
run map p1
check 'the file is what the screen shows' cmp <(tail -c +4 map.txt) "$XH_TMP/stdout"
x map p1 --format csv
compare
