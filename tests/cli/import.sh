#!/bin/bash
# A ledger of the office's own, in GBK, with three bad rows: tried, taken in without them,
# corrected, taken in fully; then deadlines settled from a file, people from a file, a round trip.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

run --today 2026-11-20 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
lang=zh

section 'units and people from files'
cat >units.csv <<'EOF'
单位名称,上级,级别,排序
督查室,,镇内,10
建设办,,镇内,20
财政所,,镇内,30
EOF
cat >people.csv <<'EOF'
试验镇花名册
序号,姓名,单位,职务,登录名,角色,排序
1,领导甲,,镇长,,领导,1
2,督办员甲,督查室,,clerk,督办员,40
3,干部甲,建设办,科员,cadre,经办人,50
4,干部甲,财政所,科员,,经办人,51
5,干部乙,财政办,科员,,经办人,52
EOF
x unit import units.csv
x person import people.csv --dry-run
sed -i 's/财政办/财政所/' people.csv
x person import people.csv
x person

section 'a ledger in GBK, tried'
cat >ledger.utf8 <<'EOF'
试验镇三色督办台账（2026年第四季度）,,,,,,,,
序号,事项名称,责任部门,责任人,分管领导,完成期限,制定方案,办理要求,备注
1,路灯维修,建设办,干部甲,领导甲,2026/11/6,√,修好,急
2,河道清淤,财政所,干部甲,领导甲,2026年12月31日,2026-10-12,"清完,
验收",
3,桥面修补,财政,干部甲,领导甲,2026-12-30,,补好,
4,管网改造,建设办,干部甲,领导甲,11月底,,改完,
5,井盖更换,建设办,干部丙,领导甲,46371,,换新,
6,绿化补种,建设办,干部甲,领导甲,2026.11.9,是,补种,
7,停车整治,建设办,干部甲,领导甲,2026-11-10,,整治,
8,市场清理,财政所,干部乙,领导甲,2026-11-11,,清理,
9,围墙粉刷,财政所,干部乙,领导甲,2026-11-12,,粉刷,
EOF
iconv -f UTF-8 -t GB18030 ledger.utf8 >ledger.csv
x --user clerk import tasks ledger.csv --dry-run
printf '# 备注列不要\n备注 = -\n' >map.txt
x --user clerk import tasks ledger.csv --map map.txt --dry-run

section 'all or nothing'
x --user clerk import tasks ledger.csv --map map.txt
x list tasks

section 'the good rows, and a file to correct'
x --user clerk import tasks ledger.csv --map map.txt --rejects bad.csv
say "$(cat bad.csv)"
check 'the rejects file begins with a byte order mark' \
    [ "$(head -c 3 bad.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
sed -i -e 's/,财政,/,财政所,/' -e 's/11月底/2026-11-30/' -e 's/干部丙/干部甲/' bad.csv
x --user clerk import tasks bad.csv --map map.txt
x list tasks --sort code
x show d1

section 'a second time it is there already'
x --user clerk import tasks ledger.csv --map map.txt --dry-run

section 'deadlines settled from a file'
x --user clerk rebase --all --keep --reason 会议 --dry-run
x --user clerk export tasks --where 'due<2026-11-20' --sort code -o late.csv
awk 'NR == 1 { print $0 ",核定时限,依据" } NR == 2 { print $0 ",2026/12/4,三会议纪要" }
     NR == 3 { print $0 ",保留,三会议纪要" } NR > 3 { print $0 ",," }' late.csv >settled.csv
x --user clerk rebase --file settled.csv --dry-run
x --user clerk rebase --file settled.csv
x list tasks --where 'due<2026-11-20'
printf '编号,核定时限\n督26-1,12月\n督26-99,2026-12-01\n' >wrong.csv
x --user clerk rebase --file wrong.csv
printf '编号,核定时限\n督26-1,2026-12-08\n督26-99,2026-12-01\n' >wrong.csv
x --user clerk rebase --file wrong.csv --reason 会议
x --user cadre rebase --all --to 2026-12-01 --reason 会议
x --user clerk rebase --all --reason 会议

section 'out and in again changes nothing'
x --user clerk export tasks -o out.csv
x --user clerk import tasks out.csv
sed -i '2s/路灯维修/路灯全面维修/' out.csv
x --user clerk import tasks out.csv
x --user cadre import tasks out.csv
run verify
check 'the record is whole' [ "$status" -eq 0 ]

section 'columns in other units are converted exactly, and said to be'
cat >land.csv <<'EOF'
事项名称,面积(平方米),补偿金额(元)
户001,1234.56,125000
户002,2亩,30000.01
户003,3亩2分,1
户004,0.00001,1
EOF
x --user clerk import households land.csv --dry-run
sed -i '/户003/d; /户004/d' land.csv
x --user clerk import households land.csv
x --user clerk list households --format csv

section 'mistakes'
lang=en
bad import tasks
bad import nothing ledger.csv
bad import all ledger.csv
bad import tasks no.csv
bad import tasks ledger.csv --map no.txt
printf '备注\n' >bad.txt
bad import tasks ledger.csv --map bad.txt
bad import tasks ledger.csv --map map.txt --rejects no/such/folder.csv
bad export tasks
bad export tasks -o x.xlsx
bad rebase
bad rebase d1 --all --to 2026-12-01 --reason x
bad rebase --file wrong.csv --all
bad person import
bad person add name=x --dry-run
x undo
compare
