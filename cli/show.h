/* show.h - one item's page, and why its dates and colours are what they are. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/command.h"
#include "model/detail.h"
#include "model/history.h"
#include "model/query.h"
#include "model/recompute.h"

/* An item as the caller may see it, everything about it, and the text made of that. */
struct page {
    struct app *a;
    struct buf b;
    int64_t id;
    int32_t day;                    /* the day asked for */
    struct rows rows;               /* the one row */
    const struct row *r;
    const struct list_def *list;    /* NULL when YAML no longer has it */
    struct detail d;
    struct history h;
    struct item_facts facts;
    struct derived derived;
    bool has_facts;
    int labels;                     /* columns of the labels in front */
};

enum xh_rc page_load(struct page *p, struct app *a, const char *typed, struct xh_err *err);
void page_fini(struct page *p);
void page_head(struct page *p);                         /* code, title, list, state, colour */
void page_heading(struct page *p, const char *text);
const char *page_state(const struct page *p, const char *id);   /* names by id; borrowed */
const char *page_verb(const struct page *p, const char *id);

enum xh_rc run_show(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err);
enum xh_rc run_why(struct app *a, const struct command *c, struct args *args, struct xh_err *err);

#endif
