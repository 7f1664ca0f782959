/* visit.h - what was said at the door (走访): read back of one item, of many, and of all
 * that is due. Recording it is a verb (verbs.h, VERB_VISIT).
 *
 * A promise is *open* until it is kept, and *broken* when a workday has passed after its
 * last day: wd(due, today] >= 1, as everywhere (ENGINE 4, 7). The next visit is what the
 * last visit said: whoever goes again has kept the appointment, or made another one.
 *
 * In `person: true` lists demand, promise and objection are private (ENGINE 35). They are
 * plain for the owner and handler, for the village and the unit (VISIT_SHOW), and for
 * whoever went there; everybody else sees "***" and unmasks one visit at a time. */
#ifndef MODEL_VISIT_H
#define MODEL_VISIT_H

#include "model/store.h"

#define VISIT_SHOW (SHOW_SELF | SHOW_HANDLER | SHOW_VILLAGE)
#define VISIT_TEXT 1000         /* characters a demand, a promise, an objection may have */

enum stance { STANCE_NONE, STANCE_WILLING, STANCE_TALKING, STANCE_REFUSES, STANCES };
const char *stance_id(enum stance s);       /* "willing"; "" for STANCE_NONE */
const char *stance_name(enum stance s);     /* translated: 愿签 在谈 不愿; "" */
enum stance stance_find(const char *id);    /* STANCE_NONE when there is none */

struct visit {
    int64_t id;
    int64_t n;                  /* 1 is the item's first by day; `--kept N` means it */
    int32_t day;
    int64_t person;             /* who went; 0 unknown */
    char *who, *with;
    enum stance stance;
    char *demand, *promise, *objection;     /* "***" when masked, "" when not said */
    int32_t promise_due;        /* DAY_NONE: no promise was made */
    int32_t kept_on;            /* DAY_NONE: not yet */
    int32_t next_on;            /* DAY_NONE */
    bool is_masked;             /* one of the texts is */
    bool is_broken;
};

struct visits {
    struct visit *v; size_t n, cap;         /* newest first */
    enum stance stance;         /* the last one noted */
    size_t open, broken;        /* promises not kept; those of them that are broken */
    int32_t promise_due;        /* the earliest open promise; DAY_NONE */
    int32_t next_on;            /* the next visit, by the last one; DAY_NONE */
};

/* Visits to one item as `reader` may see them (READER_TOWNSHIP: masked), as things stand
 * on `today`. May `reader` read the item at all is asked before. `out` zeroed before;
 * visits_fini() after, also after a failure. XH_DB. */
enum xh_rc visits_load(struct store *st, int64_t item, int64_t reader, int32_t today,
                       struct visits *out, struct xh_err *err);
void visits_fini(struct visits *v);

/* The same without words, for every row under `parent` that was visited, by item: what a
 * map of thousands shows. `list` NULL: of any list; `parent` 0: of any. Caller frees
 * *out. */
struct visit_standing {
    int64_t item;
    int32_t n, day;             /* how often, and last when */
    enum stance stance;
    int32_t open, broken;
    int32_t promise_due, next_on;           /* as above */
};
enum xh_rc visit_standings(struct store *st, const char *list, int64_t parent, int32_t today,
                           struct visit_standing **out, size_t *n, struct xh_err *err);
/* Of one item in them; NULL: not visited. */
const struct visit_standing *visit_standing_of(const struct visit_standing *v, size_t n,
                                               int64_t item);

/* Is the promise broken on `today`? DAY_NONE is no promise. */
bool visit_is_broken(const struct calendar *cal, int32_t due, int32_t kept_on, int32_t today);

/* `unmask` names a visit's texts "visit:3": n of the item's visits, 0 when it names none. */
int64_t visit_field(const char *field);

#endif
