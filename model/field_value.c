#include "model/field_value.h"

#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/text.h"

#define TEXT_MAX 4000           /* characters */
/* No area, length or sum of money of a township is larger, in whatever unit: a million
 * million. What is, is a slip of the hand, and ten of them could not be added up. A list
 * may say otherwise with `min:` and `max:`. */
#define NUMBER_DIGITS 12
#define NUMBER_MOST (1000000000000 * (int64_t)DECIMAL_ONE)

static enum xh_rc too_large(const struct field_def *f, const char *typed, struct xh_err *err)
{
    char most[DECIMAL_TEXT];

    return xh_fail(err, XH_REFUSED, _("%s: %s is too large a number, %s at most; look at its "
                                      "digits and its unit"),
                   f->name, typed, decimal_format(NUMBER_MOST, most));
}

static enum xh_rc check_range(const struct field_def *f, const char *typed, int64_t micro,
                              struct xh_err *err)
{
    char lo[DECIMAL_TEXT], hi[DECIMAL_TEXT];
    if (f->has_min && micro < f->min)
        return xh_fail(err, XH_REFUSED, _("%s: %s is less than %s"), f->name, typed,
                       decimal_format(f->min, lo));
    if (f->has_max && micro > f->max)
        return xh_fail(err, XH_REFUSED, _("%s: %s is more than %s"), f->name, typed,
                       decimal_format(f->max, hi));
    if ((!f->has_max && micro > NUMBER_MOST) || (!f->has_min && micro < -NUMBER_MOST))
        return too_large(f, typed, err);
    return XH_OK;
}

/* Nothing but digits, and more of them than any number has that is meant? */
static bool is_too_long(const char *typed)
{
    size_t n = 0;

    for (; *typed && strchr("-0123456789,", *typed); typed++)
        n += *typed >= '0' && *typed <= '9';
    return n > NUMBER_DIGITS && typed[strspn(typed, ".0123456789")] == '\0';
}

static enum xh_rc refuse_number(const struct field_def *f, const char *typed, struct xh_err *err)
{
    const char *const *unit = measure_usual(f->unit);
    struct buf units = {0};

    if (is_too_long(typed))
        return too_large(f, typed, err);
    buf_puts(&units, *unit ? *unit++ : f->unit);
    for (; *unit; unit++)
        buf_printf(&units, "%s%s", _(", "), *unit);
    xh_fail(err, XH_REFUSED,
            units.len ? _("%s: '%s' is not an exact number; write it in digits, like 371.76 (at "
                          "most six decimal places), alone or with its unit: %s")
                      : _("%s: '%s' is not an exact number; write it in digits, like 371.76 (at "
                          "most six decimal places), without a unit%s"),
            f->name, typed, buf_str(&units));
    buf_fini(&units);
    return XH_REFUSED;
}

/* Is there a unit behind the number that says what it is in: one that is measured, or the
 * field's own word for counting? */
static bool has_unit(const struct field_def *f, const char *typed)
{
    const char *digits = typed + (*typed == '-');
    struct measure own = measure_read(f->unit),
                   unit = measure_read(digits + strspn(digits, "0123456789., "));

    return *digits >= '0' && *digits <= '9' &&
           (unit.kind == MEASURE_KNOWN || (unit.base[0] && measure_fits(&unit, &own)));
}

static enum xh_rc parse_number(const struct field_def *f, const char *typed,
                               struct value *out, struct xh_err *err)
{
    int64_t micro;
    struct xh_err why = {0};
    /* "11.8078公顷" for 亩, "3亿元" for 万元: with a unit it is converted, exactly (measure.h) */
    bool converted = has_unit(f, typed);
    if (converted && cell_number(typed, f->unit, NULL, &micro, &why) != XH_OK)
        return xh_fail(err, XH_REFUSED, _("%s: %s"), f->name, why.msg);
    if (!converted && !decimal_parse(typed, &micro))
        return refuse_number(f, typed, err);
    enum xh_rc rc = check_range(f, typed, micro, err);
    if (rc == XH_OK && f->type == FIELD_INTEGER) {
        if (micro % DECIMAL_ONE)
            return xh_fail(err, XH_REFUSED, _("%s: '%s' is not a whole number"), f->name,
                           typed);
        micro /= DECIMAL_ONE;
    }
    *out = value_int(micro);
    return rc;
}

static enum xh_rc parse_choice(const struct field_def *f, const char *typed,
                               struct value *out, struct xh_err *err)
{
    struct buf all = {0};
    for (size_t i = 0; i < f->n_choices; i++) {
        if (strcmp(f->choices[i], typed) == 0) {
            *out = value_text(f->choices[i]);
            buf_fini(&all);
            return XH_OK;
        }
        buf_printf(&all, "%s%s", i ? _(", ") : "", f->choices[i]);
    }
    xh_fail(err, XH_REFUSED, _("%s: '%s' is none of: %s"), f->name, typed, buf_str(&all));
    buf_fini(&all);
    return XH_REFUSED;
}

enum xh_rc field_parse(const struct field_def *f, const char *typed, struct value *out,
                       char **keep, struct xh_err *err)
{
    static const char *const yes[] = { "1", "yes", "true", "是", "有" };
    static const char *const no[] = { "0", "no", "false", "否", "无" };
    size_t at;

    *keep = NULL;
    *out = value_null();
    if (f->type == FIELD_TEXT) {
        const char *bad = text_refused(typed, true, &at);
        if (bad)
            return xh_fail(err, XH_REFUSED, _("%s: %s"), f->name, _(bad));
        if (text_length(typed) > TEXT_MAX)
            return xh_fail(err, XH_REFUSED, _("%s: more than %d characters"), f->name,
                           TEXT_MAX);
        *keep = text_trim(xstrdup(typed));
        *out = **keep ? value_text(*keep) : value_null();
        return XH_OK;
    }
    *keep = text_trim(f->type == FIELD_CHOICE ? xstrdup(typed) : text_halfwidth(typed));
    const char *s = *keep;
    if (!*s)
        return XH_OK;
    switch (f->type) {
    case FIELD_DECIMAL: case FIELD_INTEGER: return parse_number(f, s, out, err);
    case FIELD_CHOICE: return parse_choice(f, s, out, err);
    case FIELD_DATE: {
        int32_t day = day_parse(s);
        if (day == DAY_NONE)
            return xh_fail(err, XH_REFUSED, _("%s: '%s' is not a date; write 2026-11-20"),
                           f->name, s);
        *out = value_day(day);
        return XH_OK;
    }
    case FIELD_BOOL:
        for (size_t i = 0; i < 5; i++) {
            if (strcmp(s, yes[i]) == 0)
                *out = value_int(1);
            else if (strcmp(s, no[i]) == 0)
                *out = value_int(0);
        }
        return out->kind == VALUE_INT ? XH_OK
            : xh_fail(err, XH_REFUSED, _("%s: '%s' is neither yes nor no"), f->name, s);
    case FIELD_TEXT: break;
    }
    return XH_OK;
}

void field_format(struct buf *out, enum field_type type, struct value v)
{
    char day[DAY_TEXT], number[DECIMAL_TEXT];

    if (v.kind == VALUE_NULL)
        return;
    if (v.kind == VALUE_TEXT)
        buf_puts(out, v.s);
    else if (type == FIELD_DATE)
        buf_puts(out, day_format((int32_t)v.i, day));
    else if (type == FIELD_DECIMAL)
        buf_puts(out, decimal_format(v.i, number));
    else
        buf_printf(out, "%lld", (long long)v.i);
}
