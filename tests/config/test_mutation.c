/* The shipped files, damaged ten thousand times: always an answer, never a crash.
 *
 * Deterministic: a fixed seed. Whatever loads without a complaint must also survive the
 * way through the database's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "model/mem.h"

#ifdef __SANITIZE_ADDRESS__
#define MUTATIONS 4000          /* each four times as slow; the others are for the plain run */
#else
#define MUTATIONS 10000
#endif

static uint32_t seed = 19491001;

static size_t dice(size_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return n ? (seed >> 8) % n : 0;
}

static const char *const snippets[] = {
    ":", ": ", "：", "- ", "\n", "\n\n", "  ", " "
    "", "{", "}", "[", "]", ",", "，", "\"", "'", "#", "\t",
    "&a", "*a", "!x", "|", ">", "? ", "%", "name", "due", "start + ", "sign", "parent.", "none",
    "given", "0", "-1", "99999999999", "10 workdays", "５", "甲", "true", "null", "~", "\\", "\r",
    "\xFF", "\xE7", "\x1B", "\xE2\x80\xAE", "id: ", "after: [sign]", "{seq}", "all", "...", "---",
};

static void mutate(struct buf *b)
{
    size_t at = dice(b->len), n, to;
    const char *s;
    char *copy;

    switch (dice(6)) {
    case 0:                                 /* lose some bytes */
        n = 1 + dice(dice(4) ? 3 : 200);
        n = at + n > b->len ? b->len - at : n;
        memmove(b->s + at, b->s + at + n, b->len - at - n + 1);
        b->len -= n;
        break;
    case 1:                                 /* change a byte */
        if (b->len)
            b->s[at] = (char)(1 + dice(255));
        break;
    case 2:                                 /* lose a line */
        while (at > 0 && b->s[at - 1] != '\n')
            at--;
        n = strcspn(b->s + at, "\n");
        n += at + n < b->len;
        memmove(b->s + at, b->s + at + n, b->len - at - n + 1);
        b->len -= n;
        break;
    case 3:                                 /* repeat a piece elsewhere */
        n = dice(80);
        n = at + n > b->len ? b->len - at : n;
        copy = xstrndup(b->s + at, n);
        to = dice(b->len + 1);
        buf_add(b, copy, strlen(copy));
        memmove(b->s + to + strlen(copy), b->s + to, b->len - to - strlen(copy));
        memcpy(b->s + to, copy, strlen(copy));
        free(copy);
        break;
    default:                                /* put something in */
        s = snippets[dice(sizeof snippets / sizeof *snippets)];
        n = strlen(s);
        buf_add(b, s, n);
        memmove(b->s + at + n, b->s + at, b->len - at - n);
        memcpy(b->s + at, s, n);
        break;
    }
}

static void assert_survives_rows(const struct config *c)
{
    struct def_document *docs = xcalloc(c->n_docs, sizeof *docs);
    struct defs *back;

    for (size_t i = 0; i < c->n_docs; i++) {
        size_t n;
        struct tree_row *rows = tree_to_rows(c->docs[i].root, &n);

        docs[i] = (struct def_document){ c->docs[i].name, tree_from_rows(rows, n) };
        assert_non_null(docs[i].root);
        assert_true(node_equal(docs[i].root, c->docs[i].root));
        tree_rows_free(rows, n);
    }
    back = defs_from_documents(docs, c->n_docs);
    assert_non_null(back);
    assert_int_equal(back->n_lists, c->defs->n_lists);
    defs_free(back);
    for (size_t i = 0; i < c->n_docs; i++)
        node_free(docs[i].root);
    free(docs);
}

/* One calendar is enough. */
static size_t keep_few(struct texts *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (strncmp(t->v[i].name, "calendar/", 9) != 0 || strstr(t->v[i].name, "2026")) {
            t->v[n++] = t->v[i];
            continue;
        }
        free((char *)t->v[i].name);
        free((char *)t->v[i].text);
    }
    return n;
}

static void ten_thousand_damaged_files_are_all_answered(void **state)
{
    struct texts t = shipped_texts();
    static const char *const names[] = { "township", "workflow", "colours", "lists/tasks",
                                         "lists/projects", "lists/households", "calendar/2026" };
    size_t good = 0, said = 0;
    double slowest = 0;

    (void)state;
    t.n = keep_few(&t);
    for (int i = 0; i < MUTATIONS; i++) {
        const char *name = names[dice(sizeof names / sizeof *names)];
        const char *text = texts_get(&t, name)->text;
        char *original = xstrdup(text);
        struct buf b = {0}, shown = {0};
        double start;
        struct config c;

        buf_add(&b, text, strlen(text));
        for (size_t k = 1 + dice(3); k > 0; k--)
            mutate(&b);
        for (size_t k = 0; k < b.len; k++)
            b.s[k] = b.s[k] ? b.s[k] : ' ';
        texts_put(&t, name, b.s, b.len);
        start = seconds();
        if (config_load_texts(&c, t.v, t.n)) {
            good++;
            assert_survives_rows(&c);
        } else {
            assert_true(c.n_complaints > 0);
            config_print_complaints(&c, &shown);
            assert_true(shown.len > 0);
            said += c.n_complaints;
        }
        slowest = seconds() - start > slowest ? seconds() - start : slowest;
        assert_non_null(c.defs);
        config_fini(&c);
        texts_put(&t, name, original, strlen(original));
        buf_fini(&b);
        buf_fini(&shown);
        free(original);
    }
    print_message("%zu of %d still good, %.1f complaints each, slowest %.3f s\n", good,
                  MUTATIONS, (double)said / (double)(MUTATIONS - good), slowest);
    assert_true(good > 0 && good < MUTATIONS);
    assert_true(slowest < AT_ONCE);
    texts_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_damaged_files_are_all_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
