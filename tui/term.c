#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "model/i18n.h"

#define ESCAPE_MS 25            /* a lone Esc, or the beginning of a key's name */

static bool is_open;
static bool whole;              /* paint everything anew */
static int colours;
static volatile sig_atomic_t hung_up;
static attr_t attrs[STYLE_COUNT];
static short pairs[STYLE_COUNT];
static bool pasting;

static void on_hangup(int sig)
{
    (void)sig;
    hung_up = 1;
}

/* ---- looks ---- */

static void make_looks(void)
{
    for (int s = 0; s < STYLE_COUNT; s++) {
        struct look l = theme_look((enum style)s, colours);
        attrs[s] = (l.bold ? A_BOLD : 0) | (l.reverse ? A_REVERSE : 0) |
                   (l.underline ? A_UNDERLINE : 0) | (l.dim ? A_DIM : 0);
        pairs[s] = 0;
        if (colours >= 8 && (l.fg >= 0 || l.bg >= 0) &&
            init_pair((short)(s + 1), (short)l.fg, (short)l.bg) == OK)
            pairs[s] = (short)(s + 1);
    }
}

/* ---- out ---- */

static void get_size(void *ctx, int *rows, int *cols)
{
    (void)ctx;
    getmaxyx(stdscr, *rows, *cols);
}

/* Every row is written whole: nothing ever moves into the middle of a wide character. */
static void paint_row(const struct canvas *c, int y)
{
    const struct canvas_cell *row = &c->cells[(size_t)y * (size_t)c->cols];

    move(y, 0);
    for (int x = 0; x < c->cols;) {
        char run[4096];
        size_t n = 0;
        int style = row[x].style;
        for (; x < c->cols && row[x].style == style && n + CELL_TEXT < sizeof run; x++) {
            size_t len = strlen(row[x].text);
            memcpy(run + n, row[x].text, len);
            n += len;
        }
        attr_set(attrs[style], pairs[style], NULL);
        addnstr(run, (int)n);
    }
}

static void show(void *ctx, const struct canvas *c)
{
    int rows, cols;

    get_size(ctx, &rows, &cols);
    if (whole)
        clearok(stdscr, TRUE);
    whole = false;
    for (int y = 0; y < c->rows && y < rows; y++)
        paint_row(c, y);
    attr_set(A_NORMAL, 0, NULL);
    /* The cursor always stands where typing would go: that is where the input method
     * opens its window. */
    if (c->cursor_y >= 0) {
        move(c->cursor_y, c->cursor_x);
        curs_set(1);
    } else {
        move(rows - 1, 0);
        curs_set(0);
    }
    refresh();
}

static void repaint(void *ctx)
{
    (void)ctx;
    whole = true;
}

static void use_mouse(void *ctx, bool on)
{
    (void)ctx;
    mousemask(on ? BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED |
                       BUTTON5_PRESSED
                 : 0, NULL);
}

/* ---- in ---- */

static const struct { int code; uint32_t key; } named[] = {
    { KEY_BTAB, K_BACKTAB }, { KEY_BACKSPACE, K_BACKSPACE }, { KEY_DC, K_DELETE },
    { KEY_IC, K_INSERT }, { KEY_UP, K_UP }, { KEY_DOWN, K_DOWN }, { KEY_LEFT, K_LEFT },
    { KEY_RIGHT, K_RIGHT }, { KEY_HOME, K_HOME }, { KEY_END, K_END }, { KEY_PPAGE, K_PGUP },
    { KEY_NPAGE, K_PGDN }, { KEY_SR, K_SHIFT_UP }, { KEY_SF, K_SHIFT_DOWN },
    { KEY_ENTER, K_ENTER }, { KEY_RESIZE, K_RESIZE }, { KEY_A1, K_HOME }, { KEY_C1, K_END },
    { KEY_A3, K_PGUP }, { KEY_C3, K_PGDN },
};

static void read_mouse(struct input *in)
{
    MEVENT m;

    in->key = K_NONE;
    if (getmouse(&m) != OK)
        return;
    in->key = K_MOUSE;
    in->y = m.y;
    in->x = m.x;
    if (m.bstate & BUTTON4_PRESSED)
        in->mouse = MOUSE_WHEEL_UP;
    else if (m.bstate & BUTTON5_PRESSED)
        in->mouse = MOUSE_WHEEL_DOWN;
    else if (m.bstate & BUTTON1_DOUBLE_CLICKED)
        in->mouse = MOUSE_DOUBLE;
    else if (m.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED))
        in->mouse = MOUSE_CLICK;
    else
        in->key = K_NONE;
}

enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END };

static void translate(int code, struct input *in)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (named[i].code == code) {
            in->key = named[i].key;
            return;
        }
    if (code >= KEY_F(1) && code <= KEY_F(12))
        in->key = K_F1 + (uint32_t)(code - KEY_F(1));
    else if (code == KEY_MOUSE)
        read_mouse(in);
    else if (code == PASTE_BEGIN || code == PASTE_END)
        pasting = code == PASTE_BEGIN;
}

static void read_input(void *ctx, int ms, struct input *in)
{
    wint_t ch;

    (void)ctx;
    *in = (struct input){0};
    if (hung_up) {
        in->key = K_HANGUP;
        return;
    }
    timeout(ms);
    errno = 0;
    int got = get_wch(&ch);
    if (hung_up) {
        in->key = K_HANGUP;
    } else if (got == ERR) {
        /* end of input: a terminal that is gone never times out */
        in->key = errno == EIO || (errno == 0 && ms < 0) ? K_HANGUP : K_TICK;
    } else if (got == KEY_CODE_YES) {
        translate((int)ch, in);
    } else {
        in->key = ch == '\n' ? K_ENTER : ch == 0x7F || ch == 8 ? K_BACKSPACE : (uint32_t)ch;
        in->pasted = pasting;
    }
}

/* ---- opening ---- */

static enum xh_rc can_show(struct xh_err *err)
{
    const char *term = getenv("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return xh_fail(err, XH_USAGE, _("the full-screen application needs a terminal"));
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return xh_fail(err, XH_USAGE,
                       _("this terminal's character set is %s; set it and LANG to UTF-8 "
                         "(LANG=C.UTF-8)"), nl_langinfo(CODESET));
    if (!term || strcmp(term, "dumb") == 0)
        return xh_fail(err, XH_USAGE, _("this terminal cannot place a cursor (TERM=%s)"),
                       term ? term : "");
    /* The text console has no Hanzi: ASCII and pinyin, so that it can be read there. */
    if (strcmp(term, "linux") == 0)
        return xh_fail(err, XH_USAGE,
                       "The text console cannot show Chinese. Log in to the desktop and open a "
                       "terminal there. (Zhe li bu neng xian shi han zi, qing zai zhuo mian "
                       "da kai zhong duan.)");
    return XH_OK;
}

enum xh_rc term_open(struct terminal *t, struct xh_err *err)
{
    enum xh_rc rc = can_show(err);
    struct sigaction hup = { .sa_handler = on_hangup };

    if (rc != XH_OK)
        return rc;
    set_escdelay(ESCAPE_MS);
    if (!initscr())
        return xh_fail(err, XH_USAGE, _("this terminal (TERM=%s) is not known here"),
                       getenv("TERM"));
    is_open = true;
    sigaction(SIGHUP, &hup, NULL);
    sigaction(SIGTERM, &hup, NULL);
    raw();                      /* Ctrl-C never ends the program (OFFICE 26) */
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    colours = 0;
    if (has_colors() && !getenv("NO_COLOR")) {
        start_color();
        use_default_colors();
        colours = COLORS;
    }
    make_looks();
    mouseinterval(0);
    use_mouse(NULL, true);
    define_key("\033[200~", PASTE_BEGIN);
    define_key("\033[201~", PASTE_END);
    fputs("\033[?2004h", stdout);          /* say when text is pasted */
    fflush(stdout);
    *t = (struct terminal){ NULL, get_size, show, read_input, use_mouse, repaint };
    return XH_OK;
}

void term_close(void)
{
    if (!is_open)
        return;
    is_open = false;
    fputs("\033[?2004l", stdout);
    endwin();
}
