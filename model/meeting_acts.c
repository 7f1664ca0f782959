#include "model/meeting_acts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "model/missing.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/rhythm.h"
#include "model/work.h"

#define FIELDS 16
#define SOURCE "会议议定"       /* one of the sources of OFFICE 9, a word of the data */
#define NAMED_MOST 3            /* rows of a group whose refusal is told */

const struct list_def *meeting_list(const struct defs *defs)
{
    return defs_list(defs, "meetings");
}

/* Of a group what its rows share, not how many of them are late by now. */
char *meeting_item_begins(const struct meeting_row *r)
{
    const char *full = r->is_group ? strstr(r->title, "：") : NULL;
    size_t n = r->is_group ? strcspn(r->title, ":") : strlen(r->title);

    if (full && (size_t)(full - r->title) < n)
        n = (size_t)(full - r->title);
    return xasprintf("%s %.*s", r->code, (int)n, r->title);
}

bool meeting_row_touched(const struct meeting_row *r)
{
    return r->done || r->n_acts;
}

/* ---- what comes too late ---- */

bool meeting_takes(enum meeting_what what, int64_t request, enum phase phase)
{
    switch (what) {
    case MEETING_LIMIT: case MEETING_ORDER: return phase == PHASE_OPEN || phase == PHASE_HELD;
    case MEETING_LEAD:   return phase == PHASE_OPEN;
    case MEETING_EXTEND: return phase == PHASE_OPEN || (request && phase < PHASE_CLOSED);
    case MEETING_CLOSE: case MEETING_RETURN: return phase == PHASE_REVIEW;
    default:             return true;
    }
}

static enum xh_rc too_late(const char *code, enum phase phase, enum meeting_what what,
                           struct xh_err *err)
{
    if (phase >= PHASE_CLOSED)
        return xh_fail(err, XH_REFUSED,
                       _("%s is crossed off or cancelled already; words can be added with 9"),
                       code);
    if (what == MEETING_CLOSE || what == MEETING_RETURN)
        return xh_fail(err, XH_REFUSED, "%s",
                       _("Nobody has applied for its cross-off; nothing to agree to."));
    if (phase == PHASE_REVIEW)
        return xh_fail(err, XH_REFUSED,
                       _("%s waits for its reviewer: 8 agrees to the cross-off, 9 takes words"),
                       code);
    return xh_fail(err, XH_REFUSED, _("%s is on hold; it has to be resumed first"), code);
}

/* No deadline, a statutory one, one that has passed. */
static enum xh_rc may_still_extend(struct store *st, const struct env *env, int64_t item,
                                   struct xh_err *err)
{
    struct item_state s = {0};
    enum xh_rc rc = item_state_load(st, item, &s, err);

    if (rc == XH_OK)
        rc = work_may_extend(st->defs, &s.facts.f, &s.derived, DAY_NEVER, true, env->today, err);
    item_state_fini(&s);
    return rc;
}

enum xh_rc meeting_can_decide(struct store *st, const struct env *env,
                              const struct meeting_row *r, enum meeting_what what,
                              int64_t request, struct xh_err *err)
{
    enum phase first = PHASE_OPEN;
    enum xh_rc rc = XH_OK;
    bool any = r->n_items == 0;

    for (size_t i = 0; rc == XH_OK && i < r->n_items; i++) {
        struct item it = {0};
        rc = item_load(st->db, r->items[i], &it, err);
        if (i == 0)
            first = it.phase;
        any |= rc == XH_OK && meeting_takes(what, request, it.phase);
        item_fini(&it);
    }
    if (rc == XH_OK && !any)
        return too_late(r->code, first, what, err);
    if (rc == XH_OK && what == MEETING_EXTEND && !request && r->n_items == 1)
        rc = may_still_extend(st, env, r->items[0], err);
    return rc;
}

/* ---- one row being carried out ---- */

struct doing {
    struct store *st;
    const struct env *env;
    const struct meeting *m;
    struct meeting_row *r;
    const struct meeting_hands *hands;
    char *says;                 /* what stands in the record */
    char *ref;                  /* the row of the sheet, for machines */
    size_t acts, failed;
    struct buf why;
};

static void failed(struct doing *x, const char *code, const struct xh_err *err)
{
    x->r->failed_rc = err->rc;
    if (x->failed++ >= NAMED_MOST)
        return;
    if (x->why.len)
        buf_putc(&x->why, '\n');
    if (strncmp(err->msg, code, strlen(code)) != 0)
        buf_printf(&x->why, "%s: ", code);
    buf_puts(&x->why, err->msg);
}

/* Whose decision it is: the chair's on the signed form, if he may decide about this row;
 * else whoever is at the keyboard. What the chair has written about his own work is his
 * even so, and refused. */
static struct who who_for(const struct doing *x, enum verb verb, const struct item *it)
{
    struct db *db = x->st->db;
    const struct defs *defs = x->st->defs;
    int64_t chair = x->m->chair, actor = x->hands->actor;
    bool decides = (verb_info(verb)->flags & VERB_DECIDES) || verb == VERB_RETURN;
    struct who w = { .actor = actor };

    if (x->m->is_reply && verb == VERB_INSTRUCT && chair != actor &&
        permit_may(db, defs, actor, VERB_ACT_FOR, it->list, it->id))
        w.behalf = chair;
    if (chair == actor || !x->hands->paper || !decides)
        return w;
    bool is_own = permit_doer(db, it->id, chair) != NULL, reply = x->m->is_reply;
    if (!(reply && is_own) &&
        !permit_may(db, defs, chair, verb == VERB_EXTEND ? VERB_GRANT : verb, it->list, it->id))
        return w;
    if (!reply && (is_own || !permit_may(db, defs, actor, VERB_PAPER, it->list, it->id)))
        return w;
    w.decided = chair;
    w.paper = x->hands->paper;
    return w;
}

static bool run(struct doing *x, const struct call *c, const struct item *it,
                struct result *out)
{
    struct xh_err err = {0};
    struct who who = who_for(x, c->verb, it);
    struct call call = *c;

    call.sheet = x->ref;
    if (x->hands->verb(x->hands->ctx, &who, &call, out, &err) != XH_OK) {
        failed(x, it->code ? it->code : "", &err);
        return false;
    }
    x->acts++;
    return true;
}

static void saved(struct doing *x)
{
    if (x->hands->done)
        x->hands->done(x->hands->ctx);
}

static struct call call_of(enum verb verb, const struct item *it)
{
    return (struct call){ .verb = verb, .code = it->code, .on = DAY_NONE, .to = DAY_NONE,
                          .next_due = DAY_NONE };
}

/* ---- the verb a decision is ---- */

static bool is_late(const struct doing *x, const struct item *it)
{
    return item_is_late(it, x->st->defs->calendar, x->env->today);
}

/* Does the decision ask anything of this row? Of a group only what it applies to. */
static bool concerns(const struct doing *x, const struct item *it)
{
    switch (x->r->d.what) {
    case MEETING_LIMIT:  return is_late(x, it);
    case MEETING_LEAD:   return !x->r->is_group || it->phase == PHASE_OPEN;
    case MEETING_EXTEND: return !x->r->is_group || (it->phase == PHASE_OPEN && !is_late(x, it));
    case MEETING_CLOSE: case MEETING_RETURN:
        return !x->r->is_group || it->phase == PHASE_REVIEW;
    default:             return false;
    }
}

/* Stored as a request it would only wait for somebody else: better said at once. */
static bool may_extend(struct doing *x, const struct item *it)
{
    struct db *db = x->st->db;
    int64_t actor = x->hands->actor;
    struct xh_err err = {0};
    const char *doer = permit_doer(db, it->id, actor);

    if (who_for(x, VERB_EXTEND, it).decided)
        return true;
    if (permit_check(db, x->st->defs, actor, VERB_GRANT, it->list, it->id, &err) == XH_OK &&
        doer) {
        struct buf who = {0};
        permit_who_can(&who, db, x->st->defs, VERB_GRANT, it->list, it->id, actor);
        xh_fail(&err, XH_DENIED,
                _("two people: the person deciding may not be %s. Who can: %s"), doer,
                buf_str(&who));
        buf_fini(&who);
    }
    if (err.rc != XH_OK)
        failed(x, it->code, &err);
    return err.rc == XH_OK;
}

static bool decide(struct doing *x, const struct item *it)
{
    const struct meeting_decision *d = &x->r->d;
    struct pair to[2];
    struct call c = call_of(VERB_NONE, it);
    struct result out = {0};

    c.reason = x->says;
    switch (d->what) {
    case MEETING_LIMIT:
        c.verb = VERB_LIMIT;
        c.to = d->day;
        break;
    case MEETING_LEAD:
        c.verb = VERB_ASSIGN;
        if (*d->unit)
            to[c.n_fields++] = (struct pair){ "unit", d->unit };
        if (*d->owner)
            to[c.n_fields++] = (struct pair){ "owner", d->owner };
        c.fields = to;
        break;
    case MEETING_EXTEND:
        c.verb = d->request ? VERB_GRANT : VERB_EXTEND;
        c.request = d->request;
        c.to = d->day;
        c.doc = d->doc;
        break;
    case MEETING_CLOSE:
        c.verb = VERB_APPROVE;
        break;
    case MEETING_RETURN:
        c.verb = VERB_RETURN;
        break;
    default:
        return false;
    }
    if ((c.verb == VERB_EXTEND && !may_extend(x, it)) || !run(x, &c, it, &out))
        return false;
    meeting_add_act(x->r, MEETING_DID, it->id, out.action);
    saved(x);
    return true;
}

static bool each_row(struct doing *x)
{
    for (size_t i = 0; i < x->r->n_items; i++) {
        struct item it = {0};
        struct xh_err err = {0};
        if (meeting_did(x->r, MEETING_DID, x->r->items[i]))
            continue;
        if (item_load(x->st->db, x->r->items[i], &it, &err) != XH_OK)
            failed(x, x->r->code, &err);
        else if (concerns(x, &it))
            decide(x, &it);
        item_fini(&it);
    }
    return x->failed == 0;
}

static void ordered(void *ctx, int64_t item, const char *action)
{
    meeting_add_act(((struct doing *)ctx)->r, MEETING_ORDERED, item, action);
}

/* Files of before know an order as what the decision was. */
static bool ordered_by_old_file(const struct meeting_row *r)
{
    return r->d.what == MEETING_ORDER && meeting_did(r, MEETING_DID, 0);
}

/* One order to each unit concerned. What stands in an order already stays there. */
static bool send_order(struct doing *x)
{
    const char **codes = xcalloc(x->r->n_items + 1, sizeof *codes);
    struct item *items = xcalloc(x->r->n_items + 1, sizeof *items);
    struct order_call c = { .verb = VERB_SUPERVISE, .codes = codes, .due = DAY_NONE,
                            .on = DAY_NONE, .drafted = ordered, .ctx = x };
    struct order_result out = {0};
    struct xh_err err = {0};
    bool any = meeting_did(x->r, MEETING_ORDERED, 0);

    for (size_t i = 0; i < x->r->n_items; i++) {
        if (meeting_did(x->r, MEETING_ORDERED, x->r->items[i]))
            continue;
        if (item_load(x->st->db, x->r->items[i], &items[i], &err) != XH_OK)
            failed(x, x->r->code, &err);
        else if (!x->r->is_group || meeting_takes(MEETING_ORDER, 0, items[i].phase))
            codes[c.n_codes++] = items[i].code;
    }
    c.text = *x->r->d.text ? x->r->d.text : NULL;
    c.sheet = x->ref;
    if (x->failed == 0 && (c.n_codes || !any)) {
        struct who who = { .actor = x->hands->actor };
        if (x->hands->order(x->hands->ctx, &who, &c, &out, &err) != XH_OK)
            failed(x, x->r->code, &err);
        else
            x->acts++;
        if (x->failed == 0)
            saved(x);
    }
    for (size_t i = 0; i < x->r->n_items; i++)
        item_fini(&items[i]);
    free(items);
    free(codes);
    return x->failed == 0;
}

/* ---- what stands on the item itself ---- */

/* Where no verb has left a trace: a note, of a group on what its rows hang under. */
static bool note(struct doing *x)
{
    struct item it = {0};
    struct xh_err err = {0};
    struct result out = {0};
    struct store *st = x->st;
    int64_t id = x->r->n_items == 1 && !x->r->is_group ? x->r->items[0] : 0;

    if (x->r->n_acts || x->r->d.what == MEETING_AGREED)
        return true;
    enum xh_rc found = id ? XH_OK
                          : item_find(st->db, st->defs, x->r->code, x->env->today, &id, &err);
    if (found == XH_NOT_FOUND)
        return true;            /* a group that hangs under nothing */
    if (found != XH_OK) {
        failed(x, x->r->code, &err);
        return false;
    }
    if (item_load(st->db, id, &it, &err) != XH_OK) {
        failed(x, x->r->code, &err);
    } else {
        struct call c = call_of(x->m->is_reply ? VERB_INSTRUCT : VERB_NOTE, &it);
        c.text = x->says;
        if (run(x, &c, &it, &out)) {
            meeting_add_act(x->r, MEETING_NOTED, it.id, out.action);
            saved(x);
        }
    }
    item_fini(&it);
    return x->failed == 0;
}

/* ---- an item of its own ---- */

struct new_item { struct pair v[FIELDS]; size_t n; char *keep[FIELDS]; };

/* Takes over `value`; "" and NULL are left out. */
static void put(struct new_item *w, const char *key, char *value)
{
    if (!value || !*value) {
        free(value);
        return;
    }
    w->keep[w->n] = value;
    w->v[w->n++] = (struct pair){ key, value };
}

static bool is_choice(const struct list_def *l, int field, const char *word)
{
    for (size_t i = 0; i < l->fields[field].n_choices; i++)
        if (strcmp(l->fields[field].choices[i], word) == 0)
            return true;
    return l->fields[field].n_choices == 0;
}

static void put_field(struct new_item *w, const struct list_def *l, const char *id,
                      const char *value)
{
    int f = list_field(l, id);

    if (f >= 0 && is_choice(l, f, value))
        put(w, id, xstrdup(value));
}

static int32_t due_of(const struct doing *x)
{
    const struct defs *defs = x->st->defs;

    switch (x->r->d.what) {
    case MEETING_LIMIT: case MEETING_ON_SITE:
        return x->r->d.day;
    case MEETING_AGAIN:
        return rhythm_meeting_after(defs, x->m->met);
    case MEETING_ORDER:
        return calendar_add(defs->calendar, x->env->today, defs->township.orders.reply, true);
    default:
        return DAY_NONE;        /* the list's own rule */
    }
}

/* Whoever is responsible for all of the rows; of those they do not share, nobody. */
static void put_people(const struct doing *x, struct new_item *w)
{
    struct db *db = x->st->db;
    const struct meeting_decision *d = &x->r->d;
    struct item first = {0}, it = {0};
    struct xh_err err;
    int64_t person = 0;

    for (size_t i = 0; i < x->r->n_items; i++) {
        if (item_load(db, x->r->items[i], i ? &it : &first, &err) == XH_OK && i) {
            first.unit = it.unit == first.unit ? first.unit : 0;
            first.owner = it.owner == first.owner ? first.owner : 0;
            first.lead = it.lead == first.lead ? first.lead : 0;
            first.leader = it.leader == first.leader ? first.leader : 0;
        }
        item_fini(&it);
    }
    bool named = d->what == MEETING_LEAD;
    if (named && !*d->unit && *d->owner && person_find(db, d->owner, &person, &err) == XH_OK)
        put(w, "unit", person_unit(db, person));
    else
        put(w, "unit", named ? xstrdup(d->unit) : unit_name(db, first.unit));
    if (named)
        put(w, "owner", xstrdup(d->owner));
    else if (first.owner)
        put(w, "owner", xasprintf("#%lld", (long long)first.owner));
    if (first.lead)
        put(w, "lead", xasprintf("#%lld", (long long)first.lead));
    if (first.leader)
        put(w, "leader", xasprintf("#%lld", (long long)first.leader));
    item_fini(&first);
}

static bool make_item(struct doing *x)
{
    const struct list_def *l = meeting_list(x->st->defs);
    struct new_item w = {0};
    struct result out = {0};
    char day[DAY_TEXT];
    int32_t due = due_of(x);

    if (!x->r->d.item || *x->r->made || !l)
        return true;
    put(&w, "title", meeting_item_begins(x->r));
    if (due != DAY_NONE && list_takes_due(l))
        put(&w, "due", xstrdup(day_format(due, day)));
    put_people(x, &w);
    put(&w, "source", xstrdup(SOURCE));
    put(&w, "source_ref", meeting_title(x->m));
    put_field(&w, l, "meeting", x->m->kind);
    put_field(&w, l, "session", x->m->session);
    put_field(&w, l, "met", day_format(x->m->met, day));
    put_field(&w, l, "decision", meeting_what_choice(x->r->d.what));
    put_field(&w, l, "content", x->says);
    struct call c = call_of(VERB_ADD, &(struct item){ .code = NULL });
    c.list = l->id;
    c.fields = w.v;
    c.n_fields = w.n;
    if (run(x, &c, &(struct item){ .code = x->r->code }, &out)) {
        free(x->r->made);
        x->r->made = xstrdup(out.code);
        meeting_add_act(x->r, MEETING_MADE, out.item, out.action);
        saved(x);
    }
    for (size_t i = 0; i < w.n; i++)
        free(w.keep[i]);
    return x->failed == 0;
}

/* ---- all of it ---- */

bool meeting_carry_out(struct store *st, const struct env *env, struct meeting *m, size_t at,
                       const struct meeting_hands *hands, size_t *acts)
{
    struct doing x = { .st = st, .env = env, .m = m, .r = &m->rows[at], .hands = hands };

    if (x.r->done || x.r->d.what == MEETING_OPEN)
        return true;
    x.says = meeting_says(m, x.r);
    x.ref = meeting_row_ref(m, x.r);
    x.r->done = (x.r->d.what == MEETING_ORDER || each_row(&x)) &&
                ((x.r->d.what != MEETING_ORDER && !x.r->d.order) ||
                 ordered_by_old_file(x.r) || send_order(&x)) &&
                note(&x) && make_item(&x);
    if (x.failed > NAMED_MOST)
        buf_printf(&x.why, _("\nand %zu more"), x.failed - NAMED_MOST);
    free(x.r->failed);
    x.r->failed = x.why.s ? buf_take(&x.why) : xstrdup("");
    free(x.says);
    free(x.ref);
    if (acts)
        *acts += x.acts;
    return x.r->done;
}
