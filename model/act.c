#include "model/act.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour_now.h"
#include "model/i18n.h"
#include "model/recompute.h"
#include "model/schema.h"
#include "model/search.h"

enum xh_rc act_fail(struct act *a, enum xh_rc rc, const char *fmt, ...)
{
    if (a->rc != XH_OK)
        return a->rc;
    va_list ap;
    va_start(ap, fmt);
    a->rc = xh_vfail(&a->err, rc, fmt, ap);
    va_end(ap);
    return a->rc;
}

void act_set_aside(struct act *a, struct xh_err *more)
{
    if (a->rc == XH_OK || a->rc == XH_DB || a->rc == XH_CONFLICT)
        return;
    xh_fail_more(more, a->rc, "%s", a->err.msg);
    a->rc = XH_OK;
}

void act_fail_all(struct act *a, const struct xh_err *more)
{
    if (more->rc != XH_OK)
        act_fail(a, more->rc, "%s", more->msg);
}

bool act_ok(const struct act *a)
{
    return a->rc == XH_OK;
}

/* The township's day of a real moment: TZ and the machine's zone are ignored (ENGINE
 * 1). */
static int32_t township_day(const struct defs *defs, int64_t now_ms)
{
    int64_t ms = now_ms + (int64_t)defs->township.utc_offset * 60000;
    int64_t day = ms / 86400000;
    if (ms % 86400000 < 0)
        day--;
    return (int32_t)day;
}

/* Is this still the file, the program's schema and the configuration we know (ENGINE
 * 36)? */
static void check_file(struct act *a)
{
    struct store *st = a->store;
    int64_t version = 0, generation;

    if (st->home) {
        if (!store_is_current(st))
            act_fail(a, XH_CONFLICT,
                     _("%s/xiaohao.db was replaced while it was open: a backup was "
                       "restored. Nothing was written; start the program again."),
                     st->home);
    }
    if (db_get_int(a->db, &a->err, &version, "PRAGMA user_version", "") != XH_OK)
        a->rc = XH_DB;
    else if (version != SCHEMA_VERSION)
        act_fail(a, XH_DB,
                 _("a newer program has changed the database (version %lld, this one "
                   "knows %d). Nothing was written; start the newer program."),
                 (long long)version, SCHEMA_VERSION);
    char *text = NULL;
    if (a->rc == XH_OK)
        a->rc = store_read_meta(st, "generation", &text, &a->err);
    generation = text ? atoll(text) : 0;
    free(text);
    if (a->rc == XH_OK && generation != st->generation)
        act_fail(a, XH_CONFLICT,
                 _("the database was restored from a backup while it was open. "
                   "Nothing was written; start the program again."));
    if (a->rc == XH_OK)
        a->rc = store_refresh(st, &a->err);
    a->defs = st->defs;
}

static void check_day(struct act *a)
{
    if (!a->store->practice && a->defs) {
        int32_t real = township_day(a->defs, a->env.now_ms);
        char d1[DAY_TEXT], d2[DAY_TEXT];
        if (a->env.today != real) {
            act_fail(a, XH_REFUSED,
                     err_way(_("writing with another date (%s; today is %s) is only "
                               "possible in a practice township. Leave out --today."),
                             _("writing with another date (%s; today is %s) is only "
                               "possible in a practice township. Leave the program and "
                               "start it again without a date.")),
                     day_format(a->env.today, d1), day_format(real, d2));
            return;
        }
    }
    int64_t last = act_get_int(a, "SELECT day FROM event ORDER BY day DESC LIMIT 1", "");
    if (a->rc == XH_OK && last > a->env.today &&
        act_get_int(a, "SELECT count(*) FROM event WHERE day > ?", "d", a->env.today) >
            0) {
        char d1[DAY_TEXT], d2[DAY_TEXT];
        act_fail(a, XH_REFUSED,
                 _("the record already has an act of %s; nothing can be written "
                   "for the earlier day %s. Check the computer's date."),
                 day_format((int32_t)last, d1), day_format(a->env.today, d2));
    }
}

/* The random id by which the event will be known, made before anything is written
 * (invariant 2). */
static void name_action(struct act *a)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t id[16];

    a->env.random(a->env.random_ctx, id, sizeof id);
    for (size_t i = 0; i < sizeof id; i++) {
        a->event.action[2 * i] = hex[id[i] >> 4];
        a->event.action[2 * i + 1] = hex[id[i] & 15];
    }
}

/* The head of event `id`. */
static void begin_event(struct act *a, int64_t id)
{
    struct event *e = &a->event;

    e->verb = xstrdup(verb_info(a->verb)->id);
    e->id = id;
    e->actor = a->who.actor;
    e->behalf = a->who.behalf == a->who.actor ? 0 : a->who.behalf;
    e->decided = a->who.decided;
    e->day = a->env.today;
    e->at = a->env.now_ms;
    e->format = EVENT_FORMAT;
    if (a->defs)
        memcpy(e->config, a->defs->hash, sizeof e->config);
}

enum xh_rc act_begin(struct act *a, struct store *st, const struct env *env,
                     enum verb verb, const struct who *who, struct xh_err *err)
{
    *a = (struct act){ .store = st,
                       .db = st->db,
                       .defs = st->defs,
                       .env = *env,
                       .verb = verb,
                       .who = *who };
    if (!st->writable)
        return a->rc = xh_fail(err, XH_DB, _("the database was opened for reading only"));
    name_action(a);
    if (st->gate) {             /* invariant 11: writers take turns */
        char holder[64];
        snprintf(holder, sizeof holder, "person %lld %s", (long long)who->actor,
                 verb_info(verb)->id);
        a->rc = gate_enter(st->gate, holder, st->waiting, st->waiting_ctx, err);
        if (a->rc != XH_OK) {
            act_fini(a);
            return a->rc;
        }
    }
    a->rc = db_begin(st->db, &a->err);
    if (a->rc == XH_OK) {
        check_file(a);
        check_day(a);
    }
    begin_event(a, act_get_int(a, "SELECT coalesce(max(id), 0) + 1 FROM event", ""));
    if (a->rc != XH_OK) {
        enum xh_rc rc = act_end(a, a->rc, err);
        act_fini(a);
        return rc;
    }
    return XH_OK;
}

/* COMMIT itself reported an error: ask a fresh connection what the file holds. Of several
 * events in one transaction the last stands for all. */
static enum xh_rc truth_after_commit(struct act *a)
{
    struct store *st = a->store;
    int64_t there = 0;
    struct xh_err why = a->err;

    db_rollback(st->db);
    if (st->home) {
        char *path = xasprintf("%s/xiaohao.db", st->home);
        struct db *fresh = NULL;
        if (db_open(path, DB_WRITE, &fresh, &a->err) == XH_OK) {
            db_close(st->db);
            st->db = a->db = fresh;
        }
        free(path);
    }
    if (db_get_int(st->db, &a->err, &there, "SELECT count(*) FROM event WHERE action = ?",
                   "t", a->last) == XH_OK &&
        there)
        return XH_OK;
    xh_fail(&a->err, XH_DB, _("not saved: %s"), why.msg);
    return XH_DB;
}

/* Made by this very act: it starts with version 1, one event. What the act changes in a
 * row it has made is part of making it. */
static bool is_new_here(const struct act *a, int64_t item)
{
    size_t at;
    return index_find(&a->event.rows, index_key("item", item), &at)
        && a->event.changes[at].op == CHANGE_INSERT;
}

/* A step that failed inside the act fails it, even if somebody took it for an empty
 * answer: "not permitted" must not stand for "the disk is full". */
static void notice_trouble(struct act *a, struct xh_err *err)
{
    const char *trouble = db_trouble(a->db);

    if (!trouble || a->rc == XH_DB)
        return;
    a->rc = xh_fail(&a->err, XH_DB, "%s", trouble);
    if (err)
        *err = a->err;
}

/* Invariant 2: facts, what follows from them and the event, in one transaction. */
static void settle_event(struct act *a)
{
    for (size_t i = 0; a->rc == XH_OK && i < a->n_touched; i++)
        if (a->touched[i].own) {
            event_add_item(&a->event, a->touched[i].item);
            if (!is_new_here(a, a->touched[i].item))
                act_update(a, "item", a->touched[i].item, "version i",
                           act_get_int(a, "SELECT version + 1 FROM item WHERE id = ?",
                                       "i", a->touched[i].item));
        }
    recompute_touched(a);
    if (a->rc == XH_OK && (a->writes > a->settled || a->always)) {
        a->rc = event_append(a->db, &a->event, &a->err);
        memcpy(a->last, a->event.action, sizeof a->last);
    }
    notice_trouble(a, NULL);
    a->settled = a->writes;
    a->always = false;
}

static void forget_touched(struct act *a)
{
    a->n_touched = a->recomputed = 0;
    index_clear(&a->where);
}

void act_next(struct act *a, enum verb verb)
{
    if (a->rc != XH_OK)
        return;
    settle_event(a);
    bool appended = strcmp(a->last, a->event.action) == 0;
    int64_t id = a->event.id + appended;
    event_fini(&a->event);
    forget_touched(a);
    a->verb = verb;
    name_action(a);
    begin_event(a, id);
}

void act_defer(struct act *a)
{
    a->defers = true;
}

void act_depends(struct act *a, int64_t item)
{
    size_t at;

    if (!a->defers) {
        act_recompute(a, item, 0);
    } else if (a->rc == XH_OK && !index_find(&a->put_off, (uint64_t)item, &at)) {
        GROW(a->later, a->n_later, a->cap_later);
        index_put(&a->put_off, (uint64_t)item, a->n_later);
        a->later[a->n_later++] = item;
    }
}

static void settle_put_off(struct act *a)
{
    if (!a->defers || a->rc != XH_OK)
        return;
    act_next(a, a->verb);
    a->defers = false;
    for (size_t i = 0; i < a->n_later; i++)
        act_recompute(a, a->later[i], 0);
    a->n_later = 0;
    index_clear(&a->put_off);
}

void act_settle(struct act *a)
{
    settle_put_off(a);
    act_next(a, a->verb);
}

void act_forget(struct act *a)
{
    struct event e = { .id = a->event.id };

    memcpy(e.action, a->event.action, sizeof e.action);
    event_fini(&a->event);
    a->event = e;
    forget_touched(a);
    begin_event(a, e.id);
    a->settled = a->writes;
    a->forgot = true;
}

enum xh_rc act_end(struct act *a, enum xh_rc rc, struct xh_err *err)
{
    if (a->rc == XH_OK && rc != XH_OK)
        a->rc = rc;             /* the caller wrote `err` itself */
    else if (a->rc != XH_OK && err)
        *err = a->err;
    notice_trouble(a, err);
    if (a->rc == XH_OK && a->forgot)
        a->rc = xh_fail(err, XH_REFUSED, _("nothing was changed"));
    if (a->rc == XH_OK) {
        settle_put_off(a);
        settle_event(a);
        /* The first act of a day, and one that has suspended the upkeep: counts anew. */
        if (a->rc == XH_OK && a->writes > 0)
            a->rc = colour_now_settle(a->db, a->env.today, &a->err);
        if (a->rc == XH_OK && a->writes > 0)
            a->rc = search_settle(a->db, &a->err);
        notice_trouble(a, NULL);
        if (a->rc == XH_OK) {
            a->rc = db_commit(a->db, &a->err);
            if (a->rc != XH_OK)
                a->rc = truth_after_commit(a);
        }
        if (a->rc != XH_OK && err)
            *err = a->err;
    }
    if (a->rc != XH_OK)
        db_rollback(a->store->db);
    if (a->store->gate && gate_is_held(a->store->gate))
        gate_leave(a->store->gate);
    return a->rc;
}

void act_fini(struct act *a)
{
    event_fini(&a->event);
    free(a->touched);
    free(a->later);
    index_fini(&a->where);
    index_fini(&a->put_off);
    a->touched = NULL;
    a->later = NULL;
    a->n_touched = a->cap_touched = a->recomputed = 0;
    a->n_later = a->cap_later = 0;
}

/* ---- notes, whom it touches ---- */

/* Said lately already? An act on many rows says a thing once, not once a row. */
#define NOTES_BACK 16
static bool is_noted(const struct event *e, const char *key, const char *value)
{
    for (size_t i = e->n_notes; i > 0 && i + NOTES_BACK > e->n_notes; i--)
        if (strcmp(e->notes[i - 1].key, key) == 0 &&
            strcmp(e->notes[i - 1].value, value) == 0)
            return true;
    return false;
}

void act_note(struct act *a, const char *key, const char *value)
{
    if (a->rc == XH_OK && value && !is_noted(&a->event, key, value))
        event_note(&a->event, key, value);
}

void act_note_int(struct act *a, const char *key, int64_t value)
{
    char s[32];
    snprintf(s, sizeof s, "%lld", (long long)value);
    act_note(a, key, s);
}

static void touch(struct act *a, int64_t item, unsigned flags, bool own)
{
    if (a->rc != XH_OK || item == 0)
        return;
    /* Once recomputed, it takes another turn when something it depends on follows. */
    size_t at;
    if (index_find(&a->where, (uint64_t)item, &at)) {
        if (at >= a->recomputed) {
            a->touched[at].flags |= flags;
            a->touched[at].own |= own;
            return;
        }
        flags |= TOUCH_AGAIN;
    }
    GROW(a->touched, a->n_touched, a->cap_touched);
    index_put(&a->where, (uint64_t)item, a->n_touched);
    a->touched[a->n_touched++] = (struct touched){ item, flags, own };
}

void act_touch(struct act *a, int64_t item, unsigned flags)
{
    touch(a, item, flags, true);
}

void act_recompute(struct act *a, int64_t item, unsigned flags)
{
    touch(a, item, flags, false);
}

int64_t act_get_int(struct act *a, const char *sql, const char *fmt, ...)
{
    if (a->rc != XH_OK)
        return 0;
    va_list ap;
    va_start(ap, fmt);
    struct stmt *s = db_vquery(a->db, &a->err, sql, fmt, ap);
    va_end(ap);
    int got = s ? stmt_step(s, &a->err) : -1;
    int64_t out = got > 0 ? stmt_int(s, 0) : 0;
    if (got < 0)
        a->rc = XH_DB;
    stmt_done(s);
    return out;
}
