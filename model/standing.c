#include "model/standing.h"

#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/plan.h"
#include "model/recompute.h"
#include "model/rhythm.h"

void standing_fini(struct standing *s)
{
    free(s->late);
    free(s->text);
    free(s->problem);
    free(s->next);
    free(s->coord);
    free(s->instruction);
    free(s->instructed_by);
    free(s->office);
    free(s->hold_reason);
    *s = (struct standing){ 0 };
}

/* ---- steps, plan, reports ---- */

static int worst_first(const void *pa, const void *pb)
{
    const struct late_step *a = pa, *b = pb;

    return a->due < b->due ? -1 : a->due > b->due;
}

static void find_late(const struct defs *defs, const struct facts *f, int32_t day,
                      struct standing *out)
{
    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];
        if (!step_is_open(s) || !calendar_is_late(defs->calendar, s->due, day))
            continue;
        GROW(out->late, out->n_late, out->cap_late);
        out->late[out->n_late++] = (struct late_step){ s->def->name, s->due };
    }
    if (out->n_late > 1)
        qsort(out->late, out->n_late, sizeof *out->late, worst_first);
}

static bool is_behind(const struct defs *defs, const struct facts *f,
                      const struct derived *d, const struct colour_rule *rules, size_t n,
                      int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if ((rules[i].kind == RULE_BEHIND || rules[i].kind == RULE_BEHIND_RATIO) &&
            colour_rule_on(defs, f, d, &rules[i]) <= day)
            return true;
    return false;
}

static enum xh_rc load_work(struct store *st, const struct item *it, int32_t day,
                            struct standing *out, struct xh_err *err)
{
    struct item_facts x;
    struct derived d = { 0 };
    enum xh_rc rc = item_facts_load(st->db, st->defs, it->id, &x, err);

    if (rc == XH_OK) {
        const struct colours_def *c = &x.f.list->colours;
        derive(st->defs, &x.f, &d);
        find_late(st->defs, &x.f, day, out);
        out->behind = is_behind(st->defs, &x.f, &d, c->yellow, c->n_yellow, day) ||
                      is_behind(st->defs, &x.f, &d, c->red, c->n_red, day);
        if (out->behind) {
            out->planned = ratio_percent(plan_planned(&x.f, d.due, day));
            out->actual = ratio_percent(plan_actual(&x.f));
        }
        out->missed = rhythm_owed(st->defs, &x.f, d.due, day).missed;
    }
    item_facts_fini(&x);
    return rc;
}

/* ---- words ---- */

static enum xh_rc load_report(struct store *st, const struct item *it, int32_t day,
                              struct standing *out, struct xh_err *err)
{
    struct stmt *s =
        db_query(st->db, err,
                 "SELECT day, text, problem, next, next_due, coord, "
                 "coord_level = 'superior', same FROM progress WHERE item = ? "
                 "AND day >= ? AND day <= ? ORDER BY day DESC, id DESC LIMIT 1",
                 "idd", it->id, it->opened_on, day);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0) {
        out->report_on = stmt_day(s, 0);
        out->text = xstrdup(stmt_text(s, 1));
        out->problem = xstrdup(stmt_text(s, 2));
        out->next = xstrdup(stmt_text(s, 3));
        out->next_due = stmt_day(s, 4);
        out->coord = xstrdup(stmt_text(s, 5));
        out->for_superior = stmt_int(s, 6) != 0;
        out->same = stmt_int(s, 7);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc load_instruction(struct store *st, const struct item *it, int32_t day,
                                   struct standing *out, struct xh_err *err)
{
    struct stmt *s =
        db_query(st->db, err,
                 "SELECT n.day, n.text, coalesce(p.name, '') FROM instruction n "
                 "LEFT JOIN person p ON p.id = n.person WHERE n.item = ? AND "
                 "n.kind = 'instruction' AND n.day <= ? "
                 "ORDER BY n.day DESC, n.id DESC LIMIT 1",
                 "id", it->id, day);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0) {
        out->instruction_on = stmt_day(s, 0);
        out->instruction = xstrdup(stmt_text(s, 1));
        out->instructed_by = xstrdup(stmt_text(s, 2));
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc load_hold(struct store *st, const struct item *it, struct standing *out,
                            struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT office, reason, from_day, expect FROM clock WHERE "
                              "item = ? AND kind = 'hold' AND to_day IS NULL "
                              "ORDER BY id DESC LIMIT 1",
                              "i", it->id);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0) {
        out->office = xstrdup(stmt_text(s, 0));
        out->hold_reason = xstrdup(stmt_text(s, 1));
        out->held_on = stmt_day(s, 2);
        out->expect = stmt_day(s, 3);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc standing_load(struct store *st, const struct item *it, int32_t day,
                         unsigned parts, struct standing *out, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    out->report_on = out->next_due = out->instruction_on = DAY_NONE;
    out->held_on = out->expect = DAY_NONE;
    if (parts & STANDING_WORK)
        rc = load_work(st, it, day, out, err);
    if (rc == XH_OK && (parts & STANDING_WORDS))
        rc = load_report(st, it, day, out, err);
    if (rc == XH_OK && (parts & STANDING_WORDS))
        rc = load_instruction(st, it, day, out, err);
    if (rc == XH_OK && (parts & STANDING_HOLD))
        rc = load_hold(st, it, out, err);
    char **const texts[] = { &out->text,   &out->problem,     &out->next,
                             &out->coord,  &out->instruction, &out->instructed_by,
                             &out->office, &out->hold_reason };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = xstrdup("");
    return rc;
}

/* ---- days gone by, offices ---- */

bool standing_was_red(struct db *db, int64_t item, int32_t day)
{
    struct xh_err err;
    int64_t n = 0;

    return db_get_int(
               db, &err, &n,
               "SELECT count(*) FROM colour_span WHERE item = ?1 AND from_day <= ?2 AND "
               "to_day >= ?2 AND phase <= 1 AND red_on <= ?2 AND voided = 0",
               "id", item, day) == XH_OK &&
           n > 0;
}

bool standing_is_ours(struct db *db, const char *name)
{
    struct xh_err err;
    int64_t n = 0;

    return db_get_int(db, &err, &n,
                      "SELECT count(*) FROM unit WHERE name = ? AND level IN "
                      "('town', 'village')",
                      "t", name) == XH_OK &&
           n > 0;
}
