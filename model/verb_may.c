/* verb_may.c - what a person may do to an item now, for labels and offers: it looks, and
 * changes nothing. The verbs themselves ask again (verbs.h). */
#include "model/verbs.h"

#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "model/permit.h"
#include "model/work.h"

/* What the verb itself would refuse at once, whoever asks. */
static bool is_pointless(struct store *st, const struct env *env, enum verb verb,
                         const struct item *it, struct xh_err *why)
{
    int64_t n = 0;
    bool late = calendar_is_late(st->defs->calendar, it->due, env->today);

    if (verb == VERB_GRANT || verb == VERB_REFUSE) {
        if (db_get_int(st->db, why, &n, "SELECT count(*) FROM request WHERE item = ? AND "
                       "answer = ''", "i", it->id) == XH_OK && n == 0)
            xh_fail(why, XH_REFUSED, _("%s has no open request"), it->code);
        return n == 0;
    }
    if (verb == VERB_EXTEND && (late || it->due == DAY_NONE)) {
        xh_fail(why, XH_REFUSED, _("the deadline is over; a leader can order a limit"));
        return true;
    }
    if (verb == VERB_VOID && it->version != 1) {
        xh_fail(why, XH_REFUSED,
                _("somebody has already worked on %s; cancel it instead"), it->code);
        return true;
    }
    if (verb == VERB_LIMIT && !late) {
        xh_fail(why, XH_REFUSED, _("%s is not late; its deadline can be extended"),
                it->code);
        return true;
    }
    return false;
}

/* What only some of those with the permission may do; the verbs say it at more length. */
static bool is_somebody_elses(struct store *st, int64_t person, enum verb verb,
                              const struct item *it, struct xh_err *why)
{
    bool review = it->phase == PHASE_REVIEW;
    const char *doer = NULL;
    int64_t own = 0, others = 0;

    if (verb == VERB_GRANT || verb == VERB_REFUSE) {
        db_get_int(st->db, why, &own, "SELECT count(*) FROM request WHERE item = ?1 AND "
                   "answer = '' AND (person = ?2 OR actor = ?2)", "ii", it->id, person);
        db_get_int(st->db, why, &others,
                   "SELECT count(*) FROM request WHERE item = ?1 AND "
                   "answer = '' AND person <> ?2 AND actor <> ?2",
                   "ii", it->id, person);
        if (own && !others)
            xh_fail(why, XH_DENIED, _("two people: whoever asks cannot answer"));
        return own && !others;
    }
    if (verb == VERB_VOID && it->created_by != person)
        xh_fail(why, XH_DENIED,
                _("only whoever entered %s can void it; a leader can cancel it"),
                it->code);
    else if (verb == VERB_WITHDRAW && review && it->applied_by != person
             && !permit_is_responsible(st->db, person, it->id))
        xh_fail(why, XH_DENIED,
                _("only whoever applied can take the application back; a reviewer "
                  "returns it, with a reason"));
    else if (verb == VERB_RETURN && !review && !permit_is_responsible(st->db, person, it->id))
        xh_fail(why, XH_DENIED,
                _("only those %s was given to can give it back; assign it to "
                  "somebody else"),
                it->code);
    else if (verb == VERB_RETURN && review &&
             (doer = permit_doer(st->db, it->id, person)))
        xh_fail(why, XH_DENIED, _("two people: the person deciding may not be %s"), doer);
    else if (verb == VERB_RETURN && review)
        return permit_check(st->db, st->defs, person, VERB_APPROVE, it->list, it->id,
                            why) != XH_OK;
    else
        return false;
    return true;
}

/* The state it would be in once an act of the responsible side has accepted it. */
static const char *accepted_state(struct store *st, enum verb verb, int64_t person,
                                  const struct item *it)
{
    bool accepts = (verb_info(verb)->flags & VERB_RESPONSIBLE) && verb != VERB_ACCEPT
        && strcmp(it->state, "assigned") == 0 && permit_is_responsible(st->db, person, it->id);
    return accepts ? "active" : it->state;
}

bool verb_may(struct store *st, const struct env *env, int64_t person, enum verb verb,
              int64_t item, struct xh_err *why)
{
    struct item it = {0};
    bool yes = false;
    const struct verb_info *info = verb_info(verb);

    if (item_load(st->db, item, &it, why) != XH_OK)
        return false;
    const struct list_def *l = defs_list(st->defs, it.list);
    struct xh_err sub = {0};
    if (l && permit_check(st->db, st->defs, person, verb, it.list, item, why) == XH_OK) {
        const char *doer =
            (info->flags & VERB_DECIDES) && !(info->flags & VERB_REQUESTABLE)
                ? permit_doer(st->db, item, person)
                : NULL;
        if (doer)
            xh_fail(why, XH_DENIED, _("two people: the person deciding may not be %s"),
                    doer);
        else if (!work_next(st->defs, l, verb, accepted_state(st, verb, person, &it),
                            it.state_before, &sub))
            xh_fail(why, XH_REFUSED, "%s", sub.msg);
        else
            yes = !is_somebody_elses(st, person, verb, &it, why)
                && !is_pointless(st, env, verb, &it, why);
    }
    item_fini(&it);
    return yes;
}
