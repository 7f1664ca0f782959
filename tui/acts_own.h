/* acts_own.h - what the flows of acts*.c share: the rows, whose hands they are, the box
 * that asks, the call that is made of each row. Private to them and the grid (grid*.c),
 * which does the same to many rows. */
#ifndef TUI_ACTS_OWN_H
#define TUI_ACTS_OWN_H

#include "model/detail.h"
#include "model/oral.h"
#include "model/query.h"
#include "model/ready.h"
#include "tui/acts.h"
#include "tui/form.h"

/* ---- rows ---- */

/* The first (or only) row, with its names and fields; the others are read when their turn
 * comes. `version` is what it was when the flow began. */
struct flow {
    const struct targets *on;
    struct rows rows;           /* one */
    struct row *r;
    const struct item *it;
    const struct list_def *list;
    int64_t *failed; size_t *n_failed;
    int64_t seen;               /* the newest event when it was read */
};
/* False after saying why. */
bool flow_begin(struct tui *t, struct flow *f, const struct targets *on, int64_t *failed,
                size_t *n_failed);
void flow_end(struct flow *f);
/* The first row read anew, after a part of the flow has changed it. */
bool flow_again(struct tui *t, struct flow *f);
/* One row by its id, as the person acting may see it. Caller: rows_fini(). */
enum xh_rc flow_row(struct tui *t, int64_t item, struct rows *out, struct xh_err *err);
/* "督26-112 林家村土地签约", or "3 items: 督26-1, 督26-2 ..". Appended. */
void flow_name(const struct flow *f, struct tui *t, struct buf *out);
/* The office's word for a verb on this row: 申请销号. Borrowed. */
const char *flow_word(struct tui *t, const struct list_def *list, enum verb verb);
/* F4: a late item gets a limit, any other an extension. */
enum verb flow_time_verb(struct tui *t, const struct item *it);
/* May this be done now, by me, or by me for a leader who decided on paper? `why` may be
 * NULL. */
bool flow_may(struct tui *t, enum verb verb, int64_t item, struct xh_err *why);

/* ---- whose hands (ENGINE 26, 27) ---- */

struct hands {
    struct who who;
    char *behalf, *decided, *paper;     /* names and the file, owned; NULL: none */
    bool of_owner;                      /* on behalf of each row's owner */
    bool may_behalf, may_paper;         /* is it offered in the box? */
    bool needs_paper;                   /* I may not decide this myself */
};
/* For `verb` on this row: what is offered; whoever is not of the responsible side and may
 * act for others writes down the owner's work, unless said otherwise. */
void hands_init(struct tui *t, struct hands *h, const struct flow *f, enum verb verb);
void hands_fini(struct hands *h);
/* Adds to a form the field that asks for whom something is entered, with the owner's name in
 * it where hands_init() would say so. `f` NULL: of a new row of `list`. `cap` as for
 * form_add(). False: it is not offered. */
bool hands_field(struct tui *t, const struct flow *f, const struct list_def *list,
                 enum verb verb, struct form *form, size_t *cap);
/* Whose hands that form says, into `h` (nothing in it is owned); false with the error
 * beside the field. */
bool hands_read(struct tui *t, struct form *form, struct hands *h);
void hands_ask_behalf(struct tui *t, struct hands *h);      /* toggles */
void hands_ask_paper(struct tui *t, struct hands *h);

/* ---- the box ---- */

/* A question answered by a digit. */
struct box_group {
    const char *label;          /* translated */
    const char **choices; size_t n;     /* at most nine; borrowed */
    int at;                     /* chosen; -1: not yet */
    bool own_words;             /* 0: typed, kept in `own` */
    char *own;                  /* owned; NULL: none */
};
enum box_answer { BOX_LEFT, BOX_DONE, BOX_MORE, BOX_DIGIT, BOX_OTHER };
struct act_box {
    const char *title;
    /* What it is about, appended; called for every draw, so that it follows the
     * choices. */
    void (*say)(struct tui *t, struct act_box *b, struct buf *out);
    void *ctx;
    struct box_group *groups; size_t n_groups;
    /* A digit was pressed; may ask further (a day), and answers whether it stands. NULL:
     * always. */
    bool (*chosen)(struct tui *t, struct act_box *b, size_t group);
    bool digits_act;            /* a digit ends the box: BOX_DIGIT, groups[0].at */
    const char *done;           /* what Enter does, translated; NULL: it cannot be done */
    bool more;                  /* F2 asks for everything else: BOX_MORE */
    const char *other;          /* "F4 extend": another way out, BOX_OTHER; NULL: none */
    uint32_t other_key, other_letter;
    struct hands *hands;        /* NULL: mine */
    /* private */
    size_t here;
    int cursor;
    const char *wrong;
};
enum box_answer box_run(struct tui *t, struct act_box *b);
/* The text of what was chosen in a group: own words or the choice; NULL: nothing. */
const char *box_text(const struct box_group *g);
void box_fini(struct act_box *b);       /* own words */

/* ---- doing it ---- */

/* A call for the rows of a flow: what was asked once. `each` (may be NULL) fills in what
 * differs from row to row; false: this row is left out, `why` says why. */
struct plan {
    struct call call;
    const struct hands *hands;  /* NULL: mine */
    bool (*each)(struct tui *t, void *ctx, const struct item *it, struct call *call,
                 struct xh_err *why);
    void *ctx;
};
/* One row: at its version; somebody else's change in between is shown and asked about. A
 * refusal is shown. Several: an act each, Esc stops, those that failed are named in a box
 * and put into the flow's `failed`. True when something was done. */
bool flow_do(struct tui *t, struct flow *f, const struct plan *p);
/* The only row of a flow, the refusal in `err` instead of shown: for forms. */
enum xh_rc flow_try(struct tui *t, struct flow *f, const struct plan *p, struct xh_err *err);
/* Acts one after the other, each of its own: Esc stops, what failed is named in a box,
 * Ctrl-Z takes the batch back. `next` prepares act `i`: loads what it is about into `it`
 * (zeroed; for its code), whose hands and the call; false: it is left out, `why` says why.
 * bad[i]: it was not done. True when something was. */
struct batch {
    size_t n;
    bool (*next)(struct tui *t, void *ctx, size_t i, struct item *it, struct who *who,
                 struct call *call, struct xh_err *why);
    void *ctx;
    bool *bad;
};
bool flow_batch(struct tui *t, const struct batch *b);
/* Somebody changed the row while it was being worked on: both sides are shown. True: mine
 * shall be written, of its fields those left true in `keep` (as many as
 * mine->n_fields). `sides`: the fields as people read them, where they are not those of
 * the flow's row and of the call; NULL. */
struct conflict_sides {
    const char *const *was;     /* what stood there when mine was typed */
    const char *const *mine;
};
bool conflict_ask(struct tui *t, const struct flow *f, const struct call *mine,
                  const struct conflict_sides *sides, bool *keep);
/* A long batch: shows how far it is and looks for Esc now and then. `last` is when it did
 * so, in the clock's milliseconds; begin with that of the start. */
struct pace { int64_t last; bool stopped; };
void flow_pace(struct tui *t, struct pace *p, size_t done, size_t n);
/* A column or field as people read it, caller frees; and what it is called, borrowed. */
char *row_value(const struct row *r, const struct list_def *list, const char *key);
const char *row_label(const struct list_def *list, const char *key);

/* The columns every list has, as forms offer them (acts_edit.c), in their order. */
enum { WHEN_NEW = 1, WHEN_EDIT = 2, WHEN_ASSIGN = 4, WHEN_TRANSFER = 8 };
struct edit_column {
    const char *key, *label;    /* msgid */
    enum form_kind kind;
    unsigned when;
    enum verb needs;            /* to change it later takes this permission too */
};
const struct edit_column *edit_columns(size_t *n);
enum form_kind edit_field_kind(const struct field_def *f);
/* Does a refusal's line speak of this column or field: does it begin with either name? */
bool edit_is_about(const char *line, const char *key, const char *label);
/* How often to report, in words: room for nine. Returns how many; `out` NULL: only that. */
size_t edit_cadences(const char **out);
const char *edit_cadence_id(const char *word);          /* NULL: no such word */

/* ---- the flows, by command; true when something was done ---- */

bool flow_act(struct tui *t, struct flow *f);           /* F2 */
bool flow_return(struct tui *t, struct flow *f);        /* F3 */
bool flow_supervise(struct tui *t, struct flow *f);     /* F5 */
bool flow_report(struct tui *t, struct flow *f);        /* F6 */
bool flow_evidence(struct tui *t, struct flow *f);      /* a */
bool flow_note(struct tui *t, struct flow *f, enum verb verb);  /* c; note or instruct */
bool flow_edit(struct tui *t, struct flow *f);          /* i */
bool flow_repeat(struct tui *t, struct flow *f);        /* . */
/* To the rows a step waits for, as far as they have not come: the ledger of their list. */
void flow_go_to_rows(struct tui *t, const struct flow *f, const struct rows_found *r);
/* Can step `i` of the only row not be begun or done today, whatever proves it? Then that is
 * said, with its article and the way to what it waits for, before anything is asked. Where
 * only a reason is missing, or several rows are meant, or the day may lie before the township
 * began: false. */
bool flow_step_barred(struct tui *t, struct flow *f, const struct ready *now, size_t i,
                      enum verb verb);
/* Everything this person may do to the row, by digit. */
bool flow_more(struct tui *t, struct flow *f);
/* One verb with its box: those the menu reaches. */
bool flow_verb(struct tui *t, struct flow *f, enum verb verb);
/* A verb that takes an office, a day, a reason, and no more (acts_ask.c), of a step or of
 * the item (NULL); is it one? */
bool flow_ask(struct tui *t, struct flow *f, enum verb verb, const char *step);
bool flow_asks(enum verb verb);
bool flow_apply(struct tui *t, struct flow *f);
bool flow_approve(struct tui *t, struct flow *f);
bool flow_answer(struct tui *t, struct flow *f, bool refuse);   /* grant, refuse */
/* One request of the only row by its id (0: the open one, or asked); `preset`: Enter alone
 * answers. */
bool flow_answer_to(struct tui *t, struct flow *f, int64_t request, bool refuse, bool preset);
/* What was frozen when it was applied for: steps with their days, evidence, words of the
 * last report; lines, appended. */
void flow_frozen(struct tui *t, const struct row *r, const struct list_def *list,
                 const struct detail *d, struct buf *out);
/* "干部甲: extend the deadline  11-18 -> 11-27  reason", appended. */
void flow_say_request(struct tui *t, const struct detail_request *r, struct buf *out);
bool flow_pin(struct tui *t, struct flow *f);
bool flow_hand_over(struct tui *t, struct flow *f, enum verb verb);     /* assign, transfer */
bool flow_split(struct tui *t, struct flow *f);
bool flow_skip(struct tui *t, struct flow *f);
/* A village's rows at once (ENGINE 24): has the item such rows, or is it one of them? Apply or
 * approve; of a row, those of its own village. */
bool flow_has_villages(const struct tui *t, const struct flow *f);
bool flow_is_of_village(const struct flow *f);
bool flow_village(struct tui *t, struct flow *f, enum verb verb);
/* One private value in full, with a reason (ENGINE 35): is there one hidden from me? */
bool flow_may_unmask(struct tui *t, const struct flow *f);
bool flow_unmask(struct tui *t, struct flow *f);
/* A visit (走访), a form: `day` (may be NULL) is what its day begins with, DAY_NONE today,
 * and gets the day it was saved with; `brief`: without who went and objections. */
bool flow_visit(struct tui *t, struct flow *f, int32_t *day, bool brief);
/* A promise was kept: of the item's `which`th visit, 0 asks. Is there one open? */
bool flow_kept(struct tui *t, struct flow *f, int64_t which);
bool flow_has_promises(struct tui *t, const struct flow *f);
/* The form of one field, to fill in what is missing. */
bool flow_field(struct tui *t, struct flow *f, const char *field);
/* Evidence for a step ("" or NULL: asked when several want some). */
bool flow_evidence_for(struct tui *t, struct flow *f, const char *step);
/* "in work, due 11-18, 2 days overdue, steps 7/9": a line about the row, appended. */
void flow_facts(struct tui *t, const struct flow *f, struct buf *out);
/* A step by its id (NULL: asked): what Space does with it, or a verb of steps. */
bool flow_step(struct tui *t, struct flow *f, const char *step);
bool flow_step_as(struct tui *t, struct flow *f, const char *step, enum verb verb);
/* As acts_steps(). */
bool flow_step_all(struct tui *t, struct flow *f, const char *step);

/* The line before the form of a new row (acts_oral.c), with what is in doubt asked; "" is
 * fine; *at_once: it is to be recorded as it is understood. False: left. oral_fini() in any
 * case. */
bool oral_ask(struct tui *t, const struct list_def *list, const char *title,
              const struct oral_index *index, struct oral *out, bool *at_once);

/* "11-27", with the year when it is another one. */
const char *short_day(const struct tui *t, int32_t day, char out[static DAY_TEXT]);
/* "Fri", translated; static. */
const char *weekday_word(int32_t day);

#endif
