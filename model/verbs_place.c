/* verbs_place.c - a village's rows at once (整村验收, ENGINE 24): all of them or none, and the
 * lot that says which are inspected on site. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/sample.h"

static const char sql_place[] =
    "WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT p.id FROM place p JOIN down ON "
    "p.parent = down.id) SELECT i.id FROM item i WHERE i.parent = ?1 AND i.phase <= 2 AND "
    "i.phase <> ?3 AND i.place IN (SELECT id FROM down) ORDER BY i.id";

static int64_t *rows_of_place(struct deed *d, int64_t place, size_t *n)
{
    int64_t *ids = NULL;
    size_t cap = 0;
    *n = 0;
    /* What has been applied for already needs no second application. */
    int64_t not = d->c->verb == VERB_APPLY ? PHASE_REVIEW : -1;
    struct stmt *s =
        db_query(d->a->db, &d->a->err, sql_place, "iii", d->it.id, place, not );
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, &d->a->err)) > 0) {
        GROW(ids, *n, cap);
        ids[(*n)++] = stmt_int(s, 0);
    }
    stmt_done(s);
    if (got < 0)
        d->a->rc = XH_DB;
    return ids;
}

/* A project's households go village by village; its problems there, which go one by one,
 * are not meant. Where there is nothing else, they stay and are told so. */
static size_t only_by_place(struct deed *d, int64_t *ids, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; act_ok(d->a) && i < n; i++) {
        struct item it = {0};
        d->a->rc = item_load(d->a->db, ids[i], &it, &d->a->err);
        const struct list_def *l = act_ok(d->a) ? defs_list(d->a->defs, it.list) : NULL;
        if (!l || l->close == CLOSE_BY_PLACE) {
            int64_t swap = ids[kept];
            ids[kept++] = ids[i];
            ids[i] = swap;
        }
        item_fini(&it);
    }
    return kept ? kept : n;
}

/* ---- rows drawn for inspection ---- */

/* What was applied for, by list: codes in the order of the rows. */
struct applied { const struct list_def *list; int64_t *ids; char **codes; size_t n, cap_i, cap_c; };
struct lots { struct applied v[8]; size_t n; };

static void put_in(struct lots *l, const struct deed *row)
{
    size_t k = 0;

    while (k < l->n && l->v[k].list != row->list)
        k++;
    if (k == sizeof l->v / sizeof *l->v)
        return;                 /* more lists crossed off by place under one item */
    if (k == l->n)
        l->v[l->n++] = (struct applied){ .list = row->list };
    struct applied *a = &l->v[k];
    size_t n = a->n;
    GROW(a->ids, n, a->cap_i);
    GROW(a->codes, n, a->cap_c);
    a->ids[n] = row->it.id;
    a->codes[n] = xstrdup(row->it.code);
    a->n++;
}

/* The seed of an application that was taken back stays, for the place, what lies in it and what
 * it lies in: as long as nothing of it was returned, crossed off or taken up again since. Else
 * a new one, that nobody could know. */
static void seed_of(struct deed *d, int64_t place, char seed[static SAMPLE_SEED])
{
    struct act *a = d->a;
    struct stmt *s = !act_ok(a) ? NULL : db_query(a->db, &a->err,
        "WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT p.id FROM place p JOIN down ON "
        "p.parent = down.id), up(id) AS (SELECT ?2 UNION SELECT p.parent FROM place p JOIN up ON "
        "p.id = up.id WHERE p.parent IS NOT NULL) "
        "SELECT s.seed FROM sample s WHERE s.item = ?1 AND (s.place IN (SELECT id FROM down) OR "
        "s.place IN (SELECT id FROM up)) AND NOT EXISTS (SELECT 1 "
        "FROM sample_row r JOIN item i ON i.id = r.item WHERE r.sample = s.id AND "
        "(i.phase >= 3 OR i.returns > r.returns OR i.reopened > r.reopened)) "
        "ORDER BY s.id DESC", "ii", d->it.id, place);

    snprintf(seed, SAMPLE_SEED, "%.16s", a->event.action);
    if (s && stmt_step(s, &a->err) > 0)
        snprintf(seed, SAMPLE_SEED, "%.16s", stmt_text(s, 0));
    stmt_done(s);
}

static void draw_lots(struct deed *d, int64_t place, const struct lots *l, size_t all)
{
    struct act *a = d->a;
    struct sample told = { .place = place_name(a->db, place), .day = a->env.today,
                           .all = (int64_t)all };
    struct buf text = {0};
    int64_t sample = 0;

    seed_of(d, place, told.seed);
    for (size_t k = 0; k < l->n && act_ok(a); k++) {
        const struct applied *x = &l->v[k];
        size_t n = sample_size(&x->list->sample, x->n);
        size_t *picked = xcalloc(n + 1, sizeof *picked);

        sample_draw(told.seed, (const char *const *)x->codes, x->n, n, picked);
        if (n && !sample)
            sample = act_insert(a, "sample", "item i place i day d seed t applied i", d->it.id,
                                place, a->env.today, told.seed, (int64_t)all);
        for (size_t i = 0; i < n && act_ok(a); i++) {
            int64_t row = x->ids[picked[i]];
            act_insert(a, "sample_row", "sample i item i returns i reopened i", sample, row,
                       act_get_int(a, "SELECT returns FROM item WHERE id = ?", "i", row),
                       act_get_int(a, "SELECT reopened FROM item WHERE id = ?", "i", row));
            GROW(told.v, told.n, told.cap);
            told.v[told.n++] = (struct sample_row){ .code = x->codes[picked[i]] };
        }
        free(picked);
    }
    if (told.n) {
        sample_say(&text, &told, 0);
        act_note(a, "sample", buf_str(&text));
        buf_clear(&text);
        sample_say(&text, &told, 20);
        deed_say(d, "%s", buf_str(&text));
    }
    buf_fini(&text);
    free(told.v);
    free(told.place);
}

static void lots_fini(struct lots *l)
{
    for (size_t k = 0; k < l->n; k++) {
        for (size_t i = 0; i < l->v[k].n; i++)
            free(l->v[k].codes[i]);
        free(l->v[k].codes);
        free(l->v[k].ids);
    }
}

/* ---- what keeps rows back ---- */

#define NAMED_MAX 20            /* rows named with their titles; of more, the codes */
#define REASONS_MAX 20          /* different reasons told; of rows with others, the codes */

/* Rows kept back by the same: a village usually lacks the same thing seventy times. */
struct kept_back { char *why; struct buf rows; size_t n; };
struct reasons { struct kept_back v[REASONS_MAX]; size_t n; struct buf rest; };

static void keep_back(struct reasons *r, const struct item *it, const char *why)
{
    size_t k = 0;

    while (k < r->n && strcmp(r->v[k].why, why) != 0)
        k++;
    if (k == REASONS_MAX) {
        buf_printf(&r->rest, "%s%s", r->rest.len ? _(", ") : "", it->code);
        return;
    }
    if (k == r->n)
        r->v[r->n++].why = xstrdup(why);
    struct kept_back *b = &r->v[k];
    buf_puts(&b->rows, b->n ? _(", ") : "");
    buf_printf(&b->rows, b->n++ < NAMED_MAX ? "%s %s" : "%s", it->code, it->title);
}

static void tell_reasons(const struct reasons *r, struct xh_err *out, enum xh_rc rc)
{
    for (size_t k = 0; k < r->n; k++)
        xh_fail_more(out, rc, "%s: %s", buf_str(&r->v[k].rows), r->v[k].why);
    if (r->rest.len)
        xh_fail_more(out, rc, _("not ready either: %s"), buf_str(&r->rest));
}

static void reasons_fini(struct reasons *r)
{
    for (size_t k = 0; k < r->n; k++) {
        free(r->v[k].why);
        buf_fini(&r->v[k].rows);
    }
    buf_fini(&r->rest);
}

/* ---- the rows of a place, at once ---- */

void deed_by_place(struct deed *d, ready_fn *ready, deed_fn *run)
{
    struct act *a = d->a;
    struct xh_err err = {0}, bad = {0};
    int64_t place = 0;
    struct reasons reasons = {0};
    struct lots lots = {0};
    size_t n = 0, failed = 0;
    enum xh_rc worst = XH_OK;

    enum xh_rc rc = place_find(a->db, d->c->place, &place, &err);
    if (rc != XH_OK) {
        act_fail(a, rc, "%s", err.msg);
        return;
    }
    int64_t *ids = rows_of_place(d, place, &n);
    n = only_by_place(d, ids, n);
    for (size_t i = 0; act_ok(a) && i < n; i++) {
        struct deed row = *d;
        struct xh_err why = {0};
        memset(&row.it, 0, sizeof row.it);
        a->rc = item_load(a->db, ids[i], &row.it, &a->err);
        row.list = act_ok(a) ? defs_list(a->defs, row.it.list) : NULL;
        if (!row.list)
            act_fail(a, XH_CONFIG, _("list '%s' is not configured"), row.it.list);
        else if (row.list->close != CLOSE_BY_PLACE)
            why.rc = xh_fail(&why, XH_REFUSED, _("rows of %s are crossed off one by one"),
                             row.list->name);
        else {
            deed_accept_silently(&row);
            why.rc = ready(&row, &why);
        }
        if (act_ok(a) && why.rc != XH_OK) {
            worst = why.rc;
            failed++;
            keep_back(&reasons, &row.it, why.msg);
        } else if (act_ok(a)) {
            run(&row);
            if (d->c->verb == VERB_APPLY)
                put_in(&lots, &row);
            deed_leave_traces(&row);
            act_touch(a, ids[i], 0);
        }
        item_fini(&row.it);
    }
    free(ids);
    if (act_ok(a) && n == 0)
        act_fail(a, XH_REFUSED, _("%s has no rows in %s that are waiting for this"),
                 d->it.code, d->c->place);
    tell_reasons(&reasons, &bad, worst);
    reasons_fini(&reasons);
    if (act_ok(a) && failed)
        act_fail(a, worst, _("%zu of %zu rows are not ready; nothing was changed.\n%s"),
                 failed, n, bad.msg);
    act_note_int(a, "place", place);
    d->out->count = n;
    d->keeps_state = true;
    if (d->c->verb == VERB_APPLY)
        deed_say(d, _("%s, %s: %zu rows applied for"), d->it.code, d->c->place, n);
    else
        deed_say(d, _("%s, %s: %zu rows crossed off"), d->it.code, d->c->place, n);
    if (d->c->verb == VERB_APPLY)
        draw_lots(d, place, &lots, n);
    lots_fini(&lots);
}
