/* locale.c - gettext, persuaded to speak Chinese everywhere.
 *
 * glibc looks at LANGUAGE only when the locale of LC_MESSAGES is not "C", and a locale
 * that is not installed leaves it at "C". So the locale is chosen by name, C.UTF-8 at
 * worst, and LANGUAGE is set by us: what the caller's environment says decides
 * nothing. */
#include "cli/locale.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/mem.h"

#define DOMAIN "xiaohao"

/* "" is the one of the environment: kept when it is UTF-8, since a terminal may lay out
 * some characters by its language. Older systems have no C.UTF-8 but one of the
 * others. */
static const char *const candidates[] = {
    "", "zh_CN.UTF-8", "C.UTF-8", "en_US.UTF-8",
};

static void settle_charset(void)
{
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        if (setlocale(LC_CTYPE, candidates[i]) &&
            strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
            return;
    }
    setlocale(LC_CTYPE, "C");
}

/* Any locale that is not "C" will do: LANGUAGE names the language. */
static void settle_messages(bool english)
{
    setenv("LANGUAGE", english ? "en" : "zh_CN", 1);
    if (english)
        setlocale(LC_MESSAGES, "C");
    else if (!setlocale(LC_MESSAGES, "C.UTF-8"))
        setlocale(LC_MESSAGES, setlocale(LC_CTYPE, NULL));
}

static void bind_catalogue(const char *exe_dir)
{
    char *dir = exe_dir ? xasprintf("%s/locale", exe_dir) : xstrdup(XH_LOCALEDIR);
    char *mo = xasprintf("%s/zh_CN/LC_MESSAGES/" DOMAIN ".mo", dir);

    bindtextdomain(DOMAIN, access(mo, R_OK) == 0 ? dir : XH_LOCALEDIR);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    free(mo);
    free(dir);
}

void locale_settle(const char *lang, const char *exe_dir)
{
    settle_charset();
    settle_messages(lang && strcmp(lang, "en") == 0);
    bind_catalogue(exe_dir);
}
