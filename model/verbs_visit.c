/* verbs_visit.c - visits (走访): who went, what was asked for, what was promised; and that
 * a promise was kept. Any list may have them; where rows are persons, what was said is
 * private (ENGINE 35). */
#include <stdio.h>
#include <string.h>

#include "model/deed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/visit.h"

/* Who went: the one named, else whose work it is. */
static int64_t read_who(struct deed *d, const struct visit_call *v)
{
    struct xh_err err = {0};
    int64_t id = d->doer;

    if (!v->who || !*v->who)
        return id;
    enum xh_rc rc = person_find(d->a->db, v->who, &id, &err);
    if (rc != XH_OK)
        act_fail(d->a, rc, _("who went: %s"), err.msg);
    return id;
}

/* On which day: today, or one gone by. */
static int32_t day_of(struct deed *d)
{
    int32_t day = d->c->on == DAY_NONE ? d->a->env.today : d->c->on;

    if (day > d->a->env.today)
        act_fail(d->a, XH_REFUSED, _("that day is still to come"));
    return day;
}

static bool is_said(const char *text)
{
    return text && *text;
}

/* Everything that is wrong with it, at once. */
static void check_visit(struct deed *d, const struct visit_call *v, int32_t day)
{
    struct xh_err more = {0};
    const struct { const char *name, *text; size_t most; } texts[] = {
        { "with", v->with, 200 }, { "demand", v->demand, VISIT_TEXT },
        { "promise", v->promise, VISIT_TEXT }, { "objection", v->objection, VISIT_TEXT },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        deed_good_text(d, texts[i].name, texts[i].text, false, texts[i].most);
        act_set_aside(d->a, &more);
    }
    const int32_t days[] = { v->due, v->next };
    for (size_t i = 0; i < 2; i++)
        if (days[i] != DAY_NONE && (days[i] < DAY_MIN || days[i] > DAY_MAX))
            xh_fail_more(&more, XH_USAGE, _("dates run from 1900-01-01 to 2999-12-31"));
    if (is_said(v->stance) && stance_find(v->stance) == STANCE_NONE)
        xh_fail_more(&more, XH_USAGE, _("stance: willing, talking or refuses, not '%s'"),
                     v->stance);
    if (is_said(v->promise) && v->due == DAY_NONE)
        xh_fail_more(&more, XH_USAGE,
                     err_way(_("until when was it promised? --due DATE"),
                             _("until when was it promised?")));
    if (!is_said(v->promise) && v->due != DAY_NONE)
        xh_fail_more(&more, XH_USAGE,
                     err_way(_("what was promised? --promise TEXT goes with --due"),
                             _("what was promised? There is only a date")));
    if (v->due != DAY_NONE && v->due < day)
        xh_fail_more(&more, XH_REFUSED, _("promised until a day before the visit"));
    if (v->next != DAY_NONE && v->next < day)
        xh_fail_more(&more, XH_REFUSED, _("the next visit lies before this one"));
    act_fail_all(d->a, &more);
}

/* A row's number is never used twice, even when a visit was undone: its private values
 * stand under it until they are erased. */
static int64_t next_row(struct act *a)
{
    return act_get_int(a, "SELECT max(coalesce((SELECT max(id) FROM visit), 0), "
                       "coalesce((SELECT max(item) FROM private WHERE tbl = 'visit'), 0)) + 1",
                       "");
}

static void record(struct deed *d, const struct visit_call *v)
{
    struct act *a = d->a;
    int32_t day = day_of(d);
    int64_t person = read_who(d, v), row;

    check_visit(d, v, day);
    row = next_row(a);
    if (!act_ok(a))
        return;
    bool person_list = d->list->person;
    const char *const texts[] = { v->demand, v->promise, v->objection };
    struct value words[3];
    char columns[160];
    for (size_t i = 0; i < 3; i++)
        words[i] = value_text(is_said(texts[i]) ? texts[i] : "");
    snprintf(columns, sizeof columns,
             "item i day d person i others t stance t demand %c promise %c promise_due d "
             "objection %c next_on d",
             person_list && is_said(v->demand) ? 'p' : 'v',
             person_list && is_said(v->promise) ? 'p' : 'v',
             person_list && is_said(v->objection) ? 'p' : 'v');
    act_insert_at(a, "visit", row, columns, d->it.id, day, person, is_said(v->with) ? v->with : "",
                  is_said(v->stance) ? v->stance : "", &words[0], &words[1], v->due, &words[2],
                  v->next);
    deed_evidence(d, "");
    char text[DAY_TEXT];
    act_note(a, "on", day_format(day, text));
    act_note(a, "stance", v->stance);
    deed_say(d, _("%s: visit of %s recorded"), d->it.code, text);
}

/* ---- a promise was kept ---- */

struct promise { int64_t row, n; int32_t day, due, kept_on; };

/* The open promises, and the one asked for (`which`), by the number of their visit. */
static size_t find_promises(struct deed *d, int64_t which, struct promise *found,
                            struct buf *open)
{
    struct act *a = d->a;
    size_t n = 0;
    int64_t at = 0;
    int got = 0;
    struct stmt *s = db_query(a->db, &a->err, "SELECT id, day, promise_due, kept_on FROM visit "
                              "WHERE item = ? ORDER BY day, id", "i", d->it.id);

    while (s && (got = stmt_step(s, &a->err)) > 0) {
        struct promise p = { stmt_int(s, 0), ++at, stmt_day(s, 1), stmt_day(s, 2),
                             stmt_day(s, 3) };
        char day[DAY_TEXT], due[DAY_TEXT];
        if (p.n == which || (!which && p.due != DAY_NONE && p.kept_on == DAY_NONE))
            *found = p;
        if (p.due == DAY_NONE || p.kept_on != DAY_NONE)
            continue;
        n++;
        buf_printf(open, _("\n%lld: promised on %s until %s"), (long long)p.n,
                   day_format(p.day, day), day_format(p.due, due));
    }
    stmt_done(s);
    if (!s || got < 0)
        a->rc = XH_DB;
    return n;
}

static void keep_promise(struct deed *d, const struct visit_call *v)
{
    struct act *a = d->a;
    struct promise p = {0};
    struct buf open = {0};
    int32_t day = day_of(d);
    size_t n = find_promises(d, v->which, &p, &open);
    char text[DAY_TEXT];

    if (v->which && !p.row)
        act_fail(a, XH_NOT_FOUND, _("%s: there is no visit %lld"), d->it.code,
                 (long long)v->which);
    else if (v->which && p.due == DAY_NONE)
        act_fail(a, XH_REFUSED, _("%s: nothing was promised at visit %lld"), d->it.code,
                 (long long)v->which);
    else if (v->which && p.kept_on != DAY_NONE)
        act_fail(a, XH_REFUSED, _("%s: the promise of visit %lld was kept on %s already"),
                 d->it.code, (long long)v->which, day_format(p.kept_on, text));
    else if (n == 0)
        act_fail(a, XH_REFUSED, _("%s: there is no open promise"), d->it.code);
    else if (!v->which && n > 1)
        act_fail(a, XH_REFUSED,
                 err_way(_("%s: which promise was kept? --kept N, one of:%s"),
                         _("%s: which promise was kept? One of:%s")),
                 d->it.code, buf_str(&open));
    else if (day < p.day)
        act_fail(a, XH_REFUSED, _("%s: kept before it was promised, on %s"), d->it.code,
                 day_format(p.day, text));
    buf_fini(&open);
    if (!act_ok(a))
        return;
    act_update(a, "visit", p.row, "kept_on d", day);
    deed_evidence(d, "");
    act_note(a, "promise_kept", day_format(day, text));
    deed_say(d, _("%s: promise kept on %s"), d->it.code, text);
}

void verb_visit(struct deed *d)
{
    static const struct visit_call nothing = { .due = DAY_NONE, .next = DAY_NONE };
    const struct visit_call *v = d->c->visit ? d->c->visit : &nothing;

    if (!deed_permit(d, d->doer, VERB_VISIT) || !deed_can(d, VERB_VISIT))
        return;
    if (v->kept && (is_said(v->promise) || is_said(v->demand) || is_said(v->objection) ||
                    is_said(v->stance) || is_said(v->with) || is_said(v->who) ||
                    v->due != DAY_NONE || v->next != DAY_NONE))
        act_fail(d->a, XH_USAGE,
                 err_way(_("--kept only takes --on and --evidence; a new visit is a command "
                           "of its own"),
                         _("a promise kept and a new visit are two acts")));
    else if (v->kept)
        keep_promise(d, v);
    else
        record(d, v);
}
