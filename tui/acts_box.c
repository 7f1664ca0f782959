/* acts_box.c - the box every flow asks with: what it is about, choices by digit, whose
 * hands, and Enter. See acts_own.h. */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/files.h"

#define WIDE 76
#define K_ROW (K_NAMED + 3000)  /* a choice pressed with the mouse: + group * 16 + index */

/* ---- whose hands ---- */

static bool is_work(enum verb verb)
{
    unsigned flags = verb_info(verb)->flags;

    return (flags & VERB_RESPONSIBLE) && !(flags & VERB_DECIDES);
}

/* Whose work can be written down: everything but pure decisions. */
static bool takes_behalf(enum verb verb, const struct item *it)
{
    unsigned flags = verb_info(verb)->flags;

    if (verb == VERB_RETURN)
        return it->phase != PHASE_REVIEW;
    return verb != VERB_CANCEL && !((flags & VERB_DECIDES) && !(flags & VERB_REQUESTABLE));
}

static bool takes_paper(enum verb verb, const struct item *it)
{
    return verb == VERB_RETURN ? it->phase == PHASE_REVIEW
           : verb == VERB_CANCEL || (verb_info(verb)->flags & VERB_DECIDES) != 0;
}

void hands_init(struct tui *t, struct hands *h, const struct flow *f, enum verb verb)
{
    const struct item *it = f->it;
    struct db *db = t->st->db;

    *h = (struct hands){ .who = tui_who(t) };
    h->may_behalf = takes_behalf(verb, it) &&
                    permit_may(db, t->defs, t->me, VERB_ACT_FOR, it->list, it->id);
    h->may_paper = takes_paper(verb, it) && t->defs->township.paper_approval &&
                   permit_may(db, t->defs, t->me, VERB_PAPER, it->list, it->id);
    h->needs_paper = h->may_paper && !verb_may(t->st, &t->env, t->me, verb, it->id, NULL);
    if (h->may_behalf && is_work(verb) && it->owner && it->owner != t->me &&
        !permit_is_responsible(db, t->me, it->id) &&
        permit_may(db, t->defs, it->owner, verb, it->list, it->id)) {
        h->who.behalf = it->owner;
        h->of_owner = f->on->n > 1;
        h->behalf = h->of_owner ? xstrdup(_("each row's owner")) : person_name(db, it->owner);
    }
}

void hands_fini(struct hands *h)
{
    free(h->behalf);
    free(h->decided);
    free(h->paper);
    *h = (struct hands){0};
}

bool hands_field(struct tui *t, const struct flow *f, const struct list_def *list,
                 enum verb verb, struct form *form, size_t *cap)
{
    struct hands h = {0};

    if (f)
        hands_init(t, &h, f, verb);
    else
        h.may_behalf = permit_may(t->st->db, t->defs, t->me, VERB_ACT_FOR, list->id, 0);
    if (h.may_behalf)
        form_add(form, cap, "behalf", _("Entered for"), FORM_PERSON, h.behalf ? h.behalf : "")
            ->hint = _("whose work it is; empty: my own");
    bool offered = h.may_behalf;
    hands_fini(&h);
    return offered;
}

bool hands_read(struct tui *t, struct form *form, struct hands *h)
{
    struct form_field *x = form_find(form, "behalf");
    struct xh_err err = {0};

    *h = (struct hands){ .who = tui_who(t) };
    h->of_owner = x && x->value && strcmp(x->value, _("each row's owner")) == 0;
    if (!x || !x->value || !*x->value || h->of_owner ||
        person_find(t->st->db, x->value, &h->who.behalf, &err) == XH_OK)
        return true;
    free(x->error);
    x->error = xstrdup(err.msg);
    return false;
}

void hands_ask_behalf(struct tui *t, struct hands *h)
{
    if (!h->may_behalf)
        return;
    int64_t had = h->who.behalf;
    free(h->behalf);
    h->behalf = NULL;
    h->who.behalf = 0;
    h->of_owner = false;
    if (had)                    /* pressed again: mine */
        return;
    h->who.behalf = ask_person(t, _("Whose work is it?"));
    if (h->who.behalf)
        h->behalf = person_name(t->st->db, h->who.behalf);
}

void hands_ask_paper(struct tui *t, struct hands *h)
{
    bool had = h->who.decided != 0;

    if (!h->may_paper)
        return;
    free(h->decided);
    free(h->paper);
    h->decided = h->paper = NULL;
    h->who.decided = 0;
    h->who.paper = NULL;
    if (had)
        return;
    int64_t person = ask_person(t, _("Who decided on paper?"));
    if (!person)
        return;
    h->paper = files_ask_one(t, _("The signed form"));
    if (!h->paper)
        return;
    h->who.decided = person;
    h->who.paper = h->paper;
    h->decided = person_name(t->st->db, person);
}

/* ---- drawing ---- */

const char *box_text(const struct box_group *g)
{
    if (g->own)
        return g->own;
    return g->at >= 0 && (size_t)g->at < g->n ? g->choices[g->at] : NULL;
}

void box_fini(struct act_box *b)
{
    for (size_t i = 0; i < b->n_groups; i++) {
        free(b->groups[i].own);
        b->groups[i].own = NULL;
    }
}

static bool is_chosen(const struct box_group *g)
{
    return g->own || g->at >= 0;
}

static size_t open_group(const struct act_box *b)
{
    for (size_t i = 0; i < b->n_groups; i++)
        if (!is_chosen(&b->groups[i]))
            return i;
    return b->n_groups;
}

/* A group that is settled takes one line, the one being asked for all of its choices. */
static int group_rows(const struct act_box *b, size_t i)
{
    const struct box_group *g = &b->groups[i];

    if (i != b->here)
        return 1;
    return (int)g->n + (g->own_words ? 1 : 0) + (*g->label ? 1 : 0);
}

static void draw_choice(struct tui *t, const struct act_box *b, size_t group, int i, int y,
                        struct area a)
{
    const struct box_group *g = &b->groups[group];
    struct canvas *c = &t->canvas;
    bool own = (size_t)i == g->n, on = own ? g->own != NULL : g->at == i && !g->own;
    struct buf text = {0};

    if (own)
        buf_printf(&text, "%s%s%s", _("own words"), g->own ? ": " : "", g->own ? g->own : "");
    else
        buf_puts(&text, g->choices[i]);
    char digit[2] = { own ? '0' : (char)('1' + i), '\0' };
    canvas_put(c, y, a.x + 2, 2, on ? "*" : "", TEXT_LEFT, STYLE_STRONG);
    canvas_put(c, y, a.x + 4, 2, digit, TEXT_LEFT, STYLE_DIM);
    canvas_put(c, y, a.x + 6, a.w - 8, buf_str(&text), TEXT_LEFT,
               on ? STYLE_STRONG : STYLE_DIALOG);
    if (i == b->cursor)
        canvas_restyle(c, y, a.x + 2, a.w - 4, STYLE_CURSOR);
    canvas_hit(c, (struct area){ y, a.x + 1, 1, a.w - 2 },
               K_ROW + (uint32_t)group * 16 + (uint32_t)i, -1);
    buf_fini(&text);
}

static int draw_group(struct tui *t, const struct act_box *b, size_t i, int y, struct area a)
{
    const struct box_group *g = &b->groups[i];
    struct buf line = {0};

    if (i != b->here) {
        const char *text = box_text(g);
        buf_printf(&line, "%s: %s", g->label, text ? text : "..");
        canvas_put(&t->canvas, y, a.x + 2, a.w - 4, buf_str(&line), TEXT_LEFT,
                   text ? STYLE_DIALOG : STYLE_DIM);
        buf_fini(&line);
        return y + 1;
    }
    if (*g->label)
        canvas_put(&t->canvas, y++, a.x + 2, a.w - 4, g->label, TEXT_LEFT, STYLE_HEAD);
    for (int k = 0; k < (int)g->n + (g->own_words ? 1 : 0); k++)
        draw_choice(t, b, i, k, y++, a);
    return y;
}

static int hands_rows(const struct act_box *b)
{
    const struct hands *h = b->hands;

    return h ? (h->may_behalf ? 1 : 0) + (h->may_paper ? 1 : 0) : 0;
}

static void draw_hands(struct tui *t, const struct act_box *b, int y, struct area a)
{
    const struct hands *h = b->hands;
    struct canvas *c = &t->canvas;
    struct buf line = {0};

    if (h && h->may_behalf) {
        if (h->behalf)
            buf_printf(&line, _("Entered for: %s   (d: my own)"), h->behalf);
        else
            buf_puts(&line, _("d  enter it for somebody else"));
        canvas_put(c, y, a.x + 2, a.w - 4, buf_str(&line), TEXT_LEFT,
                   h->behalf ? STYLE_STRONG : STYLE_DIM);
        canvas_hit(c, (struct area){ y++, a.x + 1, 1, a.w - 2 }, 'd', -1);
        buf_clear(&line);
    }
    if (h && h->may_paper) {
        if (h->decided)
            buf_printf(&line, _("Decided on paper: %s  %s   (z: not)"), h->decided, h->paper);
        else
            buf_puts(&line, h->needs_paper
                     ? _("z  decided on paper (you may not decide this yourself)")
                     : _("z  decided on paper by a leader"));
        canvas_put(c, y, a.x + 2, a.w - 4, buf_str(&line), TEXT_LEFT,
                   h->decided ? STYLE_STRONG : h->needs_paper ? STYLE_WRONG : STYLE_DIM);
        canvas_hit(c, (struct area){ y, a.x + 1, 1, a.w - 2 }, 'z', -1);
    }
    buf_fini(&line);
}

static void draw_foot(struct tui *t, const struct act_box *b, int y, struct area a)
{
    struct canvas *c = &t->canvas;
    struct buf line = {0};
    int x = a.x + 2;

    if (b->done) {
        buf_printf(&line, _("Enter %s"), b->done);
        int w = canvas_write(c, y, x, buf_str(&line), STYLE_STRONG);
        canvas_hit(c, (struct area){ y, x, 1, w }, K_ENTER, -1);
        x += w + 3;
        buf_clear(&line);
    }
    if (b->other) {
        int w = canvas_write(c, y, x, b->other, STYLE_DIM);
        canvas_hit(c, (struct area){ y, x, 1, w }, b->other_key, -1);
        x += w + 3;
    }
    if (b->more) {
        int w = canvas_write(c, y, x, _("F2 everything else"), STYLE_DIM);
        canvas_hit(c, (struct area){ y, x, 1, w }, K_F2, -1);
        x += w + 3;
    }
    int w = canvas_write(c, y, x, _("Esc back"), STYLE_DIM);
    canvas_hit(c, (struct area){ y, x, 1, w }, K_ESC, -1);
    buf_fini(&line);
}

struct box_run { struct act_box *b; enum box_answer answer; };

static void box_draw(struct tui *t, void *ctx)
{
    struct act_box *b = ((struct box_run *)ctx)->b;
    struct canvas *c = &t->canvas;
    struct buf text = {0};
    size_t all = 0, n;
    int width = c->cols - 4 < WIDE ? c->cols - 4 : WIDE, rows = hands_rows(b) + 1;

    if (b->say)
        b->say(t, b, &text);
    char **lines = ask_lines(buf_str(&text), width - 4, &all);
    n = all;
    for (size_t i = 0; i < b->n_groups; i++)
        rows += group_rows(b, i);
    rows += b->wrong ? 1 : 0;
    int room = c->rows - 2 - 3 - rows;          /* frame, and a blank line above */
    if ((int)n > room)
        n = room > 0 ? (size_t)room : 0;
    struct area a = { 0, 0, rows + 3 + (int)n, width };
    a.y = (c->rows - a.h) / 2;
    a.x = (c->cols - a.w) / 2;
    canvas_box(c, a, b->title);
    canvas_cursor(c, -1, -1);
    int y = a.y + 1;
    for (size_t i = 0; i < n; i++)
        canvas_put(c, y++, a.x + 2, a.w - 4, lines[i], TEXT_LEFT, STYLE_DIALOG);
    for (size_t i = 0; i < b->n_groups; i++)
        y = draw_group(t, b, i, y, a);
    if (b->wrong)
        canvas_put(c, y++, a.x + 2, a.w - 4, b->wrong, TEXT_LEFT, STYLE_WRONG);
    y++;
    draw_hands(t, b, y, a);
    draw_foot(t, b, a.y + a.h - 2, a);
    ask_lines_free(lines, all);
    buf_fini(&text);
}

/* ---- keys ---- */

static bool choose(struct tui *t, struct box_run *run, int i)
{
    struct act_box *b = run->b;
    struct box_group *g = b->here < b->n_groups ? &b->groups[b->here] : NULL;

    if (!g || i < 0 || i > (int)g->n || (i == (int)g->n && !g->own_words))
        return false;
    b->wrong = NULL;
    b->cursor = i;
    if (i == (int)g->n) {
        char *own = ask_line(t, g->label, "", g->own);
        if (!own || !*own) {
            free(own);
            return false;
        }
        free(g->own);
        g->own = own;
        g->at = i;
    } else {
        free(g->own);
        g->own = NULL;
        g->at = i;
    }
    if (b->chosen && !b->chosen(t, b, b->here)) {
        free(g->own);
        g->own = NULL;
        g->at = -1;
        return false;
    }
    if (b->digits_act) {
        run->answer = BOX_DIGIT;
        return true;
    }
    size_t next = open_group(b);
    if (next < b->n_groups) {
        b->here = next;
        b->cursor = 0;
    }
    return false;
}

static bool enter(struct tui *t, struct box_run *run)
{
    struct act_box *b = run->b;
    size_t next = open_group(b);

    if (b->digits_act && !b->done)
        return choose(t, run, b->cursor);
    if (next < b->n_groups) {
        b->here = next;
        return choose(t, run, b->cursor);
    }
    if (b->n_groups && !b->digits_act && b->cursor != b->groups[b->here].at &&
        b->cursor >= 0)
        return choose(t, run, b->cursor);       /* moved to another one: that first */
    if (!b->done)
        return false;
    if (b->hands && b->hands->needs_paper && !b->hands->who.decided) {
        b->wrong = _("You may not decide this yourself: z, for a leader who decided on paper.");
        return false;
    }
    run->answer = BOX_DONE;
    return true;
}

static bool box_key(struct tui *t, void *ctx, const struct input *in)
{
    struct box_run *run = ctx;
    struct act_box *b = run->b;
    uint32_t key = key_plain(in->key);
    struct box_group *g = b->here < b->n_groups ? &b->groups[b->here] : NULL;
    int last = g ? (int)g->n - 1 + (g->own_words ? 1 : 0) : 0;

    if (in->pasted)
        return false;
    if (in->key >= K_ROW && in->key < K_ROW + 16 * (b->n_groups + 1)) {
        b->here = (in->key - K_ROW) / 16;
        return choose(t, run, (int)(in->key - K_ROW) % 16);
    }
    if (b->other && (key == b->other_key || key == b->other_letter)) {
        run->answer = BOX_OTHER;
        return true;
    }
    switch (key) {
    case K_ESC: case K_F10: case K_HANGUP: case 'q':
        return true;
    case K_ENTER:
        return enter(t, run);
    case K_F2: case 'x':
        run->answer = BOX_MORE;
        return b->more;
    case 'd':
        if (b->hands)
            hands_ask_behalf(t, b->hands);
        return false;
    case 'z':
        if (b->hands)
            hands_ask_paper(t, b->hands);
        b->wrong = NULL;
        return false;
    case K_UP: case 'k':
        b->cursor -= b->cursor > 0;
        return false;
    case K_DOWN: case 'j':
        b->cursor += b->cursor < last;
        return false;
    case K_TAB: case K_BACKTAB: case K_BACKSPACE:
        if (b->n_groups > 1) {
            b->here = (b->here + (key == K_TAB ? 1 : b->n_groups - 1)) % b->n_groups;
            b->cursor = b->groups[b->here].at >= 0 ? b->groups[b->here].at : 0;
        }
        return false;
    }
    if (key == '0' && g)
        return choose(t, run, (int)g->n);
    if (key >= '1' && key <= '9' && g && (int)(key - '1') < (int)g->n)
        return choose(t, run, (int)(key - '1'));
    return false;
}

enum box_answer box_run(struct tui *t, struct act_box *b)
{
    struct box_run run = { b, BOX_LEFT };

    b->here = open_group(b);
    if (b->here == b->n_groups)
        b->here = 0;
    b->cursor = b->n_groups && b->groups[b->here].at >= 0 ? b->groups[b->here].at : 0;
    tui_modal(t, &(struct modal){ .ctx = &run, .draw = box_draw, .key = box_key });
    return run.answer;
}
