/* cmd_approval.c - papers about crossing off: `report approval`, the form a leader signs, and
 * `report certificate`, what proves it afterwards. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/approval_paper.h"
#include "report/certificate_paper.h"

#define FORM_PAGE 132           /* columns of a file of text: across, upright */
#define CERTIFICATE_PAGE 80

static enum xh_rc check_item(const struct args *args, struct xh_err *err)
{
    return args_word(args, 1) ? XH_OK
                              : xh_fail(err, XH_USAGE, _("name the item: report %s CODE"),
                                        args_word(args, 0));
}

static enum xh_rc put(struct app *a, const struct document *d, struct paper_out *to, int page,
                      struct xh_err *err)
{
    if (to->width == 0)
        to->width = page;
    enum xh_rc rc = paper_put(a, d, NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("written to %s\n"), to->path);
    return rc;
}

enum xh_rc run_approval(struct app *a, struct args *args, struct paper_out *to,
                        struct xh_err *err)
{
    struct document d = { 0 };
    struct filter look;
    int64_t *items = xcalloc(args->n_words + 1, sizeof *items);
    size_t n = 0;
    enum xh_rc rc = check_item(args, err);

    look_filter(a, &look);
    for (size_t i = 1; rc == XH_OK && i < args->n_words; i++)
        rc = typed_item(a, args->words[i], &items[n++], err);
    if (rc == XH_OK)
        rc = approval_paper(&d, a->st, &look, items, n, paper_out_takes(to), err);
    if (rc == XH_OK)
        rc = put(a, &d, to, FORM_PAGE, err);
    document_fini(&d);
    free(items);
    return rc;
}

enum xh_rc run_certificate(struct app *a, struct args *args, struct paper_out *to,
                           struct xh_err *err)
{
    struct document d = { 0 };
    struct filter look;
    int64_t item = 0;
    enum xh_rc rc = check_item(args, err);

    look_filter(a, &look);
    if (rc == XH_OK)
        rc = typed_item(a, args_word(args, 1), &item, err);
    if (rc == XH_OK)
        rc = certificate_paper(&d, a->st, &look, item, paper_out_takes(to), err);
    if (rc == XH_OK)
        rc = put(a, &d, to, CERTIFICATE_PAGE, err);
    document_fini(&d);
    return rc;
}
