#include "model/value.h"

#include <string.h>

struct value value_null(void)
{
    return (struct value){ .kind = VALUE_NULL };
}

struct value value_int(int64_t i)
{
    return (struct value){ .kind = VALUE_INT, .i = i };
}

struct value value_day(int32_t day)
{
    return day == DAY_NONE ? value_null() : value_int(day);
}

struct value value_text(const char *s)
{
    return s ? (struct value){ .kind = VALUE_TEXT, .s = s, .n = strlen(s) }
             : value_null();
}

struct value value_blob(const void *p, size_t n)
{
    return p ? (struct value){ .kind = VALUE_BLOB, .s = p, .n = n } : value_null();
}

bool value_equal(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case VALUE_NULL: return true;
    case VALUE_INT:  return a.i == b.i;
    case VALUE_TEXT:
    case VALUE_BLOB: return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
    }
    return false;
}
