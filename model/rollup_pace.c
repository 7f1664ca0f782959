/* rollup_pace.c - where the signing stands in time. Pure. See rollup.h. */
#include "model/rollup.h"

/* a / b rounded up; b > 0, a >= 0. */
static int64_t divide_up(int64_t a, int64_t b)
{
    return a / b + (a % b != 0);
}

/* The first day that counts: the start, or a signature that came before it. */
static int32_t first_day(const struct rollup_figures *f)
{
    bool is_signed = f->first_signed != DAY_NONE;

    return f->start == DAY_NONE || (is_signed && f->first_signed < f->start) ? f->first_signed
                                                                             : f->start;
}

/* Going evenly from the start to the due day (ENGINE 8 linear): nothing before, all from the
 * due day on. */
static int64_t planned_on(const struct rollup_figures *f, int32_t day)
{
    if (f->start == DAY_NONE || f->due == DAY_NONE)
        return 0;
    if (day >= f->due)
        return f->rows;
    return day < f->start ? 0 : divide_up(f->rows * (day - f->start), f->due - f->start);
}

void rollup_pace(const struct rollup_figures *f, int32_t today, struct rollup_pace *out)
{
    int32_t first = first_day(f), last;

    *out = (struct rollup_pace){ .forecast = DAY_NONE };
    out->done = f->rows > 0 && f->signed_rows == f->rows;
    out->left = f->rows - f->signed_rows;
    out->planned = planned_on(f, today);
    out->recent = (f->week * 10 * 2 + 7) / 14;
    last = out->done ? f->last_signed : today;
    if (first != DAY_NONE && last != DAY_NONE && last >= first)
        out->days_used = last - first + 1;
    if (f->start != DAY_NONE && f->due != DAY_NONE && f->due >= f->start)
        out->days_all = f->due - f->start + 1;
    if (f->due != DAY_NONE && f->due > today)
        out->days_left = f->due - today;
    if (out->done && f->due != DAY_NONE)
        out->early = f->due - f->last_signed;
    if (out->left > 0 && out->days_left > 0)
        out->needed = divide_up(out->left * 10, out->days_left);
    if (out->left > 0 && f->week > 0) {
        int64_t days = divide_up(out->left * 7, f->week);
        out->forecast = days < DAY_MAX - today ? today + (int32_t)days : DAY_NONE;
    }
}

static int32_t earlier(int32_t a, int32_t b)
{
    return a == DAY_NONE || (b != DAY_NONE && b < a) ? b : a;
}

void rollup_add(struct rollup_figures *to, const struct rollup_figures *n)
{
    to->rows += n->rows;
    to->signed_rows += n->signed_rows;
    to->paid_rows += n->paid_rows;
    to->with_agreed += n->with_agreed;
    to->with_paid += n->with_paid;
    to->with_apart += n->with_apart;
    to->with_area += n->with_area;
    to->with_area_signed += n->with_area_signed;
    to->area += n->area;
    to->area_signed += n->area_signed;
    to->agreed += n->agreed;
    to->paid += n->paid;
    to->week += n->week;
    to->week_area += n->week_area;
    to->first_signed = earlier(to->first_signed, n->first_signed);
    to->last_signed = to->last_signed > n->last_signed ? to->last_signed : n->last_signed;
    to->start = earlier(to->start, n->start);
}

int64_t rollup_rate(const struct rollup_figures *f)
{
    return f->rows > 0 ? f->signed_rows * 1000 / f->rows : 0;
}
