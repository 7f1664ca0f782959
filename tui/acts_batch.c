/* acts_batch.c - one act after the other, with what failed named in the end. See
 * acts_own.h. */
#include <stdio.h>
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

static void show_failed(struct tui *t, const struct buf *lines, size_t done, size_t failed,
                        size_t left)
{
    struct buf b = {0};

    buf_printf(&b, _("%zu done, %zu not:"), done, failed);
    buf_printf(&b, "\n%s", buf_str(lines));
    if (left)
        buf_printf(&b, _("Stopped with Esc: %zu were not begun."), left);
    ask_show(t, _("Some could not be done"), buf_str(&b));
    buf_fini(&b);
}

/* Refusals usually begin with the code; others get it. */
static void name_failure(struct buf *out, const char *code, const char *msg)
{
    if (strncmp(msg, code, strlen(code)) != 0)
        buf_printf(out, "%s  ", code);
    buf_printf(out, "%s\n", msg);
}

bool flow_batch(struct tui *t, const struct batch *b)
{
    struct buf lines = {0};
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
            name_failure(&lines, it.code ? it.code : "", err.msg);
        }
        item_fini(&it);
        flow_pace(t, &pace, i + 1, b->n);
    }
    done_batch_end(t);
    for (size_t k = i; k < b->n; k++)
        b->bad[k] = true;
    if (failed || i < b->n)
        show_failed(t, &lines, done, failed, b->n - i);
    if (done)
        tui_say(t, _("%zu of %zu done. %s"), done, b->n, said);
    buf_fini(&lines);
    return done > 0;
}
