/* section.h - the sections of the sheet that are lists of rows: overdue, due, new, closed
 * (OFFICE, the weekly sheet; ENGINE 4, 39). The same rows on paper, in files and on the
 * screen.
 *
 * Lists with `sheet: {as: grouped}` give one row per group (gather.h). */
#ifndef REPORT_SECTION_H
#define REPORT_SECTION_H

#include "model/query.h"

enum section { SECTION_OVERDUE, SECTION_DUE, SECTION_NEW, SECTION_CLOSED };

struct section_info {
    enum section section;
    const char *id;             /* "overdue" */
    const char *title;          /* msgid: "Overdue items" */
    const char *group;          /* msgid of a group's title: what, how many, of what */
};
const struct section_info *section_find(const char *id);    /* NULL */
extern const struct section_info sections[];                /* ends with a NULL id */

/* The period new and closed look at when none is given: since the last weekly cut-off. */
void section_period(const struct calendar *cal, int32_t today, int32_t *from,
                    int32_t *to);

struct section_rows {
    struct rows rows;
    size_t *members;            /* per row: items behind it; 0: a row of its own */
    char **said;                /* per row: the title in the reader's words (rows hold the one
                                 * that is the same in every language) */
};
/* `f`: whose rows, which day (today, as_of, reader, unit ...); list and states are set
 * here. `keep` (may be NULL) is asked about every item before it joins a group. Sorted:
 * past the superior's deadline first, then by days overdue, then by due. */
typedef bool section_keep(void *ctx, const struct row *r);
enum xh_rc section_load(struct store *st, enum section s, const struct filter *f, int32_t from,
                        int32_t to, section_keep *keep, void *ctx, struct section_rows *out,
                        struct xh_err *err);
void section_fini(struct section_rows *r);

#endif
