#include "tests/model/query_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/mem.h"
#include "model/schema.h"
#include "tests/model/calendar_fixture.h"

static uint64_t seed_now;

uint32_t rig_random(uint32_t below)
{
    seed_now ^= seed_now << 13;
    seed_now ^= seed_now >> 7;
    seed_now ^= seed_now << 17;
    return (uint32_t)((seed_now >> 20) % below);
}

static bool one_in(uint32_t n)
{
    return rig_random(n) == 0;
}

/* ---- definitions ---- */

#define FIELD(i, n, t) { .id = i, .name = n, .type = t, .unit = "", .by = "", .group = "", \
    .was = "", .convert = "", .doc = "", .law = "", .source = "" }
#define PRIVATE(i, t, s) { .id = i, .name = i, .type = t, .is_private = true, .show = s, \
    .unit = "", .by = "", .group = "", .was = "", .convert = "", .doc = "", .law = "", \
    .source = "" }

static struct field_def tasks_fields[] = {
    FIELD("area", "面积", FIELD_DECIMAL), FIELD("count", "件数", FIELD_INTEGER),
    FIELD("met", "会议日期", FIELD_DATE), FIELD("kind", "类别", FIELD_CHOICE),
    FIELD("urgent", "加急", FIELD_BOOL),
};
static struct field_def households_fields[] = {
    FIELD("area", "面积", FIELD_DECIMAL),
    PRIVATE("phone", FIELD_TEXT, SHOW_HANDLER | SHOW_VILLAGE),
    PRIVATE("amount", FIELD_DECIMAL, SHOW_SELF),
    PRIVATE("note", FIELD_TEXT, SHOW_TOWNSHIP),
};
static struct colour_rule tasks_yellow[] = {
    { .kind = RULE_DUE_IN, .amount = 5, .unit = UNIT_WORKDAY, .text = "due_in: 5 workdays" },
};
static struct colour_rule projects_yellow[] = {
    { .kind = RULE_DUE_IN, .amount = 10, .unit = UNIT_DAY, .text = "due_in: 10 days" },
};
static const char *const list_ids[RIG_LISTS] = { "tasks", "projects", "households",
                                                 "problems" };
static const char *const list_codes[RIG_LISTS] = { "督", "重", "征", "企" };
static struct list_def lists[RIG_LISTS];

static struct state_def states[] = {
    { "assigned", "待签收", PHASE_OPEN }, { "active", "在办", PHASE_OPEN },
    { "rework", "退改", PHASE_OPEN }, { "review", "待审核", PHASE_REVIEW },
    { "held", "暂停", PHASE_HELD }, { "closed", "已销号", PHASE_CLOSED },
    { "cancelled", "终止", PHASE_CANCELLED }, { "drafting", "拟稿", PHASE_OPEN },
};
#define STATES (sizeof states / sizeof *states)

static const char *read_verb[] = { "read" };
static const char *only_tasks[] = { "tasks" };
static const char *only_problems[] = { "problems" };
static struct grant_def grant_all[] = { { read_verb, 1, REL_ALL, NULL, 0 } };
static struct grant_def grant_own[] = { { read_verb, 1, REL_OWN | REL_CO | REL_LEADS,
                                          NULL, 0 } };
static struct grant_def grant_unit[] = { { read_verb, 1, REL_UNIT, NULL, 0 } };
static struct grant_def grant_place[] = { { read_verb, 1, REL_PLACE, NULL, 0 } };
static struct grant_def grant_lists[] = {
    { read_verb, 1, REL_ALL, only_tasks, 1 },
    { read_verb, 1, REL_UNIT, only_problems, 1 },
};
static struct role_def roles[] = {
    { "all", "all", grant_all, 1 }, { "own", "own", grant_own, 1 },
    { "unit", "unit", grant_unit, 1 }, { "lists", "lists", grant_lists, 2 },
    { "none", "none", NULL, 0 }, { "place", "place", grant_place, 1 },
};

static void define(struct query_rig *r)
{
    for (int i = 0; i < RIG_LISTS; i++)
        lists[i] = (struct list_def){
            .id = list_ids[i], .name = list_ids[i], .row = "", .order = i, .parent = "",
            .code = "", .alias = "",
            .due = { .anchor = ANCHOR_GIVEN, .id = "", .text = "given" },
            .progress = { .done = "", .of = "" }, .doc = "", .law = "", .source = "",
        };
    lists[0].fields = tasks_fields;
    lists[0].n_fields = sizeof tasks_fields / sizeof *tasks_fields;
    lists[0].colours = (struct colours_def){ tasks_yellow, 1, NULL, 0, "" };
    lists[1].colours = (struct colours_def){ projects_yellow, 1, NULL, 0, "" };
    lists[2].fields = households_fields;
    lists[2].n_fields = sizeof households_fields / sizeof *households_fields;
    lists[2].person = true;
    r->defs = (struct defs){
        .lists = lists, .n_lists = RIG_LISTS, .calendar = fixture_calendar(),
        .workflow = { .states = states, .n_states = STATES },
        .township = { .name = "沿江镇", .language = "zh", .roles = roles,
                      .n_roles = sizeof roles / sizeof *roles },
    };
}

/* ---- rows ---- */

static void must(enum xh_rc rc, const struct xh_err *err)
{
    if (rc != XH_OK)
        fail_msg("%s", err->msg);
}

char *rig_unit_name(int64_t id)
{
    return id ? xasprintf("U%d", (int)id) : xstrdup("");
}

char *rig_person_name(int64_t id)
{
    return id ? xasprintf("P%d", (int)id) : xstrdup("");
}

char *rig_place_name(const struct query_rig *r, int64_t id)
{
    if (id == 0)
        return xstrdup("");
    return r->place_parent[id] ? xasprintf("V%d/G%d", (int)r->place_parent[id], (int)id)
                               : xasprintf("V%d", (int)id);
}

static void insert_people(struct query_rig *r)
{
    struct db *db = r->st.db;
    struct xh_err err = {0};
    char name[32];

    for (int64_t i = 1; i <= RIG_UNITS; i++) {
        /* a tree: U1 over U20-U22, U20 over U23, U24 */
        r->unit_parent[i] = i >= 23 ? 20 : i >= 20 ? 1 : 0;
        r->unit_rank[i] = one_in(2) ? 1000 : 1 + rig_random(9);
        snprintf(name, sizeof name, "U%d", (int)i);
        struct value parent =
            r->unit_parent[i] ? value_int(r->unit_parent[i]) : value_null();
        must(db_run(db, &err,
                    "INSERT INTO unit (id, name, parent, level, rank) "
                    "VALUES (?,?,?,'town',?)",
                    "itvi", i, name, &parent, r->unit_rank[i]),
             &err);
    }
    for (int64_t i = 1; i <= RIG_PLACES; i++) {
        r->place_parent[i] = i > RIG_VILLAGES ? 1 + (i % RIG_VILLAGES) : 0;
        snprintf(name, sizeof name, "%c%d", i > RIG_VILLAGES ? 'G' : 'V', (int)i);
        struct value parent =
            r->place_parent[i] ? value_int(r->place_parent[i]) : value_null();
        must(db_run(db, &err, "INSERT INTO place (id, name, parent) VALUES (?,?,?)",
                    "itv", i, name, &parent),
             &err);
    }
    for (int64_t i = 1; i <= READER_PLACE; i++) {
        r->person_rank[i] = one_in(2) ? 1000 : 1 + rig_random(20);
        r->person_unit[i] =
            i == READER_UNIT || i == READER_LISTS ? 20 : 1 + rig_random(RIG_UNITS);
        r->person_place[i] = i == READER_PLACE ? 2 : 0;
        snprintf(name, sizeof name, "P%d", (int)i);
        struct value place =
            r->person_place[i] ? value_int(r->person_place[i]) : value_null();
        must(db_run(db, &err,
                    "INSERT INTO person (id, name, unit, place, rank) VALUES (?,?,?,?,?)",
                    "itivi", i, name, r->person_unit[i], &place, r->person_rank[i]),
             &err);
        if (i > RIG_PEOPLE)
            must(db_run(db, &err, "INSERT INTO person_role (person, role) VALUES (?,?)",
                        "it", i, roles[i - READER_ALL].id),
                 &err);
    }
}

static struct rig_span make_span(const struct query_rig *r, int phase)
{
    struct rig_span s = { .phase = phase, .yellow_on = DAY_NEVER, .red_on = DAY_NEVER,
                          .due = DAY_NEVER, .pin_from = DAY_NONE, .pin_until = DAY_NONE };
    const struct state_def *state;

    do
        state = &states[rig_random(STATES)];
    while ((int)state->phase != phase);
    s.state = state->id;
    if (!one_in(8))
        s.due = r->today - 90 + (int32_t)rig_random(180);
    if (phase <= PHASE_HELD && !one_in(6)) {
        s.yellow_on = r->today - 60 + (int32_t)rig_random(120);
        s.red_on = one_in(5) ? DAY_NEVER : s.yellow_on + (int32_t)rig_random(20);
    }
    if (one_in(12)) {
        s.pin = COLOUR_GREEN + (enum colour)rig_random(3);
        s.pin_from = r->today - 20 + (int32_t)rig_random(25);
        s.pin_until = s.pin_from + (int32_t)rig_random(30);
    }
    return s;
}

static int random_phase(void)
{
    static const int phases[] = { 0, 0, 0, 0, 0, 1, 2, 3, 3, 4 };

    return phases[rig_random(10)];
}

static void make_item(struct query_rig *r, int64_t id)
{
    static const char *const words[] = { "道路", "雨污管网", "100%完成",
                                         "a_b",  "林家村",   "GDP" };
    static const char *const kinds[] = { "安全", "环保", "民生" };
    struct rig_item *it = &r->v[id - 1];

    it->id = id;
    it->list = (int)rig_random(RIG_LISTS);
    /* not in the order of ids */
    snprintf(it->code, sizeof it->code, "%s26-%05d", list_codes[it->list],
             (int)((uint64_t)id * 7919 % 99991));
    snprintf(it->title, sizeof it->title, "%s %d", words[rig_random(6)], (int)id);
    snprintf(it->source, sizeof it->source, "%s",
             one_in(3)   ? "信访热线"
             : one_in(2) ? "会议"
                         : "");
    it->unit = one_in(15) ? 0 : 1 + rig_random(RIG_UNITS);
    it->place = one_in(2) ? 0 : 1 + rig_random(RIG_PLACES);
    it->owner = one_in(15) ? 0 : 1 + rig_random(RIG_PEOPLE);
    it->handler = one_in(2) ? 0 : 1 + rig_random(RIG_PEOPLE);
    it->lead = one_in(3) ? 0 : 1 + rig_random(8);
    it->leader = one_in(3) ? 0 : 1 + rig_random(5);
    if (one_in(200))
        it->owner = READER_OWN;
    if (one_in(300))
        it->lead = READER_OWN;
    it->parent = id > 20 && one_in(10) ? 1 + rig_random(20) : 0;
    it->extensions = rig_random(4);
    it->start = r->today - 200 + (int32_t)rig_random(100);
    it->first_due = one_in(4) ? DAY_NONE : it->start + (int32_t)rig_random(150);
    it->now = make_span(r, random_phase());
    it->voided = it->now.phase == PHASE_CANCELLED && one_in(2);

    it->n_spans = 1 + (int)rig_random(RIG_SPANS);
    int32_t from = r->today - 100 + (int32_t)rig_random(30);
    for (int i = 0; i < it->n_spans; i++) {
        bool last = i == it->n_spans - 1;
        it->spans[i] = last ? it->now : make_span(r, random_phase());
        it->spans[i].from = from;
        it->spans[i].to = last ? DAY_NEVER : from + (int32_t)rig_random(25);
        from = it->spans[i].to + 1;
    }

    it->has_fields = !one_in(10);
    it->area = one_in(4) ? INT64_MIN : (int64_t)rig_random(20000) * 5000;
    it->count = one_in(4) ? INT64_MIN : rig_random(10);
    it->met = one_in(4) ? DAY_NONE : r->today - (int32_t)rig_random(100);
    it->kind = one_in(4) ? NULL : kinds[rig_random(3)];
    it->urgent = (int)rig_random(3) - 1;
    snprintf(it->phone, sizeof it->phone, "1380000%04d", (int)(id % 10000));
    it->latest_on = DAY_NONE;
    if (one_in(3)) {
        it->latest_on = r->today - (int32_t)rig_random(30);
        snprintf(it->latest, sizeof it->latest, "进展%d 已%s", (int)id,
                 words[rig_random(6)]);
    }
    if (one_in(10))
        it->co_unit = 1 + rig_random(RIG_UNITS);
    if (one_in(10))
        it->co_person = one_in(20) ? READER_OWN : 1 + rig_random(RIG_PEOPLE);
}

static struct value or_null(int64_t id)
{
    return id ? value_int(id) : value_null();
}

static void insert_spans(struct query_rig *r, const struct rig_item *it)
{
    struct xh_err err = {0};

    for (int i = 0; i < it->n_spans; i++) {
        const struct rig_span *s = &it->spans[i];
        must(
            db_run(
                r->st.db, &err,
                "INSERT INTO colour_span (item, from_day, to_day, phase, state, "
                "voided, yellow_on, red_on, yellow_rule, red_rule, due, pin_colour, pin_from, "
                "pin_until, cause) VALUES (?,?,?,?,?,?,?,?,'y','r',?,?,?,?,'')",
                "iiiitiiiitdd", it->id, (int64_t)s->from, (int64_t)s->to,
                (int64_t)s->phase, s->state,
                (int64_t)(it->voided && i == it->n_spans - 1), (int64_t)s->yellow_on,
                (int64_t)s->red_on, (int64_t)s->due, s->pin ? colour_id(s->pin) : NULL,
                s->pin_from, s->pin_until),
            &err);
    }
}

static void insert_sides(struct query_rig *r, const struct rig_item *it)
{
    struct db *db = r->st.db;
    struct xh_err err = {0};
    struct value area = it->area == INT64_MIN ? value_null() : value_int(it->area);
    struct value count = it->count == INT64_MIN ? value_null() : value_int(it->count);
    struct value urgent = it->urgent < 0 ? value_null() : value_int(it->urgent);

    if (it->list == 0 && it->has_fields)
        must(db_run(db, &err, "INSERT INTO f_tasks (id, v_area, v_count, v_met, v_kind, "
                    "v_urgent) VALUES (?,?,?,?,?,?)",
                    "ivvdtv", it->id, &area, &count, it->met, it->kind,
                    &urgent), &err);
    if (it->list == 2 && it->has_fields)
        must(db_run(db, &err, "INSERT INTO f_households (id, v_area, v_phone, v_amount, "
                    "v_note) VALUES (?,?,?,?,?)",
                    "ivtit", it->id, &area, it->phone, (int64_t)12500000,
                    "低保户"), &err);
    if (it->latest_on != DAY_NONE) {
        /* an older report, and one of the same day entered before it */
        must(db_run(db, &err,
                    "INSERT INTO progress (item, day, text) VALUES (?,?,'旧的')", "id",
                    it->id, it->latest_on),
             &err);
        must(db_run(db, &err, "INSERT INTO progress (item, day, text) VALUES (?,?,?)",
                    "idt", it->id, it->latest_on, it->latest),
             &err);
        must(db_run(db, &err,
                    "INSERT INTO progress (item, day, text) VALUES (?,?,'更旧的')", "id",
                    it->id, it->latest_on - 3),
             &err);
    }
    if (it->co_person)
        must(db_run(db, &err, "INSERT INTO item_co (item, person) VALUES (?,?)", "ii",
                    it->id, it->co_person),
             &err);
    if (it->co_unit)
        must(db_run(db, &err, "INSERT INTO item_co (item, unit) VALUES (?,?)", "ii",
                    it->id, it->co_unit),
             &err);
}

static const char sql_item[] =
    "INSERT INTO item (id, code, sort_code, list, parent, title, unit, place, owner, "
    "handler, leader, lead, "
    "source, assigned_on, opened_on, opened_seq, start, extensions, first_due, state, "
    "phase, voided, "
    "hold_office, pin_colour, pin_from, pin_until, version, due, yellow_on, red_on, yellow_rule, "
    "red_rule, unit_rank, owner_rank) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1,?,?,?,?,?,?,'县局',?,?,?,1,?,?,?,'y','r',?,?)";

static void insert_item(struct query_rig *r, const struct rig_item *it)
{
    struct xh_err err = {0};
    const struct rig_span *s = &it->now;
    struct value parent = or_null(it->parent), unit = or_null(it->unit),
                 place = or_null(it->place);
    struct value owner = or_null(it->owner), handler = or_null(it->handler);
    struct value leader = or_null(it->leader), lead = or_null(it->lead);

    must(db_run(r->st.db, &err, sql_item, "itttvtvvvvvvtdddidtiitddiiiii", it->id,
                it->code, it->code, list_ids[it->list], &parent, it->title, &unit, &place,
                &owner, &handler, &leader, &lead, it->source, it->start, it->start,
                it->start, it->extensions, it->first_due, s->state, (int64_t)s->phase,
                (int64_t)it->voided, s->pin ? colour_id(s->pin) : NULL, s->pin_from,
                s->pin_until, (int64_t)s->due, (int64_t)s->yellow_on, (int64_t)s->red_on,
                it->unit ? r->unit_rank[it->unit] : (int64_t)1000,
                it->owner ? r->person_rank[it->owner] : (int64_t)1000),
         &err);
}

void query_rig_init(struct query_rig *r, size_t n, uint64_t seed)
{
    struct xh_err err = {0};

    memset(r, 0, sizeof *r);
    seed_now = seed;
    r->today = day_parse("2026-11-20");
    define(r);
    r->st.defs = &r->defs;
    must(db_open("", DB_MEMORY, &r->st.db, &err), &err);
    must(db_begin(r->st.db, &err), &err);
    must(schema_migrate(r->st.db, 0, &err), &err);
    for (int i = 0; i < RIG_LISTS; i++)
        for (size_t k = 0; k < lists[i].n_fields; k++)
            must(schema_field_column(r->st.db, lists[i].id, lists[i].fields[k].id,
                                     lists[i].fields[k].type, &err), &err);
    insert_people(r);
    r->n = n;
    r->v = xcalloc(n, sizeof *r->v);
    for (size_t i = 0; i < n; i++) {
        make_item(r, (int64_t)i + 1);
        insert_item(r, &r->v[i]);
        insert_spans(r, &r->v[i]);
        insert_sides(r, &r->v[i]);
    }
    must(db_commit(r->st.db, &err), &err);
}

void query_rig_fini(struct query_rig *r)
{
    db_close(r->st.db);
    calendar_free(r->defs.calendar);
    free(r->v);
}

struct filter rig_filter(const struct query_rig *r)
{
    return (struct filter){ .today = r->today, .as_of = DAY_NONE, .reader = READER_ALL };
}
