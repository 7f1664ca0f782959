/* settings_holidays.c - 设置, 放假安排: the years there is a notice for, their days off and
 * make-up workdays, which years are missing; a year's file taken into the draft. */
#include <stdlib.h>
#include <string.h>

#include "config/year_file.h"
#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/files.h"
#include "tui/settings_own.h"

#define NAME 14                 /* columns of a holiday's name */
#define FIRST_YEAR 1990
#define LAST_YEAR 2100
#define NOTICE_MONTH 11         /* by then next year's notice is out */

struct holidays {
    struct text_pane pane;
    size_t years, missing;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Take in"), N_("take the holidays of a year in from a file"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- what there is ---- */

static bool covers(const struct tui *t, int year)
{
    return calendar_covers(t->defs->calendar, day_from_civil(year, 1, 1));
}

/* Years that should be there and are not: this one, the next once its notice is out, and
 * those in between that there is a later one for. */
static bool is_missing(const struct tui *t, int year)
{
    int now, month, day, later = 0;

    day_to_civil(t->env.today, &now, &month, &day);
    for (int y = year + 1; y <= LAST_YEAR && year >= now; y++)
        later |= covers(t, y);
    return !covers(t, year) &&
           (year == now || (year == now + 1 && month >= NOTICE_MONTH) || later);
}

/* "02-15 to 02-23 (9 days)", "01-01", one after the other. */
static void put_run(struct buf *out, int32_t from, int32_t to)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    if (out->len)
        buf_puts(out, _(", "));
    if (from == to)
        buf_puts(out, day_format(from, a) + 5);
    else
        buf_printf(out, _("%s to %s (%d days)"), day_format(from, a) + 5, day_format(to, b) + 5,
                   (int)(to - from) + 1);
}

static bool is_named(const struct calendar *cal, int32_t day, const char *name)
{
    const char *here = calendar_name(cal, day);

    return here && strcmp(here, name) == 0;
}

/* One holiday's days within a year, off and on. A weekend between its days off counts among
 * them: nobody works then. */
static void put_holiday(const struct tui *t, struct text_pane *p, const char *name,
                        int32_t first, int32_t end)
{
    const struct calendar *cal = t->defs->calendar;
    struct buf off = {0}, on = {0}, line = {0};
    int32_t from = DAY_NONE, last = DAY_NONE;

    for (int32_t d = first; d <= end + 1; d++) {
        bool named = d <= end && is_named(cal, d, name);
        bool is_off = d <= end && calendar_is_off(cal, d);
        if (named && is_off) {
            from = from == DAY_NONE ? d : from;
            last = d;
        } else if (from != DAY_NONE && !(is_off && !calendar_name(cal, d))) {
            put_run(&off, from, last);
            from = DAY_NONE;
        }
        if (named && !is_off)
            put_run(&on, d, d);
    }
    char *cell = text_fit(name, NAME, TEXT_LEFT);
    buf_printf(&line, "%s %s", cell, buf_str(&off));
    if (on.len)
        buf_printf(&line, _("   work on %s"), buf_str(&on));
    text_pane_add(p, 0, 0, NAME + 1, buf_str(&line));
    free(cell);
    buf_fini(&line);
    buf_fini(&off);
    buf_fini(&on);
}

/* In the order of their first day off. */
static void put_year(const struct tui *t, struct text_pane *p, int year)
{
    const struct calendar *cal = t->defs->calendar;
    int32_t first = day_from_civil(year, 1, 1), end = day_from_civil(year, 12, 31);
    char *head = xasprintf("%d", year);

    text_pane_head(p, head);
    free(head);
    for (int32_t day = first; day <= end; day++) {
        const char *name = calendar_name(cal, day);
        bool is_first = name && calendar_is_off(cal, day);
        for (int32_t d = first; is_first && d < day; d++)
            is_first = !(calendar_is_off(cal, d) && is_named(cal, d, name));
        if (is_first)
            put_holiday(t, p, name, first, end);
    }
}

static enum xh_rc load(struct tui *t, void *state, struct xh_err *err)
{
    struct holidays *h = state;
    int now, month, day;

    (void)err;
    text_pane_clear(&h->pane);
    h->years = h->missing = 0;
    day_to_civil(t->env.today, &now, &month, &day);
    for (int y = now; y <= LAST_YEAR; y++)
        if (is_missing(t, y)) {
            char *said = xasprintf(_("The holidays of %d are missing: days there are counted by "
                                     "weekends and deadlines may be wrong. F2 takes them in from a "
                                     "file."), y);
            text_pane_add(&h->pane, 0, 0, 0, said)->style = STYLE_WRONG;
            free(said);
            h->missing++;
        }
    for (int y = LAST_YEAR; y >= FIRST_YEAR; y--)
        if (covers(t, y)) {
            put_year(t, &h->pane, y);
            h->years++;
        }
    return XH_OK;
}

static void holidays_close(struct tui *t, void *state)
{
    (void)t;
    text_pane_fini(&((struct holidays *)state)->pane);
}

static void holidays_draw(struct tui *t, void *state, struct area body)
{
    text_pane_draw(&((struct holidays *)state)->pane, &t->canvas, body, true, 0);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct holidays *h = state;

    (void)t;
    buf_printf(out, _("years with a notice: %zu"), h->years);
    if (h->missing)
        buf_printf(out, _("   missing: %zu"), h->missing);
}

/* ---- taking in ---- */

static bool holidays_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                         struct xh_err *why)
{
    (void)state, (void)word;
    return cmd != CMD_ACT || settings_may(t, VERB_CONFIG, why);
}

/* Asks what is to be known before the draft is touched. */
static bool agreed(struct tui *t, const struct year_file *y)
{
    struct buf b = {0};

    if (y->same) {
        tui_say(t, _("The draft holds this file of %d already."), y->year);
        return false;
    }
    buf_printf(&b, _("%d: days off %d, make-up workdays %d. No mistakes."), y->year, y->off,
               y->make_up);
    if (y->replaces)
        buf_printf(&b, "\n%s", _("The draft has that year already; its file is replaced."));
    buf_printf(&b, "\n%s", _("The file goes into the draft. What it changes is shown next, before "
                             "it counts."));
    bool yes = ask_yes(t, _("Take it into the draft?"), buf_str(&b));
    buf_fini(&b);
    return yes;
}

static enum step take_in(struct tui *t)
{
    char *file = files_ask_one(t, _("The holidays of a year (YEAR.yaml)"));
    char *dir = xasprintf("%s/config", t->st->home ? t->st->home : t->home);
    struct year_file y = {0};
    struct xh_err err = {0};
    bool done = false;

    if (file && year_file_read(&y, file, dir, &err) != XH_OK)
        ask_show(t, _("This file cannot be taken in"), err.msg);
    else if (file && agreed(t, &y)) {
        done = year_file_put(&y, dir, &err) == XH_OK;
        if (!done)
            tui_refuse(t, &err);
    }
    year_file_fini(&y);
    free(file);
    free(dir);
    if (done)                           /* there F2 puts it in force, with its impact */
        tui_push(t, &settings_config_screen, NULL);
    return STEP_STAY;
}

static enum step holidays_command(struct tui *t, void *state, enum cmd cmd,
                                  const struct input *in)
{
    struct holidays *h = state;

    (void)in;
    if (text_pane_move(&h->pane, cmd))
        return STEP_STAY;
    return cmd == CMD_ACT ? take_in(t) : STEP_IGNORED;
}

static enum step holidays_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct holidays *h = state;

    (void)t, (void)twice;
    if ((size_t)hit->arg < h->pane.n)
        h->pane.cursor = (size_t)hit->arg;
    return STEP_STAY;
}

void settings_holidays_now(struct tui *t, struct buf *out)
{
    int now, month, day, from = 0, to = 0;

    day_to_civil(t->env.today, &now, &month, &day);
    for (int y = FIRST_YEAR; y <= LAST_YEAR; y++) {
        if (!covers(t, y))
            continue;
        from = from ? from : y;
        to = y;
    }
    if (from)
        buf_printf(out, _("%d to %d"), from, to);
    for (int y = now; y <= LAST_YEAR; y++)
        if (is_missing(t, y))
            buf_printf(out, _("   missing: %d"), y);
}

const struct screen_ops settings_holidays_screen = {
    .id = "settings_holidays", .title = N_("Days off"), .keys = keys,
    .size = sizeof(struct holidays), .load = load, .draw = holidays_draw,
    .command = holidays_command, .path = path, .may = holidays_may, .hit = holidays_hit,
    .counts = settings_no_counts, .close = holidays_close,
};
