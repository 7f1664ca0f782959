#!/bin/bash
# The draft a timer makes: once for each sheet, from its time until the meeting, whatever day the
# machine is on; a failure is tried again. A day asked for with --today counts as it ended.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small 2026-09-14
on() { global=(--home "$XIAOHAO_HOME" --today "2026-$1"); }
timer() { x --user clerk report weekly --scheduled; sed -i '/^not installed: /d' "$transcript"; }
papers() { say "papers: $(cd "$XIAOHAO_HOME/papers" 2>/dev/null && find . -type f | sort | sed 's/^..//' | paste -sd'|')"; }

section 'before a holiday it moves back'
on 09-18; timer; papers
on 09-20; timer; papers         # a Sunday that is worked
on 09-21; timer
on 09-23; timer; papers
on 09-24; timer; papers         # Friday the 25th is off
on 09-24; timer
on 09-26; timer
papers
check 'a PDF' grep -q '^%PDF-' "$XIAOHAO_HOME/papers/weekly sheet, draft 2026-09-24.pdf"
check 'the draft' grep -q '路灯维修\|Draft for checking' "$XIAOHAO_HOME/papers/weekly sheet, draft 2026-09-24.txt"
check 'what turns red' grep -q 'Turning red by the next meeting' "$XIAOHAO_HOME/papers/turning red 2026-09-24.txt"
check 'nobody else may look' [ "$(stat -c %A "$XIAOHAO_HOME/papers" | cut -c8-)" = --- ]
check 'nor at a file' [ "$(find "$XIAOHAO_HOME/papers" -type f -perm /007 | wc -l)" -eq 0 ]
check 'nothing final, no number' sh -c '! "$@" report weekly --no 1' - "$XH_BIN" "${global[@]}"
check 'the record is whole' "$XH_BIN" "${global[@]}" verify

section 'the machine was off until the weekend'
on 11-22; timer
papers
section 'the machine was off until after the meeting'
on 11-30; timer
papers

section 'a failure, said and tried again'
on 12-04
run add tasks title=排口溯源 unit=建设办 owner=干部甲 lead=领导甲 due=2026-12-10
chmod o+rx "$XIAOHAO_HOME/papers"; timer; chmod o= "$XIAOHAO_HOME/papers"
x --user cadre report weekly --scheduled
check 'no paper of it' sh -c '! ls "$0/papers/"*12-04*' "$XIAOHAO_HOME"
timer
timer

section 'not where the final sheet is made'
on 12-11
run --user clerk report weekly --final
timer
papers

section 'one of four makes it'
on 12-18
for i in 1 2 3 4; do
    "$XH_BIN" --lang en "${global[@]}" --user clerk report weekly --scheduled >"p$i.out" 2>"p$i.err" &
done
wait
check 'one of four makes it' [ "$(cat p?.out | grep -c 'draft is made')" -eq 1 ]
check 'the others say nothing' [ "$(cat p?.err | wc -l)" -eq 0 ]

section 'refused'
bad report overdue --scheduled
bad report weekly --scheduled -o x.pdf
bad report weekly --scheduled --final
bad --as-of 12-01 report weekly --scheduled
compare
