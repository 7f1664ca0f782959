/* order_draft.c - drafting orders: which items, to whom, in which words (OFFICE 7, 12,
 * 13). One order per unit; superiors and outside units get a letter (ENGINE 38). */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/names.h"
#include "model/order_deed.h"
#include "model/people.h"
#include "model/permit.h"

/* One of the items named, and where its order goes. */
struct matter {
    struct item it;
    const struct list_def *list;
    enum duban_kind kind;
    int64_t unit;               /* 0: an office that is no unit here */
    char *office;               /* its name then; "" */
    struct duban_item said;     /* the words kept with the order */
    bool is_drafted;
};
struct matters { struct matter *v; size_t n, cap; };

static void matters_fini(struct matters *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct matter *x = &m->v[i];
        item_fini(&x->it);
        free(x->office);
        free(x->said.title);
        free(x->said.group);
        free(x->said.word);
        free(x->said.owner);
        free(x->said.steps);
    }
    free(m->v);
}

static bool is_overdue(const struct act *a, int32_t due)
{
    return calendar_is_late(a->defs->calendar, due, a->env.today);
}

/* ---- which items ---- */

static void add_item(struct order_deed *d, struct matters *m, int64_t id)
{
    struct act *a = d->a;

    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].it.id == id)
            return;
    GROW(m->v, m->n, m->cap);
    struct matter *x = &m->v[m->n++];
    *x = (struct matter){0};
    a->rc = item_load(a->db, id, &x->it, &a->err);
    if (act_ok(a))
        x->list = defs_list(a->defs, x->it.list);
}

/* The late rows under an item in a place and below. */
static void add_place(struct order_deed *d, struct matters *m, int64_t parent)
{
    struct act *a = d->a;
    struct xh_err sub = {0};
    int64_t place = 0, *ids = NULL;
    size_t n = 0, cap = 0, before = m->n;
    enum xh_rc rc = place_find(a->db, d->c->place, &place, &sub);

    if (rc != XH_OK) {
        act_fail(a, rc, "%s", sub.msg);
        return;
    }
    struct stmt *s = db_query(
        a->db, &a->err,
        "SELECT i.id, i.due FROM item i WHERE i.parent = ?1 AND i.phase = 0 "
        "AND i.voided = 0 AND i.place IN (WITH RECURSIVE down(id) AS (SELECT ?2 UNION "
        "SELECT l.id FROM place l JOIN down ON l.parent = down.id) SELECT id FROM down) "
        "ORDER BY i.sort_code",
        "ii", parent, place);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, &a->err)) > 0)
        if (is_overdue(a, (int32_t)stmt_int(s, 1))) {
            GROW(ids, n, cap);
            ids[n++] = stmt_int(s, 0);
        }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    for (size_t i = 0; act_ok(a) && i < n; i++)
        add_item(d, m, ids[i]);
    free(ids);
    if (act_ok(a) && m->n == before)
        act_fail(a, XH_REFUSED, _("nothing in %s is late"), d->c->place);
}

static void find_items(struct order_deed *d, struct matters *m, struct xh_err *more)
{
    struct act *a = d->a;

    for (size_t i = 0; a->rc != XH_DB && i < d->c->n_codes; i++) {
        struct xh_err sub = {0};
        int64_t id = 0;
        enum xh_rc rc =
            item_find(a->db, a->defs, d->c->codes[i], a->env.today, &id, &sub);
        if (rc != XH_OK)
            act_fail(a, rc, "%s", sub.msg);
        else if (d->c->place && *d->c->place)
            add_place(d, m, id);
        else
            add_item(d, m, id);
        act_set_aside(a, more);
    }
    if (d->c->n_codes == 0)
        act_fail(a, XH_USAGE, _("which items? CODE is missing"));
}

/* ---- to whom ---- */

static bool is_ours(struct act *a, int64_t unit)
{
    return act_get_int(a, "SELECT level IN ('town','village') FROM unit WHERE id = ?",
                       "i", unit) != 0;
}

/* An item on hold waits for somebody: a superior, an outside unit, an office nobody has
 * entered here. What waits for a unit of ours stays its own unit's business. */
static void address(struct order_deed *d, struct matter *x)
{
    struct act *a = d->a;
    bool held = x->it.phase == PHASE_HELD && *x->it.hold_office;
    int64_t waits = held ? act_get_int(a, "SELECT id FROM unit WHERE name = ?", "t",
                                       x->it.hold_office) : 0;

    x->kind = DUBAN_ORDER;
    x->unit = x->it.unit;
    x->office = xstrdup("");
    if (held && !(waits && is_ours(a, waits))) {
        x->kind = DUBAN_LETTER;
        x->unit = waits;
        if (!waits) {
            free(x->office);
            x->office = xstrdup(x->it.hold_office);
        }
    } else if (x->unit && !is_ours(a, x->unit)) {
        x->kind = DUBAN_LETTER;
    }
}

/* ---- in which words ---- */

/* The open steps, the late ones with their day. At most six: the item has the rest. */
static char *open_steps(const struct act *a, const struct facts *f)
{
    struct buf b = {0};
    size_t n = 0;

    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];
        if (!step_is_open(s) || s->def->optional)
            continue;
        if (n++ >= 6)
            continue;
        buf_printf(&b, "%s%s", b.len ? _(", ") : "", s->def->name);
        if (is_overdue(a, s->due)) {
            char *day = order_day(s->due);
            buf_printf(&b, _(" (due %s)"), day);
            free(day);
        }
    }
    if (n > 6)
        buf_printf(&b, _(" and %zu more"), n - 6);
    return b.s ? buf_take(&b) : xstrdup("");
}

static bool has_late_step(const struct act *a, const struct facts *f)
{
    for (size_t i = 0; i < f->list->n_steps; i++)
        if (step_is_open(&f->steps[i]) && is_overdue(a, f->steps[i].due))
            return true;
    return false;
}

/* What the rows of a group share, but the owner: "林家村 签约". */
static char *group_words(struct act *a, const struct matter *x)
{
    struct names names = { .db = a->db };
    struct buf b = {0};

    for (size_t i = 0; x->list->sheet.grouped && i < x->list->sheet.n_group; i++) {
        const char *by = x->list->sheet.group[i], *word = "";
        int step = list_step(x->list, x->it.next_step);
        size_t n = 0;
        if (strcmp(by, "place") == 0) {
            word = names_get(&names, NAMES_PLACE, x->it.place);
            n = strcspn(word, "/");
        } else if (strcmp(by, "step") == 0) {
            word = step >= 0 ? x->list->steps[step].name : "";
        } else if (strcmp(by, "handler") == 0) {
            word = names_get(&names, NAMES_PERSON, x->it.handler);
        } else if (strcmp(by, "lead") == 0) {
            word = names_get(&names, NAMES_PERSON, x->it.lead);
        } else if (strcmp(by, "leader") == 0) {
            word = names_get(&names, NAMES_PERSON, x->it.leader);
        } else if (strcmp(by, "parent") == 0) {
            word = names_get(&names, NAMES_ITEM, x->it.parent);
        }
        n = n ? n : strlen(word);
        if (n && b.len)
            buf_putc(&b, ' ');
        buf_add(&b, word, n);
    }
    if (x->list->sheet.grouped && b.len == 0)
        buf_puts(&b, x->list->name);
    if (act_ok(a))
        a->rc = names_failed(&names, &a->err);
    names_fini(&names);
    return b.s ? buf_take(&b) : xstrdup("");
}

/* The words about an item as things stand, and whether there is anything to say. */
static bool describe(struct order_deed *d, struct matter *x)
{
    struct act *a = d->a;
    struct item_facts f = {0};
    struct derived derived = {0};
    int32_t today = a->env.today;
    bool late_step = false;

    a->rc = item_facts_load(a->db, a->defs, x->it.id, &f, &a->err);
    x->said.steps = NULL;
    if (act_ok(a)) {
        derive(a->defs, &f.f, &derived);
        x->said.steps = open_steps(a, &f.f);
        late_step = x->it.phase == PHASE_OPEN && has_late_step(a, &f.f);
    }
    int64_t since = act_get_int(a, "SELECT from_day FROM clock WHERE item = ? AND "
                                "kind = 'hold' AND to_day IS NULL", "i", x->it.id);
    item_facts_fini(&f);
    x->said.item = x->it.id;
    x->said.title = xstrdup(x->list->person ? x->it.code : x->it.title);
    x->said.group = group_words(a, x);
    x->said.word = xstrdup(x->list->row);
    x->said.owner = person_name(a->db, x->it.owner);
    x->said.due = x->it.due;
    x->said.late =
        x->it.phase == PHASE_OPEN && is_overdue(a, x->it.due) ? today - x->it.due : 0;
    x->said.waited = x->it.phase == PHASE_HELD ? today - since
        : x->kind == DUBAN_LETTER ? today - x->it.assigned_on : -1;
    return x->said.late || late_step || x->said.waited >= 0
        || (x->it.phase == PHASE_OPEN && x->it.yellow_on <= today);
}

/* ---- what is in the way ---- */

static void check_open_order(struct order_deed *d, const struct matter *x)
{
    struct act *a = d->a;
    struct buf names = {0};
    struct stmt *s = db_query(
        a->db, &a->err, "SELECT o.id FROM duban_item i JOIN duban_order o ON "
        "o.id = i.duban_order WHERE i.item = ? AND o.state NOT IN ('closed','withdrawn') "
        "ORDER BY o.id", "i", x->it.id);
    int64_t ids[8];
    size_t n = 0;
    int got = s ? 0 : -1;

    while (s && n < 8 && (got = stmt_step(s, &a->err)) > 0)
        ids[n++] = stmt_int(s, 0);
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    for (size_t i = 0; act_ok(a) && i < n; i++) {
        struct duban_order o = {0};
        a->rc = order_load(a->db, ids[i], &o, &a->err);
        if (act_ok(a)) {
            char *name = order_name(&o);
            buf_puts(&names, i ? _(", ") : "");
            buf_printf(&names, _("%s (%s)"), name, order_state_name(o.state));
            free(name);
        }
        order_fini(&o);
    }
    if (act_ok(a) && n)
        act_fail(a, XH_REFUSED,
                 err_way(_("%s has an open order: %s. To draft another one all the "
                           "same: --again"),
                         _("%s has an open order: %s")),
                 x->it.code, buf_str(&names));
    buf_fini(&names);
}

static void check_item(struct order_deed *d, struct matter *x, struct xh_err *more)
{
    struct act *a = d->a;
    bool something = false;

    /* Whoever may not need not learn what else is in the way. */
    permit_require(a, d->doer, VERB_SUPERVISE, x->it.list, x->it.id);
    deed_identities(a, DEED_WORK, d->paper != NULL, x->it.list, x->it.id);
    if (!act_ok(a)) {
        act_set_aside(a, more);
        return;
    }
    if (!x->list)
        act_fail(a, XH_CONFIG,
                 _("list '%s' is not configured; its items can only be read"),
                 x->it.list);
    else if (x->it.voided)
        act_fail(a, XH_REFUSED, _("%s was entered by mistake and is void"), x->it.code);
    else if (x->it.phase >= PHASE_CLOSED)
        act_fail(a, XH_REFUSED, _("%s is crossed off or cancelled; reopen it first"),
                 x->it.code);
    else if (x->it.phase == PHASE_REVIEW)
        act_fail(a, XH_REFUSED, _("%s waits for its reviewer, not for its unit"),
                 x->it.code);
    if (act_ok(a)) {
        address(d, x);
        if (!x->unit && !*x->office)
            act_fail(a, XH_REFUSED, _("%s has no unit yet; assign it first"), x->it.code);
    }
    act_set_aside(a, more);
    if (act_ok(a) && x->list && x->it.phase < PHASE_CLOSED) {
        something = describe(d, x);
        if (act_ok(a) && !something && x->it.phase != PHASE_REVIEW
            && !(d->c->text && *d->c->text))
            act_fail(a, XH_REFUSED,
                     err_way(_("%s is on time, there is nothing to supervise; what is "
                               "wanted all the same can be said: --demand"),
                             _("%s is on time, there is nothing to supervise; what is "
                               "wanted all the same can be said as the demand")),
                     x->it.code);
        act_set_aside(a, more);
    }
    if (act_ok(a) && !d->c->again)
        check_open_order(d, x);
    act_set_aside(a, more);
}

/* ---- the texts of a draft ---- */

/* "路灯维修:已逾期2天(完成时限2026年11月18日);未完成节点:施工。" */
static void add_demand(struct buf *b, const struct duban_order *o, size_t at)
{
    const struct duban_item *x = &o->items[at];
    char *what = order_matter(o, at);
    char *due = x->due != DAY_NONE ? order_day(x->due) : NULL;

    buf_puts(b, what);
    if (!*x->group) {
        if (x->waited >= 0)
            buf_printf(b, _(": on hold for %lld days"), (long long)x->waited);
        else if (x->late)
            buf_printf(b, _(": overdue by %lld days (deadline %s)"), (long long)x->late,
                       due);
        else if (due)
            buf_printf(b, _(": deadline %s"), due);
        if (*x->steps)
            buf_printf(b, _("; open steps: %s"), x->steps);
    }
    buf_puts(b, _("."));
    buf_putc(b, '\n');
    free(what);
    free(due);
}

static char *usual_demand(const struct duban_order *o)
{
    struct buf b = {0};

    if (o->kind == DUBAN_LETTER)    /* what has waited how long stands with the matters */
        return xstrdup(_("We ask for your support in settling this soon."));
    for (size_t i = 0; i < o->n_items; i += order_group_size(o, i))
        add_demand(&b, o, i);
    buf_puts(&b,
             _("Speed up, and say in writing why it is late, what comes next and by when "
               "it will be done."));
    return buf_take(&b);
}

static char *usual_title(const struct duban_order *o)
{
    char *first = order_matter(o, 0);
    size_t n = 0;

    for (size_t i = 0; i < o->n_items; i += order_group_size(o, i))
        n++;
    if (n == 1)
        return first;
    /* TRANSLATORS: an order about several matters: the first one, and how many in all */
    char *title = xasprintf(_("%s and others (%zu)"), first, n);
    free(first);
    return title;
}

/* 督办依据: where the items come from, each source once. */
static char *usual_basis(const struct matters *m, const struct matter *of)
{
    struct buf b = {0};

    for (size_t i = 0; i < m->n; i++) {
        const struct matter *x = &m->v[i];
        if (x->kind != of->kind || x->unit != of->unit ||
            strcmp(x->office, of->office) != 0 || !*x->it.source)
            continue;
        char *one = *x->it.source_ref ? xasprintf("%s %s", x->it.source, x->it.source_ref)
                                      : xstrdup(x->it.source);
        if (!strstr(buf_str(&b), one) && b.len < 400)
            buf_printf(&b, "%s%s", b.len ? _(", ") : "", one);
        free(one);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* ---- drafting ---- */

static bool goes_along(const struct matter *x, const struct matter *first)
{
    return !x->is_drafted && x->kind == first->kind && x->unit == first->unit
        && strcmp(x->office, first->office) == 0;
}

static void take_along(struct matter *x, struct duban_order *o, int64_t *lead)
{
    GROW(o->items, o->n_items, o->cap_items);
    o->items[o->n_items++] = x->said;       /* borrowed */
    x->is_drafted = true;
    if (x->it.lead != *lead)
        *lead = 0;
}

/* In the order they were named, the rows of a group beside each other. */
static void gather(struct matters *m, size_t from, struct duban_order *o, int64_t *lead)
{
    const struct matter *first = &m->v[from];

    *lead = first->it.lead;
    for (size_t i = from; i < m->n; i++) {
        struct matter *x = &m->v[i];
        if (!goes_along(x, first))
            continue;
        take_along(x, o, lead);
        for (size_t k = i + 1; *x->said.group && k < m->n; k++)
            if (goes_along(&m->v[k], first)
                && strcmp(m->v[k].said.group, x->said.group) == 0
                && strcmp(m->v[k].said.owner, x->said.owner) == 0)
                take_along(&m->v[k], o, lead);
    }
}

static void insert_order(struct order_deed *d, struct matters *m, size_t from)
{
    struct act *a = d->a;
    struct matter *first = &m->v[from];
    struct duban_order o = { .kind = first->kind };
    const struct orders_def *set = &a->defs->township.orders;
    char day[DAY_TEXT];
    int64_t lead;
    int32_t due = d->c->due != DAY_NONE ? d->c->due
        : calendar_add(a->defs->calendar, a->env.today, set->reply, true);

    gather(m, from, &o, &lead);
    char *title = usual_title(&o), *basis = usual_basis(m, first),
         *demand = d->c->text && *d->c->text ? xstrdup(d->c->text) : usual_demand(&o),
         *to = first->unit ? unit_name(a->db, first->unit) : xstrdup(first->office);
    struct value unit = first->unit ? value_int(first->unit) : value_null();
    struct value leader = lead ? value_int(lead) : value_null();
    int64_t id = act_insert(
        a, "duban_order",
        "kind t state t title t basis t demand t unit v office t lead v "
        "feedback t due d drafted_on d drafted_by i typed_by i",
        order_kind_id(o.kind), "draft", title, basis, demand, &unit, first->office,
        &leader, d->c->feedback && *d->c->feedback ? d->c->feedback : "once", due,
        a->env.today, d->doer, a->who.actor);
    for (size_t i = 0; act_ok(a) && i < o.n_items; i++) {
        const struct duban_item *x = &o.items[i];
        struct value waited = x->waited >= 0 ? value_int(x->waited) : value_null();
        act_insert(a, "duban_item",
                   "duban_order i item i title t grp t word t owner t due d "
                   "late i waited v steps t",
                   id, x->item, x->title, x->group, x->word, x->owner, x->due, x->late,
                   &waited, x->steps);
        act_touch(a, x->item, 0);
        GROW(d->drafted, d->n_drafted, d->cap_drafted);
        struct drafted *made = &d->drafted[d->n_drafted++];
        made->item = x->item;
        memcpy(made->action, a->event.action, sizeof made->action);
    }
    o.id = id;
    o.number = "";
    char *name = order_name(&o);
    act_note_int(a, "order", id);
    order_say(d, _("%s drafted: to %s, %s; %zu items, reply by %s"), name, to, title,
              o.n_items, day_format(due, day));
    if (!d->out->order)
        d->out->order = id;
    d->out->count++;
    free(name);
    free(o.items);
    free(title);
    free(basis);
    free(demand);
    free(to);
}

static void check_call(struct order_deed *d)
{
    struct act *a = d->a;
    const char *feedback = d->c->feedback;
    char day[DAY_TEXT];

    if (feedback && *feedback && strcmp(feedback, "once") != 0
        && strcmp(feedback, "week") != 0)
        act_fail(a, XH_USAGE, _("feedback is 'once' or 'week', not '%s'"), feedback);
    else if (d->c->due != DAY_NONE && d->c->due < a->env.today)
        act_fail(a, XH_REFUSED, _("the reply is wanted by %s: that day is over"),
                 day_format(d->c->due, day));
}

void order_draft(struct order_deed *d)
{
    struct act *a = d->a;
    struct matters m = {0};
    struct xh_err more = {0};

    check_call(d);
    act_set_aside(a, &more);
    find_items(d, &m, &more);
    for (size_t i = 0; act_ok(a) && i < m.n; i++)
        check_item(d, &m.v[i], &more);
    act_fail_all(a, &more);
    for (size_t i = 0; act_ok(a) && i < m.n; i++) {
        if (m.v[i].is_drafted)
            continue;
        if (d->out->count) /* each order is an event: an item's record tells its own */
            act_next(a, VERB_SUPERVISE);
        insert_order(d, &m, i);
        order_notes(d);
    }
    matters_fini(&m);
}
