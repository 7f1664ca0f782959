#include "model/order.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/rhythm.h"
#include "model/text.h"

/* ---- words ---- */

static const struct { const char *id, *name; } states[DUBAN_STATES] = {
    [DUBAN_DRAFT] = { "draft", N_("draft") },
    [DUBAN_SIGNED] = { "signed", N_("signed") },
    [DUBAN_DELIVERED] = { "delivered", N_("delivered") },
    [DUBAN_RECEIVED] = { "received", N_("acknowledged") },
    [DUBAN_ANSWERED] = { "answered", N_("answered") },
    [DUBAN_CLOSED] = { "closed", N_("settled") },
    [DUBAN_WITHDRAWN] = { "withdrawn", N_("withdrawn") },
};

const char *order_state_id(enum duban_state s)
{
    return states[s].id;
}

const char *order_state_name(enum duban_state s)
{
    return _(states[s].name);
}

const char *order_kind_id(enum duban_kind k)
{
    return k == DUBAN_LETTER ? "letter" : "order";
}

const char *order_kind_name(enum duban_kind k)
{
    return k == DUBAN_LETTER ? _("letter of coordination") : _("supervision order");
}

char *order_name(const struct duban_order *o)
{
    return *o->number ? xstrdup(o->number)
        : o->kind == DUBAN_LETTER ? xasprintf(_("draft letter %lld"), (long long)o->id)
        : xasprintf(_("draft order %lld"), (long long)o->id);
}

char *order_day(int32_t day)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    /* TRANSLATORS: a date on an official paper: year, month, day */
    return xasprintf(_("%04d-%02d-%02d"), y, m, d);
}

/* Rows of one group stand together. */
size_t order_group_size(const struct duban_order *o, size_t at)
{
    const struct duban_item *x = &o->items[at];
    size_t n = 1;

    while (*x->group && at + n < o->n_items &&
           strcmp(o->items[at + n].group, x->group) == 0 &&
           strcmp(o->items[at + n].owner, x->owner) == 0)
        n++;
    return n;
}

char *order_matter(const struct duban_order *o, size_t at)
{
    const struct duban_item *x = &o->items[at];
    size_t n = order_group_size(o, at), late = 0, waited = 0;
    struct buf b = {0};

    if (!*x->group)
        return xstrdup(x->title);
    for (size_t i = at; i < at + n; i++) {
        late += o->items[i].late > 0;
        waited += o->items[i].waited >= 0;
    }
    buf_puts(&b, x->group);
    buf_putc(&b, ' ');
    /* TRANSLATORS: how many rows of a group, and what they are called: 逾期23户 */
    if (late)
        buf_printf(&b, _("%zu %s overdue"), late, x->word);
    else if (waited)
        buf_printf(&b, _("%zu %s waiting"), waited, x->word);
    else
        buf_printf(&b, _("%zu %s"), n, x->word);
    if (late && late < n)
        buf_printf(&b, _(" of %zu"), n);
    if (*x->owner)      /* TRANSLATORS: who has the group in charge: 包干:林德顺 */
        buf_printf(&b, _(" in charge: %s"), x->owner);
    return buf_take(&b);
}

bool order_is_open(const struct duban_order *o)
{
    return o->state < DUBAN_CLOSED;
}

/* ---- loading ---- */

#define COLUMNS \
    "SELECT o.id, o.kind, o.state, coalesce(o.number, ''), coalesce(o.year, 0), " \
    "coalesce(o.seq, 0), o.title, o.basis, o.demand, o.reason, coalesce(o.unit, 0), " \
    "coalesce(o.lead, 0), coalesce(u.name, o.office), coalesce(l.name, ''), " \
    "o.feedback = 'week', o.due, o.drafted_on, o.signed_on, o.delivered_on, " \
    "o.received_on, o.answered_on, o.closed_on, o.drafted_by, o.typed_by, " \
    "coalesce(o.signed_by, 0), coalesce(o.received_by, 0), coalesce(o.closed_by, 0), " \
    "o.on_paper, o.answers, o.returns, coalesce(w.name, ''), coalesce(g.name, ''), " \
    "coalesce(r.name, ''), " \
    "coalesce(c.name, '') FROM duban_order o LEFT JOIN unit u ON u.id = o.unit " \
    "LEFT JOIN person l ON l.id = o.lead LEFT JOIN person w ON w.id = o.drafted_by " \
    "LEFT JOIN person g ON g.id = o.signed_by " \
    "LEFT JOIN person r ON r.id = o.received_by LEFT JOIN person c ON c.id = o.closed_by "

static enum duban_state state_of(const char *id)
{
    for (int i = 0; i < DUBAN_STATES; i++)
        if (strcmp(states[i].id, id) == 0)
            return (enum duban_state)i;
    return DUBAN_STATES;
}

static void read_order(struct stmt *s, struct duban_order *o)
{
    *o = (struct duban_order){
        .id = stmt_int(s, 0),
        .kind = strcmp(stmt_text(s, 1), "letter") == 0 ? DUBAN_LETTER : DUBAN_ORDER,
        .state = state_of(stmt_text(s, 2)), .number = xstrdup(stmt_text(s, 3)),
        .year = stmt_int(s, 4), .seq = stmt_int(s, 5), .title = xstrdup(stmt_text(s, 6)),
        .basis = xstrdup(stmt_text(s, 7)), .demand = xstrdup(stmt_text(s, 8)),
        .reason = xstrdup(stmt_text(s, 9)), .unit = stmt_int(s, 10),
        .lead = stmt_int(s, 11), .to = xstrdup(stmt_text(s, 12)),
        .lead_name = xstrdup(stmt_text(s, 13)), .weekly = stmt_int(s, 14) != 0,
        .due = stmt_day(s, 15), .drafted_on = stmt_day(s, 16),
        .signed_on = stmt_day(s, 17), .delivered_on = stmt_day(s, 18),
        .received_on = stmt_day(s, 19), .answered_on = stmt_day(s, 20),
        .closed_on = stmt_day(s, 21), .drafted_by = stmt_int(s, 22),
        .typed_by = stmt_int(s, 23), .signed_by = stmt_int(s, 24),
        .received_by = stmt_int(s, 25), .closed_by = stmt_int(s, 26),
        .on_paper = stmt_int(s, 27) != 0, .answers = stmt_int(s, 28),
        .returns = stmt_int(s, 29), .drafter = xstrdup(stmt_text(s, 30)),
        .signer = xstrdup(stmt_text(s, 31)), .receiver = xstrdup(stmt_text(s, 32)),
        .closer = xstrdup(stmt_text(s, 33)),
    };
}

static enum xh_rc load_items(struct db *db, struct duban_order *o, struct xh_err *err)
{
    struct stmt *s = db_query(
        db, err, "SELECT d.item, i.code, d.title, d.grp, d.word, d.owner, d.due, d.late, "
        "coalesce(d.waited, -1), d.steps FROM duban_item d JOIN item i ON i.id = d.item "
        "WHERE d.duban_order = ? ORDER BY d.id", "i", o->id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(o->items, o->n_items, o->cap_items);
        o->items[o->n_items++] = (struct duban_item){
            .item = stmt_int(s, 0), .code = xstrdup(stmt_text(s, 1)),
            .title = xstrdup(stmt_text(s, 2)), .group = xstrdup(stmt_text(s, 3)),
            .word = xstrdup(stmt_text(s, 4)), .owner = xstrdup(stmt_text(s, 5)),
            .due = stmt_day(s, 6), .late = stmt_int(s, 7), .waited = stmt_int(s, 8),
            .steps = xstrdup(stmt_text(s, 9)),
        };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc load_replies(struct db *db, struct duban_order *o, struct xh_err *err)
{
    struct stmt *s = db_query(
        db, err,
        "SELECT a.id, a.day, coalesce(p.name, ''), coalesce(t.name, ''), a.text, "
        "a.files, a.returned_on, coalesce(b.name, ''), a.reason FROM duban_answer a "
        "LEFT JOIN person p ON p.id = a.person LEFT JOIN person t ON t.id = a.typed_by "
        "LEFT JOIN person b ON b.id = a.returned_by WHERE a.duban_order = ? "
        "ORDER BY a.id",
        "i", o->id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(o->replies, o->n_replies, o->cap_replies);
        o->replies[o->n_replies++] = (struct duban_answer){
            .id = stmt_int(s, 0),
            .day = stmt_day(s, 1),
            .person = xstrdup(stmt_text(s, 2)),
            .typed_by = xstrdup(stmt_text(s, 3)),
            .text = xstrdup(stmt_text(s, 4)),
            .files = xstrdup(stmt_text(s, 5)),
            .returned_on = stmt_day(s, 6),
            .returned_by = xstrdup(stmt_text(s, 7)),
            .reason = xstrdup(stmt_text(s, 8)),
        };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc order_load(struct db *db, int64_t id, struct duban_order *out,
                      struct xh_err *err)
{
    struct stmt *s = db_query(db, err, COLUMNS "WHERE o.id = ?", "i", id);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0)
        read_order(s, out);
    stmt_done(s);
    if (got == 0)
        return xh_fail(err, XH_NOT_FOUND,
                       err_way(_("there is no order %lld. `order` lists them."),
                               _("there is no order %lld")), (long long)id);
    enum xh_rc rc = got < 0 ? XH_DB : load_items(db, out, err);
    return rc == XH_OK ? load_replies(db, out, err) : rc;
}

void order_fini(struct duban_order *o)
{
    for (size_t i = 0; i < o->n_items; i++) {
        struct duban_item *x = &o->items[i];
        free(x->code);
        free(x->title);
        free(x->group);
        free(x->word);
        free(x->owner);
        free(x->steps);
    }
    for (size_t i = 0; i < o->n_replies; i++) {
        struct duban_answer *x = &o->replies[i];
        free(x->person);
        free(x->typed_by);
        free(x->text);
        free(x->files);
        free(x->returned_by);
        free(x->reason);
    }
    free(o->items);
    free(o->replies);
    free(o->number);
    free(o->title);
    free(o->basis);
    free(o->demand);
    free(o->reason);
    free(o->to);
    free(o->lead_name);
    free(o->drafter);
    free(o->signer);
    free(o->receiver);
    free(o->closer);
    *o = (struct duban_order){0};
}

/* ---- finding ---- */

/* Any brackets people type for 〔〕, blanks left out: 沿督[2026]3号. Caller frees. */
static char *plain_number(const char *s)
{
    static const char *const open[] = { "〔", "[", "(", "【", "〈", "「" },
                             *const close[] = { "〕", "]", ")", "】", "〉", "」" };
    char *half = text_halfwidth(s);
    struct buf b = {0};

    for (const char *p = half; *p;) {
        size_t n = *p == ' ' ? 1 : 0;
        for (size_t i = 0; !n && i < sizeof open / sizeof *open; i++)
            if (strncmp(p, open[i], strlen(open[i])) == 0) {
                buf_putc(&b, '[');
                n = strlen(open[i]);
            } else if (strncmp(p, close[i], strlen(close[i])) == 0) {
                buf_putc(&b, ']');
                n = strlen(close[i]);
            }
        if (!n)
            buf_putc(&b, *p);
        p += n ? n : 1;
    }
    free(half);
    return b.s ? buf_take(&b) : xstrdup("");
}

struct match { int64_t id; char *name; };
struct matches { struct match *v; size_t n, cap; };

static void add_match(struct matches *m, int64_t id, const char *number)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].id == id)
            return;
    GROW(m->v, m->n, m->cap);
    m->v[m->n++] = (struct match){ id, xstrdup(number) };
}

static bool match_number(struct db *db, const char *typed, struct matches *m,
                         struct xh_err *err)
{
    char *want = plain_number(typed);
    struct stmt *s = db_query(
        db, err, "SELECT id, number FROM duban_order WHERE number IS NOT NULL", "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        char *have = plain_number(stmt_text(s, 1));
        if (strcmp(have, want) == 0)
            add_match(m, stmt_int(s, 0), stmt_text(s, 1));
        free(have);
    }
    stmt_done(s);
    free(want);
    return got >= 0;
}

static bool match_rows(struct db *db, struct matches *m, struct xh_err *err,
                       const char *sql, int64_t a, int64_t b)
{
    struct stmt *s = db_query(db, err, sql, "ii", a, b);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0)
        add_match(m, stmt_int(s, 0), stmt_text(s, 1));
    stmt_done(s);
    return got >= 0;
}

/* "3", "r3", "#3", "3号", "2026-3": what the digits mean. False after trouble. */
static bool match_digits(struct db *db, const char *typed, int32_t today,
                         struct matches *m, struct xh_err *err)
{
    static const char by_row[] = "SELECT id, coalesce(number, '') FROM duban_order "
                                 "WHERE id = ?1 AND ?2 = 0",
        by_seq[] = "SELECT id, number FROM duban_order WHERE seq = ?1 AND year = ?2";
    int year, month, mday;
    bool row = *typed == '#' || *typed == 'r' || *typed == 'R';
    const char *p = typed + row;
    char *end;

    day_to_civil(today, &year, &month, &mday);
    if (!isdigit((unsigned char)*p) || strspn(p, "0123456789") > 9)
        return true;
    int64_t n = strtoll(p, &end, 10);
    if (row || !*end) {
        if (!*end && !match_rows(db, m, err, by_row, n, 0))
            return false;
        return row || *end || match_rows(db, m, err, by_seq, n, year);
    }
    if (strcmp(end, "号") == 0)
        return match_rows(db, m, err, by_seq, n, year);
    if (*end == '-' && isdigit((unsigned char)end[1]) &&
        strspn(end + 1, "0123456789") <= 9 &&
        end[1 + strspn(end + 1, "0123456789")] == '\0')
        return match_rows(db, m, err, by_seq, atoll(end + 1), n < 100 ? 2000 + n : n);
    return true;
}

enum xh_rc order_find(struct db *db, const char *typed, int32_t today, int64_t *id,
                      struct xh_err *err)
{
    char *half = text_trim(text_halfwidth(typed ? typed : ""));
    struct matches m = {0};
    enum xh_rc rc = XH_OK;

    *id = 0;
    if (!match_digits(db, half, today, &m, err) ||
        (*half && !match_number(db, half, &m, err)))
        rc = XH_DB;
    else if (m.n == 0)
        rc = xh_fail(err, XH_NOT_FOUND, err_way(_("there is no order '%s'. `order` lists them."),
                             _("there is no order '%s'")),
                     half);
    else if (m.n > 1) {
        struct buf all = {0};
        for (size_t i = 0; i < m.n; i++)
            buf_printf(&all, "%sr%lld %s", i ? _(", ") : "", (long long)m.v[i].id,
                       *m.v[i].name ? m.v[i].name : _("draft"));
        rc = xh_fail(err, XH_REFUSED,
                     _("'%s' could be: %s. Write r%s for the row, or the "
                       "whole number."),
                     half, buf_str(&all), half);
        buf_fini(&all);
    } else {
        *id = m.v[0].id;
    }
    for (size_t i = 0; i < m.n; i++)
        free(m.v[i].name);
    free(m.v);
    free(half);
    return rc;
}

/* ---- clocks ---- */

int32_t order_reply_due(const struct defs *defs, const struct duban_order *o)
{
    if (o->state == DUBAN_DRAFT || !order_is_open(o))
        return DAY_NONE;
    if (o->state != DUBAN_ANSWERED)
        return o->due;
    if (!o->weekly)
        return DAY_NONE;
    /* An answer on or before a fill day counts for the week ending there (ENGINE 5). */
    int32_t counted = rhythm_fill_day(defs, CADENCE_WEEK, DAY_NONE, o->answered_on);
    int32_t next = rhythm_fill_day(defs, CADENCE_WEEK, DAY_NONE, counted + 1);
    return o->due != DAY_NONE && o->due > next ? o->due : next;
}

static int32_t days_late(const struct defs *defs, int32_t due, int32_t today,
                         int workdays)
{
    if (due == DAY_NONE || due == DAY_NEVER || due >= today ||
        calendar_workdays(defs->calendar, due, today) < workdays)
        return 0;
    return today - due;
}

int32_t order_days_overdue(const struct defs *defs, const struct duban_order *o,
                           int32_t today)
{
    return days_late(defs, order_reply_due(defs, o), today, 1);
}

int32_t order_days_unsigned(const struct defs *defs, const struct duban_order *o,
                            int32_t today)
{
    if (o->state != DUBAN_DELIVERED || o->kind == DUBAN_LETTER)
        return 0;
    return days_late(defs, o->delivered_on, today, ORDER_RECEIVE_WORKDAYS + 1);
}

/* ---- lists ---- */

static enum xh_rc read_state(const char *typed, const char **id, struct xh_err *err)
{
    *id = NULL;
    if (!typed || !*typed)
        return XH_OK;
    for (int i = 0; i < DUBAN_STATES; i++)
        if (strcmp(typed, states[i].id) == 0
            || strcmp(typed, order_state_name((enum duban_state)i)) == 0)
            *id = states[i].id;
    if (*id)
        return XH_OK;
    struct buf all = {0};
    for (int i = 0; i < DUBAN_STATES; i++) {
        buf_puts(&all, i ? _(", ") : "");
        buf_printf(&all, _("%s (%s)"), states[i].id,
                   order_state_name((enum duban_state)i));
    }
    xh_fail(err, XH_USAGE, _("an order is never '%s'; states are: %s"), typed,
            buf_str(&all));
    buf_fini(&all);
    return XH_USAGE;
}

/* Rows of duban_order o that `reader` may read: through one of its items, or because it
 * went to the own unit. */
static void add_reader(struct buf *sql, struct store *st, int64_t reader)
{
    buf_puts(sql, "(EXISTS (SELECT 1 FROM duban_item d JOIN item i ON i.id = d.item "
                  "WHERE d.duban_order = o.id AND ");
    permit_read_filter(sql, st->db, st->defs, reader, NULL);
    buf_printf(sql,
               ") OR (o.state NOT IN ('draft') AND o.unit = (SELECT unit FROM person "
               "WHERE id = %lld)))",
               (long long)reader);
}

bool order_may_read(struct store *st, int64_t reader, int64_t order)
{
    struct buf sql = {0};
    struct xh_err err;
    int64_t n = 0;

    buf_puts(&sql, "SELECT count(*) FROM duban_order o WHERE o.id = ? AND ");
    add_reader(&sql, st, reader);
    bool may = db_get_int(st->db, &err, &n, buf_str(&sql), "i", order) == XH_OK && n;
    buf_fini(&sql);
    return may;
}

enum xh_rc order_list(struct store *st, const struct order_filter *f, struct orders *out,
                      struct xh_err *err)
{
    struct buf sql = {0};
    const char *state;
    int64_t unit = 0;
    enum xh_rc rc = read_state(f->state, &state, err);

    if (rc == XH_OK)
        rc = unit_find(st->db, f->unit, &unit, err);
    if (rc != XH_OK)
        return rc;
    buf_puts(
        &sql, COLUMNS
        "WHERE (?1 IS NULL OR o.state = ?1) AND "
        "(?2 = 0 OR o.unit IN (WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT u.id "
        "FROM "
        "unit u JOIN down ON u.parent = down.id) SELECT id FROM down)) AND "
        "(?3 = 0 OR EXISTS (SELECT 1 FROM duban_item d WHERE d.duban_order = o.id AND "
        "d.item = ?3)) AND (?4 = 0 OR o.state NOT IN ('closed','withdrawn'))");
    if (f->reader) {
        buf_puts(&sql, " AND ");
        add_reader(&sql, st, f->reader);
    }
    buf_puts(&sql,
             " ORDER BY o.number IS NOT NULL, o.year, o.kind <> 'order', o.seq, o.id");
    struct stmt *s = db_query(st->db, err, buf_str(&sql), "tiii", state, unit, f->item,
                              (int64_t)f->open);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        struct duban_order o;
        read_order(s, &o);
        if ((f->overdue && !order_days_overdue(st->defs, &o, f->today))
            || (f->unsigned_ && !order_days_unsigned(st->defs, &o, f->today))) {
            order_fini(&o);
            continue;
        }
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = o;
    }
    stmt_done(s);
    buf_fini(&sql);
    rc = got < 0 ? XH_DB : XH_OK;
    for (size_t i = 0; rc == XH_OK && i < out->n; i++) {
        rc = load_items(st->db, &out->v[i], err);
        if (rc == XH_OK)
            rc = load_replies(st->db, &out->v[i], err);
    }
    return rc;
}

void orders_fini(struct orders *o)
{
    for (size_t i = 0; i < o->n; i++)
        order_fini(&o->v[i]);
    free(o->v);
    *o = (struct orders){0};
}

enum xh_rc order_times(struct db *db, int64_t item, int64_t *times, struct xh_err *err)
{
    return db_get_int(db, err, times,
                      "SELECT count(*) FROM duban_item d JOIN duban_order o "
                      "ON o.id = d.duban_order WHERE d.item = ? AND o.kind = 'order' AND "
                      "o.number IS NOT NULL AND o.state <> 'withdrawn'", "i", item);
}

enum xh_rc order_count_open(struct db *db, int64_t item, int64_t *n, struct xh_err *err)
{
    return db_get_int(db, err, n,
                      "SELECT count(*) FROM duban_item d JOIN duban_order o "
                      "ON o.id = d.duban_order WHERE d.item = ? AND "
                      "o.state NOT IN ('closed','withdrawn')", "i", item);
}
