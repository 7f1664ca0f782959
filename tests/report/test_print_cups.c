/* test_print_cups.c - a document through a real print service: CUPS as an ordinary process with
 * folders of its own, a queue to a port of this machine, and the bytes that arrive there.
 * Skipped where there is no CUPS (`make test-print` installs it). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/file.h"
#include "report/paper.h"
#include "report/print.h"
#include "report/run_program.h"

#define LIMIT_MS 30000

static char *folder;
static pid_t service = -1;
static int port = -1;                   /* the printer's: a socket that listens */

static void put(const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);

    assert_int_equal(file_write(path, text, strlen(text), NULL), XH_OK);
    assert_int_equal(chmod(path, 0644), 0);
    free(path);
}

static void configure(void)
{
    static const char *const folders[] = { "etc", "spool", "cache", "run", "tmp", "ssl" };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = xasprintf("%s/%s", folder, folders[i]);
        assert_int_equal(mkdir(path, 0755), 0);
        free(path);
    }
    char *conf = xasprintf("Listen %s/socket\nBrowsing No\nWebInterface No\n"
                           "DefaultAuthType None\nLogLevel debug\nJobRetryInterval 1\n"
                           "<Location />\nOrder deny,allow\nAllow all\n</Location>\n"
                           "<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n"
                           "</Limit>\n</Policy>\n",
                           folder);
    put("cupsd.conf", conf);
    free(conf);
    conf = xasprintf("ServerRoot %s/etc\nRequestRoot %s/spool\nCacheDir %s/cache\n"
                     "StateDir %s/run\nTempDir %s/tmp\nServerKeychain %s/ssl\n"
                     "AccessLog %s/access_log\nErrorLog %s/error_log\nPageLog %s/page_log\n"
                     "Sandboxing relaxed\nLogFilePerm 0644\n",
                     folder, folder, folder, folder, folder, folder, folder, folder, folder);
    put("cups-files.conf", conf);
    free(conf);
}

/* What a helper of the test says it did; its status. */
static int ran(const char *command)
{
    char *argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
    struct run r;
    enum run_end end = run_program(argv, LIMIT_MS, NULL, &r);
    int status = end == RUN_ENDED ? r.status : -1;

    if (status != 0)
        printf("%s: %s%s\n", command, buf_str(&r.out), buf_str(&r.err));
    run_fini(&r);
    return status;
}

static int listen_somewhere(int *number)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    *number = ntohs(a.sin_port);
    return fd;
}

static int begin(void **state)
{
    char name[] = "/tmp/xh-cups.XXXXXX";
    char *path = xasprintf("%s:/usr/sbin:/sbin", getenv("PATH"));

    (void)state;
    setenv("PATH", path, 1);
    free(path);
    if (ran("command -v cupsd >/dev/null && command -v lpadmin >/dev/null") != 0)
        return 0;
    folder = xstrdup(mkdtemp(name));
    assert_int_equal(chmod(folder, 0755), 0); /* its helpers are of another user */
    configure();
    char *conf = xasprintf("%s/cupsd.conf", folder);
    char *files = xasprintf("%s/cups-files.conf", folder);
    char *socket_name = xasprintf("%s/socket", folder);
    service = fork();
    assert_true(service >= 0);
    if (service == 0) {
        execlp("cupsd", "cupsd", "-f", "-c", conf, "-s", files, (char *)NULL);
        _exit(127);
    }
    setenv("CUPS_SERVER", socket_name, 1);
    setenv("HOME", folder, 1);
    for (int i = 0; i < 200 && access(socket_name, F_OK) != 0; i++)
        usleep(50000);
    int number;
    port = listen_somewhere(&number);
    char *add = xasprintf("lpadmin -p Demo -E -m raw -v "
                          "'socket://127.0.0.1:%d/?waiteof=false'", number);
    int status = ran(add);
    free(add);
    free(conf);
    free(files);
    free(socket_name);
    return status;
}

static void end_service(void)
{
    if (service > 0) {
        kill(service, SIGTERM);
        waitpid(service, NULL, 0);
    }
    service = -1;
}

static int finish(void **state)
{
    (void)state;
    end_service();
    if (port >= 0)
        close(port);
    if (folder)
        file_remove_tree(folder);
    free(folder);
    return 0;
}

static void skip_without(void)
{
    if (!folder) {
        puts("skipped: there is no CUPS here (make test-print installs it)");
        skip();
    }
}

/* The next job, as the printer gets it. */
static struct buf arrived(void)
{
    struct pollfd p = { port, POLLIN, 0 };
    struct buf b = { 0 };
    char piece[4096];

    assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    int fd = accept(port, NULL, NULL);
    assert_true(fd >= 0);
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        buf_add(&b, piece, (size_t)n);
    close(fd);
    return b;
}

static void what_is_printed_arrives(void **state)
{
    struct document d = { .made = 1, .page = DOC_FORM };
    struct xh_err err = { 0 };
    char *job = NULL;

    (void)state;
    skip_without();
    doc_set(&d.title, "演示");
    doc_set(&d.author, "");
    doc_set(&d.mark, "");
    doc_part(&d, "");
    doc_add(&d, DOC_TITLE, "演示周报", NULL, NULL);
    char *path = xasprintf("%s/第46期.pdf", folder);
    assert_int_equal(paper_write(&d, path, 0, NULL, &err), XH_OK);
    enum xh_rc rc = print_file(path, "第46期 周报", "Demo", LIMIT_MS, NULL, &job, &err);
    if (rc != XH_OK)
        fail_msg("%s", err.msg);
    assert_string_equal(job, "Demo-1");
    free(job);
    struct buf got = arrived();
    int64_t size = file_size(path);
    assert_true(size > 500);
    assert_int_equal(got.len, size);
    FILE *f = fopen(path, "rb");
    char *bytes = xmalloc((size_t)size);
    assert_int_equal(fread(bytes, 1, (size_t)size, f), size);
    fclose(f);
    assert_memory_equal(got.s, bytes, (size_t)size);
    free(bytes);
    buf_fini(&got);
    free(path);
    document_fini(&d);
}

static void what_the_service_refuses(void **state)
{
    struct printer_list l = { 0 };
    struct xh_err err = { 0 };
    char *path = folder ? xasprintf("%s/x.txt", folder) : NULL;

    (void)state;
    skip_without();
    put("x.txt", "x\n");
    assert_int_equal(printer_list(&l, LIMIT_MS, NULL, &err), XH_OK);
    assert_int_equal(l.n, 1);
    assert_string_equal(l.v[0], "Demo");
    assert_null(l.usual);
    printer_list_fini(&l);
    assert_int_equal(print_file(path, "x", "Nowhere", LIMIT_MS, NULL, NULL, &err), XH_NOT_FOUND);
    assert_string_equal(err.msg, "There is no printer Nowhere; there is: Demo");
    assert_int_equal(print_file(path, "x", NULL, LIMIT_MS, NULL, NULL, &err), XH_NOT_FOUND);
    assert_string_equal(err.msg, "No printer is the usual one; choose one: Demo");
    /* a file that is not there, one that is empty, a printer that takes nothing */
    assert_int_equal(print_file("/nowhere/x", "x", "Demo", LIMIT_MS, NULL, NULL, &err), XH_DB);
    assert_non_null(strstr(err.msg, "/nowhere/x"));
    assert_int_equal(ran("cupsreject Demo"), 0);
    assert_int_equal(print_file(path, "x", "Demo", LIMIT_MS, NULL, NULL, &err), XH_DB);
    assert_non_null(strstr(err.msg, "not accepting"));
    assert_int_equal(ran("cupsaccept Demo && lpadmin -d Demo"), 0);
    assert_int_equal(printer_list(&l, LIMIT_MS, NULL, &err), XH_OK);
    assert_string_equal(l.usual, "Demo");
    printer_list_fini(&l);
    assert_int_equal(print_file(path, "x", NULL, LIMIT_MS, NULL, NULL, &err), XH_OK);
    struct buf got = arrived();
    assert_int_equal(got.len, 2);
    buf_fini(&got);
    free(path);
}

static void a_service_that_has_ended(void **state)
{
    struct printer_list l = { 0 };
    struct xh_err err = { 0 };

    (void)state;
    skip_without();
    end_service();
    assert_int_equal(print_file("/etc/passwd", "x", "Demo", LIMIT_MS, NULL, NULL, &err),
                     XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "The print service is not running"));
    assert_int_equal(printer_list(&l, LIMIT_MS, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "The print service is not running"));
    printer_list_fini(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_arrives),
        cmocka_unit_test(what_the_service_refuses),
        cmocka_unit_test(a_service_that_has_ended),
    };
    return cmocka_run_group_tests(tests, begin, finish);
}
