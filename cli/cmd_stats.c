/* cmd_stats.c - the figures superiors ask for: tables, one sentence to copy, and the same
 * for programs. */
#include "cli/paper_out.h"

#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/stats_paper.h"

const struct option stats_options[] = {
    { "by", 0, OPT_CODE, "list,unit,owner,lead,place", N_("what to count by"), NO_PLACE },
    { "from", 0, OPT_PAST, "DATE",
      N_("first day (default: since the last final sheet, else the last cut-off)"), NO_PLACE },
    { "to", 0, OPT_PAST, "DATE", N_("last day (default: today)"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    PAPER_OPTIONS,
    { 0 },
};

static enum xh_rc read_by(const char *typed, struct stats_by *out, struct xh_err *err)
{
    char *save = NULL, *copy = xstrdup(typed ? typed : "list");
    enum xh_rc rc = XH_OK;

    for (char *w = strtok_r(copy, ", ", &save); w && rc == XH_OK;
         w = strtok_r(NULL, ", ", &save)) {
        int hit = -1;
        for (int i = 0; stats_by_ids[i]; i++)
            if (strcmp(stats_by_ids[i], w) == 0)
                hit = i;
        if (hit < 0)
            rc = not_among("--by", w, stats_by_ids, err);
        else if (!stats_by_add(out, hit))
            rc = xh_fail(err, XH_USAGE, _("'%s' is named twice"), w);
    }
    free(copy);
    return rc;
}

/* ---- the command ---- */

static enum xh_rc read_period(struct app *a, const struct args *args, int32_t *from,
                              int32_t *to, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    *to = a->env.today;
    if (args_get(args, "to"))
        rc = typed_date(a, args_get(args, "to"), true, "--to", to, err);
    if (rc == XH_OK && args_get(args, "from"))
        rc = typed_date(a, args_get(args, "from"), true, "--from", from, err);
    else if (rc == XH_OK)
        rc = stats_since(a->st, *to, from, err);
    if (rc == XH_OK && *to > a->env.today)
        return xh_fail(err, XH_USAGE, _("--to: figures end today at the latest"));
    if (rc == XH_OK && *from > *to)
        rc = xh_fail(err, XH_USAGE, _("--from lies after --to"));
    return rc;
}

static enum xh_rc put(struct app *a, const struct stats *s, const struct stats_by *by,
                      struct paper_out *to, struct xh_err *err)
{
    struct stats_page page = { a->st, by, a->env.today };
    struct document d = {0};
    struct buf records = {0};
    enum xh_rc rc = XH_OK;

    if (paper_out_records(to)) {
        stats_export(&records, s, by, look_records(to->format));
    } else {
        rc = stats_paper(&d, &page, s, err);
    }
    if (rc == XH_OK)
        rc = paper_put(a, &d, paper_out_records(to) ? &records : NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("%s: figures from %s to %s\n"), to->path, day_format(s->from, (char[DAY_TEXT]){0}),
             day_format(s->to, (char[DAY_TEXT]){0}));
    buf_fini(&records);
    document_fini(&d);
    return rc;
}

enum xh_rc run_stats(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err)
{
    const struct list_def *l = NULL;
    struct stats_by by = {0};
    struct stats s = {0};
    struct filter f;
    struct paper_out to = {0};
    int32_t from = DAY_NONE, until = DAY_NONE;
    enum xh_rc rc = paper_out_options(a, args, 0, &to, err);

    (void)c;
    if (rc == XH_OK)
        rc = read_by(args_get(args, "by"), &by, err);
    if (rc == XH_OK && args_word(args, 0))
        rc = typed_list_or_all(a, args_word(args, 0), &l, err);
    if (rc == XH_OK && paper_out_takes(&to))
        rc = look_may_export(a, l, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = read_period(a, args, &from, &until, err);
    look_filter(a, &f);
    f.list = l ? l->id : NULL;
    f.unit = args_get(args, "unit");
    f.lead = args_get(args, "lead");
    f.place = args_get(args, "place");
    if (rc == XH_OK)
        rc = stats_load(a->st, &f, from, until, by.id, by.n, &s, err);
    if (rc == XH_OK) {
        look_note(a);
        if (until < a->env.today)
            warn(_("Units, people and places are those of today."));
        rc = put(a, &s, &by, &to, err);
    }
    stats_fini(&s);
    return rc;
}
