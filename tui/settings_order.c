/* settings_order.c - the leaders' order (OFFICE 21): persons, units or villages moved up and
 * down, as everything is shown and printed; kept in one act.
 *
 * Shift-arrows or J and K move the row under the cursor; or Space lifts it, the arrows carry
 * it, Space puts it down. A village moves with its groups, a group within its village. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/settings_people.h"
#include "tui/table_view.h"

#define PREVIEW 4               /* lines below the table */

struct ordering {
    enum people table;
    struct roster all;
    struct roster_row *v; size_t n;     /* those who are here, as they stand; texts are of all */
    bool lifted, changed;
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Keep it"), N_("keep this order"), 0 },
    { CMD_MARK, N_("Lift"), N_("lift the row, carry it with the arrows, put it down"), 0 },
    { CMD_OWN_1, NULL, N_("move the row up"), 'K' },
    { CMD_OWN_2, NULL, N_("move the row down"), 'J' },
    { CMD_OWN_3, NULL, NULL, K_SHIFT_UP }, { CMD_OWN_4, NULL, NULL, K_SHIFT_DOWN },
    { CMD_OWN_5, NULL, N_("to the very top"), '^' },
    { CMD_OPEN, NULL, NULL, 0 }, { CMD_SAVE, NULL, N_("keep this order"), 0 },
    { CMD_CLEAR, NULL, N_("put the row down; then go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct ordering *o = ctx;
    const struct roster_row *r = &o->v[row];

    if (o->lifted && row == o->view.cursor)
        *style = STYLE_STRONG;
    if (column == 0)
        buf_printf(out, "%zu", row + 1);
    else if (column == 1)
        buf_printf(out, "%s%s", o->table == PEOPLE_PLACES && *r->of ? "  " : "", r->name);
    else if (column == 2)
        buf_puts(out, o->table == PEOPLE_PERSONS ? r->title : "");
    else
        buf_puts(out, o->table == PEOPLE_UNITS ? roster_level_word(r->level) : r->of);
}

static bool is_lifted(void *ctx, size_t row)
{
    const struct ordering *o = ctx;

    return o->lifted && row == o->view.cursor;
}

static enum xh_rc order_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    static struct view_column columns[] = {
        { NULL, 4, TEXT_RIGHT, 0 }, { NULL, 20, TEXT_LEFT, 0 }, { NULL, 16, TEXT_LEFT, 0 },
        { NULL, 0, TEXT_LEFT, 0 },
    };
    struct ordering *o = state;

    (void)t, (void)err;
    o->table = *(const enum people *)arg;
    columns[0].title = _("No.");
    columns[1].title = _("Name");
    columns[2].title = o->table == PEOPLE_PERSONS ? _("Title") : "";
    columns[3].title = o->table == PEOPLE_UNITS ? _("Level")
                       : o->table == PEOPLE_PERSONS ? _("Unit") : _("Belongs to");
    o->view = (struct table_view){ .columns = columns, .n_columns = 4, .cell = cell, .ctx = o,
                                   .is_marked = is_lifted };
    return XH_OK;
}

/* What others write meanwhile does not take away what was moved here: it is read anew only
 * before anything was. */
static enum xh_rc order_load(struct tui *t, void *state, struct xh_err *err)
{
    struct ordering *o = state;

    if (o->changed)
        return XH_OK;
    roster_fini(&o->all);
    enum xh_rc rc = roster_load(t->st, people_table(o->table), &o->all, err);
    o->v = xrealloc(o->v, (o->all.n + 1) * sizeof *o->v);
    o->n = 0;
    for (size_t i = 0; rc == XH_OK && i < o->all.n; i++)
        if (o->all.v[i].active || o->table != PEOPLE_PERSONS)
            o->v[o->n++] = o->all.v[i];
    o->view.n = o->n;
    return rc;
}

static void order_close(struct tui *t, void *state)
{
    struct ordering *o = state;

    (void)t;
    roster_fini(&o->all);
    free(o->v);
}

static bool unsaved(struct tui *t, void *state)
{
    (void)t;
    return ((struct ordering *)state)->changed;
}

/* ---- moving ---- */

static bool are_siblings(const struct ordering *o, const struct roster_row *a,
                         const struct roster_row *b)
{
    return o->table != PEOPLE_PLACES || strcmp(a->of, b->of) == 0;
}

/* Where the rows that move with row `at` end: a village's groups stand behind it. */
static size_t block_end(const struct ordering *o, size_t at)
{
    size_t end = at + 1;

    while (end < o->n && !are_siblings(o, &o->v[at], &o->v[end]) &&
           strcmp(o->v[end].of, o->v[at].name) == 0)
        end++;
    return end;
}

/* Rows [a, b) and [b, c) change places. */
static void swap_blocks(struct ordering *o, size_t a, size_t b, size_t c)
{
    struct roster_row *copy = xcalloc(c - a, sizeof *copy);

    memcpy(copy, o->v + b, (c - b) * sizeof *copy);
    memcpy(copy + (c - b), o->v + a, (b - a) * sizeof *copy);
    memcpy(o->v + a, copy, (c - a) * sizeof *copy);
    free(copy);
    o->changed = true;
}

static bool move_row(struct ordering *o, bool up)
{
    size_t at = o->view.cursor, end;

    if (at >= o->n)
        return false;
    end = block_end(o, at);
    if (!up) {
        if (end >= o->n || !are_siblings(o, &o->v[at], &o->v[end]))
            return false;
        size_t next = block_end(o, end);
        swap_blocks(o, at, end, next);
        o->view.cursor = at + (next - end);
        return true;
    }
    for (size_t k = at; k-- > 0;) {
        if (!are_siblings(o, &o->v[k], &o->v[at])) {
            if (strcmp(o->v[k].name, o->v[at].of) == 0)
                return false;           /* its own village: it goes no higher */
            continue;
        }
        swap_blocks(o, k, at, end);
        o->view.cursor = k;
        return true;
    }
    return false;
}

/* ---- painting ---- */

/* The names as the sheet will print them: leaders in charge, units. */
static void preview(struct tui *t, const struct ordering *o, struct buf *out)
{
    size_t n = 0;

    buf_puts(out, o->table == PEOPLE_PERSONS ? _("Printed, the leaders: ")
                  : o->table == PEOPLE_UNITS ? _("Printed, the units: ")
                                             : _("Printed, the villages: "));
    for (size_t i = 0; i < o->n; i++) {
        const struct roster_row *r = &o->v[i];
        bool is_printed = o->table == PEOPLE_PERSONS
            ? (permit_relations(t->st->db, t->defs, r->id, VERB_APPROVE, NULL) & REL_LEADS) != 0
            : o->table == PEOPLE_UNITS ? strcmp(r->level, "superior") != 0 && r->active
                                       : !*r->of;
        if (is_printed)
            buf_printf(out, "%s%s", n++ ? _(", ") : "", r->name);
    }
}

static void order_draw(struct tui *t, void *state, struct area body)
{
    struct ordering *o = state;
    struct area rows = { body.y, body.x, body.h - PREVIEW - 1, body.w };
    struct area words = { body.y + rows.h, body.x + 1, PREVIEW, body.w - 2 };
    struct buf b = {0};

    table_view_draw(&o->view, &t->canvas, rows);
    canvas_line(&t->canvas, words.y, body.x, body.w, STYLE_DIM);
    words.y++;
    preview(t, o, &b);
    settings_words(t, words, buf_str(&b), STYLE_PLAIN);
    buf_fini(&b);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct ordering *o = state;

    (void)t;
    buf_printf(out, "%s  %s", people_title(o->table),
               o->lifted ? _("lifted: the arrows carry it, Space puts it down")
               : o->changed ? _("moved, not kept yet: F2")
                            : _("Space lifts a row, or J and K move it"));
}

/* ---- keys ---- */

static bool order_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    const struct ordering *o = state;

    (void)t;
    if (cmd == CMD_MARK && o->lifted)
        *word = _("Put down");
    if ((cmd != CMD_ACT && cmd != CMD_SAVE) || o->changed)
        return true;
    xh_fail(why, XH_REFUSED, "%s", _("Nothing has been moved yet."));
    return false;
}

static enum step keep(struct tui *t, struct ordering *o)
{
    struct who who = tui_who(t);
    struct xh_err err = {0};
    int64_t *ids = xcalloc(o->n + 1, sizeof *ids);

    for (size_t i = 0; i < o->n; i++)
        ids[i] = o->v[i].id;
    enum xh_rc rc = people_order(t->st, &t->env, &who, people_table(o->table), ids, o->n, &err);
    free(ids);
    if (rc != XH_OK) {
        tui_refuse(t, &err);
        return STEP_STAY;
    }
    o->changed = o->lifted = false;
    tui_say(t, "%s", _("The order is kept. Everything is shown and printed in it from now on."));
    return STEP_RELOAD;
}

static enum step order_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct ordering *o = state;
    bool up = cmd == CMD_OWN_1 || cmd == CMD_OWN_3 || cmd == CMD_UP;

    (void)in;
    switch (cmd) {
    case CMD_UP: case CMD_DOWN:
        if (!o->lifted)
            break;
        /* fall through */
    case CMD_OWN_1: case CMD_OWN_2: case CMD_OWN_3: case CMD_OWN_4:
        if (!move_row(o, up))
            tui_say(t, "%s", _("It goes no further."));
        return STEP_STAY;
    case CMD_OWN_5:
        while (move_row(o, true))
            ;
        return STEP_STAY;
    case CMD_MARK: case CMD_OPEN:
        o->lifted = !o->lifted && o->n > 0;
        return STEP_STAY;
    case CMD_CLEAR:
        if (!o->lifted)
            return STEP_IGNORED;
        o->lifted = false;
        return STEP_STAY;
    case CMD_ACT: case CMD_SAVE:
        return keep(t, o);
    default: break;
    }
    if (!table_view_move(&o->view, cmd))
        return STEP_IGNORED;
    o->lifted = false;
    return STEP_STAY;
}

static enum step order_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct ordering *o = state;

    (void)t, (void)twice;
    o->view.cursor = (size_t)hit->arg;
    o->lifted = false;
    return STEP_STAY;
}

const struct screen_ops settings_order_screen = {
    .id = "settings_order", .title = N_("Leaders' order"), .keys = keys,
    .size = sizeof(struct ordering), .open = order_open, .load = order_load,
    .draw = order_draw, .command = order_command, .path = path, .may = order_may,
    .hit = order_hit, .counts = settings_no_counts, .unsaved = unsaved, .close = order_close,
};
