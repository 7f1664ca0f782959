#include "report/item_page.h"

#include <stdlib.h>
#include <string.h>

#include "model/capital.h"
#include "model/decimal.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/sheet.h"
#include "model/text.h"
#include "report/remind.h"

void item_page_fini(struct item_page *p)
{
    row_gates_fini(&p->gates);
    samples_fini(&p->drawn);
    orders_fini(&p->orders);
    group_counts_free(p->below, p->n_below);
    rows_fini(&p->rows);
    detail_fini(&p->d);
    history_fini(&p->h);
    visits_fini(&p->visits);
    item_facts_fini(&p->facts);
}

/* The row as this reader sees it: without one, say why. */
static enum xh_rc load_row(struct item_page *p, struct xh_err *err)
{
    struct item it = {0};
    struct filter f = p->look;
    enum xh_rc rc = item_load(p->st->db, p->id, &it, err);

    if (rc != XH_OK)
        return rc;
    char *where = xasprintf("code=%s", it.code);
    const char *const conditions[] = { where };
    f.list = defs_list(p->defs, it.list) ? it.list : NULL;
    f.where = conditions;
    f.n_where = 1;
    rc = query_rows(p->st, &f, &p->rows, err);
    free(where);
    if (rc == XH_OK && p->rows.n == 0) {
        char day[DAY_TEXT];
        if (it.voided)
            rc = xh_fail(err, XH_NOT_FOUND, _("%s was entered by mistake and is void"),
                         it.code);
        else
            rc = xh_fail(err, XH_NOT_FOUND, _("%s did not exist yet on %s"), it.code,
                         day_format(p->day, day));
    }
    item_fini(&it);
    return rc;
}

static enum xh_rc load_orders(struct item_page *p, struct xh_err *err)
{
    struct order_filter about = { .item = p->id, .today = p->look.today,
                                  .reader = p->look.reader };
    enum xh_rc rc = order_list(p->st, &about, &p->orders, err);

    if (rc == XH_OK)
        rc = order_times(p->st->db, p->id, &p->supervised, err);
    return rc;
}

static enum xh_rc load_below(struct item_page *p, struct xh_err *err)
{
    static const char *const by[] = { "list" };
    struct filter under = p->look;

    under.parent = p->r->it.code;
    return query_counts(p->st, &under, by, 1, &p->below, &p->n_below, err);
}

enum xh_rc item_page_load(struct item_page *p, struct store *st, const struct filter *look,
                          int64_t item, struct xh_err *err)
{
    *p = (struct item_page){ .st = st, .defs = st->defs, .look = *look, .id = item };
    p->day = look->as_of != DAY_NONE ? look->as_of : look->today;
    enum xh_rc rc = load_row(p, err);
    if (rc != XH_OK)
        return rc;
    p->r = &p->rows.v[0];
    p->list = defs_list(p->defs, p->r->it.list);
    rc = detail_load(st, item, &p->d, err);
    if (rc == XH_OK)
        rc = history_load(st, item, &p->h, err);
    if (rc == XH_OK)
        rc = visits_load(st, item, look->reader, p->day, &p->visits, err);
    if (rc == XH_OK)
        rc = remind_times(st->db, item, &p->reminded, &p->reminded_on, err);
    if (rc == XH_OK && p->list) {
        rc = item_facts_load(st->db, p->defs, item, &p->facts, err);
        if (rc == XH_OK) {
            derive(p->defs, &p->facts.f, &p->derived);
            p->has_facts = true;
        }
    }
    if (rc == XH_OK && p->has_facts && look->as_of == DAY_NONE)
        rc = row_gates_load(st, &p->r->it, &p->facts.f, -1, DAY_NEVER, &p->gates, err);
    if (rc == XH_OK)
        rc = samples_load(st, item, 0, false, &p->drawn, err);
    if (rc == XH_OK && p->drawn.n == 0)
        rc = samples_of_row(st, item, &p->drawn, err);
    if (rc == XH_OK && look->as_of == DAY_NONE)
        rc = load_orders(p, err);
    if (rc == XH_OK)
        rc = load_below(p, err);
    return rc;
}

/* ---- names ---- */

const char *item_page_state(const struct item_page *p, const char *id)
{
    const struct state_def *s = defs_state(p->defs, id);

    return s ? s->name : id;
}

const char *item_page_step(const struct item_page *p, const char *id)
{
    int i = p->list ? list_step(p->list, id) : -1;

    return i >= 0 ? p->list->steps[i].name : id;
}

const char *item_page_verb(const struct item_page *p, const char *id)
{
    enum verb v = verb_find(id);
    const struct action_def *action = list_action(p->defs, p->list, v);

    if (v == VERB_NONE)
        return id;
    return action && *action->name ? action->name : _(verb_info(v)->name);
}

const char *item_page_day(const struct item_page *p, int32_t day, char text[static DAY_TEXT])
{
    return day_format_short(day, p->day, text);
}

/* ---- labels and values ---- */

static void put_text(item_value *put, void *ctx, const char *label, const char *value)
{
    struct buf b = {0};

    if (!value || !*value)
        return;
    text_show(&b, value, true);
    put(ctx, label, buf_str(&b));
    buf_fini(&b);
}

/* Whoever took it over says since when (OFFICE 23). */
static void put_owner(const struct item_page *p, item_value *put, void *ctx)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    buf_puts(&b, p->r->owner);
    if (b.len && p->r->it.owner_since != DAY_NONE)
        buf_printf(&b, _("(since %s)"), item_page_day(p, p->r->it.owner_since, day));
    put_text(put, ctx, _("Owner"), buf_str(&b));
    buf_fini(&b);
}

void item_page_chain(const struct item_page *p, item_value *put, void *ctx)
{
    const struct row *r = p->r;
    char *source = *r->it.source_ref ? xasprintf("%s %s", r->it.source, r->it.source_ref)
                                     : xstrdup(r->it.source);

    put_text(put, ctx, _("Heading leader"), r->leader);
    put_text(put, ctx, _("Responsible leader"), r->lead);
    put_text(put, ctx, _("Lead unit"), r->unit);
    put_text(put, ctx, _("Co-operating"), r->co);
    put_owner(p, put, ctx);
    put_text(put, ctx, _("Handler"), r->handler);
    put_text(put, ctx, _("Place"), r->place);
    put_text(put, ctx, _("Source"), source);
    put_text(put, ctx, r->it.phase == PHASE_HELD ? _("Waiting for") : _("Now with"),
             r->waiting);
    free(source);
}

static void put_day(item_value *put, void *ctx, const char *label, int32_t day,
                    const char *more)
{
    char text[DAY_TEXT];

    if (day == DAY_NONE || day == DAY_NEVER)
        return;
    char *value = xasprintf("%s%s%s", day_format(day, text), *more ? "  " : "", more);
    put_text(put, ctx, label, value);
    free(value);
}

/* The weekly sheets it stood on: where to look up what was said of it. */
static void put_sheets(const struct item_page *p, item_value *put, void *ctx)
{
    char *numbers = sheet_of_item(p->st->db, p->id, 12);
    char *text = *numbers ? xasprintf(_("no. %s"), numbers) : xstrdup("");

    put_text(put, ctx, _("Weekly sheets"), text);
    free(numbers);
    free(text);
}

void item_page_dates(const struct item_page *p, item_value *put, void *ctx)
{
    const struct item *it = &p->r->it;
    char *extended = it->extensions ? xasprintf(_("extensions: %lld"),
                                                (long long)it->extensions) : xstrdup("");
    char *missed = it->limits_missed
                       ? xasprintf(_("missed so far: %lld"), (long long)it->limits_missed)
                       : xstrdup("");
    struct buf review = {0};

    put_day(put, ctx, _("Assigned"), it->assigned_on, "");
    put_day(put, ctx, _("Start"), it->start, "");
    put_day(put, ctx, _("First deadline"), it->first_due, "");
    put_day(put, ctx, _("Deadline"), it->due, extended);
    if (it->due == DAY_NONE && it->due_waits && *it->due_waits) {
        char *open = xasprintf(_("open: waits for step %s"),
                               item_page_step(p, it->due_waits));
        put_text(put, ctx, _("Deadline"), open);
        free(open);
    }
    put_day(put, ctx, _("Superior's"), it->upper_due, it->upper_doc ? it->upper_doc : "");
    put_day(put, ctx, _("Limit"), it->limit_due, missed);
    if (it->phase == PHASE_REVIEW)
        explain_left(&review, p->defs->calendar, it->review_due, p->day);
    put_day(put, ctx, _("Review until"),
            it->phase == PHASE_REVIEW ? it->review_due : DAY_NONE, buf_str(&review));
    put_day(put, ctx, it->phase == PHASE_CANCELLED ? _("Cancelled") : _("Crossed off"),
            it->closed_on, it->on_paper ? _("decided on paper") : "");
    put_sheets(p, put, ctx);
    free(extended);
    free(missed);
    buf_fini(&review);
}

char *item_page_field(const struct item_page *p, size_t i)
{
    const struct field_def *f = &p->list->fields[i];

    if (i >= p->r->n_fields || !*p->r->fields[i])
        return NULL;
    return xasprintf("%s%s%s", p->r->fields[i], *f->unit ? " " : "", f->unit);
}

void item_value_capital(struct buf *out, const struct field_def *f, const char *value, int indent)
{
    struct buf capital = {0};
    int64_t micro;

    if ((f->type != FIELD_DECIMAL && f->type != FIELD_INTEGER) ||
        !decimal_parse(value, &micro) || !capital_money(&capital, micro, f->unit))
        return;
    bool fits = indent + text_width(buf_str(out)) + 2 + text_width(buf_str(&capital)) <= 80;
    buf_puts(out, fits ? "  " : "\n");
    buf_puts(out, buf_str(&capital));
    buf_fini(&capital);
}

void item_page_capital(struct buf *out, const struct item_page *p, size_t i, int indent)
{
    if (i < p->r->n_fields)
        item_value_capital(out, &p->list->fields[i], p->r->fields[i], indent);
}
