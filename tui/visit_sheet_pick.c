/* visit_sheet_pick.c - whose sheet is keyed in and which lines of it; a line found. */
#include "tui/visit_sheet_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "model/query_groups.h"
#include "tui/ask.h"

/* ---- choices ---- */

struct choices { char **keys, **texts; size_t n; };

/* Copies; each key once. */
static void add_choice(struct choices *c, const char *key, const char *text)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->keys[i], key) == 0)
            return;
    c->keys = xrealloc(c->keys, (c->n + 1) * sizeof *c->keys);
    c->texts = xrealloc(c->texts, (c->n + 1) * sizeof *c->texts);
    c->keys[c->n] = xstrdup(key);
    c->texts[c->n++] = xstrdup(text);
}

static void free_choices(struct choices *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->keys[i]);
        free(c->texts[i]);
    }
    free(c->keys);
    free(c->texts);
}

/* ---- whose ---- */

struct person { char *key, *name; int64_t id, rows; };
struct persons { struct person *v; size_t n, cap; };

static void count_rows(struct persons *p, const struct group *g)
{
    int64_t open = g->n.total;

    if (!g->id || !open)
        return;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].id == g->id) {
            p->v[i].rows += open;
            return;
        }
    GROW(p->v, p->n, p->cap);
    p->v[p->n++] = (struct person){ xstrdup(g->key), xstrdup(g->name), g->id, open };
}

/* In the leaders' order within the first list, those of further lists behind them. */
static enum xh_rc find_persons(struct tui *t, struct persons *out, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < t->defs->n_lists; i++) {
        struct filter f = tui_filter(t);
        struct groups g = {0};

        if (!round_has(&t->defs->lists[i]))
            continue;
        f.list = t->defs->lists[i].id;
        f.without = ROW_FIELDS;
        rc = groups_load(t->st, &f, GROUP_OWNER, &g, err);
        for (size_t k = 0; rc == XH_OK && k < g.n; k++)
            count_rows(out, &g.v[k]);
        groups_fini(&g);
    }
    return rc;
}

static void free_persons(struct persons *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->v[i].key);
        free(p->v[i].name);
    }
    free(p->v);
}

/* The index chosen; -1: left. */
static int choose_person(struct tui *t, const struct persons *p, bool mine)
{
    struct choices c = {0};
    int at = p->n == 1 ? 0 : -1;

    for (size_t i = 0; i < p->n; i++) {
        char *text = xasprintf(_("%s  rows not crossed off: %lld"), p->v[i].name,
                               (long long)p->v[i].rows);
        add_choice(&c, p->v[i].key, text);
        free(text);
        if (mine && p->v[i].id == t->me)
            at = (int)i;
    }
    if (at < 0)
        at = ask_choice(t, _("Whose sheet?"), "", (const char *const *)c.texts, c.n, 0);
    free_choices(&c);
    return at;
}

bool visit_sheet_owner(struct tui *t, bool mine, char **owner, char **name)
{
    struct persons p = {0};
    struct xh_err err = {0};
    int at = -1;

    if (find_persons(t, &p, &err) != XH_OK)
        tui_refuse(t, &err);
    else if (p.n == 0)
        tui_say(t, "%s", _("There are no rows of people here that you may read."));
    else
        at = choose_person(t, &p, mine);
    if (at >= 0) {
        *owner = xstrdup(p.v[at].key);
        *name = xstrdup(p.v[at].name);
    }
    free_persons(&p);
    return at >= 0;
}

void visit_sheet_begin(struct tui *t)
{
    visit_sheet_of(t, NULL);
}

void visit_sheet_of(struct tui *t, const char *parent)
{
    char *owner = NULL, *name = NULL;

    if (visit_sheet_owner(t, true, &owner, &name))
        tui_push(t, &visit_sheet_screen,
                 &(struct visit_sheet_arg){ .owner = owner, .owner_name = name,
                                            .parent = parent });
    free(owner);
    free(name);
}

/* ---- which lines ---- */

/* Of all the lines of the person, whatever is chosen now. */
static bool load_all(struct tui *t, const struct sheet_state *s, struct round *r)
{
    struct round_ask ask = visit_sheet_ask(t, s);
    struct xh_err err = {0};

    ask.parent = ask.place = NULL;
    if (round_load(t->st, &ask, r, &err) == XH_OK)
        return true;
    tui_refuse(t, &err);
    return false;
}

/* `what` becomes what is chosen among `c`, whose first choice, without a key, is anything. */
static bool take(struct tui *t, const char *title, struct choices *c, char **what)
{
    int at = ask_choice(t, title, "", (const char *const *)c->texts, c->n, 0);

    if (at >= 0) {
        free(*what);
        *what = *c->keys[at] ? xstrdup(c->keys[at]) : NULL;
    }
    free_choices(c);
    return at >= 0;
}

static char *parent_text(struct tui *t, const struct row *r)
{
    struct filter f = tui_filter(t);
    struct rows rows = {0};
    struct xh_err err = {0};

    f.item = r->it.parent;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    bool known = query_rows(t->st, &f, &rows, &err) == XH_OK && rows.n;
    char *text = known ? xasprintf("%s %s", r->parent, rows.v[0].it.title) : xstrdup(r->parent);

    rows_fini(&rows);
    return text;
}

static bool ask_parent(struct tui *t, struct sheet_state *s)
{
    struct round r = {0};
    struct choices c = {0};
    bool read = load_all(t, s, &r);

    add_choice(&c, "", _("all projects"));
    for (size_t i = 0; i < r.n; i++) {
        const struct row *row = &r.v[i].row;
        if (!*row->parent || (i && row->it.parent == r.v[i - 1].row.it.parent))
            continue;
        char *text = parent_text(t, row);
        add_choice(&c, row->parent, text);
        free(text);
    }
    round_fini(&r);
    if (read)
        return take(t, _("Of which project?"), &c, &s->parent);
    free_choices(&c);
    return false;
}

static bool ask_village(struct tui *t, struct sheet_state *s)
{
    struct round r = {0};
    struct choices c = {0};
    bool read = load_all(t, s, &r);

    add_choice(&c, "", _("all villages"));
    for (size_t i = 0; i < r.n; i++) {
        char *village = xstrdup(r.v[i].row.place);
        village[strcspn(village, "/")] = '\0';
        if (*village)
            add_choice(&c, village, village);
        free(village);
    }
    round_fini(&r);
    if (read)
        return take(t, _("In which village?"), &c, &s->place);
    free_choices(&c);
    return false;
}

static bool ask_printed(struct tui *t, struct sheet_state *s)
{
    int32_t day = ask_day(t, _("Printed on"), _("The day that stands on the sheet: the lines have "
                                                "the numbers of that day."),
                          s->day == DAY_NONE ? t->env.today : s->day);

    if (day == DAY_NONE)
        return false;
    if (day > t->env.today) {
        tui_say(t, "%s", _("That day is still to come."));
        return false;
    }
    s->day = day == t->env.today ? DAY_NONE : day;
    return true;
}

static bool ask_person_of(struct tui *t, struct sheet_state *s)
{
    char *owner = NULL, *name = NULL;

    if (!visit_sheet_owner(t, false, &owner, &name))
        return false;
    free(s->owner);
    free(s->owner_name);
    s->owner = owner;
    s->owner_name = name;
    free(s->parent);
    free(s->place);
    s->parent = s->place = NULL;
    return true;
}

bool visit_sheet_ask_other(struct tui *t, struct sheet_state *s)
{
    const char *const what[] = { _("another person"), _("one project"), _("one village"),
                                 _("a sheet printed on another day") };
    static bool (*const ask[])(struct tui *, struct sheet_state *) = { ask_person_of, ask_parent,
                                                                      ask_village, ask_printed };
    int at = ask_choice(t, _("Which sheet?"),
                        _("Choose as it was chosen when the sheet was printed: then the numbers "
                          "are the same."), what, sizeof what / sizeof *what, 0);

    return at >= 0 && ask[at](t, s);
}

/* ---- finding ---- */

bool visit_sheet_go_to(struct sheet_state *s, int64_t no)
{
    for (size_t i = 0; i < s->r.n; i++)
        if (s->r.v[i].no == no) {
            table_view_go(&s->view, i);
            return true;
        }
    return false;
}

static bool has_words(void *ctx, size_t row)
{
    const struct sheet_state *s = ctx;
    const struct item *it = &s->r.v[row].row.it;

    return pinyin_match(it->title, s->find) || pinyin_match(it->code, s->find);
}

void visit_sheet_find_next(struct tui *t, struct sheet_state *s, bool backward)
{
    if (table_view_find(&s->view, has_words, s, backward))
        s->missing = 0;
    else
        tui_say(t, _("No household here has '%s' in it."), s->find);
}

void visit_sheet_find(struct tui *t, struct sheet_state *s)
{
    if (ask_find(t, _("Name or code, or pinyin"), &s->find))
        visit_sheet_find_next(t, s, false);
}
