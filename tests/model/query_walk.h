/* query_walk.h - the answer to a question found by walking over the rows of the rig:
 * nothing in common with the SQL that must agree with it. */
#ifndef TESTS_QUERY_WALK_H
#define TESTS_QUERY_WALK_H

#include "tests/model/query_rig.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))
#define BIT(c) (1u << (c))

/* A filter in numbers, so that the walk needs no names. `f` points into it: not to be
 * copied. */
struct wish {
    struct filter f;
    int list;                   /* -1: all */
    int64_t unit, place, owner, handler, lead, leader, parent;
    int phase;                  /* -1: any */
    const char *state;
    char unit_name[16], owner_name[16], place_name[16], lead_name[16], handler_name[16];
    char leader_name[16], parent_code[24];
};

void any_wish(struct wish *w, const struct query_rig *rig);
void random_wish(struct wish *w, const struct query_rig *rig);
char *tell_wish(const struct wish *w);      /* caller frees */

/* The rows in order, up to the limit; caller frees. */
const struct rig_item **walk(const struct query_rig *rig, const struct wish *w,
                             size_t *n);
bool is_wanted(const struct query_rig *rig, const struct rig_item *it,
               const struct wish *w);
int32_t wish_day(const struct wish *w);
const struct rig_span *span_on(const struct rig_item *it, const struct filter *f);
enum colour computed_on(const struct rig_span *s, int32_t day);
enum colour shown_on(const struct rig_span *s, int32_t day);
bool is_pinned(const struct rig_span *s, int32_t day);
bool is_overdue(const struct query_rig *rig, int32_t due, int32_t day);
bool place_is_below(const struct query_rig *rig, int64_t place, int64_t above);
bool one_in(uint32_t n);

#endif
