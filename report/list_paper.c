#include "report/list_paper.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "report/paper_frame.h"
#include "report/row_paper.h"

enum xh_rc list_paper(struct document *d, struct store *st, const struct row_look *look,
                      const char *title, const char *const *columns, const struct rows *rows,
                      const char *note, size_t kept_back, struct xh_err *err)
{
    char day[DAY_TEXT], *count = xasprintf(_("rows: %zu"), rows->n);
    enum xh_rc rc = paper_begin(d, st, DOC_LEDGER, title, err);

    if (rc == XH_OK) {
        paper_part(d, st, "", look->day, day_format(look->day, day));
        if (rows->n)
            row_paper(doc_table(d, look->list ? look->list->id : "rows", title), look, columns,
                      rows->v, NULL, rows->n);
        doc_add(d, DOC_LINE, note ? note : rows->n ? count : _("none"), NULL, NULL);
        paper_kept_back(d, kept_back);
    }
    free(count);
    return rc;
}
