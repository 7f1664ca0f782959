/* test_search.c - words are found by the index as LIKE finds them in the rows, whatever
 * people write and do; what was erased is not in it any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "model/search.h"
#include "model/text.h"
#include "tests/model/import_rig.h"
#include "tests/model/query_walk.h"

static struct query_rig rig;
static struct xh_err err;

static int set_up(void **state)
{
    (void)state;
    query_rig_init(&rig, 3000, 20261120);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    search_tune(-1, -1);
    search_without_fts5(false);
    query_rig_fini(&rig);
    return 0;
}

static void must(enum xh_rc rc)
{
    if (rc != XH_OK)
        fail_msg("%s", err.msg);
}

static void whole(struct db *db)
{
    struct verify_part part = {0};

    must(search_verify(db, &part, &err));
    if (part.bad)
        fail_msg("%s", buf_str(&part.findings));
    buf_fini(&part.findings);
}

/* Everything in the index, but for some rows that wait. */
static void index_all_but(int64_t some)
{
    must(search_update(rig.st.db, &err));
    must(db_run(rig.st.db, &err, "INSERT INTO search_wait (item) SELECT id FROM item "
                "WHERE id % 29 = 3 LIMIT ?", "i", some));
    whole(rig.st.db);
}

/* ---- any question with words in it ---- */

static void same_answer(const struct rig_item *const *want, size_t n, const struct rows *got,
                        const struct wish *w)
{
    bool same = got->n == n;

    for (size_t i = 0; same && i < n; i++)
        same = got->v[i].it.id == want[i]->id;
    if (!same)
        fail_msg("%zu rows, expected %zu, or others: %s", got->n, n, tell_wish(w));
}

/* Forward through all pages, then back: the same rows. */
static void same_pages(const struct rig_item *const *want, size_t n, struct filter f, int64_t page)
{
    struct row_key key;
    size_t at = 0;

    f.limit = page;
    for (int back = 0; back < 2; back++) {
        f.backward = back != 0;
        f.from = NULL;
        for (bool last = false; !last;) {
            struct rows some = {0};
            must(query_page(&rig.st, &f, &some, &err));
            assert_true(back ? some.n <= at : some.n <= n - at);
            at -= back ? some.n : 0;
            for (size_t i = 0; i < some.n; i++)
                assert_int_equal(some.v[i].it.id, want[at + i]->id);
            at += back ? 0 : some.n;
            last = some.n < (size_t)page;
            if (some.n)
                row_key(&some.v[back ? 0 : some.n - 1], &key);
            f.from = &key;
            rows_fini(&some);
        }
        assert_int_equal(at, back ? 0 : n);
    }
}

/* Counted the same with the index and without. */
static void same_counts(const struct filter *f)
{
    struct group_count *v[2];
    int64_t sizes[2][RIG_LISTS] = { { 0 } };
    size_t n[2];

    for (int without = 0; without < 2; without++) {
        search_without_fts5(without);
        must(query_counts(&rig.st, f, NULL, 0, &v[without], &n[without], &err));
        must(query_sizes(&rig.st, f, sizes[without], &err));
    }
    search_without_fts5(false);
    assert_int_equal(n[0], n[1]);
    for (size_t i = 0; i < n[0]; i++)
        assert_memory_equal(&v[0][i].n, &v[1][i].n, sizeof v[0][i].n);
    assert_memory_equal(sizes[0], sizes[1], sizeof sizes[0]);
    group_counts_free(v[0], n[0]);
    group_counts_free(v[1], n[1]);
}

static void any_question_has_the_rows_a_walk_finds(void **state)
{
    static const char *const texts[] = { "路", "%", "a_b", "GDP", "征26-00", "进展1", "26-",
                                         "没有的词", "鲲鹏", "已", "00", "_", "1", "进展12 已" };
    size_t found = 0, by_index = 0;

    (void)state;
    index_all_but(90);
    for (int i = 0; i < 120; i++) {
        struct wish w;
        struct rows got = {0};
        size_t n;

        if (one_in(2))
            any_wish(&w, &rig);
        else
            random_wish(&w, &rig);
        w.f.text = texts[rig_random(COUNT(texts))];
        w.f.limit = 0;
        w.f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
        const struct rig_item **want = walk(&rig, &w, &n);
        must(query_rows(&rig.st, &w.f, &got, &err));
        same_answer(want, n, &got, &w);
        same_counts(&w.f);
        same_pages(want, n, w.f, 40 + (int64_t)rig_random(200));
        char *plan = query_plan(&rig.st, &w.f, &err);
        by_index += strstr(plan, "search_gram") != NULL;
        found += n;
        free(plan);
        free(want);
        rows_fini(&got);
    }
    assert_in_range(by_index, 20, 115);        /* both ways of finding */
    assert_in_range(found, 200, SIZE_MAX);
}

/* ---- any text ---- */

static const char *const letters[] = {
    "路", "灯", "维", "修", "村", "道", "𠮷", "𪚥", "，", "。", "“", "％", "Ａ", "é", "É",
    "a", "A", "z", "Z", "0", "1", "-", "%", "_", "\\", "'", "\"", "*", "(", ")", ":", "^", " ",
    "\n", "\xEF\xBF\xBD", "\xEF\xBF\xBE",
};

static void add_letters(struct buf *b, size_t n)
{
    size_t few = one_in(2) ? 6 : COUNT(letters);

    while (n-- > 0)
        buf_puts(b, letters[rig_random((uint32_t)few)]);
}

static char *some_text(void)
{
    struct buf b = {0};

    add_letters(&b, rig_random(12));
    return b.s ? buf_take(&b) : xstrdup("");
}

/* A piece of what some row holds, perhaps in other letters; or anything. */
static char *some_words(void)
{
    char *text = NULL, *from, *to;
    int len;

    if (one_in(3)) {
        struct buf b = {0};
        add_letters(&b, 1 + rig_random(one_in(9) ? 60 : 4));
        return buf_take(&b);
    }
    must(db_get_text(rig.st.db, &err, &text, one_in(2) ? "SELECT title FROM item WHERE id = ?"
                     : one_in(2) ? "SELECT code FROM item WHERE id = ?"
                     : "SELECT coalesce((SELECT text FROM progress WHERE item = ?), '')",
                     "i", (int64_t)(1 + rig_random((uint32_t)rig.n))));
    from = text;
    for (uint32_t skip = rig_random(6); skip-- > 0 && *from; from += len)
        text_next(from, &len);
    to = from;
    for (uint32_t n = 1 + rig_random(5); n-- > 0 && *to; to += len)
        text_next(to, &len);
    char *piece = xstrndup(from, (size_t)(to - from));
    for (char *p = piece; *p; p++)
        if (((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')) && one_in(2))
            *p ^= 0x20;
    free(text);
    return piece;
}

static void change_a_row(void)
{
    int64_t item = 1 + rig_random((uint32_t)rig.n), report = 0;
    char *text = some_text();
    struct db *db = rig.st.db;

    must(db_get_int(db, &err, &report, "SELECT coalesce(max(id), 0) FROM progress WHERE item = ?",
                    "i", item));
    switch (rig_random(6)) {
    case 0: case 1:
        must(db_run(db, &err, "UPDATE item SET title = ? WHERE id = ?", "ti", text, item));
        break;
    case 2: case 3:
        must(db_run(db, &err, "INSERT INTO progress (item, day, text) VALUES (?, ?, ?)", "iit",
                    item, (int64_t)(rig.today - (int32_t)rig_random(40)), text));
        break;
    case 4:
        must(db_run(db, &err, "UPDATE progress SET text = ? WHERE id = ?", "ti", text, report));
        break;
    default:
        must(db_run(db, &err, "DELETE FROM progress WHERE id = ?", "i", report));
    }
    free(text);
}

/* Without the index, and without the program's SQL. */
static void expect_like(const char *words, bool title_only)
{
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    struct buf pattern = {0};
    char *where = xasprintf("title~%s", words);
    size_t n = 0;

    buf_putc(&pattern, '%');
    for (const char *p = words; *p; p++) {
        if (strchr("%_\\", *p))
            buf_putc(&pattern, '\\');
        buf_putc(&pattern, *p);
    }
    buf_putc(&pattern, '%');
    if (title_only) {
        f.where = (const char *const *)&where;
        f.n_where = 1;
    } else {
        f.text = words;
    }
    f.order = ORDER_CODE;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    must(query_rows(&rig.st, &f, &got, &err));
    struct stmt *s = db_query(rig.st.db, &err,
        "SELECT id FROM item NOT INDEXED WHERE voided = 0 AND (title LIKE ?1 ESCAPE '\\' OR "
        "(NOT ?2 AND (code LIKE ?1 ESCAPE '\\' OR (SELECT text FROM progress p "
        "WHERE p.item = item.id ORDER BY day DESC, p.id DESC LIMIT 1) LIKE ?1 ESCAPE '\\'))) "
        "ORDER BY sort_code", "ti",
        buf_str(&pattern), (int64_t)title_only);
    int64_t missing = s ? 0 : -1;
    for (; s && stmt_step(s, &err) > 0; n++)
        if (!missing && (n >= got.n || got.v[n].it.id != stmt_int(s, 0)))
            missing = stmt_int(s, 0);
    stmt_done(s);
    if (missing || n != got.n)
        fail_msg("'%s': %zu rows, expected %zu; item %lld is the first that differs", words,
                 got.n, n, (long long)missing);
    rows_fini(&got);
    free(where);
    buf_fini(&pattern);
}

static void any_words_are_found_as_like_finds_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < rig.n; i++)
        change_a_row();
    must(search_update(rig.st.db, &err));
    for (int i = 0; i < 250; i++) {
        char *words = some_words();
        for (uint32_t k = rig_random(4); k-- > 0;)
            change_a_row();
        if (one_in(40))
            must(search_update(rig.st.db, &err));
        if (one_in(100))
            whole(rig.st.db);
        bool title = one_in(4) && !strpbrk(words, " \n") && *words;
        expect_like(words, title);
        free(words);
    }
    expect_like("", false);
    whole(rig.st.db);
}

/* ---- acts ---- */

static struct record_rig record, *r = &record;

static int record_set_up(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int record_tear_down(void **state)
{
    (void)state;
    search_tune(-1, -1);
    search_without_fts5(false);
    record_rig_fini(r);
    return 0;
}

static size_t find(const char *words)
{
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk,
                        .text = words };
    struct rows got = {0};

    assert_ok(query_rows(r->st, &f, &got, &r->err));
    size_t n = got.n;
    rows_fini(&got);
    return n;
}

static int64_t number(const char *sql)
{
    return tools_int(r, sql, NULL);
}

static void what_acts_write_is_found_at_once(void **state)
{
    struct import_rig x;

    (void)state;
    search_tune(2, 1);
    char *one = xstrdup(rig_task(r, "2026-12-04"));
    assert_int_equal(number("SELECT count(*) FROM search_text"), 0);
    char *two = xstrdup(rig_task(r, "2026-12-04"));
    rig_task(r, "2026-12-04");
    assert_in_range(number("SELECT count(*) FROM search_text"), 3, 100);
    for (int wait = 0; wait < 4; wait++) {      /* in the index, and waiting for it */
        search_tune(2, wait);
        assert_ok(rig_set(r, r->clerk, VERB_SET, one, "title=疏浚鲲鹏河", NULL));
        assert_int_equal(find("鲲鹏"), 1);
        assert_ok(rig_set(r, r->clerk, VERB_SET, one, "title=疏浚大河", NULL));
        assert_int_equal(find("鲲鹏"), 0);
        assert_ok(rig_report(r, r->handler, two, "浚深两米,GDP无关", 20));
        assert_int_equal(find("浚深"), 1);
        assert_int_equal(find("gdp无"), 1);
        assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
        assert_int_equal(find("浚深"), 0);
        rig_assert_whole(r);
    }
    assert_ok(rig_take(&x, r, "tasks", "事项\n鲲鹏桥\n鲲鹏路\n"));
    import_rig_fini(&x);
    assert_int_equal(find("鲲鹏"), 2);
    rig_assert_whole(r);
    free(one);
    free(two);
}

static void without_fts5_everything_works(void **state)
{
    (void)state;
    search_tune(0, 0);
    search_without_fts5(true);
    rig_task(r, "2026-12-04");
    assert_int_equal(number("SELECT count(*) FROM search_text"), 0);
    search_without_fts5(false);
    char *code = xstrdup(rig_task(r, "2026-12-04"));
    assert_int_equal(number("SELECT count(*) FROM search_text"), 2);
    search_without_fts5(true);          /* another machine, the same file */
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "title=鲲鹏", NULL));
    assert_int_equal(find("鲲鹏"), 1);
    rig_assert_whole(r);
    assert_int_equal(number("SELECT count(*) FROM search_wait"), 1);
    char *house = xstrdup(rig_add(r, "households", "title=陈秘密户主", NULL));
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, house, "不征了", NULL));
    struct call c = rig_call(VERB_ERASE, house);
    c.reason = "本人要求";
    assert_rc(rig_run(r, r->admin, &c), XH_REFUSED);
    search_without_fts5(false);
    assert_int_equal(find("鲲鹏"), 1);
    assert_int_equal(find("秘密户"), 1);
    assert_ok(rig_run(r, r->admin, &c));
    assert_int_equal(find("秘密户"), 0);
    assert_int_equal(number("SELECT count(*) FROM search_wait"), 0);
    rig_assert_whole(r);
    free(house);
    free(code);
}

static void not_found_in(const char *path, const char *word)
{
    char *command = xasprintf("grep -qaF '%s' '%s' '%s-wal'", word, path, path);

    if (system(command) == 0)
        fail_msg("'%s' is found in %s", word, path);
    free(command);
}

/* Names that stood there before are erased with the last, from the index too. */
static void no_trace_of_erased_words(void **state)
{
    static const char *const gone[] = { "陈秘密户主", "秘密户", "密户主", "旧名字", "名字人" };

    (void)state;
    char *home = tools_folder("search"), *path = xasprintf("%s/xiaohao.db", home);
    record_rig_fini(r);
    record_rig_init(r, home, true);
    search_tune(0, 0);
    for (int i = 0; i < 40; i++) {
        char *title = xasprintf("title=张户%02d某某", i);
        rig_add(r, "households", title, NULL);
        free(title);
    }
    char *code = xstrdup(rig_add(r, "households", "title=旧名字人", NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "title=陈秘密户主", NULL));
    assert_int_equal(find("秘密户"), 1);
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, code, "不征了", NULL));
    assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
    struct call c = rig_call(VERB_ERASE, code);
    c.reason = "本人要求";
    assert_ok(rig_run(r, r->admin, &c));
    assert_int_equal(find("秘密户"), 0);
    assert_int_equal(find("张户3"), 10);
    rig_assert_whole(r);
    assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
    store_close(r->st);             /* only then may the file be opened outside SQLite */
    r->st = NULL;
    for (size_t i = 0; i < COUNT(gone); i++)
        not_found_in(path, gone[i]);
    assert_ok(store_open(home, true, NULL, &r->st, &r->err));
    free(code);
    free(path);
    free(home);
}

static void verify_finds_what_is_not_as_it_must_be(void **state)
{
    static const struct { const char *sql, *said; } wrongs[] = {
        { "UPDATE search_text SET text = text || 'x' WHERE item = 1", "search_text, item 1 (" },
        { "INSERT INTO search_text (item, text) VALUES (999, 'x')", "search_text, item 999 (?)" },
        { "INSERT INTO search_gram (rowid, text) VALUES (1, 'unheard of')", "search_gram: " },
        { "INSERT INTO search_gram (search_gram, rowid, text) SELECT 'delete', item, text FROM "
          "search_text WHERE item = 2", "search_gram: " },
        { "DROP TRIGGER search_report", "search_report is missing" },
        { "CREATE TABLE search_gram_more (x)", "not ours" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        struct verify v;
        record_rig_fini(r);
        record_rig_init(r, NULL, true);
        search_tune(0, 0);
        rig_task(r, "2026-12-04");
        rig_task(r, "2026-12-04");
        rig_assert_whole(r);
        assert_ok(db_script(r->st->db, wrongs[i].sql, &r->err));
        assert_rc(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
        if (!strstr(buf_str(&v.derived.findings), wrongs[i].said)
            && !strstr(buf_str(&v.facts.findings), wrongs[i].said))
            fail_msg("%s: %s%s", wrongs[i].sql, buf_str(&v.derived.findings),
                     buf_str(&v.facts.findings));
        verify_fini(&v);
    }
}

#define ROWS(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
#define ACTS(t) cmocka_unit_test_setup_teardown(t, record_set_up, record_tear_down)

int main(void)
{
    if (!search_has_fts5())
        return 77;
    const struct CMUnitTest tests[] = {
        ROWS(any_question_has_the_rows_a_walk_finds),
        ROWS(any_words_are_found_as_like_finds_them),
        ACTS(what_acts_write_is_found_at_once),
        ACTS(without_fts5_everything_works),
        ACTS(no_trace_of_erased_words),
        ACTS(verify_finds_what_is_not_as_it_must_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
