#include "report/countdown_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/i18n.h"

/* Tenths as text: "1.4". */
static const char *tenths(int64_t n, char out[static 32])
{
    snprintf(out, 32, "%" PRId64 ".%" PRId64, n / 10, n % 10);
    return out;
}

static void say_days(struct buf *out, const struct rollup_figures *n, const struct rollup_pace *p,
                     int32_t today)
{
    char day[DAY_TEXT];

    if (p->days_used == 0 && n->start != DAY_NONE && n->start > today)
        buf_printf(out, _("begins on %s, in %d days"), day_format_short(n->start, today, day),
                   (int)(n->start - today));
    else if (p->days_used == 0)
        buf_puts(out, _("not begun"));
    else if (n->due != DAY_NONE && today > n->due && !p->done)
        buf_printf(out, _("due on %s, %d days past"), day_format_short(n->due, today, day),
                   (int)(today - n->due));
    else if (p->done)
        buf_printf(out, _("done in %d days"), (int)p->days_used);
    else if (p->days_all > 0)
        buf_printf(out, _("day %d/%d"), (int)p->days_used, (int)p->days_all);
    else
        buf_printf(out, _("day %d, no last day set"), (int)p->days_used);
}

/* At the pace of the last week; against the due day where there is one. */
static void say_forecast(struct buf *out, const struct rollup_figures *n,
                         const struct rollup_pace *p, int32_t today)
{
    char day[DAY_TEXT];
    int early = n->due == DAY_NONE ? 0 : (int)(n->due - p->forecast);

    buf_printf(out, _("  at this pace done by %s"), day_format_short(p->forecast, today, day));
    if (n->due != DAY_NONE && early == 0)
        buf_puts(out, _(" (on the day)"));
    else if (n->due != DAY_NONE)
        buf_printf(out, early > 0 ? _(" (%d days early)") : _(" (%d days late)"),
                   early > 0 ? early : -early);
}

void countdown_say(struct buf *out, const struct list_def *l, const struct rollup_figures *n,
                   int32_t today)
{
    struct rollup_pace p;
    char need[32], recent[32];

    if (n->rows == 0)
        return;
    rollup_pace(n, today, &p);
    say_days(out, n, &p, today);
    buf_printf(out, _("  signed %lld/%lld"), (long long)n->signed_rows, (long long)n->rows);
    if (p.done) {
        if (n->due != DAY_NONE && p.early)
            buf_printf(out, p.early > 0 ? _("  %d days early") : _("  %d days late"),
                       (int)(p.early > 0 ? p.early : -p.early));
        return;
    }
    if (p.needed > 0)
        buf_printf(out, _("  %s %s a day needed"), tenths(p.needed, need), l->row);
    else if (p.days_all > 0)
        buf_printf(out, _("  %lld %s left"), (long long)p.left, l->row);
    if (n->week > 0)
        buf_printf(out, _("  last 7 days %s %s a day"), tenths(p.recent, recent), l->row);
    else
        buf_puts(out, _("  none signed in the last 7 days"));
    if (p.forecast != DAY_NONE)
        say_forecast(out, n, &p, today);
}
