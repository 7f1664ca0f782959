/* main.c - where the program meets the machine: the only place that asks the clock, the
 * environment and the kernel's random numbers. Everything else is told. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/app.h"
#include "cli/command.h"
#include "cli/locale.h"
#include "model/i18n.h"
#include "model/mem.h"

static void random_bytes(void *ctx, void *to, size_t n)
{
    (void)ctx;
    for (char *p = to; n > 0;) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            fputs("xiaohao: the kernel gives no random numbers\n", stderr);
            abort();
        }
        p += got;
        n -= (size_t)got;
    }
}

static int64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static char *folder_of_program(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    return xstrdup(dirname(path));
}

/* Before the first message the language must be settled, wherever it was typed. */
static const char *find_language(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && *value;
}

/* The account's own data outlives getpwuid()'s buffer; `keep` is freed by main(). */
struct account { char *login, *name, *home; };

static struct account look_up_account(void)
{
    const struct passwd *pw = getpwuid(getuid());
    struct account a = {
        .login = xstrdup(pw ? pw->pw_name : ""),
        .name = xstrdup(pw && pw->pw_gecos ? pw->pw_gecos : ""),
    };
    const char *home = getenv("HOME");

    a.name[strcspn(a.name, ",")] = '\0';
    if (home && home[0] == '/')
        a.home = xstrdup(home);
    else if (pw && pw->pw_dir && pw->pw_dir[0] == '/')
        a.home = xstrdup(pw->pw_dir);
    return a;
}

static void look_at_terminal(struct app *a)
{
    struct winsize size;
    const char *term = getenv("TERM");

    a->in_tty = isatty(STDIN_FILENO);
    a->out_tty = isatty(STDOUT_FILENO);
    a->err_tty = isatty(STDERR_FILENO);
    a->colours = a->out_tty && !is_set("NO_COLOR") && term && strcmp(term, "dumb") != 0;
    if (a->out_tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        a->columns = size.ws_col;
}

static char *default_home(const char *user_home)
{
    if (is_set("XIAOHAO_HOME"))
        return xstrdup(getenv("XIAOHAO_HOME"));
    return user_home ? xasprintf("%s/.local/share/xiaohao", user_home) : NULL;
}

static enum xh_rc run(struct app *a, int argc, char **argv, struct xh_err *err)
{
    struct args front = {0};
    int used = 0;
    enum xh_rc rc = args_parse_front(argc - 1, argv + 1, global_options, &used, &front, err);

    if (rc == XH_OK && args_get(&front, "lang") &&
        strcmp(args_get(&front, "lang"), "zh") != 0 &&
        strcmp(args_get(&front, "lang"), "en") != 0)
        rc = xh_fail(err, XH_USAGE, _("--lang is zh or en"));
    if (rc == XH_OK && args_has(&front, "version")) {
        outf("xiaohao %s\n", XH_VERSION);
    } else if (rc == XH_OK && args_has(&front, "help") && used == argc - 1) {
        struct buf b = {0};
        command_help_all(&b);
        out(buf_str(&b));
        buf_fini(&b);
    } else if (rc == XH_OK) {
        if (args_get(&front, "home"))
            app_name_home(a, xstrdup(args_get(&front, "home")));
        a->user = args_get(&front, "user");
        a->today = args_get(&front, "today");
        a->as_of = args_get(&front, "as-of");
        if (used == argc - 1) {
            rc = command_none(a, err);
        } else if (args_has(&front, "help")) {
            char *help[] = { "help", argv[used + 1] };
            rc = command_run(a, 2, help, err);
        } else {
            rc = command_run(a, argc - 1 - used, argv + 1 + used, err);
        }
    } else {
        xh_fail_more(err, rc, _("usage: xiaohao [OPTION...] COMMAND ..."));
    }
    args_fini(&front);
    return rc;
}

/* A closed descriptor 1 would otherwise be given to the database, and output written into
 * it. */
static void open_standard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            abort();
}

int main(int argc, char **argv)
{
    open_standard_descriptors();
    char *exe_dir = folder_of_program();
    struct account account = look_up_account();
    struct xh_err err = {0};

    signal(SIGXFSZ, SIG_IGN); /* no room for a file is an error like others, and is told */
    umask(0007);        /* a township's folder may belong to a group (DESIGN 9) */
    locale_settle(find_language(argc, argv), exe_dir);
    struct app app = {
        .program = argc > 0 && strchr(argv[0], '/') ? argv[0] : "xiaohao",
        .exe_dir = exe_dir, .user_home = account.home, .login = account.login,
        .full_name = account.name, .uid = (int64_t)getuid(), .lang = find_language(argc, argv),
        .home = default_home(account.home), .as_of_day = DAY_NONE, .clock_ms = clock_ms,
        .env = { .now_ms = clock_ms(), .random = random_bytes },
    };
    look_at_terminal(&app);

    enum xh_rc rc = run(&app, argc, argv, &err);
    app_close(&app);
    /* A full disk is noticed even when only looking. */
    if ((fflush(stdout) != 0 || ferror(stdout)) && rc == XH_OK)
        rc = xh_fail(&err, XH_DB, _("cannot write the output: %s"), strerror(errno));
    if (rc != XH_OK && err.msg[0])
        warn("xiaohao: %s", err.msg);
    free(app.home);
    free(exe_dir);
    free(account.login);
    free(account.name);
    free(account.home);
    return xh_exit_code(rc);
}
