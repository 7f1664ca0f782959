#include "report/order_page.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"
#include "report/order_text.h"
#include "report/table.h"

/* ---- who comes next ---- */

/* The first role with the permission: who usually does it. */
static const char *role_for(const struct defs *defs, enum verb verb)
{
    for (size_t i = 0; i < defs->township.n_roles; i++)
        if (permit_role(&defs->township.roles[i], verb, NULL))
            return defs->township.roles[i].name;
    return "";
}

const char *order_next_whose(const struct defs *defs, const struct duban_order *o)
{
    enum verb next = order_next(o);

    switch (next) {
    case VERB_NONE:    return "";
    case VERB_SIGN:    return *o->lead_name ? o->lead_name : role_for(defs, VERB_SIGN);
    case VERB_RECEIVE:
    case VERB_ANSWER:  return o->to;
    default:           return role_for(defs, next);
    }
}

const char *order_verb_word(enum verb verb)
{
    static const struct { enum verb verb; const char *word; } words[] = {
        { VERB_SIGN, N_("sign it") }, { VERB_DELIVER, N_("deliver it") },
        { VERB_RECEIVE, N_("acknowledge it") }, { VERB_ANSWER, N_("reply to it") },
        { VERB_FINISH, N_("close it") }, { VERB_REDRAFT, N_("change the draft") },
        { VERB_SEND_BACK, N_("send it back") }, { VERB_REVOKE, N_("withdraw it") },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].verb == verb)
            return _(words[i].word);
    return "";
}

char *order_next_text(const struct defs *defs, const struct duban_order *o)
{
    enum verb next = order_next(o);

    return next ? xasprintf("%s %s", order_verb_word(next), order_next_whose(defs, o))
                : xstrdup("");
}

char *order_size(const struct duban_order *o)
{
    const char *word = o->n_items ? o->items[0].word : "";

    for (size_t i = 1; i < o->n_items; i++)
        if (strcmp(o->items[i].word, word) != 0)
            word = "";
    return xasprintf("%zu%s", o->n_items, word);
}

/* ---- the list ---- */

void order_list_print(struct buf *out, const struct defs *defs, const struct orders *list,
                      int32_t today, int width, bool colours)
{
    struct table t = {0};
    char due[DAY_TEXT];

    if (list->n == 0) {
        buf_printf(out, "%s\n", _("none"));
        return;
    }
    table_column(&t, "#", TEXT_RIGHT, 0, false);
    table_column(&t, _("Document number"), TEXT_LEFT, 0, false);
    table_column(&t, _("Kind"), TEXT_LEFT, 0, false);
    table_may_leave(&t, 1);
    table_column(&t, _("Addressed to"), TEXT_LEFT, 24, true);
    table_column(&t, _("About"), TEXT_LEFT, 32, true);
    table_column(&t, _("State"), TEXT_LEFT, 0, false);
    table_column(&t, _("Reply by"), TEXT_LEFT, 0, false);
    table_column(&t, _("Left"), TEXT_LEFT, 0, false);
    for (size_t i = 0; i < list->n; i++) {
        const struct duban_order *o = &list->v[i];
        char *clock = order_clock(defs, o, today);
        int32_t reply = order_reply_due(defs, o);
        table_add_int(&t, o->id);
        table_add(&t, o->number);
        table_add(&t, order_kind_name(o->kind));
        table_add(&t, o->to);
        table_add(&t, o->title);
        table_add(&t, order_state_name(o->state));
        table_add(&t, day_format_short(reply != DAY_NONE ? reply : o->due, today, due));
        table_add(&t, clock);
        free(clock);
    }
    table_print(out, &t, width, colours);
    table_fini(&t);
}

void order_list_export(struct buf *out, const struct defs *defs, const struct orders *list,
                       int32_t today, enum export_format format)
{
    static const char *const keys[] = {
        "order",        "number",        "kind",        "state",      "to",
        "title",        "items",         "lead",        "due",        "reply_due",
        "days_overdue", "days_unsigned", "feedback",    "drafted_on", "signed_on",
        "delivered_on", "received_on",   "answered_on", "closed_on",  "answers",
        "returns",
    };
    struct export e;

    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < list->n; i++) {
        const struct duban_order *o = &list->v[i];
        struct buf codes = {0};
        for (size_t k = 0; k < o->n_items; k++)
            buf_printf(&codes, "%s%s", k ? " " : "", o->items[k].code);
        export_int(&e, o->id);
        export_text(&e, o->number);
        export_text(&e, order_kind_id(o->kind));
        export_text(&e, order_state_id(o->state));
        export_text(&e, o->to);
        export_text(&e, o->title);
        export_text(&e, buf_str(&codes));
        export_text(&e, o->lead_name);
        export_day(&e, o->due);
        export_day(&e, order_reply_due(defs, o));
        export_int(&e, order_days_overdue(defs, o, today));
        export_int(&e, order_days_unsigned(defs, o, today));
        export_text(&e, o->weekly ? "week" : "once");
        const int32_t days[] = { o->drafted_on,  o->signed_on,   o->delivered_on,
                                 o->received_on, o->answered_on, o->closed_on };
        for (size_t k = 0; k < sizeof days / sizeof *days; k++)
            export_day(&e, days[k]);
        export_int(&e, o->answers);
        export_int(&e, o->returns);
        buf_fini(&codes);
    }
    export_end(&e);
}

static enum xh_rc may_take(struct exporter *x, const struct duban_order *o, struct xh_err *err)
{
    int64_t *items = xcalloc(o->n_items + 1, sizeof *items);

    for (size_t i = 0; i < o->n_items; i++)
        items[i] = o->items[i].item;
    enum xh_rc rc = exporter_may_all(x, items, o->n_items, err);
    free(items);
    return rc;
}

enum xh_rc order_may_take(struct store *st, int64_t person, const struct duban_order *o,
                          struct xh_err *err)
{
    struct exporter x;
    enum xh_rc rc = exporter_begin(&x, st, person, NULL, err);

    return rc == XH_OK ? may_take(&x, o, err) : rc;
}

size_t order_list_keep(struct store *st, int64_t person, unsigned relations,
                       struct orders *list)
{
    struct exporter x = { .st = st, .person = person, .relations = relations };
    size_t kept = 0;

    for (size_t i = 0; i < list->n; i++) {
        struct duban_order *o = &list->v[i];
        struct xh_err err = {0};
        if (may_take(&x, o, &err) == XH_OK)
            list->v[kept++] = *o;
        else
            order_fini(o);
    }
    list->n = kept;
    return x.kept_back;
}

/* ---- one order ---- */

void order_page_facts(const struct duban_order *o, order_value *put, void *ctx)
{
    char day[DAY_TEXT];
    const struct { const char *label, *text; } facts[] = {
        { _("About"), o->title }, { _("Addressed to"), o->to },
        { _("Responsible leader"), o->lead_name }, { _("Basis"), o->basis },
        { _("Reply by"), day_format(o->due, day) },
        { _("Feedback"), o->weekly ? _("every week until it is settled") : _("once") },
    };

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (*facts[i].text)
            put(ctx, facts[i].label, facts[i].text);
}

void order_page_item(struct buf *out, const struct duban_order *o, size_t i)
{
    const struct duban_item *x = &o->items[i];

    buf_puts(out, x->code);
    if (strcmp(x->code, x->title) != 0)
        buf_printf(out, "  %s", x->title);
    if (*x->group)
        buf_printf(out, "  %s", x->group);
    if (x->late)
        buf_printf(out, _("  overdue by %lld days when drafted"), (long long)x->late);
}

/* A way station: when, and by whom. */
static void station(const char *name, int32_t day, const char *who, const char *more,
                    const char *text, order_event *put, void *ctx)
{
    struct buf b = {0};
    char on[DAY_TEXT];

    if (day == DAY_NONE)
        return;
    buf_printf(&b, "%s  %s", day_format(day, on), name);
    if (*who)
        buf_printf(&b, "  %s", who);
    if (*more) {
        buf_puts(&b, "  ");
        text_show(&b, more, false);
    }
    put(ctx, buf_str(&b), text);
    buf_fini(&b);
}

static void answer(const struct duban_answer *r, order_event *put, void *ctx)
{
    struct buf line = {0}, text = {0};
    char day[DAY_TEXT];

    buf_printf(&line, "%s  %s  %s", day_format(r->day, day), _("answer"), r->person);
    if (strcmp(r->person, r->typed_by) != 0)
        buf_printf(&line, _(" (typed by %s)"), r->typed_by);
    buf_puts(&text, r->text);
    for (const char *s = r->files; *s;) {
        size_t n = strcspn(s, "\n");
        buf_puts(&text, text.len ? "\n" : "");
        buf_printf(&text, _("%s: "), _("file"));
        buf_add(&text, s, n);
        s += n + (s[n] == '\n');
    }
    put(ctx, buf_str(&line), buf_str(&text));
    buf_fini(&line);
    buf_fini(&text);
    station(_(verb_info(VERB_SEND_BACK)->name), r->returned_on, r->returned_by, r->reason, "",
            put, ctx);
}

void order_page_way(const struct duban_order *o, order_event *put, void *ctx)
{
    station(order_state_name(DUBAN_DRAFT), o->drafted_on, o->drafter, "", "", put, ctx);
    station(order_state_name(DUBAN_SIGNED), o->signed_on, o->signer,
            o->on_paper ? _("on paper") : "", "", put, ctx);
    station(order_state_name(DUBAN_DELIVERED), o->delivered_on, "", "", "", put, ctx);
    station(order_state_name(DUBAN_RECEIVED), o->received_on, o->receiver, "", "", put, ctx);
    for (size_t i = 0; i < o->n_replies; i++)
        answer(&o->replies[i], put, ctx);
    station(order_state_name(o->state), o->closed_on, o->closer, o->reason, "", put, ctx);
}

/* ---- as a page ---- */

struct page { struct buf *out; int width; };

static void put_line(void *ctx, const char *label, const char *text)
{
    struct page *p = ctx;

    buf_printf(p->out, _("%s: "), label);
    text_show(p->out, text, false);
    buf_putc(p->out, '\n');
}

/* Text of several lines behind `indent` blanks, wrapped. */
static void put_block(struct page *p, int indent, const char *text)
{
    for (const char *s = *text ? text : NULL; s;) {
        size_t n;
        const char *next = text_line(s, p->width - indent, &n);
        char *one = xstrndup(s, n);
        buf_printf(p->out, "%*s", indent, "");
        text_show(p->out, one, false);
        buf_putc(p->out, '\n');
        free(one);
        s = next;
    }
}

static void put_event(void *ctx, const char *line, const char *text)
{
    struct page *p = ctx;

    buf_printf(p->out, "  %s\n", line);
    put_block(p, 4, text);
}

void order_page_print(struct buf *out, const struct defs *defs, const struct duban_order *o,
                      int32_t today, int width)
{
    struct page p = { out, width };
    char *name = order_name(o), *clock = order_clock(defs, o, today),
         *next = order_next_text(defs, o);

    buf_printf(out, "%s  %s  %s%s%s\n", name, order_kind_name(o->kind),
               order_state_name(o->state), *clock ? "  " : "", clock);
    order_page_facts(o, put_line, &p);
    if (*next)
        put_line(&p, _("Comes next"), next);
    buf_printf(out, "\n%s\n", _("Items"));
    for (size_t i = 0; i < o->n_items; i++) {
        buf_puts(out, "  ");
        order_page_item(out, o, i);
        buf_putc(out, '\n');
    }
    buf_printf(out, "\n%s\n", _("Demand"));
    put_block(&p, 2, o->demand);
    buf_printf(out, "\n%s\n", _("Its way"));
    order_page_way(o, put_event, &p);
    free(name);
    free(clock);
    free(next);
}
