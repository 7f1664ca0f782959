/* verbs_each.c - many acts at once, each with an event of its own: all or none (invariant
 * 12). See verbs.h. */
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/file.h"
#include "model/i18n.h"

/* True when one was refused. */
static bool run_each(struct act *a, const struct call *calls, size_t n,
                     const struct evidence_file *paper, const struct verb_each *each)
{
    bool bad = false;

    for (size_t i = 0; act_ok(a) && i < n; i++) {
        struct xh_err why = {0};
        struct result r;

        deed_run(a, &calls[i], NULL, paper, &r);
        act_set_aside(a, &why);
        if (!act_ok(a))
            break;
        if (why.rc != XH_OK) {
            bad = true;
            each->refused(each->ctx, i, &why);
            act_forget(a);
            continue;
        }
        memcpy(r.action, a->event.action, sizeof r.action);
        if (each->done)
            each->done(each->ctx, i, &r);
        act_next(a, i + 1 < n ? calls[i + 1].verb : calls[i].verb);
    }
    return bad;
}

enum xh_rc verb_run_each(struct store *st, const struct env *env, const struct who *who,
                         const struct call *calls, size_t n, const struct verb_each *each,
                         struct xh_err *err)
{
    struct act a;
    struct evidence_file paper = {0}, *none = NULL;
    struct xh_err unused;
    enum xh_rc rc = each->trial && st->home && who->paper
        ? file_hash(who->paper, false, paper.hash, &paper.size, NULL, err)
        : deed_store_files(st, NULL, 0, who->paper, &none, &paper, err);

    free(none);
    if (rc == XH_OK && n)
        rc = act_begin(&a, st, env, calls[0].verb, who, err);
    if (rc != XH_OK || n == 0)
        return rc;
    act_defer(&a);
    bool bad = run_each(&a, calls, n, who->paper ? &paper : NULL, each);
    if (act_ok(&a) && (bad || each->trial)) {
        if (act_end(&a, XH_REFUSED, &unused) == XH_DB)
            rc = xh_fail(err, XH_DB, "%s", unused.msg);
    } else {
        rc = act_end(&a, XH_OK, err);
    }
    act_fini(&a);
    if (rc == XH_OK && !bad && !each->trial)
        recompute_stale(st, env, who, &unused);     /* or by the next act */
    return rc == XH_OK && bad ? xh_fail(err, XH_REFUSED, _("nothing was changed")) : rc;
}
