#include "model/plan.h"

#include "model/decimal.h"

/* Products of two int64 and a percentage scale; -std=c11 has no name for them. */
__extension__ typedef __int128 wide;

#define PERCENT ((int64_t)100 * DECIMAL_ONE)    /* one whole in millionths of a percent */
#define PERCENT_MAX ((int64_t)1000000 * DECIMAL_ONE)

static const struct ratio nothing = { 0, 1 };
static const struct ratio whole = { 1, 1 };

/* ---- fractions ---- */

static wide gcd(wide a, wide b)
{
    while (b != 0) {
        wide r = a % b;

        a = b;
        b = r;
    }
    return a;
}

/* Lowest terms; beyond `limit` the denominator gives up its last bits. Both are >= 0. */
static void reduce(wide *num, wide *den, wide limit)
{
    wide g = gcd(*num, *den);

    if (g > 1) {
        *num /= g;
        *den /= g;
    }
    while (*den > limit || (*num > INT64_MAX && *den > 1)) {
        *num >>= 1;
        *den >>= 1;
    }
}

static struct ratio ratio_of(wide num, wide den)
{
    if (num < 0 || den <= 0)
        return nothing;
    reduce(&num, &den, INT64_MAX);
    return (struct ratio){ num > INT64_MAX ? INT64_MAX : (int64_t)num, (int64_t)den };
}

int ratio_compare(struct ratio a, struct ratio b)
{
    wide l = (wide)a.num * b.den, r = (wide)b.num * a.den;

    return (l > r) - (l < r);
}

int64_t ratio_percent(struct ratio r)
{
    wide n = (wide)r.num * PERCENT, q = n / r.den;

    if (q * r.den > n)          /* C rounds towards zero */
        q--;
    return q > INT64_MAX ? INT64_MAX : q < INT64_MIN ? INT64_MIN : (int64_t)q;
}

/* ---- planned ---- */

/* Calendar days after `a` up to and including `b` that the clock ran. Only stops that
 * moved the deadline are taken out; levels are frozen during one still running (ENGINE
 * 13). */
static int64_t running_days(const struct facts *f, int32_t a, int32_t b)
{
    int64_t days = (int64_t)b - a;

    for (size_t i = 0; i < f->n_stops; i++) {
        const struct clock_stop *s = &f->stops[i];
        int32_t from = s->from > a ? s->from : a;
        int32_t to = s->to < b ? s->to : b;

        if (s->moves && s->to != DAY_NEVER && to > from)
            days -= to - from;
    }
    return days;
}

static struct ratio planned_linear(const struct facts *f, int32_t due, int32_t day)
{
    int64_t total;

    if (f->start == DAY_NONE || due == DAY_NONE)
        return nothing;
    if (day >= due)
        return whole;
    if (day < f->start)
        return nothing;
    total = running_days(f, f->start, due);
    if (total <= 0)
        return whole;
    return (struct ratio){ running_days(f, f->start, day), total };
}

/* Month-ends of the plan year (that of the start) up to `day` - 1: 0 to 12. */
static int months_passed(const struct facts *f, int32_t day)
{
    int plan_year, year, month, mday;

    day_to_civil(f->start, &plan_year, &month, &mday);
    day_to_civil(day, &year, &month, &mday);
    return year < plan_year ? 0 : year > plan_year ? 12 : month - 1;
}

struct ratio plan_planned(const struct facts *f, int32_t due, int32_t day)
{
    const struct plan_def *p = &f->list->plan;
    int months;

    switch (p->kind) {
    case PLAN_LINEAR:
        return planned_linear(f, due, day);
    case PLAN_MONTH:
        return f->start == DAY_NONE ? nothing
                                    : (struct ratio){ months_passed(f, day), 12 };
    case PLAN_QUARTER:
        if (f->start == DAY_NONE)
            return nothing;
        months = months_passed(f, day);
        if (months == 12)       /* after its period a plan stays at 100 */
            return whole;
        return months < 3 ? nothing : (struct ratio){ p->quarter[months / 3 - 1], 100 };
    case PLAN_NONE:
        break;
    }
    return nothing;
}

/* ---- actual ---- */

/* A step counts in full at most, so that one overfilled cannot hide one left undone; an
 * item of a single step is that step, and 271.4 % prints as such. */
static struct ratio step_share(const struct step_facts *s, bool is_alone)
{
    struct ratio share = step_is_done(s) ? whole : nothing;

    if (s->target > 0 && s->amount > 0) {
        struct ratio done = ratio_of(s->amount, s->target);

        if (ratio_compare(done, whole) > 0 && !is_alone)
            done = whole;
        if (ratio_compare(done, share) > 0)
            share = done;
    }
    return share;
}

/* Exact as long as the common denominator of the quantities stays below 2^40; beyond that
 * each sum loses less than 10^-11. */
#define DEN_LIMIT ((wide)1 << 40)

static struct ratio actual_steps(const struct facts *f)
{
    wide num = 0, den = 1, weight = 0;
    size_t n = 0;

    for (size_t i = 0; i < f->list->n_steps; i++)
        n += !step_is_skipped(&f->steps[i]);
    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];
        struct ratio share;
        wide a, b, g;

        if (step_is_skipped(s))
            continue;
        share = step_share(s, n == 1);
        a = share.num;
        b = share.den;
        reduce(&a, &b, DEN_LIMIT);
        g = gcd(den, b);
        num = num * (b / g) + a * s->def->weight * (den / g);
        den = den / g * b;
        reduce(&num, &den, DEN_LIMIT);
        weight += s->def->weight;
    }
    if (n == 0)                 /* nothing applies: nothing is left to do */
        return f->list->n_steps > 0 ? whole : nothing;
    return ratio_of(num, den * weight);
}

static struct ratio actual_fields(const struct facts *f)
{
    int done = list_field(f->list, f->list->progress.done);
    int of = list_field(f->list, f->list->progress.of);

    if (done < 0 || of < 0 || !f->has_number || !f->has_number[done] ||
        !f->has_number[of])
        return nothing;
    return ratio_of(f->numbers[done], f->numbers[of]);
}

bool plan_has_actual(const struct facts *f)
{
    int of;

    if (f->n_children > 0)
        return true;
    if (f->list->progress.kind != PROGRESS_FIELDS)
        return f->list->progress.kind != PROGRESS_NONE;
    of = list_field(f->list, f->list->progress.of);
    return of >= 0 && f->has_number && f->has_number[of] && f->numbers[of] > 0;
}

struct ratio plan_actual(const struct facts *f)
{
    if (f->n_children > 0)
        return f->children_progress;
    switch (f->list->progress.kind) {
    case PROGRESS_STEPS:
        return actual_steps(f);
    case PROGRESS_FIELDS:
        return actual_fields(f);
    case PROGRESS_MANUAL:
        return ratio_of(f->percent, PERCENT);
    case PROGRESS_NONE:
        break;
    }
    return nothing;
}

/* ---- behind ---- */

static bool is_behind(struct ratio planned, struct ratio actual, int64_t amount,
                      bool over, bool relative)
{
    wide p = (wide)planned.num * actual.den, a = (wide)actual.num * planned.den;
    wide of = relative ? p : (wide)planned.den * actual.den;
    wide gap = (p - a) * PERCENT, least = of * amount;

    if (of <= 0)                /* nothing was to be done yet: nobody is behind */
        return false;
    return over ? gap > least : gap >= least;
}

int32_t plan_behind_on(const struct facts *f, int32_t due, struct ratio actual,
                       int64_t amount, bool over, bool relative)
{
    int32_t lo, hi;
    int year, month, mday;

    if (f->list->plan.kind == PLAN_NONE || f->start == DAY_NONE)
        return DAY_NEVER;
    if (amount > PERCENT_MAX)   /* out of reach, and of the arithmetic */
        return DAY_NEVER;
    if (f->list->plan.kind != PLAN_LINEAR) {
        /* The plan rises on the first of a month only. */
        day_to_civil(f->start, &year, &month, &mday);
        lo = day_from_civil(year, 1, 1);
        for (int i = 0; i <= 12; i++, lo = day_add_months(lo, 1)) {
            if (is_behind(plan_planned(f, due, lo), actual, amount, over, relative))
                return lo;
        }
        return DAY_NEVER;
    }
    if (due == DAY_NONE)
        return DAY_NEVER;
    lo = f->start < due ? f->start : due;
    hi = due;
    if (!is_behind(plan_planned(f, due, hi), actual, amount, over, relative))
        return DAY_NEVER;
    while (lo < hi) {           /* the plan never falls: behind once, behind until the end */
        int32_t mid = lo + (hi - lo) / 2;

        if (is_behind(plan_planned(f, due, mid), actual, amount, over, relative))
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}
