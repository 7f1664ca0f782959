#!/bin/bash
# The same answers in every environment; Chinese unless asked otherwise.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

small
run list all --format csv
cp "$XH_TMP/stdout" want
same() { diff want <("$@" </dev/null); }
list=("$XH_BIN" --home "$XIAOHAO_HOME" --today 2026-11-02 list all --format csv)

check 'env -i' same env -i "${list[@]}"
check 'env -i, --lang en' same env -i "${list[@]}" --lang en
for l in C POSIX C.UTF-8 zh_CN.UTF-8 zh_CN.GB18030 en_US.UTF-8 nonsense ''; do
    check "csv with LANG='$l'" same env -i LANG="$l" "${list[@]}"
    check "csv with LC_ALL='$l'" same env -i LC_ALL="$l" "${list[@]}"
done
check 'any time zone' same env -i TZ=America/New_York "${list[@]}"

# the language is Chinese whatever LANG says, as soon as there is a translation
mo=$(dirname "$XH_BIN")/locale/zh_CN/LC_MESSAGES/xiaohao.mo
help=$(env -i "$XH_BIN" help | head -n 1)
if [ -s "$mo" ] && msgunfmt "$mo" 2>/dev/null | grep -q 'usage: xiaohao .OPTION'; then
    for l in C en_US.UTF-8 zh_CN.UTF-8 nonsense ''; do
        check "help with LANG='$l'" [ "$(env -i LANG="$l" "$XH_BIN" help | head -n 1)" = "$help" ]
    done
    check 'it is not the English one' [ "$(env -i "$XH_BIN" --lang en help | head -n 1)" != "$help" ]
else
    echo 'skip Chinese help (not translated yet)'
fi

# folders
check 'HOME is used' sh -c 'env -i HOME="$2" "$1" | grep -q .; [ -d "$2" ]' - "$XH_BIN" "$XH_TMP"
mkdir -p "$XH_TMP/house/.local/share"
mv "$XIAOHAO_HOME" "$XH_TMP/house/.local/share/xiaohao"
check 'the folder in HOME is the default' \
    same env -i HOME="$XH_TMP/house" "$XH_BIN" --today 2026-11-02 list all --format csv
check 'XIAOHAO_HOME goes before it' sh -c \
    'env -i HOME="$2/house" XIAOHAO_HOME="$2/none" "$1" list all; [ $? -eq 1 ]' - "$XH_BIN" "$XH_TMP"
check '--home goes before that' same env -i XIAOHAO_HOME="$XH_TMP/none" "$XH_BIN" \
    --home "$XH_TMP/house/.local/share/xiaohao" --today 2026-11-02 list all --format csv
check 'behind the command as well' same env -i "$XH_BIN" list all --format csv \
    --home="$XH_TMP/house/.local/share/xiaohao" --today=2026-11-02
mkdir -p "$XH_TMP/flat"
check 'what to type next: no --home for the folder in HOME' sh -c \
    'env -i HOME="$2/flat" "$1" --lang en init --name A | grep -q "^    [^ ]*xiaohao unit add name=" ' - \
    "$XH_BIN" "$XH_TMP"
check 'what to type next: --home where it was named' sh -c \
    'env -i HOME="$2/flat" "$1" --lang en init --name A "$2/flat/here" |
    grep -q -e "--home [^ ]*/flat/here unit add name="' - "$XH_BIN" "$XH_TMP"

# descriptors
h=$XH_TMP/house/.local/share/xiaohao
check 'closed standard output' sh -c '"$1" --home "$2" --today 2026-11-02 note d1 x >&- 2>&-
    "$1" --home "$2" --today 2026-11-02 verify' - "$XH_BIN" "$h"
check 'closed standard input' sh -c '"$1" --home "$2" --today 2026-11-02 verify <&-' - "$XH_BIN" "$h"
check 'a reader that leaves early' sh -c '"$1" --home "$2" help | head -n 1' - "$XH_BIN" "$h"
check 'no colours without a terminal' sh -c '! "$1" --home "$2" list all | grep -q "$(printf "\033")"' \
    - "$XH_BIN" "$h"
# invariant 8: nothing stored can drive a terminal, even when somebody wrote it past the program
cp -R "$h" evil
sqlite3 evil/xiaohao.db "UPDATE item SET title = 'x' || char(27) || '[31mred', source = char(27) || ']0;t';
    UPDATE unit SET name = name || char(27) || 'c' || char(8238); UPDATE person SET name = name || char(27)"
for c in 'list all' 'list all --format csv' 'list tasks --format json' 'show d1' 'why d1' 'count --by unit,owner,lead' \
    'count --by owner --format csv' 'report new' 'report new --by unit' 'report new --format csv' unit person \
    'note d1 x' 'approve d1' verify ''; do
    # shellcheck disable=SC2086
    check "no escape sequence in: $c" sh -c '"$1" --home evil --today 2026-11-02 $2 >out 2>&1
        ! grep -q "$(printf "\033")" out && ! grep -q "$(printf "\342\200\256")" out' - "$XH_BIN" "$c"
done

if script -qec true /dev/null </dev/null >/dev/null 2>&1; then  # a pseudo-terminal can be had
    tty() { script -qec "$1" /dev/null </dev/null; }
    run() { tty "TERM=xterm $2 '$XH_BIN' --home '$h' --today 2026-11-02 list all" | grep -c "$(printf '\033')" | grep -q "$1"; }
    check 'colours on a terminal' run '[1-9]' ''
    check 'NO_COLOR is respected' run '^0' 'NO_COLOR=1'
    check 'a dumb terminal gets none' run '^0' 'TERM=dumb'
fi
exit "$failed"
