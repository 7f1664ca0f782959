/* acts_report.c - writing about a row: 进展填报, the most used act (OFFICE 2), notes and
 * instructions. The last words stand above the empty field, never in it. */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/detail.h"
#include "model/i18n.h"
#include "model/ready.h"
#include "model/rhythm.h"
#include "model/when.h"
#include "tui/ask.h"
#include "tui/form.h"

/* ---- 进展填报 ---- */

struct reporting {
    struct flow *f;
    char *last;                 /* the text of the last report; NULL: none */
    char **figures;             /* as they were, by field index; NULL: not in the form */
    bool done;
};

/* Details in groups are measured once: a report does not ask for them. */
static bool is_figure(const struct field_def *fd)
{
    return (fd->type == FIELD_DECIMAL || fd->type == FIELD_INTEGER) && !fd->is_private &&
           !*fd->group;
}

static void add_last(struct tui *t, struct form *f, size_t *cap, const struct detail *d)
{
    const struct detail_report *r = &d->reports[d->n_reports - 1];
    struct buf b = {0};
    char day[DAY_TEXT];

    buf_printf(&b, "%s %s  %s", short_day(t, r->day, day), r->person, r->text);
    if (*r->problem)
        buf_printf(&b, _("\nProblems: %s"), r->problem);
    if (*r->next)
        buf_printf(&b, _("\nNext: %s"), r->next);
    if (r->next_due != DAY_NONE)
        buf_printf(&b, " (%s)", short_day(t, r->next_due, day));
    struct form_field *x = form_add(f, cap, "last", _("Last report"), FORM_READ, "");
    form_set(x, buf_str(&b));
    buf_fini(&b);
}

static void build_report(struct tui *t, struct reporting *q, struct form *f,
                         const struct detail *d)
{
    static const char *levels[2];
    const struct list_def *l = q->f->list;
    size_t cap = 0;
    struct form_field *x;

    levels[0] = _("town");
    levels[1] = _("superior");
    if (d->n_reports && q->f->on->n == 1)
        add_last(t, f, &cap, d);
    x = form_add(f, &cap, "text", _("What was done"), FORM_LONG, "");
    x->required = true;
    if (l->progress.kind == PROGRESS_MANUAL) {
        x = form_add(f, &cap, "percent", _("Done so far"), FORM_NUMBER, "");
        x->unit = "%";
    }
    form_add(f, &cap, "problem", _("Problems"), FORM_LONG, "");
    form_add(f, &cap, "next", _("Next"), FORM_TEXT, "");
    form_add(f, &cap, "next_due", _("Next until"), FORM_DAY, "");
    form_add(f, &cap, "coord", _("To coordinate"), FORM_TEXT, "");
    x = form_add(f, &cap, "coord_level", _("By whom"), FORM_CHOICE, "");
    x->choices = levels;
    x->n_choices = 2;
    for (size_t i = 0; i < l->n_fields && q->f->on->n == 1; i++) {
        if (!is_figure(&l->fields[i]) || i >= q->f->r->n_fields)
            continue;
        x = form_add(f, &cap, l->fields[i].id, l->fields[i].name, FORM_NUMBER, "");
        x->unit = l->fields[i].unit;
        form_set(x, q->f->r->fields[i]);
        q->figures[i] = xstrdup(q->f->r->fields[i]);
    }
    hands_field(t, q->f, NULL, VERB_PROGRESS, f, &cap);
}

/* Everything the form can see itself; the verb sees the rest. */
static bool read_report(struct tui *t, struct form *f, struct call *c)
{
    struct xh_err err = {0};
    bool ok = true;
    const char *percent = form_value(f, "percent"), *due = form_value(f, "next_due");

    c->text = form_value(f, "text");
    c->problem = form_value(f, "problem");
    c->next = form_value(f, "next");
    c->coord = form_value(f, "coord");
    if (!*c->text)
        ok = form_wrong(f, "text", _("say what was done"));
    if (*percent) {
        c->has_percent = decimal_parse(percent, &c->percent);
        if (!c->has_percent)
            ok = form_wrong(f, "percent", _("a number, such as 60 or 62.5"));
    }
    if (*due && when_parse(due, t->env.today, t->defs->calendar, false, _("Next until"),
                           &c->next_due, &err) != XH_OK)
        ok = form_wrong(f, "next_due", err.msg);
    const char *level = form_value(f, "coord_level");
    if (*level)
        c->coord_level = strcmp(level, _("town")) == 0 ? "town" : "superior";
    else if (*c->coord)
        ok = form_wrong(f, "coord_level", _("town or superior?"));
    return ok;
}

static bool save_report(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct reporting *q = ctx;
    const struct list_def *l = q->f->list;
    struct hands h = {0};
    struct plan p = { .call = tui_call(VERB_PROGRESS, NULL), .hands = &h };
    bool ok = read_report(t, f, &p.call);

    ok = hands_read(t, f, &h) && ok;
    if (!ok) {
        xh_fail(err, XH_REFUSED, "%s", _("Something is to be corrected."));
        return false;
    }
    if (q->last && strcmp(q->last, p.call.text) == 0 &&
        !ask_yes(t, _("The same text as last time"),
                 _("Superiors see `same as last period`. Report it all the same?"))) {
        xh_fail(err, XH_REFUSED, "%s", _("The text is the same as in the last report."));
        return false;
    }
    struct pair *pairs = xcalloc(l->n_fields + 1, sizeof *pairs);
    for (size_t i = 0; i < l->n_fields; i++)
        if (q->figures[i] && strcmp(q->figures[i], form_value(f, l->fields[i].id)) != 0)
            pairs[p.call.n_fields++] =
                (struct pair){ l->fields[i].id, form_value(f, l->fields[i].id) };
    p.call.fields = pairs;
    q->done = flow_do(t, q->f, &p);
    if (!q->done)
        xh_fail(err, XH_REFUSED, "%s", t->status[0] ? t->status : _("It was not written."));
    free(pairs);
    return q->done;
}

/* "period to 11-19, not yet reported" */
static char *about_report(struct tui *t, const struct flow *f, const struct ready *r)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    flow_name(f, t, &b);
    buf_putc(&b, '\n');
    flow_facts(t, f, &b);
    if (f->on->n == 1) {
        struct owed o = rhythm_owed(t->defs, &r->now.facts.f, r->now.derived.due, t->env.today);
        if (o.fill_day != DAY_NEVER)
            buf_printf(&b, o.is_reported ? _("Period to %s: reported")
                                         : _("Period to %s: not yet reported"),
                       short_day(t, o.fill_day, day));
        if (o.missed)
            buf_printf(&b, _("   missed in a row: %d"), (int)o.missed);
    }
    return buf_take(&b);
}

bool flow_report(struct tui *t, struct flow *f)
{
    struct reporting q = { .f = f };
    struct detail d = {0};
    struct ready r = {0};
    struct xh_err err = {0};
    struct form form = { .title = flow_word(t, f->list, VERB_PROGRESS), .save = save_report,
                         .ctx = &q };
    char *draft = NULL, *about = NULL;

    if (!flow_may(t, VERB_PROGRESS, f->it->id, &err) && f->on->n == 1) {
        tui_refuse(t, &err);
        return false;
    }
    err = (struct xh_err){0};
    q.figures = xcalloc(f->list->n_fields + 1, sizeof *q.figures);
    if (detail_load(t->st, f->it->id, &d, &err) == XH_OK &&
        ready_load(t->st, &t->env, f->it->id, &r, &err) == XH_OK) {
        if (d.n_reports && f->on->n == 1)
            q.last = d.reports[d.n_reports - 1].text;
        form.text = about = about_report(t, f, &r);
        if (f->on->n == 1)
            form.draft = draft = xasprintf("progress-%lld", (long long)f->it->id);
        build_report(t, &q, &form, &d);
        form_run(t, &form);
    } else {
        tui_refuse(t, &err);
    }
    for (size_t i = 0; i < f->list->n_fields; i++)
        free(q.figures[i]);
    free(q.figures);
    free(draft);
    free(about);
    form_fini(&form);
    ready_fini(&r);
    detail_fini(&d);
    return q.done;
}

/* ---- notes and instructions ---- */

struct writing { struct flow *f; enum verb verb; bool done; };

static bool save_words(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct writing *q = ctx;
    struct hands h = {0};
    struct plan p = { .call = tui_call(q->verb, NULL), .hands = &h };
    const char *on = form_value(f, "on");
    bool ok = hands_read(t, f, &h);

    p.call.text = form_value(f, "text");
    if (!*p.call.text)
        ok = form_wrong(f, "text", _("the words are missing"));
    if (*on && when_parse(on, t->env.today, t->defs->calendar, true, _("Day"), &p.call.on,
                          err) != XH_OK)
        ok = form_wrong(f, "on", err->msg);
    if (!ok) {
        xh_fail(err, XH_REFUSED, "%s", _("Something is to be corrected."));
        return false;
    }
    q->done = flow_do(t, q->f, &p);
    if (!q->done)
        xh_fail(err, XH_REFUSED, "%s", t->status[0] ? t->status : _("It was not written."));
    return q->done;
}

bool flow_note(struct tui *t, struct flow *f, enum verb verb)
{
    struct writing q = { .f = f, .verb = verb };
    struct form form = { .title = flow_word(t, f->list, verb), .save = save_words, .ctx = &q };
    struct buf about = {0};
    size_t cap = 0;
    struct form_field *x;

    flow_name(f, t, &about);
    form.text = buf_str(&about);
    char *draft = xasprintf("%s-%lld", verb_info(verb)->id, (long long)f->it->id);
    form.draft = draft;
    x = form_add(&form, &cap, "text", flow_word(t, f->list, verb), FORM_LONG, "");
    x->required = true;
    x = form_add(&form, &cap, "on", _("Day"), FORM_DAY, "");
    x->hint = _("empty: today");
    hands_field(t, f, NULL, verb, &form, &cap);
    if ((x = form_find(&form, "behalf")) && verb == VERB_INSTRUCT) {
        x->label = _("Whose words");
        x->hint = _("the leader who gave the instruction");
        if (*f->r->lead && !*x->value)
            form_set(x, f->r->lead);
    }
    form_run(t, &form);
    form_fini(&form);
    free(draft);
    buf_fini(&about);
    return q.done;
}
