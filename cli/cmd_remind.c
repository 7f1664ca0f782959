#include "cli/cmd_remind.h"

#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/people.h"
#include "model/permit.h"
#include "report/export.h"
#include "report/outfile.h"
#include "report/remind.h"

const struct option remind_options[] = {
    { "kind", 'k', OPT_CODE, "report|due|overdue|accept",
      N_("progress wanted, due by the next workday, overdue, not accepted (default: each)"),
      NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    FILTERS,
    { "record", 0, OPT_FLAG, NULL, N_("they have been sent: count them (with --kind)"),
      NO_PLACE },
    { "output", 'o', OPT_TEXT, "FILE.txt", N_("into a file (with a byte order mark)"),
      NO_PLACE },
    { 0 },
};

struct reminding {
    struct app *a;
    struct filter f;
    int64_t *items; size_t n_items;     /* named; NULL: all of the filter */
    char *from;
    struct exporter away;
    int64_t *kept_back; size_t n_kept_back, cap_kept_back;  /* a row once for each kind */
    bool leaves;                        /* with --output: rows that may leave */
    size_t people, rows;
    struct buf text;
    struct reminds sent;                /* with --record: what is to be counted */
};

/* ---- counting ---- */

static void refused(void *ctx, size_t i, const struct xh_err *why)
{
    (void)ctx, (void)i;
    warn("%s", why->msg);
}

/* All or none: what was sent is one thing. */
static enum xh_rc record(const struct reminding *q, struct xh_err *err)
{
    const struct reminds *r = &q->sent;
    struct call *calls = xcalloc(q->rows + 1, sizeof *calls);
    char **codes = xcalloc(q->rows + 1, sizeof *codes);
    struct who who = { .actor = q->a->me };
    const struct verb_each each = { .refused = refused };
    enum xh_rc rc = XH_OK;
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; rc == XH_OK && k < r->v[i].n_items; k++) {
            struct item it = {0};
            rc = item_load(q->a->st->db, r->v[i].items[k], &it, err);
            codes[n] = xstrdup(it.code);
            calls[n] = (struct call){ .verb = VERB_REMIND, .code = codes[n],
                                      .kind = remind_id(r->kind), .on = DAY_NONE,
                                      .to = DAY_NONE, .next_due = DAY_NONE };
            n++;
            item_fini(&it);
        }
    if (rc == XH_OK && n)
        rc = verb_run_each(q->a->st, &q->a->env, &who, calls, n, &each, err);
    for (size_t i = 0; i < n; i++)
        free(codes[i]);
    free(codes);
    free(calls);
    return rc;
}

/* ---- one kind ---- */

static bool may_leave(void *ctx, const struct row *r)
{
    struct reminding *q = ctx;

    if (exporter_takes(&q->away, r))
        return true;
    GROW(q->kept_back, q->n_kept_back, q->cap_kept_back);
    q->kept_back[q->n_kept_back++] = r->it.id;
    return false;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void say_kept_back(struct reminding *q)
{
    size_t n = 0;

    if (q->n_kept_back)
        qsort(q->kept_back, q->n_kept_back, sizeof *q->kept_back, by_id);
    for (size_t i = 0; i < q->n_kept_back; i++)
        n += i == 0 || q->kept_back[i] != q->kept_back[i - 1];
    look_kept_back(n);
}

static enum xh_rc one_kind(struct reminding *q, enum remind_kind kind, bool heading, bool counts,
                           struct xh_err *err)
{
    struct reminds r = { .defs = q->a->defs, .today = q->a->env.today, .kind = kind,
                         .from = q->from, .practice = q->a->st->practice };
    enum xh_rc rc = remind_load(q->a->st, &q->f, q->items, q->n_items,
                                q->leaves ? may_leave : NULL, q, &r, err);

    if (rc == XH_OK && r.n) {
        if (q->text.len)
            buf_putc(&q->text, '\n');
        if (heading)
            buf_printf(&q->text, "== %s ==\n\n", remind_name(kind));
        reminds_print(&q->text, &r);
    }
    for (size_t i = 0; i < r.n; i++)
        q->rows += r.v[i].n_items;
    q->people += r.n;
    if (counts)
        q->sent = r;
    else
        reminds_fini(&r);
    return rc;
}

static enum xh_rc all_kinds(struct reminding *q, const char *kind, bool counts,
                            struct xh_err *err)
{
    static const char *const ids[] = { "report", "due", "overdue", "accept", NULL };
    enum remind_kind only = kind ? remind_find(kind) : REMIND_KINDS;
    enum xh_rc rc = XH_OK;

    if (kind && only == REMIND_KINDS)
        return not_among("--kind", kind, ids, err);
    if (counts && !kind)
        return xh_fail(err, XH_USAGE, _("--record counts one kind: name it with --kind"));
    for (int k = 0; rc == XH_OK && k < REMIND_KINDS; k++)
        if (!kind || (enum remind_kind)k == only)
            rc = one_kind(q, (enum remind_kind)k, !kind, counts, err);
    return rc;
}

static enum xh_rc find_items(struct reminding *q, struct args *args, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (args->n_words)
        q->items = xcalloc(args->n_words, sizeof *q->items);
    for (size_t i = 0; rc == XH_OK && i < args->n_words; i++)
        rc = typed_item(q->a, args_word(args, i), &q->items[q->n_items++], err);
    return rc;
}

static enum xh_rc deliver(struct reminding *q, const char *path, bool counted, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (q->people == 0 && q->items)
        return xh_fail(err, XH_REFUSED, _("there is nothing to remind anybody of in what was "
                                          "named"));
    if (q->people == 0) {
        outf("%s\n", _("nobody needs a reminder"));
        return XH_OK;
    }
    if (path)
        rc = outfile_write(path, &q->text, err);
    else
        out(buf_str(&q->text));
    if (rc == XH_OK && path)
        outf(_("%s: people: %zu, rows: %zu\n"), path, q->people, q->rows);
    if (rc == XH_OK && counted)      /* it has left: not before */
        rc = record(q, err);
    if (rc == XH_OK && counted)
        warn(_("counted as sent: people %zu, rows %zu"), q->people, q->rows);
    return rc;
}

enum xh_rc run_remind(struct app *a, const struct command *c, struct args *args,
                      struct xh_err *err)
{
    const char *path = args_get(args, "output");
    bool counts = args_has(args, "record");
    struct reminding q = { .a = a };
    const struct list_def *list = NULL;
    const char **where = NULL;
    size_t n = path ? strlen(path) : 0;

    (void)c;
    if (path && (n < 5 || strcmp(path + n - 4, ".txt") != 0))
        return xh_fail(err, XH_USAGE, _("-o %s: the file's name ends in .txt"), path);
    enum xh_rc rc = app_open(a, counts, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &list, err);
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &q.f, err);
    q.leaves = path != NULL;
    if (rc == XH_OK && path)
        rc = exporter_begin(&q.away, a->st, a->me, list ? list->id : NULL, err);
    if (rc == XH_OK)
        rc = find_items(&q, args, err);
    if (rc == XH_OK) {
        q.f.list = list ? list->id : NULL;
        q.from = person_unit(a->st->db, a->me);
        rc = all_kinds(&q, args_get(args, "kind"), counts, err);
    }
    if (rc == XH_OK)
        rc = deliver(&q, path, counts, err);
    if (rc == XH_OK)
        say_kept_back(&q);
    reminds_fini(&q.sent);
    buf_fini(&q.text);
    free(q.from);
    free(q.items);
    free(q.kept_back);
    free(where);
    return rc;
}
