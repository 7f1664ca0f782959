/* value.h - one value of a column: nothing, a whole number, text or bytes.
 *
 * Small and passed by value; it never owns what it points to. */
#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/day.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };
struct value {
    enum value_kind kind;
    int64_t i;
    const char *s;              /* text (NUL-terminated) or blob; borrowed */
    size_t n;                   /* bytes of text or blob */
};
struct value value_null(void);
struct value value_int(int64_t i);
struct value value_day(int32_t day);            /* DAY_NONE is NULL */
struct value value_text(const char *s);         /* NULL is NULL */
struct value value_blob(const void *p, size_t n);
/* Of one kind and the same. */
bool value_equal(struct value a, struct value b);

#endif
