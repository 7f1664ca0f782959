#include "cli/paper_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/export.h"
#include "report/outfile.h"
#include "report/paper.h"
#include "report/paper_print.h"

/* ---- options ---- */

static const enum format formats[PAPER_KINDS] = {
    [PAPER_TXT] = FORMAT_TABLE, [PAPER_CSV] = FORMAT_CSV,   [PAPER_JSON] = FORMAT_JSON,
    [PAPER_PDF] = FORMAT_PDF,   [PAPER_XLSX] = FORMAT_XLSX,
};

/* "table" and "text" are for people; the others are endings. PAPER_KINDS: none of them. */
static enum paper_kind kind_of_word(const char *word)
{
    if (strcmp(word, "table") == 0 || strcmp(word, "text") == 0)
        return PAPER_TXT;
    for (int i = PAPER_CSV; i < PAPER_KINDS; i++)
        if (strcmp(word, paper_kind_word((enum paper_kind)i)) == 0)
            return (enum paper_kind)i;
    return PAPER_KINDS;
}

static enum xh_rc read_format(const struct args *args, struct paper_out *out, struct xh_err *err)
{
    static const char *const all[] = { "table", "csv", "json", "pdf", "xlsx", NULL };
    const char *word = args_get(args, "format");
    enum paper_kind kind = word ? kind_of_word(word) : PAPER_TXT;

    out->path = args_get(args, "output");
    if (kind == PAPER_KINDS)
        return not_among("--format", word, all, err);
    if (out->path) {
        enum paper_kind by_name = paper_kind_of(out->path);
        if (by_name == PAPER_KINDS)
            return xh_fail(err, XH_USAGE,
                           _("%s: the file's name ends in .pdf, .xlsx, .txt, .csv or .json"),
                           out->path);
        if (word && kind != by_name)
            return xh_fail(err, XH_USAGE, _("-o %s and --format %s do not go together"),
                           out->path, word);
        kind = by_name;
    }
    if (!out->path && (kind == PAPER_PDF || kind == PAPER_XLSX))
        return xh_fail(err, XH_USAGE, _("--format %s goes into a file: -o FILE.%s"), word, word);
    out->format = formats[kind];
    return XH_OK;
}

/* What is printed is a PDF, kept as one with -o. */
static enum xh_rc read_print(const struct args *args, struct paper_out *out, struct xh_err *err)
{
    if (!args_has(args, "print"))
        return XH_OK;
    if (args_has(args, "format"))
        return xh_fail(err, XH_USAGE, _("--print and --format do not go together"));
    if (out->path && out->format != FORMAT_PDF)
        return xh_fail(err, XH_USAGE, _("--print prints a PDF; to keep it, too: -o FILE.pdf"));
    const char *name = args_get(args, "print");
    out->printer = name ? name : "";
    out->format = FORMAT_PDF;
    return XH_OK;
}

enum xh_rc paper_out_options(const struct app *a, const struct args *args, int usual,
                             struct paper_out *out, struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = read_format(args, out, err);

    if (rc == XH_OK)
        rc = read_print(args, out, err);
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

bool paper_out_records(const struct paper_out *out)
{
    return out->format == FORMAT_CSV || out->format == FORMAT_JSON;
}

bool paper_out_takes(const struct paper_out *out)
{
    return out->path || out->printer || out->format != FORMAT_TABLE;
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

static enum xh_rc print(struct app *a, const struct document *d, const struct paper_out *to,
                        struct xh_err *err)
{
    char *keep = to->path ? xstrdup(to->path)
                          : paper_print_keep_path(a->user_home, a->st->home, d->title);
    struct paper_print p = { .paper = d, .printer = *to->printer ? to->printer : NULL,
                             .keep = keep, .is_kept = to->path != NULL };
    enum xh_rc rc = paper_print(&p, err);

    say_notes(&p.notes);
    if (rc == XH_OK)
        outf(_("printed: %s, job %s\n"), *p.sent_to ? p.sent_to : _("the usual printer"),
             *p.job ? p.job : "-");
    buf_fini(&p.notes);
    free(p.sent_to);
    free(p.job);
    free(keep);
    /* nobody answered: as with a file, something let us down; nobody was faster (DESIGN 8) */
    return rc == XH_CONFLICT ? XH_DB : rc;
}

enum xh_rc paper_put(struct app *a, const struct document *d, const struct buf *records,
                     const struct paper_out *to, struct xh_err *err)
{
    struct buf b = { 0 }, notes = { 0 };
    enum xh_rc rc = paper_out_takes(to) ? export_may(a->st, a->me, NULL, &(unsigned){ 0 }, err)
                                        : XH_OK;

    if (rc != XH_OK)
        return rc;
    if (to->printer)
        return print(a, d, to, err);
    if (to->path && !records) {
        rc = paper_write(d, to->path, to->width, &notes, err);
        say_notes(&notes);
        buf_fini(&notes);
        return rc;
    }
    if (records)
        buf_puts(&b, buf_str(records));
    else if (to->format == FORMAT_TABLE)
        document_text(&b, d, to->width, a->colours);
    else
        document_export(&b, d, look_records(to->format));
    if (!records && paper_out_records(to))
        say_notes(&d->beside);
    if (to->path)
        rc = outfile_write(to->path, &b, err);
    else
        out_raw(buf_str(&b));
    buf_fini(&b);
    return rc;
}
