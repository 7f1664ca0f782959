/* settings_leave.c - somebody leaves: what he still has in hand is handed over first, then his
 * last day is recorded (OFFICE 21, 23). The model refuses to leave items without an owner. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "report/export.h"
#include "report/handover_paper.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/preview.h"
#include "tui/settings_people.h"
#include "tui/table_view.h"

#define PAGE 132                /* columns of the hand-over sheet */

struct leaving {
    struct tui *t;
    int64_t person;
    char *name;
    char *contact_of;           /* the units he is the contact of; "" */
    int64_t to;                 /* who takes over, on the sheet; 0: to be written by hand */
    struct handover h;
    bool gone;                  /* his last day is recorded */
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Hand over"), N_("hand the marked rows, or this one, to somebody else"), 0 },
    { CMD_RETURN, N_("Leaves"), N_("record the last day, once nothing is left"), 0 },
    { CMD_MARK, NULL, N_("mark the row and step down"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item"), 0 },
    { CMD_PRINT, N_("Paper"), N_("the hand-over sheet: rows, promises, what is missing"), 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static void unload(struct leaving *l)
{
    handover_fini(&l->h);
    free(l->name);
    free(l->contact_of);
    l->name = l->contact_of = NULL;
}

static void find_person(struct tui *t, struct leaving *l)
{
    struct roster r = {0};
    struct buf units = {0};

    l->name = person_name(t->st->db, l->person);
    if (roster_load(t->st, "person", &r, NULL) == XH_OK)
        for (size_t i = 0; i < r.n; i++)
            if (r.v[i].id == l->person)
                l->gone = !r.v[i].active;
    roster_fini(&r);
    if (roster_load(t->st, "unit", &r, NULL) == XH_OK)
        for (size_t i = 0; i < r.n; i++)
            if (r.v[i].contact_id == l->person)
                buf_printf(&units, "%s%s", units.len ? _(", ") : "", r.v[i].name);
    roster_fini(&r);
    l->contact_of = units.s ? buf_take(&units) : xstrdup("");
}

static enum xh_rc leave_load(struct tui *t, void *state, struct xh_err *err)
{
    struct leaving *l = state;
    struct filter look = tui_filter(t);

    unload(l);
    find_person(t, l);
    enum xh_rc rc = handover_load(t->st, &look, l->person, HANDOVER_GIVEN, NULL, NULL, &l->h, err);
    table_view_rows(&l->view, l->h.rows.n);
    table_view_keep_marks(&l->view);
    return rc;
}

static void leave_close(struct tui *t, void *state)
{
    struct leaving *l = state;

    (void)t;
    unload(l);
    table_view_fini(&l->view);
}

/* ---- painting ---- */

enum { COLUMN_COLOUR, COLUMN_CODE, COLUMN_TITLE, COLUMN_PART, COLUMN_STATE, COLUMN_DUE };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct leaving *l = ctx;
    const struct row *r = &l->h.rows.v[row];
    const struct state_def *state = defs_state(l->t->defs, r->it.state);
    char day[DAY_TEXT];

    switch (column) {
    case COLUMN_COLOUR:
        *style = theme_colour(r->colour);
        buf_puts(out, r->colour == COLOUR_NONE ? "" : colour_word(l->t->defs, r->colour));
        break;
    case COLUMN_CODE:  buf_puts(out, r->it.code); break;
    case COLUMN_TITLE: buf_puts(out, r->it.title); break;
    case COLUMN_PART:  handover_parts(out, l->h.parts[row]); break;
    case COLUMN_STATE: buf_puts(out, state ? state->name : r->it.state); break;
    case COLUMN_DUE:
        if (r->it.due != DAY_NONE)
            buf_puts(out, day_format(r->it.due, day) + 5);
        break;
    }
}

static int64_t item_at(void *ctx, size_t row)
{
    const struct leaving *l = ctx;

    return l->h.rows.v[row].it.id;
}

static void leave_draw(struct tui *t, void *state, struct area body)
{
    struct leaving *l = state;
    const struct view_column columns[] = {
        { _("Colour"), 4, TEXT_LEFT, 0 }, { _("Code"), 12, TEXT_LEFT, 0 },
        { _("Item"), 0, TEXT_LEFT, 0 },   { _("Part"), 16, TEXT_LEFT, 0 },
        { _("State"), 6, TEXT_LEFT, 2 },  { _("Due"), 5, TEXT_LEFT, 1 },
    };
    struct buf b = {0};
    struct area words = { body.y, body.x + 1, 4, body.w - 2 };

    if (l->gone)
        buf_printf(&b, _("%s has left."), l->name);
    else if (l->h.owned)
        buf_printf(&b, _("%s is responsible for %zu items that are not crossed off. Mark them "
                         "(Space, *) and hand them over with F2; then F3 records the last day."),
                   l->name, l->h.owned);
    else
        buf_printf(&b, _("%s is responsible for nothing that is open. F3 records the last day."),
                   l->name);
    if (l->h.rows.n > l->h.owned && !l->gone)
        buf_printf(&b, _(" In %zu more items as handler or leader: hand those over, too."),
                   l->h.rows.n - l->h.owned);
    if (*l->contact_of)
        buf_printf(&b, _(" Still the contact of %s."), l->contact_of);
    int used = settings_words(t, words, buf_str(&b), STYLE_STRONG);
    struct area rows = { body.y + used + 1, body.x, body.h - used - 1, body.w };
    l->view.columns = columns;
    l->view.n_columns = sizeof columns / sizeof *columns;
    l->view.empty = _("Nothing is left in hand.");
    table_view_draw(&l->view, &t->canvas, rows);
    l->view.columns = NULL;
    buf_fini(&b);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct leaving *l = state;

    (void)t;
    buf_puts(out, l->name ? l->name : "");
    if (l->view.marks.n)
        buf_printf(out, _("  marked: %zu"), l->view.marks.n);
}

/* ---- keys ---- */

static bool leave_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    const struct leaving *l = state;

    (void)t, (void)word;
    if (cmd == CMD_ACT || cmd == CMD_OPEN || cmd == CMD_MARK || cmd == CMD_MARK_ALL) {
        if (l->h.rows.n)
            return true;
        xh_fail(why, XH_REFUSED, "%s", _("Nothing is left in hand."));
        return false;
    }
    if (cmd != CMD_RETURN || (!l->h.owned && !l->gone))
        return true;
    if (l->gone)
        xh_fail(why, XH_REFUSED, _("%s has left."), l->name);
    else
        xh_fail(why, XH_REFUSED, _("First hand over the %zu items: nobody leaves items without "
                                   "somebody responsible."), l->h.owned);
    return false;
}

static enum step hand_over(struct tui *t, struct leaving *l)
{
    struct marks *marks = &l->view.marks;
    struct targets on = { marks->v, marks->n };
    int64_t here = l->h.rows.v[l->view.cursor].it.id, *failed;
    size_t n_failed = 0;
    char *title = on.n ? xasprintf(_("Hand %zu items to"), on.n)
                       : xasprintf(_("Hand %s to"), l->h.rows.v[l->view.cursor].it.code);
    char *to = ask_name(t, "person", title), *reason = xasprintf(_("%s leaves"), l->name);

    if (on.n == 0)
        on = (struct targets){ &here, 1 };
    failed = xcalloc(on.n + 1, sizeof *failed);
    bool done = to && acts_hand_over(t, &on, l->person, to, reason, failed, &n_failed);
    if (to && marks->n) {               /* those that could not be stay marked */
        marks_clear(marks);
        for (size_t i = 0; i < n_failed; i++)
            marks_put(marks, failed[i], true);
    }
    free(failed);
    free(title);
    free(to);
    free(reason);
    return done ? STEP_RELOAD : STEP_STAY;
}

static enum step record(struct tui *t, struct leaving *l)
{
    struct who who = tui_who(t);
    struct xh_err err = {0};
    char day[DAY_TEXT], *title = xasprintf(_("The last day of %s"), l->name);
    char *name = xasprintf("#%lld", (long long)l->person);
    int32_t to = ask_day(t, title, "", t->env.today);
    struct pair field = { "to", day_format(to == DAY_NONE ? 0 : to, day) };
    enum step step = STEP_STAY;

    if (to != DAY_NONE &&
        people_put(t->st, &t->env, &who, "person", name, &field, 1, NULL, &err) == XH_OK) {
        tui_say(t, _("%s: left on %s"), l->name, day);
        step = STEP_RELOAD;
    } else if (to != DAY_NONE) {
        tui_refuse(t, &err);
    }
    free(title);
    free(name);
    return step;
}

/* ---- the sheet to sign ---- */

static enum xh_rc compose(struct tui *t, void *ctx, bool away, struct document *out,
                          struct xh_err *err)
{
    const struct leaving *l = ctx;
    struct handover_page page = { .st = t->st, .env = &t->env, .reader = t->me, .to = l->to };
    struct filter look = tui_filter(t);
    struct handover h = {0};
    struct exporter taking = {0};
    enum xh_rc rc = away ? exporter_begin(&taking, t->st, t->me, NULL, err) : XH_OK;

    page.away = away ? &taking : NULL;
    if (rc == XH_OK)
        rc = handover_load(t->st, &look, l->person, HANDOVER_GIVEN | HANDOVER_CO,
                           away ? exporter_takes : NULL, &taking, &h, err);
    if (rc == XH_OK)
        rc = handover_paper(out, &page, &h, err);
    handover_fini(&h);
    return rc;
}

/* Who takes over; false: left, or nobody it can be. */
static bool choose_successor(struct tui *t, struct leaving *l)
{
    char *title = xasprintf(_("Who takes over from %s"), l->name);
    char *name = ask_name(t, "person", title);
    struct xh_err err = {0};
    bool chosen = false;

    if (name && person_find(t->st->db, name, &l->to, &err) == XH_OK && l->to == l->person)
        xh_fail(&err, XH_REFUSED, _("%s cannot take over from himself."), l->name);
    if (err.rc != XH_OK)
        tui_refuse(t, &err);
    else
        chosen = name != NULL;
    free(name);
    free(title);
    return chosen;
}

/* This screen stays below it as long as it is read. */
static void show_sheet(struct tui *t, struct leaving *l)
{
    const char *const choices[] = { _("choose who takes over: the sheet names him"),
                                    _("not settled yet: room to write it in") };
    int at = ask_choice(t, _("Hand-over sheet"), "", choices, 2, 0);

    l->to = 0;
    if (at < 0 || (at == 0 && !choose_successor(t, l)))
        return;
    char *title = xasprintf(_("Hand-over sheet %s"), l->name);

    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = title, .file = title, .paper = compose, .width = PAGE,
        .ctx = l });
    free(title);
}

static enum step leave_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct leaving *l = state;
    int64_t here = l->view.cursor < l->h.rows.n ? l->h.rows.v[l->view.cursor].it.id : 0;

    (void)in;
    if (table_view_move(&l->view, cmd) || table_view_mark(&l->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:    return hand_over(t, l);
    case CMD_RETURN: return record(t, l);
    case CMD_PRINT:  show_sheet(t, l); return STEP_STAY;
    case CMD_OPEN:   tui_push(t, &detail_screen, &here); return STEP_STAY;
    default: return STEP_IGNORED;
    }
}

static enum step leave_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct leaving *l = state;

    if (table_view_press(&l->view, hit, twice))
        tui_push(t, &detail_screen, &l->h.rows.v[l->view.cursor].it.id);
    return STEP_STAY;
}

static enum xh_rc leave_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct leaving *l = state;

    (void)err;
    l->t = t;
    l->person = *(const int64_t *)arg;
    l->view = (struct table_view){ .cell = cell, .id = item_at, .ctx = l };
    return XH_OK;
}

const struct screen_ops settings_leave_screen = {
    .id = "settings_leave", .title = N_("Hand-over"), .keys = keys,
    .size = sizeof(struct leaving), .open = leave_open, .load = leave_load,
    .draw = leave_draw, .command = leave_command, .path = path, .may = leave_may,
    .hit = leave_hit, .counts = settings_no_counts, .close = leave_close,
};
