/* Whatever is passed to a verb, it answers with a message or does something whole:
 * nothing is stored that drives a terminal, no transaction stays open, no database error
 * comes out of what people typed, and the record is whole afterwards. Fixed seed. */
#include "tests/model/record_tools.h"

#include "model/schema.h"
#include "model/text.h"

static struct record_rig rig, *const r = &rig;
static uint64_t seed = 20261120;
static char longer[5001];

static uint32_t rnd(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

#define PICK(array) (array)[rnd(sizeof(array) / sizeof *(array))]

/* Something a person, a program or an enemy might put there. */
static const char *odd_text(void)
{
    static const char *const texts[] = {
        NULL,
        "",
        "x",
        "已进场",
        "a\033[2J",
        "\xFF",
        "a\nb",
        "a\xE2\x80\xAE"
        "b",
        "=1+1",
        "督26-1",
        "d1",
        "scheme",
        "work",
        "1",
        "县局",
        "none",
        "red",
        "林家村",
        "上洋村",
        "week",
        "2026-12-31",
        "9999-12-31",
        "%s%s%n",
        "'; DROP TABLE item;--",
        "\"",
        "town",
        "建设办",
        "干部甲",
        "#3",
        "#99999999999999999999",
        "-1",
        "1e9",
        "0.0000001",
        "999999999999",
    };

    return rnd(30) ? PICK(texts) : longer;
}

static int32_t odd_day(void)
{
    static const int32_t days[] = { DAY_NONE,    INT32_MAX,  INT32_MIN + 1, 0,
                                    -1,          DAY_NEVER,  DAY_MIN,       DAY_MAX,
                                    DAY_MIN - 1, DAY_MAX + 1 };

    return rnd(3) ? r->env.today - 5 + (int32_t)rnd(60) : PICK(days);
}

static int64_t odd_number(void)
{
    static const int64_t numbers[] = {
        0, 1, -1, INT64_MAX, INT64_MIN, 30000000, 56000000
    };

    return PICK(numbers);
}

/* Half of the calls are nearly right: something must come of them. */
static struct call odd_call(const char *code, struct pair fields[4])
{
    static const char *const keys[] = {
        "title",        "unit",     "owner",   "handler", "leader",      "lead",
        "co",           "place",    "source",  "kind",    "upper_due",   "upper_doc",
        "report_every", "parent",   "due",     "start",   "assigned_on", "demand",
        "result",       "办理结果", "nothing", "",        "v_kind",      "phase",
    };
    static const char *const steps[] = { "scheme", "work", "proof" };
    bool odd = rnd(3) == 0;
    struct call c =
        rig_call((enum verb)rnd(VERB_COUNT + 2), odd && rnd(4) == 0 ? odd_text() : code);

    c.list = odd ? odd_text() : "tasks";
    c.step = odd ? odd_text() : PICK(steps);
    c.text = odd ? odd_text() : "已进场";
    c.reason = odd ? odd_text() : "经研究";
    c.office = odd ? odd_text() : "县局";
    c.colour = odd ? odd_text() : "red";
    c.doc = odd ? odd_text() : NULL;
    c.kind = odd ? odd_text() : "due";
    c.place = rnd(10) ? NULL : odd_text();
    c.action = odd ? odd_text() : NULL;
    c.on = rnd(4) ? DAY_NONE : odd_day();
    c.to = odd_day();
    c.next_due = odd ? odd_day() : DAY_NONE;
    c.request = odd ? odd_number() : 0;
    c.amount = odd_number();
    c.has_amount = rnd(4) == 0;
    c.percent = odd_number();
    c.has_percent = rnd(5) == 0;
    c.problem = odd ? odd_text() : "";
    c.next = odd ? odd_text() : NULL;
    c.coord = odd ? odd_text() : "";
    c.coord_level = odd ? odd_text() : NULL;
    c.paper_kept = odd ? odd_text() : NULL;
    c.link = odd ? odd_text() : rnd(2) ? "https://example.invalid/photo" : NULL;
    c.caption = odd ? odd_text() : NULL;
    c.version = odd ? odd_number() : 0;
    for (int i = 0; i < 4; i++)
        fields[i] = (struct pair){ PICK(keys), odd_text() };
    c.fields = fields;
    c.n_fields = rnd(3) ? 0 : rnd(5);
    return c;
}

static void assert_answered(enum xh_rc rc, const char *what)
{
    if (rc == XH_DB || (rc != XH_OK && !*r->err.msg))
        fail_msg("%s: code %d: %s", what, rc, r->err.msg);
    assert_false(db_in_transaction(r->st->db));
}

static void assert_texts_are_tame(void)
{
    char sql[128];

    for (const char *const *t = schema_fact_tables; *t; t++) {
        if (strcmp(*t, "config") == 0)
            continue;
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", *t);
        struct stmt *s = db_query(r->st->db, &r->err, sql, "");
        while (stmt_step(s, &r->err) > 0)
            for (int i = 0; i < stmt_columns(s); i++)
                if (stmt_value(s, i).kind == VALUE_TEXT
                    && text_refused(stmt_text(s, i), true, NULL))
                    fail_msg("%s.%s: %s", *t, stmt_column_name(s, i), stmt_text(s, i));
        stmt_done(s);
    }
}

static void hostile_calls(void **state)
{
    static const int64_t people[] = { 1, 2, 3, 4, 5, 6,  7,  8,
                                      1, 2, 3, 2, 0, 99, -1, INT64_MAX };
    char code[64] = "";
    int64_t done = 0;

    (void)state;
    record_rig_init(r, NULL, true);
    memset(longer, 'y', sizeof longer - 1);
    assert_ok(tools_configure(r, r->admin, "lists/tasks",
              "{id: work,   name: 组织办理, after: scheme, status: example}",
              "{id: work, name: 组织办理, after: scheme, target: 112, unit: 户}", NULL));
    for (int i = 0; i < 20000; i++) {
        struct pair fields[4];
        if (i % 100 == 0)
            snprintf(code, sizeof code, "%s",
                     rig_task(r, i % 200 ? "2026-11-30" : "2999-12-31"));
        if (i % 2000 == 1999) {
            r->env.today++;
            r->env.now_ms += 86400000;
        }
        struct call c = odd_call(code, fields);
        struct who who = { .actor = PICK(people), .behalf = rnd(6) ? 0 : PICK(people),
                           .decided = rnd(50) ? 0 : PICK(people) };
        enum xh_rc rc = tools_as(r, who, &c);
        assert_answered(rc, verb_info(c.verb)->id);
        done += rc == XH_OK;
    }
    if (done < 500)
        fail_msg("only %d were done", (int)done);
    assert_texts_are_tame();
    rig_assert_whole(r);
    record_rig_fini(r);
}

static void hostile_people(void **state)
{
    static const char *const tables[] = { "person", "unit", "place" };
    static const char *const keys[] = { "name",  "login",   "uid",    "unit",
                                        "place", "title",   "phone",  "rank",
                                        "from",  "to",      "role",   "parent",
                                        "level", "contact", "active", "nothing" };
    struct who who = { .actor = 1 };

    (void)state;
    record_rig_init(r, NULL, true);
    memset(longer, 'y', sizeof longer - 1);
    for (int i = 0; i < 5000; i++) {
        struct pair fields[3];
        for (int k = 0; k < 3; k++)
            fields[k] = (struct pair){ PICK(keys), odd_text() };
        const char *table = PICK(tables);
        memset(&r->err, 0, sizeof r->err);
        assert_answered(people_put(r->st, &r->env, &who, table,
                                   rnd(2) ? NULL : odd_text(), fields, rnd(4), NULL,
                                   &r->err),
                        table);
    }
    assert_texts_are_tame();
    rig_assert_whole(r);
    record_rig_fini(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_calls),
        cmocka_unit_test(hostile_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
