#include "tui/reporting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/remind.h"
#include "tui/reporting_own.h"
#include "tui/table_view.h"
#include "tui/text_pane.h"

enum { FILLS = 8, LOW = 4 };
enum column { AT_NAME, AT_OWED, AT_DONE, AT_SILENT, AT_GROUPS, AT_WHO, AT_PHONE, COLUMNS };

struct reporting_state {
    int32_t fills[FILLS]; size_t n_fills;
    size_t at;                  /* 0: what is asked for now; i: fills[i - 1] */
    struct report_period period;
    struct reporting r;
    struct reporting_groups *groups;    /* households, counted after the first paint */
    size_t *shown;              /* units: those with somebody to call first */
    struct table_view view;
    struct view_column columns[COLUMNS];
    char *people;               /* who of it has not reported */
    char *empty;
};

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("the unit's items, with what each reported last"), 0 },
    { CMD_REMIND, NULL, N_("texts that remind those who have not reported: of this unit, or all"),
      0 },
    { CMD_WEEK, NULL, N_("another fill day"), 0 },
    { CMD_LEFT, NULL, N_("the fill day before"), 0 }, { CMD_RIGHT, NULL, N_("the next one"), 0 },
    { CMD_CLEAR, NULL, N_("go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- words ---- */

void reporting_period_text(struct tui *t, const struct report_period *p, struct buf *out)
{
    char day[DAY_TEXT];

    if (p->fill == DAY_NONE) {
        buf_puts(out, _("asked for now:"));
        for (size_t i = 0; i < p->n; i++)
            if (i == 0 || p->part[i].fill != p->part[i - 1].fill)
                buf_printf(out, " %s", day_format_short(p->part[i].fill, t->env.today, day));
        return;
    }
    buf_printf(out, _("fill day %s"), day_format_short(p->fill, t->env.today, day));
}

const char *reporting_period_word(const struct report_period *p)
{
    static char day[DAY_TEXT];

    return p->fill == DAY_NONE ? "now" : day_format(p->fill, day);
}

/* ---- units ---- */

/* Row 0 is all of them. NULL: that one. */
static const struct report_unit *unit_at(const struct reporting_state *s, size_t row)
{
    return row == 0 || row > s->r.n ? NULL : &s->r.v[s->shown[row - 1]];
}

static struct reporting_group groups_of(const struct reporting_state *s,
                                        const struct report_unit *u)
{
    struct reporting_group all = {0};

    if (u)
        return reporting_groups_of(s->groups, u->unit);
    for (size_t i = 0; i < s->r.n; i++) {
        struct reporting_group g = reporting_groups_of(s->groups, s->r.v[i].unit);
        all.owed += g.owed;
        all.reported += g.reported;
        all.rows += g.rows;
    }
    return all;
}

static int64_t owed_by(const struct reporting_state *s, const struct report_unit *u)
{
    return u ? u->owed : s->r.owed;
}

static int64_t reported_by(const struct reporting_state *s, const struct report_unit *u)
{
    return u ? u->reported : s->r.reported;
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct reporting_state *s = ctx;
    const struct report_unit *u = unit_at(s, row);
    int64_t owed = owed_by(s, u), done = reported_by(s, u);
    struct reporting_group g;

    if (row == 0)
        *style = STYLE_STRONG;
    switch ((enum column)column) {
    case AT_NAME:
        buf_puts(out, !u ? _("Total") : *u->name ? u->name : _("(none)"));
        break;
    case AT_OWED:
        buf_printf(out, "%lld", (long long)owed);
        break;
    case AT_DONE:
        buf_printf(out, "%lld", (long long)done);
        break;
    case AT_SILENT:
        buf_printf(out, "%lld", (long long)(owed - done));
        if (owed > done)
            *style = STYLE_WRONG;
        break;
    case AT_GROUPS:             /* groups of households: not reported of those owed */
        g = groups_of(s, u);
        if (g.owed)
            buf_printf(out, "%lld/%lld", (long long)(g.owed - g.reported), (long long)g.owed);
        else if (u ? u->rows : s->r.rows)
            buf_puts(out, "..");
        break;
    case AT_WHO:
        if (u)
            buf_puts(out, u->contact);
        break;
    case AT_PHONE:
        if (u)
            buf_puts(out, u->phone);
        break;
    case COLUMNS:
        break;
    }
}

/* ---- whom to call ---- */

/* "未报责任人: 干部甲 3 13800000000  干部乙 1". */
static char *silent_people(struct tui *t, const struct reporting_state *s,
                           const struct report_unit *u)
{
    static const char *const by[] = { "owner" };
    struct filter f = tui_filter(t);
    char silent[64], unit[64];
    const char *where[] = { silent, unit };
    struct group_count *v = NULL;
    struct xh_err err = {0};
    struct buf b = {0};
    size_t n = 0;
    bool phones = reporting_sees_phones(t->st, t->me);

    snprintf(silent, sizeof silent, "report_silent=%s", reporting_period_word(&s->period));
    snprintf(unit, sizeof unit, u->unit ? "unit_id=%lld" : "unit_id=", (long long)u->unit);
    f.where = where;
    f.n_where = 2;
    if (query_counts(t->st, &f, by, 1, &v, &n, &err) != XH_OK)
        buf_puts(&b, err.msg);
    for (size_t i = 0; i < n; i++) {
        char *phone = phones && v[i].owner_id ? person_phone(t->st->db, v[i].owner_id) : NULL;
        if (v[i].n.total)
            buf_printf(&b, "%s%s %lld%s%s", b.len ? "   " : _("Not reported: "),
                       *v[i].owner ? v[i].owner : _("(nobody is named)"),
                       (long long)v[i].n.total, phone && *phone ? " " : "", phone ? phone : "");
        free(phone);
    }
    group_counts_free(v, n);
    return b.s ? buf_take(&b) : xstrdup(_("Everybody of this unit has reported."));
}

static void settle(struct tui *t, struct reporting_state *s)
{
    const struct report_unit *u = unit_at(s, s->view.cursor);

    free(s->people);
    s->people = u ? silent_people(t, s, u)
                : s->view.n ? xstrdup(_("Enter on a unit: its items. y: texts for those who have "
                                        "not reported, here for all of them. w: another fill "
                                        "day.")) : NULL;
}

/* ---- loading ---- */

/* The total has the id no unit has. */
static int64_t unit_id(void *ctx, size_t row)
{
    const struct report_unit *u = unit_at(ctx, row);

    return u ? u->unit : -1;
}

/* Who is to be called comes first; either part in the leaders' order. */
static void put_in_order(struct reporting_state *s)
{
    size_t n = 0;

    free(s->shown);
    s->shown = xcalloc(s->r.n + 1, sizeof *s->shown);
    for (int silent = 1; silent >= 0; silent--)
        for (size_t i = 0; i < s->r.n; i++) {
            const struct report_unit *u = &s->r.v[i];
            if ((u->owed > u->reported) == (silent == 1))
                s->shown[n++] = i;
        }
    table_view_rows(&s->view, n ? n + 1 : 0);
}

static enum xh_rc read_period(struct tui *t, struct reporting_state *s, struct xh_err *err)
{
    if (s->at > s->n_fills)
        s->at = 0;
    if (s->at)
        report_period_on(t->defs, s->fills[s->at - 1], &s->period);
    else
        report_period_now(t->defs, t->env.today, &s->period);
    reporting_fini(&s->r);
    enum xh_rc rc = reporting_load(t->st, t->me, &s->period, &s->r, err);
    reporting_groups_free(s->groups);
    s->groups = s->r.rows ? reporting_groups_new(t, &s->period) : NULL;
    put_in_order(s);
    free(s->empty);
    s->empty = s->view.n ? NULL
               : xstrdup(s->at ? _("Nobody owes a report by that day. w shows another fill day.")
                               : _("No report is asked for these days. w shows another fill day."));
    settle(t, s);
    return rc;
}

static enum xh_rc reporting_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct reporting_state *s = state;
    const struct view_column columns[COLUMNS] = {
        [AT_NAME] = { _("Lead unit"), 0, TEXT_LEFT, 0 },
        [AT_OWED] = { _("Owed"), 6, TEXT_RIGHT, 0 },
        [AT_DONE] = { _("Made"), 6, TEXT_RIGHT, 0 },
        [AT_SILENT] = { _("Missing"), 6, TEXT_RIGHT, 0 },
        [AT_GROUPS] = { _("Groups"), 10, TEXT_RIGHT, 2 },
        [AT_WHO] = { _("Contact"), 8, TEXT_LEFT, 0 },
        [AT_PHONE] = { _("Telephone"), 13, TEXT_LEFT, 1 },
    };

    (void)t, (void)arg, (void)err;
    memcpy(s->columns, columns, sizeof columns);
    s->view = (struct table_view){ .columns = s->columns, .n_columns = COLUMNS, .cell = cell,
                                   .id = unit_id, .ctx = s };
    return XH_OK;
}

static enum xh_rc reporting_reload(struct tui *t, void *state, struct xh_err *err)
{
    struct reporting_state *s = state;

    s->n_fills = report_fill_days(t->defs, t->env.today, s->fills, FILLS);
    return read_period(t, s, err);
}

static bool reporting_idle(struct tui *t, void *state)
{
    struct reporting_state *s = state;
    struct xh_err err = {0};

    if (!s->groups)
        return false;
    bool more = reporting_groups_work(s->groups, t, &err);
    if (err.rc != XH_OK)
        tui_refuse(t, &err);
    return more;
}

static void reporting_close(struct tui *t, void *state)
{
    struct reporting_state *s = state;

    (void)t;
    reporting_fini(&s->r);
    reporting_groups_free(s->groups);
    free(s->shown);
    free(s->people);
    free(s->empty);
}

/* ---- painting ---- */

static void reporting_draw(struct tui *t, void *state, struct area body)
{
    struct reporting_state *s = state;
    struct area rows = { body.y, body.x, body.h - LOW, body.w };

    s->view.empty = s->empty;
    table_view_draw(&s->view, &t->canvas, rows);
    text_pane_about(&t->canvas, (struct area){ rows.y + rows.h, body.x, LOW, body.w }, s->people,
                    STYLE_PLAIN);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct reporting_state *s = state;
    int64_t silent = s->r.owed - s->r.reported;

    reporting_period_text(t, &s->period, out);
    buf_printf(out, _("   owed %lld  made %lld  missing %lld"), (long long)s->r.owed,
               (long long)s->r.reported, (long long)silent);
    if (s->r.owed)              /* never rounded up (OFFICE 24) */
        buf_printf(out, "  %d.%d%%", (int)(s->r.reported * 1000 / s->r.owed / 10),
                   (int)(s->r.reported * 1000 / s->r.owed % 10));
}

/* ---- commands ---- */

static void choose_period(struct tui *t, struct reporting_state *s)
{
    char *texts[FILLS + 1];
    size_t n = 0;

    for (; n <= s->n_fills; n++) {
        struct report_period p;
        struct buf b = {0};
        if (n)
            report_period_on(t->defs, s->fills[n - 1], &p);
        else
            report_period_now(t->defs, t->env.today, &p);
        reporting_period_text(t, &p, &b);
        texts[n] = buf_take(&b);
    }
    int at = ask_choice(t, _("Which fill day?"), "", (const char *const *)texts, n, s->at);
    for (size_t i = 0; i < n; i++)
        free(texts[i]);
    if (at >= 0)
        s->at = (size_t)at;
}

static enum step to_period(struct tui *t, struct reporting_state *s, enum cmd cmd)
{
    size_t all = s->n_fills + 1;

    if (cmd == CMD_WEEK)
        choose_period(t, s);
    else
        s->at = (s->at + (cmd == CMD_LEFT ? all - 1 : 1)) % all;
    return STEP_RELOAD;
}

static void open_unit(struct tui *t, struct reporting_state *s)
{
    const struct report_unit *u = unit_at(s, s->view.cursor);

    if (!u && s->view.n)
        tui_say(t, "%s", _("The total. A unit's line opens its items; y reminds all of them."));
    if (u)
        tui_push(t, &reporting_unit_screen, &(struct reporting_unit_arg){
            .period = &s->period, .unit = u->unit, .name = u->name,
        });
}

/* Of the unit under the cursor; on the total, of all. */
static void remind(struct tui *t, struct reporting_state *s)
{
    const struct report_unit *u = unit_at(s, s->view.cursor);
    struct filter f = tui_filter(t);
    char silent[64], unit[64];
    const char *where[] = { silent, unit };

    if (!s->view.n)
        return;
    snprintf(silent, sizeof silent, "report_silent=%s", reporting_period_word(&s->period));
    if (u)
        snprintf(unit, sizeof unit, u->unit ? "unit_id=%lld" : "unit_id=", (long long)u->unit);
    f.where = where;
    f.n_where = u ? 2 : 1;
    remind_open(t, REMIND_REPORT, &(struct remind_scope){ NULL, 0, false, &f });
}

static enum step reporting_command(struct tui *t, void *state, enum cmd cmd,
                                   const struct input *in)
{
    struct reporting_state *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd)) {
        settle(t, s);
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_OPEN:   open_unit(t, s); return STEP_STAY;
    case CMD_REMIND: remind(t, s); return STEP_STAY;
    case CMD_WEEK: case CMD_LEFT: case CMD_RIGHT: return to_period(t, s, cmd);
    default:         return STEP_IGNORED;
    }
}

static enum step reporting_hit(struct tui *t, void *state, const struct canvas_hit *hit,
                               bool twice)
{
    struct reporting_state *s = state;
    bool open = table_view_press(&s->view, hit, twice);

    settle(t, s);
    if (open)
        open_unit(t, s);
    return STEP_STAY;
}

const struct screen_ops reporting_screen = {
    .id = "reporting", .title = N_("Reports owed and made"), .keys = keys,
    .size = sizeof(struct reporting_state), .open = reporting_open, .load = reporting_reload,
    .draw = reporting_draw, .command = reporting_command, .path = path, .hit = reporting_hit,
    .counts = frame_no_counts, .idle = reporting_idle, .close = reporting_close,
};
