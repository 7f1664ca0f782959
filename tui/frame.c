#include "tui/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/tour.h"

#define NAME_LEAST 10            /* columns a path leaves of the name it begins with */

void frame_say(struct tui *t, struct area body, const char *text)
{
    size_t n;
    char **lines = ask_lines(text, body.w - 4, &n);

    for (size_t i = 0; i < n && (int)i + 1 < body.h; i++)
        canvas_put(&t->canvas, body.y + 1 + (int)i, body.x + 2, body.w - 4, lines[i], TEXT_LEFT,
                   STYLE_PLAIN);
    ask_lines_free(lines, n);
}

struct area frame_body(const struct tui *t)
{
    return (struct area){ 2, 0, t->canvas.rows - 4 - tour_height(t), t->canvas.cols };
}

const struct counts *frame_no_counts(struct tui *t, void *state, bool *known)
{
    (void)state;
    *known = false;
    return &t->counts;
}

const char *frame_weekday(int32_t day)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
                                         N_("Sat"), N_("Sun") };

    return _(names[day_weekday(day) - 1]);
}

/* Who acts and which day it is; whoever is somebody else for now is told so. */
static void put_who(struct buf *b, const struct tui *t, bool unit)
{
    int y, m, d;

    day_to_civil(t->env.today, &y, &m, &d);
    if (unit)
        buf_printf(b, "%s ", t->me_unit ? t->me_unit : "");
    buf_puts(b, t->me_name ? t->me_name : "");
    if (t->me != t->account)
        buf_puts(b, _(" (acting)"));
    buf_puts(b, "  ");
    buf_printf(b, _("%d-%02d %s"), m, d, frame_weekday(t->env.today));
    buf_putc(b, ' ');
}

/* 销号 and where we are on the left; who and when on the right. */
static void top_line(struct tui *t, const struct screen_ops *ops)
{
    struct buf left = {0}, right = {0};
    int cols = t->canvas.cols;

    canvas_put(&t->canvas, 0, 0, cols, "", TEXT_LEFT, STYLE_BAR);
    buf_printf(&left, " %s  %s  %s", _("Cross-off"), t->defs->township.name, _(ops->title));
    put_who(&right, t, true);
    int used = canvas_write(&t->canvas, 0, 0, buf_str(&left), STYLE_BAR);
    if (t->st->practice) {
        struct buf b = {0};
        buf_printf(&b, " %s ", _("PRACTICE"));
        canvas_write(&t->canvas, 0, used + 1, buf_str(&b), STYLE_PRACTICE);
        used += 1 + text_width(buf_str(&b));
        buf_fini(&b);
    }
    if (used + text_width(buf_str(&right)) + 1 >= cols) {   /* the name matters more */
        buf_fini(&right);
        right = (struct buf){0};
        put_who(&right, t, false);
    }
    int width = text_width(buf_str(&right)), room = cols - width - 1;
    if (room > used)
        canvas_put(&t->canvas, 0, cols - width, width, buf_str(&right), TEXT_LEFT, STYLE_BAR);
    buf_fini(&left);
    buf_fini(&right);
}

/* `digit` 0: on this screen the digits mean something else, so it only tells. */
static int chip(struct tui *t, int x, int digit, const char *word, int64_t n, enum style style)
{
    struct buf b = {0};
    int start = x;

    if (digit)
        buf_printf(&b, "%d", digit);
    x += canvas_write(&t->canvas, 1, x, buf_str(&b), STYLE_DIM);
    buf_clear(&b);
    buf_printf(&b, "%s %lld", word, (long long)n);
    x += canvas_write(&t->canvas, 1, x, buf_str(&b), style);
    buf_fini(&b);
    if (digit)
        canvas_hit(&t->canvas, (struct area){ 1, start, 1, x - start }, '0' + (uint32_t)digit,
                   -1);
    return x + 2;
}

void frame_path(const struct tui *t, struct buf *out, const char *name, const char *rest)
{
    int room = t->path_room - text_width(rest);

    if (text_width(name) > room) {
        room = room < NAME_LEAST ? NAME_LEAST : room;
        char *fitted = text_fit(name, room - 2, TEXT_LEFT);
        size_t n = strlen(fitted);
        while (n > 0 && fitted[n - 1] == ' ')
            n--;
        buf_printf(out, "%.*s..", (int)n, fitted);
        free(fitted);
    } else {
        buf_puts(out, name);
    }
    buf_puts(out, rest);
}

/* The path, and four counts at the right end: of everything, or of what the screen
 * shows. */
static void path_line(struct tui *t, const struct screen_ops *ops, void *state)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };
    struct buf path = {0};
    bool known = t->counted, digits = keymap_find(ops->keys, '1') == CMD_RED;
    const struct counts *n = ops->counts ? ops->counts(t, state, &known) : &t->counts;
    int x, width = 0;

    for (int i = 0; i < 4 && known; i++) {
        char text[32];
        snprintf(text, sizeof text, "%lld", (long long)n->colour[order[i]]);
        width += digits + text_width(colour_word(t->defs, order[i])) + 1 + (int)strlen(text) + 2;
    }
    x = t->canvas.cols - width;
    t->path_room = x - 2;
    if (ops->path)
        ops->path(t, state, &path);
    bool cut = text_width(buf_str(&path)) > x - 2;
    canvas_put(&t->canvas, 1, 1, x - 2 - 2 * cut, buf_str(&path), TEXT_LEFT, STYLE_PLAIN);
    if (cut)
        canvas_put(&t->canvas, 1, x - 3, 2, "..", TEXT_LEFT, STYLE_PLAIN);
    for (int i = 0; i < 4 && known; i++)
        x = chip(t, x, digits ? i + 1 : 0, colour_word(t->defs, order[i]), n->colour[order[i]],
                 theme_colour(order[i]));
    buf_fini(&path);
}

void frame_draw_status(struct tui *t)
{
    int y = t->canvas.rows - 2;

    canvas_put(&t->canvas, y, 0, t->canvas.cols, "", TEXT_LEFT, STYLE_PLAIN);
    canvas_put(&t->canvas, y, 1, t->canvas.cols - 2, t->status, TEXT_LEFT,
               t->status_is_wrong ? STYLE_WRONG : STYLE_PLAIN);
}

/* Where the words of the F-keys begin, in eightieths of the width: F2 and F3 say what may
 * be done to this row and need more room (申请销号, 不属本单位). */
static const int f_begin[] = { 0, 6, 17, 29, 36, 43, 52, 59, 66, 73, 80 };

struct f_word { const char *word; char key[8]; bool may; int x; };

/* A word too long for its place (in English) moves those behind it to the right, and where
 * there is no more room those before it to the left. */
static void f_places(struct f_word w[static 11], int cols)
{
    int need[10], end = cols;

    for (int i = 0; i < 10; i++) {
        int begin = f_begin[i] * cols / 80;
        need[i] = (int)strlen(w[i].key) + text_width(w[i].word) + 1;
        w[i].x = i > 0 && w[i - 1].x + need[i - 1] > begin ? w[i - 1].x + need[i - 1] : begin;
    }
    w[10].x = cols;
    for (int i = 9; i > 0 && w[i].x + need[i] - 1 > end; i--) {
        w[i].x = end - need[i] + 1;
        end = w[i].x - 1;
    }
}

/* What this person may do to this row; what cannot be done is greyed, not hidden. */
static void f_bar(struct tui *t, const struct screen_ops *ops, void *state)
{
    int y = t->canvas.rows - 1, cols = t->canvas.cols;
    struct f_word w[11];

    canvas_put(&t->canvas, y, 0, cols, "", TEXT_LEFT, STYLE_BAR);
    for (int n = 1; n <= 10; n++) {
        enum cmd cmd = keymap_f(n);
        const struct key_bind *b = keymap_bind(ops->keys, cmd);
        struct f_word *f = &w[n - 1];
        f->word = b ? _(b->label) : "";
        f->may = b && (!ops->may || ops->may(t, state, cmd, &f->word, NULL));
        snprintf(f->key, sizeof f->key, cols >= 110 ? "F%d" : "%d", n);
    }
    f_places(w, cols);
    for (int n = 1; n <= 10; n++) {
        const struct f_word *f = &w[n - 1];
        int key = (int)strlen(f->key), cell = f[1].x - f->x;
        canvas_write(&t->canvas, y, f->x, f->key, STYLE_BAR_KEY);
        canvas_put(&t->canvas, y, f->x + key, cell - key - (n < 10), f->word, TEXT_LEFT,
                   f->may ? STYLE_BAR : STYLE_BAR_OFF);
        canvas_hit(&t->canvas, (struct area){ y, f->x, 1, cell }, K_F1 + (uint32_t)(n - 1), -1);
    }
}

void frame_draw(struct tui *t, const struct screen_ops *ops, void *state)
{
    top_line(t, ops);
    path_line(t, ops, state);
    frame_draw_status(t);
    f_bar(t, ops, state);
}
