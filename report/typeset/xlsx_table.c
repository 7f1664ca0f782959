#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "report/typeset/xlsx_parts.h"

#define DAY_ZERO 25569                  /* 1970-01-01 as spreadsheets count days */
#define DAY_FIRST 61                    /* 1900-03-01: before it they count wrongly */
#define DIGITS_MAX 15                   /* what a spreadsheet keeps of a number */
#define WRITE_MM 17                     /* room for a hand (OFFICE 25) */
#define CONTENT_MAX 40                  /* columns of text before a cell is wrapped */
#define HEADER_FILL 0xEDEDED            /* not more than 10 % black */
#define WORDS_MAX 16                    /* different colour words in one table */

static bool visible(const struct doc_column *c)
{
    return !(c->is & DOC_HIDDEN);
}

size_t xlsx_table_columns(const struct doc_table *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_columns; i++)
        n += visible(&t->columns[i]);
    return n;
}

uint32_t xlsx_fill(enum colour c)
{
    static const uint32_t fill[] = { [COLOUR_GREEN] = 0xE2EFDA,
                                     [COLOUR_YELLOW] = 0xFFF2CC,
                                     [COLOUR_RED] = 0xF8CBAD,
                                     [COLOUR_GREY] = 0xEDEDED };
    return fill[c];
}

uint32_t xlsx_ink(enum colour c)
{
    static const uint32_t ink[] = { [COLOUR_GREEN] = 0x375623,
                                    [COLOUR_YELLOW] = 0x7F6000,
                                    [COLOUR_RED] = 0x9C0006,
                                    [COLOUR_GREY] = 0x404040 };
    return ink[c];
}

/* ---- widths ---- */

static int widest_line(const char *s)
{
    int widest = 0, now = 0, len;

    for (uint32_t ch; (ch = text_next(s, &len)) != 0; s += len) {
        now = ch == '\n' ? 0 : now + text_char_width(ch);
        if (now > widest)
            widest = now;
    }
    return widest;
}

static int wanted(const struct doc_table *t, size_t column)
{
    const struct doc_column *c = &t->columns[column];
    int text = widest_line(c->title);

    if (c->mm > 0)
        return XLSX_PIXELS(c->mm);
    if (text > 8)
        text = 8; /* headings are wrapped */
    for (size_t i = 0; i < t->n_rows; i++) {
        if (t->rows[i].kind == DOC_GROUP)
            continue;
        int n = widest_line(t->rows[i].cells[column].text);
        if (n > text)
            text = n;
    }
    if (text > CONTENT_MAX)
        text = CONTENT_MAX;
    int pixels = (int)((text + 1) * XLSX_TABLE_POINTS * 96.0 / 72 / 2 / 0.97) + 8;
    int least = XLSX_PIXELS(c->is & DOC_WRITE ? 22 : 9);
    return pixels > least ? pixels : least;
}

void xlsx_table_widths(struct xlsx_sheet *s, const struct doc_table *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_columns; i++) {
        if (!visible(&t->columns[i]))
            continue;
        int pixels = wanted(t, i);
        if (n == s->n_columns) {
            GROW(s->pixels, s->n_columns, s->cap_columns);
            s->pixels[s->n_columns++] = 0;
        }
        if (s->pixels[n] < pixels)
            s->pixels[n] = pixels;
        n++;
    }
}

/* ---- where its columns lie ---- */

/* A column of the table, over one or more of the worksheet. */
struct place {
    size_t column, first, last;
    int pixels;
};
struct layout {
    const struct doc_table *table;
    struct place *v; size_t n;
    bool merged, written;               /* some over several; some to be written in by hand */
};

/* The worksheet's column whose right edge is nearest to `edge`, from `first` to `last`. */
static size_t nearest(const struct xlsx_sheet *s, size_t first, size_t last, int edge)
{
    size_t best = first;
    int at = 0, miss = INT_MAX;

    for (size_t i = 0; i <= last; i++) {
        at += s->pixels[i];
        if (i >= first && abs(at - edge) < miss) {
            miss = abs(at - edge);
            best = i;
        }
    }
    return best;
}

/* The columns of the widest tables are those of the worksheet; those of the others begin and
 * end with them, as near as can be to where they would on paper. */
static struct layout lay_out(const struct xlsx_sheet *s, const struct doc_table *t)
{
    struct layout l = { .table = t, .n = xlsx_table_columns(t) };
    size_t k = 0, first = 0;
    int edge = 0;

    l.v = xcalloc(l.n, sizeof *l.v);
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!visible(&t->columns[i]))
            continue;
        size_t last = first;
        if (l.n < s->n_table) {
            edge += wanted(t, i);
            last = nearest(s, first, s->n_columns - (l.n - k), edge);
        }
        l.v[k] = (struct place){ i, first, last, 0 };
        for (size_t c = first; c <= last; c++)
            l.v[k].pixels += s->pixels[c];
        l.merged |= last > first;
        l.written |= (t->columns[i].is & DOC_WRITE) != 0;
        first = last + 1;
        k++;
    }
    return l;
}

/* ---- cells ---- */

/* "371.76", "97.2%", "1,234": the format under which a spreadsheet shows the number as it
 * is read here. False when it could not hold it exactly, or would show something else. */
static bool number_format(const struct doc_cell *c, char *format, size_t size)
{
    char text[DECIMAL_TEXT], plain[DECIMAL_TEXT];
    size_t n = strspn(c->text, "-0123456789.,"), digits = 0;
    int64_t read;

    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, c->text, n);
    text[n] = '\0';
    const char *unit = c->text + n;
    if (strlen(unit) > 8 || strpbrk(unit, "\"\\\n\t") || !decimal_parse(text, &read) ||
        read != c->n)
        return false;
    for (const char *p = decimal_format(c->n, plain); *p; p++)
        if (*p >= '0' && *p <= '9' && (digits > 0 || *p != '0'))
            digits++;
    if (digits > DIGITS_MAX)
        return false;
    const char *point = strchr(text, '.');
    int places = point ? (int)strlen(point + 1) : 0;
    snprintf(format, size, "%s%s%.*s%s%s%s", strchr(text, ',') ? "#,##0" : "0",
             places ? "." : "", places, "000000", *unit ? "\"" : "", unit, *unit ? "\"" : "");
    return true;
}

static void put_cell(struct xlsx_sheet *s, const struct place *at, const struct doc_cell *c,
                     struct xlsx_look look)
{
    if (!*c->text) {
        strcpy(look.number, "General"); /* for whatever is typed into it */
        xlsx_put(s, at->first, at->last, "", &look);
    } else if (c->value == DOC_NUMBER && number_format(c, look.number, sizeof look.number)) {
        xlsx_number(s, at->first, at->last, (double)c->n / DECIMAL_ONE, &look);
    } else if (c->value == DOC_DATE && c->n + DAY_ZERO >= DAY_FIRST) {
        strcpy(look.number, "yyyy\\-mm\\-dd");
        xlsx_number(s, at->first, at->last, (double)(c->n + DAY_ZERO), &look);
    } else {
        xlsx_put(s, at->first, at->last, c->text, &look);
    }
}

static double text_height(const char *text, int pixels)
{
    return xlsx_height(xlsx_lines(text, xlsx_columns(pixels, XLSX_TABLE_POINTS)),
                       XLSX_TABLE_POINTS);
}

/* Rows people write into are tall enough for it, and for what stands in them. Over merged
 * cells no spreadsheet finds the height itself; elsewhere (0) it does it better. */
static double row_height(const struct layout *l, const struct doc_row *r)
{
    int room = l->table->high ? l->table->high : WRITE_MM;
    double height = l->written && r->kind == DOC_ROW ? XLSX_POINTS(room) : 0;

    if (!l->merged && height <= 0)
        return 0;
    for (size_t i = 0; i < l->n; i++) {
        double h = text_height(r->cells[l->v[i].column].text, l->v[i].pixels);
        height = h > height ? h : height;
    }
    return height;
}

static void put_row(struct xlsx_sheet *s, const struct layout *l, const struct doc_row *r)
{
    double height = row_height(l, r);

    if (height > 0)
        xlsx_row_height(s, height);
    for (size_t i = 0; i < l->n; i++) {
        const struct doc_column *c = &l->table->columns[l->v[i].column];
        struct xlsx_look look = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, c->align);
        look.bold = r->kind == DOC_SUM;
        look.lines = XLSX_BOX;
        put_cell(s, &l->v[i], &r->cells[l->v[i].column], look);
    }
    xlsx_end_row(s, height);
}

/* Over merged cells no spreadsheet finds the height of a row itself. */
static void put_form_row(struct xlsx_sheet *s, const struct layout *l, const struct doc_row *r)
{
    double height = 0;

    for (int put = 0; put < 2; put++) {
        if (put)
            xlsx_row_height(s, height);
        for (size_t i = 0, end; i < l->n; i = end) {
            const struct doc_cell *c = &r->cells[l->v[i].column];
            struct place at = l->v[i];
            end = doc_form_end(l->table, r, i);
            at.last = l->v[end - 1].last;
            double h = text_height(c->text, xlsx_pixels(s, at.first, at.last));
            height = !put && h > height ? h : height;
            bool is_label = l->table->columns[at.column].is & DOC_LABEL && *c->text;
            struct xlsx_look look = xlsx_look(is_label ? XLSX_HEI : XLSX_SONG, XLSX_TABLE_POINTS,
                                              TEXT_LEFT);
            look.lines = XLSX_BOX;
            look.bold = is_label;
            look.fill = is_label ? HEADER_FILL : 0;
            if (put)
                put_cell(s, &at, c, look);
        }
    }
    xlsx_end_row(s, height);
}

static void put_group(struct xlsx_sheet *s, const struct layout *l, const struct doc_row *r)
{
    struct xlsx_look look = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, TEXT_LEFT);
    const char *words = "";
    int pixels = 0;

    for (size_t i = 0; i < l->table->n_columns && !*words; i++)
        words = r->cells[i].text;
    for (size_t i = 0; i < l->n; i++)
        pixels += l->v[i].pixels;
    look.bold = true;
    look.lines = XLSX_BOX;
    double height = text_height(words, pixels);
    xlsx_row_height(s, height);
    xlsx_put(s, 0, l->v[l->n - 1].last, words, &look);
    xlsx_end_row(s, height);
}

/* ---- colours ---- */

struct colour_words {
    struct { char word[64]; enum colour colour; } v[WORDS_MAX];
    size_t n;
};

/* Longer words first, so that 红灯 is not taken for 红. */
static void collect(struct colour_words *w, const struct doc_cell *c)
{
    size_t n = strcspn(c->text, "\n"), at = 0;

    if (n == 0 || n >= sizeof w->v[0].word || memchr(c->text, '"', n) ||
        c->colour == COLOUR_NONE)
        return;
    for (size_t i = 0; i < w->n; i++)
        if (strlen(w->v[i].word) == n && memcmp(w->v[i].word, c->text, n) == 0)
            return;
    if (w->n == WORDS_MAX)
        return;
    while (at < w->n && strlen(w->v[at].word) >= n)
        at++;
    memmove(&w->v[at + 1], &w->v[at], (w->n - at) * sizeof w->v[0]);
    memcpy(w->v[at].word, c->text, n);
    w->v[at].word[n] = '\0';
    w->v[at].colour = c->colour;
    w->n++;
}

static lxw_format *colour_format(struct xlsx *x, enum colour c)
{
    lxw_format *f = workbook_add_format(x->book);

    format_set_bg_color(f, xlsx_fill(c));
    format_set_font_color(f, xlsx_ink(c));
    if (c == COLOUR_RED)
        format_set_bold(f); /* seen without colours, too */
    return f;
}

/* The cell is coloured by what stands in it, so that a word typed over it has its colour.
 * The library's own "begins with" counts bytes: the formula is ours. */
static void colour_column(struct xlsx_sheet *s, const struct doc_table *t,
                          const struct place *at, lxw_row_t first)
{
    struct colour_words w = { .n = 0 };
    char cell[LXW_MAX_CELL_NAME_LENGTH];

    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind != DOC_GROUP)
            collect(&w, &t->rows[i].cells[at->column]);
    lxw_rowcol_to_cell_abs(cell, first, (lxw_col_t)at->first, LXW_FALSE, LXW_TRUE);
    for (size_t i = 0; i < w.n; i++) {
        char *formula = xasprintf("=LEFT(%s,%zu)=\"%s\"", cell, text_length(w.v[i].word),
                                  w.v[i].word);
        lxw_conditional_format rule = { .type = LXW_CONDITIONAL_TYPE_FORMULA,
                                        .value_string = formula,
                                        .format = colour_format(s->x, w.v[i].colour),
                                        .stop_if_true = LXW_TRUE };
        lxw_error e = worksheet_conditional_format_range(
            s->sheet, first, (lxw_col_t)at->first, s->row - 1, (lxw_col_t)at->last, &rule);
        if (e && !s->x->failed)
            s->x->failed = e;
        free(formula);
    }
}

/* ---- the table ---- */

static void put_header(struct xlsx_sheet *s, const struct layout *l)
{
    struct xlsx_look look = xlsx_look(XLSX_HEI, XLSX_TABLE_POINTS, TEXT_CENTRE);
    double height = 0;

    look.bold = look.middle = true;
    look.lines = XLSX_BOX;
    look.fill = HEADER_FILL;
    for (size_t i = 0; i < l->n; i++) {
        double h = text_height(l->table->columns[l->v[i].column].title, l->v[i].pixels);
        height = h > height ? h : height;
    }
    xlsx_row_height(s, height);
    for (size_t i = 0; i < l->n; i++)
        xlsx_put(s, l->v[i].first, l->v[i].last, l->table->columns[l->v[i].column].title,
                 &look);
    xlsx_end_row(s, height);
}

void xlsx_table(struct xlsx_sheet *s, const struct doc_table *t)
{
    struct layout l = lay_out(s, t);

    bool is_form = doc_is_form(t);
    if (!is_form)
        put_header(s, &l);
    lxw_row_t first = s->row;
    for (size_t i = 0; i < t->n_rows && !s->x->failed; i++) {
        if (t->rows[i].kind == DOC_GROUP)
            put_group(s, &l, &t->rows[i]);
        else if (is_form)
            put_form_row(s, &l, &t->rows[i]);
        else
            put_row(s, &l, &t->rows[i]);
    }
    for (size_t i = 0; i < l.n; i++)
        if ((t->columns[l.v[i].column].is & DOC_BOXED) && t->n_rows > 0)
            colour_column(s, t, &l.v[i], first);
    free(l.v);
}
