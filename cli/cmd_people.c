/* cmd_people.c - person, unit, place: looked through, added, changed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd_import.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/roster.h"
#include "model/text.h"
#include "report/table.h"

static void list_persons(const struct app *a, const struct roster *r, struct table *t)
{
    bool telephones = permit_may(a->st->db, a->defs, a->me, VERB_PEOPLE, NULL, 0);

    table_column(t, "#", TEXT_RIGHT, 0, false);
    table_column(t, _("Name"), TEXT_LEFT, 16, false);
    table_column(t, _("Unit"), TEXT_LEFT, 24, true);
    table_column(t, _("Title"), TEXT_LEFT, 16, true);
    table_column(t, _("Place"), TEXT_LEFT, 16, true);
    table_column(t, _("Roles"), TEXT_LEFT, 24, true);
    table_column(t, _("Login"), TEXT_LEFT, 16, true);
    if (telephones)
        table_column(t, _("Telephone"), TEXT_LEFT, 16, true);
    for (size_t i = 0; i < r->n; i++) {
        const struct roster_row *p = &r->v[i];
        char day[DAY_TEXT];
        char *left = p->active
                         ? xstrdup(p->name)
                         : xasprintf(_("%s (until %s)"), p->name, day_format(p->to, day));
        char *roles = roster_role_names(a->defs, p->roles);
        table_add_int(t, p->id);
        table_add(t, left);
        table_add(t, p->of);
        table_add(t, p->title);
        table_add(t, p->place);
        table_add(t, roles);
        table_add(t, p->login);
        if (telephones)
            table_add(t, p->phone);
        free(left);
        free(roles);
    }
}

static void list_units(const struct roster *r, struct table *t)
{
    table_column(t, "#", TEXT_RIGHT, 0, false);
    table_column(t, _("Unit"), TEXT_LEFT, 32, false);
    table_column(t, _("Belongs to"), TEXT_LEFT, 24, true);
    table_column(t, _("Level"), TEXT_LEFT, 0, false);
    table_column(t, _("Contact"), TEXT_LEFT, 16, true);
    table_column(t, _("Takes work"), TEXT_LEFT, 0, false);
    for (size_t i = 0; i < r->n; i++) {
        const struct roster_row *u = &r->v[i];
        table_add_int(t, u->id);
        table_add(t, u->name);
        table_add(t, u->of);
        table_add(t, roster_level_word(u->level));
        table_add(t, u->contact);
        table_add(t, u->active ? _("yes") : _("no"));
    }
}

static void list_places(const struct roster *r, struct table *t)
{
    table_column(t, "#", TEXT_RIGHT, 0, false);
    table_column(t, _("Place"), TEXT_LEFT, 32, false);
    for (size_t i = 0; i < r->n; i++) {
        const struct roster_row *p = &r->v[i];
        char *name = *p->of ? xasprintf("%s/%s", p->of, p->name) : xstrdup(p->name);
        table_add_int(t, p->id);
        table_add(t, name);
        free(name);
    }
}

static enum xh_rc show_list(struct app *a, const char *table, struct xh_err *err)
{
    struct roster r = {0};
    struct table t = {0};
    struct buf b = {0};
    enum xh_rc rc = roster_load(a->st, table, &r, err);

    if (rc == XH_OK && r.n == 0) {
        outf("%s\n", _("none"));
    } else if (rc == XH_OK) {
        if (strcmp(table, "person") == 0)
            list_persons(a, &r, &t);
        else if (strcmp(table, "unit") == 0)
            list_units(&r, &t);
        else
            list_places(&r, &t);
        table_print(&b, &t, a->columns, a->colours);
        out_raw(buf_str(&b));
    }
    buf_fini(&b);
    table_fini(&t);
    roster_fini(&r);
    return rc;
}

/* "person", "unit" and "place" are both the command's name and the model's table. */
static enum xh_rc put(struct app *a, const char *table, const struct args *args,
                      bool adding, struct xh_err *err)
{
    struct pair *fields = xcalloc(args->n_pairs + 1, sizeof *fields);
    struct who who = { .actor = a->me };
    int64_t id = 0;
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < args->n_pairs; i++) {
        const struct pair *p = &args->pairs[i];
        bool is_day = strcmp(p->key, "from") == 0 || strcmp(p->key, "to") == 0;
        fields[i] = (struct pair){ p->key, xstrdup(p->value) };
        if (is_day && *p->value) {
            int32_t day;
            char text[DAY_TEXT];
            rc = typed_date(a, p->value, true, p->key, &day, err);
            free((char *)fields[i].value);
            fields[i].value = xstrdup(rc == XH_OK ? day_format(day, text) : "");
        }
    }
    if (rc == XH_OK && args->n_pairs == 0)
        rc = xh_fail(err, XH_USAGE,
                     adding ? _("name=... is missing")
                            : _("what shall change? "
                                "FIELD=VALUE is missing"));
    if (rc == XH_OK)
        rc = people_put(a->st, &a->env, &who, table, adding ? NULL : args->words[1],
                        fields, args->n_pairs, &id, err);
    if (rc == XH_OK)
        outf(_("%s #%lld: recorded\n"), adding ? fields[0].value : args->words[1],
             (long long)id);
    for (size_t i = 0; i < args->n_pairs; i++)
        free((char *)fields[i].value);
    free(fields);
    return rc;
}

/* Who is named stands where the first of them stood, the others behind him; nobody else
 * moves. */
static enum xh_rc order(struct app *a, const char *table, char *const *names, size_t n,
                        struct xh_err *err)
{
    struct who who = { .actor = a->me };
    struct roster r = {0};
    int64_t *named = xcalloc(n + 1, sizeof *named), *ids = NULL;
    size_t n_ids = 0;
    bool put = false;
    enum xh_rc rc = roster_load(a->st, table, &r, err);

    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        rc = people_find(a->st->db, table, names[i], &named[i], err);
        for (size_t k = 0; rc == XH_OK && k < i; k++)
            if (named[k] == named[i])
                rc = xh_fail(err, XH_USAGE, _("%s is named twice"), names[i]);
    }
    ids = xcalloc(r.n + n + 1, sizeof *ids);
    for (size_t i = 0; rc == XH_OK && i < r.n; i++) {
        bool is_named = false;
        for (size_t k = 0; k < n; k++)
            is_named |= named[k] == r.v[i].id;
        for (size_t k = 0; is_named && !put && k < n; k++)
            ids[n_ids++] = named[k];
        put |= is_named;
        if (!is_named)
            ids[n_ids++] = r.v[i].id;
    }
    if (rc == XH_OK)
        rc = people_order(a->st, &a->env, &who, table, ids, n_ids, err);
    roster_fini(&r);
    free(named);
    free(ids);
    return rc == XH_OK ? show_list(a, table, err) : rc;
}

static enum xh_rc run_people(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    const char *what = args_word(args, 0) ? args_word(args, 0) : "list";
    static const char *const whats[] = { "list", "add", "set", "order", "import", NULL };
    bool is_list = strcmp(what, "list") == 0, is_add = strcmp(what, "add") == 0;
    bool is_import = strcmp(what, "import") == 0, is_order = strcmp(what, "order") == 0;

    if (!is_list && !is_add && !is_import && !is_order && strcmp(what, "set") != 0)
        return not_among(c->name, what, whats, err);
    if (is_import && (args->n_words != 2 || args->n_pairs))
        return xh_fail(err, XH_USAGE, _("which file? %s import FILE.csv"), c->name);
    for (size_t i = 0; !is_import && i < args->n; i++)
        for (const struct option *o = import_options; o->name; o++)
            if (strcmp(args->v[i].opt->name, o->name) == 0)
                return xh_fail(err, XH_USAGE, _("--%s goes with import"), o->name);
    if (is_order && (args->n_words < 3 || args->n_pairs))
        return xh_fail(err, XH_USAGE, _("who before whom? %s order NAME NAME ..."), c->name);
    if (!is_list && strcmp(what, "set") == 0 && args->n_words < 2)
        return xh_fail(err, XH_USAGE, _("whom or which? NAME is missing"));
    if (!is_order && args->n_words > (is_list || is_add ? 1u : 2u))
        return xh_fail(err, XH_USAGE,
                       _("'%s' is not understood; values are written FIELD=VALUE"),
                       args->words[args->n_words - 1]);
    if (is_list && args->n_pairs)
        return xh_fail(err, XH_USAGE, _("`%s list` takes no values"), c->name);
    enum xh_rc rc = app_open(a, !is_list, err);
    if (rc == XH_OK && is_import)
        return import_file(a, c->name, args->words[1], args, false, err);
    if (rc == XH_OK && is_order)
        return order(a, c->name, args->words + 1, args->n_words - 1, err);
    if (rc == XH_OK)
        rc = is_list ? show_list(a, c->name, err) : put(a, c->name, args, is_add, err);
    return rc;
}

static const struct word people_words[] = {
    { "list|add|set|order|import", NO_PLACE, true, false }, { "NAME", NO_PLACE, true, true }, { 0 }
};

#define PEOPLE_USAGE \
    "[list | add name=NAME FIELD=VALUE... | set NAME FIELD=VALUE... | order NAME NAME... | " \
    "import FILE.csv]"

const struct command people_commands[] = {
    { .name = "person", .usage = PEOPLE_USAGE,
      .help = N_("people: list, add, change, import"),
      .more = N_("Fields: name unit place title phone login uid role (several separated by "
                 "commas) rank\nfrom to. to=DATE when somebody leaves."),
      .run = run_people, .options = import_options, .words = people_words,
      .flags = CMD_NO_HOME | CMD_PAIRS },
    { .name = "unit", .usage = PEOPLE_USAGE,
      .help = N_("units: list, add, change, import"),
      .more = N_("Fields: name parent level (town village superior outside) rank contact active."),
      .run = run_people, .options = import_options, .words = people_words,
      .flags = CMD_NO_HOME | CMD_PAIRS },
    { .name = "place", .usage = PEOPLE_USAGE,
      .help = N_("villages and groups: list, add, change, import"),
      .more = N_("Fields: name parent rank. A group is written VILLAGE/GROUP."),
      .run = run_people, .options = import_options, .words = people_words,
      .flags = CMD_NO_HOME | CMD_PAIRS },
    { 0 },
};
