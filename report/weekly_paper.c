#include "report/weekly_paper.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

struct sheet_paper {
    struct document *d;
    const struct weekly *w;
    enum weekly_by by;
    const char *part; /* whose rows; NULL: everybody's */
};

/* ---- whose rows ---- */

static const char *part_name(const struct sheet_paper *y, const struct weekly_row *r)
{
    return y->by == WEEKLY_BY_UNIT ? r->unit : r->lead;
}

static bool is_ours(const struct sheet_paper *y, const struct weekly_row *r)
{
    return !y->part || strcmp(part_name(y, r), y->part) == 0;
}

static size_t count_ours(const struct sheet_paper *y, const struct weekly_section *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n_rows; i++)
        n += is_ours(y, &s->rows[i]);
    return n;
}

/* ---- tables ---- */

/* What is special about a column of the sheet, by its id. */
static const struct {
    const char *id;
    unsigned is;
    int columns;
} traits[] = {
    { "n", DOC_FIXED | DOC_HEAD, 0 },
    { "colour", DOC_FIXED | DOC_HEAD | DOC_BOXED, 0 },
    { "code", DOC_FIXED | DOC_HEAD, 0 },
    { "title", DOC_HEAD | DOC_KAI, 0 },
    { "due", DOC_FIXED, 0 },
    { "date", DOC_FIXED, 0 },
    { "overdue", DOC_FIXED, 8 }, /* "限11-27未完成" takes two lines instead of the room of others */
    { "rows", DOC_FIXED, 0 },
    { "done", DOC_FIXED, 0 },
    { "rate", DOC_FIXED, 0 },
    { "latest", DOC_LONG, 0 },
    { "problem", DOC_LONG, 0 },
    { "note", DOC_LONG, 0 },
    { "decision", DOC_WRITE, 0 },
};

static void add_column(struct doc_table *t, const struct weekly_section *s,
                       const struct weekly_column *c)
{
    unsigned is = 0;
    int columns = 0;
    bool is_colour = strcmp(c->id, "colour") == 0;

    for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
        if (strcmp(traits[i].id, c->id) == 0) {
            is = traits[i].is;
            columns = traits[i].columns;
        }
    if (strcmp(s->id, "closed") == 0) /* nothing is decided about it any more */
        is &= ~(unsigned)DOC_WRITE;
    doc_column(t, is_colour ? "colour_word" : c->id, c->title, c->mm, c->align, is);
    t->columns[t->n_columns - 1].columns = columns;
}

/* The last row of the table by leader, and what villages of one parent add up to. */
static bool is_sum(const struct weekly_section *s, const struct weekly_row *r)
{
    return (strcmp(s->id, "leads") == 0 && r == &s->rows[s->n_rows - 1]) ||
           (strcmp(s->id, "villages") == 0 && r->n_figures == 3);
}

static void add_row(struct doc_table *t, const struct weekly_section *s,
                    const struct weekly_row *r)
{
    struct doc_row *row = doc_row(t, is_sum(s, r) ? DOC_SUM : DOC_ROW);

    doc_put(t, row, "colour", colour_id(r->colour));
    doc_put_day(t, row, "due_on", r->due, "");
    for (size_t i = 0; i < s->n_columns; i++) {
        bool is_colour = strcmp(s->columns[i].id, "colour") == 0;
        const char *id = is_colour ? "colour_word" : s->columns[i].id;
        doc_put(t, row, id, r->cells[i]);
        if (is_colour)
            doc_cell(t, row, id)->colour = r->colour;
    }
}

/* `hidden`: for programs only, what it says being printed otherwise. */
static void add_table(const struct sheet_paper *y, const struct weekly_section *s,
                      bool hidden)
{
    struct doc_table *t = doc_table(y->d, s->id, s->title);
    bool is_figures = strcmp(s->id, "leads") == 0 || strcmp(s->id, "villages") == 0;

    t->ruled = t->as_blocks = !is_figures;
    doc_column(t, "colour", "colour", 0, TEXT_LEFT, DOC_HIDDEN);
    doc_column(t, "due_on", "due_on", 0, TEXT_LEFT, DOC_HIDDEN);
    for (size_t i = 0; i < s->n_columns; i++) {
        add_column(t, s, &s->columns[i]);
        if (hidden)
            t->columns[t->n_columns - 1].is |= DOC_HIDDEN;
    }
    for (size_t i = 0; i < s->n_rows; i++)
        if (is_ours(y, &s->rows[i]))
            add_row(t, s, &s->rows[i]);
}

/* ---- sections ---- */

/* Numbers and how long, one after the other. */
static void add_runs(const struct sheet_paper *y, const struct weekly_section *s)
{
    struct doc_block *b = doc_add(y->d, DOC_PHRASES, NULL, NULL, NULL);

    for (size_t i = 0; i < s->n_rows; i++) {
        if (!is_ours(y, &s->rows[i]))
            continue;
        char *text = xasprintf("%s(%s)", weekly_cell(s, &s->rows[i], "code"),
                               weekly_cell(s, &s->rows[i], "run"));
        doc_phrase(b, text, COLOUR_NONE);
        free(text);
    }
    add_table(y, s, true);
}

static void add_section(const struct sheet_paper *y, const struct weekly_section *s)
{
    size_t n = count_ours(y, s);

    if (y->part && n == 0)
        return;
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(y->d, DOC_HEADING, s->title, NULL, NULL);
    if (n == 0 && !*s->note) /* else what belongs here stands above, as the note says */
        doc_add(y->d, DOC_PARAGRAPH, weekly_word(y->w, "none"), NULL, NULL);
    else if (n && strcmp(s->id, "red_run") == 0)
        add_runs(y, s);
    else if (n)
        add_table(y, s, false);
    if (*s->note && !y->part)
        doc_add(y->d, DOC_PARAGRAPH, s->note, NULL, NULL);
}

static bool is_among(const char *id, const char *const *ids)
{
    for (; *ids; ids++)
        if (strcmp(id, *ids) == 0)
            return true;
    return false;
}

static void add_sections(const struct sheet_paper *y, const char *const *but)
{
    for (size_t i = 0; i < y->w->n_sections; i++)
        if (!is_among(y->w->sections[i].id, but))
            add_section(y, &y->w->sections[i]);
}

/* ---- head and foot ---- */

static void begin_part(const struct sheet_paper *y, const char *name)
{
    const struct weekly *w = y->w;
    const char *issue = weekly_word(w, "issue"), *notice = weekly_word(w, "notice");
    char *draft = xstrndup(notice, strcspn(notice, "\n"));
    char *running = xasprintf("%s  %s%s%s", weekly_word(w, "title"), *issue ? issue : draft,
                              *name ? "  " : "", name);
    struct doc_part *p = doc_part(y->d, name);

    doc_set(&p->running, running);
    doc_set(&p->foot_left, weekly_word(w, "secret"));
    doc_set(&p->foot_right, weekly_word(w, "made"));
    doc_add(y->d, DOC_TITLE, weekly_word(w, "title"), NULL, NULL);
    doc_add(y->d, DOC_SPREAD, issue, weekly_word(w, "period"), weekly_word(w, "cutoff"));
    doc_add_lines(y->d, DOC_LINE, notice);
    free(running);
    free(draft);
}

/* Who filled it in, checked and approved it; the last one writes into a box. */
static void add_signers(const struct sheet_paper *y)
{
    struct doc_block *b = doc_add(y->d, DOC_PHRASES, NULL, NULL, NULL);

    for (const char *s = weekly_word(y->w, "signers"); *s;) {
        size_t n = strcspn(s, "\n");
        char *one = xstrndup(s, n);
        s += n + (s[n] == '\n');
        if (*s) {
            doc_phrase(b, one, COLOUR_NONE);
        } else {
            for (n = strlen(one); n && one[n - 1] == '_';)
                one[--n] = '\0';
            struct doc_block *box = doc_add(y->d, DOC_BOX, one, NULL, NULL);
            box->wide = 60;
            box->high = 25;
        }
        free(one);
    }
}

static void add_receipts(const struct sheet_paper *y)
{
    const struct weekly_section *s = weekly_section(y->w, "receipts");

    if (!s || s->n_rows == 0)
        return;
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(y->d, DOC_HEADING, s->title, NULL, NULL);
    struct doc_table *t = doc_table(y->d, "", s->title);
    t->abreast = 3;             /* a township's units are twenty */
    for (size_t i = 0; i < s->n_columns; i++)
        doc_column(t, s->columns[i].id, s->columns[i].title, s->columns[i].mm, TEXT_LEFT,
                   DOC_FIXED | (i ? DOC_WRITE : 0));
    for (size_t k = 0; k < s->n_rows; k++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        for (size_t i = 0; i < s->n_columns; i++)
            doc_put(t, r, s->columns[i].id, s->rows[k].cells[i]);
    }
}

static void add_whole(const struct sheet_paper *y)
{
    static const char *const elsewhere[] = { "leads", "receipts", "red", NULL };
    const struct weekly_section *leads = weekly_section(y->w, "leads");

    begin_part(y, "");
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(y->d, DOC_PARAGRAPH, weekly_word(y->w, "summary"), NULL, NULL);
    if (leads && leads->n_rows) {
        doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
        add_table(y, leads, false);
    }
    add_sections(y, elsewhere);
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(y->d, DOC_LINE, weekly_word(y->w, "marks"), NULL, NULL);
    add_signers(y);
    add_receipts(y);
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    if (*weekly_word(y->w, "copies"))
        doc_add(y->d, DOC_LINE, weekly_word(y->w, "copies"), NULL, NULL);
    doc_add(y->d, DOC_CODE, weekly_word(y->w, "code"), weekly_word(y->w, "scan"), NULL);
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

static struct part *find_parts(const struct sheet_paper *y, size_t *n)
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

static void add_part(const struct sheet_paper *y)
{
    static const char *const elsewhere[] = { "leads", "receipts", "red", "villages", NULL };
    const char *name = *y->part ? y->part : weekly_word(y->w, "nobody");
    char *whose = xasprintf("%s  %s",
                            weekly_word(y->w, y->by == WEEKLY_BY_UNIT ? "unit" : "lead"), name);

    begin_part(y, name);
    doc_add(y->d, DOC_LINE, whose, NULL, NULL);
    add_sections(y, elsewhere);
    doc_add(y->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(y->d, DOC_LINE, weekly_word(y->w, "marks"), NULL, NULL);
    doc_add(y->d, DOC_LINE, weekly_word(y->w, "receipt"), NULL, NULL);
    free(whose);
}

/* ---- the document ---- */

void weekly_paper(struct document *d, const struct weekly *w, enum weekly_by by)
{
    struct sheet_paper y = { .d = d, .w = w, .by = by };
    size_t n = 0;

    doc_set(&d->title, weekly_word(w, "title"));
    doc_set(&d->author, weekly_word(w, "author"));
    doc_set(&d->mark, weekly_word(w, "practice"));
    d->page = DOC_LEDGER;
    d->made = strtoll(weekly_word(w, "at"), NULL, 10);
    d->utc_offset = (int)strtol(weekly_word(w, "utc_offset"), NULL, 10);
    doc_key(d, "issue", weekly_word(w, "issue"));
    if (by == WEEKLY_WHOLE) {
        add_whole(&y);
        return;
    }
    struct part *parts = find_parts(&y, &n);
    for (size_t i = 0; i < n; i++) {
        y.part = parts[i].name;
        add_part(&y);
    }
    if (n == 0) { /* nothing to hand out */
        begin_part(&y, "");
        doc_add(d, DOC_PARAGRAPH, weekly_word(w, "none"), NULL, NULL);
    }
    free(parts);
}
