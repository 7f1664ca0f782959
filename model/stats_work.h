/* stats_work.h - figures while they are being counted: which groups there are, what they
 * are called, in what order. Private to stats*.c. */
#ifndef MODEL_STATS_WORK_H
#define MODEL_STATS_WORK_H

#include "model/index.h"
#include "model/names.h"
#include "model/query_build.h"
#include "model/stats.h"

enum stats_by { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_PLACE, BY_COUNT };

/* A number kept for a row: the parent of a place, the side of a unit ... */
struct stats_lookup { struct index at; int64_t *v; size_t n, cap; };

struct stats_part {
    int64_t key[BY_COUNT];      /* list: place in `lists`; 0 where not asked for */
    size_t row;                 /* place in `words` */
    enum stats_side side;
    int64_t n[STATS_FIGURES];
};
/* One item in the answer. */
struct stats_seen { int64_t item; size_t group; };

struct stats_work {
    struct query q;
    int32_t from, to;
    bool by[BY_COUNT];
    enum stats_by order[BY_COUNT]; size_t n_by;
    char **lists; size_t n_lists, cap_lists;    /* ids met, in their order of meeting */
    const char **words; size_t n_words, cap_words;  /* "" and rows counted apart; borrowed */
    struct stats_part *groups; size_t n_groups, cap_groups;
    size_t *same; size_t cap_same;          /* per group: the next of its number, or SIZE_MAX */
    struct index group_at;
    struct stats_seen *seen; size_t n_seen, cap_seen;
    struct index seen_at;
    struct stats_lookup place_parent, unit_side, person_unit;
    int32_t *soon;              /* per list met: last day that is soon */
    struct names names;
};

/* What to count by; the tables that groups are found with. */
enum xh_rc stats_begin(struct stats_work *c, const char *const *by, size_t n_by,
                       struct xh_err *err);
void stats_work_fini(struct stats_work *c);

/* Place of a list in `lists`. */
size_t stats_list_at(struct stats_work *c, const char *id);
/* The group of an item: its list (a place in `lists`) and what it belongs to. */
size_t stats_part_of(struct stats_work *c, size_t list, int64_t unit, int64_t owner,
                     int64_t lead, int64_t place);
/* Groups and totals as they are handed out. names_failed(&c->names) tells of trouble. */
void stats_answer(struct stats_work *c, struct stats *out);

#endif
