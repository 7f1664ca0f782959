/* decimal.h - exact decimals: int64 millionths (亩, 万元, percent). Never a double
 * (invariant 6). */
#ifndef MODEL_DECIMAL_H
#define MODEL_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#define DECIMAL_ONE 1000000         /* millionths in one */
#define DECIMAL_TEXT 32

/* "371.76", "-0.5", "1,234.5" (separators only where thousands go). At most 6 places;
 * more, or a value out of range, or anything else in the text is refused: false. */
bool decimal_parse(const char *s, int64_t *out);
/* Shortest exact text: 371760000 -> "371.76". Returns `out`. */
const char *decimal_format(int64_t micro, char out[static DECIMAL_TEXT]);
/* a + b; false when it would overflow. */
bool decimal_add(int64_t a, int64_t b, int64_t *out);

#endif
