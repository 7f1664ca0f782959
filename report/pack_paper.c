#include "report/pack_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/agenda_lines.h"
#include "report/paper_frame.h"

enum {
    LINE = 56,                  /* columns that surely fit into a line of the page */
    HEAD_LINE = 44,             /* of its first line, in larger type */
    LABEL = 10,                 /* columns a label takes of it */
    LINES_MOST = 11,            /* of the page, its title among them */
};

static bool is_red(const struct meeting_row *r)
{
    return r->colour == COLOUR_RED && strcmp(r->section, "closed") != 0;
}

size_t pack_pages(const struct meeting *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += is_red(&m->rows[i]);
    return n;
}

/* ---- reading ---- */

enum xh_rc pack_load(struct store *st, int32_t day, int64_t reader, enum verb verb, int64_t year,
                     int64_t no, struct meeting *m, struct xh_err *err)
{
    struct sheets all = { 0 };
    enum xh_rc rc = weekly_may(st, reader, verb, err);

    m->met = day;
    m->confirmed_on = DAY_NONE;
    if (rc == XH_OK)
        rc = sheet_list(st->db, &all, err);
    if (rc == XH_OK)
        rc = no || all.n ? agenda_of_sheet(st, year, no, 0, m, err)
                         : agenda_of_draft(st, day, reader, m, err);
    sheets_fini(&all);
    return rc;
}

/* ---- a page ---- */

/* What fits into `lines` lines of `columns`; ".." where more would follow. */
static char *cut(const char *text, int columns, int lines, int *used)
{
    struct buf b = { 0 };
    const char *s = text;

    for (*used = 0; s && *s && *used < lines; (*used)++) {
        size_t n;
        const char *next = text_line(s, *used + 1 == lines ? columns - 2 : columns, &n);
        buf_add(&b, s, n);
        if (next && *next && *used + 1 == lines)
            buf_puts(&b, "..");
        else if (next && next > s && next[-1] == '\n')
            buf_putc(&b, '\n');
        else if (next)
            buf_add(&b, s + n, (size_t)(next - s) - n);
        s = next;
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

static void add_line(struct document *d, const struct agenda_line *l, int *left)
{
    int used, most = l->most < *left ? l->most : *left;
    char *text = cut(l->text, l->label ? LINE - LABEL : LINE, most, &used);

    if (used)
        doc_add(d, DOC_GAP, NULL, NULL, NULL);
    if (l->label && used) {
        char *label = xasprintf("%s:", l->label);
        doc_add(d, DOC_FIELD, label, text, NULL);
        free(label);
    } else if (used) {
        doc_add(d, DOC_LINE, text, NULL, NULL);
    }
    *left -= used;
    free(text);
}

static enum xh_rc add_page(struct document *d, struct store *st, int32_t day, int64_t reader,
                           const struct meeting_row *r, size_t at, size_t n,
                           struct xh_err *err)
{
    struct agenda_page page = { 0 };
    struct agenda_lines lines;
    enum xh_rc rc = agenda_page_load(st, day, reader, r, &page, err);

    if (rc == XH_OK) {
        int left, used;
        char *place = xasprintf(_("No. %lld   (%zu of %zu)"), (long long)r->n, at, n);
        doc_add(d, DOC_PAGE, NULL, NULL, NULL);
        doc_add(d, DOC_SPREAD, r->heading, NULL, place);
        agenda_lines(&lines, st->defs, r, &page);
        const char *title = lines.v[0].text + strspn(lines.v[0].text, " ");
        char *head = cut(title, HEAD_LINE, 2, &used);
        doc_add(d, DOC_HEADING, head, NULL, NULL);
        left = LINES_MOST - used;
        for (size_t i = 1; i < lines.n; i++)
            add_line(d, &lines.v[i], &left);
        agenda_lines_fini(&lines);
        free(head);
        free(place);
    }
    agenda_page_fini(&page);
    return rc;
}

/* ---- the document ---- */

static void add_cover(struct document *d, const struct store *st, int32_t day,
                      const struct meeting *m)
{
    char *on = paper_date(day), *count = xasprintf(_("Red items: %zu"), pack_pages(m));
    struct buf b = { 0 };

    paper_part(d, st, "", day, on);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    doc_add(d, DOC_LINE, count, NULL, NULL);
    if (m->sheet_no)
        buf_printf(&b, _("By weekly sheet %lld no. %lld; numbers are those of the sheet"),
                   (long long)m->sheet_year, (long long)m->sheet_no);
    else
        buf_puts(&b, _("By a draft of the weekly sheet; numbers are those of the draft"));
    doc_add(d, DOC_LINE, buf_str(&b), NULL, NULL);
    if (pack_pages(m) == 0)
        doc_add(d, DOC_PARAGRAPH, _("none"), NULL, NULL);
    buf_fini(&b);
    free(count);
    free(on);
}

enum xh_rc pack_paper(struct document *d, struct store *st, int32_t day, int64_t reader,
                      const struct meeting *m, struct xh_err *err)
{
    size_t n = pack_pages(m), at = 0;
    enum xh_rc rc = paper_begin(d, st, DOC_SLIDE, _("Meeting papers"), err);

    if (rc == XH_OK)
        add_cover(d, st, day, m);
    for (size_t i = 0; rc == XH_OK && i < m->n; i++)
        if (is_red(&m->rows[i]))
            rc = add_page(d, st, day, reader, &m->rows[i], ++at, n, err);
    return rc;
}
