/* settings_display.c - 设置, 显示: colours, background, mouse and frames as one person likes
 * them. A choice holds at once, on this page too, and below it stands what it does to rows,
 * fields, refusals and boxes. */
#include "model/i18n.h"
#include "tui/keys.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

#define LABEL 20                /* columns of a setting's name */
#define BOX 36                  /* of the box in the picture */

struct display_page { size_t at; };     /* the setting under the cursor */

static const struct {
    const char *name;
    const char *choices[3];
    const char *about;
} settings[DISPLAY_SETTINGS] = {
    [DISPLAY_PALETTE] = {
        N_("Colours"), { N_("red, yellow, green"), N_("orange, yellow, blue"), NULL },
        N_("What stands behind the four words. Orange, yellow and blue can be told apart by those "
           "who take red and green for one another. The words stay.") },
    [DISPLAY_BACKGROUND] = {
        N_("Screen background"), { N_("as the terminal"), N_("light"), N_("dark") },
        N_("What everything stands on: the terminal's own colours, or dark on white, or light on "
           "black, whatever the terminal has.") },
    [DISPLAY_MOUSE] = {
        N_("Mouse"), { N_("switched on"), N_("switched off"), NULL },
        N_("On, rows and the bar below can be pressed, and text is selected with Shift and drag. "
           "Off, the terminal selects text as elsewhere. M switches it on every screen.") },
    [DISPLAY_FRAMES] = {
        N_("Frame lines"), { N_("as found at the start"), N_("plain: - | +"), NULL },
        N_("Real lines where this terminal was found to draw them one column wide; plain ones if "
           "frames look torn all the same.") },
};

static const struct key_bind keys[] = {
    { CMD_RETURN, N_("As given"), N_("everything back to how it was given"), 0 },
    { CMD_OPEN, NULL, N_("the next choice"), 0 },
    { CMD_MARK, NULL, N_("the next choice, too"), 0 },
    { CMD_LEFT, NULL, N_("the choice to the left"), 0 },
    { CMD_RIGHT, NULL, N_("the choice to the right"), 0 },
    { CMD_OWN_1, NULL, N_("the first choice, and so on"), '1' },
    { CMD_OWN_2, NULL, NULL, '2' }, { CMD_OWN_3, NULL, NULL, '3' },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 },
    { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- painting: the settings ---- */

static void draw_setting(struct tui *t, const struct display_page *p, int setting, int y, int w)
{
    struct canvas *c = &t->canvas;
    bool here = (size_t)setting == p->at, idle = !t->term.colours && display_needs_colours(setting);
    int x = LABEL;

    canvas_put(c, y, 0, 2, here ? ">" : "", TEXT_LEFT, STYLE_PLAIN);
    canvas_put(c, y, 2, LABEL - 2, _(settings[setting].name), TEXT_LEFT, STYLE_PLAIN);
    canvas_hit(c, (struct area){ y, 0, 1, w }, K_ENTER, setting * 10);
    for (int k = 0; k < display_choices(setting); k++) {
        bool chosen = display_get(&t->display, setting) == k;
        struct buf b = {0};
        buf_printf(&b, "%s %s", chosen ? "(*)" : "( )", _(settings[setting].choices[k]));
        int used = canvas_write(c, y, x, buf_str(&b), idle     ? STYLE_DIM
                                                      : chosen ? STYLE_STRONG : STYLE_PLAIN);
        canvas_hit(c, (struct area){ y, x, 1, used }, K_ENTER, setting * 10 + k + 1);
        x += used + 3;
        buf_fini(&b);
    }
    if (here)
        canvas_restyle(c, y, 0, w, STYLE_CURSOR);
}

/* What is to be known about this terminal; NULL: nothing. */
static const char *remark(const struct tui *t)
{
    if (!t->term.colours)
        return _("This terminal has no colours: the first two change nothing here. They are kept "
                 "for terminals that have them.");
    if (t->term.colours < 256 && t->display.palette == PALETTE_BLUE_ORANGE)
        return _("This terminal has few colours and no orange: red stays red, green becomes blue.");
    return NULL;
}

/* ---- painting: the picture ---- */

enum { COLUMN_COLOUR, COLUMN_TITLE, COLUMN_COUNT };
static const enum colour lights[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    static const char *const titles[] = { N_("the row under the cursor"), N_("a row"),
                                          N_("a marked row") };
    const struct tui *t = ctx;

    if (column == COLUMN_COLOUR) {
        *style = theme_colour(lights[row]);
        buf_puts(out, colour_word(t->defs, lights[row]));
    } else {
        buf_puts(out, _(titles[row]));
    }
}

static bool is_marked(void *ctx, size_t row)
{
    (void)ctx;
    return row == 2;
}

static void draw_blocks(struct tui *t, int y, int x)
{
    static const int numbers[] = { 3, 5, 41, 2 };
    struct buf b = {0};

    for (size_t i = 0; i < sizeof lights / sizeof *lights; i++) {
        buf_clear(&b);
        buf_printf(&b, "%s %d", colour_word(t->defs, lights[i]), numbers[i]);
        x += canvas_write(&t->canvas, y, x, buf_str(&b), theme_colour(lights[i])) + 2;
    }
    buf_fini(&b);
}

static void draw_rows(struct tui *t, struct area a)
{
    const struct view_column columns[COLUMN_COUNT] = {
        { _("Colour"), 4, TEXT_LEFT, 0 }, { _("Item"), 0, TEXT_LEFT, 0 },
    };
    struct table_view v = { .columns = columns, .n_columns = COLUMN_COUNT, .cell = cell, .ctx = t,
                            .is_marked = is_marked, .n = 3 };
    size_t hits = t->canvas.n_hits;

    table_view_draw(&v, &t->canvas, a);
    t->canvas.n_hits = hits;    /* nothing to press in a picture */
}

static void draw_field(struct tui *t, int y, int x, const char *label, enum style style)
{
    int used = canvas_write(&t->canvas, y, x, label, STYLE_PLAIN) + 1;

    canvas_put(&t->canvas, y, x + used, 16, _("typed text"), TEXT_LEFT, style);
}

static void draw_picture(struct tui *t, struct area a)
{
    struct canvas *c = &t->canvas;
    int low = a.y + 6, right = a.w - BOX - 1;
    struct area box = { low, a.x + right, 5, BOX };

    draw_blocks(t, a.y, a.x + 2);
    draw_rows(t, (struct area){ a.y + 1, a.x, 4, a.w });
    draw_field(t, low, a.x + 2, _("A field"), STYLE_FIELD);
    draw_field(t, low + 1, a.x + 2, _("being typed into"), STYLE_FIELD_HERE);
    canvas_put(c, low + 2, a.x + 2, right - 3, _("A refusal: something is missing."), TEXT_LEFT,
               STYLE_WRONG);
    canvas_put(c, low + 3, a.x + 2, right - 3, _("Beside the point."), TEXT_LEFT, STYLE_DIM);
    canvas_box(c, box, _("A box"));
    canvas_put(c, low + 1, box.x + 2, BOX - 4, _("What is asked stands here."), TEXT_LEFT,
               STYLE_DIALOG);
    canvas_put(c, low + 3, box.x + 2, BOX - 4, _("Enter yes    Esc no"), TEXT_LEFT, STYLE_DIM);
}

static void display_draw(struct tui *t, void *state, struct area body)
{
    struct display_page *p = state;
    struct area words = { body.y + DISPLAY_SETTINGS + 1, body.x + 2, 3, body.w - 4 };
    const char *said = remark(t);

    for (int i = 0; i < DISPLAY_SETTINGS; i++)
        draw_setting(t, p, i, body.y + i, body.w);
    int used = settings_words(t, words, _(settings[p->at].about), STYLE_PLAIN);
    words.y += used;
    words.h -= used;
    if (said)
        settings_words(t, words, said, STYLE_WRONG);
    canvas_line(&t->canvas, body.y + 8, body.x, body.w, STYLE_DIM);
    draw_picture(t, (struct area){ body.y + 9, body.x, body.h - 9, body.w });
}

static void path(struct tui *t, void *state, struct buf *out)
{
    (void)state;
    buf_printf(out, _("as %s likes it; others keep theirs"), t->me_name ? t->me_name : "");
}

/* ---- keys ---- */

static void change(struct tui *t, const struct display *d)
{
    struct xh_err err = {0};

    if (display_change(t, d, &err) != XH_OK)
        tui_say(t, _("Until you leave the program only: %s"), err.msg);
}

static void choose(struct tui *t, size_t setting, int choice)
{
    struct display d = t->display;

    if (choice < 0 || choice >= display_choices((int)setting))
        return;
    display_set(&d, (int)setting, choice);
    change(t, &d);
}

static enum step display_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct display_page *p = state;
    int now = display_get(&t->display, (int)p->at);

    (void)in;
    switch (cmd) {
    case CMD_UP:    p->at -= p->at > 0; return STEP_STAY;
    case CMD_DOWN:  p->at += p->at + 1 < DISPLAY_SETTINGS; return STEP_STAY;
    case CMD_HOME:  p->at = 0; return STEP_STAY;
    case CMD_END:   p->at = DISPLAY_SETTINGS - 1; return STEP_STAY;
    case CMD_LEFT:  choose(t, p->at, now - 1); return STEP_STAY;
    case CMD_RIGHT: choose(t, p->at, now + 1); return STEP_STAY;
    case CMD_OPEN:
    case CMD_MARK:  choose(t, p->at, (now + 1) % display_choices((int)p->at)); return STEP_STAY;
    case CMD_OWN_1: case CMD_OWN_2: case CMD_OWN_3:
        choose(t, p->at, (int)(cmd - CMD_OWN_1));
        return STEP_STAY;
    case CMD_RETURN:
        tui_say(t, "%s", _("Everything is as it was given."));
        change(t, &(struct display){0});
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

/* A press on a choice takes it, on a name only goes there. */
static enum step display_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct display_page *p = state;

    (void)twice;
    p->at = (size_t)hit->arg / 10;
    if (hit->arg % 10)
        choose(t, p->at, hit->arg % 10 - 1);
    return STEP_STAY;
}

void settings_display_now(struct tui *t, struct buf *out)
{
    for (int i = 0; i < DISPLAY_SETTINGS; i++) {
        int k = display_get(&t->display, i);
        if (k == 0)
            continue;
        buf_printf(out, "%s%s: %s", out->len ? _(", ") : "", _(settings[i].name),
                   _(settings[i].choices[k]));
    }
    if (!out->len)
        buf_puts(out, _("as given"));
}

const struct screen_ops settings_display_screen = {
    .id = "settings_display", .title = N_("Display"), .keys = keys,
    .size = sizeof(struct display_page), .draw = display_draw, .command = display_command,
    .path = path, .hit = display_hit, .counts = settings_no_counts,
};
