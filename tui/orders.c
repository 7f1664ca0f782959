#include "tui/orders.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/order.h"
#include "model/permit.h"
#include "model/pinyin.h"
#include "report/order_page.h"
#include "report/order_text.h"
#include "tui/acts_order.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/table_view.h"

#define SLICE 20                /* orders looked at between two keys */
#define CHIP_HIT (1 << 24)

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Act"), N_("what you may do with this order: sign, deliver, acknowledge, "
                             "answer, close"), 0 },
    { CMD_RETURN, N_("Send back"), N_("send the answer back, or withdraw the order, with a "
                                      "reason"), 0 },
    { CMD_SUPERVISE, N_("New"), N_("a new draft, about a unit's red rows"), 0 },
    { CMD_NEW, NULL, N_("the same"), 0 },
    { CMD_EDIT, NULL, N_("change a draft"), 0 },
    { CMD_OPEN, N_("Open"), N_("its text, its rows, what happened"), 0 },
    { CMD_FIND, N_("Find"), N_("find by number, unit or words, by pinyin too; n and N go on"),
      0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_PRINT, N_("Print"), N_("its text as it goes out, or the list, to be written to a file"),
      0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NEXT_PANE, NULL, N_("the next group"), 0 }, { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_LEFT, NULL, NULL, 0 }, { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_ALL, NULL, N_("0: all orders"), 0 },
    { CMD_OWN_1, NULL, N_("1: drafts, to be signed"), '1' },
    { CMD_OWN_2, NULL, N_("2: signed, to be delivered"), '2' },
    { CMD_OWN_3, NULL, N_("3: delivered, to be acknowledged"), '3' },
    { CMD_OWN_4, NULL, N_("4: to be answered"), '4' },
    { CMD_OWN_5, NULL, N_("5: answered, to be closed or sent back"), '5' },
    { CMD_OWN_6, NULL, N_("6: closed or withdrawn"), '6' },
    { CMD_OWN_7, NULL, N_("7: the answer is late"), '7' },
    { CMD_OWN_8, NULL, N_("8: not acknowledged within a workday"), '8' },
    { CMD_OWN_9, NULL, N_("9: it is your turn"), '9' },
    { CMD_CLEAR, NULL, N_("all orders again; then back"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

static const char *const group_names[ORDERS_GROUPS] = {
    [ORDERS_ALL] = N_("all"), [ORDERS_DRAFT] = N_("drafts"),
    [ORDERS_TO_DELIVER] = N_("to deliver"), [ORDERS_TO_RECEIVE] = N_("to acknowledge"),
    [ORDERS_TO_ANSWER] = N_("to answer"), [ORDERS_ANSWERED] = N_("answered, open"),
    [ORDERS_OVER] = N_("over"), [ORDERS_LATE] = N_("reply late"),
    [ORDERS_UNSIGNED] = N_("receipt late"), [ORDERS_MINE] = N_("my turn"),
};

enum { MINE_UNKNOWN, MINE_NO, MINE_YES };

struct listed {
    const struct duban_order *o;
    bool late, not_received;
    int32_t due;                    /* the reply is wanted by */
    int mine;
};
struct orders_state {
    struct orders all;
    struct listed *v;               /* of `all`, sorted */
    size_t *shown; size_t n_shown;  /* places in v */
    size_t n[ORDERS_GROUPS];
    size_t asked;                   /* so many of v are known to be mine or not */
    enum orders_group group;
    struct table_view view;
    struct order_labels labels;
    char *find;
    int32_t today;
    const struct defs *defs;
    bool wide;                      /* as drawn last */
};

/* ---- groups ---- */

static enum orders_group way_group(const struct duban_order *o)
{
    switch (o->state) {
    case DUBAN_DRAFT:    return ORDERS_DRAFT;
    case DUBAN_SIGNED:   return ORDERS_TO_DELIVER;
    case DUBAN_DELIVERED:       /* of a letter no receipt is owed */
        return o->kind == DUBAN_LETTER ? ORDERS_TO_ANSWER : ORDERS_TO_RECEIVE;
    case DUBAN_RECEIVED: return ORDERS_TO_ANSWER;
    case DUBAN_ANSWERED: return ORDERS_ANSWERED;
    default:             return ORDERS_OVER;
    }
}

static struct listed look_at(const struct defs *defs, const struct duban_order *o, int32_t today)
{
    int32_t due = order_reply_due(defs, o);

    return (struct listed){ .o = o, .late = order_days_overdue(defs, o, today) > 0,
                            .not_received = order_days_unsigned(defs, o, today) > 0,
                            .due = due == DAY_NONE ? o->due : due };
}

static bool is_mine(struct tui *t, const struct duban_order *o)
{
    struct who me = tui_who(t);
    enum verb next = order_next(o);

    return next && order_may(t->st, &t->env, &me, next, o->id, NULL);
}

static bool is_in(const struct listed *x, enum orders_group group)
{
    switch (group) {
    case ORDERS_ALL:  return true;
    case ORDERS_LATE: return x->late;
    case ORDERS_UNSIGNED: return x->not_received;
    case ORDERS_MINE: return x->mine == MINE_YES;
    default:          return way_group(x->o) == group;
    }
}

bool orders_is_in(struct tui *t, const struct duban_order *o, enum orders_group group)
{
    struct listed x = look_at(t->defs, o, t->env.today);

    x.mine = group == ORDERS_MINE && is_mine(t, o) ? MINE_YES : MINE_NO;
    return is_in(&x, group);
}

size_t orders_count(struct tui *t, const struct orders *list, enum orders_group group)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += orders_is_in(t, &list->v[i], group);
    return n;
}

/* ---- loading ---- */

/* What is open comes first, what is late before the rest, then what is due first; what is
 * over, the newest first. */
static int in_order(const void *pa, const void *pb)
{
    const struct listed *a = pa, *b = pb;
    bool open_a = order_is_open(a->o), open_b = order_is_open(b->o);

    if (open_a != open_b)
        return open_a ? -1 : 1;
    if (!open_a && a->o->closed_on != b->o->closed_on)
        return a->o->closed_on > b->o->closed_on ? -1 : 1;
    if (!open_a)
        return a->o->id > b->o->id ? -1 : 1;
    bool late_a = a->late || a->not_received, late_b = b->late || b->not_received;
    if (late_a != late_b)
        return late_a ? -1 : 1;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return a->o->id < b->o->id ? -1 : 1;
}

/* Rows of the group; the cursor stays with its order. */
static void choose(struct orders_state *s)
{
    free(s->shown);
    s->shown = xcalloc(s->all.n + 1, sizeof *s->shown);
    s->n_shown = 0;
    memset(s->n, 0, sizeof s->n);
    for (size_t i = 0; i < s->all.n; i++) {
        for (int g = 0; g < ORDERS_GROUPS; g++)
            s->n[g] += is_in(&s->v[i], (enum orders_group)g);
        if (is_in(&s->v[i], s->group))
            s->shown[s->n_shown++] = i;
    }
    table_view_rows(&s->view, s->n_shown);
}

static const struct duban_order *here(const struct orders_state *s)
{
    return s->view.cursor < s->n_shown ? s->v[s->shown[s->view.cursor]].o : NULL;
}

/* Of the order under the cursor; 0: there is none. */
static int64_t here_id(const struct orders_state *s)
{
    return here(s) ? here(s)->id : 0;
}

static enum xh_rc orders_load(struct tui *t, void *state, struct xh_err *err)
{
    struct orders_state *s = state;
    struct order_filter f = { .today = t->env.today, .reader = t->me };
    struct orders all = {0};
    enum xh_rc rc = order_list(t->st, &f, &all, err);

    if (rc != XH_OK) {
        orders_fini(&all);
        return rc;
    }
    orders_fini(&s->all);
    s->all = all;
    s->today = t->env.today;
    s->defs = t->defs;
    s->labels.order = 0;
    s->asked = 0;
    free(s->v);
    s->v = xcalloc(all.n + 1, sizeof *s->v);
    for (size_t i = 0; i < all.n; i++)
        s->v[i] = look_at(s->defs, &s->all.v[i], s->today);
    qsort(s->v, all.n, sizeof *s->v, in_order);
    choose(s);
    return XH_OK;
}

/* Whose turn it is takes a look at every row of an order: that can wait. */
static bool orders_idle(struct tui *t, void *state)
{
    struct orders_state *s = state;
    size_t to = s->asked + SLICE < s->all.n ? s->asked + SLICE : s->all.n;

    if (s->asked == s->all.n)
        return false;
    for (; s->asked < to; s->asked++)
        s->v[s->asked].mine = is_mine(t, s->v[s->asked].o) ? MINE_YES : MINE_NO;
    choose(s);
    return true;
}

static void orders_close(struct tui *t, void *state)
{
    struct orders_state *s = state;

    (void)t;
    orders_fini(&s->all);
    free(s->v);
    free(s->shown);
    free(s->find);
}

/* ---- drawing ---- */

enum { COL_NUMBER, COL_KIND, COL_TO, COL_SIZE, COL_ABOUT, COL_SIGNED, COL_DUE, COL_CLOCK,
       COL_STATE, COL_NEXT, COLUMNS };

/* "11-20 领导甲", of a draft who drafted it. */
static void put_signed(const struct orders_state *s, const struct duban_order *o,
                       struct buf *out)
{
    char day[DAY_TEXT];
    bool draft = o->signed_on == DAY_NONE;

    buf_printf(out, "%s %s", day_format_short(draft ? o->drafted_on : o->signed_on, s->today, day),
               draft ? o->drafter : o->signer);
}

/* The unit stands in the row already. Caller frees. */
static char *next_in_short(const struct orders_state *s, const struct duban_order *o)
{
    enum verb next = order_next(o);

    return next == VERB_RECEIVE || next == VERB_ANSWER
           ? xasprintf("%s %s", order_verb_word(next), _("the unit"))
           : order_next_text(s->defs, o);
}

/* As wide as the widest: 沿督〔2026〕112号. */
static int number_width(const struct orders_state *s)
{
    int width = 12;

    for (size_t k = 0; k < s->n_shown; k++) {
        int w = text_width(s->v[s->shown[k]].o->number);
        if (w > width)
            width = w < 24 ? w : 24;
    }
    return width;
}

/* Of the words they are in. */
static int state_width(void)
{
    int width = 0;

    for (int k = 0; k < DUBAN_STATES; k++) {
        int w = text_width(order_state_name((enum duban_state)k));
        width = w > width ? w : width;
    }
    return width;
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct orders_state *s = ctx;
    const struct listed *x = &s->v[s->shown[row]];
    const struct duban_order *o = x->o;
    char day[DAY_TEXT], *text = NULL;

    switch (column) {
    case COL_NUMBER: buf_puts(out, *o->number ? o->number : _("not numbered")); break;
    case COL_KIND:   buf_puts(out, order_kind_name(o->kind)); break;
    case COL_TO:     buf_puts(out, o->to); break;
    case COL_SIZE:   text = order_size(o); break;
    case COL_ABOUT:  buf_puts(out, o->title); break;
    case COL_SIGNED: put_signed(s, o, out); break;
    case COL_DUE:    buf_puts(out, day_format_short(x->due, s->today, day)); break;
    case COL_CLOCK:
        text = order_clock(s->defs, o, s->today);
        *style = x->late || x->not_received ? STYLE_STRONG : STYLE_PLAIN;
        break;
    case COL_STATE:  buf_puts(out, order_state_name(o->state)); break;
    case COL_NEXT:
        text = s->wide ? order_next_text(s->defs, o) : next_in_short(s, o);
        *style = x->mine == MINE_YES ? STYLE_STRONG : STYLE_PLAIN;
        break;
    }
    if (text)
        buf_puts(out, text);
    free(text);
}

static int64_t id_at(void *ctx, size_t row)
{
    const struct orders_state *s = ctx;

    return s->v[s->shown[row]].o->id;
}

static enum xh_rc orders_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct orders_state *s = state;
    const struct orders_arg *a = arg;

    (void)t, (void)err;
    s->group = a ? a->group : ORDERS_ALL;
    s->view = (struct table_view){ .cell = cell, .id = id_at, .ctx = s };
    return XH_OK;
}

static int chip_text(const struct orders_state *s, int g, struct buf *out)
{
    buf_printf(out, "%d%s", g, _(group_names[g]));
    if (g == ORDERS_MINE && s->asked < s->all.n)
        buf_puts(out, "..");
    else
        buf_printf(out, "%zu", s->n[g]);
    return text_width(buf_str(out));
}

/* The groups with their counts; where they do not fit, those with nothing in them go. */
static void draw_chips(struct tui *t, const struct orders_state *s, struct area a)
{
    int width = 1, x = a.x + 1;

    for (int g = 0; g < ORDERS_GROUPS; g++) {
        struct buf b = {0};
        width += chip_text(s, g, &b) + 1;
        buf_fini(&b);
    }
    canvas_put(&t->canvas, a.y, a.x, a.w, "", TEXT_LEFT, STYLE_PLAIN);
    for (int g = 0; g < ORDERS_GROUPS; g++) {
        struct buf b = {0};
        int w = chip_text(s, g, &b), room = a.x + a.w - x;
        if (width <= a.w || s->n[g] || g == ORDERS_ALL || g == (int)s->group) {
            canvas_put(&t->canvas, a.y, x, w < room ? w : room, buf_str(&b), TEXT_LEFT,
                       g == (int)s->group ? STYLE_BAR : STYLE_HEAD);
            canvas_hit(&t->canvas, (struct area){ a.y, x, 1, w }, K_ENTER, CHIP_HIT + g);
            x += w + 1;
        }
        buf_fini(&b);
    }
}

/* Nothing there: why, and one key. */
static const char *why_empty(const struct orders_state *s)
{
    if (s->all.n == 0)
        return _("There are no orders yet. F5 drafts one about a unit's red rows.");
    if (s->group == ORDERS_LATE)
        return _("No answer is late. 0 shows all orders.");
    if (s->group == ORDERS_UNSIGNED)
        return _("Every order delivered was acknowledged in time. 0 shows all orders.");
    if (s->group == ORDERS_MINE)
        return s->asked < s->all.n ? _("counting ..")
                                   : _("No order waits for you. 0 shows all orders.");
    return _("No order is in this state. 0 shows all orders.");
}

static void orders_draw(struct tui *t, void *state, struct area body)
{
    struct orders_state *s = state;
    bool wide = s->wide = body.w >= 110;
    const struct view_column columns[COLUMNS] = {
        [COL_NUMBER] = { _("Document number"), number_width(s), TEXT_LEFT, 0 },
        [COL_KIND] = { _("Kind"), 6, TEXT_LEFT, 1 },
        [COL_TO] = { _("Addressed to"), wide ? 16 : 14, TEXT_LEFT, 0 },
        [COL_SIZE] = { _("Rows"), 5, TEXT_RIGHT, 3 },
        [COL_ABOUT] = { _("About"), 0, TEXT_LEFT, 0 },
        [COL_SIGNED] = { _("Signed"), 14, TEXT_LEFT, 2 },
        [COL_DUE] = { _("Reply by"), 5, TEXT_LEFT, 4 },
        [COL_CLOCK] = { _("Left"), wide ? 16 : 12, TEXT_LEFT, 0 },
        [COL_STATE] = { _("State"), state_width(), TEXT_LEFT, 5 },
        [COL_NEXT] = { _("Comes next"), wide ? 16 : 11, TEXT_LEFT, 0 },
    };

    draw_chips(t, s, body);
    s->view.columns = columns;
    s->view.n_columns = COLUMNS;
    s->view.empty = why_empty(s);
    table_view_draw(&s->view, &t->canvas,
                    (struct area){ body.y + 1, body.x, body.h - 1, body.w });
    s->view.columns = NULL;
}

/* ---- commands ---- */

static void turn_to(struct orders_state *s, int group)
{
    s->group = (enum orders_group)((group + ORDERS_GROUPS) % ORDERS_GROUPS);
    table_view_top(&s->view);
    choose(s);
}

static bool has_words(const struct duban_order *o, const char *words)
{
    const char *const texts[] = { o->number, o->title, o->to, o->lead_name, o->demand };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (pinyin_match(texts[i], words))
            return true;
    for (size_t i = 0; i < o->n_items; i++)
        if (pinyin_match(o->items[i].code, words))
            return true;
    return false;
}

static bool is_found(void *ctx, size_t row)
{
    const struct orders_state *s = ctx;

    return has_words(s->v[s->shown[row]].o, s->find);
}

static void find_next(struct tui *t, struct orders_state *s, bool backward)
{
    if (!table_view_find(&s->view, is_found, s, backward))
        tui_say(t, _("No order shown here has '%s' in it."), s->find);
}

static void find(struct tui *t, struct orders_state *s)
{
    if (ask_find(t, _("Number, unit or words, or their pinyin"), &s->find) && s->n_shown &&
        !is_found(s, s->view.cursor))
        find_next(t, s, false);
}

static enum step act(struct tui *t, struct orders_state *s, enum cmd cmd)
{
    if (!here(s)) {
        tui_say(t, "%s", _("There is no order here."));
        return STEP_STAY;
    }
    return acts_order_run(t, cmd, here(s)->id) ? STEP_RELOAD : STEP_STAY;
}

static enum step orders_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct orders_state *s = state;
    const struct duban_order *o = here(s);

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    if (cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9) {
        turn_to(s, (int)(cmd - CMD_OWN_1) + 1);
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_ACT:
    case CMD_RETURN:
    case CMD_EDIT:
        return act(t, s, cmd);
    case CMD_SUPERVISE:
    case CMD_NEW:
        return acts_order_new(t) ? STEP_RELOAD : STEP_STAY;
    case CMD_OPEN:
        if (o)
            tui_push(t, &order_screen, &o->id);
        return STEP_STAY;
    case CMD_PRINT:     orders_print(t, s->group, here_id(s)); return STEP_STAY;
    case CMD_ALL:       turn_to(s, ORDERS_ALL); return STEP_STAY;
    case CMD_NEXT_PANE:
    case CMD_RIGHT:     turn_to(s, (int)s->group + 1); return STEP_STAY;
    case CMD_PREV_PANE:
    case CMD_LEFT:      turn_to(s, (int)s->group - 1); return STEP_STAY;
    case CMD_FIND:      find(t, s); return STEP_STAY;
    case CMD_FIND_NEXT:
    case CMD_FIND_PREV:
        if (s->find)
            find_next(t, s, cmd == CMD_FIND_PREV);
        else
            find(t, s);
        return STEP_STAY;
    case CMD_CLEAR:
        if (s->group == ORDERS_ALL)
            return STEP_IGNORED;
        turn_to(s, ORDERS_ALL);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static bool orders_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    struct orders_state *s = state;

    if (cmd == CMD_SUPERVISE || cmd == CMD_NEW)
        return permit_relations(t->st->db, t->defs, t->me, VERB_SUPERVISE, NULL) != 0 ||
               permit_check(t->st->db, t->defs, t->me, VERB_SUPERVISE, NULL, 0, why) == XH_OK;
    return acts_order_may(t, cmd, here_id(s), &s->labels, word, why);
}

static enum step orders_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct orders_state *s = state;

    if (hit->arg >= CHIP_HIT) {
        turn_to(s, hit->arg - CHIP_HIT);
        return STEP_STAY;
    }
    if (table_view_press(&s->view, hit, twice))
        tui_push(t, &order_screen, &here(s)->id);
    return STEP_STAY;
}

static void orders_path(struct tui *t, void *state, struct buf *out)
{
    struct orders_state *s = state;

    (void)t;
    buf_puts(out, _("orders and letters"));
    if (s->group != ORDERS_ALL)
        buf_printf(out, _("  only: %s; 0 shows all"), _(group_names[s->group]));
}

const struct screen_ops orders_screen = {
    .id = "orders", .title = N_("Orders and letters"), .keys = keys,
    .size = sizeof(struct orders_state),
    .open = orders_open, .load = orders_load, .draw = orders_draw, .command = orders_command,
    .path = orders_path, .may = orders_may, .hit = orders_hit,
    .idle = orders_idle, .close = orders_close,
};
