/* acts_order_forms.c - the words of an answer and of a draft, as forms; and drafts about a
 * unit's red rows. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/when.h"
#include "report/order_page.h"
#include "tui/acts_order_own.h"
#include "tui/ask.h"
#include "tui/files.h"
#include "tui/form.h"

#define ROWS_MOST 300           /* in one order: a page nobody reads to the end */

static bool to_correct(struct xh_err *err)
{
    xh_fail(err, XH_REFUSED, "%s", _("Something is to be corrected."));
    return false;
}

/* ---- an answer ---- */

struct answering { const struct duban_order *o; struct hands hands; bool done; };

static bool save_answer(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct answering *q = ctx;
    struct order_call c = { .verb = VERB_ANSWER, .due = DAY_NONE, .on = DAY_NONE,
                            .text = form_value(f, "text") };
    struct chosen_files files = {0};
    const char *behalf = form_value(f, "behalf");
    bool ok = true;

    if (!*c.text)
        ok = form_wrong(f, "text", _("say what was done"));
    q->hands.who.behalf = 0;
    if (*behalf && person_find(t->st->db, behalf, &q->hands.who.behalf, err) != XH_OK)
        ok = form_wrong(f, "behalf", err->msg);
    if (!ok)
        return to_correct(err);
    if (strcmp(form_value(f, "files"), _("choose files")) == 0 &&
        files_ask(t, _("Evidence"), &files) != FILES_TAKEN) {
        chosen_files_fini(&files);
        xh_fail(err, XH_REFUSED, "%s", _("No file was chosen; nothing is written yet."));
        return false;
    }
    const char **paths = xcalloc(files.n + 1, sizeof *paths);
    for (size_t i = 0; i < files.n; i++)
        paths[i] = files.v[i].path;
    c.evidence = paths;
    c.n_evidence = files.n;
    q->done = order_do(t, &q->hands, &c, q->o->id, err);
    free(paths);
    chosen_files_fini(&files);
    return q->done;
}

bool order_answer_form(struct tui *t, const struct duban_order *o)
{
    struct answering q = { .o = o };
    struct form f = { .title = order_verb_word(VERB_ANSWER), .save = save_answer, .ctx = &q };
    const char *files[] = { _("none"), _("choose files") };
    struct buf about = {0};
    size_t cap = 0;

    order_hands(t, o, VERB_ANSWER, &q.hands);
    order_about(t, o, &about);
    buf_printf(&about, "%s: %s", _("Demand"), o->demand);
    f.text = buf_str(&about);
    char *draft = xasprintf("answer-%lld", (long long)o->id);
    f.draft = draft;
    struct form_field *x = form_add(&f, &cap, "text", _("Answer"), FORM_LONG, "");
    x->required = true;
    x->hint = _("what was done, what comes next and when");
    x = form_add(&f, &cap, "files", _("Evidence"), FORM_CHOICE, files[0]);
    x->choices = files;
    x->n_choices = 2;
    x->hint = _("files are chosen when it is saved");
    if (q.hands.may_behalf) {
        x = form_add(&f, &cap, "behalf", _("Entered for"), FORM_PERSON,
                     q.hands.behalf ? q.hands.behalf : "");
        x->hint = _("whose work it is; empty: my own");
    }
    form_run(t, &f);
    form_fini(&f);
    hands_fini(&q.hands);
    free(draft);
    buf_fini(&about);
    return q.done;
}

/* ---- a draft ---- */

struct drafting { const struct duban_order *o; char **was; bool done; };

static bool save_draft(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct drafting *q = ctx;
    struct hands mine = { .who = tui_who(t) };
    struct order_call c = { .verb = VERB_REDRAFT, .due = DAY_NONE, .on = DAY_NONE };
    struct pair *pairs = xcalloc(f->n + 1, sizeof *pairs);
    char day[DAY_TEXT] = "";
    bool ok = true;

    for (size_t i = 0; i < f->n; i++) {
        struct form_field *x = &f->fields[i];
        const char *value = x->value;
        if (x->kind == FORM_READ || strcmp(value, q->was[i]) == 0)
            continue;
        if (strcmp(x->id, "due") == 0 && *value) {
            int32_t due;
            struct xh_err why = {0};
            if (when_parse(value, t->env.today, t->defs->calendar, false, _("Reply by"), &due,
                           &why) != XH_OK)
                ok = form_wrong(f, "due", why.msg);
            else
                value = day_format(due, day);
        }
        if (strcmp(x->id, "feedback") == 0)
            value = strcmp(value, x->choices[1]) == 0 ? "week" : "once";
        pairs[c.n_fields++] = (struct pair){ x->id, value };
    }
    c.fields = pairs;
    if (ok && c.n_fields == 0)
        ok = q->done = true;            /* as it was */
    else if (ok)
        ok = q->done = order_do(t, &mine, &c, q->o->id, err);
    else
        to_correct(err);
    free(pairs);
    return ok;
}

bool order_draft_form(struct tui *t, const struct duban_order *o)
{
    struct drafting q = { .o = o };
    struct form f = { .title = order_verb_word(VERB_REDRAFT), .save = save_draft, .ctx = &q };
    const char *feedback[] = { _("once"), _("every week until it is settled") };
    struct buf about = {0};
    char day[DAY_TEXT];
    size_t cap = 0;

    order_about(t, o, &about);
    f.text = buf_str(&about);
    form_add(&f, &cap, "title", _("About"), FORM_TEXT, o->title)->required = true;
    form_add(&f, &cap, "basis", _("Basis"), FORM_TEXT, o->basis);
    form_add(&f, &cap, "demand", _("Demand"), FORM_LONG, o->demand)->required = true;
    form_add(&f, &cap, "due", _("Reply by"), FORM_DAY, day_format(o->due, day));
    struct form_field *x = form_add(&f, &cap, "feedback", _("Feedback"), FORM_CHOICE,
                                    feedback[o->weekly]);
    x->choices = feedback;
    x->n_choices = 2;
    form_add(&f, &cap, "lead", _("Responsible leader"), FORM_PERSON, o->lead_name);
    q.was = xcalloc(f.n + 1, sizeof *q.was);
    for (size_t i = 0; i < f.n; i++)
        q.was[i] = xstrdup(f.fields[i].value);
    char *draft = xasprintf("order-%lld", (long long)o->id);
    f.draft = draft;
    form_run(t, &f);
    for (size_t i = 0; i < f.n; i++)
        free(q.was[i]);
    free(q.was);
    form_fini(&f);
    free(draft);
    buf_fini(&about);
    return q.done;
}

/* ---- new ones, about red rows ---- */

/* Red rows of a unit: items, and rows counted apart with their word (OFFICE 7). */
struct late_unit { int64_t unit; const char *name, *word; int64_t items, apart; };
struct late_units { struct late_unit *v; size_t n, cap; };

static void add_unit(struct tui *t, struct late_units *u, const struct group_count *g)
{
    struct late_unit *x = NULL;
    const char *word = list_row_apart(defs_list(t->defs, g->list));

    if (!g->unit_id || g->n.colour[COLOUR_RED] == 0)
        return;
    for (size_t i = 0; i < u->n; i++)
        if (u->v[i].unit == g->unit_id)
            x = &u->v[i];
    if (!x) {
        GROW(u->v, u->n, u->cap);
        x = &u->v[u->n++];
        *x = (struct late_unit){ .unit = g->unit_id, .name = g->unit, .word = "" };
    }
    if (*word) {
        x->word = word;
        x->apart += g->n.colour[COLOUR_RED];
    } else {
        x->items += g->n.colour[COLOUR_RED];
    }
}

static char *unit_line(const struct tui *t, const struct late_unit *u)
{
    struct buf b = {0};

    buf_printf(&b, "%s  %s", u->name, colour_word(t->defs, COLOUR_RED));
    if (u->items)
        buf_printf(&b, " %lld", (long long)u->items);
    if (u->apart)
        buf_printf(&b, "%s%lld%s", u->items ? " | " : " ", (long long)u->apart, u->word);
    return buf_take(&b);
}

/* The unit's red rows no open order is about. Caller frees *items. */
static enum xh_rc red_rows(struct tui *t, int64_t unit, int64_t **items, size_t *n,
                           size_t *ordered, struct xh_err *err)
{
    char *where = xasprintf("unit_id=%lld", (long long)unit);
    const char *const conditions[] = { where };
    struct filter f = tui_filter(t);
    struct rows rows = {0};

    f.colours = 1u << COLOUR_RED;
    f.state = "open";
    f.where = conditions;
    f.n_where = 1;
    f.limit = ROWS_MOST;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    enum xh_rc rc = query_page(t->st, &f, &rows, err);
    *items = xcalloc(rows.n + 1, sizeof **items);
    *n = *ordered = 0;
    for (size_t i = 0; rc == XH_OK && i < rows.n; i++) {
        int64_t open = 0;
        rc = order_count_open(t->st->db, rows.v[i].it.id, &open, err);
        if (open)
            ++*ordered;
        else
            (*items)[(*n)++] = rows.v[i].it.id;
    }
    rows_fini(&rows);
    free(where);
    return rc;
}

static bool draft_for(struct tui *t, const struct late_unit *u)
{
    struct xh_err err = {0};
    int64_t *items;
    size_t n, ordered;
    bool done = false;

    if (red_rows(t, u->unit, &items, &n, &ordered, &err) != XH_OK)
        tui_refuse(t, &err);
    else if (n == 0 && ordered)
        tui_say(t, _("%s: an order is open about every red row already."), u->name);
    else if (n == 0)
        tui_say(t, _("%s: its red rows wait for somebody else."), u->name);
    else
        done = acts_run(t, CMD_SUPERVISE, &(struct targets){ items, n }, NULL, NULL);
    free(items);
    return done;
}

bool acts_order_new(struct tui *t)
{
    static const char *const by[] = { "list", "unit" };
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    struct late_units units = {0};
    struct xh_err err = {0};
    size_t n = 0;
    bool done = false;

    if (query_counts(t->st, &f, by, 2, &v, &n, &err) != XH_OK) {
        tui_refuse(t, &err);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        add_unit(t, &units, &v[i]);
    char **lines = xcalloc(units.n + 1, sizeof *lines);
    for (size_t i = 0; i < units.n; i++)
        lines[i] = unit_line(t, &units.v[i]);
    if (units.n == 0)
        tui_say(t, "%s", _("No unit has a red row. Of a single item F5 in the ledger drafts an "
                           "order."));
    int at = units.n ? ask_choice(t, _("A new order"),
                                  _("To which unit? The order is about its red rows."),
                                  (const char *const *)lines, units.n, 0) : -1;
    if (at >= 0)
        done = draft_for(t, &units.v[at]);
    for (size_t i = 0; i < units.n; i++)
        free(lines[i]);
    free(lines);
    free(units.v);
    group_counts_free(v, n);
    return done;
}
