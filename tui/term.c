#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "model/i18n.h"
#include "tui/glyph.h"
#include "tui/term_keys.h"
#include "tui/term_signals.h"

#define ESCAPE_MS 50            /* a lone Esc, or the beginning of a key's name */

/* Modes beyond terminfo. Whoever does not know one passes over it: text that is pasted
 * comes between marks; the mouse reports with decimal coordinates; what stands between the
 * last two is shown at once, without tearing. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
#define FRAME_BEGIN "\033[?2026h"
#define FRAME_END "\033[?2026l"
/* A line character in row 2, and where the cursor is then: an answer in row 1 would be
 * Shift-F3. The first frame paints it over. */
#define PROBE "\033[2;1H\xE2\x94\x80\033[6n"

static SCREEN *screen;
static bool is_open, in_modes;
static bool whole;              /* paint everything anew */
static bool otherwise;          /* what is shown looks otherwise now */
static bool mouse_wanted;
static bool narrow;             /* ambiguous characters are one column wide here */
static int colours;
static struct display display;  /* as the person likes it */
static int out_flags;           /* of the descriptor, as they were */
static attr_t attrs[2][STYLE_COUNT];    /* on the screen, in boxes */
static short pairs[2][STYLE_COUNT];
static struct canvas shown;     /* what the terminal shows now; no cells: nothing known */
static struct term_keys keys;

/* ---- bytes out, besides what curses sends ---- */

static void send(const char *bytes)
{
    size_t n = strlen(bytes);

    while (n > 0) {
        ssize_t done = write(STDOUT_FILENO, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            term_gone();
            return;
        }
        bytes += done;
        n -= (size_t)done;
    }
}

static void enter_modes(void)
{
    send(PASTE_ON);
    if (mouse_wanted)
        send(MOUSE_ON);
    in_modes = true;
}

/* The terminal as it was found. */
static void leave_modes(void)
{
    if (!in_modes)
        return;
    in_modes = false;
    send(MOUSE_OFF PASTE_OFF);
    curs_set(1);
    endwin();
}

/* ---- looks ---- */

static void make_look(int box, enum style s)
{
    struct look l = (box ? theme_look_boxed : theme_look)(s, colours, display.palette,
                                                          display.background);
    short pair = (short)(box * STYLE_COUNT + (int)s + 1);

    attrs[box][s] = (l.bold ? A_BOLD : 0) | (l.reverse ? A_REVERSE : 0) |
                    (l.underline ? A_UNDERLINE : 0) | (l.dim ? A_DIM : 0);
    pairs[box][s] = 0;
    if (colours >= 8 && (l.fg >= 0 || l.bg >= 0) &&
        init_pair(pair, (short)l.fg, (short)l.bg) == OK)
        pairs[box][s] = pair;
}

static void make_looks(void)
{
    cchar_t blank;              /* what erasing leaves: the ground */

    for (int s = 0; s < STYLE_COUNT; s++) {
        make_look(0, (enum style)s);
        make_look(1, (enum style)s);
    }
    setcchar(&blank, L" ", attrs[0][STYLE_PLAIN], pairs[0][STYLE_PLAIN], NULL);
    bkgrndset(&blank);
}

/* ---- a frame ---- */

static void get_size(void *ctx, int *rows, int *cols)
{
    (void)ctx;
    getmaxyx(stdscr, *rows, *cols);
}

/* The character as this terminal can be trusted to draw it in `width` columns; 0: it
 * cannot. */
static wchar_t drawn(uint32_t ch, int width)
{
    if (text_is_ambiguous(ch) && !narrow)
        return (wchar_t)(unsigned char)glyph_plain(ch);
    return wcwidth((wchar_t)ch) == width ? (wchar_t)ch : 0;
}

/* One cell for curses: the character and what joins it. */
static void make_cell(const struct canvas *c, int y, int x, cchar_t *out)
{
    const struct canvas_cell *cell = &c->cells[(size_t)y * (size_t)c->cols + (size_t)x];
    wchar_t text[CCHARW_MAX + 1] = L"";
    size_t n = 0;
    int len;

    for (const char *s = cell->text; *s && n < CCHARW_MAX; s += len) {
        uint32_t ch = text_next(s, &len);
        wchar_t w = n == 0 ? drawn(ch, cell->width) : wcwidth((wchar_t)ch) == 0 ? (wchar_t)ch : 0;
        if (n == 0 && w == 0)
            w = cell->width == 2 ? 0xFF1F : L'?';       /* ？ */
        if (w)
            text[n++] = w;
    }
    if (narrow && display.frames == FRAMES_FOUND && glyph_line(c, y, x))
        text[0] = (wchar_t)glyph_line(c, y, x);
    setcchar(out, text, attrs[cell->boxed][cell->style], pairs[cell->boxed][cell->style], NULL);
}

/* Every row is written whole: nothing ever moves into the middle of a wide character. */
static void paint_row(const struct canvas *c, int y, int cols)
{
    cchar_t *row = xcalloc((size_t)cols + 1, sizeof *row);
    int n = 0, x;

    for (x = 0; x < cols; x++) {
        int width = c->cells[(size_t)y * (size_t)c->cols + (size_t)x].width;
        if (width == 0)
            continue;           /* the right half of the one before */
        if (x + width > cols)
            break;              /* the window is narrower by now */
        make_cell(c, y, x, &row[n++]);
    }
    mvadd_wchnstr(y, 0, row, n);
    free(row);
}

static void show(void *ctx, const struct canvas *c)
{
    int rows, cols;

    (void)ctx;
    if (!whole && !otherwise && shown.cells && canvas_equal(&shown, c))
        return;
    otherwise = false;
    get_size(NULL, &rows, &cols);
    if (whole || !shown.cells)
        clearok(curscr, TRUE);
    whole = false;
    if (c != &shown)
        canvas_copy(&shown, c);
    erase();
    for (int y = 0; y < c->rows && y < rows; y++)
        paint_row(c, y, c->cols < cols ? c->cols : cols);
    /* The cursor always stands where typing would go: that is where the input method
     * opens its window. */
    if (c->cursor_y >= 0 && c->cursor_y < rows && c->cursor_x < cols) {
        move(c->cursor_y, c->cursor_x);
        curs_set(1);
    } else {
        move(rows - 1, 0);
        curs_set(0);
    }
    send(FRAME_BEGIN);
    refresh();
    send(FRAME_END);
}

static void repaint(void *ctx)
{
    (void)ctx;
    whole = true;
}

static void use_look(void *ctx, const struct display *d)
{
    (void)ctx;
    otherwise = true;
    display = *d;
    make_looks();               /* curses finds by itself what that changes */
}

static void show_again(void)
{
    whole = true;
    if (shown.cells)
        show(NULL, &shown);
}

static void use_mouse(void *ctx, bool on)
{
    (void)ctx;
    mouse_wanted = on;
    if (in_modes)
        send(on ? MOUSE_ON : MOUSE_OFF);
}

/* ---- in ---- */

/* The answer to the probe. */
static void take_report(const struct input *in)
{
    if (in->y != 1 || in->x != 1 || narrow)
        return;
    narrow = true;
    show_again();
}

/* The window has another size. */
static void resize(void)
{
    struct winsize size = {0};

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    canvas_fini(&shown);
}

/* After a stop, or when somebody else has had the terminal meanwhile: nothing of what was
 * set is relied on. */
static void go_on(void)
{
    leave_modes();
    reset_prog_mode();
    enter_modes();
    resize();
}

/* What came besides keys; true when it is something the application must know. */
static bool take_signals(struct input *in)
{
    if (term_signal(TERM_GONE)) {
        in->key = K_HANGUP;
        return true;
    }
    if (term_signal(TERM_STOP)) {
        leave_modes();
        term_stop();
        go_on();
        in->key = K_RESIZE;
        return true;
    }
    if (term_signal(TERM_CONTINUE)) {
        go_on();
        in->key = K_RESIZE;
        return true;
    }
    if (term_signal(TERM_SIZE)) {
        resize();
        in->key = K_RESIZE;
        return true;
    }
    if (term_signal(TERM_INTERRUPT)) {
        in->key = K_CTRL('C');
        return true;
    }
    return false;
}

/* More bytes of keys. A terminal that is gone is at its end, or cannot be read. */
static void fill(void)
{
    size_t room;
    char *to = term_keys_room(&keys, &room);
    ssize_t n = read(STDIN_FILENO, to, room);

    if (n > 0)
        keys.n += (size_t)n;
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        term_gone();
}

static void read_input(void *ctx, int ms, struct input *in)
{
    bool over = false;          /* nothing followed a beginning */

    (void)ctx;
    for (;;) {
        *in = (struct input){0};
        if (take_signals(in))
            return;
        if (term_keys_take(&keys, over, in)) {
            if (in->key != K_REPORT)
                return;
            take_report(in);
            continue;
        }
        bool begun = term_keys_begun(&keys);
        enum term_event e = term_wait(begun ? ESCAPE_MS : ms);
        over = e == TERM_TIMEOUT && begun;
        if (e == TERM_INPUT)
            fill();
        else if (e == TERM_TIMEOUT && !begun) {
            in->key = K_TICK;
            return;
        }
    }
}

/* ---- opening ---- */

static enum xh_rc can_show(struct xh_err *err)
{
    const char *term = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return xh_fail(err, XH_USAGE, _("the full-screen application needs a terminal"));
    /* The text console has no Hanzi: ASCII and pinyin, so that it can be read there. */
    if (term && strcmp(term, "linux") == 0)
        return xh_fail(err, XH_USAGE,
                       "The text console cannot show Chinese. Log in to the desktop and open a "
                       "terminal there. (Zhe li bu neng xian shi han zi, qing zai zhuo mian "
                       "da kai zhong duan.)");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return xh_fail(err, XH_USAGE,
                       _("this terminal's character set is %s; set it and LANG to UTF-8 "
                         "(LANG=C.UTF-8)"), nl_langinfo(CODESET));
    if (!term || !*term || strcmp(term, "dumb") == 0)
        return xh_fail(err, XH_USAGE,
                       _("this terminal cannot place a cursor (TERM=%s). Open a terminal window "
                         "of the desktop, or set TERM=xterm-256color."), term ? term : "");
    return XH_OK;
}

/* newterm() leaves something behind when it does not know the name: asked before. */
static SCREEN *open_as(const char *term)
{
    int known = 0;

    if (setupterm(term, STDOUT_FILENO, &known) != OK)
        return NULL;
    del_curterm(cur_term);
    return newterm(term, stdout, stdin);
}

/* What is not known here (kitty, foot, wezterm, ghostty) is an xterm by another name. */
static enum xh_rc open_screen(struct xh_err *err)
{
    const char *term = getenv("TERM");
    static const char *const others[] = { "xterm-256color", "xterm" };

    use_env(FALSE);             /* the window's size, not that of LINES and COLUMNS */
    use_tioctl(TRUE);
    screen = open_as(term);
    for (size_t i = 0; !screen && i < sizeof others / sizeof *others; i++)
        screen = open_as(others[i]);
    const char *place = screen ? tigetstr("cup") : NULL;
    if (place && place != (char *)-1)
        return XH_OK;
    if (screen) {
        endwin();
        delscreen(screen);
    }
    screen = NULL;
    return xh_fail(err, XH_USAGE,
                   _("this terminal (TERM=%s) is not known here. Set TERM=xterm-256color."), term);
}

/* Should the program crash: out of every mode, cursor on, colours off, the screen as it
 * was before. */
static void begin_signals(void)
{
    char words[512];
    const char *leave = tigetstr("rmcup");

    snprintf(words, sizeof words, "%s", FRAME_END MOUSE_OFF PASTE_OFF "\033[0m\033[?25h");
    if (leave && leave != (char *)-1 && strlen(words) + strlen(leave) < sizeof words)
        strcat(words, leave);
    term_signals_begin(words);
}

enum xh_rc term_open(struct terminal *t, struct xh_err *err)
{
    enum xh_rc rc = can_show(err);

    if (rc != XH_OK)
        return rc;
    /* A descriptor that refuses instead of waiting would have curses run in circles. */
    out_flags = fcntl(STDOUT_FILENO, F_GETFL);
    fcntl(STDOUT_FILENO, F_SETFL, out_flags & ~O_NONBLOCK);
    rc = open_screen(err);
    if (rc != XH_OK)
        return rc;
    is_open = true;
    atexit(term_close);         /* also where memory has run out */
    begin_signals();
    keys = (struct term_keys){0};
    canvas_fini(&shown);
    narrow = false;
    raw();                      /* Ctrl-C never ends the program (OFFICE 26) */
    noecho();
    nonl();
    typeahead(-1);              /* a frame is never left half painted */
    colours = 0;
    if (has_colors() && !getenv("NO_COLOR")) {
        start_color();
        use_default_colors();
        colours = COLORS;
    }
    display = (struct display){0};
    make_looks();
    resize();
    refresh();                  /* onto the terminal's second screen */
    send(PROBE);
    mouse_wanted = true;
    enter_modes();
    *t = (struct terminal){ NULL, get_size, show, read_input, use_mouse, repaint, use_look,
                            colours };
    return XH_OK;
}

void term_close(void)
{
    if (!is_open)
        return;
    is_open = false;
    leave_modes();
    term_signals_end();
    delscreen(screen);
    screen = NULL;
    canvas_fini(&shown);
    fcntl(STDOUT_FILENO, F_SETFL, out_flags);
}
