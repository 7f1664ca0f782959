#include "model/desk.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/permit.h"
#include "model/reporting.h"

#define BIT(c) (1u << (c))
enum { OPEN_COLOURS = BIT(COLOUR_GREEN) | BIT(COLOUR_YELLOW) | BIT(COLOUR_RED) |
                      BIT(COLOUR_GREY) };

/* ---- questions ---- */

void question_add(struct question *q, const char *fmt, ...)
{
    va_list ap;

    assert(q->n_where < ASK_WHERE);
    va_start(ap, fmt);
    vsnprintf(q->where[q->n_where++], ASK_TEXT, fmt, ap);
    va_end(ap);
}

void question_filter(const struct question *q, struct filter *f, const char **where)
{
    for (size_t i = 0; i < q->n_where; i++)
        where[i] = q->where[i];
    f->list = q->list;
    f->state = q->state;
    f->colours = q->colours;
    f->place = *q->place ? q->place : NULL;
    f->where = where;
    f->n_where = q->n_where;
}

enum xh_rc question_count(struct store *st, const struct question *q, const struct filter *base,
                          int64_t *n, struct xh_err *err)
{
    struct filter f = *base;
    const char *where[ASK_WHERE];
    int64_t *by_list = xcalloc(st->defs->n_lists + 1, sizeof *by_list);

    question_filter(q, &f, where);
    enum xh_rc rc = query_sizes(st, &f, by_list, err);
    *n = 0;
    for (size_t i = 0; i < st->defs->n_lists; i++)
        *n += by_list[i];
    free(by_list);
    return rc;
}

/* ---- desks ---- */

size_t desk_words(const struct defs *defs, const char **word, size_t max)
{
    size_t n = 0;

    word[n++] = "";
    for (size_t i = 0; i < defs->n_lists; i++) {
        const char *w = list_row_apart(&defs->lists[i]);
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known |= strcmp(word[k], w) == 0;
        if (!known && n < max)
            word[n++] = w;
    }
    return n;
}

bool desk_has(struct store *st, int64_t me, enum desk_relation relation)
{
    switch (relation) {
    case DESK_ALL:
        return permit_relations(st->db, st->defs, me, VERB_SUPERVISE, NULL) & REL_ALL;
    case DESK_REVIEW:
        return permit_relations(st->db, st->defs, me, VERB_APPROVE, NULL) != 0 ||
               permit_relations(st->db, st->defs, me, VERB_GRANT, NULL) != 0 ||
               permit_relations(st->db, st->defs, me, VERB_PAPER, NULL) != 0;
    default:
        return me != 0;
    }
}

void desk_question(const struct defs *defs, enum desk_relation relation, enum desk_count count,
                   const char *word, int32_t today, struct question *out)
{
    static const char *const conditions[DESK_RELATIONS] = {
        [DESK_OWN] = "relation=own", [DESK_CO] = "relation=co", [DESK_REVIEW] = "review=mine",
        [DESK_LEADS] = "relation=leads", [DESK_PLACE] = "relation=place",
    };
    const char *words[2];
    char day[DAY_TEXT];

    *out = (struct question){0};
    if (conditions[relation])
        question_add(out, "%s", conditions[relation]);
    if (word && (*word || desk_words(defs, words, 2) > 1))
        question_add(out, "row=%s", word);
    switch (count) {
    case DESK_TOTAL:     out->colours = OPEN_COLOURS; break;
    case DESK_RED:       out->colours = BIT(COLOUR_RED); break;
    case DESK_YELLOW:    out->colours = BIT(COLOUR_YELLOW); break;
    case DESK_DUE:
        out->state = "open";
        question_add(out, "due=%s", day_format(today, day));
        break;
    case DESK_RETURNED:  out->state = "rework"; break;
    case DESK_OWED:      question_add(out, "report_silent=now"); break;
    case DESK_IN_REVIEW: out->state = "review"; break;
    case DESK_HELD:      out->state = "held"; break;
    case DESK_BROKEN:    question_add(out, "visit=broken"); break;
    case DESK_PROMISED:  question_add(out, "visit=week"); break;
    case DESK_VISITS:    question_add(out, "visit=next"); break;
    case DESK_COUNTS:    break;
    }
}

static size_t word_of(const struct defs *defs, const char *list, const char *const *word,
                      size_t n_words)
{
    const char *w = list_row_apart(defs_list(defs, list));

    for (size_t i = 0; i < n_words; i++)
        if (strcmp(word[i], w) == 0)
            return i;
    return 0;
}

enum xh_rc desk_colours(struct store *st, const struct filter *base, enum desk_relation relation,
                        const char *const *word, size_t n_words, int64_t (*n)[DESK_COUNTS],
                        struct xh_err *err)
{
    static const char *const by[] = { "list" };
    struct filter f = *base;
    struct question q;
    const char *where[ASK_WHERE];
    struct group_count *v = NULL;
    size_t found = 0;

    desk_question(st->defs, relation, DESK_TOTAL, NULL, f.today, &q);
    question_filter(&q, &f, where);
    for (size_t i = 0; i < n_words; i++)
        n[i][DESK_TOTAL] = n[i][DESK_RED] = n[i][DESK_YELLOW] = n[i][DESK_IN_REVIEW] =
            n[i][DESK_HELD] = 0;
    enum xh_rc rc = query_counts(st, &f, by, 1, &v, &found, err);
    for (size_t i = 0; i < found; i++) {
        int64_t *to = n[word_of(st->defs, v[i].list, word, n_words)];
        to[DESK_TOTAL] += v[i].n.total;
        to[DESK_RED] += v[i].n.colour[COLOUR_RED];
        to[DESK_YELLOW] += v[i].n.colour[COLOUR_YELLOW];
        to[DESK_IN_REVIEW] += v[i].n.review;
        to[DESK_HELD] += v[i].n.colour[COLOUR_GREY];
    }
    group_counts_free(v, found);
    return rc;
}

/* Everything at once has an index of its own. */
static enum xh_rc all_silent(struct store *st, const struct filter *base, int64_t *by_list,
                             struct xh_err *err)
{
    struct report_period p;
    struct reporting r = {0};

    report_period_now(st->defs, base->today, &p);
    enum xh_rc rc = reporting_load(st, base->reader, &p, &r, err);
    for (size_t i = 0; rc == XH_OK && i < st->defs->n_lists; i++)
        by_list[i] = r.silent[i];
    reporting_fini(&r);
    return rc;
}

enum xh_rc desk_one(struct store *st, const struct filter *base, enum desk_relation relation,
                    enum desk_count count, const char *const *word, size_t n_words,
                    int64_t (*n)[DESK_COUNTS], struct xh_err *err)
{
    struct filter f = *base;
    struct question q;
    const char *where[ASK_WHERE];
    int64_t *by_list = xcalloc(st->defs->n_lists + 1, sizeof *by_list);

    desk_question(st->defs, relation, count, NULL, f.today, &q);
    question_filter(&q, &f, where);
    enum xh_rc rc = relation == DESK_ALL && count == DESK_OWED
                        ? all_silent(st, &f, by_list, err) : query_sizes(st, &f, by_list, err);
    for (size_t i = 0; i < n_words; i++)
        n[i][count] = 0;
    for (size_t i = 0; i < st->defs->n_lists; i++)
        n[word_of(st->defs, st->defs->lists[i].id, word, n_words)][count] += by_list[i];
    free(by_list);
    return rc;
}

void desk_unsigned(const struct defs *defs, int32_t today, struct question *out)
{
    const struct calendar *cal = defs->calendar;
    char day[DAY_TEXT];
    /* at least two workdays after the day it was given: one of them is over */
    int32_t before = calendar_add_workdays(cal, calendar_roll_back(cal, today), -1);

    *out = (struct question){ .state = "assigned" };
    question_add(out, "acted_on<%s", day_format(before, day));
}

/* ---- the trend ---- */

/* By row id, so that a part is a range; the index by day would seek every span of half the
 * record anyway. */
static const char sql_trend[] =
    "SELECT c.from_day, c.to_day, c.yellow_on, c.red_on, c.pin_colour, c.pin_from, c.pin_until, "
    "i.list FROM colour_span c JOIN item i ON i.id = c.item WHERE c.id > ? AND c.id <= ? AND "
    "+c.to_day >= ? AND +c.from_day <= ? AND c.phase <= 1 AND c.voided = 0 AND i.voided = 0 AND ";
enum { TREND_PART = 10000 };

static void add_span(const struct defs *defs, struct desk_trend *t, struct stmt *s)
{
    int32_t from = stmt_day(s, 0), to = stmt_day(s, 1), yellow = stmt_day(s, 2),
            red = stmt_day(s, 3), pin_from = stmt_day(s, 5), pin_until = stmt_day(s, 6);
    enum colour pin = colour_find(stmt_text(s, 4));

    if (*list_row_apart(defs_list(defs, stmt_text(s, 7))))
        return;
    for (int i = 0; i < TREND_DAYS; i++) {
        int32_t day = t->day[i];
        if (day < from || day > to)
            continue;
        bool pinned = pin != COLOUR_NONE && pin_from <= day && day <= pin_until;
        enum colour c = pinned ? pin : red <= day ? COLOUR_RED
                        : yellow <= day           ? COLOUR_YELLOW
                                                  : COLOUR_GREEN;
        t->red[i] += c == COLOUR_RED;
        t->yellow[i] += c == COLOUR_YELLOW;
    }
}

bool desk_trend(struct store *st, int64_t reader, struct desk_trend *t, struct xh_err *err)
{
    struct buf sql = {0};
    int step = -1;

    if (t->seen == 0 && db_get_int(st->db, err, &t->last, "SELECT coalesce(max(id), 0) "
                                   "FROM colour_span", "") != XH_OK)
        return false;
    buf_puts(&sql, sql_trend);
    permit_read_filter(&sql, st->db, st->defs, reader, NULL);
    struct stmt *s = db_query(st->db, err, buf_str(&sql), "iidd", t->seen,
                              t->seen + TREND_PART, t->day[0], t->day[TREND_DAYS - 1]);
    while (s && (step = stmt_step(s, err)) > 0)
        add_span(st->defs, t, s);
    stmt_done(s);
    buf_fini(&sql);
    t->seen += TREND_PART;
    return step == 0 && t->seen < t->last;
}
