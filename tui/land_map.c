#include "tui/land_map.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/visit.h"
#include "report/export.h"
#include "report/map_paper.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/land.h"
#include "tui/land_map_own.h"
#include "tui/preview.h"

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), N_("what you may do with this row"), 0 },
    { CMD_RETURN, N_("Return"), N_("return it, or withdraw your own application"), 0 },
    { CMD_EXTEND, N_("Extend"), N_("extend the deadline; of a late item, order a limit"), 0 },
    { CMD_SUPERVISE, N_("Supervise"), N_("a supervision order to the unit"), 0 },
    { CMD_REPORT, N_("Report"), N_("report progress"), 0 },
    { CMD_FIND, N_("Find"), N_("find a household by name or code, by pinyin too; n and N go on"),
      0 },
    { CMD_PRINT, N_("Print"), N_("the whole map as text, for a wall: nobody is shown to refuse"),
      0 },
    { CMD_OWN_1, NULL, N_("1 to 9: the step with this digit below is done, here or for all that "
                          "are marked"), '1' },
    { CMD_OWN_2, NULL, NULL, '2' }, { CMD_OWN_3, NULL, NULL, '3' },
    { CMD_OWN_4, NULL, NULL, '4' }, { CMD_OWN_5, NULL, NULL, '5' },
    { CMD_OWN_6, NULL, NULL, '6' }, { CMD_OWN_7, NULL, NULL, '7' },
    { CMD_OWN_8, NULL, NULL, '8' }, { CMD_OWN_9, NULL, NULL, '9' },
    { CMD_OPEN, N_("Open"), N_("open the household"), 0 },
    { CMD_FILTER, NULL, N_("only one colour or one mark; digits set steps here, so they do not "
                           "filter"), 0 },
    { CMD_ALL, NULL, N_("0: every household again"), 0 },
    { CMD_MARK, NULL, N_("mark the household and go on"), 0 },
    { CMD_RANGE, NULL, N_("mark from here to another household"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all that are shown"), 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then the filter, then go back"), 0 },
    { CMD_EDIT, NULL, N_("edit"), 0 }, { CMD_EVIDENCE, NULL, N_("add evidence"), 0 },
    { CMD_NOTE, NULL, N_("a remark"), 0 }, { CMD_VISIT, NULL, N_("record a visit"), 0 },
    { CMD_REPEAT, NULL, N_("do the last act again, on this row"), 0 },
    { CMD_TREE, NULL, N_("the tree of all land projects"), 0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_NEXT_PANE, NULL, N_("the next group; with a filter, the next household it shows"), 0 },
    { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_LEFT, NULL, NULL, 0 }, { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- reading ---- */

static bool is_in_view(const struct land_map_state *s, size_t g)
{
    int64_t from = s->line[g], to = from + (s->m.groups[g].n + s->per - 1) / s->per;

    return to > s->top && from < s->top + s->page;
}

/* A group in view that is not loaded; n_groups: none. */
static size_t missing_in_view(const struct land_map_state *s)
{
    struct map_line l;

    for (int64_t k = 0; k < s->page && land_map_line(s, s->top + k, &l); k++)
        if (!s->m.groups[l.group].loaded && is_in_view(s, l.group))
            return l.group;
    return s->m.n_groups;
}

void land_map_count(struct land_map_state *s)
{
    free(s->n_marks);
    s->n_marks = xcalloc((size_t)map_marks(s->m.list), sizeof *s->n_marks);
    map_count(&s->m, 0, s->m.n_groups, s->n_marks);
    s->colours = (struct counts){0};
    s->all = true;
    for (size_t g = 0; g < s->m.n_groups; g++) {
        const struct map_group *x = &s->m.groups[g];
        s->all = s->all && x->loaded;
        for (int64_t i = 0; x->loaded && i < x->n; i++)
            s->colours.colour[x->cells[i].colour]++;
    }
}

/* Somebody may have written since the groups were counted. */
bool land_map_read(struct tui *t, struct land_map_state *s, size_t g)
{
    struct xh_err err = {0};
    int64_t n = s->m.groups[g].n;

    if (map_load(t->st, &s->ask, &s->m, g, &err) != XH_OK) {
        tui_refuse(t, &err);
        return false;
    }
    if (s->m.groups[g].n != n) {
        if (s->g == g && s->i >= s->m.groups[g].n)
            s->i = s->m.groups[g].n ? s->m.groups[g].n - 1 : 0;
        land_map_lay(t, s);
    }
    return true;
}

/* As much of what is in view as a key may wait for; idle reads the rest. */
static void load_view(struct tui *t, struct land_map_state *s)
{
    int64_t left = LAND_MAP_AT_ONCE;
    bool more = false;
    size_t g;

    while ((g = missing_in_view(s)) < s->m.n_groups && s->m.groups[g].n <= left &&
           land_map_read(t, s, g)) {
        left -= s->m.groups[g].n;
        more = true;
    }
    if (more)
        land_map_count(s);
}

/* ---- the household under the cursor ---- */

const struct map_cell *land_map_here(const struct land_map_state *s)
{
    return land_map_cell(s, s->g, s->i);
}

/* "visit 5, 11-18  demand: ..  promise: .., until 11-24": the last time somebody was there, and
 * what is still promised; masked as everywhere. */
static void say_visits(struct tui *t, int64_t item, struct buf *out)
{
    struct visits v = {0};
    struct xh_err err = {0};
    char day[DAY_TEXT];

    if (visits_load(t->st, item, t->me, t->env.today, &v, &err) != XH_OK)
        tui_refuse(t, &err);
    if (v.n) {
        const struct visit *last = &v.v[0];
        buf_printf(out, _("\nvisit %zu, %s"), v.n,
                   day_format_short(last->day, t->env.today, day));
        if (v.stance)
            buf_printf(out, " %s", stance_name(v.stance));
        if (*last->demand)
            buf_printf(out, _("  demand: %s"), last->demand);
    }
    for (size_t i = 0; i < v.n; i++) {
        const struct visit *x = &v.v[i];
        if (x->promise_due == DAY_NONE || x->kept_on != DAY_NONE ||
            x->promise_due != v.promise_due)
            continue;
        buf_printf(out, x->is_broken ? _("  promise broken: %s, until %s")
                                     : _("  promise: %s, until %s"),
                   x->promise, day_format_short(x->promise_due, t->env.today, day));
        break;
    }
    visits_fini(&v);
}

static void say_row(struct tui *t, struct land_map_state *s, const struct map_cell *c,
                    const struct row *r, struct buf *out)
{
    char day[DAY_TEXT], area[DECIMAL_TEXT];

    buf_printf(out, "%s  %s  %s", r->it.title, r->it.code, map_meaning(s->m.list, c->mark));
    if (r->colour != COLOUR_NONE)
        buf_printf(out, "  %s", colour_word(t->defs, r->colour));
    if (*s->m.unit)
        buf_printf(out, "  %s %s", decimal_format(c->area, area), s->m.unit);
    if (*r->owner)
        buf_printf(out, _("  in charge: %s"), r->owner);
    buf_puts(out, _("  Enter = open"));
    buf_printf(out, "\n%s", r->place);
    if (r->it.steps_total)
        buf_printf(out, _("  steps %lld/%lld"), (long long)r->it.steps_done,
                   (long long)r->it.steps_total);
    if (r->it.due != DAY_NONE && r->it.phase < PHASE_CLOSED) {
        buf_printf(out, _("  deadline %s "), day_format_short(r->it.due, t->env.today, day));
        explain_left(out, t->defs->calendar, r->it.due, t->env.today);
    }
    say_visits(t, r->it.id, out);
    if (*r->latest)
        buf_printf(out, "\n%s", r->latest);
}

/* What is said of it; read once. */
static void settle(struct tui *t, struct land_map_state *s)
{
    const struct map_cell *c = land_map_here(s);
    struct filter f = tui_filter(t);
    struct rows rows = {0};
    struct xh_err err = {0};
    struct buf b = {0};

    s->here = c ? c->item : 0;
    if (s->about && s->about_item == s->here)
        return;
    free(s->about);
    s->about = NULL;
    s->about_item = s->here;
    if (!c)
        return;
    f.item = c->item;
    f.list = s->m.list->id;
    f.without = ROW_CO | ROW_FIELDS;
    if (query_rows(t->st, &f, &rows, &err) != XH_OK)
        tui_refuse(t, &err);
    else if (rows.n)
        say_row(t, s, c, &rows.v[0], &b);
    s->about = buf_take(&b);
    rows_fini(&rows);
}

bool land_map_go_to(struct tui *t, struct land_map_state *s, int64_t item)
{
    struct xh_err err = {0};
    size_t g;
    int64_t i;

    if (map_seek(t->st, &s->ask, &s->m, item, &g, &i, &err) != XH_OK)
        tui_refuse(t, &err);
    if (err.rc != XH_OK || g == s->m.n_groups)
        return false;
    s->g = g;
    s->i = i;
    return true;
}

void land_map_arrive(struct tui *t, struct land_map_state *s)
{
    load_view(t, s);
    settle(t, s);
}

/* What is to be done is for the household under the cursor, read or not. */
static void read_here(struct tui *t, struct land_map_state *s)
{
    if (s->g >= s->m.n_groups || s->m.groups[s->g].loaded || !land_map_read(t, s, s->g))
        return;
    land_map_count(s);
    settle(t, s);
}

/* ---- opening ---- */

static char *copy(const char *s)
{
    return s ? xstrdup(s) : NULL;
}

static enum xh_rc land_map_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct land_map_state *s = state;
    const struct land_map_arg *a = arg;

    s->list = copy(a->list);
    s->parent = copy(a->parent);
    s->place = copy(a->place);
    s->section = copy(a->section);
    s->here = a->item;
    s->only_mark = -1;
    s->ask = (struct map_ask){ .list = s->list, .parent = s->parent, .place = s->place,
                               .alone = a->alone, .section = s->section,
                               .today = t->env.today, .reader = t->me,
                               .kept = true };
    s->fresh = true;
    return map_open(t->st, &s->ask, &s->m, err);        /* refused before anything is shown */
}

static enum xh_rc land_map_load(struct tui *t, void *state, struct xh_err *err)
{
    struct land_map_state *s = state;
    struct land_map m = {0};
    int64_t was = s->here;

    s->ask.today = t->env.today;
    s->ask.reader = t->me;
    enum xh_rc rc = s->fresh ? XH_OK : map_open(t->st, &s->ask, &m, err);
    if (rc != XH_OK) {
        map_fini(&m);
        return rc;
    }
    if (!s->fresh) {
        map_fini(&s->m);
        s->m = m;
    }
    s->fresh = false;
    if (s->g >= s->m.n_groups)
        s->g = s->i = 0;
    if (s->m.n_groups && s->i >= s->m.groups[s->g].n)
        s->i = s->m.groups[s->g].n ? s->m.groups[s->g].n - 1 : 0;
    s->all = false;             /* what was counted is of other rows */
    land_map_lay(t, s);
    if (was)
        land_map_go_to(t, s, was);
    land_map_lay(t, s);
    free(s->about);
    s->about = NULL;
    land_map_count(s);
    land_map_arrive(t, s);
    return XH_OK;
}

static bool land_map_idle(struct tui *t, void *state)
{
    struct land_map_state *s = state;
    size_t g = missing_in_view(s);

    for (size_t k = 0; g == s->m.n_groups && s->m.n <= LAND_MAP_ALL && k < s->m.n_groups; k++)
        if (!s->m.groups[k].loaded)
            g = k;
    if (g == s->m.n_groups || !land_map_read(t, s, g))
        return false;
    land_map_count(s);
    settle(t, s);
    return true;
}

static void land_map_close(struct tui *t, void *state)
{
    struct land_map_state *s = state;

    (void)t;
    map_fini(&s->m);
    marks_clear(&s->marks);
    free(s->list);
    free(s->parent);
    free(s->place);
    free(s->section);
    free(s->line);
    free(s->find);
    free(s->n_marks);
    free(s->about);
}

static const struct counts *land_map_counts(struct tui *t, void *state, bool *known)
{
    struct land_map_state *s = state;

    (void)t;
    *known = s->all;
    return &s->colours;
}

static void land_map_path(struct tui *t, void *state, struct buf *out)
{
    const struct land_map_state *s = state;
    struct buf name = {0}, rest = {0};

    buf_printf(&name, "%s%s%s", s->m.code ? s->m.code : "", s->m.title && *s->m.title ? " " : "",
               s->m.title ? s->m.title : "");
    if (s->section && *s->section)
        buf_printf(&rest, " > %s", s->section);
    if (s->place || (s->m.n_villages == 1 && *s->m.villages[0].name))
        buf_printf(&rest, " > %s", s->place ? s->place : s->m.villages[0].name);
    if (s->ask.alone)
        buf_printf(&rest, " > %s", _("no group"));
    for (int c = COLOUR_GREEN; c <= COLOUR_GREY; c++)
        if (s->only_colours >> c & 1)
            buf_printf(&rest, _("  only: %s (0: all)"), colour_word(t->defs, (enum colour)c));
    if (s->only_mark >= 0)
        buf_printf(&rest, _("  only: %s (0: all)"), map_meaning(s->m.list, s->only_mark));
    frame_path(t, out, buf_str(&name), buf_str(&rest));
    buf_fini(&name);
    buf_fini(&rest);
}

/* ---- as text ---- */

static enum xh_rc compose(struct tui *t, void *ctx, bool away, struct document *out,
                          struct xh_err *err)
{
    const struct land_map_state *s = ctx;
    const struct list_def *list = map_list(t->defs, s->ask.list);       /* as it is now */
    unsigned relations;
    enum xh_rc rc = away && list ? export_may(t->st, t->me, list->id, &relations, err) : XH_OK;

    return rc == XH_OK ? map_paper(out, t->st, &s->ask, err) : rc;
}

static void print(struct tui *t, struct land_map_state *s)
{
    struct buf name = {0};

    buf_printf(&name, "%s%s%s%s", _(land_map_screen.title), s->m.code, s->place ? s->place : "",
               s->ask.alone ? _("no group") : "");
    for (char *p = name.s; p && *p; p++)
        if (*p == '/')
            *p = '-';           /* a file's name */
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _(land_map_screen.title), .file = buf_str(&name), .paper = compose,
        .width = t->canvas.cols, .ctx = s });
    buf_fini(&name);
}

/* ---- doing ---- */

/* What is marked, else the household under the cursor; those that could not be done stay
 * marked. */
static enum step on_targets(struct tui *t, struct land_map_state *s,
                            bool (*run)(struct tui *t, const void *ctx, const struct targets *on,
                                        int64_t *failed, size_t *n_failed), const void *ctx)
{
    int64_t item = s->here;
    struct targets on = { s->marks.n ? s->marks.v : &item, s->marks.n ? s->marks.n : 1 };
    int64_t *items = xcalloc(on.n, sizeof *items), *failed = xcalloc(on.n, sizeof *failed);
    size_t n_failed = 0;

    if (!item && !s->marks.n) {
        tui_say(t, "%s", _("There is no row here."));
        free(items);
        free(failed);
        return STEP_STAY;
    }
    memcpy(items, on.items, on.n * sizeof *items);
    on.items = items;
    bool many = s->marks.n > 0, done = run(t, ctx, &on, failed, &n_failed);
    if (done && many) {
        marks_keep(&s->marks, failed, n_failed);
        if (n_failed)
            tui_say(t, _("Not done: %zu. They are still marked."), n_failed);
    }
    free(items);
    free(failed);
    return done ? STEP_RELOAD : STEP_STAY;
}

static bool run_step(struct tui *t, const void *ctx, const struct targets *on, int64_t *failed,
                     size_t *n_failed)
{
    return acts_steps(t, on, ctx, failed, n_failed);
}

static bool run_act(struct tui *t, const void *ctx, const struct targets *on, int64_t *failed,
                    size_t *n_failed)
{
    return acts_run(t, *(const enum cmd *)ctx, on, failed, n_failed);
}

static enum step digit(struct tui *t, struct land_map_state *s, size_t k)
{
    if (k >= s->m.list->n_map) {
        tui_say(t, _("No step has the digit %zu here."), k + 1);
        return STEP_STAY;
    }
    return on_targets(t, s, run_step, s->m.list->map[k].step);
}

static void went(void *ctx, const struct row *r)
{
    struct land_map_state *s = ctx;

    s->here = r->it.id;
}

/* n and N there go from household to household of the group. */
static void open_here(struct tui *t, struct land_map_state *s)
{
    const struct map_group *g = &s->m.groups[s->g];
    int64_t *items;

    if (!land_map_here(s))
        return;
    items = xcalloc((size_t)g->n, sizeof *items);
    for (int64_t i = 0; i < g->n; i++)
        items[i] = g->cells[i].item;
    tui_push(t, &detail_among_screen, &(struct detail_arg){
        .item = s->here, .items = items, .n = (size_t)g->n, .went = went, .ctx = s });
    free(items);
}

static enum step land_map_command(struct tui *t, void *state, enum cmd cmd,
                                  const struct input *in)
{
    struct land_map_state *s = state;

    (void)in;
    if ((cmd == CMD_NEXT_PANE || cmd == CMD_PREV_PANE) && land_map_is_only(s)) {
        land_map_next_only(t, s, cmd == CMD_NEXT_PANE);
        land_map_arrive(t, s);
        return STEP_STAY;
    }
    if (land_map_move(s, cmd)) {
        land_map_arrive(t, s);
        return STEP_STAY;
    }
    read_here(t, s);
    if (cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9)
        return digit(t, s, (size_t)(cmd - CMD_OWN_1));
    switch (cmd) {
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EDIT: case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT: case CMD_REPEAT:
        return on_targets(t, s, run_act, &cmd);
    case CMD_OPEN:      open_here(t, s); return STEP_STAY;
    case CMD_MARK:
        if (land_map_here(s)) {
            marks_put(&s->marks, s->here, !marks_has(&s->marks, s->here));
            land_map_say_marked(t, s);
        }
        land_map_move(s, CMD_RIGHT);
        land_map_arrive(t, s);
        return STEP_STAY;
    case CMD_RANGE:     land_map_mark_range(t, s); return STEP_STAY;
    case CMD_MARK_ALL:  land_map_mark_all(t, s); return STEP_STAY;
    case CMD_CLEAR:     return land_map_clear(s) ? STEP_STAY : STEP_IGNORED;
    case CMD_FILTER:    land_map_ask_only(t, s); return STEP_STAY;
    case CMD_ALL:
        s->only_colours = 0;
        s->only_mark = -1;
        return STEP_STAY;
    case CMD_FIND:      land_map_find(t, s); return STEP_STAY;
    case CMD_FIND_NEXT:
    case CMD_FIND_PREV:
        if (s->find)
            land_map_find_next(t, s, cmd == CMD_FIND_PREV);
        else
            land_map_find(t, s);
        return STEP_STAY;
    case CMD_TREE:      tui_push(t, &land_screen, NULL); return STEP_STAY;
    case CMD_PRINT:     print(t, s); return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static bool land_map_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                         struct xh_err *why)
{
    struct land_map_state *s = state;

    if (why)                    /* a key, not the line of keys being painted */
        read_here(t, s);
    switch (cmd) {
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EDIT: case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT:
        return s->marks.n > 0 || acts_may(t, cmd, s->here, word, why);
    default:
        return true;
    }
}

/* A household pressed: the cursor goes there; pressed again it opens. */
static enum step land_map_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct land_map_state *s = state;
    struct map_line l;
    int y = hit->arg >> 10, at = hit->arg & 1023;

    if (hit->key != K_ENTER || !land_map_line(s, s->top + y - s->over - frame_body(t).y, &l) ||
        l.head || at >= l.n)
        return STEP_STAY;
    bool again = s->g == l.group && s->i == l.first + at;
    s->g = l.group;
    s->i = l.first + at;
    land_map_arrive(t, s);
    if (again || twice) {
        read_here(t, s);
        open_here(t, s);
    }
    return STEP_STAY;
}

const struct screen_ops land_map_screen = {
    .id = "land_map", .title = N_("Household map"), .keys = keys,
    .size = sizeof(struct land_map_state), .open = land_map_open, .load = land_map_load,
    .draw = land_map_draw, .command = land_map_command, .path = land_map_path,
    .may = land_map_may, .hit = land_map_hit, .counts = land_map_counts,
    .idle = land_map_idle, .close = land_map_close,
};
