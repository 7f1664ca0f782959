/* report_data.h - what the reports of 报表 are made of: asked once, laid out as often as
 * the reader wants it otherwise. Composition is report/'s; here is only which. */
#ifndef TUI_REPORT_DATA_H
#define TUI_REPORT_DATA_H

#include "report/forecast_paper.h"
#include "report/pack_paper.h"
#include "report/section_paper.h"
#include "report/stats_paper.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/weekly_paper.h"
#include "tui/preview.h"
#include "tui/reports.h"

const char *report_name(enum report_kind kind);         /* translated */

struct report_data {
    enum report_kind kind;
    /* asked; see report_takes() */
    enum weekly_by by;
    int width;                  /* columns of the page */
    char *list;                 /* of one list, its id; NULL: all */
    int32_t from, to;           /* DAY_NONE: as usual; after loading what it was */
    struct stats_by count_by;
    int64_t year, no;           /* of REPORT_AGAIN */
    /* loaded */
    struct weekly weekly;
    struct section_rows rows;
    size_t kept_back;           /* rows of it that may not be taken away */
    struct forecast forecast;
    struct stats stats;
    struct meeting pack;
};
/* Zeroed but for `kind`; a `width` of 0 becomes what suits the screen. */
void report_data_init(struct report_data *d, const struct tui *t);
void report_data_fini(struct report_data *d);

/* What may be asked of a report. */
enum { REPORT_TAKES_BY = 1, REPORT_TAKES_LIST = 2, REPORT_TAKES_PERIOD = 4,
       REPORT_TAKES_COUNT = 8 };
unsigned report_takes(enum report_kind kind);

/* Read what it needs, for this person; Esc stops it (patience.h): XH_REFUSED then, with
 * nothing changed. `away`: only what may be taken away, XH_DENIED when that is nothing. */
enum xh_rc report_load(struct tui *t, struct report_data *d, bool away, struct xh_err *err);
/* The loaded one as a document: shown as text, written into a file of any kind. */
enum xh_rc report_paper(struct tui *t, const struct report_data *d, struct document *out,
                        struct xh_err *err);
/* Its records, where it has keys of its own (DESIGN 8). */
bool report_has_records(enum report_kind kind);
void report_csv(const struct report_data *d, struct buf *out);
/* "周报核对稿 2026-11-20": the name of its file, without an ending. Caller frees. */
char *report_file(const struct tui *t, const struct report_data *d);

#endif
