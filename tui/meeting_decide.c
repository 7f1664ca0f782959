/* meeting_decide.c - a digit, and what it takes: a day, a unit, a person, words. */
#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "model/rhythm.h"
#include "tui/acts_own.h"
#include "tui/ask.h"
#include "tui/meeting_own.h"

#define DAYS 6

static struct meeting_decision decision_of(enum meeting_what what, const char *text)
{
    return (struct meeting_decision){
        .what = what, .day = DAY_NONE, .unit = "", .owner = "", .doc = "", .text = (char *)text,
        .item = meeting_what_makes_item(what),
    };
}

/* ---- days ---- */

struct day_choice { int32_t day; const char *word; };

static bool is_offered(const struct day_choice *v, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].day == day)
            return true;
    return false;
}

static void offer(struct day_choice *v, size_t *n, int32_t day, int32_t from, const char *word)
{
    if (day >= from && day < DAY_NEVER && !is_offered(v, *n, day))
        v[(*n)++] = (struct day_choice){ day, word };
}

/* The days a meeting names: this week's end, the next meeting, so many workdays. */
static size_t days_for(struct tui *t, enum meeting_what what, struct day_choice *v)
{
    const struct calendar *cal = t->defs->calendar;
    int32_t today = t->env.today, friday = rhythm_cutoff(cal, today);
    bool this_week = friday - today < 7 - (day_weekday(today) - 1);
    const char *week = this_week ? _("by the end of the week") : _("by the end of next week");
    size_t n = 0;

    if (what == MEETING_ON_SITE) {
        offer(v, &n, today, today, _("today"));
        offer(v, &n, calendar_add_workdays(cal, today, 1), today, _("the next workday"));
        offer(v, &n, calendar_add_workdays(cal, today, 2), today, _("in 2 workdays"));
        offer(v, &n, friday, today, week);
        return n;
    }
    if (friday > today)
        offer(v, &n, friday, today, week);
    offer(v, &n, rhythm_meeting_after(t->defs, today), today, _("by the next meeting"));
    offer(v, &n, calendar_add_workdays(cal, today, 3), today, _("in 3 workdays"));
    offer(v, &n, calendar_add_workdays(cal, today, 5), today, _("in 5 workdays"));
    offer(v, &n, calendar_add_workdays(cal, today, 10), today, _("in 10 workdays"));
    return n;
}

/* DAY_NONE: left. `first` (NULL: none) is a choice before the days: *took_first. */
static int32_t ask_for_day(struct tui *t, enum meeting_what what, const char *about,
                           const char *first, bool *took_first)
{
    struct day_choice v[DAYS];
    size_t days = days_for(t, what, v), n = 0;
    char *words[DAYS + 2], day[DAY_TEXT];
    int32_t chosen = DAY_NONE;

    if (first)
        words[n++] = xstrdup(first);
    for (size_t i = 0; i < days; i++)
        words[n++] = xasprintf("%s  %s  %s", short_day(t, v[i].day, day), weekday_word(v[i].day),
                               v[i].word);
    words[n++] = xstrdup(_("another day .."));
    int at = ask_choice(t, meeting_what_name(what), about, (const char *const *)words, n, 0);
    int from = first ? 1 : 0;
    if (took_first)
        *took_first = first && at == 0;
    if (at == (int)n - 1)
        chosen = ask_day(t, meeting_what_name(what), about, DAY_NONE);
    else if (at >= from)
        chosen = v[at - from].day;
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    return chosen;
}

/* ---- what each of them asks ---- */

static bool ask_limit(struct tui *t, struct meeting_decision *d, const char *about)
{
    d->day = ask_for_day(t, d->what, about, NULL, NULL);
    return d->day != DAY_NONE;
}

static bool ask_extension(struct tui *t, const struct agenda_page *p,
                          struct meeting_decision *d, const char *about, char **doc)
{
    bool granted = false;
    char *first = p->request ? xasprintf(_("as asked: %s"), p->asked) : NULL;

    d->day = ask_for_day(t, d->what, about, first, &granted);
    free(first);
    if (granted) {
        d->request = p->request;
        d->day = p->asked_to;
    }
    if (d->day == DAY_NONE)
        return false;
    if (!granted && p->upper_due != DAY_NONE && d->day > p->upper_due) {
        *doc = ask_line(t, _("Past the superior's deadline"),
                        _("The number of the document that allows it"), "");
        if (!*doc)
            return false;
        d->doc = *doc;
    }
    return true;
}

static bool ask_lead(struct tui *t, struct meeting_decision *d, const char *about, char **unit,
                     char **owner)
{
    const char *const choices[] = { _("a unit"), _("a person"), _("a unit and a person") };
    int at = ask_choice(t, meeting_what_name(d->what), about, choices, 3, 0);

    if (at < 0)
        return false;
    if (at != 1 && !(*unit = ask_name(t, "unit", _("Lead unit"))))
        return false;
    if (at != 0 && !(*owner = ask_name(t, "person", _("Owner"))))
        return false;
    d->unit = *unit ? *unit : (char *)"";
    d->owner = *owner ? *owner : (char *)"";
    return true;
}

static bool ask_words(struct tui *t, struct meeting_decision *d, const char *about, char **text)
{
    *text = ask_line(t, meeting_what_name(d->what), about, d->text);
    if (!*text || !**text)
        return false;
    d->text = *text;
    return true;
}

void meeting_ask_decision(struct tui *t, struct sitting *s, enum meeting_what what)
{
    struct meeting_row *r = sitting_row(s);
    char *keep[3] = { NULL, NULL, NULL };
    struct xh_err err = {0};
    bool given = true;

    if (!r)
        return;
    if (meeting_row_touched(r)) {
        tui_say(t, "%s", _("This is carried out already; take it back with Ctrl-Z first."));
        return;
    }
    if (what == MEETING_EXTEND && s->page.is_late && !s->page.request) {
        tui_say(t, "%s", _("It is late already: order a limit with 1."));
        return;
    }
    if (meeting_can_decide(t->st, &t->env, r, what, s->page.request, &err) != XH_OK) {
        tui_refuse(t, &err);
        return;
    }
    /* Words said already stay when only the decision changes. */
    struct meeting_decision d = decision_of(what, r->d.text);
    char *about = xasprintf("%s  %s", r->code, r->title);
    switch (what) {
    case MEETING_LIMIT: case MEETING_ON_SITE: given = ask_limit(t, &d, about); break;
    case MEETING_LEAD:   given = ask_lead(t, &d, about, &keep[0], &keep[1]); break;
    case MEETING_EXTEND: given = ask_extension(t, &s->page, &d, about, &keep[0]); break;
    case MEETING_WORDS:  given = ask_words(t, &d, about, &keep[0]); break;
    default: break;
    }
    if (given)
        sitting_decide(t, s, &d);
    for (size_t i = 0; i < 3; i++)
        free(keep[i]);
    free(about);
}

void meeting_ask_text(struct tui *t, struct sitting *s)
{
    struct meeting_row *r = sitting_row(s);

    if (!r)
        return;
    if (r->d.what == MEETING_OPEN) {
        meeting_ask_decision(t, s, MEETING_WORDS);
        return;
    }
    if (meeting_row_touched(r)) {
        tui_say(t, "%s", _("This is carried out already; take it back with Ctrl-Z first."));
        return;
    }
    char *about = xasprintf("%s  %s", r->code, r->title);
    char *text = ask_line(t, meeting_what_name(r->d.what), about, r->d.text);
    if (text) {
        struct meeting_decision d = r->d;
        d.text = text;
        sitting_decide(t, s, &d);
    }
    free(text);
    free(about);
}
