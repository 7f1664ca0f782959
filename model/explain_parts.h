/* explain_parts.h - the pieces explain.c and explain_colour.c are made of. Not for anyone
 * else, but for explain_length(), in whose words work.c refuses.
 *
 * Dates are written short (11-20) when they lie in the year of `today`. */
#ifndef MODEL_EXPLAIN_PARTS_H
#define MODEL_EXPLAIN_PARTS_H

#include "model/due.h"
#include "model/facts.h"
#include "model/mem.h"

/* A translated sentence from a table: its first %s becomes `a`, its second `b`, %% is
 * %. */
void explain_fill(struct buf *out, const char *sentence, const char *a, const char *b);
/* "10 workdays", "1 day". */
void explain_length(struct buf *out, int64_t n, enum day_unit unit);
/* "2026-11-20 (Friday)". */
void explain_date(struct buf *out, int32_t day);
/* "; skipped: 09-27, 10-01..10-08 国庆节、中秋节; counted as workdays, made up for
 * holidays: 09-28, 10-11" for the days after `a` up to and including `b` (a <= b);
 * nothing when there are none. Holidays stand with their names; many plain weekends
 * become their number. */
void explain_counted(struct buf *out, const struct calendar *cal, int32_t a, int32_t b,
                     int32_t today);
/* "18.3": percent with one decimal, never rounded up. */
void explain_percent(struct buf *out, struct ratio r);
/* A line for the years between `a` and `b` whose holidays are not entered; nothing
 * otherwise. */
void explain_uncovered(struct buf *out, const struct calendar *cal, int32_t a, int32_t b);
/* The clock standing still: since when, for whom, until when. Nothing while it runs. */
void explain_stop(struct buf *out, const struct facts *f, const struct derived *d,
                  int32_t today);

#endif
