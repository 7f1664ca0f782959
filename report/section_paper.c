#include "report/section_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/names.h"
#include "report/paper_frame.h"
#include "report/row_paper.h"

static const struct { enum section section; const char *columns[12]; } columns_of[] = {
    { SECTION_OVERDUE, { "colour", "code", "title", "lead", "unit", "owner", "due", "upper_due",
                         "days_overdue", "limit", "latest", NULL } },
    { SECTION_DUE, { "colour", "code", "title", "lead", "unit", "owner", "due", "left", "latest",
                     NULL } },
    { SECTION_NEW, { "colour", "code", "title", "lead", "unit", "owner", "assigned_on", "due",
                     "source", NULL } },
    { SECTION_CLOSED, { "code", "title", "lead", "unit", "owner", "first_due", "due", "closed_on",
                        NULL } },
};

struct page {
    struct store *st;
    const struct section_page *p;
    const struct section_rows *rows;
};

static bool has_period(const struct section_info *info)
{
    return info->section == SECTION_NEW || info->section == SECTION_CLOSED;
}

/* The day, or the period, it speaks of. */
static char *dates(const struct page *r)
{
    char day[DAY_TEXT];

    if (has_period(r->p->info))
        return paper_period(r->p->from, r->p->to);
    return xstrdup(day_format(r->p->day, day));
}

/* One part of the report: whose rows, and where it stands in the leaders' order. */
struct report_part { int64_t rank, id; };

/* A group shares a unit or leader only where its name is left standing. */
static struct report_part part_of(const struct page *r, size_t i, struct names *names)
{
    const struct row *row = &r->rows->rows.v[i];
    bool by_unit = strcmp(r->p->by, "unit") == 0;
    int64_t id = by_unit ? row->it.unit : row->it.lead;

    if (!*(by_unit ? row->unit : row->lead))
        id = 0;
    return (struct report_part){
        names_rank(names, by_unit ? NAMES_UNIT : NAMES_PERSON, id), id
    };
}

/* By rank, then by number; what belongs to nobody comes last. */
static int in_order(const void *pa, const void *pb)
{
    const struct report_part *a = pa, *b = pb;

    if ((a->id == 0) != (b->id == 0))
        return a->id == 0 ? 1 : -1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* `name`: of the part; "" for the only one. */
static void add_part(const struct page *r, struct document *d, const char *name,
                     const struct row *rows, const char *const *titles, size_t n)
{
    struct row_look look = { r->st->defs, r->p->list, r->p->day };
    const char *const *columns = columns_of[0].columns;
    char *said = dates(r);

    for (size_t i = 1; i < sizeof columns_of / sizeof *columns_of; i++)
        if (columns_of[i].section == r->p->info->section)
            columns = columns_of[i].columns;
    paper_part(d, r->st, name, r->p->day, said);
    if (n)
        row_paper(doc_table(d, r->p->info->id, _(r->p->info->title)), &look, columns, rows,
                  titles, n);
    else
        doc_add(d, DOC_PARAGRAPH, _("none"), NULL, NULL);
    free(said);
}

/* One part for each unit or leader, in the leaders' order (OFFICE 21); nobody stands as
 * "-". */
static enum xh_rc add_parts(const struct page *r, struct document *d, struct xh_err *err)
{
    size_t n = r->rows->rows.n, n_parts = 0;
    bool by_unit = strcmp(r->p->by, "unit") == 0;
    struct names names = { .db = r->st->db };
    struct report_part *of = xcalloc(n + 1, sizeof *of);
    struct report_part *parts = xcalloc(n + 1, sizeof *parts);
    struct row *rows = xcalloc(n + 1, sizeof *rows);
    const char **titles = xcalloc(n + 1, sizeof *titles);

    for (size_t i = 0; i < n; i++)
        parts[i] = of[i] = part_of(r, i, &names);
    if (n > 1)
        qsort(parts, n, sizeof *parts, in_order);
    for (size_t i = 0; i < n; i++)
        if (n_parts == 0 || parts[n_parts - 1].id != parts[i].id)
            parts[n_parts++] = parts[i];
    for (size_t k = 0; k < n_parts; k++) {
        const char *name = "";
        size_t m = 0;
        for (size_t i = 0; i < n; i++)
            if (of[i].id == parts[k].id) {
                titles[m] = r->rows->said[i];
                rows[m++] = r->rows->rows.v[i];      /* borrowed */
            }
        if (parts[k].id)
            name = by_unit ? rows[0].unit : rows[0].lead;
        char *whose = xasprintf("%s (%zu)", *name ? name : "-", m);
        add_part(r, d, whose, rows, titles, m);
        free(whose);
    }
    enum xh_rc rc = names_failed(&names, err);
    names_fini(&names);
    free(of);
    free(parts);
    free(rows);
    free(titles);
    return rc;
}

enum xh_rc section_paper(struct document *d, struct store *st, const struct section_page *p,
                         const struct section_rows *rows, struct xh_err *err)
{
    const struct page r = { st, p, rows };
    enum xh_rc rc = paper_begin(d, st, DOC_LEDGER, _(p->info->title), err);

    if (rc != XH_OK)
        return rc;
    if (p->by && rows->rows.n)
        rc = add_parts(&r, d, err);
    else
        add_part(&r, d, "", rows->rows.v, (const char *const *)rows->said, rows->rows.n);
    paper_kept_back(d, p->kept_back);
    return rc;
}

void section_export(struct buf *out, const struct section_rows *rows,
                    enum export_format format)
{
    struct export e;

    export_rows_begin(&e, out, format, NULL);
    for (size_t i = 0; i < rows->rows.n; i++)
        export_row(&e, NULL, &rows->rows.v[i]);
    export_end(&e);
}
