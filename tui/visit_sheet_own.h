/* visit_sheet_own.h - what the files of 走访录入 share. Private to tui/visit_sheet*.c. */
#ifndef TUI_VISIT_SHEET_OWN_H
#define TUI_VISIT_SHEET_OWN_H

#include "model/visit_round.h"
#include "tui/table_view.h"
#include "tui/visit_sheet.h"

struct sheet_state {
    char *owner, *owner_name;   /* "#7"; as people read it */
    char *parent, *place;       /* NULL: any */
    int32_t day;                /* the sheet was printed on; DAY_NONE: today */
    struct round r;
    bool unread;                /* it could not be read: no lines, which says nothing of them */
    struct table_view view;
    struct marks saved;         /* recorded here since the screen was opened */
    int32_t on;                 /* the day of the visit saved last; DAY_NONE: none yet */
    int64_t typed;              /* a number being typed; 0: none */
    int64_t missing;            /* a number that was typed and is not there; 0: none */
    char *find;                 /* looked for last */
    const struct tui *t;        /* for cells while they are drawn */
};

/* ---- visit_sheet.c ---- */

/* What round_load() is asked for. */
struct round_ask visit_sheet_ask(const struct tui *t, const struct sheet_state *s);

/* ---- visit_sheet_pick.c ---- */

/* Whose rows there are to go to; asks when there are several and `mine` does not say that my own
 * will do. False: left, or there are none, which is said. The texts are the caller's. */
bool visit_sheet_owner(struct tui *t, bool mine, char **owner, char **name);
/* Another person, project or village, or another day of printing. True when something is
 * different now. */
bool visit_sheet_ask_other(struct tui *t, struct sheet_state *s);
/* F7: a number, a name or code, by pinyin too; the cursor goes there or it is said. */
void visit_sheet_find(struct tui *t, struct sheet_state *s);
void visit_sheet_find_next(struct tui *t, struct sheet_state *s, bool backward);
/* The cursor to the line with this number; false: there is none. */
bool visit_sheet_go_to(struct sheet_state *s, int64_t no);

#endif
