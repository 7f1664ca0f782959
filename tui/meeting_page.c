/* meeting_page.c - one row, to be read from the back of the room: blocks with a blank line
 * between them as long as there is room, below them what was decided. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/agenda_lines.h"
#include "tui/ask.h"
#include "tui/meeting_own.h"
#include "tui/text_pane.h"

enum {
    LINES_MOST = 20,            /* with the frame's four: 24, whatever the window */
    WIDTH_MOST = 100,
    FOOT = 5,                   /* what was decided, its text, a line, two of keys */
    LABEL = 12,
};

/* ---- drawing ---- */

static size_t lines_of(const struct agenda_line *b, int width)
{
    size_t n;
    char **v = ask_lines(b->text, width - (b->label ? LABEL : b->hang), &n);

    ask_lines_free(v, n);
    return n < (size_t)b->most ? n : (size_t)b->most;
}

/* The first line of a block that hangs is wider than its others. */
static int draw_block(struct canvas *c, const struct agenda_line *b, struct area a, int y, int room)
{
    int x = a.x + (b->label ? LABEL : 0), width = a.w - (b->label ? LABEL : 0), n = 0;
    const char *s = b->text;

    if (b->label)
        canvas_put(c, y, a.x, LABEL - 1, b->label, TEXT_LEFT, STYLE_HEAD);
    while (s && *s && n < b->most && n < room) {
        int hang = n ? b->hang : 0;
        size_t len;
        const char *next = text_line(s, width - hang, &len);
        bool last = n + 1 == b->most || n + 1 == room;
        char *line = xstrndup(s, last && next ? strlen(s) : len);
        canvas_short(c, y + n, x + hang, width - hang, line,
                     b->strong ? STYLE_STRONG : STYLE_PLAIN);
        free(line);
        s = next;
        n++;
    }
    return n;
}

static void draw_blocks(struct canvas *c, const struct agenda_lines *b, struct area a)
{
    int need = 0, y = a.y;

    for (size_t i = 0; i < b->n; i++)
        need += (int)lines_of(&b->v[i], a.w);
    int gaps = a.h - need;
    for (size_t i = 0; i < b->n && y < a.y + a.h; i++) {
        y += draw_block(c, &b->v[i], a, y, a.y + a.h - y);
        if (gaps > 0 && i + 1 < b->n) {
            y++;
            gaps--;
        }
    }
}

static void draw_head(struct canvas *c, const struct sitting *s, struct area a)
{
    const struct meeting_row *r = &s->m.rows[s->m.at];
    struct buf left = {0}, right = {0};

    buf_puts(&left, r->heading);
    buf_printf(&right, _("No. %lld   (%zu of %zu)"), (long long)r->n, s->m.at + 1, s->m.n);
    int w = text_width(buf_str(&right));
    canvas_short(c, a.y, a.x, a.w - w - 2, buf_str(&left), STYLE_HEAD);
    canvas_put(c, a.y, a.x + a.w - w, w, buf_str(&right), TEXT_LEFT, STYLE_STRONG);
    buf_fini(&left);
    buf_fini(&right);
}

static void draw_decision(struct tui *t, const struct sitting *s, struct area a)
{
    const struct meeting_row *r = &s->m.rows[s->m.at];
    struct canvas *c = &t->canvas;
    struct buf b = {0};

    canvas_line(c, a.y, a.x, a.w, STYLE_DIM);
    canvas_put(c, a.y + 1, a.x, LABEL - 1, _("Decided"), TEXT_LEFT, STYLE_HEAD);
    if (r->d.what == MEETING_OPEN) {
        canvas_put(c, a.y + 1, a.x + LABEL, a.w - LABEL, _("nothing yet"), TEXT_LEFT, STYLE_DIM);
        return;
    }
    meeting_say_decision(&b, &r->d, t->env.today);
    if (r->done)
        buf_printf(&b, "   %s", _("done"));
    else if (*r->failed)
        buf_printf(&b, "   %s", _("not done"));
    canvas_short(c, a.y + 1, a.x + LABEL, a.w - LABEL, buf_str(&b), STYLE_MARKED);
    canvas_short(c, a.y + 2, a.x + LABEL, a.w - LABEL,
                 *r->failed && !r->done ? r->failed
                 : *r->d.text ? r->d.text
                 : meeting_what_wants_text(r->d.what) ? _("words to be added (i)") : "",
                 *r->failed && !r->done ? STYLE_WRONG : *r->d.text ? STYLE_PLAIN : STYLE_DIM);
    buf_fini(&b);
}

/* The digits with their words, each to be pressed with the mouse. */
static void draw_keys(struct tui *t, const struct sitting *s, struct area a)
{
    static const char *const words[MEETING_WHATS] = {
        [MEETING_LIMIT] = N_("limit"), [MEETING_LEAD] = N_("lead"),
        [MEETING_EXTEND] = N_("more time"), [MEETING_ORDER] = N_("an order"),
        [MEETING_ON_SITE] = N_("on site"), [MEETING_AGAIN] = N_("next time"),
        [MEETING_AGREED] = N_("no objection"), [MEETING_CLOSE] = N_("cross off"),
        [MEETING_WORDS] = N_("words"),
    };
    struct canvas *c = &t->canvas;
    bool may_close = s->page.phase == PHASE_REVIEW ||
                     strcmp(s->m.rows[s->m.at].section, "review") == 0;
    int x = a.x;

    for (int w = MEETING_LIMIT; w <= MEETING_WORDS; w++) {
        char key[2] = { (char)('0' + w), '\0' };
        int from = x;
        canvas_write(c, a.y, x, key, STYLE_STRONG);
        x += 1 + canvas_write(c, a.y, x + 1, _(words[w]),
                              w == MEETING_CLOSE && !may_close ? STYLE_DIM : STYLE_PLAIN);
        canvas_hit(c, (struct area){ a.y, from, 1, x - from }, (uint32_t)('0' + w), -1);
        x += 1;
    }
    canvas_put(c, a.y + 1, a.x, a.w,
               _("Space next   0 go to a number   i words   r take back   o all   e end"),
               TEXT_LEFT, STYLE_DIM);
}

void meeting_draw_page(struct tui *t, struct sitting *s, struct area body)
{
    struct canvas *c = &t->canvas;
    struct agenda_lines b;
    struct area a = { body.y, body.x + 1, body.h < LINES_MOST ? body.h : LINES_MOST,
                      body.w - 2 < WIDTH_MOST ? body.w - 2 : WIDTH_MOST };

    a.x += (body.w - 2 - a.w) / 2;
    canvas_cursor(c, -1, -1);
    if (s->m.n == 0) {
        canvas_put(c, a.y + 1, a.x, a.w, _("There is nothing on this sheet to go through."),
                   TEXT_LEFT, STYLE_STRONG);
        return;
    }
    agenda_lines(&b, t->defs, &s->m.rows[s->m.at], &s->page);
    draw_head(c, s, a);
    draw_blocks(c, &b, (struct area){ a.y + 2, a.x, a.h - 2 - FOOT, a.w });
    const char *word = colour_word(t->defs, s->page.colour);
    if (*word)
        canvas_restyle(c, a.y + 2, a.x, text_width(word), theme_colour(s->page.colour));
    int foot = a.y + a.h - FOOT;
    draw_decision(t, s, (struct area){ foot, a.x, 3, a.w });
    draw_keys(t, s, (struct area){ foot + 3, a.x, 2, a.w });
    agenda_lines_fini(&b);
}
