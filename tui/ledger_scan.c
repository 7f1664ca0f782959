/* ledger_scan.c - walking over more rows than the window holds: finding, ranges, all. */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "tui/ask.h"
#include "tui/tui_ahead.h"

#define SAY_MS 100
#define LOOK_EVERY 200          /* rows between looks at the clock and the keys */

static int64_t now(struct tui *t)
{
    struct env env = t->env;

    t->clock(t->clock_ctx, &env);
    return env.now_ms;
}

struct scan {
    struct tui *t;
    const char *saying;
    scan_take *take;
    void *ctx;
    size_t seen;
    int64_t said;
    enum scan_end end;
};

static bool is_stopped(struct scan *s)
{
    if (now(s->t) - s->said >= SAY_MS) {
        s->said = now(s->t);
        tui_say(s->t, _("%s %zu rows so far. Esc stops."), s->saying, s->seen);
        tui_show(s->t);
    }
    return tui_stop_asked(s->t);
}

/* XH_REFUSED ends the answer; why stands in s->end. */
static enum xh_rc scan_row(void *ctx, struct row *r, struct xh_err *err)
{
    struct scan *s = ctx;

    (void)err;
    s->end = SCAN_TAKEN;
    if (!s->take(s->ctx, r))
        return XH_REFUSED;
    s->end = SCAN_CANCELLED;
    if (++s->seen % LOOK_EVERY == 0 && is_stopped(s))
        return XH_REFUSED;
    s->end = SCAN_OVER;
    return XH_OK;
}

enum scan_end ledger_scan(struct tui *t, const struct ledger *l, const struct row_key *from,
                          bool backward, const char *saying, scan_take *take, void *ctx)
{
    struct scan s = { .t = t, .saying = saying, .take = take, .ctx = ctx, .said = now(t) };
    struct filter f = ledger_question(t, l);
    struct xh_err err = {0};

    f.backward = backward;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    f.from = from;
    if (query_each(t->st, &f, scan_row, &s, &err) != XH_OK && s.end == SCAN_OVER) {
        tui_refuse(t, &err);
        return SCAN_FAILED;
    }
    if (s.end == SCAN_CANCELLED)
        tui_say(t, "%s", _("Stopped."));
    return s.end;
}

/* ---- finding ---- */

struct finding { struct pinyin *words; struct row_key key; int64_t item, until; };

/* One that does not match is passed over; the first that does ends it. */
static bool look(void *ctx, const struct row *r)
{
    struct finding *x = ctx;
    const char *const texts[] = { r->it.code, r->it.title, r->owner, r->handler, r->lead,
                                  r->place, r->unit };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i] && *texts[i] && pinyin_finds(x->words, texts[i])) {
            x->item = r->it.id;
            row_key(r, &x->key);
            return false;
        }
    return r->it.id != x->until;        /* once around */
}

/* From the row at `here` on, and once around. */
static void find_from(struct tui *t, struct ledger *l, const struct row *here, bool backward,
                      struct finding *x)
{
    struct row_key from;

    row_key(here, &from);
    enum scan_end end = ledger_scan(t, l, &from, backward, _("Finding:"), look, x);
    bool around = end == SCAN_OVER;
    if (around) {
        x->until = here->it.id;
        end = ledger_scan(t, l, NULL, backward, _("Finding:"), look, x);
    }
    if (end == SCAN_OVER || (end == SCAN_TAKEN && !x->item))
        tui_say(t, _("Nothing found for %s."), l->find);
    if (end != SCAN_TAKEN || !x->item)
        return;
    ledger_go(t, l, &x->key, x->item);
    if (around)
        tui_say(t, "%s", backward ? _("Found, going on from the end. n next, N previous")
                                  : _("Found, going on from the beginning. n next, N previous"));
    else
        tui_say(t, _("Found: %s. n next, N previous"), l->find);
}

void ledger_find_next(struct tui *t, struct ledger *l, bool backward)
{
    const struct row *here = ledger_here(l);

    if (!l->find || !*l->find) {
        ledger_find(t, l);
    } else if (!here) {
        tui_say(t, _("Nothing found for %s."), l->find);
    } else {
        struct finding x = { .words = pinyin_new(l->find) };
        find_from(t, l, here, backward, &x);
        pinyin_free(x.words);
    }
}

void ledger_find(struct tui *t, struct ledger *l)
{
    char *words = ask_line(t, _("Find"),
                           _("Title, code, person, unit or place. Pinyin will do, like ljc or "
                             "linjiacun."), l->find ? l->find : "");
    const struct row *here = ledger_here(l);

    if (words && *words) {
        free(l->find);
        l->find = words;
        words = NULL;
        struct finding x = { .words = pinyin_new(l->find) };
        if (here && !look(&x, here))    /* the row one stands on counts */
            tui_say(t, _("Found: %s. n next, N previous"), l->find);
        else
            ledger_find_next(t, l, false);
        pinyin_free(x.words);
    }
    free(words);
}
