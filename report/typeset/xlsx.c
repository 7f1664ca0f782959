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
#define BREAKS_MAX 1023
#define FREEZE_POINTS 220               /* what stands still leaves room to scroll */
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
};

/* ---- rows of text ---- */

static int pixels(const struct xlsx_sheet *s, size_t first, size_t last)
{
    int n = 0;

    for (size_t i = first; i <= last; i++)
        n += s->pixels[i];
    return n;
}

/* The last column of those from `first` that together are at least so wide, leaving one
 * free when there is one. */
static size_t until(const struct xlsx_sheet *s, size_t first, int wide)
{
    size_t last = first;

    while (last + 2 < s->n_columns && pixels(s, first, last) < wide)
        last++;
    return last;
}

/* `words` over the columns, a row for every so many lines that fit into one. `lead` stands
 * in the columns before `first`, in the first row. */
static void put_text(struct xlsx_sheet *s, size_t first, const char *lead, const char *words,
                     const struct xlsx_look *look)
{
    size_t last = s->n_columns - 1;
    int columns = xlsx_columns(pixels(s, first, last), look->size);
    int most = (int)((XLSX_ROW_POINTS_MAX - 3) / (look->size * 1.35));
    struct xlsx_look label = *look;

    label.lines = XLSX_BARE;
    for (const char *p = words; p; lead = "") {
        const char *from = p, *end = p;
        int lines = 0;
        for (; p && lines < most; lines++) {
            size_t n;
            const char *next = text_line(p, columns, &n);
            end = p + n;
            p = next;
        }
        char *piece = xstrndup(from, (size_t)(end - from));
        double height = xlsx_height(lines, look->size);
        if (first > 0) {
            int beside = xlsx_lines(lead, xlsx_columns(pixels(s, 0, first - 1), look->size));
            if (xlsx_height(beside, look->size) > height)
                height = xlsx_height(beside, look->size);
        }
        xlsx_row_height(s, height);
        if (first > 0)
            xlsx_put(s, 0, first - 1, lead, &label);
        xlsx_put(s, first, last, piece, look);
        xlsx_end_row(s, height);
        free(piece);
    }
}

static void put_blank(struct xlsx_sheet *s, double points)
{
    for (; points > 0; points -= XLSX_ROW_POINTS_MAX) {
        double h = points < XLSX_ROW_POINTS_MAX ? points : XLSX_ROW_POINTS_MAX;
        xlsx_row_height(s, h);
        xlsx_end_row(s, h);
    }
}

/* A row for each paragraph, begun two characters in. */
static void put_paragraphs(struct xlsx_sheet *s, const char *text,
                           const struct xlsx_look *look)
{
    for (const char *p = text; p;) {
        size_t n = strcspn(p, "\n");
        char *one = xasprintf("　　%.*s", (int)n, p);
        put_text(s, 0, "", one, look);
        free(one);
        p = p[n] ? p + n + 1 : NULL;
    }
}

/* Left, middle and right, each over about a third. */
static void put_spread(struct xlsx_sheet *s, const struct doc_block *b)
{
    const char *text[] = { b->text, b->second, b->third };
    enum text_align align[] = { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };
    int all = pixels(s, 0, s->n_columns - 1);
    size_t last[3] = { 0, 0, s->n_columns - 1 };
    double height = 0;

    for (size_t i = 0; i < 2; i++) {
        size_t from = i ? last[0] + 1 : 0;
        last[i] = from;
        while (last[i] + 3 - i < s->n_columns &&
               pixels(s, 0, last[i]) + s->pixels[last[i] + 1] / 2 < all * ((int)i + 1) / 3)
            last[i]++;
    }
    for (size_t i = 0, from = 0; i < 3; from = last[i++] + 1) {
        int lines = xlsx_lines(text[i],
                               xlsx_columns(pixels(s, from, last[i]), s->x->points));
        double h = xlsx_height(lines, s->x->points);
        height = h > height ? h : height;
    }
    xlsx_row_height(s, height);
    for (size_t i = 0, from = 0; i < 3; from = last[i++] + 1) {
        struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, align[i]);
        xlsx_put(s, from, last[i], text[i], &look);
    }
    xlsx_end_row(s, height);
}

/* What leads stands in columns of its own, as wide as it needs. */
static void put_led(struct xlsx_sheet *s, const char *lead, const char *words,
                    struct xlsx_look *look, bool written)
{
    int wide = (int)((text_width(lead) + 1) * look->size * 96.0 / 72 / 2) + 8;

    if (written && !*words)
        look->lines = XLSX_UNDER;
    if (*lead)
        put_text(s, until(s, 0, wide) + 1, lead, words, look);
    else
        put_text(s, 0, "", words, look);
}

static void put_phrases(struct xlsx_sheet *s, const struct doc_block *b,
                        const struct xlsx_look *look)
{
    struct buf line = { 0 };

    buf_puts(&line, b->text);
    for (size_t i = 0; i < b->n_phrases; i++) {
        buf_puts(&line, line.len ? "  " : "");
        buf_puts(&line, b->phrases[i].text);
    }
    put_text(s, 0, "", buf_str(&line), look);
    buf_fini(&line);
}

/* A cell for each mark behind the label; what does not fit goes into the rows below. */
static void put_marks(struct xlsx_sheet *s, const struct doc_block *b)
{
    size_t at = 1, last = s->n_columns - 1;
    struct xlsx_look label = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, TEXT_LEFT);
    int lines = xlsx_lines(b->text, xlsx_columns(s->pixels[0], XLSX_TABLE_POINTS));
    double height = xlsx_height(lines, XLSX_TABLE_POINTS);

    xlsx_row_height(s, height);
    xlsx_put(s, 0, 0, b->text, &label);
    for (size_t i = 0; i < b->n_phrases; i++, at++) {
        if (at > last) {
            xlsx_end_row(s, height);
            height = xlsx_height(1, XLSX_TABLE_POINTS);
            xlsx_row_height(s, height);
            at = 1;
        }
        struct xlsx_look look = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, TEXT_CENTRE);
        look.lines = b->phrases[i].colour == COLOUR_RED ? XLSX_THICK : XLSX_BOX;
        look.bold = b->phrases[i].colour == COLOUR_RED;
        look.fill = xlsx_fill(b->phrases[i].colour);
        xlsx_put(s, at, at, b->phrases[i].text, &look);
    }
    if (*b->second) {
        int wide = (int)((text_width(b->second) + 2) * XLSX_TABLE_POINTS * 96.0 / 72 / 2);
        if (at > last || pixels(s, at, last) < wide) {
            xlsx_end_row(s, height);
            put_text(s, 1, "", b->second, &label);
            return;
        }
        xlsx_put(s, at, last, b->second, &label);
    }
    xlsx_end_row(s, height);
}

static void put_box(struct xlsx_sheet *s, const struct doc_block *b)
{
    double height = XLSX_POINTS(b->high > 0 ? b->high : 20);
    struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, TEXT_LEFT);
    size_t last = b->wide > 0 ? until(s, 0, XLSX_PIXELS(b->wide)) : s->n_columns - 1;

    if (height > XLSX_ROW_POINTS_MAX)
        height = XLSX_ROW_POINTS_MAX;
    look.lines = XLSX_THICK;
    xlsx_row_height(s, height);
    xlsx_put(s, 0, last, b->text, &look);
    xlsx_end_row(s, height);
}

static void put_seal(struct xlsx_sheet *s, const struct doc_block *b)
{
    const char *text[] = { b->text, b->second, b->third };
    struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, TEXT_RIGHT);

    put_blank(s, XLSX_POINTS(b->high));
    for (size_t i = 0; i < 3; i++)
        if (*text[i])
            put_text(s, 0, "", text[i], &look);
}

/* ---- blocks ---- */

static void put_heading(struct xlsx_sheet *s, const char *text)
{
    struct xlsx_look look = xlsx_look(XLSX_HEI, s->x->points + 2, TEXT_LEFT);

    look.bold = true;
    put_text(s, 0, "", text, &look);
}

static size_t tables(const struct doc_part *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_blocks; i++)
        n += p->blocks[i].kind == DOC_TABLE_HERE && xlsx_table_columns(p->blocks[i].table) > 0;
    return n;
}

/* A single table keeps its headings in sight, on the screen and on every page. Where there
 * are several there is no one row to keep. */
static void put_table(struct xlsx_sheet *s, const struct doc_table *t)
{
    lxw_row_t header = s->row;

    if (xlsx_table_columns(t) == 0)
        return;
    xlsx_table(s, t);
    if (tables(s->part) > 1)
        return;
    worksheet_repeat_rows(s->sheet, header, header);
    if (s->above <= FREEZE_POINTS || t->n_rows > 30)
        worksheet_freeze_panes(s->sheet, header + 1, 0);
}

static void put_break(struct xlsx_sheet *s)
{
    if (s->n_breaks >= BREAKS_MAX || s->row == 0)
        return;
    GROW(s->breaks, s->n_breaks, s->cap_breaks);
    s->breaks[s->n_breaks++] = s->row;
}

static void put_block(struct xlsx_sheet *s, const struct doc_block *b)
{
    bool letter = s->x->document->page == DOC_LETTER;
    struct xlsx_look look = xlsx_look(letter ? XLSX_FANG : XLSX_SONG, s->x->points, TEXT_LEFT);

    switch (b->kind) {
    case DOC_TITLE:
        look = xlsx_look(XLSX_SONG, 20, TEXT_CENTRE);
        look.bold = look.middle = true;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_SPREAD: put_spread(s, b); break;
    case DOC_HEADING: put_heading(s, b->text); break;
    case DOC_PARAGRAPH: put_paragraphs(s, b->text, &look); break;
    case DOC_LINE: put_text(s, 0, "", b->text, &look); break;
    case DOC_RIGHT:
        look.align = TEXT_RIGHT;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_ITEM: put_led(s, b->second, b->text, &look, false); break;
    case DOC_FIELD: put_led(s, b->text, b->second, &look, true); break;
    case DOC_PHRASES: put_phrases(s, b, &look); break;
    case DOC_TABLE_HERE: put_table(s, b->table); break;
    case DOC_MARKS: put_marks(s, b); break;
    case DOC_BOX: put_box(s, b); break;
    case DOC_SEAL: put_seal(s, b); break;
    case DOC_CUT:
        look.lines = XLSX_CUT;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_GAP: put_blank(s, xlsx_height(1, s->x->points)); break;
    case DOC_PAGE: put_break(s); break;
    case DOC_CODE:
        look = xlsx_look(XLSX_SONG, 9, TEXT_LEFT);
        put_text(s, 0, "", b->text, &look);
        break;
    }
}

/* ---- the worksheet ---- */

static void add_column(struct xlsx_sheet *s, int wide)
{
    GROW(s->pixels, s->n_columns, s->cap_columns);
    s->pixels[s->n_columns++] = wide;
}

/* Columns for every table of the part, each as wide as the widest there; more of them until
 * the page is filled, for text runs over all. Marks alone have narrow ones. */
static void set_widths(struct xlsx_sheet *s, int page)
{
    int label = 0, fill = FILL_PIXELS;
    bool marks = false;

    for (size_t i = 0; i < s->part->n_blocks; i++) {
        const struct doc_block *b = &s->part->blocks[i];
        if (b->kind == DOC_TABLE_HERE)
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
    while (s->n_columns < 3 || pixels(s, 0, s->n_columns - 1) + fill <= page)
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

/* The mark across a page of paper has no place behind cells: it leads the sheet. */
static void put_mark(struct xlsx_sheet *s)
{
    struct xlsx_look look = xlsx_look(XLSX_HEI, 16, TEXT_CENTRE);

    look.bold = true;
    look.lines = XLSX_THICK;
    put_text(s, 0, "", s->x->document->mark, &look);
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
    if (*d->mark)
        put_mark(&s);
    for (size_t i = 0; i < part->n_blocks && !x->failed; i++)
        put_block(&s, &part->blocks[i]);
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
                       job->path);
    if (why)
        return file_cannot_write(job->path, why, err);
    return xh_fail(err, XH_DB,
                   _("%s cannot be written: it came out incomplete. Is the disk full?"),
                   job->path);
}

enum xh_rc typeset_xlsx(struct typeset_job *job, struct xh_err *err)
{
    struct xlsx x = { .job = job,
                      .document = job->document,
                      .points = pages[job->document->page].points };
    /* the file first: why it cannot be written is known here, and not to the library */
    int fd = open(job->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);

    job->pages = 0;
    if (fd < 0)
        return refuse(job, LXW_ERROR_CREATING_XLSX_FILE, errno, err);
    close(fd);
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
