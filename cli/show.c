/* show.c - the page of an item. */
#include "cli/show.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/row_table.h"
#include "cli/typed.h"
#include "model/colour.h"
#include "model/decimal.h"
#include "model/detail.h"
#include "model/due.h"
#include "model/explain.h"
#include "model/history.h"
#include "model/i18n.h"
#include "model/recompute.h"
#include "model/text.h"
#include "report/table.h"

void page_fini(struct page *p)
{
    buf_fini(&p->b);
    rows_fini(&p->rows);
    detail_fini(&p->d);
    history_fini(&p->h);
    item_facts_fini(&p->facts);
}

enum xh_rc page_load(struct page *p, struct app *a, const char *typed, struct xh_err *err)
{
    struct item it = {0};
    struct filter f;

    *p = (struct page){ .a = a, .day = look_day(a) };
    enum xh_rc rc = typed_item(a, typed, &p->id, err);
    if (rc == XH_OK)
        rc = item_load(a->st->db, p->id, &it, err);
    if (rc != XH_OK)
        return rc;
    char *where = xasprintf("code=%s", it.code);
    const char *const conditions[] = { where };
    look_filter(a, &f);
    f.list = defs_list(a->defs, it.list) ? it.list : NULL;
    f.where = conditions;
    f.n_where = 1;
    rc = query_rows(a->st, &f, &p->rows, err);
    free(where);
    if (rc == XH_OK && p->rows.n == 0) {
        char day[DAY_TEXT];
        if (it.voided)
            rc = xh_fail(err, XH_NOT_FOUND, _("%s was entered by mistake and is void"),
                         it.code);
        else
            rc = xh_fail(err, XH_NOT_FOUND, _("%s did not exist yet on %s"), it.code,
                         day_format(p->day, day));
    }
    item_fini(&it);
    if (rc != XH_OK)
        return rc;
    p->r = &p->rows.v[0];
    p->list = defs_list(a->defs, p->r->it.list);
    rc = detail_load(a->st, p->id, &p->d, err);
    if (rc == XH_OK)
        rc = history_load(a->st, p->id, &p->h, err);
    if (rc == XH_OK && p->list) {
        rc = item_facts_load(a->st->db, a->defs, p->id, &p->facts, err);
        if (rc == XH_OK) {
            derive(a->defs, &p->facts.f, &p->derived);
            p->has_facts = true;
        }
    }
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
};

static void measure_labels(struct page *p)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (text_width(_(labels[i])) > p->labels)
            p->labels = text_width(_(labels[i]));
    for (size_t i = 0; p->list && i < p->r->n_fields; i++)
        if (*p->r->fields[i] && text_width(p->list->fields[i].name) > p->labels)
            p->labels = text_width(p->list->fields[i].name);
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
    struct buf shown = {0};

    if (!value || !*value)
        return;
    text_show(&shown, value, true);
    for (const char *line = buf_str(&shown); line && *line;) {
        const char *end = strchr(line, '\n');
        size_t n = end ? (size_t)(end - line) : strlen(line);
        label(p, line == buf_str(&shown) ? name : "");
        buf_add(&p->b, line, n);
        buf_putc(&p->b, '\n');
        line = end ? end + 1 : NULL;
    }
    buf_fini(&shown);
}

void page_heading(struct page *p, const char *text)
{
    buf_printf(&p->b, "\n%s\n", text);
}

/* What the words behind it are, or whose: "problem: ". */
static void named(struct page *p, const char *gap, const char *name)
{
    buf_puts(&p->b, gap);
    buf_printf(&p->b, _("%s: "), name);
}

static void shown(struct page *p, const char *text)
{
    text_show(&p->b, text, false);
}

static const char *short_day(const struct page *p, int32_t day,
                             char text[static DAY_TEXT])
{
    return day_format_short(day, p->day, text);
}

const char *page_state(const struct page *p, const char *id)
{
    const struct state_def *s = defs_state(p->a->defs, id);

    return s ? s->name : id;
}

static const char *step_name(const struct page *p, const char *id)
{
    int i = p->list ? list_step(p->list, id) : -1;

    return i >= 0 ? p->list->steps[i].name : id;
}

const char *page_verb(const struct page *p, const char *id)
{
    enum verb v = verb_find(id);
    const struct action_def *action = list_action(p->a->defs, p->list, v);

    if (v == VERB_NONE)
        return id;
    return action && *action->name ? action->name : _(verb_info(v)->name);
}

/* ---- the page, part by part ---- */

void page_head(struct page *p)
{
    const struct row *r = p->r;
    struct buf left = {0}, colour = {0};

    shown(p, r->it.code);
    buf_puts(&p->b, "  ");
    shown(p, r->it.title);
    buf_puts(&p->b, "\n");
    buf_printf(&p->b, "%s", p->list ? p->list->name : r->it.list);
    if (*r->parent)
        buf_printf(&p->b, " < %s", r->parent);
    for (size_t i = 0; i < p->d.n_parts; i++)
        if (p->d.parts[i].is_whole)
            buf_printf(&p->b, _(" (part of %s)"), p->d.parts[i].code);
    buf_printf(&p->b, "  %s", page_state(p, r->it.state));
    row_colour(&colour, p->a->defs, r, p->day);
    if (colour.len)
        buf_printf(&p->b, "  %s", buf_str(&colour));
    if (r->it.phase <= PHASE_REVIEW && strcmp(r->rule, "pin") == 0)
        buf_printf(&p->b, _(" by order"));
    if (r->it.phase <= PHASE_REVIEW)
        explain_left(&left, p->a->defs->calendar, r->it.due, p->day);
    if (left.len)
        buf_printf(&p->b, "  %s", buf_str(&left));
    if (r->it.reopened)
        buf_printf(&p->b, _("  reopened: %lld"), (long long)r->it.reopened);
    buf_putc(&p->b, '\n');
    buf_fini(&left);
    buf_fini(&colour);
}

static void instructions(struct page *p, bool notes)
{
    bool first = true;
    char day[DAY_TEXT];

    for (size_t i = 0; i < p->d.n_words; i++) {
        const struct detail_words *w = &p->d.words[i];
        if (w->is_note != notes)
            continue;
        if (first)
            page_heading(p, notes ? _("Remarks") : _("Instructions"));
        first = false;
        buf_printf(&p->b, "  %s", short_day(p, w->day, day));
        named(p, "  ", w->person);
        text_show(&p->b, w->text, true);
        buf_putc(&p->b, '\n');
    }
}

static void chain(struct page *p)
{
    const struct row *r = p->r;
    char *source = *r->it.source_ref ? xasprintf("%s %s", r->it.source, r->it.source_ref)
                                     : xstrdup(r->it.source);

    buf_putc(&p->b, '\n');
    field(p, _("Heading leader"), r->leader);
    field(p, _("Responsible leader"), r->lead);
    field(p, _("Lead unit"), r->unit);
    field(p, _("Co-operating"), r->co);
    field(p, _("Owner"), r->owner);
    field(p, _("Handler"), r->handler);
    field(p, _("Place"), r->place);
    field(p, _("Source"), source);
    field(p, r->it.phase == PHASE_HELD ? _("Waiting for") : _("Now with"), r->waiting);
    free(source);
}

static void one_day(struct page *p, const char *name, int32_t day, const char *more)
{
    char text[DAY_TEXT];

    if (day == DAY_NONE || day == DAY_NEVER)
        return;
    label(p, name);
    buf_printf(&p->b, "%s%s%s\n", day_format(day, text), *more ? "  " : "", more);
}

static void dates(struct page *p)
{
    const struct item *it = &p->r->it;
    char *extended = it->extensions ? xasprintf(_("extensions: %lld"),
                                                (long long)it->extensions) : xstrdup("");
    char *missed = it->limits_missed
                       ? xasprintf(_("missed so far: %lld"), (long long)it->limits_missed)
                       : xstrdup("");
    struct buf review = {0};

    buf_putc(&p->b, '\n');
    one_day(p, _("Assigned"), it->assigned_on, "");
    one_day(p, _("Start"), it->start, "");
    one_day(p, _("First deadline"), it->first_due, "");
    one_day(p, _("Deadline"), it->due, extended);
    if (it->due == DAY_NONE && it->due_waits && *it->due_waits) {
        label(p, _("Deadline"));
        buf_printf(&p->b, _("open: waits for step %s\n"), step_name(p, it->due_waits));
    }
    one_day(p, _("Superior's"), it->upper_due, it->upper_doc ? it->upper_doc : "");
    one_day(p, _("Limit"), it->limit_due, missed);
    if (it->phase == PHASE_REVIEW)
        explain_left(&review, p->a->defs->calendar, it->review_due, p->day);
    one_day(p, _("Review until"), it->phase == PHASE_REVIEW ? it->review_due : DAY_NONE,
            buf_str(&review));
    one_day(p, it->phase == PHASE_CANCELLED ? _("Cancelled") : _("Crossed off"),
            it->closed_on, it->on_paper ? _("decided on paper") : "");
    free(extended);
    free(missed);
    buf_fini(&review);
}

static void fields(struct page *p)
{
    bool first = true;

    for (size_t i = 0; p->list && i < p->r->n_fields; i++) {
        const struct field_def *f = &p->list->fields[i];
        if (!*p->r->fields[i])
            continue;
        if (first)
            buf_putc(&p->b, '\n');
        first = false;
        char *value = xasprintf("%s%s%s", p->r->fields[i], *f->unit ? " " : "", f->unit);
        field(p, f->name, value);
        free(value);
    }
}

/* [x] done, [-] not applicable, [>] begun, [ ] open */
static void steps(struct page *p)
{
    char text[DAY_TEXT], amount[DECIMAL_TEXT], target[DECIMAL_TEXT];
    int names = 0;

    if (!p->has_facts || p->list->n_steps == 0)
        return;
    buf_printf(&p->b, "\n%s %d/%d\n", _("Steps"), (int)p->derived.steps_done,
               (int)p->derived.steps_total);
    for (size_t i = 0; i < p->list->n_steps; i++) {
        int w = text_width(p->list->steps[i].name);
        names = w > names ? w : names;
    }
    for (size_t i = 0; i < p->list->n_steps; i++) {
        const struct step_facts *s = &p->facts.steps[i];
        const char *mark = step_is_done(s) ? "[x]" : step_is_skipped(s) ? "[-]"
                           : s->begun_on != DAY_NONE ? "[>]" : "[ ]";
        char *name = text_fit(s->def->name, names, TEXT_LEFT);
        buf_printf(&p->b, "  %s %s  %s", mark, name, s->def->id);
        free(name);
        if (s->target)
            buf_printf(&p->b, "  %s/%s%s", decimal_format(s->amount, amount),
                       decimal_format(s->target, target), s->def->unit);
        if (step_is_done(s))
            buf_printf(&p->b, _("  done %s"), short_day(p, s->done_on, text));
        else if (step_is_skipped(s))
            buf_printf(&p->b, _("  not applicable since %s"),
                       short_day(p, s->skipped_on, text));
        else if (s->begun_on != DAY_NONE)
            buf_printf(&p->b, _("  begun %s"), short_day(p, s->begun_on, text));
        if (step_is_open(s) && s->due != DAY_NONE)
            buf_printf(&p->b, _("  due %s"), short_day(p, s->due, text));
        else if (step_is_open(s) && s->waits_for >= 0)
            buf_printf(&p->b, _("  due after %s"), p->list->steps[s->waits_for].name);
        if (due_past_statute(p->a->defs->calendar, &p->facts.f, (int)i, p->day))
            buf_printf(&p->b, "  %s", _("past the statutory limit"));
        for (size_t k = 0; k < p->d.n_steps; k++)
            if (strcmp(p->d.steps[k].step, s->def->id) == 0) {
                if (p->d.steps[k].before_start)
                    buf_printf(&p->b, "  %s", _("before the lists began"));
                if (step_is_skipped(s) && *p->d.steps[k].skip_reason) {
                    buf_puts(&p->b, "  ");
                    shown(p, p->d.steps[k].skip_reason);
                }
            }
        buf_putc(&p->b, '\n');
    }
}

/* The parts of a split item; the rows of other lists that lie under it, counted. */
static void parts(struct page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->d.n_parts; i++) {
        const struct detail_part *x = &p->d.parts[i];
        enum colour c = colour_on(x->phase, x->yellow_on, x->red_on, p->day);
        if (x->is_whole)
            continue;
        if (first)
            page_heading(p, _("Parts"));
        first = false;
        buf_printf(&p->b, "  %s  %s  %s  %s %s\n", x->code, x->unit, x->owner,
                   page_state(p, x->state), colour_word(p->a->defs, c));
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
    f.parent = p->r->it.code;
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
    char day[DAY_TEXT], percent[DECIMAL_TEXT];
    size_t from = p->d.n_reports > REPORTS ? p->d.n_reports - REPORTS : 0;

    if (p->d.n_reports == 0)
        return;
    page_heading(p, _("Progress reports"));
    if (from)
        buf_printf(&p->b, _("  (%zu earlier reports)\n"), from);
    for (size_t i = from; i < p->d.n_reports; i++) {
        const struct detail_report *r = &p->d.reports[i];
        buf_printf(&p->b, "  %s  %s", short_day(p, r->day, day), r->person);
        if (r->percent >= 0)
            buf_printf(&p->b, "  %s%%", decimal_format(r->percent, percent));
        if (r->same > 0)
            buf_printf(&p->b, _("  (same as before, %lld in a row)"),
                       (long long)r->same + 1);
        buf_puts(&p->b, "\n    ");
        shown(p, r->text);
        buf_putc(&p->b, '\n');
        if (*r->problem) {
            named(p, "    ", _("problem"));
            shown(p, r->problem);
            buf_putc(&p->b, '\n');
        }
        if (*r->next) {
            named(p, "    ", _("next"));
            shown(p, r->next);
            if (r->next_due != DAY_NONE)
                buf_printf(&p->b, _(" by %s"), short_day(p, r->next_due, day));
            buf_putc(&p->b, '\n');
        }
        if (*r->coord) {
            named(p, "    ", strcmp(r->coord_level, "superior") == 0
                                 ? _("for the superior to settle")
                                 : _("to be settled in the town"));
            shown(p, r->coord);
            buf_putc(&p->b, '\n');
        }
    }
}

static void evidence(struct page *p)
{
    char day[DAY_TEXT];

    if (p->d.n_evidence == 0)
        return;
    page_heading(p, _("Evidence"));
    for (size_t i = 0; i < p->d.n_evidence; i++) {
        const struct detail_evidence *e = &p->d.evidence[i];
        bool is_file = strcmp(e->kind, "file") == 0;
        buf_printf(&p->b, "  %s  %s", short_day(p, e->day, day), e->person);
        named(p, "  ", is_file ? _("file")
                       : strcmp(e->kind, "link") == 0 ? _("link") : _("on paper"));
        shown(p, e->name);
        if (*e->caption) {
            buf_puts(&p->b, " (");
            shown(p, e->caption);
            buf_putc(&p->b, ')');
        }
        if (*e->step)
            buf_printf(&p->b, "  %s", step_name(p, e->step));
        if (is_file)
            buf_printf(&p->b, _("  %lld bytes, SHA-256 %.12s..."), (long long)e->size,
                       e->hash);
        buf_putc(&p->b, '\n');
    }
}

static void requests(struct page *p)
{
    char day[DAY_TEXT], to[DAY_TEXT];
    bool first = true;

    for (size_t i = 0; i < p->d.n_requests; i++) {
        const struct detail_request *r = &p->d.requests[i];
        if (*r->answer)
            continue;
        if (first)
            page_heading(p, _("Requests waiting for an answer"));
        first = false;
        buf_printf(&p->b, "  #%lld  %s  %s  %s", (long long)r->id,
                   short_day(p, r->day, day), r->person, page_verb(p, r->verb));
        if (*r->step)
            buf_printf(&p->b, " %s", step_name(p, r->step));
        if (r->to != DAY_NONE)
            buf_printf(&p->b, _(" until %s"), short_day(p, r->to, to));
        if (*r->office) {
            buf_puts(&p->b, "  ");
            shown(p, r->office);
        }
        buf_puts(&p->b, "  ");
        shown(p, r->reason);
        buf_putc(&p->b, '\n');
    }
}

/* What was done. A request reads as a request (申请延期), and its answer names it
 * (同意延期申请). */
static void history_act(struct page *p, const struct history_line *l)
{
    if (l->is_asked)        /* TRANSLATORS: %s is an act: "extend the deadline" */
        buf_printf(&p->b, _("asked for: %s"), page_verb(p, l->verb));
    else if (*l->of && strcmp(l->verb, "grant") == 0)
        buf_printf(&p->b, _("request granted: %s"), page_verb(p, l->of));
    else if (*l->of && strcmp(l->verb, "refuse") == 0)
        buf_printf(&p->b, _("request refused: %s"), page_verb(p, l->of));
    else
        buf_puts(&p->b, page_verb(p, l->verb));
}

/* 办理记录: when, who (on whose behalf, decided by whom), what. */
static void record(struct page *p)
{
    char day[DAY_TEXT];

    page_heading(p, _("Record"));
    for (size_t i = 0; i < p->h.n; i++) {
        const struct history_line *l = &p->h.v[i];
        buf_printf(&p->b, "  %s  %.8s  %s", day_format(l->day, day), l->action,
                   *l->behalf ? l->behalf : l->actor);
        if (*l->behalf)
            buf_printf(&p->b, _(" (typed by %s)"), l->actor);
        buf_puts(&p->b, "  ");
        history_act(p, l);
        if (*l->decided)
            buf_printf(&p->b, _("  decided by %s"), l->decided);
        if (l->text && *l->text) {
            buf_puts(&p->b, "  ");
            shown(p, l->text);
        }
        if (l->undone)
            buf_printf(&p->b, "  %s", _("(taken back)"));
        buf_putc(&p->b, '\n');
    }
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
    const struct item *it = &p->r->it;
    const struct command *c = command_find(verb_info(v)->id);
    struct xh_err why = {0};

    if (v == VERB_NONE || !c || c->verb != v)
        return false;
    if (v == VERB_VOID
        && (it->created_by != p->a->me || it->assigned_on != p->a->env.today))
        return false;
    return verb_may(p->a->st, &p->a->env, p->a->me, v, p->id, &why);
}

/* The command to type, behind the office's word for it: "延期 extend". */
static void add_offer(struct page *p, struct buf *b, enum verb v)
{
    const struct verb_info *info = verb_info(v);
    const char *id = command_find(info->id)->name;

    if (strcmp(_(info->name), info->name) != 0 && strcmp(page_verb(p, info->id), id) != 0)
        buf_printf(b, "%s ", page_verb(p, info->id));
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
        chain(&p);
        dates(&p);
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
        record(&p);
        next_acts(&p);
        out(buf_str(&p.b));
    }
    page_fini(&p);
    return rc;
}
