#include "report/csv_read.h"

#include <assert.h>
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/encoding.h"
#include "model/file_bytes.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

/* What the parser is given at a time, and by how much it enlarges a cell. */
#define PIECE 65536
#define CELL_STEP 65536
/* A separator shows itself in this many rows. */
#define ROWS_LOOKED_AT 20
#define UTF8_MAX 4
#define STRICT (CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL)

/* ---- the file ---- */

/* What people hand in instead of a CSV file, by its first bytes. */
static const struct kind { const char *begins; size_t n; const char *what; } kinds[] = {
    { "PK\3\4", 4, N_("a workbook (XLSX, ET or ODS) or an archive") },
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
      N_("a workbook of the old kind (XLS or ET)") },
    { "%PDF-", 5, N_("a PDF") },
    { "Rar!", 4, N_("an archive (RAR)") },
    { "7z\xBC\xAF\x27\x1C", 6, N_("an archive (7z)") },
    { "\x1F\x8B", 2, N_("a compressed file (gzip)") },
    { "\x89PNG", 4, N_("a picture") },
    { "\xFF\xD8\xFF", 3, N_("a picture") },
};

/* Systems of superior offices hand out web pages named .xls. */
static bool is_markup(const char *text)
{
    static const char *const begins[] = {
        "<html", "<!doctype", "<?xml", "<table", "<meta",
    };

    text += strspn(text, " \t\n");
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncasecmp(text, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static enum xh_rc not_csv(const char *name, const char *what, struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED,
                   _("%s is %s, not CSV: open it in WPS, choose Save As and the type "
                     "CSV, then import that file"),
                   name, what);
}

static enum xh_rc file_read(const char *path, const char *name, char **bytes, size_t *n,
                            struct xh_err *err)
{
    int why = 0;

    *bytes = file_bytes(AT_FDCWD, path, CSV_BYTES_MAX, n, &why);
    if (*bytes && *n <= CSV_BYTES_MAX)
        return XH_OK;
    if (*bytes) {
        free(*bytes);
        return xh_fail(err, XH_REFUSED,
                       _("%s is larger than %d MB: divide it into several files"), name,
                       CSV_BYTES_MAX / 1024 / 1024);
    }
    if (why == ENOENT || why == ENOTDIR)
        return xh_fail(err, XH_NOT_FOUND, _("there is no file %s"), name);
    if (why == ELOOP)
        return xh_fail(err, XH_REFUSED,
                       _("%s is a symbolic link: name the file it points to"), name);
    if (why == ENXIO)
        return xh_fail(err, XH_REFUSED, _("%s is not an ordinary file"), name);
    return xh_fail(err, XH_DB, _("%s cannot be read: %s"), name, strerror(why));
}

/* The bytes as text with LF; frees them. */
static enum xh_rc file_text(const char *name, char *bytes, size_t n, char **text,
                            size_t *len, struct xh_err *err)
{
    struct encoding_fault fault;

    *text = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n >= kinds[i].n && memcmp(bytes, kinds[i].begins, kinds[i].n) == 0) {
            free(bytes);
            return not_csv(name, _(kinds[i].what), err);
        }
    *text = encoding_text(bytes, n, len, &fault);
    free(bytes);
    if (!*text) {
        if (fault.line > 0)
            xh_fail(err, XH_REFUSED, _("%s, line %lld: %s"), name, (long long)fault.line,
                    _(fault.what));
        else
            xh_fail(err, XH_REFUSED, _("%s: %s"), name, _(fault.what));
        return fault.instead ? xh_fail_more(err, XH_REFUSED, "%s", _(fault.instead))
                             : XH_REFUSED;
    }
    return is_markup(*text) ? not_csv(name, _("a web page or XML"), err) : XH_OK;
}

/* ---- the separator ---- */

/* How often each separator stands outside quotation marks in the first rows. */
struct tally { int n[ROWS_LOOKED_AT]; int rows; };

static const char separators[] = ",\t;";

static void count_separators(const char *s, struct tally of[static 3])
{
    int row = 0;
    bool quoted = false, blank = true;

    memset(of, 0, 3 * sizeof *of);
    for (; *s && row < ROWS_LOOKED_AT; s++) {
        const char *hit = strchr(separators, *s);

        if (*s == '"')
            quoted = !quoted;
        if (*s == '\n' && !quoted) {
            row += !blank;
            blank = true;
            continue;
        }
        if (hit && !quoted)
            of[hit - separators].n[row]++;
        blank = false;
    }
    for (int i = 0; i < 3; i++)
        of[i].rows = row < ROWS_LOOKED_AT && !blank ? row + 1 : row;
}

/* The number of this separator that most rows agree on: how many rows, and the first of
 * them. 0 rows when there is none at all. */
static int agreeing(const struct tally *t, int *first)
{
    int most = 0;

    for (int i = 0; i < t->rows; i++) {
        int same = 0;

        for (int j = 0; t->n[i] > 0 && j < t->rows; j++)
            same += t->n[j] == t->n[i];
        if (same > most) {
            most = same;
            *first = i;
        }
    }
    return most;
}

/* Tabs or semicolons, when more rows agree on them than on commas, and the first of those
 * rows has no comma at all: a header's names have none. */
static char find_separator(const char *text)
{
    struct tally of[3];
    int first = 0, commas, best = 0;
    char found = ',';

    count_separators(text, of);
    commas = agreeing(&of[0], &first);
    for (int i = 1; i < 3; i++) {
        int rows = agreeing(&of[i], &first);

        if (rows > best && rows > commas && of[0].n[first] == 0) {
            best = rows;
            found = separators[i];
        }
    }
    return found;
}

/* "sep=;" as the first line tells Excel the separator. The length of that line with its
 * end, 0 when it is none. */
static size_t declared_separator(const char *text, char *separator)
{
    size_t n = strcspn(text, "\n");

    if (n != 5 || strncasecmp(text, "sep=", 4) != 0 || !strchr(",;|\t", text[4]))
        return 0;
    *separator = text[4];
    return n + (text[n] == '\n');
}

/* ---- the rows ---- */

struct reading {
    struct grid *out;
    const char *name;
    struct csv_parser parser;
    struct buf texts;               /* of this row: each cell with its NUL */
    size_t cells;                   /* of this row */
    bool row_has_text;
    int64_t line;                   /* being read */
    int64_t row_line, cell_line;    /* where this row and its present cell begin */
    bool row_done;
    bool keeps_blank;               /* rows of blanks stay in their place */
    char *why;                      /* the limit that was passed, and where */
    int64_t why_line;
};

static bool is_blank(const char *s, size_t n)
{
    static const char wide[] = "\xE3\x80\x80";      /* U+3000 */

    while (n > 0) {
        size_t step = strchr(" \t\n", *s) ? 1
            : n >= 3 && memcmp(s, wide, 3) == 0 ? 3 : 0;
        if (step == 0)
            return false;
        s += step;
        n -= step;
    }
    return true;
}

/* Takes over `why`; only the first one counts. */
static void pass_limit(struct reading *r, int64_t line, char *why)
{
    if (r->why) {
        free(why);
        return;
    }
    r->why = why;
    r->why_line = line;
}

static void cell_too_long(struct reading *r)
{
    pass_limit(r, r->cell_line,
               xasprintf(_("a cell has more than %d characters: is a quotation mark "
                           "missing?"),
                         CSV_CELL_MAX));
}

static void on_cell(void *bytes, size_t n, void *ctx)
{
    struct reading *r = ctx;
    bool blank = is_blank(bytes, n);

    if (r->why)
        return;
    if (n > CSV_CELL_MAX && text_length(bytes) > CSV_CELL_MAX)
        cell_too_long(r);
    r->cells++;
    if (r->cells > CSV_COLUMNS_MAX && !blank)
        pass_limit(r, r->row_line,
                   xasprintf(_("there are more than %d columns: is this the right file?"),
                             CSV_COLUMNS_MAX));
    if (r->why || r->cells > CSV_COLUMNS_MAX)
        return;
    buf_add(&r->texts, bytes, n);
    buf_putc(&r->texts, '\0');
    r->row_has_text |= !blank;
    r->cell_line = r->line;
}

static void on_row(int end, void *ctx)
{
    struct reading *r = ctx;

    (void)end;
    if (!r->why && (r->row_has_text || r->keeps_blank)) {
        if (r->out->n == CSV_ROWS_MAX)
            pass_limit(r, r->row_line,
                       xasprintf(_("there are more than %d rows: divide it into several "
                                   "files"),
                                 CSV_ROWS_MAX));
        else
            grid_add_texts(r->out, r->row_line, r->texts.s, r->texts.len,
                           r->cells < CSV_COLUMNS_MAX ? r->cells : CSV_COLUMNS_MAX);
    }
    buf_clear(&r->texts);
    r->cells = 0;
    r->row_has_text = false;
    r->row_done = true;
}

static enum xh_rc fail_at(const struct reading *r, int64_t line, struct xh_err *err,
                          const char *what)
{
    return xh_fail(err, XH_REFUSED, _("%s, line %lld: %s"), r->name, (long long)line,
                   what);
}

/* The parser stopped at `s`, where it expects no such byte. A mark in the middle of an
 * unquoted cell is let through; text behind a closing mark is not: which of the marks is
 * wrong, nobody can tell. */
static enum xh_rc let_through(struct reading *r, const char *s, struct xh_err *err)
{
    assert(csv_error(&r->parser) == CSV_EPARSE);
    if (r->parser.quoted) {
        char *what = xasprintf(
            _("text follows the closing quotation mark of a cell that began in line "
              "%lld; a quotation mark inside a cell is written twice"),
            (long long)r->cell_line);
        fail_at(r, r->line, err, what);
        free(what);
        return XH_REFUSED;
    }
    csv_set_opts(&r->parser, CSV_APPEND_NULL);
    csv_parse(&r->parser, s, 1, on_cell, on_row, r);
    csv_set_opts(&r->parser, STRICT);
    return XH_OK;
}

/* One line with its end, in pieces: a cell that never ends is noticed early. */
static enum xh_rc read_line(struct reading *r, const char *s, size_t n,
                            struct xh_err *err)
{
    while (n > 0 && !r->why) {
        size_t piece = n < PIECE ? n : PIECE;
        size_t done = csv_parse(&r->parser, s, piece, on_cell, on_row, r);

        if (done < piece) {
            if (let_through(r, s + done, err) != XH_OK)
                return XH_REFUSED;
            done++;
        }
        s += done;
        n -= done;
        if (r->parser.entry_pos > CSV_CELL_MAX * UTF8_MAX)
            cell_too_long(r);
    }
    return r->why ? fail_at(r, r->why_line, err, r->why) : XH_OK;
}

/* Line by line, because the parser does not say where it is: a cell open at the end of a
 * line began where the last one ended. */
static enum xh_rc read_rows(struct reading *r, const char *s, const char *end,
                            struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    r->row_done = true;
    while (s < end && rc == XH_OK) {
        const char *lf = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)(lf ? lf + 1 - s : end - s);

        if (r->row_done)
            r->row_line = r->cell_line = r->line;
        /* the parser does not tell of empty lines */
        if (!r->row_done || !is_blank(s, n) || (r->keeps_blank && n > 1)) {
            r->row_done = false;
            rc = read_line(r, s, n, err);
        } else if (r->keeps_blank) {
            grid_add_row(r->out, r->line, (const char *const[]){ "" }, 1);
        }
        s += n;
        r->line++;
    }
    if (rc == XH_OK && csv_fini(&r->parser, on_cell, on_row, r) != 0)
        rc = fail_at(r, r->cell_line, err,
                     _("a quotation mark opens here and is never closed"));
    return rc;
}

static enum xh_rc run_parser(struct reading *r, char separator, const char *text,
                             const char *end, struct xh_err *err)
{
    csv_init(&r->parser, STRICT);
    csv_set_delim(&r->parser, (unsigned char)separator);
    csv_set_realloc_func(&r->parser, xrealloc);
    csv_set_blk_size(&r->parser, CELL_STEP);
    enum xh_rc rc = read_rows(r, text, end, err);
    csv_free(&r->parser);
    buf_fini(&r->texts);
    free(r->why);
    return rc;
}

static enum xh_rc read_text(const char *name, const char *text, size_t len,
                            struct grid *out, struct xh_err *err)
{
    struct reading r = { .out = out, .name = name, .line = 1 };
    char separator = find_separator(text);
    size_t skip = declared_separator(text, &separator);

    r.line += skip > 0;
    enum xh_rc rc = run_parser(&r, separator, text + skip, text + len, err);
    if (rc == XH_OK && out->n == 0)
        rc = xh_fail(err, XH_REFUSED, _("%s is empty: there is not one row in it"), name);
    return rc;
}

/* What is shown of a path: it comes from outside and may hold anything. Caller frees. */
static char *shown(const char *path)
{
    struct buf b = {0};

    text_show(&b, path, false);
    return buf_take(&b);
}

enum xh_rc csv_read(const char *path, struct grid *out, struct xh_err *err)
{
    const char *slash = strrchr(path, '/');
    char *name = shown(path), *bytes, *text = NULL;
    uint8_t hash[HASH_SIZE];
    size_t n, len;
    enum xh_rc rc = file_read(path, name, &bytes, &n, err);

    if (rc != XH_OK)
        goto out;
    out->source = shown(slash ? slash + 1 : path);
    hash_bytes(bytes, n, hash);
    hash_hex(hash, out->hash);
    rc = file_text(name, bytes, n, &text, &len, err);
    if (rc == XH_OK)
        rc = read_text(name, text, len, out, err);
    if (rc != XH_OK)
        grid_fini(out);
out:
    free(text);
    free(name);
    return rc;
}

/* ---- a block ---- */

/* Nothing but tabs and line ends: quotation marks stand for themselves. */
static void split_plainly(const char *text, struct grid *out)
{
    int64_t line = 1;

    while (*text) {
        size_t n = strcspn(text, "\n"), cells = 1;
        char *row = xstrndup(text, n);

        for (char *tab = strchr(row, '\t'); tab; tab = strchr(tab + 1, '\t')) {
            *tab = '\0';
            cells++;
        }
        grid_add_texts(out, line++, row, n + 1, cells);
        free(row);
        text += n + (text[n] == '\n');
    }
}

void csv_read_block(const char *text, struct grid *out)
{
    struct reading r = { .out = out, .name = "", .line = 1, .keeps_blank = true };
    struct xh_err err;

    if (run_parser(&r, '\t', text, text + strlen(text), &err) == XH_OK)
        return;
    grid_fini(out);
    split_plainly(text, out);
}
