#!/bin/bash
# config check and apply: what is wrong, what would change, and that it is asked first.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

run --today 2026-11-20 demo "$XIAOHAO_HOME" --no-open
global=(--home "$XIAOHAO_HOME" --today 2026-11-20)
tasks=$XIAOHAO_HOME/config/lists/tasks.yaml
cp -R "$XIAOHAO_HOME/config" shipped

section 'nothing to do'
x config check
x config apply --yes
section 'mistakes: all of them, with the place and the way out'
sed -i -e 's/due_in: 3 workdays/due_in: 3/' -e 's/^row: /rwo: /' "$tasks"
x config check
x config apply --yes
cp shipped/lists/tasks.yaml "$tasks"
section 'what a change would do'
sed -i 's/{due_in: 3 workdays}/{due_in: 30 workdays}/' "$tasks"
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
cp shipped/lists/tasks.yaml "$tasks"
x --user cadre1 config check
x --user cadre1 config apply --yes
section 'reference'
run config reference
say "$(grep -c . "$XH_TMP/stdout" | awk '{ print ($1 > 100 ? "long enough" : "too short: " $1) }')"
check 'reference needs no township' env -i "$XH_BIN" config reference
compare
