/* meeting_page.c - one row, to be read from the back of the room: blocks with a blank line
 * between them as long as there is room, below them what was decided. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/meeting_own.h"
#include "tui/text_pane.h"

enum {
    LINES_MOST = 20,            /* with the frame's four: 24, whatever the window */
    WIDTH_MOST = 100,
    FOOT = 5,                   /* what was decided, its text, a line, two of keys */
    LABEL = 12,
    BLOCKS = 12,
};

struct block {
    const char *label;          /* translated; NULL: the text takes the whole width */
    char *text;
    enum style style;
    int most;                   /* lines */
    int hang;                   /* columns further lines stand in */
};
struct blocks { struct block v[BLOCKS]; size_t n; };

/* Takes over `text`; nothing is shown for "". */
static struct block *add(struct blocks *b, const char *label, char *text, int most,
                         enum style style)
{
    if (!*text || b->n == BLOCKS) {
        free(text);
        return NULL;
    }
    b->v[b->n] = (struct block){ label, text, style, most, 0 };
    return &b->v[b->n++];
}

/* Lines of a cell side by side; what stands in brackets belongs to what is before it. */
static void join(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text != '\n')
            buf_putc(out, *text);
        else if (text[1] != '(')
            buf_puts(out, "   ");
    }
}

static void join_labelled(struct buf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_printf(out, "%s%s ", out->len ? "    " : "", label);
    join(out, text);
}

static void add_title(struct blocks *b, const struct tui *t, const struct sitting *s)
{
    const struct meeting_row *r = &s->m.rows[s->m.at];
    const char *cell = agenda_cell(&s->page, "title");
    char *first = xstrndup(cell, strcspn(cell, "\n"));
    struct buf text = {0}, rest = {0};

    buf_printf(&text, "%s  %s  %s", colour_word(t->defs, s->page.colour), r->code,
               *first ? first : r->title);
    struct block *x = add(b, NULL, buf_take(&text), 3, STYLE_STRONG);
    if (x)
        x->hang = 4;
    if (strchr(cell, '\n'))
        join(&rest, strchr(cell, '\n') + 1);
    add(b, NULL, rest.s ? buf_take(&rest) : xstrdup(""), 2, STYLE_PLAIN);
    free(first);
}

/* "逾期 9 天   限11-27   完成时限 现 11-10   原 10-30" */
static void add_time(struct blocks *b, const struct sitting *s)
{
    const char *late = agenda_cell(&s->page, "overdue");
    const char *due = agenda_cell(&s->page, "due");
    struct buf text = {0};

    if (*late >= '0' && *late <= '9') {
        buf_printf(&text, _("%d days late"), atoi(late));
        late += strcspn(late, "\n");
        late += *late == '\n';
    }
    if (*late) {
        buf_puts(&text, text.len ? "    " : "");
        join(&text, late);
    }
    join_labelled(&text, _("Time limit"), *due ? due : agenda_cell(&s->page, "date"));
    add(b, NULL, text.s ? buf_take(&text) : xstrdup(""), 2, STYLE_STRONG);
}

static void add_chain(struct blocks *b, const struct sitting *s)
{
    struct buf text = {0};

    join_labelled(&text, _("Responsible leader"), agenda_cell(&s->page, "lead"));
    join_labelled(&text, _("Lead unit"), agenda_cell(&s->page, "unit"));
    join_labelled(&text, _("Owner"), agenda_cell(&s->page, "owner"));
    add(b, NULL, text.s ? buf_take(&text) : xstrdup(""), 2, STYLE_PLAIN);
}

static void add_cell(struct blocks *b, const char *label, const char *text, int most,
                     enum style style)
{
    struct buf joined = {0};

    join(&joined, text);
    add(b, label, joined.s ? buf_take(&joined) : xstrdup(""), most, style);
}

static void collect(struct blocks *b, const struct tui *t, const struct sitting *s)
{
    const struct agenda_page *p = &s->page;

    add_title(b, t, s);
    add_time(b, s);
    add_chain(b, s);
    add_cell(b, _("Progress"), agenda_cell(p, "latest"), 3, STYLE_PLAIN);
    add_cell(b, _("Stuck, next"), agenda_cell(p, "problem"), 3, STYLE_PLAIN);
    add_cell(b, _("Explanation"), agenda_cell(p, "note"), 2, STYLE_PLAIN);
    add_cell(b, _("Asked"), p->asked, 2, STYLE_STRONG);
    add_cell(b, _("Now"), p->changed, 1, STYLE_STRONG);
    add_cell(b, _("Last time"), p->before, 2, STYLE_PLAIN);
}

/* ---- drawing ---- */

static size_t lines_of(const struct block *b, int width)
{
    size_t n;
    char **v = ask_lines(b->text, width - (b->label ? LABEL : b->hang), &n);

    ask_lines_free(v, n);
    return n < (size_t)b->most ? n : (size_t)b->most;
}

/* The first line of a block that hangs is wider than its others. */
static int draw_block(struct canvas *c, const struct block *b, struct area a, int y, int room)
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
        canvas_short(c, y + n, x + hang, width - hang, line, b->style);
        free(line);
        s = next;
        n++;
    }
    return n;
}

static void draw_blocks(struct canvas *c, const struct blocks *b, struct area a)
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
    struct blocks b = {0};
    struct area a = { body.y, body.x + 1, body.h < LINES_MOST ? body.h : LINES_MOST,
                      body.w - 2 < WIDTH_MOST ? body.w - 2 : WIDTH_MOST };

    a.x += (body.w - 2 - a.w) / 2;
    canvas_cursor(c, -1, -1);
    if (s->m.n == 0) {
        canvas_put(c, a.y + 1, a.x, a.w, _("There is nothing on this sheet to go through."),
                   TEXT_LEFT, STYLE_STRONG);
        return;
    }
    collect(&b, t, s);
    draw_head(c, s, a);
    draw_blocks(c, &b, (struct area){ a.y + 2, a.x, a.h - 2 - FOOT, a.w });
    const char *word = colour_word(t->defs, s->page.colour);
    if (*word)
        canvas_restyle(c, a.y + 2, a.x, text_width(word), theme_colour(s->page.colour));
    int foot = a.y + a.h - FOOT;
    draw_decision(t, s, (struct area){ foot, a.x, 3, a.w });
    draw_keys(t, s, (struct area){ foot + 3, a.x, 2, a.w });
    for (size_t i = 0; i < b.n; i++)
        free(b.v[i].text);
}
