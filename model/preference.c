#include "model/preference.h"

#include <stdlib.h>
#include <string.h>

#include "model/aside.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

static bool is_name(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && n <= PREFERENCE_NAME &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-./") == n;
}

enum xh_rc preference_get(struct store *st, int64_t person, const char *name, char **value,
                          struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT value FROM preference WHERE person = ? AND name = ?", "it",
                              person, name);
    int step = s ? stmt_step(s, err) : -1;

    *value = step > 0 ? xstrdup(stmt_text(s, 0)) : NULL;
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}

enum xh_rc preference_set(struct store *st, int64_t person, const char *name, const char *value,
                          struct xh_err *err)
{
    char *now = NULL;
    size_t at;

    if (!value)
        value = "";
    if (!person)
        return xh_fail(err, XH_DENIED, _("your login is not assigned to a person here, so nothing "
                                         "of your own can be kept"));
    if (!is_name(name))
        return xh_fail(err, XH_USAGE, _("'%s' cannot be the name of a setting"), name);
    const char *bad = text_refused(value, true, &at);
    if (bad)
        return xh_fail(err, XH_USAGE, _("%s: %s"), name, _(bad));
    if (text_length(value) > PREFERENCE_VALUE)
        return xh_fail(err, XH_USAGE, _("%s: more than %d characters"), name, PREFERENCE_VALUE);

    enum xh_rc rc = preference_get(st, person, name, &now, err);
    bool same = rc == XH_OK && strcmp(now ? now : "", value) == 0;
    free(now);
    if (rc == XH_OK && !same)
        rc = aside_begin(st, "preference", err);
    if (rc != XH_OK || same)
        return rc;
    if (*value)
        rc = db_run(st->db, err, "INSERT INTO preference (person, name, value) VALUES (?,?,?) "
                    "ON CONFLICT (person, name) DO UPDATE SET value = excluded.value", "itt",
                    person, name, value);
    else
        rc = db_run(st->db, err, "DELETE FROM preference WHERE person = ? AND name = ?", "it",
                    person, name);
    return aside_end(st, rc, err);
}

enum xh_rc preferences_load(struct store *st, int64_t person, const char *prefix,
                            struct preferences *out, struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT name, value FROM preference WHERE person = ? AND "
                              "substr(name, 1, length(?)) = ? ORDER BY name", "itt", person, prefix,
                              prefix);
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct preference){ xstrdup(stmt_text(s, 0)),
                                                xstrdup(stmt_text(s, 1)) };
    }
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}

void preferences_fini(struct preferences *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->v[i].name);
        free(p->v[i].value);
    }
    free(p->v);
    *p = (struct preferences){0};
}
