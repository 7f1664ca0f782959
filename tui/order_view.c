/* order_view.c - one order: its text as it goes out, the rows it is about, what happened.
 * Narrow, one of the three at a time; wide, the text stands beside the others. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/order.h"
#include "report/document_text.h"
#include "report/order_page.h"
#include "report/order_paper.h"
#include "report/order_text.h"
#include "tui/acts_order.h"
#include "tui/detail.h"
#include "tui/frame.h"
#include "tui/orders.h"
#include "tui/page_view.h"
#include "tui/text_pane.h"

#define PAPER 80                /* columns of the text, as in a file */
#define HEAD 2                  /* lines above the parts */
#define WIDE 110                /* columns from which two stand side by side */
#define PANE_HITS (1 << 24)
#define STRIP_HIT (PARTS * PANE_HITS)

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Act"), N_("what you may do with this order: sign, deliver, acknowledge, "
                             "answer, close"), 0 },
    { CMD_RETURN, N_("Send back"), N_("send the answer back, or withdraw the order, with a "
                                      "reason"), 0 },
    { CMD_EDIT, NULL, N_("change a draft"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item under the cursor"), 0 },
    { CMD_PRINT, N_("Text"), N_("its text as it goes out, to be written to a file"), 0 },
    { CMD_OWN_1, NULL, N_("1: the text"), '1' },
    { CMD_OWN_2, NULL, N_("2: the rows it is about"), '2' },
    { CMD_OWN_3, NULL, N_("3: what happened"), '3' },
    { CMD_NEXT_PANE, NULL, N_("the next part"), 0 }, { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_LEFT, NULL, NULL, 0 }, { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

enum part { PART_TEXT, PART_ROWS, PART_WAY, PARTS };
static const char *const part_names[PARTS] = {
    N_("text"), N_("rows it is about"), N_("what happened"),
};

struct order_view {
    int64_t id;
    struct duban_order o;
    char *gone;                 /* why there is nothing to show; NULL: there is */
    enum part at, beside;       /* with two columns `beside` stands on the right */
    struct page_view text;
    struct text_pane panes[PARTS];      /* of the two that are lists */
    int width;                  /* the text is laid out for */
    struct order_labels labels;
};

/* ---- loading ---- */

static enum xh_rc load_order(struct tui *t, struct order_view *v, struct xh_err *err)
{
    if (!order_may_read(t->st, t->me, v->id))
        return xh_fail(err, XH_DENIED, "%s", _("this order is not yours to read"));
    return order_load(t->st->db, v->id, &v->o, err);
}

static void put_fact(void *ctx, const char *label, const char *value)
{
    struct buf b = {0};

    buf_printf(&b, _("%s: "), label);
    buf_puts(&b, value);
    text_pane_add(ctx, 0, 0, 4, buf_str(&b));
    buf_fini(&b);
}

static void put_event(void *ctx, const char *line, const char *text)
{
    text_pane_add(ctx, 0, 0, 2, line);
    for (const char *s = text; *s;) {
        struct buf b = {0};
        size_t n = strcspn(s, "\n");
        buf_puts(&b, "  ");
        buf_add(&b, s, n);
        text_pane_add(ctx, 0, 0, 2, buf_str(&b));
        buf_fini(&b);
        s += n + (s[n] == '\n');
    }
}

static void fill(struct order_view *v)
{
    struct text_pane *rows = &v->panes[PART_ROWS], *way = &v->panes[PART_WAY];

    text_pane_clear(rows);
    text_pane_clear(way);
    for (size_t i = 0; i < v->o.n_items; i++) {
        struct buf b = {0};
        order_page_item(&b, &v->o, i);
        text_pane_add(rows, 0, i, 2, buf_str(&b));
        buf_fini(&b);
    }
    order_page_way(&v->o, put_event, way);
    text_pane_head(way, _("About it"));
    order_page_facts(&v->o, put_fact, way);
    v->width = 0;               /* the text is laid out when its width is known */
}

static void unload(struct order_view *v)
{
    order_fini(&v->o);
    free(v->gone);
    v->gone = NULL;
    v->labels.order = 0;
}

static enum xh_rc view_load(struct tui *t, void *state, struct xh_err *err)
{
    struct order_view *v = state;
    struct xh_err why = {0};

    (void)err;
    unload(v);
    if (load_order(t, v, &why) == XH_OK)
        fill(v);
    else
        v->gone = xstrdup(why.msg);
    return XH_OK;
}

static enum xh_rc view_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct order_view *v = state;

    v->id = *(const int64_t *)arg;
    v->beside = PART_ROWS;
    enum xh_rc rc = load_order(t, v, err);
    unload(v);
    return rc;
}

static void view_close(struct tui *t, void *state)
{
    struct order_view *v = state;

    (void)t;
    unload(v);
    for (int p = 0; p < PARTS; p++)
        text_pane_fini(&v->panes[p]);
    page_view_fini(&v->text);
}

/* ---- drawing ---- */

/* The paper in the columns there are, at most its own. */
static void draw_text(struct tui *t, struct order_view *v, struct area a)
{
    struct document d = {0};
    struct xh_err err = {0};
    struct buf b = {0};
    int width = a.w < PAPER ? a.w : PAPER;

    if (v->width != width) {
        if (order_paper(&d, t->st, &v->o, &err) == XH_OK)
            document_text(&b, &d, width, false);
        else
            buf_puts(&b, err.msg);
        page_view_set(&v->text, buf_str(&b));
        document_fini(&d);
        buf_fini(&b);
        v->width = width;
    }
    page_view_draw(&v->text, &t->canvas, a);
}

static void draw_head(struct tui *t, const struct order_view *v, struct area a)
{
    char *name = order_name(&v->o), *clock = order_clock(t->defs, &v->o, t->env.today),
         *next = order_next_text(t->defs, &v->o);
    struct buf b = {0};

    buf_printf(&b, "%s  %s  %s  %s", name, order_kind_name(v->o.kind), v->o.to, v->o.title);
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, buf_str(&b), STYLE_STRONG);
    buf_clear(&b);
    buf_printf(&b, _("%s: "), _("State"));
    buf_puts(&b, order_state_name(v->o.state));
    if (*clock)
        buf_printf(&b, "   %s", clock);
    if (*next)
        buf_puts(&b, "   ");
    if (*next)
        buf_printf(&b, _("%s: "), _("Comes next"));
    buf_puts(&b, next);
    canvas_short(&t->canvas, a.y + 1, a.x + 1, a.w - 2, buf_str(&b), STYLE_PLAIN);
    buf_fini(&b);
    free(name);
    free(clock);
    free(next);
}

static void draw_strip(struct tui *t, const struct order_view *v, struct area a, int from,
                       enum part shown)
{
    int x = a.x + 1;

    for (int p = from; p < PARTS; p++) {
        struct buf b = {0};
        buf_printf(&b, "%d%s", p + 1, _(part_names[p]));
        if (p == PART_ROWS)
            buf_printf(&b, "%zu", v->o.n_items);
        int w = text_width(buf_str(&b));
        canvas_put(&t->canvas, a.y, x, w, buf_str(&b), TEXT_LEFT,
                   (enum part)p == shown ? STYLE_BAR : STYLE_HEAD);
        canvas_hit(&t->canvas, (struct area){ a.y, x, 1, w }, K_ENTER, STRIP_HIT + p);
        x += w + 1;
        buf_fini(&b);
    }
}

static void draw_part(struct tui *t, struct order_view *v, enum part p, struct area a)
{
    if (p == PART_TEXT)
        draw_text(t, v, a);
    else
        text_pane_draw(&v->panes[p], &t->canvas, a, v->at == p, (int)p * PANE_HITS);
}

static void draw_wide(struct tui *t, struct order_view *v, struct area a)
{
    struct area left = a, right = a;

    left.w = a.w * 3 / 5 < PAPER ? a.w * 3 / 5 : PAPER;
    right.x = left.w + 1;
    right.w = a.w - left.w - 1;
    draw_strip(t, v, (struct area){ a.y, right.x, 1, right.w }, PART_ROWS, v->beside);
    canvas_put(&t->canvas, a.y, a.x + 1, text_width(_(part_names[PART_TEXT])) + 1, "1", TEXT_LEFT,
               v->at == PART_TEXT ? STYLE_BAR : STYLE_HEAD);
    canvas_write(&t->canvas, a.y, a.x + 2, _(part_names[PART_TEXT]),
                 v->at == PART_TEXT ? STYLE_BAR : STYLE_HEAD);
    for (int y = a.y; y < a.y + a.h; y++)
        canvas_put(&t->canvas, y, left.w, 1, "|", TEXT_LEFT, STYLE_DIM);
    left.y = right.y = a.y + 1;
    left.h = right.h = a.h - 1;
    draw_part(t, v, PART_TEXT, left);
    draw_part(t, v, v->beside, right);
}

static void view_draw(struct tui *t, void *state, struct area body)
{
    struct order_view *v = state;
    struct area rest = { body.y + HEAD, body.x, body.h - HEAD, body.w };

    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    if (v->gone) {
        canvas_short(&t->canvas, body.y + 1, body.x + 2, body.w - 4, v->gone, STYLE_WRONG);
        return;
    }
    draw_head(t, v, body);
    if (body.w >= WIDE) {
        draw_wide(t, v, rest);
        return;
    }
    draw_strip(t, v, rest, 0, v->at);
    rest.y++;
    rest.h--;
    draw_part(t, v, v->at, rest);
}

/* ---- commands ---- */

static void turn_to(struct order_view *v, int part)
{
    v->at = (enum part)((part + PARTS) % PARTS);
    if (v->at != PART_TEXT)
        v->beside = v->at;
}

static enum step open_row(struct tui *t, struct order_view *v)
{
    const struct pane_entry *e = text_pane_at(&v->panes[PART_ROWS]);

    if (v->at != PART_ROWS || !e) {
        turn_to(v, PART_ROWS);
        tui_say(t, "%s", _("These are the rows it is about: Enter opens the one under the "
                           "cursor."));
        return STEP_STAY;
    }
    int64_t *items = xcalloc(v->o.n_items, sizeof *items);
    for (size_t i = 0; i < v->o.n_items; i++)
        items[i] = v->o.items[i].item;
    tui_push(t, &detail_among_screen, &(struct detail_arg){
        .item = items[e->arg], .items = items, .n = v->o.n_items });
    free(items);
    return STEP_STAY;
}

static enum step view_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct order_view *v = state;

    (void)in;
    if (v->gone)
        return STEP_IGNORED;
    if (cmd != CMD_LEFT && cmd != CMD_RIGHT &&
        (v->at == PART_TEXT ? page_view_move(&v->text, cmd)
                            : text_pane_move(&v->panes[v->at], cmd)))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:
    case CMD_RETURN:
    case CMD_EDIT:
        return acts_order_run(t, cmd, v->id) ? STEP_RELOAD : STEP_STAY;
    case CMD_OPEN:      return open_row(t, v);
    case CMD_PRINT:     order_preview(t, v->id); return STEP_STAY;
    case CMD_OWN_1:
    case CMD_OWN_2:
    case CMD_OWN_3:     turn_to(v, (int)(cmd - CMD_OWN_1)); return STEP_STAY;
    case CMD_NEXT_PANE:
    case CMD_RIGHT:     turn_to(v, (int)v->at + 1); return STEP_STAY;
    case CMD_PREV_PANE:
    case CMD_LEFT:      turn_to(v, (int)v->at - 1); return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static bool view_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                     struct xh_err *why)
{
    struct order_view *v = state;

    return acts_order_may(t, cmd, v->gone ? 0 : v->id, &v->labels, word, why);
}

static enum step view_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct order_view *v = state;

    if (hit->arg >= STRIP_HIT) {
        turn_to(v, hit->arg - STRIP_HIT);
        return STEP_STAY;
    }
    enum part p = (enum part)(hit->arg / PANE_HITS);
    size_t entry = (size_t)(hit->arg % PANE_HITS);
    bool again = p != PART_TEXT && v->at == p && v->panes[p].cursor == entry;
    turn_to(v, (int)p);
    if (entry < v->panes[p].n)
        v->panes[p].cursor = entry;
    return p == PART_ROWS && (again || twice) ? open_row(t, v) : STEP_STAY;
}

static void view_path(struct tui *t, void *state, struct buf *out)
{
    struct order_view *v = state;

    (void)t;
    if (v->gone)
        return;
    char *name = order_name(&v->o);
    buf_printf(out, "%s > %s", _("orders and letters"), name);
    free(name);
}

const struct screen_ops order_screen = {
    .id = "order", .title = N_("Orders and letters"), .keys = keys,
    .size = sizeof(struct order_view), .open = view_open, .load = view_load, .draw = view_draw,
    .command = view_command, .path = view_path, .may = view_may, .hit = view_hit,
    .close = view_close,
};
