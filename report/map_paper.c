#include "report/map_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/rollup.h"
#include "report/land_text.h"
#include "report/map_text.h"
#include "report/paper_frame.h"

struct page {
    struct document *d;
    const struct land_map *m;
    const struct map_ask *ask;
    bool masks;                 /* a total has been masked */
    int signed_mark;            /* -1: signing has none */
    /* which areas may stand on it: of the project's sections, villages, groups */
    struct rollup_lines project, sections, villages, groups;
};

/* ---- which areas it tells (rollup.h) ---- */

struct told { bool area, area_signed; };

/* Of all lines in this village and this group, and in the section the map is of. 0: no matter
 * which. A village that lies in two sections is told when both its parts are. */
static struct told tells(const struct page *p, const struct rollup_lines *l, int64_t village,
                         int64_t group)
{
    struct told told = { true, true };

    for (size_t i = 0; i < l->n; i++) {
        const struct rollup_line *v = &l->v[i];
        if ((p->ask->section && v->by != ROLLUP_PROJECT &&
             strcmp(v->section, p->ask->section) != 0) ||
            (v->by >= ROLLUP_VILLAGE && v->village != village) ||
            (v->by == ROLLUP_GROUP && v->group != group))
            continue;
        told.area &= v->tells_area;
        told.area_signed &= v->tells_area_signed;
    }
    return told;
}

static struct told tells_group(const struct page *p, const struct map_village *v,
                               const struct map_group *g)
{
    return tells(p, &p->groups, v->place, g->place == v->place ? 0 : g->place);
}

/* A part of the project is told where each of its groups is. */
static struct told tells_groups(const struct page *p, const struct map_village *v)
{
    struct told told = { true, true };

    for (size_t g = v->first; g < v->first + v->n_groups; g++) {
        const struct told one = tells_group(p, v, &p->m->groups[g]);
        told.area &= one.area || !p->m->groups[g].n;
        told.area_signed &= one.area_signed || !p->m->groups[g].n;
    }
    return told;
}

static struct told tells_village(const struct page *p, const struct map_village *v)
{
    return p->ask->place ? tells_groups(p, v) : tells(p, &p->villages, v->place, 0);
}

static struct told tells_all(const struct page *p)
{
    struct told told = { true, true };

    if (!p->ask->place)
        return tells(p, p->ask->section ? &p->sections : &p->project, 0, 0);
    for (size_t i = 0; i < p->m->n_villages; i++) {
        const struct told one = tells_groups(p, &p->m->villages[i]);
        told.area &= one.area;
        told.area_signed &= one.area_signed;
    }
    return told;
}

static enum xh_rc load_told(struct page *p, struct store *st, struct xh_err *err)
{
    struct rollup_ask ask = { .list = p->m->list->id, .parent = p->m->code, .area = true,
                              .today = p->ask->today, .reader = p->ask->reader };
    struct rollup_lines *const to[] = { [ROLLUP_PROJECT] = &p->project,
                                        [ROLLUP_SECTION] = &p->sections,
                                        [ROLLUP_VILLAGE] = &p->villages,
                                        [ROLLUP_GROUP] = &p->groups };
    enum xh_rc rc = XH_OK;

    for (; rc == XH_OK && *p->m->unit && ask.by <= ROLLUP_GROUP; ask.by++)
        rc = rollup_load(st, &ask, to[ask.by], err);
    return rc;
}

static void page_fini(struct page *p)
{
    rollup_lines_fini(&p->project);
    rollup_lines_fini(&p->sections);
    rollup_lines_fini(&p->villages);
    rollup_lines_fini(&p->groups);
}

/* ---- the page ---- */

/* "90 户  签 65 谈 14 未 7  248.10/312.45 亩" of groups from..to-1; caller frees. */
static char *say_total(const struct page *p, int64_t rows, size_t from, size_t to,
                       const int64_t *area_signed, const int64_t *area)
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

static void add_total(struct page *p, enum doc_kind kind, const char *name, int64_t rows,
                      size_t from, size_t to, struct told told, int64_t area_signed, int64_t area)
{
    char *total = say_total(p, rows, from, to, told.area_signed ? &area_signed : NULL,
                            told.area ? &area : NULL);

    p->masks |= rows && *p->m->unit && (!told.area || !told.area_signed);
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

static void add_villages(struct page *p)
{
    const struct land_map *m = p->m;

    for (size_t i = 0; i < m->n_villages; i++) {
        const struct map_village *v = &m->villages[i];
        if (v->n == 0)
            continue;
        doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
        add_total(p, DOC_HEADING, village_name(v), v->n, v->first, v->first + v->n_groups,
                  tells_village(p, v), v->area_signed, v->area);
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

static void put_area(struct doc_table *t, struct doc_row *r, const char *id, bool tells,
                     int64_t area)
{
    if (tells)
        doc_put_number(t, r, id, area);
    else
        doc_put(t, r, id, LAND_MASKED);
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
            const struct told told = tells_group(p, &m->villages[i], at);
            put_area(t, r, "area", told.area, at->area);
            put_area(t, r, "area_signed", told.area_signed, at->area_signed);
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

static void describe(struct page *p, struct store *st, int32_t today)
{
    const struct land_map *m = p->m;
    char *name = xasprintf("%s%s%s", m->code, *m->title ? " " : "", m->title);
    char day[DAY_TEXT], *said = xasprintf("%s  %s", name, day_format(today, day));

    paper_part(p->d, st, "", today, said);
    add_total(p, DOC_LINE, m->list->name, m->n, 0, m->n_groups, tells_all(p), m->area_signed,
              m->area);
    add_legend(p);
    add_colours(p, st->defs);
    if (m->n == 0) {
        char *none = xasprintf(_("%s has no rows of %s here."), m->code, m->list->name);
        doc_add(p->d, DOC_LINE, none, NULL, NULL);
        free(none);
    }
    add_villages(p);
    if (p->masks)
        land_note_area(p->d);
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
    struct page p = { .d = d, .m = &m, .ask = ask };
    if (rc == XH_OK)
        rc = load_told(&p, st, err);
    if (rc == XH_OK) {
        p.signed_mark = mark_of_signing(m.list);
        describe(&p, st, ask->today);
    }
    page_fini(&p);
    map_fini(&m);
    return rc;
}
