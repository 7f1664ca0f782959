#!/bin/bash
# lint.sh BUILD [PART...] - what the compiler does not check: the fences of the architecture, the
# look of the sources, the translation, and what shellcheck and cppcheck have to say.
#
# Everything is looked at before it fails, each complaint as file:line: what. Warnings do not fail.
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C.UTF-8
parts='fences look translation shellcheck cppcheck'
build=${1:-build}
[[ " $parts " != *" $build "* ]] || { echo "usage: tools/lint.sh BUILD [$parts]" >&2; exit 2; }
shift
wanted=${*:-$parts}
mkdir -p "$build"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

failures=0
error() { echo "$*"; failures=$((failures + 1)); }
warn() { echo "$* (warning)"; }

# Every line on stdin is a complaint, with `$1` behind it. lastpipe: they are counted here, not in
# a subshell.
shopt -s lastpipe
errors() {
    local line
    while IFS= read -r line; do error "$line${1:+   <- $1}"; done
}
run_part() {
    local before=$failures start
    start=$(date +%s%N)
    "check_$1"
    printf '%-14s %-5s %6d ms\n' "$1" "$([ $failures -eq "$before" ] && echo ok || echo FAIL)" \
        $((($(date +%s%N) - start) / 1000000))
}

shopt -s nullglob globstar
sources=({model,config,report,tui,cli}/**/*.[ch])
tests=(tests/**/*.[ch])
scripts=(tests/run .ci/run tools/*.sh tests/**/*.sh)
generated='/(width|pinyin)_table\.h$'

# ---- fences --------------------------------------------------------------------------------------

# fence HEADER ALLOWED: only files matching ALLOWED may include a header matching HEADER
fence() {
    grep -HnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$1[>\"]" "${sources[@]}" |
        grep -vE "^($2):" | errors "$3"
}
# oneway FOLDER ALLOWED: sources of FOLDER include project headers of ALLOWED only
oneway() {
    local files=("$1"/**/*.[ch])
    [ ${#files[@]} -gt 0 ] || return 0
    grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "${files[@]}" |
        grep -vE "include[[:space:]]*\"($2)/" | errors "$1/ may include only $2"
}

# What the screen may show names no option and no command to be typed: err_way() says both ways.
# Not looked at: what only the command line says (opening, restoring, verifying), and what explains
# the YAML files.
typed_only='model/(store|migrate|restore|verify|def_schema)\.c'
ways() {
    local files=({model,report,tui}/**/*.c)
    [ ${#files[@]} -gt 0 ] || return 0
    perl -0777 -ne '
        my $text = $_;
        while ($text =~ /\bN?_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/g) {
            my ($before, $words) = (substr($text, 0, $-[0]), $1);
            $words =~ s/"\s*"//g;
            next unless $words =~ /(?<![-\w])--[a-z]/ || $words =~
                /`(xiaohao|config|report|list|show|person|unit|order|verify|backup|restore|import)( [^`]*)?`/;
            next if $before =~ /\berr_way\(\s*$/;
            my $line = 1 + ($before =~ tr/\n//);
            print "$ARGV:$line: $words\n";
        }' "${files[@]}" | grep -vE "^($typed_only):" | errors 'the screen has no command line: err_way()'
}

check_fences() {
    if [ ${#sources[@]} -gt 0 ]; then
        fence 'sqlite3\.h' 'model/db\.c' 'sqlite3.h only in model/db.c'
        fence 'yaml\.h' 'config/[^:]*' 'yaml.h only in config/'
        fence '(ncursesw?/)?(n?curses|panel|term)\.h' 'tui/(term|draw)\.c' \
            'curses.h only in tui/term.c and tui/draw.c'
        fence 'csv\.h' 'report/csv_read\.c' 'csv.h only in report/csv_read.c'
        fence '(pango|cairo|xlsxwriter|qrencode|fontconfig)[^>"]*' 'report/typeset/[^:]*' \
            'typesetting libraries only in report/typeset/'
        oneway model 'model'
        oneway config 'model|config'
        oneway report 'model|config|report'
        oneway tui 'model|config|report|tui'
        oneway cli 'model|config|report|tui|cli'
        grep -HnE '\b(outfile_write|paper_write|paper_print)\(' {tui,cli}/**/*.c /dev/null |
            grep -vE '^(tui/(preview|preview_print|import)|cli/(paper_out|cmd_import|cmd_remind))\.c:' |
            errors 'what leaves goes by preview.h or paper_out.h: they ask for the right to export'
        # a SELECT elsewhere has slipped past the fence even without the header
        grep -HnE '"(SELECT .* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM) ' \
            {config,report,tui,cli}/**/*.c /dev/null | errors 'SQL lives in model/'
        ways
    fi
}

# ---- look ----------------------------------------------------------------------------------------

check_look() {
    all=("${sources[@]}" "${tests[@]}")
    if [ ${#all[@]} -gt 0 ]; then
        grep -HnP '\t' "${all[@]}" | cut -c1-80 | errors 'tab'
        grep -HnP '[ \t]+$' "${all[@]}" | errors 'blank at the end of the line'
        # columns, not characters: what East Asian text takes two of
        perl -CSD -ne '
            chomp; (my $wide = $_) =~ s/[^\x{1100}-\x{115f}\x{2e80}-\x{a4cf}\x{ac00}-\x{d7a3}\x{f900}-\x{faff}\x{fe30}-\x{fe6f}\x{ff00}-\x{ff60}\x{ffe0}-\x{ffe6}\x{20000}-\x{3fffd}]//g;
            my $n = length($_) + length($wide);
            print "$ARGV:$.: $n columns\n" if $n > 90;
            close ARGV if eof' "${all[@]}" | grep -vE "${generated%\$}:" >"$out/long"
        grep -vE ': (9[1-9]|100) columns' "$out/long" | errors 'at most 100'
        longish=$(grep -cE ': (9[1-9]|100) columns' "$out/long")
        [ "$longish" -gt 0 ] && warn "$longish lines of more than 90 columns"
        for f in "${all[@]}"; do
            [[ $f =~ $generated ]] && continue
            lines=$(wc -l <"$f")
            [ "$lines" -gt 600 ] && warn "$f: $lines lines: look for the second module hiding inside"
            [ -z "$(tail -c 1 "$f")" ] || error "$f: no newline at the end"
            [[ $f == *.h ]] && ! grep -q '^#ifndef .*_H$' "$f" && error "$f: no include guard"
        done
        # a .c file includes its own header first: that proves the header stands alone
        for f in "${sources[@]}"; do
            [[ $f == *.c && -e ${f%.c}.h ]] || continue
            first=$(sed -n 's/^#include [<"]\([^>"]*\)[>"].*/\1/p' "$f" | head -n 1)
            [ "$first" = "${f%.c}.h" ] || error "$f: include \"${f%.c}.h\" first"
        done
    fi
    marks='TO''DO|FIX''ME|XX''X'
    grep -rnIwE --exclude-dir=.git --exclude-dir='build*' "$marks" . | sed 's,^\./,,' |
        errors 'do it, or leave it out'
}

# ---- words ---------------------------------------------------------------------------------------

# entries FILTER: how many entries of the merged catalogue msgattrib lets through
entries() {
    msgattrib "$1" "$out/merged.po" |
        awk -v RS= '/msgid/ && !/Project-Id-Version/ { n++ } END { print n + 0 }'
}

check_translation() {
    if [ ${#sources[@]} -gt 0 ]; then
        if ! make -s pot >"$out/pot.log" 2>&1; then
            cat "$out/pot.log"
            error 'xgettext: cannot read the words of the sources'
        fi
        # msgids are English; other characters belong into the translation
        msgcat --no-wrap po/xiaohao.pot 2>/dev/null |
            grep -P '^(msgid|msgid_plural|") ?.*[^\x00-\x7f]' | errors 'msgid is not plain ASCII'
        msgfmt --check -o /dev/null po/zh_CN.po 2>&1 | errors

        # After a merge, what zh_CN.po lacks is untranslated and what the sources dropped obsolete.
        msgmerge --quiet --force-po --no-fuzzy-matching -o "$out/merged.po" \
            po/zh_CN.po po/xiaohao.pot 2>&1 | errors
        for kind in untranslated only-fuzzy only-obsolete; do
            n=$(entries --$kind)
            [ "$n" -gt 0 ] && error "po/zh_CN.po: $n entries ${kind#only-}: make po, then translate"
        done
    fi
}

# ---- other people's eyes -------------------------------------------------------------------------

check_shellcheck() {
    if ! command -v shellcheck >/dev/null; then
        warn "shellcheck is not installed"
    elif [ ${#scripts[@]} -gt 0 ]; then
        shellcheck -f gcc -S style -e SC1091,SC2317 "${scripts[@]}" | errors
    fi
}

check_cppcheck() {
    if ! command -v cppcheck >/dev/null; then
        warn "cppcheck is not installed"
    elif [ ${#sources[@]} -gt 0 ]; then
        mkdir -p "$build/cppcheck"
        timeout 100 cppcheck --quiet --std=c11 --language=c -I . -j 2 -D_GNU_SOURCE \
            -DXH_VERSION='""' -DXH_LOCALEDIR='""' -DXH_TOWNSHIPDIR='""' \
            --enable=warning,performance,portability --inline-suppr \
            --suppress=missingInclude --suppress=missingIncludeSystem --suppress=unknownMacro \
            --suppress=checkersReport --max-configs=1 --cppcheck-build-dir="$build/cppcheck" \
            --template='{file}:{line}: {severity}: {message} [{id}]' \
            "${sources[@]}" >"$out/cppcheck" 2>&1
        [ $? -eq 124 ] && warn "cppcheck took too long and was stopped"
        sort -u "$out/cppcheck" | errors
    fi
}

for part in $wanted; do
    run_part "$part"
done
if [ $failures -gt 0 ]; then
    echo "lint: $failures complaints"
    exit 1
fi
echo "lint: ok"
