#!/bin/bash
# Every fence of tools/lint.sh refuses what it is there to refuse, and lets the rest through.
set -u
cd "$XH_TMP" || exit 1
mkdir -p tools model config report tui cli tests/model
cp "$XH_ROOT/tools/lint.sh" tools/
failed=0

lint() { tools/lint.sh build "$1" >out 2>&1; }

# refuses NAME PART FILE TEXT: with TEXT in FILE, lint fails and names the file
refuses() {
    printf '%s\n' "$4" >"$3"
    if ! lint "$2" && grep -q "^$3:" out; then
        echo "ok $1"
    else
        echo "not ok $1"
        cat out
        failed=1
    fi
    rm "$3"
}
allows() {
    printf '%s\n' "$4" >"$3"
    if lint "$2"; then
        echo "ok $1"
    else
        echo "not ok $1"
        cat out
        failed=1
    fi
    rm "$3"
}

allows  'sqlite3.h in model/db.c'            fences model/db.c    '#include <sqlite3.h>'
refuses 'no sqlite3.h elsewhere in model/'   fences model/item.c  '#include <sqlite3.h>'
refuses 'no sqlite3.h in cli/'               fences cli/main.c    '# include "sqlite3.h"'
allows  'yaml.h in config/'                  fences config/load.c '#include <yaml.h>'
refuses 'no yaml.h in model/'                fences model/a.c     '#include <yaml.h>'
allows  'curses.h in tui/term.c'             fences tui/term.c    '#include <ncursesw/curses.h>'
allows  'tui/term.h is ours'                 fences tui/table.c   '#include "tui/term.h"'
refuses 'no curses.h in a screen'            fences tui/list.c    '#include <curses.h>'
refuses 'model includes nothing above it'    fences model/a.h     '#include "config/load.h"'
refuses 'config does not include report'     fences config/a.c    '#include "report/csv.h"'
refuses 'report does not include tui'        fences report/a.c    '#include "tui/table.h"'
refuses 'tui does not include cli'           fences tui/a.c       '#include "cli/options.h"'
allows  'cli includes everything'            fences cli/a.c       '#include "tui/table.h"'
refuses 'no SQL above model/'                fences cli/a.c       'x = "SELECT id FROM item";'
refuses 'no option of the command line in what the screen may say' fences model/a.c 'act_fail(a, _("to when? --to 2026-12-01"));'
refuses 'nor in a string of several pieces'  fences tui/a.c       "say(_(\"to when? \"
   \"--to DAY\"));"
refuses 'no command to be typed'             fences report/a.c    "say(_(\"\`list all\` shows them\"));"
allows  'both ways are said'                 fences model/a.c     'say(err_way(_("when? --to DAY"), _("when?")));'
refuses 'the way of the screen is the second one' fences model/a.c 'say(err_way(_("when?"), _("when? --to DAY")));'
allows  'the command line names its options' fences cli/a.c       'say(_("when? --to DAY"));'
refuses 'no tabs'                            look   model/a.c     $'\tint a;'
refuses 'no blanks at the end of a line'     look   model/a.c     'int a; '
refuses 'no line over 100 columns'           look   model/a.c     "/* $(printf '%098d' 0) */"
refuses 'Chinese takes two columns'          look   model/a.c     "/* $(printf '字%.0s' {1..49}) */"
allows  '100 columns of Chinese'             look   model/a.c     "/* $(printf '字%.0s' {1..47}) */"
refuses 'no promises'                        look   model/a.c     "/* TO""DO */"
refuses 'headers have a guard'               look   model/a.h     'int a;'
exit $failed
