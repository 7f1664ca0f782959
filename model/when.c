#include "model/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"

#define SLIP 60     /* a day this far off in the wrong direction still keeps its year */

static const struct { const char *word; int32_t days; } words[] = {
    { "today", 0 },     { "今天", 0 },  { "今日", 0 },
    { "tomorrow", 1 },  { "明天", 1 },  { "明日", 1 },  { "后天", 2 },
    { "yesterday", -1 },{ "昨天", -1 }, { "昨日", -1 }, { "前天", -2 },
};

/* Up to three numbers with '-', '/', '.' or 年月日 between them; how many, 0 when it is
 * no date. */
static int numbers(const char *s, int v[3])
{
    static const char *const marks[] = { "-", "/", ".", "年", "月", "日", "号" };
    int n = 0;

    while (*s) {
        char *end;
        if (n == 3 || *s < '0' || *s > '9')
            return 0;
        long x = strtol(s, &end, 10);
        if (end - s > 4)
            return 0;
        v[n++] = (int)x;
        s = end;
        for (size_t i = 0; *s && i < sizeof marks / sizeof *marks; i++) {
            size_t len = strlen(marks[i]);
            if (strncmp(s, marks[i], len) == 0) {
                s += len;
                break;
            }
            if (i + 1 == sizeof marks / sizeof *marks)
                return 0;
        }
    }
    return n;
}

static int32_t without_year(int month, int mday, int32_t today, bool past)
{
    int year, m, d;
    int32_t first = today - (past ? 365 - SLIP : SLIP);

    day_to_civil(first, &year, &m, &d);
    for (int y = year; y <= year + 8; y++) {        /* 02-29 may be a while off */
        int32_t day = day_from_civil(y, month, mday);
        if (day != DAY_NONE && day >= first)
            return day;
    }
    return DAY_NONE;
}

static int32_t offset(const char *s, int32_t today, const struct calendar *cal)
{
    char *end;
    long n = strtol(s, &end, 10);

    if (*end || end == s + 1 || !cal || n > 2000 || n < -2000)
        return DAY_NONE;
    return calendar_add_workdays(cal, today, (int32_t)n);
}

int32_t when_read(const char *typed, int32_t today, const struct calendar *cal, bool past)
{
    char *s = text_trim(text_halfwidth(typed));
    int32_t day = DAY_NONE;
    int v[3];

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(s, words[i].word) == 0) {
            free(s);
            return today + words[i].days;
        }
    if (*s == '+' || *s == '-')
        day = offset(s, today, cal);
    else
        switch (numbers(s, v)) {
        case 3: day = v[0] > 31 ? day_from_civil(v[0], v[1], v[2]) : DAY_NONE; break;
        case 2: day = without_year(v[0], v[1], today, past); break;
        }
    free(s);
    return day;
}

enum xh_rc when_parse(const char *s, int32_t today, const struct calendar *cal, bool past,
                      const char *what, int32_t *out, struct xh_err *err)
{
    *out = when_read(s, today, cal, past);
    if (*out != DAY_NONE && *out != DAY_NEVER)
        return XH_OK;
    return xh_fail(err, XH_USAGE,
                   _("%s: '%s' is no date. Write 2026-11-27, 11-27, +5 (workdays "
                     "from today), today or tomorrow."),
                   what, s);
}
