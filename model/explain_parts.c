#include "model/explain_parts.h"

#include <string.h>

#include "model/calendar.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/plan.h"

void explain_fill(struct buf *out, const char *sentence, const char *a, const char *b)
{
    for (const char *p = sentence; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            buf_puts(out, a);
            a = b;
            p++;
        } else {
            buf_putc(out, *p);
            p += p[0] == '%' && p[1] == '%';
        }
    }
}

void explain_length(struct buf *out, int64_t n, enum day_unit unit)
{
    bool one = n == 1 || n == -1;
    long long count = n < 0 ? -(long long)n : (long long)n;

    switch (unit) {
    case UNIT_WORKDAY:
        buf_printf(out, one ? _("%lld workday") : _("%lld workdays"), count);
        break;
    case UNIT_MONTH:
        buf_printf(out, one ? _("%lld month") : _("%lld months"), count);
        break;
    case UNIT_DAY:
    case UNIT_NONE:
        buf_printf(out, one ? _("%lld day") : _("%lld days"), count);
        break;
    }
}

void explain_date(struct buf *out, int32_t day)
{
    static const char *const names[] = {
        N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"),
        N_("Saturday"), N_("Sunday"),
    };
    char text[DAY_TEXT];

    buf_printf(out, _("%s (%s)"), day_format(day, text), _(names[day_weekday(day) - 1]));
}

void explain_percent(struct buf *out, struct ratio r)
{
    int64_t tenths = ratio_percent(r) / 100000;

    if (tenths % 10 == 0)
        buf_printf(out, "%lld", (long long)(tenths / 10));
    else
        buf_printf(out, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

void explain_left(struct buf *out, const struct calendar *cal, int32_t due, int32_t today)
{
    char text[DAY_TEXT];
    int32_t left;

    if (due == DAY_NONE || due == DAY_NEVER)
        return;
    left = calendar_workdays(cal, today, due);
    if (today == due)
        buf_puts(out, _("due today"));
    else if (today < due)
        buf_printf(out, left == 1 ? _("%d workday left") : _("%d workdays left"),
                   (int)left);
    else if (left < 0)
        buf_printf(out, today - due == 1 ? _("%d day overdue") : _("%d days overdue"),
                   (int)(today - due));
    else        /* over, but no workday has gone by: not overdue yet (ENGINE 4) */
        buf_printf(out, _("was due %s"), day_format_short(due, today, text));
}

/* ---- days counted and skipped ---- */

/* Off days in a row; `names` are those of the holidays among them, each once. */
struct off_run {
    int32_t first, last;
    struct buf names;
};

/* More plain weekends than this are not listed but counted. */
#define WEEKENDS_LISTED 4
/* Nobody checks longer counts by hand. */
#define COUNT_MAX 1500

/* The run of off days that begins on or after `day` and within `b`; false when there is
 * none. */
static bool next_run(const struct calendar *cal, int32_t day, int32_t b,
                     struct off_run *run)
{
    const char *last_name = "";

    buf_clear(&run->names);
    while (day <= b && !calendar_is_off(cal, day))
        day++;
    run->first = day;
    for (; day <= b && calendar_is_off(cal, day); day++) {
        const char *name = calendar_name(cal, day);

        if (!name || strcmp(name, last_name) == 0)
            continue;
        if (run->names.len > 0)
            buf_puts(&run->names, _(", "));
        buf_puts(&run->names, name);
        last_name = name;
    }
    run->last = day - 1;
    return run->first <= b;
}

static void add_run(struct buf *out, const struct off_run *run, int32_t today,
                    bool *is_first)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    buf_puts(out, *is_first ? _("; skipped: ") : _(", "));
    *is_first = false;
    buf_puts(out, day_format_short(run->first, today, a));
    if (run->last > run->first)
        buf_printf(out, "..%s", day_format_short(run->last, today, b));
    if (run->names.len > 0)
        buf_printf(out, " %s", buf_str(&run->names));
}

static void add_skipped(struct buf *out, const struct calendar *cal, int32_t a, int32_t b,
                        int32_t today)
{
    struct off_run run = {0};
    int weekends = 0, weekend_days = 0;
    bool is_first = true;

    for (int32_t d = a + 1; next_run(cal, d, b, &run); d = run.last + 1) {
        if (run.names.len == 0) {
            weekends++;
            weekend_days += run.last - run.first + 1;
        }
    }
    for (int32_t d = a + 1; next_run(cal, d, b, &run); d = run.last + 1) {
        if (run.names.len > 0 || weekends <= WEEKENDS_LISTED)
            add_run(out, &run, today, &is_first);
    }
    if (weekends > WEEKENDS_LISTED) {
        buf_puts(out, is_first ? _("; skipped: ") : _(", "));
        buf_printf(out, _("%d weekend days"), weekend_days);
    }
    buf_fini(&run.names);
}

static void add_made_up(struct buf *out, const struct calendar *cal, int32_t a, int32_t b,
                        int32_t today)
{
    char text[DAY_TEXT];
    bool is_first = true;

    for (int32_t d = a + 1; d <= b; d++) {
        if (day_weekday(d) < 6 || calendar_is_off(cal, d))
            continue;
        buf_puts(out,
                 is_first ? _("; counted as workdays, made up for holidays: ") : _(", "));
        buf_puts(out, day_format_short(d, today, text));
        is_first = false;
    }
}

void explain_counted(struct buf *out, const struct calendar *cal, int32_t a, int32_t b,
                     int32_t today)
{
    if (b - a > COUNT_MAX)
        return;
    add_skipped(out, cal, a, b, today);
    add_made_up(out, cal, a, b, today);
}

void explain_uncovered(struct buf *out, const struct calendar *cal, int32_t a, int32_t b)
{
    struct buf years = {0};
    int last, year, month, mday;

    if (a == DAY_NONE || b == DAY_NONE || b == DAY_NEVER)
        return;
    day_to_civil(a < b ? b : a, &last, &month, &mday);
    day_to_civil(a < b ? a : b, &year, &month, &mday);
    for (; year <= last; year++) {
        if (calendar_covers(cal, day_from_civil(year, 1, 1)))
            continue;
        if (years.len > 0)
            buf_puts(&years, _(", "));
        buf_printf(&years, "%d", year);
    }
    if (years.len > 0)
        buf_printf(out,
                   _("The holidays of %s are not entered yet; only weekends are counted, "
                     "dates may change.\n"),
                   buf_str(&years));
    buf_fini(&years);
}

void explain_stop(struct buf *out, const struct facts *f, const struct derived *d,
                  int32_t today)
{
    const struct clock_stop *stop = facts_running_stop(f);
    char a[DAY_TEXT], b[DAY_TEXT];

    if (!stop)
        return;
    day_format_short(stop->from, today, a);
    if (stop->kind == STOP_HOLD) {
        buf_printf(out,
                   _("On hold since %s: the clock stands still, deadlines move when it "
                     "resumes.\n"),
                   a);
        if (stop->expect != DAY_NONE)
            buf_printf(out, _("A reply is expected by %s.\n"),
                       day_format_short(stop->expect, today, b));
        return;
    }
    buf_printf(out,
               _("In review since %s: the clock of the responsible side stands still.\n"),
               a);
    if (d->review_due != DAY_NONE)
        buf_printf(out, _("The reviewer has until %s.\n"),
                   day_format_short(d->review_due, today, b));
}
