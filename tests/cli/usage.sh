#!/bin/bash
# What is said when the command line is not understood: what is wrong, what is near, how to write it.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

section 'no township yet'
x
x list all
section 'help'
x help apply
x apply --help
x help grant
x help --names
x help list --names
x help nothing
section 'commands with a near name, and without'
bad aply d1
bad shwo d1
bad verfy
bad demmo
bad zzzzzz
bad LIST all
small
section 'options'
bad apply d1 --resaon x
bad list all --colur red
bad list all --colour
bad list all --limit=3 --limit=4
bad undo --yes=1
bad --unknown list all
bad --home
bad list all -z
lang=fr
bad list all
lang=en
section 'words'
bad apply
bad check d1
bad show d1 d2
bad add
bad add tasks lights
bad set d1 colour
bad list
bad report
bad note d1
bad person set
bad unit add
bad place list name=x
section 'values'
bad list all --colour rot
bad list all --colour ''
bad list all --sort dua
bad list all --limit 0
bad list all --limit -1
bad list all --limit 1.5
bad list all --format xml
bad list all --where foo=3
bad list tasks --where 'area>=1'
bad list all --state foo
bad count --by foo
bad report overdu
bad report overdue --by owner
bad report overdue -o x.doc
bad report overdue -o x.csv --format text
bad report due --from 10-01
bad report new --from 11-05 --to 11-01
bad config chek
bad person ad
bad verify --seq 3
bad verify --code X
bad verify --seq x --code AAAA
bad grant d1 x
bad split d1
section 'dates that are none'
for day in 2026-02-29 2026-13-01 2026-11-31 11-31 32 1 2026 2026-11-2x 26-11-27 +x + ++5 2026-1-1-1 \
    99999-01-01 tomorow ''; do
    bad limit d1 --to "$day"
done
section 'numbers that are none'
for n in x 1x '' -1x 1,2 1.0000001 99999999999999999999 0x10 1e3; do
    bad check d1 scheme --amount "$n"
done
section 'not found'
bad show d99
bad show nothing
bad list nolist
bad why d1 nostep
bad undo 12345678
bad undo 1234
bad check d1 nostep
bad assign d1 unit=财政
bad assign d1 owner=干部
bad list all --unit 建设
bad list all --owner 张三
section 'as-of'
bad --as-of 2026-11-03 list all
bad --as-of 2026-11-01 apply d1
bad --as-of 2026-10-01 show d1
section 'text that is none'
named() {
    run note d1 "$2"
    say "[$status] $1"
    head -n 1 "$XH_TMP/stderr" | sed 's/^/    /' | tidy >>"$transcript"
}
named 'broken bytes' "$(printf 'a\xff\xfe')"
named 'a bell' "$(printf 'bell\a')"
named 'an escape sequence' "$(printf '\033[31mred')"
named 'writing direction turned' "$(printf 'turned \xe2\x80\xae around')"
section 'nothing was changed'
x verify
compare
