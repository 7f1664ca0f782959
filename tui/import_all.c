/* import_all.c - 导入: what the file leaves unsaid because everybody in the village knows it. The
 * project, the village and the cadre are said once for all new rows; groups the township does
 * not have yet are entered from here. */
#include "tui/import_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "tui/ask.h"
#include "tui/form.h"

static const struct { const char *key, *label; enum form_kind kind; } columns[] = {
    { "parent", N_("Belongs to"), FORM_ROW }, { "place", N_("Place"), FORM_PLACE },
    { "owner", N_("Owner"), FORM_PERSON }, { "handler", N_("Handler"), FORM_PERSON },
    { "unit", N_("Lead unit"), FORM_UNIT }, { "lead", N_("Responsible leader"), FORM_PERSON },
    { "start", N_("Start"), FORM_DAY },
};
#define COLUMNS (sizeof columns / sizeof *columns)

const char *import_all_said(const struct importing *m, const char *key)
{
    for (size_t i = 0; i < m->n_all; i++)
        if (strcmp(m->all[i].key, key) == 0)
            return m->all[i].value;
    return "";
}

void import_all_fini(struct importing *m)
{
    for (size_t i = 0; i < m->n_all; i++)
        free((char *)m->all[i].value);
    free(m->all);
    m->all = NULL;
    m->n_all = 0;
}

/* "林家村/三组": the village first, where it is not there either. */
static enum xh_rc add_place(struct tui *t, const char *path, struct xh_err *err)
{
    const struct who who = tui_who(t);
    const char *slash = strrchr(path, '/');
    char *above = slash ? xstrndup(path, (size_t)(slash - path)) : NULL;
    const struct pair fields[] = { { "name", slash ? slash + 1 : path },
                                   { "parent", above ? above : "" } };
    struct xh_err unknown = {0};
    int64_t id = 0;
    enum xh_rc rc = XH_OK;

    if (above && place_find(t->st->db, above, &id, &unknown) != XH_OK)
        rc = add_place(t, above, err);
    if (rc == XH_OK && place_find(t->st->db, path, &id, &unknown) != XH_OK)
        rc = people_put(t->st, &t->env, &who, "place", NULL, fields, above ? 2 : 1, &id, err);
    free(above);
    return rc;
}

/* A village the township does not have yet is entered from here. */
static enum xh_rc find_place(struct tui *t, const char *name, struct xh_err *why)
{
    struct xh_err err = {0};
    int64_t id;
    enum xh_rc rc = place_find(t->st->db, name, &id, why);

    if (rc != XH_NOT_FOUND)
        return rc;
    const char *choices[] = { _("do not enter it yet"), _("enter it") };
    if (ask_choice(t, _("A village or group nobody knows yet"), name, choices, 2, 0) == 1 &&
        (rc = add_place(t, name, &err)) != XH_OK)
        *why = err;
    return rc;
}

/* Is there what is named? */
static bool check(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    bool good = true;

    (void)ctx, (void)err;
    for (size_t i = 0; i < f->n; i++) {
        struct form_field *x = &f->fields[i];
        struct xh_err why = {0};
        int64_t id = 0;
        enum xh_rc rc = XH_OK;
        if (!*x->value)
            continue;
        switch (x->kind) {
        case FORM_ROW:    rc = item_find(t->st->db, t->defs, x->value, t->env.today, &id, &why);
                          break;
        case FORM_PLACE:  rc = find_place(t, x->value, &why); break;
        case FORM_PERSON: rc = person_find(t->st->db, x->value, &id, &why); break;
        case FORM_UNIT:   rc = unit_find(t->st->db, x->value, &id, &why); break;
        default: break;
        }
        if (rc == XH_OK)
            continue;
        free(x->error);
        x->error = xstrdup(why.msg);
        good = false;
    }
    return good;
}

bool import_ask_all(struct tui *t, struct importing *m)
{
    const struct list_def *l = import_list(t, m);
    struct form f = {
        .title = _("The same for all rows"),
        .text = _("What the file does not say because everybody knows it: it holds for every new "
                  "row that says nothing of it itself."),
        .fields = xcalloc(COLUMNS, sizeof *f.fields), .save = check,
    };

    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].key, "parent") != 0 || *l->parent)
            f.fields[f.n++] = (struct form_field){
                .id = columns[i].key, .label = _(columns[i].label), .kind = columns[i].kind,
                .list = l->parent, .value = xstrdup(import_all_said(m, columns[i].key)) };
    bool saved = form_run(t, &f);
    if (saved) {
        import_all_fini(m);
        m->all = xcalloc(COLUMNS, sizeof *m->all);
        for (size_t i = 0; i < f.n; i++)
            if (*f.fields[i].value)
                m->all[m->n_all++] = (struct pair){ f.fields[i].id, xstrdup(f.fields[i].value) };
    }
    form_fini(&f);
    return saved;
}

char *import_all_text(struct tui *t, const struct importing *m)
{
    struct buf b = {0};

    for (size_t i = 0; i < m->n_all; i++) {
        char *name = import_column_name(t, m, m->all[i].key);
        buf_printf(&b, "%s%s=%s", b.len ? _(", ") : "", name, m->all[i].value);
        free(name);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

bool import_add_places(struct tui *t, struct importing *m)
{
    struct buf text = {0};
    struct xh_err err = {0};
    enum xh_rc rc = XH_OK;
    size_t n = 0;

    for (size_t i = 0; i < m->r.n_strangers; i++)
        if (strcmp(m->r.strangers[i].kind, "place") == 0)
            buf_printf(&text, "%s%s", n++ ? _(", ") : "", m->r.strangers[i].name);
    const char *choices[] = { _("do not enter them yet"), _("enter them") };
    bool yes = ask_choice(t, _("Villages and groups nobody knows yet"), buf_str(&text), choices, 2,
                          0) == 1;
    buf_fini(&text);
    for (size_t i = 0; yes && rc == XH_OK && i < m->r.n_strangers; i++)
        if (strcmp(m->r.strangers[i].kind, "place") == 0)
            rc = add_place(t, m->r.strangers[i].name, &err);
    if (rc != XH_OK)
        tui_refuse(t, &err);
    else if (yes)
        tui_say(t, _("%zu places entered"), n);
    return yes;
}
