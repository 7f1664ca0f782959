/* demo_reports.c - what is reported of the items, when, and by whom. */
#include "cli/demo_play.h"

#include "model/decimal.h"
#include "model/rhythm.h"

const struct list_def *life_list(const struct demo *d, const struct demo_life *l)
{
    return defs_list(d->defs, l->it.list);
}

int32_t life_later(const struct demo *d, int32_t day, int workdays)
{
    return calendar_add_workdays(d->defs->calendar, day, workdays);
}

enum demo_who life_owner(const struct demo *d, const struct demo_life *l, int32_t day)
{
    return l->it.owner == demo_handover.from && day >= play_at(d, demo_handover.day)
               ? demo_handover.to
               : l->it.owner;
}

/* How much of its time is over, in percent. */
static int life_elapsed(const struct demo_life *l, int32_t day)
{
    if (l->due == DAY_NONE || day <= l->add)
        return 0;
    return day >= l->due ? 100 : (int)(100 * (day - l->add) / (l->due - l->add));
}

/* ---- reports ---- */

/* What share of the year's investment is made by then: whole months, this one's only at
 * its last workday. */
static int64_t invested_by(const struct demo *d, const struct demo_life *l, int32_t day)
{
    int year, month, mday, first_year;

    day_to_civil(l->add, &first_year, &month, &mday);
    day_to_civil(day, &year, &month, &mday);
    bool last_day = day >= calendar_roll_back(d->defs->calendar, day_month_end(day));
    int months = year > first_year ? 12 : month - !last_day;
    return l->planned * months * l->pace / 1200;
}

static void say_project(struct demo *d, const struct demo_life *l, size_t key,
                        int32_t day, struct buf *text)
{
    int year, month, mday;
    size_t all, signed_up, handed;

    day_to_civil(day, &year, &month, &mday);
    households_count(d, key, PACE_SIGN, day, &all, &signed_up);
    households_count(d, key, PACE_HAND, day, &all, &handed);
    if (all)
        buf_printf(text, "已签约%zu户,交地%zu户,共%zu户。", signed_up, handed, all);
    else if (l->planned)
        buf_printf(text, "%s,本年累计完成投资%lld万元。",
                   l->pace < 80 ? "进度偏慢,已约谈施工单位" : "按计划推进",
                   (long long)invested_by(d, l, day));
    else if (l->said && day > play_at(d, -24))
        buf_puts(text, l->said);
    else
        buf_printf(text, "%d月份各项工作按计划推进。", month);
}

/* The percent told: what the plan will ask for by the next fill day, or less. */
static int percent_told(const struct demo *d, const struct demo_life *l, int32_t day, size_t n)
{
    const struct list_def *list = life_list(d, l);
    int32_t next = rhythm_fill_day(d->defs, list->report_every, l->due, day + 1);
    int now = life_elapsed(l, day), percent;

    switch (l->it.reports) {
    case LAGGING: percent = now - 12; break;
    case FAR_BEHIND: percent = now / 3; break;
    default: percent = life_elapsed(l, next < DAY_NEVER ? next + 1 : day) + 3; break;
    }
    /* What is late is never quite finished. */
    int most = 80 + (int)((size_t)(l - d->lives) % 8 + (n < 9 ? n : 9));
    return percent < 2 ? 2 : percent > most ? most : percent;
}

static enum xh_rc report(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct demo_life *l = &d->lives[p->what];
    const struct list_def *list = life_list(d, l);
    struct call c = play_call(VERB_PROGRESS, l->code);
    int percent = percent_told(d, l, d->env.today, p->n);
    struct buf text = { 0 };
    char invested[DECIMAL_TEXT];
    struct pair f[1];
    struct result r;

    if (list->progress.kind == PROGRESS_STEPS)  /* told by what is done */
        percent = l->end != DAY_NONE && l->it.fate != HELD && d->env.today < l->end
                      ? 50 * (int)(d->env.today - l->add) / (int)(l->end - l->add)
                      : life_elapsed(l, d->env.today) - (l->it.reports == LAGGING ? 20 : 0);
    if (list->progress.kind == PROGRESS_FIELDS)
        say_project(d, l, p->what, d->env.today, &text);
    else
        buf_puts(&text, l->it.reports == THE_SAME
                            ? "正在推进中。"
                            : demo_report_text(l->it.list, percent, p->n + p->what));
    c.text = buf_str(&text);
    c.problem = list->progress.kind == PROGRESS_FIELDS
                    ? (l->pace && l->pace < 80 ? "施工力量不足。" : "")
                : list->progress.kind == PROGRESS_MANUAL
                    ? demo_problem_text(p->n + p->what * 3 + play_pick(d, 3))
                    : "";
    c.has_percent = list->progress.kind == PROGRESS_MANUAL;
    c.percent = percent * DECIMAL_ONE;
    if (l->planned) {
        decimal_format(invested_by(d, l, d->env.today) * DECIMAL_ONE, invested);
        f[0] = (struct pair){ "invested", invested };
        c.fields = f;
        c.n_fields = 1;
    }
    enum xh_rc rc = play_act(d, life_owner(d, l, d->env.today), &c, 1, &r, err);
    buf_fini(&text);
    return rc;
}

/* On the fill days while it is worked on; soon after it was given out, too, where figures
 * are asked for. */
void life_plan_reports(struct demo *d, size_t key)
{
    const struct demo_life *l = &d->lives[key];
    const struct list_def *list = life_list(d, l);
    enum cadence every = list->report_every;
    int32_t until = l->end != DAY_NONE ? l->end - 1 : d->base, day, next;
    int32_t back = l->it.fate == RETURNED ? life_later(d, l->end, 2) : DAY_NEVER;
    size_t n = 0;

    if (l->it.reports == SILENT || every == CADENCE_NONE)
        return;
    if (l->it.reports == PATCHY) /* the last two are missing */
        for (int i = 0; i < 2; i++)
            until =
                rhythm_fill_before(d->defs, every, l->due, i ? until : d->base + 1) - 1;
    if (list->progress.kind == PROGRESS_MANUAL ||
        list->progress.kind == PROGRESS_FIELDS) {
        day = life_later(d, l->add, list->progress.kind == PROGRESS_FIELDS ? 1 : 3);
        next = rhythm_fill_day(d->defs, every, l->due, l->add + 1);
        if (day <= until && (next > day + 3 || l->planned)) {
            play_plan(d, day, (struct play){ .run = report, .what = key, .n = n });
            n++;
        }
    }
    for (day = rhythm_fill_day(d->defs, every, l->due, l->add + 1); day <= d->base;
         day = next) {
        if (day <= until || day > back) {
            play_plan(d, day, (struct play){ .run = report, .what = key, .n = n });
            n++;
        }
        next = rhythm_fill_day(d->defs, every, l->due, day + 1);
        if (next <= day || next >= DAY_NEVER)
            break;
    }
}
