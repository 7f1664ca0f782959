/* remind.h - 催办: what people are reminded of, who is, and how often it was done (OFFICE
 * 15). The words are report/remind.h; that a reminder was sent is an act (VERB_REMIND),
 * looking at its text is none.
 *
 * Which rows a kind is about on a day is asked like anything else: `remind=overdue`
 * (query_mine.c). */
#ifndef MODEL_REMIND_H
#define MODEL_REMIND_H

#include "model/item.h"

enum remind_kind {
    REMIND_REPORT,              /* 催报进展: owed in the period one asks about now (reporting.h) */
    REMIND_DUE,                 /* 明日到期: by the next workday */
    REMIND_OVERDUE,             /* 逾期提醒 (ENGINE 4) */
    REMIND_ACCEPT,              /* 签收: given to them, not accepted for a workday */
    REMIND_KINDS
};
const char *remind_id(enum remind_kind k);      /* "report": stable */
const char *remind_name(enum remind_kind k);    /* translated */
enum remind_kind remind_find(const char *word); /* id or name; REMIND_KINDS: neither */

/* Who is reminded of the item: its owner, else its handler, else the 联络员 of its unit;
 * whoever is still here. 0: nobody is named. */
int64_t remind_addressee(struct db *db, const struct item *it);

/* How often it was reminded of since it was (re)opened, and the last day (DAY_NONE:
 * never). */
enum xh_rc remind_times(struct db *db, int64_t item, int64_t *times, int32_t *last,
                        struct xh_err *err);

#endif
