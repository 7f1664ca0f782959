/* acts_visit.c - what was said at the door (走访): a form of its own; and that a promise was
 * kept. */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/visit.h"
#include "model/when.h"
#include "report/visit_rows.h"
#include "tui/ask.h"
#include "tui/form.h"

/* ---- fields ---- */

static struct form_field *add(struct form *f, size_t *cap, const char *id, const char *label,
                              enum form_kind kind, const char *hint)
{
    struct form_field *x = form_add(f, cap, id, label, kind, "");

    x->hint = hint;
    return x;
}

static bool read_day(struct tui *t, struct form *f, const char *id, bool past, int32_t *out)
{
    struct form_field *x = form_find(f, id);
    struct xh_err err = {0};

    *out = DAY_NONE;
    if (!x || !x->value || !*x->value ||
        when_parse(x->value, t->env.today, t->defs->calendar, past, x->label, out, &err) == XH_OK)
        return true;
    free(x->error);
    x->error = xstrdup(err.msg);
    return false;
}

static void add_day(struct tui *t, struct form *f, size_t *cap, int32_t day)
{
    char text[DAY_TEXT];

    form_set(add(f, cap, "on", _("Day"), FORM_DAY, _("the day it happened")),
             day_format(day == DAY_NONE ? t->env.today : day, text));
}

/* ---- doing it ---- */

struct visiting {
    struct flow *f;
    const char *stances[STANCES];
    int32_t on;                 /* as saved */
    int64_t which;              /* a promise kept: of which visit */
    bool keeps, done;
};

static bool save(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct visiting *q = ctx;
    struct hands h = {0};
    struct plan p = { .call = tui_call(VERB_VISIT, NULL), .hands = &h };
    struct visit_call v = { .kept = q->keeps, .which = q->which };
    bool ok = read_day(t, f, "on", true, &p.call.on);

    ok = read_day(t, f, "due", false, &v.due) && ok;
    ok = read_day(t, f, "next", false, &v.next) && ok;
    ok = hands_read(t, f, &h) && ok;
    if (!ok) {
        xh_fail(err, XH_REFUSED, "%s", _("Something is to be corrected."));
        return false;
    }
    v.who = form_value(f, "who");
    v.with = form_value(f, "with");
    v.demand = form_value(f, "demand");
    v.promise = form_value(f, "promise");
    v.objection = form_value(f, "objection");
    for (int s = STANCE_NONE + 1; s < STANCES; s++)
        if (strcmp(form_value(f, "stance"), stance_name((enum stance)s)) == 0)
            v.stance = stance_id((enum stance)s);
    p.call.visit = &v;
    q->on = p.call.on;
    if (q->f->on->n == 1) {
        q->done = flow_try(t, q->f, &p, err) == XH_OK;
        return q->done;
    }
    q->done = flow_do(t, q->f, &p);
    if (!q->done)
        xh_fail(err, XH_REFUSED, "%s", t->status[0] ? t->status : _("It was not written."));
    return q->done;
}

/* "3 times  in talks  not kept: 1", and the last visit, above the empty fields. */
static void about(struct tui *t, const struct flow *f, struct buf *out)
{
    struct visits v = {0};
    struct xh_err err = {0};

    flow_name(f, t, out);
    if (f->on->n == 1 &&
        visits_load(t->st, f->it->id, t->me, t->env.today, &v, &err) == XH_OK && v.n) {
        buf_printf(out, "\n%s ", _("Last visit"));
        visit_text(out, &v.v[0], t->env.today);
    }
    visits_fini(&v);
}

bool flow_visit(struct tui *t, struct flow *f, int32_t *day, bool brief)
{
    struct visiting q = { .f = f };
    struct form form = { .title = flow_word(t, f->list, VERB_VISIT), .save = save, .ctx = &q };
    struct xh_err err = {0};
    struct buf text = {0};
    size_t cap = 0;

    if (f->on->n == 1 && !flow_may(t, VERB_VISIT, f->it->id, &err)) {
        tui_refuse(t, &err);
        return false;
    }
    about(t, f, &text);
    form.text = buf_str(&text);
    /* Where rows are people it would lie about in plain words. */
    char *draft = f->on->n == 1 && !f->list->person
                      ? xasprintf("visit-%lld", (long long)f->it->id) : NULL;
    form.draft = draft;
    add_day(t, &form, &cap, day ? *day : DAY_NONE);
    for (int s = STANCE_NONE + 1; s < STANCES; s++)
        q.stances[s - 1] = stance_name((enum stance)s);
    struct form_field *x = add(&form, &cap, "stance", _("Stance"), FORM_CHOICE, NULL);
    x->choices = q.stances;
    x->n_choices = STANCES - 1;
    add(&form, &cap, "demand", _("Asked for"), FORM_TEXT, NULL);
    add(&form, &cap, "promise", _("Promised"), FORM_TEXT,
        _("what somebody will do, and by when"));
    add(&form, &cap, "due", _("By when"), FORM_DAY, _("of the promise"));
    if (!brief)
        add(&form, &cap, "objection", _("Objection"), FORM_TEXT, NULL);
    add(&form, &cap, "next", _("Next visit"), FORM_DAY, NULL);
    if (!brief) {
        add(&form, &cap, "who", _("Who"), FORM_PERSON, _("who went; empty: whose work it is"));
        add(&form, &cap, "with", _("With"), FORM_TEXT, _("and with whom"));
    }
    hands_field(t, f, NULL, VERB_VISIT, &form, &cap);
    form_run(t, &form);
    if (q.done && day)
        *day = q.on;
    form_fini(&form);
    free(draft);
    buf_fini(&text);
    return q.done;
}

/* ---- a promise was kept ---- */

/* "11-10 承诺  期限 11-13  请测绘公司到场复量" */
static char *promise_line(struct tui *t, const struct visit *v)
{
    char made[DAY_TEXT], due[DAY_TEXT];

    return xasprintf(_("%s  until %s  %s"), short_day(t, v->day, made),
                     short_day(t, v->promise_due, due), v->promise);
}

/* The visit whose promise it is, in `v`; -1: none, or left. */
static int choose(struct tui *t, const struct flow *f, const struct visits *v, int64_t which)
{
    const char **words = xcalloc(v->open + 1, sizeof *words);
    char **keep = xcalloc(v->open + 1, sizeof *keep);
    int *at = xcalloc(v->open + 1, sizeof *at), found = -1;
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++) {
        const struct visit *x = &v->v[i];
        if (x->promise_due == DAY_NONE || x->kept_on != DAY_NONE || (which && x->n != which))
            continue;
        keep[n] = promise_line(t, x);
        words[n] = keep[n];
        at[n++] = (int)i;
    }
    if (n == 1)
        found = at[0];
    else if (n > 1) {
        int chosen = ask_choice(t, _("Which promise was kept?"), f->it->code, words, n, 0);
        found = chosen >= 0 ? at[chosen] : -1;
    } else {
        tui_say(t, _("%s: there is no open promise"), f->it->code);
    }
    while (n)
        free(keep[--n]);
    free(keep);
    free(words);
    free(at);
    return found;
}

bool flow_has_promises(struct tui *t, const struct flow *f)
{
    struct visits v = {0};
    struct xh_err err = {0};
    bool any = f->on->n == 1 &&
               visits_load(t->st, f->it->id, t->me, t->env.today, &v, &err) == XH_OK && v.open;

    visits_fini(&v);
    return any && flow_may(t, VERB_VISIT, f->it->id, NULL);
}

bool flow_kept(struct tui *t, struct flow *f, int64_t which)
{
    struct visiting q = { .f = f, .keeps = true };
    struct form form = { .title = _("Promise kept"), .save = save, .ctx = &q };
    struct visits v = {0};
    struct xh_err err = {0};
    struct buf text = {0};
    size_t cap = 0;
    int at = -1;

    if (!flow_may(t, VERB_VISIT, f->it->id, &err) ||
        visits_load(t->st, f->it->id, t->me, t->env.today, &v, &err) != XH_OK)
        tui_refuse(t, &err);
    else
        at = choose(t, f, &v, which);
    if (at >= 0) {
        q.which = v.v[at].n;
        char *line = promise_line(t, &v.v[at]);
        flow_name(f, t, &text);
        buf_printf(&text, "\n%s", line);
        free(line);
        form.text = buf_str(&text);
        add_day(t, &form, &cap, DAY_NONE);
        hands_field(t, f, NULL, VERB_VISIT, &form, &cap);
        form_run(t, &form);
    }
    form_fini(&form);
    visits_fini(&v);
    buf_fini(&text);
    return q.done;
}

/* ---- for screens ---- */

bool acts_visit(struct tui *t, const struct targets *on, int32_t *day, int64_t *failed,
                size_t *n_failed)
{
    struct flow f;
    bool done = flow_begin(t, &f, on, failed, n_failed) && flow_visit(t, &f, day, true);

    flow_end(&f);
    return done;
}

bool acts_kept(struct tui *t, int64_t item, int64_t which)
{
    struct flow f;
    struct targets on = { &item, 1 };
    bool done = flow_begin(t, &f, &on, NULL, NULL) && flow_kept(t, &f, which);

    flow_end(&f);
    return done;
}
