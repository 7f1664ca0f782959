/* locale.h - which language the program speaks, settled once before the first message.
 *
 * Chinese unless English is asked for, whatever LANG says and whichever locales the
 * machine has. Only the character set and the language of messages are touched: numbers,
 * dates and sorting stay those of the C locale, so that files read and written are the
 * same everywhere. */
#ifndef CLI_LOCALE_H
#define CLI_LOCALE_H

/* `lang`: "en" is English; "zh", NULL or anything else Chinese. `exe_dir`: the folder of
 * the running program, whose locale/ is used when it holds our catalogue (running from
 * build/); otherwise, or when NULL, the installed one. May be called again with another
 * language. Call before the first gettext() and before any other thread: it changes the
 * environment. */
void locale_settle(const char *lang, const char *exe_dir);

#endif
