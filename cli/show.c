/* show.c - the page of an item. */
#include "cli/show.h"

#include <stdlib.h>
#include <string.h>

#include "cli/paper_out.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/item_paper.h"
#include "report/item_text.h"

#define PAPER_PAGE 132          /* columns of a file of text: across */

void page_fini(struct page *p)
{
    buf_fini(&p->b);
    item_page_fini(&p->x);
}

enum xh_rc page_load(struct page *p, struct app *a, const char *typed, struct xh_err *err)
{
    struct filter look;
    int64_t id = 0;

    *p = (struct page){ .a = a };
    look_filter(a, &look);
    enum xh_rc rc = typed_item(a, typed, &id, err);
    if (rc == XH_OK)
        rc = item_page_load(&p->x, a->st, &look, id, err);
    return rc;
}

/* Acts as one thinks of them: the work, the cross-off, the time, who has it. */
static const enum verb act_groups[][12] = {
    { VERB_ACCEPT, VERB_PROGRESS, VERB_VISIT, VERB_BEGIN, VERB_CHECK, VERB_UNCHECK, VERB_SKIP,
      VERB_NOTE, VERB_INSTRUCT },
    { VERB_APPLY, VERB_WITHDRAW, VERB_APPROVE, VERB_RETURN, VERB_REOPEN },
    { VERB_EXTEND, VERB_LIMIT, VERB_HOLD, VERB_RESUME, VERB_REBASE, VERB_PIN, VERB_GRANT,
      VERB_REFUSE },
    { VERB_SET, VERB_ASSIGN, VERB_TRANSFER, VERB_SPLIT, VERB_CANCEL, VERB_VOID },
};

/* May this person do it now, by a command of its own? */
static bool is_offered(const struct page *p, enum verb v)
{
    const struct item *it = &p->x.r->it;
    const struct command *c = command_find(verb_info(v)->id);
    struct xh_err why = {0};

    if (v == VERB_NONE || !c || c->verb != v)
        return false;
    /* Where rows are people, or somebody went there already: elsewhere it is no daily act. */
    if (v == VERB_VISIT
        && (it->phase > PHASE_HELD || !p->x.list || (!p->x.list->person && !p->x.visits.n)))
        return false;
    if (v == VERB_VOID
        && (it->created_by != p->a->me || it->assigned_on != p->a->env.today))
        return false;
    return verb_may(p->a->st, &p->a->env, p->a->me, v, p->x.id, &why);
}

/* The command to type, behind the office's word for it: "延期 extend". */
static void add_offer(struct page *p, struct buf *b, enum verb v)
{
    const struct verb_info *info = verb_info(v);
    const char *id = command_find(info->id)->name;

    if (strcmp(_(info->name), info->name) != 0 && strcmp(item_page_verb(&p->x, info->id), id) != 0)
        buf_printf(b, "%s ", item_page_verb(&p->x, info->id));
    buf_puts(b, id);
}

#define ACTS_MAX (sizeof act_groups / sizeof act_groups[0][0])

/* What this person may do now, wrapped; a group a line when one line cannot hold them
 * all. Only what is typed on a line of its own: no permissions. */
static void next_acts(struct page *p)
{
    const size_t per_group = sizeof act_groups[0] / sizeof act_groups[0][0];
    int labels = item_text_field(&p->b, &p->x, "", "");
    int room = (p->a->columns > 0 ? p->a->columns : 80) - labels, all = -2, used = 0;
    struct buf offers[ACTS_MAX] = {0}, lines = {0};
    size_t group = 0;

    if (p->a->as_of_day != DAY_NONE)
        return;
    for (size_t i = 0; i < ACTS_MAX; i++)
        if (is_offered(p, act_groups[i / per_group][i % per_group])) {
            add_offer(p, &offers[i], act_groups[i / per_group][i % per_group]);
            all += 2 + text_width(buf_str(&offers[i]));
        }
    for (size_t i = 0; i < ACTS_MAX; i++) {
        int wide = text_width(buf_str(&offers[i]));
        bool same = all <= room || group == i / per_group;
        if (!offers[i].len)
            continue;
        if (lines.len && same && used + 2 + wide <= room) {
            buf_puts(&lines, "  ");
            used += 2 + wide;
        } else {
            buf_puts(&lines, lines.len ? "\n" : "");
            used = wide;
        }
        buf_puts(&lines, buf_str(&offers[i]));
        group = i / per_group;
    }
    if (lines.len) {
        buf_putc(&p->b, '\n');
        item_text_field(&p->b, &p->x, _("You may"), buf_str(&lines));
    }
    for (size_t i = 0; i < ACTS_MAX; i++)
        buf_fini(&offers[i]);
    buf_fini(&lines);
}

const struct option show_options[] = { PAPER_OPTIONS, { 0 } };

static enum xh_rc show_paper(struct app *a, const struct args *args, struct paper_out *to,
                             struct xh_err *err)
{
    struct document d = { 0 };
    struct filter look;
    int64_t item = 0;
    enum xh_rc rc = typed_item(a, args_word(args, 0), &item, err);

    look_filter(a, &look);
    to->width = to->width ? to->width : PAPER_PAGE;
    if (rc == XH_OK)
        rc = item_paper(&d, a->st, &look, item, paper_out_takes(to), err);
    if (rc == XH_OK) {
        look_note(a);
        rc = paper_put(a, &d, NULL, to, err);
    }
    if (rc == XH_OK && to->path)
        outf(_("written to %s\n"), to->path);
    document_fini(&d);
    return rc;
}

/* The page as text, and what may be typed next; taken away, or as wide as asked for, a paper. */
enum xh_rc run_show(struct app *a, const struct command *c, struct args *args, struct xh_err *err)
{
    struct page p = { 0 };
    struct paper_out to = { 0 };
    enum xh_rc rc = paper_out_options(a, args, 0, &to, err);

    (void)c;
    if (rc == XH_OK && (paper_out_takes(&to) || args_has(args, "width")))
        return show_paper(a, args, &to, err);
    if (rc == XH_OK)
        rc = page_load(&p, a, args_word(args, 0), err);
    if (rc == XH_OK) {
        look_note(a);
        item_text_page(&p.b, &p.x);
    }
    if (rc == XH_OK) {
        next_acts(&p);
        out(buf_str(&p.b));
    }
    page_fini(&p);
    return rc;
}
