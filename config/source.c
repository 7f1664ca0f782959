/* source.c - reading configuration files and making UTF-8 of them. */
#include "config/source.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

/* ---- reading ---- */

static char *refuse(source_sink *sink, void *ctx, const char *what, const char *instead)
{
    sink(ctx, 0, 0, what, instead);
    return NULL;
}

static char *read_all(int fd, size_t *n)
{
    char *bytes = xmalloc(SOURCE_BYTES_MAX + 1);
    size_t have = 0;
    ssize_t got;

    while (have <= SOURCE_BYTES_MAX) {
        got = read(fd, bytes + have, SOURCE_BYTES_MAX + 1 - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(bytes);
            return NULL;
        }
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *n = have;
    return bytes;
}

char *source_read(int at, const char *path, size_t *n, source_sink *sink, void *ctx)
{
    int fd = openat(at, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    char *bytes = NULL, *why;

    if (fd < 0 && errno == ELOOP)
        return refuse(sink, ctx, _("is a symbolic link"), _("put the file itself here"));
    if (fd < 0 && errno == ENXIO)
        return refuse(sink, ctx, _("is not an ordinary file"), NULL);
    if (fd < 0 || fstat(fd, &st) != 0)
        goto failed;
    if (!S_ISREG(st.st_mode)) {
        refuse(sink, ctx, _("is not an ordinary file"), NULL);
        close(fd);
        return NULL;
    }
    if (!(bytes = read_all(fd, n)))
        goto failed;
    close(fd);
    return bytes;
failed:
    why = xasprintf(_("cannot be read: %s"), strerror(errno));
    refuse(sink, ctx, why, NULL);
    free(why);
    if (fd >= 0)
        close(fd);
    return NULL;
}

/* ---- encoding ---- */

static bool begins(const char *s, size_t n, const char *with, size_t m)
{
    return n >= m && memcmp(s, with, m) == 0;
}

/* UTF-16 and UTF-32 by their mark, or by the zero byte beside every ASCII character. */
static bool is_utf16(const char *s, size_t n)
{
    size_t zeros = 0, look = n < 200 ? n : 200;

    if (begins(s, n, "\xFF\xFE", 2) || begins(s, n, "\xFE\xFF", 2))
        return true;
    for (size_t i = 0; i < look; i++)
        zeros += s[i] == '\0';
    return look >= 4 && zeros >= look / 4;
}

/* What GB18030 text decodes to when it really is Chinese: nothing private, nothing
 * odd. */
static bool looks_chinese(const char *s)
{
    size_t hanzi = 0, other = 0;
    int len;
    uint32_t ch;

    for (; (ch = text_next(s, &len)); s += len) {
        if (ch >= 0xE000 && ch <= 0xF8FF)
            return false;
        if ((ch >= 0x3400 && ch <= 0x9FFF) || (ch >= 0x20000 && ch <= 0x2FFFF) ||
            (ch >= 0x3000 && ch <= 0x303F) || (ch >= 0xFF00 && ch <= 0xFFEF) ||
            (ch >= 0x2010 && ch <= 0x2030))
            hanzi++;
        else if (ch >= 0x80)
            other++;
    }
    return hanzi > other;
}

/* GB18030 to UTF-8, strictly; NULL when it is not that. */
static char *from_gb18030(const char *s, size_t n, size_t *len)
{
    size_t room = n * 2 + 16, left = room;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    char *out, *to, *from = (char *)s;

    if (cd == (iconv_t)-1)
        return NULL;
    if (begins(s, n, "\x84\x31\x95\x33", 4)) {      /* its byte order mark */
        from += 4;
        n -= 4;
    }
    to = out = xmalloc(room + 1);
    if (iconv(cd, &from, &n, &to, &left) != 0 || n != 0) {
        free(out);
        out = NULL;
    } else {
        *to = '\0';
        *len = (size_t)(to - out);
    }
    iconv_close(cd);
    if (out && (memchr(out, '\0', *len) || !looks_chinese(out))) {
        free(out);
        out = NULL;
    }
    return out;
}

struct census { size_t good, bad, high; int line; };

/* Characters outside ASCII that are good UTF-8, broken bytes, characters from U+0800 up,
 * and the line of the first broken byte. */
static struct census count(const char *s, size_t n)
{
    struct census c = { .line = 1 };
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        if ((unsigned char)s[i] < 0x80) {
            len = 1;
            c.line += s[i] == '\n' && c.bad == 0;
            continue;
        }
        text_next(s + i, &len);
        if (len == 1)
            c.bad++;
        else
            c.good++;
        c.high += len >= 3;
    }
    return c;
}

/* Takes over `s` and returns it or its conversion from GB18030, where the bytes say so. A
 * short Chinese text in GB18030 can be valid UTF-8 by accident, but only with two-byte
 * characters, which no Chinese has in UTF-8. */
static char *decode(char *s, size_t *n, source_sink *sink, void *ctx)
{
    struct census c = count(s, *n);
    bool is_utf8 = c.bad == 0 && (c.good == 0 || c.high > 0);
    char *text = is_utf8 || c.high > c.bad ? NULL : from_gb18030(s, *n, n);

    if (text) {
        free(s);
        return text;
    }
    if (c.bad == 0)
        return s;
    sink(ctx, c.line, 0, _("this line is neither UTF-8 nor GB18030"),
         _("open the file in an editor and save it as UTF-8"));
    free(s);
    return NULL;
}

static size_t unix_lines(char *s, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\r') {
            s[to++] = '\n';
            i += i + 1 < n && s[i + 1] == '\n';
        } else {
            s[to++] = s[i];
        }
    }
    s[to] = '\0';
    return to;
}

static void position(const char *s, size_t at, int *line, int *col)
{
    int len;

    *line = *col = 1;
    for (size_t i = 0; i < at; i += (size_t)len) {
        text_next(s + i, &len);
        ++*col;
        if (s[i] == '\n') {
            ++*line;
            *col = 1;
        }
    }
}

char *source_text(const char *bytes, size_t n, size_t *len, source_sink *sink, void *ctx)
{
    const char *why, *nul;
    size_t at;
    char *text;
    int line, col;

    if (n > SOURCE_BYTES_MAX)
        return refuse(
            sink, ctx, _("the file is larger than 1 MiB"),
            _("lists are written by hand; data belongs into the database (import)"));
    if (is_utf16(bytes, n))
        return refuse(sink, ctx,
                      _("the file is saved as UTF-16 (Notepad calls it Unicode)"),
                      _("save it again as UTF-8"));
    if (begins(bytes, n, "\xEF\xBB\xBF", 3)) {
        bytes += 3;
        n -= 3;
    }
    if ((nul = memchr(bytes, '\0', n))) {
        line = 1;
        for (const char *p = bytes; p < nul; p++)
            line += *p == '\n';
        sink(ctx, line, 0,
             _("there is a zero byte in this line; the file is damaged or no text"),
             NULL);
        return NULL;
    }
    if (!(text = decode(xstrndup(bytes, n), &n, sink, ctx)))
        return NULL;
    *len = unix_lines(text, n);
    if ((why = text_refused(text, true, &at))) {
        position(text, at, &line, &col);
        sink(ctx, line, col, _(why), _("delete the invisible character"));
        free(text);
        return NULL;
    }
    return text;
}
