/* land_map_lay.c - 作战图 in lines: where each household stands, how the cursor goes, and
 * painting what is in view. Nothing here grows with what is not. */
#include "tui/land_map_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/map_text.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/text_pane.h"

#define NAME_MOST 12            /* columns of a group's name */
#define TALL 30                 /* rows from which more is said of a household */

/* ---- lines ---- */

/* Totals above; a rule, what is said of a household, and the digits below. */
static int low(const struct tui *t)
{
    return t->canvas.rows >= TALL ? 8 : 5;
}

static bool has_heads(const struct land_map_state *s)
{
    return s->m.n_villages > 1;
}

/* "33/35", signed of all. */
static void put_figures(const struct map_group *g, struct buf *out)
{
    buf_printf(out, "%lld/%lld", (long long)g->n_signed, (long long)g->n);
}

static void measure(const struct tui *t, struct land_map_state *s)
{
    int figures = 0;

    s->name = 0;
    for (size_t g = 0; g < s->m.n_groups; g++) {
        struct buf b = {0};
        int w = text_width(s->m.groups[g].name);
        put_figures(&s->m.groups[g], &b);
        s->name = w > s->name ? w : s->name;
        figures = (int)b.len > figures ? (int)b.len : figures;
        buf_fini(&b);
    }
    s->name = s->name < NAME_MOST ? s->name : NAME_MOST;
    s->label = 1 + s->name + 1 + figures + 1;
    s->per = (t->canvas.cols - s->label - 1) / 2;
    s->per = s->per > 1 ? s->per : 1;           /* a window too narrow for any */
}

/* All of it: signed of all until every mark is known, then the marks; in two lines where one is
 * too narrow, so that nothing is cut. How many. */
static int totals(const struct tui *t, const struct land_map_state *s, struct buf line[static 2])
{
    buf_printf(&line[0], "%lld %s  ", (long long)s->m.n, s->m.list->row);
    if (s->all)
        map_say_counts(&line[0], s->m.list, s->n_marks, true);
    else
        buf_printf(&line[0], _("signed %lld"), (long long)s->m.n_signed);
    map_say_area(&line[1], &s->m, &s->m.area_signed, &s->m.area);
    if (s->marks.n)
        buf_printf(&line[1], _("  marked %zu"), s->marks.n);
    if (text_width(buf_str(&line[0])) + 2 + text_width(buf_str(&line[1])) > t->canvas.cols - 2)
        return 2;
    buf_printf(&line[0], "  %s", buf_str(&line[1]));
    return 1;
}

static int lines_over(const struct tui *t, const struct land_map_state *s)
{
    struct buf line[2] = {{0}, {0}};
    int n = totals(t, s, line);

    buf_fini(&line[0]);
    buf_fini(&line[1]);
    return n;
}

static void keep_in_view(struct land_map_state *s)
{
    int64_t at = land_map_at(s), lines = s->line[s->m.n_groups];

    if (at < s->top)            /* the head of its village with it */
        s->top = at > 0 && has_heads(s) && s->i < s->per ? at - 1 : at;
    if (at >= s->top + s->page)
        s->top = at - s->page + 1;
    if (s->top + s->page > lines)
        s->top = lines > s->page ? lines - s->page : 0;
}

void land_map_lay(const struct tui *t, struct land_map_state *s)
{
    int64_t at = 0;

    measure(t, s);
    s->rows = t->canvas.rows;
    s->cols = t->canvas.cols;
    s->over = lines_over(t, s);
    s->page = frame_body(t).h - s->over - low(t);
    s->page = s->page > 1 ? s->page : 1;
    free(s->line);
    s->line = xcalloc(s->m.n_groups + 1, sizeof *s->line);
    for (size_t v = 0; v < s->m.n_villages; v++) {
        const struct map_village *x = &s->m.villages[v];
        at += has_heads(s);
        for (size_t g = x->first; g < x->first + x->n_groups; g++) {
            s->line[g] = at;
            at += (s->m.groups[g].n + s->per - 1) / s->per;
        }
    }
    s->line[s->m.n_groups] = at;
    keep_in_view(s);
}

/* The village of a group. */
static size_t village_of(const struct land_map_state *s, size_t g)
{
    size_t from = 0, to = s->m.n_villages;

    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (s->m.villages[middle].first <= g)
            from = middle;
        else
            to = middle;
    }
    return from;
}

bool land_map_line(const struct land_map_state *s, int64_t at, struct map_line *out)
{
    size_t from = 0, to = s->m.n_groups;

    if (at < 0 || to == 0 || at >= s->line[to])
        return false;
    while (to - from > 1) {     /* the last group that begins at this line or above */
        size_t middle = from + (to - from) / 2;
        if (s->line[middle] <= at)
            from = middle;
        else
            to = middle;
    }
    int64_t in = at - s->line[from], n = s->m.groups[from].n;
    bool head = at < s->line[from] || in * s->per >= n;
    if (head && at >= s->line[from])
        from++;                 /* the line above the next group */
    *out = (struct map_line){ .head = head, .group = from, .village = village_of(s, from) };
    if (!head) {
        out->first = in * s->per;
        out->n = n - out->first < s->per ? n - out->first : s->per;
    }
    return true;
}

int64_t land_map_at(const struct land_map_state *s)
{
    return s->m.n_groups ? s->line[s->g] + s->i / s->per : 0;
}

const struct map_cell *land_map_cell(const struct land_map_state *s, size_t g, int64_t i)
{
    const struct map_group *x = g < s->m.n_groups ? &s->m.groups[g] : NULL;

    return x && x->loaded && i >= 0 && i < x->n ? &x->cells[i] : NULL;
}

bool land_map_fits(const struct land_map_state *s, const struct map_cell *c)
{
    return (!s->only_colours || (s->only_colours >> c->colour & 1)) &&
           (s->only_mark < 0 || c->mark == s->only_mark);
}

/* ---- moving ---- */

static void go_group(struct land_map_state *s, bool forward)
{
    size_t g = s->g;

    while (forward ? g + 1 < s->m.n_groups : g > 0) {
        g += forward ? 1 : (size_t)-1;
        if (s->m.groups[g].n) {
            s->g = g;
            s->i = 0;
            return;
        }
    }
}

bool land_map_step(struct land_map_state *s, bool forward)
{
    size_t was = s->g;

    if (forward ? s->i + 1 < s->m.groups[s->g].n : s->i > 0) {
        s->i += forward ? 1 : -1;
        return true;
    }
    go_group(s, forward);
    if (s->g != was && !forward)
        s->i = s->m.groups[s->g].n - 1;
    return s->g != was;
}

/* `by` lines down, or up; heads are passed over. */
static void go_lines(struct land_map_state *s, int64_t by)
{
    int64_t lines = s->line[s->m.n_groups], column = s->i % s->per, at = land_map_at(s) + by;
    int64_t last = lines - 1;
    struct map_line to;

    at = at < 0 ? 0 : at > last ? last : at;
    if (!land_map_line(s, at, &to))
        return;
    if (to.head) {              /* over it; the first line of all has nothing above it */
        at += by < 0 && at > 0 ? -1 : 1;
        if (!land_map_line(s, at, &to) || to.head)
            return;
    }
    s->g = to.group;
    s->i = to.first + (column < to.n ? column : to.n - 1);
}

static void go_end(struct land_map_state *s, bool last)
{
    size_t n = s->m.n_groups;

    for (size_t k = 0; k < n; k++) {
        size_t g = last ? n - 1 - k : k;
        if (s->m.groups[g].n) {
            s->g = g;
            s->i = last ? s->m.groups[g].n - 1 : 0;
            return;
        }
    }
}

bool land_map_move(struct land_map_state *s, enum cmd cmd)
{
    int64_t page = s->page > 1 ? s->page - 1 : 1;

    if (s->m.n_groups == 0)
        return false;
    switch (cmd) {
    case CMD_LEFT:      land_map_step(s, false); break;
    case CMD_RIGHT:     land_map_step(s, true); break;
    case CMD_UP:        go_lines(s, -1); break;
    case CMD_DOWN:      go_lines(s, 1); break;
    case CMD_PGUP:      go_lines(s, -page); break;
    case CMD_PGDN:      go_lines(s, page); break;
    case CMD_HOME:      go_end(s, false); break;
    case CMD_END:       go_end(s, true); break;
    case CMD_NEXT_PANE: go_group(s, true); break;
    case CMD_PREV_PANE: go_group(s, false); break;
    default:            return false;
    }
    keep_in_view(s);
    if (cmd == CMD_HOME)
        s->top = 0;
    return true;
}

/* ---- painting ---- */

static enum style style_of(const struct land_map_state *s, const struct map_cell *c, bool here)
{
    if (here)
        return STYLE_CURSOR;
    if (s->marks.n && marks_has(&s->marks, c->item))
        return STYLE_CELL_MARKED;
    return land_map_fits(s, c) ? theme_cell((enum colour)c->colour) : STYLE_DIM;
}

static void draw_cells(struct tui *t, const struct land_map_state *s, int y,
                       const struct map_line *l)
{
    int x = s->label;

    for (int64_t i = l->first; i < l->first + l->n; i++, x += 2) {
        const struct map_cell *c = land_map_cell(s, l->group, i);
        bool here = l->group == s->g && i == s->i;
        canvas_put(&t->canvas, y, x, 2, c ? map_mark(s->m.list, c->mark) : "..", TEXT_LEFT,
                   c ? style_of(s, c, here) : STYLE_DIM);
        canvas_hit(&t->canvas, (struct area){ y, x, 1, 2 }, K_ENTER,
                   (y << 10) + (int)(i - l->first));
    }
}

static void draw_label(struct tui *t, const struct land_map_state *s, int y,
                       const struct map_line *l)
{
    const struct map_group *g = &s->m.groups[l->group];
    struct buf b = {0};
    int figures = s->label - s->name - 3;

    put_figures(g, &b);
    canvas_put(&t->canvas, y, 1, s->name, g->name, TEXT_LEFT, STYLE_PLAIN);
    canvas_put(&t->canvas, y, 2 + s->name, figures, buf_str(&b), TEXT_RIGHT, STYLE_DIM);
    buf_fini(&b);
}

static void draw_head(struct tui *t, const struct land_map_state *s, int y,
                      const struct map_line *l)
{
    const struct map_village *v = &s->m.villages[l->village];
    struct buf b = {0};

    buf_printf(&b, "%s  %lld/%lld %s  ", *v->name ? v->name : _("no place written down"),
               (long long)v->n_signed, (long long)v->n, s->m.list->row);
    map_say_area(&b, &s->m, &v->area_signed, &v->area);
    canvas_put(&t->canvas, y, 1, t->canvas.cols - 2, buf_str(&b), TEXT_LEFT, STYLE_STRONG);
    buf_fini(&b);
}

static void draw_totals(struct tui *t, const struct land_map_state *s, int y)
{
    struct buf line[2] = {{0}, {0}};
    int n = totals(t, s, line);

    for (int i = 0; i < 2; i++) {
        if (i < n)
            canvas_put(&t->canvas, y + i, 1, t->canvas.cols - 2, buf_str(&line[i]), TEXT_LEFT,
                       STYLE_HEAD);
        buf_fini(&line[i]);
    }
}

/* What a digit does here: "1访 2量 3示 4签"; the colours' words, where counts do not say them. */
static void draw_digits(struct tui *t, const struct land_map_state *s, int y)
{
    const struct list_def *l = s->m.list;
    bool wide = t->canvas.cols >= 100;
    int x = 1;

    canvas_put(&t->canvas, y, 0, t->canvas.cols, "", TEXT_LEFT, STYLE_PLAIN);
    for (size_t k = 0; k < l->n_map && k < 9; k++) {
        const char *name = map_meaning(l, MAP_STEPS + (int)k);
        struct buf b = {0};
        buf_printf(&b, "%zu%s%s%s", k + 1, l->map[k].mark, wide ? " " : "", wide ? name : "");
        int w = canvas_write(&t->canvas, y, x, buf_str(&b), STYLE_HEAD);
        canvas_hit(&t->canvas, (struct area){ y, x, 1, w }, '1' + (uint32_t)k, -1);
        x += w + 1;
        buf_fini(&b);
    }
    for (int k = 0; k < MAP_STEPS; k++) {
        struct buf b = {0};
        buf_printf(&b, "%s %s", map_mark(l, k), map_meaning(l, k));
        x += 1 + canvas_write(&t->canvas, y, x + 1, buf_str(&b), STYLE_DIM);
        buf_fini(&b);
    }
    for (int c = COLOUR_RED; !s->all && c >= COLOUR_GREEN; c--)
        x += 1 + canvas_write(&t->canvas, y, x + 1, colour_word(t->defs, (enum colour)c),
                              theme_colour((enum colour)c));
    if (x + 2 + text_width(_("Space marks")) < t->canvas.cols)
        canvas_write(&t->canvas, y, x + 2, _("Space marks"), STYLE_DIM);
}

void land_map_draw(struct tui *t, void *state, struct area body)
{
    struct land_map_state *s = state;
    int under = low(t);
    struct area about = { body.y + body.h - under, body.x, under - 1, body.w };

    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    if (!s->m.list)
        return;
    if (s->rows != t->canvas.rows || s->cols != t->canvas.cols || s->over != lines_over(t, s))
        land_map_lay(t, s);
    draw_totals(t, s, body.y);
    if (s->m.n == 0)
        canvas_put(&t->canvas, body.y + 2, 2, body.w - 4,
                   _("No household hangs under this project here. F10 goes back."), TEXT_LEFT,
                   STYLE_PLAIN);
    for (int k = 0; k < s->page; k++) {
        struct map_line l;
        int y = body.y + s->over + k;
        if (!land_map_line(s, s->top + k, &l))
            break;
        if (l.head) {
            draw_head(t, s, y, &l);
            continue;
        }
        if (l.first == 0)
            draw_label(t, s, y, &l);
        draw_cells(t, s, y, &l);
    }
    text_pane_about(&t->canvas, about, s->about, STYLE_STRONG);
    draw_digits(t, s, body.y + body.h - 1);
}
