/* encoding.h - text of unknown encoding as UTF-8 with LF.
 *
 * Notepad, WPS, Excel and old tools write UTF-8 with or without a byte order mark,
 * UTF-16 ("Unicode") and GB18030 with CRLF. Nobody is asked which: the bytes say it, and
 * where they do not, the text is refused with its line rather than guessed. */
#ifndef MODEL_ENCODING_H
#define MODEL_ENCODING_H

#include <stddef.h>
#include <stdint.h>

/* What is wrong with a text: the 1-based line (0: the text as a whole), what it is and
 * what to do instead (may be NULL). Static English msgids: translate with _(). */
struct encoding_fault {
    int64_t line;
    const char *what, *instead;
};

/* `n` bytes as UTF-8 without mark, lines ending in LF, NUL-terminated, *len bytes long;
 * without any NUL byte, but with whatever control characters there were. NULL and *fault
 * when the bytes are no text in a known encoding. Caller frees. */
char *encoding_text(const char *bytes, size_t n, size_t *len,
                    struct encoding_fault *fault);

#endif
