#!/bin/bash
# report_options: every report with every option `help report` knows, and --as-of. What a report
# does not take is refused by name, and nothing is made of it.
# shellcheck disable=SC2034,SC2154  # sourced words
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run add projects title=示例项目 unit=建设办 lead=领导甲 due=2026-12-31 handover=2026-12-20
mkdir "$XH_TMP/bin"
export PATH=$XH_TMP/bin:$PATH
printf '#!/bin/sh\necho HP\n' >"$XH_TMP/bin/lpstat"
printf '#!/bin/sh\necho "request id is HP-12 (1 file(s))"\n' >"$XH_TMP/bin/lp"
chmod +x "$XH_TMP/bin/lp" "$XH_TMP/bin/lpstat"

# what a report is asked with, and an option is given
declare -A words=([acceptance]=p1 [approval]=d1 [certificate]=d1 [handover]=干部甲)
declare -A value=([by]=unit [list]=households [unit]=建设办 [lead]=领导甲 [place]=林家村 [owner]=干部甲
    [parent]=p1 [from]=2026-10-26 [to]=2026-11-01 [no]=1 [corrects]=1 [reason]=错字 [width]=80
    [format]=text [output]=x.txt [as-of]=2026-11-01)
flags=' all next-week final scheduled print '
declare -A with=([corrects]='--final --reason 错字' [reason]='--final --corrects 1')

run report nonsense
mapfile -t reports < <(sed -n '1s/.*there are //p' "$XH_TMP/stderr" | tr -d ' ' | tr , '\n')
run help report
mapfile -t options < <(grep -oP '^  (-., )?--\K[a-z-]+' "$XH_TMP/stdout")
options+=(as-of)

section 'what there is'
say "reports: ${reports[*]}"
say "options: ${options[*]}"

for report in "${reports[@]}"; do
    section "$report"
    takes='' refuses=''
    for option in "${options[@]}"; do
        call=(report "$report" ${words[$report]:+"${words[$report]}"} "--$option")
        [[ $flags == *" $option "* ]] || call+=("${value[$option]?no value for --$option}")
        # what goes with it is given to the report that takes it only
        run "${call[@]}"
        if [ "$status" -eq 2 ] && [ -n "${with[$option]:-}" ] &&
            ! grep -q "does not go with .report $report" "$XH_TMP/stderr"; then
            # shellcheck disable=SC2086  # several words
            run "${call[@]}" ${with[$option]}
        fi
        first=$(head -n 1 "$XH_TMP/stderr")
        if [ "$status" -eq 2 ] && [ ! -s "$XH_TMP/stdout" ] &&
            [ "$first" = "xiaohao: --$option does not go with \`report $report\`" ]; then
            refuses+=" $option"
        elif [ "$status" -le 1 ]; then
            takes+=" $option"
        else
            say "--$option: [$status] $first"
        fi
    done
    say "takes$takes"
    say "refuses$refuses"
    [ ! -e x.txt ] || { say 'made x.txt'; rm x.txt; }
done

section 'what it says'
x report overdue --next-week
x report weekly --unit 建设办
x --as-of 2026-11-01 report weekly
x report minutes --scheduled
compare
