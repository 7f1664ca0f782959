#include "tui/done.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

#define KEPT_MAX 1000           /* acts remembered; older ones are found in the record */

struct deed_done {
    char action[EVENT_ACTION];
    int64_t batch;              /* the same for acts that belong together */
    bool has_call;
    struct kept_call call;
    char code[64];              /* of what was added */
};
struct pile { struct deed_done *v; size_t n, cap; };
struct done {
    struct pile done, undone;
    int64_t batch;              /* of the act being done */
    bool in_batch;
};

/* ---- a call that is kept ---- */

static const char *keep(struct kept_call *k, const char *text)
{
    if (!text)
        return NULL;
    GROW(k->texts, k->n_texts, k->cap_texts);
    k->texts[k->n_texts] = xstrdup(text);
    return k->texts[k->n_texts++];
}

void kept_call_init(struct kept_call *k, const struct who *who, const struct call *call)
{
    struct call *c = &k->call;
    const char **const texts[] = {
        &c->code, &c->list, &c->step, &c->text, &c->reason, &c->doc, &c->office, &c->colour,
        &c->place, &c->action, &c->problem, &c->next, &c->coord, &c->coord_level,
        &c->paper_kept, &c->link, &c->caption, &c->file, &c->kind,
        &c->sheet,
    };

    *k = (struct kept_call){ .call = *call, .who = *who };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = keep(k, *texts[i]);
    k->who.paper = keep(k, who->paper);
    k->fields = xcalloc(call->n_fields + 1, sizeof *k->fields);
    for (size_t i = 0; i < call->n_fields; i++)
        k->fields[i] = (struct pair){ keep(k, call->fields[i].key),
                                      keep(k, call->fields[i].value) };
    c->fields = k->fields;
    k->evidence = xcalloc(call->n_evidence + 1, sizeof *k->evidence);
    for (size_t i = 0; i < call->n_evidence; i++)
        k->evidence[i] = keep(k, call->evidence[i]);
    c->evidence = k->evidence;
    k->captions = call->captions ? xcalloc(call->n_evidence + 1, sizeof *k->captions) : NULL;
    for (size_t i = 0; k->captions && i < call->n_evidence; i++)
        k->captions[i] = keep(k, call->captions[i]);
    c->captions = k->captions;
    if (call->visit) {
        struct visit_call *v = k->visit = xmalloc(sizeof *v);
        const char **const said[] = { &v->who, &v->with, &v->stance, &v->demand, &v->promise,
                                      &v->objection };
        *v = *call->visit;
        for (size_t i = 0; i < sizeof said / sizeof *said; i++)
            *said[i] = keep(k, *said[i]);
        c->visit = v;
    }
    c->version = 0;             /* whatever the item is by then */
}

void kept_call_fini(struct kept_call *k)
{
    for (size_t i = 0; i < k->n_texts; i++)
        free(k->texts[i]);
    free(k->texts);
    free(k->fields);
    free(k->evidence);
    free(k->captions);
    free(k->visit);
    *k = (struct kept_call){0};
}

/* ---- piles ---- */

static void drop(struct deed_done *d)
{
    if (d->has_call)
        kept_call_fini(&d->call);
    *d = (struct deed_done){0};
}

static void clear(struct pile *p)
{
    for (size_t i = 0; i < p->n; i++)
        drop(&p->v[i]);
    p->n = 0;
}

static void push(struct pile *p, struct deed_done d)
{
    if (p->n == KEPT_MAX) {
        drop(&p->v[0]);
        memmove(p->v, p->v + 1, (p->n - 1) * sizeof *p->v);
        p->n--;
    }
    GROW(p->v, p->n, p->cap);
    p->v[p->n++] = d;
}

static struct done *done_of(struct tui *t)
{
    if (!t->done)
        t->done = xcalloc(1, sizeof *t->done);
    return t->done;
}

void done_free(struct done *d)
{
    if (!d)
        return;
    clear(&d->done);
    clear(&d->undone);
    free(d->done.v);
    free(d->undone.v);
    free(d);
}

void done_batch_begin(struct tui *t)
{
    struct done *d = done_of(t);

    d->batch++;
    d->in_batch = true;
}

void done_batch_end(struct tui *t)
{
    done_of(t)->in_batch = false;
}

const struct kept_call *done_last(const struct tui *t)
{
    const struct pile *p = t->done ? &t->done->done : NULL;

    return p && p->n && p->v[p->n - 1].has_call ? &p->v[p->n - 1].call : NULL;
}

/* ---- acts ---- */

static void remember(struct tui *t, const char *action, const struct who *who,
                     const struct call *call, const char *code)
{
    struct done *d = done_of(t);
    struct deed_done x = { .has_call = call != NULL };

    if (!*action)
        return;
    if (!d->in_batch)
        d->batch++;
    snprintf(x.action, sizeof x.action, "%s", action);
    x.batch = d->batch;
    if (call)
        kept_call_init(&x.call, who, call);
    if (call && call->verb == VERB_ADD)
        snprintf(x.code, sizeof x.code, "%s", code);
    push(&d->done, x);
}

enum xh_rc tui_try(struct tui *t, const struct who *who, const struct call *call,
                   struct result *out, struct xh_err *err)
{
    struct who me = tui_who(t);

    t->clock(t->clock_ctx, &t->env);
    enum xh_rc rc = verb_run(t->st, &t->env, who ? who : &me, call, out, err);
    if (rc != XH_OK)
        return rc;
    if (call->verb != VERB_UNDO) {
        remember(t, out->action, who ? who : &me, call, out->code);
        clear(&done_of(t)->undone);
    }
    tui_say(t, "%s", out->said);
    tui_changed(t);
    return XH_OK;
}

void tui_did(struct tui *t, const char *action, const char *said)
{
    remember(t, action, NULL, NULL, NULL);
    clear(&done_of(t)->undone);
    tui_say(t, "%s", said);
    tui_changed(t);
}

/* The drafts of one act, each an event of its own; their items come draft by draft. */
struct drafting { struct tui *t; const struct order_call *call; char last[EVENT_ACTION]; };

static void drafted(void *ctx, int64_t item, const char *action)
{
    struct drafting *x = ctx;

    if (strcmp(x->last, action) != 0)
        remember(x->t, action, NULL, NULL, NULL);
    snprintf(x->last, sizeof x->last, "%s", action);
    if (x->call->drafted)
        x->call->drafted(x->call->ctx, item, action);
}

enum xh_rc tui_order(struct tui *t, const struct who *who, const struct order_call *call,
                     struct order_result *out, struct xh_err *err)
{
    struct drafting x = { .t = t, .call = call };
    struct order_call c = *call;
    bool alone = !done_of(t)->in_batch;

    c.drafted = drafted;
    c.ctx = &x;
    t->clock(t->clock_ctx, &t->env);
    if (alone)
        done_batch_begin(t);
    enum xh_rc rc = order_run(t->st, &t->env, who, &c, out, err);
    if (rc == XH_OK)
        tui_did(t, *x.last ? "" : out->action, out->said);
    if (alone)
        done_batch_end(t);
    return rc;
}

void done_forget(struct tui *t, const char *action)
{
    struct pile *p = &done_of(t)->done;
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->v[i].action, action) == 0)
            drop(&p->v[i]);
        else
            p->v[n++] = p->v[i];
    p->n = n;
}

/* ---- back and forth ---- */

/* Takes back one action ("": the last one of today the record knows). What was added got a
 * number, which is never used twice: such a row is voided (ENGINE 20). */
static bool take_back(struct tui *t, const char *action, const char *added, struct result *r,
                      struct xh_err *err)
{
    struct call c = tui_call(*added ? VERB_VOID : VERB_UNDO, *added ? added : NULL);
    struct who me = tui_who(t);

    if (!*added)
        c.action = *action ? action : NULL;
    t->clock(t->clock_ctx, &t->env);
    if (verb_run(t->st, &t->env, &me, &c, r, err) != XH_OK)
        return false;
    tui_changed(t);
    return true;
}

static void say_undone(struct tui *t, const struct result *r, size_t n)
{
    if (n > 1)
        tui_say(t, _("%s, and %zu more of the same batch. Ctrl-Y does it again."), r->said,
                n - 1);
    else
        tui_say(t, _("%s  %s   Ctrl-Y does it again."), r->said, r->code);
}

void done_undo(struct tui *t)
{
    struct done *d = done_of(t);
    struct result r = {0}, last = {0};
    struct xh_err err = {0};
    size_t n = 0;

    if (d->done.n == 0) {
        if (take_back(t, "", "", &r, &err))
            tui_say(t, "%s  %s", r.said, r.code);
        else
            tui_refuse(t, &err);
        return;
    }
    int64_t batch = d->done.v[d->done.n - 1].batch;
    while (d->done.n && d->done.v[d->done.n - 1].batch == batch) {
        struct deed_done *top = &d->done.v[d->done.n - 1];
        if (!take_back(t, top->action, top->code, &last, &err))
            break;
        r = last;
        n++;
        push(&d->undone, *top);
        d->done.n--;
    }
    if (err.rc != XH_OK) {
        /* what cannot be taken back is not asked for again */
        while (d->done.n && d->done.v[d->done.n - 1].batch == batch)
            drop(&d->done.v[--d->done.n]);
        tui_refuse(t, &err);
        return;
    }
    say_undone(t, &r, n);
}

/* Several acts of a batch, in the order they were done. */
void done_redo(struct tui *t)
{
    struct done *d = done_of(t);
    struct result r = {0};
    struct xh_err err = {0};
    struct who me = tui_who(t);
    size_t n = 0;

    if (d->undone.n == 0 || !d->undone.v[d->undone.n - 1].has_call) {
        clear(&d->undone);
        tui_say(t, "%s", _("Nothing was taken back that could be done again."));
        return;
    }
    int64_t batch = d->undone.v[d->undone.n - 1].batch;
    done_batch_begin(t);
    while (d->undone.n && d->undone.v[d->undone.n - 1].batch == batch) {
        struct deed_done x = d->undone.v[--d->undone.n];
        if (x.call.who.actor != me.actor)
            xh_fail(&err, XH_DENIED, _("only whoever did it can do it again"));
        else
            verb_run(t->st, &t->env, &x.call.who, &x.call.call, &r, &err);
        if (err.rc == XH_OK) {
            remember(t, r.action, &x.call.who, &x.call.call, r.code);
            n++;
        }
        drop(&x);
        if (err.rc != XH_OK)
            break;
    }
    done_batch_end(t);
    tui_changed(t);
    if (err.rc != XH_OK) {
        clear(&d->undone);
        tui_refuse(t, &err);
    } else if (n > 1) {
        tui_say(t, _("Done again, %zu acts. %s"), n, r.said);
    } else {
        tui_say(t, _("Done again: %s"), r.said);
    }
}
