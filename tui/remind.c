#include "tui/remind.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "report/export.h"
#include "report/remind.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/patience.h"
#include "tui/preview.h"

struct remind {
    struct reminds r;
    char *from;
    size_t at;                  /* the person shown */
    bool *sent;                 /* counted since it was opened */
    size_t top;                 /* first line shown */
    int page; size_t lines;     /* as drawn last */
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Sent"), N_("this one has been sent: count it, and on to the next"), 0 },
    { CMD_OWN_1, NULL, N_("the same"), 'k' },
    { CMD_OPEN, NULL, N_("the same"), 0 },
    { CMD_NEXT_PANE, NULL, N_("the next person"), 0 },
    { CMD_PREV_PANE, NULL, N_("the person before"), 0 },
    { CMD_RIGHT, NULL, NULL, 0 }, { CMD_LEFT, NULL, NULL, 0 },
    { CMD_PRINT, N_("To disk"), N_("write all of them to a text file"), 0 },
    { CMD_WEEK, NULL, N_("the same"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- reading ---- */

static struct reminds begin(struct tui *t, enum remind_kind kind, const char *from)
{
    return (struct reminds){ .defs = t->defs, .today = t->env.today, .kind = kind, .from = from,
                             .practice = t->st->practice };
}

static enum xh_rc read_scope(struct tui *t, const struct remind_scope *s, bool all,
                             struct reminds *r, struct xh_err *err)
{
    struct filter own = tui_filter(t);

    return all ? remind_load(t->st, s->all, NULL, 0, NULL, NULL, r, err)
               : remind_load(t->st, &own, s->items, s->n, NULL, NULL, r, err);
}

/* ---- the screen ---- */

struct arg { enum remind_kind kind; const struct remind_scope *scope; bool all; };

static enum xh_rc remind_screen_open(struct tui *t, void *state, const void *arg,
                                     struct xh_err *err)
{
    struct remind *s = state;
    const struct arg *a = arg;
    struct patience p;

    s->from = xstrdup(t->me_unit ? t->me_unit : "");
    s->r = begin(t, a->kind, s->from);
    patience_begin(&p, t, _("Reading"));
    enum xh_rc rc = read_scope(t, a->scope, a->all, &s->r, err);
    if (patience_end(&p) && rc != XH_OK)
        rc = xh_fail(err, XH_REFUSED, _("Stopped; nothing was counted."));
    if (rc == XH_OK && s->r.n == 0)
        rc = xh_fail(err, XH_REFUSED, _("Nobody needs a reminder: %s."), remind_name(a->kind));
    s->sent = xcalloc(s->r.n + 1, sizeof *s->sent);
    if (rc == XH_OK && t->mouse)        /* the terminal's own selection works by dragging */
        t->term.mouse(t->term.ctx, false);
    return rc;
}

static void remind_screen_close(struct tui *t, void *state)
{
    struct remind *s = state;

    if (t->mouse)
        t->term.mouse(t->term.ctx, true);
    reminds_fini(&s->r);
    free(s->sent);
    free(s->from);
}

/* What was read stays as it is; only how often is counted anew. */
static enum xh_rc remind_screen_load(struct tui *t, void *state, struct xh_err *err)
{
    struct remind *s = state;
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < s->r.n; i++) {
        struct remind_to *to = &s->r.v[i];
        to->times = 0;
        to->last = DAY_NONE;
        for (size_t k = 0; rc == XH_OK && k < to->n_items; k++) {
            int64_t times = 0;
            int32_t last = DAY_NONE;
            rc = remind_times(t->st->db, to->items[k], &times, &last, err);
            to->times = times > to->times ? times : to->times;
            if (last != DAY_NONE && (to->last == DAY_NONE || last > to->last))
                to->last = last;
        }
    }
    return rc;
}

static void remind_draw(struct tui *t, void *state, struct area body)
{
    struct remind *s = state;
    char **lines = ask_lines(s->r.v[s->at].text, body.w, &s->lines);

    s->page = body.h;
    if (s->top + (size_t)body.h > s->lines)
        s->top = s->lines > (size_t)body.h ? s->lines - (size_t)body.h : 0;
    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    for (int i = 0; i < body.h && s->top + (size_t)i < s->lines; i++)
        canvas_put(&t->canvas, body.y + i, body.x, body.w, lines[s->top + (size_t)i], TEXT_LEFT,
                   STYLE_PLAIN);
    canvas_cursor(&t->canvas, -1, -1);
    ask_lines_free(lines, s->lines);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct remind *s = state;
    const struct remind_to *to = &s->r.v[s->at];

    buf_printf(out, "%s  %zu/%zu  %s  ", remind_name(s->r.kind), s->at + 1, s->r.n, to->name);
    buf_printf(out, _("rows %zu  "), to->n_items);
    remind_said(out, to->times, to->last, t->env.today);
    if (s->sent[s->at])
        buf_printf(out, "  %s", _("counted"));
    else
        buf_printf(out, "  %s", _("select with the mouse and copy; k: sent"));
}

static bool remind_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    const struct remind *s = state;

    (void)word;
    return (cmd != CMD_ACT && cmd != CMD_OWN_1 && cmd != CMD_OPEN) ||
           acts_may_verb(t, VERB_REMIND, s->r.v[s->at].items[0], why);
}

static void go(struct remind *s, size_t at)
{
    s->at = at;
    s->top = 0;
}

/* Counts this person's; then the next who has not got his. */
static enum step send(struct tui *t, struct remind *s)
{
    const struct remind_to *to = &s->r.v[s->at];

    if (s->sent[s->at] && !ask_yes(t, to->name, _("It is counted already. Count it once more?")))
        return STEP_STAY;
    if (!acts_remind(t, remind_id(s->r.kind), to->items, to->n_items))
        return STEP_STAY;
    s->sent[s->at] = true;
    size_t next = s->at;
    for (size_t i = 1; i < s->r.n && s->sent[next]; i++)
        next = (s->at + i) % s->r.n;
    if (s->sent[next])
        tui_say(t, _("%s: counted, rows %zu. That was the last one."), to->name, to->n_items);
    else
        tui_say(t, _("%s: counted, rows %zu. Next: %s"), to->name, to->n_items,
                s->r.v[next].name);
    if (!s->sent[next])
        go(s, next);
    return STEP_RELOAD;
}

/* ---- into a file ---- */

/* Composed anew, of what this person may take away. */
static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what,
                          struct preview_text *out, struct xh_err *err)
{
    const struct remind *s = ctx;
    struct reminds r = begin(t, s->r.kind, s->from);
    struct filter f = tui_filter(t);
    struct exporter away = { .st = t->st, .person = t->me };
    int64_t *items = NULL;
    size_t n = 0, cap = 0;

    (void)what;
    for (size_t i = 0; i < s->r.n; i++)
        for (size_t k = 0; k < s->r.v[i].n_items; k++) {
            GROW(items, n, cap);
            items[n++] = s->r.v[i].items[k];
        }
    enum xh_rc rc = remind_load(t->st, &f, items, n, exporter_takes, &away, &r, err);
    if (rc == XH_OK && r.n == 0)
        rc = permit_check(t->st->db, t->defs, t->me, VERB_EXPORT, NULL, items[0], err) == XH_OK
                 ? xh_fail(err, XH_REFUSED, _("Nobody needs a reminder: %s."),
                           remind_name(s->r.kind))
                 : XH_DENIED;
    if (rc == XH_OK)
        reminds_print(&out->text, &r);
    export_say_kept_back(&out->notes, away.kept_back);
    reminds_fini(&r);
    free(items);
    return rc;
}

static void write_file(struct tui *t, struct remind *s)
{
    char day[DAY_TEXT];
    char *name = xasprintf("%s%s", remind_name(s->r.kind), day_format(t->env.today, day));

    preview_take(t, &(struct preview_arg){ .file = name, .compose = compose, .ctx = s });
    free(name);
}

/* ---- commands ---- */

static bool scroll(struct remind *s, enum cmd cmd)
{
    size_t page = (size_t)(s->page > 1 ? s->page - 1 : 1), last = s->lines ? s->lines - 1 : 0;

    switch (cmd) {
    case CMD_UP:   s->top -= s->top > 0; return true;
    case CMD_DOWN: s->top += s->top < last; return true;
    case CMD_PGUP: s->top = s->top > page ? s->top - page : 0; return true;
    case CMD_PGDN: s->top = s->top + page < last ? s->top + page : last; return true;
    case CMD_HOME: s->top = 0; return true;
    case CMD_END:  s->top = last; return true;
    default:       return false;
    }
}

static enum step remind_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct remind *s = state;

    (void)in;
    if (scroll(s, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT: case CMD_OWN_1: case CMD_OPEN:
        return send(t, s);
    case CMD_NEXT_PANE: case CMD_RIGHT:
        go(s, (s->at + 1) % s->r.n);
        return STEP_STAY;
    case CMD_PREV_PANE: case CMD_LEFT:
        go(s, (s->at + s->r.n - 1) % s->r.n);
        return STEP_STAY;
    case CMD_PRINT: case CMD_WEEK:
        write_file(t, s);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static const struct screen_ops remind_screen = {
    .id = "remind", .title = N_("Reminders"), .keys = keys, .size = sizeof(struct remind),
    .open = remind_screen_open, .load = remind_screen_load, .draw = remind_draw,
    .command = remind_command, .path = path, .may = remind_may, .counts = frame_no_counts,
    .close = remind_screen_close,
};

/* ---- what is meant ---- */

struct choice { enum remind_kind kind; bool all; char *text; };

static int64_t size_of_all(struct tui *t, const struct filter *all, enum remind_kind kind,
                           struct xh_err *err)
{
    struct filter f = *all;
    const char **where = xcalloc(f.n_where + 1, sizeof *where);
    int64_t *by_list = xcalloc(t->defs->n_lists + 1, sizeof *by_list), n = 0;
    char *condition = xasprintf("remind=%s", remind_id(kind));

    if (f.n_where)
        memcpy(where, f.where, f.n_where * sizeof *where);
    where[f.n_where++] = condition;
    f.where = where;
    if (query_sizes(t->st, &f, by_list, err) == XH_OK)
        for (size_t i = 0; i < t->defs->n_lists; i++)
            n += by_list[i];
    free(condition);
    free(by_list);
    free(where);
    return n;
}

static int64_t size_of_items(struct tui *t, const struct remind_scope *s, enum remind_kind kind,
                             struct xh_err *err)
{
    struct reminds r = begin(t, kind, "");
    int64_t n = 0;

    if (read_scope(t, s, false, &r, err) == XH_OK)
        for (size_t i = 0; i < r.n; i++)
            n += (int64_t)r.v[i].n_items;
    reminds_fini(&r);
    return n;
}

static size_t choices_of(struct tui *t, const struct remind_scope *s, struct choice *v,
                         struct xh_err *err)
{
    size_t n = 0;

    for (int k = 0; k < REMIND_KINDS && s->n; k++) {
        int64_t rows = size_of_items(t, s, (enum remind_kind)k, err);
        if (rows)
            v[n++] = (struct choice){ (enum remind_kind)k, false,
                s->marked ? xasprintf(_("%s: of the marked rows %lld"),
                                      remind_name((enum remind_kind)k), (long long)rows)
                          : xasprintf(_("%s: this row"), remind_name((enum remind_kind)k)) };
    }
    for (int k = 0; k < REMIND_KINDS && s->all && !s->marked; k++) {
        int64_t rows = size_of_all(t, s->all, (enum remind_kind)k, err);
        if (rows)
            v[n++] = (struct choice){ (enum remind_kind)k, true,
                xasprintf(_("%s: all that is listed, %lld"), remind_name((enum remind_kind)k),
                          (long long)rows) };
    }
    return n;
}

void remind_ask(struct tui *t, const struct remind_scope *scope)
{
    struct choice v[2 * REMIND_KINDS];
    const char *texts[2 * REMIND_KINDS];
    struct xh_err err = {0};
    struct patience p;

    patience_begin(&p, t, _("Reading"));
    size_t n = choices_of(t, scope, v, &err);
    bool stopped = patience_end(&p);
    for (size_t i = 0; i < n; i++)
        texts[i] = v[i].text;
    int at = n == 1 ? 0 : -1;
    if (err.rc != XH_OK && !stopped)
        tui_refuse(t, &err);
    else if (n > 1)
        at = ask_choice(t, _("Reminders"), _("What about? Looking at the text counts nothing."),
                        texts, n, 0);
    else if (n == 0 && !stopped)
        tui_say(t, "%s", _("Nobody to remind: nothing is late, due on the next workday, "
                           "unreported or waiting to be accepted."));
    if (at >= 0)
        tui_push(t, &remind_screen, &(struct arg){ v[at].kind, scope, v[at].all });
    for (size_t i = 0; i < n; i++)
        free(v[i].text);
}

void remind_open(struct tui *t, enum remind_kind kind, const struct remind_scope *scope)
{
    tui_push(t, &remind_screen, &(struct arg){ kind, scope, scope->n == 0 });
}
