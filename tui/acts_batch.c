/* acts_batch.c - one act after the other, with what failed named in the end. See
 * acts_own.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/acts_own.h"
#include "tui/ask.h"
#include "tui/done.h"
#include "tui/tui_ahead.h"

#define LOOK_MS 100             /* how often a batch shows where it is and looks for Esc */

void flow_pace(struct tui *t, struct pace *p, size_t done, size_t n)
{
    t->clock(t->clock_ctx, &t->env);
    if (t->env.now_ms - p->last < LOOK_MS)
        return;
    p->last = t->env.now_ms;
    tui_say(t, _("%zu of %zu ..   Esc stops"), done, n);
    tui_show(t);
    p->stopped = tui_stop_asked(t);
}

/* Why rows could not be done: whole villages are refused for one reason, said once. */
struct failures {
    struct failure { char *why; struct buf codes; size_t n; } *v;
    size_t n, cap;
};

/* Refusals usually begin with the code. */
static const char *without_code(const char *code, const char *msg)
{
    char *with = xasprintf(_("%s: %s"), code, "");
    size_t n = strlen(with);

    if (!*code || strncmp(msg, with, n) != 0)
        n = 0;
    free(with);
    return msg + n;
}

static void name_failure(struct failures *all, const char *code, const char *msg)
{
    const char *why = without_code(code, msg);
    struct failure *x = NULL;

    for (size_t i = 0; i < all->n && !x; i++)
        if (strcmp(all->v[i].why, why) == 0)
            x = &all->v[i];
    if (!x) {
        GROW(all->v, all->n, all->cap);
        x = &all->v[all->n++];
        *x = (struct failure){ .why = xstrdup(why) };
    }
    buf_printf(&x->codes, "%s%s", x->n ? _(", ") : "", code);
    x->n++;
}

static void say_failures(const struct failures *all, struct buf *out)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct failure *x = &all->v[i];
        if (x->n > 1)
            buf_printf(out, _("%zu for the same reason: "), x->n);
        buf_printf(out, _("%s: %s"), buf_str(&x->codes), x->why);
        buf_putc(out, '\n');
    }
}

static void failures_fini(struct failures *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->v[i].why);
        buf_fini(&all->v[i].codes);
    }
    free(all->v);
}

static void show_failed(struct tui *t, const struct failures *all, size_t done, size_t failed,
                        size_t left)
{
    struct buf b = {0};

    buf_printf(&b, _("%zu done, %zu not:"), done, failed);
    buf_putc(&b, '\n');
    say_failures(all, &b);
    if (left)
        buf_printf(&b, _("Stopped with Esc: %zu were not begun."), left);
    ask_show(t, _("Some could not be done"), buf_str(&b));
    buf_fini(&b);
}

bool flow_batch(struct tui *t, const struct batch *b)
{
    struct failures all = {0};
    struct pace pace = {0};
    size_t done = 0, failed = 0, i;
    char said[1024] = "";

    t->clock(t->clock_ctx, &t->env);
    pace.last = t->env.now_ms;
    done_batch_begin(t);
    for (i = 0; i < b->n && !pace.stopped; i++) {
        struct item it = {0};
        struct call c = tui_call(VERB_NONE, NULL);
        struct who who = tui_who(t);
        struct result r = {0};
        struct xh_err err = {0};
        bool ready = b->next(t, b->ctx, i, &it, &who, &c, &err);
        c.code = it.code;
        b->bad[i] = !ready || tui_try(t, &who, &c, &r, &err) != XH_OK;
        if (!b->bad[i]) {
            done++;
            snprintf(said, sizeof said, "%s", r.said);
        } else {
            failed++;
            name_failure(&all, it.code ? it.code : "", err.msg);
        }
        item_fini(&it);
        flow_pace(t, &pace, i + 1, b->n);
    }
    done_batch_end(t);
    for (size_t k = i; k < b->n; k++)
        b->bad[k] = true;
    if (failed || i < b->n)
        show_failed(t, &all, done, failed, b->n - i);
    if (done)
        tui_say(t, _("%zu of %zu done. %s"), done, b->n, said);
    failures_fini(&all);
    return done > 0;
}
