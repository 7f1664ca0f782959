#include "model/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/record_end.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/rhythm.h"
#include "model/standing.h"
#include "model/text.h"
#include "model/verbs.h"

void sheet_fini(struct sheet *s)
{
    for (size_t i = 0; i < s->n_rows; i++) {
        free(s->rows[i].section);
        free(s->rows[i].texts);
    }
    free(s->rows);
    free(s->reason);
    free(s->head);
    *s = (struct sheet){ 0 };
}

/* ---- reading ---- */

static const char sql_sheet[] =
    "SELECT id, year, no, edition, total, corrects, reason, from_day, to_day, cutoff, since, "
    "seq, code, made_on, made_by, head, coalesce((SELECT max(b.id) FROM sheet b WHERE "
    "b.year * 1000 + b.no < s.year * 1000 + s.no), 0) FROM sheet s WHERE id = ?";

static void read_sheet(struct stmt *s, struct sheet *out)
{
    out->id = stmt_int(s, 0);
    out->year = stmt_int(s, 1);
    out->no = stmt_int(s, 2);
    out->edition = stmt_int(s, 3);
    out->total = stmt_int(s, 4);
    out->corrects = stmt_int(s, 5);
    out->reason = xstrdup(stmt_text(s, 6));
    out->from = stmt_day(s, 7);
    out->to = stmt_day(s, 8);
    out->cutoff = stmt_int(s, 9);
    out->since = stmt_int(s, 10);
    out->seq = stmt_int(s, 11);
    snprintf(out->code, sizeof out->code, "%s", stmt_text(s, 12));
    out->made_on = out->cutoff_day = stmt_day(s, 13);
    out->made_by = stmt_int(s, 14);
    out->head = xstrdup(stmt_text(s, 15));
    out->before = stmt_int(s, 16);
}

static const char sql_list[] =
    "SELECT id, year, no, edition, total, corrects, reason, from_day, to_day, cutoff, since, "
    "seq, code, made_on, made_by, '', 0 FROM sheet s WHERE edition = (SELECT max(edition) FROM "
    "sheet b WHERE b.year = s.year AND b.no = s.no) ORDER BY year DESC, no DESC";

enum xh_rc sheet_list(struct db *db, struct sheets *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_list, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n] = (struct sheet){0};
        read_sheet(s, &out->v[out->n++]);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

void sheets_fini(struct sheets *s)
{
    for (size_t i = 0; i < s->n; i++)
        sheet_fini(&s->v[i]);
    free(s->v);
    *s = (struct sheets){0};
}

static enum xh_rc read_rows(struct db *db, struct sheet *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT n, section, item, member, colour, due, texts FROM "
                              "sheet_row WHERE sheet = ? ORDER BY id",
                              "i", out->id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->rows, out->n_rows, out->cap_rows);
        out->rows[out->n_rows++] = (struct sheet_row){
            .n = stmt_int(s, 0),
            .section = xstrdup(stmt_text(s, 1)),
            .item = stmt_int(s, 2),
            .is_member = stmt_int(s, 3) != 0,
            .colour = colour_find(stmt_text(s, 4)),
            .due = stmt_day(s, 5),
            .texts = xstrdup(stmt_text(s, 6)),
        };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc sheet_load_id(struct store *st, int64_t id, struct sheet *out,
                         struct xh_err *err)
{
    if (!id)
        return XH_OK;
    struct stmt *s = db_query(st->db, err, sql_sheet, "i", id);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0)
        read_sheet(s, out);
    stmt_done(s);
    if (got == 0)
        return xh_fail(err, XH_NOT_FOUND, _("there is no weekly sheet %lld"),
                       (long long)id);
    return got < 0 ? XH_DB : read_rows(st->db, out, err);
}

/* The issues there are, for whoever asks for one that is not. */
static enum xh_rc no_such_issue(struct store *st, int64_t year, int64_t no,
                                struct xh_err *err)
{
    struct buf there = { 0 };
    struct xh_err sub;
    struct stmt *s = db_query(st->db, &sub,
                              "SELECT year, min(no), max(no) FROM sheet GROUP BY year "
                              "ORDER BY year",
                              "");

    while (s && stmt_step(s, &sub) > 0)
        buf_printf(&there, _("%s%lld: no. %lld to %lld"), there.len ? _(", ") : "",
                   (long long)stmt_int(s, 0), (long long)stmt_int(s, 1),
                   (long long)stmt_int(s, 2));
    stmt_done(s);
    if (!there.len)
        xh_fail(
            err, XH_NOT_FOUND,
            err_way(_("no final weekly sheet has been made yet; `report weekly --final` makes "
                      "one"),
                    _("no final weekly sheet has been made yet; F2 on its draft makes one")));
    else if (year)
        xh_fail(err, XH_NOT_FOUND,
                _("there is no weekly sheet no. %lld of %lld. There are: %s"),
                (long long)no, (long long)year, buf_str(&there));
    else
        xh_fail(err, XH_NOT_FOUND, _("there is no weekly sheet no. %lld. There are: %s"),
                (long long)no, buf_str(&there));
    buf_fini(&there);
    return XH_NOT_FOUND;
}

enum xh_rc sheet_load(struct store *st, int64_t year, int64_t no, int64_t edition,
                      struct sheet *out, struct xh_err *err)
{
    int64_t id = 0;
    enum xh_rc rc = db_get_int(st->db, err, &id,
                               "SELECT id FROM sheet WHERE (?1 = 0 OR year = ?1) AND "
                               "(?2 = 0 OR no = ?2) AND (?3 = 0 OR edition = ?3) "
                               "ORDER BY year DESC, no DESC, edition DESC LIMIT 1",
                               "iii", year, no, edition);

    if (rc == XH_NOT_FOUND)
        return no_such_issue(st, year, no, err);
    return rc == XH_OK ? sheet_load_id(st, id, out, err) : rc;
}

/* ---- planning ---- */

static enum xh_rc last_sheet(struct db *db, struct sheet *out, struct xh_err *err)
{
    int64_t id = 0;
    enum xh_rc rc =
        db_get_int(db, err, &id, "SELECT id FROM sheet ORDER BY id DESC LIMIT 1", "");

    if (rc == XH_NOT_FOUND)
        return XH_OK;
    struct stmt *s = rc == XH_OK ? db_query(db, err, sql_sheet, "i", id) : NULL;
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0)
        read_sheet(s, out);
    stmt_done(s);
    return got > 0 ? XH_OK : XH_DB;
}

/* What the record holds: up to event `seq`, its code, the minute it was made. */
static enum xh_rc read_record(struct db *db, struct sheet *out, struct xh_err *err)
{
    struct record_end end = { 0 };
    enum xh_rc rc = record_end_read(db, &end, err);

    out->seq = end.seq;
    out->cutoff_day = end.day;
    out->cutoff = end.at;
    memcpy(out->code, end.code, sizeof out->code);
    return rc;
}

static int32_t year_of(int32_t day)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    return y;
}

/* The next number: within the year, and since the very first one. */
static void number(const struct township_def *t, const struct sheet *last,
                   struct sheet *out)
{
    out->year = year_of(out->made_on);
    out->edition = 1;
    if (!last->id) {
        out->no = t->sheet.no;
        out->total = t->sheet.total;
    } else {
        out->no = out->year == last->year ? last->no + 1 : 1;
        out->total = last->total + 1;
    }
}

static enum xh_rc plan_new(struct store *st, int32_t day, const struct sheet *last,
                           struct sheet *out, struct xh_err *err)
{
    out->made_on = out->to = day;
    number(&st->defs->township, last, out);
    if (last->id) {
        out->before = last->id;
        out->since = last->seq;
        out->from = last->to < day ? last->to + 1 : day;
        return XH_OK;
    }
    out->from = rhythm_cutoff_before(st->defs->calendar, day) + 1;
    return db_get_int(st->db, err, &out->since,
                      "SELECT coalesce(max(id), 0) FROM event WHERE day < ?", "d",
                      out->from);
}

enum xh_rc sheet_plan(struct store *st, int32_t day, struct sheet *out,
                      struct xh_err *err)
{
    struct sheet last = { 0 };
    enum xh_rc rc = last_sheet(st->db, &last, err);

    out->reason = xstrdup("");
    if (rc == XH_OK)
        rc = read_record(st->db, out, err);
    if (rc == XH_OK)
        rc = plan_new(st, day, &last, out, err);
    sheet_fini(&last);
    return rc;
}

/* ---- making one ---- */

/* A correction stands for the last issue: same number, same period, what is right by
 * now. */
static void plan_correction(struct act *a, const struct sheet *last, int64_t no,
                            const char *reason, struct sheet *out)
{
    if (!last->id || last->no != no) {
        if (last->id)
            act_fail(a, XH_REFUSED,
                     _("only the last issue can be corrected, and that is no. %lld; what "
                       "was wrong in an earlier one stands in the next"),
                     (long long)last->no);
        else
            a->rc = no_such_issue(a->store, 0, no, &a->err);
        return;
    }
    if (!reason || !*reason)
        act_fail(a, XH_USAGE, err_way(_("a correction says what was wrong: --reason \"...\""),
                                       _("a correction says what was wrong")));
    else if (text_length(reason) > 200)
        act_fail(a, XH_REFUSED, _("%s: more than %zu characters"), "reason", (size_t)200);
    else if (out->seq == last->seq + 1)
        act_fail(a, XH_REFUSED,
                 _("nothing has been recorded since no. %lld was made, so the correction "
                   "would be the same; first put right what is wrong"),
                 (long long)no);
    size_t at;
    const char *bad = text_refused(reason ? reason : "", false, &at);
    if (bad)
        act_fail(a, XH_REFUSED, _("%s: %s"), "reason", _(bad));
    free(out->reason);
    out->reason = xstrdup(reason ? reason : "");
    out->year = last->year;
    out->no = no;
    out->total = last->total;
    out->edition = last->edition + 1;
    out->corrects = last->id;
    out->from = last->from;
    out->to = last->to;
    out->since = last->since;
    out->before = last->before;
}

static void refuse_early(struct act *a, const struct sheet *last)
{
    char day[DAY_TEXT];

    /* A correction made today is of an earlier period: it ends where that ended. */
    if (!last->id || last->to < a->env.today)
        return;
    if (last->to == a->env.today)
        act_fail(a, XH_REFUSED,
                 err_way(_("no. %lld was made today already; to put something right in it: "
                           "report weekly --final --corrects %lld --reason \"...\""),
                         _("no. %lld was made today already; to put something right in it "
                           "open no. %lld and press F2")),
                 (long long)last->no, (long long)last->no);
    else
        act_fail(a, XH_REFUSED,
                 _("no. %lld was made on %s; none is made for a day before "
                   "that"),
                 (long long)last->no, day_format(last->made_on, day));
}

static void plan_final(struct act *a, int64_t corrects, const char *reason,
                       struct sheet *out)
{
    struct sheet last = { 0 };

    a->rc = last_sheet(a->db, &last, &a->err);
    out->reason = xstrdup("");
    if (act_ok(a))
        a->rc = read_record(a->db, out, &a->err);
    if (act_ok(a) && !corrects)
        refuse_early(a, &last);
    if (act_ok(a) && !corrects)
        a->rc = plan_new(a->store, a->env.today, &last, out, &a->err);
    if (act_ok(a) && corrects)
        plan_correction(a, &last, corrects, reason, out);
    out->made_on = out->cutoff_day = a->env.today;
    out->made_by = a->who.actor;
    out->cutoff = a->env.now_ms;
    sheet_fini(&last);
}

static void freeze(struct act *a, struct sheet *s)
{
    struct value corrects = s->corrects ? value_int(s->corrects) : value_null();

    s->id = act_insert(
        a, "sheet",
        "year i no i edition i total i corrects v reason t from_day d to_day d "
        "cutoff i since i seq i code t made_on d made_by i head t",
        s->year, s->no, s->edition, s->total, &corrects, s->reason, s->from, s->to,
        s->cutoff, s->since, s->seq, s->code, s->made_on, s->made_by,
        s->head ? s->head : "");
    for (size_t i = 0; act_ok(a) && i < s->n_rows; i++) {
        const struct sheet_row *r = &s->rows[i];
        struct value item = r->item ? value_int(r->item) : value_null();
        act_insert(a, "sheet_row",
                   "sheet i n i section t item v member i colour t due d texts t", s->id,
                   r->n, r->section, &item, (int64_t)r->is_member, colour_id(r->colour),
                   r->due, r->texts ? r->texts : "");
    }
}

enum xh_rc sheet_issue(struct store *st, const struct env *env, const struct who *who,
                       int64_t corrects, const char *reason, sheet_compose *compose,
                       void *ctx, struct sheet *out, struct xh_err *err)
{
    struct act a;
    enum xh_rc rc = act_begin(&a, st, env, VERB_SHEET, who, err);

    if (rc != XH_OK)
        return rc;
    permit_require(&a, who->actor, VERB_SHEET, NULL, 0);
    if (act_ok(&a))
        plan_final(&a, corrects, reason, out);
    if (act_ok(&a))
        a.rc = compose(ctx, st, out, &a.err);
    if (act_ok(&a))
        freeze(&a, out);
    if (corrects)
        act_note(&a, "reason", reason);
    rc = act_end(&a, XH_OK, err);
    act_fini(&a);
    return rc;
}

/* ---- looking back ---- */

/* Issues before and including `sheet`, newest first, the last edition of each. */
static const char sql_issues[] =
    "SELECT s.id, EXISTS (SELECT 1 FROM sheet_row r WHERE r.item = ?2 AND r.sheet = s.id AND "
    "r.colour = 'red'), s.from_day FROM sheet s WHERE s.year * 1000 + s.no <= "
    "(SELECT t.year * 1000 + t.no FROM sheet t WHERE t.id = ?1) AND s.edition = "
    "(SELECT max(e.edition) FROM sheet e WHERE e.year = s.year AND e.no = s.no) "
    "ORDER BY s.year DESC, s.no DESC";

/* Red at the cut-offs running back from `day`. */
static int32_t cutoffs_red(struct store *st, int32_t day, int64_t item)
{
    int32_t n = 0;

    for (; standing_was_red(st->db, item, day); n++)
        day = rhythm_cutoff_before(st->defs->calendar, day);
    return n;
}

int32_t sheet_red_run(struct store *st, const struct sheet *plan, int64_t item)
{
    struct xh_err err;
    int32_t n = 0;
    int32_t before = plan->from - 1;
    bool red = true;
    struct stmt *s = plan->before
                         ? db_query(st->db, &err, sql_issues, "ii", plan->before, item)
                         : NULL;

    while (s && red && stmt_step(s, &err) > 0) {
        red = stmt_int(s, 1) != 0;
        before = stmt_day(s, 2) - 1;
        n += red;
    }
    stmt_done(s);
    return n + (red ? cutoffs_red(st, before, item) : 0);
}

bool sheet_had(struct db *db, int64_t sheet, int64_t item, const char *section)
{
    struct xh_err err;
    int64_t n = 0;

    return db_get_int(db, &err, &n,
                      "SELECT count(*) FROM sheet_row WHERE item = ? AND sheet = ? AND "
                      "section = ?",
                      "iit", item, sheet, section) == XH_OK &&
           n > 0;
}

bool sheet_was_red(struct store *st, const struct sheet *plan, int64_t item)
{
    struct xh_err err;
    int64_t n = 0;

    if (!plan->before)
        return standing_was_red(st->db, item, plan->from - 1);
    return db_get_int(st->db, &err, &n,
                      "SELECT count(*) FROM sheet_row WHERE item = ? AND sheet = ? AND "
                      "colour = 'red'",
                      "ii", item, plan->before) == XH_OK &&
           n > 0;
}

char *sheet_of_item(struct db *db, int64_t item, int most)
{
    struct xh_err err;
    struct buf b = { 0 };
    struct stmt *s =
        db_query(db, &err,
                 "SELECT no FROM (SELECT DISTINCT s.year AS year, s.no AS no FROM "
                 "sheet_row r JOIN sheet s ON s.id = r.sheet WHERE r.item = ?1 "
                 "AND (r.member = 0 OR r.n > 0) ORDER BY s.year DESC, s.no DESC "
                 "LIMIT ?2) ORDER BY year, no",
                 "ii", item, (int64_t)most);

    while (s && stmt_step(s, &err) > 0)
        buf_printf(&b, "%s%lld", b.len ? "、" : "", (long long)stmt_int(s, 0));
    stmt_done(s);
    return buf_take(&b);
}

int64_t sheet_names(struct db *db, int64_t item, int64_t seq)
{
    struct xh_err err;
    int64_t no = 0;

    if (db_get_int(db, &err, &no,
                   "SELECT s.no FROM sheet_row r JOIN sheet s ON s.id = r.sheet WHERE "
                   "r.item = ? AND s.seq >= ? AND (r.member = 0 OR r.n > 0) "
                   "ORDER BY s.id DESC LIMIT 1",
                   "ii", item, seq) != XH_OK)
        return 0;
    return no;
}

enum xh_rc sheet_act_since(struct db *db, int64_t seq, int64_t item, enum verb verb, bool *since,
                           struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT e.action FROM event_item x JOIN event e ON e.id = x.event "
                              "WHERE x.item = ? AND x.event > ? AND e.verb = ?",
                              "iit", item, seq, verb_info(verb)->id);
    char **actions = NULL;
    size_t n = 0, cap = 0;
    int got = 0;

    *since = false;
    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(actions, n, cap);
        actions[n++] = xstrdup(stmt_text(s, 0));
    }
    stmt_done(s);
    enum xh_rc rc = !s || got < 0 ? XH_DB : XH_OK;
    for (size_t i = 0; i < n; i++) {
        bool undone = false;
        if (rc == XH_OK && !*since) {
            rc = verb_is_undone(db, actions[i], &undone, err);
            *since = rc == XH_OK && !undone;
        }
        free(actions[i]);
    }
    free(actions);
    return rc;
}
