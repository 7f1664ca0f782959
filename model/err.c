#include "model/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a message that did not fit ends in, so that nobody takes it for the whole. */
static const char cut_mark[] = "...";

/* Shorten `s` to at most `n` bytes without leaving half a character behind. */
static void cut_at_character(char *s, size_t n)
{
    while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    s[n] = '\0';
}

/* Format into `out`; cut and marked when too long, no newline at the end. */
static void format_message(char *out, size_t size, const char *fmt, va_list ap)
{
    int n = vsnprintf(out, size, fmt, ap);

    if (n < 0)
        out[0] = '\0';
    else if ((size_t)n >= size) {
        cut_at_character(out, size - sizeof cut_mark);
        strcat(out, cut_mark);
    }
    for (size_t len = strlen(out); len > 0 && out[len - 1] == '\n'; len--)
        out[len - 1] = '\0';
}

enum xh_rc xh_fail(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
{
    char msg[sizeof err->msg];      /* the arguments may point into err->msg */
    va_list ap;

    assert(rc != XH_OK);
    if (err == NULL)
        return rc;
    va_start(ap, fmt);
    format_message(msg, sizeof msg, fmt, ap);
    va_end(ap);
    err->rc = rc;
    memcpy(err->msg, msg, strlen(msg) + 1);
    return rc;
}

enum xh_rc xh_fail_more(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
{
    char line[sizeof err->msg];
    size_t used;
    size_t room;
    va_list ap;

    assert(rc != XH_OK);
    if (err == NULL)
        return rc;
    used = err->rc == XH_OK ? 0 : strlen(err->msg);
    room = sizeof err->msg - used - (used > 0);
    err->rc = rc;
    if (room <= sizeof cut_mark)
        return rc;                  /* full: the line before already ends in the mark */
    va_start(ap, fmt);
    format_message(line, room, fmt, ap);
    va_end(ap);
    if (used > 0)
        err->msg[used++] = '\n';
    memcpy(err->msg + used, line, strlen(line) + 1);
    return rc;
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
