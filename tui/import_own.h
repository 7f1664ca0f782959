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
    struct pair *all; size_t n_all;     /* what holds for all new rows; values owned */
    struct import_headings heads;
    struct import_result r;
    enum import_found found, shown;     /* shown: what the page was last laid out for */
    char *why;
    const struct defs *defs;    /* the headings were understood with */
    struct text_pane pane;
};

enum { IMPORT_LINE_TEXT, IMPORT_LINE_HEADING, IMPORT_LINE_REJECT, IMPORT_LINE_SETTLE,
       IMPORT_LINE_ALL, IMPORT_LINE_PLACES };

const struct list_def *import_list(const struct tui *t, const struct importing *m);
/* What it is called: the list's name, 人员 ... */
const char *import_name(const struct tui *t, const struct importing *m);
/* What people call a column; caller frees. */
char *import_column_name(const struct tui *t, const struct importing *m, const char *key);
/* Ask what holds for all new rows, a list's; true when said. As one line, "" when nothing was:
 * caller frees. */
bool import_ask_all(struct tui *t, struct importing *m);
const char *import_all_said(const struct importing *m, const char *key);   /* "" */
char *import_all_text(struct tui *t, const struct importing *m);
void import_all_fini(struct importing *m);
/* Enter the villages and groups nobody knows, when the answer is yes; true then, whatever came of
 * it (the status line says). */
bool import_add_places(struct tui *t, struct importing *m);
/* The page anew; cursor and scrolling stay while it is about the same. */
void import_page(struct tui *t, struct importing *m);

#endif
