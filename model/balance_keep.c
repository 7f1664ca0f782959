/* balance_keep.c - which private sums of a check the reader is not told: what the tree of its list
 * (rollup.h) does not tell, village by village. */
#include "model/balance_sql.h"

#include <string.h>

#include "model/rollup.h"

/* Which sum of its list's tree a side is. */
enum branch { BRANCH_NONE, BRANCH_AGREED, BRANCH_PAID };

static enum branch branch_of(const struct list_def *l, const char **sum, size_t n,
                             const char *step)
{
    if (!l->rollup.given || n != 1 || !*step || strcmp(sum[0], l->rollup.money) != 0)
        return BRANCH_NONE;
    return strcmp(step, l->rollup.signed_step) == 0 ? BRANCH_AGREED
           : strcmp(step, l->rollup.paid_step) == 0 ? BRANCH_PAID
                                                    : BRANCH_NONE;
}

static void keep(struct balance_sql *b, int64_t parent, int64_t place, bool joins)
{
    GROW(b->kept, b->n_kept, b->cap_kept);
    b->kept[b->n_kept++] = (struct balance_kept){ parent, place, joins };
}

static bool tells(const struct rollup_line *l, enum branch branch)
{
    return branch == BRANCH_AGREED ? l->tells_agreed : l->tells_paid;
}

static bool tells_all(const struct rollup_lines *projects, enum branch branch)
{
    return branch == BRANCH_AGREED ? projects->total_agreed : projects->total_paid;
}

static bool tells_project(const struct rollup_lines *projects, int64_t parent,
                          enum branch branch)
{
    for (size_t i = 0; i < projects->n; i++)
        if (projects->v[i].parent == parent)
            return tells(&projects->v[i], branch);
    return false;
}

/* The groups of one side that the lines do not tell. What lies above them, where it is told,
 * tells them together: their sum is what is left of it. */
static void keep_lines(struct balance_sql *b, const struct rollup_lines *projects,
                       const struct rollup_lines *villages, enum branch branch)
{
    bool by_parent = b->def->same & SAME_PARENT, by_place = b->def->same & SAME_PLACE;
    bool whole = b->parent ? tells_project(projects, b->parent, branch)
                           : tells_all(projects, branch);

    for (size_t i = 0; by_parent && i < projects->n; i++)
        if (!tells(&projects->v[i], branch))
            keep(b, projects->v[i].parent, 0, false);
    if (!by_parent && !whole)
        keep(b, 0, 0, false);
    for (size_t i = 0; by_place && i < villages->n; i++) {
        const struct rollup_line *l = &villages->v[i];
        bool asked = !b->parent || l->parent == b->parent;
        if (asked && l->village && !tells(l, branch))
            keep(b, by_parent ? l->parent : 0, l->village,
                 by_parent ? tells_project(projects, l->parent, branch) : whole);
    }
}

static enum xh_rc keep_side(struct balance_sql *b, const struct list_def *l, enum branch branch,
                            struct xh_err *err)
{
    struct rollup_ask ask = { .list = l->id, .by = ROLLUP_PROJECT, .reader = b->reader,
                              .money = true };
    struct rollup_lines projects = { 0 }, villages = { 0 };
    enum xh_rc rc = XH_OK;

    if (branch == BRANCH_NONE)
        return XH_OK;
    rc = rollup_load(b->st, &ask, &projects, err);
    ask.by = ROLLUP_VILLAGE;
    if (rc == XH_OK)
        rc = rollup_load(b->st, &ask, &villages, err);
    if (rc == XH_OK)
        keep_lines(b, &projects, &villages, branch);
    rollup_lines_fini(&projects);
    rollup_lines_fini(&villages);
    return rc;
}

static enum branch branch_of_side(const struct balance_sql *b, bool left)
{
    const struct balance_def *d = b->def;

    return left ? branch_of(b->list, d->sum, d->n_sum, d->step)
                : branch_of(b->other, d->equals.sum, d->equals.n_sum, d->equals.step);
}

bool balance_sql_has_tree(const struct balance_sql *b, bool left)
{
    return branch_of_side(b, left) != BRANCH_NONE;
}

enum xh_rc balance_sql_keep(struct balance_sql *b, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (!b->other)
        return XH_OK;
    rc = keep_side(b, b->list, branch_of_side(b, true), err);
    return rc == XH_OK ? keep_side(b, b->other, branch_of_side(b, false), err) : rc;
}
