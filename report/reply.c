#include "report/reply.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/rhythm.h"
#include "model/text.h"
#include "report/agenda.h"
#include "report/reply_parts.h"

/* ---- which sheet ---- */

bool reply_read_sheet(const char *typed, int64_t *year, int64_t *no)
{
    char *half = text_trim(text_halfwidth(typed));
    const char *s = half;
    int64_t v[2] = { 0, 0 };
    size_t n = 0;

    if (strncmp(s, "第", strlen("第")) == 0)
        s += strlen("第");
    while (n < 2 && *s >= '0' && *s <= '9') {
        char *end;
        v[n++] = strtol(s, &end, 10);
        s = end;
        if (n == 1 && (*s == '/' || *s == '-') && s[1])
            s++;
        else
            break;
    }
    if (n && strncmp(s, "期", strlen("期")) == 0)
        s += strlen("期");
    bool good = n && *s == '\0' && v[0] > 0 && (n == 1 || v[1] > 0);
    free(half);
    if (!good)
        return false;
    bool year_first = n == 2 && v[0] > 999;
    *no = year_first ? v[1] : v[0];
    *year = n == 1 ? 0 : year_first ? v[0] : v[1];
    return true;
}

char *reply_sheet_name(const struct meeting *m)
{
    struct buf b = {0};

    buf_printf(&b, _("%lld no. %lld"), (long long)m->sheet_year, (long long)m->sheet_no);
    if (m->sheet_edition > 1)
        buf_printf(&b, _(" edition %lld"), (long long)m->sheet_edition);
    return buf_take(&b);
}

/* ---- opening ---- */

void reply_set_text(char **to, char *text)
{
    free(*to);
    *to = text;
}

void reply_open_row(struct meeting_row *r)
{
    struct meeting_decision none = { .day = DAY_NONE, .unit = "", .owner = "", .doc = "",
                                     .text = "" };

    meeting_decision_set(&r->d, &none);
    r->n_acts = 0;
    r->done = false;
    r->failed_rc = XH_OK;
    reply_set_text(&r->made, xstrdup(""));
    reply_set_text(&r->failed, xstrdup(""));
}

bool reply_look_back(struct store *st, struct meeting *m)
{
    bool any = meeting_look_back(st, m);

    for (size_t i = 0; i < m->n; i++)
        if (m->rows[i].d.what != MEETING_OPEN && !m->rows[i].done && m->rows[i].n_acts == 0) {
            reply_open_row(&m->rows[i]);
            any = true;
        }
    return any;
}

/* The sheet's own words for the meeting it was printed for. */
static void begin(struct store *st, int64_t person, struct meeting *m)
{
    const struct list_def *l = meeting_list(st->defs);
    int kinds = l ? list_field(l, "meeting") : -1;

    m->is_reply = true;
    m->confirmed_on = DAY_NONE;
    m->kind = xstrdup(kinds >= 0 && l->fields[kinds].n_choices ? l->fields[kinds].choices[0]
                                                               : _("Weekly meeting"));
    m->session = reply_sheet_name(m);
    m->chair_name = xstrdup("");
    m->recorder = person;
    m->recorder_name = person_name(st->db, person);
    m->paper = xstrdup("");
}

static char *name_of(const struct meeting *m)
{
    return xasprintf("reply-%lld-%lld-%lld", (long long)m->sheet_year,
                     (long long)m->sheet_no, (long long)m->sheet_edition);
}

enum xh_rc reply_open(struct store *st, int64_t person, int64_t year, int64_t no,
                      int64_t edition, struct meeting *m, struct xh_err *err)
{
    struct meeting kept = {0};
    struct xh_err why = {0};

    if (!meeting_may(st, person, err))
        return err->rc;
    enum xh_rc rc = agenda_of_sheet(st, year, no, edition, m, err);
    if (rc != XH_OK)
        return rc;
    char *name = name_of(m);
    int32_t met = rhythm_meeting_after(st->defs, m->sheet_to - 1);
    rc = st->home ? meeting_load(st, name, &kept, &why) : XH_NOT_FOUND;
    if (rc == XH_OK) {
        meeting_fini(m);
        *m = kept;
        kept = (struct meeting){0};
        reply_look_back(st, m);
    } else if (rc == XH_NOT_FOUND) {
        begin(st, person, m);
        m->name = xstrdup(name);
        rc = XH_OK;
    } else {
        rc = xh_fail(err, rc, "%s", why.msg);
    }
    m->met = met;
    meeting_fini(&kept);
    free(name);
    return rc;
}

enum xh_rc reply_set_chair(struct store *st, struct meeting *m, int64_t chair,
                           const char *paper, struct xh_err *err)
{
    char *name = person_name(st->db, chair);
    char *path = paper && *paper ? realpath(paper, NULL) : xstrdup("");
    enum xh_rc rc = XH_OK;

    if (!meeting_may_chair(st, chair))
        rc = xh_fail(err, XH_DENIED,
                     _("%s may not chair a meeting: a leader who may order limits"), name);
    else if (!path)
        rc = xh_fail(err, XH_NOT_FOUND, _("there is no file %s"), paper);
    if (rc == XH_OK) {
        m->chair = chair;
        reply_set_text(&m->chair_name, xstrdup(name));
        reply_set_text(&m->paper, path);
        path = NULL;
    }
    free(path);
    free(name);
    return rc;
}

/* ---- shared with reply_check.c ---- */

const char *reply_paper(const struct meeting *m)
{
    return m->paper && *m->paper ? m->paper : NULL;
}

enum xh_rc reply_not_done(const struct meeting_row *r, struct xh_err *err)
{
    return xh_fail(err, r->failed_rc == XH_OK ? XH_REFUSED : r->failed_rc, "%s", r->failed);
}

enum xh_rc reply_no_such_row(const struct meeting *m, int64_t n, struct xh_err *err)
{
    char *name = reply_sheet_name(m);
    enum xh_rc rc = m->n ? xh_fail(err, XH_NOT_FOUND,
                                   _("sheet %s has no row %lld; its rows go from %lld to %lld"),
                                   name, (long long)n, (long long)m->rows[0].n,
                                   (long long)m->rows[m->n - 1].n)
                         : xh_fail(err, XH_NOT_FOUND, _("sheet %s has no rows"), name);

    free(name);
    return rc;
}

/* ---- recording ---- */

struct recording { struct store *st; struct meeting *m; const struct meeting_hands *by; };

static enum xh_rc do_verb(void *ctx, const struct who *who, const struct call *call,
                          struct result *out, struct xh_err *err)
{
    const struct meeting_hands *by = ((struct recording *)ctx)->by;

    return by->verb(by->ctx, who, call, out, err);
}

static enum xh_rc do_order(void *ctx, const struct who *who, const struct order_call *call,
                           struct order_result *out, struct xh_err *err)
{
    const struct meeting_hands *by = ((struct recording *)ctx)->by;

    return by->order(by->ctx, who, call, out, err);
}

static void keep(void *ctx)
{
    const struct recording *x = ctx;

    meeting_save(x->st, x->m, NULL);    /* said at the end, if it did not work */
}

enum xh_rc reply_record(struct store *st, const struct env *env, struct meeting *m,
                        const struct paper_mark *mark, const struct meeting_hands *hands,
                        struct xh_err *err)
{
    struct recording x = { st, m, hands };
    struct meeting_hands mine = { .verb = do_verb, .order = do_order, .done = keep, .ctx = &x,
                                  .actor = hands->actor, .paper = reply_paper(m) };
    size_t at = meeting_find(m, mark->n);

    if (at == m->n)
        return reply_no_such_row(m, mark->n, err);
    struct meeting_row *r = &m->rows[at];
    if (r->n_acts == 0)
        reply_open_row(r);
    meeting_decision_set(&r->d, &mark->d);
    m->confirmed_on = env->today;
    m->on_paper = mine.paper != NULL;
    m->oral = !m->on_paper && m->chair != hands->actor;
    enum xh_rc rc = meeting_save(st, m, err);
    if (rc != XH_OK) {
        if (r->n_acts == 0)     /* else what was done of it stays known */
            reply_open_row(r);
        return rc;
    }
    bool done = meeting_carry_out(st, env, m, at, &mine, NULL);
    if (!done)
        rc = reply_not_done(r, err);
    if (!done && r->n_acts == 0)
        reply_open_row(r);
    enum xh_rc kept = meeting_save(st, m, done ? err : NULL);
    return rc == XH_OK ? kept : rc;
}

/* ---- taking back ---- */

enum xh_rc reply_take_back(struct store *st, const struct env *env, struct meeting *m, size_t at,
                           int64_t actor, size_t *n, struct xh_err *err)
{
    *n = 0;
    if (at >= m->n)
        return XH_OK;
    enum xh_rc rc = m->rows[at].n_acts
        ? meeting_take_back(st, env, &m->rows[at], actor, n, err) : XH_OK;
    if (rc != XH_OK)
        return rc;
    reply_open_row(&m->rows[at]);
    rc = meeting_save(st, m, *n ? NULL : err);
    return *n ? XH_OK : rc;     /* what is undone is found out whenever the file is read */
}

/* ---- at the end ---- */

size_t reply_recorded(const struct meeting *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += m->rows[i].done;
    return n;
}

/* "1-4, 7, 9-12" */
static void put_open(struct buf *out, const struct meeting *m)
{
    bool any = false;

    for (size_t i = 0; i < m->n;) {
        size_t end = i;
        if (m->rows[i].done) {
            i++;
            continue;
        }
        while (end + 1 < m->n && !m->rows[end + 1].done)
            end++;
        buf_printf(out, "%s%lld", any ? _(", ") : _("\nWithout a mark: "),
                   (long long)m->rows[i].n);
        if (end > i)
            buf_printf(out, "-%lld", (long long)m->rows[end].n);
        any = true;
        i = end + 1;
    }
}

void reply_summary(struct buf *out, const struct meeting *m)
{
    size_t counts[MEETING_WHATS] = {0}, orders = 0;
    bool any = false;

    for (size_t i = 0; i < m->n; i++) {
        const struct meeting_row *r = &m->rows[i];
        if (!r->done)
            continue;
        counts[r->d.what]++;
        orders += r->d.order;
    }
    counts[MEETING_ORDER] += orders;
    buf_printf(out, _("Recorded %zu of %zu rows"), reply_recorded(m), m->n);
    for (int w = MEETING_LIMIT; w < MEETING_WHATS; w++)
        if (counts[w]) {
            buf_printf(out, "%s%s %zu", any ? _(", ") : _(": "),
                       meeting_what_name((enum meeting_what)w), counts[w]);
            any = true;
        }
    put_open(out, m);
}
