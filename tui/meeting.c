#include "tui/meeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "model/people.h"
#include "model/roster.h"
#include "model/when.h"
#include "tui/acts_own.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/form.h"
#include "tui/meeting_own.h"

#define SHOWN_MOST 50           /* meetings kept: the newest */

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("begin a meeting, go on with one, or look at what it decided"), 0 },
    { CMD_RETURN, N_("Throw away"), N_("throw a meeting away that was never confirmed"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

enum entry_kind { NEW_BY_SHEET, NEW_BY_DRAFT, KEPT };
struct entry {
    enum entry_kind kind;
    char *name;                 /* of a kept one */
    char *title, *chair, *state;
    int32_t day;
};
struct meetings {
    struct entry *v; size_t n, cap;
    struct table_view view;
    struct tui *t;
    char *denied;               /* why this person may not; NULL */
};

/* ---- loading ---- */

static void unload(struct meetings *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->v[i].name);
        free(s->v[i].title);
        free(s->v[i].chair);
        free(s->v[i].state);
    }
    s->n = 0;
    free(s->denied);
    s->denied = NULL;
}

static void add(struct meetings *s, struct entry e)
{
    GROW(s->v, s->n, s->cap);
    s->v[s->n++] = e;
}

static char *state_of(const struct meeting *m)
{
    struct meeting_count n = meeting_counts(m);

    if (m->confirmed_on == DAY_NONE)
        return xasprintf(_("going on: decided %zu of %zu"), n.decided, m->n);
    if (n.done < n.decided)
        return xasprintf(_("confirmed, %zu not done"), n.decided - n.done);
    return xasprintf(_("over: %zu decisions"), n.decided);
}

static void add_kept(struct tui *t, struct meetings *s)
{
    size_t n;
    char **names = meeting_names(t->st, &n);

    for (size_t i = 0; i < n; i++) {
        struct meeting m = {0};
        struct xh_err err = {0};
        if (i < SHOWN_MOST && meeting_load(t->st, names[i], &m, &err) == XH_OK) {
            meeting_look_back(t->st, &m);
            add(s, (struct entry){ .kind = KEPT, .name = xstrdup(names[i]),
                                   .title = meeting_title(&m), .chair = xstrdup(m.chair_name),
                                   .state = state_of(&m), .day = m.met });
        } else if (err.rc != XH_OK) {
            add(s, (struct entry){ .kind = KEPT, .name = xstrdup(names[i]),
                                   .title = xstrdup(names[i]), .chair = xstrdup(""),
                                   .state = xstrdup(err.msg), .day = DAY_NONE });
        }
        meeting_fini(&m);
        free(names[i]);
    }
    free(names);
}

static enum xh_rc meetings_load(struct tui *t, void *state, struct xh_err *err)
{
    struct meetings *s = state;
    struct sheet last = {0};
    struct xh_err why = {0};

    (void)err;
    unload(s);
    s->t = t;
    if (!meeting_may(t->st, t->me, &why)) {
        s->denied = xstrdup(why.msg);
        return XH_OK;
    }
    if (sheet_load(t->st, 0, 0, 0, &last, &why) == XH_OK && last.id)
        add(s, (struct entry){
            .kind = NEW_BY_SHEET, .day = last.made_on, .chair = xstrdup(""),
            .title = xasprintf(_("Begin a meeting by the final sheet, %lld no. %lld"),
                               (long long)last.year, (long long)last.no),
            .state = xstrdup(""),
        });
    sheet_fini(&last);
    add(s, (struct entry){ .kind = NEW_BY_DRAFT, .day = t->env.today, .chair = xstrdup(""),
                           .title = xstrdup(_("Begin a meeting by a draft of now")),
                           .state = xstrdup("") });
    add_kept(t, s);
    return XH_OK;
}

/* ---- beginning one ---- */

/* Short names of the sheet's sections; those of the first group are gone through unless
 * said otherwise. */
static const struct { const char *id, *name; bool usual; } sections[] = {
    { "overdue", N_("Overdue"), true }, { "lagging", N_("Steps behind"), true },
    { "due", N_("Due soon"), false }, { "review", N_("In review"), true },
    { "coord", N_("To be co-ordinated"), true }, { "new", N_("New items"), false },
    { "closed", N_("Crossed off"), false }, { "unreported", N_("Not reported"), false },
};
#define SECTIONS (sizeof sections / sizeof *sections)

struct beginning {
    struct meeting m;
    struct chairs chairs;
    char *counts[SECTIONS];
    size_t cap;
};

enum xh_rc chairs_load(struct tui *t, struct chairs *out, struct xh_err *err)
{
    enum xh_rc rc = roster_load(t->st, "person", &out->people, err);

    out->names = xcalloc(out->people.n + 1, sizeof *out->names);
    out->ids = xcalloc(out->people.n + 1, sizeof *out->ids);
    for (size_t i = 0; rc == XH_OK && i < out->people.n; i++) {
        const struct roster_row *p = &out->people.v[i];
        if (!p->active || !meeting_may_chair(t->st, p->id))
            continue;
        out->names[out->n] = p->name;
        out->ids[out->n++] = p->id;
    }
    if (rc == XH_OK && out->n == 0)
        rc = xh_fail(err, XH_REFUSED, "%s",
                     _("Nobody here may chair a meeting: a leader who may order limits."));
    return rc;
}

void chairs_fini(struct chairs *c)
{
    free(c->names);
    free(c->ids);
    roster_fini(&c->people);
    *c = (struct chairs){0};
}

static size_t count_of(const struct meeting *m, const char *section)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += strcmp(m->rows[i].section, section) == 0;
    return n;
}

static void build(struct tui *t, struct beginning *q, struct form *f)
{
    const struct list_def *l = meeting_list(t->defs);
    int kinds = l ? list_field(l, "meeting") : -1;
    const char *kind = kinds >= 0 && l->fields[kinds].n_choices ? l->fields[kinds].choices[0]
                                                                : _("Weekly meeting");
    char day[DAY_TEXT];
    size_t me = 0;
    char *session = q->m.sheet_no ? xasprintf(_("%lld no. %lld"), (long long)q->m.sheet_year,
                                              (long long)q->m.sheet_no)
                                  : xstrdup("");

    struct form_field *x = form_add(f, &q->cap, "kind", _("Meeting"),
                                    kinds >= 0 ? FORM_CHOICE : FORM_TEXT, kind);
    if (kinds >= 0) {
        x->choices = l->fields[kinds].choices;
        x->n_choices = l->fields[kinds].n_choices;
    }
    form_add(f, &q->cap, "session", _("Session"), FORM_TEXT, session);
    form_add(f, &q->cap, "met", _("Day"), FORM_DAY, day_format(t->env.today, day));
    for (size_t i = 0; i < q->chairs.n; i++)
        if (q->chairs.ids[i] == t->me)
            me = i;
    x = form_add(f, &q->cap, "chair", _("Chair"), FORM_CHOICE, q->chairs.names[me]);
    x->choices = q->chairs.names;
    x->n_choices = q->chairs.n;
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t n = count_of(&q->m, sections[i].id);
        if (n == 0)
            continue;
        q->counts[i] = xasprintf(_("%zu rows"), n);
        x = form_add(f, &q->cap, sections[i].id, _(sections[i].name), FORM_YES_NO,
                     sections[i].usual ? "1" : "0");
        x->unit = q->counts[i];
    }
    free(session);
}

static bool is_wanted(void *ctx, const char *section)
{
    return strcmp(form_value(ctx, section), "1") == 0;
}

static bool save(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct beginning *q = ctx;
    struct meeting *m = &q->m;
    size_t wanted = 0, chair = 0;
    int32_t met;

    if (when_parse(form_value(f, "met"), t->env.today, t->defs->calendar, true, _("Day"), &met,
                   err) != XH_OK)
        return false;
    for (size_t i = 0; i < m->n; i++)
        wanted += is_wanted(f, m->rows[i].section);
    if (wanted == 0) {
        xh_fail(err, XH_REFUSED, "%s", _("Choose at least one section with rows in it."));
        return false;
    }
    while (chair < q->chairs.n &&
           strcmp(q->chairs.names[chair], form_value(f, "chair")) != 0)
        chair++;
    if (chair == q->chairs.n) {
        xh_fail(err, XH_REFUSED, "%s", _("Choose who is in the chair."));
        return false;
    }
    meeting_keep(m, is_wanted, f);
    m->kind = xstrdup(form_value(f, "kind"));
    m->session = xstrdup(form_value(f, "session"));
    m->met = met;
    m->chair = q->chairs.ids[chair];
    m->chair_name = xstrdup(q->chairs.names[chair]);
    m->recorder = t->me;
    m->recorder_name = xstrdup(t->me_name ? t->me_name : "");
    return meeting_save(t->st, m, err) == XH_OK;
}

static void begin(struct tui *t, bool by_sheet)
{
    struct beginning q = { .m = { .met = DAY_NONE, .confirmed_on = DAY_NONE } };
    struct form f = { .title = _("Begin a meeting"), .save = save, .ctx = &q,
                      .text = _("Ctrl-S begins. Rows come in the order of the sheet.") };
    struct xh_err err = {0};
    enum xh_rc rc = chairs_load(t, &q.chairs, &err);

    if (rc == XH_OK)
        rc = by_sheet ? agenda_of_sheet(t->st, 0, 0, 0, &q.m, &err)
                      : agenda_of_draft(t->st, t->env.today, t->me, &q.m, &err);
    if (rc == XH_OK && q.m.n == 0)
        rc = xh_fail(&err, XH_REFUSED, "%s",
                     _("There is nothing on this sheet to go through."));
    if (rc != XH_OK) {
        tui_refuse(t, &err);
    } else {
        build(t, &q, &f);
        if (form_run(t, &f))
            tui_push(t, &sitting_screen, &(struct sitting_arg){ &q.m });
    }
    for (size_t i = 0; i < SECTIONS; i++)
        free(q.counts[i]);
    form_fini(&f);
    chairs_fini(&q.chairs);
    meeting_fini(&q.m);
}

/* ---- the screen ---- */

enum { C_TITLE, C_DAY, C_CHAIR, C_STATE };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct meetings *s = ctx;
    const struct entry *e = &s->v[row];
    char day[DAY_TEXT];

    if (e->kind != KEPT)
        *style = STYLE_STRONG;
    switch (column) {
    case C_TITLE: buf_puts(out, e->title); break;
    case C_DAY:   buf_puts(out, short_day(s->t, e->day, day)); break;
    case C_CHAIR: buf_puts(out, e->chair); break;
    case C_STATE: buf_puts(out, e->state); break;
    }
}

static void meetings_draw(struct tui *t, void *state, struct area body)
{
    static struct view_column columns[] = {
        [C_TITLE] = { NULL, 0, TEXT_LEFT, 0 }, [C_DAY] = { NULL, 10, TEXT_LEFT, 0 },
        [C_CHAIR] = { NULL, 8, TEXT_LEFT, 1 }, [C_STATE] = { NULL, 24, TEXT_LEFT, 0 },
    };
    struct meetings *s = state;

    if (s->denied) {
        frame_say(t, body, s->denied);
        return;
    }
    columns[C_TITLE].title = _("Meeting");
    columns[C_DAY].title = _("Day");
    columns[C_CHAIR].title = _("Chair");
    columns[C_STATE].title = _("State");
    s->view.columns = columns;
    s->view.n_columns = sizeof columns / sizeof *columns;
    s->view.cell = cell;
    s->view.ctx = s;
    s->view.n = s->n;
    s->view.empty = "";
    table_view_draw(&s->view, &t->canvas, body);
    canvas_cursor(&t->canvas, -1, -1);
}

static const struct entry *here(const struct meetings *s)
{
    return s->view.cursor < s->n ? &s->v[s->view.cursor] : NULL;
}

static void go_on(struct tui *t, const char *name)
{
    struct meeting m = {0};
    struct xh_err err = {0};

    if (meeting_load(t->st, name, &m, &err) == XH_OK)
        tui_push(t, &sitting_screen, &(struct sitting_arg){ &m });
    else
        tui_refuse(t, &err);
    meeting_fini(&m);
}

static enum step throw_away(struct tui *t, const struct entry *e)
{
    struct meeting m = {0};
    struct xh_err err = {0};
    bool dropped = false;

    if (meeting_load(t->st, e->name, &m, &err) == XH_OK &&
        (m.confirmed_on != DAY_NONE ||
         ask_yes(t, _("Throw it away?"), _("What was decided in it so far is lost."))))
        dropped = meeting_drop(t->st, &m, &err) == XH_OK;
    if (err.rc != XH_OK)
        tui_refuse(t, &err);
    meeting_fini(&m);
    return dropped ? STEP_RELOAD : STEP_STAY;
}

static enum step meetings_command(struct tui *t, void *state, enum cmd cmd,
                                  const struct input *in)
{
    struct meetings *s = state;
    const struct entry *e = here(s);

    (void)in;
    if (s->denied)
        return STEP_IGNORED;
    if (cmd == CMD_OPEN && e) {
        if (e->kind == KEPT)
            go_on(t, e->name);
        else
            begin(t, e->kind == NEW_BY_SHEET);
        return STEP_STAY;
    }
    if (cmd == CMD_RETURN)
        return e && e->kind == KEPT ? throw_away(t, e) : STEP_STAY;
    return table_view_move(&s->view, cmd) ? STEP_STAY : STEP_IGNORED;
}

static bool may(struct tui *t, void *state, enum cmd cmd, const char **word, struct xh_err *why)
{
    const struct meetings *s = state;
    const struct entry *e = here(s);

    (void)t, (void)word;
    if (cmd == CMD_RETURN && (!e || e->kind != KEPT)) {
        xh_fail(why, XH_REFUSED, "%s", _("Only a meeting that was begun can be thrown away."));
        return false;
    }
    return true;
}

static enum step meetings_hit(struct tui *t, void *state, const struct canvas_hit *hit,
                              bool twice)
{
    struct meetings *s = state;

    return table_view_press(&s->view, hit, twice) ? meetings_command(t, s, CMD_OPEN, NULL)
                                                  : STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct meetings *s = state;

    (void)t;
    if (!s->denied)
        buf_puts(out, _("Enter begins a meeting or goes on with one"));
}

static void meetings_close(struct tui *t, void *state)
{
    struct meetings *s = state;

    (void)t;
    unload(s);
    free(s->v);
}

const struct screen_ops meeting_screen = {
    .id = "meeting", .title = N_("Meeting"), .keys = keys, .size = sizeof(struct meetings),
    .load = meetings_load, .draw = meetings_draw, .command = meetings_command, .path = path,
    .may = may, .hit = meetings_hit, .close = meetings_close,
};
