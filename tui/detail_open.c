/* detail_open.c - what stands under the cursor of 详情, looked at closely: a step and the
 * law behind it, a private value, a piece of evidence, an order, other rows. */
#include "tui/detail_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/evidence.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "tui/acts.h"
#include "tui/ask.h"
#include "tui/ledger.h"
#include "tui/orders.h"


void detail_cover(struct detail_state *d)
{
    if (d->bare)
        memset(d->bare, 0, strlen(d->bare));
    free(d->bare);
    free(d->bare_field);
    d->bare = d->bare_field = NULL;
}

/* ---- what is written about a step or a field in the list ---- */

static void said(struct buf *b, const char *label, const char *text)
{
    if (text && *text)
        buf_printf(b, "%s%s: %s\n", b->len ? "\n" : "", label, text);
}

static void evidence_of(struct buf *b, const struct detail_state *d, const char *step)
{
    bool first = true;

    for (size_t i = 0; i < d->x.d.n_evidence; i++) {
        if (strcmp(d->x.d.evidence[i].step, step) != 0)
            continue;
        if (first)
            buf_printf(b, "\n%s\n", _("Evidence"));
        first = false;
        item_text_evidence(b, &d->x, i);
        buf_putc(b, '\n');
    }
}

static void look_at_step(struct tui *t, const struct detail_state *d, size_t i)
{
    const struct step_def *s = d->x.list->steps + i;
    struct buf b = {0};

    explain_step_due(&b, d->x.defs, &d->x.facts.f, &d->x.derived, (int)i, d->x.day);
    said(&b, _("Remark"), s->doc);
    said(&b, _("Law"), s->law);
    said(&b, _("Source"), s->source);
    evidence_of(&b, d, s->id);
    if (!b.len)
        buf_puts(&b, _("Nothing more is written about this step. Space ticks it."));
    ask_show(t, s->name, buf_str(&b));
    buf_fini(&b);
}

/* ---- a private value ---- */

/* `field`: its id, or "visit:3"; `name` as people call it. */
static bool unmask(struct tui *t, struct detail_state *d, const char *field, const char *name)
{
    struct who who = tui_who(t);
    struct xh_err err = {0};
    char *value = NULL;
    struct env now;
    const struct item *it = &d->x.r->it;

    /* Who may not see it is not asked why first. */
    if (permit_check(t->st->db, t->defs, t->me, VERB_UNMASK, it->list, it->id, &err) != XH_OK) {
        tui_refuse(t, &err);
        return false;
    }
    char *reason = ask_line(t, name,
                            _("Why do you have to see this value? Your name, the time and "
                              "the reason are recorded."), "");
    if (!reason)
        return false;
    t->clock(t->clock_ctx, &t->env);
    now = t->env;
    enum xh_rc rc = verb_unmask(t->st, &t->env, &who, it->code, field, reason, &value,
                                &err);
    free(reason);
    if (rc != XH_OK) {
        tui_refuse(t, &err);
        return false;
    }
    detail_cover(d);
    d->bare = value;
    d->bare_field = xstrdup(field);
    d->bare_until = now.now_ms + BARE_MS;
    tui_say(t, _("%s is shown for 30 seconds. It has been recorded."), name);
    return true;
}

/* ---- a visit ---- */

static bool look_at_visit(struct tui *t, struct detail_state *d, size_t i)
{
    const struct visit *v = &d->x.visits.v[i];
    char *field = xasprintf("visit:%lld", (long long)v->n);
    char *name = xasprintf(_("visit %lld"), (long long)v->n);
    bool changed = false;

    if (v->is_masked && !(d->bare && visit_field(d->bare_field) == v->n))
        changed = unmask(t, d, field, name);
    else
        tui_say(t, "%s", v->promise_due != DAY_NONE && v->kept_on == DAY_NONE
                             ? _("Space: the promise was kept.")
                             : _("There is no more to this visit."));
    free(field);
    free(name);
    return changed;
}

bool detail_keep(struct tui *t, struct detail_state *d, const struct pane_entry *e)
{
    const struct visit *v = &d->x.visits.v[e->arg];

    if (v->promise_due != DAY_NONE && v->kept_on == DAY_NONE)
        return acts_kept(t, d->item, v->n);
    tui_say(t, "%s", v->promise_due == DAY_NONE ? _("Nothing was promised at this visit.")
                                                : _("This promise was kept already."));
    return false;
}

static bool look_at_field(struct tui *t, struct detail_state *d, size_t i)
{
    const struct field_def *f = &d->x.list->fields[i];
    struct buf b = {0}, capital = {0};

    if (f->is_private && strncmp(d->x.r->fields[i], "***", 3) == 0
        && !(d->bare && strcmp(d->bare_field, f->id) == 0))
        return unmask(t, d, f->id, f->name);
    item_page_capital(&capital, &d->x, i, 0);
    said(&b, _("In capitals"), buf_str(&capital) + strspn(buf_str(&capital), " "));
    buf_fini(&capital);
    said(&b, _("Remark"), f->doc);
    said(&b, _("Law"), f->law);
    said(&b, _("Source"), f->source);
    if (b.len)
        ask_show(t, f->name, buf_str(&b));
    else
        tui_say(t, "%s", _("Nothing more is written about this field. Press i to change it."));
    buf_fini(&b);
    return false;
}

/* ---- evidence ---- */

static void copy_out(struct tui *t, const struct detail_evidence *e)
{
    struct xh_err err = {0};
    char *to = ask_line(t, _("Copy the file out"), _("Where to (a new file)?"), e->name);

    if (!to)
        return;
    if (evidence_fetch(t->st->home, e->hash, to, &err) == XH_OK)
        tui_say(t, _("copied to %s"), to);
    else
        tui_refuse(t, &err);
    free(to);
}

static void look_at_evidence(struct tui *t, const struct detail_state *d, size_t i)
{
    const struct detail_evidence *e = &d->x.d.evidence[i];
    const char *const choices[] = { _("Copy it out") };
    struct xh_err err = {0};
    struct buf b = {0};

    item_text_evidence(&b, &d->x, i);
    if (strcmp(e->kind, "file") != 0 || !t->st->home) {
        ask_show(t, _("Evidence"), buf_str(&b));
        buf_fini(&b);
        return;
    }
    buf_printf(&b, "\nSHA-256 %s\n%s/evidence/%.2s/%s\n", e->hash, t->st->home, e->hash,
               e->hash);
    enum xh_rc rc = evidence_verify(t->st->home, e->hash, e->size, &err);
    buf_puts(&b, rc == XH_OK ? _("The file is there and unchanged.") : err.msg);
    if (ask_choice(t, _("Evidence"), buf_str(&b), choices, 1, 0) == 0)
        copy_out(t, e);
    buf_fini(&b);
}

/* ---- orders and other rows ---- */

static void open_code(struct tui *t, const struct detail_state *d, const char *code)
{
    struct xh_err err = {0};
    int64_t id;

    if (item_find(t->st->db, d->x.defs, code, t->env.today, &id, &err) == XH_OK)
        tui_push(t, &detail_screen, &id);
    else
        tui_refuse(t, &err);
}

static void open_rows(struct tui *t, const struct detail_state *d, size_t arg)
{
    const struct group_count *g = &d->x.below[arg / 8];
    struct ledger_arg to = { .list = g->list, .parent = d->x.r->it.code };

    if (arg % 8 != COLOUR_NONE)
        to.colours = 1U << (arg % 8);
    tui_push(t, &ledger_screen, &to);
}

bool detail_look(struct tui *t, struct detail_state *d, const struct pane_entry *e)
{
    switch ((enum entry_kind)e->kind) {
    case ENTRY_STEP:     look_at_step(t, d, e->arg); return false;
    case ENTRY_FIELD:    return look_at_field(t, d, e->arg);
    case ENTRY_VISIT:    return look_at_visit(t, d, e->arg);
    case ENTRY_EVIDENCE: look_at_evidence(t, d, e->arg); return false;
    case ENTRY_ORDER:    tui_push(t, &order_screen, &d->x.orders.v[e->arg].id);
                         return false;
    case ENTRY_PARENT:   open_code(t, d, d->x.r->parent); return false;
    case ENTRY_PART:     open_code(t, d, d->x.d.parts[e->arg].code); return false;
    case ENTRY_BELOW:    open_rows(t, d, e->arg); return false;
    case ENTRY_TEXT:     break;
    }
    tui_say(t, "%s", _("Nothing opens here: this is only to be read."));
    return false;
}
