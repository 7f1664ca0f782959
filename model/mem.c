#include "model/mem.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/err.h"

/* exit() and not abort(): the handlers that give the terminal back must run. Should one
 * of them need memory in turn, the second time around leaves at once. */
static _Noreturn void die_out_of_memory(void)
{
    static const char msg[] = "xiaohao: out of memory\n";
    static bool leaving;
    ssize_t ignored = write(STDERR_FILENO, msg, sizeof msg - 1);

    (void)ignored;              /* nobody left to tell */
    if (leaving)
        _exit(xh_exit_code(XH_DB));
    leaving = true;
    exit(xh_exit_code(XH_DB));
}

void *xmalloc(size_t n)
{
    void *p = malloc(n ? n : 1);

    if (p == NULL)
        die_out_of_memory();
    return p;
}

void *xcalloc(size_t n, size_t size)
{
    void *p = n && size ? calloc(n, size) : calloc(1, 1);

    if (p == NULL)
        die_out_of_memory();
    return p;
}

void *xrealloc(void *p, size_t n)
{
    p = realloc(p, n ? n : 1);
    if (p == NULL)
        die_out_of_memory();
    return p;
}

char *xstrdup(const char *s)
{
    return s ? xstrndup(s, strlen(s)) : NULL;
}

char *xstrndup(const char *s, size_t n)
{
    char *copy;

    if (s == NULL)
        return NULL;
    n = strnlen(s, n);
    copy = xmalloc(n + 1);
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *xasprintf(const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    return buf_take(&b);
}

/* Room for `n` more bytes and the NUL. Doubling keeps a long text linear. */
static void make_room(struct buf *b, size_t n)
{
    size_t need;

    if (n > SIZE_MAX / 2 - b->len - 1)
        die_out_of_memory();
    need = b->len + n + 1;
    if (need <= b->cap)
        return;
    b->cap = b->cap < 32 ? 32 : b->cap;
    while (b->cap < need)
        b->cap *= 2;
    b->s = xrealloc(b->s, b->cap);
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    make_room(b, n);
    if (n > 0)
        memcpy(b->s + b->len, bytes, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
    if (s != NULL)
        buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    if (n >= 0) {
        make_room(b, (size_t)n);
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->s != NULL)
        b->s[0] = '\0';
}

void buf_fini(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}

const char *buf_str(const struct buf *b)
{
    return b->s ? b->s : "";
}

char *buf_take(struct buf *b)
{
    char *s = b->s ? b->s : xstrdup("");

    *b = (struct buf){0};
    return s;
}
