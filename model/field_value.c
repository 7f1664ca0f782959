#include "model/field_value.h"

#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/text.h"

#define TEXT_MAX 4000           /* characters */

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
    return XH_OK;
}

static enum xh_rc parse_number(const struct field_def *f, const char *typed,
                               struct value *out, struct xh_err *err)
{
    int64_t micro;
    struct xh_err why = {0};
    /* "11.8078公顷" for 亩, "3亿元" for 万元: with a unit it is converted, exactly (measure.h) */
    bool has_unit = (typed[0] >= '0' && typed[0] <= '9') &&
                    measure_read(typed + strspn(typed, "0123456789., ")).kind == MEASURE_KNOWN;
    if (has_unit && cell_number(typed, f->unit, NULL, &micro, &why) != XH_OK)
        return xh_fail(err, XH_REFUSED, _("%s: %s"), f->name, why.msg);
    if (!has_unit && !decimal_parse(typed, &micro))
        return xh_fail(err, XH_REFUSED,
                       _("%s: '%s' is not an exact number; write digits only, "
                         "like 371.76 (at most six decimal places, no unit)"),
                       f->name, typed);
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
