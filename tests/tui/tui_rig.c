#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/locale.h"
#include "model/mem.h"

/* ---- the terminal ---- */

static void get_size(void *ctx, int *rows, int *cols)
{
    struct tui_rig *r = ctx;

    *rows = r->rows;
    *cols = r->cols;
}

/* Every row exactly as wide as the window, every half where it belongs. */
static void look_at_rows(struct tui_rig *r, const struct canvas *c)
{
    for (int y = 0; y < c->rows; y++) {
        int columns = 0;
        for (int x = 0; x < c->cols; x++) {
            const struct canvas_cell *cell = &c->cells[y * c->cols + x];
            columns += text_width(cell->text);
            if (cell->width == 2 && (x + 1 >= c->cols || cell[1].width != 0))
                r->bad++;
            if (cell->width == 0 && (x == 0 || cell[-1].width != 2))
                r->bad++;
        }
        r->bad += columns != c->cols;
    }
}

static void show(void *ctx, const struct canvas *c)
{
    struct tui_rig *r = ctx;

    if (r->over)
        return;
    free(r->frame);
    r->frame = canvas_text(c);
    look_at_rows(r, c);
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

    env->now_ms += 1 + r->waited;
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
    for (size_t i = 0; i < r->n_frames; i++)
        free(r->frames[i]);
    free(r->frames);
    free(r->frame);
    canvas_fini(&r->last);
    record_rig_fini(&r->record);
}

void tui_rig_run(struct tui_rig *r, const struct screen_ops *first, const void *arg,
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
        fail_msg("%s", err.msg);
    r->record.env = r->tui.env;
    if (r->bad)
        fail_msg("%zu rows are not exactly as wide as the window:\n%s", r->bad, r->frame);
}

void assert_shown_(struct tui_rig *r, const char *text, bool want, const char *file, int line)
{
    if ((strstr(r->frame, text) != NULL) == want)
        return;
    print_error("%s \"%s\" in\n%s", want ? "no" : "there is a", text, r->frame);
    _fail(file, line);
}

void assert_screen(struct tui_rig *r, const char *name)
{
    char *path = xasprintf("%s/tests/tui/%s.screen", getenv("XH_ROOT") ? getenv("XH_ROOT") : ".",
                           name);
    struct buf was = {0};
    char chunk[4096];
    size_t n;

    if (getenv("XH_WRITE")) {
        FILE *f = fopen(path, "we");
        fputs(r->frame, f);
        fclose(f);
    }
    FILE *f = fopen(path, "re");
    while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&was, chunk, n);
    if (f)
        fclose(f);
    if (strcmp(buf_str(&was), r->frame) != 0)
        fail_msg("%s is not\n%s\nbut\n%s", path, buf_str(&was), r->frame);
    buf_fini(&was);
    free(path);
}
