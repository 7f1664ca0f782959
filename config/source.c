/* source.c - reading configuration files and making UTF-8 of them. */
#include "config/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/encoding.h"
#include "model/file_bytes.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

/* ---- reading ---- */

static char *refuse(source_sink *sink, void *ctx, const char *what, const char *instead)
{
    sink(ctx, 0, 0, what, instead);
    return NULL;
}

char *source_read(int at, const char *path, size_t *n, source_sink *sink, void *ctx)
{
    int why = 0;
    char *bytes = file_bytes(at, path, SOURCE_BYTES_MAX, n, &why), *what;

    if (bytes)
        return bytes;
    if (why == ELOOP)
        return refuse(sink, ctx, _("is a symbolic link"), _("put the file itself here"));
    if (why == ENXIO)
        return refuse(sink, ctx, _("is not an ordinary file"), NULL);
    what = xasprintf(_("cannot be read: %s"), strerror(why));
    refuse(sink, ctx, what, NULL);
    free(what);
    return NULL;
}

/* ---- text ---- */

static void position(const char *s, size_t at, int *line, int *col)
{
    int len;

    *line = *col = 1;
    for (size_t i = 0; i < at; i += (size_t)len) {
        text_next(s + i, &len);
        ++*col;
        if (s[i] == '\n') {
            ++*line;
            *col = 1;
        }
    }
}

char *source_text(const char *bytes, size_t n, size_t *len, source_sink *sink, void *ctx)
{
    struct encoding_fault fault;
    const char *why;
    size_t at;
    char *text;
    int line, col;

    if (n > SOURCE_BYTES_MAX)
        return refuse(
            sink, ctx, _("the file is larger than 1 MiB"),
            _("lists are written by hand; data belongs into the database (import)"));
    if (!(text = encoding_text(bytes, n, len, &fault))) {
        sink(ctx, (int)fault.line, 0, _(fault.what),
             fault.instead ? _(fault.instead) : NULL);
        return NULL;
    }
    if ((why = text_refused(text, true, &at))) {
        position(text, at, &line, &col);
        sink(ctx, line, col, _(why), _("delete the invisible character"));
        free(text);
        return NULL;
    }
    return text;
}
