/* tui.h - the full-screen application: one township open, a stack of screens, one loop.
 *
 * A screen is one file and one `struct screen_ops`. `load` reads the store into rows,
 * `draw` paints from those rows and changes nothing, `command` calls the model's verbs -
 * the same the command line calls (invariant 10). The loop does the rest: keys the screen
 * leaves alone, size, errors, midnight, what others have changed. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include "model/query.h"
#include "model/store.h"
#include "model/verbs.h"
#include "tui/canvas.h"
#include "tui/keymap.h"
#include "tui/term.h"

enum step {
    STEP_STAY,                  /* draw again from the same rows */
    STEP_RELOAD,                /* something changed: load, then draw */
    STEP_POP,                   /* leave this screen */
    STEP_QUIT,                  /* leave the program */
    STEP_IGNORED,               /* the command means nothing here: the loop says so */
};

struct tui;
struct done;
struct tour;

struct screen_ops {
    const char *id;             /* "today": for the menu, drafts and tests */
    const char *title;          /* msgid: Today */
    const struct key_bind *keys;        /* ended by CMD_NONE */
    size_t size;                /* of its state, zeroed before open() */
    /* `arg` is what tui_push() was given; borrowed during the call. May be NULL. */
    enum xh_rc (*open)(struct tui *t, void *state, const void *arg, struct xh_err *err);
    enum xh_rc (*load)(struct tui *t, void *state, struct xh_err *err);
    void (*draw)(struct tui *t, void *state, struct area body);
    enum step (*command)(struct tui *t, void *state, enum cmd cmd, const struct input *in);
    /* What stands on the path line: where we are, and what is hidden. May be NULL. */
    void (*path)(struct tui *t, void *state, struct buf *out);
    /* The F-bar's word for a command, for this person and the row under the cursor; NULL:
     * the table's word. False: greyed, `why` says why, unless NULL: painting does not ask.
     * May be NULL. */
    bool (*may)(struct tui *t, void *state, enum cmd cmd, const char **word,
                struct xh_err *why);
    /* The mouse pressed what draw() gave a hit with this key and arg, if it is no command
     * of the table. May be NULL. */
    enum step (*hit)(struct tui *t, void *state, const struct canvas_hit *hit, bool twice);
    /* Input before it is looked up as a command: true when the screen has taken it as text
     * (a cell, a line being typed). May be NULL. */
    bool (*type)(struct tui *t, void *state, const struct input *in, enum step *step);
    bool (*unsaved)(struct tui *t, void *state);        /* may be NULL */
    /* The counts the chips show, *known false while they are not; NULL: of everything. */
    const struct counts *(*counts)(struct tui *t, void *state, bool *known);
    /* What can wait until the screen is painted and no key is waiting: a slice of it (well
     * under 0.1 s where possible). True while there is more to do; what it found is
     * painted. Asked again after every load and command. May be NULL. */
    bool (*idle)(struct tui *t, void *state);
    void (*close)(struct tui *t, void *state);          /* may be NULL */
};

struct screen;                  /* one on the stack (tui.c) */

#define KEYS_KEPT 64            /* of what is typed during long work */

struct tui {
    struct terminal term;
    struct canvas canvas;
    struct store *st;
    const struct defs *defs;    /* of the store; refreshed by the loop */
    struct env env;             /* today and now */
    bool fixed_day;             /* --today: the clock does not move the day */
    int64_t me;                 /* the person acting */
    int64_t account;            /* the person of the account, 0: nobody here; differs after 换人 */
    bool may_switch;            /* to act as somebody else (ENGINE 29) */
    void (*clock)(void *ctx, struct env *env);  /* sets env->now_ms; and today unless fixed */
    void *clock_ctx;
    const char *home;
    const char *user_home;      /* ~ of the account: where photos are looked for; NULL unknown */
    bool mouse;
    struct display display;     /* as the person acting likes it; display_change() */
    bool hung_up;               /* the terminal is gone: what boxes answer is nobody's answer */
    struct screen *top;
    bool anew;                  /* private: another person: everything is opened anew */
    char status[512];           /* what happened last; shown until the next key */
    bool status_is_wrong;
    char *noted;                /* of paper, read in a box already (preview_done()); owned */
    struct counts counts;       /* of all items I may read, households apart: the top line */
    struct input ahead;         /* private: read already, not taken yet (tui_ahead.h) */
    bool has_ahead;
    struct input kept[KEYS_KEPT]; size_t n_kept;        /* typed during long work */
    bool repaint;               /* private: Ctrl-L was pressed */
    int path_room;              /* columns the path line has beside its counts (frame.h) */
    bool counted;               /* false until they are known; the first paint does not wait */
    int64_t data_version;
    char *me_name, *me_unit;    /* owned */
    struct done *done;          /* what I have done and taken back (done.h) */
    struct tour *tour;          /* the tour going on, or NULL (tour.h) */
};

/* Run until the last screen is left. The caller fills term, st, env, me, clock; `first`
 * is pushed. Returns what ended it: XH_OK, or trouble nothing could be done about. */
enum xh_rc tui_run(struct tui *t, const struct screen_ops *first, const void *arg,
                   struct xh_err *err);

/* ---- for screens ---- */

/* Open a screen on top. On failure the status line says why and nothing is pushed. */
void tui_push(struct tui *t, const struct screen_ops *ops, const void *arg);
/* The screen on top; NULL when all of them are left. */
const struct screen_ops *tui_top(const struct tui *t);
/* The status line; the next key clears it. */
void tui_say(struct tui *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void tui_refuse(struct tui *t, const struct xh_err *err);       /* the same, as a refusal */

/* One verb by the person acting: says what happened, remembers it for undo; a refusal comes
 * back in `err` and nothing is shown: flows ask again, batches go on. `who` NULL: me. */
enum xh_rc tui_try(struct tui *t, const struct who *who, const struct call *call,
                   struct result *out, struct xh_err *err);
/* An act that was no call (a day settled): remembers `action` for undo and says `said`. */
void tui_did(struct tui *t, const char *action, const char *said);
/* From now on `person` acts: before the next key every screen is closed and the first one
 * opened anew, as that person sees it. What was done before is not taken back from there. */
void tui_become(struct tui *t, int64_t person);
/* Something was written: everything shown is read anew before the next key. */
void tui_changed(struct tui *t);
/* The person acting as struct who, and the filter of everything I may read today. */
struct who tui_who(const struct tui *t);
struct filter tui_filter(const struct tui *t);
/* A call with nothing given. */
struct call tui_call(enum verb verb, const char *code);

/* As if the key of a command had been pressed on the screen on top. */
void tui_do(struct tui *t, enum cmd cmd);
/* Draw the screen as it is now, without waiting for a key: before long work. */
void tui_show(struct tui *t);
/* Only the status line; asks no screen, so that it can be done while the database reads. */
void tui_show_status(struct tui *t);

/* A box over the screen, until `key` answers true: nested loops keep flows readable. The
 * screens below are painted, not asked. `draw` gets the whole canvas. */
struct modal {
    void *ctx;
    void (*draw)(struct tui *t, void *ctx);
    bool (*key)(struct tui *t, void *ctx, const struct input *in);      /* true: done */
    int64_t until;              /* closes by itself at this env.now_ms; 0: never */
};
void tui_modal(struct tui *t, const struct modal *m);

#endif
