/* show.h - one item's page, and why its dates and colours are what they are. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/command.h"
#include "report/item_page.h"

/* An item as the caller may see it, everything about it, and the text made of that. */
struct page {
    struct app *a;
    struct buf b;
    struct item_page x;
};
enum xh_rc page_load(struct page *p, struct app *a, const char *typed, struct xh_err *err);
void page_fini(struct page *p);

extern const struct option show_options[];
enum xh_rc run_show(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err);
enum xh_rc run_why(struct app *a, const struct command *c, struct args *args, struct xh_err *err);

#endif
