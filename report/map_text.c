#include "report/map_text.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/text.h"

#define LEAST_WIDTH 40
#define NAME_MOST 16            /* columns of a group's name */

/* ---- words ---- */

static int64_t count_of(const int64_t *n, int mark, bool open)
{
    if (open)
        return n[mark];
    return mark == MAP_REFUSES ? 0 : mark == MAP_TALKING ? n[mark] + n[MAP_REFUSES] : n[mark];
}

/* The furthest step first, what is no step last: 签 谈 拒 未. */
static int in_order(const struct list_def *l, int i)
{
    static const int plain[] = { MAP_TALKING, MAP_REFUSES, MAP_UNTOUCHED };
    int marks = map_marks(l);

    return i < marks - MAP_STEPS ? marks - 1 - i : plain[i - (marks - MAP_STEPS)];
}

void map_say_counts(struct buf *out, const struct list_def *l, const int64_t *n, bool open)
{
    const char *gap = "";

    for (int i = 0; i < map_marks(l); i++) {
        int mark = in_order(l, i);
        int64_t many = count_of(n, mark, open);
        if (many)
            buf_printf(out, "%s%s %lld", gap, map_mark(l, mark), (long long)many);
        gap = many ? " " : gap;
    }
}

void map_say_area(struct buf *out, const struct land_map *m, int64_t area_signed, int64_t area)
{
    char have[DECIMAL_TEXT], all[DECIMAL_TEXT];

    if (*m->unit)
        buf_printf(out, "%s/%s %s", decimal_format(area_signed, have),
                   decimal_format(area, all), m->unit);
}

/* ---- the page ---- */

struct page {
    const struct land_map *m;
    int width, names;           /* columns; of the widest group name */
    struct buf *out;
};

/* After what stands in the line already (*x columns), or on the next one. */
static void put_piece(const struct page *p, int *x, int gap, const char *text)
{
    int w = text_width(text);

    if (*x + gap + w > p->width) {
        buf_puts(p->out, "\n  ");
        *x = 2;
    } else {
        buf_printf(p->out, "%*s", gap, "");
        *x += gap;
    }
    text_show(p->out, text, false);
    *x += w;
}

static void put_counts(const struct page *p, int *x, size_t from, size_t to)
{
    const struct list_def *l = p->m->list;
    int64_t *n = xcalloc((size_t)map_marks(l), sizeof *n);
    int gap = 2;

    map_count(p->m, from, to, n);
    for (int i = 0; i < map_marks(l); i++) {
        int mark = in_order(l, i);
        int64_t many = count_of(n, mark, false);
        char *text = xasprintf("%s %lld", map_mark(l, mark), (long long)many);
        if (many) {
            put_piece(p, x, gap, text);
            gap = 1;
        }
        free(text);
    }
    free(n);
}

static void put_total(const struct page *p, const char *name, int64_t rows, size_t from, size_t to,
                      int64_t area_signed, int64_t area)
{
    char *many = xasprintf("%lld %s", (long long)rows, p->m->list->row);
    struct buf b = {0};
    int x = 0;

    put_piece(p, &x, 0, name);
    put_piece(p, &x, 2, many);
    put_counts(p, &x, from, to);
    map_say_area(&b, p->m, area_signed, area);
    if (b.len && rows)
        put_piece(p, &x, 2, buf_str(&b));
    buf_putc(p->out, '\n');
    buf_fini(&b);
    free(many);
}

/* "13 户 签 10", on the last line of the marks where it fits. */
static void put_tail(const struct page *p, const struct map_group *g, int used)
{
    const struct list_def *l = p->m->list;
    struct buf b = {0};
    int sign = -1;

    for (size_t k = 0; k < l->n_map; k++)
        if (strcmp(l->map[k].step, map_signed_step(l)) == 0)
            sign = MAP_STEPS + (int)k;
    buf_printf(&b, "  %lld %s", (long long)g->n, l->row);
    if (sign >= 0)
        buf_printf(&b, " %s %lld", map_mark(l, sign), (long long)g->n_signed);
    if (used + text_width(buf_str(&b)) > p->width)
        buf_printf(p->out, "\n%*s", p->names - 1, "");
    buf_puts(p->out, buf_str(&b));
    buf_putc(p->out, '\n');
    buf_fini(&b);
}

static void put_group(const struct page *p, const struct map_group *g)
{
    int x = p->names + 1;

    text_put(p->out, g->name, p->names, TEXT_LEFT);
    buf_putc(p->out, ' ');
    for (int64_t i = 0; i < g->n; i++) {
        if (x + 2 > p->width) {
            buf_printf(p->out, "\n%*s", p->names + 1, "");
            x = p->names + 1;
        }
        text_put(p->out, map_mark(p->m->list, map_mark_public(g->cells[i].mark)), 2, TEXT_LEFT);
        x += 2;
    }
    put_tail(p, g, x);
}

static void put_head(const struct page *p, const struct store *st, int32_t today)
{
    const struct land_map *m = p->m;
    struct buf name = {0};
    char day[DAY_TEXT];

    buf_printf(p->out, "%s  %s  %s\n", _("Household map"), st->defs->township.name,
               day_format(today, day));
    if (st->practice)
        buf_printf(p->out, "%s\n", _("PRACTICE: not real data"));
    buf_printf(&name, "%s%s%s", m->code, *m->title ? " " : "", m->title);
    put_total(p, buf_str(&name), m->n, 0, m->n_groups, m->area_signed, m->area);
    buf_fini(&name);
}

static void put_villages(const struct page *p)
{
    const struct land_map *m = p->m;

    for (size_t i = 0; i < m->n_villages; i++) {
        const struct map_village *v = &m->villages[i];
        if (v->n == 0)
            continue;
        buf_putc(p->out, '\n');
        put_total(p, *v->name ? v->name : _("no place written down"), v->n, v->first,
                  v->first + v->n_groups, v->area_signed, v->area);
        for (size_t g = v->first; g < v->first + v->n_groups; g++)
            if (m->groups[g].n)
                put_group(p, &m->groups[g]);
    }
}

static void put_legend(const struct page *p)
{
    const struct list_def *l = p->m->list;
    int x = 0;

    buf_putc(p->out, '\n');
    for (int k = 0; k < map_marks(l); k++) {
        char *text = xasprintf("%s %s", map_mark(l, k), map_meaning(l, k));
        if (map_mark_public(k) == k)
            put_piece(p, &x, x ? 2 : 0, text);
        free(text);
    }
    buf_printf(p->out, "\n%s\n", _("Internal; keep safe"));
}

static int widest_name(const struct land_map *m)
{
    int widest = 4;

    for (size_t g = 0; g < m->n_groups; g++) {
        int w = text_width(m->groups[g].name);
        widest = w > widest ? w : widest;
    }
    return widest < NAME_MOST ? widest : NAME_MOST;
}

enum xh_rc map_print(struct buf *out, struct store *st, const struct map_ask *ask, int width,
                     struct xh_err *err)
{
    struct land_map m = {0};
    enum xh_rc rc = map_open(st, ask, &m, err);

    for (size_t g = 0; rc == XH_OK && g < m.n_groups; g++)
        rc = map_load(st, ask, &m, g, err);
    if (rc == XH_OK) {
        const struct page p = { &m, width == 0 ? 80 : width < LEAST_WIDTH ? LEAST_WIDTH : width,
                                widest_name(&m), out };
        put_head(&p, st, ask->today);
        if (m.n == 0)
            buf_printf(out, _("%s has no rows of %s here.\n"), m.code, m.list->name);
        put_villages(&p);
        put_legend(&p);
    }
    map_fini(&m);
    return rc;
}
