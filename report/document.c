#include "report/document.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/day.h"
#include "model/decimal.h"
#include "model/i18n.h"

/* ---- release ---- */

static void table_done(struct doc_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        for (size_t k = 0; k < t->n_columns; k++)
            free(t->rows[i].cells[k].text);
        free(t->rows[i].cells);
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        free(t->columns[i].id);
        free(t->columns[i].title);
    }
    free(t->rows);
    free(t->columns);
    free(t->id);
    free(t->title);
    free(t);
}

static void block_done(struct doc_block *b)
{
    for (size_t i = 0; i < b->n_phrases; i++)
        free(b->phrases[i].text);
    free(b->phrases);
    if (b->table)
        table_done(b->table);
    free(b->text);
    free(b->second);
    free(b->third);
}

static void part_done(struct doc_part *p)
{
    for (size_t i = 0; i < p->n_blocks; i++)
        block_done(&p->blocks[i]);
    free(p->blocks);
    free(p->name);
    free(p->running);
    free(p->foot_left);
    free(p->foot_right);
}

void document_fini(struct document *d)
{
    for (size_t i = 0; i < d->n_parts; i++)
        part_done(&d->parts[i]);
    for (size_t i = 0; i < d->n_keys; i++) {
        free(d->keys[i].id);
        free(d->keys[i].text);
    }
    free(d->parts);
    free(d->keys);
    buf_fini(&d->beside);
    free(d->title);
    free(d->author);
    free(d->mark);
    *d = (struct document){ 0 };
}

/* ---- describing ---- */

/* Nothing stored can drive a terminal or a printer (invariant 8); a tab would move what
 * stands behind it, by as much as the reader likes. */
static char *copy(const char *s)
{
    struct buf b = { 0 };

    text_show(&b, s ? s : "", true);
    for (size_t i = 0; i < b.len; i++)
        if (b.s[i] == '\t')
            b.s[i] = ' ';
    return b.s ? buf_take(&b) : xstrdup("");
}

void doc_set(char **field, const char *text)
{
    char *was = *field;

    *field = copy(text);
    free(was);
}

struct doc_part *doc_part(struct document *d, const char *name)
{
    GROW(d->parts, d->n_parts, d->cap_parts);
    struct doc_part *p = &d->parts[d->n_parts++];
    *p = (struct doc_part){ .name = copy(name),
                            .running = copy(""),
                            .foot_left = copy(""),
                            .foot_right = copy("") };
    return p;
}

void doc_key(struct document *d, const char *id, const char *text)
{
    GROW(d->keys, d->n_keys, d->cap_keys);
    d->keys[d->n_keys++] = (struct doc_key){ copy(id), copy(text) };
}

struct doc_block *doc_add(struct document *d, enum doc_kind kind, const char *text,
                          const char *second, const char *third)
{
    assert(d->n_parts > 0);
    struct doc_part *p = &d->parts[d->n_parts - 1];
    GROW(p->blocks, p->n_blocks, p->cap_blocks);
    struct doc_block *b = &p->blocks[p->n_blocks++];
    *b = (struct doc_block){ .kind = kind,
                             .text = copy(text),
                             .second = copy(second),
                             .third = copy(third) };
    return b;
}

void doc_add_lines(struct document *d, enum doc_kind kind, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *one = xstrndup(text, n);
        if (n)
            doc_add(d, kind, one, NULL, NULL);
        free(one);
        text += n + (text[n] == '\n');
    }
}

void doc_phrase(struct doc_block *b, const char *text, enum colour c)
{
    GROW(b->phrases, b->n_phrases, b->cap_phrases);
    b->phrases[b->n_phrases++] = (struct doc_phrase){ copy(text), c };
}

struct doc_table *doc_table(struct document *d, const char *id, const char *title)
{
    struct doc_block *b = doc_add(d, DOC_TABLE_HERE, NULL, NULL, NULL);

    b->table = xcalloc(1, sizeof *b->table);
    b->table->id = copy(id);
    b->table->title = copy(title);
    return b->table;
}

void doc_column(struct doc_table *t, const char *id, const char *title, int mm,
                enum text_align align, unsigned is)
{
    assert(t->n_rows == 0);
    GROW(t->columns, t->n_columns, t->cap_columns);
    t->columns[t->n_columns++] = (struct doc_column){
        .id = copy(id), .title = copy(title), .mm = mm, .align = align, .is = is
    };
}

void doc_columns(struct doc_table *t, const struct doc_head *heads)
{
    for (const struct doc_head *h = heads; h->id; h++) {
        bool is_short = strcmp(h->id, "n") == 0 || h->is & DOC_BOXED;
        doc_column(t, h->id, _(h->title), h->mm, is_short ? TEXT_CENTRE : TEXT_LEFT, h->is);
    }
}

struct doc_row *doc_row(struct doc_table *t, enum doc_row_kind kind)
{
    GROW(t->rows, t->n_rows, t->cap_rows);
    struct doc_row *r = &t->rows[t->n_rows++];
    *r = (struct doc_row){ .kind = kind, .cells = xcalloc(t->n_columns, sizeof *r->cells) };
    for (size_t i = 0; i < t->n_columns; i++)
        r->cells[i].text = copy("");
    return r;
}

struct doc_cell *doc_cell(const struct doc_table *t, const struct doc_row *r, const char *id)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (strcmp(t->columns[i].id, id) == 0)
            return &r->cells[i];
    return NULL;
}

void doc_put(struct doc_table *t, struct doc_row *r, const char *id, const char *text)
{
    struct doc_cell *c = doc_cell(t, r, id);

    if (c)
        doc_set(&c->text, text);
}

void doc_put_number(struct doc_table *t, struct doc_row *r, const char *id, int64_t millionths)
{
    struct doc_cell *c = doc_cell(t, r, id);
    char text[DECIMAL_TEXT];

    if (!c)
        return;
    doc_set(&c->text, decimal_format(millionths, text));
    c->value = DOC_NUMBER;
    c->n = millionths;
}

void doc_put_day(struct doc_table *t, struct doc_row *r, const char *id, int32_t day,
                 const char *text)
{
    struct doc_cell *c = doc_cell(t, r, id);
    char plain[DAY_TEXT];

    if (!c || (!text && (day == DAY_NONE || day == DAY_NEVER)))
        return;
    doc_set(&c->text, text ? text : day_format(day, plain));
    c->value = DOC_DATE;
    c->n = day;
}
