#include "report/print.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/run_program.h"

#define TITLE_BYTES 200             /* a job's name has at most 255 */
#define WORDS_COLUMNS 300           /* of what the service says */

/* ---- what the service says ---- */

/* Its words in one line, without the name of its program; caller frees. */
static char *said(const struct run *r)
{
    struct buf line = { 0 };
    char *words = xstrdup(r->err.len ? buf_str(&r->err) : buf_str(&r->out));
    static const char *const leads[] = { "lpstat: ", "lp: ", "Error - " };
    const char *from = text_trim(words);

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (strncmp(from, leads[i], strlen(leads[i])) == 0)
            from += strlen(leads[i]);
    text_show(&line, from, true);
    for (size_t i = 0; i < line.len; i++)
        if (line.s[i] == '\n' || line.s[i] == '\t')
            line.s[i] = ' ';
    free(words);
    size_t n;
    text_line(buf_str(&line), WORDS_COLUMNS, &n);
    char *out = xstrndup(buf_str(&line), n);
    buf_fini(&line);
    return out;
}

static bool says(const struct run *r, const char *what)
{
    return strcasestr(buf_str(&r->err), what) || strcasestr(buf_str(&r->out), what);
}

static bool is_down(const struct run *r)
{
    return says(r, "scheduler") || says(r, "unable to connect") ||
           says(r, "connection refused") || says(r, "bad file descriptor") ||
           says(r, "transport endpoint");
}

/* For whatever went wrong before a printer was asked. */
static enum xh_rc no_service(enum run_end end, const struct run *r, struct xh_err *err)
{
    if (end == RUN_MISSING)
        return xh_fail(err, XH_NOT_FOUND,
                       _("Printing is not installed on this machine (CUPS)."));
    if (end == RUN_LATE)
        return xh_fail(err, XH_NOT_FOUND, _("The print service does not answer."));
    if (end == RUN_FAILED)
        return xh_fail(err, XH_DB, _("This machine cannot ask the print service now: %s"),
                       strerror(r->why));
    char *words = said(r);
    enum xh_rc rc = is_down(r) ? xh_fail(err, XH_NOT_FOUND,
                                         _("The print service is not running: %s"), words)
                               : xh_fail(err, XH_DB, _("The print service says: %s"), words);
    free(words);
    return rc;
}

/* ---- printers ---- */

static void add_names(struct printer_list *l, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n > 0 && n < 256 && !memchr(text, ' ', n) && text_is_utf8(text, n)) {
            GROW(l->v, l->n, l->cap);
            l->v[l->n++] = xstrndup(text, n);
        }
        text += n + (text[n] == '\n');
    }
}

/* "system default destination: HP"; in other words there is none. */
static char *usual(const char *text)
{
    const char *colon = strstr(text, "destination: ");

    if (!colon)
        return NULL;
    colon += strlen("destination: ");
    size_t n = strcspn(colon, "\n");
    return n > 0 && text_is_utf8(colon, n) ? xstrndup(colon, n) : NULL;
}

/* A list without names may also mean that nobody was there to be asked. */
static enum xh_rc none(int limit_ms, const struct watch *watch, struct xh_err *err)
{
    char *argv[] = { (char *)"lpstat", (char *)"-r", NULL };
    struct run r;
    enum run_end end = run_program(argv, limit_ms, watch, &r);
    enum xh_rc rc = end != RUN_ENDED || says(&r, "not running")
                        ? no_service(end, &r, err)
                        : xh_fail(err, XH_NOT_FOUND,
                                  _("No printer is set up on this machine."));
    run_fini(&r);
    return rc;
}

enum xh_rc printer_list(struct printer_list *out, int limit_ms, const struct watch *watch,
                        struct xh_err *err)
{
    char *all[] = { (char *)"lpstat", (char *)"-e", NULL };
    char *one[] = { (char *)"lpstat", (char *)"-d", NULL };
    struct run r;
    enum run_end end = run_program(all, limit_ms, watch, &r);
    enum xh_rc rc = XH_OK;

    if (end == RUN_ENDED && r.status == 0) {
        add_names(out, buf_str(&r.out));
        run_fini(&r);
        end = run_program(one, limit_ms, watch, &r);
        if (end == RUN_ENDED && r.status == 0)
            out->usual = usual(buf_str(&r.out));
    }
    if (out->n == 0 && (end != RUN_ENDED || r.status != 0))
        rc = no_service(end, &r, err);
    else if (out->n == 0)
        rc = none(limit_ms, watch, err);
    run_fini(&r);
    return rc;
}

void printer_list_fini(struct printer_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->v[i]);
    free(l->v);
    free(l->usual);
    *l = (struct printer_list){ 0 };
}

/* ---- handing over ---- */

/* "request id is HP-12 (1 file(s))" */
static char *job_of(const char *text)
{
    const char *id = strstr(text, "request id is ");

    if (!id)
        return xstrdup("");
    id += strlen("request id is ");
    size_t n = strcspn(id, " \n");
    struct buf shown = { 0 };
    char *plain = xstrndup(id, n < 200 ? n : 200);
    text_show(&shown, plain, false);
    free(plain);
    buf_puts(&shown, "");
    return buf_take(&shown);
}

/* As much of the title as a job's name holds, whole characters; caller frees. */
static char *short_title(const char *title)
{
    struct buf shown = { 0 };
    size_t n = 0;
    int len;

    text_show(&shown, title, false);
    for (const char *p = buf_str(&shown); text_next(p, &len) && n + (size_t)len <= TITLE_BYTES;
         p += len)
        n += (size_t)len;
    char *out = xstrndup(buf_str(&shown), n);
    buf_fini(&shown);
    return out;
}

/* It was not taken for want of a printer: say which there are. */
static enum xh_rc no_printer(const char *printer, int limit_ms, const struct watch *watch,
                             struct xh_err *err)
{
    struct printer_list l = { 0 };
    struct buf names = { 0 };
    enum xh_rc rc = printer_list(&l, limit_ms, watch, err);

    if (rc == XH_OK) {
        for (size_t i = 0; i < l.n; i++)
            buf_printf(&names, "%s%s", i ? ", " : "", l.v[i]);
        rc = printer ? xh_fail(err, XH_NOT_FOUND, _("There is no printer %s; there is: %s"),
                               printer, buf_str(&names))
                     : xh_fail(err, XH_NOT_FOUND,
                               _("No printer is the usual one; choose one: %s"),
                               buf_str(&names));
    }
    buf_fini(&names);
    printer_list_fini(&l);
    return rc;
}

enum xh_rc print_file(const char *path, const char *title, const char *printer, int limit_ms,
                      const struct watch *watch, char **job, struct xh_err *err)
{
    char *name = short_title(title);
    char *argv[8] = { (char *)"lp" };
    size_t n = 1;
    struct run r;
    enum xh_rc rc = XH_OK;

    if (job)
        *job = NULL;
    if (printer) {
        argv[n++] = (char *)"-d";
        argv[n++] = (char *)printer;
    }
    argv[n++] = (char *)"-t";
    argv[n++] = name;
    argv[n++] = (char *)"--";
    argv[n++] = (char *)path;
    enum run_end end = run_program(argv, limit_ms, watch, &r);
    if (end == RUN_ENDED && r.status == 0) {
        if (job)
            *job = job_of(buf_str(&r.out));
    } else if (end == RUN_ENDED &&
               (says(&r, "does not exist") || says(&r, "no default destination"))) {
        rc = no_printer(says(&r, "does not exist") ? printer : NULL, limit_ms, watch, err);
    } else if (end == RUN_LATE) {
        rc = xh_fail(err, XH_CONFLICT,
                     _("The printer did not answer. Look whether it printed before "
                       "printing again."));
    } else {
        rc = no_service(end, &r, err);
    }
    run_fini(&r);
    free(name);
    return rc;
}
