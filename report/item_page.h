/* item_page.h - everything about one item, read once, and what each part of it reads like:
 * the same words on the page of the command line and on the screen.
 *
 * An entry is one line or several, separated by '\n' without one at the end; nothing is
 * indented or wrapped here. Texts people typed are shown by text_show(). */
#ifndef REPORT_ITEM_PAGE_H
#define REPORT_ITEM_PAGE_H

#include "model/detail.h"
#include "model/history.h"
#include "model/order.h"
#include "model/query.h"
#include "model/recompute.h"
#include "model/row_gate.h"
#include "model/sample.h"
#include "model/visit.h"

struct item_page {
    struct store *st;
    const struct defs *defs;        /* of the store when it was loaded */
    struct filter look;             /* who looks, and on which day; nothing narrowed */
    int64_t id;
    int32_t day;                    /* the day looked at: as-of or today */
    struct rows rows;               /* the one row */
    const struct row *r;
    const struct list_def *list;    /* NULL when YAML no longer has it */
    struct detail d;
    struct history h;
    struct visits visits;           /* newest first, private words as the reader may see them */
    struct item_facts facts;
    struct derived derived;
    bool has_facts;
    struct row_gates gates;         /* rows its open steps wait for, now; none on a day gone by */
    struct samples drawn;           /* of its villages, else those it was drawn in; newest first */
    struct orders orders;           /* about it; none on a day gone by, as are the times */
    int64_t supervised;             /* 督办次数 */
    struct group_count *below;      /* rows of other lists that lie under it, by list */
    size_t n_below;
    int64_t reminded;               /* 催办: times since it was (re)opened, and the last day */
    int32_t reminded_on;
};

/* `look` says who reads and on which day (reader, today, as_of). XH_NOT_FOUND when it is
 * void, did not exist yet or may not be read. item_page_fini() after either way. */
enum xh_rc item_page_load(struct item_page *p, struct store *st, const struct filter *look,
                          int64_t item, struct xh_err *err);
void item_page_fini(struct item_page *p);

/* ---- names by id; borrowed; the id itself when it is no longer configured ---- */

const char *item_page_state(const struct item_page *p, const char *id);
const char *item_page_step(const struct item_page *p, const char *id);
const char *item_page_verb(const struct item_page *p, const char *id);
/* The day, written short when it lies in the year looked at. */
const char *item_page_day(const struct item_page *p, int32_t day, char text[static DAY_TEXT]);

/* ---- labels and values, those without a value left out ---- */

typedef void item_value(void *ctx, const char *label, const char *value);
void item_page_chain(const struct item_page *p, item_value *put, void *ctx);
void item_page_dates(const struct item_page *p, item_value *put, void *ctx);
/* Field `i` of the list with its unit: "3.5 亩"; NULL when it is empty. Caller frees. */
char *item_page_field(const struct item_page *p, size_t i);
/* Money in capitals behind a field's value, "  壹拾贰万元整", where the reader sees the value
 * itself: not where it is masked, not for what is no money (capital.h). Behind `out`, whose
 * last line stands `indent` columns in, or on a line of its own where 80 columns do not hold
 * both. */
void item_page_capital(struct buf *out, const struct item_page *p, size_t i, int indent);
/* The same of a value of the field that stands elsewhere, seen with a reason. */
void item_value_capital(struct buf *out, const struct field_def *f, const char *value,
                        int indent);

/* ---- entries, appended ---- */

/* "三色督办事项 < 督26-1  在办  红  逾期3天  reopened: 1" */
void item_text_standing(struct buf *out, const struct item_page *p);
void item_text_words(struct buf *out, const struct item_page *p, size_t i);
/* [x] done, [-] not applicable, [>] begun, [ ] open; static. */
const char *item_step_mark(const struct item_page *p, size_t i);
/* What is behind its name: quantity, dates, what it waits for; each led by two blanks. */
void item_text_step(struct buf *out, const struct item_page *p, size_t i);
/* Of that, what no column has: what it waits for, what was gone past, why it was left out. */
void item_text_step_notes(struct buf *out, const struct item_page *p, size_t i);
void item_text_part(struct buf *out, const struct item_page *p, size_t i);
/* "征地户签 97 户  红 3  绿 94  crossed off 2" */
void item_text_below(struct buf *out, const struct item_page *p, size_t i);
void item_text_report(struct buf *out, const struct item_page *p, size_t i);
/* "#3  11-18  陈志远  在谈 ..": visit_text() led by its number. */
void item_text_visit(struct buf *out, const struct item_page *p, size_t i);
/* "times: 3  in talks  promises open: 1  not kept: 1"; nothing when there was none. */
void item_text_visits(struct buf *out, const struct item_page *p);
void item_text_evidence(struct buf *out, const struct item_page *p, size_t i);
void item_text_request(struct buf *out, const struct item_page *p, size_t i);
void item_text_move(struct buf *out, const struct item_page *p, size_t i);
/* What was done. A request reads as a request (申请延期), and its answer names it
 * (同意延期申请). Of `p` only the definitions and the list are asked for. */
void item_text_act(struct buf *out, const struct item_page *p, const struct history_line *l);
void item_text_history(struct buf *out, const struct item_page *p, size_t i);
/* The same in a few words: "11-19 陈志远 退回 照片不清"; of `p` only the definitions, the
 * list, the day looked on and the history are asked for. */
void item_text_deed(struct buf *out, const struct item_page *p, size_t i);
void item_text_order(struct buf *out, const struct item_page *p, size_t i);
/* What stood on the day looked at (ENGINE 11); lines end with '\n'. */
void item_text_then(struct buf *out, const struct item_page *p);

#endif
