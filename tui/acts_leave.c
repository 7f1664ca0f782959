/* acts_leave.c - rows go over from somebody who leaves to somebody else, in every part he had
 * in them (OFFICE 23). See acts.h. */
#include <stdlib.h>

#include "model/permit.h"
#include "tui/acts_own.h"

struct leaving {
    int64_t from;
    const char *to;
    struct pair fields[4];      /* of the row at hand */
};

/* The verb that may name other people depends on the row: in work it is transferred, or
 * assigned anew by who may do only that; under review or on hold its fields are set. */
static bool each(struct tui *t, void *ctx, const struct item *it, struct call *c,
                 struct xh_err *why)
{
    struct leaving *l = ctx;
    const struct { const char *key; int64_t who; } parts[] = {
        { "owner", it->owner }, { "handler", it->handler }, { "leader", it->leader },
        { "lead", it->lead },
    };

    c->fields = l->fields;
    c->n_fields = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].who == l->from)
            l->fields[c->n_fields++] = (struct pair){ parts[i].key, l->to };
    if (c->n_fields == 0) {
        xh_fail(why, XH_REFUSED, "%s", it->code);
        return false;
    }
    c->verb = it->owner != l->from || it->phase != PHASE_OPEN    ? VERB_SET
              : flow_may(t, VERB_TRANSFER, it->id, NULL) ? VERB_TRANSFER
                                                         : VERB_ASSIGN;
    return true;
}

bool acts_hand_over(struct tui *t, const struct targets *on, int64_t from, const char *to,
                    const char *reason, int64_t *failed, size_t *n_failed)
{
    struct leaving l = { .from = from, .to = to };
    struct plan p = { .call = tui_call(VERB_TRANSFER, NULL), .each = each, .ctx = &l };
    struct flow f;

    p.call.reason = reason;
    bool done = flow_begin(t, &f, on, failed, n_failed) && flow_do(t, &f, &p);

    flow_end(&f);
    return done;
}
