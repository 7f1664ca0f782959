/* tui_rig.h - the application on a township in memory, with a list of keys instead of a
 * terminal: frames can be looked at after every key. */
#ifndef TESTS_TUI_RIG_H
#define TESTS_TUI_RIG_H

#include <sys/types.h>

#include "tests/model/record_rig.h"
#include "tui/tui.h"

struct tui_rig {
    struct record_rig record;
    struct tui tui;
    int rows, cols;
    int colours;                /* the terminal has */
    bool mouse;                 /* it was told last */
    struct display look;
    const char *keys;           /* what is left of the script */
    char *frame;                /* the last one shown, as text */
    char **frames; size_t n_frames, cap_frames;     /* one for every key, before it is read */
    struct canvas last;         /* a copy of the last canvas: styles, hits, cursor */
    bool over;                  /* the keys are used up: what is painted while leaving counts not */
    bool pasted;                /* a pasted text has just ended */
    int64_t pace, paced;        /* milliseconds the clock goes on at every look, and has gone on */
    int64_t waited;             /* milliseconds the clock has not heard of yet */
    char *broken;               /* the first frame that broke a rule, and which one */
    const char *glyphs;         /* ambiguous characters of people's texts: NULL: none */
    bool sample;                /* a field is shown as a sample: it has no cursor */
    const char *folder;         /* shown as ~~~ in what is compared; NULL: none */
    const char *home;           /* where drafts are kept; NULL: nowhere */
    void (*others)(void);       /* what somebody else does at <others> */
    pid_t twin;                 /* the same in English, waiting to be asked (tui_twin.c) */
    int to_twin, from_twin;
    bool is_twin, alone;        /* alone: nobody asks for it in English */
};

void tui_rig_init(struct tui_rig *r);           /* 24x80; person: the clerk */
/* The same, founded on another day: for weeks before the usual Friday. */
void tui_rig_init_on(struct tui_rig *r, const char *day);
/* The same in a folder, so that there can be files; NULL: in memory. */
void tui_rig_init_with(struct tui_rig *r, const char *home, const char *day);
void tui_rig_fini(struct tui_rig *r);
/* A rig of its own in a new folder (`name` begins the folder's, which goes to *folder) that
 * nobody relies on: not waited for the disk. Both are taken back by tui_rig_end(). */
struct tui_rig *tui_rig_begin(const char *name, const char *day, char **folder);
void tui_rig_end(struct tui_rig *r, char *folder);
/* Run the application from `first` with these keys until they are used up. Keys are
 * characters as they are; names in angle brackets: <F2> <Enter> <Esc> <Up> <Down> <Left>
 * <Right> <PgUp> <PgDn> <Home> <End> <Tab> <Space> <BS> <C-z> <tick> <paste:text>
 * <click:y,x> <size:24x80> <wait:SECONDS> (nothing comes for so long),
 * <others> (somebody else writes, and nothing comes). What the
 * application does while no key waits is done before the next key, unless <!> stands
 * before it: that key comes in the middle. Every frame is checked by frame_rules.h. */
void tui_rig_run(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                 const char *keys);
/* Does the last frame hold this text? Fails the test showing the frame otherwise. */
#define assert_shown(r, text) assert_shown_(r, text, true, __FILE__, __LINE__)
#define assert_not_shown(r, text) assert_shown_(r, text, false, __FILE__, __LINE__)
void assert_shown_(struct tui_rig *r, const char *text, bool want, const char *file, int line);
/* The last frame is that of tests/tui/<name>.screen; XH_WRITE=1 writes it. A name that ends
 * with -80x24 stands for two: <name>-en-80x24 is what the same keys show in English. */
void assert_screen(struct tui_rig *r, const char *name);

/* ---- between the rig and its twin ---- */

/* Run the keys; what went wrong comes back, NULL: nothing. Caller frees. */
char *tui_rig_play(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                   const char *keys);
/* A second process with the township as it is now, for the same keys in English. */
void tui_twin_begin(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                    const char *keys);
/* Its last frame; fails the test when it broke a rule. Caller frees. */
char *tui_twin_frame(struct tui_rig *r);
void tui_twin_end(struct tui_rig *r);

#endif
