/* tui_rig.h - the application on a township in memory, with a list of keys instead of a
 * terminal: frames can be looked at after every key. */
#ifndef TESTS_TUI_RIG_H
#define TESTS_TUI_RIG_H

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
    int64_t waited;             /* milliseconds the clock has not heard of yet */
    size_t bad;                 /* rows that were not exactly as wide as the window */
    const char *home;           /* where drafts are kept; NULL: nowhere */
    void (*others)(void);       /* what somebody else does at <others> */
};

void tui_rig_init(struct tui_rig *r);           /* 24x80; person: the clerk */
/* The same, founded on another day: for weeks before the usual Friday. */
void tui_rig_init_on(struct tui_rig *r, const char *day);
/* The same in a folder, so that there can be files; NULL: in memory. */
void tui_rig_init_with(struct tui_rig *r, const char *home, const char *day);
void tui_rig_fini(struct tui_rig *r);
/* Run the application from `first` with these keys until they are used up. Keys are
 * characters as they are; names in angle brackets: <F2> <Enter> <Esc> <Up> <Down> <Left>
 * <Right> <PgUp> <PgDn> <Home> <End> <Tab> <Space> <BS> <C-z> <tick> <paste:text>
 * <click:y,x> <size:24x80> <wait:SECONDS> (nothing comes for so long),
 * <others> (somebody else writes, and nothing comes). What the
 * application does while no key waits is done before the next key, unless <!> stands
 * before it: that key comes in the middle. Every frame is checked: each row exactly the
 * window's width, no half character. */
void tui_rig_run(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                 const char *keys);
/* Does the last frame hold this text? Fails the test showing the frame otherwise. */
#define assert_shown(r, text) assert_shown_(r, text, true, __FILE__, __LINE__)
#define assert_not_shown(r, text) assert_shown_(r, text, false, __FILE__, __LINE__)
void assert_shown_(struct tui_rig *r, const char *text, bool want, const char *file, int line);
/* The last frame is that of tests/tui/<name>.screen; XH_WRITE=1 writes it. */
void assert_screen(struct tui_rig *r, const char *name);

#endif
