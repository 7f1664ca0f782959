/* agenda.h - what a meeting goes through: the rows of a weekly sheet, in its order and
 * under its 序号, and how each of them stands when its turn comes (OFFICE 16). */
#ifndef REPORT_AGENDA_H
#define REPORT_AGENDA_H

#include "model/meeting.h"
#include "report/weekly.h"

/* Every row of a sheet that has a 序号, added to `m`, with its cells and the items behind
 * it. A final sheet as it was printed (`no` 0: the last one, `edition` 0: its last; which
 * one it was goes into `m`); or what a draft of `day` says, as `reader` may see it. */
enum xh_rc agenda_of_sheet(struct store *st, int64_t year, int64_t no, int64_t edition,
                           struct meeting *m, struct xh_err *err);
enum xh_rc agenda_of_draft(struct store *st, int32_t day, int64_t reader, struct meeting *m,
                           struct xh_err *err);

/* A row when its turn comes. Cells as the sheet would have them today (weekly_item()); of a
 * group those of the sheet. */
struct agenda_page {
    struct meeting_cell *cells; size_t n_cells, cap_cells;
    enum colour colour;         /* today */
    enum phase phase;           /* of an item today */
    char *state;                /* "待审核"; "" for a group */
    char *changed;              /* what is not as on the sheet any more; "" */
    char *asked;                /* an open request for more time, in words; "" */
    int64_t request;            /* its number; 0: none */
    int32_t asked_to;
    char *before;               /* what was decided before, and how it stands; "" */
    bool is_late;               /* a limit can be ordered */
    int32_t due, upper_due;
};
/* `out` zeroed before; agenda_page_fini() after either way. What cannot be read any more is
 * taken from the sheet. */
enum xh_rc agenda_page_load(struct store *st, int32_t day, int64_t reader,
                            const struct meeting_row *r, struct agenda_page *out,
                            struct xh_err *err);
void agenda_page_fini(struct agenda_page *p);
const char *agenda_cell(const struct agenda_page *p, const char *id);  /* "" */

#endif
