#include "report/weekly_text.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "report/table.h"

struct layout {
    struct buf *out;
    const struct weekly *w;
    int width;
    bool colours;
    enum weekly_by by;
    const char *part; /* whose rows; NULL: everybody's */
};

/* ---- lines ---- */

static void blanks(struct buf *b, int n)
{
    while (n-- > 0)
        buf_putc(b, ' ');
}

/* A paragraph: its first line behind `first`, the others indented. */
static void paragraph(const struct layout *y, const char *first, int indent,
                      const char *text)
{
    bool is_first = true;

    while (text) {
        size_t n;
        int left = is_first ? text_width(first) : indent;
        const char *next = text_line(text, y->width - left, &n);
        if (is_first)
            buf_puts(y->out, first);
        else
            blanks(y->out, n ? indent : 0);
        buf_add(y->out, text, n);
        buf_putc(y->out, '\n');
        text = next;
        is_first = false;
    }
}

static void centred(const struct layout *y, const char *text)
{
    int left = (y->width - text_width(text)) / 2;

    if (left < 0) {
        paragraph(y, "", 0, text);
        return;
    }
    blanks(y->out, left);
    buf_puts(y->out, text);
    buf_putc(y->out, '\n');
}

static void line(const struct layout *y, const char *text)
{
    if (*text)
        paragraph(y, "", 4, text);
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
    if (used + 2 * (shown - 1) > y->width) {
        for (size_t i = 0; i < n; i++)
            line(y, texts[i]);
        return;
    }
    int room = y->width - used, gaps = shown - 1;
    for (size_t i = 0; i < n; i++) {
        if (!*texts[i])
            continue;
        buf_puts(y->out, texts[i]);
        if (gaps > 0) {
            blanks(y->out, room / gaps);
            room -= room / gaps--;
        }
    }
    buf_putc(y->out, '\n');
}

/* The lines of a text side by side, as many as fit. */
static void side_by_side(const struct layout *y, const char *text)
{
    int used = 0;

    while (*text) {
        size_t n = strcspn(text, "\n");
        char *part = xstrndup(text, n);
        int wide = text_width(part);
        if (used && used + 2 + wide > y->width) {
            buf_putc(y->out, '\n');
            used = 0;
        }
        blanks(y->out, used ? 2 : 0);
        buf_puts(y->out, part);
        used += (used ? 2 : 0) + wide;
        text += n + (text[n] == '\n');
        free(part);
    }
    if (used)
        buf_putc(y->out, '\n');
}

static void rule(const struct layout *y, char c)
{
    for (int i = 0; i < y->width; i++)
        buf_putc(y->out, c);
    buf_putc(y->out, '\n');
}

/* ---- whose rows ---- */

static const char *part_name(const struct layout *y, const struct weekly_row *r)
{
    return y->by == WEEKLY_BY_UNIT ? r->unit : r->lead;
}

static bool is_ours(const struct layout *y, const struct weekly_row *r)
{
    return !y->part || strcmp(part_name(y, r), y->part) == 0;
}

static size_t count_ours(const struct layout *y, const struct weekly_section *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n_rows; i++)
        n += is_ours(y, &s->rows[i]);
    return n;
}

/* ---- rows as a table ---- */

static bool is_among(const char *id, const char *ids)
{
    size_t n = strlen(id);

    for (const char *p = strstr(ids, id); p; p = strstr(p + 1, id))
        if ((p == ids || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

static void print_table(const struct layout *y, const struct weekly_section *s,
                        bool ruled)
{
    struct table t = { .ruled = ruled };

    for (size_t i = 0; i < s->n_columns; i++) {
        const struct weekly_column *c = &s->columns[i];
        /* "限11-27未完成" takes two lines rather than another column's room */
        table_column(&t, c->title, c->align, strcmp(c->id, "overdue") == 0 ? 8 : 0, false);
        if (!is_among(c->id, "n colour code due date overdue rows done rate"))
            table_wraps(&t, c->mm);
    }
    for (size_t k = 0; k < s->n_rows; k++) {
        const struct weekly_row *r = &s->rows[k];
        if (!is_ours(y, r))
            continue;
        for (size_t i = 0; i < s->n_columns; i++)
            table_add_colour(&t, r->cells[i],
                             strcmp(s->columns[i].id, "colour") == 0 ? r->colour
                                                                     : COLOUR_NONE);
    }
    table_print(y->out, &t, y->width, y->colours);
    table_fini(&t);
}

/* ---- rows as blocks ---- */

#define INDENT 4

/* One line of a cell behind another, parted by `between`; what is in brackets follows at
 * once. */
static void flat(struct buf *b, const char *cell, char between)
{
    for (; *cell; cell++)
        if (*cell != '\n')
            buf_putc(b, *cell);
        else if (cell[1] != '(')
            buf_putc(b, between);
}

static void print_head(const struct layout *y, const struct weekly_section *s,
                       const struct weekly_row *r)
{
    struct buf first = { 0 };

    buf_printf(&first, "%2s  ", weekly_cell(s, r, "n"));
    flat(&first, weekly_cell(s, r, "colour"), ' ');
    buf_printf(&first, "%s%s  ", *weekly_cell(s, r, "colour") ? "  " : "",
               weekly_cell(s, r, "code"));
    paragraph(y, buf_str(&first), INDENT, weekly_cell(s, r, "title"));
    buf_fini(&first);
}

/* Short cells go together while the line has room, long ones have lines of their own. */
static void print_cells(const struct layout *y, const struct weekly_section *s,
                        const struct weekly_row *r)
{
    static const char head[] = "n colour code title decision";
    static const char long_ones[] = "latest problem note";
    struct buf together = { 0 };

    for (size_t i = 0; i < s->n_columns; i++) {
        const struct weekly_column *c = &s->columns[i];
        struct buf cell = { 0 };
        if (is_among(c->id, head) || !*r->cells[i])
            continue;
        buf_printf(&cell, "%s:", c->title);
        flat(&cell, r->cells[i], ';');
        int wide = text_width(buf_str(&cell));
        bool is_long = is_among(c->id, long_ones);
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

/* Room to write by hand. */
static void print_decision(const struct layout *y, const struct weekly_section *s)
{
    for (size_t i = 0; i < s->n_columns; i++)
        if (strcmp(s->columns[i].id, "decision") == 0) {
            int used = INDENT + text_width(s->columns[i].title) + 1;
            blanks(y->out, INDENT);
            buf_printf(y->out, "%s:", s->columns[i].title);
            for (; used < y->width; used++)
                buf_putc(y->out, '_');
            buf_putc(y->out, '\n');
        }
}

static void print_blocks(const struct layout *y, const struct weekly_section *s)
{
    for (size_t i = 0; i < s->n_rows; i++) {
        if (!is_ours(y, &s->rows[i]))
            continue;
        print_head(y, s, &s->rows[i]);
        print_cells(y, s, &s->rows[i]);
        if (strcmp(s->id, "closed") != 0)
            print_decision(y, s);
    }
}

/* ---- sections ---- */

/* Numbers and how long, one after the other, none of them broken. */
static void print_runs(const struct layout *y, const struct weekly_section *s)
{
    int used = 0;

    for (size_t i = 0; i < s->n_rows; i++) {
        struct buf b = { 0 };
        if (!is_ours(y, &s->rows[i]))
            continue;
        buf_printf(&b, "%s(%s)", weekly_cell(s, &s->rows[i], "code"),
                   weekly_cell(s, &s->rows[i], "run"));
        int wide = text_width(buf_str(&b));
        if (used && used + 2 + wide > y->width) {
            buf_putc(y->out, '\n');
            used = 0;
        }
        blanks(y->out, used ? 2 : INDENT);
        used += (used ? 2 : INDENT) + wide;
        buf_puts(y->out, buf_str(&b));
        buf_fini(&b);
    }
    buf_putc(y->out, '\n');
}

static void print_section(const struct layout *y, const struct weekly_section *s)
{
    size_t n = count_ours(y, s);

    if (y->part && n == 0)
        return;
    buf_putc(y->out, '\n');
    line(y, s->title);
    if (n == 0 && !*s->note)
        paragraph(y, "    ", INDENT, weekly_word(y->w, "none"));
    else if (n == 0)
        ; /* what belongs here stands above */
    else if (strcmp(s->id, "red_run") == 0)
        print_runs(y, s);
    else if (strcmp(s->id, "villages") == 0)
        print_table(y, s, false);
    else if (y->width >= WEEKLY_TABLE)
        print_table(y, s, true);
    else
        print_blocks(y, s);
    if (*s->note && !y->part)
        paragraph(y, "    ", INDENT, s->note);
}

static void print_receipts(const struct layout *y, const struct weekly_section *s)
{
    struct table t = { 0 };

    if (!s || s->n_rows == 0)
        return;
    buf_putc(y->out, '\n');
    line(y, s->title);
    for (size_t i = 0; i < s->n_columns; i++)
        table_column(&t, s->columns[i].title, TEXT_LEFT, 40, i == 0);
    for (size_t k = 0; k < s->n_rows; k++)
        for (size_t i = 0; i < s->n_columns; i++)
            table_add(&t,
                      *s->rows[k].cells[i] ? s->rows[k].cells[i] : "________________");
    table_print(y->out, &t, 0, false);
    table_fini(&t);
}

/* ---- head and foot ---- */

static void print_heading(const struct layout *y)
{
    const char *const dates[] = { weekly_word(y->w, "issue"), weekly_word(y->w, "period"),
                                  weekly_word(y->w, "cutoff") };

    line(y, weekly_word(y->w, "practice"));
    centred(y, weekly_word(y->w, "title"));
    spread(y, dates, 3);
    if (*weekly_word(y->w, "notice"))
        paragraph(y, "", 0, weekly_word(y->w, "notice"));
}

static void print_foot(const struct layout *y)
{
    const char *const foot[] = { weekly_word(y->w, "secret"), weekly_word(y->w, "made") };

    rule(y, '-');
    spread(y, foot, 2);
}

static bool is_list(const struct weekly_section *s)
{
    return !is_among(s->id, "leads receipts red");
}

static void print_whole(const struct layout *y)
{
    const struct weekly_section *leads = weekly_section(y->w, "leads");

    print_heading(y);
    buf_putc(y->out, '\n');
    paragraph(y, "    ", 0, weekly_word(y->w, "summary"));
    if (leads && leads->n_rows) {
        buf_putc(y->out, '\n');
        print_table(y, leads, false);
    }
    for (size_t i = 0; i < y->w->n_sections; i++)
        if (is_list(&y->w->sections[i]))
            print_section(y, &y->w->sections[i]);
    buf_putc(y->out, '\n');
    line(y, weekly_word(y->w, "marks"));
    side_by_side(y, weekly_word(y->w, "signers"));
    print_receipts(y, weekly_section(y->w, "receipts"));
    buf_putc(y->out, '\n');
    line(y, weekly_word(y->w, "copies"));
    print_foot(y);
    line(y, weekly_word(y->w, "code"));
}

/* ---- parts ---- */

struct part {
    int64_t rank;
    const char *name;
};

static int parts_order(const void *pa, const void *pb)
{
    const struct part *a = pa, *b = pb;

    if (!*a->name != !*b->name)
        return *a->name ? -1 : 1; /* what is nobody's comes last */
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return strcmp(a->name, b->name);
}

static struct part *find_parts(const struct layout *y, size_t *n)
{
    struct part *v = NULL;
    size_t all = 0, cap = 0;

    for (size_t i = 0; i < y->w->n_sections; i++) {
        const struct weekly_section *s = &y->w->sections[i];
        for (size_t k = 0; k < s->n_rows; k++) {
            if (!s->rows[k].n)
                continue;
            GROW(v, all, cap);
            v[all++] = (struct part){ y->by == WEEKLY_BY_UNIT ? s->rows[k].unit_rank
                                                              : s->rows[k].lead_rank,
                                      part_name(y, &s->rows[k]) };
        }
    }
    if (all > 1)
        qsort(v, all, sizeof *v, parts_order);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (i == 0 || strcmp(v[i].name, v[i - 1].name) != 0)
            v[(*n)++] = v[i];
    return v;
}

static void print_part(const struct layout *y)
{
    struct buf whose = { 0 };

    print_heading(y);
    buf_printf(&whose, "%s:%s",
               weekly_word(y->w, y->by == WEEKLY_BY_UNIT ? "unit" : "lead"),
               *y->part ? y->part : weekly_word(y->w, "nobody"));
    line(y, buf_str(&whose));
    buf_fini(&whose);
    for (size_t i = 0; i < y->w->n_sections; i++)
        if (is_list(&y->w->sections[i]) && strcmp(y->w->sections[i].id, "villages") != 0)
            print_section(y, &y->w->sections[i]);
    buf_putc(y->out, '\n');
    line(y, weekly_word(y->w, "marks"));
    line(y, weekly_word(y->w, "receipt"));
    print_foot(y);
}

void weekly_text(struct buf *out, const struct weekly *w, int width, enum weekly_by by,
                 bool colours)
{
    struct layout y = { .out = out,
                        .w = w,
                        .colours = colours,
                        .by = by,
                        .width = width < WEEKLY_LEAST  ? WEEKLY_LEAST
                                 : width > WEEKLY_MOST ? WEEKLY_MOST
                                                       : width };
    size_t n = 0;

    if (by == WEEKLY_WHOLE) {
        print_whole(&y);
        return;
    }
    struct part *parts = find_parts(&y, &n);
    for (size_t i = 0; i < n; i++) {
        y.part = parts[i].name;
        if (i)
            rule(&y, '=');
        print_part(&y);
    }
    if (n == 0) { /* nothing to hand out */
        print_heading(&y);
        paragraph(&y, "    ", INDENT, weekly_word(w, "none"));
    }
    free(parts);
}
