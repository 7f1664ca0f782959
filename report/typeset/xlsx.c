/* xlsx.c - a document as a workbook: a part is a worksheet, a block is a row or some. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "report/typeset/module.h"
#include "report/typeset/xlsx_parts.h"

#define NAME_MAX_UNITS 31               /* of a worksheet's name */
#define HEAD_UNITS 250                  /* of a running head or foot, with its codes */
#define FILL_PIXELS 76                  /* of a column that only makes the sheet wider */
#define MARK_PIXELS 24                  /* of a column of marks */

/* The four margins and the size of type of each kind of page (OFFICE 25, GB/T 9704). */
static const struct {
    int width, top, bottom, left, right; /* mm */
    bool landscape;
    int points;
} pages[] = {
    [DOC_LEDGER] = { 297, 15, 15, 20, 12, true, 10 },
    [DOC_FORM] = { 210, 15, 15, 20, 12, false, 12 },
    [DOC_LETTER] = { 210, 37, 35, 28, 26, false, 16 },
    [DOC_SLIDE] = { 297, 15, 15, 20, 20, true, 24 },
};

/* ---- the worksheet ---- */

static void add_column(struct xlsx_sheet *s, int wide)
{
    GROW(s->pixels, s->n_columns, s->cap_columns);
    s->pixels[s->n_columns++] = wide;
}

/* The columns of the tables that have the most; more until the page is filled, for text runs
 * over all. Marks alone have narrow ones. */
static void set_widths(struct xlsx_sheet *s, int page)
{
    int label = 0, fill = FILL_PIXELS;
    bool marks = false;

    for (size_t i = 0; i < s->part->n_blocks; i++) {
        const struct doc_block *b = &s->part->blocks[i];
        if (b->kind == DOC_TABLE_HERE && xlsx_table_columns(b->table) > s->n_table)
            s->n_table = xlsx_table_columns(b->table);
    }
    for (size_t i = 0; i < s->part->n_blocks; i++) {
        const struct doc_block *b = &s->part->blocks[i];
        if (b->kind == DOC_TABLE_HERE && xlsx_table_columns(b->table) == s->n_table)
            xlsx_table_widths(s, b->table);
        if (b->kind == DOC_MARKS && text_width(b->text) > label)
            label = text_width(b->text);
        marks |= b->kind == DOC_MARKS;
    }
    if (marks && s->n_columns == 0) {
        int wide = (int)((label + 2) * XLSX_TABLE_POINTS * 96.0 / 72 / 2) + 8;
        add_column(s, wide < page / 3 ? wide : page / 3);
        fill = MARK_PIXELS;
    }
    while (s->n_columns < 3 || xlsx_pixels(s, 0, s->n_columns - 1) + fill <= page)
        add_column(s, fill);
    for (size_t i = 0; i < s->n_columns; i++)
        worksheet_set_column_pixels(s->sheet, (lxw_col_t)i, (lxw_col_t)i,
                                    (uint32_t)s->pixels[i], NULL);
}

static void add_escaped(struct buf *out, const char *code, const char *text)
{
    size_t units = 0;
    int len;

    if (!*text)
        return;
    buf_puts(out, code);
    for (uint32_t ch; (ch = text_next(text, &len)) != 0 && units < HEAD_UNITS / 3;
         text += len) {
        units += ch == '&' || ch > 0xFFFF ? 2 : 1;
        if (ch == '\n')
            buf_putc(out, ' ');
        else
            buf_add(out, text, (size_t)len);
        if (ch == '&')
            buf_putc(out, '&');
    }
}

static void set_page(struct xlsx_sheet *s)
{
    const struct document *d = s->x->document;
    struct buf head = { 0 }, foot = { 0 };
    lxw_header_footer_options at = { .margin = 7 / 25.4 };

    worksheet_set_paper(s->sheet, 9); /* A4 */
    if (pages[d->page].landscape)
        worksheet_set_landscape(s->sheet);
    worksheet_set_margins(s->sheet, pages[d->page].left / 25.4, pages[d->page].right / 25.4,
                          pages[d->page].top / 25.4, pages[d->page].bottom / 25.4);
    worksheet_fit_to_pages(s->sheet, 1, 0);
    worksheet_center_horizontally(s->sheet);
    add_escaped(&head, "&L", s->part->running);
    add_escaped(&head, "&R", d->mark);
    add_escaped(&foot, "&L", s->part->foot_left);
    buf_puts(&foot, "&C&P / &N");
    add_escaped(&foot, "&R", s->part->foot_right);
    if (head.len)
        worksheet_set_header_opt(s->sheet, xlsx_words(s->x, buf_str(&head)), &at);
    worksheet_set_footer_opt(s->sheet, xlsx_words(s->x, buf_str(&foot)), &at);
    buf_fini(&head);
    buf_fini(&foot);
}

static void write_part(struct xlsx *x, const struct doc_part *part, const char *name)
{
    struct xlsx_sheet s = { .x = x, .part = part };
    const struct document *d = x->document;

    s.sheet = workbook_add_worksheet(x->book, name);
    if (!s.sheet) {
        x->failed = LXW_ERROR_CREATING_TMPFILE;
        return;
    }
    set_widths(&s, XLSX_PIXELS(pages[d->page].width - pages[d->page].left -
                               pages[d->page].right));
    set_page(&s);
    if (s.n_columns > LXW_COL_MAX)
        x->failed = LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
    if (*d->mark && !x->failed)
        xlsx_mark(&s);
    for (size_t i = 0; i < part->n_blocks && !x->failed; i++)
        xlsx_block(&s, &part->blocks[i]);
    if (s.n_breaks > 0) {
        GROW(s.breaks, s.n_breaks, s.cap_breaks);
        s.breaks[s.n_breaks] = 0;
        worksheet_set_h_pagebreaks(s.sheet, s.breaks);
    }
    free(s.pixels);
    free(s.breaks);
    x->job->pages++;
}

/* ---- names of worksheets ---- */

struct names { char **v; size_t n, cap; };

static bool is_taken(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcasecmp(names->v[i], name) == 0)
            return true;
    return strcasecmp(name, "History") == 0; /* a spreadsheet keeps it for itself */
}

/* The first characters of `wanted` that a worksheet may be called, and `behind` it. */
static char *name_of(const char *wanted, const char *behind)
{
    struct buf shown = { 0 }, out = { 0 };
    size_t units = strlen(behind);
    int len;

    text_show(&shown, wanted, false);
    for (const char *p = buf_str(&shown);; p += len) {
        uint32_t ch = text_next(p, &len);
        units += ch > 0xFFFF ? 2 : 1;
        if (!ch || units > NAME_MAX_UNITS)
            break;
        if (ch < 0x80 && strchr("[]:*?/\\'", (int)ch))
            buf_putc(&out, ch == '\'' ? '`' : '-');
        else if (xlsx_is_escape(p))
            buf_putc(&out, '-');
        else
            buf_add(&out, p, (size_t)len);
    }
    buf_puts(&out, behind);
    buf_fini(&shown);
    return buf_take(&out);
}

/* Borrowed from `names`. */
static const char *name_sheet(struct names *names, const char *wanted)
{
    char behind[24] = "";
    char *name = NULL;

    for (int n = 2; !name || is_taken(names, name); n++) {
        free(name);
        name = name_of(*wanted ? wanted : "1", behind);
        snprintf(behind, sizeof behind, " (%d)", n);
    }
    GROW(names->v, names->n, names->cap);
    names->v[names->n++] = name;
    return name;
}

/* ---- the workbook ---- */

static void set_properties(struct xlsx *x)
{
    const struct document *d = x->document;
    lxw_doc_properties p = { .created = (time_t)(d->made / 1000) };
    char *title = xstrdup(xlsx_words(x, d->title));
    char *author = xstrdup(xlsx_words(x, d->author));

    if (p.created == 0)
        p.created = 1; /* 0 would be the clock */
    p.title = title;
    p.author = author;
    workbook_set_properties(x->book, &p);
    free(title);
    free(author);
}

/* The library writes its troubles to standard error, which is the screen. */
static int hush(void)
{
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);

    if (kept >= 0 && nothing >= 0)
        dup2(nothing, STDERR_FILENO);
    if (nothing >= 0)
        close(nothing);
    return kept;
}

static void unhush(int kept)
{
    if (kept < 0)
        return;
    dup2(kept, STDERR_FILENO);
    close(kept);
}

/* The rows wait in files without a name, beside the one that is written: a full disk is
 * the one the message names. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == path ? xstrdup("/")
           : slash       ? xstrndup(path, (size_t)(slash - path))
                         : xstrdup(".");
}

static lxw_error write_book(struct xlsx *x)
{
    const struct document *d = x->document;
    char *folder = folder_of(x->job->path);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
    struct names names = { 0 };

    x->book = workbook_new_opt(x->job->path, &options);
    free(folder);
    if (!x->book)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    set_properties(x);
    for (size_t i = 0; i < d->n_parts && !x->failed; i++) {
        const char *name = d->parts[i].name;
        write_part(x, &d->parts[i],
                   name_sheet(&names, *name ? name : d->title));
    }
    if (d->n_parts == 0) {
        workbook_add_worksheet(x->book, name_sheet(&names, d->title));
        x->job->pages = 1;
    }
    errno = 0;
    lxw_error closed = workbook_close(x->book);
    for (size_t i = 0; i < names.n; i++)
        free(names.v[i]);
    free(names.v);
    return x->failed ? x->failed : closed;
}

static enum xh_rc refuse(const struct typeset_job *job, lxw_error e, int why,
                         struct xh_err *err)
{
    if (e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
        return xh_fail(err, XH_REFUSED,
                       _("%s: the tables have more rows or columns than a spreadsheet "
                         "holds (1048576 and 16384); choose fewer, or make a CSV file."),
                       typeset_name(job));
    if (why)
        return file_cannot_write(typeset_name(job), why, err);
    return xh_fail(err, XH_DB,
                   _("%s cannot be written: it came out incomplete. Is the disk full?"),
                   typeset_name(job));
}

enum xh_rc typeset_xlsx(struct typeset_job *job, struct xh_err *err)
{
    struct xlsx x = { .job = job,
                      .document = job->document,
                      .points = pages[job->document->page].points };
    /* the file first: why it cannot be written is known here, and not to the library */
    int fd = open(job->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);

    struct stat st;

    job->pages = 0;
    if (fd < 0 || fstat(fd, &st) != 0)
        return refuse(job, LXW_ERROR_CREATING_XLSX_FILE, errno, err);
    close(fd);
    if (!S_ISREG(st.st_mode)) /* a device would be removed when writing fails */
        return refuse(job, LXW_ERROR_CREATING_XLSX_FILE, EINVAL, err);
    int kept = hush();
    lxw_error e = write_book(&x);
    int why = e ? errno : 0;
    bool whole = !e && xlsx_is_whole(job->path);
    unhush(kept);
    if (x.shortened)
        buf_printf(&job->notes, "%s\n",
                   _("A text was cut at 32767 characters: a spreadsheet's cell holds no "
                     "more."));
    free(x.formats);
    buf_fini(&x.words);
    if (whole)
        return XH_OK;
    unlink(job->path);
    return refuse(job, e, why, err);
}
