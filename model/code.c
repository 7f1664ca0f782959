#include "model/code.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

char *code_format(const struct list_def *list, int32_t day, int64_t seq)
{
    return code_fill(list->code, day, seq);
}

char *code_fill(const char *pattern, int32_t day, int64_t seq)
{
    struct buf b = {0};
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    for (const char *p = pattern; *p;) {
        size_t n = *p == '{' ? strcspn(p, "}") + 1 : 0;
        if (n && (strncmp(p, "{yyyy}", n) == 0 || strncmp(p, "{year}", n) == 0)) {
            buf_printf(&b, "%04d", y);
        } else if (n && strncmp(p, "{yy}", n) == 0) {
            buf_printf(&b, "%02d", y % 100);
        } else if (n && strncmp(p, "{seq", 4) == 0) {
            buf_printf(&b, "%0*lld", p[4] == ':' ? atoi(p + 5) : 1, (long long)seq);
        } else {
            buf_putc(&b, *p);
            n = 1;
        }
        p += n;
    }
    return buf_take(&b);
}

char *code_sort_key(const char *code)
{
    struct buf b = {0};

    for (const char *p = code; *p;) {
        size_t n = strspn(p, "0123456789");
        for (size_t pad = n; n && pad < 9; pad++)
            buf_putc(&b, '0');
        n = n ? n : 1;
        buf_add(&b, p, n);
        p += n;
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

char *code_scope(const struct list_def *list, int32_t day)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    if (!strstr(list->code, "{yy"))
        return xstrdup(list->id);
    return xasprintf("%s/%d", list->id, y);
}

char *code_expand(const struct defs *defs, const char *typed, int32_t today)
{
    size_t letters = 0;
    while (isalpha((unsigned char)typed[letters]))
        letters++;
    if (letters == 0 || letters >= 16 || !isdigit((unsigned char)typed[letters]))
        return NULL;
    char alias[16];
    for (size_t i = 0; i < letters; i++)
        alias[i] = (char)tolower((unsigned char)typed[i]);
    alias[letters] = '\0';
    const struct list_def *l = defs_list_by_alias(defs, alias);
    if (!l)
        return NULL;

    char *end;
    const char *p = typed + letters;
    long first = strtol(p, &end, 10);
    int32_t day = today;
    if (*end == '-') {          /* the year is typed: two digits or four */
        day = day_from_civil((int)(first < 100 ? 2000 + first : first), 12, 31);
        if (day == DAY_NONE)
            return NULL;
        p = end + 1;
        first = strtol(p, &end, 10);
        if (end == p)
            return NULL;
    }
    if (*end && *end != '.')
        return NULL;
    char *code = code_format(l, day, first);
    char *whole = xasprintf("%s%s", code, end);
    free(code);
    return whole;
}
