/* remind.h - the words of reminders (催办文字, OFFICE 15): one text a person, to be copied
 * into a message. No sums, no telephone numbers; households only as "林家村 签约 逾期23户",
 * never by name, and no title of a list whose titles are personal data.
 *
 * Composing is pure: rows and names are handed in. remind_load() asks the store for them. */
#ifndef REPORT_REMIND_H
#define REPORT_REMIND_H

#include "model/mem.h"
#include "model/query.h"
#include "model/remind.h"
#include "report/gather.h"

struct remind_to {              /* one person's, or a unit's where nobody is named */
    int64_t person;             /* 0: the unit */
    char *name;                 /* how the text begins; "" */
    int64_t rank;               /* leaders' order */
    int64_t *items; size_t n_items, cap_items;
    int64_t times;              /* most often so far, of its items; the last time */
    int32_t last;               /* DAY_NONE: never */
    char *text;                 /* lines, each ended by '\n' */
    struct gather rows;         /* private */
};
struct reminds {
    const struct defs *defs;
    int32_t today;
    enum remind_kind kind;
    const char *from;           /* who signs: the unit's name; "" nobody; borrowed */
    bool practice;              /* the text says that it is not real */
    struct remind_to *v; size_t n, cap;
};

/* A row of its person's text. Takes over what is in `row`. */
void remind_add(struct reminds *r, struct row *row, int64_t person, const char *name,
                int64_t rank);
/* Put them in order, units last, and write the texts. */
void remind_finish(struct reminds *r);
void reminds_fini(struct reminds *r);
/* All of them as one text, a blank line between them; appended. */
void reminds_print(struct buf *out, const struct reminds *r);

/* Those of `items` the kind is about, or of all rows of `f` (items NULL). f->reader reads;
 * `keep` (NULL: all) says which rows may be in it. `out` has defs, today, kind, from and
 * practice set, the rest zeroed; finished on XH_OK, reminds_fini() after either way. */
enum xh_rc remind_load(struct store *st, const struct filter *f, const int64_t *items, size_t n,
                       bool (*keep)(void *ctx, const struct row *r), void *ctx,
                       struct reminds *out, struct xh_err *err);

/* "已催办 2 次(11-19)", appended; nothing when never. */
void remind_said(struct buf *out, int64_t times, int32_t last, int32_t today);

#endif
