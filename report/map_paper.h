/* map_paper.h - 作战图 for a wall: a mark for each household, village by village and group by
 * group, with totals in households and 亩, those of fewer than three households and what would
 * give them away left out (rollup.h); never a name, a sum of money or who refuses (OFFICE 22;
 * UX 1). */
#ifndef REPORT_MAP_PAPER_H
#define REPORT_MAP_PAPER_H

#include "model/query_map.h"
#include "report/document.h"

/* The whole map of what is asked for; every group is read. Records: a line for each group. `d`
 * zeroed before; document_fini() after either way. Errors of map_open(). */
enum xh_rc map_paper(struct document *d, struct store *st, const struct map_ask *ask,
                     struct xh_err *err);

#endif
