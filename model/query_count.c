/* query_count.c - how many of each colour: ready made in colour_now where it holds just
 * what is asked (colour_now.h), else counted. Red and yellow-or-red are two ranges, yellow
 * and green what lies between (yellow_on <= red_on, always); rows with a pin on the day
 * then move from their computed colour to the shown one. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/names.h"
#include "model/query_build.h"

/* ---- arms ---- */

/* Sums of a group, in the order every arm gives them. */
enum { SUM_LIT, SUM_RED, SUM_AMBER, SUM_REVIEW, SUM_HELD, SUM_CLOSED, SUMS };

struct arm { const char *sums, *first, *binds, *cond; };

/* Voided rows are in phase 4: no arm meets them, and the indices need not know. Of phases
 * 0 and 1 the sum is the number of reviews. */
static const struct arm range_arms[] = {
    { "count(*), 0, 0, sum(@.phase), 0, 0", "@.phase <= 1", "", "" },
    { "0, count(*), 0, 0, 0, 0", "@.phase <= 1", "d", " AND @.red_on <= ?" },
    { "0, 0, count(*), 0, 0, 0", "@.phase <= 1", "d", " AND @.yellow_on <= ?" },
    { "0, 0, 0, 0, count(*), 0", "@.phase = 2",  "",  "" },
    { "0, 0, 0, 0, 0, count(*)", "@.phase >= 2 AND @.phase = 3", "", "" },
};

/* Where no range helps, everything in one go. `?` stands in `sums`: bound before the
 * rest. */
static const struct arm scan_arm = {
    "sum(CASE WHEN @.phase <= 1 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.phase <= 1 AND @.red_on <= ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.phase <= 1 AND @.yellow_on <= ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.phase = 1 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.phase = 2 THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.phase = 3 THEN 1 ELSE 0 END)", "@.phase <= 3", "", "",
};
/* The same in two, for counts by owner: each walks an index by owner that holds all of
 * it, a fraction of the table. */
static const struct arm owner_arms[] = {
    { "count(*), sum(CASE WHEN @.red_on <= ? THEN 1 ELSE 0 END), "
      "sum(CASE WHEN @.yellow_on <= ? THEN 1 ELSE 0 END), sum(@.phase), 0, 0",
      "@.phase <= 1", "", "" },
    { "0, 0, 0, 0, sum(CASE WHEN @.phase = 2 THEN 1 ELSE 0 END), "
      "sum(CASE WHEN @.phase = 3 THEN 1 ELSE 0 END)", "@.phase >= 2", "", "" },
};
static const struct arm pin_arm = {
    "0, sum(CASE WHEN @.pin_colour = 'red' THEN 1 ELSE 0 END "
    "- CASE WHEN @.red_on <= ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.pin_colour = 'green' THEN 0 ELSE 1 END "
    "- CASE WHEN @.yellow_on <= ? THEN 1 ELSE 0 END), 0, 0, 0", "@.phase <= 1", "", "",
};

/* ---- groups ---- */

enum by { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_COUNT };
static const struct {
    const char *word, *column;
    enum names_kind names;
} bys[BY_COUNT] = {
    [BY_LIST]  = { "list",  "i.list",  NAMES_KINDS },
    [BY_UNIT]  = { "unit",  "i.unit",  NAMES_UNIT },
    [BY_OWNER] = { "owner", "i.owner", NAMES_PERSON },
    [BY_LEAD]  = { "lead",  "i.lead",  NAMES_PERSON },
};

struct counting {
    struct query q;
    enum by by[BY_COUNT]; size_t n_by;
    struct names names;
};

/* A group on its way into order: lists as they are listed, units and people by their
 * rank, then pinyin. */
struct place_in { int64_t rank, id; enum names_kind kind; const char *name; };
struct sorted {
    struct group_count g;
    struct place_in at[BY_COUNT];
    size_t n_by;
};

static enum xh_rc read_by(struct counting *c, const char *const *by, size_t n_by,
                          struct xh_err *err)
{
    for (size_t i = 0; i < n_by; i++) {
        int found = -1;
        for (int k = 0; k < BY_COUNT; k++)
            if (strcmp(bys[k].word, by[i]) == 0)
                found = k;
        if (found < 0)
            return xh_fail(err, XH_USAGE,
                           _("cannot count by '%s'. Use: list, unit, owner, lead"),
                           by[i]);
        for (size_t k = 0; k < c->n_by; k++)
            if (c->by[k] == (enum by)found)
                return xh_fail(err, XH_USAGE, _("'%s' is named twice"), by[i]);
        c->by[c->n_by++] = (enum by)found;
    }
    return XH_OK;
}

static bool is_by(const struct counting *c, enum by by)
{
    for (size_t i = 0; i < c->n_by; i++)
        if (c->by[i] == by)
            return true;
    return false;
}

static bool is_owner_arm(const struct arm *arm)
{
    return arm == &owner_arms[0] || arm == &owner_arms[1];
}

static void add_arm(const struct counting *c, struct sql *s, const struct arm *arm)
{
    const int32_t day = c->q.day;
    size_t n = 0;

    struct sql few = {0}, cond = {0};

    for (const char *p = arm->sums; (p = strchr(p, '?')); p++)
        n++;
    assert(n == 0 || n == 2);
    sql_add(s, "", s->text.len ? " UNION ALL SELECT " : "SELECT ");
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, "%s AS k%zu, ", bys[c->by[i]].column, i);
    sql_add(s, n ? "dd" : "", arm->sums, day, day);
    if (arm == &pin_arm)
        query_add_pinned(&c->q, &few, &cond);
    query_from(&c->q, s, &few, arm->first);
    sql_append(s, &cond);
    sql_add(s, arm->binds, arm->cond, day);
    sql_fini(&few);
    sql_fini(&cond);
    /* In the order of the indices by owner, so that one of them is walked. */
    if (is_owner_arm(arm)) {
        sql_add(s, "", is_by(c, BY_LIST) ? " GROUP BY i.list, " : " GROUP BY ");
        sql_add(s, "", "i.owner_rank, i.owner");
        return;
    }
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, "%s%s", i ? ", " : " GROUP BY ", bys[c->by[i]].column);
}

/* Is everything of today asked for, but perhaps of one list or unit? */
static bool is_plain(const struct counting *c)
{
    const struct filter *f = c->q.f;

    return !c->q.past && !f->item && !f->owner && !f->handler && !f->lead && !f->leader &&
           !f->place && !f->parent && !f->text && !f->n_where && !f->overdue &&
           !f->due_soon && !f->not_signed;
}

/* Do the ranges have indices for this question, or is one walk over its rows cheaper? */
static bool has_ranges(const struct counting *c)
{
    return is_plain(c) && !is_by(c, BY_OWNER) && !is_by(c, BY_LEAD);
}

/* Nothing but lists, owners, dates and phases: all of that is in the indices by owner. */
static bool has_owner_index(const struct counting *c)
{
    return is_plain(c) && c->q.reads_all && is_by(c, BY_OWNER) && !is_by(c, BY_UNIT) &&
           !is_by(c, BY_LEAD) && !c->q.f->unit && !c->q.f->state;
}

static void build(const struct counting *c, struct sql *s)
{
    struct sql arms = {0};

    if (has_ranges(c))
        for (size_t i = 0; i < sizeof range_arms / sizeof *range_arms; i++)
            add_arm(c, &arms, &range_arms[i]);
    else if (has_owner_index(c))
        for (size_t i = 0; i < sizeof owner_arms / sizeof *owner_arms; i++)
            add_arm(c, &arms, &owner_arms[i]);
    else
        add_arm(c, &arms, &scan_arm);
    add_arm(c, &arms, &pin_arm);

    /* The first arm names the columns of them all. */
    sql_add(s, "", "WITH part(");
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, "k%zu, ", i);
    for (int i = 0; i < SUMS; i++)
        buf_printf(&s->text, "%ss%d", i ? ", " : "", i);
    sql_add(s, "", ") AS (");
    sql_append(s, &arms);
    sql_add(s, "", ") SELECT ");
    for (int i = 0; i < SUMS; i++)
        buf_printf(&s->text, "%ssum(s%d)", i ? ", " : "", i);
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, ", k%zu", i);
    sql_add(s, "", " FROM part");
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, "%sk%zu", i ? ", " : " GROUP BY ", i);
    sql_fini(&arms);
}

/* Does colour_now hold these groups, for a reader of everything? Whether it is of this
 * day, its own statement tells. */
static bool has_summary(const struct counting *c)
{
    return has_ranges(c) && c->q.reads_all && !(c->q.f->state && *c->q.f->state);
}

/* Day and groups in one statement, so of one moment: no row at all when colour_now is of
 * another day. The conditions left, on list and unit, are its columns too; without a
 * group there is one row, of NULLs. */
static void build_summary(const struct counting *c, struct sql *s)
{
    static const char *const sums[SUMS] = { "lit", "red", "amber", "review", "held",
                                            "closed" };

    sql_add(s, "", "SELECT ");
    for (int i = 0; i < SUMS; i++)
        buf_printf(&s->text, "%ssum(i.%s)", i ? ", " : "", sums[i]);
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, ", %s AS k%zu", bys[c->by[i]].column, i);
    sql_add(s, "", " FROM colour_day d LEFT JOIN colour_now i ON 1 = 1");
    sql_append(s, &c->q.cond);
    sql_add(s, "d", " WHERE d.day = ? GROUP BY d.day", c->q.day);
    for (size_t i = 0; i < c->n_by; i++)
        buf_printf(&s->text, ", %s", bys[c->by[i]].column);
}

static int64_t list_rank(const struct defs *defs, const char *id)
{
    const struct list_def *l = defs_list(defs, id);

    return l ? l - defs->lists : INT64_MAX;     /* YAML no longer names it: last */
}

static void read_group(struct counting *c, struct stmt *s, struct sorted *out)
{
    struct counts *n = &out->g.n;
    const char *name[BY_COUNT] = { "", "", "", "" };
    int64_t sum[SUMS], ids[BY_COUNT] = { 0 };

    for (int i = 0; i < SUMS; i++)
        sum[i] = stmt_int(s, i);
    n->colour[COLOUR_RED] = sum[SUM_RED];
    n->colour[COLOUR_YELLOW] = sum[SUM_AMBER] - sum[SUM_RED];
    n->colour[COLOUR_GREEN] = sum[SUM_LIT] - sum[SUM_AMBER];
    n->colour[COLOUR_GREY] = sum[SUM_HELD];
    n->review = sum[SUM_REVIEW];
    n->total = sum[SUM_LIT] + sum[SUM_HELD];
    n->closed = sum[SUM_CLOSED];
    out->n_by = c->n_by;
    for (size_t i = 0; i < c->n_by; i++) {
        enum by by = c->by[i];
        int col = SUMS + (int)i;
        if (by == BY_LIST) {
            name[by] = stmt_text(s, col);
            out->at[i] = (struct place_in){
                list_rank(c->q.st->defs, name[by]), 0, NAMES_ITEM, "" };
        } else {
            int64_t id = ids[by] = stmt_int(s, col);
            name[by] = names_get(&c->names, bys[by].names, id);
            out->at[i] =
                (struct place_in){ names_rank(&c->names, bys[by].names, id), id,
                                     bys[by].names, name[by] };
        }
    }
    out->g.unit_id = ids[BY_UNIT];
    out->g.owner_id = ids[BY_OWNER];
    out->g.lead_id = ids[BY_LEAD];
    out->g.list = xstrdup(name[BY_LIST]);
    out->g.unit = xstrdup(name[BY_UNIT]);
    out->g.owner = xstrdup(name[BY_OWNER]);
    out->g.lead = xstrdup(name[BY_LEAD]);
}

static bool is_empty(const struct counts *n)
{
    return n->total == 0 && n->closed == 0;
}

static int in_order(const void *pa, const void *pb)
{
    const struct sorted *a = pa, *b = pb;

    for (size_t i = 0; i < a->n_by; i++) {
        if (a->at[i].rank != b->at[i].rank)
            return a->at[i].rank < b->at[i].rank ? -1 : 1;
        int order = names_compare(a->at[i].kind, a->at[i].name, b->at[i].name);
        if (order)
            return order;
        if (a->at[i].id != b->at[i].id)
            return a->at[i].id < b->at[i].id ? -1 : 1;
    }
    return strcmp(a->g.list, b->g.list);
}

static void free_group(struct group_count *g)
{
    free(g->list);
    free(g->unit);
    free(g->owner);
    free(g->lead);
}

/* *rows: how many the statement gave, groups of nothing among them. */
static enum xh_rc read_groups(struct counting *c, struct stmt *s,
                              struct group_count **out, size_t *n, size_t *rows,
                              struct xh_err *err)
{
    struct sorted *v = NULL;
    size_t found = 0, cap = 0;
    int step;

    *rows = 0;
    while ((step = stmt_step(s, err)) > 0) {
        ++*rows;
        GROW(v, found, cap);
        v[found] = (struct sorted){0};
        read_group(c, s, &v[found]);
        if (c->n_by > 0 && is_empty(&v[found].g.n))
            free_group(&v[found].g);
        else
            found++;
    }
    if (found > 1)
        qsort(v, found, sizeof *v, in_order);
    *out = xcalloc(found + 1, sizeof **out);
    for (size_t i = 0; i < found; i++)
        (*out)[i] = v[i].g;
    *n = found;
    free(v);
    return step < 0 ? XH_DB : XH_OK;
}

/* One way of counting: *rows 0 says that this one does not know. */
static enum xh_rc count_by(struct counting *c, const struct sql *sql,
                           struct group_count **out, size_t *n, size_t *rows,
                           struct xh_err *err)
{
    struct stmt *s = query_prepare(&c->q, sql, err);
    enum xh_rc rc = s ? read_groups(c, s, out, n, rows, err) : XH_DB;

    stmt_done(s);
    return rc;
}

enum xh_rc query_counts(struct store *st, const struct filter *f, const char *const *by,
                        size_t n_by, struct group_count **out, size_t *n,
                        struct xh_err *err)
{
    struct counting c = { .names = { .db = st->db } };
    struct sql ready = {0}, sql = {0};
    size_t rows = 0;

    *out = NULL;
    *n = 0;
    enum xh_rc rc = query_init(&c.q, st, f, err);
    if (rc == XH_OK)
        rc = read_by(&c, by, n_by, err);
    if (rc == XH_OK && has_summary(&c)) {
        build_summary(&c, &ready);
        rc = count_by(&c, &ready, out, n, &rows, err);
    }
    if (rc == XH_OK && rows == 0) {
        group_counts_free(*out, *n);
        *out = NULL;
        build(&c, &sql);
        rc = count_by(&c, &sql, out, n, &rows, err);
    }
    if (rc == XH_OK)
        rc = names_failed(&c.names, err);
    sql_fini(&ready);
    sql_fini(&sql);
    names_fini(&c.names);
    query_fini(&c.q);
    return rc;
}

void group_counts_free(struct group_count *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free_group(&v[i]);
    free(v);
}
