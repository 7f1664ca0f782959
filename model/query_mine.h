/* query_mine.h - conditions about the reader, and about whose turn it is, for --where.
 * Private to query*.c.
 *
 *   relation=own co leads unit place    how the reader stands to the row (ENGINE 28)
 *   review=mine          waits for a decision the reader may take (ENGINE 26)
 *   review=others        by his roles he would, but another person must (his own work)
 *   review=given_back    given to the reader, sent back as not ours
 *   request=open mine others    somebody has asked; mine: the reader may answer
 *   report=owed          owes a report of this period, and has not made it (ENGINE 5)
 *   report_due= report_silent=    owes one in the period asked about "now", or ending on a
 *                        fill day; has not made it (reporting.h)
 *   remind=report due overdue accept    what people are reminded of (remind.h)
 *   since=new_red still_red turned_green    against the last final sheet of a day before
 *                        (ENGINE 39), by the rules, pins not looked at
 *   visit=broken week next due open never     promises not kept; those of this week; the next
 *                        visit today or before; either of them by today; at all; not visited
 *                        so far (visit.h)
 *   row= row=户 row!=    items; rows of the lists counted apart by that word; of all such
 *                        lists (OFFICE 7)
 *   undone=STEP          of one list: not crossed off, and that step neither done nor skipped */
#ifndef MODEL_QUERY_MINE_H
#define MODEL_QUERY_MINE_H

#include "model/query_build.h"

bool query_is_mine(const char *name);
/* One of them into q->cond. XH_USAGE says which values there are. */
enum xh_rc query_mine(struct query *q, const char *name, const char *value, bool is_equal,
                      struct xh_err *err);

#endif
