#include "cli/typed.h"

#include <stdlib.h>
#include <string.h>

#include "model/when.h"
#include "model/decimal.h"
#include "model/detail.h"
#include "model/i18n.h"
#include "model/item.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"

enum xh_rc typed_date(const struct app *a, const char *s, bool past, const char *what,
                      int32_t *out, struct xh_err *err)
{
    return when_parse(s, a->env.today, a->defs ? a->defs->calendar : NULL, past, what,
                      out, err);
}

enum xh_rc typed_decimal(const char *s, const char *what, int64_t *out, struct xh_err *err)
{
    if (decimal_parse(s, out))
        return XH_OK;
    return xh_fail(err, XH_USAGE,
                   _("%s: '%s' is no number; write 12 or 3.25 (at most 6 decimal "
                     "places)"),
                   what, s);
}

enum xh_rc typed_who(const struct app *a, const struct args *args, struct who *who,
                     struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    *who = (struct who){ .actor = a->me, .paper = args_get(args, "paper") };
    if (args_get(args, "for"))
        rc = person_find(a->st->db, args_get(args, "for"), &who->behalf, err);
    if (rc == XH_OK && args_get(args, "decided-by"))
        rc = person_find(a->st->db, args_get(args, "decided-by"), &who->decided, err);
    if (rc == XH_OK && who->paper && !who->decided)
        rc = xh_fail(err, XH_USAGE,
                     _("--paper goes with --decided-by PERSON: who signed it?"));
    return rc;
}

enum xh_rc typed_number(const char *s, const char *what, int64_t *out, struct xh_err *err)
{
    char *plain = text_trim(text_halfwidth(s));
    size_t n = strlen(plain);
    bool good = n > 0 && n <= 15 && strspn(plain, "0123456789") == n;

    *out = good ? strtoll(plain, NULL, 10) : 0;
    free(plain);
    return good ? XH_OK
                : xh_fail(err, XH_USAGE, _("%s: '%s' is no whole number"), what, s);
}

const struct list_def *typed_list(const struct app *a, const char *s)
{
    char *plain = text_trim(text_halfwidth(s));
    const struct list_def *l = defs_list(a->defs, plain);

    if (!l)
        l = defs_list_by_alias(a->defs, plain);
    for (size_t i = 0; !l && i < a->defs->n_lists; i++)
        if (strcmp(a->defs->lists[i].name, plain) == 0)
            l = &a->defs->lists[i];
    free(plain);
    return l;
}

enum xh_rc typed_list_or_all(const struct app *a, const char *s, const struct list_def **out,
                             struct xh_err *err)
{
    struct buf all = {0}, near = {0};
    const char *names[64];
    size_t n = 0;

    *out = NULL;
    if (strcmp(s, "all") == 0 || strcmp(s, "全部") == 0)
        return XH_OK;
    *out = typed_list(a, s);
    if (*out)
        return XH_OK;
    for (size_t i = 0; i < a->defs->n_lists; i++) {
        buf_printf(&all, "%s%s (%s)", all.len ? _(", ") : "", a->defs->lists[i].id,
                   a->defs->lists[i].name);
        if (n + 1 < sizeof names / sizeof *names)
            names[n++] = a->defs->lists[i].id;
    }
    names[n] = NULL;
    near_names(&near, s, names);
    xh_fail(err, XH_NOT_FOUND, near.len ? _("there is no list '%s'; %s")
                                        : _("there is no list '%s'"), s, buf_str(&near));
    xh_fail_more(err, XH_NOT_FOUND, _("There are: %s; `all` is every one of them."),
                 buf_str(&all));
    buf_fini(&all);
    buf_fini(&near);
    return XH_NOT_FOUND;
}

/* ---- key=value ---- */

static bool is_date(const struct list_def *l, const char *key)
{
    static const char *const core[] = { "start", "due", "upper_due", "assigned_on" };
    int i = l ? list_field(l, key) : -1;

    for (size_t k = 0; k < sizeof core / sizeof *core; k++)
        if (strcmp(core[k], key) == 0)
            return true;
    return i >= 0 && l->fields[i].type == FIELD_DATE;
}

static bool is_number(const struct list_def *l, const char *key)
{
    int i = l ? list_field(l, key) : -1;

    return i >= 0 &&
           (l->fields[i].type == FIELD_DECIMAL || l->fields[i].type == FIELD_INTEGER);
}

enum xh_rc typed_value(const struct app *a, const struct list_def *l, const struct pair *p,
                       char **value, struct xh_err *err)
{
    *value = NULL;
    if (is_date(l, p->key) && *p->value) {
        bool past = strcmp(p->key, "start") == 0 || strcmp(p->key, "assigned_on") == 0;
        int32_t day;
        char text[DAY_TEXT];
        enum xh_rc rc = typed_date(a, p->value, past, p->key, &day, err);
        if (rc == XH_OK)
            *value = xstrdup(day_format(day, text));
        return rc;
    }
    *value = is_number(l, p->key) ? text_trim(text_halfwidth(p->value)) : xstrdup(p->value);
    return XH_OK;
}

enum xh_rc typed_colours(const char *s, unsigned *out, struct xh_err *err)
{
    struct buf plain = {0};
    char *half = text_halfwidth(s), *save = NULL;

    for (const char *p = half; *p;)         /* 红、黄 */
        if (strncmp(p, "、", strlen("、")) == 0) {
            buf_putc(&plain, ',');
            p += strlen("、");
        } else {
            buf_putc(&plain, *p++);
        }
    free(half);
    char *list = buf_take(&plain);
    enum xh_rc rc = XH_OK;
    *out = 0;
    for (char *w = list ? strtok_r(list, ",; ", &save) : NULL; w && rc == XH_OK;
         w = strtok_r(NULL, ",; ", &save)) {
        enum colour c = colour_find(w);
        if (c == COLOUR_NONE)
            rc = xh_fail(err, XH_USAGE,
                         _("'%s' is no colour: red, yellow, green or grey"), w);
        *out |= 1u << c;
    }
    if (rc == XH_OK && *out == 0)
        rc = xh_fail(err, XH_USAGE, _("which colour? red, yellow, green or grey"));
    free(list);
    return rc;
}

enum xh_rc typed_action(const struct app *a, const char *s, char action[static EVENT_ACTION],
                        struct xh_err *err)
{
    return action_find(a->st, s, action, err);
}

enum xh_rc typed_item(const struct app *a, const char *s, int64_t *item, struct xh_err *err)
{
    struct item it = {0};
    char *code = text_trim(text_halfwidth(s));
    enum xh_rc rc = item_find(a->st->db, a->defs, code, a->env.today, item, err);

    free(code);
    if (rc == XH_OK)
        rc = item_load(a->st->db, *item, &it, err);
    if (rc == XH_OK)
        rc = permit_check(a->st->db, a->defs, a->me, VERB_READ, it.list, *item, err);
    item_fini(&it);
    return rc;
}
