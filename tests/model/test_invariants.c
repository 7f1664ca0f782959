/* DESIGN 4, "what always holds": one test for each of the twelve, by its number. They are
 * proved at length elsewhere (engine and record properties, fault, verify, gate, text);
 * here each stands as one plain sentence. 9 and 12 as far as they exist: text_fit(), and
 * acts that do all or nothing. */
#include "tests/model/record_tools.h"

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/decimal.h"
#include "model/query.h"
#include "model/schema.h"
#include "model/text.h"
#include "report/export.h"

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

static void task(const char *due)
{
    snprintf(code, sizeof code, "%s", rig_task(r, due));
}

static enum xh_rc note(const char *text)
{
    struct call c = rig_call(VERB_NOTE, code);

    c.text = text;
    return rig_run(r, r->handler, &c);
}

static int64_t last_event(void)
{
    return tools_int(r, "SELECT max(id) FROM event", NULL);
}

static int64_t count_rows(const struct filter *f)
{
    struct rows rows = {0};

    assert_ok(query_rows(r->st, f, &rows, &r->err));
    int64_t n = (int64_t)rows.n;
    rows_fini(&rows);
    return n;
}

/* 1. A colour is a date comparison: nothing is written when a day passes, and every
 * colour of every day follows from the two dates an item stores. */
static void invariant_01_a_colour_is_a_date_comparison(void **state)
{
    static const char *const dues[] = { "2026-11-24", "2026-12-04", "2026-12-31",
                                        "2027-02-26" };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        task(dues[i]);
    int64_t events = last_event();
    for (int32_t day = r->env.today; day < r->env.today + 120; day++) {
        int64_t red = 0, yellow = 0;
        for (int64_t id = 1; id <= 4; id++) {
            struct item it = {0};
            assert_ok(item_load(r->st->db, id, &it, &r->err));
            red += it.red_on <= day;
            yellow += it.red_on > day && it.yellow_on <= day;
            item_fini(&it);
        }
        struct filter f = { .today = day, .as_of = DAY_NONE, .reader = r->clerk,
                            .colours = 1u << COLOUR_RED };
        assert_int_equal(count_rows(&f), red);
        f.colours = 1u << COLOUR_YELLOW;
        assert_int_equal(count_rows(&f), yellow);
    }
    assert_int_equal(last_event(), events);
    /* "what turns red next week" is a question */
    char *sql = xasprintf("SELECT count(*) FROM item WHERE phase <= 1 AND red_on "
                          "BETWEEN %d AND %d",
                          on("2026-11-23"), on("2026-11-29"));
    assert_int_equal(tools_int(r, sql, NULL), 1);
    free(sql);
}

/* 2. One user action is one transaction: whatever step fails, the file holds the old
 * state or the new one, nothing between. */
static void invariant_02_one_action_is_one_transaction(void **state)
{
    (void)state;
    task("2026-12-25");
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    char *before = tools_facts(r, true);
    int64_t events = last_event();
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "work";
    bool done = false;
    int n = 1;
    for (; !done; n++) {
        db_fail_at(r->st->db, n);
        done = rig_run(r, r->handler, &c) == XH_OK;
        db_fail_at(r->st->db, 0);
        assert_false(db_in_transaction(r->st->db));
        char *after = tools_facts(r, true);
        if (done) {
            assert_string_not_equal(before, after);
        } else {
            assert_same_text(before, after);
            assert_int_equal(last_event(), events);
        }
        free(after);
        assert_true(n < 500);
    }
    assert_true(n > 20);
    assert_int_equal(last_event(), events + 1);
    rig_assert_whole(r);
    free(before);
}

/* 3. Events are append-only, chained, and enough. */
static void invariant_03_events_are_chained(void **state)
{
    static const char *const edits[] = {
        "UPDATE event SET actor = 2 WHERE id = 7",
        "UPDATE event SET at = at + 1 WHERE id = 7",
        "UPDATE event SET body = CAST(body || 'x' AS BLOB) WHERE id = 7",
        "DELETE FROM event WHERE id = 7",
        "UPDATE event SET id = 1000 WHERE id = 7",
        "UPDATE event SET hash = (SELECT hash FROM event WHERE id = 8) WHERE id = 7",
        "INSERT INTO event SELECT id + 1, 'x' || action, verb, actor, behalf, decided, day, at, "
        "config, format, body, hash FROM event ORDER BY id DESC LIMIT 1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        leave(NULL);
        found(NULL);
        task("2026-12-25");
        rig_assert_whole(r);
        assert_ok(db_script(r->st->db, edits[i], &r->err));
        struct verify v = {0};
        if (verify_run(r->st, NULL, NULL, &v, &r->err) == XH_OK || v.chain.bad == 0)
            fail_msg("not found: %s", edits[i]);
        verify_fini(&v);
    }
}

/* 4. Two people: nobody decides about own work or own request, whoever did the typing. */
static void invariant_04_two_people(void **state)
{
    (void)state;
    task("2026-12-25");
    struct call work = rig_call(VERB_PROGRESS, code);
    work.text = "代录";
    assert_ok(
        tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->handler }, &work));
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_rc(rig_do(r, r->handler, VERB_APPROVE, code), XH_DENIED);
    assert_rc(rig_do(r, r->clerk, VERB_APPROVE, code), XH_DENIED);
    assert_rc(tools_for(r, r->clerk, r->leader, VERB_APPROVE, code), XH_USAGE);
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
}

/* 5. The first deadline is kept: extensions, limits and all the rest add, they never
 * overwrite. */
static void invariant_05_first_deadline_kept(void **state)
{
    (void)state;
    task("2026-11-25");
    struct call hold = rig_call(VERB_HOLD, code);
    hold.office = "县局";
    hold.reason = "等批复";
    hold.to = on("2026-12-01");
    assert_ok(rig_do_because(r, r->leader, VERB_EXTEND, code, "雨季", "2026-12-02"));
    assert_ok(rig_run(r, r->leader, &hold));
    rig_today(r, "2026-12-01");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    rig_today(r, "2026-12-21");
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, code, NULL, "2026-12-25"));
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部乙", NULL));
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部甲", NULL));
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "佐证不清", NULL));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    assert_ok(rig_do_because(r, r->leader, VERB_REOPEN, code, "反弹", "2027-01-29"));
    assert_ok(tools_configure(r, r->admin, "colours", "{due_in: 3 workdays}",
                              "{due_in: 5 workdays}", NULL));
    assert_day(code, "first_due", "2026-11-25");
    assert_true(
        tools_int(r,
                  "SELECT count(*) FROM due_change d JOIN item i ON i.id = d.item WHERE "
                  "i.code = ?",
                  code) >= 5);
    assert_ok(rig_do_because(r, r->leader, VERB_REBASE, code, "当时写错", "2027-01-15"));
    assert_day(code, "first_due", "2027-01-15");
    rig_assert_whole(r);
}

/* 6. Exact numbers: 802 households add up to 371.76 亩 exactly. */
static void invariant_06_exact_numbers(void **state)
{
    struct pair fields[802][2];
    struct call calls[802];
    struct who who = { .actor = r->clerk };
    char text[DECIMAL_TEXT];
    size_t failed;

    (void)state;
    for (int i = 0; i < 802; i++) {
        /* thirds and tenths that no binary fraction holds */
        fields[i][0] = (struct pair){ "title", "户主" };
        fields[i][1] = (struct pair){ "area", i < 801 ? "0.463333" : "0.630267" };
        calls[i] = rig_call(VERB_ADD, NULL);
        calls[i].list = "households";
        calls[i].fields = fields[i];
        calls[i].n_fields = 2;
    }
    assert_ok(
        verb_run_all(r->st, &r->env, &who, calls, 802, &r->result, &failed, &r->err));
    assert_string_equal(
        decimal_format(tools_int(r, "SELECT sum(v_area) FROM f_households", NULL), text),
        "371.76");
}

/* 7. Configuration never loses data: what YAML no longer names stays stored and comes
 * back. */
static void invariant_07_configuration_loses_nothing(void **state)
{
    static const char step[] =
        "  - {id: work,   name: 组织办理, after: scheme, status: example}\n";
    static const char field[] =
        "  demand:\n    name: 办理要求\n    type: text\n    also: [办复要求, 工作要求, 目标要求]\n"
        "    doc: 做到什么程度算完成, 写得能核对\n";

    (void)state;
    task("2026-12-25");
    rig_finish_task(r, code);
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "demand=三日内答复", NULL));
    char *before = tools_text(
        r,
        "SELECT f.v_demand || i.steps_done || (SELECT group_concat(s.step || "
        "s.done_on) FROM step s WHERE s.item = i.id) FROM item i JOIN f_tasks f "
        "ON f.id = i.id WHERE i.code = ?",
        code);
    assert_ok(tools_configure(r, r->admin, "lists/tasks", field, "", "lists/tasks", step,
                              "", "lists/tasks", "after: work\n", "after: scheme\n",
                              NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 2);
    assert_ok(note("少了一步"));
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "fields:\n", "fields:\n"
              "  demand: {name: 要求, type: text}\n", "lists/tasks", "  - id: proof\n",
              "  - {id: work, name: 组织办理, after: scheme}\n  - id: proof\n", NULL));
    char *after = tools_text(
        r,
        "SELECT f.v_demand || i.steps_done || (SELECT group_concat(s.step || "
        "s.done_on) FROM step s WHERE s.item = i.id) FROM item i JOIN f_tasks f "
        "ON f.id = i.id WHERE i.code = ?",
        code);
    assert_string_equal(before, after);
    rig_assert_whole(r);
    free(before);
    free(after);
}

/* Every text of every table. */
static void assert_texts_are_tame(void)
{
    char sql[128];
    size_t at;

    for (const char *const *t = schema_fact_tables; *t; t++) {
        if (strcmp(*t, "config") == 0)
            continue; /* files as they were written; the loader has its own fence */
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", *t);
        struct stmt *s = db_query(r->st->db, &r->err, sql, "");
        while (stmt_step(s, &r->err) > 0)
            for (int i = 0; i < stmt_columns(s); i++)
                if (stmt_value(s, i).kind == VALUE_TEXT &&
                    text_refused(stmt_text(s, i), true, &at))
                    fail_msg("%s.%s: %s", *t, stmt_column_name(s, i), stmt_text(s, i));
        stmt_done(s);
    }
}

/* 8. Nothing stored can drive a terminal or a spreadsheet. */
static void invariant_08_nothing_stored_drives_anything(void **state)
{
    static const char *const hostile[] = { "a\033[2J",
                                           "\033]0;title\007",
                                           "a\x08\x08",
                                           "\xE2\x80\xAE"
                                           "b",
                                           "\xE2\x81\xA6x",
                                           "a\x7F",
                                           "a\rb",
                                           "\xC2\x9B"
                                           "31m",
                                           "\xFF" };
    static const char *const formulas[] = {
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"
    };

    (void)state;
    task("2026-12-25");
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        char *pairs[4] = { xasprintf("title=%s", hostile[i]),
                           xasprintf("source=%s", hostile[i]),
                           xasprintf("demand=%s", hostile[i]),
                           xasprintf("kind=%s", hostile[i]) };
        for (int k = 0; k < 4; k++) {
            assert_rc(rig_set(r, r->clerk, VERB_SET, code, pairs[k], NULL), XH_REFUSED);
            free(pairs[k]);
        }
        assert_rc(note(hostile[i]), XH_REFUSED);
        assert_rc(rig_report(r, r->handler, code, hostile[i], 5), XH_REFUSED);
        assert_rc(
            rig_do_because(r, r->leader, VERB_EXTEND, code, hostile[i], "2027-01-15"),
            XH_REFUSED);
        assert_rc(rig_check(r, r->handler, code, "scheme", hostile[i]), XH_REFUSED);
    }
    assert_texts_are_tame();
    /* a cell that would be a formula is none any more outside */
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        struct buf out = {0};
        struct export e;
        export_begin(&e, &out, EXPORT_CSV);
        export_key(&e, "title");
        export_text(&e, formulas[i]);
        export_end(&e);
        const char *cell = strchr(buf_str(&out), '\n');
        assert_non_null(cell);
        cell += 1 + (cell[1] == '"');
        assert_int_equal(*cell, '\'');
        buf_fini(&out);
    }
}

/* 9. One function draws text: exactly the width asked for, never half a character. */
static void invariant_09_text_fits(void **state)
{
    static const char *const pieces[] = { "a",         "镇",   "é",
                                          "e\xCC\x81", "●",    "\xF0\x9F\x98\x80",
                                          "\t",        "\033", "\xFF",
                                          "　",        "-",    "\xE2\x80\xAE" };
    uint64_t seed = 9;

    (void)state;
    for (int n = 0; n < 20000; n++) {
        struct buf s = {0};
        for (int i = 0; i < (int)(seed >> 40) % 20; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_puts(&s, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int cols = (int)(seed >> 33) % 25;
        char *fit = text_fit(buf_str(&s), cols, (enum text_align)(n % 3));
        if (text_width(fit) != cols || !text_is_utf8(fit, strlen(fit))
            || text_refused(fit, false, NULL))
            fail_msg("'%s' in %d columns: '%s'", buf_str(&s), cols, fit);
        free(fit);
        buf_fini(&s);
    }
}

/* No source above model/ writes: what a screen can do, it does through the verbs. */
static void assert_no_writer_in(const char *folder)
{
    static const char *const writers[] = { "db_run(",    "db_script(",  "db_begin(",
                                           "act_begin(", "act_insert(", "act_update(",
                                           "sqlite3" };
    const char *root = getenv("XH_ROOT");
    char *path = xasprintf("%s/%s", root ? root : ".", folder);
    DIR *dir = opendir(path);

    for (struct dirent *e; dir && (e = readdir(dir));) {
        size_t n = strlen(e->d_name);
        if (n < 3 || strcmp(e->d_name + n - 2, ".c") != 0)
            continue;
        char *file = xasprintf("%s/%s", path, e->d_name), line[1024];
        FILE *f = fopen(file, "r");
        assert_non_null(f);
        while (fgets(line, sizeof line, f))
            for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
                if (strstr(line, writers[i]) && !strstr(line, "/*"))
                    fail_msg("%s/%s: %s", folder, e->d_name, line);
        fclose(f);
        free(file);
    }
    if (dir)
        closedir(dir);
    free(path);
}

static void task_in(const char *state)
{
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-12-25", NULL));
    if (strcmp(state, "assigned") == 0)
        return;
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    if (strcmp(state, "held") == 0) {
        struct call c = rig_call(VERB_HOLD, code);
        c.office = "县局";
        c.reason = "等批复";
        c.to = on("2026-12-01");
        assert_ok(rig_run(r, r->leader, &c));
    } else if (strcmp(state, "active") != 0) {
        rig_finish_task(r, code);
        assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
        if (strcmp(state, "closed") == 0)
            assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    }
}

static enum xh_rc try(int64_t person, enum verb verb)
{
    struct pair owner = { "owner", "干部乙" }, kind = { "kind", "民生实事" };
    struct pair units[] = { { "unit", "财政所" }, { "unit", "党政办" } };
    struct call c = rig_call(verb, code);

    c.reason = "经研究";
    c.text = "已进场";
    c.step = "scheme";
    c.office = "县局";
    c.colour = "green";
    c.to = on("2027-01-15");
    c.fields = verb == VERB_SPLIT ? units : verb == VERB_SET ? &kind : &owner;
    c.n_fields = verb == VERB_SPLIT ? 2
               : verb == VERB_SET || verb == VERB_ASSIGN || verb == VERB_TRANSFER ? 1 : 0;
    return rig_run(r, person, &c);
}

/* 10. The screen can do nothing the command line cannot: both call the model's verbs,
 * which check the permission themselves; and what is offered to a person is what would be
 * allowed. */
static void invariant_10_verbs_are_the_only_writers(void **state)
{
    static const char *const above[] = { "config", "report", "tui", "cli" };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_no_writer_in(above[i]);
    static const char *const states[] = { "assigned", "active", "review", "held",
                                          "closed" };
    int64_t people[] = { r->clerk,  r->handler, r->other, r->leader,
                         r->second, r->village, r->admin };
    for (size_t k = 0; k < sizeof states / sizeof *states; k++)
        for (int v = VERB_SET; v < VERB_COUNT; v++)
            for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
                struct xh_err why = {0};
                task_in(states[k]);
                int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", code);
                bool may = verb_may(r->st, &r->env, people[i], (enum verb)v, item, &why);
                assert_true(may || (why.rc != XH_OK && *why.msg));
                enum xh_rc rc = try(people[i], (enum verb)v);
                if (may ? rc == XH_DENIED : rc == XH_OK && *r->result.action)
                    fail_msg("%s in %s by person %d was %soffered, but: code %d %s%s%s",
                             verb_info((enum verb)v)->id, states[k], (int)people[i],
                             may ? "" : "not ", rc, why.msg, r->err.msg, r->result.said);
            }
    rig_assert_whole(r);
}

/* 11. Writers take turns: while another process holds the gate nothing is written; the
 * refusal names the holder. */
static void invariant_11_writers_take_turns(void **state)
{
    int ready[2], done[2];
    char byte;

    (void)state;
    leave(NULL);
    char *home = tools_folder("turns"), *lock = xasprintf("%s/xiaohao.lock", home);
    record_rig_init(r, home, true);
    task("2026-12-25");
    int64_t events = last_event();
    assert_int_equal(pipe(ready) | pipe(done), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct gate *g = NULL;
        struct xh_err err;
        /* the inherited descriptor is the parent's lock: open the file anew */
        char *other = xasprintf("%s/../%s/xiaohao.lock", home, strrchr(home, '/') + 1);
        bool ok = gate_open(other, &g, &err) == XH_OK
            && gate_enter(g, "王建国 approve", NULL, NULL, &err) == XH_OK;
        if (write(ready[1], ok ? "y" : "n", 1) != 1 || read(done[0], &byte, 1) != 1)
            _exit(1);
        gate_leave(g);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    gate_set_limits(r->st->gate, 10, 60);
    assert_rc(note("等不到"), XH_DB);
    assert_said("王建国 approve");
    assert_int_equal(last_event(), events);
    assert_int_equal(write(done[1], "x", 1), 1);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    gate_set_limits(r->st->gate, 5000, 30000);
    assert_ok(note("轮到了"));
    assert_int_equal(last_event(), events + 1);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
    free(lock);
    free(home);
}

/* 12. No row is lost silently: several rows are all written or none, and the one that
 * failed is named. */
static void invariant_12_all_rows_or_none(void **state)
{
    struct pair good[] = { { "title", "好的" }, { "area", "1.5" } };
    struct pair bad[] = { { "title", "坏的" }, { "area", "一亩半" } };
    struct call calls[10];
    struct who who = { .actor = r->clerk };
    size_t failed;

    (void)state;
    char *before = tools_facts(r, true);
    int64_t events = last_event();
    for (size_t at = 0; at < 10; at++) {
        for (size_t i = 0; i < 10; i++) {
            calls[i] = rig_call(VERB_ADD, NULL);
            calls[i].list = "households";
            calls[i].fields = i == at ? bad : good;
            calls[i].n_fields = 2;
        }
        memset(&r->err, 0, sizeof r->err);
        assert_rc(
            verb_run_all(r->st, &r->env, &who, calls, 10, &r->result, &failed, &r->err),
            XH_REFUSED);
        assert_int_equal(failed, at);
        assert_said("一亩半");
        char *after = tools_facts(r, true);
        assert_same_text(before, after);
        assert_int_equal(last_event(), events);
        free(after);
    }
    calls[9].fields = good;
    assert_ok(
        verb_run_all(r->st, &r->env, &who, calls, 10, &r->result, &failed, &r->err));
    assert_int_equal(r->result.count, 10);
    assert_int_equal(last_event(), events + 1);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item", NULL), 10);
    rig_assert_whole(r);
    free(before);
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(invariant_01_a_colour_is_a_date_comparison),
        T(invariant_02_one_action_is_one_transaction),
        T(invariant_03_events_are_chained),
        T(invariant_04_two_people),
        T(invariant_05_first_deadline_kept),
        T(invariant_06_exact_numbers),
        T(invariant_07_configuration_loses_nothing),
        T(invariant_08_nothing_stored_drives_anything),
        T(invariant_09_text_fits),
        T(invariant_10_verbs_are_the_only_writers),
        T(invariant_11_writers_take_turns),
        T(invariant_12_all_rows_or_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
