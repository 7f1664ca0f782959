/* test_paper.c - a document into a file, of the kind its name's ending says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/file.h"
#include "report/paper.h"
#include "tests/report/unfinished.h"

static const char *folder(void)
{
    const char *set = getenv("XH_TMP");

    return set ? set : "/tmp";
}

static char *path_of(const char *name)
{
    return xasprintf("%s/%s", folder(), name);
}

static struct document sample(void)
{
    struct document d = { .made = 1, .page = DOC_FORM };

    doc_set(&d.title, "演示");
    doc_set(&d.author, "");
    doc_set(&d.mark, "");
    doc_part(&d, "");
    doc_add(&d, DOC_TITLE, "演示周报", NULL, NULL);
    struct doc_table *t = doc_table(&d, "t", "");
    doc_column(t, "title", "事项", 40, TEXT_LEFT, 0);
    doc_put(t, doc_row(t, DOC_ROW), "title", "路灯维修");
    return d;
}

static void the_ending_says_the_kind(void **state)
{
    static const struct { const char *name; enum paper_kind kind; } cases[] = {
        { "a.pdf", PAPER_PDF },       { "a.b/周报.XLSX", PAPER_XLSX }, { "a.Csv", PAPER_CSV },
        { "a.json", PAPER_JSON },     { "a.pdf.txt", PAPER_TXT },      { "a", PAPER_KINDS },
        { "a.doc", PAPER_KINDS },     { ".pdf", PAPER_KINDS },         { "a/.pdf", PAPER_KINDS },
        { "a.pdf/b", PAPER_KINDS },   { "", PAPER_KINDS },             { "a.pdf.", PAPER_KINDS },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (paper_kind_of(cases[i].name) != cases[i].kind)
            fail_msg("%s", cases[i].name);
}

static void every_kind_begins_as_it_should(void **state)
{
    static const struct { const char *name, *begins; } cases[] = {
        { "k.pdf", "%PDF-" },
        { "k.xlsx", "PK\3\4" },
        { "k.txt", "\xEF\xBB\xBF" },
        { "k.csv", "\xEF\xBB\xBFpart,what" },
        { "k.json", "[" },
    };
    struct document d = sample();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf notes = { 0 };
        struct xh_err err = { 0 };
        char *path = path_of(cases[i].name), is[16];
        if (paper_write(&d, path, 0, &notes, &err) != XH_OK)
            fail_msg("%s: %s", path, err.msg);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        size_t n = strlen(cases[i].begins);
        assert_int_equal(fread(is, 1, n, f), n);
        assert_memory_equal(is, cases[i].begins, n);
        fclose(f);
        assert_nothing_unfinished(folder());
        buf_fini(&notes);
        free(path);
    }
    struct xh_err err = { 0 };
    assert_int_equal(paper_write(&d, "k.doc", 0, NULL, &err), XH_USAGE);
    assert_non_null(strstr(err.msg, ".xlsx"));
    document_fini(&d);
}

/* Whatever stood under the name stands there when the disk is full, and nothing beside it. */
static void a_full_disk_leaves_the_old_paper(void **state)
{
    static const char *const names[] = { "f.pdf", "f.xlsx", "f.txt", "f.csv", "f.json" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = path_of(names[i]);
        int status = 0;
        unlink(path);
        assert_int_equal(file_write(path, "old", 3, NULL), XH_OK);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct document d = sample();
            struct xh_err err = { 0 };
            struct rlimit few = { 10, 10 };
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &few);
            enum xh_rc rc = paper_write(&d, path, 0, NULL, &err);
            _exit(rc == XH_DB && strstr(err.msg, names[i]) && strstr(err.msg, "full") &&
                          !strstr(err.msg, ".xiaohao")
                      ? 0
                      : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (status != 0)
            fail_msg("%s: %x", names[i], (unsigned)status);
        char *is = file_read(path, 100, NULL);
        assert_string_equal(is, "old");
        free(is);
        assert_nothing_unfinished(folder());
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ending_says_the_kind),
        cmocka_unit_test(every_kind_begins_as_it_should),
        cmocka_unit_test(a_full_disk_leaves_the_old_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
