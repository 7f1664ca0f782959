/* test_pages.c - every kind of document as it was last looked at: its words and the look of its
 * pages, kept in tests/report/pages/ and made anew from a township that never changes.
 *
 * NAME.txt is what the PDF says, NAME-1.page its first page (page_picture.h). After a change of a
 * layout: XH_WRITE=1 tests/run build report/pages, then look at the pages themselves and at the
 * diff of the words. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/file.h"
#include "tests/report/page_picture.h"
#include "tests/report/pdf_probe.h"
#include "tests/report/sample_paper.h"

#define FEW 3                   /* squares that may differ */

static const struct { const char *name, *command; } documents[] = {
    { "weekly", "report weekly --no 2" },
    { "weekly-by-unit", "report weekly --by unit" },
    { "overdue", "report overdue" },
    { "forecast", "report due --next-week" },
    { "pack", "report pack" },
    { "minutes", "report minutes" },
    { "stats", "stats --by owner" },
    { "ledger", "list tasks" },
    { "item", "show d2" },
    { "order", "order print 1" },
    { "letter", "order print 2" },
    { "approval", "report approval d4" },
    { "certificate", "report certificate d7" },
    { "handover", "report handover 干部甲 --to 干部乙" },
    { "land", "land" },
    { "unsigned", "unsigned p1" },
    { "map", "map p1" },
    { "balance", "balance" },
    { "visits", "report visits --owner 村干部甲" },
    { "acceptance", "report acceptance p1 --place 上洋村" },
};
#define DOCUMENTS (sizeof documents / sizeof *documents)

/* What differs from run to run: what a line says behind these words. */
static const char *const not[] = { "校验码", "数据截至", "随机号", NULL };

static char *own_path;
static bool writes;

static char *kept(const char *name)
{
    const char *root = getenv("XH_ROOT");

    return xasprintf("%s/tests/report/pages/%s", root ? root : ".", name);
}

static void keep(const char *name, const char *text)
{
    char *path = kept(name);
    FILE *f = fopen(path, "w");

    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        fail_msg("%s cannot be written", path);
    free(path);
}

/* NULL: there is none. Caller frees. */
static char *kept_text(const char *name)
{
    char *path = kept(name), *text = file_read(path, 1000000, NULL);

    free(path);
    return text;
}

/* ---- the township ---- */

static int make_township(void **state)
{
    char *folder = probe_path("");

    (void)state;
    writes = getenv("XH_WRITE") != NULL;
    char *said = probe_run("bash '%s/tests/report/pages_scene.bash' 2>&1 || echo failed",
                           getenv("XH_ROOT") ? getenv("XH_ROOT") : ".");
    if (*said)
        fail_msg("%s", said);
    for (size_t i = 0; i < DOCUMENTS; i++)
        free(probe_run("cd '%s' && '%s' --lang zh --home home --today 2026-11-20 --user clerk %s "
                       "-o %s.pdf 2>&1; test -s %s.pdf",
                       folder, getenv("XH_BIN"), documents[i].command, documents[i].name,
                       documents[i].name));
    free(said);
    free(folder);
    return 0;
}

/* ---- words ---- */

/* Without the blanks of its layout, which are the pictures' affair, and what differs. */
static char *words_of(const char *pdf)
{
    return probe_run("pdftotext -layout '%s' - | tr '\\f' '\\n' | sed -E "
                     "-e 's/(校验码\\(核对用\\)：)[0-9A-Z-]+/\\1CODE/' "
                     "-e 's/(数据截至 *[0-9]+月[0-9]+日)[0-9]{2}:[0-9]{2}/\\116:00/' "
                     "-e 's/[0-9a-f]{16}/NUMBER/' -e 's/ +/ /g; s/^ //; s/ $//' | grep .",
                     pdf);
}

static void words_are_those_kept(void **state)
{
    bool same = true;

    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        char *name = xasprintf("%s.txt", documents[i].name);
        char *file = xasprintf("%s.pdf", documents[i].name), *pdf = probe_path(file);
        char *now = words_of(pdf), *before = kept_text(name);
        if (writes) {
            keep(name, now);
        } else if (!before || strcmp(before, now) != 0) {
            char *other = probe_path(name), *path = kept(name);
            assert_int_equal(file_write(other, now, strlen(now), NULL), XH_OK);
            char *diff = probe_run("diff -u '%s' '%s' | head -n 40; true", path, other);
            print_error("%s says something else:\n%s\n", documents[i].name, diff);
            free(diff);
            free(other);
            free(path);
            same = false;
        }
        free(name);
        free(file);
        free(pdf);
        free(now);
        free(before);
    }
    assert_true(same);
}

/* ---- pictures ---- */

static int pages_of(const char *pdf)
{
    char *info = probe_run("pdfinfo '%s'", pdf), *at = strstr(info, "Pages:");

    assert_non_null(at);
    int n = (int)strtol(at + strlen("Pages:"), NULL, 10);
    free(info);
    return n;
}

/* Kept, or held against what is. False: it looks different. */
static bool looks_as_kept(const char *document, const char *pdf, int page)
{
    struct page_picture now = page_picture_of(pdf, page, PICTURE_DOTS, not), before = { 0 };
    char *name = xasprintf("%s-%d.page", document, page), *text = kept_text(name);
    struct page_change c = { 0 };
    struct buf b = { 0 };

    if (writes) {
        page_picture_write(&b, &now);
        keep(name, buf_str(&b));
    } else if (!text || !page_picture_read(&before, text)) {
        c.squares = -1;
    } else {
        c = page_picture_compare(&before, &now);
    }
    bool is_same = c.squares >= 0 && c.squares <= FEW;
    if (!is_same && c.squares < 0)
        print_error("%s: there is no such picture, or of another size\n", name);
    else if (!is_same)
        print_error("%s: %d squares differ, %d to %d mm from the left, %d to %d from the top\n",
                    name, c.squares, c.left, c.right, c.top, c.bottom);
    page_picture_fini(&now);
    page_picture_fini(&before);
    buf_fini(&b);
    free(name);
    free(text);
    return is_same;
}

/* A page that is kept and is no longer; not kept any longer when they are written anew. */
static bool has_more(const char *document, int pages)
{
    bool is_there;

    do {
        char *name = xasprintf("%s-%d.page", document, ++pages), *path = kept(name);
        is_there = file_is_there(path);
        if (is_there && writes)
            unlink(path);
        else if (is_there)
            print_error("%s: there is no such page\n", name);
        free(path);
        free(name);
    } while (is_there && writes);
    return is_there;
}

static void pages_look_as_kept(void **state)
{
    bool same = true;

    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        char *file = xasprintf("%s.pdf", documents[i].name), *pdf = probe_path(file);
        int pages = pages_of(pdf);
        for (int n = 1; n <= pages; n++)
            same &= looks_as_kept(documents[i].name, pdf, n);
        same &= !has_more(documents[i].name, pages);
        free(pdf);
        free(file);
    }
    assert_true(same);
}

/* ---- that it would be seen ---- */

enum change { NO_CHANGE, COLUMN_MOVED, BOX_LOST, LINE_LOST };

static char *sheet(const char *name, enum change what)
{
    struct document d = { 0 };
    struct doc_table *t = sample_rows(&d, 6, NULL);

    if (what == COLUMN_MOVED) {         /* by 2 mm, and nothing else */
        t->columns[4].mm += 2;
        t->columns[5].mm -= 2;
    }
    if (what == BOX_LOST)
        doc_cell(t, &t->rows[2], "colour_word")->colour = COLOUR_NONE;
    t->ruled = what != LINE_LOST;
    return probe_set(&d, name, NULL, NULL);
}

static int squares_between(const char *one, const char *other, int page, int dots)
{
    static const char *const all[] = { NULL };
    struct page_picture a = page_picture_of(one, page, PICTURE_DOTS, all);
    struct page_picture b = page_picture_of(other, page, dots, all);
    int n = page_picture_compare(&a, &b).squares;

    page_picture_fini(&a);
    page_picture_fini(&b);
    return n;
}

/* Another process, which knows no serif. */
static char *set_in_sans(void)
{
    static const char conf[] =
        "<?xml version=\"1.0\"?><fontconfig><dir>/usr/share/fonts/opentype/noto</dir>"
        "<cachedir>/var/cache/fontconfig</cachedir><selectfont><rejectfont>"
        "<glob>*Serif*</glob></rejectfont></selectfont></fontconfig>";
    char *file = probe_path("sans.conf");

    assert_int_equal(file_write(file, conf, strlen(conf), NULL), XH_OK);
    free(probe_run("FONTCONFIG_FILE='%s' '%s' --set font.pdf", file, own_path));
    free(file);
    return probe_path("font.pdf");
}

static void what_a_person_would_see_is_seen(void **state)
{
    char *plain = sheet("plain.pdf", NO_CHANGE);
    char *others[] = { sheet("moved.pdf", COLUMN_MOVED), sheet("box.pdf", BOX_LOST),
                       sheet("line.pdf", LINE_LOST), set_in_sans() };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        int n = squares_between(plain, others[i], 1, PICTURE_DOTS);
        if (n <= FEW)
            fail_msg("%s: only %d squares differ", others[i], n);
        free(others[i]);
    }
    free(plain);
}

/* With other dots every edge falls otherwise, as with another version of what draws. */
static void who_draws_it_makes_no_difference(void **state)
{
    static const char *const some[] = { "weekly", "order", "map", "visits", "approval" };

    (void)state;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        char *file = xasprintf("%s.pdf", some[i]), *pdf = probe_path(file);
        assert_in_range(squares_between(pdf, pdf, 1, PICTURE_DOTS + 1), 0, FEW);
        free(pdf);
        free(file);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_kept),
        cmocka_unit_test(pages_look_as_kept),
        cmocka_unit_test(what_a_person_would_see_is_seen),
        cmocka_unit_test(who_draws_it_makes_no_difference),
    };

    if (argc == 3 && strcmp(argv[1], "--set") == 0) {
        free(sheet(argv[2], NO_CHANGE));
        return 0;
    }
    own_path = argv[0];
    return cmocka_run_group_tests(tests, make_township, NULL);
}
