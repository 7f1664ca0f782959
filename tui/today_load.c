/* today_load.c - what stands on 今日, one slice at a time: colours, then the counts that
 * take longer, then the rows, then groups by the page. */
#include "tui/today_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/review.h"
#include "model/standing.h"
#include "tui/reporting.h"
#include "tui/review.h"

#define BIT(c) (1u << (c))

/* ---- bars ---- */

struct chip *bar_add(struct bar *b, enum style style, char *text)
{
    if (b->n == CHIPS) {
        free(text);
        return NULL;
    }
    b->chips[b->n] = (struct chip){ .text = text, .style = style };
    return &b->chips[b->n++];
}

void bar_count(struct bar *b, enum style style, const char *word, int64_t n, bool always,
               const struct question *q, const char *title)
{
    if (n == 0 && !always)
        return;
    struct chip *c = bar_add(b, style, xasprintf("%s %lld", word, (long long)n));
    if (c && n > 0 && q) {
        c->opens = true;
        c->q = *q;
        c->title = xasprintf("%s %s", title, word);
    }
}

struct bar *section_next(struct section *s, char *label)
{
    GROW(s->next, s->n_next, s->cap_next);
    s->next[s->n_next] = (struct bar){ .label = label };
    return &s->next[s->n_next++];
}

static void bar_fini(struct bar *b)
{
    for (size_t k = 0; k < b->n; k++) {
        free(b->chips[k].text);
        free(b->chips[k].title);
        free(b->chips[k].says);
    }
    free(b->label);
}

void section_drop(struct section *s)
{
    bar_fini(&s->next[--s->n_next]);
}

void bars_fini(struct bar **v, size_t *n, size_t *cap)
{
    for (size_t i = 0; i < *n; i++)
        bar_fini(&(*v)[i]);
    free(*v);
    *v = NULL;
    *n = *cap = 0;
}

void section_show(struct section *s)
{
    bars_fini(&s->bars, &s->n_bars, &s->cap_bars);
    s->bars = s->next;
    s->n_bars = s->n_next;
    s->cap_bars = s->cap_next;
    s->next = NULL;
    s->n_next = s->cap_next = 0;
}

/* ---- relations ---- */

int panel_relation(enum panel p)
{
    static const int of[PANELS] = {
        [PANEL_OFFICE] = -1, [PANEL_OWN] = DESK_OWN, [PANEL_CO] = DESK_CO,
        [PANEL_ALL] = DESK_ALL, [PANEL_REVIEW] = DESK_REVIEW, [PANEL_LEADS] = DESK_LEADS,
        [PANEL_PLACE] = DESK_PLACE, [PANEL_CHANGES] = -1, [PANEL_LISTS] = -1,
        [PANEL_UNITS] = -1,
    };

    return of[p];
}

const char *panel_title(enum panel p)
{
    static const char *const titles[PANELS] = {
        [PANEL_OFFICE] = N_("Office"), [PANEL_OWN] = N_("My work"),
        [PANEL_CO] = N_("With others"), [PANEL_ALL] = N_("I supervise"),
        [PANEL_REVIEW] = N_("For review"), [PANEL_LEADS] = N_("In charge"),
        [PANEL_PLACE] = N_("My village"), [PANEL_CHANGES] = N_("Changes"),
        [PANEL_LISTS] = N_("By list"), [PANEL_UNITS] = N_("By unit"),
    };

    return _(titles[p]);
}

static const struct { enum desk_count count; const char *word; enum colour colour; } chips[] = {
    { DESK_RED, NULL, COLOUR_RED }, { DESK_YELLOW, NULL, COLOUR_YELLOW },
    { DESK_DUE, N_("due today"), COLOUR_NONE }, { DESK_RETURNED, N_("returned"), COLOUR_NONE },
    { DESK_OWED, N_("to report"), COLOUR_NONE },
    { DESK_IN_REVIEW, N_("in review"), COLOUR_NONE },
    { DESK_HELD, N_("on hold"), COLOUR_NONE },
    { DESK_BROKEN, N_("promises not kept"), COLOUR_NONE },
    { DESK_PROMISED, N_("promised this week"), COLOUR_NONE },
    { DESK_VISITS, N_("to visit"), COLOUR_NONE },
};

static void make_bars(struct tui *t, struct today *d, enum panel p, bool complete)
{
    struct section *s = &d->s[p];
    int relation = panel_relation(p);
    int32_t today = t->env.today;
    struct question q;

    bars_fini(&s->next, &s->n_next, &s->cap_next);
    for (size_t w = 0; w < d->n_words; w++) {
        if (s->n[w][DESK_TOTAL] == 0)
            continue;
        struct bar *b = section_next(s, xstrdup(s->n_next == 0 ? panel_title(p) : ""));
        const char *word = d->word[w];
        desk_question(t->defs, relation, DESK_TOTAL, word, today, &q);
        bar_count(b, STYLE_STRONG, *word ? word : _("items"), s->n[w][DESK_TOTAL], true, &q,
                  panel_title(p));
        for (size_t i = 0; i < sizeof chips / sizeof *chips; i++) {
            enum desk_count c = chips[i].count;
            const char *said = chips[i].word ? _(chips[i].word)
                                             : colour_word(t->defs, chips[i].colour);
            desk_question(t->defs, relation, c, word, today, &q);
            bar_count(b, chips[i].colour ? theme_colour(chips[i].colour) : STYLE_PLAIN, said,
                      s->n[w][c], false, &q, panel_title(p));
            if (p == PANEL_ALL && c == DESK_OWED && s->n[w][c] > 0 && b->n)
                b->chips[b->n - 1].to = &reporting_screen;      /* by unit, whom to call */
        }
        if (!complete)
            bar_add(b, STYLE_DIM, xstrdup(".."));
    }
    section_show(s);
}

/* ---- for my decision ---- */

static void add_reviews(struct bar *b, enum style style, const char *word, size_t n, bool always)
{
    struct chip *c = n || always ? bar_add(b, style, xasprintf("%s %zu", word, n)) : NULL;

    if (c)
        c->to = &review_screen;
}

/* How many of each kind; every count opens the one screen where they are decided. */
static bool count_reviews(struct tui *t, struct section *s, struct xh_err *err)
{
    static const char *const words[REVIEW_KINDS] = {
        [REVIEW_CLOSE] = N_("cross-offs"), [REVIEW_VILLAGE] = N_("villages"),
        [REVIEW_REQUEST] = N_("requests"), [REVIEW_GIVEN_BACK] = N_("given back"),
        [REVIEW_ANSWER] = N_("answers to orders"),
    };
    struct reviews all = {0};
    size_t n[REVIEW_KINDS] = {0}, late = 0;
    bool ok = reviews_load(t->st, &t->env, t->me, &all, err) == XH_OK;

    bars_fini(&s->next, &s->n_next, &s->cap_next);
    for (size_t i = 0; i < all.n; i++) {
        int used, days;
        review_used(t->defs, &all.v[i], t->env.today, &used, &days);
        n[all.v[i].kind] += all.v[i].mine;
        late += all.v[i].mine && days && used > days;
    }
    if (ok && all.n) {
        struct bar *b = section_next(s, xstrdup(panel_title(PANEL_REVIEW)));
        add_reviews(b, STYLE_STRONG, _("to decide"), all.mine, true);
        add_reviews(b, STYLE_WRONG, _("over time"), late, false);
        for (int k = 0; k < REVIEW_KINDS; k++)
            add_reviews(b, STYLE_PLAIN, _(words[k]), n[k], false);
        add_reviews(b, STYLE_DIM, _("others decide"), all.n - all.mine, false);
    }
    reviews_fini(&all);
    if (ok)
        section_show(s);
    return ok && s->n_bars;
}

/* ---- rows ---- */

static enum xh_rc load_rows(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    struct section *s = &d->s[p];
    struct filter f = tui_filter(t);
    struct question q;
    const char *where[ASK_WHERE];
    struct rows rows = {0};

    desk_question(t->defs, panel_relation(p), DESK_TOTAL, "", f.today, &q);
    q.colours = d->colours ? d->colours
                           : BIT(COLOUR_RED) | BIT(COLOUR_YELLOW) | BIT(COLOUR_GREEN);
    question_filter(&q, &f, where);
    f.limit = ROWS_MOST;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    enum xh_rc rc = query_page(t->st, &f, &rows, err);
    if (rc != XH_OK) {
        rows_fini(&rows);
        return rc;
    }
    rows_fini(&s->rows);
    s->rows = rows;
    return rc;
}

struct taking { struct section *s; size_t n; };

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct taking *k = ctx;

    (void)err;
    row_key(r, &k->s->from);    /* goes on from here, stopped in the middle too */
    k->s->has_from = true;
    k->n++;
    gather_add(&k->s->gathering, r);
    return XH_OK;
}

/* Red and yellow rows of lists counted apart, a page of them. False: that was the last. */
static bool gather_page(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    struct section *s = &d->s[p];
    struct filter f = tui_filter(t);
    struct taking k = { s, 0 };
    struct question q;
    const char *where[ASK_WHERE];
    struct row_key from = s->from;
    unsigned matters = BIT(COLOUR_RED) | BIT(COLOUR_YELLOW);

    desk_question(t->defs, panel_relation(p), DESK_TOTAL, NULL, f.today, &q);
    question_add(&q, "row!=");
    q.colours = d->colours ? d->colours & matters : matters;
    question_filter(&q, &f, where);
    f.limit = CHUNK;
    f.from = s->has_from ? &from : NULL;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    if (q.colours && query_each(t->st, &f, take, &k, err) != XH_OK)
        return false;
    return k.n == CHUNK;
}

static void begin_groups(struct tui *t, struct section *s)
{
    gather_fini(&s->gathering);
    s->gathering = (struct gather){ .defs = t->defs, .day = t->env.today,
                                    /* TRANSLATORS: what the rows have in common, how many,
                                     * of what (row word); keep this order */
                                    .pattern = N_("%s: %zu %s") };
    s->has_from = false;
}

static void show_groups(struct section *s)
{
    gather_finish(&s->gathering);
    gather_fini(&s->groups);
    s->groups = s->gathering;
    s->gathering = (struct gather){0};
}

static bool has_apart(const struct today *d, const struct section *s)
{
    for (size_t w = 1; w < d->n_words; w++)
        if (s->n[w][DESK_RED] + s->n[w][DESK_YELLOW] > 0)
            return true;
    return false;
}

enum { STEP_COLOURS, STEP_ROWS, STEP_DUE, STEP_RETURNED, STEP_OWED, STEP_BROKEN,
       STEP_PROMISED, STEP_VISITS, STEP_GROUPS, STEP_DONE };

/* Who goes to people's doors: the others have it in their lists. */
static bool shows_visits(enum panel p)
{
    return p == PANEL_OWN || p == PANEL_PLACE;
}

bool today_work(struct tui *t, struct today *d, enum panel p, struct xh_err *err)
{
    struct section *s = &d->s[p];
    struct filter f = tui_filter(t);
    int relation = panel_relation(p);
    int64_t any = 0;

    if (relation < 0)
        return today_figures(t, d, p, err);
    switch (s->step++) {
    case STEP_COLOURS:
        if (p == PANEL_REVIEW) {
            bool found = count_reviews(t, s, err);
            if (!found && !err->msg[0])
                rows_fini(&s->rows);
            return found;
        }
        if (desk_colours(t->st, &f, relation, d->word, d->n_words, s->n, err) != XH_OK)
            return false;
        for (size_t w = 0; w < d->n_words; w++)
            any += s->n[w][DESK_TOTAL];
        make_bars(t, d, p, any == 0);
        if (any == 0)
            rows_fini(&s->rows);
        if (any == 0)
            gather_fini(&s->groups);
        return any > 0;
    case STEP_ROWS:             /* households are no headline: 待我审核 has their villages */
        return load_rows(t, d, p, err) == XH_OK && p != PANEL_REVIEW;
    case STEP_DUE:
    case STEP_RETURNED:
    case STEP_OWED:
        if (desk_one(t->st, &f, relation, s->step - 1 - STEP_DUE + DESK_DUE, d->word,
                     d->n_words, s->n, err) != XH_OK)
            return false;
        if (s->step - 1 == STEP_OWED) {
            make_bars(t, d, p, true);
            begin_groups(t, s);
            if (!shows_visits(p))
                s->step = STEP_GROUPS;
        }
        return true;
    case STEP_BROKEN:
    case STEP_PROMISED:
    case STEP_VISITS:
        if (desk_one(t->st, &f, relation, s->step - 1 - STEP_BROKEN + DESK_BROKEN, d->word,
                     d->n_words, s->n, err) != XH_OK)
            return false;
        if (s->step - 1 == STEP_VISITS)
            make_bars(t, d, p, true);
        return true;
    case STEP_GROUPS:
        if (has_apart(d, s) && gather_page(t, d, p, err)) {
            s->step = STEP_GROUPS;
            return true;
        }
        if (err->msg[0])
            return false;
        show_groups(s);
        return false;
    }
    return false;
}

/* ---- what a row says at its end ---- */

void today_note(const struct defs *defs, const struct row *r, int32_t today, struct buf *out)
{
    const struct state_def *state = defs_state(defs, r->it.state);
    const struct list_def *l = defs_list(defs, r->it.list);
    int step = l && r->it.next_step ? list_step(l, r->it.next_step) : -1;

    if (r->it.phase == PHASE_REVIEW && r->it.applied_on != DAY_NONE &&
        r->it.review_due != DAY_NONE) {
        buf_printf(out, _("review day %d of %d"),
                   (int)calendar_workdays(defs->calendar, r->it.applied_on, today),
                   (int)calendar_workdays(defs->calendar, r->it.applied_on, r->it.review_due));
        return;
    }
    if (state && strcmp(state->id, "rework") == 0)
        buf_printf(out, _("%s, %lld times"), state->name, (long long)r->it.returns);
    else if (state && strcmp(state->id, "active") != 0)
        buf_puts(out, state->name);
    else if (step >= 0)
        buf_puts(out, l->steps[step].name);
    else if (state)
        buf_puts(out, state->name);
}
