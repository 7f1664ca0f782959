#include "report/map_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "report/map_text.h"
#include "report/paper_frame.h"

struct page {
    struct document *d;
    const struct land_map *m;
    int signed_mark;            /* -1: signing has none */
};

/* "90 户  签 65 谈 14 未 7  248.10/312.45 亩" of groups from..to-1; caller frees. */
static char *say_total(const struct page *p, int64_t rows, size_t from, size_t to,
                       int64_t area_signed, int64_t area)
{
    int64_t *n = xcalloc((size_t)map_marks(p->m->list), sizeof *n);
    struct buf b = { 0 };

    map_count(p->m, from, to, n);
    buf_printf(&b, "%lld %s  ", (long long)rows, p->m->list->row);
    map_say_counts(&b, p->m->list, n, false);
    buf_puts(&b, rows && *p->m->unit ? "  " : "");
    if (rows)
        map_say_area(&b, p->m, area_signed, area);
    free(n);
    return buf_take(&b);
}

static void add_total(const struct page *p, enum doc_kind kind, const char *name, int64_t rows,
                      size_t from, size_t to, int64_t area_signed, int64_t area)
{
    char *total = say_total(p, rows, from, to, area_signed, area);
    char *text = xasprintf("%s  %s", name, total);

    doc_add(p->d, kind, text, NULL, NULL);
    free(text);
    free(total);
}

static const char *village_name(const struct map_village *v)
{
    return *v->name ? v->name : _("no place written down");
}

/* "13 户 签 10" behind the marks. */
static void add_group(const struct page *p, const struct map_village *v,
                      const struct map_group *g)
{
    const struct list_def *l = p->m->list;
    const char *name = *g->name ? g->name : _("no group");
    char *full = xasprintf("%s %s", village_name(v), name);
    struct buf tail = { 0 };

    buf_printf(&tail, "%lld %s", (long long)g->n, l->row);
    if (p->signed_mark >= 0)
        buf_printf(&tail, " %s %lld", map_mark(l, p->signed_mark), (long long)g->n_signed);
    struct doc_block *b = doc_add(p->d, DOC_MARKS, name, buf_str(&tail), full);
    for (int64_t i = 0; i < g->n; i++)
        doc_phrase(b, map_mark(l, map_mark_public(g->cells[i].mark)),
                   (enum colour)g->cells[i].colour);
    buf_fini(&tail);
    free(full);
}

static void add_villages(const struct page *p)
{
    const struct land_map *m = p->m;

    for (size_t i = 0; i < m->n_villages; i++) {
        const struct map_village *v = &m->villages[i];
        if (v->n == 0)
            continue;
        doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
        add_total(p, DOC_HEADING, village_name(v), v->n, v->first, v->first + v->n_groups,
                  v->area_signed, v->area);
        for (size_t g = v->first; g < v->first + v->n_groups; g++)
            if (m->groups[g].n)
                add_group(p, v, &m->groups[g]);
    }
}

static void add_legend(const struct page *p)
{
    const struct list_def *l = p->m->list;
    struct doc_block *b = doc_add(p->d, DOC_PHRASES, NULL, NULL, NULL);

    for (int k = 0; k < map_marks(l); k++) {
        char *text = xasprintf("%s %s", map_mark(l, k), map_meaning(l, k));
        if (map_mark_public(k) == k)
            doc_phrase(b, text, COLOUR_NONE);
        free(text);
    }
}

/* How many are of a colour that frames the mark. */
static void add_colours(const struct page *p, const struct defs *defs)
{
    static const enum colour framed[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREY };
    const struct land_map *m = p->m;
    int64_t n[COLOUR_GREY + 1] = { 0 };
    struct doc_block *b = NULL;

    for (size_t g = 0; g < m->n_groups; g++)
        for (int64_t i = 0; i < m->groups[g].n; i++)
            n[m->groups[g].cells[i].colour]++;
    for (size_t i = 0; i < sizeof framed / sizeof *framed; i++) {
        char *text = xasprintf("%s %lld", colour_word(defs, framed[i]), (long long)n[framed[i]]);
        if (n[framed[i]] && !b)
            b = doc_add(p->d, DOC_PHRASES, NULL, NULL, NULL);
        if (n[framed[i]])
            doc_phrase(b, text, framed[i]);
        free(text);
    }
}

/* For programs: a group a line, its marks in the order of the codes. */
static void add_records(const struct page *p)
{
    static const char *const ids[] = { "project", "village", "group", "households", "signed",
                                       "area", "area_signed", "marks" };
    const struct land_map *m = p->m;
    struct doc_table *t = doc_table(p->d, "map", _("Household map"));

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        doc_column(t, ids[i], ids[i], 0, TEXT_LEFT, DOC_HIDDEN);
    for (size_t i = 0; i < m->n_villages; i++)
        for (size_t g = m->villages[i].first;
             g < m->villages[i].first + m->villages[i].n_groups; g++) {
            const struct map_group *at = &m->groups[g];
            struct buf marks = { 0 };
            if (!at->n)
                continue;
            struct doc_row *r = doc_row(t, DOC_ROW);
            for (int64_t k = 0; k < at->n; k++)
                buf_puts(&marks, map_mark(m->list, map_mark_public(at->cells[k].mark)));
            doc_put(t, r, "project", m->code);
            doc_put(t, r, "village", m->villages[i].name);
            doc_put(t, r, "group", at->name);
            doc_put_number(t, r, "households", at->n * DECIMAL_ONE);
            doc_put_number(t, r, "signed", at->n_signed * DECIMAL_ONE);
            doc_put_number(t, r, "area", at->area);
            doc_put_number(t, r, "area_signed", at->area_signed);
            doc_put(t, r, "marks", buf_str(&marks));
            buf_fini(&marks);
        }
}

static int mark_of_signing(const struct list_def *l)
{
    for (size_t k = 0; k < l->n_map; k++)
        if (strcmp(l->map[k].step, map_signed_step(l)) == 0)
            return MAP_STEPS + (int)k;
    return -1;
}

static void describe(const struct page *p, struct store *st, int32_t today)
{
    const struct land_map *m = p->m;
    char *name = xasprintf("%s%s%s", m->code, *m->title ? " " : "", m->title);
    char day[DAY_TEXT], *said = xasprintf("%s  %s", name, day_format(today, day));

    paper_part(p->d, st, "", today, said);
    add_total(p, DOC_LINE, m->list->name, m->n, 0, m->n_groups, m->area_signed, m->area);
    add_legend(p);
    add_colours(p, st->defs);
    if (m->n == 0) {
        char *none = xasprintf(_("%s has no rows of %s here."), m->code, m->list->name);
        doc_add(p->d, DOC_LINE, none, NULL, NULL);
        free(none);
    }
    add_villages(p);
    add_records(p);
    free(said);
    free(name);
}

enum xh_rc map_paper(struct document *d, struct store *st, const struct map_ask *ask,
                     struct xh_err *err)
{
    struct land_map m = { 0 };
    enum xh_rc rc = map_open(st, ask, &m, err);

    for (size_t g = 0; rc == XH_OK && g < m.n_groups; g++)
        rc = map_load(st, ask, &m, g, err);
    if (rc == XH_OK)
        rc = paper_begin(d, st, DOC_LEDGER, _("Household map"), err);
    if (rc == XH_OK)
        describe(&(struct page){ d, &m, mark_of_signing(m.list) }, st, ask->today);
    map_fini(&m);
    return rc;
}
