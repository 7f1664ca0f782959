/* term_signals.h - what the system tells a full-screen program while it runs, as flags that
 * are looked at between keys.
 *
 * Nothing is done in a handler but to remember it, to wake whoever waits for a key, and to
 * let go of output nobody takes when the program is to end. Ctrl-C and an interrupt from
 * outside never end it (OFFICE 26). A crash gives the terminal back first. */
#ifndef TUI_TERM_SIGNALS_H
#define TUI_TERM_SIGNALS_H

#include <stdbool.h>

enum term_signal {
    TERM_GONE,                  /* SIGHUP, SIGTERM, SIGQUIT: keep drafts and leave */
    TERM_INTERRUPT,             /* SIGINT */
    TERM_STOP,                  /* SIGTSTP: give the terminal back and stop */
    TERM_CONTINUE,              /* SIGCONT: somebody else had the terminal */
    TERM_SIZE,                  /* SIGWINCH */
    TERM_SIGNALS
};

/* `last_words`: bytes that give the terminal back, sent when the program crashes; the modes
 * of the terminal as they are now are put back with them. Copied. */
void term_signals_begin(const char *last_words);
void term_signals_end(void);
/* Was it told since the last question? TERM_GONE stays. */
bool term_signal(enum term_signal s);
void term_gone(void);           /* as if TERM_GONE had been told: the terminal is not there */
/* Stop until the shell goes on; the terminal has been given back. */
void term_stop(void);

enum term_event { TERM_TIMEOUT, TERM_INPUT, TERM_TOLD };
/* Wait up to `ms` (-1: for ever) for input or a signal; no signal gets lost between looking
 * and waiting. */
enum term_event term_wait(int ms);

#endif
