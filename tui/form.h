/* form.h - several fields at once: typed, chosen or picked, checked together, every
 * mistake beside its field; what was typed survives a crash (DESIGN, issue of the
 * screen).
 *
 * Tab, the arrows and PgUp, PgDn move, Enter goes on to the next field and saves after the last,
 * Ctrl-S saves from anywhere, Esc leaves (asking when something was typed). */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "tui/tui.h"

enum form_kind {
    FORM_TEXT,                  /* one line */
    FORM_LONG,                  /* several lines: Enter breaks the line, Tab goes on */
    FORM_NUMBER,                /* digits, sign, point; 亿 and 万 as typed in offices */
    FORM_DAY,                   /* typed or from the calendar box (F4 or Down) */
    FORM_CHOICE,                /* one of `choices`: by digit, Space or pinyin */
    FORM_PERSON, FORM_UNIT, FORM_PLACE,         /* by name or pinyin; kept as name */
    FORM_ROW,                   /* by its code; F4 shows the open rows of `list` */
    FORM_YES_NO,
    FORM_READ,                  /* shown, not to be changed (last text above the new one) */
};

struct form_field {
    const char *id;             /* "title": the key of the pair it becomes */
    const char *label;          /* translated */
    enum form_kind kind;
    const char *const *choices; size_t n_choices;
    const char *list;           /* of a FORM_ROW: id */
    const char *unit;           /* 亩, shown behind it */
    const char *hint;           /* shown below while here */
    bool required;              /* marked; the verb decides */
    char *value;                /* owned, canonical text ("" empty); set before, read after */
    char *error;                /* owned; set by `check`, shown beside it */
};

struct form {
    const char *title;
    const char *text;           /* above the fields: what this is about; NULL */
    struct form_field *fields; size_t n;
    /* Called to save: do it, or put errors beside fields (and `err` for the rest) and
     * return false: the form stays. */
    bool (*save)(struct tui *t, struct form *f, void *ctx, struct xh_err *err);
    void *ctx;
    const char *draft;          /* name under which what is typed is kept until saved; NULL */
    bool at_once;               /* saved as it is, and shown only where that is refused */
    /* private */
    size_t here, top;
};

/* Run it; true when saved. */
bool form_run(struct tui *t, struct form *f);
/* The box a field is filled from: its choices, the calendar, names. True when something
 * was chosen. For whatever looks like a form (cells of a grid). */
bool form_choose(struct tui *t, struct form_field *f);
/* A letter or digit that chooses (Space, 1-9, Backspace) in a field that is not typed. */
bool form_choice_key(struct tui *t, struct form_field *f, uint32_t key);
/* Is it typed, letter by letter? */
bool form_is_typed(enum form_kind k);
/* Pinyin where a name is wanted becomes the name: of several one is chosen. */
void form_complete(struct tui *t, struct form_field *f);
/* What a field shows of its value. */
const char *form_shown(const struct form_field *f);

/* ---- its fields ---- */

/* One more, with this value. `cap`: of `fields`, 0 at first. Borrowed until the next. */
struct form_field *form_add(struct form *f, size_t *cap, const char *id, const char *label,
                            enum form_kind kind, const char *value);
struct form_field *form_find(struct form *f, const char *id);   /* NULL */
const char *form_value(struct form *f, const char *id);         /* "" of what is not there */
void form_set(struct form_field *field, const char *value);
/* Put `why` beside a field, unless it has been told something already. False, to be passed on. */
bool form_wrong(struct form *f, const char *id, const char *why);
void form_fini(struct form *f);         /* frees values, errors and the array */

#endif
