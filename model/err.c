#include "model/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a message that did not fit ends in, so that nobody takes it for the whole. */
static const char cut_mark[] = "...";

static bool on_screen;          /* who reads: see err_way() */

void err_on_screen(bool yes)
{
    on_screen = yes;
}

const char *err_way(const char *cli, const char *screen)
{
    return on_screen ? screen : cli;
}

/* Shorten `s` to at most `n` bytes without leaving half a character behind. */
static void cut_at_character(char *s, size_t n)
{
    while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    s[n] = '\0';
}

/* Set code and message; too long a message is cut and marked, newlines at its end go. */
static void set_message(struct xh_err *err, enum xh_rc rc, const char *fmt, va_list ap)
{
    char msg[sizeof err->msg];      /* the arguments may point into err->msg */
    int n = vsnprintf(msg, sizeof msg, fmt, ap);
    size_t len;

    if (n < 0)
        msg[0] = '\0';
    else if ((size_t)n >= sizeof msg) {
        cut_at_character(msg, sizeof msg - sizeof cut_mark);
        strcat(msg, cut_mark);
    }
    len = strlen(msg);
    while (len > 0 && msg[len - 1] == '\n')
        msg[--len] = '\0';
    err->rc = rc;
    memcpy(err->msg, msg, len + 1);
}

enum xh_rc xh_vfail(struct xh_err *err, enum xh_rc rc, const char *fmt, va_list ap)
{
    assert(rc != XH_OK);
    if (err)
        set_message(err, rc, fmt, ap);
    return rc;
}

enum xh_rc xh_fail(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
{
    va_list ap;

    assert(rc != XH_OK);
    if (err == NULL)
        return rc;
    va_start(ap, fmt);
    set_message(err, rc, fmt, ap);
    va_end(ap);
    return rc;
}

enum xh_rc xh_fail_more(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
{
    struct xh_err line;
    va_list ap;

    assert(rc != XH_OK);
    if (err == NULL)
        return rc;
    va_start(ap, fmt);
    set_message(&line, rc, fmt, ap);
    va_end(ap);
    if (err->rc == XH_OK || err->msg[0] == '\0')
        return xh_fail(err, rc, "%s", line.msg);
    return xh_fail(err, rc, "%s\n%s", err->msg, line.msg);
}

int xh_exit_code(enum xh_rc rc)
{
    switch (rc) {
    case XH_OK:        return 0;
    case XH_REFUSED:   return 1;
    case XH_NOT_FOUND: return 1;
    case XH_USAGE:     return 2;
    case XH_CONFIG:    return 3;
    case XH_DB:        return 4;
    case XH_CONFLICT:  return 5;
    case XH_DENIED:    return 6;
    }
    assert(!"an xh_rc that is none");
    return 4;
}
