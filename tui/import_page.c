/* import_page.c - the page of 导入: how it stands, the rows that cannot come in, names nobody
 * knows, what each column means. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/row_cells.h"
#include "tui/import_own.h"

#define REJECTS_MOST 500
#define TWINS_MOST 20

/* ---- names ---- */

struct name { const char *key, *name; };

/* Columns that have no place on a page of rows. */
static const struct name item_names[] = {
    { "source_ref", N_("Document, meeting") }, { "upper_doc", N_("Superior's document") },
    { "report_every", N_("Report every") }, { "group", N_("Village group") },
    { NULL, NULL },
};
static const struct name person_names[] = {
    { "name", N_("Name") }, { "unit", N_("Unit") }, { "place", N_("In charge of") },
    { "title", N_("Title") }, { "phone", N_("Telephone") }, { "login", N_("Login") },
    { "role", N_("Role") }, { "rank", N_("Rank") }, { "from", N_("Since") },
    { "to", N_("Until") }, { NULL, NULL },
};
static const struct name unit_names[] = {
    { "name", N_("Name") }, { "parent", N_("Belongs to") }, { "level", N_("Level") },
    { "rank", N_("Rank") }, { "contact", N_("Contact") }, { "active", N_("In use") },
    { NULL, NULL },
};
static const struct { const char *table; const struct name *names; } tables[] = {
    { "person", person_names }, { "unit", unit_names }, { "place", unit_names },
};

const struct list_def *import_list(const struct tui *t, const struct importing *m)
{
    return m->list ? defs_list(t->defs, m->list) : NULL;
}

const char *import_name(const struct tui *t, const struct importing *m)
{
    const struct list_def *l = import_list(t, m);

    return l                                ? l->name
         : m->list                          ? m->list
         : strcmp(m->table, "person") == 0  ? _("Persons")
         : strcmp(m->table, "unit") == 0    ? _("Units")
                                            : _("Villages");
}

static const char *name_in(const struct name *names, const char *key)
{
    while (names->key && strcmp(names->key, key) != 0)
        names++;
    return names->key ? _(names->name) : NULL;
}

char *import_column_name(const struct tui *t, const struct importing *m, const char *key)
{
    const struct list_def *l = import_list(t, m);
    struct row_look look = { t->defs, l, t->env.today };
    struct row_column column;
    const char *name = NULL;
    int step = l ? list_step(l, key) : -1;

    for (size_t i = 0; !m->list && i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].table, m->table) == 0)
            name = name_in(tables[i].names, key);
    if (m->list)
        name = name_in(item_names, key);
    if (!name && step >= 0)
        name = l->steps[step].name;
    if (!name && l && row_column(&look, key, &column))
        return column.title;
    return xstrdup(name ? name : key);
}

/* ---- lines ---- */

static void say(struct importing *m, enum style style, const char *text)
{
    text_pane_add(&m->pane, IMPORT_LINE_TEXT, 0, 0, text)->style = style;
}

static void say_free(struct importing *m, enum style style, char *text)
{
    say(m, style, text);
    free(text);
}

static void head_free(struct importing *m, char *text)
{
    text_pane_head(&m->pane, text);
    free(text);
}

static void put_counts(struct importing *m)
{
    const struct import_result *r = &m->r;

    say_free(m, STYLE_PLAIN, xasprintf(_("rows %zu: new %zu, changed %zu, unchanged %zu, "
                                         "rejected %zu"),
                                       r->rows, r->created, r->changed, r->unchanged, r->bad));
}

/* 导入后 红47 黄2 绿2，建议先做期限核定 (OFFICE 6) */
static void put_colours(struct tui *t, struct importing *m)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };
    struct buf b = {0};

    if (!m->list)
        return;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i] != COLOUR_GREY || m->r.after.colour[COLOUR_GREY])
            buf_printf(&b, "%s%s%lld", b.len ? " " : "", colour_word(t->defs, order[i]),
                       (long long)m->r.after.colour[order[i]]);
    char *text = xasprintf(m->r.suggests_rebase
                               ? _("after the import: %s; settle the deadlines first")
                               : _("after the import: %s"), buf_str(&b));
    say_free(m, STYLE_STRONG, text);
    buf_fini(&b);
    if (m->r.suggests_rebase && m->found == IMPORT_WRITTEN)
        text_pane_add(&m->pane, IMPORT_LINE_SETTLE, 0, 0,
                      _("Enter here: settle the deadlines that had passed before the office began"))
            ->style = STYLE_HEAD;
    else if (m->r.suggests_rebase)
        say(m, STYLE_PLAIN, _("A third or more would be red. After the import the deadlines can be "
                              "settled one by one: Settings, Deadlines."));
}

/* Is there a column or an answer to F6 for it? */
static bool is_said(const struct importing *m, const char *key)
{
    bool said = *import_all_said(m, key);

    for (size_t i = 0; i < m->heads.n && !said; i++)
        said = m->heads.v[i].known && strcmp(m->heads.v[i].key, key) == 0;
    return said;
}

/* A list whose rows steps here wait for, of which this project has none: then nobody waits.
 * NULL: none such. `steps`: those that would. */
static const struct list_def *unguarded(struct tui *t, const struct importing *m,
                                        struct buf *steps)
{
    const struct list_def *l = import_list(t, m), *other = NULL;

    for (size_t i = 0; i < l->n_steps; i++)
        for (size_t k = 0; k < l->steps[i].needs.n_rows; k++) {
            const struct rows_need *need = &l->steps[i].needs.rows[k];
            struct filter f = tui_filter(t);
            struct rows rows = {0};
            struct xh_err err = {0};
            if (!(need->same & SAME_PARENT) || (other && strcmp(other->id, need->list) != 0))
                continue;
            f.list = need->list;
            f.parent = import_all_said(m, "parent");
            f.reader = READER_TOWNSHIP;
            f.limit = 1;
            if (query_rows(t->st, &f, &rows, &err) == XH_OK && rows.n == 0) {
                other = defs_list(t->defs, need->list);
                buf_printf(steps, "%s%s", steps->len ? _(", ") : "", l->steps[i].name);
            }
            rows_fini(&rows);
        }
    return other;
}

/* What can come in, but will lack what keeps its steps in order. */
static void put_loose(struct tui *t, struct importing *m)
{
    const struct list_def *l = import_list(t, m);
    const struct list_def *above = l && *l->parent ? defs_list(t->defs, l->parent) : NULL;
    struct buf steps = {0};

    if (!above || m->r.created == 0)
        return;
    if (!is_said(m, "parent")) {
        say_free(m, STYLE_WRONG,
                 xasprintf(_("These rows say of no row of %s that they belong to it: then they "
                             "stand on no map and nothing keeps their order. F6 says it once."),
                           above->name));
        return;
    }
    const struct list_def *other = *import_all_said(m, "parent") ? unguarded(t, m, &steps) : NULL;
    if (other)
        say_free(m, STYLE_WRONG,
                 xasprintf(_("%s has no row of this one yet. Until it is entered, nothing is "
                             "waited for there: %s."), other->name, buf_str(&steps)));
    buf_fini(&steps);
}

static void put_state(struct tui *t, struct importing *m)
{
    const struct import_result *r = &m->r;

    switch (m->found) {
    case IMPORT_TO_TRY:
        say(m, STYLE_STRONG, _("Every row is being tried. Nothing is written .."));
        return;
    case IMPORT_LARGE:
        say_free(m, STYLE_STRONG,
                 xasprintf(_("The file has %zu rows. F5 tries every one of them; nothing is "
                             "written by that, but others wait with their work meanwhile: best "
                             "when nobody works."), m->grid.n));
        return;
    case IMPORT_UNREADABLE:
    case IMPORT_FAILED:
        say(m, STYLE_WRONG, m->why);
        return;
    case IMPORT_HEADERS:
        say(m, STYLE_WRONG, _("Some columns cannot be understood. Press Enter on one of them below "
                              "and say what it means; or correct the headers in the file, save it "
                              "and press F5."));
        text_pane_lines(&m->pane, m->why);
        return;
    case IMPORT_TRIED:
        if (r->rows == 0)
            say(m, STYLE_WRONG, _("The file has no rows below its headers."));
        else if (r->bad == r->rows)
            say(m, STYLE_WRONG, _("No row can come in, the reasons stand below. Correct the file, "
                                  "save it and press F5; F3 puts the rows into a file."));
        else if (r->bad == 0)
            say(m, STYLE_STRONG, _("Everything can come in. F2 imports it; until then nothing is "
                                   "written."));
        else
            say_free(m, STYLE_WRONG,
                     xasprintf(_("%zu of %zu rows cannot come in, the reasons stand below. "
                                 "Correct the file, save it and press F5; or F2 imports the "
                                 "others and puts these into a file."), r->bad, r->rows));
        break;
    case IMPORT_WRITTEN:
        say(m, STYLE_STRONG, _("Imported."));
        if (m->kept)
            say_free(m, STYLE_PLAIN, xasprintf(_("The rejected rows are in %s. Correct them there "
                                                 "and import that file."), m->kept));
        break;
    }
    put_counts(m);
    if (r->rows)
        put_colours(t, m);
    put_loose(t, m);
}

static void put_rejects(struct tui *t, struct importing *m)
{
    const struct import_result *r = &m->r;

    if (r->n_rejects == 0)
        return;
    head_free(m, xasprintf(_("What cannot come in (%zu)"), r->n_rejects));
    for (size_t i = 0; i < r->n_rejects && i < REJECTS_MOST; i++) {
        const struct import_reject *x = &r->rejects[i];
        char *column = *import_all_said(m, x->column) ? import_column_name(t, m, x->column)
                                                      : xstrdup(x->column);
        char *line = *column ? xasprintf(_("line %lld, %s '%s': %s"), (long long)x->line,
                                         column, x->value, x->reason)
                                : xasprintf(_("line %lld: %s"), (long long)x->line, x->reason);
        text_pane_add(&m->pane, IMPORT_LINE_REJECT, i, 2, line);
        free(column);
        free(line);
    }
    if (r->n_rejects > REJECTS_MOST)
        say_free(m, STYLE_DIM, xasprintf(_("... and %zu more; F3 puts all of them into a file"),
                                         r->n_rejects - REJECTS_MOST));
}

static void put_strangers(struct importing *m)
{
    static const struct name kinds[] = {
        { "unit", N_("Units nobody knows yet (enter them first: Settings, People and units)") },
        { "person", N_("People nobody knows yet (enter them first: Settings, People and units)") },
        { "place", N_("Villages nobody knows yet (Enter: enter them)") },
    };

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct buf b = {0};
        for (size_t i = 0; i < m->r.n_strangers; i++) {
            const struct import_stranger *s = &m->r.strangers[i];
            if (strcmp(s->kind, kinds[k].key) != 0)
                continue;
            buf_puts(&b, b.len ? _(", ") : "");
            buf_puts(&b, s->name);
            buf_printf(&b, _(" (%zu rows)"), s->times);
        }
        if (b.len) {
            text_pane_head(&m->pane, _(kinds[k].name));
            text_pane_add(&m->pane, strcmp(kinds[k].key, "place") == 0 ? IMPORT_LINE_PLACES
                                                                       : IMPORT_LINE_TEXT,
                          0, 0, buf_str(&b));
        }
        buf_fini(&b);
    }
}

static void put_twins(struct importing *m)
{
    const struct import_result *r = &m->r;

    if (r->n_twins == 0)
        return;
    head_free(m, xasprintf(_("There already? Same title and unit (%zu)"), r->n_twins));
    for (size_t i = 0; i < r->n_twins && i < TWINS_MOST; i++) {
        const struct import_twin *w = &r->twins[i];
        say_free(m, STYLE_PLAIN,
                 *w->code ? xasprintf(_("line %lld: %s is like %s"), (long long)w->line, w->title,
                                      w->code)
                          : xasprintf(_("line %lld: %s is like line %lld"), (long long)w->line,
                                      w->title, (long long)w->like));
    }
    if (r->n_twins > TWINS_MOST)
        say_free(m, STYLE_DIM, xasprintf(_("... and %zu more"), r->n_twins - TWINS_MOST));
    say(m, STYLE_DIM, _("A row with the item's code changes that item; without it, it is a new "
                        "one."));
}

static void put_headings(struct tui *t, struct importing *m)
{
    if (m->heads.n == 0)
        return;
    if (m->list) {
        char *all = import_all_text(t, m);
        text_pane_head(&m->pane, _("The same for all rows (F6)"));
        text_pane_add(&m->pane, IMPORT_LINE_ALL, 0, 0,
                      *all ? all : _("nothing said: project, village, owner .. of a ledger that "
                                     "does not name them"));
        free(all);
    }
    text_pane_head(&m->pane, _("What the columns mean (Enter says otherwise)"));
    for (size_t i = 0; i < m->heads.n; i++) {
        const struct import_heading *h = &m->heads.v[i];
        char *name = !h->known  ? xstrdup(_("not understood"))
                   : !*h->key   ? xstrdup(_("left out"))
                                : import_column_name(t, m, h->key);
        char *head = text_fit(*h->header ? h->header : _("(no header)"), 24, TEXT_LEFT);
        char *line = *h->rule ? xasprintf("%s -> %s (%s)", head, name, h->rule)
                              : xasprintf("%s -> %s", head, name);
        text_pane_add(&m->pane, IMPORT_LINE_HEADING, i, 28, line)->style =
            !h->known ? STYLE_WRONG : *h->key ? STYLE_PLAIN : STYLE_DIM;
        free(line);
        free(head);
        free(name);
    }
}

/* To what is to be done next: the first column nobody understands, else the top. */
static void go_to_first(struct importing *m)
{
    m->pane.cursor = m->pane.top = 0;
    for (size_t i = m->pane.n; m->found == IMPORT_HEADERS && i-- > 0;)
        if (m->pane.v[i].kind == IMPORT_LINE_HEADING && !m->heads.v[m->pane.v[i].arg].known)
            m->pane.cursor = i;
}

void import_page(struct tui *t, struct importing *m)
{
    text_pane_clear(&m->pane);
    put_state(t, m);
    if (m->found == IMPORT_TRIED || m->found == IMPORT_WRITTEN) {
        put_rejects(t, m);
        put_strangers(m);
        put_twins(m);
    }
    put_headings(t, m);
    if (m->shown != m->found)
        go_to_first(m);
    m->shown = m->found;
}
