#!/bin/bash
# Who is calling (ENGINE 26-29): the kernel says; --user only where it is allowed; three identities.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

section 'a real township'
lang=en
run init "$XIAOHAO_HOME" --name 沿江镇 --person 王建国
global=(--today 2026-11-02)
x --user 王建国 list all
x --user nobody list all
x list all
global=()
x --today 2020-01-02 note d1 x
section 'practice: anybody'
rm -rf "$XIAOHAO_HOME"
small
x --user cadre list all
x --user 村干部甲 list all
x --user '#6' list all
x --user nobody list all
section 'an account nobody knows'
cp -R "$XIAOHAO_HOME" copy
sqlite3 copy/xiaohao.db "UPDATE meta SET value = '-7' WHERE key = 'caller_uid'"
global=(--today 2026-11-02)
for c in 'list all' 'show d1' 'why d1' count 'report overdue' verify 'config check' 'note d1 x' person ''; do
    # shellcheck disable=SC2086
    x --home "$XH_TMP/copy" $c
done
section 'an account nobody knows, in a real township'
sqlite3 copy/xiaohao.db "UPDATE meta SET value = '0' WHERE key = 'practice'"
x --home "$XH_TMP/copy" list all
x --home "$XH_TMP/copy" --user cadre list all
section 'on behalf of'
global=(--home "$XIAOHAO_HOME" --today 2026-11-02)
x --user clerk progress d1 --for 干部甲 --text 已到现场 --percent 20
x --user cadre progress d1 --for 村干部甲 --text x
x --user clerk note d1 --for 没有此人 x
section 'decided on paper'
printf 'signed' >form.txt
run --user cadre check d1 scheme
run --user cadre check d1 work
run --user cadre check d1 proof --paper-kept 档案柜
run --user cadre set d1 result=已修好
run --user cadre apply d1
x --user clerk approve d1 --decided-by 领导甲
x --user clerk approve d1 --paper form.txt
x --user clerk approve d1 --decided-by 干部甲 --paper form.txt
x --user cadre approve d1 --decided-by 领导甲 --paper form.txt
x --user clerk approve d1 --decided-by 领导甲 --paper nothing.txt
x --user clerk approve d1 --decided-by 领导甲 --paper form.txt
x show d1
section 'whoever typed the work does not decide it'
run add tasks title=第二件 unit=建设办 owner=干部甲 lead=领导甲 due=+10
run --user clerk progress d2 --for 干部甲 --text 办理中
run --user cadre check d2 scheme
run --user cadre check d2 work
run --user cadre check d2 proof --paper-kept 档案柜
run --user cadre set d2 result=好
run --user cadre apply d2
x --user clerk approve d2
x --user clerk approve d2 --decided-by 督办员甲 --paper form.txt
x --user 管理员甲 approve d2
compare
