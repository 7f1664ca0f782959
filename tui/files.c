#include "tui/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/i18n.h"
#include "model/text.h"
#include "tui/ask.h"
#include "tui/line_edit.h"

#define MOST 500                /* of the newest */
#define K_FILE (K_NAMED + 4000)

static const char *const captions[] = {
    N_("before the work"), N_("during it"), N_("after the work"), N_("on site"), N_("papers"),
};
#define CAPTIONS (sizeof captions / sizeof *captions)

struct file {
    char *path, *caption;
    const char *name;           /* in path */
    int64_t at, size;           /* seconds, bytes */
    bool marked;
};
struct picker {
    const char *title;
    bool many;
    struct file *v; size_t n, cap;
    char **folders;
    size_t at, top;
    int page;
    bool typing;
    struct line_edit path;
    const char *wrong;
    enum files_answer answer;
};

/* ---- folders ---- */

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void add_folder(char ***v, size_t *n, size_t *cap, char *path)
{
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    bool known = !is_folder(path);
    for (size_t i = 0; i < *n && !known; i++)
        known = strcmp((*v)[i], path) == 0;
    if (known) {
        free(path);
        return;
    }
    GROW(*v, *n, *cap);
    (*v)[(*n)++] = path;
}

/* XDG_PICTURES_DIR="$HOME/图片" */
static char *read_user_dir(const char *line, const char *home)
{
    static const char *const wanted[] = { "XDG_DOWNLOAD_DIR=", "XDG_PICTURES_DIR=",
                                          "XDG_DESKTOP_DIR=" };

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        size_t n = strlen(wanted[i]);
        if (strncmp(line, wanted[i], n) != 0 || line[n] != '"')
            continue;
        const char *value = line + n + 1;
        size_t len = strcspn(value, "\"\n");
        if (strncmp(value, "$HOME/", 6) == 0 && len > 6)
            return xasprintf("%s/%.*s", home, (int)len - 6, value + 6);
        if (*value == '/')
            return xstrndup(value, len);
    }
    return NULL;
}

char **files_folders(const char *home)
{
    static const char *const usual[] = { "Downloads", "下载", "Pictures", "图片", "Desktop",
                                         "桌面" };
    char **v = NULL, line[1024];
    size_t n = 0, cap = 0;

    if (home && *home) {
        char *path = xasprintf("%s/.config/user-dirs.dirs", home), *dir;
        FILE *f = fopen(path, "re");
        while (f && fgets(line, sizeof line, f))
            if ((dir = read_user_dir(line, home)))
                add_folder(&v, &n, &cap, dir);
        if (f)
            fclose(f);
        free(path);
        for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
            add_folder(&v, &n, &cap, xasprintf("%s/%s", home, usual[i]));
        add_folder(&v, &n, &cap, xstrdup(home));
    }
    GROW(v, n, cap);
    v[n] = NULL;
    return v;
}

void files_folders_free(char **folders)
{
    for (char **f = folders; f && *f; f++)
        free(*f);
    free(folders);
}

/* ---- files ---- */

static void file_fini(struct file *f)
{
    free(f->path);
    free(f->caption);
}

static struct file *add_file(struct picker *p, const char *path, const struct stat *st)
{
    const char *slash = strrchr(path, '/');

    GROW(p->v, p->n, p->cap);
    struct file *f = &p->v[p->n++];
    *f = (struct file){ .path = xstrdup(path), .at = st->st_mtime, .size = st->st_size };
    f->name = slash ? f->path + (slash - path) + 1 : f->path;
    return f;
}

static void look_into(struct picker *p, const char *folder)
{
    DIR *d = opendir(folder);
    struct dirent *e;

    while (d && (e = readdir(d))) {
        struct stat st;
        if (e->d_name[0] == '.')
            continue;
        char *path = xasprintf("%s/%s", folder, e->d_name);
        if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
            add_file(p, path, &st);
        free(path);
    }
    if (d)
        closedir(d);
}

static int newest_first(const void *a, const void *b)
{
    const struct file *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    return strcmp(x->path, y->path);
}

static void sort_files(struct picker *p)
{
    if (p->n)
        qsort(p->v, p->n, sizeof *p->v, newest_first);
    for (; p->n > MOST; p->n--)
        file_fini(&p->v[p->n - 1]);
}

/* ---- a typed path ---- */

/* An absolute path begins anew behind what stood there: /home/a//media/usb/x.jpg. */
static char *whole_path(const char *typed, const char *home)
{
    for (const char *p; (p = strstr(typed, "//"));)
        typed = p + 1;
    if (strncmp(typed, "~/", 2) == 0 && home)
        return xasprintf("%s/%s", home, typed + 2);
    return xstrdup(typed);
}

char *files_complete(const char *typed, const char *home)
{
    char *path = whole_path(typed, home), *slash = strrchr(path, '/');
    struct dirent *e;

    if (!slash)
        return path;
    char *folder = slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
    char *begin = xstrdup(slash + 1), *common = NULL;
    size_t n = 0;
    DIR *d = opendir(folder);
    while (d && (e = readdir(d))) {
        if (strncmp(e->d_name, begin, strlen(begin)) != 0 || (e->d_name[0] == '.' && !*begin))
            continue;
        if (n++ == 0) {
            common = xstrdup(e->d_name);
            continue;
        }
        size_t same = 0;
        while (common[same] && common[same] == e->d_name[same])
            same++;
        while (same && ((unsigned char)common[same] & 0xC0) == 0x80)
            same--;             /* never half a character */
        common[same] = '\0';
    }
    if (d)
        closedir(d);
    if (common && *common) {
        char *full = xasprintf("%s/%s", slash == path ? "" : folder, common);
        free(path);
        path = full;
        if (n == 1 && is_folder(path)) {
            full = xasprintf("%s/", path);
            free(path);
            path = full;
        }
    }
    free(common);
    free(begin);
    free(folder);
    return path;
}

/* A file is marked and put on top; a folder is looked into instead. */
static bool take_typed(struct tui *t, struct picker *p)
{
    char *path = text_trim(whole_path(line_edit_text(&p->path), t->user_home));
    struct stat st;
    bool found = stat(path, &st) == 0;

    p->wrong = NULL;
    if (found && S_ISDIR(st.st_mode)) {
        size_t before = p->n;
        look_into(p, path);
        if (p->n == before)
            p->wrong = _("there are no files in that folder");
        sort_files(p);
        p->at = 0;
    } else if (found && S_ISREG(st.st_mode)) {
        struct file *f = add_file(p, path, &st), keep;
        f->marked = true;
        keep = *f;
        memmove(p->v + 1, p->v, (p->n - 1) * sizeof *p->v);
        p->v[0] = keep;
        p->at = 0;
    } else {
        p->wrong = _("there is no such file");
    }
    free(path);
    return !p->wrong;
}

/* ---- drawing ---- */

static void format_time(struct tui *t, int64_t at, struct buf *out)
{
    int64_t s = at + (int64_t)t->defs->township.utc_offset * 60;
    int32_t day = (int32_t)(s / 86400);
    char text[DAY_TEXT];

    if (day == t->env.today)
        buf_printf(out, "%s", _("today"));
    else
        buf_puts(out, day_format(day, text) + 5);
    buf_printf(out, " %02d:%02d", (int)(s % 86400 / 3600), (int)(s % 3600 / 60));
}

static void format_size(int64_t size, struct buf *out)
{
    if (size >= 1024 * 1024)
        buf_printf(out, "%.1f MB", (double)size / 1024 / 1024);
    else
        buf_printf(out, "%lld KB", (long long)(size + 1023) / 1024);
}

static void draw_file(struct tui *t, const struct picker *p, size_t i, int y, struct area a)
{
    const struct file *f = &p->v[i];
    struct canvas *c = &t->canvas;
    struct buf b = {0};
    int x = a.x + 2, name = a.w - 4 - 2 - 9 - 13 - 9;

    canvas_put(c, y, x, 2, f->marked ? "*" : "", TEXT_LEFT, STYLE_STRONG);
    canvas_put(c, y, x + 2, 8, f->caption ? f->caption : "", TEXT_LEFT, STYLE_STRONG);
    canvas_put(c, y, x + 11, name - 1, f->name, TEXT_LEFT,
               f->marked ? STYLE_STRONG : STYLE_DIALOG);
    format_time(t, f->at, &b);
    canvas_put(c, y, x + 11 + name, 12, buf_str(&b), TEXT_RIGHT, STYLE_DIM);
    buf_clear(&b);
    format_size(f->size, &b);
    canvas_put(c, y, x + 11 + name + 13, 9, buf_str(&b), TEXT_RIGHT, STYLE_DIM);
    buf_fini(&b);
    if (i == p->at && !p->typing)
        canvas_restyle(c, y, x, a.w - 4, STYLE_CURSOR);
    canvas_hit(c, (struct area){ y, a.x + 1, 1, a.w - 2 }, K_FILE + (uint32_t)i, -1);
}

static void picker_draw(struct tui *t, void *ctx)
{
    struct picker *p = ctx;
    struct canvas *c = &t->canvas;
    struct area a = { 2, 2, c->rows - 4, c->cols - 4 };
    int y = a.y + 1, foot = a.y + a.h - (p->many ? 4 : 3);

    canvas_box(c, a, p->title);
    canvas_put(c, y++, a.x + 2, a.w - 4, _("Nothing classified may be entered here."), TEXT_LEFT,
               STYLE_DIM);
    p->page = foot - y;
    if (p->at < p->top)
        p->top = p->at;
    if (p->at >= p->top + (size_t)p->page)
        p->top = p->at - (size_t)p->page + 1;
    for (int i = 0; i < p->page && p->top + (size_t)i < p->n; i++)
        draw_file(t, p, p->top + (size_t)i, y + i, a);
    if (p->n == 0)
        canvas_put(c, y, a.x + 2, a.w - 4, _("No files in the usual folders. Tab: type a path."),
                   TEXT_LEFT, STYLE_DIALOG);
    canvas_cursor(c, -1, -1);
    if (p->typing)
        line_edit_draw(&p->path, c, foot, a.x + 2, a.w - 4, true);
    else
        canvas_put(c, foot, a.x + 2, a.w - 4, p->wrong ? p->wrong : "", TEXT_LEFT,
                   STYLE_WRONG);
    if (p->many)
        canvas_put(c, foot + 1, a.x + 2, a.w - 4,
                   _("Space marks  1 before 2 during 3 after 4 on site 5 papers 0 own words"),
                   TEXT_LEFT, STYLE_DIM);
    canvas_put(c, a.y + a.h - 2, a.x + 2, a.w - 4,
               p->typing ? (p->wrong ? p->wrong : _("Tab completes   Enter takes it   Esc back"))
               : p->many ? _("Enter takes  Tab type a path  p paper original  l link  Esc back")
                         : _("Enter takes  Tab type a path  Esc back"),
               TEXT_LEFT, STYLE_DIM);
}

/* ---- keys ---- */

static bool typing_key(struct tui *t, struct picker *p, const struct input *in)
{
    if (in->key == K_ESC || in->key == K_HANGUP) {
        p->typing = false;
        p->wrong = NULL;
        return in->key == K_HANGUP;
    }
    if (in->key == K_TAB) {
        char *more = files_complete(line_edit_text(&p->path), t->user_home);
        line_edit_set(&p->path, more);
        free(more);
        return false;
    }
    if (in->key == K_ENTER && !in->pasted) {
        p->typing = !take_typed(t, p);
        return false;
    }
    p->wrong = NULL;
    line_edit_key(&p->path, in);
    return false;
}

static void caption(struct tui *t, struct picker *p, uint32_t key)
{
    struct file *f = &p->v[p->at];
    char *text = key == '0' ? ask_line(t, _("Caption"), f->name, f->caption)
                            : xstrdup(_(captions[key - '1']));

    if (!text)
        return;
    free(f->caption);
    f->caption = text;
    f->marked = true;
}

static void move(struct picker *p, uint32_t key)
{
    size_t last = p->n ? p->n - 1 : 0, page = p->page > 1 ? (size_t)p->page - 1 : 1;

    switch (key) {
    case K_UP: case 'k':   p->at -= p->at > 0; break;
    case K_DOWN: case 'j': p->at += p->at < last; break;
    case K_PGUP: p->at = p->at > page ? p->at - page : 0; break;
    case K_PGDN: p->at = p->at + page < last ? p->at + page : last; break;
    case K_HOME: case 'g': p->at = 0; break;
    case K_END: case 'G':  p->at = last; break;
    }
}

static bool picker_key(struct tui *t, void *ctx, const struct input *in)
{
    struct picker *p = ctx;
    uint32_t key = key_plain(in->key);

    if (p->typing)
        return typing_key(t, p, in);
    p->wrong = NULL;
    if (in->key >= K_FILE && in->key < K_FILE + p->n) {
        size_t i = in->key - K_FILE;
        if (p->many && i == p->at)
            p->v[i].marked = !p->v[i].marked;
        p->at = i;
        return false;
    }
    switch (key) {
    case K_ESC: case K_F10: case K_HANGUP: case 'q':
        return true;
    case K_TAB: case '/': {
        char *from = p->folders && *p->folders ? xasprintf("%s/", *p->folders) : xstrdup("/");
        p->typing = true;
        line_edit_set(&p->path, key == '/' ? "/" : from);
        free(from);
        return false;
    }
    case 'p':
        p->answer = FILES_PAPER;
        return p->many;
    case 'l':
        p->answer = FILES_LINK;
        return p->many;
    case K_ENTER:
        if (p->n == 0)
            return false;
        p->answer = FILES_TAKEN;
        return true;
    }
    move(p, key);
    if (p->many && p->n && key == ' ') {
        p->v[p->at].marked = !p->v[p->at].marked;
        move(p, K_DOWN);
    } else if (p->many && p->n && key >= '0' && key <= '0' + (uint32_t)CAPTIONS) {
        caption(t, p, key);
    }
    return false;
}

/* ---- public ---- */

void chosen_files_fini(struct chosen_files *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->v[i].path);
        free(c->v[i].caption);
    }
    free(c->v);
    *c = (struct chosen_files){0};
}

static void take(const struct file *f, struct chosen_files *out)
{
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] =
        (struct chosen_file){ xstrdup(f->path), xstrdup(f->caption ? f->caption : "") };
}

static enum files_answer pick(struct tui *t, const char *title, bool many,
                              struct chosen_files *out)
{
    struct picker p = { .title = title, .many = many, .answer = FILES_LEFT };

    p.folders = files_folders(t->user_home);
    for (char **f = p.folders; *f; f++)
        look_into(&p, *f);
    sort_files(&p);
    tui_modal(t, &(struct modal){ .ctx = &p, .draw = picker_draw, .key = picker_key });
    for (size_t i = 0; p.answer == FILES_TAKEN && i < p.n; i++)
        if (p.v[i].marked && (many || out->n == 0))
            take(&p.v[i], out);
    if (p.answer == FILES_TAKEN && out->n == 0)
        take(&p.v[p.at], out);
    for (size_t i = 0; i < p.n; i++)
        file_fini(&p.v[i]);
    free(p.v);
    files_folders_free(p.folders);
    line_edit_fini(&p.path);
    return p.answer;
}

enum files_answer files_ask(struct tui *t, const char *title, struct chosen_files *out)
{
    return pick(t, title, true, out);
}

char *files_ask_one(struct tui *t, const char *title)
{
    struct chosen_files c = {0};
    char *path = NULL;

    if (pick(t, title, false, &c) == FILES_TAKEN)
        path = xstrdup(c.v[0].path);
    chosen_files_fini(&c);
    return path;
}
