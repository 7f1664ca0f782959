/* today_draw.c - 今日 on the screen: which lines there are, and what stands on them. */
#include "tui/today_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/text_pane.h"

enum { LONG_LABEL = 20, FIGURES_SHARE = 5 };

/* ---- lines ---- */

static size_t rows_of(const struct section *s)
{
    return s->rows.n + s->groups.n;
}

static void add_line(struct lines *l, enum line_kind kind, enum panel p, size_t at)
{
    GROW(l->v, l->n, l->cap);
    l->v[l->n++] = (struct line){ kind, p, at };
}

/* Rows are shared out one by one, so that a short section leaves its room to the others. */
static void share_out(const struct today *d, int height, size_t *given)
{
    int room = height, figures = 0;
    bool gave = true;

    for (int p = 0; p < PANELS; p++) {
        given[p] = 0;
        if (p == PANEL_LISTS || p == PANEL_UNITS)
            figures += (int)d->s[p].n_bars;
        else
            room -= (int)d->s[p].n_bars;
    }
    room -= figures < height / FIGURES_SHARE ? figures : height / FIGURES_SHARE;
    for (size_t round = 0; gave && (room > 0 || round < 2); round++) {
        gave = false;
        for (int p = 0; p < PANELS && (room > 0 || round < 2); p++)
            if (given[p] < rows_of(&d->s[p]) && d->s[p].n_bars) {
                given[p]++;
                room--;
                gave = true;
            }
    }
}

static bool is_red(const struct row *r)
{
    return r->colour == COLOUR_RED;
}

/* What is red before what is not; of the same, groups before rows. */
void today_lines(const struct today *d, int height, struct lines *out)
{
    size_t given[PANELS];

    *out = (struct lines){0};
    share_out(d, height, given);
    for (int p = 0; p < PANELS; p++) {
        const struct section *s = &d->s[p];
        /* groups stand for many: half of the room is theirs, and what rows leave */
        size_t rows = s->rows.n < given[p] ? s->rows.n : given[p];
        size_t room = given[p] - rows > given[p] / 2 ? given[p] - rows : given[p] / 2;
        size_t groups = s->groups.n < room ? s->groups.n : room;
        for (size_t i = 0; i < s->n_bars; i++)
            add_line(out, LINE_BAR, p, i);
        if (rows > given[p] - groups)
            rows = given[p] - groups;
        for (size_t g = 0, r = 0; s->n_bars && g + r < groups + rows;) {
            bool group = r == rows || (g < groups && (is_red(&s->groups.v[g].row) ||
                                                      !is_red(&s->rows.v[r])));
            add_line(out, group ? LINE_GROUP : LINE_ROW, p, group ? g++ : r++);
        }
    }
}

/* ---- painting ---- */

/* Where to begin so that the chip at `at` is within `width` columns. */
static size_t first_shown(const struct bar *b, size_t at, int width)
{
    size_t first = at < b->n ? at : 0;

    for (int used = b->n ? text_width(b->chips[first].text) : 0; first > 0; first--) {
        used += text_width(b->chips[first - 1].text) + 2;
        if (used > width)
            break;
    }
    return first;
}

static void draw_bar(struct tui *t, const struct today *d, enum panel p, const struct bar *b,
                     int y, size_t line)
{
    struct canvas *c = &t->canvas;
    int label = p == PANEL_LISTS || p == PANEL_UNITS ? LONG_LABEL : BAR_LABEL;
    int x = 1 + label, right = c->cols;
    bool here = line == d->cursor;

    canvas_put(c, y, 0, 1 + label, "", TEXT_LEFT, STYLE_PLAIN);
    canvas_put(c, y, 1, label - 1, b->label, TEXT_LEFT, STYLE_HEAD);
    if (here)
        canvas_put(c, y, 0, 1, ">", TEXT_LEFT, STYLE_PLAIN);
    for (size_t i = here ? first_shown(b, d->chip, right - x) : 0; i < b->n; i++) {
        int width = text_width(b->chips[i].text);
        if (x + width > right)
            width = right - x;
        if (width <= 0)
            break;
        canvas_put(c, y, x, width, b->chips[i].text, TEXT_LEFT, b->chips[i].style);
        if (here && i == d->chip)
            canvas_restyle(c, y, x, width, STYLE_CURSOR);
        canvas_hit(c, (struct area){ y, x, 1, width }, K_ENTER, (int)(line * CHIPS + i));
        x += width + 2;
    }
}

static void left_text(struct buf *b, const struct row *r, int32_t today)
{
    if (r->days_overdue > 0)
        buf_printf(b, _("%d over"), (int)r->days_overdue);
    else if (r->it.due == today)
        buf_puts(b, _("today"));
    else if (r->days_left >= 0)         /* in review nothing is overdue (OFFICE 3) */
        buf_printf(b, _("%d left"), (int)r->days_left);
}

static void draw_item(struct tui *t, const struct today *d, const struct row *r, const char *said,
                      bool group, int y, size_t line)
{
    struct canvas *c = &t->canvas;
    int wide = c->cols >= 100, owner = wide ? 12 : 8, note = wide ? 20 : 14, x = 2;
    int title = c->cols - 2 - 3 - 11 - (owner + 1) - 6 - 9 - note - 1;
    char day[DAY_TEXT];
    struct buf left = {0}, end = {0};
    const char *who = *r->owner ? r->owner : r->unit;

    canvas_put(c, y, 0, c->cols, "", TEXT_LEFT, STYLE_PLAIN);
    if (line == d->cursor)
        canvas_put(c, y, 0, 1, ">", TEXT_LEFT, STYLE_PLAIN);
    left_text(&left, r, t->env.today);
    if (!group)
        today_note(t->defs, r, t->env.today, &end);
    canvas_put(c, y, x, 2, colour_word(t->defs, r->colour), TEXT_LEFT, theme_colour(r->colour));
    canvas_put(c, y, x += 3, 10, r->it.code, TEXT_LEFT, STYLE_PLAIN);
    /* a group names its people itself */
    canvas_short(c, y, x += 11, group ? title + 1 + owner : title, said, STYLE_PLAIN);
    x += title + 1;
    if (!group)
        canvas_put(c, y, x, owner, who, TEXT_LEFT, STYLE_PLAIN);
    canvas_put(c, y, x += owner + 1, 5, day_format_short(r->it.due, t->env.today, day),
               TEXT_LEFT, STYLE_PLAIN);
    canvas_put(c, y, x += 6, 8, buf_str(&left), TEXT_RIGHT, STYLE_PLAIN);
    x += 9;
    canvas_short(c, y, x, c->cols - x, buf_str(&end), STYLE_PLAIN);
    if (line == d->cursor)
        canvas_restyle(c, y, 0, c->cols, STYLE_CURSOR);
    canvas_hit(c, (struct area){ y, 0, 1, c->cols }, K_ENTER, (int)(line * CHIPS));
    buf_fini(&left);
    buf_fini(&end);
}

/* Nothing at all: why, and one key (UX, empty states). */
static void draw_empty(struct tui *t, const struct today *d, struct area body)
{
    struct canvas *c = &t->canvas;
    int y = body.y + 2;

    if (d->failed) {
        canvas_put(c, y, 2, c->cols - 4, d->failed, TEXT_LEFT, STYLE_WRONG);
        return;
    }
    if (d->empty)
        return;
    for (int p = 0; p < PANELS; p++)
        if (d->s[p].wanted) {
            canvas_put(c, y, 2, c->cols - 4, _("counting .."), TEXT_LEFT, STYLE_DIM);
            return;
        }
    canvas_put(c, y, 2, c->cols - 4,
               _("Nothing here concerns you today. Enter shows the ledger."), TEXT_LEFT,
               STYLE_PLAIN);
}

/* No red at all: worth a line, unless another colour is asked for. */
static bool is_calm(const struct today *d)
{
    return d->no_red && !(d->colours & ~(1u << COLOUR_RED));
}

int today_above(const struct today *d)
{
    return d->empty ? 4 : is_calm(d) ? 1 : 0;
}

static void draw_above(struct tui *t, const struct today *d, struct area body)
{
    struct canvas *c = &t->canvas;

    if (d->empty) {             /* the first run */
        canvas_put(c, body.y + 1, 2, c->cols - 4, _("There are no items yet."), TEXT_LEFT,
                   STYLE_STRONG);
        canvas_put(c, body.y + 2, 2, c->cols - 4,
                   _("1 a new item   2 from a table   3 to a practice township"), TEXT_LEFT,
                   STYLE_PLAIN);
    } else if (is_calm(d)) {
        canvas_put(c, body.y, 2, c->cols - 4, d->no_red, TEXT_LEFT, STYLE_PLAIN);
    }
}

void today_draw(struct tui *t, struct today *d, struct area body)
{
    struct lines lines;
    size_t top = d->top;

    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    draw_above(t, d, body);
    body.y += today_above(d);
    body.h -= today_above(d);
    today_lines(d, body.h, &lines);
    if (lines.n == 0)
        draw_empty(t, d, body);
    if (top + (size_t)body.h > lines.n)
        top = lines.n > (size_t)body.h ? lines.n - (size_t)body.h : 0;
    for (int i = 0; i < body.h && top + (size_t)i < lines.n; i++) {
        size_t at = top + (size_t)i;
        const struct line *l = &lines.v[at];
        const struct section *s = &d->s[l->panel];
        int y = body.y + i;
        if (l->kind == LINE_BAR)
            draw_bar(t, d, l->panel, &s->bars[l->at], y, at);
        else if (l->kind == LINE_ROW)
            draw_item(t, d, &s->rows.v[l->at], s->rows.v[l->at].it.title, false, y, at);
        else
            draw_item(t, d, &s->groups.v[l->at].row, s->groups.v[l->at].said, true, y, at);
    }
    free(lines.v);
}
