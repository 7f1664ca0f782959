#include "report/pack_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/rhythm.h"
#include "model/text.h"
#include "report/agenda_lines.h"
#include "report/paper_frame.h"

enum {
    LINE = 56,                  /* columns that surely fit into a line of the page */
    HEAD_LINE = 44,             /* of its first line, in larger type */
    LABEL = 10,                 /* columns a label takes of it */
    LINES_MOST = 11,            /* of the page, its title among them */
};

#define PARTED "    "           /* between what agenda_lines() joins */

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

/* What is said side by side, with wide blanks between: none of it is broken, each is cut to a
 * line, so that a long one does not push out the next. How many lines of `left` it takes. */
static int add_phrases(struct document *d, const char *text, int left)
{
    struct doc_block *b = NULL;
    int lines = 0, at = LINE;

    for (const char *end; *text; text = end + strspn(end, " ")) {
        int used;
        end = strstr(text, PARTED);
        end = end ? end : text + strlen(text);
        char *one = xstrndup(text, (size_t)(end - text)), *shown = cut(one, LINE, 1, &used);
        int wide = text_width(shown) + (int)strlen(PARTED);
        bool fits = at + wide <= LINE;
        if (fits || lines < left) {
            lines += !fits;
            at = fits ? at + wide : wide;
            b = b ? b : doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
            doc_phrase(b, shown, COLOUR_NONE);
        }
        free(shown);
        free(one);
    }
    return lines;
}

static void add_line(struct document *d, const struct agenda_line *l, int *left)
{
    int used = 0, most = l->most < *left ? l->most : *left;

    if (most <= 0)
        return;
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    if (!l->label && strstr(l->text, PARTED)) {
        *left -= add_phrases(d, l->text, *left);
        return;
    }
    char *text = cut(l->text, l->label ? LINE - LABEL : LINE, most, &used);
    if (l->label) {
        char *label = xasprintf(_("%s: "), l->label);
        doc_add(d, DOC_FIELD, label, text, NULL);
        free(label);
    } else {
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

/* "2026年11月23日 08:30": the weekly meeting of that day, or the next one. */
static char *meeting_time(const struct defs *defs, int32_t day)
{
    char *on = paper_date(rhythm_meeting_after(defs, day - 1));
    char *text = xasprintf("%s %s", on, defs->township.weekly.meeting_time);

    free(on);
    return text;
}

/* What is known of the meeting; the rest has room to be written in. */
static void add_meeting(struct document *d, const struct store *st, int32_t day)
{
    char *time = meeting_time(st->defs, day);

    doc_add(d, DOC_FIELD, _("Meeting: "), time, NULL);
    doc_add(d, DOC_FIELD, _("Place: "), NULL, NULL);
    doc_add(d, DOC_FIELD, _("Chair: "), NULL, NULL);
    if (*st->defs->township.sheet.copies)
        doc_add(d, DOC_FIELD, _("Goes to: "), st->defs->township.sheet.copies, NULL);
    free(time);
}

/* "3", "3—7", behind what stands there. */
static void add_range(struct buf *b, int64_t from, int64_t to)
{
    buf_printf(b, "%s%lld", b->len ? "、" : "", (long long)from);
    if (to > from)
        buf_printf(b, "—%lld", (long long)to);
}

static size_t section_end(const struct meeting *m, size_t i)
{
    const char *heading = m->rows[i].heading;

    while (i < m->n && strcmp(m->rows[i].heading, heading) == 0)
        i++;
    return i;
}

/* The red rows of the section from..end-1, of which the first is on `page`; how many. */
static size_t add_section(struct doc_table *t, const struct meeting *m, size_t from, size_t end,
                          size_t page)
{
    struct buf numbers = { 0 }, pages = { 0 };
    size_t n = 0;

    for (size_t i = from, k; i < end; i = k) {
        for (k = i; k < end && is_red(&m->rows[k]);)
            k++;
        if (k > i)
            add_range(&numbers, m->rows[i].n, m->rows[k - 1].n);
        n += k - i;
        k += k == i;
    }
    if (n) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        add_range(&pages, (int64_t)page, (int64_t)(page + n - 1));
        doc_put(t, r, "section", m->rows[from].heading);
        doc_put_number(t, r, "count", (int64_t)n * DECIMAL_ONE);
        doc_put(t, r, "numbers", buf_str(&numbers));
        doc_put(t, r, "pages", buf_str(&pages));
    }
    buf_fini(&numbers);
    buf_fini(&pages);
    return n;
}

static void add_contents(struct document *d, const struct meeting *m)
{
    static const struct doc_head heads[] = {
        { "section", N_("Part of the sheet"), 85, DOC_HEAD },
        { "count", N_("Red items"), 32, DOC_FIXED },
        { "numbers", N_("No. on the sheet"), 108, 0 },
        { "pages", N_("Page"), 32, DOC_FIXED },
        { 0 },
    };
    struct doc_table *t = doc_table(d, "contents", _("Contents"));
    size_t page = 2;            /* behind this one */

    t->ruled = true;
    doc_columns(t, heads);
    for (size_t i = 1; i < t->n_columns; i++)
        t->columns[i].align = TEXT_CENTRE;
    for (size_t i = 0, end; i < m->n; i = end) {
        end = section_end(m, i);
        page += add_section(t, m, i, end, page);
    }
}

static void add_cover(struct document *d, const struct store *st, int32_t day,
                      const struct meeting *m)
{
    size_t n = pack_pages(m);
    char *on = paper_date(day), *count = xasprintf(_("Red items: %zu"), n);
    struct buf b = { 0 };

    paper_part(d, st, "", day, on);
    add_meeting(d, st, day);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    if (n)
        add_contents(d, m);
    if (m->sheet_no)
        buf_printf(&b, _("By weekly sheet %lld no. %lld; numbers are those of the sheet"),
                   (long long)m->sheet_year, (long long)m->sheet_no);
    else
        buf_puts(&b, _("By a draft of the weekly sheet; numbers are those of the draft"));
    doc_add(d, DOC_LINE, count, NULL, NULL);
    doc_add(d, DOC_LINE, buf_str(&b), NULL, NULL);
    if (n == 0)
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
