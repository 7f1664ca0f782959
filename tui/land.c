#include "tui/land.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/pinyin.h"
#include "report/export.h"
#include "report/land_paper.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/land_map.h"
#include "tui/land_own.h"
#include "tui/ledger.h"
#include "tui/patience.h"
#include "tui/preview.h"
#include "tui/visit_sheet.h"

static const struct key_bind keys[] = {
    { CMD_FIND, N_("Find"), N_("find a project or a village shown, by pinyin too; n and N go on"),
      0 },
    { CMD_PRINT, N_("Print"), N_("the figures as text: of the project, by village"), 0 },
    { CMD_OPEN, N_("Open"), N_("open or close a level; of a group, its households"), 0 },
    { CMD_MAP, NULL, N_("the map of what the cursor stands on"), 0 },
    { CMD_OWN_1, NULL, N_("the ledger of its households"), 'L' },
    { CMD_VISIT, NULL, N_("key in visits to households of the project"), 0 },
    { CMD_RIGHT, NULL, N_("open what lies below"), 0 },
    { CMD_LEFT, NULL, N_("close it, or one level up"), 0 },
    { CMD_NEXT_PANE, NULL, N_("to those who have not signed, and back"), 0 },
    { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_CLEAR, NULL, N_("back to the tree; then back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- opening ---- */

static int64_t node_at(void *ctx, size_t row)
{
    const struct land_state *s = ctx;

    return land_id(&s->tree.v[row]);
}

static int64_t person_at(void *ctx, size_t row)
{
    const struct land_state *s = ctx;

    return s->left.v[row].it.id;
}

/* Whoever may read no household at all is told so, and who may. */
static enum xh_rc land_begin(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct land_state *s = state;
    struct rollup_lines l = {0};
    struct buf who = {0};
    const struct rollup_ask ask = { .by = ROLLUP_PROJECT, .today = t->env.today,
                                    .reader = t->me };

    (void)arg;
    s->view = (struct table_view){ .cell = land_cell, .id = node_at, .ctx = s };
    s->people = (struct table_view){ .cell = land_person_cell, .id = person_at, .ctx = s };
    const struct list_def *list = rollup_list(t->defs, NULL);
    if (list && !permit_relations(t->st->db, t->defs, t->me, VERB_READ, list->id)) {
        permit_who_can(&who, t->st->db, t->defs, VERB_READ, list->id, 0, t->me);
        xh_fail(err, XH_DENIED, _("you may not read %s; those who may: %s"), list->name,
                buf_str(&who));
        buf_fini(&who);
        return XH_DENIED;
    }
    enum xh_rc rc = rollup_load(t->st, &ask, &l, err);
    rollup_lines_fini(&l);
    return rc;
}

static void forget(struct land_state *s)
{
    s->about = 0;
    s->left_known = false;
    rows_fini(&s->left);
    table_view_rows(&s->people, 0);
}

static enum xh_rc no_list(struct xh_err *err)
{
    return xh_fail(err, XH_CONFIG, "%s", _("no list has `rollup:` any more"));
}

static enum xh_rc land_load(struct tui *t, void *state, struct xh_err *err)
{
    struct land_state *s = state;
    bool first = !s->list;

    s->list = rollup_list(t->defs, NULL);
    s->t = t;
    if (!s->list) {             /* what was read says nothing without its list */
        land_nodes_fini(&s->tree);
        table_view_rows(&s->view, 0);
        forget(s);
        s->in_people = false;
        return no_list(err);
    }
    enum xh_rc rc = land_read(t, s, err);
    if (rc == XH_OK && first && s->tree.n == 1)         /* nothing to choose from */
        rc = land_open(t, s, 0, err);
    forget(s);
    return rc;
}

static void land_close(struct tui *t, void *state)
{
    struct land_state *s = state;

    (void)t;
    land_nodes_fini(&s->tree);
    rows_fini(&s->left);
    table_view_fini(&s->view);
    table_view_fini(&s->people);
    free(s->opened);
    free(s->find);
}

/* ---- of what the cursor stands on ---- */

static struct rollup_ask ask_of(const struct tui *t, const struct land_state *s,
                                const struct land_node *d)
{
    return (struct rollup_ask){ .list = s->list->id, .parent = d->line.code,
                                .today = t->env.today, .reader = t->me };
}

/* The section it stands in, "" for those without one; NULL: its project has no sections. */
static const char *section_of(const struct land_state *s)
{
    size_t at = s->view.cursor;

    while (s->tree.v[at].kind != LAND_SECTION && s->tree.v[at].depth > 0)
        at = land_above(s, at);
    return s->tree.v[at].kind == LAND_SECTION ? s->tree.v[at].line.section : NULL;
}

/* Rows of no place: no filter asks for them. */
static bool is_nowhere(const struct land_node *d)
{
    return d->kind >= LAND_VILLAGE && !*d->line.village_name;
}

/* Those of another section of the same village stand among them, and around those of no place
 * all others; nobody else asks for it. */
static void keep_own(struct land_state *s, const struct land_node *d, const char *section)
{
    int at = section ? list_field(s->list, s->list->rollup.section) : -1;
    size_t n = 0;

    for (size_t i = 0; i < s->left.n; i++) {
        struct row *r = &s->left.v[i];
        bool own = at < 0 || strcmp((size_t)at < r->n_fields ? r->fields[at] : "", section) == 0;
        if (own && !(is_nowhere(d) && *r->place) && n < LAND_UNSIGNED)
            s->left.v[n++] = *r;
        else
            row_fini(r);
    }
    s->left.n = n;
}

/* Who has not signed, while no key waits; a key ends it, and it is asked anew. */
static bool land_idle(struct tui *t, void *state)
{
    struct land_state *s = state;
    const struct land_node *d = land_here(s);
    struct patience p;
    struct xh_err err = {0};

    if (!s->list || !d || (s->left_known && s->about == land_id(d)))
        return false;
    forget(s);
    s->about = land_id(d);
    char *place = land_place(d);
    const char *section = section_of(s);
    int64_t most = section || is_nowhere(d) ? 0 : LAND_UNSIGNED;        /* cut when sorted out */
    struct rollup_ask ask = ask_of(t, s, d);
    ask.place = place;
    ask.alone = land_is_alone(d);
    patience_begin(&p, t, NULL);
    enum xh_rc rc = XH_OK;
    if (d->line.n.rows > d->line.n.signed_rows)
        rc = rollup_unsigned(t->st, &ask, most, &s->left, &err);
    free(place);
    if (patience_end(&p)) {
        forget(s);
        return false;
    }
    if (rc == XH_OK) {
        keep_own(s, d, section);
    } else {
        tui_refuse(t, &err);
        forget(s);
        s->about = land_id(d);
    }
    s->left_known = true;
    table_view_rows(&s->people, s->left.n);
    return true;
}

static void moved(struct land_state *s)
{
    const struct land_node *d = land_here(s);

    if (d && s->about != land_id(d))
        forget(s);
}

/* ---- commands ---- */

static void say_nowhere(struct tui *t)
{
    tui_say(t, "%s", _("Households without a place have no map and no ledger of their own: go to "
                       "the project, or write their places down."));
}

static void open_map(struct tui *t, const struct land_state *s)
{
    const struct land_node *d = land_here(s);

    if (!d)
        return;
    if (is_nowhere(d)) {
        say_nowhere(t);
        return;
    }
    char *place = land_place(d);
    tui_push(t, &land_map_screen, &(struct land_map_arg){
        .list = s->list->id, .parent = d->line.code, .place = place, .section = section_of(s),
        .alone = land_is_alone(d) });
    free(place);
}

static void open_ledger(struct tui *t, const struct land_state *s)
{
    const struct land_node *d = land_here(s);
    char *conditions[2];
    size_t n = 0;

    if (!d)
        return;
    const char *section = section_of(s);
    if (is_nowhere(d)) {
        say_nowhere(t);
        return;
    }
    if (section && !*section) {
        tui_say(t, "%s", _("Households without a section have no ledger of their own: go to the "
                           "project, or write their sections down."));
        return;
    }
    char *place = land_place(d), *title = NULL;
    if (section)
        conditions[n++] = xasprintf("%s=%s", s->list->rollup.section, section);
    if (land_is_alone(d)) {     /* its condition is a number, which says nobody anything */
        conditions[n++] = xasprintf("place_id=%lld", (long long)d->line.village);
        title = xasprintf("%s > %s%s%s > %s > %s", s->list->name, d->line.code,
                          section ? " > " : "", section ? section : "", place, _("no group"));
    }
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = s->list->id, .parent = d->line.code, .place = place, .order = ORDER_CODE,
        .where = (const char *const *)conditions, .n_where = n, .title = title });
    while (n > 0)
        free(conditions[--n]);
    free(place);
    free(title);
}

static void open_level(struct tui *t, struct land_state *s)
{
    struct xh_err err = {0};
    const struct land_node *d = land_here(s);

    if (!d)
        return;
    if (d->open)
        land_shut(s, s->view.cursor);
    else if (!d->leaf && land_open(t, s, s->view.cursor, &err) != XH_OK)
        tui_refuse(t, &err);
    d = land_here(s);
    if (d && d->leaf)           /* nothing lies below: the households themselves */
        open_ledger(t, s);
}

static void open_person(struct tui *t, const struct land_state *s)
{
    int64_t *items;

    if (s->people.cursor >= s->left.n)
        return;
    items = xcalloc(s->left.n, sizeof *items);
    for (size_t i = 0; i < s->left.n; i++)
        items[i] = s->left.v[i].it.id;
    tui_push(t, &detail_among_screen, &(struct detail_arg){
        .item = items[s->people.cursor], .items = items, .n = s->left.n });
    free(items);
}

static bool has_words(void *ctx, size_t row)
{
    const struct land_state *s = ctx;
    const struct land_node *d = &s->tree.v[row];

    return pinyin_match(land_name(d), s->find) ||
           (d->kind == LAND_PROJECT && strstr(d->line.code, s->find));
}

static void find_next(struct tui *t, struct land_state *s, bool backward)
{
    if (table_view_find(&s->view, has_words, s, backward))
        moved(s);
    else
        tui_say(t, _("No line shown here has '%s' in it."), s->find);
}

static void find(struct tui *t, struct land_state *s)
{
    if (ask_find(t, _("A project, village or group, or its pinyin"), &s->find))
        find_next(t, s, false);
}

/* ---- as text ---- */

/* The list by its id: another configuration may come while the page is read. */
struct printing { char *code, *list; };

static void free_printing(void *ctx)
{
    struct printing *p = ctx;

    free(p->code);
    free(p->list);
    free(p);
}

/* What is printed, by the configuration as it is now. */
struct printed {
    struct land_page page;
    struct rollup_ask ask;
    struct rollup_lines lines;
};

static enum xh_rc read_printed(struct tui *t, const struct printing *p, bool away,
                               struct printed *out, struct xh_err *err)
{
    const struct list_def *list = rollup_list(t->defs, p->list);
    const enum rollup_by by = p->code ? ROLLUP_VILLAGE : ROLLUP_PROJECT;
    unsigned relations;
    enum xh_rc rc = XH_OK;

    *out = (struct printed){
        .page = { .st = t->st, .list = list, .by = by, .today = t->env.today },
        .ask = { .list = p->list, .parent = p->code, .by = by, .today = t->env.today,
                 .reader = t->me, .money = true, .area = true } };
    if (!list)
        return no_list(err);
    if (away)
        rc = export_may(t->st, t->me, list->id, &relations, err);
    return rc == XH_OK ? rollup_load(t->st, &out->ask, &out->lines, err) : rc;
}

static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what,
                          struct preview_text *out, struct xh_err *err)
{
    struct printed x;
    enum xh_rc rc = read_printed(t, ctx, true, &x, err);

    (void)what;
    if (rc == XH_OK)
        land_export(&out->text, &x.page, &x.lines, EXPORT_CSV);
    rollup_lines_fini(&x.lines);
    return rc;
}

static enum xh_rc compose_paper(struct tui *t, void *ctx, bool away, struct document *out,
                                struct xh_err *err)
{
    struct printed x;
    struct rows rows = {0};
    struct land_left left = { .rows = &rows };
    enum xh_rc rc = read_printed(t, ctx, away, &x, err);

    if (rc == XH_OK)
        rc = rollup_unsigned(t->st, &x.ask, 0, &rows, err);
    if (rc == XH_OK && away)
        left.kept_back = export_keep(t->st, t->me, &rows);
    if (rc == XH_OK)
        rc = land_paper(out, &x.page, &x.lines, &left, err);
    rows_fini(&rows);
    rollup_lines_fini(&x.lines);
    return rc;
}

static void print(struct tui *t, const struct land_state *s)
{
    const struct land_node *d = land_here(s);
    struct printing *p = xcalloc(1, sizeof *p);

    p->list = xstrdup(s->list->id);
    p->code = d && (d->open || d->kind != LAND_PROJECT) ? xstrdup(d->line.code) : NULL;
    char *file = xasprintf("%s%s", _(land_screen.title), p->code ? p->code : "");
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _(land_screen.title), .file = file, .paper = compose_paper, .compose = compose,
        .ctx = p, .free_ctx = free_printing });
    free(file);
}

static enum step land_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct land_state *s = state;
    const struct land_node *d = land_here(s);

    (void)in;
    if (!s->list)
        return STEP_IGNORED;
    if (s->in_people && table_view_move(&s->people, cmd))
        return STEP_STAY;
    if (!s->in_people && table_view_move(&s->view, cmd)) {
        moved(s);
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_OPEN:
        if (s->in_people)
            open_person(t, s);
        else
            open_level(t, s);
        return STEP_STAY;
    case CMD_RIGHT:
        if (d && !d->open && !d->leaf && !s->in_people)
            open_level(t, s);
        return STEP_STAY;
    case CMD_LEFT:
        if (s->in_people)
            s->in_people = false;
        else if (d && d->open)
            land_shut(s, s->view.cursor);
        else if (d)
            table_view_go(&s->view, land_above(s, s->view.cursor));
        moved(s);
        return STEP_STAY;
    case CMD_NEXT_PANE:
    case CMD_PREV_PANE:
        s->in_people = !s->in_people && s->left.n > 0;
        return STEP_STAY;
    case CMD_MAP:       open_map(t, s); return STEP_STAY;
    case CMD_OWN_1:     open_ledger(t, s); return STEP_STAY;
    case CMD_VISIT:
        if (d)
            visit_sheet_of(t, d->line.code);
        return STEP_STAY;
    case CMD_FIND:      find(t, s); return STEP_STAY;
    case CMD_FIND_NEXT:
    case CMD_FIND_PREV:
        if (s->find)
            find_next(t, s, cmd == CMD_FIND_PREV);
        else
            find(t, s);
        return STEP_STAY;
    case CMD_PRINT:     print(t, s); return STEP_STAY;
    case CMD_CLEAR:
        if (!s->in_people)
            return STEP_IGNORED;
        s->in_people = false;
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static enum step land_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct land_state *s = state;

    if (!s->list)
        return STEP_STAY;
    bool people = hit->x >= s->pane.x && hit->y >= s->pane.y;

    s->in_people = people && s->left.n > 0;
    if (people) {
        if (hit->key == K_ENTER && table_view_press(&s->people, hit, twice))
            open_person(t, s);
        return STEP_STAY;
    }
    if (table_view_press(&s->view, hit, twice))
        open_level(t, s);
    moved(s);
    return STEP_STAY;
}

/* Where the cursor stands: 项26-01 高速公路 > 林家村 > 一组. */
static void land_path(struct tui *t, void *state, struct buf *out)
{
    const struct land_state *s = state;
    const struct land_node *d = land_here(s);
    struct buf name = {0}, rest = {0};

    if (!d)
        return;
    const struct rollup_line *l = &d->line;
    buf_printf(&name, "%s%s%s", l->code, *l->title ? " " : "", l->title);
    if (d->kind != LAND_PROJECT && *l->section)
        buf_printf(&rest, " > %s", l->section);
    if (d->kind >= LAND_VILLAGE)
        buf_printf(&rest, " > %s", *l->village_name ? l->village_name
                                                    : _("no place written down"));
    if (d->kind == LAND_GROUP)
        buf_printf(&rest, " > %s", land_name(d));
    frame_path(t, out, buf_str(&name), buf_str(&rest));
    buf_fini(&name);
    buf_fini(&rest);
}

const struct screen_ops land_screen = {
    .id = "land", .title = N_("Land"), .keys = keys, .size = sizeof(struct land_state),
    .open = land_begin, .load = land_load, .draw = land_draw, .command = land_command,
    .path = land_path, .hit = land_hit, .idle = land_idle, .close = land_close,
};
