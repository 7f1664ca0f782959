/* today_figures.c - figures of the office and of leaders on 今日: what is late on the
 * office's own side, what has changed since the last sheet, campaigns, the trend, colours by
 * list and unit in the leaders' order. */
#include "tui/today_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/backup.h"
#include "model/i18n.h"
#include "model/order.h"
#include "model/permit.h"
#include "model/rhythm.h"
#include "model/rollup.h"
#include "model/sheet.h"
#include "model/verify_last.h"
#include "report/countdown_text.h"
#include "report/scheduled.h"
#include "tui/land.h"
#include "tui/orders.h"
#include "tui/reports.h"
#include "tui/settings.h"

enum { BACKUP_DAYS = 7, NOTICE_MONTH = 11, LAND_MOST = 2 };

/* Items, then rows of each list counted apart, "新亮红灯 3", "新亮红灯 户 46": never added. */
static void count_question(struct tui *t, const struct today *d, struct bar *b,
                           const char *word, const struct question *given, enum style style,
                           enum panel p, struct xh_err *err)
{
    struct filter f = tui_filter(t);

    for (size_t w = 0; w < d->n_words; w++) {
        struct question q = *given;
        int64_t n = 0;
        question_add(&q, "row=%s", d->word[w]);
        char *said = *d->word[w] ? xasprintf("%s %s", word, d->word[w]) : xstrdup(word);
        if (question_count(t->st, &q, &f, &n, err) == XH_OK)
            bar_count(b, style, said, n, false, &q, panel_title(p));
        free(said);
    }
}

/* ---- the office ---- */

/* Orders that wait for this person, and late ones; a count opens them. */
static void add_orders(struct tui *t, struct section *s, struct xh_err *err)
{
    static const struct { enum orders_group group; const char *word; } chips[] = {
        { ORDERS_MINE, N_("waiting for me") }, { ORDERS_LATE, N_("reply overdue") },
        { ORDERS_UNSIGNED, N_("not received") },
    };
    struct order_filter f = { .open = true, .today = t->env.today, .reader = t->me };
    struct orders v = {0};
    struct bar *b = section_next(s, xstrdup(_("Orders")));

    if (order_list(t->st, &f, &v, err) == XH_OK)
        for (size_t i = 0; i < sizeof chips / sizeof *chips; i++) {
            size_t n = orders_count(t, &v, chips[i].group);
            struct chip *c = n ? bar_add(b, STYLE_PLAIN, xasprintf("%s %zu", _(chips[i].word), n))
                               : NULL;
            if (c)
                c->orders = chips[i].group;
        }
    if (b->n == 0)
        section_drop(s);
    orders_fini(&v);
}

static void add_sheet(struct tui *t, const struct today *d, struct section *s,
                      struct xh_err *err)
{
    const struct weekly_def *w = &t->defs->township.weekly;
    int32_t today = t->env.today, held;
    int32_t sheet = rhythm_sheet_day(t->defs, today, &held);
    int32_t meeting = rhythm_meeting_after(t->defs, today);
    char day[DAY_TEXT], last[DAY_TEXT];
    struct question q = { .state = "open" };

    if (sheet == DAY_NEVER || meeting == DAY_NEVER)
        return;
    struct bar *b = section_next(s, xstrdup(_("Next sheet")));
    for (int i = 0; i < 2; i++) {       /* what comes first stands first */
        if ((i == 0) == (meeting < sheet)) {
            bar_add(b, STYLE_PLAIN, xasprintf(_("meeting %s %s"),
                                              day_format_short(meeting, today, day),
                                              w->meeting_time));
            continue;
        }
        struct chip *c = bar_add(b, STYLE_PLAIN, xasprintf(_("final %s %s"),
                                                           day_format_short(sheet, today, day),
                                                           w->sheet_time));
        if (c)
            c->to = &report_screen;
    }
    question_add(&q, "red_on>%s", day_format(today, day));
    question_add(&q, "red_on<=%s", day_format(meeting, last));
    count_question(t, d, b, _("turning red before it"), &q, STYLE_STRONG, PANEL_OFFICE, err);
}

/* The draft a timer makes: that it is there, why it is not, or that nothing was heard of it;
 * nothing where no timer has ever made one. */
static void add_draft(struct tui *t, struct section *s, struct xh_err *err)
{
    struct scheduled_now now = scheduled_now(t->defs, &t->env, t->fixed_day);
    struct scheduled v = {0};
    struct chip *c = NULL;
    char day[DAY_TEXT];
    bool known = scheduled_look(t->st, &now, &v, err) == XH_OK && v.last.sheet != DAY_NONE &&
                 !v.is_final;

    if (known && v.last.failed && v.is_due) {
        c = bar_add(section_next(s, xstrdup(_("Draft sheet"))), STYLE_WRONG,
                    xasprintf(_("not made: %s"), v.last.text));
        c->title = xstrdup(_("The draft of the weekly sheet was not made"));
        c->says = xasprintf(_("%s\n\nIt is tried again every hour until it is made. P makes a "
                              "draft at any time."), v.last.text);
    } else if (known && v.is_late) {
        c = bar_add(section_next(s, xstrdup(_("Draft sheet"))), STYLE_WRONG,
                    xasprintf(_("not made, that of %s: nothing heard of the timer"),
                              day_format_short(v.sheet, t->env.today, day)));
        c->title = xstrdup(_("The draft of the weekly sheet was not made"));
        c->says = xstrdup(_("The machine was off, its timer does not run any more, or there is "
                            "no room left on the disk.\n\nP makes a draft at any time."));
    } else if (known && v.last.sheet == v.sheet && t->env.today <= v.meeting) {
        struct bar *b = section_next(s, xstrdup(_("Draft sheet")));
        char *when = scheduled_when(t->defs, v.last.at, t->env.today);
        c = bar_add(b, STYLE_PLAIN, xasprintf(_("made %s"), when));
        c->title = xstrdup(_("The draft of the weekly sheet"));
        c->says = xasprintf(_("It lies in the township's folder:\n\n  papers/%s\n\nbeside it the "
                              "text, and what turns red before the meeting."), v.last.text);
        bar_add(b, STYLE_STRONG, xasprintf(_("turning red then: %lld"), (long long)v.last.red));
        free(when);
    }
    scheduled_fini(&v);
}

/* What the township's care lacks; Enter opens where it is mended. Takes over `text`. */
static void warn(struct section *s, const char *label, const struct screen_ops *to, char *text)
{
    struct chip *c = bar_add(section_next(s, xstrdup(label)), STYLE_WRONG, text);

    if (c)
        c->to = to;
}

/* What was found stays there until a check finds nothing. */
static void add_verify(struct tui *t, struct section *s)
{
    struct verify_last last;
    char day[DAY_TEXT];

    if (verify_last(t->st, &last) && last.bad)
        warn(s, _("The record"), &settings_verify_screen,
             xasprintf(_("not whole on %s, findings: %lld. Enter: what to do"),
                       day_format_short(last.day, t->env.today, day), (long long)last.bad));
}

static void add_care(struct tui *t, struct section *s)
{
    int32_t today = t->env.today, last = DAY_NONE;
    int64_t events;
    char *where = NULL;
    int year, month, mday;

    if (t->st->home) {
        bool found = backup_last(t->st, &last, &events, &where);
        int32_t since = found ? last : backup_first_day(t->st);
        if (since != DAY_NONE && today - since > BACKUP_DAYS)
            warn(s, _("Backup"), &settings_backup_screen,
                 found ? xasprintf(_("the last one is %d days old: Enter makes one"),
                                   (int)(today - last))
                       : xstrdup(_("there is none yet: Enter makes one")));
        free(where);
    }
    day_to_civil(today, &year, &month, &mday);
    if (!calendar_covers(t->defs->calendar, today))
        warn(s, _("Holidays"), &settings_holidays_screen,
             xasprintf(_("those of %d are missing: days are counted by weekends"), year));
    else if (month >= NOTICE_MONTH &&
             !calendar_covers(t->defs->calendar, day_from_civil(year + 1, 1, 1)))
        warn(s, _("Holidays"), &settings_holidays_screen,
             xasprintf(_("those of %d are missing: later days may be wrong"), year + 1));
}

static bool office(struct tui *t, struct today *d, struct xh_err *err)
{
    struct section *s = &d->s[PANEL_OFFICE];
    struct question q;
    struct bar *b;

    switch (s->step++) {
    case 0:
        bars_fini(&s->next, &s->n_next, &s->cap_next);
        if (!d->is_clerk)
            return true;
        b = section_next(s, xstrdup(panel_title(PANEL_OFFICE)));
        desk_unsigned(t->defs, t->env.today, &q);
        count_question(t, d, b, _("not acknowledged for over a workday"), &q, STYLE_PLAIN,
                       PANEL_OFFICE, err);
        return true;
    case 1:
        add_orders(t, s, err);
        if (d->is_clerk && s->next[0].n == 0 && !err->msg[0])
            bar_add(&s->next[0], STYLE_DIM, xstrdup(_("nothing is late")));
        return true;
    case 2:
        if (d->is_clerk)
            add_sheet(t, d, s, err);
        if (d->is_clerk || d->is_carer)
            add_draft(t, s, err);
        if (d->is_clerk || d->is_carer)
            add_care(t, s);
        if (d->is_carer)
            add_verify(t, s);
        return !err->msg[0];
    case 3:         /* asks nothing: what was made by a slice that is done again is not lost */
        section_show(s);
        return false;
    }
    return false;
}

/* ---- changes, campaigns, trend ---- */

static void add_changes(struct tui *t, const struct today *d, struct section *s,
                        struct xh_err *err)
{
    static const struct { const char *where, *word; enum colour colour; } changes[] = {
        { "since=new_red", N_("newly red"), COLOUR_RED },
        { "since=turned_green", N_("red to green"), COLOUR_GREEN },
        { "since=still_red", N_("red again"), COLOUR_RED },
    };
    struct sheet plan = {0}, last = {0};
    char day[DAY_TEXT];

    if (sheet_plan(t->st, t->env.today, &plan, err) == XH_OK && plan.before &&
        sheet_load_id(t->st, plan.before, &last, err) == XH_OK) {
        struct bar *b = section_next(s, xasprintf(_("Since no. %lld"), (long long)last.no));
        bar_add(b, STYLE_DIM, xstrdup(day_format_short(last.to, t->env.today, day)));
        for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
            struct question q = {0};
            question_add(&q, "%s", changes[i].where);
            count_question(t, d, b, _(changes[i].word), &q, theme_colour(changes[i].colour),
                           PANEL_CHANGES, err);
        }
        if (b->n == 1)
            bar_add(b, STYLE_PLAIN, xstrdup(_("no change in red")));
    }
    sheet_fini(&plan);
    sheet_fini(&last);
}

static void add_campaign(struct tui *t, struct section *s, const struct campaign_def *c,
                         struct xh_err *err)
{
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    size_t n = 0;
    int32_t today = t->env.today;
    struct question q = { .list = c->list };

    if (today < c->from || today > c->to)
        return;
    f.list = c->list;
    f.where = c->where;
    f.n_where = c->n_where;
    if (query_counts(t->st, &f, NULL, 0, &v, &n, err) != XH_OK || n == 0 ||
        v[0].n.total + v[0].n.closed == 0) {
        group_counts_free(v, n);
        return;
    }
    struct bar *b = section_next(s, xstrdup(_("Campaign")));
    int64_t all = c->target > v[0].n.total + v[0].n.closed ? c->target
                                                           : v[0].n.total + v[0].n.closed;
    bool fits = true;
    for (size_t i = 0; i < c->n_where; i++) {
        fits &= strlen(c->where[i]) < ASK_TEXT && q.n_where < ASK_WHERE;
        if (fits)
            question_add(&q, "%s", c->where[i]);
    }
    bar_add(b, STYLE_STRONG, xstrdup(c->name));
    bar_add(b, STYLE_PLAIN, xasprintf(_("day %d of %d"), (int)(today - c->from + 1),
                                      (int)(c->to - c->from + 1)));
    q.state = "closed";
    struct chip *done = bar_add(b, STYLE_PLAIN, xasprintf(_("crossed off %lld of %lld"),
                                                          (long long)v[0].n.closed,
                                                          (long long)all));
    if (done && fits && v[0].n.closed) {
        done->opens = true;
        done->q = q;
        done->title = xstrdup(c->name);
    }
    q.state = NULL;
    for (int i = 0; i < 2 && fits; i++) {
        enum colour colour = i == 0 ? COLOUR_RED : COLOUR_YELLOW;
        q.colours = 1u << colour;
        bar_count(b, theme_colour(colour), colour_word(t->defs, colour), v[0].n.colour[colour],
                  false, &q, c->name);
    }
    group_counts_free(v, n);
}

/* The parts of a text, between two blanks, after what stands in the bar; what finds no room in
 * the window stands in a bar of its own below. */
static void add_land_parts(const struct tui *t, struct section *s, struct bar *bar, char *text)
{
    int room = t->canvas.cols - 1 - BAR_LABEL, used = 0;

    for (size_t i = 0; i < bar->n; i++)
        used += text_width(bar->chips[i].text) + 2;
    for (char *part = text, *next; part && *part; part = next) {
        next = strstr(part, "  ");
        if (next) {
            *next = '\0';
            next += 2;
        }
        int width = text_width(part);
        if (used > 0 && used + width > room) {
            bar = section_next(s, xstrdup(""));
            used = 0;
        }
        struct chip *c = bar_add(bar, STYLE_PLAIN, xstrdup(part));
        if (c && used == 0)
            c->to = &land_screen;
        used += width + 2;
    }
}

/* Land projects whose signing is going on: the countdown, in its parts. The sums are kept: this
 * costs no look at a household. */
static void add_land(struct tui *t, struct section *s, struct xh_err *err)
{
    const struct list_def *l = rollup_list(t->defs, NULL);
    const struct rollup_ask ask = { .by = ROLLUP_PROJECT, .today = t->env.today,
                                    .reader = t->me };
    struct rollup_lines lines = {0};
    int shown = 0;

    if (!l || !(permit_relations(t->st->db, t->defs, t->me, VERB_READ, l->id) & REL_ALL) ||
        rollup_load(t->st, &ask, &lines, err) != XH_OK) {
        rollup_lines_fini(&lines);
        return;
    }
    for (size_t i = 0; i < lines.n && shown < LAND_MOST; i++) {
        const struct rollup_line *x = &lines.v[i];
        struct rollup_pace pace;
        struct buf b = {0};
        rollup_pace(&x->n, t->env.today, &pace);
        if (pace.done || pace.days_used == 0 || pace.days_all == 0)
            continue;
        shown++;
        struct bar *bar = section_next(s, xstrdup(_("Land")));
        struct chip *c = bar_add(bar, STYLE_STRONG, xstrdup(x->code));
        if (c)
            c->to = &land_screen;
        countdown_say(&b, l, &x->n, t->env.today);
        add_land_parts(t, s, bar, b.s);
        buf_fini(&b);
    }
    rollup_lines_fini(&lines);
}

/* Eight weeks by their last workday, red and yellow as they stood; the last is today. */
static void begin_trend(struct tui *t, struct today *d)
{
    int32_t day = t->env.today;

    d->trend = (struct desk_trend){0};
    for (int i = TREND_DAYS - 1; i >= 0; i--) {
        d->trend.day[i] = day;
        day = rhythm_cutoff_before(t->defs->calendar, day);
    }
}

static void add_trend(struct tui *t, struct section *s, const int64_t *n, enum colour c)
{
    struct bar *b = section_next(s, xasprintf(_("%d weeks, %s"), TREND_DAYS,
                                              colour_word(t->defs, c)));

    for (int i = 0; i < TREND_DAYS; i++)
        bar_add(b, i < TREND_DAYS - 1 ? STYLE_PLAIN : STYLE_STRONG,
                xasprintf("%4lld", (long long)n[i]));
}

static bool changes(struct tui *t, struct today *d, struct xh_err *err)
{
    struct section *s = &d->s[PANEL_CHANGES];
    const struct township_def *w = &t->defs->township;

    switch (s->step) {
    case 0:
        bars_fini(&s->next, &s->n_next, &s->cap_next);
        add_changes(t, d, s, err);
        for (size_t i = 0; i < w->n_campaigns; i++)
            add_campaign(t, s, &w->campaigns[i], err);
        add_land(t, s, err);
        begin_trend(t, d);
        s->step++;
        return true;
    case 1:
        if (desk_trend(t->st, t->me, &d->trend, err))
            return true;
        if (err->msg[0])
            return false;
        s->step++;
        add_trend(t, s, d->trend.red, COLOUR_RED);
        add_trend(t, s, d->trend.yellow, COLOUR_YELLOW);
        section_show(s);
        return false;
    }
    return false;
}

/* ---- by list, by unit ---- */

/* A bar of one list or unit: items, and behind their word rows counted apart. */
struct figure { const struct group_count *first; int64_t n[WORDS_MOST][5]; };

static void add_figure(struct tui *t, struct today *d, enum panel p,
                       const struct figure *g, const char *mine)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };
    const struct list_def *l = p == PANEL_LISTS ? defs_list(t->defs, g->first->list) : NULL;
    const char *name = l ? l->name : *g->first->unit ? g->first->unit : _("no unit");
    struct bar *b = section_next(&d->s[p], xstrdup(name));

    for (size_t w = 0; w < d->n_words; w++) {
        int64_t any = 0;
        for (int k = 0; k < 4; k++)
            any += g->n[w][order[k]];
        if (any && *d->word[w])
            bar_add(b, STYLE_PLAIN, xasprintf("%s:", d->word[w]));
        for (int k = 0; k < 4; k++) {
            struct question q = { .colours = 1u << order[k], .list = l ? l->id : NULL };
            if (mine)
                question_add(&q, "%s", mine);
            question_add(&q, "row=%s", d->word[w]);
            if (!l && g->first->unit_id)
                question_add(&q, "unit_id=%lld", (long long)g->first->unit_id);
            else if (!l)
                question_add(&q, "unit_id=");
            bar_count(b, theme_colour(order[k]), colour_word(t->defs, order[k]),
                      g->n[w][order[k]], false, &q, name);
        }
    }
}

static size_t word_at(const struct today *d, const struct defs *defs, const char *list)
{
    const char *word = list_row_apart(defs_list(defs, list));

    for (size_t w = 0; w < d->n_words; w++)
        if (strcmp(d->word[w], word) == 0)
            return w;
    return 0;
}

static bool by_group(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    const char *by[] = { p == PANEL_LISTS ? "list" : "unit", "list" };
    struct section *s = &d->s[p];
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    size_t n = 0;
    /* leaders with a part of their own see that part; the others the township */
    const char *mine = "relation=leads";
    bool part = d->is_leader && d->s[PANEL_LEADS].n_bars > 0;

    bars_fini(&s->next, &s->n_next, &s->cap_next);
    f.where = &mine;
    f.n_where = part;
    enum xh_rc rc = query_counts(t->st, &f, by, p == PANEL_LISTS ? 1 : 2, &v, &n, err);
    for (size_t i = 0, end; rc == XH_OK && i < n; i = end) {
        struct figure g = { .first = &v[i] };
        int64_t total = 0;
        for (end = i; end < n && (p == PANEL_LISTS ? end == i : v[end].unit_id == v[i].unit_id);
             end++) {
            for (int c = COLOUR_GREEN; c <= COLOUR_GREY; c++)
                g.n[word_at(d, t->defs, v[end].list)][c] += v[end].n.colour[c];
            total += v[end].n.total;
        }
        if (total > 0 && (p != PANEL_LISTS || defs_list(t->defs, v[i].list)))
            add_figure(t, d, p, &g, part ? mine : NULL);
    }
    group_counts_free(v, n);
    if (rc == XH_OK)
        section_show(s);
    return false;
}

bool today_figures(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    switch (p) {
    case PANEL_OFFICE:  return office(t, d, err);
    case PANEL_CHANGES: return changes(t, d, err);
    case PANEL_LISTS:
    case PANEL_UNITS:   return by_group(t, d, p, err);
    default:            return false;
    }
}
