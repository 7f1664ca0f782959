/* What is said about each kind of mistake, and where: a table of texts and complaints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "mistakes.h"
#include "model/mem.h"

static char *replaced(const char *text, const char *find, const char *put)
{
    const char *at = strstr(text, find);

    if (!at)
        fail_msg("not in the frozen file: %s", find);
    return xasprintf("%.*s%s%s", (int)(at - text), text, put, at + strlen(find));
}

/* "5:1 path | what | instead" of one complaint, compared with a wanted line. */
static bool fits(const struct config_complaint *c, const char *want, size_t n)
{
    char *line = xstrndup(want, n), *what, *instead, *head;
    bool good;

    head = xasprintf("%d:%d %s ", c->line, c->col, c->where);
    what = strstr(line, "|");
    instead = what ? strstr(what + 1, "|") : NULL;
    good = what && strncmp(line, head, (size_t)(what - line)) == 0
           && strlen(head) == (size_t)(what - line);
    if (instead)
        *instead++ = '\0';
    if (good) {
        what += 1 + strspn(what + 1, " ");
        while (*what && what[strlen(what) - 1] == ' ')
            what[strlen(what) - 1] = '\0';
        good = strstr(c->what, what) != NULL;
    }
    if (good && instead && *(instead += strspn(instead, " ")))
        good = c->instead && strstr(c->instead, instead);
    free(head);
    free(line);
    return good;
}

static bool check_row(const struct texts *shipped, const struct mistake *row)
{
    struct texts t = { .n = 0 };
    const char *name = row->doc ? row->doc : "lists/bad", *want = row->want;
    char *text;
    struct buf shown = {0};
    struct config c;
    bool good = true;
    size_t i = 0;

    for (size_t k = 0; k < shipped->n; k++)
        texts_put(&t, shipped->v[k].name, shipped->v[k].text, strlen(shipped->v[k].text));
    text = row->doc ? replaced(texts_get(&t, row->doc)->text, row->find, row->put)
                    : xasprintf(HEAD "%s", row->add);
    if (row->find2) {
        char *once = text;

        text = replaced(once, row->find2, row->put2);
        free(once);
    }
    texts_put(&t, name, text, strlen(text));
    good = config_load_texts(&c, t.v, t.n) == (*want == '\0');
    for (; *want && i < c.n_complaints; i++) {
        size_t n = strcspn(want, "\n");

        good &= fits(&c.complaints[i], want, n);
        want += n + (want[n] == '\n');
    }
    good &= *want == '\0' && i == c.n_complaints;
    if (!good) {
        config_print_complaints(&c, &shown);
        printf("---- %s\nwanted:\n%s\ngot:\n%s\n", row->add ? row->add : row->put,
               row->want, buf_str(&shown));
    }
    buf_fini(&shown);
    config_fini(&c);
    free(text);
    texts_free(&t);
    return good;
}

static void every_mistake_is_named_with_its_place(void **state)
{
    struct texts shipped = frozen_texts();
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < n_mistakes; i++)
        bad += !check_row(&shipped, &mistakes[i]);
    texts_free(&shipped);
    assert_int_equal(bad, 0);
}

static void a_state_needs_somebody_who_may_leave_it(void **state)
{
    static const char township[] =
        "name: 镇\nroles:\n"
        "  a: {name: 甲, may: [{do: [read, add, people, config, apply, accept, cancel], "
        "on: all}]}\n";
    struct texts t = frozen_texts();
    struct config c;

    (void)state;
    texts_put(&t, "township", township, strlen(township));
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 1);
    assert_string_equal(c.complaints[0].where, "states.review");
    assert_non_null(strstr(c.complaints[0].what, "no role may do anything that leaves"));
    config_fini(&c);
    texts_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_named_with_its_place),
        cmocka_unit_test(a_state_needs_somebody_who_may_leave_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
