#include "cli/cmd_visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/permit.h"
#include "model/text.h"
#include "report/export.h"
#include "report/visit_rows.h"

const struct option visit_options[] = {
    { "on", 0, OPT_PAST, "DATE", N_("the day it happened (default: today)"), NO_PLACE },
    { "who", 0, OPT_TEXT, "PERSON", N_("who went (default: whose work it is)"), NO_PLACE },
    { "with", 0, OPT_TEXT, "TEXT", N_("and with whom"), NO_PLACE },
    { "stance", 0, OPT_CODE, "willing|talking|refuses", N_("how they stand to signing"),
      NO_PLACE },
    { "demand", 0, OPT_TEXT, "TEXT", N_("what they ask for"), NO_PLACE },
    { "promise", 0, OPT_TEXT, "TEXT", N_("what was promised to them"), NO_PLACE },
    { "due", 0, OPT_MAYBE, "[DATE]", N_("until when; without CODE: only what is due by today"),
      NO_PLACE },
    { "objection", 0, OPT_TEXT, "TEXT", N_("what they object to"), NO_PLACE },
    { "next", 0, OPT_DATE, "DATE", N_("the next visit"), NO_PLACE },
    { "kept", 0, OPT_MAYBE, "[N]", N_("a promise was kept: the open one, or that of visit N"),
      NO_PLACE },
    { "evidence", 'e', OPT_MANY, "FILE", N_("a file as evidence; may be given several times"),
      NO_PLACE },
    { "caption", 0, OPT_TEXT, "TEXT", N_("what the evidence shows"), NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    FILTERS,
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE },
    { 0 },
};

/* What goes with codes, and what goes without. */
static const char *const recording[] = { "on", "who", "with", "stance", "demand", "promise",
                                         "objection", "next", "kept", "evidence", "caption",
                                         "for", "decided-by", "paper", NULL };
static const char *const looking[] = { "list", "colour", "unit", "owner", "handler", "lead",
                                       "leader", "place", "parent", "state", "where", "text",
                                       "format", NULL };

static const char *first_of(const struct args *args, const char *const *names)
{
    while (*names && !args_has(args, *names))
        names++;
    return *names;
}

/* ---- recording ---- */

static enum xh_rc read_date(const struct app *a, const struct args *args, const char *name,
                            bool past, int32_t *out, struct xh_err *err)
{
    char what[32];
    const char *typed = args_get(args, name);

    *out = DAY_NONE;
    if (!typed)
        return XH_OK;
    if (!*typed)
        return xh_fail(err, XH_USAGE, _("--%s needs a value: --%s %s"), name, name, "DATE");
    snprintf(what, sizeof what, "--%s", name);
    return typed_date(a, typed, past, what, out, err);
}

static enum xh_rc read_visit(const struct app *a, const struct args *args, struct visit_call *v,
                             int32_t *on, struct xh_err *err)
{
    *v = (struct visit_call){
        .who = args_get(args, "who"), .with = args_get(args, "with"),
        .stance = args_get(args, "stance"), .demand = args_get(args, "demand"),
        .promise = args_get(args, "promise"), .objection = args_get(args, "objection"),
        .kept = args_has(args, "kept"),
    };
    enum xh_rc rc = read_date(a, args, "on", true, on, err);
    if (rc == XH_OK)
        rc = read_date(a, args, "due", false, &v->due, err);
    if (rc == XH_OK)
        rc = read_date(a, args, "next", false, &v->next, err);
    if (rc == XH_OK && v->kept && *args_get(args, "kept")) {
        rc = typed_number(args_get(args, "kept"), "--kept", &v->which, err);
        if (rc == XH_OK && v->which < 1)
            rc = xh_fail(err, XH_USAGE, _("--kept: visits are numbered from 1"));
    }
    return rc;
}

static void tell(const struct result *r, size_t codes)
{
    struct buf b = {0};

    text_show(&b, r->said, true);
    if (codes > 1)
        outf(_("visit recorded: rows %zu\n"), codes);
    else if (b.len)
        outf("%s\n", buf_str(&b));
    buf_fini(&b);
    if (*r->action)
        outf(_("To take it back today: xiaohao undo %.8s\n"), r->action);
}

/* Several codes: the same visit to each, all or none. */
static enum xh_rc record(struct app *a, const struct args *args, struct xh_err *err)
{
    size_t n = args->n_words, n_evidence = 0, failed = 0;
    const char **evidence = xcalloc(args->n + 1, sizeof *evidence);
    char **codes = xcalloc(n + 1, sizeof *codes);
    struct call *calls = xcalloc(n + 1, sizeof *calls);
    struct visit_call v;
    struct result r = {0};
    struct who who = {0};
    int32_t on = DAY_NONE;

    for (size_t i = 0; i < args->n; i++)
        if (strcmp(args->v[i].opt->name, "evidence") == 0)
            evidence[n_evidence++] = args->v[i].text;
    const char *other = first_of(args, looking);
    enum xh_rc rc = other ? xh_fail(err, XH_USAGE, _("--%s goes without CODE"), other) : XH_OK;
    if (rc == XH_OK)
        rc = read_visit(a, args, &v, &on, err);
    if (rc == XH_OK)
        rc = typed_who(a, args, &who, err);
    for (size_t i = 0; i < n; i++) {
        codes[i] = text_trim(text_halfwidth(args->words[i]));
        calls[i] = (struct call){ .verb = VERB_VISIT, .code = codes[i], .on = on,
                                  .to = DAY_NONE, .next_due = DAY_NONE, .visit = &v,
                                  .evidence = evidence, .n_evidence = n_evidence,
                                  .caption = args_get(args, "caption") };
    }
    if (rc == XH_OK)
        rc = verb_run_all(a->st, &a->env, &who, calls, n, &r, &failed, err);
    if (rc == XH_OK)
        tell(&r, n);
    else if ((rc == XH_REFUSED || rc == XH_DENIED) && !strstr(err->msg, _("nothing was changed")))
        xh_fail_more(err, rc, "%s", _("Nothing was changed."));
    for (size_t i = 0; i < n; i++)
        free(codes[i]);
    free(codes);
    free(calls);
    free(evidence);
    return rc;
}

/* ---- what is due ---- */

static enum xh_rc look(struct app *a, const struct args *args, struct xh_err *err)
{
    const struct list_def *list = NULL;
    const char **where = NULL;
    struct visit_rows rows = {0};
    struct filter f = {0};
    struct buf b = {0};
    enum format format = FORMAT_TABLE;
    struct exporter away = {0};
    const char *other = first_of(args, recording);
    enum xh_rc rc = other ? xh_fail(err, XH_USAGE, _("--%s needs a CODE"), other) : XH_OK;

    if (rc == XH_OK && args_has(args, "due") && *args_get(args, "due"))
        rc = xh_fail(err, XH_USAGE, _("--due DATE needs a CODE; alone it asks what is due by "
                                      "today"));
    if (rc == XH_OK)
        rc = look_format(args, &format, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &list, err);
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &f, err);
    if (rc == XH_OK && format != FORMAT_TABLE)
        rc = exporter_begin(&away, a->st, a->me, list ? list->id : NULL, err);
    f.list = list ? list->id : NULL;
    if (rc == XH_OK)
        rc = visit_rows_load(a->st, &f, args_has(args, "due"),
                             format != FORMAT_TABLE ? exporter_takes : NULL, &away, &rows, err);
    if (rc == XH_OK && format != FORMAT_TABLE)
        visit_rows_export(&b, &rows, look_records(format));
    else if (rc == XH_OK)
        visit_rows_print(&b, &rows, a->env.today, a->columns, a->colours);
    out_raw(buf_str(&b));
    look_kept_back(away.kept_back);
    buf_fini(&b);
    visit_rows_fini(&rows);
    free(where);
    return rc;
}

enum xh_rc run_visit(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err)
{
    bool records = args->n_words > 0;
    enum xh_rc rc = app_open(a, records, err);

    (void)c;
    if (rc == XH_OK)
        rc = records ? record(a, args, err) : look(a, args, err);
    return rc;
}
