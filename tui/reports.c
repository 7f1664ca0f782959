#include "tui/reports.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/rhythm.h"
#include "model/sheet.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/report_data.h"
#include "tui/table_view.h"

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("show the report"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_OWN_1, NULL, NULL, '1' }, { CMD_OWN_2, NULL, NULL, '2' },
    { CMD_OWN_3, NULL, NULL, '3' }, { CMD_OWN_4, NULL, NULL, '4' },
    { CMD_OWN_5, NULL, NULL, '5' }, { CMD_OWN_6, NULL, NULL, '6' },
    { CMD_OWN_7, NULL, NULL, '7' }, { CMD_OWN_8, NULL, NULL, '8' },
    { CMD_OWN_9, NULL, NULL, '9' },
    { CMD_NONE, NULL, NULL, 0 },
};

static const char *const abouts[REPORT_KINDS] = {
    [REPORT_WEEKLY] = N_("how it stands now, without a number; made final from there"),
    [REPORT_AGAIN] = N_("an earlier one as it was; the last one can be corrected"),
    [REPORT_OVERDUE] = N_("past the superior's deadline first, then by days"),
    [REPORT_NEXT] = N_("before the next meeting and the one after, if nothing is done"),
    [REPORT_DUE] = N_("the deadline is near"),
    [REPORT_NEW] = N_("given out since the last cut-off, or in a period"),
    [REPORT_CLOSED] = N_("since the last cut-off, or in a period"),
    [REPORT_STATS] = N_("given out, crossed off, rates, and a sentence to copy"),
    [REPORT_PACK] = N_("the red rows of the sheet, one a page, for the wall"),
};

struct reports_state {
    struct table_view view;
    char *last, *next;          /* about the weekly sheet; NULL: nothing to say */
};

/* ---- loading ---- */

static void unload(struct reports_state *s)
{
    free(s->last);
    free(s->next);
    s->last = s->next = NULL;
}

static enum xh_rc reports_load(struct tui *t, void *state, struct xh_err *err)
{
    struct reports_state *s = state;
    struct sheets all = {0};
    const struct weekly_def *w = &t->defs->township.weekly;
    char day[DAY_TEXT], meeting[DAY_TEXT];
    int32_t held, final = rhythm_sheet_day(t->defs, t->env.today, &held);
    int32_t next = rhythm_meeting_after(t->defs, t->env.today);
    enum xh_rc rc = sheet_list(t->st->db, &all, err);

    unload(s);
    s->view.n = REPORT_KINDS;
    if (rc == XH_OK && all.n)
        s->last = xasprintf(_("Last issue: %lld no. %lld, made final on %s"),
                            (long long)all.v[0].year, (long long)all.v[0].no,
                            day_format_short(all.v[0].made_on, t->env.today, day));
    else if (rc == XH_OK)
        s->last = xstrdup(_("No weekly sheet has been made final yet."));
    if (final != DAY_NEVER && next != DAY_NEVER)
        s->next = xasprintf(_("Next one: to be final on %s %s, meeting on %s %s"),
                            day_format_short(final, t->env.today, day), w->sheet_time,
                            day_format_short(next, t->env.today, meeting), w->meeting_time);
    sheets_fini(&all);
    return rc;
}

static void reports_close(struct tui *t, void *state)
{
    (void)t;
    unload(state);
}

/* ---- drawing ---- */

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    (void)ctx;
    if (column == 0)
        buf_printf(out, "%zu", row + 1);
    else
        buf_puts(out, column == 1 ? report_name((enum report_kind)row) : _(abouts[row]));
    *style = column == 2 ? STYLE_DIM : STYLE_PLAIN;
}

static void reports_draw(struct tui *t, void *state, struct area body)
{
    struct reports_state *s = state;
    const struct view_column columns[] = {
        { "", 1, TEXT_LEFT, 0 }, { _("Reports"), 22, TEXT_LEFT, 0 },
        { _("What stands in it"), 0, TEXT_LEFT, 0 },
    };
    struct area list = { body.y, body.x, REPORT_KINDS + 1, body.w };
    const char *const notes[] = { s->last, s->next };
    int y = body.y + REPORT_KINDS + 2;

    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    s->view.columns = columns;
    s->view.n_columns = sizeof columns / sizeof *columns;
    s->view.cell = cell;
    table_view_draw(&s->view, &t->canvas, list);
    s->view.columns = NULL;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i])
            canvas_put(&t->canvas, y++, body.x + 1, body.w - 2, notes[i], TEXT_LEFT, STYLE_PLAIN);
    canvas_put(&t->canvas, y + 1, body.x + 1, body.w - 2,
               _("P opens the weekly sheet on every screen."), TEXT_LEFT, STYLE_DIM);
}

/* ---- commands ---- */

/* Which of the earlier ones; the newest stands first. */
static void open_again(struct tui *t)
{
    struct sheets all = {0};
    struct xh_err err = {0};

    if (sheet_list(t->st->db, &all, &err) != XH_OK) {
        sheets_fini(&all);
        tui_refuse(t, &err);
        return;
    }
    char **lines = xcalloc(all.n + 1, sizeof *lines);
    for (size_t i = 0; i < all.n; i++) {
        const struct sheet *s = &all.v[i];
        char from[DAY_TEXT], to[DAY_TEXT], *maker = person_name(t->st->db, s->made_by);
        struct buf b = {0};
        buf_printf(&b, _("%lld no. %lld (%lld in all)"), (long long)s->year, (long long)s->no,
                   (long long)s->total);
        buf_printf(&b, _("  %s to %s  %s"), day_format(s->from, from), day_format(s->to, to),
                   maker);
        if (s->edition > 1)
            buf_printf(&b, _("  corrected, edition %lld"), (long long)s->edition);
        lines[i] = buf_take(&b);
        free(maker);
    }
    if (all.n == 0)
        tui_say(t, "%s", _("No weekly sheet has been made final yet."));
    int at = all.n ? ask_choice(t, report_name(REPORT_AGAIN), "", (const char *const *)lines,
                                all.n, 0) : -1;
    if (at >= 0)
        tui_push(t, &report_screen, &(struct report_arg){ REPORT_AGAIN, all.v[at].year,
                                                          all.v[at].no });
    for (size_t i = 0; i < all.n; i++)
        free(lines[i]);
    free(lines);
    sheets_fini(&all);
}

static void open_report(struct tui *t, struct reports_state *s, size_t row)
{
    s->view.cursor = row;
    if (row == REPORT_AGAIN)
        open_again(t);
    else
        tui_push(t, &report_screen, &(struct report_arg){ .kind = (enum report_kind)row });
}

static enum step reports_command(struct tui *t, void *state, enum cmd cmd,
                                 const struct input *in)
{
    struct reports_state *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    if (cmd == CMD_OPEN)
        open_report(t, s, s->view.cursor);
    else if (cmd >= CMD_OWN_1 && cmd < CMD_OWN_1 + REPORT_KINDS)
        open_report(t, s, (size_t)(cmd - CMD_OWN_1));
    else
        return STEP_IGNORED;
    return STEP_STAY;
}

static enum step reports_hit(struct tui *t, void *state, const struct canvas_hit *hit,
                             bool twice)
{
    struct reports_state *s = state;

    if (table_view_press(&s->view, hit, twice))
        open_report(t, s, s->view.cursor);
    return STEP_STAY;
}

static void reports_path(struct tui *t, void *state, struct buf *out)
{
    (void)t, (void)state;
    buf_puts(out, _("reports as text: looked at first, then written to a file"));
}

const struct screen_ops reports_screen = {
    .id = "reports", .title = N_("Reports"), .keys = keys, .size = sizeof(struct reports_state),
    .load = reports_load, .draw = reports_draw, .command = reports_command,
    .path = reports_path, .hit = reports_hit, .close = reports_close,
};
