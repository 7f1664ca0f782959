/* test_verify.c - an edit behind the program's back is found and named (invariant 3,
 * ENGINE 32, 35). The township is a small one with a row in every table; then each value
 * of each table is changed, one after the other, as somebody with the sqlite3 shell
 * would. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/act.h"
#include "model/def_store.h"
#include "model/event.h"
#include "model/schema.h"

static struct record_rig rig, *const r = &rig;
static char task[64], project[64], house[64];

/* ---- a township with everything in it ---- */

/* Rows of tables that verbs would take long to fill: here they only have to be there. */
static void add_rows(void)
{
    struct act a;
    struct who who = { .actor = r->clerk };
    struct item it = {0};
    struct xh_err err;

    rig_item(r, task, &it);
    assert_ok(act_begin(&a, r->st, &r->env, VERB_NOTE, &who, &r->err));
    int64_t sample = act_insert(&a, "sample", "item i place i day d seed t applied i", it.id,
                                (int64_t)1, r->env.today, "00112233445566aa", (int64_t)28);
    act_insert(&a, "sample_row", "sample i item i returns i reopened i", sample, it.id,
               (int64_t)0, (int64_t)0);
    act_insert(&a, "rows_passed", "item i step t day d missing i said t reason t", it.id, "work",
               r->env.today, (int64_t)2, "征地户签, 签约 1/3", "两户外出");
    act_insert(&a, "instruction", "item i kind t day d person i text t", it.id, "note",
               r->env.today, r->clerk, "请加快");
    act_insert(&a, "step_amount", "item i step t day d amount i", it.id, "work",
               r->env.today, (int64_t)1500000);
    act_insert(&a, "item_co", "item i unit i", it.id, (int64_t)1);
    act_insert(&a, "request", "item i verb t day d person i actor i reason t", it.id,
               "extend", r->env.today, r->handler, r->handler, "雨季");
    act_insert(&a, "clock", "item i kind t from_day d to_day d office t", it.id, "hold",
               r->env.today, r->env.today, "县局");
    act_insert(&a, "reminder", "item i kind t day d person i", it.id, "overdue", r->env.today,
               r->handler);
    act_insert(&a, "visit", "item i day d person i demand t promise t promise_due d", it.id,
               r->env.today, r->handler, "提供场地", "协调场地", r->env.today + 3);
    act_insert(&a, "due_change", "item i day d old d new d why t", it.id, r->env.today,
               r->env.today, r->env.today + 7, "extend");
    act_insert(&a, "doer", "item i person i seq i", it.id, r->other, (int64_t)a.event.id);
    int64_t sheet = act_insert(&a, "sheet",
                               "year i no i edition i total i from_day d to_day d cutoff i "
                               "since i seq i code t made_on d made_by i head t",
                               (int64_t)2026, (int64_t)46, (int64_t)1, (int64_t)198,
                               r->env.today - 6, r->env.today, r->env.now_ms, (int64_t)1,
                               (int64_t)2, "0000", r->env.today, r->clerk, "周报");
    act_insert(&a, "sheet_row", "sheet i n i section t item i colour t due d texts t", sheet,
               (int64_t)1, "overdue", it.id, "red", r->env.today, "逾期");
    act_insert(&a, "duban_order", "kind t state t title t demand t unit i feedback t due d "
               "drafted_on d drafted_by i typed_by i", "order", "draft", "示例事项",
               "请抓紧办理", (int64_t)2, "once", r->env.today + 7, r->env.today, r->clerk,
               r->clerk);
    act_insert(&a, "duban_item", "duban_order i item i title t", (int64_t)1, it.id,
               "示例事项");
    act_insert(&a, "duban_answer", "duban_order i day d person i typed_by i text t",
               (int64_t)1, r->env.today, r->handler, r->clerk, "已办");
    int64_t gone = act_insert(&a, "item_co", "item i unit i", it.id, (int64_t)2);
    act_delete(&a, "item_co", gone);
    act_touch(&a, it.id, 0);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    item_fini(&it);
    (void)err;
}

static int found_township(void **state)
{
    (void)state;
    record_rig_init(r, NULL, false);
    snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目",
             "unit=建设办", "owner=干部甲", "due=2026-12-25", "handover=2026-12-20",
             "planned=1000", NULL));
    char *parent = xasprintf("parent=%s", project);
    snprintf(house, sizeof house, "%s", rig_add(r, "households", "title=户主甲", parent,
             "place=林家村", "owner=村干部甲", "area=0.463", "phone=13800000000", NULL));
    free(parent);
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-04"));
    assert_ok(rig_report(r, r->handler, task, "已进场", 30));
    assert_ok(rig_check(r, r->handler, task, "scheme", "https://example.invalid/plan"));
    assert_ok(rig_set(r, r->village, VERB_SET, house, "phone=13900000000", NULL));
    add_rows();
    return 0;
}

static int close_township(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* ---- what verify says ---- */

static struct verify_part *part_of(struct verify *v, const char *name)
{
    return strcmp(name, "chain") == 0 ? &v->chain : strcmp(name, "facts") == 0 ? &v->facts
         : strcmp(name, "derived") == 0 ? &v->derived
         : strcmp(name, "private") == 0 ? &v->private_values : &v->evidence;
}

/* A line of `part` holds all the words. */
static void assert_named(const char *part, const char *done, const char *w1,
                         const char *w2)
{
    struct verify v = {0};

    if (verify_run(r->st, NULL, NULL, &v, &r->err) == XH_OK)
        fail_msg("not found: %s", done);
    char *lines = xstrdup(buf_str(&part_of(&v, part)->findings)), *save = NULL;
    bool named = false;
    for (char *line = strtok_r(lines, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save))
        named |= strstr(line, w1) && (!w2 || strstr(line, w2));
    if (!named)
        fail_msg("%s: no line of %s names \"%s\" and \"%s\":\n%s", done, part, w1,
                 w2 ? w2 : "", buf_str(&part_of(&v, part)->findings));
    free(lines);
    verify_fini(&v);
}

/* As with the sqlite3 shell: no foreign keys, no checks. */
static void shell(const char *sql)
{
    struct xh_err err;

    if (db_script(r->st->db,
                  "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON",
                  &err) != XH_OK ||
        db_script(r->st->db, sql, &err) != XH_OK)
        fail_msg("%s: %s", sql, err.msg);
}

static void shell_breaks(const char *sql, const char *part, const char *w1,
                         const char *w2)
{
    shell(sql);
    assert_named(part, sql, w1, w2);
}

/* ---- the tests ---- */

static void what_the_program_wrote_is_whole(void **state)
{
    struct verify v = {0};

    (void)state;
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    assert_true(v.events > 15);
    assert_int_equal(v.chain.checked, v.events);
    assert_true(v.facts.checked > 60);
    assert_int_equal(v.derived.checked, 3);
    assert_int_equal(v.private_values.checked, 3);      /* a name and a number, which was changed */
    assert_int_equal(v.on_paper, 0);
    assert_int_equal(v.chain.findings.len + v.facts.findings.len, 0);
    verify_fini(&v);
}

static void write_value(const char *table, const char *column, int64_t id, struct value v)
{
    struct xh_err err;
    char *sql = xasprintf("UPDATE \"%s\" SET \"%s\" = ? WHERE id = ?", table, column);

    shell("SELECT 1");
    if (db_run(r->st->db, &err, sql, "vi", &v, id) != XH_OK)
        fail_msg("%s: %s", sql, err.msg);
    free(sql);
}

/* Something else of the same type. */
static struct value other_value(struct value v, const char *type, struct buf *room)
{
    if (strcmp(type, "INTEGER") == 0)
        return value_int(v.kind == VALUE_NULL ? 1 : v.i + 1);
    buf_clear(room);
    if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB)
        buf_add(room, v.s, v.n);
    buf_putc(room, 'x');
    struct value other = { strcmp(type, "BLOB") == 0 ? VALUE_BLOB : VALUE_TEXT, 0,
                           room->s, room->len };
    return other;
}

struct column { char *name, *type; };

static size_t columns_of(const char *table, struct column **out)
{
    struct xh_err err;
    struct stmt *s = db_query(r->st->db, &err,
                              "SELECT name, type FROM pragma_table_info(?) WHERE "
                              "name <> 'id'",
                              "t", table);
    size_t n = 0, cap = 0;

    *out = NULL;
    while (s && stmt_step(s, &err) > 0) {
        GROW(*out, n, cap);
        (*out)[n++] =
            (struct column){ xstrdup(stmt_text(s, 0)), xstrdup(stmt_text(s, 1)) };
    }
    stmt_done(s);
    return n;
}

/* Change every column of one row of `table`, and put it back. Returns how many there
 * were. */
static int change_each_column(const char *table, bool derived, const char *part)
{
    struct column *columns;
    size_t n = columns_of(table, &columns);
    struct xh_err err;
    int64_t id = 0;
    int changed = 0;
    char *sql = xasprintf("SELECT min(id) FROM \"%s\"", table);

    assert_int_equal(db_get_int(r->st->db, &err, &id, sql, ""), XH_OK);
    free(sql);
    if (id == 0)
        fail_msg("%s has no row", table);
    for (size_t i = 0; i < n; i++) {
        struct buf was = {0}, room = {0};
        struct value v;
        if (schema_is_derived(table, columns[i].name) == derived) {
            sql = xasprintf("SELECT \"%s\" FROM \"%s\" WHERE id = ?", columns[i].name,
                            table);
            struct stmt *s = db_query(r->st->db, &err, sql, "i", id);
            assert_int_equal(stmt_step(s, &err), 1);
            v = stmt_value(s, 0);
            buf_add(&was, v.s ? v.s : "", v.n);
            v.s = buf_str(&was);
            stmt_done(s);
            free(sql);
            write_value(table, columns[i].name, id,
                        other_value(v, columns[i].type, &room));
            char *row = derived ? xasprintf("item %lld ", (long long)id)
                                : xasprintf("%s %lld", table, (long long)id);
            char *done = xasprintf("%s.%s", table, columns[i].name);
            assert_named(part, done, row, columns[i].name);
            free(row);
            free(done);
            write_value(table, columns[i].name, id, v);
            changed++;
        }
        buf_fini(&was);
        buf_fini(&room);
        free(columns[i].name);
        free(columns[i].type);
    }
    free(columns);
    return changed;
}

static void each_changed_fact_is_named(void **state)
{
    int changed = 0;

    (void)state;
    for (const char *const *t = schema_fact_tables; *t; t++)
        changed += change_each_column(*t, false, "facts");
    changed += change_each_column("f_tasks", false, "facts");
    changed += change_each_column("f_households", false, "facts");
    changed += change_each_column("f_projects", false, "facts");
    assert_true(changed > 180);
    rig_assert_whole(r);
}

static void each_changed_derived_column_is_named(void **state)
{
    (void)state;
    assert_int_equal(change_each_column("item", true, "derived"), 15);
    rig_assert_whole(r);
    shell_breaks(
        "UPDATE step_due SET due = due + 1 WHERE item = (SELECT min(item) FROM step_due)",
        "derived", "step_due", NULL);
    shell(
        "UPDATE step_due SET due = due - 1 WHERE item = (SELECT min(item) FROM step_due)");
    shell_breaks("INSERT INTO step_due (item, step, due) VALUES (99, 'x', 5)", "derived",
                 "step_due: item 99", NULL);
    shell("DELETE FROM step_due WHERE item = 99");
    rig_assert_whole(r);
    shell_breaks("DELETE FROM step_due WHERE item = 2", "derived", "item 2 (",
                 "step_due");
}

/* Rows that are gone, rows that came out of nowhere: in every table. */
static void each_deleted_row_is_named(void **state)
{
    (void)state;
    for (const char *const *t = schema_fact_tables; *t; t++) {
        char sql[200], name[80];
        snprintf(sql, sizeof sql,
                 "DELETE FROM \"%s\" WHERE id = (SELECT max(id) FROM \"%s\")", *t, *t);
        snprintf(name, sizeof name, "%s ", *t);
        shell(sql);
        assert_named("facts", sql, name, "by the record it is there");
        if (strcmp(*t, "item") == 0)    /* all that hangs on it would follow: enough of this one */
            close_township(NULL), found_township(NULL);
    }
}

static void each_added_row_is_named(void **state)
{
    (void)state;
    for (const char *const *t = schema_fact_tables; *t; t++) {
        struct column *columns;
        size_t n = columns_of(*t, &columns);
        struct buf sql = {0};

        /* a copy of the last row under a new id, texts changed so that UNIQUE is
         * content */
        buf_printf(&sql, "INSERT INTO \"%s\" (id", *t);
        for (size_t i = 0; i < n; i++)
            buf_printf(&sql, ", \"%s\"", columns[i].name);
        buf_puts(&sql, ") SELECT id + 100");
        for (size_t i = 0; i < n; i++) {
            bool text = strcmp(columns[i].type, "TEXT") == 0;
            /* numbers that are given once: the copy has another one */
            bool number = strcmp(columns[i].name, "duban_order") == 0 ||
                          strcmp(columns[i].name, "edition") == 0;
            buf_printf(&sql, text ? ", \"%s\" || 'x'" : number ? ", \"%s\" + 1"
                       : ", \"%s\"", columns[i].name);
            free(columns[i].name);
            free(columns[i].type);
        }
        free(columns);
        buf_printf(&sql, " FROM \"%s\" WHERE id = 1", *t);
        shell(buf_str(&sql));
        char row[80];
        snprintf(row, sizeof row, "%s 101", *t);
        assert_named("facts", buf_str(&sql), row, "knows no such row");
        buf_fini(&sql);
        snprintf(row, sizeof row, "DELETE FROM \"%s\" WHERE id = 101", *t);
        shell(row);
    }
    rig_assert_whole(r);
}

static void each_changed_event_is_named(void **state)
{
    static const char *const columns[] = {
        "action", "verb", "actor", "behalf", "decided", "day", "at", "config", "format", "body",
        "hash",
    };
    struct xh_err err;
    int64_t last = 0;

    (void)state;
    assert_int_equal(db_get_int(r->st->db, &err, &last, "SELECT max(id) FROM event", ""),
                     XH_OK);
    const int64_t ids[] = { 1, 5, last };
    for (size_t e = 0; e < 3; e++)
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            struct buf was = {0}, room = {0};
            char *sql = xasprintf("SELECT \"%s\" FROM event WHERE id = ?", columns[i]);
            struct stmt *s = db_query(r->st->db, &err, sql, "i", ids[e]);
            assert_int_equal(stmt_step(s, &err), 1);
            struct value v = stmt_value(s, 0);
            buf_add(&was, v.s ? v.s : "", v.n);
            v.s = buf_str(&was);
            stmt_done(s);
            const char *type = v.kind == VALUE_BLOB   ? "BLOB"
                               : v.kind == VALUE_TEXT ? "TEXT"
                                                      : "INTEGER";
            write_value("event", columns[i], ids[e], other_value(v, type, &room));
            char name[40];
            snprintf(name, sizeof name, "event %lld ", (long long)ids[e]);
            assert_named("chain", columns[i], name, NULL);
            write_value("event", columns[i], ids[e], v);
            free(sql);
            buf_fini(&was);
            buf_fini(&room);
        }
    /* nobody is NULL, nothing else: 0 would hash alike */
    shell_breaks("UPDATE event SET behalf = 0 WHERE id = 3", "chain", "event 3 ", NULL);
    shell("UPDATE event SET behalf = NULL WHERE id = 3");
    rig_assert_whole(r);
}

static void a_missing_event_is_named(void **state)
{
    (void)state;
    shell_breaks("DELETE FROM event WHERE id = 6", "chain", "event 6 is missing", NULL);
    shell_breaks("DELETE FROM event WHERE id IN (7, 8)", "chain",
                 "events 6 to 8 are missing", NULL);
    shell_breaks("DELETE FROM event WHERE verb = 'progress'", "chain",
                 "there is no such event", NULL);
    shell_breaks("DELETE FROM event WHERE id = 1", "chain", "event 1 is missing", NULL);
}

static void the_last_events_cut_off_are_noticed_by_the_facts(void **state)
{
    struct xh_err err;
    int64_t last = 0;
    struct verify v = {0};

    (void)state;
    assert_int_equal(db_get_int(r->st->db, &err, &last, "SELECT max(id) FROM event", ""),
                     XH_OK);
    shell("DELETE FROM event WHERE id = (SELECT max(id) FROM event);"
          "DELETE FROM event_item WHERE event NOT IN (SELECT id FROM event)");
    assert_int_equal(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
    assert_int_equal(v.chain.bad, 0);       /* a chain cannot know its end ... */
    assert_true(v.facts.bad > 5);           /* ... but the facts do */
    verify_fini(&v);
}

static void two_events_that_changed_places_are_named(void **state)
{
    (void)state;
    shell(
        "UPDATE event SET id = -1 WHERE id = 10; UPDATE event SET id = 10 WHERE id = 11;"
        "UPDATE event SET id = 11 WHERE id = -1");
    assert_named("chain", "10 and 11 swapped", "event 10 ", NULL);
    assert_named("chain", "10 and 11 swapped", "event 11 ", NULL);
}

static void swapped_hashes_are_named(void **state)
{
    struct xh_err err;

    (void)state;
    shell("CREATE TEMP TABLE keep AS SELECT id, hash FROM event WHERE id IN (5, 6)");
    assert_int_equal(db_run(r->st->db, &err,
                            "UPDATE event SET hash = (SELECT hash FROM keep WHERE "
                            "keep.id = 11 - event.id) WHERE id IN (5, 6)",
                            ""),
                     XH_OK);
    assert_named("chain", "hashes of 5 and 6 swapped", "event 5 ", NULL);
    assert_named("chain", "hashes of 5 and 6 swapped", "event 6 ", NULL);
}

/* Write another body into an event, with the hash it then has to have. */
static void rewrite(int64_t id, void (*edit)(struct event *e))
{
    struct event e = {0};
    struct buf body = {0};
    struct xh_err err;
    uint8_t prev[HASH_SIZE] = {0}, hash[HASH_SIZE];
    struct stmt *s;

    assert_int_equal(event_load(r->st->db, id, &e, &err), XH_OK);
    edit(&e);
    event_encode(&e, &body);
    s = db_query(r->st->db, &err, "SELECT hash FROM event WHERE id = ?", "i", id - 1);
    if (stmt_step(s, &err) > 0) {
        size_t n;
        memcpy(prev, stmt_blob(s, 0, &n), HASH_SIZE);
    }
    stmt_done(s);
    event_hash(&e, prev, buf_str(&body), body.len, hash);
    assert_int_equal(db_run(r->st->db, &err,
                            "UPDATE event SET body = ?, hash = ? WHERE id = ?", "bbi",
                            (const void *)buf_str(&body), body.len, (const void *)hash,
                            (size_t)HASH_SIZE, id),
                     XH_OK);
    buf_fini(&body);
    event_fini(&e);
}

static void nothing(struct event *e)
{
    (void)e;
}

static void other_number(struct event *e)
{
    for (size_t i = 0; i < e->n_changes; i++)
        for (size_t k = 0; k < e->changes[i].n; k++)
            if (e->changes[i].cells[k].new.kind == VALUE_INT) {
                cell_set_new(&e->changes[i].cells[k],
                             value_int(e->changes[i].cells[k].new.i + 1));
                return;
            }
    fail_msg("no number to change");
}

static void other_items(struct event *e)
{
    event_add_item(e, 99);
}

static void no_such_table(struct event *e)
{
    free(e->changes[0].table);
    e->changes[0].table = xstrdup("meta\" (key) VALUES ('x') --");
}

static int64_t event_of_verb(const char *verb)
{
    struct xh_err err;
    int64_t id = 0;

    assert_int_equal(db_get_int(r->st->db, &err, &id,
                                "SELECT max(id) FROM event WHERE verb = ?", "t", verb),
                     XH_OK);
    assert_true(id > 1);
    return id;
}

static void an_edited_body_with_its_own_hash_is_named_by_the_next_event(void **state)
{
    int64_t id = event_of_verb("progress");
    char next[32];

    (void)state;
    rewrite(id, other_number);
    snprintf(next, sizeof next, "event %lld ", (long long)id + 1);
    assert_named("chain", "edited body", next, NULL);
    assert_named("facts", "edited body", "progress 1", NULL);
}

/* Somebody who knows the program recomputes the whole chain: then replay tells, and the
 * paper. */
static void a_wholly_recomputed_chain_is_found_by_replay_and_by_paper(void **state)
{
    struct xh_err err;
    struct verify v = {0};
    char code[48];
    int64_t id = event_of_verb("progress"), last = event_of_verb("note");

    (void)state;
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    verify_code_format(v.head, code);
    verify_fini(&v);
    assert_ok(verify_code(r->st, last, code, &r->err));

    rewrite(id, other_number);
    for (int64_t e = id + 1; e <= last; e++)
        rewrite(e, nothing);
    assert_int_equal(verify_run(r->st, NULL, NULL, &v, &err), XH_DB);
    assert_int_equal(v.chain.bad, 0);
    verify_fini(&v);
    assert_named("facts", "recomputed chain", "progress 1", NULL);
    assert_int_equal(verify_code(r->st, last, code, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "is not the one on paper"));
}

static void bodies_that_name_other_items_or_tables_are_named(void **state)
{
    struct xh_err err;
    int64_t meta = 0, id = event_of_verb("note");

    (void)state;
    rewrite(id, other_items);
    assert_named("chain", "another item", "event_item: event", "2 items, 1 of them");
    rewrite(id, no_such_table);
    assert_named("facts", "another table", "is no fact of ours", NULL);
    assert_int_equal(db_get_int(r->st->db, &err, &meta,
                                "SELECT count(*) FROM meta WHERE key = 'x'", ""),
                     XH_OK);
    assert_int_equal(meta, 0);
}

static void the_index_of_events_is_held_against_the_bodies(void **state)
{
    (void)state;
    shell_breaks("DELETE FROM event_item WHERE item = 2", "chain", "event_item: event",
                 NULL);
    close_township(NULL), found_township(NULL);
    shell_breaks("INSERT INTO event_item (item, event) VALUES (1, 2)", "chain",
                 "event_item: item 1, event 2: the event does not name it", NULL);
    shell("DELETE FROM event_item WHERE item = 1 AND event = 2");
    shell_breaks("INSERT INTO event_item (item, event) VALUES (1, 9999)", "chain",
                 "event_item: item 1, event 9999: there is no such event", NULL);
    shell_breaks("INSERT INTO event_item (item, event) VALUES (1, 0)", "chain",
                 "event_item: item 1, event 0: there is no such event", NULL);
}

static void private_values_are_held_against_their_hashes(void **state)
{
    (void)state;
    shell_breaks("UPDATE private SET value = '13000000000' WHERE col = 'v_phone'",
                 "private", "f_households 2, column v_phone, does not match its hash",
                 NULL);
    close_township(NULL), found_township(NULL);
    shell_breaks(
        "UPDATE private SET salt = x'00112233445566778899aabbccddeeff' WHERE col = "
        "'title'",
        "private", "item 2, column title, does not match its hash", NULL);
    close_township(NULL), found_township(NULL);
    shell_breaks("UPDATE private SET salt = x'00' WHERE col = 'title'", "private",
                 "item 2, column title", NULL);
    close_township(NULL), found_township(NULL);
    shell_breaks(
        "DELETE FROM private WHERE col = 'v_phone' AND event = (SELECT min(event) FROM "
        "private WHERE col = 'v_phone')",
        "private", "f_households 2, column v_phone, is gone, and nothing erased it",
        NULL);
    close_township(NULL), found_township(NULL);
    shell_breaks(
        "INSERT INTO private (event, item, tbl, col, value, salt) VALUES (3, 1, 'item', "
        "'title', 'x', x'00')",
        "private", "item 1, column title, which event 3 does not name", NULL);
    shell("DELETE FROM private WHERE event = 3");
    shell_breaks(
        "INSERT INTO private (event, item, tbl, col, value, salt) VALUES (999, 1, 'item', "
        "'title', 'x', x'00')",
        "private", "event 999", NULL);
    shell("DELETE FROM private WHERE event = 999");
    rig_assert_whole(r);
    /* the shown value, not the recorded one: named, but not told */
    shell("UPDATE f_households SET v_phone = '13100000000'");
    assert_named("facts", "phone", "f_households 2 (", "the stored private value");
    struct verify v = {0};
    verify_run(r->st, NULL, NULL, &v, &r->err);
    assert_null(strstr(buf_str(&v.facts.findings), "13100000000"));
    assert_null(strstr(buf_str(&v.facts.findings), "13900000000"));
    verify_fini(&v);
}

static void erase(const char *code)
{
    struct act a;
    struct who who = { .actor = r->admin };
    struct item it = {0};

    rig_item(r, code, &it);
    assert_ok(act_begin(&a, r->st, &r->env, VERB_ERASE, &who, &r->err));
    act_erase(&a, "item", it.id, "title", value_text(""));
    act_erase(&a, "f_households", it.id, "v_phone", value_null());
    act_touch(&a, it.id, 0);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    item_fini(&it);
}

/* Every row of a value that was erased is gone, and the record is whole without it
 * (ENGINE 35). */
static void erased_values_are_missed_by_nobody(void **state)
{
    struct xh_err err;
    int64_t n = 0;

    (void)state;
    shell("CREATE TEMP TABLE before AS SELECT * FROM private");
    erase(house);
    rig_assert_whole(r);
    assert_int_equal(db_get_int(r->st->db, &err, &n, "SELECT count(*) FROM private", ""),
                     XH_OK);
    assert_int_equal(n, 0);

    /* written anew afterwards: a value like any other */
    assert_ok(rig_set(r, r->village, VERB_SET, house, "phone=13700000000", NULL));
    rig_assert_whole(r);
    shell_breaks("DELETE FROM private", "private", "v_phone, is gone", NULL);

    /* put back from a backup: named */
    shell("INSERT INTO private SELECT * FROM before");
    assert_named("private", "erased value put back",
                 "erased column v_phone of f_households", "is there again");
}

static void tables_that_are_not_ours_are_named(void **state)
{
    (void)state;
    shell_breaks("CREATE TRIGGER helper AFTER UPDATE ON item BEGIN SELECT 1; END",
                 "facts", "trigger helper that is not ours", NULL);
    shell_breaks("CREATE VIEW v AS SELECT 1", "facts", "view v that is not ours", NULL);
    shell_breaks("CREATE TABLE t (a)", "facts", "table t that is not ours", NULL);
    shell_breaks("DROP INDEX item_urgent", "facts", "index item_urgent is missing", NULL);
    shell_breaks("ALTER TABLE f_tasks ADD COLUMN v_secret TEXT", "facts",
                 "table f_tasks was changed", NULL);
    shell_breaks("DROP TABLE step_amount", "facts", "table step_amount is missing", NULL);
    shell_breaks("CREATE TABLE f_bogus (id INTEGER PRIMARY KEY) STRICT", "facts",
                 "table f_bogus that is not ours", NULL);
}

/* Roles and rules in force stand outside the record; the record knows their hash. */
static void definitions_and_marks_are_held_against_the_record(void **state)
{
    (void)state;
    shell_breaks("UPDATE def_row SET text = 'all' WHERE doc = 'township' AND path LIKE "
                 "'%roles/handler/may/1/on/0'", "facts", "def_row", NULL);
    shell("UPDATE def_row SET text = 'own' WHERE doc = 'township' AND path LIKE "
          "'%roles/handler/may/1/on/0'");
    rig_assert_whole(r);
    shell_breaks("UPDATE meta SET value = '1' WHERE key = 'practice'", "facts",
                 "meta, practice", NULL);
    shell("UPDATE meta SET value = '0' WHERE key = 'practice'");
    shell_breaks("UPDATE meta SET value = 'x' WHERE key = 'config_hash'", "facts",
                 "meta, config_hash", NULL);
}

static void no_more_than_fifty_lines_are_kept(void **state)
{
    struct verify v = {0};
    size_t lines = 0;

    (void)state;
    shell(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 219) "
        "INSERT INTO place (id, name) SELECT i, 'p' || i FROM n");
    assert_int_equal(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
    assert_int_equal(v.facts.bad, 120);
    for (const char *p = buf_str(&v.facts.findings); *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, VERIFY_LINES + 1);
    assert_non_null(strstr(buf_str(&v.facts.findings), "... and 70 more\n"));
    assert_non_null(strstr(r->err.msg, "120 findings"));
    verify_fini(&v);
}

/* Whatever stands in a body, a text or a name: verify ends and says something. */
static void a_damaged_file_never_crashes_verify(void **state)
{
    static const char *const sql[] = {
        "UPDATE event SET body = x'' WHERE id = 4",
        "UPDATE event SET body = x'00ff' WHERE id = 5",
        "UPDATE event SET body = substr(body, 1, length(body) - 3) WHERE id = 6",
        "UPDATE event SET hash = x'' WHERE id = 7", "UPDATE event SET verb = '' WHERE id = 8",
        "UPDATE event SET action = action || action WHERE id = 9",
        "UPDATE event SET day = 9223372036854775807 WHERE id = 10",
        "UPDATE item SET code = char(27) || '[31m' || code", "UPDATE item SET list = 'nowhere'",
        "UPDATE item SET due = -9223372036854775808, phase = 77",
        "UPDATE private SET value = NULL", "DELETE FROM step_due", "UPDATE clock SET kind = 'x'",
        "DELETE FROM def_row WHERE n % 3 = 1", "DELETE FROM event WHERE id < 5",
        "DELETE FROM event",
    };
    (void)state;
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        struct verify v = {0};
        shell(sql[i]);
        if (verify_run(r->st, NULL, NULL, &v, &r->err) != XH_DB)
            fail_msg("not found: %s", sql[i]);
        for (int k = 0; k < 5; k++)
            assert_null(strchr(buf_str(&(&v.chain)[k].findings), '\033'));
        verify_fini(&v);
    }
}

/* What cannot be read does not pass for whole, whichever step it is. */
static void a_step_that_fails_is_told(void **state)
{
    bool reached = true;

    (void)state;
    for (int n = 1; reached; n += n < 60 ? 1 : 29) {
        struct verify v = {0};
        memset(&r->err, 0, sizeof r->err);
        db_fail_at(r->st->db, n);
        enum xh_rc rc = verify_run(r->st, NULL, NULL, &v, &r->err);
        reached = db_fail_at(r->st->db, 0) == 0;
        if (reached != (rc != XH_OK) || (reached && !*r->err.msg))
            fail_msg("step %d: code %d", n, (int)rc);
        assert_false(db_in_transaction(r->st->db));
        verify_fini(&v);
    }
    rig_assert_whole(r);
}

/* ---- a later configuration ---- */

/* Closed items are not judged by rules that came later (ENGINE 23, 33). */
static void closed_items_keep_what_was_derived(void **state)
{
    struct config c;
    struct config_text texts[32];
    struct who who = { .actor = r->admin };
    char *longer = NULL;

    (void)state;
    assert_ok(rig_check(r, r->handler, task, "work", NULL));
    assert_ok(rig_check(r, r->handler, task, "proof", "https://example.invalid/photo"));
    assert_ok(rig_set(r, r->handler, VERB_SET, task, "result=已办结", NULL));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, task));
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, task));
    for (size_t i = 0; i < r->config.n_files; i++) {
        const char *text = r->config.files[i].text,
                   *at = strstr(text, "\nprogress: manual");
        texts[i] = (struct config_text){ r->config.files[i].name, text };
        if (strcmp(texts[i].name, "lists/tasks") != 0)
            continue;
        assert_non_null(at);
        longer = xasprintf("%.*s  - {id: extra, name: 回访}\n%s", (int)(at - text), text,
                           at + 1);
        texts[i].text = longer;
    }
    if (!config_load_texts(&c, texts, r->config.n_files)) {
        struct buf b = {0};
        config_print_complaints(&c, &b);
        fail_msg("%s", buf_str(&b));
    }
    struct config_bundle bundle = { texts, c.n_files, c.docs, c.n_docs, c.hash };
    assert_ok(config_apply(r->st, &r->env, &who, &bundle, false, NULL, &r->err));
    rig_assert_whole(r);
    struct call remark = rig_call(VERB_NOTE, task);
    remark.text = "归档";
    assert_ok(rig_run(r, r->clerk, &remark));
    rig_assert_whole(r);
    struct item it = {0};
    rig_item(r, task, &it);
    assert_int_equal(it.steps_total, 3);
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE item SET red_on = 5, yellow_on = 5 WHERE id = %d",
             (int)it.id);
    item_fini(&it);
    shell_breaks("UPDATE item SET due = due + 1 WHERE list = 'tasks'", "derived",
                 "not the one it ended with", NULL);
    shell("UPDATE item SET due = due - 1 WHERE list = 'tasks'");
    shell_breaks(sql, "derived", "it is over, but has a colour", NULL);
    config_fini(&c);
    free(longer);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, found_township, close_township)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(what_the_program_wrote_is_whole),
        WITH(each_changed_fact_is_named),
        WITH(each_changed_derived_column_is_named),
        WITH(each_deleted_row_is_named),
        WITH(each_added_row_is_named),
        WITH(each_changed_event_is_named),
        WITH(a_missing_event_is_named),
        WITH(the_last_events_cut_off_are_noticed_by_the_facts),
        WITH(two_events_that_changed_places_are_named),
        WITH(swapped_hashes_are_named),
        WITH(an_edited_body_with_its_own_hash_is_named_by_the_next_event),
        WITH(a_wholly_recomputed_chain_is_found_by_replay_and_by_paper),
        WITH(bodies_that_name_other_items_or_tables_are_named),
        WITH(the_index_of_events_is_held_against_the_bodies),
        WITH(private_values_are_held_against_their_hashes),
        WITH(erased_values_are_missed_by_nobody),
        WITH(tables_that_are_not_ours_are_named),
        WITH(definitions_and_marks_are_held_against_the_record),
        WITH(no_more_than_fifty_lines_are_kept),
        WITH(a_damaged_file_never_crashes_verify),
        WITH(a_step_that_fails_is_told),
        WITH(closed_items_keep_what_was_derived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
