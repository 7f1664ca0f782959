#include "report/document_csv.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"

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
    for (const char *s = cell->text; *s; s++)
        buf_putc(&b, *s == '\n' ? ' ' : *s);
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

void document_export(struct buf *out, const struct document *d, enum export_format format)
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
