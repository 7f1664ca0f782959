/* settings_people.c - 设置, 人员单位: persons, units and places, looked up by the initials of
 * their pinyin, added, changed, put in order, seen off. Everybody may look; telephones and
 * changes take the permission `people`. */
#include "tui/settings_people.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/pinyin.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/table_view.h"

#define DETAILS 4               /* lines below the table */
#define TABS_HIT (1 << 24)      /* for the mouse: the names of the tables */

struct people_state {
    struct tui *t;
    enum people at;
    struct roster all;
    const struct roster_row **v; size_t n;      /* those shown: whoever has left last */
    char *find;                 /* only what this finds; NULL: all */
    bool may;                   /* change them, and see telephones */
    struct table_view view;
    struct view_column columns[8];
    enum field { FIELD_NAME, FIELD_OF, FIELD_TITLE, FIELD_ROLES, FIELD_PLACE, FIELD_LOGIN,
                 FIELD_PHONE, FIELD_LEVEL, FIELD_CONTACT, FIELD_ACTIVE } fields[8];
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Change"), N_("change the one under the cursor"), 0 },
    { CMD_RETURN, N_("Leaves"), N_("somebody leaves, or comes back; a unit takes work or not"), 0 },
    { CMD_EXTEND, N_("Add one"), N_("a new one"), 0 },
    { CMD_SUPERVISE, N_("Ranks"), N_("the leaders' order, as everything is printed"), 0 },
    { CMD_FIND, N_("Find"), N_("find by name, unit or post, by pinyin too"), 0 },
    { CMD_OPEN, N_("Look"), N_("all about the one under the cursor"), 0 },
    { CMD_OWN_1, NULL, N_("people"), '1' }, { CMD_OWN_2, NULL, N_("units"), '2' },
    { CMD_OWN_3, NULL, N_("villages and groups"), '3' },
    { CMD_LEFT, NULL, N_("people, units, villages: the one before"), 0 },
    { CMD_RIGHT, NULL, N_("the next"), 0 },
    { CMD_NEXT_PANE, NULL, NULL, 0 }, { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_EDIT, NULL, NULL, 0 }, { CMD_NEW, NULL, NULL, 0 },
    { CMD_CLEAR, NULL, N_("show all again, then go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- the three tables ---- */

static const struct { const char *table, *title; } tables[PEOPLE_TABLES] = {
    { "person", N_("Persons") }, { "unit", N_("Units") }, { "place", N_("Villages") },
};

const char *people_table(enum people p)
{
    return tables[p].table;
}

const char *people_title(enum people p)
{
    return _(tables[p].title);
}

char *people_name(enum people p, const struct roster_row *r)
{
    if (p == PEOPLE_PERSONS)
        return xasprintf("#%lld", (long long)r->id);
    return p == PEOPLE_PLACES && *r->of ? xasprintf("%s/%s", r->of, r->name) : xstrdup(r->name);
}

static const struct {
    enum people table;
    enum field field;
    const char *title;          /* msgid */
    int width, leaves;
    bool closed;                /* only for who may manage people */
} columns[] = {
    { PEOPLE_PERSONS, FIELD_NAME, N_("Name"), 10, 0, false },
    { PEOPLE_PERSONS, FIELD_OF, N_("Unit"), 0, 0, false },
    { PEOPLE_PERSONS, FIELD_TITLE, N_("Title"), 12, 3, false },
    { PEOPLE_PERSONS, FIELD_ROLES, N_("Roles"), 16, 0, false },
    { PEOPLE_PERSONS, FIELD_PLACE, N_("Place"), 10, 1, false },
    { PEOPLE_PERSONS, FIELD_LOGIN, N_("Login"), 10, 2, false },
    { PEOPLE_PERSONS, FIELD_PHONE, N_("Telephone"), 12, 4, true },
    { PEOPLE_UNITS, FIELD_NAME, N_("Unit"), 0, 0, false },
    { PEOPLE_UNITS, FIELD_OF, N_("Belongs to"), 20, 1, false },
    { PEOPLE_UNITS, FIELD_LEVEL, N_("Level"), 8, 0, false },
    { PEOPLE_UNITS, FIELD_CONTACT, N_("Contact"), 10, 0, false },
    { PEOPLE_UNITS, FIELD_ACTIVE, N_("Takes work"), 8, 0, false },
    { PEOPLE_PLACES, FIELD_NAME, N_("Place"), 0, 0, false },
};

static void put_roles(struct tui *t, const struct roster_row *r, struct buf *out)
{
    char *roles = roster_role_names(t->defs, r->roles);

    buf_puts(out, roles);
    free(roles);
}

static void put_field(struct tui *t, const struct people_state *s, const struct roster_row *r,
                      enum field field, struct buf *out)
{
    char day[DAY_TEXT];

    switch (field) {
    case FIELD_NAME:
        if (s->at == PEOPLE_PLACES && *r->of)
            buf_puts(out, "  ");
        buf_puts(out, r->name);
        break;
    case FIELD_OF:      buf_puts(out, r->of); break;
    case FIELD_TITLE:   buf_puts(out, r->title); break;
    case FIELD_PLACE:   buf_puts(out, r->place); break;
    case FIELD_LOGIN:   buf_puts(out, r->login); break;
    case FIELD_PHONE:   buf_puts(out, r->phone); break;
    case FIELD_LEVEL:   buf_puts(out, roster_level_word(r->level)); break;
    case FIELD_CONTACT: buf_puts(out, r->contact); break;
    case FIELD_ACTIVE:  buf_puts(out, r->active ? _("yes") : _("no")); break;
    case FIELD_ROLES:
        if (r->active)
            put_roles(t, r, out);
        else
            buf_printf(out, _("left %s"), day_format(r->to, day));
        break;
    }
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct people_state *s = ctx;
    const struct roster_row *r = s->v[row];

    if (!r->active)
        *style = STYLE_DIM;
    put_field(s->t, s, r, s->fields[column], out);
}

static int64_t id_at(void *ctx, size_t row)
{
    const struct people_state *s = ctx;

    return s->v[row]->id;
}

static void set_columns(struct people_state *s)
{
    s->view.n_columns = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (columns[i].table != s->at || (columns[i].closed && !s->may))
            continue;
        s->fields[s->view.n_columns] = columns[i].field;
        s->columns[s->view.n_columns++] = (struct view_column){
            _(columns[i].title), columns[i].width, TEXT_LEFT, columns[i].leaves };
    }
    s->view.columns = s->columns;
}

/* ---- loading ---- */

static bool is_found(const struct people_state *s, const struct roster_row *r)
{
    const char *const texts[] = { r->name, r->of, r->title, r->place, r->login, r->contact };

    for (size_t i = 0; s->find && i < sizeof texts / sizeof *texts; i++)
        if (pinyin_match(texts[i], s->find))
            return true;
    return !s->find;
}

static void show(struct people_state *s)
{
    s->v = xrealloc(s->v, (s->all.n + 1) * sizeof *s->v);
    s->n = 0;
    for (int gone = 0; gone < 2; gone++)
        for (size_t i = 0; i < s->all.n; i++) {
            const struct roster_row *r = &s->all.v[i];
            if (r->active == !gone && is_found(s, r))
                s->v[s->n++] = r;
        }
    table_view_rows(&s->view, s->n);
}

static const struct roster_row *here(const struct people_state *s)
{
    return s->view.cursor < s->n ? s->v[s->view.cursor] : NULL;
}

static enum xh_rc people_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct people_state *s = state;

    (void)arg, (void)err;
    s->t = t;
    s->view = (struct table_view){ .cell = cell, .id = id_at, .ctx = s };
    return XH_OK;
}

static enum xh_rc people_load(struct tui *t, void *state, struct xh_err *err)
{
    struct people_state *s = state;
    struct roster fresh = {0};
    enum xh_rc rc = roster_load(t->st, people_table(s->at), &fresh, err);

    if (rc != XH_OK) {
        roster_fini(&fresh);
        return rc;
    }
    roster_fini(&s->all);
    s->all = fresh;
    s->may = settings_may(t, VERB_PEOPLE, NULL);
    s->view.empty = _("Nobody is found. Esc shows all again.");
    set_columns(s);
    show(s);
    return XH_OK;
}

static void people_close(struct tui *t, void *state)
{
    struct people_state *s = state;

    (void)t;
    roster_fini(&s->all);
    free(s->v);
    free(s->find);
}

/* ---- painting ---- */

static int draw_tabs(struct tui *t, const struct people_state *s, struct area a)
{
    int x = a.x + 1;

    for (int p = 0; p < PEOPLE_TABLES; p++) {
        char *text = xasprintf("%d%s", p + 1, people_title((enum people)p));
        int width = canvas_write(&t->canvas, a.y, x, text,
                                 (enum people)p == s->at ? STYLE_BAR : STYLE_HEAD);
        canvas_hit(&t->canvas, (struct area){ a.y, x, 1, width }, K_ENTER, TABS_HIT + p);
        x += width + 1;
        free(text);
    }
    return x;
}

/* Everything about the row, of what there is: some columns had no room. */
static void about(struct tui *t, const struct people_state *s, const struct roster_row *r,
                  struct buf *out)
{
    char day[DAY_TEXT];
    static const struct { enum field field; const char *word; } words[] = {
        { FIELD_OF, NULL }, { FIELD_TITLE, NULL }, { FIELD_PLACE, N_("in charge of") },
        { FIELD_ROLES, N_("roles") }, { FIELD_LOGIN, N_("login") },
        { FIELD_PHONE, N_("telephone") }, { FIELD_LEVEL, NULL }, { FIELD_CONTACT, N_("contact") },
    };

    buf_puts(out, r->name);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct buf value = {0};
        bool person = s->at == PEOPLE_PERSONS;
        bool has = words[i].field == FIELD_LEVEL || words[i].field == FIELD_CONTACT
                       ? s->at == PEOPLE_UNITS
                       : words[i].field == FIELD_OF || person;
        if (has && (words[i].field != FIELD_PHONE || s->may))
            put_field(t, s, r, words[i].field, &value);
        if (value.len)
            buf_printf(out, "  %s%s%s", words[i].word ? _(words[i].word) : "",
                       words[i].word ? " " : "", buf_str(&value));
        buf_fini(&value);
    }
    if (s->at == PEOPLE_PERSONS && r->from != DAY_NONE)
        buf_printf(out, _("  since %s"), day_format(r->from, day));
    if (s->at == PEOPLE_UNITS && !r->active)
        buf_printf(out, "  %s", _("takes no work any more"));
}

static void people_draw(struct tui *t, void *state, struct area body)
{
    struct people_state *s = state;
    struct area rows = { body.y + 1, body.x, body.h - 1 - DETAILS, body.w };
    struct buf b = {0};

    draw_tabs(t, s, body);
    table_view_draw(&s->view, &t->canvas, rows);
    struct area words = { rows.y + rows.h, body.x, DETAILS, body.w };
    canvas_line(&t->canvas, words.y, words.x, words.w, STYLE_DIM);
    words.y++;
    words.h--;
    words.x++;
    words.w -= 2;
    if (here(s))
        about(t, s, here(s), &b);
    settings_words(t, words, buf_str(&b), STYLE_PLAIN);
    buf_fini(&b);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct people_state *s = state;

    (void)t;
    if (s->find)
        buf_printf(out, _("%zu found for %s; Esc shows all"), s->n, s->find);
    else
        buf_printf(out, _("%s: %zu"), people_title(s->at), s->all.n);
}

/* ---- keys ---- */

static bool people_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    struct people_state *s = state;
    const struct roster_row *r = here(s);

    switch (cmd) {
    case CMD_RETURN:
        if (s->at == PEOPLE_UNITS)
            *word = r && !r->active ? _("Takes work") : _("No work");
        else if (s->at == PEOPLE_PERSONS && r && !r->active)
            *word = _("Comes back");
        if (s->at == PEOPLE_PLACES) {
            xh_fail(why, XH_REFUSED, "%s", _("A village stays; only its name changes."));
            return false;
        }
        return r && settings_may(t, VERB_PEOPLE, why);
    case CMD_ACT: case CMD_EDIT:
        return r && settings_may(t, VERB_PEOPLE, why);
    case CMD_EXTEND: case CMD_NEW: case CMD_SUPERVISE:
        return settings_may(t, VERB_PEOPLE, why);
    default: return true;
    }
}

static enum step turn(struct people_state *s, int to)
{
    s->at = (enum people)((to + PEOPLE_TABLES) % PEOPLE_TABLES);
    table_view_top(&s->view);
    free(s->find);
    s->find = NULL;
    return STEP_RELOAD;
}

static void find(struct tui *t, struct people_state *s)
{
    char *typed = ask_line(t, _("Find"), _("Name, unit or post, or its pinyin:"),
                           s->find);

    if (!typed)
        return;
    free(s->find);
    s->find = *typed ? typed : NULL;
    if (!*typed)
        free(typed);
    table_view_top(&s->view);
    show(s);
}

static enum step change(struct tui *t, struct people_state *s, const struct roster_row *r)
{
    int64_t id = 0;

    if (!people_form(t, s->at, r, &id))
        return STEP_STAY;
    table_view_want(&s->view, id);
    return STEP_RELOAD;
}

/* One field of the row, at once. */
static enum step put(struct tui *t, struct people_state *s, const struct roster_row *r,
                     const char *key, const char *value, const char *said)
{
    struct who who = tui_who(t);
    struct pair field = { key, value };
    struct xh_err err = {0};
    char *name = people_name(s->at, r);
    enum xh_rc rc = people_put(t->st, &t->env, &who, people_table(s->at), name, &field, 1, NULL,
                               &err);

    free(name);
    if (rc != XH_OK) {
        tui_refuse(t, &err);
        return STEP_STAY;
    }
    tui_say(t, "%s: %s", r->name, said);
    return STEP_RELOAD;
}

static enum step leave(struct tui *t, struct people_state *s, const struct roster_row *r)
{
    if (s->at == PEOPLE_UNITS) {
        const char *said = r->active ? _("takes no work any more") : _("takes work again");
        return ask_yes(t, r->name, said) ? put(t, s, r, "active", r->active ? "0" : "1", said)
                                         : STEP_STAY;
    }
    if (!r->active)
        return ask_yes(t, r->name, _("Comes back; the day of leaving is taken away."))
                   ? put(t, s, r, "to", "", _("here again")) : STEP_STAY;
    tui_push(t, &settings_leave_screen, &r->id);
    return STEP_STAY;
}

static void look(struct tui *t, const struct people_state *s)
{
    struct buf b = {0};

    if (!here(s))
        return;
    about(t, s, here(s), &b);
    ask_show(t, people_title(s->at), buf_str(&b));
    buf_fini(&b);
}

static enum step people_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct people_state *s = state;
    enum step step = STEP_STAY;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_OWN_1: case CMD_OWN_2: case CMD_OWN_3: step = turn(s, cmd - CMD_OWN_1); break;
    case CMD_LEFT: case CMD_PREV_PANE:  step = turn(s, (int)s->at - 1); break;
    case CMD_RIGHT: case CMD_NEXT_PANE: step = turn(s, (int)s->at + 1); break;
    case CMD_ACT: case CMD_EDIT:    step = change(t, s, here(s)); break;
    case CMD_EXTEND: case CMD_NEW:  step = change(t, s, NULL); break;
    case CMD_RETURN:    step = leave(t, s, here(s)); break;
    case CMD_SUPERVISE: tui_push(t, &settings_order_screen, &s->at); break;
    case CMD_FIND:      find(t, s); break;
    case CMD_OPEN:      look(t, s); break;
    case CMD_CLEAR:
        if (!s->find)
            return STEP_IGNORED;
        free(s->find);
        s->find = NULL;
        show(s);
        break;
    default: return STEP_IGNORED;
    }
    return step;
}

static enum step people_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct people_state *s = state;

    if (hit->arg >= TABS_HIT)
        return turn(s, hit->arg - TABS_HIT);
    if (table_view_press(&s->view, hit, twice))
        look(t, s);
    return STEP_STAY;
}

void settings_people_now(struct tui *t, struct buf *out)
{
    for (int p = 0; p < PEOPLE_TABLES; p++) {
        struct roster r = {0};
        size_t n = 0;
        if (roster_load(t->st, people_table((enum people)p), &r, NULL) == XH_OK)
            for (size_t i = 0; i < r.n; i++)
                n += r.v[i].active;
        buf_printf(out, "%s%s %zu", p ? "  " : "", people_title((enum people)p), n);
        roster_fini(&r);
    }
}

const struct screen_ops settings_people_screen = {
    .id = "settings_people", .title = N_("People and units"), .keys = keys,
    .size = sizeof(struct people_state), .open = people_open, .load = people_load,
    .draw = people_draw, .command = people_command, .path = path, .may = people_may,
    .hit = people_hit,
    .counts = settings_no_counts, .close = people_close,
};
