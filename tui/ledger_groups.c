/* ledger_groups.c - the rows of a ledger added up by unit, person, village or state: how
 * many of each colour, how many crossed off, and the totals of the fields that have one.
 * Enter opens the rows behind a line. */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/query_groups.h"
#include "tui/patience.h"

#define FIXED 7                 /* name, four colours, in work, crossed off */
#define NUMBER 8

struct groups_screen {
    struct view_filter f;
    enum group_by by;
    struct groups g;
    struct table_view view;
    struct view_column *columns; size_t n_columns;
    bool known;                 /* counted: not before the first paint */
};
struct groups_arg { const struct view_filter *f; enum group_by by; };

static const char *const by_words[GROUP_BYS] = {
    [GROUP_UNIT] = N_("Lead unit"), [GROUP_OWNER] = N_("Owner"), [GROUP_VILLAGE] = N_("Village"),
    [GROUP_PLACE] = N_("Place"), [GROUP_PARENT] = N_("Belongs to"), [GROUP_STATE] = N_("State"),
};

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("the rows behind this line"), 0 },
    { CMD_LEFT, NULL, N_("add up by the one before"), 0 },
    { CMD_RIGHT, NULL, N_("add up by the next"), 0 },
    { CMD_OWN_1, NULL, N_("add up by something else"), 'z' },
    { CMD_CLEAR, NULL, N_("go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* Line 0 is the total. */
static const struct group *group_at(const struct groups_screen *s, size_t row)
{
    return row == 0 ? &s->g.total : &s->g.v[row - 1];
}

static const enum colour colours[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct groups_screen *s = ctx;
    const struct group *g = group_at(s, row);
    char text[DECIMAL_TEXT];

    if (column == 0) {
        if (row == 0)
            *style = STYLE_STRONG;
        buf_puts(out, row == 0 ? _("Total") : *g->name ? g->name : _("(none)"));
    } else if (column <= 4) {
        buf_printf(out, "%lld", (long long)g->n.colour[colours[column - 1]]);
    } else if (column == 5) {
        buf_printf(out, "%lld", (long long)g->n.total);
    } else if (column == 6) {
        buf_printf(out, "%lld", (long long)g->n.closed);
    } else {
        buf_puts(out, decimal_format(g->sums[column - FIXED], text));
    }
}

static void free_columns(struct groups_screen *s)
{
    for (size_t i = 0; i < s->n_columns; i++)
        free((char *)s->columns[i].title);
    free(s->columns);
    s->columns = NULL;
    s->n_columns = 0;
}

static void add_column(struct groups_screen *s, char *title, int width, int leaves)
{
    int wide = text_width(title);

    s->columns[s->n_columns++] = (struct view_column){
        title, width && wide > width ? wide : width, width ? TEXT_RIGHT : TEXT_LEFT, leaves
    };
}

static void set_columns(struct tui *t, struct groups_screen *s)
{
    free_columns(s);
    s->columns = xcalloc(FIXED + s->g.n_fields, sizeof *s->columns);
    add_column(s, xstrdup(_(by_words[s->by])), 0, 0);
    for (int i = 0; i < 4; i++)
        add_column(s, xstrdup(colour_word(t->defs, colours[i])), 6, 0);
    add_column(s, xstrdup(_("In work")), NUMBER, 0);
    add_column(s, xstrdup(_("Crossed off")), NUMBER, 0);
    for (size_t i = 0; i < s->g.n_fields; i++) {
        const struct field_def *f = s->g.fields[i];
        add_column(s, *f->unit ? xasprintf("%s(%s)", f->name, f->unit) : xstrdup(f->name), 12,
                   (int)(s->g.n_fields - i));
    }
    s->view.columns = s->columns;
    s->view.n_columns = s->n_columns;
}

static enum xh_rc groups_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct groups_screen *s = state;
    const struct groups_arg *a = arg;

    (void)err;
    view_filter_copy(&s->f, a->f);
    s->by = a->by;
    s->view = (struct table_view){ .cell = cell, .ctx = s };
    set_columns(t, s);
    return XH_OK;
}

/* Every row is walked over: after the first paint. */
static enum xh_rc groups_reload(struct tui *t, void *state, struct xh_err *err)
{
    struct groups_screen *s = state;

    (void)t, (void)err;
    s->known = false;
    return XH_OK;
}

static bool groups_idle(struct tui *t, void *state)
{
    struct groups_screen *s = state;
    struct filter f = view_question(&s->f, tui_filter(t));
    struct patience p;
    struct xh_err err = {0};

    if (s->known)
        return false;
    groups_fini(&s->g);
    patience_begin(&p, t, _("Adding up"));
    enum xh_rc rc = groups_load(t->st, &f, s->by, &s->g, &err);
    if (!patience_end(&p) && rc != XH_OK)
        tui_refuse(t, &err);
    set_columns(t, s);
    s->view.n = s->g.n + 1;
    s->known = true;
    return false;
}

static void groups_draw(struct tui *t, void *state, struct area body)
{
    struct groups_screen *s = state;

    s->view.empty = s->known ? NULL : _("Adding up ...");
    table_view_draw(&s->view, &t->canvas, body);
    s->view.empty = NULL;
}

static void groups_path(struct tui *t, void *state, struct buf *out)
{
    struct groups_screen *s = state;
    const struct list_def *l = s->f.list ? defs_list(t->defs, s->f.list) : NULL;

    buf_puts(out, l ? l->name : t->defs->township.name);
    buf_printf(out, " > ");
    buf_printf(out, _("by %s"), _(by_words[s->by]));
}

static const struct counts *groups_counts(struct tui *t, void *state, bool *known)
{
    struct groups_screen *s = state;

    (void)t;
    *known = s->known;
    return &s->g.total.n;
}

static const char *const empty[GROUP_BYS] = {       /* nobody named there */
    [GROUP_UNIT] = "unit_id=", [GROUP_OWNER] = "owner_id=", [GROUP_VILLAGE] = "place_id=",
    [GROUP_PLACE] = "place_id=",
};

/* The ledger of one line: the filter, and whose it is. */
static void open_line(struct tui *t, struct groups_screen *s)
{
    const struct group *g = group_at(s, s->view.cursor);
    bool total = s->view.cursor == 0, none = !total && !*g->key;
    struct ledger_arg a = {
        .list = s->f.list, .unit = s->f.unit, .owner = s->f.owner, .handler = s->f.handler,
        .lead = s->f.lead, .leader = s->f.leader, .place = s->f.place, .parent = s->f.parent,
        .state = s->f.state, .text = s->f.text, .n_where = s->f.n_where,
        .overdue = s->f.overdue, .due_soon = s->f.due_soon,
        .colours = s->f.everything ? 0 : LEDGER_OPEN,
    };

    const struct list_def *list = s->f.list ? defs_list(t->defs, s->f.list) : NULL;
    char *title = NULL;
    const char **where = xcalloc(s->f.n_where + 1, sizeof *where);

    for (size_t i = 0; i < s->f.n_where; i++)
        where[i] = s->f.where[i];
    a.where = where;
    if (none && empty[s->by])
        where[a.n_where++] = empty[s->by];
    if (none)
        a.title = title = xasprintf("%s > %s%s", list ? list->name : t->defs->township.name,
                                    _(by_words[s->by]), _("(none)"));
    if (!total && !none && s->by == GROUP_UNIT)
        a.unit = g->key;
    if (!total && !none && s->by == GROUP_OWNER)
        a.owner = g->key;
    if (!total && !none && (s->by == GROUP_VILLAGE || s->by == GROUP_PLACE))
        a.place = g->key;
    if (!total && !none && s->by == GROUP_PARENT)
        a.parent = g->key;
    if (!total && s->by == GROUP_STATE)
        a.state = g->key, a.colours = 0;
    tui_push(t, &ledger_screen, &a);
    free(where);
    free(title);
}

/* Only lists with a parent are added up by it. */
static void turn(struct tui *t, struct groups_screen *s, int by)
{
    const struct list_def *l = s->f.list ? defs_list(t->defs, s->f.list) : NULL;

    do
        s->by = (enum group_by)((s->by + GROUP_BYS + by) % GROUP_BYS);
    while (s->by == GROUP_PARENT && !(l && *l->parent));
    s->known = false;
    s->view.n = s->view.cursor = 0;
}

static enum step groups_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct groups_screen *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_OPEN:
        if (s->known)
            open_line(t, s);
        return STEP_STAY;
    case CMD_LEFT: case CMD_RIGHT: case CMD_OWN_1:
        turn(t, s, cmd == CMD_LEFT ? -1 : 1);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static enum step groups_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct groups_screen *s = state;

    if (table_view_press(&s->view, hit, twice))
        open_line(t, s);
    return STEP_STAY;
}

static void groups_close(struct tui *t, void *state)
{
    struct groups_screen *s = state;

    (void)t;
    view_filter_fini(&s->f);
    groups_fini(&s->g);
    free_columns(s);
}

static const struct screen_ops groups_screen = {
    .id = "groups", .title = N_("Added up"), .keys = keys, .size = sizeof(struct groups_screen),
    .open = groups_open, .load = groups_reload, .draw = groups_draw, .command = groups_command,
    .path = groups_path, .hit = groups_hit, .counts = groups_counts, .idle = groups_idle,
    .close = groups_close,
};

void ledger_groups(struct tui *t, struct ledger *l)
{
    const struct list_def *list = l->f.list ? defs_list(t->defs, l->f.list) : NULL;
    struct groups_arg a = { &l->f, list && list->sheet.grouped ? GROUP_VILLAGE : GROUP_UNIT };

    tui_push(t, &groups_screen, &a);
}
