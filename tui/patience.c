#include "tui/patience.h"

#include "model/i18n.h"
#include "tui/tui_ahead.h"

#define SAY_MS 100
#define BAR 20                  /* columns of the bar */

/* "####....": how far `percent` is. */
static const char *bar(int percent)
{
    static char text[BAR + 1];

    for (int i = 0; i < BAR; i++)
        text[i] = i * 100 < percent * BAR ? '#' : '.';
    return text;
}

static int64_t now(struct tui *t)
{
    struct env env = t->env;

    t->clock(t->clock_ctx, &env);
    return env.now_ms;
}

/* Asked in the middle of a statement: the database must not be touched, so only the
 * status line is painted anew. */
static bool go_on(void *ctx)
{
    struct patience *p = ctx;
    int64_t ms = now(p->t);

    if (!p->saying) {
        p->stopped = p->stopped || tui_key_waits(p->t);
        return !p->stopped;
    }
    if (ms - p->began < SAY_MS || ms - p->said < SAY_MS)
        return !p->stopped;
    p->said = ms;
    int percent = p->all > 0 && p->done < p->all ? (int)(p->done * 100 / p->all) : 100;
    if (p->part && p->all > 0)
        tui_say(p->t, _("%s: %s %d%%   [%s]   Esc stops"), p->saying, p->part, percent,
                bar(percent));
    else
        tui_say(p->t, _("%s ... %lld s. Esc stops."), p->saying,
                (long long)(ms - p->began) / 1000);
    tui_show_status(p->t);
    p->stopped = tui_stop_asked(p->t) || p->stopped;
    return !p->stopped;
}

void patience_begin(struct patience *p, struct tui *t, const char *saying)
{
    *p = (struct patience){ .t = t, .saying = saying, .began = now(t) };
    db_watch(t->st->db, go_on, p);
}

void patience_at(struct patience *p, const char *part, int64_t done, int64_t all)
{
    if (part)
        p->part = part;
    p->done = done;
    p->all = all;
}

bool patience_goes_on(struct patience *p)
{
    return go_on(p);
}

static bool work_goes_on(void *ctx, const char *part, int64_t done, int64_t all)
{
    struct patience *p = ctx;

    if (part)
        patience_at(p, part, done, all);
    return go_on(p);
}

void patience_work(struct patience *p, struct tui *t, const char *saying, struct watch *w)
{
    *p = (struct patience){ .t = t, .saying = saying, .began = now(t) };
    *w = (struct watch){ work_goes_on, p };
}

bool patience_end(struct patience *p)
{
    db_watch(p->t->st->db, NULL, NULL);
    if (p->said && p->stopped)
        tui_say(p->t, "%s", _("Stopped."));
    else if (p->said)
        p->t->status[0] = '\0';
    return p->stopped;
}
