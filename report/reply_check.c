/* reply_check.c - a mark before it counts: which row it is, what has changed since the sheet,
 * what will happen, tried with everything taken back. See reply.h. */
#include "report/reply_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "report/agenda.h"

#define SAID_MOST 3             /* lines of what a group's mark does */

/* ---- a row in words ---- */

void reply_echo_fini(struct reply_echo *e)
{
    free(e->about);
    free(e->stands);
    free(e->mark);
    free(e->will);
    *e = (struct reply_echo){0};
}

static char *first_line(const char *text)
{
    return xstrndup(text, strcspn(text, "\n"));
}

static char *about_of(const struct meeting_row *r, const struct agenda_page *p)
{
    const char *now = agenda_cell(p, "owner"), *then = meeting_cell(r, "owner");
    char *owner = first_line(*now ? now : then);
    char *text = xasprintf("%lld  %s  %s  %s", (long long)r->n, r->code, r->title,
                           *owner ? owner : _("nobody responsible"));

    free(owner);
    return text;
}

static char *stands_of(const struct env *env, const struct meeting_row *r,
                       const struct agenda_page *p)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    if (r->is_group)
        buf_printf(&b, _("%zu rows"), r->n_items);
    else
        buf_puts(&b, p->state);
    if (!r->is_group && p->due != DAY_NONE)
        buf_printf(&b, _("  deadline %s"), day_format_short(p->due, env->today, day));
    if (!r->is_group && p->is_late)
        buf_printf(&b, _("  %d days late"), (int)(env->today - p->due));
    if (*p->changed)
        buf_printf(&b, "  %s", p->changed);
    if (*p->asked)
        buf_printf(&b, "  %s", p->asked);
    return buf_take(&b);
}

static char *mark_of(const struct env *env, const struct meeting_decision *d)
{
    struct buf b = {0};

    if (d->what != MEETING_WORDS)
        meeting_say_decision(&b, d, env->today);
    if (*d->text)
        buf_printf(&b, b.len ? _("; %s") : "%s", d->text);
    return buf_take(&b);
}

static enum xh_rc look(struct store *st, const struct env *env, int64_t reader,
                       const struct meeting *m, int64_t n, struct agenda_page *page,
                       struct reply_echo *out, struct xh_err *err)
{
    size_t at = meeting_find(m, n);

    if (at == m->n)
        return reply_no_such_row(m, n, err);
    enum xh_rc rc = agenda_page_load(st, env->today, reader, &m->rows[at], page, err);
    if (rc == XH_OK) {
        out->about = about_of(&m->rows[at], page);
        out->stands = stands_of(env, &m->rows[at], page);
        out->mark = xstrdup("");
        out->will = xstrdup("");
    }
    return rc;
}

enum xh_rc reply_look(struct store *st, const struct env *env, int64_t reader,
                      const struct meeting *m, int64_t n, struct reply_echo *out,
                      struct xh_err *err)
{
    struct agenda_page page = {0};
    enum xh_rc rc = look(st, env, reader, m, n, &page, out, err);
    size_t at = meeting_find(m, n);

    if (rc == XH_OK && m->rows[at].d.what != MEETING_OPEN)
        reply_set_text(&out->mark, mark_of(env, &m->rows[at].d));
    agenda_page_fini(&page);
    return rc;
}

/* ---- what is no longer as on the sheet ---- */

struct checking {
    struct store *st;
    const struct env *env;
    const struct meeting *m;
    const struct meeting_row *r;
    const struct agenda_page *page;
    struct meeting_decision *d;
    struct xh_err *err;
};

static enum xh_rc not_in_review(const struct checking *x, const struct item *it)
{
    return it->phase >= PHASE_CLOSED
        ? xh_fail(x->err, XH_REFUSED, _("%s: %s since the sheet; only words (n) go with it"),
                  x->r->code, x->page->state)
        : xh_fail(x->err, XH_REFUSED,
                  strcmp(x->r->section, "review") == 0
                      ? _("%s: its application was taken back or returned since the sheet; "
                          "now %s")
                      : _("%s: nobody has applied for its cross-off; now %s"),
                  x->r->code, x->page->state);
}

static enum xh_rc not_now(const struct checking *x, const struct item *it)
{
    if (it->phase >= PHASE_CLOSED || x->d->what == MEETING_CLOSE ||
        x->d->what == MEETING_RETURN)
        return not_in_review(x, it);
    return it->phase == PHASE_REVIEW
        ? xh_fail(x->err, XH_REFUSED,
                  _("%s waits for its reviewer: x agrees to the cross-off, r returns it"),
                  x->r->code)
        : xh_fail(x->err, XH_REFUSED, _("%s is on hold; it has to be resumed first"),
                  x->r->code);
}

/* One item: its phase, its deadline. */
static enum xh_rc check_item(const struct checking *x, const struct item *it)
{
    const struct meeting_decision *d = x->d;
    bool dated = d->what == MEETING_LIMIT || d->what == MEETING_EXTEND;
    char was[DAY_TEXT], is[DAY_TEXT];

    if (!meeting_takes(d->what, d->request, (enum phase)it->phase))
        return not_now(x, it);
    if (dated && x->r->due != DAY_NONE && it->due != x->r->due)
        return xh_fail(x->err, XH_REFUSED,
                       _("%s: its deadline was %s on the sheet and is %s now; look at it again"),
                       x->r->code, day_format_short(x->r->due, x->env->today, was),
                       day_format_short(it->due, x->env->today, is));
    return XH_OK;
}

/* What was decided about it since. */
static enum xh_rc check_since(const struct checking *x, const struct item *it)
{
    static const struct { enum meeting_what what; enum verb verb; } told[] = {
        { MEETING_LIMIT, VERB_LIMIT },
        { MEETING_CLOSE, VERB_RETURN }, { MEETING_CLOSE, VERB_WITHDRAW },
        { MEETING_RETURN, VERB_RETURN }, { MEETING_RETURN, VERB_WITHDRAW },
    };
    bool since = false;
    enum xh_rc rc = XH_OK;
    char is[DAY_TEXT];

    for (size_t i = 0; rc == XH_OK && !since && i < sizeof told / sizeof *told; i++)
        if (told[i].what == x->d->what &&
            (told[i].what == MEETING_LIMIT || strcmp(x->r->section, "review") == 0))
            rc = sheet_act_since(x->st->db, x->m->sheet_seq, it->id, told[i].verb, &since, x->err);
    if (!since)
        return rc;
    return x->d->what == MEETING_LIMIT
        ? xh_fail(x->err, XH_REFUSED,
                  _("%s: a limit was ordered since the sheet: %s; look at it again"),
                  x->r->code, day_format_short(it->limit_on, x->env->today, is))
        : xh_fail(x->err, XH_REFUSED,
                  _("%s: it was applied for anew since the sheet; look at it again"),
                  x->r->code);
}

static enum xh_rc all_late(const struct checking *x, const char *what)
{
    return xh_fail(x->err, XH_REFUSED,
                   _("%s is late and nobody asked in time: a limit can be ordered (d)"), what);
}

/* Of a group one of its rows is enough, as in a meeting. What is late gets its limit; what
 * is not, an item of its own with that day. */
static enum xh_rc check_rows(const struct checking *x)
{
    enum xh_rc rc = XH_OK;
    bool late = false, takes = false, in_time = false;

    for (size_t i = 0; rc == XH_OK && i < x->r->n_items; i++) {
        struct item it = {0};
        rc = item_load(x->st->db, x->r->items[i], &it, x->err);
        if (rc == XH_OK && !x->r->is_group)
            rc = check_item(x, &it);
        if (rc == XH_OK && !x->r->is_group)
            rc = check_since(x, &it);
        takes |= meeting_takes(x->d->what, 0, (enum phase)it.phase);
        bool is_late = item_is_late(&it, x->st->defs->calendar, x->env->today);
        late |= is_late;
        in_time |= it.phase == PHASE_OPEN && !is_late;
        item_fini(&it);
    }
    if (rc == XH_OK && x->r->is_group && !takes)
        rc = xh_fail(x->err, XH_REFUSED,
                     _("%s: none of its rows can take this now: %s"), x->r->title,
                     *x->page->changed ? x->page->changed : _("they are not in that state"));
    if (rc == XH_OK && x->r->is_group && x->d->what == MEETING_EXTEND && !in_time)
        rc = all_late(x, x->r->title);
    if (rc != XH_OK || x->d->what != MEETING_LIMIT)
        return rc;
    if (!late && strcmp(x->r->section, "overdue") == 0)
        return xh_fail(x->err, XH_REFUSED, _("%s: late on the sheet, not late any more"),
                       x->r->code);
    x->d->item = !late;
    return XH_OK;
}

/* A request that waits is what is granted; else the chair extends by himself. */
static enum xh_rc find_request(const struct checking *x)
{
    if (x->d->what != MEETING_EXTEND)
        return XH_OK;
    x->d->request = x->page->request;
    if (x->d->day == DAY_NONE && x->d->request)
        x->d->day = x->page->asked_to;
    if (x->d->day == DAY_NONE)
        return xh_fail(x->err, XH_REFUSED,
                       _("%s: nobody has asked for more time; give the day: e11-30"),
                       x->r->code);
    return !x->d->request && !x->r->is_group && x->page->is_late ? all_late(x, x->r->code)
                                                                 : XH_OK;
}

static bool same_mark(const struct meeting_decision *a, const struct meeting_decision *b)
{
    return a->what == b->what && a->order == b->order && strcmp(a->text, b->text) == 0 &&
           (a->day == b->day || (a->what == MEETING_EXTEND && b->day == DAY_NONE));
}

/* ---- trying it ---- */

struct trial {
    const struct meeting *m;
    struct store *st;
    const struct env *env;
    struct buf said;
    size_t n;
    bool in_my_name;            /* although the chair's sheet is at hand */
    struct xh_err why;
    struct result *out;
};

static void keep_said(struct trial *t, const char *said)
{
    if (t->n++ < SAID_MOST)
        buf_printf(&t->said, "%s%s", t->said.len ? "\n" : _("then: "), said);
}

static void refused(void *ctx, size_t i, const struct xh_err *why)
{
    (void)i;
    ((struct trial *)ctx)->why = *why;
}

static void tried(void *ctx, size_t i, const struct result *r)
{
    struct trial *t = ctx;

    (void)i;
    *t->out = *r;
    keep_said(t, r->said);
}

static enum xh_rc try_verb(void *ctx, const struct who *who, const struct call *call,
                           struct result *out, struct xh_err *err)
{
    struct trial *t = ctx;
    const struct verb_each each = { .refused = refused, .done = tried, .ctx = t,
                                    .trial = true };

    t->why = (struct xh_err){0};
    t->out = out;
    t->in_my_name |= reply_paper(t->m) && t->m->chair != who->actor && !who->decided &&
                     ((verb_info(call->verb)->flags & VERB_DECIDES) ||
                      call->verb == VERB_RETURN);
    enum xh_rc rc = verb_run_each(t->st, t->env, who, call, 1, &each, err);
    if (t->why.rc == XH_OK)
        return rc;
    if (err)
        *err = t->why;
    return t->why.rc;
}

static enum xh_rc try_order(void *ctx, const struct who *who, const struct order_call *call,
                            struct order_result *out, struct xh_err *err)
{
    struct trial *t = ctx;
    struct order_call c = *call;

    c.trial = true;
    enum xh_rc rc = order_run(t->st, t->env, who, &c, out, err);
    if (rc == XH_OK)
        keep_said(t, out->said);
    return rc;
}

static enum xh_rc try_out(struct store *st, const struct env *env, int64_t actor,
                          struct meeting *m, size_t at, const struct meeting_decision *d,
                          char **said, struct xh_err *err)
{
    struct trial t = { .m = m, .st = st, .env = env };
    struct meeting_hands hands = { .verb = try_verb, .order = try_order, .ctx = &t,
                                   .actor = actor, .paper = reply_paper(m) };
    struct meeting_row *r = &m->rows[at];
    bool was_nothing = r->done;         /* marked with - before: it stays so */
    enum xh_rc rc = XH_OK;

    reply_open_row(r);
    meeting_decision_set(&r->d, d);
    if (!meeting_carry_out(st, env, m, at, &hands, NULL))
        rc = reply_not_done(r, err);
    else if (t.n == 0 && d->what != MEETING_AGREED)
        rc = xh_fail(err, XH_REFUSED, _("%s: there is nothing it could be written to"),
                     r->code);
    reply_open_row(r);
    if (was_nothing) {
        r->d.what = MEETING_AGREED;
        r->done = true;
    }
    if (t.n > SAID_MOST)
        buf_printf(&t.said, _("\nand %zu more"), t.n - SAID_MOST);
    if (t.n == 0)
        buf_puts(&t.said, _("nothing; the row counts as looked at"));
    if (t.in_my_name)
        buf_printf(&t.said, _("\n%s may not decide about this row: it counts as yours"),
                   m->chair_name);
    reply_set_text(said, buf_take(&t.said));
    return rc;
}

/* ---- all of it ---- */

enum xh_rc reply_check(struct store *st, const struct env *env, int64_t actor,
                       struct meeting *m, struct paper_mark *mark, struct reply_echo *out,
                       struct xh_err *err)
{
    struct agenda_page page = {0};
    size_t at = meeting_find(m, mark->n);
    enum xh_rc rc = look(st, env, actor, m, mark->n, &page, out, err);

    if (rc == XH_OK && !m->chair)
        rc = xh_fail(err, XH_REFUSED, "%s", _("Choose who is in the chair."));
    if (rc != XH_OK) {
        agenda_page_fini(&page);
        return rc;
    }
    struct meeting_row *r = &m->rows[at];
    struct checking x = { st, env, m, r, &page, &mark->d, err };
    reply_set_text(&out->mark, mark_of(env, &mark->d));
    if (meeting_row_touched(r) && same_mark(&r->d, &mark->d)) {
        out->known = r->done;
        meeting_decision_set(&mark->d, &r->d);  /* what is left of it, as it was begun */
    } else if (r->n_acts) {
        char *is = mark_of(env, &r->d);
        rc = xh_fail(err, XH_REFUSED, _("%s: recorded already: %s; take that back first"),
                     r->code, is);
        free(is);
    } else {
        rc = find_request(&x);
        if (rc == XH_OK)
            rc = check_rows(&x);
        reply_set_text(&out->mark, mark_of(env, &mark->d));
        if (rc == XH_OK)
            rc = try_out(st, env, actor, m, at, &mark->d, &out->will, err);
    }
    agenda_page_fini(&page);
    return rc;
}
