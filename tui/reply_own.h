/* reply_own.h - the parts of 回执. Private to tui/reply*.c. */
#ifndef TUI_REPLY_OWN_H
#define TUI_REPLY_OWN_H

#include "report/reply.h"
#include "tui/line_edit.h"
#include "tui/reply.h"
#include "tui/table_view.h"

struct reply_state {
    struct tui *t;
    int64_t year, no, edition;  /* the sheet on the screen; 0: the last, not opened yet */
    struct meeting m;
    bool loaded;
    char *denied;               /* why there is nothing to key in; NULL */
    struct table_view view;
    struct line_edit line;
    bool pending;               /* shown, not counted yet */
    struct paper_mark mark;     /* while it is pending */
    struct reply_echo echo;     /* of what is pending, else of the row under the cursor */
    size_t looked;              /* that row + 1; 0: to be read anew */
    char *wrong;                /* why the line cannot be recorded; NULL */
    size_t *back, n_back, cap_back;     /* rows marked in this visit */
};

/* From the file and the sheet, as if the screen had just been opened. */
void reply_read_anew(struct tui *t, struct reply_state *s);

/* ---- what is asked (reply_ask.c) ---- */

/* The chair, once for a sheet, and the sheet he has marked; false: left. */
bool reply_ask_chair(struct tui *t, struct reply_state *s);
/* Another chair, or another sheet. */
void reply_ask_other(struct tui *t, struct reply_state *s);

#endif
