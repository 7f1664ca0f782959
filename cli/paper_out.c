#include "cli/paper_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/outfile.h"
#include "report/typeset.h"

/* ---- options ---- */

static const struct { const char *ending, *word; enum format format; } endings[] = {
    { ".txt", "text", FORMAT_TABLE },  { ".csv", "csv", FORMAT_CSV },
    { ".json", "json", FORMAT_JSON },  { ".pdf", "pdf", FORMAT_PDF },
    { ".xlsx", "xlsx", FORMAT_XLSX },
};
#define ENDINGS (sizeof endings / sizeof *endings)

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcmp(s + n - m, end) == 0;
}

static enum xh_rc read_format(const struct args *args, struct paper_out *out, struct xh_err *err)
{
    const char *word = args_get(args, "format");
    const char *words[ENDINGS + 2] = { "table" };
    size_t by_name = ENDINGS, by_word = ENDINGS;

    out->path = args_get(args, "output");
    for (size_t i = 0; i < ENDINGS; i++) {
        words[i + 1] = endings[i].word;
        if (out->path && ends_with(out->path, endings[i].ending))
            by_name = i;
        if (word && strcmp(word, endings[i].word) == 0)
            by_word = i;
    }
    bool is_table = word && strcmp(word, "table") == 0;
    if (word && by_word == ENDINGS && !is_table)
        return not_among("--format", word, words, err);
    if (out->path && by_name == ENDINGS)
        return xh_fail(err, XH_USAGE,
                       _("-o %s: the file's name ends in .pdf, .xlsx, .txt, .csv or .json"),
                       out->path);
    if (is_table)
        by_word = 0;
    if (out->path && word && by_word != by_name)
        return xh_fail(err, XH_USAGE, _("-o %s and --format %s do not go together"), out->path,
                       word);
    out->format = out->path ? endings[by_name].format
                  : word    ? endings[by_word].format
                            : FORMAT_TABLE;
    if (!out->path && (out->format == FORMAT_PDF || out->format == FORMAT_XLSX))
        return xh_fail(err, XH_USAGE, _("--format %s goes into a file: -o FILE.%s"), word, word);
    return XH_OK;
}

enum xh_rc paper_out_options(const struct app *a, const struct args *args, int usual,
                             struct paper_out *out, struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = read_format(args, out, err);

    out->width = !out->path && a->columns ? a->columns : usual;
    if (rc != XH_OK || !args_get(args, "width"))
        return rc;
    rc = typed_number(args_get(args, "width"), "--width", &n, err);
    if (rc == XH_OK && (n < PAPER_LEAST || n > PAPER_MOST))
        rc = xh_fail(err, XH_USAGE, _("--width: between %d and %d columns; 80 and 132 are usual"),
                     PAPER_LEAST, PAPER_MOST);
    out->width = (int)n;
    return rc;
}

bool paper_out_takes(const struct paper_out *out)
{
    return out->path || out->format != FORMAT_TABLE;
}

enum xh_rc look_output_format(const struct args *args, enum format *format, struct xh_err *err)
{
    const char *path = args_get(args, "output");

    if (!path)
        return XH_OK;
    bool csv = ends_with(path, ".csv"), json = ends_with(path, ".json");
    if (!csv && !json && !ends_with(path, ".txt"))
        return xh_fail(err, XH_USAGE,
                       _("-o %s: the file's name ends in .txt, .csv or .json"), path);
    enum format by_name = csv ? FORMAT_CSV : json ? FORMAT_JSON : FORMAT_TABLE;
    if (args_get(args, "format") && *format != by_name)
        return xh_fail(err, XH_USAGE, _("-o %s and --format %s do not go together"), path,
                       args_get(args, "format"));
    *format = by_name;
    return XH_OK;
}

/* ---- going out ---- */

static void say_notes(const struct buf *notes)
{
    for (const char *s = buf_str(notes); *s;) {
        size_t n = strcspn(s, "\n");
        warn("%.*s", (int)n, s);
        s += n + (s[n] == '\n');
    }
}

static enum xh_rc typeset_to(const struct document *d, const struct paper_out *to,
                             struct xh_err *err)
{
    struct typeset_job job = {
        .document = d, .format = to->format == FORMAT_PDF ? TYPESET_PDF : TYPESET_XLSX
    };
    struct outfile file = { 0 };
    enum xh_rc rc = outfile_begin(&file, to->path, err);

    if (rc == XH_OK) {
        job.path = file.temp;
        rc = typeset(&job, err);
        rc = outfile_end(&file, rc, err);
    }
    if (rc == XH_OK)
        say_notes(&job.notes);
    buf_fini(&job.notes);
    return rc;
}

enum xh_rc paper_put(struct app *a, const struct document *d, const struct paper_out *to,
                     struct xh_err *err)
{
    struct buf b = { 0 };
    enum xh_rc rc = XH_OK;

    if (to->format == FORMAT_PDF || to->format == FORMAT_XLSX)
        return typeset_to(d, to, err);
    if (to->format == FORMAT_TABLE)
        document_text(&b, d, to->width, a->colours && !to->path);
    else if (to->records)
        buf_puts(&b, buf_str(to->records));
    else
        document_export(&b, d, to->format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
    if (to->path)
        rc = outfile_write(to->path, &b, err);
    else
        out_raw(buf_str(&b));
    buf_fini(&b);
    return rc;
}
