/* weekly_frozen.c - the sheet's data as stored text and back.
 *
 * The head is a line for each word, section and column; a row is one line of cells. Cells
 * are parted by tabs; "\t", "\n" and "\\" stand for those characters inside one. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "report/weekly.h"

/* ---- cells ---- */

static void put_cell(struct buf *b, const char *s)
{
    if (b->len && b->s[b->len - 1] != '\n')
        buf_putc(b, '\t');
    for (; *s; s++) {
        if (*s == '\t' || *s == '\n' || *s == '\\')
            buf_putc(b, '\\');
        buf_putc(b, *s == '\t' ? 't' : *s == '\n' ? 'n' : *s);
    }
}

static void put_int(struct buf *b, int64_t n)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRId64, n);
    put_cell(b, text);
}

/* Every line begins with a word, so that a cell at its start is never empty. */
static void end_line(struct buf *b)
{
    buf_putc(b, '\n');
}

/* The cells of one line; owned texts in one array. */
struct cells {
    char **v;
    size_t n, cap;
};

static void cells_fini(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->v[i]);
    free(c->v);
    *c = (struct cells){ 0 };
}

/* Split the line at `s`; returns behind its end. */
static const char *split(const char *s, struct cells *out)
{
    struct buf b = { 0 };

    for (;; s++) {
        if (*s == '\t' || *s == '\n' || !*s) {
            GROW(out->v, out->n, out->cap);
            out->v[out->n++] = buf_take(&b);
            if (*s != '\t')
                return *s ? s + 1 : s;
        } else if (*s == '\\' && s[1]) {
            s++;
            buf_putc(&b, *s == 't' ? '\t' : *s == 'n' ? '\n' : *s);
        } else {
            buf_putc(&b, *s);
        }
    }
}

/* ---- freezing ---- */

static void freeze_head(const struct weekly *w, struct buf *b)
{
    for (size_t i = 0; i < w->n_words; i++) {
        put_cell(b, "word");
        put_cell(b, w->words[i].key);
        put_cell(b, w->words[i].text);
        end_line(b);
    }
    for (size_t i = 0; i < w->n_sections; i++) {
        const struct weekly_section *s = &w->sections[i];
        put_cell(b, "section");
        put_cell(b, s->id);
        put_cell(b, s->title);
        put_cell(b, s->note);
        end_line(b);
        for (size_t k = 0; k < s->n_columns; k++) {
            put_cell(b, "column");
            put_cell(b, s->columns[k].id);
            put_cell(b, s->columns[k].title);
            put_int(b, s->columns[k].mm);
            put_int(b, s->columns[k].align);
            end_line(b);
        }
    }
}

/* "row", shown colour, ranks and names of its part, figures in one cell, the cells. */
static char *freeze_row(const struct weekly_section *s, const struct weekly_row *r)
{
    struct buf b = { 0 }, figures = { 0 };

    for (size_t i = 0; i < r->n_figures; i++)
        buf_printf(&figures, "%s%" PRId64, i ? " " : "", r->figures[i]);
    put_cell(&b, "row");
    put_cell(&b, colour_id(r->colour));
    put_int(&b, r->unit_rank);
    put_cell(&b, r->unit);
    put_int(&b, r->lead_rank);
    put_cell(&b, r->lead);
    put_cell(&b, buf_str(&figures));
    for (size_t i = 0; i < s->n_columns; i++)
        put_cell(&b, r->cells[i]);
    buf_fini(&figures);
    return buf_take(&b);
}

static void add_row(struct sheet *s, struct sheet_row row)
{
    GROW(s->rows, s->n_rows, s->cap_rows);
    s->rows[s->n_rows++] = row;
}

void weekly_freeze(const struct weekly *w, struct sheet *sheet)
{
    struct buf head = { 0 };

    freeze_head(w, &head);
    free(sheet->head);
    sheet->head = buf_take(&head);
    for (size_t i = 0; i < w->n_sections; i++) {
        const struct weekly_section *s = &w->sections[i];
        for (size_t k = 0; k < s->n_rows; k++) {
            const struct weekly_row *r = &s->rows[k];
            /* Section "red" holds items that are red and stand nowhere: counted by runs. */
            bool is_member = strcmp(s->id, "red") == 0;
            add_row(sheet, (struct sheet_row){ .n = r->n,
                                               .section = xstrdup(s->id),
                                               .item = r->item,
                                               .is_member = is_member,
                                               .colour = r->computed,
                                               .due = r->due,
                                               .texts = freeze_row(s, r) });
            for (size_t m = 0; m < r->n_members; m++)
                add_row(sheet, (struct sheet_row){ .n = r->n,
                                                   .section = xstrdup(s->id),
                                                   .item = r->members[m],
                                                   .is_member = true,
                                                   .colour = COLOUR_NONE,
                                                   .due = DAY_NONE,
                                                   .texts = xstrdup("") });
        }
    }
}

/* ---- thawing ---- */

static enum xh_rc damaged(const struct sheet *s, struct xh_err *err)
{
    return xh_fail(
        err, XH_DB,
        err_way(_("weekly sheet no. %lld of %lld cannot be read as it is stored; `verify` "
                  "tells what was changed"),
                _("weekly sheet no. %lld of %lld cannot be read as it is stored; tell "
                  "whoever looks after the program")),
        (long long)s->no, (long long)s->year);
}

static bool thaw_line(const struct cells *c, struct weekly *out)
{
    if (strcmp(c->v[0], "word") == 0 && c->n == 3) {
        weekly_set(out, c->v[1], xstrdup(c->v[2]));
    } else if (strcmp(c->v[0], "section") == 0 && c->n == 4) {
        struct weekly_section *s = weekly_add_section(out, c->v[1], c->v[2]);
        free(s->note);
        s->note = xstrdup(c->v[3]);
    } else if (strcmp(c->v[0], "column") == 0 && c->n == 5 && out->n_sections) {
        int align = atoi(c->v[4]);
        weekly_add_column(&out->sections[out->n_sections - 1], c->v[1], c->v[2],
                          atoi(c->v[3]),
                          align == TEXT_RIGHT    ? TEXT_RIGHT
                          : align == TEXT_CENTRE ? TEXT_CENTRE
                                                 : TEXT_LEFT);
    } else {
        return false;
    }
    return true;
}

#define BEFORE_CELLS 7

static bool thaw_row(const struct sheet_row *from, struct weekly *out)
{
    struct weekly_section *s = weekly_section(out, from->section);
    struct cells c = { 0 };

    split(from->texts, &c);
    bool good = s && c.n == BEFORE_CELLS + s->n_columns && strcmp(c.v[0], "row") == 0;
    if (good) {
        struct weekly_row *r = weekly_add_row(s);
        r->n = from->n;
        r->item = from->item;
        r->computed = from->colour;
        r->colour = colour_find(c.v[1]);
        r->due = from->due;
        r->unit_rank = atoll(c.v[2]);
        r->lead_rank = atoll(c.v[4]);
        free(r->unit);
        free(r->lead);
        r->unit = xstrdup(c.v[3]);
        r->lead = xstrdup(c.v[5]);
        char *at = c.v[6];
        while (*at && r->n_figures < sizeof r->figures / sizeof *r->figures) {
            char *end;
            r->figures[r->n_figures++] = strtoll(at, &end, 10);
            if (end == at)
                break;
            at = end;
        }
        for (size_t i = 0; i < s->n_columns; i++) {
            free(r->cells[i]);
            r->cells[i] = xstrdup(c.v[BEFORE_CELLS + i]);
        }
    }
    cells_fini(&c);
    return good;
}

enum xh_rc weekly_thaw(const struct sheet *s, struct weekly *out, struct xh_err *err)
{
    bool good = true;

    for (const char *at = s->head ? s->head : ""; good && *at;) {
        struct cells c = { 0 };
        at = split(at, &c);
        good = thaw_line(&c, out);
        cells_fini(&c);
    }
    for (size_t i = 0; good && i < s->n_rows; i++)
        if (!s->rows[i].is_member)
            good = thaw_row(&s->rows[i], out);
    return good ? XH_OK : damaged(s, err);
}
