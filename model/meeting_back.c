/* meeting_back.c - what a decision has led to is taken back: found out, or done. See
 * meeting_acts.h. */
#include "model/meeting_acts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"

/* ---- what was taken back ---- */

/* What cannot be told stays done: nothing is done twice. */
static bool is_gone(struct store *st, const struct meeting_act *a)
{
    struct item it = {0};
    struct xh_err err;
    bool gone = false;

    verb_is_undone(st->db, a->action, &gone, &err);
    if (!gone && a->part == MEETING_MADE && item_load(st->db, a->item, &it, &err) == XH_OK)
        gone = it.voided != 0;
    item_fini(&it);
    return gone;
}

bool meeting_look_back(struct store *st, struct meeting *m)
{
    bool any = false;

    for (size_t i = 0; i < m->n; i++) {
        struct meeting_row *r = &m->rows[i];
        size_t n = 0;
        for (size_t k = 0; k < r->n_acts; k++)
            if (!is_gone(st, &r->acts[k]))
                r->acts[n++] = r->acts[k];
        if (n == r->n_acts)
            continue;
        any = true;
        r->n_acts = n;
        r->done = false;
        if (!meeting_did(r, MEETING_MADE, 0))
            *r->made = '\0';
    }
    return any;
}

size_t meeting_newest(struct store *st, const struct meeting *m)
{
    static const char seq_of[] = "SELECT id FROM event WHERE action = ?";
    size_t newest = m->n;
    int64_t last = 0;

    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->rows[i].n_acts; k++) {
            struct xh_err err;
            int64_t seq = 0;
            if (db_get_int(st->db, &err, &seq, seq_of, "t", m->rows[i].acts[k].action) == XH_OK
                && seq > last) {
                last = seq;
                newest = i;
            }
        }
    return newest;
}

/* ---- taking back ---- */

struct taking { struct xh_err why; };

static void refused(void *ctx, size_t i, const struct xh_err *why)
{
    struct taking *t = ctx;

    (void)i;
    if (t->why.rc == XH_OK)
        t->why = *why;
}

static bool is_among(const struct call *calls, size_t n, const char *action)
{
    for (size_t i = 0; i < n; i++)
        if (calls[i].action && strcmp(calls[i].action, action) == 0)
            return true;
    return false;
}

/* What was added got a number, which is never used twice: such a row is voided (ENGINE 20). */
static struct call call_back(const struct meeting_row *r, const struct meeting_act *a)
{
    struct call c = { .verb = VERB_UNDO, .action = a->action, .on = DAY_NONE, .to = DAY_NONE,
                      .next_due = DAY_NONE };

    if (a->part == MEETING_MADE) {
        c.verb = VERB_VOID;
        c.action = NULL;
        c.code = r->made;
    }
    return c;
}

enum xh_rc meeting_take_back(struct store *st, const struct env *env, const struct meeting_row *r,
                             int64_t actor, size_t *n, struct xh_err *err)
{
    struct who who = { .actor = actor };
    struct taking t = {0};
    const struct verb_each each = { .refused = refused, .ctx = &t };
    struct call *calls = xcalloc(r->n_acts + 1, sizeof *calls);
    enum xh_rc rc = XH_OK;

    *n = 0;
    for (size_t i = r->n_acts; i-- > 0;) {
        const struct meeting_act *a = &r->acts[i];
        if (!*a->action)
            rc = xh_fail(err, XH_REFUSED,
                         _("%s: what was done is not known act by act; it can be taken back where "
                           "it stands"), r->code);
        else if (!is_among(calls, *n, a->action))
            calls[(*n)++] = call_back(r, a);
    }
    if (rc == XH_OK)
        rc = verb_run_each(st, env, &who, calls, *n, &each, err);
    if (rc != XH_OK && t.why.rc != XH_OK)
        rc = xh_fail(err, t.why.rc, "%s", t.why.msg);
    free(calls);
    return rc;
}
