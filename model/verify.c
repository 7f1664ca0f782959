#include "model/verify.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/colour_now.h"
#include "model/def_store.h"
#include "model/event.h"
#include "model/evidence.h"
#include "model/file.h"
#include "model/i18n.h"
#include "model/recompute.h"
#include "model/replay.h"
#include "model/rollup.h"
#include "model/search.h"
#include "model/text.h"

#define PROGRESS_EVERY 512
#define EVERY_FILE 1

struct run {
    struct store *st;
    struct verify *out;
    verify_progress *progress;
    void *ctx;
    int64_t configured_on;      /* day of the last new configuration */
};

/* XH_REFUSED when it is to stop. */
static enum xh_rc tell(const struct run *v, const char *part, size_t done, int64_t all,
                       size_t every, struct xh_err *err)
{
    if (v->progress && (done % every == 0 || (int64_t)done == all) &&
        !v->progress(v->ctx, part, done, (size_t)all))
        return watch_stopped(err);
    return XH_OK;
}

void verify_find(struct verify_part *part, const char *fmt, ...)
{
    if (part->bad++ >= VERIFY_LINES)
        return;
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&part->findings, fmt, ap);
    va_end(ap);
    buf_putc(&part->findings, '\n');
}

static void close_part(struct verify_part *part)
{
    if (part->bad > VERIFY_LINES)
        buf_printf(&part->findings, _("... and %zu more\n"), part->bad - VERIFY_LINES);
}

/* ---- chain ---------------------------------------------------------------------------------- */

/* event_item rows in the order of events, walked beside the chain. */
struct touches { struct stmt *s; int more; };

static bool body_touches(const struct event *e, int64_t item)
{
    for (size_t i = 0; i < e->n_items; i++)
        if (e->items[i] == item)
            return true;
    return false;
}

/* Rows of events before `id`: such events are not there. */
static void skip_touches(struct touches *t, int64_t id, struct verify_part *part,
                         struct xh_err *err)
{
    for (; t->more > 0 && stmt_int(t->s, 0) < id; t->more = stmt_step(t->s, err))
        verify_find(part, _("event_item: item %lld, event %lld: there is no such event"),
                    (long long)stmt_int(t->s, 1), (long long)stmt_int(t->s, 0));
}

static void check_touches(struct touches *t, const struct event *e,
                          struct verify_part *part, struct xh_err *err)
{
    size_t found = 0;

    for (; t->more > 0 && stmt_int(t->s, 0) == e->id; t->more = stmt_step(t->s, err)) {
        if (body_touches(e, stmt_int(t->s, 1)))
            found++;
        else
            verify_find(
                part, _("event_item: item %lld, event %lld: the event does not name it"),
                (long long)stmt_int(t->s, 1), (long long)e->id);
    }
    if (found != e->n_items)
        verify_find(part,
                    _("event_item: event %lld names %zu items, %zu of them are there"),
                    (long long)e->id, e->n_items, found);
}

static const char sql_events[] =
    "SELECT id, action, verb, actor, behalf, decided, day, at, config, format, body, hash FROM "
    "event WHERE id <= ? ORDER BY id";

static void read_header(struct stmt *s, struct event *e)
{
    e->id = stmt_int(s, 0);
    snprintf(e->action, sizeof e->action, "%s", stmt_text(s, 1));
    e->verb = xstrdup(stmt_text(s, 2));
    e->actor = stmt_int(s, 3);
    e->behalf = stmt_int(s, 4);
    e->decided = stmt_int(s, 5);
    e->day = stmt_day(s, 6);
    e->at = stmt_int(s, 7);
    snprintf(e->config, sizeof e->config, "%s", stmt_text(s, 8));
    e->format = stmt_int(s, 9);
}

/* Is the header stored exactly as the hash has seen it: nobody is NULL, not 0; texts not
 * longer? */
static bool header_is_canonical(struct stmt *s, const struct event *e)
{
    const struct value want[] = {
        value_int(e->id), value_text(e->action), value_text(e->verb),
        e->actor ? value_int(e->actor) : value_null(),
        e->behalf ? value_int(e->behalf) : value_null(),
        e->decided ? value_int(e->decided) : value_null(),
        value_int(e->day), value_int(e->at), value_text(e->config), value_int(e->format),
    };
    for (int i = 0; i < (int)(sizeof want / sizeof *want); i++)
        if (!value_equal(stmt_value(s, i), want[i]))
            return false;
    return true;
}

/* Does this event follow from `prev`? Leaves its stored hash there. */
static void check_event(struct stmt *s, struct event *e, uint8_t prev[static HASH_SIZE],
                        struct touches *t, struct verify_part *part, struct xh_err *err)
{
    uint8_t want[HASH_SIZE];
    size_t n, hn;

    read_header(s, e);
    const void *body = stmt_blob(s, 10, &n);
    event_hash(e, prev, body, n, want);
    const void *hash = stmt_blob(s, 11, &hn);
    if (!header_is_canonical(s, e) || hn != HASH_SIZE ||
        memcmp(want, hash, HASH_SIZE) != 0) {
        char verb[64];
        snprintf(verb, sizeof verb, "%s",
                 *verb_info(verb_find(e->verb))->id ? e->verb : "?");
        verify_find(
            part,
            _("event %lld (%s): its hash does not follow from its content and the "
              "event before"),
            (long long)e->id, verb);
    }
    memset(prev, 0, HASH_SIZE);
    memcpy(prev, hash, hn < HASH_SIZE ? hn : HASH_SIZE);
    if (!event_decode(e, body, n))
        verify_find(part, _("event %lld cannot be read: its content is damaged"),
                    (long long)e->id);
    else if (t)
        check_touches(t, e, part, err);
}

/* Walk the chain up to event `last`. `head` gets the hash of the last one. */
static enum xh_rc check_chain(const struct run *v, int64_t last, struct verify_part *part,
                              uint8_t head[static HASH_SIZE], struct xh_err *err)
{
    struct db *db = v->st->db;
    struct touches t = {0};
    int64_t expected = 1;
    enum xh_rc rc = XH_OK;
    struct stmt *s = db_query(db, err, sql_events, "i", last);
    int got = s ? 0 : -1;

    if (s && v->out) {
        t.s = db_query(db, err, "SELECT event, item FROM event_item ORDER BY event, item",
                       "");
        t.more = t.s ? stmt_step(t.s, err) : -1;
    }
    memset(head, 0, HASH_SIZE);
    while (s && rc == XH_OK && t.more >= 0 && (got = stmt_step(s, err)) > 0) {
        struct event e = {0};
        int64_t id = stmt_int(s, 0);

        if (id == expected + 1)
            verify_find(part, _("event %lld is missing"), (long long)expected);
        else if (id > expected)
            verify_find(part, _("events %lld to %lld are missing"), (long long)expected,
                        (long long)id - 1);
        else if (id < expected)
            verify_find(part, _("event %lld: numbers begin with 1"), (long long)id);
        expected = id + 1;
        if (t.s)
            skip_touches(&t, id, part, err);
        check_event(s, &e, head, t.s ? &t : NULL, part, err);
        part->checked++;
        if (v->out) {
            v->out->on_paper += e.decided != 0;
            rc = tell(v, _("chain"), part->checked, v->out->events, PROGRESS_EVERY, err);
        }
        event_fini(&e);
    }
    if (rc == XH_OK && t.s && t.more > 0)
        skip_touches(&t, INT64_MAX, part, err);
    stmt_done(t.s);
    stmt_done(s);
    return got < 0 || t.more < 0 ? XH_DB : rc;
}

/* ---- facts, private values ------------------------------------------------------------------ */

/* Tables outside the record that follow from it all the same: which configuration is in
 * force, its rows, and whether this is a practice township (ENGINE 30, 33). */
static enum xh_rc check_outside(const struct run *v, const struct replay *r,
                                struct xh_err *err)
{
    struct verify_part *part = &v->out->facts;
    char rows[HASH_HEX];
    const struct { const char *key; const char *want; } marks[] = {
        { "config_hash", r->config }, { "practice", r->practice },
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char *is = store_meta(v->st, marks[i].key);
        if (marks[i].want && (!is || strcmp(is, marks[i].want) != 0))
            verify_find(part, _("meta, %s: it is not what the record says"),
                        marks[i].key);
        free(is);
    }
    enum xh_rc rc = def_store_digest(v->st->db, rows, err);
    if (rc == XH_OK && r->rows && strcmp(rows, r->rows) != 0)
        verify_find(
            part, _("def_row: the definitions in force are not those that were applied"));
    return rc;
}

static enum xh_rc check_facts(const struct run *v, struct xh_err *err)
{
    struct replay r = {
        .from = v->st->db, .facts = &v->out->facts, .private_values = &v->out->private_values,
        .progress = v->progress, .progress_ctx = v->ctx,
    };
    enum xh_rc rc = replay_fold(&r, err);

    if (rc == XH_OK)
        rc = replay_compare(&r, err);
    if (rc == XH_OK)
        rc = check_outside(v, &r, err);
    replay_fini(&r);
    return rc;
}

/* ---- derived -------------------------------------------------------------------------------- */

/* What is over is never judged again (ENGINE 23): under a later configuration, or when
 * the parent's dates move, its progress and deadlines stay what they were. Then only what
 * holds whatever comes is looked at. */
static bool is_judged(const struct run *v, struct stmt *s)
{
    const struct list_def *l = defs_list(v->st->defs, stmt_text(s, 2));

    if (stmt_int(s, 3) < PHASE_CLOSED)
        return true;
    return l && !list_hangs_on_parent(l) && !stmt_is_null(s, 9)
        && stmt_int(s, 9) > v->configured_on;
}

/* What is over has no colour (ENGINE 12), and the deadline its last span has kept. */
static void check_over(struct verify_part *part, struct stmt *s, const char *code)
{
    if (stmt_int(s, 4) != DAY_NEVER || stmt_int(s, 5) != DAY_NEVER)
        verify_find(part, _("item %lld (%s): it is over, but has a colour"),
                    (long long)stmt_int(s, 0), code);
    if (!stmt_is_null(s, 8) && stmt_int(s, 7) != stmt_int(s, 8))
        verify_find(part, _("item %lld (%s): its deadline is not the one it ended with"),
                    (long long)stmt_int(s, 0), code);
}

static void check_item(const struct run *v, struct stmt *s)
{
    struct verify_part *part = &v->out->derived;
    struct xh_err err = {0};
    struct buf lines = {0}, code = {0};
    int64_t item = stmt_int(s, 0);

    part->checked++;
    text_show(&code, stmt_text(s, 1), false);
    if (!is_judged(v, s)) {
        check_over(part, s, buf_str(&code));
    } else if (stmt_int(s, 6) != 0) {
        verify_find(part,
                    _("item %lld (%s), stale: a change above has not reached it yet; the "
                      "next act will see to it"),
                    (long long)item, buf_str(&code));
    } else if (recompute_differences(v->st->db, v->st->defs, item, &lines, &err) > 0) {
        char *save = NULL;
        for (char *line = lines.s ? strtok_r(lines.s, "\n", &save) : NULL; line;
             line = strtok_r(NULL, "\n", &save)) {
            struct buf shown = {0};
            text_show(&shown, line, false);
            verify_find(part, _("item %lld (%s), stored -> computed: %s"),
                        (long long)item, buf_str(&code), buf_str(&shown));
            buf_fini(&shown);
        }
        if (!lines.len)
            verify_find(part, _("item %lld (%s) cannot be computed: %s"), (long long)item,
                        buf_str(&code), err.msg);
    }
    buf_fini(&lines);
    buf_fini(&code);
}

static enum xh_rc check_derived(struct run *v, struct xh_err *err)
{
    struct verify_part *part = &v->out->derived;
    int64_t all = 0;
    enum xh_rc rc = db_get_int(v->st->db, err, &all, "SELECT count(*) FROM item", "");
    if (rc == XH_OK)
        rc = db_get_int(v->st->db, err, &v->configured_on,
                        "SELECT coalesce(max(day), -1000000) "
                        "FROM event WHERE verb = 'config'",
                        "");
    struct stmt *s;
    int got;

    if (rc != XH_OK)
        return rc;
    s = db_query(
        v->st->db, err,
        "SELECT id, code, list, phase, yellow_on, red_on, stale, due, "
        "(SELECT s.due FROM colour_span s WHERE s.item = item.id AND +s.to_day = 1000000), "
        "closed_on FROM item ORDER BY id",
        "");
    got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        check_item(v, s);
        rc = tell(v, _("derived"), part->checked, all, PROGRESS_EVERY, err);
    }
    stmt_done(s);
    if (got < 0 || rc != XH_OK)
        return got < 0 ? XH_DB : rc;
    s = db_query(v->st->db, err,
                 "SELECT d.item, d.step FROM step_due d LEFT JOIN item i ON "
                 "i.id = d.item WHERE i.id IS NULL",
                 "");
    got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        verify_find(part, _("step_due: item %lld, step %s: there is no such item"),
                    (long long)stmt_int(s, 0), stmt_text(s, 1));
    stmt_done(s);
    rc = got < 0 ? XH_DB : colour_now_verify(v->st->db, part, err);
    if (rc == XH_OK)
        rc = rollup_verify(v->st->db, v->st->defs, part, err);
    return rc == XH_OK ? search_verify(v->st->db, part, err) : rc;
}

/* ---- evidence ------------------------------------------------------------------------------- */

static enum xh_rc check_evidence(const struct run *v, struct xh_err *err)
{
    struct verify_part *part = &v->out->evidence;
    int64_t all = 0;

    if (!v->st->home)
        return XH_OK;
    enum xh_rc rc = db_get_int(v->st->db, err, &all, "SELECT count(*) FROM (SELECT DISTINCT hash, "
                               "size FROM evidence WHERE kind = 'file') x", "");
    if (rc != XH_OK)
        return rc;
    /* A file that several items share is read once; the first that names it is told. */
    struct stmt *s = db_query(v->st->db, err, "SELECT e.hash, e.size, min(e.item), "
                              "min(i.code) FROM evidence e LEFT JOIN item i ON i.id = e.item "
                              "WHERE e.kind = 'file' "
                              "GROUP BY e.hash, e.size ORDER BY min(e.id)", "");
    int got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        struct xh_err why = {0};
        struct buf code = {0};
        enum xh_rc file = evidence_verify(v->st->home, stmt_text(s, 0), stmt_int(s, 1), &why);

        part->checked++;
        text_show(&code, stmt_text(s, 3), false);
        if (file != XH_OK)
            verify_find(part, _("item %lld (%s): %s"), (long long)stmt_int(s, 2),
                        buf_str(&code), why.msg);
        buf_fini(&code);
        rc = tell(v, _("evidence"), part->checked, all, EVERY_FILE, err);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : rc;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The definitions to compute by are those of this very snapshot. */
static enum xh_rc take_definitions(const struct run *v, bool *there)
{
    struct xh_err why = {0};

    *there = store_refresh(v->st, &why) == XH_OK && v->st->defs;
    if (!*there)
        verify_find(&v->out->derived, _("the definitions in force cannot be read: %s"),
                    why.msg);
    return XH_OK;
}

enum xh_rc verify_run(struct store *st, verify_progress *progress, void *ctx, struct verify *out,
                      struct xh_err *err)
{
    struct run v = { .st = st, .out = out, .progress = progress, .ctx = ctx };
    struct verify_part *const parts[] = {
        &out->chain, &out->facts, &out->derived, &out->private_values, &out->evidence,
    };
    bool defined = false;
    size_t bad = 0;

    memset(out, 0, sizeof *out);
    assert(!db_in_transaction(st->db));
    enum xh_rc rc = db_begin_read(st->db, err);
    if (rc != XH_OK)
        return rc;
    rc = db_get_int(st->db, err, &out->events, "SELECT count(*) FROM event", "");
    if (rc == XH_OK)
        rc = check_chain(&v, INT64_MAX, &out->chain, out->head, err);
    if (rc == XH_OK)
        rc = check_facts(&v, err);
    if (rc == XH_OK)
        rc = take_definitions(&v, &defined);
    if (rc == XH_OK && defined)
        rc = check_derived(&v, err);
    db_rollback(st->db);        /* files need no snapshot; they may take long */
    if (rc == XH_OK)
        rc = check_evidence(&v, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        close_part(parts[i]);
        bad += parts[i]->bad;
    }
    /* What could not be read must not pass for whole. */
    if (rc == XH_OK && bad == 0 && db_trouble(st->db))
        rc = xh_fail(err, XH_DB, "%s", db_trouble(st->db));
    if (rc == XH_OK && bad > 0)
        rc = xh_fail(err, XH_DB,
                     _("the record is not whole: %zu findings. Keep the file as it is, "
                       "note the findings, and compare with a backup."),
                     bad);
    return rc;
}

void verify_fini(struct verify *v)
{
    struct verify_part *const parts[] = {
        &v->chain, &v->facts, &v->derived, &v->private_values, &v->evidence,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_fini(&parts[i]->findings);
    memset(v, 0, sizeof *v);
}

/* ---- the code on paper ---------------------------------------------------------------------- */

enum xh_rc verify_code(struct store *st, int64_t seq, const char *code, struct xh_err *err)
{
    struct run v = { .st = st };
    struct verify_part chain = {0};
    struct verify_typed typed;
    char is[48];
    uint8_t head[HASH_SIZE];
    int64_t last = 0;
    enum xh_rc rc = verify_code_read(code, &typed, err);

    if (rc == XH_OK)
        rc = db_begin_read(st->db, err);
    if (rc != XH_OK)
        return rc;
    rc = db_get_int(st->db, err, &last, "SELECT coalesce(max(id), 0) FROM event", "");
    if (rc == XH_OK && (seq < 1 || seq > last))
        rc = xh_fail(err, XH_REFUSED,
                     _("the paper names event %lld, the record has only %lld: "
                       "this file is older than the paper, or was cut"),
                     (long long)seq, (long long)last);
    if (rc == XH_OK)
        rc = check_chain(&v, seq, &chain, head, err);
    int64_t restored = 0;
    struct xh_err why;
    db_get_int(st->db, &why, &restored,
               "SELECT coalesce(max(id), 0) FROM event WHERE verb = 'care' AND id <= ?", "i", seq);
    db_rollback(st->db);
    if (rc == XH_OK) {
        char *to = is;
        verify_code_format(head, is);
        for (const char *p = is; *p; p++)
            if (*p != '-')
                *to++ = *p;
        *to = '\0';
        if (strcmp(is, typed.letters) != 0 && chain.bad)
            rc = xh_fail(err, XH_REFUSED,
                         _("event %lld is not the one on paper; the first that is wrong "
                           "comes first:\n%s"),
                         (long long)seq, buf_str(&chain.findings));
        else if (strcmp(is, typed.letters) != 0)
            rc = xh_fail(err, XH_REFUSED,
                         _("event %lld is not the one on paper: the record was "
                           "changed at or before it after the paper was printed"),
                         (long long)seq);
        else if (chain.bad)
            rc = xh_fail(err, XH_REFUSED,
                         _("event %lld has the hash on paper, but the record "
                           "before it is not whole:\n%s"),
                         (long long)seq, buf_str(&chain.findings));
    }
    if (rc == XH_REFUSED && restored)
        xh_fail_more(err, rc,
                     _("A backup was restored here (event %lld). If the paper was printed "
                       "before that, its record is in backup/before-restore-...: restore "
                       "that into a folder of its own (--home DIR) and check there."),
                     (long long)restored);
    buf_fini(&chain.findings);
    return rc;
}
