/* code.h - item codes: 督26-112, typed d112 (ENGINE 38). A sequence per list and year of
 * assignment; immutable, never reused. Patterns: {yy}, {yyyy}, {seq}, {seq:3}. */
#ifndef MODEL_CODE_H
#define MODEL_CODE_H

#include <stdint.h>

#include "model/def.h"

/* A pattern filled in; {year} is {yyyy}. Caller frees. */
char *code_fill(const char *pattern, int32_t day, int64_t seq);
/* The code number `seq` of `list` gets when assigned on `day`. Caller frees. */
char *code_format(const struct list_def *list, int32_t day, int64_t seq);
/* "d112" or "d26-112" by a list's alias to the full code, without a year that of `today`;
 * a part of a split item ("d26-031.1") keeps its suffix. NULL when it is no alias form.
 * Caller frees. */
char *code_expand(const struct defs *defs, const char *typed, int32_t today);
/* The code as it sorts: every number in it padded to nine digits, so that 督26-2 comes
 * before 督26-10 and a part (.1) after its whole. Caller frees. */
char *code_sort_key(const char *code);
/* The scope its numbers count in: "tasks/2026", or "tasks" when the pattern has no
 * year. */
char *code_scope(const struct list_def *list, int32_t day);

#endif
