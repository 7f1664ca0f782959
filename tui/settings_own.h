/* settings_own.h - what the files of 设置 share. Not for anyone else. */
#ifndef TUI_SETTINGS_OWN_H
#define TUI_SETTINGS_OWN_H

#include "tui/settings.h"
#include "tui/text_pane.h"

/* A part of the settings: a screen of its own, and what stands beside its name. */
struct settings_part {
    const struct screen_ops *ops;
    const char *about;          /* msgid: what one does there */
    enum verb verb;             /* the permission it takes; VERB_NONE: anybody */
    bool looks;                 /* without it one may look, not change */
    /* How it stands, one line, appended; may read the database. NULL: nothing to say. */
    void (*now)(struct tui *t, struct buf *out);
};

extern const struct screen_ops settings_config_screen;
void settings_config_now(struct tui *t, struct buf *out);
extern const struct screen_ops settings_people_screen;
void settings_people_now(struct tui *t, struct buf *out);
void settings_columns_now(struct tui *t, struct buf *out);      /* its screen: settings.h */
extern const struct screen_ops settings_views_screen;
void settings_views_now(struct tui *t, struct buf *out);
void settings_holidays_now(struct tui *t, struct buf *out);
void settings_settle_now(struct tui *t, struct buf *out);
void settings_backup_now(struct tui *t, struct buf *out);
extern const struct screen_ops settings_display_screen;
void settings_display_now(struct tui *t, struct buf *out);
void settings_verify_now(struct tui *t, struct buf *out);       /* its screen: settings.h */

/* A text to be read, with search by F7: what `config reference` prints, a file. */
struct reading_arg {
    const char *path;           /* what it is, for the path line; copied */
    const char *text;           /* copied */
    int line;                   /* 1-based: begin there, and number the lines; 0: neither */
};
extern const struct screen_ops settings_reading_screen;

/* May I do what takes `verb`? `why` NULL: not asked for, which is quicker. */
bool settings_may(struct tui *t, enum verb verb, struct xh_err *why);
/* The counts of the path line are about items: none here. */
const struct counts *settings_no_counts(struct tui *t, void *state, bool *known);
/* `text` in lines at the top of `a`, as far as there is room; the rows used. */
int settings_words(struct tui *t, struct area a, const char *text, enum style style);

#endif
