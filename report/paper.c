#include "report/paper.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/i18n.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/outfile.h"
#include "report/typeset.h"

static const char *const words[PAPER_KINDS] = {
    [PAPER_TXT] = "txt",  [PAPER_CSV] = "csv",   [PAPER_JSON] = "json",
    [PAPER_PDF] = "pdf",  [PAPER_XLSX] = "xlsx",
};

const char *paper_kind_word(enum paper_kind kind)
{
    return words[kind];
}

enum paper_kind paper_kind_of(const char *path)
{
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');

    if (!dot || dot == path || (slash && dot < slash + 2))
        return PAPER_KINDS;
    for (int i = 0; i < PAPER_KINDS; i++)
        if (strcasecmp(dot + 1, words[i]) == 0)
            return (enum paper_kind)i;
    return PAPER_KINDS;
}

static enum xh_rc typeset_to(const struct document *d, enum typeset_format format,
                             const char *path, struct buf *notes, struct xh_err *err)
{
    struct typeset_job job = { .document = d, .format = format, .name = path };
    struct outfile file;
    enum xh_rc rc = outfile_begin(&file, path, err);

    if (rc != XH_OK)
        return rc;
    job.path = file.temp;
    rc = outfile_end(&file, typeset(&job, err), err);
    if (rc == XH_OK && notes)
        buf_puts(notes, buf_str(&job.notes));
    buf_fini(&job.notes);
    return rc;
}

enum xh_rc paper_write(const struct document *d, const char *path, int width, struct buf *notes,
                       struct xh_err *err)
{
    enum paper_kind kind = paper_kind_of(path);
    struct buf b = { 0 };

    switch (kind) {
    case PAPER_PDF:   return typeset_to(d, TYPESET_PDF, path, notes, err);
    case PAPER_XLSX:  return typeset_to(d, TYPESET_XLSX, path, notes, err);
    case PAPER_TXT:   document_text(&b, d, width, false); break;
    case PAPER_CSV:   document_export(&b, d, EXPORT_CSV); break;
    case PAPER_JSON:  document_export(&b, d, EXPORT_JSON); break;
    case PAPER_KINDS:
        return xh_fail(err, XH_USAGE,
                       _("%s: the file's name ends in .pdf, .xlsx, .txt, .csv or .json"), path);
    }
    enum xh_rc rc = outfile_write(path, &b, err);
    if (rc == XH_OK && notes && kind != PAPER_TXT)
        buf_puts(notes, buf_str(&d->beside));
    buf_fini(&b);
    return rc;
}
