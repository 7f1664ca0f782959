/* stats_paper.h - the figures superiors ask for (OFFICE 24) as a document: tables, and one
 * sentence to copy; and the same for programs. */
#ifndef REPORT_STATS_PAPER_H
#define REPORT_STATS_PAPER_H

#include "model/stats.h"
#include "report/document.h"
#include "report/export.h"

/* What is counted by: places in stats_by_ids[]. */
enum { STATS_BY_ALL = 5 };
extern const char *const stats_by_ids[];        /* "list" "unit" "owner" "lead" "place", NULL */
const char *stats_by_title(int by);             /* translated: 牵头单位 */
struct stats_by { const char *id[STATS_BY_ALL]; int at[STATS_BY_ALL]; size_t n; };
/* One more; false when it is there already. */
bool stats_by_add(struct stats_by *by, int what);

struct stats_page {
    struct store *st;
    const struct stats_by *by;
    int32_t day;                    /* it is compiled on */
};
/* Heading, tables, the sentence. `d` zeroed before; document_fini() after either way. */
enum xh_rc stats_paper(struct document *d, const struct stats_page *p, const struct stats *s,
                       struct xh_err *err);
/* Stable English keys. */
void stats_export(struct buf *out, const struct stats *s, const struct stats_by *by,
                  enum export_format format);

#endif
