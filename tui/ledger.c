#include "tui/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/missing.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/land_map.h"
#include "tui/ledger_parts.h"
#include "tui/patience.h"
#include "tui/settings.h"

#define TREE_WIDE 30
#define PANE_FROM 30            /* rows from which a pane lies below */
#define TITLE_LEAST 18
#define BRIEF 4                 /* rows of the footer, its line included */

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), N_("what you may do with this row"), 0 },
    { CMD_RETURN, N_("Return"), N_("return it, or withdraw your own application"), 0 },
    { CMD_EXTEND, N_("Extend"), N_("extend the deadline; of a late item, order a limit"), 0 },
    { CMD_SUPERVISE, N_("Supervise"), N_("a supervision order to the unit"), 0 },
    { CMD_REPORT, N_("Report"), N_("report progress"), 0 },
    { CMD_FIND, N_("Find"), N_("find by words or pinyin, initials or syllables"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item"), 0 },
    { CMD_FIND_NEXT, NULL, N_("find the next one"), 0 },
    { CMD_FIND_PREV, NULL, N_("find the one before"), 0 },
    { CMD_PRINT, N_("Print"), N_("the rows asked for, or those marked, as a text table"), 0 },
    { CMD_FILTER, NULL, N_("filter: conditions, and those kept under a name"), 0 },
    { CMD_RED, NULL, N_("only red"), 0 }, { CMD_YELLOW, NULL, N_("only yellow"), 0 },
    { CMD_GREEN, NULL, N_("only green"), 0 }, { CMD_GREY, NULL, N_("only on hold"), 0 },
    { CMD_ALL, NULL, N_("all of them"), 0 },
    { CMD_SORT, NULL, N_("sort, by any column shown; again: the other way round"), 0 },
    { CMD_TREE, NULL, N_("choose the list"), 0 },
    { CMD_OWN_1, NULL, N_("add up by unit, person, village or state"), 'z' },
    { CMD_OWN_2, NULL, N_("grid entry: many cells of the marked rows, or of all shown"), 'I' },
    { CMD_OWN_3, NULL, N_("my columns of this list: which, in which order, how wide"), 'C' },
    { CMD_WHY, NULL, N_("why this colour and this deadline"), 0 },
    { CMD_MAP, NULL, N_("of a land project or a household: the map"), 0 },
    { CMD_MARK, NULL, N_("mark the row and step down"), 0 },
    { CMD_RANGE, NULL, N_("mark from here to another row"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all that are shown"), 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then the filter, then go back"), 0 },
    { CMD_NEW, NULL, N_("a new item"), 0 },
    { CMD_EDIT, NULL, N_("edit"), 0 },
    { CMD_EVIDENCE, NULL, N_("add evidence"), 0 },
    { CMD_NOTE, NULL, N_("a remark"), 0 }, { CMD_VISIT, NULL, N_("record a visit"), 0 },
    { CMD_REPEAT, NULL, N_("do the last act again, on this row"), 0 },
    { CMD_REMIND, NULL, N_("texts that remind people, to be copied"), 0 },
    { CMD_NEXT_PANE, NULL, N_("to the tree and back"), 0 },
    { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_LEFT, NULL, N_("the list before; in the tree: close, or one level up"), 0 },
    { CMD_RIGHT, NULL, N_("the next list; in the tree: open what lies below"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- opening ---- */

static void copy_where(struct view_filter *f, const struct ledger_arg *a)
{
    for (size_t i = 0; i < a->n_where; i++)
        view_read_line(f, a->where[i]);
}

static void from_arg(struct view_filter *f, const struct ledger_arg *a)
{
    f->list = a->list && strcmp(a->list, "all") != 0 ? xstrdup(a->list) : NULL;
    f->unit = xstrdup(a->unit);
    f->owner = xstrdup(a->owner);
    f->handler = xstrdup(a->handler);
    f->lead = xstrdup(a->lead);
    f->leader = xstrdup(a->leader);
    f->place = xstrdup(a->place);
    f->parent = xstrdup(a->parent);
    f->state = xstrdup(a->state);
    f->text = xstrdup(a->text);
    copy_where(f, a);
    f->overdue = a->overdue;
    f->due_soon = a->due_soon;
    f->order = a->order;
    f->colours = a->colours == LEDGER_OPEN ? 0 : a->colours;
    f->everything = a->colours == 0;
}

static void ledger_cell(void *ctx, size_t row, size_t column, struct buf *out,
                        enum style *style)
{
    struct ledger *l = ctx;

    ledger_columns_cell(&l->columns, &l->w.rows.v[row], column, out, style);
}

static bool is_marked(void *ctx, size_t row)
{
    struct ledger *l = ctx;

    return l->marks.n && marks_has(&l->marks, l->w.rows.v[row].it.id);
}

static enum xh_rc ledger_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct ledger *l = state;
    const struct ledger_arg *a = arg;

    (void)err;
    if (a)
        from_arg(&l->base, a);
    if (a)
        l->title = xstrdup(a->title);
    view_filter_copy(&l->f, &l->base);
    l->items_only = !a;
    ledger_set_list(l, l->f.list);
    view_filter_fini(&l->base);
    view_filter_copy(&l->base, &l->f);
    l->view = (struct table_view){ .cell = ledger_cell, .ctx = l, .is_marked = is_marked,
                                   .sorts = true, .least = TITLE_LEAST };
    ledger_set_columns(t, l);
    return XH_OK;
}

static void ledger_close(struct tui *t, void *state)
{
    struct ledger *l = state;

    (void)t;
    view_filter_fini(&l->f);
    view_filter_fini(&l->base);
    window_fini(&l->w);
    ledger_columns_fini(&l->columns);
    marks_clear(&l->marks);
    about_fini(&l->about);
    tree_fini(&l->tree);
    free(l->title);
    free(l->find);
    free(l->nearest);
    free(l->wishes);
}

/* ---- painting ---- */

static int about_height(const struct tui *t)
{
    int rows = t->canvas.rows;

    return rows < PANE_FROM ? BRIEF : rows < 36 ? 10 : 12;
}

static void ledger_draw(struct tui *t, void *state, struct area body)
{
    struct ledger *l = state;
    int low = about_height(t);
    struct area rows = { body.y, body.x, body.h - low, body.w };
    struct area about = { body.y + body.h - low, body.x, low, body.w };
    char *empty = NULL;

    if (ledger_is_wide(t)) {
        struct area tree = { body.y, body.x, body.h, TREE_WIDE };
        tree_draw(&l->tree, t, tree, l->in_tree);
        rows.x += TREE_WIDE;
        rows.w -= TREE_WIDE;
        about.x += TREE_WIDE;
        about.w -= TREE_WIDE;
    }
    if (l->w.rows.n == 0)
        l->view.empty = empty = ledger_why_empty(t, l);
    table_view_draw(&l->view, &t->canvas, rows);
    about_draw(t, &l->about, l, about, t->canvas.rows >= PANE_FROM);
    l->view.empty = NULL;
    free(empty);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    ledger_path(t, state, out);
}

static bool ledger_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    struct ledger *l = state;

    switch (cmd) {
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EDIT: case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT:
        return l->marks.n > 0 || acts_may(t, cmd, l->here, word, why);
    default:
        return true;
    }
}

/* ---- commands ---- */

static bool move(struct tui *t, struct ledger *l, enum cmd cmd)
{
    long page = l->view.page > 1 ? l->view.page - 1 : 1;
    long delta = cmd == CMD_UP ? -1 : cmd == CMD_DOWN ? 1 : cmd == CMD_PGUP ? -page
                 : cmd == CMD_PGDN ? page : 0;
    unsigned reads = l->w.reads;
    struct patience p;
    struct xh_err err = {0};
    enum xh_rc rc = XH_OK;

    patience_begin(&p, t, _("Reading"));
    if (delta)
        rc = window_reach(&l->w, &l->view.cursor, &l->view.top, delta, &err);
    else if (cmd == CMD_HOME && !l->w.at_start)
        rc = window_home(&l->w, &err);
    else if (cmd == CMD_END && !l->w.at_end)
        rc = window_end(&l->w, &err);
    if (patience_end(&p))
        rc = XH_OK;
    if (!delta && cmd != CMD_HOME && cmd != CMD_END)
        return false;
    l->view.n = l->w.rows.n;
    table_view_move(&l->view, cmd);
    if (l->w.reads != reads)
        ledger_rows_read(t, l);
    else
        ledger_settle(t, l);
    if (rc != XH_OK)
        tui_refuse(t, &err);
    return true;
}

static void use_node(struct tui *t, struct ledger *l)
{
    const struct tree_node *d = l->tree.cursor < l->tree.n ? &l->tree.v[l->tree.cursor] : NULL;

    if (!d)
        return;
    char *list = xstrdup(d->list), *parent = xstrdup(d->parent), *place = xstrdup(d->place);
    ledger_set_list(l, list);
    free(list);
    free(l->f.parent);
    free(l->f.place);
    l->f.parent = parent;
    l->f.place = place;
    ledger_ask(t, l);
}

static void only(struct tui *t, struct ledger *l, enum colour c)
{
    l->f.colours = 1u << c;
    ledger_ask(t, l);
}

/* 0: every colour; when that was so already, or nothing is there, every row. */
static void all(struct tui *t, struct ledger *l)
{
    if (!l->f.colours || l->w.rows.n == 0) {
        view_filter_fini(&l->f);
        view_filter_copy(&l->f, &l->base);
    }
    l->f.colours = 0;
    ledger_ask(t, l);
}

static enum step clear(struct tui *t, struct ledger *l)
{
    if (l->in_tree)
        l->in_tree = false;
    else if (l->anchor_item)
        l->anchor_item = 0;
    else if (l->marks.n)
        marks_clear(&l->marks);
    else if (ledger_is_filtered(l))
        ledger_clear_filter(t, l);
    else
        return STEP_IGNORED;
    return STEP_STAY;
}

static void why(struct tui *t, const struct ledger *l)
{
    const struct row *r = ledger_here(l);
    struct item_state s = {0};
    struct xh_err err = {0};
    struct buf b = {0};

    if (!r)
        return;
    if (item_state_load(t->st, r->it.id, &s, &err) == XH_OK) {
        struct pin pin = item_pin(&r->it);
        explain_item(&b, t->defs, &s.facts.f, &s.derived, &pin, t->env.today);
        ask_show(t, r->it.code, buf_str(&b));
    } else {
        tui_refuse(t, &err);
    }
    buf_fini(&b);
    item_state_fini(&s);
}

static enum step new_item(struct tui *t, struct ledger *l)
{
    int64_t item = 0;

    if (!acts_new(t, l->f.list, &item))
        return STEP_STAY;
    l->here = item;             /* the next load finds it, wherever it is sorted in */
    return STEP_RELOAD;
}

/* n and N there go through the rows of the ledger, and the cursor with them. */
static void went(void *ctx, const struct row *r)
{
    struct ledger *l = ctx;

    l->here = r->it.id;
    row_key(r, &l->here_key);
}

static enum step open_row(struct tui *t, struct ledger *l)
{
    struct detail_arg arg = { .item = l->here, .filter = &l->w.f, .went = went, .ctx = l };

    if (arg.item)
        tui_push(t, &detail_among_screen, &arg);
    return STEP_STAY;
}

static enum step in_tree(struct tui *t, struct ledger *l, enum cmd cmd)
{
    bool moved;

    if (tree_move(&l->tree, cmd, &moved)) {
        if (moved)
            use_node(t, l);
        return STEP_STAY;
    }
    l->in_tree = false;
    return cmd == CMD_OPEN || cmd == CMD_RIGHT ? STEP_STAY : STEP_IGNORED;
}

static enum step look(struct tui *t, struct ledger *l, enum cmd cmd)
{
    switch (cmd) {
    case CMD_RED:       only(t, l, COLOUR_RED); return STEP_STAY;
    case CMD_YELLOW:    only(t, l, COLOUR_YELLOW); return STEP_STAY;
    case CMD_GREEN:     only(t, l, COLOUR_GREEN); return STEP_STAY;
    case CMD_GREY:      only(t, l, COLOUR_GREY); return STEP_STAY;
    case CMD_ALL:       all(t, l); return STEP_STAY;
    case CMD_FILTER:    ledger_filter_box(t, l); return STEP_STAY;
    case CMD_SORT:      ledger_choose_order(t, l); return STEP_STAY;
    case CMD_TREE:      ledger_choose_list(t, l); return STEP_STAY;
    case CMD_LEFT:      ledger_next_list(t, l, -1); return STEP_STAY;
    case CMD_RIGHT:     ledger_next_list(t, l, 1); return STEP_STAY;
    case CMD_FIND:      ledger_find(t, l); return STEP_STAY;
    case CMD_FIND_NEXT: ledger_find_next(t, l, false); return STEP_STAY;
    case CMD_FIND_PREV: ledger_find_next(t, l, true); return STEP_STAY;
    case CMD_WHY:       why(t, l); return STEP_STAY;
    case CMD_MAP:       land_map_of(t, l->here); return STEP_STAY;
    case CMD_PRINT:     ledger_print(t, l); return STEP_STAY;
    case CMD_OWN_1:     ledger_groups(t, l); return STEP_STAY;
    case CMD_OWN_3:     tui_push(t, &settings_columns_screen, l->f.list); return STEP_STAY;
    case CMD_OWN_2:     ledger_grid(t, l); return STEP_STAY;
    case CMD_NEXT_PANE:
    case CMD_PREV_PANE:
        l->in_tree = ledger_is_wide(t) && !l->in_tree;
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static enum step ledger_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct ledger *l = state;

    (void)in;
    if (l->in_tree && ledger_is_wide(t)) {
        enum step step = in_tree(t, l, cmd);
        if (step != STEP_IGNORED)
            return step;
    }
    if (move(t, l, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_OPEN:
        return open_row(t, l);
    case CMD_MARK:
        ledger_mark(t, l);
        move(t, l, CMD_DOWN);
        return STEP_STAY;
    case CMD_RANGE:
        ledger_range(t, l);
        return STEP_STAY;
    case CMD_MARK_ALL:
        ledger_mark_all(t, l);
        return STEP_STAY;
    case CMD_CLEAR:
        return clear(t, l);
    case CMD_NEW:
        return new_item(t, l);
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EDIT: case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT: case CMD_REPEAT:
        return ledger_act(t, l, cmd);
    case CMD_REMIND:
        ledger_remind(t, l);
        return STEP_STAY;
    default:
        return look(t, l, cmd);
    }
}

static enum step ledger_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct ledger *l = state;
    size_t at = (size_t)hit->arg;

    if (hit->key == K_TAB && at < l->tree.n) {
        l->tree.cursor = at;
        use_node(t, l);
        return STEP_STAY;
    }
    if (hit->key == 'S') {
        ledger_sort_by(t, l, at);
        return STEP_STAY;
    }
    if (hit->key != K_ENTER || at >= l->w.rows.n)
        return STEP_STAY;
    bool again = at == l->view.cursor;
    l->in_tree = false;
    l->view.cursor = at;
    ledger_settle(t, l);
    return twice || again ? open_row(t, l) : STEP_STAY;
}

const struct screen_ops ledger_screen = {
    .id = "ledger", .title = N_("Ledger"), .keys = keys, .size = sizeof(struct ledger),
    .open = ledger_open, .load = ledger_load, .draw = ledger_draw, .command = ledger_command,
    .path = path, .may = ledger_may, .hit = ledger_hit, .counts = ledger_counts,
    .idle = ledger_idle, .close = ledger_close,
};
