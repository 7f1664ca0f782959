/* detail_own.h - what the files of 详情 share. Not for anyone else. */
#ifndef TUI_DETAIL_OWN_H
#define TUI_DETAIL_OWN_H

#include "model/missing.h"
#include "report/item_page.h"
#include "tui/detail.h"
#include "tui/text_pane.h"

enum section {
    SECTION_OVERVIEW, SECTION_STEPS, SECTION_REPORTS, SECTION_WORDS, SECTION_EVIDENCE,
    SECTION_ORDERS, SECTION_DATES, SECTION_COLOUR, SECTION_RECORD,
    SECTION_VISITS,             /* by 0; where rows are people, or somebody went there */
    SECTION_COUNT
};

/* What an entry is, beside text that is only read. */
enum entry_kind {
    ENTRY_TEXT, ENTRY_STEP, ENTRY_FIELD, ENTRY_EVIDENCE, ENTRY_ORDER, ENTRY_PARENT,
    ENTRY_PART, ENTRY_VISIT,
    ENTRY_BELOW                 /* arg: group * 8 + enum colour; COLOUR_NONE: all of it */
};

struct detail_state {
    int64_t item;
    struct item_page x;
    struct gate_store gate;             /* evidence per step; of lists that are configured */
    char *gone;                         /* why there is nothing to show; NULL: there is */
    enum section at;                    /* shown; with two columns the one with the cursor */
    enum section beside;                /* on the right of the checklist */
    struct text_pane panes[SECTION_COUNT];
    /* one private value, seen for a while */
    char *bare;                         /* NULL: none */
    char *bare_field;                   /* its id; "visit:3": what was said then */
    int64_t bare_until;                 /* in the clock's milliseconds */
    bool may_unmask;                    /* Enter is offered only to whoever may */
    /* where n and N go */
    int64_t *items; size_t n_items;
    bool by_filter;
    void (*went)(void *ctx, const struct row *r);       /* see struct detail_arg */
    void *ctx;
    struct filter filter;
};

/* ---- detail_head.c ---- */
#define DETAIL_HEAD 5           /* lines */
void detail_draw_head(struct tui *t, const struct detail_state *d, struct area a);

/* ---- detail_sections.c ---- */
void detail_fill(struct tui *t, struct detail_state *d);        /* the text of every section */
const char *detail_section_name(enum section s);                /* translated */
bool detail_has_section(const struct detail_state *d, enum section s);
/* How many there are, for the strip: "3/6", "4"; nothing where it says nothing. */
void detail_section_count(struct buf *out, const struct detail_state *d, enum section s);

/* An entry with this text, which is released. */
struct pane_entry *detail_add(struct text_pane *p, int kind, size_t arg, int hang,
                              struct buf *text);
/* Does it hold what belongs to people? */
bool detail_is_personal(const struct list_def *l);

/* ---- detail_overview.c ---- */
void detail_overview(struct detail_state *d, struct text_pane *p);

/* ---- detail_open.c ---- */
/* Space on a visit: its promise was kept. True when something changed. */
bool detail_keep(struct tui *t, struct detail_state *d, const struct pane_entry *e);
/* What stands under the cursor, looked at closely. True when something changed. */
bool detail_look(struct tui *t, struct detail_state *d, const struct pane_entry *e);
/* The private value seen goes, from memory too. */
void detail_cover(struct detail_state *d);

/* ---- detail_print.c ---- */
/* F8: the item on paper. There is one to show. */
void detail_print(struct tui *t, const struct detail_state *d);

#endif
