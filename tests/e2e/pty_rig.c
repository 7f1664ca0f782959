#include "tests/e2e/pty_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "model/text.h"
#include "tests/model/record_rig.h"
#include "tests/tui/frame_rules.h"
#include "tui/theme.h"

#define PATIENCE_MS 100000      /* then something hangs; never a measure of speed */
#define FRAME_END "\033[?2026l"

/* ---- looking at a frame ---- */

static int colours_of(const struct pty_rig *r)
{
    const char *term = r->how.term;

    return term && strcmp(term, "vt100") == 0 ? 0 : term && strcmp(term, "xterm") == 0 ? 8 : 256;
}

static struct look look_of(const struct pty_rig *r, enum style s)
{
    return theme_look(s, colours_of(r), r->how.palette, r->how.background);
}

static void put_char(struct buf *b, uint32_t ch)
{
    if (ch < 0x80) {
        buf_putc(b, (char)ch);
    } else if (ch < 0x800) {
        buf_putc(b, (char)(0xC0 | ch >> 6));
        buf_putc(b, (char)(0x80 | (ch & 0x3F)));
    } else {
        if (ch < 0x10000) {
            buf_putc(b, (char)(0xE0 | ch >> 12));
        } else {
            buf_putc(b, (char)(0xF0 | ch >> 18));
            buf_putc(b, (char)(0x80 | (ch >> 12 & 0x3F)));
        }
        buf_putc(b, (char)(0x80 | (ch >> 6 & 0x3F)));
        buf_putc(b, (char)(0x80 | (ch & 0x3F)));
    }
}

static void complain(struct pty_rig *r, const char *what, int y, int x)
{
    fprintf(stderr, "%s\n", r->frame ? r->frame : "");
    fail_msg("%s at row %d, column %d (%dx%d, frame %zu, TERM=%s)", what, y, x, r->cols, r->rows,
             r->frames, r->how.term ? r->how.term : "xterm-256color");
}

static int background(const VTermScreenCell *c)
{
    return VTERM_COLOR_IS_DEFAULT_BG(&c->bg) || !VTERM_COLOR_IS_INDEXED(&c->bg)
               ? -1 : c->bg.indexed.idx;
}

static VTermScreenCell cell_at(struct pty_rig *r, int y, int x)
{
    VTermScreenCell c;

    memset(&c, 0, sizeof c);
    vterm_screen_get_cell(r->screen, (VTermPos){ y, x }, &c);
    if (c.chars[0] == (uint32_t)-1 && x > 0) {      /* a right half has no looks of its own */
        VTermScreenCell left;
        vterm_screen_get_cell(r->screen, (VTermPos){ y, x - 1 }, &left);
        c.bg = left.bg;
        c.fg = left.fg;
        c.attrs = left.attrs;
    }
    return c;
}

/* The row as text, its colours beside it. */
static void read_row(struct pty_rig *r, int y, struct buf *text, struct buf *looks)
{
    for (int x = 0; x < r->cols; x++) {
        VTermScreenCell c = cell_at(r, y, x);
        bool half = c.chars[0] == (uint32_t)-1;
        buf_printf(looks, "%d,%d%s%s%s ", background(&c), c.attrs.reverse,
                   c.attrs.bold ? "b" : "", c.attrs.underline ? "u" : "", half ? "h" : "");
        if (half)
            continue;
        if (c.chars[0] == 0)
            buf_putc(text, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c.chars[i]; i++)
            put_char(text, c.chars[i]);
    }
    while (text->len > 0 && text->s[text->len - 1] == ' ')
        text->s[--text->len] = '\0';
    buf_putc(text, '\n');
}


/* ---- the rules every frame keeps ---- */

/* What was painted, guessed from the colour behind it: what the rules ask about. Where a
 * palette gives something no colour of its own, only its word tells. */
static enum style style_of(const struct pty_rig *r, const VTermScreenCell *c)
{
    static const enum style known[] = { STYLE_RED, STYLE_YELLOW, STYLE_GREEN, STYLE_GREY,
                                        STYLE_FIELD_HERE, STYLE_DIALOG };
    int bg = background(c);

    int box = look_of(r, STYLE_DIALOG).bg;

    if (bg < 0 || bg == look_of(r, STYLE_PLAIN).bg || bg == look_of(r, STYLE_BAR_KEY).bg)
        return STYLE_PLAIN;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bg == look_of(r, known[i]).bg)
            return known[i];
    return c->attrs.bold && bg == look_of(r, STYLE_DIALOG_TITLE).bg &&
                   box >= 0 && box != look_of(r, STYLE_BAR_KEY).bg
               ? STYLE_DIALOG_TITLE : STYLE_PLAIN;
}

static void copy_cell(struct pty_rig *r, int y, int x, struct canvas_cell *out)
{
    VTermScreenCell c = cell_at(r, y, x);
    struct buf text = {0};

    *out = (struct canvas_cell){ .style = (uint8_t)style_of(r, &c) };
    if (c.chars[0] == (uint32_t)-1)
        return;
    out->width = (uint8_t)(c.width == 2 ? 2 : 1);
    put_char(&text, c.chars[0] ? c.chars[0] : ' ');
    for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL && c.chars[0] && c.chars[i]; i++)
        put_char(&text, c.chars[i]);
    snprintf(out->text, sizeof out->text, "%s", buf_str(&text));
    out->line = (c.chars[0] >= 0x2500 && c.chars[0] <= 0x257F) ||
                (c.chars[0] && strchr("-|+", (int)c.chars[0]));     /* before it has answered */
    buf_fini(&text);
}

static void look_at_rules(struct pty_rig *r)
{
    int y, x;
    bool narrow = r->how.answer == PTY_NARROW;
    struct frame_looks how = { .plain = colours_of(r) == 0, .lines = narrow,
                               .glyphs = narrow && r->how.any_glyph ? NULL : "" };
    struct canvas c = {0};

    canvas_init(&c, r->rows, r->cols);
    for (y = 0; y < r->rows; y++)
        for (x = 0; x < r->cols; x++)
            copy_cell(r, y, x, &c.cells[y * r->cols + x]);
    canvas_cursor(&c, r->cursor_shown ? r->cursor_y : -1, r->cursor_shown ? r->cursor_x : -1);
    const char *broken = frame_broken(&c, &how, &y, &x);
    canvas_fini(&c);
    if (broken)
        complain(r, broken, y, x);
}

/* At the end of a frame. */
static void look(struct pty_rig *r)
{
    struct buf text = {0}, looks = {0};
    const char *sent = r->bytes.s + r->frame_from;
    size_t n = r->fed - r->frame_from;
    bool clear = memmem(sent, n, "\033[2J", 4) || memmem(sent, n, "\033[H\033[J", 6);

    r->frames++;
    free(r->before);
    free(r->looks_before);
    r->before = r->frame;
    r->looks_before = r->looks;
    for (int y = 0; y < r->rows; y++)
        read_row(r, y, &text, &looks);
    r->frame = buf_take(&text);
    r->looks = buf_take(&looks);
    r->frame_from = r->fed;
    r->clears += clear;
    if (r->loose)
        return;
    look_at_rules(r);
}

/* ---- libvterm ---- */

static int moved(VTermPos pos, VTermPos old, int visible, void *user)
{
    struct pty_rig *r = user;

    (void)old, (void)visible;
    r->cursor_y = pos.row;
    r->cursor_x = pos.col;
    return 1;
}

static int set_prop(VTermProp prop, VTermValue *val, void *user)
{
    struct pty_rig *r = user;

    if (prop == VTERM_PROP_CURSORVISIBLE)
        r->cursor_shown = val->boolean;
    if (prop == VTERM_PROP_TITLE)
        fail_msg("something set the title of the window: %s", val->string);
    return 1;
}

static int rang(void *user)
{
    (void)user;
    fail_msg("the bell rang: a control character got through");
    return 1;
}

static const VTermScreenCallbacks callbacks = {
    .movecursor = moved, .settermprop = set_prop, .bell = rang,
};

/* What the terminal answers: where its cursor is. */
static void answer(const char *s, size_t n, void *user)
{
    struct pty_rig *r = user;

    if (r->how.answer == PTY_SILENT)
        return;
    if (r->how.answer == PTY_WIDE) {
        s = "\033[2;3R";
        n = strlen(s);
    }
    buf_add(&r->answers, s, n);         /* sent once it has drawn what it was asked in */
}

/* ---- bytes ---- */

static void draw_sent(struct pty_rig *r)
{
    while (r->fed < r->bytes.len) {
        char *from = r->bytes.s + r->fed;
        char *end = memmem(from, r->bytes.len - r->fed, FRAME_END, strlen(FRAME_END));
        size_t n = end ? (size_t)(end - from) + strlen(FRAME_END) : r->bytes.len - r->fed;
        /* a mark may come in two pieces: its beginning waits */
        if (!end)
            for (size_t k = strlen(FRAME_END) - 1; k > 0; k--)
                if (n >= k && memcmp(from + n - k, FRAME_END, k) == 0) {
                    n -= k;
                    break;
                }
        if (n == 0)
            return;
        size_t at = r->fed;
        r->fed += n;
        vterm_input_write(r->vt, r->bytes.s + at, n);
        if (end)
            look(r);
    }
}

/* Take what there is; false at the end of the line. */
static bool take(struct pty_rig *r)
{
    char block[16384];
    ssize_t n = read(r->master, block, sizeof block);

    if (n <= 0)
        return n < 0 && (errno == EAGAIN || errno == EINTR);
    buf_add(&r->bytes, block, (size_t)n);
    draw_sent(r);
    if (r->answers.len) {
        struct buf answers = r->answers;
        r->answers = (struct buf){0};
        pty_send(r, buf_str(&answers), answers.len);
        buf_fini(&answers);
    }
    return true;
}

static void show_trouble(struct pty_rig *r, const char *what)
{
    size_t from = r->bytes.len > 600 ? r->bytes.len - 600 : 0;

    fail_msg("%s; the last frame:\n%s\nthe last bytes: %s", what, r->frame ? r->frame : "(none)",
             r->bytes.s ? r->bytes.s + from : "");
}

/* Wait for more of it. */
static void pump(struct pty_rig *r, const char *waiting_for)
{
    struct pollfd p = { .fd = r->master, .events = POLLIN };
    int status;

    if (poll(&p, 1, PATIENCE_MS) == 0)
        show_trouble(r, waiting_for);
    if (p.revents && !take(r))
        show_trouble(r, waiting_for);
    if (!r->how.job && !r->over && waitpid(r->pid, &status, WNOHANG) == r->pid) {
        r->over = true;
        r->status = status;
        while (poll(&p, 1, 0) > 0 && (p.revents & POLLIN) && take(r))
            ;
        fail_msg("it has ended (status %#x) instead of %s; it said: %s", (unsigned)status,
                 waiting_for, r->bytes.s ? r->bytes.s + (r->bytes.len > 3000
                                           ? r->bytes.len - 3000 : 0) : "");
    }
}

/* Output is taken meanwhile: neither waits for the other for ever. */
void pty_send(struct pty_rig *r, const char *bytes, size_t n)
{
    while (n > 0) {
        struct pollfd p[] = { { .fd = r->input, .events = POLLOUT },
                              { .fd = r->master, .events = POLLIN } };
        if (poll(p, 2, PATIENCE_MS) <= 0)
            show_trouble(r, "nobody reads what is typed");
        if (p[1].revents & POLLIN)
            take(r);
        if (!(p[0].revents & POLLOUT))
            continue;
        ssize_t done = write(r->input, bytes, n < 512 ? n : 512);
        if (done < 0 && errno != EAGAIN)
            show_trouble(r, "typing does not work");
        bytes += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
}

/* Texts are too long for one message of cmocka's. */
static void differ(struct pty_rig *r)
{
    print_error("painted little by little this was\n%s\n", r->before);
    print_error("but painted anew it is\n%s\n%s\n", r->frame,
                strcmp(r->before, r->frame) == 0 ? "in other colours" : "");
    fail_msg("something is left over from an earlier frame");
}

void pty_settle(struct pty_rig *r)
{
    size_t clears = r->clears;

    pty_send(r, "\x0C", 1);
    while (r->clears == clears)
        pump(r, "waiting until the keys are worked off");
    if (!r->loose && r->before &&
        (strcmp(r->before, r->frame) != 0 || strcmp(r->looks_before, r->looks) != 0))
        differ(r);
}

/* ---- keys ---- */

static const struct { const char *name, *bytes; } named[] = {
    { "Enter", "\r" }, { "Esc", "\033" }, { "Up", "\033[A" }, { "Down", "\033[B" },
    { "Right", "\033[C" }, { "Left", "\033[D" }, { "Home", "\033[H" }, { "End", "\033[F" },
    { "PgUp", "\033[5~" }, { "PgDn", "\033[6~" }, { "Tab", "\t" }, { "BackTab", "\033[Z" },
    { "Space", " " }, { "BS", "\177" }, { "Del", "\033[3~" }, { "Ins", "\033[2~" },
    { "lt", "<" }, { "F1", "\033OP" }, { "F2", "\033OQ" }, { "F3", "\033OR" },
    { "F4", "\033OS" }, { "F5", "\033[15~" }, { "F6", "\033[17~" }, { "F7", "\033[18~" },
    { "F8", "\033[19~" }, { "F9", "\033[20~" }, { "F10", "\033[21~" },
    { "wheel:up", "\033[<64;10;10M" }, { "wheel:down", "\033[<65;10;10M" },
};

static void put_named(struct buf *b, const char *name)
{
    int y, x;

    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i].name, name) == 0) {
            buf_puts(b, named[i].bytes);
            return;
        }
    if (strncmp(name, "C-", 2) == 0)
        buf_putc(b, (char)(name[2] & 0x1F));
    else if (strncmp(name, "paste:", 6) == 0)
        buf_printf(b, "\033[200~%s\033[201~", name + 6);
    else if (sscanf(name, "click:%d,%d", &y, &x) == 2)
        buf_printf(b, "\033[<0;%d;%dM\033[<0;%d;%dm", x + 1, y + 1, x + 1, y + 1);
    else
        fail_msg("no key <%s>", name);
}

static void put_keys(struct buf *b, const char *keys)
{
    while (*keys) {
        const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
        if (!end) {
            buf_putc(b, *keys++);
            continue;
        }
        char *name = xstrndup(keys + 1, (size_t)(end - keys - 1));
        put_named(b, name);
        free(name);
        keys = end + 1;
    }
}

void pty_keys(struct pty_rig *r, const char *keys)
{
    struct buf b = {0};

    put_keys(&b, keys);
    pty_send(r, buf_str(&b), b.len);
    buf_fini(&b);
    pty_settle(r);
}

/* ---- starting ---- */

static int open_master(void)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (fd >= 0 && (grantpt(fd) != 0 || unlockpt(fd) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static int open_slave(int master)
{
    char name[128];

    return ptsname_r(master, name, sizeof name) == 0 ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
                                                      : -1;
}

bool pty_is_there(void)
{
    int master = open_master(), slave = master >= 0 ? open_slave(master) : -1;

    if (slave >= 0)
        close(slave);
    if (master >= 0)
        close(master);
    return slave >= 0 && getenv("XH_BIN");
}

static void set_size(int fd, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

    assert_int_equal(ioctl(fd, TIOCSWINSZ, &size), 0);
}

static void exec_program(const struct pty_start *how)
{
    const char *argv[16];
    size_t n = 0;
    char *env[8], path[4096];
    size_t k = 0;

    argv[n++] = getenv("XH_BIN");
    argv[n++] = "--home";
    argv[n++] = how->home;
    argv[n++] = "--today";
    argv[n++] = how->today ? how->today : "2026-11-20";
    if (how->user) {
        argv[n++] = "--user";
        argv[n++] = how->user;
    }
    if (how->lang) {
        argv[n++] = "--lang";
        argv[n++] = how->lang;
    }
    argv[n] = NULL;
    env[k++] = xasprintf("PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
    env[k++] = xasprintf("HOME=%s", getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp");
    env[k++] = xstrdup("LANG=C.UTF-8");
    if (!how->term || *how->term)
        env[k++] = xasprintf("TERM=%s", how->term ? how->term : "xterm-256color");
    /* what a sanitizer has to say does not belong on the terminal */
    snprintf(path, sizeof path, "ASAN_OPTIONS=%s:log_path=%s/asan",
             getenv("ASAN_OPTIONS") ? getenv("ASAN_OPTIONS") : "",
             getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp");
    env[k++] = path;
    env[k] = NULL;
    signal(SIGHUP, how->nohup ? SIG_IGN : SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    execve(argv[0], (char *const *)argv, env);
    _exit(127);
}

/* A shell of sorts: the program in the foreground, told when it stops. */
static void lead(const struct pty_start *how, int talk)
{
    char go;
    int status;

    signal(SIGTTOU, SIG_IGN);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        close(talk);
        exec_program(how);
    }
    setpgid(pid, pid);
    if (write(talk, &pid, sizeof pid) != sizeof pid)
        _exit(1);
    while (waitpid(pid, &status, WUNTRACED) == pid) {
        if (!WIFSTOPPED(status))
            _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
        tcsetpgrp(STDIN_FILENO, getpgrp());
        if (write(talk, "s", 1) != 1 || read(talk, &go, 1) != 1)
            _exit(1);
        tcsetpgrp(STDIN_FILENO, pid);
        kill(-pid, SIGCONT);
    }
    _exit(1);
}

static void start_child(struct pty_rig *r, int in, int out)
{
    int talk[2] = { -1, -1 };

    if (r->how.job)
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, talk), 0);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        setsid();
        ioctl(out, TIOCSCTTY, 0);
        dup2(in, STDIN_FILENO);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        if (r->how.job)
            lead(&r->how, talk[1]);
        exec_program(&r->how);
    }
    r->pid = r->leader = pid;
    r->leader_pipe = -1;
    if (r->how.job) {
        close(talk[1]);
        r->leader_pipe = talk[0];
        assert_int_equal(read(talk[0], &r->pid, sizeof r->pid), sizeof r->pid);
    }
}

void pty_start(struct pty_rig *r, const struct pty_start *how)
{
    *r = (struct pty_rig){ .how = *how, .rows = how->rows ? how->rows : 24,
                           .cols = how->cols ? how->cols : 80, .cursor_shown = true };
    r->master = r->input = open_master();
    r->slave = open_slave(r->master);
    assert_true(r->slave >= 0);
    set_size(r->slave, r->rows, r->cols);
    int in = r->slave;
    if (how->other_input) {
        r->input = open_master();
        in = open_slave(r->input);
        struct termios modes;           /* curses only cares for where it writes */
        assert_int_equal(tcgetattr(in, &modes), 0);
        cfmakeraw(&modes);
        tcsetattr(in, TCSANOW, &modes);
    }
    fcntl(r->master, F_SETFL, O_NONBLOCK);
    r->vt = vterm_new(r->rows, r->cols);
    vterm_set_utf8(r->vt, 1);
    vterm_output_set_callback(r->vt, answer, r);
    r->screen = vterm_obtain_screen(r->vt);
    vterm_screen_enable_altscreen(r->screen, 1);
    vterm_screen_set_callbacks(r->screen, &callbacks, r);
    vterm_screen_reset(r->screen, 1);
    if (how->early)
        pty_send(r, how->early, strlen(how->early));
    start_child(r, in, r->slave);
    if (how->other_input)
        close(in);
    if (how->no_frame)
        return;
    /* the first frame, and the one with real lines once the terminal has answered */
    while (r->clears < (how->answer == PTY_NARROW ? 2 : 1))
        pump(r, "waiting for the first frame");
    pty_settle(r);
}

/* ---- size ---- */

void pty_size_only(struct pty_rig *r, int rows, int cols)
{
    r->rows = rows;
    r->cols = cols;
    /* libvterm 0.1 falls over a wide character, still on its way, in one column */
    vterm_set_size(r->vt, rows, cols < 2 ? 2 : cols);
    set_size(r->slave, rows, cols);
}

void pty_size(struct pty_rig *r, int rows, int cols)
{
    size_t clears = r->clears;

    if (rows == r->rows && cols == r->cols)
        return;
    r->loose = true;            /* a frame of the old size may still be on its way */
    pty_size_only(r, rows, cols);
    while (r->clears == clears)
        pump(r, "waiting for the frame of another size");
    pty_settle(r);
    r->loose = false;
    pty_settle(r);
}

/* ---- texts ---- */

void pty_wait_shown(struct pty_rig *r, const char *text)
{
    while (!r->frame || !strstr(r->frame, text))
        pump(r, text);
}

void assert_pty_(struct pty_rig *r, const char *text, bool want, const char *file, int line)
{
    if ((strstr(r->frame, text) != NULL) == want)
        return;
    print_error("%s \"%s\" in\n%s", want ? "no" : "there is a", text, r->frame);
    _fail(file, line);
}

void pty_find(struct pty_rig *r, const char *text, int *y, int *x)
{
    const char *row = r->frame;

    for (*y = 0; *row; (*y)++) {
        const char *end = strchr(row, '\n');
        const char *at = strstr(row, text);
        if (at && at < end) {
            char *left = xstrndup(row, (size_t)(at - row));
            *x = text_width(left);
            free(left);
            return;
        }
        row = end + 1;
    }
    fail_msg("no \"%s\" in\n%s", text, r->frame);
}

void pty_text(struct pty_rig *r, int y, int x, int cols, char *out, size_t size)
{
    struct buf b = {0};

    for (int i = x; i < x + cols && i < r->cols; i++) {
        VTermScreenCell c = cell_at(r, y, i);
        if (c.chars[0] != (uint32_t)-1)
            put_char(&b, c.chars[0] ? c.chars[0] : ' ');
    }
    while (b.len > 0 && b.s[b.len - 1] == ' ')
        b.s[--b.len] = '\0';
    snprintf(out, size, "%s", buf_str(&b));
    buf_fini(&b);
}

int pty_background(struct pty_rig *r, int y, int x)
{
    VTermScreenCell c = cell_at(r, y, x);

    return background(&c);
}

int pty_foreground(struct pty_rig *r, int y, int x)
{
    VTermScreenCell c = cell_at(r, y, x);

    return VTERM_COLOR_IS_DEFAULT_FG(&c.fg) || !VTERM_COLOR_IS_INDEXED(&c.fg)
               ? -1 : c.fg.indexed.idx;
}

/* ---- ending ---- */

static void close_rig(struct pty_rig *r)
{
    if (r->master >= 0)
        close(r->master);
    if (r->how.other_input && r->input >= 0)
        close(r->input);
    if (r->slave >= 0)
        close(r->slave);
    if (r->leader_pipe >= 0)
        close(r->leader_pipe);
    if (r->vt)
        vterm_free(r->vt);
    buf_fini(&r->bytes);
    buf_fini(&r->answers);
    free(r->frame);
    free(r->before);
    free(r->looks);
    free(r->looks_before);
    *r = (struct pty_rig){ .master = -1, .slave = -1 };
}

/* Output is taken until the process is no more: it may have to say something at the end. */
int pty_wait_end(struct pty_rig *r)
{
    for (int waited = 0; !r->over; waited++) {
        struct pollfd p = { .fd = r->master, .events = POLLIN };
        if (waitpid(r->leader, &r->status, WNOHANG) == r->leader)
            r->over = true;
        else if (waited > PATIENCE_MS / 20)
            show_trouble(r, "it does not end");
        if (r->master < 0)
            usleep(20000);
        else if (poll(&p, 1, r->over ? 0 : 20) > 0 && !(p.revents & POLLIN))
            usleep(20000);
        while (r->master >= 0 && poll(&p, 1, 0) > 0 && (p.revents & POLLIN) && take(r))
            ;
    }
    return r->status;
}

static bool mode_is_on(const struct pty_rig *r, const char *mode)
{
    bool on = false;

    for (const char *s = r->bytes.s; s && (s = strstr(s, mode)); s += strlen(mode))
        on = s[strlen(mode)] == 'h';
    return on;
}

void pty_assert_restored_(struct pty_rig *r, const char *file, int line)
{
    const char *what = mode_is_on(r, "\033[?1049") ? "the second screen is still there"
                     : mode_is_on(r, "\033[?1000") || mode_is_on(r, "\033[?1006")
                           ? "the mouse still reports"
                     : mode_is_on(r, "\033[?2004") ? "pastes are still marked"
                     : mode_is_on(r, "\033[?2026") ? "a frame is still open"
                     : strstr(r->bytes.s, "\033[?25l") && !mode_is_on(r, "\033[?25")
                           ? "the cursor is hidden" : NULL;

    if (!what)
        return;
    print_error("%s\n", what);
    _fail(file, line);
}

void pty_end(struct pty_rig *r)
{
    kill(r->pid, SIGTERM);
    int status = pty_wait_end(r);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("it ended with status %#x; the last frame:\n%s", (unsigned)status, r->frame);
    pty_assert_restored(r);
    close_rig(r);
}

void pty_drop(struct pty_rig *r)
{
    if (!r->over && r->pid > 0) {
        kill(r->pid, SIGKILL);
        waitpid(r->leader, &r->status, 0);
    }
    close_rig(r);
}

void pty_job_stopped(struct pty_rig *r)
{
    char said = 0;

    for (;;) {
        struct pollfd p[] = { { .fd = r->master, .events = POLLIN },
                              { .fd = r->leader_pipe, .events = POLLIN } };
        if (poll(p, 2, PATIENCE_MS) <= 0)
            show_trouble(r, "it does not stop");
        if (p[0].revents & POLLIN)
            take(r);
        else if (p[1].revents)
            break;
    }
    if (read(r->leader_pipe, &said, 1) != 1 || said != 's')
        fail_msg("it has ended instead of stopping");
}

void pty_job_go_on(struct pty_rig *r)
{
    size_t clears = r->clears;

    assert_int_equal(write(r->leader_pipe, "c", 1), 1);
    while (r->clears == clears)
        pump(r, "waiting for a frame after going on");
    pty_settle(r);
}

/* ---- townships ---- */

static void found_town(const char *home)
{
    struct record_rig town;
    char code[64];

    record_rig_init_on(&town, home, true, "2026-11-02");
    for (int i = 0; i < 4; i++) {
        char due[32], title[64];
        snprintf(due, sizeof due, "due=2026-11-%02d", i < 2 ? 10 + i : 23 + i);
        snprintf(title, sizeof title, "title=示例事项%d 河道清淤", i + 1);
        snprintf(code, sizeof code, "%s", rig_add(&town, "tasks", title, "unit=建设办",
                 "owner=干部甲", "lead=领导甲", due, NULL));
        if (i == 3)
            break;              /* not acknowledged yet */
        assert_int_equal(rig_do(&town, town.handler, VERB_ACCEPT, code), XH_OK);
    }
    rig_today(&town, "2026-11-20");
    for (int i = 0; i < 2; i++) {
        snprintf(code, sizeof code, "%s", rig_task(&town, i ? "2026-11-24" : "2026-12-30"));
        rig_finish_task(&town, code);
        if (i)
            assert_int_equal(rig_do(&town, town.handler, VERB_APPLY, code), XH_OK);
    }
    record_rig_fini(&town);
}

char *pty_town(void)
{
    static unsigned made;
    static char *first;
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    char *home = xasprintf("%s/town%u-%d", tmp, made++, (int)getpid()), *copy;

    if (!first) {
        first = xasprintf("%s/town-first-%d", tmp, (int)getpid());
        found_town(first);
    }
    copy = xasprintf("cp -R '%s' '%s'", first, home);
    assert_int_equal(system(copy), 0);
    free(copy);
    return home;
}

void pty_assert_whole(const char *home)
{
    struct store *st = NULL;
    struct verify v = {0};
    struct xh_err err = {0};

    if (store_open(home, true, NULL, &st, &err) != XH_OK ||
        verify_run(st, NULL, NULL, &v, &err) != XH_OK)
        fail_msg("%s is not whole: %s %s", home, err.msg, buf_str(&v.facts.findings));
    verify_fini(&v);
    store_close(st);
}
