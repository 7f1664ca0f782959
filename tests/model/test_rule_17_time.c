/* ENGINE 10, 13, 14, 16-19 through the verbs, as the columns keep them: pins, holds,
 * reviews, extensions, limits, rebasing, anchor dates. Friday 2026-11-20 is the first
 * day; no holiday is near. */
#include "tests/model/record_tools.h"

#include "model/query.h"

static struct record_rig rig, *const r = &rig;
static char code[64];

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* Given to the handler today, or on 2 November when the deadline is over already. */
static void task(const char *due)
{
    char *pair = xasprintf("due=%s", due);

    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲",
                     "lead=领导甲",
                     on(due) < r->env.today ? "assigned_on=2026-11-02" : "kind=民生实事",
                     pair, NULL));
    free(pair);
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
}

static enum xh_rc hold(int64_t person, const char *until)
{
    struct call c = rig_call(VERB_HOLD, code);

    c.office = "县自然资源局";
    c.reason = "等批复";
    c.to = on(until);
    return rig_run(r, person, &c);
}

static enum xh_rc extend(int64_t person, const char *to)
{
    return rig_do_because(r, person, VERB_EXTEND, code, "雨季", to);
}

static enum xh_rc pin(int64_t person, const char *colour, const char *until,
                      const char *why)
{
    struct call c = rig_call(VERB_PIN, code);

    c.colour = colour;
    c.reason = why;
    if (until)
        c.to = on(until);
    return rig_run(r, person, &c);
}

static const char *shown(void)
{
    struct item it = {0};

    rig_item(r, code, &it);
    enum colour c = item_colour(&it, r->env.today);
    item_fini(&it);
    return colour_id(c);
}

static const char *computed(void)
{
    struct item it = {0};

    rig_item(r, code, &it);
    enum colour c =
        colour_on((enum phase)it.phase, it.yellow_on, it.red_on, r->env.today);
    item_fini(&it);
    return colour_id(c);
}

/* "old>new why" of each move, one after the other. */
static void assert_moves(const char *want)
{
    struct buf b = {0};
    char a[DAY_TEXT], z[DAY_TEXT];
    struct stmt *s = db_query(r->st->db, &r->err,
                              "SELECT d.old, d.new, d.why FROM due_change d JOIN "
                              "item i ON i.id = d.item WHERE i.code = ? ORDER BY d.id",
                              "t", code);

    while (stmt_step(s, &r->err) > 0)
        buf_printf(&b, "%s%s>%s %s", b.len ? ", " : "", day_format(stmt_day(s, 0), a),
                   day_format(stmt_day(s, 1), z), stmt_text(s, 2));
    stmt_done(s);
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
}

/* ---- 10: pins ---- */

static void rule_10_pin(void **state)
{
    (void)state;
    task("2026-12-25");
    assert_rc(pin(r->leader, "blue", "2026-11-27", "经研究"), XH_USAGE);
    assert_rc(pin(r->leader, "grey", "2026-11-27", "经研究"), XH_USAGE);
    assert_rc(pin(r->leader, NULL, "2026-11-27", "经研究"), XH_USAGE);
    assert_rc(pin(r->leader, "red", NULL, "经研究"), XH_USAGE);
    assert_rc(pin(r->leader, "red", "2026-11-27", NULL), XH_USAGE);
    assert_rc(pin(r->leader, "red", "2026-11-19", "经研究"), XH_REFUSED);
    /* there is none */
    assert_rc(pin(r->leader, "none", NULL, NULL), XH_REFUSED);
    assert_rc(pin(r->handler, "green", "2026-11-27", "经研究"), XH_DENIED);
    assert_rc(pin(r->second, "red", "2026-11-27", "经研究"), XH_DENIED);

    char *before =
        tools_text(r,
                   "SELECT yellow_on || ' ' || red_on || ' ' || streak_since FROM item "
                   "WHERE code = ?",
                   code);
    assert_ok(pin(r->leader, "red", "2026-11-27", "经研究"));
    char *after =
        tools_text(r,
                   "SELECT yellow_on || ' ' || red_on || ' ' || streak_since FROM item "
                   "WHERE code = ?",
                   code);
    /* rules, streaks and rankings read the computed one */
    assert_same_text(before, after);
    assert_string_equal(shown(), "red");
    assert_string_equal(computed(), "green");
    rig_today(r, "2026-11-27");             /* until is inclusive */
    assert_string_equal(shown(), "red");
    rig_today(r, "2026-11-28");
    assert_string_equal(shown(), computed());
    rig_today(r, "2026-11-30");
    assert_ok(pin(r->leader, "none", NULL, NULL));
    assert_int_equal(
        tools_int(r,
                  "SELECT pin_until IS NULL AND pin_from IS NULL AND pin_colour IS "
                  "NULL FROM item WHERE code = ?",
                  code),
        1);
    /* what was shown is history */
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM colour_span s JOIN item i ON i.id = s.item "
                  "WHERE s.pin_colour = 'red' AND i.code = ?",
                  code),
        1);
    free(before);
    free(after);
    rig_assert_whole(r);
}

/* ---- 11: history ---- */

struct seen { int32_t day, due; enum colour colour; char state[16]; };

static struct seen look(int32_t today, int32_t as_of)
{
    struct filter f = {
        .list = "tasks", .today = today, .as_of = as_of, .reader = r->clerk
    };
    struct rows rows = {0};
    struct seen s = { .day = as_of == DAY_NONE ? today : as_of };

    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    if (rows.n != 1)
        fail_msg("%d rows", (int)rows.n);
    s.due = rows.v[0].it.due;
    s.colour = rows.v[0].colour;
    snprintf(s.state, sizeof s.state, "%s", rows.v[0].it.state);
    rows_fini(&rows);
    return s;
}

/* What stood on each day is told afterwards as it was seen that day; of several changes
 * on a day the last stands. What would stand, if nothing changes, is a forecast. */
static void rule_11_spans(void **state)
{
    struct seen seen[80], was;
    size_t n = 0;

    (void)state;
    task("2026-11-27");
    int32_t first = r->env.today;
    for (int32_t day = first; day < first + 60; day++) {
        r->env.today = day;
        r->env.now_ms = (int64_t)day * 86400000;
        switch (day - first) {
        case 2: assert_ok(extend(r->leader, "2026-12-02")); /* fall through: two on a day */
            assert_ok(extend(r->leader, "2026-12-04")); break;
        case 4: assert_ok(pin(r->leader, "red", "2026-11-26", "经研究")); break;
        case 8: assert_ok(rig_report(r, r->handler, code, "已进场", 40)); break;
        case 12: assert_ok(hold(r->leader, "2026-12-20")); break;
        case 17: assert_ok(rig_do(r, r->leader, VERB_RESUME, code)); break;
        case 25: rig_finish_task(r, code); break;
        case 26: assert_ok(rig_do(r, r->handler, VERB_APPLY, code)); break;
        case 30:
            assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "佐证", NULL));
            break;
        case 31: assert_ok(rig_do(r, r->handler, VERB_APPLY, code)); break;
        case 33: assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code)); break;
        case 45:
            assert_ok(rig_do_because(r, r->leader, VERB_REOPEN, code, "反弹", NULL));
            break;
        case 46: assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code)); break;
        default: break;
        }
        seen[n++] = look(day, DAY_NONE);
    }
    for (size_t i = 0; i < n; i++) {
        was = look(r->env.today, seen[i].day);
        if (was.due != seen[i].due || was.colour != seen[i].colour
            || strcmp(was.state, seen[i].state) != 0)
            fail_msg("day %d: %s %s %d, told as %s %s %d", (int)i,
                     colour_id(seen[i].colour), seen[i].state, (int)seen[i].due,
                     colour_id(was.colour), was.state, (int)was.due);
    }
    /* one after the other without a gap, one a day at most */
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM colour_span a JOIN colour_span b ON "
                  "b.item = a.item AND b.from_day > a.from_day AND NOT EXISTS "
                  "(SELECT 1 FROM colour_span c WHERE c.item = a.item AND c.from_day "
                  "> a.from_day AND c.from_day < b.from_day) WHERE a.to_day + 1 <> "
                  "b.from_day",
                  NULL),
        0);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM colour_span WHERE to_day < from_day", NULL),
        0);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM colour_span WHERE to_day = 1000000", NULL), 1);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM colour_span WHERE from_day = 20779", NULL),
        1); /* 22 November: two extensions, one span */
    /* the forecast: today's facts, seen on that day */
    was = look(r->env.today + 200, DAY_NONE);
    assert_int_equal(was.colour, COLOUR_RED);
    assert_string_equal(was.state, "active");
    rig_assert_whole(r);
}

/* ---- 13: the clock stands ---- */

static void rule_13_hold(void **state)
{
    (void)state;
    task("2026-11-24");                     /* yellow by date, not red yet */
    assert_string_equal(computed(), "yellow");
    struct call c = rig_call(VERB_HOLD, code);
    assert_rc(rig_run(r, r->leader, &c), XH_USAGE);
    assert_said("--by");
    assert_said("--until");
    assert_said("--reason");                /* all that is missing at once */
    c.office = "县局";
    c.reason = "等批复";
    c.to = on("2026-11-19");
    assert_rc(rig_run(r, r->leader, &c), XH_REFUSED);
    assert_rc(hold(r->second, "2026-12-01"), XH_DENIED);
    assert_ok(hold(r->leader, "2026-12-01"));
    assert_state(code, "held");
    /* the level reached stays, the other becomes never */
    assert_true(tools_day(r, code, "yellow_on") <= on("2026-11-20"));
    assert_int_equal(tools_day(r, code, "red_on"), DAY_NEVER);
    assert_string_equal(computed(), "grey");
    rig_today(r, "2026-12-10");
    assert_string_equal(computed(), "grey");
    /* nothing is worked on meanwhile */
    assert_rc(rig_report(r, r->handler, code, "已进场", 10), XH_REFUSED);
    assert_ok(rig_do(r, r->handler, VERB_RESUME, code));
    assert_day(code, "resumed_on", "2026-12-10");
    assert_rc(rig_do(r, r->handler, VERB_RESUME, code), XH_REFUSED);
    rig_assert_whole(r);
}

static void rule_13_waiting_adds_a_level(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "colours", "      - {limit_missed: true}\n",
              "      - {limit_missed: true}\n      - {waiting: 5 workdays}\n", NULL));
    task("2026-12-25");
    assert_ok(hold(r->leader, "2026-12-01"));
    assert_day(code, "red_on", "2026-11-27");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    assert_int_equal(tools_day(r, code, "red_on") > on("2026-11-27"), 1);
    rig_assert_whole(r);
}

static void rule_13_review(void **state)
{
    (void)state;
    task("2026-11-25");
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_day(code, "review_due", "2026-11-25");           /* application + 3 workdays */
    assert_string_equal(computed(), "yellow");
    rig_today(r, "2026-12-10");
    assert_string_equal(computed(), "yellow");              /* frozen, not late */
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "佐证不清", NULL));
    assert_day(code, "review_due", NULL);
    rig_assert_whole(r);
}

/* ---- 14: what the clock moves ---- */

static void rule_14_hold_and_resume(void **state)
{
    static const struct { const char *due, *held, *resumed, *then;
    } rows[] = {
        { "2026-11-25", "2026-11-20", "2026-11-24", "2026-11-27" },
        { "2026-11-18", "2026-11-20", "2026-11-27",
          "2026-11-25" }, /* as late as it was */
        { "2026-11-25", "2026-11-20", "2026-11-20",
          "2026-11-25" }, /* the same day: nothing */
        { "2026-11-25", "2026-11-20", "2026-11-22", "2026-11-25" }, /* over a weekend */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        leave(NULL);
        found(NULL);
        task(rows[i].due);
        rig_today(r, rows[i].held);
        assert_ok(hold(r->leader, "2026-12-01"));
        rig_today(r, rows[i].resumed);
        assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
        assert_day(code, "due", rows[i].then);
        assert_day(code, "first_due", rows[i].due);
        /* the interval is stored, not the sum */
        char *interval =
            tools_text(r,
                       "SELECT c.from_day || ' ' || c.to_day || ' ' || c.moves FROM "
                       "clock c JOIN item i ON i.id = c.item WHERE i.code = ?",
                       code);
        char *want =
            xasprintf("%d %d 1", (int)on(rows[i].held), (int)on(rows[i].resumed));
        assert_string_equal(interval, want);
        free(interval);
        free(want);
        rig_assert_whole(r);
    }
}

static void rule_14_review_and_return(void **state)
{
    (void)state;
    task("2026-11-25");
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-11-24");
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "佐证不清", NULL));
    assert_day(code, "due", "2026-11-27");
    assert_moves(">2026-11-25 add, 2026-11-25>2026-11-27 return");
    /* taken back by oneself: no time is won */
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-11-26");
    assert_ok(rig_do(r, r->handler, VERB_WITHDRAW, code));
    assert_day(code, "due", "2026-11-27");
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-11-30");
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    assert_day(code, "due", "2026-11-27");
    assert_day(code, "first_due", "2026-11-25");
    /* an application made late moves nothing */
    task("2026-11-27");
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-12-04");
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "佐证不清", NULL));
    assert_day(code, "due", "2026-11-27");
    rig_assert_whole(r);
}

static void rule_14_what_moves_along(void **state)
{
    (void)state;
    /* an extension moves with what comes after it, a limit too; the superior's date never
     */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=上级交办", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-11-25", "upper_due=2026-12-31", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    assert_int_equal(
        tools_int(r,
                  "SELECT d.due FROM step_due d JOIN item i ON i.id = d.item WHERE "
                  "d.step = 'scheme' AND i.code = ?",
                  code),
        on("2026-11-27"));
    assert_ok(extend(r->leader, "2026-12-02"));
    assert_ok(hold(r->leader, "2026-12-01"));
    rig_today(r, "2026-11-24");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    assert_day(code, "due", "2026-12-04");
    assert_day(code, "first_due", "2026-11-25");
    assert_day(code, "upper_due", "2026-12-31");
    assert_int_equal(
        tools_int(r,
                  "SELECT d.due FROM step_due d JOIN item i ON i.id = d.item WHERE "
                  "d.step = 'scheme' AND i.code = ?",
                  code),
        on("2026-12-01"));
    rig_today(r, "2026-12-07");
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-12-11"));
    assert_day(code, "limit_due", "2026-12-11");
    assert_ok(hold(r->leader, "2026-12-20"));
    rig_today(r, "2026-12-09");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    assert_day(code, "limit_due", "2026-12-15");
    assert_day(code, "limit_on", "2026-12-11");
    rig_assert_whole(r);
}

/* ---- 16, 17: extensions ---- */

static void rule_16_extension(void **state)
{
    (void)state;
    task("2026-11-25");
    assert_ok(extend(r->leader, "2026-12-04"));
    assert_day(code, "due", "2026-12-04");
    assert_day(code, "first_due", "2026-11-25");
    assert_int_equal(tools_day(r, code, "extensions"), 1);
    assert_ok(extend(r->leader, "2026-12-11"));
    assert_int_equal(tools_day(r, code, "extensions"), 2);
    assert_moves(
        ">2026-11-25 add, 2026-11-25>2026-12-04 extend, 2026-12-04>2026-12-11 extend");
    assert_rc(extend(r->leader, "2026-12-11"), XH_REFUSED);         /* no later */
    assert_rc(extend(r->leader, "2026-12-04"), XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_EXTEND, code, "雨季", NULL), XH_USAGE);
    assert_rc(rig_do_because(r, r->leader, VERB_EXTEND, code, "", "2026-12-20"),
              XH_REFUSED);
    rig_assert_whole(r);
}

static void rule_16_superiors_deadline(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=上级交办", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-11-25", "upper_due=2026-11-30", NULL));
    struct call c = rig_call(VERB_EXTEND, code);
    c.reason = "雨季";
    c.to = on("2026-12-04");
    assert_rc(rig_run(r, r->leader, &c), XH_REFUSED);
    assert_said("2026-11-30");
    c.doc = "";
    assert_rc(rig_run(r, r->leader, &c), XH_REFUSED);
    c.verb = VERB_REBASE;
    c.doc = NULL;
    assert_rc(rig_run(r, r->leader, &c), XH_REFUSED);
    c.verb = VERB_EXTEND;
    c.doc = "县府办〔2026〕12号";
    assert_ok(rig_run(r, r->leader, &c));
    assert_day(code, "due", "2026-12-04");
    char *doc = tools_text(r, "SELECT upper_doc FROM item WHERE code = ?", code);
    assert_string_equal(doc, "县府办〔2026〕12号");
    free(doc);
    /* it lies before the given date: refused from the start */
    struct pair fields[] = { { "title", "x" }, { "due", "2026-12-31" },
                             { "upper_due", "2026-12-01" } };
    c = rig_call(VERB_ADD, NULL);
    c.list = "tasks";
    c.fields = fields;
    c.n_fields = 3;
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    rig_assert_whole(r);
}

static void rule_16_rebase(void **state)
{
    (void)state;
    task("2026-11-25");
    assert_ok(extend(r->leader, "2026-12-04"));
    assert_rc(rig_do_because(r, r->handler, VERB_REBASE, code, "写错", "2026-12-20"),
              XH_DENIED);
    assert_rc(rig_do_because(r, r->leader, VERB_REBASE, code, NULL, "2026-12-20"),
              XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_REBASE, code, "写错", NULL), XH_USAGE);
    assert_rc(rig_do_because(r, r->leader, VERB_REBASE, code, "写错", "2026-11-01"),
              XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_REBASE, code, "写错", "2026-12-20"));
    assert_day(code, "first_due", "2026-12-20");
    assert_day(code, "due", "2026-12-20");
    assert_day(code, "extended_to", NULL);
    assert_moves(
        ">2026-11-25 add, 2026-11-25>2026-12-04 extend, 2026-12-04>2026-12-20 rebase");
    /* earlier is possible too: it was wrong */
    assert_ok(rig_do_because(r, r->leader, VERB_REBASE, code, "仍写错", "2026-11-23"));
    assert_day(code, "first_due", "2026-11-23");
    rig_assert_whole(r);
}

/* A deadline that comes with the assignment is no way past the superior's; a list without
 * deadlines gets none by reopening. */
static void rule_16_no_way_round(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=上级交办", "unit=建设办", "upper_due=2026-11-30",
                     NULL));
    assert_rc(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部甲", "due=2026-12-04", NULL),
        XH_REFUSED);
    assert_rc(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部甲", "due=2026-11-19", NULL),
        XH_REFUSED);
    assert_ok(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部甲", "due=2026-11-27", NULL));

    assert_ok(tools_configure(r, r->admin, "lists/tasks", "due: given ", "due: none #",
                              "lists/tasks", "plan: linear ", "plan: month #", NULL));
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=长期", "owner=干部甲", "lead=领导甲", NULL));
    assert_day(code, "due", NULL);
    assert_rc(extend(r->leader, "2026-12-04"), XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_REBASE, code, "定", "2026-12-04"),
              XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_CANCEL, code, "停", NULL));
    assert_rc(rig_do_because(r, r->leader, VERB_REOPEN, code, "起", "2026-12-04"),
              XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_REOPEN, code, "起", NULL));
    assert_rc(rig_set(r, r->clerk, VERB_SET, code, "report_every=none", NULL),
              XH_REFUSED);
    rig_assert_whole(r);
}

/* An extension is absolute: a rule or an anchor that moves later moves what stands beside
 * it. */
static void rule_16_an_extension_is_absolute(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "due: given ",
                              "due: start + 5 workdays #", NULL));
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=按规则", "unit=建设办",
             "owner=干部甲", "lead=领导甲", NULL));
    assert_day(code, "due", "2026-11-27");
    assert_ok(extend(r->leader, "2026-12-04"));
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "due: start + 5 workdays #",
                              "due: start + 20 workdays #", NULL));
    assert_day(code, "due", "2026-12-04");
    assert_day(code, "first_due", "2026-11-27");
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=按规则", "unit=建设办",
             "owner=干部甲", "lead=领导甲", NULL));
    assert_day(code, "due", "2026-12-18");
    /* of a list with a rule a deadline is not given */
    struct pair fields[] = { { "title", "x" }, { "due", "2026-12-31" } };
    struct call c = rig_call(VERB_ADD, NULL);
    c.list = "tasks";
    c.fields = fields;
    c.n_fields = 2;
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    rig_assert_whole(r);
}

static void rule_17_asking_in_time(void **state)
{
    (void)state;
    task("2026-11-20");
    assert_ok(extend(r->handler, "2026-12-04"));            /* on the day itself */
    assert_true(r->result.requested);
    assert_day(code, "due", "2026-11-20");
    rig_today(r, "2026-11-24");
    assert_string_equal(computed(), "red");                 /* the old one counts on */
    /* late: it counts from the asking */
    assert_ok(rig_do(r, r->leader, VERB_GRANT, code));
    assert_day(code, "due", "2026-12-04");
    assert_day(code, "extended_on", "2026-11-20");
    assert_string_not_equal(computed(), "red");
    assert_moves(">2026-11-20 add, 2026-11-20>2026-12-04 grant");

    task("2026-11-23");
    assert_rc(extend(r->handler, "2026-12-04"), XH_REFUSED);        /* over */
    assert_said("2026-11-23");
    assert_rc(extend(r->leader, "2026-12-04"), XH_REFUSED);         /* for leaders too */
    /* a weekend between the deadline and today does not make it late, but over it is */
    task("2026-11-22");
    assert_rc(extend(r->handler, "2026-12-04"), XH_REFUSED);
    rig_assert_whole(r);
}

/* A hold between asking and granting moves what was asked for as well. */
static void rule_17_granted_after_a_hold(void **state)
{
    (void)state;
    task("2026-11-25");
    assert_ok(extend(r->handler, "2026-12-04"));
    assert_ok(hold(r->leader, "2026-12-01"));
    rig_today(r, "2026-11-24");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    assert_day(code, "due", "2026-11-27");
    assert_ok(rig_do(r, r->leader, VERB_GRANT, code));
    assert_day(code, "due", "2026-12-08");
    rig_assert_whole(r);
}

static void rule_17_limit(void **state)
{
    (void)state;
    task("2026-11-20");
    assert_rc(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-11-27"),
              XH_REFUSED);
    rig_today(r, "2026-11-22");             /* Sunday: no workday has passed */
    assert_rc(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-11-27"),
              XH_REFUSED);
    rig_today(r, "2026-11-23");
    assert_rc(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, NULL), XH_USAGE);
    assert_rc(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-11-22"),
              XH_REFUSED);
    assert_rc(rig_do_because(r, r->handler, VERB_LIMIT, code, NULL, "2026-11-27"),
              XH_DENIED);
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-11-27"));
    assert_day(code, "limit_on", "2026-11-27");
    assert_day(code, "due", "2026-11-20");          /* lateness keeps counting */
    assert_day(code, "first_due", "2026-11-20");
    assert_string_equal(computed(), "red");
    assert_int_equal(tools_day(r, code, "limits_missed"), 0);
    /* missed: counted with the next order */
    rig_today(r, "2026-11-30");
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-12-04"));
    assert_int_equal(tools_day(r, code, "limits_missed"), 1);
    assert_moves(">2026-11-20 add, >2026-11-27 limit, 2026-11-27>2026-12-04 limit");
    /* kept: not counted */
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-12-10");
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    assert_int_equal(tools_day(r, code, "limits_missed"), 1);
    rig_assert_whole(r);
}

static void rule_17_set_names_the_verb(void **state)
{
    static const struct { const char *field, *verb;
    } rows[] = {
        { "code=督26-9", "" },
        { "state=closed", "approve" },
        { "due=2026-12-31", "extend" },
        { "first_due=2026-12-31", "rebase" },
        { "scheme=2026-11-20", "check" },
        { "start=2026-11-01", "" },
        { "assigned_on=2026-11-01", "" },
        { "list=projects", "" },
        { "parent=督26-1", "" },
        { "colour=green", "pin" },
        { "percent=50", "progress" },
    };

    (void)state;
    task("2026-11-25");
    char *before = tools_facts(r, true);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_rc(rig_set(r, r->clerk, VERB_SET, code, rows[i].field, NULL), XH_REFUSED);
        assert_said(rows[i].verb);
    }
    /* what the tables hold besides is nobody's to set */
    static const char *const inner[] = { "phase=3",
                                         "version=9",
                                         "extended_to=2026-12-31",
                                         "limit_on=2026-12-31",
                                         "opened_seq=99",
                                         "applied_by=1",
                                         "streak_since=0",
                                         "voided=1",
                                         "id=1",
                                         "red_on=1000000",
                                         "checklist=x",
                                         "v_kind=x",
                                         "\"=x",
                                         "pin_colour=red" };
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        assert_rc(rig_set(r, r->clerk, VERB_SET, code, inner[i], NULL), XH_USAGE);
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    free(before);
    free(after);
}

/* ---- 18: dates that deadlines hang on ---- */

static void rule_18_anchor_dates(void **state)
{
    (void)state;
    char house[2][64], project[64];
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2027-06-30", NULL));
    char *parent = xasprintf("parent=%s", project);
    for (int i = 0; i < 2; i++) {
        snprintf(house[i], 64, "%s",
                 rig_add(r, "households", "title=户主", parent, NULL));
        /* 待定: the project has no date yet */
        assert_day(house[i], "due", NULL);
    }
    free(parent);
    struct pair date = { "handover", "2026-12-25" };
    struct call c = rig_call(VERB_SET, project);
    c.fields = &date;
    c.n_fields = 1;
    assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);      /* why? */
    c.reason = "工期调整";
    /* no permission to reschedule */
    assert_rc(rig_run(r, r->handler, &c), XH_DENIED);
    c.reason = NULL;
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    c.reason = "工期调整";
    assert_ok(rig_run(r, r->clerk, &c));
    /* says how many rows hang on it */
    assert_non_null(strstr(r->result.said, "2"));
    for (int i = 0; i < 2; i++) {
        assert_day(house[i], "due", "2026-12-25");
        assert_day(house[i], "first_due", "2026-12-25");
    }
    date.value = "2027-01-15";
    rig_today(r, "2026-11-23");
    assert_ok(rig_run(r, r->clerk, &c));
    snprintf(code, sizeof code, "%s", house[0]);
    assert_day(code, "due", "2027-01-15");
    assert_day(code, "first_due", "2026-12-25");            /* kept */
    assert_moves(">2026-12-25 set, 2026-12-25>2027-01-15 set");
    /* no change, no reason needed; another field neither */
    c.reason = NULL;
    assert_ok(rig_run(r, r->clerk, &c));
    assert_string_equal(r->result.action, "");
    assert_ok(rig_set(r, r->handler, VERB_SET, project, "invested=10", NULL));
    /* nor by way of a report */
    struct pair later = { "handover", "2027-03-01" };
    struct call report = rig_call(VERB_PROGRESS, project);
    report.text = "顺延";
    report.fields = &later;
    report.n_fields = 1;
    report.reason = "顺延";
    assert_rc(rig_run(r, r->handler, &report), XH_DENIED);
    rig_assert_whole(r);
}

/* ---- 19: fixed by law ---- */

static void rule_19_statute(void **state)
{
    (void)state;
    assert_ok(tools_configure(
        r, r->admin, "lists/tasks", NULL,
        "list: tasks\nname: 信访\nrow: 件\norder: 1\ncode: \"督{yy}-{seq}\"\nalias: "
        "d\ndue: answer\n"
        "report_every: week\nfields:\n  kind: {name: 类别, type: choice, choices: [甲, 乙]}\n"
        "  demand: {name: 办理要求, type: text}\n  result: {name: 办理结果, type: text}\n"
        "steps:\n  - id: notice\n    name: 公告\n    lasts: 5 workdays\n    law: 示例法第1条\n"
        "    source: 示例\n    status: statute\n  - id: answer\n    name: 答复\n"
        "    due: start + 10 workdays\n    law: 示例法第2条\n    source: 示例\n    "
        "status: statute\n"
        "progress: manual\nplan: linear\ncolours:\n  yellow: [{due_in: 3 workdays}]\n"
        "  red: [{overdue: 1 workday}]\ncolumns: [colour, code, title]\n",
        NULL));
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=来信", "unit=建设办",
             "owner=干部甲", "lead=领导甲", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    assert_day(code, "due", "2026-12-04");
    assert_rc(extend(r->handler, "2026-12-20"), XH_REFUSED);
    assert_rc(extend(r->leader, "2026-12-20"), XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_REBASE, code, "太紧", "2026-12-20"),
              XH_REFUSED);
    struct call c = rig_call(VERB_SKIP, code);              /* a minimum is not skipped */
    c.step = "notice";
    c.reason = "来不及";
    assert_rc(rig_run(r, r->leader, &c), XH_REFUSED);
    c.verb = VERB_CHECK;
    assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);      /* not begun */
    c.verb = VERB_BEGIN;
    assert_ok(rig_run(r, r->handler, &c));
    c.verb = VERB_CHECK;
    assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);      /* five workdays */
    assert_said("2026-11-27");
    /* neither a hold nor a review stops that clock */
    assert_ok(hold(r->leader, "2026-12-01"));
    rig_today(r, "2026-11-27");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    assert_day(code, "due", "2026-12-04");
    assert_ok(rig_run(r, r->handler, &c));
    c.step = "answer";
    assert_ok(rig_run(r, r->handler, &c));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    rig_today(r, "2026-12-08");
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "重办", NULL));
    assert_day(code, "due", "2026-12-04");
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    assert_rc(rig_do_because(r, r->leader, VERB_REOPEN, code, "反弹", "2026-12-31"),
              XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_REOPEN, code, "反弹", NULL));
    assert_day(code, "due", "2026-12-04");
    rig_assert_whole(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rule_10_pin),
        T(rule_11_spans),
        T(rule_13_hold),
        T(rule_13_waiting_adds_a_level),
        T(rule_13_review),
        T(rule_14_hold_and_resume),
        T(rule_14_review_and_return),
        T(rule_14_what_moves_along),
        T(rule_16_extension),
        T(rule_16_superiors_deadline),
        T(rule_16_rebase),
        T(rule_16_no_way_round),
        T(rule_16_an_extension_is_absolute),
        T(rule_17_asking_in_time),
        T(rule_17_granted_after_a_hold),
        T(rule_17_limit),
        T(rule_17_set_names_the_verb),
        T(rule_18_anchor_dates),
        T(rule_19_statute),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
