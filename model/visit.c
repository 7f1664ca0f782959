#include "model/visit.h"

#include <stdlib.h>
#include <string.h>

#include "model/calendar.h"
#include "model/i18n.h"
#include "model/permit.h"

static const struct { const char *id, *name; } stances[STANCES] = {
    [STANCE_NONE] = { "", "" },
    [STANCE_WILLING] = { "willing", N_("willing to sign") },
    [STANCE_TALKING] = { "talking", N_("in talks") },
    [STANCE_REFUSES] = { "refuses", N_("not willing") },
};

const char *stance_id(enum stance s)
{
    return stances[(unsigned)s < STANCES ? s : STANCE_NONE].id;
}

const char *stance_name(enum stance s)
{
    const char *name = stances[(unsigned)s < STANCES ? s : STANCE_NONE].name;

    return *name ? _(name) : "";
}

enum stance stance_find(const char *id)
{
    for (int s = STANCE_NONE + 1; id && s < STANCES; s++)
        if (strcmp(stances[s].id, id) == 0)
            return (enum stance)s;
    return STANCE_NONE;
}

bool visit_is_broken(const struct calendar *cal, int32_t due, int32_t kept_on, int32_t today)
{
    return kept_on == DAY_NONE && calendar_is_late(cal, due, today);
}

int64_t visit_field(const char *field)
{
    static const char prefix[] = "visit:";
    const char *n = field ? field + sizeof prefix - 1 : "";

    if (!field || strncmp(field, prefix, sizeof prefix - 1) != 0 || !*n || strlen(n) > 9
        || strspn(n, "0123456789") != strlen(n))
        return 0;
    return atoll(n);
}

/* ---- one item ---- */

static const char sql_visits[] =
    "SELECT v.id, v.day, v.person, p.name, v.others, v.stance, v.demand, v.promise, "
    "v.promise_due, v.kept_on, v.objection, v.next_on FROM visit v "
    "LEFT JOIN person p ON p.id = v.person WHERE v.item = ? ORDER BY v.day, v.id";

/* Plain, or what stands for it. */
static char *words(struct stmt *s, int col, bool plain, bool *masked)
{
    const char *text = stmt_text(s, col);

    if (plain || !*text)
        return xstrdup(text);
    *masked = true;
    return xstrdup("***");
}

static void read_visit(struct visit *v, struct stmt *s, bool plain)
{
    *v = (struct visit){
        .id = stmt_int(s, 0), .day = stmt_day(s, 1), .person = stmt_int(s, 2),
        .who = xstrdup(stmt_text(s, 3)), .with = xstrdup(stmt_text(s, 4)),
        .stance = stance_find(stmt_text(s, 5)), .promise_due = stmt_day(s, 8),
        .kept_on = stmt_day(s, 9), .next_on = stmt_day(s, 11),
    };
    v->demand = words(s, 6, plain, &v->is_masked);
    v->promise = words(s, 7, plain, &v->is_masked);
    v->objection = words(s, 10, plain, &v->is_masked);
}

/* Are they plain for everybody who reads the item (1), or for those who went (0)? */
static enum xh_rc see_plain(struct store *st, int64_t item, int64_t reader, bool *plain,
                            struct xh_err *err)
{
    char *list = NULL;
    enum xh_rc rc = db_get_text(st->db, err, &list, "SELECT list FROM item WHERE id = ?", "i",
                                item);
    const struct list_def *l = rc == XH_OK && list ? defs_list(st->defs, list) : NULL;

    *plain = (l && !l->person)
             || permit_sees(VISIT_SHOW, permit_relation_to(st->db, reader, item));
    free(list);
    return rc;
}

/* Earlier of two days, DAY_NONE being none. */
static int32_t sooner(int32_t a, int32_t b)
{
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

/* What `v` adds to the standing of those before it. */
static void sum_up(struct visits *all, struct visit *v, const struct calendar *cal,
                   int32_t today)
{
    v->is_broken = visit_is_broken(cal, v->promise_due, v->kept_on, today);
    if (v->stance != STANCE_NONE)
        all->stance = v->stance;
    all->next_on = v->next_on;
    if (v->promise_due == DAY_NONE || v->kept_on != DAY_NONE)
        return;
    all->open++;
    all->broken += v->is_broken;
    all->promise_due = sooner(all->promise_due, v->promise_due);
}

enum xh_rc visits_load(struct store *st, int64_t item, int64_t reader, int32_t today,
                       struct visits *out, struct xh_err *err)
{
    bool plain = false;
    int got = -1;

    *out = (struct visits){ .promise_due = DAY_NONE, .next_on = DAY_NONE };
    struct stmt *s = db_query(st->db, err, sql_visits, "i", item);
    while (s && (got = stmt_step(s, err)) > 0) {
        if (out->n == 0 && see_plain(st, item, reader, &plain, err) != XH_OK) {
            got = -1;
            break;
        }
        GROW(out->v, out->n, out->cap);
        struct visit *v = &out->v[out->n++];
        read_visit(v, s, plain || (reader > 0 && stmt_int(s, 2) == reader));
        v->n = (int64_t)out->n;
        sum_up(out, v, st->defs->calendar, today);
    }
    stmt_done(s);
    for (size_t i = 0; i < out->n / 2; i++) {
        struct visit swap = out->v[i];
        out->v[i] = out->v[out->n - 1 - i];
        out->v[out->n - 1 - i] = swap;
    }
    return got < 0 ? XH_DB : XH_OK;
}

void visits_fini(struct visits *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].who);
        free(v->v[i].with);
        free(v->v[i].demand);
        free(v->v[i].promise);
        free(v->v[i].objection);
    }
    free(v->v);
    *v = (struct visits){0};
}

/* ---- many ---- */

/* The list of a row is asked of the row itself: `parent` has thousands, of one list mostly. */
static const char sql_standings[] =
    "SELECT v.item, v.day, v.stance, v.promise_due, v.kept_on, v.next_on FROM item i "
    "JOIN visit v ON v.item = i.id WHERE i.parent = ?1 AND (?2 IS NULL OR i.list = ?2) "
    "ORDER BY v.item, v.day, v.id";
static const char sql_all_standings[] =
    "SELECT v.item, v.day, v.stance, v.promise_due, v.kept_on, v.next_on FROM visit v "
    "JOIN item i ON i.id = v.item WHERE ?1 = 0 AND (?2 IS NULL OR i.list = ?2) "
    "ORDER BY v.item, v.day, v.id";

enum xh_rc visit_standings(struct store *st, const char *list, int64_t parent, int32_t today,
                           struct visit_standing **out, size_t *n, struct xh_err *err)
{
    size_t cap = 0;
    int got = -1;

    *out = NULL;
    *n = 0;
    struct stmt *s = db_query(st->db, err, parent ? sql_standings : sql_all_standings, "it",
                              parent, list);
    while (s && (got = stmt_step(s, err)) > 0) {
        int64_t item = stmt_int(s, 0);
        if (*n == 0 || (*out)[*n - 1].item != item) {
            GROW(*out, *n, cap);
            (*out)[(*n)++] = (struct visit_standing){
                .item = item, .promise_due = DAY_NONE, .next_on = DAY_NONE
            };
        }
        struct visit_standing *x = &(*out)[*n - 1];
        int32_t due = stmt_day(s, 3), kept_on = stmt_day(s, 4);
        x->n++;
        x->day = stmt_day(s, 1);
        if (*stmt_text(s, 2))
            x->stance = stance_find(stmt_text(s, 2));
        x->next_on = stmt_day(s, 5);
        if (due == DAY_NONE || kept_on != DAY_NONE)
            continue;
        x->open++;
        x->broken += visit_is_broken(st->defs->calendar, due, kept_on, today);
        x->promise_due = sooner(x->promise_due, due);
    }
    stmt_done(s);
    if (got >= 0)
        return XH_OK;
    free(*out);
    *out = NULL;
    *n = 0;
    return XH_DB;
}

const struct visit_standing *visit_standing_of(const struct visit_standing *v, size_t n,
                                               int64_t item)
{
    size_t from = 0;

    while (from < n) {
        size_t at = from + (n - from) / 2;
        if (v[at].item == item)
            return &v[at];
        if (v[at].item < item)
            from = at + 1;
        else
            n = at;
    }
    return NULL;
}
