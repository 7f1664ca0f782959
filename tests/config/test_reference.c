/* The reference says what the tables say, and README.md says what the reference says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config/reference.h"
#include "fixture.h"
#include "model/def_bind.h"
#include "model/mem.h"

#define BEGIN "<!-- reference:begin -->\n"
#define END "<!-- reference:end -->\n"

static char *readme_path(void)
{
    return xasprintf("%s/config/README.md", root_folder());
}

/* With XH_WRITE=1 the part is written anew. */
static void readme_holds_the_printed_reference(void **state)
{
    char *path = readme_path(), *text, *begin, *end;
    struct buf want = {0};
    size_t n;
    FILE *f;

    (void)state;
    text = read_whole(path, &n);
    begin = strstr(text, BEGIN);
    end = strstr(text, END);
    assert_non_null(begin);
    assert_non_null(end);
    begin += strlen(BEGIN);
    config_reference(&want, REFERENCE_COLUMNS);
    if (getenv("XH_WRITE")) {
        f = fopen(path, "wb");
        assert_non_null(f);
        fprintf(f, "%.*s%s%s", (int)(begin - text), text, buf_str(&want), end);
        fclose(f);
    } else if (strlen(buf_str(&want)) != (size_t)(end - begin)
               || strncmp(begin, buf_str(&want), (size_t)(end - begin)) != 0) {
        fail_msg(
            "config/README.md is behind: run XH_WRITE=1 build/tests/config_reference");
    }
    buf_fini(&want);
    free(path);
    free(text);
}

static void walk(const struct schema *s, void (*visit)(const struct schema *,
                                                       const struct schema_row *))
{
    for (const struct schema_row *row = s->rows; row->key; row++) {
        visit(s, row);
        if (row->sub)
            walk(row->sub, visit);
    }
}

static const struct schema *const roots[] = {
    &schema_township, &schema_workflow, &schema_list, &schema_calendar,
};

static struct buf printed;

static void is_documented(const struct schema *s, const struct schema_row *row)
{
    char *heading = xasprintf(" `%s`\n", s->name), *key = xasprintf("- `%s`: ", row->key);
    const char *at = strstr(buf_str(&printed), heading);

    if (!row->doc || !*row->doc || !row->example ||
        (row->kind == SCHEMA_CUSTOM && !row->is))
        fail_msg("%s.%s lacks its documentation", s->name, row->key);
    if (!at || (!strstr(at, key) && row->kind != SCHEMA_ID))
        fail_msg("%s.%s is not in the reference", s->name, row->key);
    free(heading);
    free(key);
}

static void every_key_has_type_meaning_and_example(void **state)
{
    (void)state;
    config_reference(&printed, REFERENCE_COLUMNS);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        walk(roots[i], is_documented);
    for (const struct rule_info *r = rule_infos; r->key; r++)
        assert_non_null(strstr(buf_str(&printed), r->example));
    buf_fini(&printed);
}

static void no_line_is_too_wide(void **state)
{
    struct buf text = {0};

    (void)state;
    config_reference(&text, REFERENCE_COLUMNS);
    for (const char *p = buf_str(&text); *p; p += strcspn(p, "\n"), p += *p == '\n')
        assert_true(strcspn(p, "\n") < 140);
    buf_fini(&text);
}

/* The example of README.md works as it stands. */
static void the_ten_minute_list_loads(void **state)
{
    char *path = readme_path(), *text, *begin, *end;
    struct texts t = shipped_texts();
    struct buf shown = {0};
    struct config c;
    size_t n;

    (void)state;
    text = read_whole(path, &n);
    begin = strstr(text, "```yaml\n");
    assert_non_null(begin);
    begin += strlen("```yaml\n");
    end = strstr(begin, "```\n");
    assert_non_null(end);
    texts_put(&t, "lists/companies", begin, (size_t)(end - begin));
    if (!config_load_texts(&c, t.v, t.n)) {
        config_print_complaints(&c, &shown);
        fail_msg("%s", buf_str(&shown));
    }
    assert_string_equal(defs_list(c.defs, "companies")->name, "企业问题");
    config_fini(&c);
    texts_free(&t);
    free(path);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readme_holds_the_printed_reference),
        cmocka_unit_test(every_key_has_type_meaning_and_example),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(the_ten_minute_list_loads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
