/* explain.h - why this date, why this colour, in the reader's words (ENGINE §1-§4).
 * Pure. */
#ifndef MODEL_EXPLAIN_H
#define MODEL_EXPLAIN_H

#include "model/facts.h"
#include "model/mem.h"

/* The item's deadline: given or by which rule from which anchor, the days counted and
 * skipped (holidays by name, make-up days), roll, extension (what rule and stops would
 * have given is shown beside it), holds and reviews with the workdays each moved it, 待定
 * and which step it waits for, first and upper deadline and lateness against each. Lines
 * end with '\n'. */
void explain_due(struct buf *out, const struct defs *defs, const struct facts *f,
                 const struct derived *d, int32_t today);
/* The same for step `i`. */
void explain_step_due(struct buf *out, const struct defs *defs, const struct facts *f,
                      const struct derived *d, int i, int32_t today);
/* The colour on `today`: which rule, its first day and how it was counted, when it turns
 * next if nothing changes, what would change it, a pin beside the computed colour, a
 * stopped clock. Missing calendar years are warned about at the end. */
struct pin;
void explain_colour(struct buf *out, const struct defs *defs, const struct facts *f,
                    const struct derived *d, const struct pin *pin, int32_t today);
/* Both, a stopped clock told once. */
void explain_item(struct buf *out, const struct defs *defs, const struct facts *f,
                  const struct derived *d, const struct pin *pin, int32_t today);
/* "剩3个工作日", "今日到期", "逾期9天" (ENGINE 4), "11-20到期" when it is over but no
 * workday has gone by since; nothing without a due day. */
void explain_left(struct buf *out, const struct calendar *cal, int32_t due,
                  int32_t today);
/* A canonical rule text in the reader's words: "due_in: 3 workdays" becomes
 * "距完成时限不超过3个工作日". */
void explain_rule(struct buf *out, const char *rule);

/* A rule for deadlines by itself, before there is a day: "10 workdays after step 公示 done";
 * appended. `list`: whose rule it is; `parents`: that of its items' parents, NULL when it is not
 * known (an id stands for a name then). r->anchor is not ANCHOR_NONE. */
void explain_due_rule(struct buf *out, const struct list_def *list,
                      const struct list_def *parents, const struct deadline *r);

#endif
