#include "tui/tour.h"

#include <stdlib.h>
#include <string.h>

#include "model/desk.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/keys.h"

enum { CADRE = 1, CLERK = 2, LEADER = 4, ALL = CADRE | CLERK | LEADER };

struct tour_step {
    unsigned for_whom;
    const char *screen;         /* id of the screen it is on; NULL: any */
    enum cmd cmd;               /* the key to press; CMD_NONE: Esc */
    const char *text;           /* msgid */
};

static const struct tour_step steps[] = {
    { ALL, "today", CMD_RED,
      N_("This is Today: what is late, due or sent back to you, counts first. Digits are "
         "lights: 1 red, 2 yellow, 3 green, 4 grey, the same on every screen. Look at the red "
         "ones only.") },
    { ALL, "today", CMD_ALL, N_("And with 0 everything is there again.") },
    { ALL, "today", CMD_FIND, N_("The ledgers have every row. Open them.") },
    { ALL, "ledger", CMD_DOWN,
      N_("Below the rows stands why the light is what it is, what is missing, who it waits for "
         "and what comes next. Go down a row.") },
    { CLERK, "ledger", CMD_MARK,
      N_("Marked rows are dealt with together: one date, one reason, one order to each unit. "
         "Mark a row.") },
    { CLERK, "ledger", CMD_NONE, N_("Esc takes the marks away.") },
    { ALL, "ledger", CMD_OPEN,
      N_("Enter opens a row to look at it. It never changes anything.") },
    { ALL, "detail", CMD_NEXT_PANE,
      N_("One item with everything: checklist, reports, evidence, dates, record. Tab turns the "
         "page, digits as well.") },
    { CADRE | CLERK, "detail", CMD_REPORT,
      N_("What you will do most: report progress. Your last words stand above the empty field.") },
    { CADRE | CLERK, NULL, CMD_NONE, N_("Esc leaves without keeping anything.") },
    { ALL, "detail", CMD_ACT,
      N_("F2 is what you may do to this row: accept, apply to cross off, approve. What is missing "
         "is said before.") },
    { ALL, NULL, CMD_NONE, N_("Nothing is done before Enter. Leave it with Esc.") },
    { ALL, NULL, CMD_MENU,
      N_("The menu has all screens: for my decision, orders, meeting, reports, settings. Pinyin "
         "finds them.") },
    { ALL, NULL, CMD_NONE, N_("Esc goes back here too.") },
    { ALL, NULL, CMD_HELP, N_("F1 explains every key of the screen you are on.") },
    { ALL, NULL, CMD_NONE, N_("Esc, once more.") },
    { ALL, NULL, CMD_BACK,
      N_("What you have just done is undone with Ctrl-Z. F10 goes back, at the top it leaves. "
         "That is all: back to work.") },
};

struct tour {
    unsigned who;
    size_t at;
    bool took;                  /* the last key was the step's */
    int cols, height;           /* of the strip, for windows of so many columns */
};

static unsigned who_is(struct tui *t)
{
    if (desk_has(t->st, t->me, DESK_ALL))
        return CLERK;
    return permit_relations(t->st->db, t->defs, t->me, VERB_APPROVE, NULL) & REL_LEADS ? LEADER
                                                                                       : CADRE;
}

#define STEPS (sizeof steps / sizeof *steps)

/* On to the next step that is for this person; past the last: tour_settle() ends it. */
static void go_to(struct tui *t, size_t at)
{
    while (at < STEPS && !(steps[at].for_whom & t->tour->who))
        at++;
    t->tour->at = at;
}

void tour_run(struct tui *t)
{
    if (tour_end(t))
        return;
    t->tour = xcalloc(1, sizeof *t->tour);
    t->tour->who = who_is(t);
    go_to(t, 0);
}

bool tour_end(struct tui *t)
{
    if (!t->tour)
        return false;
    free(t->tour);
    t->tour = NULL;
    tui_say(t, "%s", _("The tour is over. F9 begins it again."));
    return true;
}

void tour_key(struct tui *t, const struct screen_ops *ops, uint32_t key)
{
    if (!t->tour || t->tour->at == STEPS)
        return;
    const struct tour_step *s = &steps[t->tour->at];
    t->tour->took = false;
    if (s->screen && strcmp(s->screen, ops->id) != 0)
        return;
    enum cmd cmd = key == K_ESC ? CMD_NONE : keymap_find(ops->keys, key_plain(key));
    if (s->cmd ? cmd == s->cmd : key == K_ESC) {
        t->tour->took = true;
        go_to(t, t->tour->at + 1);
    }
}

void tour_settle(struct tui *t)
{
    if (t->tour && t->tour->at == STEPS)
        tour_end(t);
}

bool tour_escape(struct tui *t)
{
    return t->tour && !t->tour->took && tour_end(t);
}

/* How many of this person's steps lie before `at`, counted from 1. */
static size_t number(const struct tour *tour, size_t at)
{
    size_t n = 0;

    for (size_t i = 0; i < at; i++)
        n += (steps[i].for_whom & tour->who) != 0;
    return n;
}

static char *words(const struct screen_ops *ops, const struct tour_step *s)
{
    bool elsewhere = ops && s->screen && strcmp(s->screen, ops->id) != 0;

    if (elsewhere)
        return xstrdup(_("Go on looking around. The tour goes on where it was: F10 goes back "
                         "there, Esc at the top ends the tour."));
    return xasprintf("%s  [%s]", _(s->text),
                     s->cmd ? keymap_keys(ops ? ops->keys : NULL, s->cmd) : key_label(K_ESC));
}

/* The same for every step, so that nothing jumps. */
int tour_height(const struct tui *t)
{
    struct tour *tour = t->tour;

    if (!tour || tour->cols == t->canvas.cols)
        return tour ? tour->height : 0;
    tour->cols = t->canvas.cols;
    tour->height = 0;
    for (size_t i = 0; i < STEPS; i++) {
        char *text = words(NULL, &steps[i]);
        size_t n;
        char **lines = ask_lines(text, tour->cols - 4, &n);
        ask_lines_free(lines, n);
        free(text);
        if ((int)n + 2 > tour->height)
            tour->height = (int)n + 2;
    }
    return tour->height;
}

void tour_draw(struct tui *t, const struct screen_ops *ops)
{
    if (!t->tour || t->tour->at == STEPS)
        return;
    struct area above = frame_body(t);
    struct area box = { above.y + above.h, above.x, tour_height(t), above.w };
    char *text = words(ops, &steps[t->tour->at]);
    char *title = xasprintf(_("Tour %zu/%zu"), number(t->tour, t->tour->at) + 1,
                            number(t->tour, STEPS));
    size_t n;
    char **lines = ask_lines(text, box.w - 4, &n);

    canvas_box(&t->canvas, box, title);
    for (size_t i = 0; i < n && (int)i < box.h - 2; i++)
        canvas_put(&t->canvas, box.y + 1 + (int)i, box.x + 2, box.w - 4, lines[i], TEXT_LEFT,
                   STYLE_DIALOG);
    ask_lines_free(lines, n);
    free(title);
    free(text);
}
