/* visit_round.h - a round of visits (包户走访单): which rows a cadre has to go to, and under which
 * number each of them stands on his sheet. Paper and the screen it is keyed in from both ask
 * here, so that number 7 is the same household on both.
 *
 * Of lists whose rows are persons or are summed up by `rollup:`, the rows not crossed off that
 * are not signed yet or have an open promise. Both are asked as of the morning of `day`, the day
 * the sheet was printed: what was signed, kept or crossed off on that day or since stays on it,
 * so that the numbers do not move while it is keyed in. */
#ifndef MODEL_VISIT_ROUND_H
#define MODEL_VISIT_ROUND_H

#include "model/query.h"
#include "model/visit.h"

enum { ROUND_MOST = 5000 };     /* lines; more are refused, saying how to ask for fewer */

struct round_ask {
    const char *list;           /* id; NULL: every list that has such rows */
    const char *owner, *parent, *place;         /* as typed; NULL: any */
    bool all;                   /* every row not crossed off */
    int32_t day;                /* the sheet's */
    int32_t today;
    int64_t reader;             /* whose rights; READER_TOWNSHIP is no reader of sheets */
};
struct round_line {
    const struct list_def *list;
    struct row row;             /* without co-owners, fields and progress */
    struct visits visits;       /* as the reader may see them */
    int64_t no;                 /* 1 is the first on its owner's sheet */
    bool visited;               /* on the sheet's day or since */
    char *order;                /* private: where its place stands */
};
struct round { struct round_line *v; size_t n, cap; };

/* By owner (leaders' order, rows without one last), then list, item above, place (village and
 * group in the leaders' order), code. `out` zeroed before; round_fini() after either way.
 * XH_USAGE: a list that has no such rows, or more than ROUND_MOST of them. */
enum xh_rc round_load(struct store *st, const struct round_ask *ask, struct round *out,
                      struct xh_err *err);
void round_fini(struct round *r);
/* Does the list have rows to go to? */
bool round_has(const struct list_def *l);
/* The open promise that is due first, as things stood on `day`; NULL. `others` (may be NULL): how
 * many more there are. */
const struct visit *round_promise(const struct round_line *l, int32_t day, size_t *others);
/* The last visit up to and including `day`; NULL. */
const struct visit *round_last(const struct round_line *l, int32_t day);

#endif
