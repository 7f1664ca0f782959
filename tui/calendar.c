#include "tui/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/rhythm.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/ledger.h"
#include "tui/text_pane.h"

#define WEEK 7
#define WEEKS 6                 /* at most, in a month */
#define DAYS (WEEKS * WEEK)
#define LINES 3                 /* of a day at least */
#define WORDS 4                 /* of rows counted apart */

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("what falls due on that day"), 0 },
    { CMD_LEFT, NULL, N_("the day before"), 0 }, { CMD_RIGHT, NULL, N_("the next day"), 0 },
    { CMD_UP, NULL, N_("the week before"), 0 }, { CMD_DOWN, NULL, N_("the next week"), 0 },
    { CMD_PGUP, NULL, N_("the month before"), 0 }, { CMD_PGDN, NULL, N_("the next month"), 0 },
    { CMD_HOME, NULL, N_("today"), 0 }, { CMD_TREE, NULL, N_("today"), 0 },
    { CMD_FIND, N_("Go to day"), N_("go to a day: 11-27, +5 (workdays), 2026-11-27"), 0 },
    { CMD_RANGE, NULL, N_("count days from here: move on, and read below; again ends it"), 0 },
    { CMD_CLEAR, NULL, N_("no longer count; then back"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* What falls due on the days shown: items, and rows counted apart by their word, which are
 * never added to them (OFFICE 7). */
struct tally {
    struct day_count items[DAYS];
    struct { const char *word; struct day_count n[DAYS]; } apart[WORDS];
    size_t n_apart;
};
enum { MARK_FILL = 1, MARK_SHEET = 2, MARK_MEETING = 4 };
/* The sheet first: where a day has room for one word, it is the one that moves. */
static const struct { unsigned mark; const char *word; } rhythm[] = {
    { MARK_SHEET, N_("sheet") }, { MARK_FILL, N_("fill in") }, { MARK_MEETING, N_("meeting") },
};

struct month_view {
    int32_t day;                /* under the cursor */
    int32_t from;               /* counted from here; DAY_NONE: not */
    int32_t first;              /* Monday of the first week shown */
    int weeks;
    struct tally shown, next;   /* while it is counted */
    int32_t shown_of;           /* the first day `shown` is of */
    size_t list;                /* the next one to be counted */
    unsigned marks[DAYS];       /* of the rhythm */
    char *failed;               /* why it could not be counted; NULL */
};

/* ---- the month ---- */

static int32_t month_begin(int32_t day)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    return day - d + 1;
}

static void mark(struct month_view *v, int32_t day, unsigned what)
{
    if (day >= v->first && day < v->first + DAYS)
        v->marks[day - v->first] |= what;
}

/* Fill day, sheet day and meeting of every week there is. */
static void find_rhythm(struct tui *t, struct month_view *v)
{
    int32_t last = v->first + DAYS, d, held;

    memset(v->marks, 0, sizeof v->marks);
    for (d = v->first; d < last; d++) {
        d = rhythm_fill_day(t->defs, CADENCE_WEEK, DAY_NONE, d);
        mark(v, d, MARK_FILL);
    }
    for (d = v->first; d < last; d++) {
        d = rhythm_sheet_day(t->defs, d, &held);
        mark(v, d, MARK_SHEET);
    }
    for (d = v->first - 1; d < last;) {
        d = rhythm_meeting_after(t->defs, d);
        mark(v, d, MARK_MEETING);
    }
}

/* To the month of the day under the cursor; counted anew when it is another one. */
static void turn_to(struct tui *t, struct month_view *v, int32_t day)
{
    int32_t begin, first;

    if (day < DAY_MIN + 62 || day > DAY_MAX - 62)
        return;
    v->day = day;
    begin = month_begin(day);
    first = begin - (day_weekday(begin) - 1);
    v->weeks = (day_month_end(day) - first) / WEEK + 1;
    if (first == v->first)
        return;
    v->first = first;
    v->list = 0;
    memset(&v->next, 0, sizeof v->next);
    find_rhythm(t, v);
}

/* ---- counting ---- */

static enum xh_rc month_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct month_view *v = state;

    (void)arg, (void)err;
    v->from = DAY_NONE;
    v->first = v->shown_of = DAY_NONE;
    turn_to(t, v, t->env.today);
    return XH_OK;
}

/* What was counted stays until it is counted anew: the first paint does not wait. */
static enum xh_rc month_load(struct tui *t, void *state, struct xh_err *err)
{
    struct month_view *v = state;

    (void)err;
    v->list = 0;
    memset(&v->next, 0, sizeof v->next);
    find_rhythm(t, v);
    free(v->failed);
    v->failed = NULL;
    return XH_OK;
}

static struct day_count *tally_of(struct tally *y, const char *word)
{
    if (!*word)
        return y->items;
    for (size_t i = 0; i < y->n_apart; i++)
        if (strcmp(y->apart[i].word, word) == 0)
            return y->apart[i].n;
    if (y->n_apart == WORDS)
        return y->apart[WORDS - 1].n;
    y->apart[y->n_apart].word = word;
    return y->apart[y->n_apart++].n;
}

static void add(struct day_count *to, const struct day_count *n)
{
    for (int i = 0; i < DAYS; i++) {
        to[i].total += n[i].total;
        for (int c = 0; c <= COLOUR_GREY; c++)
            to[i].colour[c] += n[i].colour[c];
    }
}

/* One list after the other: each has an index that holds all of it. */
static bool month_idle(struct tui *t, void *state)
{
    struct month_view *v = state;
    struct filter f = tui_filter(t);
    struct day_count n[DAYS];
    struct xh_err err = {0};

    if (v->list > t->defs->n_lists || v->failed)
        return false;
    if (v->list == t->defs->n_lists) {
        v->shown = v->next;
        v->shown_of = v->first;
        v->list++;
        return false;
    }
    const struct list_def *l = &t->defs->lists[v->list++];
    f.list = l->id;
    if (query_due_days(t->st, &f, v->first, v->first + DAYS - 1, n, &err) == XH_OK)
        add(tally_of(&v->next, list_row_apart(l)), n);
    else
        v->failed = xstrdup(err.msg);
    return true;
}

static void month_close(struct tui *t, void *state)
{
    struct month_view *v = state;

    (void)t;
    free(v->failed);
}

/* ---- drawing ---- */

static int put(struct tui *t, int y, int x, int end, const char *text, enum style style)
{
    int width = text_width(text);

    if (x + width > end)
        return x;
    canvas_put(&t->canvas, y, x, width, text, TEXT_LEFT, style);
    return x + width;
}

/* "1 休国庆节", "10 班 周报": the day, whether it is worked, what the week asks for. */
static void draw_date(struct tui *t, const struct month_view *v, int32_t day, struct area a,
                      enum style style)
{
    const struct calendar *cal = t->defs->calendar;
    const char *name = calendar_name(cal, day);
    int y, m, d, x = a.x, end = a.x + a.w;
    char number[8];

    day_to_civil(day, &y, &m, &d);
    snprintf(number, sizeof number, "%2d", d);
    x = put(t, a.y, x, end, number, day == t->env.today ? STYLE_STRONG : style);
    if (day == t->env.today)
        x = put(t, a.y, x, end, _("now"), STYLE_STRONG);
    if (calendar_is_off(cal, day))
        x = put(t, a.y, x + 1, end, _("off"), style);
    else if (day_weekday(day) > 5)
        x = put(t, a.y, x + 1, end, _("at work"), STYLE_STRONG);
    if (name && calendar_is_off(cal, day)) {
        canvas_put(&t->canvas, a.y, x, end - x, name, TEXT_LEFT, style);
        return;
    }
    for (size_t i = 0; i < sizeof rhythm / sizeof *rhythm; i++)
        if (v->marks[day - v->first] & rhythm[i].mark)
            x = put(t, a.y, x + 1, end, _(rhythm[i].word), style);
}

static int draw_count(struct tui *t, int y, int x, int end, enum colour c, int64_t n)
{
    char text[48];

    if (n == 0)
        return x;
    snprintf(text, sizeof text, "%s%lld", colour_word(t->defs, c), (long long)n);
    return put(t, y, x, end, text, theme_colour(c)) + 1;
}

/* "红2 黄1" and below it "5件 12户". */
static void draw_due(struct tui *t, const struct month_view *v, int at, struct area a,
                     enum style style)
{
    const struct day_count *n = &v->shown.items[at];
    int x = a.x, end = a.x + a.w;
    char text[64];

    if (v->shown_of != v->first)
        return;
    x = draw_count(t, a.y + 1, x, end, COLOUR_RED, n->colour[COLOUR_RED]);
    draw_count(t, a.y + 1, x, end, COLOUR_YELLOW, n->colour[COLOUR_YELLOW]);
    x = a.x;
    if (n->total) {
        snprintf(text, sizeof text, _("%lld due"), (long long)n->total);
        x = put(t, a.y + 2, x, end, text, style) + 1;
    }
    for (size_t i = 0; i < v->shown.n_apart; i++)
        if (v->shown.apart[i].n[at].total) {
            snprintf(text, sizeof text, "%lld%s", (long long)v->shown.apart[i].n[at].total,
                     v->shown.apart[i].word);
            x = put(t, a.y + 2, x, end, text, style) + 1;
        }
}

static bool is_between(const struct month_view *v, int32_t day)
{
    return v->from != DAY_NONE &&
           (v->from < v->day ? day >= v->from && day <= v->day
                             : day <= v->from && day >= v->day);
}

static void draw_day(struct tui *t, const struct month_view *v, int at, struct area a)
{
    int32_t day = v->first + at;
    bool other = month_begin(day) != month_begin(v->day);
    enum style style = other || calendar_is_off(t->defs->calendar, day) ? STYLE_DIM
                                                                         : STYLE_PLAIN;

    draw_date(t, v, day, a, style);
    if (!other)
        draw_due(t, v, at, a, style);
    if (day == v->day || is_between(v, day))
        for (int y = 0; y < LINES; y++)
            canvas_restyle(&t->canvas, a.y + y, a.x, a.w,
                           day == v->day ? STYLE_CURSOR : STYLE_MARKED);
    canvas_hit(&t->canvas, (struct area){ a.y, a.x, a.h, a.w }, K_ENTER, at);
}

/* ---- the line below ---- */

/* "11-20 至 12-01: 8个工作日, 11天". */
static void say_distance(struct tui *t, int32_t from, int32_t to, struct buf *out)
{
    const struct calendar *cal = t->defs->calendar;
    char a[DAY_TEXT], b[DAY_TEXT];
    int32_t low = from < to ? from : to, high = from < to ? to : from;

    buf_printf(out, _("%s to %s: %d workdays, %d days"),
               day_format_short(low, t->env.today, a), day_format_short(high, t->env.today, b),
               (int)calendar_workdays(cal, low, high), (int)(high - low));
    /* of the month shown the path says it */
    if (!calendar_covers(cal, from) && calendar_covers(cal, to))
        buf_puts(out, _(" (weekends only)"));
}

static void say_colours(const struct tui *t, const struct day_count *n, struct buf *out)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN };

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (n->colour[order[i]])
            buf_printf(out, " %s%lld", colour_word(t->defs, order[i]),
                       (long long)n->colour[order[i]]);
}

static void say_due(struct tui *t, const struct month_view *v, struct buf *out)
{
    int at = (int)(v->day - v->first);
    const struct day_count *n = &v->shown.items[at];
    bool any = n->total > 0;

    if (v->shown_of != v->first) {
        buf_puts(out, _("counting .."));
        return;
    }
    if (n->total) {
        buf_printf(out, _("%lld due"), (long long)n->total);
        say_colours(t, n, out);
    }
    for (size_t i = 0; i < v->shown.n_apart; i++)
        if (v->shown.apart[i].n[at].total) {
            buf_printf(out, "%s%lld%s", any ? " | " : "",
                       (long long)v->shown.apart[i].n[at].total, v->shown.apart[i].word);
            say_colours(t, &v->shown.apart[i].n[at], out);
            any = true;
        }
    buf_puts(out, any ? _("   Enter lists them") : _("nothing falls due"));
}

static void draw_below(struct tui *t, const struct month_view *v, struct area a)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    if (v->from != DAY_NONE) {
        say_distance(t, v->from, v->day, &b);
        buf_puts(&b, _("   v ends it"));
    } else {
        buf_printf(&b, "%s %s  ", day_format(v->day, day), frame_weekday(v->day));
        if (calendar_name(t->defs->calendar, v->day))
            buf_printf(&b, "%s  ", calendar_name(t->defs->calendar, v->day));
        unsigned marks = v->marks[v->day - v->first];
        bool is_several = marks & (marks - 1);  /* more than a day may have room for */
        for (size_t i = 0; is_several && i < sizeof rhythm / sizeof *rhythm; i++)
            if (marks & rhythm[i].mark)
                buf_printf(&b, "%s  ", _(rhythm[i].word));
        say_due(t, v, &b);
        if (v->day != t->env.today) {
            buf_puts(&b, "   ");
            say_distance(t, t->env.today, v->day, &b);
        }
    }
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, v->failed ? v->failed : buf_str(&b),
                 v->failed ? STYLE_WRONG : STYLE_STRONG);
    buf_fini(&b);
}

static void month_draw(struct tui *t, void *state, struct area body)
{
    struct month_view *v = state;
    int width = body.w / WEEK, height = (body.h - 2) / v->weeks;

    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    if (height < LINES)
        height = LINES;
    for (int i = 0; i < WEEK; i++)
        canvas_put(&t->canvas, body.y, body.x + i * width + 1, width - 1,
                   frame_weekday(v->first + i), TEXT_LEFT, STYLE_HEAD);
    for (int at = 0; at < v->weeks * WEEK; at++)
        draw_day(t, v, at, (struct area){ body.y + 1 + at / WEEK * height,
                                          body.x + at % WEEK * width + 1,
                                          height, width - 1 });
    draw_below(t, v, (struct area){ body.y + body.h - 1, body.x, 1, body.w });
}

/* ---- commands ---- */

static enum step open_day(struct tui *t, const struct month_view *v)
{
    int at = (int)(v->day - v->first);
    bool any = v->shown.items[at].total > 0;
    char day[DAY_TEXT];

    for (size_t i = 0; i < v->shown.n_apart; i++)
        any |= v->shown.apart[i].n[at].total > 0;
    if (v->shown_of == v->first && !any) {
        tui_say(t, _("Nothing falls due on %s."), day_format_short(v->day, t->env.today, day));
        return STEP_STAY;
    }
    char *where = xasprintf("due=%s", day_format(v->day, day));
    char *title = xasprintf(_("due on %s"), day_format_short(v->day, t->env.today, day));
    const char *const conditions[] = { where };
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .state = "open", .where = conditions, .n_where = 1, .title = title });
    free(where);
    free(title);
    return STEP_STAY;
}

static enum step go_to(struct tui *t, struct month_view *v)
{
    int32_t day = ask_day(t, _("Go to day"), "", DAY_NONE);

    if (day != DAY_NONE)
        turn_to(t, v, day);
    return STEP_STAY;
}

static enum step month_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct month_view *v = state;

    (void)in;
    switch (cmd) {
    case CMD_LEFT:  turn_to(t, v, v->day - 1); return STEP_STAY;
    case CMD_RIGHT: turn_to(t, v, v->day + 1); return STEP_STAY;
    case CMD_UP:    turn_to(t, v, v->day - WEEK); return STEP_STAY;
    case CMD_DOWN:  turn_to(t, v, v->day + WEEK); return STEP_STAY;
    case CMD_PGUP:  turn_to(t, v, day_add_months(v->day, -1)); return STEP_STAY;
    case CMD_PGDN:  turn_to(t, v, day_add_months(v->day, 1)); return STEP_STAY;
    case CMD_HOME:
    case CMD_TREE:  turn_to(t, v, t->env.today); return STEP_STAY;
    case CMD_OPEN:  return open_day(t, v);
    case CMD_FIND:  return go_to(t, v);
    case CMD_RANGE:
        v->from = v->from == DAY_NONE ? v->day : DAY_NONE;
        return STEP_STAY;
    case CMD_CLEAR:
        if (v->from == DAY_NONE)
            return STEP_IGNORED;
        v->from = DAY_NONE;
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static enum step month_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct month_view *v = state;
    int32_t day = v->first + hit->arg;
    bool again = day == v->day;

    turn_to(t, v, day);
    return again || twice ? open_day(t, v) : STEP_STAY;
}

/* The month; when a year's holidays are missing, which and where to put them. */
static void month_path(struct tui *t, void *state, struct buf *out)
{
    struct month_view *v = state;
    int y, m, d;

    day_to_civil(v->day, &y, &m, &d);
    buf_printf(out, _("%d-%02d"), y, m);
    if (!calendar_covers(t->defs->calendar, v->day))
        buf_puts(out, _("  holidays are missing: F9>Settings>Holidays"));
}

const struct screen_ops calendar_screen = {
    .id = "calendar", .title = N_("Calendar"), .keys = keys, .size = sizeof(struct month_view),
    .open = month_open, .load = month_load, .draw = month_draw, .command = month_command,
    .path = month_path, .hit = month_hit, .idle = month_idle,
    .close = month_close,
};
