/* settings_people_form.c - one person, unit or place as a form. What was changed goes to the
 * model's people_put(), nothing else. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/when.h"
#include "tui/form.h"
#include "tui/settings_people.h"

#define ROLE "role:"            /* fields of roles: yes or no each */

struct editing {
    enum people table;
    const struct roster_row *r; /* NULL: a new one */
    char **was;                 /* as the fields began */
    char **ids, **labels; size_t n_ids;         /* of the role fields, owned */
    int64_t id;
};

static void add(struct form *f, const char *id, const char *label, enum form_kind kind,
                const char *value)
{
    f->fields = xrealloc(f->fields, (f->n + 1) * sizeof *f->fields);
    f->fields[f->n++] = (struct form_field){ .id = id, .label = label, .kind = kind,
                                             .value = xstrdup(value ? value : "") };
}

static bool has_role(const char *roles, const char *id)
{
    for (size_t n = strlen(id); *roles;) {
        size_t len = strcspn(roles, ",");
        if (len == n && strncmp(roles, id, n) == 0)
            return true;
        roles += len + (roles[len] == ',');
    }
    return false;
}

static void add_person(struct tui *t, struct editing *e, struct form *f)
{
    const struct roster_row *r = e->r;
    const struct township_def *town = &t->defs->township;
    char day[DAY_TEXT];

    add(f, "unit", _("Unit"), FORM_UNIT, r ? r->of : "");
    add(f, "title", _("Title"), FORM_TEXT, r ? r->title : "");
    add(f, "phone", _("Telephone"), FORM_TEXT, r ? r->phone : "");
    add(f, "place", _("In charge of"), FORM_PLACE, r ? r->place : "");
    f->fields[f->n - 1].hint = _("the village or group this person is in charge of");
    e->ids = xcalloc(town->n_roles + 1, sizeof *e->ids);
    e->labels = xcalloc(town->n_roles + 1, sizeof *e->labels);
    for (size_t i = 0; i < town->n_roles; i++) {
        const struct role_def *role = &town->roles[i];
        e->ids[e->n_ids] = xasprintf(ROLE "%s", role->id);
        e->labels[e->n_ids] = xasprintf(_("Role: %s"), role->name);
        add(f, e->ids[e->n_ids], e->labels[e->n_ids], FORM_YES_NO,
            r && has_role(r->roles, role->id) ? "1" : "0");
        e->n_ids++;
        f->fields[f->n - 1].hint = _("the role: Space changes it. What a role may do stands in "
                                     "township.yaml");
    }
    add(f, "login", _("Login"), FORM_TEXT, r ? r->login : "");
    f->fields[f->n - 1].hint = _("the account on the computer; empty: works on paper only");
    add(f, "from", _("Since"), FORM_DAY, r && r->from != DAY_NONE ? day_format(r->from, day) : "");
}

static void add_unit(struct editing *e, struct form *f, const char *const *levels)
{
    const struct roster_row *r = e->r;

    add(f, "parent", _("Belongs to"), FORM_UNIT, r ? r->of : "");
    add(f, "level", _("Level"), FORM_CHOICE, roster_level_word(r ? r->level : "town"));
    f->fields[f->n - 1].choices = levels;
    f->fields[f->n - 1].n_choices = 4;
    f->fields[f->n - 1].hint = _("superiors and outside units get letters, not orders, and are "
                                 "never ranked");
    add(f, "contact", _("Contact"), FORM_PERSON, r ? r->contact : "");
    f->fields[f->n - 1].hint = _("who is called when the unit has not reported");
}

/* What a field says as people_put() takes it; caller frees. NULL after an error beside it. */
static char *canonical(struct tui *t, struct form_field *f, const char *const *ids)
{
    char day[DAY_TEXT];

    if (f->kind == FORM_DAY && *f->value) {
        int32_t d = when_read(f->value, t->env.today, t->defs->calendar, true);
        if (d == DAY_NONE)
            f->error = xstrdup(_("not a day; write 2026-11-20"));
        return d == DAY_NONE ? NULL : xstrdup(day_format(d, day));
    }
    for (size_t i = 0; f->kind == FORM_CHOICE && i < f->n_choices; i++)
        if (strcmp(f->value, f->choices[i]) == 0)
            return xstrdup(ids[i]);
    return xstrdup(f->value);
}

static const char *const levels[] = { "town", "village", "superior", "outside" };

/* The roles ticked, by id. */
static char *all_roles(const struct form *f)
{
    struct buf b = {0};

    for (size_t i = 0; i < f->n; i++)
        if (strncmp(f->fields[i].id, ROLE, strlen(ROLE)) == 0 && *f->fields[i].value == '1')
            buf_printf(&b, "%s%s", b.len ? "," : "", f->fields[i].id + strlen(ROLE));
    return b.s ? buf_take(&b) : xstrdup("");
}

/* A refusal that begins with a field's key goes beside the field. */
static void place_error(struct form *f, struct xh_err *err)
{
    for (size_t i = 0; i < f->n; i++) {
        size_t n = strlen(f->fields[i].id);
        if (strncmp(err->msg, f->fields[i].id, n) == 0 && strncmp(err->msg + n, ": ", 2) == 0) {
            f->fields[i].error = xstrdup(err->msg + n + 2);
            err->msg[0] = '\0';
            return;
        }
    }
}

static bool save(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct editing *e = ctx;
    struct who who = tui_who(t);
    struct pair *pairs = xcalloc(f->n + 1, sizeof *pairs);
    bool roles = false, wrong = false;
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        struct form_field *field = &f->fields[i];
        bool is_role = strncmp(field->id, ROLE, strlen(ROLE)) == 0;
        if (strcmp(field->value, e->was[i]) == 0)
            continue;
        roles |= is_role;
        char *value = is_role ? NULL : canonical(t, field, levels);
        wrong |= field->error != NULL;
        if (value)
            pairs[n++] = (struct pair){ field->id, value };
    }
    if (roles)
        pairs[n++] = (struct pair){ "role", all_roles(f) };
    char *name = e->r ? people_name(e->table, e->r) : NULL;
    enum xh_rc rc = wrong || n == 0 ? XH_OK
                    : people_put(t->st, &t->env, &who, people_table(e->table), name, pairs, n,
                                 &e->id, err);
    if (!wrong && n == 0 && !e->r)
        form_find(f, "name")->error = xstrdup(_("the name cannot be empty"));
    if (rc != XH_OK)
        place_error(f, err);
    bool saved = rc == XH_OK && !wrong && (n > 0 || e->r);
    free(name);
    while (n)
        free((char *)pairs[--n].value);
    free(pairs);
    return saved;
}

bool people_form(struct tui *t, enum people p, const struct roster_row *r, int64_t *id)
{
    static const char *const adding[] = { N_("A new person"), N_("A new unit"),
                                          N_("A new village or group") };
    struct editing e = { .table = p, .r = r, .id = r ? r->id : 0 };
    const char *words[4];
    struct form f = { .title = r ? r->name : _(adding[p]), .save = save, .ctx = &e };

    for (size_t i = 0; i < 4; i++)
        words[i] = roster_level_word(levels[i]);
    add(&f, "name", _("Name"), FORM_TEXT, r ? r->name : "");
    f.fields[0].required = true;
    if (p == PEOPLE_PERSONS)
        add_person(t, &e, &f);
    else if (p == PEOPLE_UNITS)
        add_unit(&e, &f, words);
    else
        add(&f, "parent", _("Belongs to"), FORM_PLACE, r ? r->of : "");
    e.was = xcalloc(f.n + 1, sizeof *e.was);
    for (size_t i = 0; i < f.n; i++)
        e.was[i] = xstrdup(f.fields[i].value);
    size_t n = f.n;
    bool saved = form_run(t, &f);
    if (saved)
        tui_say(t, _("%s: recorded"), form_find(&f, "name")->value);
    if (saved && id)
        *id = e.id;
    for (size_t i = 0; i < n; i++)
        free(e.was[i]);
    free(e.was);
    form_fini(&f);
    for (size_t i = 0; i < e.n_ids; i++) {
        free(e.ids[i]);
        free(e.labels[i]);
    }
    free(e.ids);
    free(e.labels);
    return saved;
}
