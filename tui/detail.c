#include "tui/detail.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"
#include "tui/acts.h"
#include "tui/detail_own.h"
#include "tui/remind.h"
#include "tui/keys.h"
#include "tui/land_map.h"

#define WIDE 100                /* columns from which the checklist stands beside the rest */
#define PANE_HITS (1 << 24)     /* entries of one pane, for the mouse */
#define STRIP_HIT (SECTION_COUNT * PANE_HITS)   /* and the sections' names */

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), N_("what you may do with this item"), 0 },
    { CMD_RETURN, N_("Return"), N_("return the item, with a reason"), 0 },
    { CMD_EXTEND, N_("Extend"), N_("extend the deadline, or order a limit"), 0 },
    { CMD_SUPERVISE, N_("Supervise"), N_("draft an order about it"), 0 },
    { CMD_REPORT, N_("Report"), N_("report progress"), 0 },
    { CMD_MARK, N_("Tick"), N_("tick the step under the cursor, begin it, take it back; a "
                               "promise was kept"), 0 },
    { CMD_OPEN, N_("Open"), N_("look closely: a step's law, a value, a file, an order, rows"),
      0 },
    { CMD_EVIDENCE, N_("Evidence"), N_("add evidence"), 0 },
    { CMD_NOTE, N_("Remark"), N_("write a remark"), 0 },
    { CMD_EDIT, N_("Edit"), N_("change fields"), 0 },
    { CMD_REMIND, NULL, N_("texts that remind people, to be copied"), 0 },
    { CMD_REPEAT, N_("Again"), N_("do the last act on this item too"), 0 },
    { CMD_OWN_1, N_("Brief"), N_("section 1: who, when, fields"), '1' },
    { CMD_OWN_2, N_("Steps"), N_("section 2: the checklist"), '2' },
    { CMD_OWN_3, N_("Progress"), N_("section 3: progress reports"), '3' },
    { CMD_OWN_4, N_("Instructions"), N_("section 4: instructions and remarks"), '4' },
    { CMD_OWN_5, N_("Evidence"), N_("section 5: evidence"), '5' },
    { CMD_OWN_6, N_("Orders"), N_("section 6: orders and requests"), '6' },
    { CMD_OWN_7, N_("Dates"), N_("section 7: why this date, and what moved it"), '7' },
    { CMD_OWN_8, N_("Colour"), N_("section 8: why this colour, and what stood before"), '8' },
    { CMD_OWN_9, N_("Record"), N_("section 9: everything that was done"), '9' },
    { CMD_ALL, N_("Visits"), N_("section 0: visits, where rows are people"), 0 },
    { CMD_VISIT, NULL, N_("record a visit"), 0 },
    { CMD_NEXT_PANE, N_("Next section"), N_("the next section"), 0 },
    { CMD_PREV_PANE, N_("Section before"), N_("the section before"), 0 },
    { CMD_LEFT, NULL, NULL, 0 }, { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_FIND_NEXT, N_("Next item"), N_("the next row of those it was opened from"), ']' },
    { CMD_FIND_PREV, N_("Item before"), N_("the row before"), '[' },
    { CMD_WHY, N_("Why"), N_("why this colour"), 0 },
    { CMD_MAP, NULL, N_("of a land project or a household: the map"), 0 },
    { CMD_PRINT, N_("Print"), N_("all of it as a page of the ledger: read, printed, into a file"),
      0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static void unload(struct detail_state *d)
{
    item_page_fini(&d->x);
    gate_store_fini(&d->gate);
    free(d->gone);
    d->x = (struct item_page){0};
    d->gate = (struct gate_store){0};
    d->gone = NULL;
}

static enum xh_rc load_all(struct tui *t, struct detail_state *d, struct xh_err *err)
{
    struct filter look = tui_filter(t);
    enum xh_rc rc = item_page_load(&d->x, t->st, &look, d->item, err);

    if (rc == XH_OK && d->x.list)
        rc = gate_store_load(t->st->db, d->x.list, d->item, &d->gate, err);
    if (rc == XH_OK && d->x.has_facts)
        rc = gate_store_rows(t->st, &d->x.r->it, &d->x.facts.f, &d->gate, err);
    return rc;
}

/* What is gone meanwhile is said on the page: there is nothing to fall back to. */
static enum xh_rc detail_reload(struct tui *t, void *state, struct xh_err *err)
{
    struct detail_state *d = state;
    struct xh_err why = {0};

    (void)err;
    unload(d);
    if (load_all(t, d, &why) == XH_OK) {
        d->may_unmask = permit_may(t->st->db, t->defs, t->me, VERB_UNMASK, d->x.r->it.list,
                                   d->item);
        detail_fill(t, d);
        if (d->went)
            d->went(d->ctx, d->x.r);
        return XH_OK;
    }
    d->gone = xstrdup(why.msg);
    return XH_OK;
}

static enum xh_rc begin(struct tui *t, struct detail_state *d, int64_t item, struct xh_err *err)
{
    d->item = item;
    d->at = d->beside = SECTION_OVERVIEW;
    enum xh_rc rc = load_all(t, d, err);
    if (rc == XH_OK && d->x.has_facts && d->x.derived.steps_total)
        d->at = SECTION_STEPS;          /* the cursor stands on a step (UX 1) */
    unload(d);
    return rc;
}

static enum xh_rc detail_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    return begin(t, state, *(const int64_t *)arg, err);
}

static enum xh_rc among_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    const struct detail_arg *a = arg;
    struct detail_state *d = state;

    if (a->n) {
        d->items = xcalloc(a->n, sizeof *d->items);
        memcpy(d->items, a->items, a->n * sizeof *d->items);
        d->n_items = a->n;
    } else if (a->filter) {
        d->by_filter = true;
        d->filter = *a->filter;
    }
    d->went = a->went;
    d->ctx = a->ctx;
    enum xh_rc rc = begin(t, d, a->item, err);
    if (a->evidence)
        d->at = d->beside = SECTION_EVIDENCE;
    return rc;
}

static void detail_close(struct tui *t, void *state)
{
    struct detail_state *d = state;

    (void)t;
    detail_cover(d);
    unload(d);
    free(d->items);
    for (int s = 0; s < SECTION_COUNT; s++)
        text_pane_fini(&d->panes[s]);
}

/* ---- the strip ---- */

static int strip_width(const struct detail_state *d, bool counts, bool steps)
{
    int width = 0;

    for (int s = 0; s < SECTION_COUNT; s++) {
        struct buf n = {0};
        if ((!steps && s == SECTION_STEPS) || !detail_has_section(d, (enum section)s))
            continue;
        if (counts)
            detail_section_count(&n, d, (enum section)s);
        width += 1 + text_width(detail_section_name((enum section)s))
                 + text_width(buf_str(&n)) + 1;
        buf_fini(&n);
    }
    return width;
}

/* "1概况 2节点3/6 ...": the section shown in reverse. */
static void draw_strip(struct tui *t, const struct detail_state *d, struct area a, bool steps,
                       enum section shown)
{
    bool counts = strip_width(d, true, steps) <= a.w - 1;
    int x = a.x + 1;

    for (int s = 0; s < SECTION_COUNT; s++) {
        struct buf b = {0};
        if ((!steps && s == SECTION_STEPS) || !detail_has_section(d, (enum section)s))
            continue;
        buf_printf(&b, "%d%s", (s + 1) % 10, detail_section_name((enum section)s));
        if (counts)
            detail_section_count(&b, d, (enum section)s);
        int room = a.x + a.w - x, width = text_width(buf_str(&b));
        if (width > room)
            width = room;
        canvas_short(&t->canvas, a.y, x, width, buf_str(&b),
                     (enum section)s == shown ? STYLE_BAR : STYLE_HEAD);
        canvas_hit(&t->canvas, (struct area){ a.y, x, 1, width }, K_ENTER, STRIP_HIT + s);
        x += width + 1;
        buf_fini(&b);
    }
}

static void draw_pane(struct tui *t, struct detail_state *d, enum section s, struct area a)
{
    text_pane_draw(&d->panes[s], &t->canvas, a, d->at == s, (int)s * PANE_HITS);
}

static bool has_steps(const struct detail_state *d)
{
    return d->x.list && d->x.list->n_steps;
}

/* The checklist on the left as long as there is one, the rest on the right. */
static void draw_wide(struct tui *t, struct detail_state *d, struct area a)
{
    struct area left = a, right = a;
    struct buf b = {0};

    left.w = a.w * 2 / 5;
    right.x = a.x + left.w + 2;
    right.w = a.w - left.w - 2;
    buf_printf(&b, "%d%s", SECTION_STEPS + 1, detail_section_name(SECTION_STEPS));
    detail_section_count(&b, d, SECTION_STEPS);
    canvas_short(&t->canvas, a.y, a.x + 1, text_width(buf_str(&b)), buf_str(&b),
                 d->at == SECTION_STEPS ? STYLE_BAR : STYLE_HEAD);
    canvas_hit(&t->canvas, (struct area){ a.y, a.x, 1, left.w }, K_ENTER,
               STRIP_HIT + SECTION_STEPS);
    buf_fini(&b);
    draw_strip(t, d, (struct area){ right.y, right.x - 1, 1, right.w + 1 }, false, d->beside);
    canvas_upright(&t->canvas, a.y, a.x + left.w, a.h, STYLE_DIM);
    left.y = right.y = a.y + 1;
    left.h = right.h = a.h - 1;
    draw_pane(t, d, SECTION_STEPS, left);
    draw_pane(t, d, d->beside, right);
}

static void draw_gone(struct tui *t, const struct detail_state *d, struct area body)
{
    canvas_short(&t->canvas, body.y + 1, body.x + 2, body.w - 4, d->gone, STYLE_WRONG);
    canvas_put(&t->canvas, body.y + 3, body.x + 2, body.w - 4,
               _("There is nothing to show any more. F10 goes back."), TEXT_LEFT, STYLE_PLAIN);
}

static void detail_draw(struct tui *t, void *state, struct area body)
{
    struct detail_state *d = state;

    if (d->gone || !d->x.r) {
        draw_gone(t, d, body);
        return;
    }
    /* Time alone ends this, and drawing is what happens as time goes by. */
    if (d->bare && t->env.now_ms >= d->bare_until) {
        detail_cover(d);
        detail_fill(t, d);
    }
    detail_draw_head(t, d, body);
    struct area rest = { body.y + DETAIL_HEAD, body.x, body.h - DETAIL_HEAD, body.w };
    if (body.w >= WIDE && has_steps(d)) {
        draw_wide(t, d, rest);
        return;
    }
    draw_strip(t, d, rest, true, d->at);
    rest.y++;
    rest.h--;
    draw_pane(t, d, d->at, rest);
}

/* ---- going about ---- */

static void turn_to(struct detail_state *d, int s)
{
    int way = s < (int)d->at ? -1 : 1;

    s = (s + SECTION_COUNT) % SECTION_COUNT;
    while (!detail_has_section(d, (enum section)s))
        s = (s + way + SECTION_COUNT) % SECTION_COUNT;
    d->at = (enum section)s;
    if (d->at != SECTION_STEPS)
        d->beside = d->at;
}

/* The row after or before this one, in the rows it was opened from. 0: none. */
static int64_t neighbour(struct tui *t, struct detail_state *d, int by, struct xh_err *err)
{
    for (size_t i = 0; i < d->n_items; i++)
        if (d->items[i] == d->item) {
            if (by < 0 ? i == 0 : i + 1 >= d->n_items)
                return 0;
            return d->items[by < 0 ? i - 1 : i + 1];
        }
    if (!d->by_filter)
        return 0;
    struct filter f = d->filter;
    struct rows rows = {0};
    struct row_key key;
    int64_t found = 0;

    row_key(d->x.r, &key);
    f.from = &key;
    f.backward = by < 0;
    f.limit = 1;
    f.today = t->env.today;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    if (query_page(t->st, &f, &rows, err) == XH_OK && rows.n)
        found = rows.v[0].it.id;
    rows_fini(&rows);
    return found;
}

static enum step go_on(struct tui *t, struct detail_state *d, int by)
{
    struct xh_err err = {0};

    if (!d->n_items && !d->by_filter) {
        tui_say(t, "%s", _("This item was opened alone: there is no next one."));
        return STEP_STAY;
    }
    int64_t next = d->x.r ? neighbour(t, d, by, &err) : 0;
    if (err.msg[0]) {
        tui_refuse(t, &err);
        return STEP_STAY;
    }
    if (!next) {
        tui_say(t, "%s", by < 0 ? _("This is the first row.") : _("This is the last row."));
        return STEP_STAY;
    }
    detail_cover(d);
    d->item = next;
    for (int s = 0; s < SECTION_COUNT; s++)
        d->panes[s].cursor = d->panes[s].top = 0;
    return STEP_RELOAD;
}

static enum step tick(struct tui *t, struct detail_state *d)
{
    const struct pane_entry *e = text_pane_at(&d->panes[d->at]);

    if (e && e->kind == ENTRY_VISIT)
        return detail_keep(t, d, e) ? STEP_RELOAD : STEP_STAY;
    if (!e || e->kind != ENTRY_STEP) {
        if (has_steps(d) && d->at != SECTION_STEPS)
            tui_say(t, "%s", _("Space ticks steps: 2 shows them."));
        else
            tui_say(t, "%s", _("There is no step here to tick."));
        return STEP_STAY;
    }
    return acts_step(t, d->item, d->x.list->steps[e->arg].id) ? STEP_RELOAD : STEP_STAY;
}

static enum step look(struct tui *t, struct detail_state *d)
{
    const struct pane_entry *e = text_pane_at(&d->panes[d->at]);

    return e && detail_look(t, d, e) ? STEP_RELOAD : STEP_STAY;
}

static enum step act(struct tui *t, struct detail_state *d, enum cmd cmd)
{
    struct targets on = { &d->item, 1 };
    int64_t failed;
    size_t n_failed = 0;

    return acts_run(t, cmd, &on, &failed, &n_failed) ? STEP_RELOAD : STEP_STAY;
}

static bool is_act(enum cmd cmd)
{
    switch (cmd) {
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT: case CMD_EDIT: case CMD_REPEAT: return true;
    default: return false;
    }
}

/* Keys kept coming: the clock was not looked at in between. */
static void cover_in_time(struct tui *t, struct detail_state *d)
{
    struct env now = t->env;

    if (!d->bare)
        return;
    t->clock(t->clock_ctx, &now);
    if (now.now_ms < d->bare_until)
        return;
    detail_cover(d);
    detail_fill(t, d);
}

static enum step detail_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct detail_state *d = state;

    (void)in;
    cover_in_time(t, d);
    if (d->gone)
        return cmd == CMD_FIND_NEXT || cmd == CMD_FIND_PREV
                   ? go_on(t, d, cmd == CMD_FIND_NEXT ? 1 : -1) : STEP_IGNORED;
    if (text_pane_move(&d->panes[d->at], cmd))
        return STEP_STAY;
    if (is_act(cmd))
        return act(t, d, cmd);
    if (cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9) {
        turn_to(d, (int)cmd - CMD_OWN_1);
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_ALL:
        if (detail_has_section(d, SECTION_VISITS))
            turn_to(d, SECTION_VISITS);
        else
            tui_say(t, "%s", _("Nobody has been there. Press d to record a visit."));
        return STEP_STAY;
    case CMD_MARK:      return tick(t, d);
    case CMD_REMIND:
        remind_ask(t, &(struct remind_scope){ &d->item, 1, false, NULL });
        return STEP_STAY;
    case CMD_OPEN:      return look(t, d);
    case CMD_WHY:       turn_to(d, SECTION_COLOUR); return STEP_STAY;
    case CMD_MAP:       land_map_of(t, d->item); return STEP_STAY;
    case CMD_PRINT:     detail_print(t, d); return STEP_STAY;
    case CMD_NEXT_PANE:
    case CMD_RIGHT:     turn_to(d, (int)d->at + 1); return STEP_STAY;
    case CMD_PREV_PANE:
    case CMD_LEFT:      turn_to(d, (int)d->at - 1); return STEP_STAY;
    case CMD_FIND_NEXT: return go_on(t, d, 1);
    case CMD_FIND_PREV: return go_on(t, d, -1);
    default:            return STEP_IGNORED;
    }
}

static enum step detail_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct detail_state *d = state;

    if (hit->arg >= STRIP_HIT) {
        turn_to(d, hit->arg - STRIP_HIT);
        return STEP_STAY;
    }
    enum section s = (enum section)(hit->arg / PANE_HITS);
    struct text_pane *p = &d->panes[s];
    size_t entry = (size_t)(hit->arg % PANE_HITS);
    bool again = d->at == s && p->cursor == entry;
    turn_to(d, (int)s);
    if (entry < p->n)
        p->cursor = entry;
    return twice || again ? look(t, d) : STEP_STAY;
}

static bool detail_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    struct detail_state *d = state;

    if (!is_act(cmd))
        return true;
    return acts_may(t, cmd, d->gone ? 0 : d->item, word, why);
}

static void detail_path(struct tui *t, void *state, struct buf *out)
{
    struct detail_state *d = state;

    (void)t;
    if (!d->x.r)
        return;
    buf_puts(out, d->x.list ? d->x.list->name : d->x.r->it.list);
    if (*d->x.r->parent)
        buf_printf(out, " > %s", d->x.r->parent);
    buf_printf(out, " > %s", d->x.r->it.code);
    for (size_t i = 0; i < d->n_items; i++)
        if (d->items[i] == d->item)
            buf_printf(out, _("  row %zu of %zu"), i + 1, d->n_items);
}

#define DETAIL(opens) { \
        .id = "detail", .title = N_("Details"), .keys = keys, \
        .size = sizeof(struct detail_state), .open = (opens), .load = detail_reload, \
        .draw = detail_draw, .command = detail_command, .path = detail_path, \
        .may = detail_may, .hit = detail_hit, .close = detail_close, \
    }
const struct screen_ops detail_screen = DETAIL(detail_open);
const struct screen_ops detail_among_screen = DETAIL(among_open);
