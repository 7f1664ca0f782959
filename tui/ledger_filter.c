/* ledger_filter.c - which rows: the panel, what is kept under a name, lists, orders, and
 * how the path line tells it. */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/form.h"
#include "tui/patience.h"

static const enum colour colours[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };
enum { COLOURS = 4 };

static const char items[] = "row=";     /* query_mine.h: no rows that are counted apart */

static bool same_filter(const struct view_filter *a, const struct view_filter *b)
{
    char *x = view_text(a), *y = view_text(b);
    bool same = strcmp(x, y) == 0;

    free(x);
    free(y);
    return same;
}

bool ledger_is_filtered(const struct ledger *l)
{
    return !same_filter(&l->f, &l->base);
}

void ledger_clear_filter(struct tui *t, struct ledger *l)
{
    view_filter_fini(&l->f);
    view_filter_copy(&l->f, &l->base);
    ledger_ask(t, l);
}

/* ---- in words ---- */

static const char *list_name(const struct tui *t, const char *id)
{
    const struct list_def *l = id ? defs_list(t->defs, id) : NULL;

    return l ? l->name : id ? id : t->defs->township.name;
}

static const char *const phase_ids[] = { "open", "review", "held", "closed", "cancelled" };
static const char *const phase_names[] = { N_("in work"), N_("in review"), N_("on hold"),
                                           N_("crossed off"), N_("cancelled") };
enum { PHASES = 5 };

static const char *state_name(const struct tui *t, const char *id)
{
    const struct state_def *s = defs_state(t->defs, id);

    for (int i = 0; i < PHASES; i++)
        if (strcmp(phase_ids[i], id) == 0)
            return _(phase_names[i]);
    return s ? s->name : id;
}

static void part(struct buf *out, const char *label, const char *value)
{
    if (value && *value)
        buf_printf(out, " > %s%s%s", label, *label ? " " : "", value);
}

/* A condition with its field's name before its id: "紧急程度=急件". What is no field of the one
 * list stands as it was typed. */
static void condition_part(const struct tui *t, const struct view_filter *f, const char *where,
                           struct buf *out)
{
    const struct list_def *l = f->list ? defs_list(t->defs, f->list) : NULL;
    size_t n = strspn(where, "abcdefghijklmnopqrstuvwxyz0123456789_");
    char *id = xasprintf("%.*s", (int)n, where);
    int field = l ? list_field(l, id) : -1;
    char *named = field >= 0 ? xasprintf("%s%s", l->fields[field].name, where + n) : NULL;

    part(out, "", named ? named : where);
    free(named);
    free(id);
}

static void colour_part(const struct tui *t, const struct view_filter *f, struct buf *out)
{
    for (int i = 0; i < COLOURS; i++)
        if (f->colours & 1u << colours[i])
            buf_printf(out, "%s%s", f->colours & ((1u << colours[i]) - 1) && i ? "" : " > ",
                       colour_word(t->defs, colours[i]));
}

/* How many open rows of the list the filter keeps back. */
static int64_t hidden(const struct ledger *l)
{
    int64_t n = l->all.total;

    if (!l->counted || !l->all_counted)
        return 0;
    for (int i = 0; i < COLOURS; i++)
        if (!l->f.colours || l->f.colours & 1u << colours[i])
            n -= l->n.colour[colours[i]];
    return n;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What it was opened with is told by its title, what has been asked beside it by the
 * conditions. */
void ledger_path(struct tui *t, const struct ledger *l, struct buf *out)
{
    const struct view_filter *f = &l->f;

    if (l->marks.n) {
        buf_printf(out, _("Marked: %zu"), l->marks.n);
        buf_puts(out, "  ");
    }
    buf_puts(out, l->title ? l->title : list_name(t, f->list));
    if (l->title && !same_text(f->list, l->base.list))
        part(out, "", list_name(t, f->list));
    if (hidden(l) > 0)          /* before what may be cut at the right */
        buf_printf(out, _(" (%lld hidden)"), (long long)hidden(l));
    if (!l->title || f->colours != l->base.colours)
        colour_part(t, f, out);
#define SAY(label, name, value) \
    if (!l->title || !same_text(f->name, l->base.name)) \
        part(out, label, value);
    SAY("", unit, f->unit)
    SAY(_("Owner"), owner, f->owner)
    SAY(_("Handler"), handler, f->handler)
    SAY(_("Lead"), lead, f->lead)
    SAY(_("Leader"), leader, f->leader)
    SAY("", parent, f->parent)
    SAY("", place, f->place)
    SAY("", state, f->state ? state_name(t, f->state) : NULL)
    SAY(_("has"), text, f->text)
#undef SAY
    if (!l->title || f->overdue != l->base.overdue)
        part(out, "", f->overdue ? _("Overdue") : NULL);
    if (!l->title || f->due_soon != l->base.due_soon)
        part(out, "", f->due_soon ? _("Due soon") : NULL);
    if (!l->title || f->everything != l->base.everything)
        part(out, "", f->everything && !f->state ? _("closed ones too") : NULL);
    for (size_t i = l->title ? l->base.n_where : 0; i < f->n_where; i++)
        if (!l->items_only || strcmp(f->where[i], items) != 0)
            condition_part(t, f, f->where[i], out);
    char *sorted = ledger_sort_words(l);
    part(out, _("sorted by"), sorted);
    free(sorted);
    if (l->items_only && !f->list && l->all_counted && l->apart > 0)
        buf_printf(out, _("  items %lld | households %lld"), (long long)l->all.total,
                   (long long)l->apart);
}

void ledger_words(struct tui *t, const struct view_filter *f, struct buf *out)
{
    struct ledger l = { .f = *f };

    ledger_path(t, &l, out);
}

char *ledger_no_red(struct tui *t, struct filter f)
{
    struct rows rows = {0};
    struct xh_err err = {0};
    char day[DAY_TEXT], *said = NULL;

    f.colours = 1u << COLOUR_YELLOW;
    f.order = ORDER_DUE;
    f.sort = NULL;
    f.limit = 1;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    if (query_rows(t->st, &f, &rows, &err) == XH_OK && rows.n)
        said = rows.v[0].it.due == DAY_NONE
            ? xasprintf(_("No red today. A yellow one: %s. Press 2 for the yellow ones."),
                        rows.v[0].it.code)
            : xasprintf(_("No red today. The next yellow is due %s: %s. Press 2 for the yellow "
                          "ones."), day_format_short(rows.v[0].it.due, t->env.today, day),
                        rows.v[0].it.code);
    rows_fini(&rows);
    return said;
}

void ledger_find_nearest(struct tui *t, struct ledger *l)
{
    struct patience p;

    free(l->nearest);
    l->nearest = NULL;
    if (l->w.rows.n > 0 || l->f.colours != 1u << COLOUR_RED)
        return;
    patience_begin(&p, t, _("Reading"));
    l->nearest = ledger_no_red(t, ledger_question(t, l));
    patience_end(&p);
}

char *ledger_why_empty(struct tui *t, const struct ledger *l)
{
    (void)t;
    if (l->nearest)
        return xstrdup(l->nearest);
    if (hidden(l) > 0)
        return xasprintf(_("Nothing is like that (%lld are hidden). Press 0 for all."),
                         (long long)hidden(l));
    if (ledger_is_filtered(l))
        return xstrdup(_("Nothing is like that. Press 0 for all."));
    return xstrdup(_("There are no items here yet. o: a new one, I: paste rows from WPS or "
                     "Excel."));
}

/* ---- lists, orders ---- */

void ledger_set_list(struct ledger *l, const char *list)
{
    struct view_filter *f = &l->f;
    size_t n = 0;

    char *copy = xstrdup(list);
    free(f->list);
    f->list = copy;
    for (size_t i = 0; l->items_only && i < f->n_where; i++)
        if (strcmp(f->where[i], items) == 0)
            free(f->where[i]);
        else
            f->where[n++] = f->where[i];
    if (l->items_only)
        f->n_where = n;
    if (l->items_only && !list)
        view_read_line(f, items);
}

void ledger_choose_list(struct tui *t, struct ledger *l)
{
    size_t n = t->defs->n_lists, at = 0;
    const char **names = xcalloc(n + 1, sizeof *names);

    names[0] = t->defs->township.name;
    for (size_t i = 0; i < n; i++) {
        names[i + 1] = t->defs->lists[i].name;
        if (l->f.list && strcmp(l->f.list, t->defs->lists[i].id) == 0)
            at = i + 1;
    }
    int got = ask_choice(t, _("Ledger"), "", names, n + 1, at);
    free(names);
    if (got < 0)
        return;
    ledger_set_list(l, got ? t->defs->lists[got - 1].id : NULL);
    ledger_ask(t, l);
}

void ledger_next_list(struct tui *t, struct ledger *l, int by)
{
    size_t n = t->defs->n_lists + 1, at = 0;

    for (size_t i = 0; i < t->defs->n_lists; i++)
        if (l->f.list && strcmp(l->f.list, t->defs->lists[i].id) == 0)
            at = i + 1;
    at = (at + n + (size_t)(by < 0 ? n - 1 : 1)) % n;
    ledger_set_list(l, at ? t->defs->lists[at - 1].id : NULL);
    ledger_ask(t, l);
}

/* ---- the panel ---- */

enum { F_LIST, F_COLOUR, F_STATE, F_UNIT, F_OWNER, F_LEAD, F_PLACE, F_OVERDUE, F_SOON, F_TEXT,
       F_WHERE, FIELDS };

struct panel {
    struct ledger *l;
    struct form_field *v;       /* the form's */
    const char **lists, **states; size_t n_states;
    const char *colour[COLOURS + 1];
    const char **state_ids;
};

static void add_state(struct panel *p, const char *id, const char *name)
{
    p->state_ids[p->n_states] = id;
    p->states[p->n_states++] = name;
}

static void make_choices(struct tui *t, struct panel *p)
{
    const struct workflow_def *w = &t->defs->workflow;

    p->lists = xcalloc(t->defs->n_lists + 1, sizeof *p->lists);
    for (size_t i = 0; i < t->defs->n_lists; i++)
        p->lists[i] = t->defs->lists[i].name;
    for (int i = 0; i < COLOURS; i++)
        p->colour[i] = colour_word(t->defs, colours[i]);
    p->states = xcalloc(w->n_states + 3, sizeof *p->states);
    p->state_ids = xcalloc(w->n_states + 3, sizeof *p->state_ids);
    add_state(p, "*", _("closed ones too"));
    for (size_t i = 0; i < w->n_states; i++)
        add_state(p, w->states[i].id, w->states[i].name);
}

static void fill_in(struct tui *t, struct panel *p)
{
    const struct view_filter *f = &p->l->f;
    struct form_field *v = p->v;

    form_set(&v[F_LIST], f->list ? list_name(t, f->list) : "");
    for (int i = 0; i < COLOURS; i++)
        if (f->colours == 1u << colours[i])
            form_set(&v[F_COLOUR], p->colour[i]);
    form_set(&v[F_STATE], f->state ? state_name(t, f->state)
                          : f->everything ? _("closed ones too") : "");
    form_set(&v[F_UNIT], f->unit ? f->unit : "");
    form_set(&v[F_OWNER], f->owner ? f->owner : "");
    form_set(&v[F_LEAD], f->lead ? f->lead : "");
    form_set(&v[F_PLACE], f->place ? f->place : "");
    form_set(&v[F_OVERDUE], f->overdue ? "1" : "0");
    form_set(&v[F_SOON], f->due_soon ? "1" : "0");
    form_set(&v[F_TEXT], f->text ? f->text : "");
    form_set(&v[F_WHERE], "");
    for (size_t i = f->n_where; i-- > 0;)
        if (strcmp(f->where[i], items) != 0)
            form_set(&v[F_WHERE], f->where[i]);
}

static char *taken(const struct form_field *v)
{
    return v->value && *v->value ? xstrdup(v->value) : NULL;
}

static void read_out(struct tui *t, struct panel *p, struct view_filter *f)
{
    const struct form_field *v = p->v;

    for (size_t i = 0; i < t->defs->n_lists; i++)
        if (strcmp(v[F_LIST].value, p->lists[i]) == 0)
            f->list = xstrdup(t->defs->lists[i].id);
    for (int i = 0; i < COLOURS; i++)
        if (strcmp(v[F_COLOUR].value, p->colour[i]) == 0)
            f->colours = 1u << colours[i];
    for (size_t i = 0; i < p->n_states; i++)
        if (strcmp(v[F_STATE].value, p->states[i]) == 0) {
            f->everything = i == 0;
            f->state = i ? xstrdup(p->state_ids[i]) : NULL;
        }
    f->unit = taken(&v[F_UNIT]);
    f->owner = taken(&v[F_OWNER]);
    f->lead = taken(&v[F_LEAD]);
    f->place = taken(&v[F_PLACE]);
    f->overdue = v[F_OVERDUE].value[0] == '1';
    f->due_soon = v[F_SOON].value[0] == '1';
    f->text = taken(&v[F_TEXT]);
    if (*v[F_WHERE].value)
        view_read_line(f, v[F_WHERE].value);
    if (p->l->items_only && !f->list)
        view_read_line(f, items);
    f->order = p->l->f.order;
    f->sort = xstrdup(p->l->f.sort);
    f->handler = xstrdup(p->l->f.handler);
    f->leader = xstrdup(p->l->f.leader);
    f->parent = xstrdup(p->l->f.parent);
}

/* The form stays until the question can be asked. */
static bool take_panel(struct tui *t, struct form *form, void *ctx, struct xh_err *err)
{
    struct panel *p = ctx;
    struct view_filter f = {0};
    struct rows rows = {0};

    (void)form;
    read_out(t, p, &f);
    struct filter q = view_question(&f, tui_filter(t));
    q.limit = 1;
    enum xh_rc rc = query_page(t->st, &q, &rows, err);
    rows_fini(&rows);
    if (rc != XH_OK) {
        if (*p->v[F_WHERE].value) {
            p->v[F_WHERE].error = xstrdup(err->msg);
            xh_fail(err, rc, "%s", _("Something is to be corrected."));
        }
        view_filter_fini(&f);
        return false;
    }
    view_filter_fini(&p->l->f);
    p->l->f = f;
    return true;
}

static void panel_run(struct tui *t, struct ledger *l)
{
    struct panel p = { .l = l };
    struct form form = { .title = _("Filter"), .n = FIELDS, .save = take_panel, .ctx = &p };

    make_choices(t, &p);
    const struct form_field v[FIELDS] = {
        [F_LIST] = { .id = "list", .label = _("Ledger"), .kind = FORM_CHOICE,
                     .choices = p.lists, .n_choices = t->defs->n_lists },
        [F_COLOUR] = { .id = "colour", .label = _("Colour"), .kind = FORM_CHOICE,
                       .choices = p.colour, .n_choices = COLOURS },
        [F_STATE] = { .id = "state", .label = _("State"), .kind = FORM_CHOICE,
                      .choices = p.states, .n_choices = p.n_states },
        [F_UNIT] = { .id = "unit", .label = _("Lead unit"), .kind = FORM_UNIT },
        [F_OWNER] = { .id = "owner", .label = _("Owner"), .kind = FORM_PERSON },
        [F_LEAD] = { .id = "lead", .label = _("Responsible leader"), .kind = FORM_PERSON },
        [F_PLACE] = { .id = "place", .label = _("Place"), .kind = FORM_PLACE },
        [F_OVERDUE] = { .id = "overdue", .label = _("Overdue"), .kind = FORM_YES_NO },
        [F_SOON] = { .id = "soon", .label = _("Due soon"), .kind = FORM_YES_NO },
        [F_TEXT] = { .id = "text", .label = _("Words"), .kind = FORM_TEXT,
                     .hint = _("in title, code or latest progress") },
        [F_WHERE] = { .id = "where", .label = _("Field"), .kind = FORM_TEXT,
                      .hint = _("one condition, like area>=3 or source=...") },
    };
    form.fields = p.v = xcalloc(FIELDS, sizeof *form.fields);
    memcpy(form.fields, v, sizeof v);
    fill_in(t, &p);
    if (form_run(t, &form))
        ledger_ask(t, l);
    form_fini(&form);
    free(p.lists);
    free(p.states);
    free(p.state_ids);
}

/* ---- kept under a name ---- */

static void keep(struct tui *t, struct ledger *l, bool shared)
{
    struct xh_err err = {0};
    char *text = view_text(&l->f);
    char *name = ask_line(t, shared ? _("Share this filter") : _("Keep this filter"),
                          _("Under which name?"), "");

    if (name && view_save(t->st, t->me, name, text, shared, &err) == XH_OK)
        tui_say(t, _("Kept: %s"), name);
    else if (name)
        tui_refuse(t, &err);
    free(name);
    free(text);
}

static void forget(struct tui *t, const struct saved_views *views)
{
    const char **names = xcalloc(views->n + 1, sizeof *names);
    size_t *which = xcalloc(views->n + 1, sizeof *which), n = 0;
    struct xh_err err = {0};

    for (size_t i = 0; i < views->n; i++)
        if (views->v[i].id) {
            which[n] = i;
            names[n++] = views->v[i].name;
        }
    int got = ask_choice(t, _("Drop which filter?"), "", names, n, 0);
    if (got >= 0 && view_remove(t->st, t->me, views->v[which[got]].id, &err) == XH_OK)
        tui_say(t, _("Dropped: %s"), names[got]);
    else if (got >= 0)
        tui_refuse(t, &err);
    free(names);
    free(which);
}

static void use(struct tui *t, struct ledger *l, const struct saved_view *v)
{
    view_filter_fini(&l->f);
    view_read(&l->f, v->text);
    ledger_ask(t, l);
}

enum { BOX_PANEL, BOX_CLEAR, BOX_KEEP, BOX_SHARE, BOX_FORGET, BOX_FIXED };

void ledger_filter_box(struct tui *t, struct ledger *l)
{
    struct saved_views views = {0};
    struct xh_err err = {0};
    bool kept = false;

    if (views_load(t->st, t->me, l->f.list, &views, &err) != XH_OK)
        tui_refuse(t, &err);
    for (size_t i = 0; i < views.n; i++)
        kept |= views.v[i].id != 0;
    char **names = xcalloc(views.n + BOX_FIXED, sizeof *names);
    int *means = xcalloc(views.n + BOX_FIXED, sizeof *means);
    size_t n = 0;
#define OFFER(what, text) (means[n] = (what), names[n++] = xstrdup(text))
    OFFER(BOX_PANEL, _("set conditions"));
    if (ledger_is_filtered(l))
        OFFER(BOX_CLEAR, _("no conditions"));
    for (size_t i = 0; i < views.n; i++) {
        const struct saved_view *v = &views.v[i];
        means[n] = BOX_FIXED + (int)i;
        names[n++] = xasprintf("%s  (%s)", v->name, *v->list ? list_name(t, v->list)
                               : v->shared ? _("shared") : _("my own"));
    }
    if (ledger_is_filtered(l)) {
        OFFER(BOX_KEEP, _("keep these conditions for myself"));
        OFFER(BOX_SHARE, _("keep these conditions for everybody"));
    }
    if (kept)
        OFFER(BOX_FORGET, _("drop a kept filter"));
#undef OFFER
    int got = ask_choice(t, _("Filter"), "", (const char *const *)names, n, 0);
    int what = got < 0 ? -1 : means[got];
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(means);
    if (what == BOX_PANEL)
        panel_run(t, l);
    else if (what == BOX_CLEAR)
        ledger_clear_filter(t, l);
    else if (what == BOX_KEEP || what == BOX_SHARE)
        keep(t, l, what == BOX_SHARE);
    else if (what == BOX_FORGET)
        forget(t, &views);
    else if (what >= BOX_FIXED)
        use(t, l, &views.v[what - BOX_FIXED]);
    views_fini(&views);
}
