#!/bin/bash
# Paper at its edges, as the program makes it: no row, one, forty, ten thousand; a title of 2,000
# characters, six co-operating units, sixty columns, rare characters; no font, no room on the disk, no
# right to write. What can be made says everything; what cannot says why and leaves nothing.
# shellcheck disable=SC2034,SC2154,SC2016  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

formats='txt csv json pdf xlsx'
# said FILE: its words, without the blanks and lines of its layout
said() {
    case $1 in
    *.pdf) pdftotext -raw "$1" - ;;
    *.xlsx) unzip -p "$1" '*.xml' | sed 's/<[^>]*>//g' ;;
    *) cat "$1" ;;
    esac | tr -d ' \n\f_|'
}
# made ARGUMENTS..: in every format of $formats, into made.FORMAT
made() {
    local f
    for f in $formats; do
        rm -f "made.$f"
        run --user clerk "$@" -o "made.$f"
        [ "$status" -eq 0 ] || { not_ok "$* as $f"; cat "$XH_TMP/stderr"; }
    done
}
count() { said "$1" | grep -oF -- "$2" | wc -l; }
# is_of N FILE: every row as often as the others; in the weekly sheet it may stand in two tables
is_of() {
    local n
    n=$(count "$2" 路灯维修)
    if [ "$1" -eq 0 ]; then [ "$n" -eq 0 ]; else [ "$n" -ge "$1" ] && [ $((n % $1)) -eq 0 ]; fi
}

# ---- how many rows -------------------------------------------------------------------------------

lang=zh
run --today 2026-11-02 init "$XIAOHAO_HOME" --name 试验镇 --practice --person 管理员甲
global=(--home "$XIAOHAO_HOME" --today 2026-11-02)
for unit in 督查室 建设办 财政所 经发办 社事办 应急所 派出所 供电所; do run unit add name=$unit level=town; done
run person add name=督办员甲 login=clerk role=supervisor unit=督查室
run person add name=领导甲 role=leader
run person add name=干部甲 login=cadre role=handler unit=建设办

# rows N: as many tasks, and they are late on the day of the sheet
rows() {
    { echo 标题,牵头单位,责任人,责任领导,完成时限
      seq -f '路灯维修%.0f号,建设办,干部甲,领导甲,2026-11-05' "$1" "$2"; } >rows.csv
    run --user clerk import tasks rows.csv
    [ "$status" -eq 0 ] || { not_ok "import up to $2"; cat "$XH_TMP/stderr"; }
}
global=(--home "$XIAOHAO_HOME" --today 2026-11-06)
before=0
for n in 0 1 40; do
    global=(--home "$XIAOHAO_HOME" --today 2026-11-02)
    [ $n -eq 0 ] || rows $((before + 1)) $n
    before=$n
    global=(--home "$XIAOHAO_HOME" --today 2026-11-06)
    for document in 'report weekly' 'report overdue' 'list tasks'; do
        # shellcheck disable=SC2086
        made $document
        for f in $formats; do
            # in the other tables of the sheet a row may stand once more
            check "$document, $n rows, $f" is_of $n "made.$f"
        done
        [ $n -gt 0 ] || check "$document says there are none" grep -qE '无|没有' <(said made.pdf)
    done
done
cp -R "$XIAOHAO_HOME" few
rows 41 10000
global=(--home "$XIAOHAO_HOME" --today 2026-11-06)
made report overdue
for f in $formats; do
    check "10,000 rows, $f" [ "$(count "made.$f" 路灯维修)" -eq 10000 ]
done
check 'each on its own' [ "$(said made.pdf | grep -oE '路灯维修[0-9]+号' | sort -u | wc -l)" -eq 10000 ]

# ---- what stands in a row ------------------------------------------------------------------------

global=(--home "$XH_TMP/few" --today 2026-11-02)
title=$(printf '上垟村㙟头𬒈石路灯维修甲乙丙丁戊己庚辛壬%.0s' $(seq 100))
check 'a title of 2,000 characters' [ "${#title}" -eq 2000 ]
co=财政所,经发办,社事办,应急所,派出所,供电所
run --user clerk add tasks "title=$title" unit=建设办 owner=干部甲 lead=领导甲 due=2026-11-05 co=$co
check 'is taken' [ "$status" -eq 0 ]
global=(--home "$XH_TMP/few" --today 2026-11-06)
for document in 'report weekly' 'report overdue' 'list tasks' 'report pack' 'report handover 干部甲'; do
    formats='txt csv json pdf xlsx'
    [[ $document != *pack* && $document != *handover* ]] || formats='txt csv pdf xlsx'
    # shellcheck disable=SC2086
    made $document
    for f in $formats; do
        for rare in 垟 㙟 𬒈; do
            check "$document, $f: $rare can be read" grep -q $rare <(said "made.$f")
        done
    done
done
formats='txt csv json pdf xlsx'
made report overdue
# on a page of text it is cut, as on the screen; on paper it has three lines in the sheet
for f in csv json; do check "whole in a .$f" grep -qF -- "$title" <(said "made.$f"); done
made report weekly
# a page of text is too narrow for their names to stay whole
for f in csv json pdf xlsx; do
    for unit in ${co//,/ }; do check "six units, $f: $unit" grep -q "$unit" <(said "made.$f"); done
done

# ---- as many columns as a list may show, of sixty fields -----------------------------------------

run config check
for i in $(seq 60); do echo "  wide$i: {name: 指标$i号, type: integer}"; done >wide
sed -i -e '/^fields:$/r wide' -e "s/^columns:.*/columns: [code, title$(seq -f ', wide%.0f' 28 | tr -d '\n')]/" \
    few/config/lists/tasks.yaml
run config apply --yes
check 'a list of sixty fields is taken' [ "$status" -eq 0 ]
run --user clerk set d1 wide1=4101 wide28=4128 wide60=4160
made list tasks
for f in csv json; do
    check "$f: the first and the last of sixty" \
        [ "$(said "made.$f" | grep -oE '4101|4160' | sort -u | wc -l)" -eq 2 ]
done
for f in pdf xlsx; do
    check "$f: every heading" [ "$(said "made.$f" | grep -oE '指标[0-9]+号' | sort -u | wc -l)" -eq 28 ]
    check "$f: the first and the last" \
        [ "$(said "made.$f" | grep -oE '4101|4128' | sort -u | wc -l)" -eq 2 ]
done

# ---- what stands in the way ----------------------------------------------------------------------

for f in $formats; do echo old >"old.$f"; done
lang=en
section 'no font'
printf '<?xml version="1.0"?><fontconfig><cachedir>%s</cachedir></fontconfig>' "$XH_TMP/cache" >none.conf
for f in pdf xlsx txt csv; do
    FONTCONFIG_FILE=$XH_TMP/none.conf run --user clerk report weekly -o old.$f
    say "$f [$status] $(tr '\n' ' ' <stderr) $(head -c 3 old.$f | tr -cd 'a-zA-Z')"
    FONTCONFIG_FILE=$XH_TMP/none.conf run --user clerk report weekly -o new.$f
    say "$f [$status] $(ls new.$f 2>/dev/null)"
    rm -f new.$f
done
mkdir own
HOME=$XH_TMP/own FONTCONFIG_FILE=$XH_TMP/none.conf run --user clerk report weekly --print
say "--print [$status] $(tr '\n' ' ' <stderr)"
check 'nothing was kept of it' [ -z "$(ls own; ls -d xiaohao.* .xiaohao.* 2>/dev/null)" ]

# the database's own small files have room
section 'the disk is full'
for f in $formats; do
    echo old >"old.$f"
    for name in old new; do
        (ulimit -f 64; "$XH_BIN" --lang en --home "$XIAOHAO_HOME" --today 2026-11-06 --user clerk list tasks -o "$name.$f") >stdout 2>stderr
        say "$name.$f [$?] $(cat stderr) $(head -c 3 "$name.$f" 2>/dev/null)"
    done
done
check 'nothing unfinished is left' [ -z "$(ls -d .xiaohao.* 2>/dev/null)" ]

section 'a folder one may only read'
mkdir locked
as=()
[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
chmod -R a+rwX few
chmod a+x .
chmod 555 locked
for f in $formats; do
    "${as[@]}" "$XH_BIN" --lang en "${global[@]}" --user clerk list tasks -o "locked/a.$f" >stdout 2>stderr
    say "$f [$?] $(tail -n 1 stderr)"
done
check 'it is empty' [ -z "$(ls -A locked)" ]
chmod 755 locked
compare
