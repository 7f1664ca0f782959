/* meeting_own.h - the parts of 会议. Private to tui/meeting*.c. */
#ifndef TUI_MEETING_OWN_H
#define TUI_MEETING_OWN_H

#include "model/order.h"
#include "model/roster.h"
#include "report/agenda.h"
#include "tui/meeting.h"
#include "tui/table_view.h"

/* ---- the meeting going on (meeting_sitting.c) ---- */

/* Takes over `*m`, which is empty afterwards. */
struct sitting_arg { struct meeting *m; };
extern const struct screen_ops sitting_screen;

struct taken_back { size_t row; struct meeting_decision was; };
struct sitting {
    struct tui *t;
    struct meeting m;
    struct agenda_page page;
    size_t shown;               /* the row `page` is of */
    bool listing;               /* all rows in one list, to confirm; else one a page */
    struct table_view list;
    char number[8];             /* 序号 being typed in the list */
    struct taken_back *back; size_t n_back, cap_back;
};
struct meeting_row *sitting_row(struct sitting *s);
/* What was decided about the row under the cursor becomes `d`; kept on disk. False after
 * saying why not. */
bool sitting_decide(struct tui *t, struct sitting *s, const struct meeting_decision *d);
bool sitting_save(struct tui *t, struct sitting *s);

/* ---- who may chair ---- */

/* Leaders in their order. `out` zeroed before; chairs_fini() after either way. XH_REFUSED
 * when there is nobody. */
struct chairs {
    struct roster people;
    const char **names; int64_t *ids; size_t n;     /* names borrowed from `people` */
};
enum xh_rc chairs_load(struct tui *t, struct chairs *out, struct xh_err *err);
void chairs_fini(struct chairs *c);

/* ---- an act of a decision, by the person at the keyboard; ctx: struct tui ---- */

enum xh_rc meeting_by_verb(void *ctx, const struct who *who, const struct call *call,
                           struct result *out, struct xh_err *err);
enum xh_rc meeting_by_order(void *ctx, const struct who *who, const struct order_call *call,
                            struct order_result *out, struct xh_err *err);

/* ---- its parts ---- */

void meeting_draw_page(struct tui *t, struct sitting *s, struct area body);     /* meeting_page.c */
/* A digit: asks what it takes. */
void meeting_ask_decision(struct tui *t, struct sitting *s, enum meeting_what what);
void meeting_ask_text(struct tui *t, struct sitting *s);
/* Its minutes, or the form the chair signs; the screen with `m` stays below them. */
void meeting_show_minutes(struct tui *t, struct meeting *m);
/* The chair confirms, and everything decided is carried out (meeting_confirm.c). True when
 * anything was done. */
bool meeting_confirm(struct tui *t, struct sitting *s);

#endif
