/* when.h - days as people type them. Pure: today and the calendar are handed in. */
#ifndef MODEL_WHEN_H
#define MODEL_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/calendar.h"
#include "model/err.h"

/* 2026-11-27, 2026/11/27, 2026.11.27, 11-27 (the one to come, or when `past` the one gone
 * by; a day at most two months off the other way keeps its year, so that a slip is
 * noticed), +5 and -5 (workdays), today, tomorrow, yesterday and their Chinese words.
 * Full-width digits too. DAY_NONE when it is none of these. `cal` may be NULL: then +5 is
 * refused. */
int32_t when_read(const char *s, int32_t today, const struct calendar *cal, bool past);
/* The same, or XH_USAGE naming `what` and the ways to write a date. */
enum xh_rc when_parse(const char *s, int32_t today, const struct calendar *cal, bool past,
                      const char *what, int32_t *out, struct xh_err *err);

#endif
