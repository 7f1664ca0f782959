/* test_evidence.c - what may be handed in, and that nothing else is there afterwards. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model/evidence.h"
#include "model/mem.h"
#include "model/text.h"

#define ABC "abc"
#define ABC_HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static char folder[] = "/tmp/xh-evidence.XXXXXX";
static char home[64], in[64];       /* new ones for every test */

static int setup(void **state)
{
    static int n;

    (void)state;
    snprintf(home, sizeof home, "%s/home%d", folder, n);
    snprintf(in, sizeof in, "%s/in%d", folder, n++);
    return mkdir(home, 0777) || mkdir(in, 0777) || chmod(home, 0777) || chmod(in, 0777);
}

/* IN/name with this content; borrowed until the next call. */
static const char *file(const char *name, const void *bytes, size_t n)
{
    static char path[600];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", in, name);
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static const char *stored(const char *hash)
{
    static char path[200];

    snprintf(path, sizeof path, "%s/evidence/%.2s/%s", home, hash, hash);
    return path;
}

static int entries;

static int count_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)path, (void)st, (void)type;
    entries += ftw->level > 0;
    return 0;
}

/* Files and folders under HOME. */
static int count(void)
{
    entries = 0;
    assert_int_equal(nftw(home, count_one, 8, FTW_PHYS), 0);
    return entries;
}

static bool contains(const char *path, const char *bytes)
{
    char s[256] = "";
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(s, 1, sizeof s - 1, f) : 0;

    if (f != NULL)
        fclose(f);
    return f != NULL && n == strlen(bytes) && memcmp(s, bytes, n) == 0;
}

static void overwrite(const char *path, const char *bytes)
{
    FILE *f;

    assert_int_equal(chmod(path, 0600), 0);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(bytes, f);
    fclose(f);
}

static void make_old(const char *path, int hours)
{
    struct timespec when = { time(NULL) - hours * 3600L, 0 }, t[2] = { when, when };

    assert_int_equal(utimensat(AT_FDCWD, path, t, AT_SYMLINK_NOFOLLOW), 0);
}

/* Storing `path` fails with `rc`, says `words` and leaves nothing. */
static void refused(const char *path, enum xh_rc rc, const char *words)
{
    struct evidence_file out = { .name = "untouched" };
    struct xh_err err = {0};

    assert_int_equal(evidence_store(home, path, &out, &err), rc);
    assert_int_equal(err.rc, rc);
    if (strstr(err.msg, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.msg, words);
    assert_string_equal(out.name, "untouched");
    assert_int_equal(count(), 0);
    assert_int_equal(evidence_store(home, path, &out, NULL), rc);
}

/* ---- storing and reading ----------------------------------------------------------- */

static void a_file_is_stored_by_its_content(void **state)
{
    const char *path = file("现场照片.JPG", ABC, 3);
    struct evidence_file out;
    struct stat st;

    (void)state;
    assert_int_equal(evidence_store(home, path, &out, NULL), XH_OK);
    assert_string_equal(out.hash, ABC_HASH);
    assert_int_equal(out.size, 3);
    assert_string_equal(out.name, "现场照片.JPG");
    assert_true(contains(stored(ABC_HASH), ABC));
    assert_int_equal(stat(stored(ABC_HASH), &st), 0);
    assert_int_equal(st.st_mode & 0222, 0);     /* never changed */
    assert_int_equal(count(), 3);
    assert_true(contains(path, ABC));
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, NULL), XH_OK);
}

static void the_same_content_twice_is_one_file(void **state)
{
    struct evidence_file a, b;
    struct stat before, after;

    (void)state;
    assert_int_equal(evidence_store(home, file("a.txt", ABC, 3), &a, NULL), XH_OK);
    assert_int_equal(stat(stored(ABC_HASH), &before), 0);
    make_old(stored(ABC_HASH), 1000);
    assert_int_equal(evidence_store(home, file("b.txt", ABC, 3), &b, NULL), XH_OK);
    assert_int_equal(stat(stored(ABC_HASH), &after), 0);
    assert_string_equal(a.hash, b.hash);
    assert_string_equal(b.name, "b.txt");
    assert_true(before.st_ino == after.st_ino);
    assert_true(after.st_mtime >= before.st_mtime);     /* counts as new again */
    assert_int_equal(count(), 3);
}

static void a_damaged_file_is_replaced(void **state)
{
    const char *const damage[] = { "", "abd", "abcd", NULL };
    struct evidence_file out;

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(evidence_store(home, file("a", ABC, 3), &out, NULL), XH_OK);
        if (damage[i] != NULL) {
            overwrite(stored(ABC_HASH), damage[i]);
        } else {                    /* a link is not followed */
            const char *target = file("target", "xyz", 3);

            unlink(stored(ABC_HASH));
            assert_int_equal(symlink(target, stored(ABC_HASH)), 0);
        }
        assert_int_equal(evidence_verify(home, ABC_HASH, 3, NULL), XH_DB);
        assert_int_equal(evidence_store(home, file("a", ABC, 3), &out, NULL), XH_OK);
        assert_int_equal(evidence_verify(home, ABC_HASH, 3, NULL), XH_OK);
        assert_int_equal(count(), 3);
    }
}

static void verify_says_what_differs(void **state)
{
    struct evidence_file out;
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "missing"));
    assert_int_equal(evidence_verify(home, "../../../etc/passwd", 3, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "not the number"));
    assert_int_equal(evidence_verify(home, "BA7816", 3, &err), XH_NOT_FOUND);

    assert_int_equal(evidence_store(home, file("a", ABC, 3), &out, NULL), XH_OK);
    assert_int_equal(evidence_verify(home, ABC_HASH, 4, &err), XH_DB);
    assert_non_null(strstr(err.msg, "3 bytes instead of 4"));
    overwrite(stored(ABC_HASH), "abd");
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, &err), XH_DB);
    assert_non_null(strstr(err.msg, "content has changed"));
    unlink(stored(ABC_HASH));
    assert_int_equal(mkdir(stored(ABC_HASH), 0700), 0);
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, &err), XH_DB);
    assert_non_null(strstr(err.msg, "not a regular file"));
}

static void fetch_copies_out_into_a_new_file(void **state)
{
    struct evidence_file out;
    struct xh_err err = {0};
    char to[100];

    (void)state;
    snprintf(to, sizeof to, "%s/out.jpg", in);
    assert_int_equal(evidence_fetch(home, ABC_HASH, to, &err), XH_NOT_FOUND);
    assert_int_equal(access(to, F_OK), -1);
    assert_int_equal(evidence_store(home, file("a", ABC, 3), &out, NULL), XH_OK);
    assert_int_equal(evidence_fetch(home, ABC_HASH, to, &err), XH_OK);
    assert_true(contains(to, ABC));
    assert_int_equal(access(to, W_OK), 0);

    overwrite(to, "mine");
    assert_int_equal(evidence_fetch(home, ABC_HASH, to, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "exists already"));
    assert_true(contains(to, "mine"));
    unlink(to);
    assert_int_equal(evidence_fetch(home, ABC_HASH, "/nowhere/x", &err), XH_DB);

    overwrite(stored(ABC_HASH), "abd");
    assert_int_equal(evidence_fetch(home, ABC_HASH, to, &err), XH_DB);
    assert_non_null(strstr(err.msg, "damaged"));
    assert_int_equal(access(to, F_OK), -1);     /* nothing damaged is handed out */
}

/* ---- what is refused --------------------------------------------------------------- */

static void only_regular_files(void **state)
{
    char path[100];

    (void)state;
    snprintf(path, sizeof path, "%s/link", in);
    assert_int_equal(symlink(file("a", ABC, 3), path), 0);
    refused(path, XH_REFUSED, "symbolic link");
    snprintf(path, sizeof path, "%s/fifo", in);
    assert_int_equal(mkfifo(path, 0600), 0);
    refused(path, XH_REFUSED, "not a regular file");    /* and does not hang */
    refused(in, XH_REFUSED, "is a folder");
    refused("/dev/zero", XH_REFUSED, "not a regular file");
    snprintf(path, sizeof path, "%s/none", in);
    refused(path, XH_NOT_FOUND, "there is no file");
    snprintf(path, sizeof path, "%s/a/", in);
    refused(path, XH_NOT_FOUND, "there is no file");
    refused("", XH_NOT_FOUND, "there is no file");
    refused(file("empty", "", 0), XH_REFUSED, "is empty");
}

static void at_most_fifty_megabytes(void **state)
{
    const char *path = file("large.mp4", ABC, 3);
    struct evidence_file out;

    (void)state;
    assert_int_equal(truncate(path, EVIDENCE_MAX + 1), 0);
    refused(path, XH_REFUSED, "larger than 50 MB");
    assert_int_equal(truncate(path, EVIDENCE_MAX), 0);
    assert_int_equal(evidence_store(home, path, &out, NULL), XH_OK);
    assert_int_equal(out.size, EVIDENCE_MAX);
    assert_int_equal(evidence_verify(home, out.hash, EVIDENCE_MAX, NULL), XH_OK);
}

static void the_database_itself_is_refused(void **state)
{
    char db[100], wal[100], other[100];
    struct evidence_file out;

    (void)state;
    snprintf(db, sizeof db, "%s/xiaohao.db", home);
    snprintf(wal, sizeof wal, "%s/xiaohao.db-wal", home);
    snprintf(other, sizeof other, "%s/harmless.txt", in);
    assert_int_equal(rename(file("x", ABC, 3), db), 0);
    assert_int_equal(rename(file("x", "wal", 3), wal), 0);
    assert_int_equal(link(db, other), 0);
    assert_int_equal(evidence_store(home, db, &out, NULL), XH_REFUSED);
    assert_int_equal(evidence_store(home, wal, &out, NULL), XH_REFUSED);
    assert_int_equal(evidence_store(home, other, &out, NULL), XH_REFUSED);
    assert_int_equal(evidence_store(home, file("my.db", ABC, 3), &out, NULL), XH_OK);
}

static void no_permission(void **state)
{
    const char *path = file("secret", ABC, 3);
    struct evidence_file out;
    struct xh_err err = {0};
    bool root = geteuid() == 0;

    (void)state;
    assert_int_equal(chmod(path, 0), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    refused(path, XH_DB, "Permission denied");
    if (root)
        assert_int_equal(seteuid(0), 0);

    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(chmod(home, 0555), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    refused(path, XH_DB, "cannot be written");
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(home, 0777), 0);

    if (!root)
        return;
    /* stored by somebody else: ours replaces it, as it cannot be made to count as new */
    umask(0);
    assert_int_equal(evidence_store(home, path, &out, &err), XH_OK);
    make_old(stored(ABC_HASH), 1000);
    assert_int_equal(chmod(stored(ABC_HASH), 0444), 0);
    snprintf(err.msg, sizeof err.msg, "%s/evidence", home);
    assert_int_equal(chmod(err.msg, 0777), 0);
    snprintf(err.msg, sizeof err.msg, "%s/evidence/ba", home);
    assert_int_equal(chmod(err.msg, 0777), 0);
    assert_int_equal(seteuid(65534), 0);
    assert_int_equal(evidence_store(home, path, &out, &err), XH_OK);
    assert_int_equal(evidence_sweep(home, NULL, NULL), 0); /* asks nobody: it is new */
    assert_int_equal(seteuid(0), 0);
    umask(022);
}

static void a_home_that_is_none(void **state)
{
    const char *path = file("a", ABC, 3);
    struct evidence_file out;
    struct xh_err err = {0};
    char evidence[100];

    (void)state;
    assert_int_equal(evidence_store("/nowhere/at/all", path, &out, &err), XH_DB);
    assert_non_null(strstr(err.msg, "No such file"));
    assert_int_equal(evidence_sweep("/nowhere/at/all", NULL, NULL), 0);
    snprintf(evidence, sizeof evidence, "%s/evidence", home);
    assert_int_equal(symlink(in, evidence), 0);
    assert_int_equal(evidence_store(home, path, &out, &err), XH_DB);
    assert_int_equal(count(), 1);
}

static void a_full_disk_leaves_nothing(void **state)
{
    static char bytes[200000];
    struct rlimit was, small;
    const char *path;
    char to[100];
    struct evidence_file out;
    struct xh_err err = {0};

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    path = file("big", bytes, sizeof bytes);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    for (small.rlim_cur = 0; small.rlim_cur < sizeof bytes; small.rlim_cur += 70000) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        refused(path, XH_DB, "disk is full");
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_int_equal(evidence_store(home, path, &out, &err), XH_OK);
    assert_int_equal(count(), 3);

    /* what was there stays, and a half copy does not */
    snprintf(to, sizeof to, "%s/out", in);
    small.rlim_cur = 100000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(evidence_fetch(home, out.hash, to, &err), XH_DB);
    assert_int_equal(evidence_store(home, path, &out, &err), XH_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_non_null(strstr(err.msg, "disk is full"));
    assert_int_equal(access(to, F_OK), -1);
    assert_int_equal(count(), 3);
}

/* ---- names ------------------------------------------------------------------------- */

static void names_are_cleaned(void **state)
{
    static const struct { const char *name, *clean; } names[] = {
        { "合同 2026.pdf",             "合同 2026.pdf" },
        { "a\nb.txt",                  "a_b.txt" },
        { "\033[2Jx",                  "_[2Jx" },
        { "cod\xe2\x80\xae" "fdp.exe", "cod_fdp.exe" },     /* U+202E */
        { "\xd5\xd5\xc6\xac.jpg",      NULL },              /* GBK */
        { " \xe3\x80\x80 .txt ",       ".txt" },
        { "\xe3\x80\x80",              "_" },
        { "\n\n\n",                    "_" },
        { "..x",                       "..x" },
        { "-rf",                       "-rf" },
        { "a\\b:c?.doc",               "a\\b:c?.doc" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct evidence_file out;
        struct xh_err err = {0};
        const char *path = file(names[i].name, ABC, 3);

        if (evidence_store(home, path, &out, &err) != XH_OK)
            fail_msg("%s", err.msg);
        assert_true(text_is_utf8(out.name, strlen(out.name)));
        assert_null(text_refused(out.name, false, NULL));
        if (names[i].clean != NULL)
            assert_string_equal(out.name, names[i].clean);
        else
            assert_non_null(strstr(out.name, ".jpg"));
        unlink(path);
        assert_int_equal(evidence_store(home, path, &out, &err), XH_NOT_FOUND);
        assert_null(text_refused(err.msg, false, NULL));        /* nor in what is said */
    }
}

static void folders_are_no_part_of_a_name(void **state)
{
    struct evidence_file out;
    char path[200];

    (void)state;
    file("a.txt", ABC, 3);
    snprintf(path, sizeof path, "%s//..///%s/./a.txt", in, strrchr(in, '/') + 1);
    assert_int_equal(evidence_store(home, path, &out, NULL), XH_OK);
    assert_string_equal(out.name, "a.txt");
    assert_int_equal(chdir(in), 0);
    assert_int_equal(evidence_store(home, "a.txt", &out, NULL), XH_OK);
    assert_int_equal(chdir("/"), 0);
    assert_string_equal(out.name, "a.txt");
}

static void long_names_are_cut_and_keep_their_extension(void **state)
{
    struct evidence_file out;
    char name[260];

    (void)state;
    for (int extra = 0; extra < 3; extra++) {
        memset(name, 'x', sizeof name);
        for (int i = 0; i < 80; i++)
            memcpy(name + extra + 3 * i, "长", 3);
        strcpy(name + extra + 240, ".docx");
        assert_int_equal(evidence_store(home, file(name, ABC, 3), &out, NULL), XH_OK);
        assert_in_range(strlen(out.name), 198, 200);
        assert_true(text_is_utf8(out.name, strlen(out.name)));
        assert_string_equal(out.name + strlen(out.name) - 5, ".docx");
        assert_memory_equal(out.name, name, strlen(out.name) - 5);
    }
    /* what is long behind the dot is no extension */
    memset(name, 'x', 250);
    name[250] = '\0';
    name[150] = '.';
    assert_int_equal(evidence_store(home, file(name, ABC, 3), &out, NULL), XH_OK);
    assert_int_equal(strlen(out.name), 200);
    assert_memory_equal(out.name, name, 200);
}

/* ---- sweeping ---------------------------------------------------------------------- */

static int asked;

static int knows_abc(void *ctx, const char *hash)
{
    assert_ptr_equal(ctx, &asked);
    asked++;
    return strcmp(hash, ABC_HASH) == 0;
}

static void leftovers_are_removed(void **state)
{
    struct evidence_file out, other;
    char temp[2][200], foreign[200];

    (void)state;
    assert_int_equal(evidence_sweep(home, knows_abc, &asked), 0);
    assert_int_equal(evidence_store(home, file("a", ABC, 3), &out, NULL), XH_OK);
    assert_int_equal(evidence_store(home, file("b", "other", 5), &other, NULL), XH_OK);
    for (int i = 0; i < 2; i++) {
        snprintf(temp[i], sizeof temp[i], "%s/evidence/ba/.new-%016d", home, i);
        fclose(fopen(temp[i], "w"));
    }
    snprintf(foreign, sizeof foreign, "%s/evidence/ba/readme", home);
    fclose(fopen(foreign, "w"));
    make_old(foreign, 1000);

    /* new ones may belong to an act that is about to commit */
    assert_int_equal(evidence_sweep(home, knows_abc, &asked), 0);
    assert_int_equal(asked, 0);

    make_old(stored(out.hash), 1000);
    make_old(stored(other.hash), 1000);
    make_old(temp[0], 25);
    make_old(temp[1], 23);
    assert_int_equal(evidence_sweep(home, knows_abc, &asked), 2);
    assert_int_equal(asked, 2);
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, NULL), XH_OK);
    assert_int_equal(evidence_verify(home, other.hash, 5, NULL), XH_NOT_FOUND);
    assert_int_equal(access(temp[0], F_OK), -1);
    assert_int_equal(access(temp[1], F_OK), 0);
    assert_int_equal(access(foreign, F_OK), 0);
    assert_int_equal(evidence_sweep(home, knows_abc, &asked), 0);
}

/* While it is asked about, the same content is stored again. */
static int stores_it_again(void *ctx, const char *hash)
{
    struct evidence_file out;

    (void)hash;
    assert_int_equal(evidence_store(home, ctx, &out, NULL), XH_OK);
    return 0;
}

static void what_is_stored_meanwhile_stays(void **state)
{
    char *path = xstrdup(file("a", ABC, 3));
    struct evidence_file out;

    (void)state;
    assert_int_equal(evidence_store(home, path, &out, NULL), XH_OK);
    make_old(stored(ABC_HASH), 1000);
    assert_int_equal(evidence_sweep(home, stores_it_again, path), 0);
    assert_int_equal(evidence_verify(home, ABC_HASH, 3, NULL), XH_OK);
    free(path);
}

/* ---- several at once --------------------------------------------------------------- */

static void many_store_the_same_file_at_once(void **state)
{
    enum { PROCESSES = 6, ROUNDS = 15 };
    static char bytes[100000];
    char *path;
    struct evidence_file out;

    (void)state;
    memset(bytes, 'y', sizeof bytes);
    path = xstrdup(file("same", bytes, sizeof bytes));
    for (int round = 0; round < ROUNDS; round++) {
        int gate[2], status;
        char byte;

        assert_int_equal(pipe(gate), 0);
        for (int p = 0; p < PROCESSES; p++)
            if (fork() == 0) {
                struct rlimit none = { 0, 0 };
                enum xh_rc rc;

                close(gate[1]);
                if (p == 0) {       /* one always fails and tidies up behind itself */
                    signal(SIGXFSZ, SIG_IGN);
                    setrlimit(RLIMIT_FSIZE, &none);
                }
                if (read(gate[0], &byte, 1) != 0)       /* all start when it is closed */
                    _exit(9);
                rc = evidence_store(home, path, &out, NULL);
                if (p == 0)
                    _exit(rc == XH_DB || rc == XH_OK ? 0 : 1);
                if (rc == XH_OK)
                    rc = evidence_verify(home, out.hash, sizeof bytes, NULL);
                _exit(rc == XH_OK ? 0 : 2);
            }
        close(gate[0]);
        close(gate[1]);
        for (int p = 0; p < PROCESSES; p++) {
            assert_true(wait(&status) > 0);
            assert_true(WIFEXITED(status));
            assert_int_equal(WEXITSTATUS(status), 0);
        }
        assert_int_equal(count(), 3);
        assert_int_equal(evidence_store(home, path, &out, NULL), XH_OK);
        unlink(stored(out.hash));
        if (round % 2) {            /* start without the folders, too */
            char dir[100];

            snprintf(dir, sizeof dir, "%s/evidence/%.2s", home, out.hash);
            assert_int_equal(rmdir(dir), 0);
            snprintf(dir, sizeof dir, "%s/evidence", home);
            assert_int_equal(rmdir(dir), 0);
        }
    }
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_file_is_stored_by_its_content, setup),
        cmocka_unit_test_setup(the_same_content_twice_is_one_file, setup),
        cmocka_unit_test_setup(a_damaged_file_is_replaced, setup),
        cmocka_unit_test_setup(verify_says_what_differs, setup),
        cmocka_unit_test_setup(fetch_copies_out_into_a_new_file, setup),
        cmocka_unit_test_setup(only_regular_files, setup),
        cmocka_unit_test_setup(at_most_fifty_megabytes, setup),
        cmocka_unit_test_setup(the_database_itself_is_refused, setup),
        cmocka_unit_test_setup(no_permission, setup),
        cmocka_unit_test_setup(a_home_that_is_none, setup),
        cmocka_unit_test_setup(a_full_disk_leaves_nothing, setup),
        cmocka_unit_test_setup(names_are_cleaned, setup),
        cmocka_unit_test_setup(folders_are_no_part_of_a_name, setup),
        cmocka_unit_test_setup(long_names_are_cut_and_keep_their_extension, setup),
        cmocka_unit_test_setup(leftovers_are_removed, setup),
        cmocka_unit_test_setup(what_is_stored_meanwhile_stays, setup),
        cmocka_unit_test_setup(many_store_the_same_file_at_once, setup),
    };
    int failed;
    char *clean;

    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    clean = xasprintf("rm -rf %s", folder);
    failed += system(clean) != 0;
    free(clean);
    return failed;
}
