/* test_query_sort.c - rows by a column without an index: the whole answer in the order of that
 * column, what is empty last in both directions, equal rows by their id; pages are that
 * answer cut into pieces; too many rows are refused with what would help. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/mem.h"
#include "model/pinyin.h"
#include "tests/model/query_walk.h"

static struct query_rig rig;

static int set_up(void **state)
{
    (void)state;
    query_rig_init(&rig, 1500, 27);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    query_rig_fini(&rig);
    return 0;
}

static void load(const struct filter *f, struct rows *out)
{
    struct xh_err err = {0};

    if (query_page(&rig.st, f, out, &err) != XH_OK)
        fail_msg("sort %s: %s", f->sort ? f->sort : "-", err.msg);
}

/* ---- the value of a row, out of the rig's own structs ---- */

struct value_of { bool empty; int64_t n; const char *s; };

static struct value_of number(int64_t n)
{
    return (struct value_of){ false, n, "" };
}

static struct value_of day(int32_t d)
{
    return d == DAY_NONE || d == DAY_NEVER ? (struct value_of){ .empty = true, .s = "" }
                                           : number(d);
}

static struct value_of text(const char *s)
{
    return (struct value_of){ !s || !*s, 0, s ? s : "" };
}

static char *kept[8];
static size_t n_kept;

static const char *keep(char *s)
{
    free(kept[n_kept % 8]);
    return kept[n_kept++ % 8] = s;
}

static struct value_of name_of_person(int64_t id)
{
    return id ? (struct value_of){ false, rig.person_rank[id], keep(rig_person_name(id)) }
              : (struct value_of){ .empty = true, .s = "" };
}

static const struct rig_item *item_of(int64_t id)
{
    for (size_t i = 0; i < rig.n; i++)
        if (rig.v[i].id == id)
            return &rig.v[i];
    fail_msg("no item %lld", (long long)id);
    return NULL;
}

static struct value_of v_title(const struct rig_item *it) { return text(it->title); }
static struct value_of v_due(const struct rig_item *it) { return day(it->now.due); }
static struct value_of v_start(const struct rig_item *it) { return day(it->start); }
static struct value_of v_first(const struct rig_item *it) { return day(it->first_due); }
static struct value_of v_list(const struct rig_item *it) { return number(it->list); }
static struct value_of v_source(const struct rig_item *it) { return text(it->source); }
static struct value_of v_latest(const struct rig_item *it) { return text(it->latest); }
static struct value_of v_extensions(const struct rig_item *it) { return number(it->extensions); }
static struct value_of v_owner(const struct rig_item *it) { return name_of_person(it->owner); }
static struct value_of v_lead(const struct rig_item *it) { return name_of_person(it->lead); }
static struct value_of v_handler(const struct rig_item *it) { return name_of_person(it->handler); }
static struct value_of v_met(const struct rig_item *it)
{
    return it->has_fields ? day(it->met) : day(DAY_NONE);
}
static struct value_of v_area(const struct rig_item *it)
{
    return !it->has_fields || it->area == INT64_MIN ? day(DAY_NONE) : number(it->area);
}
static struct value_of v_unit(const struct rig_item *it)
{
    return it->unit ? (struct value_of){ false, rig.unit_rank[it->unit],
                                         keep(rig_unit_name(it->unit)) } : day(DAY_NONE);
}

static const struct { const char *key, *list; struct value_of (*of)(const struct rig_item *);
                      bool people; } columns[] = {
    { "title", NULL, v_title, false }, { "due", NULL, v_due, false },
    { "start", NULL, v_start, false }, { "first_due", NULL, v_first, false },
    { "list", NULL, v_list, false }, { "source", NULL, v_source, false },
    { "latest", NULL, v_latest, false }, { "extensions", NULL, v_extensions, false },
    { "owner", NULL, v_owner, true }, { "lead", NULL, v_lead, true },
    { "handler", NULL, v_handler, true }, { "unit", NULL, v_unit, false },
    { "area", "tasks", v_area, false }, { "met", "tasks", v_met, false },
};

static int compare(const struct value_of *a, const struct value_of *b, bool people)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return people ? pinyin_compare_people(a->s, b->s) : pinyin_compare(a->s, b->s);
}

/* ---- the whole answer ---- */

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void same_rows(const struct rows *a, const struct rows *b)
{
    int64_t *x = xcalloc(a->n + 1, sizeof *x), *y = xcalloc(b->n + 1, sizeof *y);

    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        x[i] = a->v[i].it.id;
        y[i] = b->v[i].it.id;
    }
    qsort(x, a->n, sizeof *x, by_id);
    qsort(y, a->n, sizeof *y, by_id);
    assert_memory_equal(x, y, a->n * sizeof *x);
    free(x);
    free(y);
}

static void a_column_orders_all_rows(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT(columns); c++)
        for (int down = 0; down < 2; down++) {
            struct filter f = rig_filter(&rig);
            struct rows plain = {0}, sorted = {0};
            char key[32];
            f.list = columns[c].list;
            if (c % 3 == 1)
                f.colours = BIT(COLOUR_RED) | BIT(COLOUR_GREEN);
            load(&f, &plain);
            snprintf(key, sizeof key, "%s%s", down ? "-" : "", columns[c].key);
            f.sort = key;
            load(&f, &sorted);
            same_rows(&plain, &sorted);
            for (size_t i = 1; i < sorted.n; i++) {
                int64_t ids[] = { sorted.v[i - 1].it.id, sorted.v[i].it.id };
                struct value_of a = columns[c].of(item_of(ids[0]));
                struct value_of b = columns[c].of(item_of(ids[1]));
                int order = a.empty || b.empty ? (int)a.empty - (int)b.empty
                            : down             ? -compare(&a, &b, columns[c].people)
                                               : compare(&a, &b, columns[c].people);
                if (order > 0 || (order == 0 && ids[0] >= ids[1]))
                    fail_msg("%s: %lld (%lld %s) before %lld (%lld %s)", key, (long long)ids[0],
                             (long long)a.n, a.s, (long long)ids[1], (long long)b.n, b.s);
            }
            rows_fini(&plain);
            rows_fini(&sorted);
        }
}

/* ---- pages ---- */

static void walk_pages(struct filter f, int64_t page, bool back)
{
    struct rows all = {0};
    struct row_key key;

    load(&f, &all);
    size_t at = back ? all.n : 0;
    f.limit = page;
    f.backward = back;
    for (bool last = false; !last;) {
        struct rows some = {0};
        load(&f, &some);
        last = some.n < (size_t)page;
        at -= back ? some.n : 0;
        for (size_t i = 0; i < some.n; i++) {
            if (at + i >= all.n || all.v[at + i].it.id != some.v[i].it.id)
                fail_msg("%s, row %zu of %zu", f.sort, at + i, all.n);
            assert_string_equal(all.v[at + i].latest, some.v[i].latest);
            assert_string_equal(all.v[at + i].owner, some.v[i].owner);
        }
        if (some.n)
            row_key(&some.v[back ? 0 : some.n - 1], &key);
        at += back ? 0 : some.n;
        f.from = &key;
        rows_fini(&some);
    }
    assert_int_equal(at, back ? 0 : all.n);
    rows_fini(&all);
}

static void pages_are_the_answer_cut_into_pieces(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT(columns); c++)
        for (int way = 0; way < 4; way++) {
            struct filter f = rig_filter(&rig);
            char key[32];
            snprintf(key, sizeof key, "%s%s", way % 2 ? "-" : "", columns[c].key);
            f.list = columns[c].list;
            f.sort = key;
            f.unit = c % 4 ? "U3" : NULL;
            f.as_of = c % 5 == 2 ? f.today - 20 : DAY_NONE;
            walk_pages(f, f.unit ? 7 : 211, way / 2);
        }
}

/* The row a page goes on from may be gone, or stand elsewhere, meanwhile. */
static void a_page_goes_on_from_where_the_row_stood(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows all = {0}, some = {0};
    struct row_key key;

    (void)state;
    f.sort = "-title";
    load(&f, &all);
    row_key(&all.v[10], &key);
    key.id -= 1000000;                      /* equal in title, before it by id */
    f.from = &key;
    f.limit = 5;
    load(&f, &some);
    assert_int_equal(some.n, 5);
    assert_true(strcmp(some.v[0].it.title, all.v[10].it.title) == 0);
    rows_fini(&all);
    rows_fini(&some);
}

/* ---- refusals ---- */

static void too_many_rows_are_refused_with_what_helps(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows rows = {0};
    struct xh_err err = {0};

    (void)state;
    f.sort = "title";
    f.limit = 20;
    f.sort_most = 100;
    assert_int_equal(query_page(&rig.st, &f, &rows, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "100"));
    assert_non_null(strstr(err.msg, "colour"));
    assert_int_equal(rows.n, 0);
    f.unit = "U3";
    f.sort_most = 1500;
    assert_int_equal(query_page(&rig.st, &f, &rows, &err), XH_OK);
    assert_true(rows.n > 0);
    rows_fini(&rows);
}

static void what_is_no_column_is_refused_with_what_is(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows rows = {0};
    struct xh_err err = {0};

    (void)state;
    f.sort = "nothing";
    assert_int_equal(query_page(&rig.st, &f, &rows, &err), XH_USAGE);
    assert_non_null(strstr(err.msg, "first_due"));
    f.sort = "area";                        /* a field needs its list */
    assert_int_equal(query_page(&rig.st, &f, &rows, &err), XH_USAGE);
    f.list = "tasks";
    f.sort = "phone";                       /* private: its place would tell */
    assert_int_equal(query_page(&rig.st, &f, &rows, &err), XH_USAGE);
    assert_null(strstr(err.msg, "phone,"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_orders_all_rows),
        cmocka_unit_test(pages_are_the_answer_cut_into_pieces),
        cmocka_unit_test(a_page_goes_on_from_where_the_row_stood),
        cmocka_unit_test(too_many_rows_are_refused_with_what_helps),
        cmocka_unit_test(what_is_no_column_is_refused_with_what_is),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
