/* acts_conflict.c - somebody else wrote first: what stood there, what he wrote, what I
 * meant to write (UX 1, errors). */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/history.h"
#include "model/i18n.h"
#include "tui/ask.h"

struct clash {
    size_t field;               /* of my call */
    char *mine, *theirs;        /* theirs NULL: private, and not for me to see */
};
struct conflict {
    const struct flow *f;
    struct rows now;
    struct clash *v; size_t n, cap;
};

static const char *shown(const char *text)
{
    return !text ? _("(hidden from you)") : *text ? text : _("(empty)");
}

/* Written by the other, and masked for me before and after: nothing can be compared. */
static bool is_hidden_change(struct tui *t, const struct conflict *q, const char *key,
                             const char *was, const char *is)
{
    return strncmp(was, "***", 3) == 0 && strncmp(is, "***", 3) == 0 &&
           history_private_since(t->st, q->f->list, q->f->it->id, key, q->f->seen);
}

/* Fields both of us changed, to different things. */
static void find_clashes(struct tui *t, struct conflict *q, const struct call *mine,
                         const struct conflict_sides *sides, bool *keep)
{
    for (size_t i = 0; i < mine->n_fields; i++) {
        const struct pair *p = &mine->fields[i];
        const char *text = sides ? sides->mine[i] : p->value ? p->value : "";
        char *was = sides ? xstrdup(sides->was[i]) : row_value(q->f->r, q->f->list, p->key);
        char *is = row_value(&q->now.v[0], q->f->list, p->key);
        bool hidden = is_hidden_change(t, q, p->key, was, is);
        keep[i] = true;
        if (hidden || (strcmp(was, is) != 0 && strcmp(is, text) != 0)) {
            GROW(q->v, q->n, q->cap);
            q->v[q->n++] = (struct clash){ i, xstrdup(text), hidden ? NULL : xstrdup(is) };
        }
        free(was);
        free(is);
    }
}

/* "干部乙: report progress, ..": what was done to it last. */
static void say_last(struct tui *t, const struct conflict *q, struct buf *out)
{
    struct history h = {0};
    struct xh_err err;

    if (history_load(t->st, q->f->it->id, &h, &err) == XH_OK && h.n) {
        const struct history_line *l = &h.v[h.n - 1];
        buf_printf(out, "%s: %s%s%s\n", l->actor,
                   flow_word(t, q->f->list, verb_find(l->verb)), *l->text ? "  " : "", l->text);
    }
    history_fini(&h);
}

static bool one_by_one(struct tui *t, struct conflict *q, const struct call *mine, bool *keep)
{
    for (size_t i = 0; i < q->n; i++) {
        char *choices[] = { xasprintf(_("mine: %s"), shown(q->v[i].mine)),
                            xasprintf(_("theirs: %s"), shown(q->v[i].theirs)) };
        int at = ask_choice(t, row_label(q->f->list, mine->fields[q->v[i].field].key), "",
                            (const char *const *)choices, 2, 1);
        free(choices[0]);
        free(choices[1]);
        if (at < 0)
            return false;
        keep[q->v[i].field] = at == 0;
    }
    return true;
}

static bool ask(struct tui *t, struct conflict *q, const struct call *mine, bool *keep)
{
    const char *choices[] = {
        mine->n_fields ? _("write mine") : _("do it all the same"),
        mine->n_fields ? _("leave theirs") : _("leave it"), _("one by one"),
    };
    struct buf about = {0};
    const struct item *now = &q->now.v[0].it;

    buf_printf(&about, _("Not written: somebody else has just changed %s.\n"), now->code);
    say_last(t, q, &about);
    if (strcmp(q->f->it->state, now->state) != 0) {
        const struct state_def *was = defs_state(t->defs, q->f->it->state);
        const struct state_def *is = defs_state(t->defs, now->state);
        buf_printf(&about, "%s -> %s\n", was ? was->name : "", is ? is->name : "");
    }
    for (size_t i = 0; i < q->n; i++)
        buf_printf(&about, _("%s   mine: %s   theirs: %s\n"),
                   row_label(q->f->list, mine->fields[q->v[i].field].key), shown(q->v[i].mine),
                   shown(q->v[i].theirs));
    int at = ask_choice(t, _("Changed in the meantime"), buf_str(&about), choices,
                        q->n > 1 ? 3 : 2, 1);
    buf_fini(&about);
    if (at == 2)
        return one_by_one(t, q, mine, keep);
    return at == 0;
}

bool conflict_ask(struct tui *t, const struct flow *f, const struct call *mine,
                  const struct conflict_sides *sides, bool *keep)
{
    struct conflict q = { .f = f };
    struct xh_err err = {0};
    bool yes = false;

    if (flow_row(t, f->it->id, &q.now, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else {
        find_clashes(t, &q, mine, sides, keep);
        /* What was changed has nothing to do with mine: nobody needs to be asked. */
        yes = (mine->n_fields && q.n == 0 && strcmp(f->it->state, q.now.v[0].it.state) == 0)
              || ask(t, &q, mine, keep);
    }
    for (size_t i = 0; i < q.n; i++) {
        free(q.v[i].mine);
        free(q.v[i].theirs);
    }
    free(q.v);
    rows_fini(&q.now);
    return yes;
}
