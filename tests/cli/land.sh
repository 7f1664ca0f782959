#!/bin/bash
# land: how far the households are signed; unsigned: who is left.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

# Nobody has to measure or wait here before signing.
small
run config check
sed -i -e '/^  - id: sign$/,/^  - id: pay$/{/after: notice/d;/due: notice/d;/evidence:/d}' \
    -e '/^  - id: pay$/,/^  - id: vacate$/{/evidence:/d}' "$XIAOHAO_HOME/config/lists/households.yaml"
run config apply --yes
run unit add name=上洋村村委会 level=village rank=31
run place add name=上洋村
run place add name=二组 parent=林家村
run add projects title=示例一路 unit=建设办 lead=领导甲 due=2026-12-31 sign_start=2026-11-02 sign_due=2026-12-02
run add projects title=示例二路 unit=建设办 lead=领导甲
house() { run add households "$@" unit=林家村 owner=村干部甲; }
house parent=p1 title=户001 place=林家村/一组 area=0.5 amount=1.5 section=二标段
house parent=p1 title=户002 place=林家村/一组 area=0.5 amount=1.5 section=二标段
house parent=p1 title=户003 place=林家村/二组 area=1.25 amount=3 section=二标段
house parent=p1 title=户004 place=林家村 area=1 amount=2.25 section=一标段
run add households parent=p1 title=户005 place=上洋村 area=2 amount=7 owner=干部甲 section=一标段
run add households parent=p1 title=户006 area=0.25 amount=7
house parent=p2 title=户007 place=林家村/一组 area=8 amount=16
sign() { run --user village check "$1" sign; }
sign z1
sign z2
global=(--home "$XIAOHAO_HOME" --today 2026-11-04)
sign z3
sign z4
run --user cadre check z5 sign
run --user village check z1 pay

section 'by project'
x land
section 'of one project, by section, village, group, person'
for by in section village group owner; do x land p1 --by $by; done
x land --by village
section 'in Chinese'
lang=zh
x land
x land p1 --by group
x unsigned
x unsigned p1 --limit 1
lang=en
section 'what one may read'
x --user village land p1 --by village
x --user cadre land p1 --by village
x --user leader land p1 --by village
x --user village unsigned
section 'on other days'
x --today 2026-11-20 land p1
x --today 2026-12-10 land p1
section 'done: late and in time'
x --today 2026-11-04 land p2
sign z7
x land p2
x unsigned p2
run --user admin check z6 sign
x land p1 --by group
section 'three have signed, one of them has money'
house parent=p2 title=户008 place=林家村/一组 area=1
house parent=p2 title=户009 place=林家村/二组 area=1
sign z8
sign z9
for by in section village group owner; do x land p2 --by $by --format csv; done
x --user village land p2 --by owner
section 'for programs'
x land --format csv
x land p1 --by group --format csv
x land p1 --by owner --format json
x unsigned --format csv
x unsigned p1 --format json
section 'into a file'
x land -o land.csv
say "$(head -c 3 land.csv | od -An -tx1) $(wc -l <land.csv)"
x land -o land.txt
x unsigned -o left.json
x unsigned --user cadre -o left.csv
section 'reading and taking away are two permissions'
x --user village land --format csv
x --user village land -o land.csv
x --user leader unsigned --format csv
x --user leader unsigned -o left.txt
say "$(sed -n '2,4p' left.txt)"
sed -i 's/^      - {do: remind, on: place}$/&\n      - {do: export, lists: [tasks], on: all}/' "$XIAOHAO_HOME/config/township.yaml"
run config apply --yes
x --user village list all --format csv
x --user village unsigned --format csv
sed -i '/lists: \[tasks\]/d' "$XIAOHAO_HOME/config/township.yaml"
run config apply --yes
section 'refusals'
x land p9
x land d1
x land z1
x land --by unit
x land --list tasks
x land --format xml
x --as-of 2026-11-02 land
x land -o land.doc
x land --format pdf
x unsigned --place 上天村
x unsigned --owner 某人
x unsigned --limit -1
x unsigned --limit 0
x --user nobody land
sed -i '/^rollup:/d' "$XIAOHAO_HOME/config/lists/households.yaml"
run config apply --yes
x land
x unsigned
run verify; say "$(tail -1 "$XH_TMP/stdout")"

# the same for programs in both languages
sed -i 's/^sheet:/rollup: {signed: sign, area: area}\nsheet:/' "$XIAOHAO_HOME/config/lists/households.yaml"
run config apply --yes
for args in 'land' 'land --by village' 'unsigned'; do
    for format in csv json; do
        # shellcheck disable=SC2086
        lang=en run $args --format $format && cp "$XH_TMP/stdout" en.out
        # shellcheck disable=SC2086
        lang=zh run $args --format $format
        check "$args, $format: the same in Chinese and English" cmp en.out "$XH_TMP/stdout"
    done
done

# the practice township
global=(--home "$XH_TMP/demo" --today 2026-11-20)
run demo "$XH_TMP/demo" --no-open --seed 1
section 'the practice township'
lang=zh
x land
x land p1 --by village
x unsigned p1 --limit 5
compare
