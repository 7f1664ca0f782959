/* Trees and the rows they are stored as. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/mem.h"
#include "model/tree.h"

static struct node *scalar(const char *text)
{
    return node_scalar(text, 3, 7);
}

/* {name: 征地, "a/b~c": ["x", [], {}], empty: ""} */
static struct node *sample(void)
{
    struct node *root = node_new(NODE_MAP, 1, 1), *list = node_new(NODE_LIST, 2, 3);
    struct node *quoted = scalar("x");

    quoted->quoted = true;
    node_append(list, quoted);
    node_append(list, node_new(NODE_LIST, 2, 9));
    node_append(list, node_new(NODE_MAP, 2, 13));
    node_put(root, scalar("name"), scalar("征地"));
    node_put(root, scalar("a/b~c"), list);
    node_put(root, scalar("empty"), scalar(""));
    return root;
}

static void a_map_is_read_by_key(void **state)
{
    struct node *root = sample();

    (void)state;
    assert_string_equal(node_get(root, "name")->text, "征地");
    assert_int_equal(node_get(root, "name")->line, 3);
    assert_int_equal(node_get(root, "name")->col, 7);
    assert_null(node_get(root, "nam"));
    assert_null(node_get(node_get(root, "name"), "x"));
    assert_null(node_get(NULL, "x"));
    node_free(root);
    node_free(NULL);
}

static void rows_carry_paths_kinds_and_texts(void **state)
{
    static const struct tree_row want[] = {
        { "", 'm', "" },          { "/name", 's', "征地" },      { "/a~1b~0c", 'l', "" },
        { "/a~1b~0c/0", 'q', "x" }, { "/a~1b~0c/1", 'l', "" },   { "/a~1b~0c/2", 'm', "" },
        { "/empty", 's', "" },
    };
    struct node *root = sample();
    size_t n;
    struct tree_row *rows = tree_to_rows(root, &n);

    (void)state;
    assert_int_equal(n, sizeof want / sizeof *want);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(rows[i].path, want[i].path);
        assert_int_equal(rows[i].kind, want[i].kind);
        assert_string_equal(rows[i].text, want[i].text);
    }
    tree_rows_free(rows, n);
    node_free(root);
}

static void rows_become_the_same_tree(void **state)
{
    struct node *root = sample(), *back;
    size_t n;
    struct tree_row *rows = tree_to_rows(root, &n);

    (void)state;
    back = tree_from_rows(rows, n);
    assert_non_null(back);
    assert_true(node_equal(root, back));
    assert_int_equal(node_get(back, "name")->line, 0);      /* the database has no lines */
    assert_true(node_get(back, "a/b~c")->kids[0]->quoted);
    node_free(back);
    tree_rows_free(rows, n);
    rows = tree_to_rows(NULL, &n);
    assert_int_equal(n, 0);
    assert_null(tree_from_rows(rows, n));
    tree_rows_free(rows, n);
    node_free(root);
}

static void trees_differ_in_kind_text_order_and_quotes(void **state)
{
    struct node *a = sample(), *b = sample();

    (void)state;
    assert_true(node_equal(a, b));
    b->kids[0]->quoted = true;
    assert_false(node_equal(a, b));
    b->kids[0]->quoted = false;
    free(b->kids[0]->text);
    b->kids[0]->text = xstrdup("其他");
    assert_false(node_equal(a, b));
    node_append(a->kids[1], scalar("more"));
    assert_false(node_equal(a->kids[1], b->kids[1]));
    assert_false(node_equal(a->kids[0], a->kids[1]));
    assert_true(node_equal(NULL, NULL));
    assert_false(node_equal(a, NULL));
    node_free(a);
    node_free(b);
}

static void rows_that_do_not_fit_are_no_tree(void **state)
{
    static const struct { const char *why; struct tree_row rows[4]; size_t n; } bad[] = {
        { "no root", { { "/a", 's', "" } }, 1 },
        { "two roots", { { "", 'm', "" }, { "", 'm', "" } }, 2 },
        { "child of a scalar", { { "", 's', "x" }, { "/a", 's', "" } }, 2 },
        { "gap in a list", { { "", 'l', "" }, { "/1", 's', "" } }, 2 },
        { "index not plain", { { "", 'l', "" }, { "/00", 's', "" } }, 2 },
        { "missing parent", { { "", 'm', "" }, { "/a/b", 's', "" } }, 2 },
        { "unknown kind", { { "", 'm', "" }, { "/a", 'z', "" } }, 2 },
        { "bad escape", { { "", 'm', "" }, { "/a~2", 's', "" } }, 2 },
        { "no text", { { "", 'm', "" }, { "/a", 's', NULL } }, 2 },
        { "no path", { { "", 'm', "" }, { NULL, 's', "" } }, 2 },
        { "sibling of an ended list",
          { { "", 'm', "" }, { "/a", 'l', "" }, { "/b", 'm', "" }, { "/a/0", 's', "" } }, 4 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tree_from_rows(bad[i].rows, bad[i].n))
            fail_msg("accepted: %s", bad[i].why);
}

static void very_deep_rows_are_refused(void **state)
{
    enum { DEPTH = 2000 };
    static struct tree_row rows[DEPTH];
    struct buf path = {0};

    (void)state;
    for (int i = 0; i < DEPTH; i++) {
        rows[i] = (struct tree_row){ xstrdup(buf_str(&path)), 'l', "" };
        buf_puts(&path, "/0");
    }
    assert_null(tree_from_rows(rows, DEPTH));
    for (int i = 0; i < DEPTH; i++)
        free(rows[i].path);
    buf_fini(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_read_by_key),
        cmocka_unit_test(rows_carry_paths_kinds_and_texts),
        cmocka_unit_test(rows_become_the_same_tree),
        cmocka_unit_test(trees_differ_in_kind_text_order_and_quotes),
        cmocka_unit_test(rows_that_do_not_fit_are_no_tree),
        cmocka_unit_test(very_deep_rows_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
