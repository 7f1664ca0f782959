#include "model/def_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/def_carry.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/recompute.h"
#include "model/rollup.h"
#include "model/schema.h"

/* One document's rows end: bind them into a tree. */
static bool finish_document(struct def_document **docs, size_t *n, size_t *cap,
                            char *name, struct tree_row *rows, size_t n_rows)
{
    struct node *root = tree_from_rows(rows, n_rows);
    if (!root)
        return false;
    GROW(*docs, *n, *cap);
    (*docs)[(*n)++] = (struct def_document){ .name = name, .root = root };
    return true;
}

enum xh_rc def_store_load(struct db *db, struct defs **out, struct xh_err *err)
{
    struct def_document *docs = NULL;
    struct tree_row *rows = NULL;
    size_t n = 0, cap = 0, n_rows = 0, cap_rows = 0;
    char *doc = NULL;
    bool fits = true;

    *out = NULL;
    struct stmt *s = db_query(
        db, err, "SELECT doc, path, kind, text FROM def_row ORDER BY doc, n", "");
    int got = s ? 0 : -1;
    while (s && fits && (got = stmt_step(s, err)) > 0) {
        if (doc && strcmp(doc, stmt_text(s, 0)) != 0) {
            fits = finish_document(&docs, &n, &cap, doc, rows, n_rows);
            tree_rows_free(rows, n_rows);
            rows = NULL;
            n_rows = cap_rows = 0;
            doc = NULL;
        }
        if (!doc)
            doc = xstrdup(stmt_text(s, 0));
        GROW(rows, n_rows, cap_rows);
        rows[n_rows++] =
            (struct tree_row){ xstrdup(stmt_text(s, 1)), stmt_text(s, 2)[0],
                               stmt_is_null(s, 3) ? NULL : xstrdup(stmt_text(s, 3)) };
    }
    stmt_done(s);
    if (got >= 0 && fits && doc) {
        fits = finish_document(&docs, &n, &cap, doc, rows, n_rows);
        doc = NULL;
    }
    tree_rows_free(rows, n_rows);
    if (got >= 0 && fits && n)
        *out = defs_from_documents(docs, n);
    for (size_t i = 0; i < n; i++) {
        free((char *)docs[i].name);
        node_free(docs[i].root);
    }
    free(docs);
    free(doc);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc def_store_rows(struct db *db, const struct def_document *docs, size_t n,
                          struct xh_err *err)
{
    enum xh_rc rc = db_run(db, err, "DELETE FROM def_row", "");
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        size_t n_rows;
        struct tree_row *rows = tree_to_rows(docs[i].root, &n_rows);
        for (size_t k = 0; rc == XH_OK && k < n_rows; k++) {
            char kind[2] = { rows[k].kind, '\0' };
            rc = db_run(db, err, "INSERT INTO def_row (doc, n, path, kind, text) VALUES "
                        "(?,?,?,?,?)", "titt" "t", docs[i].name, (int64_t)k, rows[k].path,
                        kind, rows[k].text);
        }
        tree_rows_free(rows, n_rows);
    }
    return rc;
}

static void digest_text(struct hash_state *h, const char *s)
{
    uint64_t n = strlen(s);
    uint8_t length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(n >> 8 * i);
    hash_update(h, length, sizeof length);
    hash_update(h, s, n);
}

enum xh_rc def_store_digest(struct db *db, char hex[static HASH_HEX], struct xh_err *err)
{
    struct hash_state h;
    uint8_t out[HASH_SIZE];
    struct stmt *s = db_query(db, err,
                              "SELECT doc, n, path, kind, text FROM def_row ORDER BY "
                              "doc, n",
                              "");
    int got = s ? 0 : -1;

    hash_init(&h);
    while (s && (got = stmt_step(s, err)) > 0)
        for (int i = 0; i < 5; i++)
            digest_text(&h, stmt_is_null(s, i) ? "" : stmt_text(s, i));
    stmt_done(s);
    hash_final(&h, out);
    hash_hex(out, hex);
    return got < 0 ? XH_DB : XH_OK;
}

struct config_text *def_store_texts(struct db *db, const char *hash, size_t *n,
                                    struct xh_err *err)
{
    struct config_text *texts = NULL;
    size_t cap = 0;

    *n = 0;
    struct stmt *s = db_query(
        db, err, "SELECT name, text FROM config WHERE hash = ? ORDER BY name", "t", hash);
    while (s && stmt_step(s, err) > 0) {
        GROW(texts, *n, cap);
        texts[(*n)++] =
            (struct config_text){ xstrdup(stmt_text(s, 0)), xstrdup(stmt_text(s, 1)) };
    }
    stmt_done(s);
    return texts;
}

void config_texts_free(struct config_text *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free((char *)texts[i].name);
        free((char *)texts[i].text);
    }
    free(texts);
}

/* ---- the field registry ---- */

static const char *const field_types[] = {
    [FIELD_TEXT] = "text", [FIELD_DECIMAL] = "decimal", [FIELD_INTEGER] = "integer",
    [FIELD_DATE] = "date", [FIELD_CHOICE] = "choice", [FIELD_BOOL] = "bool",
};

/* A list nobody had before gets its table with all columns at once. */
static void make_table(struct act *a, const struct list_def *l)
{
    struct schema_field *v = xcalloc(l->n_fields + 1, sizeof *v);

    for (size_t i = 0; i < l->n_fields; i++)
        v[i] = (struct schema_field){ l->fields[i].id, l->fields[i].type };
    a->rc = schema_field_table(a->db, l->id, v, l->n_fields, &a->err);
    free(v);
}

static void register_field(struct act *a, const struct list_def *l,
                           const struct field_def *f)
{
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT id, type, unit, last_seq FROM field_def "
                              "WHERE list = ? AND field = ?",
                              "tt", l->id, f->id);
    int got = s ? stmt_step(s, &a->err) : -1;
    if (got < 0) {
        a->rc = XH_DB;
    } else if (got == 0) {
        stmt_done(s);
        s = NULL;
        act_insert(a, "field_def", "list t field t type t unit t first_seq i", l->id,
                   f->id, field_types[f->type], f->unit, a->event.id);
        if (*f->was)
            def_carry_field(a, l, f);
    } else if (strcmp(stmt_text(s, 1), field_types[f->type]) != 0
               || strcmp(stmt_text(s, 2), f->unit) != 0) {
        act_fail(
            a, XH_CONFIG,
            _("lists/%s: field '%s' is stored as %s (%s) and cannot become %s "
              "(%s). Give the new meaning a new id with `was: %s`; the old values stay."),
            l->id, f->id, stmt_text(s, 1), stmt_text(s, 2), field_types[f->type], f->unit,
            f->id);
    } else if (!stmt_is_null(s, 3)) {
        act_update(a, "field_def", stmt_int(s, 0), "last_seq v",
                   &(struct value){ VALUE_NULL });
    }
    stmt_done(s);
}

/* Fields the new configuration no longer names: out of use, but stored (invariant 7). */
static void retire_fields(struct act *a, const struct defs *d)
{
    struct stmt *s = db_query(a->db, &a->err, "SELECT id, list, field FROM field_def "
                              "WHERE last_seq IS NULL", "");
    int64_t *gone = NULL;
    size_t n = 0, cap = 0;
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, &a->err)) > 0) {
        const struct list_def *l = defs_list(d, stmt_text(s, 1));
        if (l && list_field(l, stmt_text(s, 2)) >= 0)
            continue;
        GROW(gone, n, cap);
        gone[n++] = stmt_int(s, 0);
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    for (size_t i = 0; i < n; i++)
        act_update(a, "field_def", gone[i], "last_seq i", a->event.id);
    free(gone);
}

static void check_dropped_lists(struct act *a, const struct defs *d)
{
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT list, count(*) FROM item WHERE phase <= 2 "
                              "GROUP BY list ORDER BY list",
                              "");
    int got = s ? 0 : -1;
    while (act_ok(a) && s && (got = stmt_step(s, &a->err)) > 0)
        if (!defs_list(d, stmt_text(s, 0)))
            act_fail(a, XH_CONFIG,
                     _("list '%s' still has %lld open items. Keep its file until "
                       "they are crossed off or cancelled."),
                     stmt_text(s, 0), (long long)stmt_int(s, 1));
    stmt_done(s);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

/* Items in a state the new workflow does not know could never be worked on again. */
static void check_states(struct act *a, const struct defs *d)
{
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT state, count(*), phase FROM item GROUP BY "
                              "state, phase",
                              "");
    int got = s ? 0 : -1;
    while (act_ok(a) && s && (got = stmt_step(s, &a->err)) > 0) {
        const struct state_def *state = defs_state(d, stmt_text(s, 0));
        if (!state)
            act_fail(a, XH_CONFIG,
                     _("workflow.yaml: state '%s' is gone, but %lld items are in it. "
                       "Keep it."),
                     stmt_text(s, 0), (long long)stmt_int(s, 1));
        else if ((int64_t)state->phase != stmt_int(s, 2))
            act_fail(a, XH_CONFIG,
                     _("workflow.yaml: state '%s' changes its phase, but %lld items "
                       "are in it. Give the new meaning a state of its own."),
                     stmt_text(s, 0), (long long)stmt_int(s, 1));
    }
    stmt_done(s);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

static void touch_all(struct act *a)
{
    /* Parts of a split item first, the latest first of all: what they roll up to
     * follows. */
    struct stmt *s =
        db_query(a->db, &a->err,
                 "SELECT id FROM item WHERE phase <= 2 ORDER BY "
                 "split_of IS NULL, CASE WHEN split_of IS NULL THEN id ELSE -id END",
                 "");
    int got = s ? 0 : -1;
    while (act_ok(a) && s && (got = stmt_step(s, &a->err)) > 0)
        act_recompute(a, stmt_int(s, 0), TOUCH_RESTART);
    stmt_done(s);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

void def_store_put(struct act *a, const struct config_bundle *bundle,
                   struct defs *new_defs)
{
    struct store *st = a->store;

    GROW(st->kept, st->n_kept, st->cap_kept);
    st->kept[st->n_kept++] = new_defs;
    check_dropped_lists(a, new_defs);
    check_states(a, new_defs);
    /* Going back to an earlier configuration stores nothing twice: its texts are
     * there. */
    if (act_get_int(a, "SELECT count(*) FROM config WHERE hash = ?", "t", bundle->hash) ==
        0)
        for (size_t i = 0; i < bundle->n_texts; i++)
            act_insert(a, "config", "hash t name t text t", bundle->hash,
                       bundle->texts[i].name, bundle->texts[i].text);
    for (size_t i = 0; act_ok(a) && i < new_defs->n_lists; i++)
        make_table(a, &new_defs->lists[i]);
    for (size_t i = 0; act_ok(a) && i < new_defs->n_lists; i++)
        for (size_t k = 0; act_ok(a) && k < new_defs->lists[i].n_fields; k++)
            register_field(a, &new_defs->lists[i], &new_defs->lists[i].fields[k]);
    for (size_t i = 0; act_ok(a) && i < new_defs->n_lists; i++)
        def_carry_steps(a, &new_defs->lists[i]);
    if (act_ok(a))
        retire_fields(a, new_defs);
    if (act_ok(a))
        a->rc = def_store_rows(a->db, bundle->docs, bundle->n_docs, &a->err);
    if (act_ok(a))
        a->rc = store_set_meta(st, "config_hash", bundle->hash, &a->err);
    char rows[HASH_HEX];
    if (act_ok(a))
        a->rc = def_store_digest(a->db, rows, &a->err);
    if (act_ok(a)) {
        memcpy(a->event.config, new_defs->hash, sizeof a->event.config);
        act_note(a, "config", bundle->hash);
        /* Back to a configuration whose texts are stored may change no fact at all: an
         * event, even so, because other definitions are in force. */
        if (strcmp(a->defs->hash, bundle->hash) != 0)
            a->always = true;
        act_note(a, "rows", rows);
        a->defs = new_defs;
        a->rc = rollup_rebuild(a->db, new_defs, &a->err);
        touch_all(a);
    }
}

/* ---- impact ---- */

struct light { int64_t id; char *code; int phase; int32_t due, yellow_on, red_on; };

static struct light *read_lights(struct act *a, size_t *n)
{
    struct light *v = NULL;
    size_t cap = 0;
    *n = 0;
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT id, code, phase, due, yellow_on, red_on "
                              "FROM item WHERE phase <= 2 ORDER BY id",
                              "");
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, &a->err)) > 0) {
        GROW(v, *n, cap);
        v[(*n)++] =
            (struct light){ stmt_int(s, 0), xstrdup(stmt_text(s, 1)), (int)stmt_int(s, 2),
                            stmt_day(s, 3), stmt_day(s, 4),           stmt_day(s, 5) };
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    return v;
}

static void lights_free(struct light *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].code);
    free(v);
}

/* Today, and the first workday after every run of five or more days off ahead of us this
 * year. */
static void impact_days(struct impact *out, const struct calendar *cal, int32_t today)
{
    size_t cap = 0;
    int y, m, d;
    day_to_civil(today, &y, &m, &d);
    int32_t end = day_from_civil(y, 12, 31);

    GROW(out->days, out->n_days, cap);
    out->days[out->n_days++] = (struct impact_day){ .day = today };
    for (int32_t day = today + 1, run = 0; day <= end; day++) {
        run = calendar_is_off(cal, day) ? run + 1 : 0;
        if (run >= 5 && !calendar_is_off(cal, day + 1)) {
            GROW(out->days, out->n_days, cap);
            out->days[out->n_days++] = (struct impact_day){ .day = day + 1 };
        }
    }
}

static void weigh(struct impact *out, const struct light *was, const struct light *now,
                  size_t n)
{
    size_t cap = 0;
    for (size_t i = 0; i < n; i++) {
        out->due_moved += was[i].due != now[i].due;
        for (size_t k = 0; k < out->n_days; k++) {
            int32_t day = out->days[k].day;
            enum colour c1 = colour_on((enum phase)was[i].phase, was[i].yellow_on, was[i].red_on,
                                       day);
            enum colour c2 = colour_on((enum phase)now[i].phase, now[i].yellow_on, now[i].red_on,
                                       day);
            out->days[k].moved[c1][c2]++;
            if (k == 0 && c1 != c2 && out->n_rows < IMPACT_ROWS) {
                GROW(out->rows, out->n_rows, cap);
                out->rows[out->n_rows++] =
                    (struct impact_row){ now[i].id, xstrdup(now[i].code), c1, c2 };
            }
        }
    }
}

void impact_fini(struct impact *i)
{
    for (size_t k = 0; k < i->n_rows; k++)
        free(i->rows[k].code);
    free(i->rows);
    free(i->days);
    memset(i, 0, sizeof *i);
}

enum xh_rc config_apply(struct store *st, const struct env *env, const struct who *who,
                        const struct config_bundle *bundle, bool dry, struct impact *out,
                        struct xh_err *err)
{
    struct act a;
    size_t n_was = 0, n_now = 0;
    struct light *was = NULL, *now = NULL;
    struct who caller = { .actor = who->actor };    /* in nobody else's name */

    enum xh_rc rc = act_begin(&a, st, env, VERB_CONFIG, &caller, err);
    if (rc != XH_OK)
        return rc;
    struct defs *fresh = defs_from_documents(bundle->docs, bundle->n_docs);
    if (!fresh) {
        rc = xh_fail(err, XH_CONFIG,
                     err_way(_("the configuration has mistakes; see `config check`"),
                             _("the configuration has mistakes")));
    } else {
        snprintf(fresh->hash, sizeof fresh->hash, "%s", bundle->hash);
        if (permit_require(&a, who->actor, VERB_CONFIG, NULL, 0)) {
            was = read_lights(&a, &n_was);
            def_store_put(&a, bundle, fresh);
            if (act_ok(&a) && (!permit_anybody(a.db, fresh, VERB_CONFIG)
                               || !permit_anybody(a.db, fresh, VERB_PEOPLE)))
                act_fail(&a, XH_CONFIG,
                         _("township.yaml: then nobody could manage people or "
                           "change the configuration any more"));
            recompute_touched(&a);
            now = read_lights(&a, &n_now);
            if (act_ok(&a) && n_was == n_now && out) {
                impact_days(out, fresh->calendar, env->today);
                weigh(out, was, now, n_now);
            }
        } else {
            defs_free(fresh);
        }
    }
    lights_free(was, n_was);
    lights_free(now, n_now);
    if (dry && rc == XH_OK && act_ok(&a)) {
        /* Roll back: it was only a question. */
        rc = act_end(&a, XH_REFUSED, err) == XH_REFUSED ? XH_OK : XH_DB;
    } else {
        rc = act_end(&a, rc, err);
        if (rc == XH_OK)
            st->defs = fresh;
    }
    act_fini(&a);
    return rc;
}
