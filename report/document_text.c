#include "report/document_text.h"

#include <stdlib.h>
#include <string.h>

#include "report/table.h"

#define INDENT 4
#define NARROWEST 40
#define UNLIMITED (1 << 20)
#define USUAL 80                /* what rules and lines to write on take without a limit */
#define TO_WRITE 16             /* columns of a blank to write on */

struct layout {
    struct buf *out;
    int width;                  /* of the line */
    int page;                   /* what is drawn across the page takes */
    bool colours;
};

/* ---- lines ---- */

static void fill(struct buf *b, char c, int n)
{
    while (n-- > 0)
        buf_putc(b, c);
}

static void rule(const struct layout *y, char c)
{
    fill(y->out, c, y->page);
    buf_putc(y->out, '\n');
}

/* No blanks at its end. */
static void end_line(const struct layout *y)
{
    while (y->out->len && y->out->s[y->out->len - 1] == ' ')
        y->out->s[--y->out->len] = '\0';
    buf_putc(y->out, '\n');
}

/* Its first line behind `first`, the others `indent` columns in. */
static void paragraph(const struct layout *y, const char *first, int indent, const char *text)
{
    bool is_first = true;

    while (text) {
        size_t n;
        int left = is_first ? text_width(first) : indent;
        const char *next = text_line(text, y->width - left, &n);
        if (is_first)
            buf_puts(y->out, first);
        else
            fill(y->out, ' ', n ? indent : 0);
        buf_add(y->out, text, n);
        end_line(y);
        text = next;
        is_first = false;
    }
}

static void line(const struct layout *y, const char *text)
{
    if (*text)
        paragraph(y, "", INDENT, text);
}

static void placed(const struct layout *y, const char *text, enum text_align align)
{
    int room = y->page - text_width(text);

    if (room < 0) {
        paragraph(y, "", 0, text);
        return;
    }
    fill(y->out, ' ', align == TEXT_CENTRE ? room / 2 : room);
    buf_puts(y->out, text);
    buf_putc(y->out, '\n');
}

/* Texts spread over one line, where they fit, else a line each. */
static void spread(const struct layout *y, const char *const *texts, size_t n)
{
    int used = 0, shown = 0;

    for (size_t i = 0; i < n; i++) {
        used += text_width(texts[i]);
        shown += *texts[i] != '\0';
    }
    if (shown == 0)
        return;
    if (shown == 1 && n == 3 && *texts[1]) {
        placed(y, texts[1], TEXT_CENTRE);
        return;
    }
    if (used + 2 * (shown - 1) > y->page) {
        for (size_t i = 0; i < n; i++)
            line(y, texts[i]);
        return;
    }
    int room = y->page - used, gaps = shown - 1;
    for (size_t i = 0; i < n; i++) {
        if (!*texts[i])
            continue;
        buf_puts(y->out, texts[i]);
        if (gaps > 0) {
            fill(y->out, ' ', room / gaps);
            room -= room / gaps--;
        }
    }
    buf_putc(y->out, '\n');
}

/* One behind the other, as many as fit into a line, none of them broken. */
static void phrases(const struct layout *y, const struct doc_block *b)
{
    int used = 0;

    for (size_t i = 0; i < b->n_phrases; i++) {
        int wide = text_width(b->phrases[i].text);
        if (used && used + 2 + wide > y->page) {
            buf_putc(y->out, '\n');
            used = 0;
        }
        int before = used ? 2 : INDENT;
        fill(y->out, ' ', before);
        buf_puts(y->out, b->phrases[i].text);
        used += before + wide;
    }
    if (used)
        buf_putc(y->out, '\n');
}

/* A label and a line to write on: what is left of the row, at least a third of it. */
static void to_write(const struct layout *y, const char *label)
{
    int used = text_width(label);

    buf_puts(y->out, label);
    if (y->page - used < y->page / 3) {
        end_line(y);
        used = 0;
    }
    fill(y->out, '_', y->page - used);
    buf_putc(y->out, '\n');
}

static void field(const struct layout *y, const struct doc_block *b)
{
    if (!*b->second)
        to_write(y, b->text);
    else if (text_width(b->text) > y->page / 2) {
        paragraph(y, "", INDENT, b->text);
        paragraph(y, "    ", INDENT, b->second);
    } else {
        paragraph(y, b->text, INDENT, b->second);
    }
}

/* The labels of marks that follow each other are as wide as the widest, at most a third of
 * the page. */
static int label_width(const struct layout *y, const struct doc_part *p,
                       const struct doc_block *b)
{
    int wide = 0;

    while (b > p->blocks && b[-1].kind == DOC_MARKS)
        b--;
    for (; b < p->blocks + p->n_blocks && b->kind == DOC_MARKS; b++)
        wide = text_width(b->text) > wide ? text_width(b->text) : wide;
    return wide < y->page / 3 ? wide : y->page / 3;
}

/* Marks side by side behind their label, what they add up to behind. */
static void marks(const struct layout *y, const struct doc_part *p, const struct doc_block *b)
{
    int from = label_width(y, p, b) + 1, used = from;

    text_put(y->out, b->text, from - 1, TEXT_LEFT);
    buf_putc(y->out, ' ');
    for (size_t i = 0; i < b->n_phrases; i++) {
        int wide = text_width(b->phrases[i].text);
        if (used + wide > y->page) {
            buf_putc(y->out, '\n');
            fill(y->out, ' ', from);
            used = from;
        }
        const char *colour = y->colours ? table_background(b->phrases[i].colour) : NULL;
        buf_printf(y->out, "%s%s%s", colour ? colour : "", b->phrases[i].text,
                   colour ? "\033[0m" : "");
        used += wide;
    }
    if (*b->second && used + 2 + text_width(b->second) <= y->page) {
        buf_printf(y->out, "  %s\n", b->second);
        return;
    }
    buf_putc(y->out, '\n');
    if (*b->second) {
        fill(y->out, ' ', from);
        buf_printf(y->out, "%s\n", b->second);
    }
}

/* ---- rows as a table ---- */

static bool is_shown(const struct doc_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (!(t->columns[i].is & DOC_HIDDEN))
            return true;
    return false;
}

static void as_table(const struct layout *y, const struct doc_table *d)
{
    static const char blank[] = "________________";
    struct table t = { .ruled = d->ruled };

    for (size_t i = 0; i < d->n_columns; i++) {
        const struct doc_column *c = &d->columns[i];
        if (c->is & DOC_HIDDEN)
            continue;
        table_column(&t, c->title, c->align, c->columns, c->is & DOC_CUT_SHORT);
        table_may_leave(&t, c->leaves);
        if (!(c->is & (DOC_FIXED | DOC_CUT_SHORT)))
            table_wraps(&t, c->mm ? c->mm : text_width(c->title));
    }
    for (size_t k = 0; k < d->n_rows; k++)
        for (size_t i = 0; i < d->n_columns; i++) {
            const struct doc_column *c = &d->columns[i];
            const struct doc_cell *cell = &d->rows[k].cells[i];
            bool empty = !d->ruled && c->is & DOC_WRITE && !*cell->text;
            if (!(c->is & DOC_HIDDEN))
                table_add_colour(&t, empty ? blank : cell->text, cell->colour);
        }
    table_print(y->out, &t, y->width == UNLIMITED ? 0 : y->width, y->colours);
    table_fini(&t);
}

/* ---- a form: a line for each label and what stands behind it ---- */

static int widest_label(const struct doc_table *t)
{
    int wide = 0;

    for (size_t k = 0; k < t->n_rows; k++)
        for (size_t i = 0; i < t->n_columns; i++)
            if (t->rows[k].kind == DOC_ROW && t->columns[i].is & DOC_LABEL &&
                text_width(t->rows[k].cells[i].text) > wide)
                wide = text_width(t->rows[k].cells[i].text);
    return wide;
}

static void as_form(const struct layout *y, const struct doc_table *t)
{
    int wide = widest_label(t), most = y->page / 3;

    wide = wide < most ? wide : most;
    for (size_t k = 0; k < t->n_rows; k++) {
        if (t->rows[k].kind == DOC_GROUP)
            line(y, t->rows[k].cells[0].text);
        for (size_t i = 0; t->rows[k].kind == DOC_ROW && i + 1 < t->n_columns; i++) {
            const struct doc_cell *c = &t->rows[k].cells[i];
            struct buf label = { 0 };
            if (!(t->columns[i].is & DOC_LABEL) || !*c->text)
                continue;
            text_put(&label, c->text, wide, TEXT_LEFT);
            buf_puts(&label, "  ");
            paragraph(y, buf_str(&label), wide + 2, c[1].text);
            buf_fini(&label);
        }
    }
}

/* ---- rows as blocks ---- */

/* Its paragraphs one behind the other, parted by `between`; what is in brackets follows at
 * once. */
static void flat(struct buf *b, const char *cell, char between)
{
    for (; *cell; cell++)
        if (*cell != '\n')
            buf_putc(b, *cell);
        else if (cell[1] != '(')
            buf_putc(b, between);
}

/* What leads a row; the last of it takes as many lines as it needs, hanging. */
static void block_head(const struct layout *y, const struct doc_table *t,
                       const struct doc_row *r)
{
    struct buf first = { 0 };
    size_t last = t->n_columns;
    bool is_first = true;

    for (size_t i = 0; i < t->n_columns; i++)
        last = t->columns[i].is & DOC_HEAD ? i : last;
    for (size_t i = 0; i < t->n_columns && last < t->n_columns; i++) {
        struct buf cell = { 0 };
        if (!(t->columns[i].is & DOC_HEAD) || i == last)
            continue;
        flat(&cell, r->cells[i].text, ' ');
        if (is_first)
            buf_printf(&first, "%2s  ", buf_str(&cell));
        else if (cell.len)
            buf_printf(&first, "%s  ", buf_str(&cell));
        is_first = false;
        buf_fini(&cell);
    }
    paragraph(y, buf_str(&first), INDENT, last < t->n_columns ? r->cells[last].text : "");
    buf_fini(&first);
}

/* Short cells go together while the line has room, long ones have lines of their own. */
static void block_cells(const struct layout *y, const struct doc_table *t,
                        const struct doc_row *r)
{
    struct buf together = { 0 };

    for (size_t i = 0; i < t->n_columns; i++) {
        const struct doc_column *c = &t->columns[i];
        struct buf cell = { 0 };
        if (c->is & (DOC_HEAD | DOC_WRITE | DOC_HIDDEN) || !*r->cells[i].text)
            continue;
        buf_printf(&cell, "%s:", c->title);
        flat(&cell, r->cells[i].text, ';');
        int wide = text_width(buf_str(&cell));
        bool is_long = c->is & DOC_LONG;
        if (together.len &&
            (is_long || INDENT + text_width(buf_str(&together)) + 2 + wide > y->width)) {
            paragraph(y, "    ", INDENT, buf_str(&together));
            buf_clear(&together);
        }
        buf_printf(&together, "%s%s", together.len ? "  " : "", buf_str(&cell));
        if (is_long) {
            paragraph(y, "    ", INDENT, buf_str(&together));
            buf_clear(&together);
        }
        buf_fini(&cell);
    }
    if (together.len)
        paragraph(y, "    ", INDENT, buf_str(&together));
    buf_fini(&together);
}

static void block_to_write(const struct layout *y, const struct doc_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].is & DOC_WRITE) {
            char *label = xasprintf("    %s:", t->columns[i].title);
            to_write(y, label);
            free(label);
        }
}

static void as_blocks(const struct layout *y, const struct doc_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        block_head(y, t, &t->rows[i]);
        block_cells(y, t, &t->rows[i]);
        if (t->rows[i].kind == DOC_ROW)
            block_to_write(y, t);
    }
}

/* No line has room for more than two columns to write in. */
static bool is_in_blocks(const struct layout *y, const struct doc_table *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_columns; i++)
        n += (t->columns[i].is & DOC_WRITE) != 0;
    return t->as_blocks && (y->width < TEXT_TABLE || n > 2);
}

/* ---- parts ---- */

static void print_block(const struct layout *y, const struct doc_part *p,
                        const struct doc_block *b)
{
    const char *const texts[] = { b->text, b->second, b->third };

    switch (b->kind) {
    case DOC_TITLE:     placed(y, b->text, TEXT_CENTRE); break;
    case DOC_SPREAD:    spread(y, texts, 3); break;
    case DOC_HEADING:   line(y, b->text); break;
    case DOC_PARAGRAPH: paragraph(y, "    ", 0, b->text); break;
    case DOC_LINE:      line(y, b->text); break;
    case DOC_RIGHT:     placed(y, b->text, TEXT_RIGHT); break;
    case DOC_ITEM:
        paragraph(y, b->second, text_width(b->second), b->text);
        break;
    case DOC_FIELD:     field(y, b); break;
    case DOC_PHRASES:   phrases(y, b); break;
    case DOC_MARKS:     marks(y, p, b); break;
    case DOC_BOX:
        if (b->wide == 0) {             /* as wide as the page */
            to_write(y, b->text);
            break;
        }
        buf_puts(y->out, b->text);
        fill(y->out, '_', TO_WRITE);
        buf_putc(y->out, '\n');
        break;
    case DOC_SEAL:
        if (b->high)
            buf_putc(y->out, '\n');
        for (size_t i = 0; i < 3; i++)
            if (*texts[i])
                placed(y, texts[i], TEXT_RIGHT);
        break;
    case DOC_CUT:
        for (int i = 0; i + 1 < y->page; i += 2)
            buf_puts(y->out, i + 3 < y->page ? "- " : "-");
        buf_putc(y->out, '\n');
        if (*b->text)
            placed(y, b->text, TEXT_CENTRE);
        break;
    case DOC_GAP:       buf_putc(y->out, '\n'); break;
    case DOC_PAGE:      rule(y, '='); break;
    case DOC_CODE:      break;          /* behind the foot */
    case DOC_TABLE_HERE:
        if (!is_shown(b->table))
            break;
        if (doc_is_form(b->table))
            as_form(y, b->table);
        else if (is_in_blocks(y, b->table))
            as_blocks(y, b->table);
        else
            as_table(y, b->table);
        break;
    }
}

static void print_part(const struct layout *y, const struct document *d,
                       const struct doc_part *p)
{
    const char *const foot[] = { p->foot_left, p->foot_right };

    line(y, d->mark);
    for (size_t i = 0; i < p->n_blocks; i++)
        print_block(y, p, &p->blocks[i]);
    if (*p->foot_left || *p->foot_right) {
        rule(y, '-');
        spread(y, foot, 2);
    }
    for (size_t i = 0; i < p->n_blocks; i++)
        if (p->blocks[i].kind == DOC_CODE)
            line(y, p->blocks[i].text);
}

void document_text(struct buf *out, const struct document *d, int width, bool colours)
{
    struct layout y = { .out = out, .colours = colours, .width = UNLIMITED, .page = USUAL };

    if (width > 0)
        y.width = y.page = width < NARROWEST ? NARROWEST : width;
    for (size_t i = 0; i < d->n_parts; i++) {
        if (i)
            rule(&y, '=');
        print_part(&y, d, &d->parts[i]);
    }
}
