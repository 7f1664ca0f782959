/* import_own.h - what the files of 导入 share. Not for anyone else. */
#ifndef TUI_IMPORT_OWN_H
#define TUI_IMPORT_OWN_H

#include "model/import.h"
#include "tui/import.h"
#include "tui/text_pane.h"

enum import_found {
    IMPORT_TO_TRY,              /* not tried yet */
    IMPORT_LARGE,               /* tried when asked for: the trial keeps others from writing */
    IMPORT_UNREADABLE,          /* the file is no table; `why` */
    IMPORT_HEADERS,             /* columns that cannot be understood; `why` */
    IMPORT_FAILED,              /* stopped, or no permission; `why` */
    IMPORT_TRIED,               /* `r` says what would come of it */
    IMPORT_WRITTEN,             /* `r` says what came of it */
};

struct importing {
    char *list;                 /* id; NULL with a table */
    const char *table;          /* "person", "unit", "place" */
    char *path, *reason, *kept; /* kept: the file the rejected rows were put into */
    struct grid grid;
    struct import_map map;      /* what was chosen by hand */
    struct import_headings heads;
    struct import_result r;
    enum import_found found, shown;     /* shown: what the page was last laid out for */
    char *why;
    const struct defs *defs;    /* the headings were understood with */
    struct text_pane pane;
};

enum { IMPORT_LINE_TEXT, IMPORT_LINE_HEADING, IMPORT_LINE_REJECT, IMPORT_LINE_SETTLE };

const struct list_def *import_list(const struct tui *t, const struct importing *m);
/* What it is called: the list's name, 人员 ... */
const char *import_name(const struct tui *t, const struct importing *m);
/* What people call a column; caller frees. */
char *import_column_name(const struct tui *t, const struct importing *m, const char *key);
/* The page anew; cursor and scrolling stay while it is about the same. */
void import_page(struct tui *t, struct importing *m);

#endif
