#include "report/paper_print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/i18n.h"
#include "report/leftover.h"
#include "report/paper.h"

#define NAMES_MOST 1000             /* of one name with numbers behind it */
#define NAME_BYTES 180              /* a file's name has at most 255 */

/* ---- the file that stays ---- */

static const char *temporary(void)
{
    const char *set = getenv("TMPDIR");

    return set && set[0] == '/' ? set : "/tmp";
}

static bool may_keep_in(const char *own, const char *home)
{
    char *probe = own && access(own, W_OK) == 0 ? xasprintf("%s/x", own) : NULL;
    bool yes = probe && !(home && file_is_under(probe, home));

    free(probe);
    return yes;
}

char *paper_print_keep_path(const char *own, const char *home, const char *name)
{
    const char *folder = may_keep_in(own, home) ? own : temporary();
    struct buf plain = { 0 };
    int len;

    text_show(&plain, name, false);
    size_t n = 0;
    for (const char *p = buf_str(&plain); text_next(p, &len) && n + (size_t)len <= NAME_BYTES;
         p += len)
        n += (size_t)len;
    char *file = xstrndup(buf_str(&plain), n);
    for (char *s = file; *s; s++)
        if (*s == '/' || (s == file && *s == '.'))
            *s = '-';
    char *path = xasprintf("%s/%s.pdf", folder, *file ? file : "xiaohao");
    for (int i = 2; i < NAMES_MOST && file_is_there(path); i++) {
        free(path);
        path = xasprintf("%s/%s (%d).pdf", folder, file, i);
    }
    free(file);
    buf_fini(&plain);
    return path;
}

static enum xh_rc keep(struct paper_print *p, struct xh_err *err)
{
    /* what typesetting has to say it has said when it was tried */
    return paper_write(p->paper, p->keep, 0, p->notes.len ? NULL : &p->notes, err);
}

enum xh_rc paper_print_keep(struct paper_print *p, enum xh_rc rc, struct xh_err *err)
{
    struct xh_err also = { 0 };

    if (p->is_kept || keep(p, &also) == XH_OK)
        return xh_fail_more(err, rc, _("Saved as %s; take it along and print it there."), p->keep);
    return xh_fail_more(err, rc, "%s", also.msg);
}

/* ---- handing over ---- */

/* "HP-12" is a job of HP; caller frees. */
static char *printer_of(const char *job)
{
    const char *dash = strrchr(job, '-');

    return dash ? xstrndup(job, (size_t)(dash - job)) : xstrdup("");
}

static enum xh_rc hand_over(struct paper_print *p, const char *path, struct xh_err *err)
{
    enum xh_rc rc = print_file(path, p->paper->title, p->printer,
                               PRINT_LIMIT_MS, p->watch, &p->job, err);

    if (rc != XH_OK)
        return paper_print_keep(p, rc, err);
    p->sent_to = p->printer ? xstrdup(p->printer) : printer_of(p->job);
    return XH_OK;
}

/* Whatever comes of it, the folder is gone. */
static enum xh_rc print_from(struct paper_print *p, const char *folder, struct xh_err *err)
{
    char *path = xasprintf("%s/paper.pdf", folder);
    int left = leftover_path(path);
    enum xh_rc rc = paper_write(p->paper, path, 0, &p->notes, err);

    if (rc == XH_OK)
        rc = hand_over(p, path, err);
    unlink(path);
    leftover_done(left);
    rmdir(folder);
    free(path);
    return rc;
}

enum xh_rc paper_print(struct paper_print *p, struct xh_err *err)
{
    p->job = p->sent_to = NULL;
    if (p->is_kept) {
        enum xh_rc rc = keep(p, err);
        return rc == XH_OK ? hand_over(p, p->keep, err) : rc;
    }
    /* in a folder nobody else reads: what is printed may not be everybody's */
    char *folder = xasprintf("%s/xiaohao.XXXXXX", temporary());
    int left = leftover_new_folder(folder);
    enum xh_rc rc = left < 0 ? file_cannot_write(folder, errno, err)
                             : print_from(p, folder, err);
    if (left < 0)
        paper_print_keep(p, rc, err);
    else
        leftover_done(left);
    free(folder);
    return rc;
}
