/* show.c - the page of an item. */
#include "cli/show.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/typed.h"
#include "model/colour.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/table.h"

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

/* ---- pieces ---- */

/* Every label the page may have: the widest decides where the values stand. */
static const char *const labels[] = {
    N_("Heading leader"), N_("Responsible leader"), N_("Lead unit"), N_("Co-operating"),
    N_("Owner"), N_("Handler"), N_("Place"), N_("Source"), N_("Waiting for"),
    N_("Now with"), N_("Assigned"), N_("Start"), N_("First deadline"), N_("Deadline"),
    N_("Superior's"),
    N_("Limit"), N_("Review until"), N_("Cancelled"), N_("Crossed off"), N_("You may"),
    N_("Weekly sheets"),
};

static void measure_labels(struct page *p)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (text_width(_(labels[i])) > p->labels)
            p->labels = text_width(_(labels[i]));
    for (size_t i = 0; p->x.list && i < p->x.r->n_fields; i++)
        if (*p->x.r->fields[i] && text_width(p->x.list->fields[i].name) > p->labels)
            p->labels = text_width(p->x.list->fields[i].name);
    p->labels += 2;
}

static void label(struct page *p, const char *text)
{
    char *cell = text_fit(text, p->labels, TEXT_LEFT);

    buf_puts(&p->b, cell);
    free(cell);
}

/* A label and a value; nothing when the value is empty. Further lines stand under the
 * first. */
static void field(struct page *p, const char *name, const char *value)
{
    for (const char *line = value; line && *line;) {
        const char *end = strchr(line, '\n');
        size_t n = end ? (size_t)(end - line) : strlen(line);
        label(p, line == value ? name : "");
        buf_add(&p->b, line, n);
        buf_putc(&p->b, '\n');
        line = end ? end + 1 : NULL;
    }
}

void page_heading(struct page *p, const char *text)
{
    buf_printf(&p->b, "\n%s\n", text);
}

static void put_field(void *ctx, const char *name, const char *value)
{
    field(ctx, name, value);
}

/* An entry below a heading: its further lines stand deeper. Empties `entry`. */
static void put_entry(struct page *p, struct buf *entry)
{
    const char *gap = "  ";

    for (const char *line = buf_str(entry); line;) {
        size_t n = strcspn(line, "\n");
        buf_puts(&p->b, gap);
        buf_add(&p->b, line, n);
        buf_putc(&p->b, '\n');
        line = line[n] ? line + n + 1 : NULL;
        gap = "    ";
    }
    buf_fini(entry);
    *entry = (struct buf){0};
}

void page_entry(struct page *p, item_text *text, size_t i)
{
    struct buf entry = {0};

    text(&entry, &p->x, i);
    put_entry(p, &entry);
}

/* ---- the page, part by part ---- */

void page_head(struct page *p)
{
    text_show(&p->b, p->x.r->it.code, false);
    buf_puts(&p->b, "  ");
    text_show(&p->b, p->x.r->it.title, false);
    buf_putc(&p->b, '\n');
    item_text_standing(&p->b, &p->x);
    buf_putc(&p->b, '\n');
}

static void instructions(struct page *p, bool notes)
{
    bool first = true;

    for (size_t i = 0; i < p->x.d.n_words; i++) {
        if (p->x.d.words[i].is_note != notes)
            continue;
        if (first)
            page_heading(p, notes ? _("Remarks") : _("Instructions"));
        first = false;
        page_entry(p, item_text_words, i);
    }
}

static void fields(struct page *p)
{
    bool first = true;

    for (size_t i = 0; p->x.list && i < p->x.r->n_fields; i++) {
        char *value = item_page_field(&p->x, i);
        struct buf shown = {0};
        if (!value)
            continue;
        if (first)
            buf_putc(&p->b, '\n');
        first = false;
        text_show(&shown, value, true);
        field(p, p->x.list->fields[i].name, buf_str(&shown));
        buf_fini(&shown);
        free(value);
    }
}

static void steps(struct page *p)
{
    const struct item_page *x = &p->x;
    int names = 0;

    if (!x->has_facts || x->list->n_steps == 0)
        return;
    buf_printf(&p->b, "\n%s %d/%d\n", _("Steps"), (int)x->derived.steps_done,
               (int)x->derived.steps_total);
    for (size_t i = 0; i < x->list->n_steps; i++) {
        int w = text_width(x->list->steps[i].name);
        names = w > names ? w : names;
    }
    for (size_t i = 0; i < x->list->n_steps; i++) {
        char *name = text_fit(x->list->steps[i].name, names, TEXT_LEFT);
        buf_printf(&p->b, "  %s %s  %s", item_step_mark(x, i), name, x->list->steps[i].id);
        free(name);
        item_text_step(&p->b, x, i);
        buf_putc(&p->b, '\n');
    }
}

/* The parts of a split item; the rows of other lists that lie under it, counted. */
static void parts(struct page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->x.d.n_parts; i++) {
        if (p->x.d.parts[i].is_whole)
            continue;
        if (first)
            page_heading(p, _("Parts"));
        first = false;
        page_entry(p, item_text_part, i);
    }
}

static enum xh_rc below(struct page *p, struct xh_err *err)
{
    static const enum colour shown_colours[] = {
        COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY
    };
    const char *const by[] = { "list" };
    struct group_count *v = NULL;
    size_t n = 0;
    struct filter f;

    look_filter(p->a, &f);
    f.parent = p->x.r->it.code;
    enum xh_rc rc = query_counts(p->a->st, &f, by, 1, &v, &n, err);
    if (rc == XH_OK && n)
        page_heading(p, _("Under it"));
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        const struct list_def *l = defs_list(p->a->defs, v[i].list);
        buf_printf(&p->b, "  %s %lld %s", l ? l->name : v[i].list,
                   (long long)v[i].n.total, l ? l->row : "");
        for (size_t c = 0; c < sizeof shown_colours / sizeof *shown_colours; c++)
            if (v[i].n.colour[shown_colours[c]])
                buf_printf(&p->b, "  %s %lld", colour_word(p->a->defs, shown_colours[c]),
                           (long long)v[i].n.colour[shown_colours[c]]);
        if (v[i].n.closed)
            buf_printf(&p->b, _("  crossed off %lld"), (long long)v[i].n.closed);
        buf_putc(&p->b, '\n');
    }
    group_counts_free(v, n);
    return rc;
}

/* The last reports; older ones are counted. */
#define REPORTS 3
static void reports(struct page *p)
{
    size_t n = p->x.d.n_reports, from = n > REPORTS ? n - REPORTS : 0;

    if (n == 0)
        return;
    page_heading(p, _("Progress reports"));
    if (from)
        buf_printf(&p->b, _("  (%zu earlier reports)\n"), from);
    for (size_t i = from; i < n; i++)
        page_entry(p, item_text_report, i);
}

static void evidence(struct page *p)
{
    if (p->x.d.n_evidence)
        page_heading(p, _("Evidence"));
    for (size_t i = 0; i < p->x.d.n_evidence; i++)
        page_entry(p, item_text_evidence, i);
}

static void requests(struct page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->x.d.n_requests; i++) {
        if (*p->x.d.requests[i].answer)
            continue;
        if (first)
            page_heading(p, _("Requests waiting for an answer"));
        first = false;
        page_entry(p, item_text_request, i);
    }
}

static enum xh_rc orders(struct page *p, struct xh_err *err)
{
    struct orders list = {0};
    struct order_filter f = { .item = p->x.id, .today = p->a->env.today, .reader = p->a->me };
    int64_t times = 0;
    enum xh_rc rc = order_list(p->a->st, &f, &list, err);

    if (rc == XH_OK)
        rc = order_times(p->a->st->db, p->x.id, &times, err);
    if (rc == XH_OK && list.n) {
        page_heading(p, _("Orders"));
        if (times)
            buf_printf(&p->b, _("  supervised %lld times\n"), (long long)times);
    }
    for (size_t i = 0; rc == XH_OK && i < list.n; i++) {
        struct buf entry = {0};
        item_text_order(&entry, &p->x, &list.v[i]);
        put_entry(p, &entry);
    }
    orders_fini(&list);
    return rc;
}

static void record(struct page *p)
{
    page_heading(p, _("Record"));
    for (size_t i = 0; i < p->x.h.n; i++)
        page_entry(p, item_text_history, i);
}

/* Acts as one thinks of them: the work, the cross-off, the time, who has it. */
static const enum verb act_groups[][12] = {
    { VERB_ACCEPT, VERB_PROGRESS, VERB_BEGIN, VERB_CHECK, VERB_UNCHECK, VERB_SKIP,
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
    int room = (p->a->columns > 0 ? p->a->columns : 80) - p->labels, all = -2, used = 0;
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
        field(p, _("You may"), buf_str(&lines));
    }
    for (size_t i = 0; i < ACTS_MAX; i++)
        buf_fini(&offers[i]);
    buf_fini(&lines);
}

enum xh_rc run_show(struct app *a, const struct command *c, struct args *args, struct xh_err *err)
{
    struct page p;
    enum xh_rc rc = page_load(&p, a, args_word(args, 0), err);

    (void)c;
    if (rc == XH_OK) {
        look_note(a);
        measure_labels(&p);
        page_head(&p);
        instructions(&p, false);
        buf_putc(&p.b, '\n');
        item_page_chain(&p.x, put_field, &p);
        buf_putc(&p.b, '\n');
        item_page_dates(&p.x, put_field, &p);
        fields(&p);
        steps(&p);
        parts(&p);
        rc = below(&p, err);
    }
    if (rc == XH_OK) {
        reports(&p);
        instructions(&p, true);
        evidence(&p);
        requests(&p);
        rc = p.a->as_of_day == DAY_NONE ? orders(&p, err) : XH_OK;
    }
    if (rc == XH_OK) {
        record(&p);
        next_acts(&p);
        out(buf_str(&p.b));
    }
    page_fini(&p);
    return rc;
}
