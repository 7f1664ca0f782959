/* preview_print.c - a document to a printer, from the screen: which one is asked, the usual one
 * first; while the print service answers the screen says so, and Esc stops waiting. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/paper_print.h"
#include "tui/ask.h"
#include "tui/patience.h"
#include "tui/preview.h"

#define LIST_LIMIT_MS 5000

/* ---- which one ---- */

/* Their names, the usual one first and said to be so; as many as there are, each and the array
 * the caller's. */
static char **choices_of(const struct printer_list *l, size_t *order)
{
    char **out = xcalloc(l->n + 1, sizeof *out);
    size_t n = 0;

    for (int usual = 1; usual >= 0; usual--)
        for (size_t i = 0; i < l->n; i++)
            if ((l->usual && strcmp(l->v[i], l->usual) == 0) == usual) {
                order[n] = i;
                out[n++] = usual ? xasprintf(_("%s (the usual one)"), l->v[i])
                                 : xstrdup(l->v[i]);
            }
    return out;
}

/* NULL: left. Borrowed from the list. */
static const char *choose(struct tui *t, const struct printer_list *l, const char *what)
{
    size_t *order = xcalloc(l->n + 1, sizeof *order);
    char **choices = choices_of(l, order);
    int at = ask_choice(t, _("Print on"), what, (const char *const *)choices, l->n, 0);
    const char *chosen = at < 0 ? NULL : l->v[order[at]];

    for (size_t i = 0; i < l->n; i++)
        free(choices[i]);
    free(choices);
    free(order);
    return chosen;
}

/* ---- printing ---- */

static enum xh_rc hand_over(struct tui *t, struct paper_print *p, struct xh_err *err)
{
    struct patience wait;
    struct watch w;

    tui_say(t, "%s ..", _("Printing"));         /* typesetting comes first, and asks nobody */
    tui_show_status(t);
    patience_work(&wait, t, _("Printing"), &w);
    p->watch = &w;
    enum xh_rc rc = paper_print(p, err);
    patience_end(&wait);
    t->status[0] = '\0';
    return rc;
}

static void printed(struct tui *t, const struct paper_print *p)
{
    char *done = xasprintf(_("printed: %s, job %s"), p->sent_to, *p->job ? p->job : "-");

    preview_done(t, done, &p->notes);
    free(done);
}

static void not_printed(struct tui *t, const struct paper_print *p, enum xh_rc rc,
                        struct xh_err *err)
{
    if (p->notes.len)
        xh_fail_more(err, rc, "%s", buf_str(&p->notes));
    ask_show(t, _("Not printed"), err->msg);
}

static void print(struct tui *t, struct paper_print *p, const char *what)
{
    struct printer_list l = {0};
    struct xh_err err = {0};
    struct patience wait;
    struct watch w;

    patience_work(&wait, t, _("Looking for printers"), &w);
    enum xh_rc rc = printer_list(&l, LIST_LIMIT_MS, &w, &err);
    bool stopped = patience_end(&wait);
    if (stopped) {
        printer_list_fini(&l);
        return;
    }
    p->printer = rc == XH_OK ? choose(t, &l, what) : NULL;
    if (rc != XH_OK)
        rc = paper_print_keep(p, rc, &err);
    else if (p->printer)
        rc = hand_over(t, p, &err);
    if (rc != XH_OK)
        not_printed(t, p, rc, &err);
    else if (p->printer)
        printed(t, p);
    printer_list_fini(&l);
}

void preview_print(struct tui *t, const struct preview_arg *of)
{
    struct document d = {0};
    struct xh_err err = {0};

    if (!preview_may_take(t))
        return;
    enum xh_rc rc = of->paper(t, of->ctx, true, &d, &err);

    if (rc == XH_OK) {
        char *keep = paper_print_keep_path(t->user_home, t->st->home, of->file);
        struct paper_print p = { .paper = &d, .keep = keep };
        print(t, &p, of->file);
        buf_fini(&p.notes);
        free(p.sent_to);
        free(p.job);
        free(keep);
    } else {
        tui_refuse(t, &err);
    }
    document_fini(&d);
}
