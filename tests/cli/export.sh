#!/bin/bash
# CSV and JSON for other programs: keys and values the same in every language, no formulas, exact
# decimals; files with a byte order mark, standard output without.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run add projects title=公路 unit=建设办 lead=领导甲 handover=2026-12-20 investment=1,234.5 planned=100 due=2027-06-30
run add households parent=p1 title='户,"001"' place=林家村/一组 owner=村干部甲 unit=林家村 area=371.76 phone=0001 people=3
run add households parent=p1 title='=HYPERLINK("x")' place=林家村/一组 owner=村干部甲 unit=林家村 area=0.01
for t in '=1+1' '+86' '-5' '@cmd' "'quoted" 'a=b' '二,三' 'say "no"' 'plain'; do
    run add tasks "title=$t" unit=建设办 owner=干部甲 due=2026-11-06 upper_due=2026-11-09
done
run --user cadre progress d1 --text '- 第一行' --percent 30
run --user cadre apply d2

section 'csv of one list'
x list tasks --format csv --sort code
section 'csv of a list with decimals and private values'
x list households --format csv --sort code
x --user village list households --format csv --sort code
section 'csv of all lists'
x list all --format csv --sort code --limit 3
section 'csv of nothing'
x list tasks --colour grey --format csv
section 'json'
x list households --format json --sort code
x list tasks --format json --text plain
x list tasks --colour grey --format json
section 'count'
x count --format csv
x count --by unit,owner --format json
section 'reports'
global=(--home "$XIAOHAO_HOME" --today 2026-11-12)
x report overdue --format csv
x report overdue --format json --list households
x report new --from 11-01 --to 11-12 --format csv --list projects
section 'grouped: one row per village and step, its code the parent'
global=(--home "$XIAOHAO_HOME" --today 2026-12-29)
x report overdue --list households
x report overdue --list households --format csv
section 'who may not export'
global=(--home "$XIAOHAO_HOME" --today 2026-11-12)
x --user leader list tasks --format csv
x --user leader list tasks -o taken.txt
x --user leader report overdue
x --user leader report overdue --format csv
x --user leader report overdue -o taken.csv
# of the households of one village each is counted, though they stand in one row
while IFS='|' read -r args kept; do
    # shellcheck disable=SC2086
    lang=en run --user leader $args -o taken.txt
    check "$args: what was kept back is said" \
        grep -Eq "^ *$kept more of items you may not take away" taken.txt
    # shellcheck disable=SC2086
    lang=en run --user clerk $args -o taken.txt
    check "$args: nothing was kept back" sh -c '! grep -q "more of items you may not" taken.txt'
done <<'END'
list tasks|9
report overdue|9
report due --next-week|2
report handover 干部甲|9
END
x --user village list tasks --format csv
x --user village report overdue -o here.csv
check 'no file is left' [ ! -e here.csv ]

# in both languages, byte for byte
for args in 'list tasks' 'list households' 'list all' count 'report overdue' 'report closed'; do
    for format in csv json; do
        # shellcheck disable=SC2086
        lang=en run $args --format $format && cp "$XH_TMP/stdout" en.out
        # shellcheck disable=SC2086
        lang=zh run $args --format $format
        check "$args, $format: the same in Chinese and English" cmp en.out "$XH_TMP/stdout"
    done
done

# files
run report overdue -o out.csv
check 'a csv file begins with a byte order mark' [ "$(head -c 3 out.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
run report overdue --format csv
check 'and holds what standard output shows' sh -c 'tail -c +4 out.csv | cmp - stdout'
check 'standard output has no byte order mark' [ "$(head -c 4 "$XH_TMP/stdout")" = code ]
check 'lines end in LF' sh -c '! grep -q "$(printf "\r")" out.csv'
run report overdue -o out.txt
check 'a text file as well' [ "$(head -c 3 out.txt | od -An -tx1 | tr -d ' ')" = efbbbf ]
echo old >old.csv
run report overdue -o no/such/folder.csv
check 'a file that cannot be written: exit 4' [ "$status" -eq 4 ]
run report overdue -o old.csv
check 'an old file is replaced' grep -q '^督26-10,' old.csv
check 'nothing else is left' [ "$(ls ./*.part 2>/dev/null)" = '' ]
# a ledger on paper: the list's columns, numbers and days as such in a workbook
run list tasks -o ledger.pdf
check 'it says how many rows' grep -q 'ledger.pdf' "$XH_TMP/stdout"
pdftotext -layout ledger.pdf ledger.pdf.txt
check 'rows stand on the page' grep -q '督26-10' ledger.pdf.txt
run list tasks -o ledger.xlsx
check 'progress is a number in the workbook' \
    grep -q 'formatCode="0[.0]*&quot;%&quot;"' <(unzip -p ledger.xlsx xl/styles.xml)
run list tasks -o ledger.csv
run list tasks --format csv
check 'a csv file holds what standard output shows' sh -c 'tail -c +4 ledger.csv | cmp - stdout'
run list tasks -o ledger.doc
check 'an ending that is none is refused' [ "$status" -eq 2 ]
if command -v python3 >/dev/null; then
    for list in all tasks households; do
        run list $list --format json
        check "json of $list is json" python3 -m json.tool "$XH_TMP/stdout"
        run list $list --format csv
        check "csv of $list has the same columns in every row" python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len({len(r) for r in rows}) == 1, rows
assert all(not c.startswith(("=", "+", "@", "\t", "\r")) for r in rows for c in r)' "$XH_TMP/stdout"
    done
fi
# what is kept back is said on every way out
run --user clerk supervise d1 d2 d3 d4 d5 d6 d7 d8 d9 d10
while IFS='|' read -r args words; do
    # shellcheck disable=SC2086
    lang=en run --user leader $args
    check "$args: $words" grep -Eq "$words" "$XH_TMP/stderr"
    # shellcheck disable=SC2086
    lang=en run --user clerk $args
    check "$args: nothing was kept back" sh -c '! grep -q "you may not take" "$1"' sh "$XH_TMP/stderr"
done <<'END'
report visits -o v.csv|[0-9]+ more of items you may not take away
report visits --format json|[0-9]+ more of items you may not take away
report handover 干部甲 -o h.csv|9 more of items you may not take away
report handover 干部甲 --format csv|9 more of items you may not take away
report handover 干部甲 -o h.csv|1 more orders you may not take away
order list --format csv|1 more orders you may not take away
remind -o r.txt|11 more of items you may not take away
END
lang=en run --user leader report handover 干部甲 -o h.txt
check 'the order about a row told is no "none"' \
    sh -c 'grep -A2 "Orders not closed (0)" h.txt | grep -q "^ *1 more orders you may not"'

compare
