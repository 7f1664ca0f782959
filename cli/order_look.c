#include "cli/order_look.h"

#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/outfile.h"
#include "model/i18n.h"
#include "model/order.h"
#include "model/permit.h"
#include "model/text.h"
#include "report/export.h"
#include "report/order_text.h"
#include "report/table.h"

#define PAGE 80                 /* columns of the printed text */

/* ---- lists ---- */

static void order_table(const struct app *a, struct buf *b, const struct orders *list)
{
    struct table t = {0};
    char due[DAY_TEXT];

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
        char *clock = order_clock(a->defs, o, a->env.today);
        int32_t reply = order_reply_due(a->defs, o);
        table_add_int(&t, o->id);
        table_add(&t, o->number);
        table_add(&t, order_kind_name(o->kind));
        table_add(&t, o->to);
        table_add(&t, o->title);
        table_add(&t, order_state_name(o->state));
        table_add(
            &t, day_format_short(reply != DAY_NONE ? reply : o->due, a->env.today, due));
        table_add(&t, clock);
        free(clock);
    }
    table_print(b, &t, a->columns, a->colours);
    table_fini(&t);
}

static void order_export(const struct app *a, struct buf *b, const struct orders *list,
                         enum format format)
{
    static const char *const keys[] = {
        "order",        "number",        "kind",        "state",      "to",
        "title",        "items",         "lead",        "due",        "reply_due",
        "days_overdue", "days_unsigned", "feedback",    "drafted_on", "signed_on",
        "delivered_on", "received_on",   "answered_on", "closed_on",  "answers",
        "returns",
    };
    struct export e;

    export_begin(&e, b, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
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
        export_day(&e, order_reply_due(a->defs, o));
        export_int(&e, order_days_overdue(a->defs, o, a->env.today));
        export_int(&e, order_days_unsigned(a->defs, o, a->env.today));
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

/* Reading and taking away are two permissions (ENGINE 28): only orders all of whose items
 * may be exported. */
static void keep_exportable(const struct app *a, struct orders *list, unsigned relations)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->n; i++) {
        struct duban_order *o = &list->v[i];
        bool may = true;
        for (size_t k = 0; may && k < o->n_items; k++)
            may =
                (permit_relation_to(a->st->db, a->me, o->items[k].item) & relations) != 0;
        if (may)
            list->v[kept++] = *o;
        else
            order_fini(o);
    }
    list->n = kept;
}

enum xh_rc order_run_list(struct app *a, const struct args *args, struct xh_err *err)
{
    struct orders list = {0};
    struct buf b = {0};
    enum format format;
    unsigned relations = 0;
    struct order_filter f = {
        .state = args_get(args, "state"), .unit = args_get(args, "unit"),
        .open = args_has(args, "open"), .overdue = args_has(args, "overdue"),
        .unsigned_ = args_has(args, "unsigned"), .today = a->env.today, .reader = a->me,
    };
    enum xh_rc rc = look_format(args, &format, err);

    if (rc == XH_OK && format != FORMAT_TABLE)
        rc = look_may_export(a, NULL, &relations, err);
    if (rc == XH_OK)
        rc = order_list(a->st, &f, &list, err);
    if (rc == XH_OK && format != FORMAT_TABLE) {
        keep_exportable(a, &list, relations);
        order_export(a, &b, &list, format);
    } else if (rc == XH_OK && list.n == 0) {
        buf_printf(&b, "%s\n", _("none"));
    } else if (rc == XH_OK) {
        order_table(a, &b, &list);
    }
    out_raw(buf_str(&b));
    buf_fini(&b);
    orders_fini(&list);
    return rc;
}

/* ---- one order ---- */

static enum xh_rc find(struct app *a, const struct args *args, struct duban_order *o,
                       struct xh_err *err)
{
    int64_t id = 0;

    if (!args_word(args, 1))
        return xh_fail(err, XH_USAGE, _("which order? its number is missing"));
    enum xh_rc rc = order_find(a->st->db, args_word(args, 1), a->env.today, &id, err);
    if (rc == XH_OK && !order_may_read(a->st, a->me, id))
        rc = xh_fail(err, XH_DENIED, _("this order is not yours to read"));
    return rc == XH_OK ? order_load(a->st->db, id, o, err) : rc;
}

static void line(struct buf *b, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_printf(b, _("%s: "), label);
    text_show(b, text, false);
    buf_putc(b, '\n');
}

/* Text of several lines behind `indent` blanks, wrapped to the terminal or 80 columns. */
static void block(const struct app *a, struct buf *b, int indent, const char *text)
{
    int width = (a->columns > 40 ? a->columns : PAGE) - indent;

    for (const char *s = *text ? text : NULL; s;) {
        size_t n;
        const char *next = text_line(s, width, &n);
        char *one = xstrndup(s, n);
        buf_printf(b, "%*s", indent, "");
        text_show(b, one, false);
        buf_putc(b, '\n');
        free(one);
        s = next;
    }
}

/* A way station: when, and by whom. */
static void station(struct buf *b, enum duban_state s, int32_t day, const char *who,
                    const char *more)
{
    char text[DAY_TEXT];

    if (day == DAY_NONE)
        return;
    buf_printf(b, "  %s  %s", day_format(day, text), order_state_name(s));
    if (*who)
        buf_printf(b, "  %s", who);
    if (*more) {
        buf_puts(b, "  ");
        text_show(b, more, false);
    }
    buf_putc(b, '\n');
}

static void answers(const struct app *a, struct buf *b, const struct duban_order *o)
{
    char day[DAY_TEXT];

    for (size_t i = 0; i < o->n_replies; i++) {
        const struct duban_answer *r = &o->replies[i];
        buf_printf(b, "  %s  %s  %s", day_format(r->day, day), _("answer"), r->person);
        if (strcmp(r->person, r->typed_by) != 0)
            buf_printf(b, _(" (typed by %s)"), r->typed_by);
        buf_putc(b, '\n');
        block(a, b, 4, r->text);
        for (const char *s = r->files; *s;) {
            char *name = xstrndup(s, strcspn(s, "\n"));
            buf_puts(b, "    ");
            line(b, _("file"), name);
            s += strlen(name);
            s += *s == '\n';
            free(name);
        }
        if (r->returned_on != DAY_NONE) {
            buf_printf(b, "    %s  %s  %s", day_format(r->returned_on, day),
                       _(verb_info(VERB_SEND_BACK)->name), r->returned_by);
            buf_puts(b, "  ");
            text_show(b, r->reason, false);
            buf_putc(b, '\n');
        }
    }
}

static void show_order(const struct app *a, struct buf *b, const struct duban_order *o)
{
    char *name = order_name(o), *clock = order_clock(a->defs, o, a->env.today), day[DAY_TEXT];

    buf_printf(b, "%s  %s  %s%s%s\n", name, order_kind_name(o->kind),
               order_state_name(o->state), *clock ? "  " : "", clock);
    line(b, _("About"), o->title);
    line(b, _("Addressed to"), o->to);
    line(b, _("Responsible leader"), o->lead_name);
    line(b, _("Basis"), o->basis);
    line(b, _("Reply by"), day_format(o->due, day));
    line(b, _("Feedback"), o->weekly ? _("every week until it is settled") : _("once"));
    buf_printf(b, "\n%s\n", _("Items"));
    for (size_t i = 0; i < o->n_items; i++) {
        const struct duban_item *x = &o->items[i];
        buf_printf(b, "  %s", x->code);
        if (strcmp(x->code, x->title) != 0)
            buf_printf(b, "  %s", x->title);
        if (*x->group)
            buf_printf(b, "  %s", x->group);
        if (x->late)
            buf_printf(b, _("  overdue by %lld days when drafted"), (long long)x->late);
        buf_putc(b, '\n');
    }
    buf_printf(b, "\n%s\n", _("Demand"));
    block(a, b, 2, o->demand);
    buf_printf(b, "\n%s\n", _("Its way"));
    station(b, DUBAN_DRAFT, o->drafted_on, o->drafter, "");
    station(b, DUBAN_SIGNED, o->signed_on, o->signer, o->on_paper ? _("on paper") : "");
    station(b, DUBAN_DELIVERED, o->delivered_on, "", "");
    station(b, DUBAN_RECEIVED, o->received_on, o->receiver, "");
    answers(a, b, o);
    station(b, o->state, o->closed_on, o->closer, o->reason);
    free(name);
    free(clock);
}

enum xh_rc order_run_show(struct app *a, const struct args *args,
                                 struct xh_err *err)
{
    struct duban_order o = {0};
    struct buf b = {0};
    enum xh_rc rc = find(a, args, &o, err);

    if (rc == XH_OK)
        show_order(a, &b, &o);
    out(buf_str(&b));
    buf_fini(&b);
    order_fini(&o);
    return rc;
}

enum xh_rc order_run_print(struct app *a, const struct args *args, struct xh_err *err)
{
    struct duban_order o = {0};
    struct order_paper p = {0};
    struct buf b = {0};
    const char *path = args_get(args, "output");
    size_t n = path ? strlen(path) : 0;
    unsigned relations;
    enum xh_rc rc = find(a, args, &o, err);

    if (rc == XH_OK && path && (n < 5 || strcmp(path + n - 4, ".txt") != 0))
        rc = xh_fail(err, XH_USAGE, _("-o %s: the file's name ends in .txt"), path);
    if (rc == XH_OK && path)
        rc = look_may_export(a, NULL, &relations, err);
    if (rc == XH_OK) {
        order_paper_make(&p, a->defs, &o);
        order_paper_print(&b, &p, PAGE);
        if (path) {
            rc = outfile_write(path, &b, err);
            if (rc == XH_OK)
                outf(_("written to %s\n"), path);
        } else {
            out(buf_str(&b));
        }
    }
    order_paper_fini(&p);
    buf_fini(&b);
    order_fini(&o);
    return rc;
}
