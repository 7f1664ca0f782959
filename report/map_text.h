/* map_text.h - 作战图 in words: how many households stand at which mark, how much of the area is
 * signed; the same on the screen and on paper (map_paper.h). */
#ifndef REPORT_MAP_TEXT_H
#define REPORT_MAP_TEXT_H

#include "model/mem.h"
#include "model/query_map.h"

/* "签 65  谈 14  未 7": marks with how many of each, furthest step first, those with none left
 * out; `n` as map_count() fills it. `open`: with 拒, for a screen. Appended. */
void map_say_counts(struct buf *out, const struct list_def *l, const int64_t *n, bool open);
/* "248.10/312.45 亩", of signed and all; NULL: may not be told. Nothing where no area is shown.
 * Appended. */
void map_say_area(struct buf *out, const struct land_map *m, const int64_t *area_signed,
                  const int64_t *area);

#endif
