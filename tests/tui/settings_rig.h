/* settings_rig.h - the screen rig on a township in a folder with a draft in config/, as the
 * settings need it. */
#ifndef TESTS_TUI_SETTINGS_RIG_H
#define TESTS_TUI_SETTINGS_RIG_H

#include "tests/tui/tui_rig.h"

/* A township in a new folder; the person is the administrator. */
void settings_rig_init(struct tui_rig *r);
void settings_rig_fini(struct tui_rig *r);
/* The text of a file of the township's folder, and another text in its place. NULL text: none
 * any more. */
char *settings_file(struct tui_rig *r, const char *name);       /* caller frees */
void settings_write(struct tui_rig *r, const char *name, const char *text);
/* In it, the first `was` becomes `is`; dies when it does not stand there. */
void settings_change(struct tui_rig *r, const char *name, const char *was, const char *is);
/* Run the keys at 80x24 and at 120x40 and compare with NAME-80x24 and NAME-120x40. The folder's
 * own name, which differs from run to run, is all "~" in them. */
void settings_look(struct tui_rig *r, const char *keys, const char *name);

#endif
