/* colour_now.h - how many items of each colour by list and unit, kept ready (DESIGN 7,
 * PERFORMANCE 2.4).
 *
 * The table holds for one stored day, that of the last act. Triggers keep it true in the
 * transaction that changes an item, whoever writes; the first act of another day makes it
 * anew before it commits. Nobody else writes it and no event carries it: it is derived,
 * and verify counts again.
 *
 * A reader takes it only for that very day: a forecast, a day nobody has acted on yet, a
 * filter, or rows the reader may not read are counted by ranges as ever (query.h), so a
 * figure is never that of another day. Also where no day is stored: in a fresh or just
 * migrated database, until the first act commits. */
#ifndef MODEL_COLOUR_NOW_H
#define MODEL_COLOUR_NOW_H

#include "model/db.h"
#include "model/verify.h"

/* For an act that writes items by the thousand (an import), once before the first of
 * them: no upkeep from here on; the table is made anew when the act commits. Rolled back
 * with it. */
enum xh_rc colour_now_suspend(struct db *db, struct xh_err *err);
/* Make it true for `day`, whatever it holds. Inside the caller's transaction. */
enum xh_rc colour_now_rebuild(struct db *db, int32_t day, struct xh_err *err);
/* The same, but only when another day is stored or none. act_end() calls it. */
enum xh_rc colour_now_settle(struct db *db, int32_t day, struct xh_err *err);
/* The stored day, DAY_NONE when there is none. */
enum xh_rc colour_now_day(struct db *db, int32_t *day, struct xh_err *err);

/* Count again for the stored day: a finding for each figure that differs, naming list,
 * unit, stored and counted. */
enum xh_rc colour_now_verify(struct db *db, struct verify_part *part, struct xh_err *err);

#endif
