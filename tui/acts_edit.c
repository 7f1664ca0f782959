/* acts_edit.c - forms of an item's columns and fields: a new row, changing one, handing it
 * to somebody else. What was not changed is not sent; mistakes stand beside their field. */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/when.h"
#include "tui/ask.h"
#include "tui/form.h"

/* ---- columns every list has ---- */

static const struct edit_column columns[] = {
    { "title", N_("Item"), FORM_TEXT, WHEN_NEW | WHEN_EDIT, VERB_NONE },
    { "parent", N_("Belongs to"), FORM_ROW, WHEN_NEW, VERB_NONE },
    { "due", N_("Deadline"), FORM_DAY, WHEN_NEW | WHEN_ASSIGN, VERB_NONE },
    { "unit", N_("Lead unit"), FORM_UNIT, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN | WHEN_TRANSFER,
      VERB_ASSIGN },
    { "owner", N_("Owner"), FORM_PERSON, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN | WHEN_TRANSFER,
      VERB_ASSIGN },
    { "handler", N_("Handler"), FORM_PERSON,
      WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN | WHEN_TRANSFER, VERB_NONE },
    { "lead", N_("Responsible leader"), FORM_PERSON, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN,
      VERB_ASSIGN },
    { "leader", N_("Heading leader"), FORM_PERSON, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN,
      VERB_ASSIGN },
    { "co", N_("Co-operating"), FORM_TEXT, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN | WHEN_TRANSFER,
      VERB_NONE },
    { "place", N_("Place"), FORM_PLACE, WHEN_NEW | WHEN_EDIT | WHEN_ASSIGN | WHEN_TRANSFER,
      VERB_NONE },
    { "source", N_("Source"), FORM_TEXT, WHEN_NEW | WHEN_EDIT, VERB_NONE },
    { "source_ref", N_("Document, meeting"), FORM_TEXT, WHEN_NEW | WHEN_EDIT, VERB_NONE },
    { "upper_due", N_("Superior's deadline"), FORM_DAY, WHEN_NEW | WHEN_EDIT, VERB_NONE },
    { "upper_doc", N_("Superior's document"), FORM_TEXT, WHEN_NEW | WHEN_EDIT, VERB_NONE },
    { "report_every", N_("Report every"), FORM_CHOICE, WHEN_NEW | WHEN_EDIT, VERB_ASSIGN },
    { "start", N_("Start"), FORM_DAY, WHEN_NEW, VERB_NONE },
};
#define COLUMNS (sizeof columns / sizeof *columns)

const struct edit_column *edit_columns(size_t *n)
{
    *n = COLUMNS;
    return columns;
}

static const struct { const char *id, *word; } cadences[] = {
    { "week", N_("week") }, { "half-month", N_("half-month") }, { "month", N_("month") },
    { "once", N_("once") }, { "none", N_("none") },
};
#define CADENCES (sizeof cadences / sizeof *cadences)

static const char *cadence_word(const char *id)
{
    for (size_t i = 0; i < CADENCES; i++)
        if (strcmp(cadences[i].id, id) == 0)
            return _(cadences[i].word);
    return "";
}

size_t edit_cadences(const char **out)
{
    for (size_t i = 0; out && i < CADENCES; i++)
        out[i] = _(cadences[i].word);
    return CADENCES;
}

const char *edit_cadence_id(const char *word)
{
    for (size_t i = 0; i < CADENCES; i++)
        if (strcmp(word, _(cadences[i].word)) == 0)
            return cadences[i].id;
    return NULL;
}

enum form_kind edit_field_kind(const struct field_def *f)
{
    static const enum form_kind kinds[] = {
        [FIELD_TEXT] = FORM_TEXT, [FIELD_DECIMAL] = FORM_NUMBER, [FIELD_INTEGER] = FORM_NUMBER,
        [FIELD_DATE] = FORM_DAY, [FIELD_CHOICE] = FORM_CHOICE, [FIELD_BOOL] = FORM_YES_NO,
    };

    return kinds[f->type];
}

static char *day_text(int32_t day)
{
    char text[DAY_TEXT];

    return xstrdup(day == DAY_NONE ? "" : day_format(day, text));
}

char *row_value(const struct row *r, const struct list_def *list, const char *key)
{
    const struct { const char *key, *value; } texts[] = {
        { "title", r->it.title }, { "unit", r->unit }, { "owner", r->owner },
        { "handler", r->handler }, { "lead", r->lead }, { "leader", r->leader },
        { "co", r->co }, { "place", r->place }, { "source", r->it.source },
        { "source_ref", r->it.source_ref }, { "upper_doc", r->it.upper_doc },
        { "parent", r->parent },
    };
    int i = list_field(list, key);

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if (strcmp(texts[k].key, key) == 0)
            return xstrdup(texts[k].value ? texts[k].value : "");
    if (strcmp(key, "report_every") == 0)
        return xstrdup(cadence_word(r->it.report_every));
    if (strcmp(key, "upper_due") == 0 || strcmp(key, "due") == 0 || strcmp(key, "start") == 0)
        return day_text(*key == 'u' ? r->it.upper_due : *key == 'd' ? r->it.due : r->it.start);
    return xstrdup(i >= 0 && (size_t)i < r->n_fields ? r->fields[i] : "");
}

const char *row_label(const struct list_def *list, const char *key)
{
    int i = list_field(list, key);

    for (size_t k = 0; k < COLUMNS; k++)
        if (strcmp(columns[k].key, key) == 0)
            return _(columns[k].label);
    return i >= 0 ? list->fields[i].name : key;
}

/* ---- the form ---- */

struct editing {
    struct flow *f;             /* NULL: a new row */
    const struct list_def *list;
    const struct oral_pairs *said;      /* of a new row: what the line said; NULL */
    const char *heard;          /* the same for people to read */
    bool at_once;               /* it is recorded as it was understood, without the form */
    enum verb verb;
    char **was;                 /* by index of the form's fields */
    size_t cap;
    const char *choices[CADENCES];
    int64_t item;               /* added */
    bool done;
};

/* What the last field of the form began with. */
static void remember(struct editing *q, const struct form *f)
{
    q->was = xrealloc(q->was, q->cap * sizeof *q->was);
    q->was[f->n - 1] = xstrdup(f->fields[f->n - 1].value);
}

static struct form_field *add(struct editing *q, struct form *f, const char *id,
                              const char *label, enum form_kind kind, const char *value)
{
    struct form_field *x = form_add(f, &q->cap, id, label, kind, value);

    remember(q, f);
    return x;
}

static void add_column(struct tui *t, struct editing *q, struct form *f,
                       const struct edit_column *c)
{
    char *value = q->f ? row_value(q->f->r, q->list, c->key) : xstrdup("");
    enum form_kind kind = c->kind;

    if (q->verb == VERB_SET && c->needs != VERB_NONE &&
        !flow_may(t, c->needs, q->f->it->id, NULL))
        kind = FORM_READ;
    if (strcmp(c->key, "due") == 0 && (!list_takes_due(q->list) || *value))
        kind = FORM_READ;       /* it follows from a rule, or moves by extend and limit */
    if ((kind == FORM_READ && !*value) || (strcmp(c->key, "parent") == 0 && !*q->list->parent)) {
        free(value);
        return;
    }
    struct form_field *x = add(q, f, c->key, _(c->label), kind, value);
    x->required = strcmp(c->key, "title") == 0;
    if (strcmp(c->key, "co") == 0)
        x->hint = _("units and people, separated by commas");
    if (strcmp(c->key, "parent") == 0)
        x->list = q->list->parent;
    if (kind == FORM_CHOICE) {
        x->n_choices = edit_cadences(q->choices);
        x->choices = q->choices;
    }
    free(value);
}

static void add_list_field(struct editing *q, struct form *f, size_t i)
{
    const struct field_def *fd = &q->list->fields[i];
    const char *value = q->f && i < q->f->r->n_fields ? q->f->r->fields[i] : "";
    bool masked = strncmp(value, "***", 3) == 0;

    if (fd->type == FIELD_BOOL && *value)
        value = strcmp(value, "true") == 0 ? "1" : "0";
    struct form_field *x = add(q, f, fd->id, fd->name, edit_field_kind(fd), masked ? "" : value);
    x->required = fd->required;
    x->unit = fd->unit;
    x->choices = fd->choices;
    x->n_choices = fd->n_choices;
    x->hint = masked ? _("hidden; left empty, it stays as it is") : *fd->doc ? fd->doc : NULL;
}

static void add_reason(struct editing *q, struct form *f)
{
    struct form_field *x = add(q, f, "reason", _("Reason"), FORM_TEXT, "");

    x->required = q->verb == VERB_TRANSFER;
    x->hint = q->verb == VERB_SET ? _("needed when a date is changed that deadlines hang on")
                                  : NULL;
}

static void add_behalf(struct tui *t, struct editing *q, struct form *f)
{
    if (hands_field(t, q->f, q->list, q->verb, f, &q->cap))
        remember(q, f);
}

/* ---- saving ---- */

bool edit_is_about(const char *line, const char *key, const char *label)
{
    return strncmp(line, key, strlen(key)) == 0 ||
           (*label && strncmp(line, label, strlen(label)) == 0);
}

/* Refusals of the verb to the fields they name; the rest stays in `err`. */
static void sort_refusal(struct form *f, struct xh_err *err)
{
    struct buf rest = {0};
    char *copy = xstrdup(err->msg), *save = NULL;
    bool any = false;

    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        struct form_field *hit = NULL;
        for (size_t i = 0; i < f->n && !hit; i++)
            if (edit_is_about(line, f->fields[i].id, f->fields[i].label))
                hit = &f->fields[i];
        if (hit && !hit->error) {
            hit->error = xstrdup(line);
            any = true;
        } else {
            buf_printf(&rest, "%s%s", rest.len ? " " : "", line);
        }
    }
    if (rest.len)
        xh_fail(err, err->rc, "%s", buf_str(&rest));
    else if (any)
        xh_fail(err, err->rc, "%s", _("Something is to be corrected."));
    buf_fini(&rest);
    free(copy);
}

/* As the verb takes it: ISO days, ids of choices. NULL: wrong, and said so. */
static char *as_stored(struct tui *t, struct form_field *x)
{
    struct xh_err err = {0};
    int32_t day;

    if (x->kind == FORM_DAY && *x->value) {
        if (when_parse(x->value, t->env.today, t->defs->calendar, false, x->label, &day, &err) !=
            XH_OK) {
            x->error = xstrdup(err.msg);
            return NULL;
        }
        return day_text(day);
    }
    const char *id = strcmp(x->id, "report_every") == 0 ? edit_cadence_id(x->value) : NULL;
    return xstrdup(id ? id : x->value);
}

static bool save_edit(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct editing *q = ctx;
    struct pair *pairs = xcalloc(f->n + 1, sizeof *pairs);
    char **keep = xcalloc(f->n + 1, sizeof *keep);
    struct hands h = {0};
    struct plan p = { .call = tui_call(q->verb, NULL), .hands = &h };
    bool ok = hands_read(t, f, &h);
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        struct form_field *x = &f->fields[i];
        if (x->kind == FORM_READ || strcmp(x->value, q->was[i]) == 0 ||
            strcmp(x->id, "behalf") == 0)
            continue;
        if (strcmp(x->id, "reason") == 0) {
            p.call.reason = x->value;
            continue;
        }
        keep[n] = as_stored(t, x);
        if (!keep[n]) {
            ok = false;
            continue;
        }
        pairs[n] = (struct pair){ x->id, keep[n] };
        n++;
    }
    p.call.fields = pairs;
    p.call.n_fields = n;
    p.call.list = q->f ? NULL : q->list->id;
    if (!ok) {
        xh_fail(err, XH_REFUSED, "%s", _("Something is to be corrected."));
    } else if (n == 0 && q->verb == VERB_SET) {
        tui_say(t, "%s", _("Nothing was changed."));
    } else if (q->f && q->f->on->n > 1) {
        ok = q->done = flow_do(t, q->f, &p);
    } else if (q->f) {
        ok = q->done = flow_try(t, q->f, &p, err) == XH_OK;
    } else {
        struct result r = {0};
        ok = q->done = tui_try(t, &h.who, &p.call, &r, err) == XH_OK;
        q->item = r.item;
    }
    if (!ok)
        sort_refusal(f, err);
    for (size_t i = 0; i < n; i++)
        free(keep[i]);
    free(keep);
    free(pairs);
    return ok;
}

static bool keeps_secrets(const struct list_def *l)
{
    for (size_t i = 0; i < l->n_fields; i++)
        if (l->fields[i].is_private)
            return true;
    return l->person;
}

/* `only`: this field alone, or NULL. */
static bool run_edit(struct tui *t, struct editing *q, unsigned when, const char *title,
                     const char *only)
{
    struct form f = { .title = title, .save = save_edit, .ctx = q };
    struct buf about = {0};
    char *draft = NULL;

    if (q->f) {
        flow_name(q->f, t, &about);
        buf_putc(&about, '\n');
        flow_facts(t, q->f, &about);
    } else {
        buf_puts(&about, q->heard && *q->heard ? q->heard : q->list->name);
    }
    f.text = buf_str(&about);
    for (size_t i = 0; i < COLUMNS && !only; i++)
        if (columns[i].when & when)
            add_column(t, q, &f, &columns[i]);
    for (size_t i = 0; i < q->list->n_fields && (when & (WHEN_NEW | WHEN_EDIT)); i++)
        if (!only || strcmp(only, q->list->fields[i].id) == 0)
            add_list_field(q, &f, i);
    if (!only && when != WHEN_NEW && when != WHEN_ASSIGN)
        add_reason(q, &f);
    if (!only)
        add_behalf(t, q, &f);
    for (size_t i = 0; q->said && i < q->said->n; i++) {
        struct form_field *x = form_find(&f, q->said->v[i].key);
        if (x && x->kind != FORM_READ)
            form_set(x, q->said->v[i].value);
    }
    /* Nothing private is kept outside the record. */
    if (!keeps_secrets(q->list))
        f.draft = draft = q->f
            ? xasprintf("%s-%lld", verb_info(q->verb)->id, (long long)q->f->it->id)
            : xasprintf("add-%s", q->list->id);
    f.at_once = q->at_once;
    form_run(t, &f);
    for (size_t i = 0; i < f.n; i++)
        free(q->was[i]);
    free(q->was);
    free(draft);
    form_fini(&f);
    buf_fini(&about);
    return q->done;
}

/* ---- the flows ---- */

static bool may(struct tui *t, const struct flow *f, enum verb verb)
{
    struct xh_err why = {0};

    if (f->on->n > 1 || flow_may(t, verb, f->it->id, &why))
        return true;
    tui_refuse(t, &why);
    return false;
}

bool flow_edit(struct tui *t, struct flow *f)
{
    struct editing q = { .f = f, .list = f->list, .verb = VERB_SET };

    if (f->on->n > 1) {
        tui_say(t, "%s", _("One row at a time is edited; clear the marks with Esc."));
        return false;
    }
    return may(t, f, VERB_SET) &&
           run_edit(t, &q, WHEN_EDIT, flow_word(t, f->list, VERB_SET), NULL);
}

bool flow_field(struct tui *t, struct flow *f, const char *field)
{
    struct editing q = { .f = f, .list = f->list, .verb = VERB_SET };

    return may(t, f, VERB_SET) &&
           run_edit(t, &q, WHEN_EDIT, flow_word(t, f->list, VERB_SET), field);
}

bool flow_hand_over(struct tui *t, struct flow *f, enum verb verb)
{
    struct editing q = { .f = f, .list = f->list, .verb = verb };

    return may(t, f, verb) && run_edit(t, &q, verb == VERB_ASSIGN ? WHEN_ASSIGN : WHEN_TRANSFER,
                                       flow_word(t, f->list, verb), NULL);
}

static void say_parts(struct tui *t, struct act_box *b, struct buf *out)
{
    (void)t;
    buf_puts(out, b->ctx);
}

bool flow_split(struct tui *t, struct flow *f)
{
    struct hands h;
    struct plan p = { .call = tui_call(VERB_SPLIT, NULL), .hands = &h };
    struct pair *pairs = NULL;
    size_t n = 0, cap = 0;
    struct buf about = {0};
    char *unit = NULL;
    bool done = false;

    if (!may(t, f, VERB_SPLIT))
        return false;
    flow_name(f, t, &about);
    do {
        char *title = xasprintf(_("Part %zu: which unit? (Esc: that is all)"), n + 1);
        unit = ask_name(t, "unit", title);
        free(title);
        if (!unit)
            break;
        GROW(pairs, n, cap);
        pairs[n++] = (struct pair){ "unit", unit };
        buf_printf(&about, "\n%zu  %s", n, unit);
    } while (n < 50);
    p.call.fields = pairs;
    p.call.n_fields = n;
    hands_init(t, &h, f, VERB_SPLIT);
    struct act_box b = { .title = flow_word(t, f->list, VERB_SPLIT), .say = say_parts,
                         .ctx = (void *)buf_str(&about), .done = _("split it"), .hands = &h };
    if (n > 0 && box_run(t, &b) == BOX_DONE)
        done = flow_do(t, f, &p);
    box_fini(&b);
    hands_fini(&h);
    for (size_t i = 0; i < n; i++)
        free((char *)pairs[i].value);
    free(pairs);
    buf_fini(&about);
    return done;
}

/* ---- a new row ---- */

static const struct list_def *choose_list(struct tui *t)
{
    const struct list_def **lists = xcalloc(t->defs->n_lists + 1, sizeof *lists), *chosen = NULL;
    const char **names = xcalloc(t->defs->n_lists + 1, sizeof *names);
    size_t n = 0;

    for (size_t i = 0; i < t->defs->n_lists; i++) {
        const struct list_def *l = &t->defs->lists[i];
        if (!permit_may(t->st->db, t->defs, t->me, VERB_ADD, l->id, 0))
            continue;
        names[n] = l->name;
        lists[n++] = l;
    }
    int at = n == 1 ? 0 : n ? ask_choice(t, _("A new row of which list?"), "", names, n, 0) : -1;
    if (at >= 0)
        chosen = lists[at];
    free(lists);
    free(names);
    return chosen;
}

/* The line first; an empty one is the bare form. Rows about people are not told in a
 * line. */
static bool new_row(struct tui *t, struct editing *q, const char *title)
{
    struct oral_index index = {0};
    struct oral_pairs pairs = {0};
    struct oral o = {0};
    struct buf heard = {0};
    struct xh_err err = {0};
    bool done = false;

    if (q->list->person) {
        done = run_edit(t, q, WHEN_NEW, title, NULL);
    } else if (oral_index_load(t->st, t->env.today, &index, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else if (oral_ask(t, q->list, title, &index, &o, &q->at_once)) {
        oral_pairs(&o, q->list, &pairs);
        oral_remark(&heard, &o, &index, q->list);
        q->said = &pairs;
        q->heard = buf_str(&heard);
        done = run_edit(t, q, WHEN_NEW, title, NULL);
        q->said = NULL;
        q->heard = NULL;
    }
    buf_fini(&heard);
    oral_fini(&o);
    oral_index_fini(&index);
    return done;
}

bool acts_new(struct tui *t, const char *list, int64_t *item)
{
    struct editing q = { .verb = VERB_ADD };
    struct xh_err why = {0};

    if (permit_check(t->st->db, t->defs, t->me, VERB_ADD, list, 0, &why) != XH_OK) {
        tui_refuse(t, &why);
        return false;
    }
    q.list = list ? defs_list(t->defs, list) : choose_list(t);
    if (!q.list)
        return false;
    char *title = xasprintf(_("New: %s"), q.list->name);
    bool done = new_row(t, &q, title);
    free(title);
    if (done && item)
        *item = q.item;
    return done;
}
