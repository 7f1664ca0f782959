#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/locale.h"
#include "model/file.h"
#include "model/mem.h"
#include "tests/model/record_tools.h"
#include "tests/tui/frame_rules.h"

/* ---- the terminal ---- */

static void get_size(void *ctx, int *rows, int *cols)
{
    struct tui_rig *r = ctx;

    *rows = r->rows;
    *cols = r->cols;
}

/* A label that fills its room may have been cut: then no msgid and no translation is it. */
static bool is_whole_word(const char *word)
{
    static char *catalogue;

    if (!catalogue) {
        struct xh_err err = {0};
        char *path = xasprintf("%s/po/zh_CN.po", getenv("XH_ROOT") ? getenv("XH_ROOT") : ".");
        catalogue = file_read(path, 8 << 20, &err);
        free(path);
    }
    char *quoted = xasprintf("\"%s\"", word);
    bool whole = catalogue && strstr(catalogue, quoted);
    free(quoted);
    return whole;
}

static const char *cut_label(const struct canvas *c, const struct frame_looks *how, int *y,
                             int *x)
{
    bool whole = true;

    *y = c->rows - 1;
    for (int n = 1; n <= 10 && whole && !how->bare && c->rows >= 24 && c->cols >= 80; n++) {
        char *word = frame_f_word(c, n, x);
        whole = text_width(word) < *x || is_whole_word(word);
        *x = n;
        free(word);
    }
    return whole ? NULL : "a label of the F-bar is cut (column: which key)";
}

static void look(struct tui_rig *r, const struct canvas *c)
{
    int y, x;
    struct frame_looks how = { .exact = !r->sample, .bare = !r->tui.top,
                               .glyphs = r->glyphs ? r->glyphs : "" };
    const char *broken = r->broken ? NULL : frame_broken(c, &how, &y, &x);

    if (!broken && !r->broken)
        broken = cut_label(c, &how, &y, &x);
    if (broken)
        r->broken = xasprintf("%s at row %d, column %d (%dx%d):\n%s", broken, y, x, c->cols,
                              c->rows, r->frame);
}

static void show(void *ctx, const struct canvas *c)
{
    struct tui_rig *r = ctx;

    if (r->over)
        return;
    free(r->frame);
    r->frame = canvas_text(c);
    look(r, c);
    canvas_init(&r->last, c->rows, c->cols);
    memcpy(r->last.cells, c->cells, sizeof *c->cells * (size_t)(c->rows * c->cols));
    r->last.cursor_y = c->cursor_y;
    r->last.cursor_x = c->cursor_x;
}

static const struct { const char *name; uint32_t key; } named[] = {
    { "Enter", K_ENTER }, { "Esc", K_ESC }, { "Up", K_UP }, { "Down", K_DOWN },
    { "Left", K_LEFT }, { "Right", K_RIGHT }, { "PgUp", K_PGUP }, { "PgDn", K_PGDN },
    { "Home", K_HOME }, { "End", K_END }, { "Tab", K_TAB }, { "BackTab", K_BACKTAB },
    { "Space", ' ' }, { "BS", K_BACKSPACE }, { "Del", K_DELETE }, { "tick", K_TICK },
    { "Ins", K_INSERT }, { "lt", '<' },
};

static void read_named(struct tui_rig *r, const char *name, struct input *in)
{
    int a, b;

    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i].name, name) == 0)
            in->key = named[i].key;
    if (name[0] == 'F' && sscanf(name, "F%d", &a) == 1)
        in->key = K_F1 + (uint32_t)(a - 1);
    else if (strncmp(name, "C-", 2) == 0)
        in->key = K_CTRL(name[2]);
    else if (sscanf(name, "wait:%d", &a) == 1) {
        r->waited += (int64_t)a * 1000;
        in->key = K_TICK;
    } else if (sscanf(name, "click:%d,%d", &a, &b) == 2)
        *in = (struct input){ .key = K_MOUSE, .mouse = MOUSE_CLICK, .y = a, .x = b };
    else if (sscanf(name, "size:%dx%d", &a, &b) == 2) {
        r->rows = a;
        r->cols = b;
        in->key = K_RESIZE;
    }
    if (strcmp(name, "others") == 0) {
        r->others();
        r->tui.data_version = -1;       /* as if another program had written */
        in->key = K_TICK;
    }
    if (in->key == K_NONE)
        fail_msg("no key <%s>", name);
}

static void read_key(void *ctx, int ms, struct input *in)
{
    struct tui_rig *r = ctx;

    *in = (struct input){0};
    if (ms == 0 && strncmp(r->keys, "<!>", 3) != 0) {
        in->key = K_TICK;       /* nobody is quicker than idle work, but for <!> */
        return;
    }
    if (r->pasted) {            /* terminals tell where a paste ends */
        r->pasted = false;
        return;
    }
    if (strncmp(r->keys, "<!>", 3) == 0)
        r->keys += 3;
    GROW(r->frames, r->n_frames, r->cap_frames);
    r->frames[r->n_frames++] = xstrdup(r->frame ? r->frame : "");
    if (!*r->keys) {
        r->over = true;
        in->key = K_HANGUP;
        return;
    }
    const char *end = *r->keys == '<' ? strchr(r->keys, '>') : NULL;
    if (end && strncmp(r->keys, "<paste:", 7) == 0) {
        /* one character at a time: the rest stays in the script */
        static char rest[4096];
        int len;
        in->key = text_next(r->keys + 7, &len);
        in->pasted = true;
        if (r->keys[7 + len] == '>') {
            r->keys = end + 1;
            r->pasted = true;
        } else {
            char *again = xasprintf("<paste:%s", r->keys + 7 + len);
            snprintf(rest, sizeof rest, "%s", again);
            free(again);
            r->keys = rest;
        }
        return;
    }
    if (end) {
        char *name = xstrndup(r->keys + 1, (size_t)(end - r->keys - 1));
        read_named(r, name, in);
        free(name);
        r->keys = end + 1;
        return;
    }
    int len;
    in->key = text_next(r->keys, &len);
    r->keys += len;
}

static void nothing(void *ctx)
{
    (void)ctx;
}

static void use_mouse(void *ctx, bool on)
{
    ((struct tui_rig *)ctx)->mouse = on;
}

static void use_look(void *ctx, const struct display *d)
{
    ((struct tui_rig *)ctx)->look = *d;
}

/* It goes on by itself as little as it can, and by what <wait:...> asks for. */
static void slow_clock(void *ctx, struct env *env)
{
    struct tui_rig *r = ctx;

    r->paced += r->pace;
    env->now_ms += 1 + r->waited + r->paced;
    r->waited = 0;
}

/* ---- the rig ---- */

void tui_rig_init(struct tui_rig *r)
{
    tui_rig_init_with(r, NULL, "2026-11-20");
}

void tui_rig_init_on(struct tui_rig *r, const char *day)
{
    tui_rig_init_with(r, NULL, day);
}

void tui_rig_init_with(struct tui_rig *r, const char *home, const char *day)
{
    *r = (struct tui_rig){ .rows = 24, .cols = 80, .colours = 256 };
    locale_settle("zh", getenv("XH_BUILD") ? getenv("XH_BUILD") : "build");
    record_rig_init_on(&r->record, home, true, day);
    r->tui.me = r->tui.account = r->record.clerk;
}

void tui_rig_fini(struct tui_rig *r)
{
    tui_twin_end(r);
    free(r->broken);
    for (size_t i = 0; i < r->n_frames; i++)
        free(r->frames[i]);
    free(r->frames);
    free(r->frame);
    canvas_fini(&r->last);
    record_rig_fini(&r->record);
}

struct tui_rig *tui_rig_begin(const char *name, const char *day, char **folder)
{
    struct tui_rig *r = xcalloc(1, sizeof *r);

    *folder = tools_folder(name);
    char *town = xasprintf("%s/town", *folder);
    tui_rig_init_with(r, town, day);
    store_hurry(r->record.st);
    free(town);
    return r;
}

void tui_rig_end(struct tui_rig *r, char *folder)
{
    tui_rig_fini(r);
    free(r);
    file_remove_tree(folder);
    free(folder);
}

char *tui_rig_play(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                   const char *keys)
{
    struct xh_err err = {0};
    int64_t me = r->tui.me, account = r->tui.account;
    const char *user_home = r->tui.user_home;

    r->tui = (struct tui){
        .term = { r, get_size, show, read_key, use_mouse, nothing, use_look, r->colours },
        .st = r->record.st, .env = r->record.env, .me = me, .account = account,
        .clock = slow_clock, .clock_ctx = r, .fixed_day = true, .home = r->home ? r->home : "",
        .user_home = user_home, .may_switch = r->record.st->practice,
    };
    r->keys = keys;
    r->over = false;
    r->mouse = true;
    r->look = (struct display){0};
    if (tui_run(&r->tui, first, arg, &err) != XH_OK)
        return xstrdup(err.msg);
    r->record.env = r->tui.env;
    char *broken = r->broken;
    r->broken = NULL;
    return broken;
}

void tui_rig_run(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                 const char *keys)
{
    tui_twin_end(r);
    if (!r->alone)
        tui_twin_begin(r, first, arg, keys);
    char *wrong = tui_rig_play(r, first, arg, keys);
    if (wrong)
        fprintf(stderr, "%s\n", wrong);    /* too long for one message of cmocka's */
    assert_null(wrong);
}

void assert_shown_(struct tui_rig *r, const char *text, bool want, const char *file, int line)
{
    if ((strstr(r->frame, text) != NULL) == want)
        return;
    print_error("%s \"%s\" in\n%s", want ? "no" : "there is a", text, r->frame);
    _fail(file, line);
}

/* What is compared: a folder of this run has no name, and is as long as it was. */
static void compare(struct tui_rig *r, const char *name, char *frame)
{
    char *path = xasprintf("%s/tests/tui/%s.screen", getenv("XH_ROOT") ? getenv("XH_ROOT") : ".",
                           name);
    struct xh_err err = {0};

    for (char *at; r->folder && (at = strstr(frame, r->folder));)
        memset(at, '~', strlen(r->folder));
    if (getenv("XH_WRITE")) {
        unlink(path);
        if (file_write(path, frame, strlen(frame), &err) != XH_OK)
            fail_msg("%s", err.msg);
    }
    char *was = file_read(path, 1 << 20, &err);
    if (!was || strcmp(was, frame) != 0) {
        fprintf(stderr, "%s is not\n%s\nbut\n%s\n", path, was ? was : "there",
                frame);
        fail_msg("another screen");
    }
    free(was);
    free(path);
}

void assert_screen(struct tui_rig *r, const char *name)
{
    size_t stem = strlen(name) - strlen("-80x24");

    compare(r, name, r->frame);
    if (strcmp(name + stem, "-80x24") != 0)
        return;
    char *english = xasprintf("%.*s-en-80x24", (int)stem, name), *frame = tui_twin_frame(r);
    compare(r, english, frame);
    free(frame);
    free(english);
}
