/* YAML to trees: shapes, limits, and 1 MiB of everything that could make a parser
 * slow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config/yaml.h"
#include "fixture.h"
#include "model/mem.h"

struct heard { size_t n; int line, col; char what[400]; };

static void hear(void *ctx, int line, int col, const char *what, const char *instead)
{
    struct heard *h = ctx;

    if (h->n++ > 0)
        return;
    h->line = line;
    h->col = col;
    snprintf(h->what, sizeof h->what, "%s; %s", what, instead ? instead : "");
}

static struct node *parse(const char *text, struct heard *h)
{
    size_t found;
    struct node *root;

    *h = (struct heard){0};
    root = yaml_parse(text, strlen(text), hear, h, &found);
    assert_true(found >= h->n);
    assert_true(root || found > 0);
    return root;
}

static void maps_lists_and_scalars_with_their_places(void **state)
{
    struct heard h;
    struct node *root =
        parse("name: 征地户签\nsteps:\n  - {id: a, due: 'x'}\n  - |\n    two\n"
              "    lines\nempty:\n",
              &h);
    struct node *steps = node_get(root, "steps"), *due;

    (void)state;
    assert_int_equal(h.n, 0);
    assert_int_equal(root->n, 3);
    assert_string_equal(node_get(root, "name")->text, "征地户签");
    assert_int_equal(node_get(root, "name")->col, 7);
    assert_int_equal(steps->kind, NODE_LIST);
    due = node_get(steps->kids[0], "due");
    assert_int_equal(due->line, 3);
    assert_int_equal(due->col, 18);
    assert_true(due->quoted);
    assert_false(node_get(steps->kids[0], "id")->quoted);
    assert_string_equal(steps->kids[1]->text, "two\nlines\n");
    assert_string_equal(node_get(root, "empty")->text, "");
    assert_int_equal(root->keys[1]->line, 2);
    node_free(root);
}

static void one_document_may_be_marked(void **state)
{
    struct heard h;

    (void)state;
    node_free(parse("# remark\n---\na: b\n...\n", &h));
    assert_int_equal(h.n, 0);
    assert_null(parse("a: b\n---\nc: d\n", &h));
    assert_null(parse("a: b\n...\nc: d\n", &h));
}

static void a_file_without_keys_is_refused(void **state)
{
    static const char *const texts[] = { "", "\n\n", "# only a remark\n", "---\n", "- "
    "a\n", "word\n",
                                         "[a, b]\n", "~\n", "\"\"\n" };
    struct heard h;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(parse(texts[i], &h));
        assert_int_equal(h.n, 1);
    }
}

/* ---- limits ---- */

static char *repeat(const char *before, const char *unit, size_t times, const char *after)
{
    struct buf b = {0};

    buf_puts(&b, before);
    for (size_t i = 0; i < times; i++)
        buf_puts(&b, unit);
    buf_puts(&b, after);
    return buf_take(&b);
}

static void assert_parses(char *text, bool good, const char *what)
{
    struct heard h;
    struct node *root = parse(text, &h);

    if (good != (root && h.n == 0) || !strstr(h.what, what))
        fail_msg("%.30s...: %s", text, h.n ? h.what : "accepted");
    node_free(root);
    free(text);
}

static void depth_is_limited_to_sixteen(void **state)
{
    struct buf in = {0};

    (void)state;
    assert_parses(repeat("a: ", "[", YAML_DEPTH_MAX - 1, "]]]]]]]]]]]]]]]"), true, "");
    assert_parses(repeat("a: ", "[", YAML_DEPTH_MAX, "]]]]]]]]]]]]]]]]"), false,
                  "16 levels");
    for (int i = 0; i < YAML_DEPTH_MAX; i++)
        buf_printf(&in, "%*sa:\n", i, "");
    assert_parses(xstrdup(in.s), true, "");
    buf_printf(&in, "%*sa: b\n", YAML_DEPTH_MAX, "");
    assert_parses(buf_take(&in), false, "16 levels");
}

static void values_are_limited_to_200000(void **state)
{
    (void)state;
    assert_parses(repeat("a:\n", "- 1\n", YAML_NODES_MAX - 3, ""), true, "");
    assert_parses(repeat("a:\n", "- 1\n", YAML_NODES_MAX - 2, ""), false,
                  "200000 values");
}

static void a_text_is_limited_to_64_kib(void **state)
{
    (void)state;
    assert_parses(repeat("a: ", "x", YAML_SCALAR_MAX, "\n"), true, "");
    assert_parses(repeat("a: ", "x", YAML_SCALAR_MAX + 1, "\n"), false, "64 KiB");
    assert_parses(repeat("a: \"", "x", YAML_SCALAR_MAX + 1, "\"\n"), false, "64 KiB");
    assert_parses(repeat("a: |\n ", "x", YAML_SCALAR_MAX + 1, "\n"), false, "64 KiB");
}

/* ---- bombs ---- */

#define BOMB (1024 * 1024 - 8)

static double slowest;
static char slowest_name[80];

/* `unit` after `before` up to 1 MiB; with "%d" in it a number is put there. */
static void bomb(const char *before, const char *unit, const char *after)
{
    struct buf b = {0};
    struct heard h;
    double start, took;

    buf_puts(&b, before);
    for (int i = 0; b.len + strlen(unit) + 8 < BOMB; i++) {
        const char *at = strstr(unit, "%d");

        if (at)
            buf_printf(&b, "%.*s%d%s", (int)(at - unit), unit, i, at + 2);
        else
            buf_puts(&b, unit);
    }
    buf_puts(&b, after);
    start = seconds();
    node_free(parse(b.s, &h));
    took = seconds() - start;
    if (took > slowest) {
        slowest = took;
        snprintf(slowest_name, sizeof slowest_name, "%.20s + %.40s", before, unit);
    }
    if (took >= AT_ONCE)
        fail_msg("%.20s + %.40s: %.2f s", before, unit, took);
    buf_fini(&b);
}

static void a_mebibyte_of_anything_is_answered_at_once(void **state)
{
    static const char *const before[] = { "", "a: ", "a: [", "{", "a: |\n ", "a: \"" };
    static const char *const units[] = {
        "[", "{", "[]", "[[],", "- ", "? ", ": ", ":", "? - ", "a: ", "&a ", "*a ", "!a "
        "", "\"", "'",
        " ", "\n", "-\n", "a:\n", "|\n", "#", "# ", "#\n", "---\n", "...\n", "%\n", "\\", "\\x41",
        "x", "x ", "x,", ",", "[,", "}", "]", "{a: ", "{? ", "[? ", "? a\n", "\"a\": ", "中", "：",
        "a：\n", "<<: ", "~\n", "\"\",", "- |\n  x\n", "- >\n\n\n x\n", "a b\n "
        "\n", "k%d: v\n", "k: v\n",
        "k%d: v,", "\"k%d\": \"v\"\n", "- a\n  b：\n", "- a：\n  b\n", "b\n  ", "- - - "
        "- - - - - a\n",
        "a%d: [[[[[[[[[[[[1]]]]]]]]]]]]\n", "- {id: s%d, after: s}\n", "{a: b},", "\t",
    };

    (void)state;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        for (size_t k = 0; k < sizeof units / sizeof *units; k++)
            bomb(before[i], units[k], "");
    bomb("a: [[[[[[[[[[[[", "x,", "");
    bomb("a: {b: {c: {d: {", "x: y, ", "");
    bomb("list: x\nsteps:\n", "- {id: s%d, after: s}\n", "");
    bomb("list: x\n",
         "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk%d: v\n", "");
    print_message("slowest: %.3f s, %s\n", slowest, slowest_name);
}

static void deep_indentation_is_answered_at_once(void **state)
{
    struct buf b = {0};
    struct heard h;
    double start = seconds();

    (void)state;
    for (int i = 0; i < 1400; i++)
        buf_printf(&b, "%*sa:\n", i, "");
    assert_null(parse(b.s, &h));
    assert_int_equal(h.line, YAML_DEPTH_MAX + 1);
    assert_true(seconds() - start < AT_ONCE);
    buf_fini(&b);
}

/* The same through binding and checking, where names are compared with each other. */
static void a_mebibyte_of_definitions_is_answered_at_once(void **state)
{
    static const char *const before[] = { "list: x\nsteps:\n", "list: x\nfields:\n", "list: x\n",
                                          "list: x\ncolumns:\n", "list: x\nviews:\n",
                                          "list: x\ncolours:\n yellow:\n", "list: x\nmap:\n" };
    static const char *const units[] = {
        "- {id: s%d, name: x, due: s%d, after: [s1, s2]}\n", " f%d: {name: x, typ: y, was: f1}\n",
        "colum%d: x\n", "- colum%d\n", " v%d: {name: x, where: [a%d, b]}\n", " - {due_in: %d}\n",
        " s%d: x\n", "- {id: s, name: x, after: s, due: s + 1 day}\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
            struct buf b = {0}, text = {0};
            struct config c;
            double start;

            buf_puts(&b, before[i]);
            for (int n = 0; b.len + 100 < BOMB; n++) {
                const char *at = strstr(units[k], "%d");

                buf_printf(&b, "%.*s%d%s", at ? (int)(at - units[k]) : 0, units[k], n,
                           at ? at + 2 : units[k]);
            }
            start = seconds();
            config_load_texts(&c, (struct config_text[]){ { "lists/x", b.s } }, 1);
            config_print_complaints(&c, &text);
            if (seconds() - start >= AT_ONCE)
                fail_msg("%s + %s: %.2f s", before[i], units[k], seconds() - start);
            config_fini(&c);
            buf_fini(&b);
            buf_fini(&text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_lists_and_scalars_with_their_places),
        cmocka_unit_test(one_document_may_be_marked),
        cmocka_unit_test(a_file_without_keys_is_refused),
        cmocka_unit_test(depth_is_limited_to_sixteen),
        cmocka_unit_test(values_are_limited_to_200000),
        cmocka_unit_test(a_text_is_limited_to_64_kib),
        cmocka_unit_test(a_mebibyte_of_anything_is_answered_at_once),
        cmocka_unit_test(deep_indentation_is_answered_at_once),
        cmocka_unit_test(a_mebibyte_of_definitions_is_answered_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
