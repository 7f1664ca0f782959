/* reply_ask.c - who has written the marks, and on which sheet. */
#include "tui/reply_own.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/files.h"
#include "tui/meeting_own.h"

#define SHEETS_MOST 9           /* offered by digit */

bool reply_ask_chair(struct tui *t, struct reply_state *s)
{
    const char *const ways[] = { _("his marked sheet is at hand: choose its file"),
                                 _("no file: the decisions count as mine") };
    struct chairs c = {0};
    struct xh_err err = {0};
    char *paper = NULL;
    int way = 1, at = -1;

    if (chairs_load(t, &c, &err) == XH_OK)
        at = ask_choice(t, _("Who has written the marks?"), "", c.names, c.n, 0);
    bool by_form = at >= 0 && c.ids[at] != t->me && t->defs->township.paper_approval &&
                   permit_relations(t->st->db, t->defs, t->me, VERB_PAPER, NULL);
    if (by_form)
        way = ask_choice(t, c.names[at], _("What only he may decide needs the sheet he has "
                                           "marked."), ways, 2, 0);
    if (by_form && way == 0)
        paper = files_ask_one(t, _("The marked sheet"));
    bool given = at >= 0 && way >= 0 && (way == 1 || paper) &&
                 reply_set_chair(t->st, &s->m, c.ids[at], paper, &err) == XH_OK;
    if (err.rc != XH_OK)
        tui_refuse(t, &err);
    free(paper);
    chairs_fini(&c);
    return given;
}

static void ask_sheet(struct tui *t, struct reply_state *s)
{
    struct sheets all = {0};
    struct xh_err err = {0};
    const char *names[SHEETS_MOST];
    char *kept[SHEETS_MOST];
    size_t n = 0;

    if (sheet_list(t->st->db, &all, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else {
        for (; n < all.n && n < SHEETS_MOST; n++) {
            struct meeting m = { .sheet_year = all.v[n].year, .sheet_no = all.v[n].no,
                                 .sheet_edition = all.v[n].edition };
            names[n] = kept[n] = reply_sheet_name(&m);
        }
        int at = ask_choice(t, _("Which weekly sheet?"), "", names, n, 0);
        if (at >= 0) {
            s->year = all.v[at].year;
            s->no = all.v[at].no;
            s->edition = all.v[at].edition;
            s->n_back = 0;
            reply_read_anew(t, s);
            table_view_top(&s->view);
        }
    }
    while (n)
        free(kept[--n]);
    sheets_fini(&all);
}

void reply_ask_other(struct tui *t, struct reply_state *s)
{
    const char *const what[] = { _("another chair, or his marked sheet"),
                                 _("another weekly sheet") };
    int at = ask_choice(t, _("Change"), "", what, 2, 0);

    if (at == 0)
        reply_ask_chair(t, s);
    else if (at == 1)
        ask_sheet(t, s);
}
