/* import_map.c - which header means which column, said by hand: lines `header = column`.
 * See import.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/import.h"
#include "model/mem.h"
#include "model/text.h"

#define LINES_MAX 500

/* The place of the sign between header and column: = or its full-width twin. The last one
 * counts: headers may hold any sign, columns none. */
static char *find_sign(char *line, size_t *n)
{
    char *half = strrchr(line, '='), *wide = NULL;

    for (char *p = line; (p = strstr(p, "＝")); p += strlen("＝"))
        wide = p;
    *n = wide && (!half || wide > half) ? strlen("＝") : 1;
    return wide && (!half || wide > half) ? wide : half;
}

static enum xh_rc read_line(struct import_map *m, char *line, int64_t no,
                            struct xh_err *err)
{
    size_t n, at;
    const char *bad = text_refused(line, false, &at);
    char *sign;

    if (bad)
        return xh_fail_more(err, XH_CONFIG, "%s:%lld: %s", m->file, (long long)no,
                            _(bad));
    text_trim(line);
    if (!*line || *line == '#')
        return XH_OK;
    sign = find_sign(line, &n);
    if (!sign)
        return xh_fail_more(err, XH_CONFIG,
                            _("%s:%lld: write HEADER = COLUMN, or HEADER = - to leave a "
                              "column out"),
                            m->file, (long long)no);
    char *header = text_trim(xstrndup(line, (size_t)(sign - line)));
    char *target = text_trim(xstrdup(sign + n));
    enum xh_rc rc = XH_OK;
    if (!*header || !*target)
        rc = xh_fail_more(err, XH_CONFIG,
                          *header ? _("%s:%lld: nothing stands behind the =")
                                  : _("%s:%lld: nothing stands before the ="),
                          m->file, (long long)no);
    for (size_t i = 0; rc == XH_OK && i < m->n; i++)
        if (strcmp(m->v[i].header, header) == 0)
            rc = xh_fail_more(err, XH_CONFIG,
                              _("%s:%lld: '%s' is named in line %lld already"), m->file,
                              (long long)no, header, (long long)m->v[i].line);
    if (rc == XH_OK && m->n == LINES_MAX)
        rc =
            xh_fail_more(err, XH_CONFIG, _("%s: more than %d lines"), m->file, LINES_MAX);
    if (rc != XH_OK) {
        free(header);
        free(target);
        return rc;
    }
    GROW(m->v, m->n, m->cap);
    m->v[m->n++] = (struct import_map_line){ header, target, no };
    return XH_OK;
}

enum xh_rc import_map_parse(const char *text, const char *file, struct import_map *out,
                            struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int64_t no = 1;

    memset(err, 0, sizeof *err);
    out->file = xstrdup(file);
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = xstrndup(text, n && text[n - 1] == '\r' ? n - 1 : n);
        enum xh_rc one = read_line(out, line, no++, err);
        rc = rc == XH_OK ? one : rc;
        free(line);
        text += n + (text[n] == '\n');
    }
    return rc;
}

void import_map_set(struct import_map *m, const char *header, const char *target)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->v[i].header, header) == 0) {
            free(m->v[i].target);
            m->v[i].target = xstrdup(target);
            return;
        }
    if (!m->file)
        m->file = xstrdup("");
    GROW(m->v, m->n, m->cap);
    m->v[m->n++] = (struct import_map_line){ xstrdup(header), xstrdup(target), 0 };
}

void import_map_fini(struct import_map *m)
{
    for (size_t i = 0; i < m->n; i++) {
        free(m->v[i].header);
        free(m->v[i].target);
    }
    free(m->v);
    free(m->file);
    *m = (struct import_map){0};
}
