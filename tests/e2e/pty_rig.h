/* pty_rig.h - the built program on a real pseudo-terminal; libvterm draws what it sends,
 * keys go in, every frame is looked at (UX 5).
 *
 * Nothing waits for milliseconds. The program marks the end of every frame (mode 2026) and
 * paints all anew for Ctrl-L once everything typed before has been worked off: that is the
 * fence behind every list of keys. What was painted little by little before it must be what
 * is painted anew - so no cell is ever left over from an earlier frame.
 *
 * On every frame the rules of frame_rules.h hold. */
#ifndef TESTS_PTY_RIG_H
#define TESTS_PTY_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/types.h>
#include <vterm.h>

#include "model/mem.h"
#include "tui/theme.h"

enum pty_answer { PTY_NARROW, PTY_SILENT, PTY_WIDE };   /* how wide a line is drawn */

struct pty_start {
    const char *home;           /* the township */
    const char *user;           /* --user; NULL: the account */
    const char *today;          /* NULL: 2026-11-20 */
    const char *lang;           /* NULL: Chinese */
    const char *term;           /* TERM; NULL: xterm-256color, "": not set */
    int rows, cols;             /* 0: 24x80 */
    enum pty_answer answer;
    const char *early;          /* typed before the program looks */
    bool job;                   /* under a shell of sorts: it can be stopped (pty_job_...) */
    bool nohup;                 /* SIGHUP is ignored from the start */
    bool other_input;           /* stdin is a second pseudo-terminal: r->input */
    bool any_glyph;             /* what people typed has ambiguous glyphs */
    bool no_frame;              /* it is to refuse: do not wait for a frame */
    enum palette palette;       /* as the person has it, for what is looked at */
    enum background background;
};

struct pty_rig {
    struct pty_start how;
    int master, slave, input;   /* input: the master of stdin, usually `master` */
    int leader_pipe;            /* with job: a byte for every change of its state */
    pid_t pid, leader;          /* the program; with job its parent */
    int status;                 /* of wait(), once it has ended */
    bool over;
    int rows, cols;
    VTerm *vt;
    VTermScreen *screen;
    struct buf bytes;           /* everything it has ever sent */
    struct buf answers;         /* what the terminal has to say */
    size_t fed;                 /* of those, drawn */
    size_t frame_from;          /* where the frame being sent begins */
    size_t frames, clears;      /* frames seen; of those, painted anew */
    char *frame, *before;       /* the last one as text, and the one before it */
    char *looks, *looks_before; /* their colours */
    int cursor_y, cursor_x;
    bool cursor_shown, alt_screen, mouse, paste;
    bool loose;                 /* frames are not looked at (storms of sizes) */
};

/* False: there is no pseudo-terminal here; the test is to be skipped. */
bool pty_is_there(void);
void pty_start(struct pty_rig *r, const struct pty_start *how);
/* Characters as they are, names in angle brackets: <F2> <Enter> <Esc> <Up> <Down> <Left>
 * <Right> <PgUp> <PgDn> <Home> <End> <Tab> <Space> <BS> <C-z> <lt> <click:y,x>
 * <wheel:down> <paste:text>; then the fence. */
void pty_keys(struct pty_rig *r, const char *keys);
void pty_send(struct pty_rig *r, const char *bytes, size_t n);  /* no fence */
void pty_settle(struct pty_rig *r);     /* only the fence */
/* Read until this text is shown. */
void pty_wait_shown(struct pty_rig *r, const char *text);
void pty_size(struct pty_rig *r, int rows, int cols);   /* and wait for its frame */
void pty_size_only(struct pty_rig *r, int rows, int cols);
/* Read until it has ended; its status. */
int pty_wait_end(struct pty_rig *r);
/* SIGTERM; it ends well, the terminal is as it was. Frees everything. */
void pty_end(struct pty_rig *r);
/* Whatever has become of it: ended, everything freed. */
void pty_drop(struct pty_rig *r);
/* The terminal is as it was: first screen, cursor shown, no mouse, no paste. */
#define pty_assert_restored(r) pty_assert_restored_(r, __FILE__, __LINE__)
void pty_assert_restored_(struct pty_rig *r, const char *file, int line);

/* With job: read until it has stopped; go on, in the foreground. */
void pty_job_stopped(struct pty_rig *r);
void pty_job_go_on(struct pty_rig *r);

#define assert_pty_shown(r, text) assert_pty_(r, text, true, __FILE__, __LINE__)
#define assert_pty_not_shown(r, text) assert_pty_(r, text, false, __FILE__, __LINE__)
void assert_pty_(struct pty_rig *r, const char *text, bool want, const char *file, int line);
/* Where this text stands in the last frame, in cells; fails when nowhere. */
void pty_find(struct pty_rig *r, const char *text, int *y, int *x);

/* `cols` columns of the screen, blanks at the end cut off; their colour at (y, x), -1: the
 * terminal's own. */
void pty_text(struct pty_rig *r, int y, int x, int cols, char *out, size_t size);
int pty_foreground(struct pty_rig *r, int y, int x);
int pty_background(struct pty_rig *r, int y, int x);

/* A township in XH_TMP with a few rows in every state, and everybody of record_rig.h; each
 * call another folder (founded once, then copied). Caller frees. */
char *pty_town(void);
/* verify finds nothing in it. */
void pty_assert_whole(const char *home);

#endif
