/* mem.h - memory that does not fail, and a string that grows.
 *
 * Running out of memory ends the program with a message: no caller could do better. */
#ifndef MODEL_MEM_H
#define MODEL_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);               /* NULL gives NULL */
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A growing string; zeroed is empty and valid. `s` is NUL-terminated once anything was
 * added; use buf_str() to read it always. */
struct buf {
    char *s;
    size_t len, cap;
};
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);        /* NULL adds nothing */
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
void buf_clear(struct buf *b);                      /* keeps the memory */
void buf_fini(struct buf *b);
const char *buf_str(const struct buf *b);           /* "" when empty; borrowed until changed */
char *buf_take(struct buf *b);                      /* caller frees; `b` is empty afterwards */

/* Room for one more element in a growing array: GROW(v, n, cap) before v[n++] = x. */
#define GROW(v, n, cap) \
    do { \
        if ((n) == (cap)) { \
            (cap) = (cap) ? (cap) * 2 : 8; \
            (v) = xrealloc((v), (cap) * sizeof *(v)); \
        } \
    } while (0)

#endif
