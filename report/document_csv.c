#include "report/document_csv.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/text.h"

/* ---- keys ---- */

struct keys { const char **v; size_t n, cap; };

static void add_key(struct keys *k, const char *id)
{
    for (size_t i = 0; i < k->n; i++)
        if (strcmp(k->v[i], id) == 0)
            return;
    GROW(k->v, k->n, k->cap);
    k->v[k->n++] = id;
}

typedef void table_visit(void *ctx, const struct doc_table *t);

/* Every table that has records. */
static void each_table(const struct document *d, table_visit *visit, void *ctx)
{
    for (size_t i = 0; i < d->n_parts; i++)
        for (size_t k = 0; k < d->parts[i].n_blocks; k++) {
            const struct doc_table *t = d->parts[i].blocks[k].table;
            if (t && *t->id)
                visit(ctx, t);
        }
}

static void collect(void *ctx, const struct doc_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        add_key(ctx, t->columns[i].id);
}

/* ---- records ---- */

struct records {
    struct export e;
    const struct document *d;
    struct keys keys;
};

/* A record is one line. */
static void put_flat(struct buf *out, const char *text)
{
    for (const char *s = text; *s; s++)
        buf_putc(out, *s == '\n' ? ' ' : *s);
}

static void put_cell(struct export *e, const struct doc_cell *cell)
{
    struct buf b = { 0 };
    char number[DECIMAL_TEXT];

    if (!cell) {
        export_text(e, "");
        return;
    }
    if (cell->value == DOC_NUMBER) { /* "97.3%" is 97.3 */
        export_number(e, *cell->text ? decimal_format(cell->n, number) : "");
        return;
    }
    if (cell->value == DOC_DATE) {
        export_day(e, (int32_t)cell->n);
        return;
    }
    put_flat(&b, cell->text);
    export_text(e, buf_str(&b));
    buf_fini(&b);
}

static void put_rows(void *ctx, const struct doc_table *t)
{
    struct records *r = ctx;

    for (size_t k = 0; k < t->n_rows; k++) {
        if (t->rows[k].kind == DOC_GROUP)
            continue;
        for (size_t i = 0; i < r->d->n_keys; i++)
            export_text(&r->e, r->d->keys[i].text);
        export_text(&r->e, t->id);
        export_text(&r->e, t->title);
        for (size_t i = 0; i < r->keys.n; i++)
            put_cell(&r->e, doc_cell(t, &t->rows[k], r->keys.v[i]));
    }
}

/* ---- a form, line by line ---- */

struct lines {
    struct export e;
    const struct document *d;
    const struct doc_part *part;
};

/* As a key, without what parts it from the words on paper: "Code: " is "Code". */
static void put_label(struct export *e, const char *label)
{
    static const char *const colons[] = { ":", "：" };
    char *key = text_trim(xstrdup(label));
    size_t n = strlen(key);

    for (size_t i = 0; i < sizeof colons / sizeof *colons; i++) {
        size_t k = strlen(colons[i]);
        if (n >= k && strcmp(key + n - k, colons[i]) == 0) {
            key[n - k] = '\0';
            break;
        }
    }
    export_text(e, text_trim(key));
    free(key);
}

static void put_line(struct lines *l, const char *what, size_t row, const char *label,
                     const char *text)
{
    struct buf b = { 0 };

    if (!*label && !*text)
        return;
    for (size_t i = 0; i < l->d->n_keys; i++)
        export_text(&l->e, l->d->keys[i].text);
    export_text(&l->e, l->part->name);
    export_text(&l->e, what);
    if (row)
        export_int(&l->e, (int64_t)row);
    else
        export_none(&l->e);
    put_label(&l->e, label);
    put_flat(&b, text);
    export_text(&l->e, buf_str(&b));
    buf_fini(&b);
}

/* A line for each cell under its column's title; a row's number ties them together. */
static void put_table(struct lines *l, const struct doc_table *t)
{
    for (size_t k = 0, row = 0; k < t->n_rows; k++) {
        const struct doc_row *r = &t->rows[k];
        if (r->kind == DOC_GROUP) {
            put_line(l, "heading", 0, "", t->n_columns ? r->cells[0].text : "");
            continue;
        }
        row++;
        for (size_t i = 0; i < t->n_columns; i++)
            if (*r->cells[i].text)
                put_line(l, "cell", row, t->columns[i].title, r->cells[i].text);
    }
}

static void put_phrases(struct lines *l, const struct doc_block *b)
{
    const char *between = b->kind == DOC_MARKS ? "" : "  ";
    struct buf text = { 0 };

    for (size_t i = 0; i < b->n_phrases; i++)
        buf_printf(&text, "%s%s", i ? between : "", b->phrases[i].text);
    buf_printf(&text, "%s%s", b->kind == DOC_MARKS && *b->second ? "  " : "",
               b->kind == DOC_MARKS ? b->second : "");
    put_line(l, "text", 0, b->kind == DOC_MARKS ? b->text : "", buf_str(&text));
    buf_fini(&text);
}

static void put_block(struct lines *l, const struct doc_block *b)
{
    const char *const texts[] = { b->text, b->second, b->third };

    switch (b->kind) {
    case DOC_TITLE:      put_line(l, "title", 0, "", b->text); break;
    case DOC_HEADING:    put_line(l, "heading", 0, "", b->text); break;
    case DOC_ITEM:       put_line(l, "text", 0, b->second, b->text); break;
    case DOC_FIELD:      put_line(l, "field", 0, b->text, b->second); break;
    case DOC_BOX:        put_line(l, "field", 0, b->text, ""); break;
    case DOC_CODE:       put_line(l, "code", 0, "", b->text); break;
    case DOC_TABLE_HERE: put_table(l, b->table); break;
    case DOC_PHRASES:
    case DOC_MARKS:      put_phrases(l, b); break;
    case DOC_SPREAD:
    case DOC_SEAL:
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            put_line(l, b->kind == DOC_SEAL ? "signature" : "text", 0, "", texts[i]);
        break;
    case DOC_PARAGRAPH:
    case DOC_LINE:
    case DOC_RIGHT:
    case DOC_CUT:        put_line(l, "text", 0, "", b->text); break;
    case DOC_GAP:
    case DOC_PAGE:       break;
    }
}

static void export_lines(struct buf *out, const struct document *d, enum export_format format)
{
    static const char *const keys[] = { "part", "what", "row", "label", "text" };
    struct lines l = { .d = d };

    export_begin(&l.e, out, format);
    for (size_t i = 0; i < d->n_keys; i++)
        export_key(&l.e, d->keys[i].id);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&l.e, keys[i]);
    for (size_t i = 0; i < d->n_parts; i++) {
        l.part = &d->parts[i];
        for (size_t k = 0; k < l.part->n_blocks; k++)
            put_block(&l, &l.part->blocks[k]);
    }
    export_end(&l.e);
}

/* ---- a document ---- */

static void export_tables(struct buf *out, const struct document *d, enum export_format format)
{
    struct records r = { .d = d };

    export_begin(&r.e, out, format);
    for (size_t i = 0; i < d->n_keys; i++)
        export_key(&r.e, d->keys[i].id);
    export_key(&r.e, "section");
    export_key(&r.e, "section_title");
    each_table(d, collect, &r.keys);
    for (size_t i = 0; i < r.keys.n; i++)
        export_key(&r.e, r.keys.v[i]);
    each_table(d, put_rows, &r);
    export_end(&r.e);
    free(r.keys.v);
}

void document_export(struct buf *out, const struct document *d, enum export_format format)
{
    if (d->page == DOC_LEDGER)
        export_tables(out, d, format);
    else
        export_lines(out, d, format);
}
