#!/bin/bash
# What people type with an input method on, and the ways to write a date.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
due() {     # what a date typed on 2026-11-02 becomes
    run add tasks "title=$1" unit=建设办 owner=干部甲 "due=$1"
    if [ "$status" -eq 0 ]; then
        run list tasks --format csv --sort code --where "title=$1"
        say "$1 -> $(tail -n 1 "$XH_TMP/stdout" | cut -d, -f13)"
    else
        say "$1 -> [$status] $(head -n 1 "$XH_TMP/stderr")"
    fi
}
section 'days to come'
for d in 2026-11-27 2026/11/27 2026.11.27 2026年11月27日 2026年11月27号 11-27 11/27 11月27日 1-5 01-05 2-29 10-30 \
    +5 +1 +0 今天 明天 后天 tomorrow ２０２６－１１－２７ １１－２７ ＋５; do
    due "$d"
done
section 'days gone by'
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
for d in 2026-11-10 11-10 11月10日 昨天 yesterday 前天 -3 12-30; do
    bad uncheck d1 scheme
    x --user cadre check d1 scheme "--on=$d"
done
section 'full-width and long dashes'
x show ｄ１ --lang en
x 'ｌｉｓｔ' tasks ——sort code ——limit=1
x list tasks －－limit＝1 －－sort=code
x list tasks --limit １ --colour 绿、黄 --sort code
x set d1 'ｄｅｍａｎｄ＝装 12 盏'
x set d1 demand=-
x note d1 -- --text 不是选项
x note d1 ——这是破折号
section 'codes'
x why d1 1
x why d1 4
x why 督26-1 制定方案
x why Ｄ26-1 scheme
x note D1 大写
x list 三色督办事项 --limit 1 --sort code
x list d --limit 1 --sort code
compare
