#include "tui/preview.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "report/document_text.h"
#include "report/export.h"
#include "report/outfile.h"
#include "report/paper.h"
#include "tui/ask.h"
#include "tui/frame.h"

static const struct key_bind keys[] = {
    { CMD_PRINT, N_("Paper"), N_("print it, or write it to a file to be sent"), 0 },
    { CMD_WEEK, NULL, N_("the same"), 0 },
    { CMD_FIND, N_("Find"), N_("find words in it, by pinyin too; n and N go on"), 0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_LEFT, NULL, N_("sideways, where it is wider than the screen"), 0 },
    { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- finding ---- */

void preview_find_next(struct tui *t, struct page_view *p, bool backward)
{
    char *words = p->words ? xstrdup(p->words) : NULL;

    if (!words || !*words)
        preview_find(t, p);
    else if (page_view_find(p, words, backward))
        tui_say(t, _("'%s' in line %zu   n next, N the one before"), words, p->found + 1);
    else
        tui_say(t, _("'%s' does not stand here."), words);
    free(words);
}

void preview_find(struct tui *t, struct page_view *p)
{
    char *words = ask_line(t, _("Find"), _("Words, or their pinyin"), p->words);

    if (words && *words) {
        p->is_found = false;            /* from the top of the screen */
        free(p->words);
        p->words = xstrdup(words);
        preview_find_next(t, p, false);
    }
    free(words);
}

/* ---- writing ---- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcmp(s + n - m, end) == 0;
}

/* "~/x" is in the person's own folder, as in a shell; so is what is offered. Caller
 * frees. */
static char *full_path(const struct tui *t, const char *typed)
{
    if (strncmp(typed, "~/", 2) == 0 && t->user_home)
        return xasprintf("%s%s", t->user_home, typed + 1);
    return xstrdup(typed);
}

static char *offered_path(const struct tui *t, const char *file, const char *ending)
{
    char *name = xstrdup(file);

    for (char *s = name; *s; s++)
        if (*s == '/')
            *s = '-';
    char *path = xasprintf("%s%s%s", t->user_home ? "~/" : "", name, ending);
    free(name);
    return path;
}

static const struct { const char *ending; unsigned kind; } endings[] = {
    { ".pdf", PREVIEW_AS_PAPER }, { ".xlsx", PREVIEW_AS_PAPER },
    { ".txt", PREVIEW_AS_TXT },   { ".csv", PREVIEW_AS_CSV },
};
#define ENDINGS (sizeof endings / sizeof *endings)

static bool is_of_kind(const char *path, unsigned kinds)
{
    for (size_t i = 0; i < ENDINGS; i++)
        if (kinds & endings[i].kind && ends_with(path, endings[i].ending))
            return true;
    return false;
}

static void refuse_ending(struct tui *t, const char *typed, unsigned kinds)
{
    struct xh_err err = {0};
    struct buf list = {0};

    for (size_t i = 0; i < ENDINGS; i++)
        if (kinds & endings[i].kind)
            buf_printf(&list, "%s%s", list.len ? " " : "", endings[i].ending);
    xh_fail(&err, XH_USAGE, _("%s: the file's name ends in one of: %s"), typed, buf_str(&list));
    tui_refuse(t, &err);
    buf_fini(&list);
}

/* True when the path may be written to. */
static bool is_settled(struct tui *t, const char *typed, const char *path, unsigned kinds)
{
    struct buf question = {0};

    if (!is_of_kind(path, kinds)) {
        refuse_ending(t, typed, kinds);
        return false;
    }
    if (t->st->home && file_is_under(path, t->st->home)) {
        struct xh_err err = {0};
        xh_fail(&err, XH_REFUSED, _("%s: that is the township's own folder, beside the database. "
                                    "Choose another one"), typed);
        tui_refuse(t, &err);
        return false;
    }
    if (access(path, F_OK) != 0)
        return true;
    buf_printf(&question, _("%s is there already. Replace it?"), path);
    bool yes = ask_yes(t, _("Write to a file"), buf_str(&question));
    buf_fini(&question);
    return yes;
}

/* `ending`: of the name that is offered. */
static char *ask_path(struct tui *t, const char *file, unsigned kinds, const char *ending)
{
    char *offered = offered_path(t, file, ending);
    char *typed = ask_line(t, _("Write to a file"),
                           kinds & PREVIEW_AS_PAPER
                               ? _("Name of the file: .pdf to print, .xlsx or .csv for WPS, .txt")
                           : kinds == (PREVIEW_AS_TXT | PREVIEW_AS_CSV)
                               ? _("Name of the file; with .csv a table for WPS or Excel")
                               : _("Name of the file"), offered);
    char *path = typed && *typed ? full_path(t, typed) : NULL;

    if (path && !is_settled(t, typed, path, kinds)) {
        free(path);
        path = NULL;
    }
    free(typed);
    free(offered);
    return path;
}

char *preview_ask_path(struct tui *t, const char *file, unsigned kinds)
{
    return ask_path(t, file, kinds, kinds & PREVIEW_AS_PAPER ? ".pdf"
                                    : kinds & PREVIEW_AS_TXT ? ".txt" : ".csv");
}

static unsigned kinds_of(const struct preview_arg *of)
{
    if (of->paper)
        return PREVIEW_AS_TXT | PREVIEW_AS_PAPER | PREVIEW_AS_CSV;
    return PREVIEW_AS_TXT | (of->has_csv ? PREVIEW_AS_CSV : 0);
}

static enum xh_rc write_text(struct tui *t, const char *path, const struct preview_arg *of,
                             bool csv, struct buf *notes, struct xh_err *err)
{
    struct preview_text x = {0};
    enum xh_rc rc = of->compose(t, of->ctx, csv ? PREVIEW_CSV : PREVIEW_TXT, &x, err);

    if (rc == XH_OK)
        rc = outfile_write(path, &x.text, err);
    buf_puts(notes, buf_str(&x.notes));
    buf_fini(&x.text);
    buf_fini(&x.notes);
    return rc;
}

static enum xh_rc write_paper(struct tui *t, const char *path, const struct preview_arg *of,
                              struct buf *notes, struct xh_err *err)
{
    struct document d = {0};
    enum xh_rc rc = of->paper(t, of->ctx, true, &d, err);

    if (rc == XH_OK)
        rc = paper_write(&d, path, of->width, notes, err);
    document_fini(&d);
    return rc;
}

void preview_done(struct tui *t, const char *done, const struct buf *notes)
{
    struct buf all = {0};

    buf_puts(&all, done);
    for (const char *s = buf_str(notes); *s;) {
        size_t n = strcspn(s, "\n");
        buf_printf(&all, "   %.*s", (int)n, s);
        s += n + (s[n] == '\n');
    }
    bool told = t->noted && strcmp(t->noted, buf_str(notes)) == 0;
    if (notes->len && !told && text_width(buf_str(&all)) > t->canvas.cols - 2) {
        ask_show(t, done, buf_str(notes));
        free(t->noted);
        t->noted = xstrdup(buf_str(notes));
    }
    tui_say(t, "%s", buf_str(&all));
    buf_fini(&all);
}

static void write_file(struct tui *t, const struct preview_arg *of, const char *ending)
{
    struct xh_err err = {0};
    struct buf notes = {0};
    char *path = ask_path(t, of->file, kinds_of(of), ending);

    if (path) {
        bool csv = ends_with(path, ".csv");
        enum xh_rc rc = of->paper && !(csv && of->compose)
                            ? write_paper(t, path, of, &notes, &err)
                            : write_text(t, path, of, csv, &notes, &err);
        char *done = xasprintf(_("written to %s"), path);
        if (rc == XH_OK)
            preview_done(t, done, &notes);
        else
            tui_refuse(t, &err);
        free(done);
    }
    buf_fini(&notes);
    free(path);
}

/* ---- the ways out ---- */

const char *preview_take_word(bool paper)
{
    return paper ? _("Paper") : _("To file");
}

bool preview_may_take(struct tui *t)
{
    struct xh_err err = {0};
    unsigned relations;
    enum xh_rc rc = export_may(t->st, t->me, NULL, &relations, &err);

    if (rc != XH_OK)
        tui_refuse(t, &err);
    return rc == XH_OK;
}

void preview_take(struct tui *t, const struct preview_arg *of)
{
    static const char *const of_way[] = { NULL, ".pdf", ".xlsx", ".txt", ".csv" };
    const char *const ways[] = { _("print"), _("PDF, as it is printed"),
                                 _("XLSX, a table to work with"), _("TXT, plain text"),
                                 _("CSV, for other programs") };

    if (!preview_may_take(t))
        return;
    if (!of->paper) {
        write_file(t, of, ".txt");
        return;
    }
    int way = ask_choice(t, _("Print or write to a file"), of->file, ways,
                         sizeof ways / sizeof *ways, 0);
    if (way == 0)
        preview_print(t, of);
    else if (way > 0)
        write_file(t, of, of_way[way]);
}

/* ---- the screen ---- */

struct preview {
    struct page_view page;
    char *title, *file;
    struct preview_arg of;      /* with these as its texts */
};

/* As it is shown. */
static enum xh_rc text_shown(struct tui *t, const struct preview_arg *of, struct buf *out,
                             struct xh_err *err)
{
    struct document d = {0};

    if (!of->paper) {
        struct preview_text x = {0};
        enum xh_rc rc = of->compose(t, of->ctx, PREVIEW_SCREEN, &x, err);
        buf_puts(out, buf_str(&x.text));
        buf_fini(&x.text);
        buf_fini(&x.notes);
        return rc;
    }
    enum xh_rc rc = of->paper(t, of->ctx, false, &d, err);
    if (rc == XH_OK)
        document_text(out, &d, of->width, false);
    document_fini(&d);
    return rc;
}

static enum xh_rc preview_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    const struct preview_arg *a = arg;
    struct preview *p = state;
    struct buf b = {0};

    *p = (struct preview){ .title = xstrdup(a->title), .file = xstrdup(a->file), .of = *a };
    p->of.title = p->title;
    p->of.file = p->file;
    enum xh_rc rc = text_shown(t, &p->of, &b, err);
    if (rc == XH_OK)
        page_view_set(&p->page, buf_str(&b));
    buf_fini(&b);
    return rc;
}

static void preview_close(struct tui *t, void *state)
{
    struct preview *p = state;

    (void)t;
    page_view_fini(&p->page);
    if (p->of.free_ctx)
        p->of.free_ctx(p->of.ctx);
    free(p->title);
    free(p->file);
}

static void preview_draw(struct tui *t, void *state, struct area body)
{
    struct preview *p = state;

    page_view_draw(&p->page, &t->canvas, body);
}

static enum step preview_command(struct tui *t, void *state, enum cmd cmd,
                                 const struct input *in)
{
    struct preview *p = state;

    (void)in;
    if (page_view_move(&p->page, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_FIND:      preview_find(t, &p->page); return STEP_STAY;
    case CMD_FIND_NEXT: preview_find_next(t, &p->page, false); return STEP_STAY;
    case CMD_FIND_PREV: preview_find_next(t, &p->page, true); return STEP_STAY;
    case CMD_PRINT:
    case CMD_WEEK:
        preview_take(t, &p->of);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static bool preview_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                        struct xh_err *why)
{
    struct preview *p = state;

    (void)t, (void)why;
    if (cmd == CMD_PRINT)
        *word = preview_take_word(p->of.paper);
    return true;
}

static void preview_path(struct tui *t, void *state, struct buf *out)
{
    struct preview *p = state;

    page_view_fit(&p->page, frame_body(t));
    buf_printf(out, "%s  ", p->title);
    page_view_place(&p->page, out);
}

const struct screen_ops preview_screen = {
    .id = "preview", .title = N_("Preview"), .keys = keys, .size = sizeof(struct preview),
    .open = preview_open, .draw = preview_draw, .command = preview_command,
    .path = preview_path, .may = preview_may, .close = preview_close,
};
