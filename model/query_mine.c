/* query_mine.c - conditions about the reader and about whose turn it is: "relation=own",
 * "review=mine", "report=owed" ... They are written like any other --where expression, so
 * that whatever is counted on a screen can be opened, saved and asked for on the command
 * line in the same words. */
#include "model/query_mine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/remind.h"
#include "model/reporting.h"
#include "model/text.h"

/* ---- relation=own co leads unit place ---- */

static const struct { const char *word; int persons; const char *cond; } relations[] = {
    { "own", 2,
      " AND i.id IN (SELECT o.id FROM item o WHERE o.owner = ? UNION "
      "SELECT o.id FROM item o WHERE o.handler = ?)" },
    { "co", 2,
      " AND i.id IN (SELECT x.item FROM item_co x WHERE x.person = ? UNION SELECT x.item "
      "FROM person m JOIN item_co x ON x.unit = m.unit WHERE m.id = ?)" },
    { "leads", 2,
      " AND i.id IN (SELECT o.id FROM item o WHERE o.lead = ? UNION "
      "SELECT o.id FROM item o WHERE o.leader = ?)" },
    { "unit", 1,
      " AND i.unit IN (WITH RECURSIVE down(id) AS (SELECT m.unit FROM person m "
      "WHERE m.id = ? AND m.unit IS NOT NULL UNION SELECT u.id FROM unit u "
      "JOIN down ON u.parent = down.id) SELECT id FROM down)" },
    { "place", 1,
      " AND i.place IN (WITH RECURSIVE down(id) AS (SELECT m.place FROM person m "
      "WHERE m.id = ? AND m.place IS NOT NULL UNION SELECT l.id FROM place l "
      "JOIN down ON l.parent = down.id) SELECT id FROM down)" },
};

static bool add_relation(struct query *q, const char *word)
{
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (strcmp(relations[i].word, word) == 0) {
            int64_t me = q->f->reader;
            sql_add(&q->cond, relations[i].persons == 2 ? "ii" : "i", relations[i].cond, me,
                    me);
            return true;
        }
    return false;
}

/* ---- review=mine others given_back, request=open mine others ---- */

/* Rows of others, as two people demand it (permit_doer()): what `me` did not work on. */
#define NOT_DOER \
    "i.owner IS NOT ? AND i.handler IS NOT ? AND i.applied_by IS NOT ? " \
    "AND NOT EXISTS (SELECT 1 FROM item_co x WHERE x.item = i.id AND x.person = ?) " \
    "AND NOT EXISTS (SELECT 1 FROM doer d WHERE d.item = i.id AND d.person = ? " \
    "AND d.seq >= i.opened_seq)"
#define NOT_ASKER \
    "EXISTS (SELECT 1 FROM request r WHERE r.item = i.id AND r.answer = '' AND " \
    "r.person <> ? AND r.actor <> ?)"

/* The rows on which the reader's roles allow one of two verbs, in brackets. */
static void add_may(struct query *q, enum verb verb, enum verb other)
{
    const struct defs *defs = q->st->defs;
    int64_t me = q->f->reader;
    struct buf may = {0};

    for (size_t i = 0; i < defs->n_lists; i++) {
        const char *id = defs->lists[i].id;
        if (q->list && q->list != &defs->lists[i])
            continue;
        buf_printf(&may, "%si.list = '%s' AND (", may.len ? " OR " : "", id);
        permit_filter(&may, q->st->db, defs, me, verb, id);
        if (other) {
            buf_puts(&may, " OR ");
            permit_filter(&may, q->st->db, defs, me, other, id);
        }
        buf_putc(&may, ')');
    }
    sql_add(&q->cond, "", "(");
    sql_add(&q->cond, "", may.len ? buf_str(&may) : "1 = 0");
    sql_add(&q->cond, "", ")");
    buf_fini(&may);
}

/* What the reader's roles let him decide, on items of others (ENGINE 26). */
static void add_decides(struct query *q, enum verb verb)
{
    int64_t me = q->f->reader;

    add_may(q, verb, VERB_NONE);
    sql_add(&q->cond, "iiiii", " AND " NOT_DOER, me, me, me, me, me);
    if (verb == VERB_GRANT)
        sql_add(&q->cond, "ii", " AND " NOT_ASKER, me, me);
}

/* `mine`: what the reader decides; else what he cannot decide, though his roles would let
 * him, or let him write down what a leader decided on paper: another person must. */
static void add_turn(struct query *q, enum verb verb, bool mine)
{
    sql_add(&q->cond, "", " AND ");
    if (!mine) {
        add_may(q, verb, VERB_PAPER);
        sql_add(&q->cond, "", " AND NOT coalesce((");
    }
    add_decides(q, verb);
    if (!mine)
        sql_add(&q->cond, "", "), 0)");
}

/* Given to the reader, sent back as not of the unit it was given to (ENGINE 20). */
static void add_given_back(struct query *q)
{
    query_only_phase(q, PHASE_OPEN);
    sql_add(&q->cond, "i", " AND @.state = 'assigned' AND i.owner = ? AND (SELECT e.verb FROM "
            "event_item x JOIN event e ON e.id = x.event WHERE x.item = i.id AND e.verb IN "
            "('return', 'assign', 'transfer', 'add', 'reopen', 'import', 'split') "
            "ORDER BY x.event DESC LIMIT 1) = 'return'", q->f->reader);
}

static bool add_review(struct query *q, const char *word)
{
    bool mine = strcmp(word, "mine") == 0;
    const struct workflow_def *w = &q->st->defs->workflow;
    const char *sep = "?";

    if (strcmp(word, "given_back") == 0) {
        add_given_back(q);
        return true;
    }
    if (!mine && strcmp(word, "others") != 0)
        return false;
    query_only_phase(q, PHASE_REVIEW);
    /* said in the words of the index over states that wait for somebody */
    sql_add(&q->cond, "", " AND @.state <> 'active' AND @.state IN (");
    for (size_t i = 0; i < w->n_states; i++)
        if (w->states[i].phase == PHASE_REVIEW) {
            sql_add(&q->cond, "t", sep, w->states[i].id);
            sep = ", ?";
        }
    sql_add(&q->cond, "", ")");
    add_turn(q, VERB_APPROVE, mine);
    return true;
}

static bool add_request(struct query *q, const char *word)
{
    bool mine = strcmp(word, "mine") == 0;

    if (!mine && strcmp(word, "open") != 0 && strcmp(word, "others") != 0)
        return false;
    sql_add(&q->cond, "", " AND i.id IN (SELECT r.item FROM request r WHERE r.answer = '')");
    if (strcmp(word, "open") != 0)
        add_turn(q, VERB_GRANT, mine);
    return true;
}

/* ---- report=owed, report_due=, report_silent=now 2026-11-19 ---- */

static void add_period(struct query *q, const struct report_period *p, bool silent)
{
    struct buf sql = {0};

    query_only_phase(q, PHASE_OPEN);
    report_condition(&sql, p, "@.due", silent);
    sql_add(&q->cond, "", " AND ");
    sql_add(&q->cond, "", buf_str(&sql));
    buf_fini(&sql);
}

static bool add_report(struct query *q, const char *word)
{
    struct report_period p;

    if (strcmp(word, "owed") != 0)
        return false;
    report_period_owed(q->st->defs, q->day, &p);
    add_period(q, &p, true);
    return true;
}

static bool add_asked(struct query *q, const char *word, bool silent)
{
    struct report_period p;

    if (!report_period_read(q->st->defs, word, q->day, &p))
        return false;
    add_period(q, &p, silent);
    return true;
}

static bool add_report_due(struct query *q, const char *word)
{
    return add_asked(q, word, false);
}

static bool add_report_silent(struct query *q, const char *word)
{
    return add_asked(q, word, true);
}

/* ---- remind=report due overdue accept ---- */

static bool add_remind(struct query *q, const char *word)
{
    const struct calendar *cal = q->st->defs->calendar;

    switch (remind_find(word)) {
    case REMIND_REPORT:
        return add_asked(q, "now", true);
    case REMIND_DUE:
        query_only_phase(q, PHASE_OPEN);
        sql_add(&q->cond, "dd", " AND @.due > ? AND @.due <= ?", q->day,
                calendar_add_workdays(cal, q->day, 1));
        return true;
    case REMIND_OVERDUE:        /* wd(due,D] >= 1, as everywhere (ENGINE 4) */
        query_only_phase(q, PHASE_OPEN);
        sql_add(&q->cond, "d", " AND @.due < ?", calendar_roll_back(cal, q->day));
        return true;
    case REMIND_ACCEPT:
        query_only_phase(q, PHASE_OPEN);
        sql_add(&q->cond, "d", " AND @.state <> 'active' AND @.state = 'assigned' AND "
                "coalesce(i.acted_on, i.assigned_on) < ?", calendar_roll_back(cal, q->day));
        return true;
    case REMIND_KINDS:
        break;
    }
    return false;
}

/* ---- row= ---- */

/* "row=": items; "row=户": rows of the lists counted apart by that word (OFFICE 7). */
static bool add_row(struct query *q, const char *word)
{
    const struct defs *defs = q->st->defs;
    const char *sep = " AND +i.list IN (";    /* the order finds them, not the lists */

    for (size_t i = 0; i < defs->n_lists; i++)
        if (strcmp(list_row_apart(&defs->lists[i]), word) == 0) {
            sql_add(&q->cond, "t", sep, defs->lists[i].id);
            sql_add(&q->cond, "", "?");
            sep = ", ";
        }
    if (*sep == ' ' && *word)
        return false;
    sql_add(&q->cond, "", *sep == ' ' ? " AND 1 = 0" : ")");
    return true;
}

/* ---- visit=broken week next due open never ---- */

/* Promises not kept, by their last day. */
#define PROMISED "i.id IN (SELECT v.item FROM visit v WHERE v.promise_due IS NOT NULL AND " \
    "v.kept_on IS NULL AND v.promise_due >= ? AND v.promise_due < ?)"
/* What the last visit said of the next one. */
#define APPOINTED "i.id IN (SELECT v.item FROM visit v WHERE v.next_on IS NOT NULL AND " \
    "v.next_on <= ? AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.item = v.item AND " \
    "(w.day > v.day OR (w.day = v.day AND w.id > v.id))))"

/* Of rows that are not closed: what is over needs no visit. */
static bool add_visit(struct query *q, const char *word)
{
    int32_t day = q->day, sunday = day + 7 - day_weekday(day);

    q->phases &= 1u << PHASE_OPEN | 1u << PHASE_REVIEW | 1u << PHASE_HELD;
    sql_add(&q->cond, "", " AND @.phase <= 2");
    if (strcmp(word, "broken") == 0)    /* wd(due,D] >= 1, as everywhere (ENGINE 4) */
        sql_add(&q->cond, "dd", " AND " PROMISED, DAY_MIN,
                calendar_roll_back(q->st->defs->calendar, day));
    else if (strcmp(word, "week") == 0)
        sql_add(&q->cond, "dd", " AND " PROMISED,
                calendar_roll_back(q->st->defs->calendar, day), sunday + 1);
    else if (strcmp(word, "next") == 0)
        sql_add(&q->cond, "d", " AND " APPOINTED, day);
    else if (strcmp(word, "due") == 0)
        sql_add(&q->cond, "ddd", " AND (" PROMISED " OR " APPOINTED ")", DAY_MIN, day + 1, day);
    else if (strcmp(word, "open") == 0)
        sql_add(&q->cond, "ddd", " AND (" PROMISED " OR " APPOINTED ")", DAY_MIN, DAY_MAX + 1,
                DAY_MAX);
    else if (strcmp(word, "never") == 0)
        sql_add(&q->cond, "", " AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.item = i.id)");
    else
        return false;
    return true;
}

/* ---- since=new_red still_red turned_green ---- */

/* Against the last edition of the last final sheet of a day before; red there is red by
 * the rules, as printed. */
#define LAST_RED "(SELECT r.item FROM sheet_row r WHERE r.item IS NOT NULL AND " \
    "r.colour = 'red' AND r.sheet = (SELECT s.id FROM sheet s WHERE s.to_day < ? " \
    "ORDER BY s.year DESC, s.no DESC, s.edition DESC LIMIT 1))"

static const struct { const char *word, *cond; } changes[] = {
    { "new_red", " AND @.phase <= 1 AND @.red_on <= ? AND i.id NOT IN " LAST_RED },
    { "still_red", " AND @.phase <= 1 AND @.red_on <= ? AND i.id IN " LAST_RED },
    { "turned_green", " AND @.phase <= 1 AND @.yellow_on > ? AND i.id IN " LAST_RED },
};

static bool add_since(struct query *q, const char *word)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (strcmp(changes[i].word, word) == 0) {
            q->phases &= 1u << PHASE_OPEN | 1u << PHASE_REVIEW;
            sql_add(&q->cond, "dd", changes[i].cond, q->day, q->day);
            return true;
        }
    return false;
}

/* ---- undone=STEP ---- */

static bool add_undone(struct query *q, const char *word)
{
    int i = q->list ? list_step(q->list, word) : -1;

    for (size_t k = 0; q->list && i < 0 && k < q->list->n_steps; k++)
        if (strcmp(q->list->steps[k].name, word) == 0)
            i = (int)k;
    if (i < 0)
        return false;
    q->phases &= 1u << PHASE_OPEN | 1u << PHASE_REVIEW | 1u << PHASE_HELD;
    sql_add(&q->cond, "t", " AND @.phase <= 2 AND NOT EXISTS (SELECT 1 FROM step x WHERE "
            "x.item = i.id AND x.step = ? AND coalesce(x.done_on, x.skipped_on) IS NOT NULL)",
            q->list->steps[i].id);
    return true;
}

/* ---- the words ---- */

static const struct { const char *key, *words; bool (*add)(struct query *, const char *); }
mine[] = {
    { "relation", "own, co, leads, unit, place", add_relation },
    { "review", "mine, others, given_back", add_review },
    { "request", "open, mine, others", add_request },
    { "report", "owed", add_report },
    { "report_due", "now, 2026-11-19", add_report_due },
    { "report_silent", "now, 2026-11-19", add_report_silent },
    { "remind", "report, due, overdue, accept", add_remind },
    { "since", "new_red, still_red, turned_green", add_since },
    { "visit", "broken, week, next, due, open, never", add_visit },
    { "row", "", add_row },
    { "undone", "", add_undone },
};

/* "row!=": rows of all lists counted apart. */
static void add_apart(struct query *q)
{
    const struct defs *defs = q->st->defs;
    const char *sep = " AND i.list IN (";

    for (size_t i = 0; i < defs->n_lists; i++)
        if (*list_row_apart(&defs->lists[i])) {
            sql_add(&q->cond, "t", sep, defs->lists[i].id);
            sql_add(&q->cond, "", "?");
            sep = ", ";
        }
    sql_add(&q->cond, "", *sep == ' ' ? " AND 1 = 0" : ")");
}

bool query_is_mine(const char *name)
{
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
        if (strcmp(mine[i].key, name) == 0)
            return true;
    return false;
}

enum xh_rc query_mine(struct query *q, const char *name, const char *value, bool is_equal,
                      struct xh_err *err)
{
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++) {
        if (strcmp(mine[i].key, name) != 0)
            continue;
        if (!is_equal && !*value && mine[i].add == add_row) {
            add_apart(q);
            return XH_OK;
        }
        if (is_equal && mine[i].add(q, query_keep(q, xstrdup(value))))
            return XH_OK;
        return xh_fail(err, XH_USAGE, _("%s takes = and one of: %s"), name,
                       *mine[i].words ? mine[i].words
                       : mine[i].add == add_row ? _("what a list calls its rows")
                                                : _("the steps of the one list asked for"));
    }
    assert(!"a name query_is_mine() knows");
    return XH_USAGE;
}
