#!/bin/bash
# config check and apply: what is wrong, what would change, and that it is asked first.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
for due in 2026-11-24 2026-12-02 2026-12-10 2027-03-01; do
    run add tasks title="到期$due" unit=建设办 owner=干部甲 lead=领导甲 due=$due
done
tasks=$XIAOHAO_HOME/config/lists/tasks.yaml
colours=$XIAOHAO_HOME/config/colours.yaml
cp -R "$XIAOHAO_HOME/config" shipped

section 'nothing to do'
x config check
x config apply --yes
section 'mistakes: all of them, with the place and the way out'
sed -i 's/due_in: 3 workdays/due_in: 3/' "$colours"
sed -i -e 's/^row: /rwo: /' -e 's/^colours: township/colours: townshp/' "$tasks"
x config check
x config apply --yes
cp shipped/lists/tasks.yaml "$tasks"
cp shipped/colours.yaml "$colours"
section 'what a change would do'
sed -i 's/{due_in: 3 workdays}/{due_in: 30 workdays}/' "$colours"
x config check
x count tasks
section 'it is asked first'
x config apply
x count tasks
x config apply --yes
x count tasks
x config check
x verify
section 'only for those who may'
cp shipped/colours.yaml "$colours"
x --user cadre config check
x --user cadre config apply --yes
section 'reference'
run config reference
say "$(grep -c . "$XH_TMP/stdout" | awk '{ print ($1 > 100 ? "long enough" : "too short: " $1) }')"
check 'reference needs no township' env -i "$XH_BIN" config reference
compare
