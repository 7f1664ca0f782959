#!/bin/bash
# The manual page and the program know the same commands and options.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

page=$XH_TMP/page
sed -e 's/\\-/-/g' -e 's/\\f[IRB]//g' -e 's/^\.[A-Z]* //' -e 's/"//g' "$XH_ROOT/docs/xiaohao.1" >"$page"
knows() { grep -qE -- "(^|[ ,|[])$1([] ,|.]|\$)" "$page"; }

for option in home user today as-of lang help version; do check "--$option" knows "--$option"; done
while read -r command; do
    check "$command" knows "$command"
    while read -r option; do
        check "$command $option" knows "$option"
    done < <("$XH_BIN" help "$command" --names)
done < <("$XH_BIN" help --names)
for code in 0 1 2 3 4 5 6; do check "exit status $code" grep -qx "$code" "$page"; done
exit "$failed"
