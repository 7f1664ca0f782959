#include "model/detail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

/* One reader per list: it fills `to` from the row the statement stands on. */

static char *text(struct stmt *s, int col)
{
    return xstrdup(stmt_text(s, col));
}

static const char sql_report[] =
    "SELECT p.day, p.period, p.next_due, p.text, p.problem, p.next, p.coord, p.coord_level, "
    "w.name, p.percent, p.same FROM progress p LEFT JOIN person w ON w.id = p.person "
    "WHERE p.item = ? ORDER BY p.day, p.id";
static void read_report(struct detail_report *to, struct stmt *s)
{
    *to = (struct detail_report){
        .day = stmt_day(s, 0), .period = stmt_day(s, 1), .next_due = stmt_day(s, 2),
        .text = text(s, 3), .problem = text(s, 4), .next = text(s, 5), .coord = text(s, 6),
        .coord_level = text(s, 7), .person = text(s, 8),
        .percent = stmt_is_null(s, 9) ? -1 : stmt_int(s, 9), .same = stmt_int(s, 10),
    };
}

static const char sql_words[] =
    "SELECT n.kind = 'note', n.day, w.name, n.text FROM instruction n "
    "LEFT JOIN person w ON w.id = n.person WHERE n.item = ? ORDER BY n.day, n.id";
static void read_words(struct detail_words *to, struct stmt *s)
{
    *to = (struct detail_words){
        .is_note = stmt_int(s, 0) != 0, .day = stmt_day(s, 1), .person = text(s, 2),
        .text = text(s, 3),
    };
}

static const char sql_evidence[] =
    "SELECT e.step, e.kind, e.name, e.caption, w.name, e.hash, e.size, e.day FROM evidence e "
    "LEFT JOIN person w ON w.id = e.person WHERE e.item = ? ORDER BY e.id";
static void read_evidence(struct detail_evidence *to, struct stmt *s)
{
    *to = (struct detail_evidence){
        .step = text(s, 0), .kind = text(s, 1), .name = text(s, 2), .caption = text(s, 3),
        .person = text(s, 4), .hash = text(s, 5), .size = stmt_int(s, 6), .day = stmt_day(s, 7),
    };
}

static const char sql_request[] =
    "SELECT r.id, r.verb, r.step, w.name, r.office, r.reason, r.doc, r.answer, b.name, r.day, "
    "r.to_day, r.answered_on FROM request r LEFT JOIN person w ON w.id = r.person "
    "LEFT JOIN person b ON b.id = r.answered_by WHERE r.item = ? ORDER BY r.id";
static void read_request(struct detail_request *to, struct stmt *s)
{
    *to = (struct detail_request){
        .id = stmt_int(s, 0), .verb = text(s, 1), .step = text(s, 2), .person = text(s, 3),
        .office = text(s, 4), .reason = text(s, 5), .doc = text(s, 6), .answer = text(s, 7),
        .answered_by = text(s, 8), .day = stmt_day(s, 9), .to = stmt_day(s, 10),
        .answered_on = stmt_day(s, 11),
    };
}

static const char sql_move[] =
    "SELECT step, why, day, old, new FROM due_change WHERE item = ? ORDER BY id";
static void read_move(struct detail_move *to, struct stmt *s)
{
    *to = (struct detail_move){
        .step = text(s, 0), .why = text(s, 1), .day = stmt_day(s, 2), .old = stmt_day(s, 3),
        .new = stmt_day(s, 4),
    };
}

static const char sql_stop[] =
    "SELECT kind = 'hold', moves, office, reason, from_day, to_day, expect FROM clock "
    "WHERE item = ? ORDER BY id";
static void read_stop(struct detail_stop *to, struct stmt *s)
{
    *to = (struct detail_stop){
        .is_hold = stmt_int(s, 0) != 0, .moves = stmt_int(s, 1) != 0, .office = text(s, 2),
        .reason = text(s, 3), .from = stmt_day(s, 4), .to = stmt_day(s, 5),
        .expect = stmt_day(s, 6),
    };
}

static const char sql_span[] =
    "SELECT from_day, to_day, yellow_on, red_on, due, pin_from, pin_until, phase, voided, state, "
    "yellow_rule, red_rule, pin_colour, cause FROM colour_span WHERE item = ? "
    "ORDER BY from_day, id";
static void read_span(struct detail_span *to, struct stmt *s)
{
    *to = (struct detail_span){
        .from = stmt_day(s, 0), .to = stmt_day(s, 1), .yellow_on = stmt_day(s, 2),
        .red_on = stmt_day(s, 3), .due = stmt_day(s, 4), .pin_from = stmt_day(s, 5),
        .pin_until = stmt_day(s, 6), .phase = (enum phase)stmt_int(s, 7),
        .voided = stmt_int(s, 8) != 0, .state = text(s, 9), .yellow_rule = text(s, 10),
        .red_rule = text(s, 11), .pin_colour = text(s, 12), .cause = text(s, 13),
    };
}

static const char sql_step[] =
    "SELECT s.step, s.skip_reason, s.before_start, coalesce(p.said, ''), coalesce(p.reason, '') "
    "FROM step s LEFT JOIN rows_passed p ON p.item = s.item AND p.step = s.step "
    "WHERE s.item = ? ORDER BY s.id";
static void read_step(struct detail_step *to, struct stmt *s)
{
    *to = (struct detail_step){
        .step = text(s, 0), .skip_reason = text(s, 1), .before_start = stmt_int(s, 2) != 0,
        .passed = text(s, 3), .passed_reason = text(s, 4),
    };
}

static const char sql_part[] =
    "SELECT i.split_of IS NULL OR i.split_of <> ?1, i.code, u.name, w.name, i.state, i.phase, "
    "i.yellow_on, i.red_on FROM item i LEFT JOIN unit u ON u.id = i.unit "
    "LEFT JOIN person w ON w.id = i.owner WHERE i.split_of = ?1 "
    "OR i.id = (SELECT split_of FROM item WHERE id = ?1) ORDER BY i.id";
static void read_part(struct detail_part *to, struct stmt *s)
{
    *to = (struct detail_part){
        .is_whole = stmt_int(s, 0) != 0, .code = text(s, 1), .unit = text(s, 2),
        .owner = text(s, 3), .state = text(s, 4), .phase = (enum phase)stmt_int(s, 5),
        .yellow_on = stmt_day(s, 6), .red_on = stmt_day(s, 7),
    };
}

enum xh_rc detail_load(struct store *st, int64_t item, struct detail *out, struct xh_err *err)
{
#define LOAD(kind, list) do { \
        struct stmt *s = db_query(st->db, err, sql_##kind, "i", item); \
        int got = s ? 0 : -1; \
        while (s && (got = stmt_step(s, err)) > 0) { \
            GROW(out->list, out->n_##list, out->cap_##list); \
            read_##kind(&out->list[out->n_##list++], s); \
        } \
        stmt_done(s); \
        if (got < 0) \
            return XH_DB; \
    } while (0);
    DETAIL_LISTS(LOAD)
#undef LOAD
    return XH_OK;
}

void detail_fini(struct detail *d)
{
    for (size_t i = 0; i < d->n_reports; i++) {
        struct detail_report *r = &d->reports[i];
        free(r->text);
        free(r->problem);
        free(r->next);
        free(r->coord);
        free(r->coord_level);
        free(r->person);
    }
    for (size_t i = 0; i < d->n_words; i++) {
        free(d->words[i].person);
        free(d->words[i].text);
    }
    for (size_t i = 0; i < d->n_evidence; i++) {
        struct detail_evidence *e = &d->evidence[i];
        free(e->step);
        free(e->kind);
        free(e->name);
        free(e->caption);
        free(e->person);
        free(e->hash);
    }
    for (size_t i = 0; i < d->n_requests; i++) {
        struct detail_request *r = &d->requests[i];
        free(r->verb);
        free(r->step);
        free(r->person);
        free(r->office);
        free(r->reason);
        free(r->doc);
        free(r->answer);
        free(r->answered_by);
    }
    for (size_t i = 0; i < d->n_moves; i++) {
        free(d->moves[i].step);
        free(d->moves[i].why);
    }
    for (size_t i = 0; i < d->n_stops; i++) {
        free(d->stops[i].office);
        free(d->stops[i].reason);
    }
    for (size_t i = 0; i < d->n_spans; i++) {
        struct detail_span *s = &d->spans[i];
        free(s->state);
        free(s->yellow_rule);
        free(s->red_rule);
        free(s->pin_colour);
        free(s->cause);
    }
    for (size_t i = 0; i < d->n_steps; i++) {
        free(d->steps[i].step);
        free(d->steps[i].skip_reason);
        free(d->steps[i].passed);
        free(d->steps[i].passed_reason);
    }
    for (size_t i = 0; i < d->n_parts; i++) {
        free(d->parts[i].code);
        free(d->parts[i].unit);
        free(d->parts[i].owner);
        free(d->parts[i].state);
    }
#define DROP(kind, list) free(d->list);
    DETAIL_LISTS(DROP)
#undef DROP
    memset(d, 0, sizeof *d);
}

/* ---- actions ---- */

#define PREFIX_MIN 8

enum xh_rc action_find(struct store *st, const char *typed, char found[static EVENT_ACTION],
                       struct xh_err *err)
{
    size_t n = strlen(typed);

    if (n < PREFIX_MIN || n >= EVENT_ACTION || strspn(typed, "0123456789abcdef") != n)
        return xh_fail(err, XH_USAGE,
                       err_way(_("'%s' is no action id: copy it from the record of the "
                                 "item (`show CODE`), %d characters at least"),
                               _("'%s' is no action id: copy it from the record of the "
                                 "item, %d characters at least")),
                       typed, PREFIX_MIN);
    /* 'g' follows every hexadecimal digit */
    char above[EVENT_ACTION + 1];
    snprintf(above, sizeof above, "%sg", typed);
    struct stmt *s = db_query(st->db, err,
                              "SELECT action FROM event WHERE action >= ? AND "
                              "action < ? ORDER BY action LIMIT 2",
                              "tt", typed, above);
    int rows = 0, got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        if (rows++ == 0)
            snprintf(found, EVENT_ACTION, "%s", stmt_text(s, 0));
    stmt_done(s);
    if (got < 0)
        return XH_DB;
    if (rows == 0)
        return xh_fail(err, XH_NOT_FOUND, _("no action begins with %s"), typed);
    if (rows > 1)
        return xh_fail(err, XH_REFUSED,
                       _("more than one action begins with %s: give more of it"), typed);
    return XH_OK;
}

const char *detail_skip_reason(const struct detail *d, const char *step)
{
    for (size_t i = 0; i < d->n_steps; i++)
        if (strcmp(d->steps[i].step, step) == 0)
            return d->steps[i].skip_reason;
    return "";
}

int64_t detail_count_evidence(struct store *st, int64_t item)
{
    int64_t n = 0;

    db_get_int(st->db, NULL, &n, "SELECT count(*) FROM evidence WHERE item = ?", "i", item);
    return n;
}
