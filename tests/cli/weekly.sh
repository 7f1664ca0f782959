#!/bin/bash
# The weekly sheet as people read it: draft and final, 80 and 132 columns, CSV, by unit, printed
# again, corrected; what turns red before the next meeting.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

on() { global=(--home "$XIAOHAO_HOME" --today "2026-$1"); }

# what the scene is made of must be accepted
do_it() { run "$@"; [ "$status" -eq 0 ] || { printf 'not ok %s\n' "$*"; cat "$XH_TMP/stderr"; failed=1; }; }

lang=zh
run --today 2026-10-12 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
on 10-12
section 'an empty township: every section says 无'
x report weekly --width 80

for u in 督查室:10 建设办:20 财政所:30 应急所:40 农业办:50 民政办:60 综合执法队:70; do
    do_it unit add "name=${u%:*}" level=town "rank=${u#*:}"
done
do_it unit add name=林家村 level=village rank=80
do_it unit add name=县级主管部门 level=superior rank=90
for p in 林家村 石桥村 小村; do do_it place add "name=$p"; done
do_it person set 管理员甲 unit=督查室 rank=90
do_it person add name=督办员甲 login=clerk role=supervisor unit=督查室 rank=40
do_it person add name=领导甲 login=leader role=leader rank=10
do_it person add name=领导乙 login=leader2 role=leader rank=20
do_it person add name=干部甲 login=cadre role=handler unit=建设办 rank=50
do_it person add name=干部甲乙丙 login=long role=handler unit=财政所 rank=55
do_it person add name=村干部甲 login=village role=village unit=林家村 place=林家村 rank=60
task() { do_it add tasks "$@"; }
long=$(printf '推进示例片区道路桥梁管网绿化照明一体化改造并做好群众工作%.0s' 1 2 3 4 5 6 7 8)
long=${long:0:200}
task title=路灯维修 unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-12 source=信访热线 upper_due=2026-11-17
task "title=$long" unit=财政所 owner=干部甲乙丙 lead=领导乙 leader=领导甲 due=2026-11-16 \
    co=建设办,应急所,农业办,民政办,综合执法队,林家村
task title=排口溯源 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-30 source=上级文件 source_ref=演练发〔2026〕1号
task title=桥梁加固 unit=建设办 owner=干部甲 lead=领导乙 due=2026-12-30
task title=补贴核查 unit=财政所 owner=干部甲乙丙 lead=领导甲 due=2026-11-27
task title=管线迁改 unit=建设办 owner=干部甲 lead=领导乙 due=2026-12-30
task title=档案整理 unit=督查室 owner=督办员甲 lead=领导甲 due=2026-12-30
do_it add projects title=示例公路 unit=建设办 owner=干部甲 lead=领导乙 due=2027-06-30 handover=2027-03-31
for i in 1 2 3 4; do
    do_it add households parent=p1 title=户00$i place=林家村 unit=林家村 owner=村干部甲 area=1.5 amount=10
done
do_it add households parent=p1 title=户005 place=石桥村 unit=林家村 owner=村干部甲 area=2
do_it add households parent=p1 title=户006 place=小村 unit=林家村 owner=村干部甲 area=0.7
for d in d1 d2 d3 d4 d5 d6; do
    run --user cadre accept $d
    run --user long accept $d
done
on 11-05
do_it --user cadre progress d1 --text '灯杆已到场。线缆采购晚了一周。' --percent 40 --problem 线缆未到货 \
    --next 夜间施工 --next-due 2026-11-25
do_it --user cadre progress d4 --text 方案已报 --percent 50 --coord 请县里明确资金 --coord-level superior
do_it --user long progress d5 --text 已核一半 --percent 80
do_it instruct d1 --for 领导甲 '群众反映多,抓紧'
on 11-12
for d in d3 d4; do do_it --user cadre progress $d --text 正常推进 --percent 50; done
do_it --user clerk progress d7 --text 正常推进 --percent 50
do_it --user leader2 hold d6 --by 县级主管部门 --reason 等批复 --until 2026-11-25
on 11-13
section 'the first final sheet'
x --user clerk report weekly --final --width 80
x --user clerk report weekly --final
on 11-18
do_it --user clerk progress d4 --text 方案已批 --percent 60 --coord 请财政所拨付首期 --coord-level town
task title=会议新议定事项 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-10 source=会议议定
do_it --user leader limit d1 --to 2026-11-25 --reason 例会议定
for s in scheme work; do do_it --user long check d5 $s; done
do_it --user long check d5 proof --link https://example.invalid/a
do_it --user long set d5 result=已办
do_it --user long apply d5
for s in scheme work; do do_it --user clerk check d7 $s --for 督办员甲; done
do_it --user clerk check d7 proof --link https://example.invalid/b
do_it --user clerk set d7 result=已归档
do_it --user clerk apply d7
on 11-20
do_it --user leader approve d7

section 'draft'
x report weekly --width 80
x report weekly --width 132
section 'by unit, by leader'
x report weekly --by unit --width 80
x report weekly --by lead --width 80
section 'csv'
x report weekly --format csv
section 'what turns red'
x report due --next-week
x report due --next-week --format csv
section 'the same as a PDF'
run report due --next-week -o next.pdf
check 'it says how many' grep -q '共 1 行' "$XH_TMP/stdout"
check 'its words are on the page' grep -q '会议新议定事项' <(pdftotext -layout next.pdf -)
check 'and when it turns red' grep -q '11-25' <(pdftotext -layout next.pdf -)
run report due --next-week -o next.xlsx
check 'days are days in the workbook' \
    grep -q '<v>46351</v>' <(unzip -p next.xlsx xl/worksheets/sheet1.xml)
section 'papers for the meeting: red rows, one a page'
x report pack --width 80
run --user clerk report pack -o pack.pdf
check 'it says how many' grep -q '红灯事项2项' "$XH_TMP/stdout"
check 'a page for the cover, one for each' test "$(pdfinfo pack.pdf | sed -n 's/^Pages: *//p')" = 3
check 'no more than 24 lines a page' awk -v RS='\f' \
    '{ n = gsub(/[^ \n][^\n]*\n/, ""); if (n > 24) bad = 1 } END { exit bad }' \
    <(pdftotext -layout pack.pdf -)
x --user cadre report pack
x report pack --format csv
x report pack -o pack.csv
bad report pack --by unit
bad report pack --no 7
section 'who sees what'
x --user cadre report weekly --width 80
x --user cadre report weekly --no 1
x --user cadre report weekly -o mine.csv
x --user cadre report weekly --final
section 'mistakes in typing'
bad report weekly --no 0
bad report weekly --no x
bad report weekly --no 7
bad report weekly --no 1/2025
bad report weekly --width 20
bad report weekly --final --no 1
bad report weekly --corrects 1
bad report weekly --reason x
bad report weekly --list tasks
bad report weekly --by village
bad report weekly --by unit --format csv
bad report weekly -o sheet.doc
bad report overdue --final
bad report overdue --next-week
bad --as-of 11-19 report weekly
section 'final'
x --user clerk report weekly --final --width 132
check 'the record is whole' "$XH_BIN" "${global[@]}" verify
section 'what is on it is not undone'
x --user leader undo

# Printed again it is the same, whatever has changed since.
for w in 80 132; do run report weekly --no 2 --width $w && cp "$XH_TMP/stdout" "again.$w"; done
run report weekly --no 2 --format csv && cp "$XH_TMP/stdout" again.csv
run report weekly --no 2 --by lead && cp "$XH_TMP/stdout" again.lead
on 11-23
run unit set 建设办 name=建设管理办 rank=5
run person set 领导甲 name=领导丁 rank=99
run set d1 title=路灯全面维修
run --user clerk progress d2 --for 干部甲乙丙 --text 补报 --percent 10
sed -i -e 's/red: 红/red: 赤/' -e 's/^name: .*/name: 改名镇/' -e 's/header: .*/header: 督查通报/' \
    "$XIAOHAO_HOME/config/township.yaml"
sed -i 's/^name: .*/name: 督办事项改名/' "$XIAOHAO_HOME/config/lists/tasks.yaml"
run config apply --yes
check 'the configuration is another one' grep -q 改名镇 <("$XH_BIN" "${global[@]}" report weekly)
for lang in zh en; do
    for w in 80 132; do
        run report weekly --no 2 --width $w
        check "printed again at $w columns, $lang: the same" cmp "again.$w" "$XH_TMP/stdout"
    done
    run report weekly --no 2/2026 --format csv
    check "csv again, $lang: the same" cmp again.csv "$XH_TMP/stdout"
    run report weekly --no 2 --by lead
    check "by leader again, $lang: the same" cmp again.lead "$XH_TMP/stdout"
done
lang=zh
section 'a corrected edition'
x --user clerk report weekly --final --corrects 2
x --user clerk report weekly --final --corrects 1 --reason 责任人写错
run --user clerk report weekly --final --corrects 2 --reason 题目写错 --width 80
say "$(head -8 "$XH_TMP/stdout")"
x show d1
check 'the record is whole after the correction' "$XH_BIN" "${global[@]}" verify

# Every line fits, and ends in no blank.
width() {
    python3 - "$1" "$2" <<'PY'
import sys, unicodedata
for n, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    line = line.rstrip("\n")
    w = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if w > int(sys.argv[2]) or line != line.rstrip():
        sys.exit(f"{n}: {w} columns: {line}|")
PY
}
if command -v python3 >/dev/null; then
    for w in 60 80 100 120 132 160; do
        for by in '' '--by unit' '--by lead'; do
            # shellcheck disable=SC2086
            run report weekly --width $w $by
            check "no line is longer than $w ($by)" width "$XH_TMP/stdout" $w
        done
    done
fi

# Files, with a byte order mark.
run report weekly --no 2 -o sheet.csv
check 'a csv file' sh -c 'head -c 3 sheet.csv | od -An -tx1 | grep -q "ef bb bf"'
run report weekly --no 1 -o sheet.txt
check 'a text file is 132 columns wide' grep -q '^-\{132\}$' sheet.txt

# The check code as it is copied from the PDF: no number to type beside it.
if command -v pdftotext >/dev/null; then
    run report weekly --no 2 -o sheet.pdf
    line=$(pdftotext -raw sheet.pdf - | grep 校验码)
    run verify --code "$line"
    check 'the line of the PDF verifies' grep -q '一致' "$XH_TMP/stdout"
    seq=${line##*事件号 }
    run verify --seq "$seq" --code "$line"
    check 'with its number given as well' [ "$status" -eq 0 ]
    run verify --seq 1 --code "$line"
    check 'with another number it is asked which' grep -q "事件 $seq" "$XH_TMP/stderr"
    check 'and nothing is said of the record' [ "$status" -eq 2 ]
    run verify --seq $((seq - 1)) --code "${line%%事件号*}"
    check 'a code of another event differs' [ "$status" -eq 1 ]
fi

# Two clerks press the key at once: one number, one refusal, no gap.
on 11-27
for i in 1 2 3 4; do
    "$XH_BIN" --lang en "${global[@]}" --user clerk report weekly --final >"p$i.out" 2>"p$i.err" &
done
wait
check 'one of four makes it' [ "$(grep -l 'event' p?.out | wc -l)" -eq 1 ]
check 'the others are told' [ "$(grep -l 'no. 3 was made today' p?.err | wc -l)" -eq 3 ]
on 12-04
run --user clerk report weekly --final
check 'the next number is the next' grep -q '第4期(总第4期)' "$XH_TMP/stdout"
check 'the record is whole at the end' "$XH_BIN" "${global[@]}" verify
compare
