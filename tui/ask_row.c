/* ask_row.c - one of the open rows of a list, chosen by its title: nobody knows codes by heart.
 * See ask.h. */
#include "tui/ask.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/query.h"

#define ROWS_MOST 2000          /* more are not looked through in a box: their code is typed */

char *ask_row(struct tui *t, const char *list, const char *title)
{
    struct filter f = tui_filter(t);
    struct rows rows = {0};
    struct xh_err err = {0};
    char *code = NULL;
    int at = -1;

    f.list = list;
    f.state = "open";
    f.order = ORDER_CODE;
    f.without = ROW_FIELDS;
    f.limit = ROWS_MOST;
    if (query_rows(t->st, &f, &rows, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else if (rows.n == 0) {
        const struct list_def *l = defs_list(t->defs, list);
        tui_say(t, _("%s has no open row that you may read."), l ? l->name : list);
    } else {
        char **names = xcalloc(rows.n, sizeof *names);
        for (size_t i = 0; i < rows.n; i++)
            names[i] = xasprintf("%s  %s", rows.v[i].it.code, rows.v[i].it.title);
        at = ask_choice(t, title, "", (const char *const *)names, rows.n, 0);
        for (size_t i = 0; i < rows.n; i++)
            free(names[i]);
        free(names);
    }
    if (at >= 0)
        code = xstrdup(rows.v[at].it.code);
    rows_fini(&rows);
    return code;
}
