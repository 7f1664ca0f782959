#include "tui/today.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/import.h"
#include "tui/keys.h"
#include "tui/ledger.h"
#include "tui/remind.h"
#include "tui/orders.h"
#include "tui/patience.h"
#include "tui/today_own.h"

#define BIT(c) (1u << (c))

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), N_("what you may do with this row"), 0 },
    { CMD_RETURN, N_("Return"), N_("return it, or withdraw your own application"), 0 },
    { CMD_EXTEND, N_("Extend"), N_("extend the deadline; of a late item, order a limit"), 0 },
    { CMD_SUPERVISE, N_("Supervise"), N_("a supervision order to the unit"), 0 },
    { CMD_REPORT, N_("Report"), N_("report progress"), 0 },
    { CMD_NEW, NULL, N_("a new item"), 0 }, { CMD_EDIT, NULL, N_("edit"), 0 },
    { CMD_EVIDENCE, NULL, N_("add evidence"), 0 }, { CMD_NOTE, NULL, N_("a remark"), 0 },
    { CMD_REPEAT, NULL, N_("do the last act again, on this row"), 0 },
    { CMD_REMIND, NULL, N_("texts that remind people, to be copied"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the row, or the rows behind a count"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_LEFT, NULL, N_("from count to count"), 0 }, { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_NEXT_PANE, NULL, N_("to the next section"), 0 }, { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_ALL, NULL, N_("rows of every colour"), 0 },
    { CMD_RED, NULL, N_("only red rows"), 0 }, { CMD_YELLOW, NULL, N_("only yellow rows"), 0 },
    { CMD_GREEN, NULL, N_("only green rows"), 0 }, { CMD_GREY, NULL, N_("only rows on hold"), 0 },
    { CMD_FIND, N_("Ledger"), N_("the ledger of everything open"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static enum xh_rc today_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct today *d = state;

    (void)arg, (void)err;
    d->n_words = desk_words(t->defs, d->word, WORDS_MOST);
    return XH_OK;
}

/* Nothing is counted here: the first paint does not wait. */
static enum xh_rc today_load(struct tui *t, void *state, struct xh_err *err)
{
    struct today *d = state;
    unsigned approves = permit_relations(t->st->db, t->defs, t->me, VERB_APPROVE, NULL);

    (void)err;
    d->n_words = desk_words(t->defs, d->word, WORDS_MOST);
    d->is_clerk = desk_has(t->st, t->me, DESK_ALL);
    d->is_leader = !d->is_clerk && (approves & REL_LEADS);
    d->is_carer = permit_relations(t->st->db, t->defs, t->me, VERB_CARE, NULL) != 0;
    for (int p = 0; p < PANELS; p++) {
        struct section *s = &d->s[p];
        int relation = panel_relation((enum panel)p);
        s->wanted = relation >= 0 ? desk_has(t->st, t->me, (enum desk_relation)relation)
                                    : p == PANEL_OFFICE || d->is_clerk || d->is_leader;
        s->step = 0;
    }
    free(d->failed);
    d->failed = NULL;
    return XH_OK;
}

/* Rows for lines: what stands above them takes some. */
static int body_rows(struct tui *t, const struct today *d)
{
    return t->canvas.rows - 4 - today_above(d);
}

static size_t screen_lines(struct tui *t, const struct today *d, struct lines *out)
{
    today_lines(d, body_rows(t, d), out);
    return out->n;
}

/* The first item of a row or group. */
static int64_t item_at(const struct today *d, const struct line *l)
{
    const struct section *s = &d->s[l->panel];

    return l->kind == LINE_ROW    ? s->rows.v[l->at].it.id
           : l->kind == LINE_GROUP ? s->groups.v[l->at].members[0] : 0;
}

static void keep_in_view(struct tui *t, struct today *d)
{
    size_t height = (size_t)body_rows(t, d);

    if (d->cursor < d->top)
        d->top = d->cursor;
    if (d->cursor >= d->top + height)
        d->top = d->cursor - height + 1;
}

/* Lines come and go while others work and counts come in: the cursor stays with its
 * row. */
static void follow(struct tui *t, struct today *d)
{
    struct lines l;

    screen_lines(t, d, &l);
    for (size_t i = 0; d->at.set && i < l.n; i++)
        if (l.v[i].panel == d->at.panel && l.v[i].kind == d->at.kind &&
            (d->at.kind == LINE_BAR ? l.v[i].at == d->at.bar
                                    : item_at(d, &l.v[i]) == d->at.item))
            d->cursor = i;
    if (d->cursor >= l.n)
        d->cursor = l.n ? l.n - 1 : 0;
    keep_in_view(t, d);
    free(l.v);
}

/* One slice of the section. A key that comes in the middle ends it and is not lost: what the
 * slice had done is taken back, and it is done again when nothing waits. */
static bool slice(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    struct section *s = &d->s[p];
    struct desk_trend trend = d->trend;
    int step = s->step;
    size_t n_next = s->n_next;
    struct patience wait;

    patience_begin(&wait, t, NULL);
    bool more = today_work(t, d, p, err);
    if (!patience_end(&wait))
        return more;
    *err = (struct xh_err){0};
    s->step = step;
    d->trend = trend;
    while (s->n_next > n_next)
        section_drop(s);
    return true;
}

/* Said above: households are no headline (OFFICE 7). */
static void find_no_red(struct tui *t, struct today *d)
{
    struct filter f = tui_filter(t);
    const char *items = "row=";
    struct rows red = {0};
    struct xh_err err = {0};

    f.where = &items;
    f.n_where = 1;
    f.colours = BIT(COLOUR_RED);
    f.limit = 1;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    free(d->no_red);
    d->no_red = NULL;
    if (query_rows(t->st, &f, &red, &err) == XH_OK && red.n == 0)
        d->no_red = ledger_no_red(t, f);
    rows_fini(&red);
}

static bool today_idle(struct tui *t, void *state)
{
    struct today *d = state;
    struct xh_err err = {0};
    bool more = false;

    for (int p = 0; p < PANELS && !more; p++) {
        struct section *s = &d->s[p];
        if (!s->wanted)
            continue;
        s->wanted = slice(t, d, (enum panel)p, &err);   /* false: all there is of it */
        more = true;
        if (err.msg[0]) {
            free(d->failed);
            d->failed = xstrdup(err.msg);
            tui_refuse(t, &err);
        }
    }
    if (!more) {
        struct filter f = tui_filter(t);
        struct rows any = {0};
        f.limit = 1;
        f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
        d->empty = query_rows(t->st, &f, &any, &err) == XH_OK && any.n == 0;
        rows_fini(&any);
        find_no_red(t, d);
    }
    follow(t, d);
    return more;
}

static void today_close(struct tui *t, void *state)
{
    struct today *d = state;

    (void)t;
    for (int p = 0; p < PANELS; p++) {
        struct section *s = &d->s[p];
        bars_fini(&s->bars, &s->n_bars, &s->cap_bars);
        bars_fini(&s->next, &s->n_next, &s->cap_next);
        rows_fini(&s->rows);
        gather_fini(&s->groups);
        gather_fini(&s->gathering);
    }
    free(d->failed);
    free(d->no_red);
}

/* ---- opening ---- */

static void open_question(struct tui *t, const struct question *q, const char *title)
{
    const char *where[ASK_WHERE];
    struct filter f = {0};

    question_filter(q, &f, where);
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = f.list, .colours = f.colours, .state = f.state, .place = f.place,
        .where = where, .n_where = f.n_where, .title = title,
    });
}

struct question today_group(struct tui *t, const struct today *d, enum panel p, size_t at)
{
    const struct gather_row *g = &d->s[p].groups.v[at];
    const struct item *it = &g->row.it;
    const struct list_def *list = defs_list(t->defs, it->list);
    struct question q;

    desk_question(t->defs, (enum desk_relation)panel_relation(p), DESK_TOTAL, NULL,
                  t->env.today, &q);
    q.colours = BIT(COLOUR_RED) | BIT(COLOUR_YELLOW);
    if (d->colours)
        q.colours &= d->colours;
    gather_question(g, list, &q);
    return q;
}

static void open_chip(struct tui *t, const struct chip *c)
{
    if (c->to)
        tui_push(t, c->to, NULL);
    else if (c->opens)
        open_question(t, &c->q, c->title);
    else if (c->orders)
        tui_push(t, &orders_screen, &(struct orders_arg){ (enum orders_group)c->orders });
    else if (c->says)
        ask_show(t, c->title ? c->title : _("Today"), c->says);
}

static void open_here(struct tui *t, struct today *d, const struct line *l)
{
    const struct section *s = &d->s[l->panel];

    switch (l->kind) {
    case LINE_BAR:
        if (d->chip < s->bars[l->at].n)
            open_chip(t, &s->bars[l->at].chips[d->chip]);
        break;
    case LINE_ROW:
        tui_push(t, &detail_screen, &s->rows.v[l->at].it.id);
        break;
    case LINE_GROUP: {
        struct question q = today_group(t, d, l->panel, l->at);
        open_question(t, &q, s->groups.v[l->at].said);
        break;
    }
    }
}

/* ---- moving ---- */

static void to_line(struct tui *t, struct today *d, const struct lines *l, size_t line)
{
    d->cursor = l->n == 0 ? 0 : line < l->n ? line : l->n - 1;
    d->chip = 0;
    if (l->n) {
        const struct line *at = &l->v[d->cursor];
        d->at.set = true;
        d->at.kind = at->kind;
        d->at.panel = at->panel;
        d->at.bar = at->at;
        d->at.item = item_at(d, at);
    }
    keep_in_view(t, d);
}

static size_t next_section(const struct lines *l, size_t from, bool back)
{
    size_t i = from;

    if (back) {
        while (i > 0 && l->v[i].panel == l->v[from].panel)
            i--;
        while (i > 0 && l->v[i - 1].panel == l->v[i].panel)
            i--;
        return i;
    }
    while (i + 1 < l->n && l->v[i].panel == l->v[from].panel)
        i++;
    return i;
}

static bool move(struct tui *t, struct today *d, const struct lines *l, enum cmd cmd)
{
    size_t page = (size_t)body_rows(t, d) - 1, at = d->cursor;
    size_t chips = l->n && l->v[at].kind == LINE_BAR
                       ? d->s[l->v[at].panel].bars[l->v[at].at].n : 0;

    switch (cmd) {
    case CMD_UP:        to_line(t, d, l, at ? at - 1 : 0); return true;
    case CMD_DOWN:      to_line(t, d, l, at + 1); return true;
    case CMD_PGUP:      to_line(t, d, l, at > page ? at - page : 0); return true;
    case CMD_PGDN:      to_line(t, d, l, at + page); return true;
    case CMD_HOME:      to_line(t, d, l, 0); return true;
    case CMD_END:       to_line(t, d, l, l->n ? l->n - 1 : 0); return true;
    case CMD_NEXT_PANE: to_line(t, d, l, l->n ? next_section(l, at, false) : 0); return true;
    case CMD_PREV_PANE: to_line(t, d, l, l->n ? next_section(l, at, true) : 0); return true;
    case CMD_LEFT:      d->chip -= d->chip > 0; return true;
    case CMD_RIGHT:     d->chip += d->chip + 1 < chips; return true;
    default:            return false;
    }
}

/* ---- acts ---- */

static bool is_act(enum cmd cmd)
{
    return (cmd >= CMD_ACT && cmd <= CMD_REPORT) ||
           (cmd >= CMD_NEW && cmd <= CMD_REPEAT);
}

/* The rows under the cursor: one, a group's members, or none on a bar. Borrowed. */
static struct targets here(struct tui *t, const struct today *d)
{
    struct targets on = {0};
    struct lines l;

    if (screen_lines(t, d, &l) > d->cursor) {
        const struct line *at = &l.v[d->cursor];
        const struct section *s = &d->s[at->panel];
        if (at->kind == LINE_ROW)
            on = (struct targets){ &s->rows.v[at->at].it.id, 1 };
        else if (at->kind == LINE_GROUP)
            on = (struct targets){ s->groups.v[at->at].members, s->groups.v[at->at].n_members };
    }
    free(l.v);
    return on;
}

/* What this person may do depends on how he stands to this very row (OFFICE 19). */
static bool today_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    struct targets on = here(t, state);

    return !is_act(cmd) || acts_may(t, cmd, on.n ? on.items[0] : 0, word, why);
}

static enum step act(struct tui *t, const struct today *d, enum cmd cmd)
{
    int64_t item;

    if (cmd == CMD_NEW)
        return acts_new(t, NULL, &item) ? STEP_RELOAD : STEP_STAY;
    struct targets on = here(t, d);
    /* while boxes are open the screen may be read anew: the rows are kept apart */
    int64_t *items = xcalloc(on.n + 1, sizeof *items);
    memcpy(items, on.items ? on.items : items, on.n * sizeof *items);
    bool done = acts_run(t, cmd, &(struct targets){ items, on.n }, NULL, NULL);
    free(items);
    return done ? STEP_RELOAD : STEP_STAY;
}

/* Of the row or group under the cursor, or of all rows behind a count. */
static void remind(struct tui *t, struct today *d, const struct lines *l)
{
    const struct line *at = d->cursor < l->n ? &l->v[d->cursor] : NULL;
    struct targets on = here(t, d);
    int64_t *items = xcalloc(on.n + 1, sizeof *items);
    struct filter all = tui_filter(t);
    struct question q = {0};
    const char *where[ASK_WHERE];

    if (on.n)                   /* the rows may be read anew while a box is open */
        memcpy(items, on.items, on.n * sizeof *items);
    if (at && at->kind == LINE_BAR && d->chip < d->s[at->panel].bars[at->at].n)
        q = d->s[at->panel].bars[at->at].chips[d->chip].q;
    question_filter(&q, &all, where);
    remind_ask(t, &(struct remind_scope){ items, on.n, on.n > 1, on.n ? NULL : &all });
    free(items);
}

/* ---- the first run ---- */

static enum step start_with(struct tui *t, enum cmd cmd)
{
    if (cmd == CMD_YELLOW)
        import_begin(t);
    else if (cmd == CMD_GREEN)
        ask_show(t, _("Practice township"),
                 _("On the command line:\n\n  xiaohao demo FOLDER\n\nIt makes a township of "
                   "invented people and opens it; nothing of yours is touched."));
    else
        return act(t, NULL, CMD_NEW);
    return STEP_STAY;
}

static enum step today_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct today *d = state;
    struct lines l;
    enum step step = STEP_STAY;

    (void)in;
    screen_lines(t, d, &l);
    if (d->cursor >= l.n)
        to_line(t, d, &l, d->cursor);
    if (d->empty && cmd >= CMD_RED && cmd <= CMD_GREEN) {
        step = start_with(t, cmd);
    } else if (cmd == CMD_FIND || (cmd == CMD_OPEN && l.n == 0)) {
        tui_push(t, &ledger_screen, NULL);
    } else if (cmd == CMD_OPEN) {
        open_here(t, d, &l.v[d->cursor]);
    } else if (cmd >= CMD_ALL && cmd <= CMD_GREY) {
        static const enum colour of[] = { COLOUR_NONE, COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN,
                                          COLOUR_GREY };
        d->colours = cmd == CMD_ALL ? 0 : BIT(of[cmd - CMD_ALL]);
        step = STEP_RELOAD;
    } else if (cmd == CMD_REMIND) {
        remind(t, d, &l);
    } else if (is_act(cmd)) {
        step = act(t, d, cmd);
    } else if (!move(t, d, &l, cmd)) {
        step = STEP_IGNORED;
    }
    free(l.v);
    return step;
}

static enum step today_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct today *d = state;
    size_t line = (size_t)hit->arg / CHIPS, chip = (size_t)hit->arg % CHIPS;
    struct lines l;

    screen_lines(t, d, &l);
    if (line < l.n) {
        bool here = line == d->cursor && (l.v[line].kind != LINE_BAR || chip == d->chip);
        to_line(t, d, &l, line);
        d->chip = chip;
        if (here || twice || l.v[line].kind == LINE_BAR)
            open_here(t, d, &l.v[line]);
    }
    free(l.v);
    return STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    struct today *d = state;

    (void)t;
    if (d->colours)
        buf_puts(out, _("rows of one colour; 0 shows all"));
}

static void today_paint(struct tui *t, void *state, struct area body)
{
    today_draw(t, state, body);
}

const struct screen_ops today_screen = {
    .id = "today", .title = N_("Today"), .keys = keys, .size = sizeof(struct today),
    .open = today_open, .load = today_load, .draw = today_paint, .command = today_command,
    .path = path, .may = today_may, .hit = today_hit, .idle = today_idle, .close = today_close,
};
