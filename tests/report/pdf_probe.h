/* pdf_probe.h - what stands on the pages of a PDF, as poppler's tools see it: words, where they
 * stand, and ink. */
#ifndef TESTS_REPORT_PDF_PROBE_H
#define TESTS_REPORT_PDF_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/typeset.h"

/* A path below the test's own folder. Caller frees. */
char *probe_path(const char *name);
/* What a shell command prints; the test fails when it does. Caller frees. */
char *probe_run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A whole file; *n its bytes. Caller frees. */
char *probe_file(const char *path, size_t *n);

/* Set `d` and give it up; the test fails when it cannot be. Notes go to `notes` (NULL: nobody
 * wants them). Returns the path, which the caller frees. */
char *probe_set(struct document *d, const char *name, int *pages, struct buf *notes);

/* The text of page `page` (1 ..; 0: of all, each ending in '\f'), in the order it was set. Caller
 * frees. */
char *probe_text(const char *path, int page);
bool probe_in_order(const char *text, const char *const *words);   /* ends with NULL */
size_t probe_count(const char *text, const char *word);

/* The first word of a page that begins with `begin`, in mm from the page's upper left. */
struct probe_word { double left, top, right, bottom; };
bool probe_word(const char *path, int page, const char *begin, struct probe_word *out);

/* The same where several words of a page are looked for; caller frees the boxes. */
char *probe_boxes(const char *path, int page);
bool probe_box(const char *boxes, const char *begin, struct probe_word *out);

/* A page as grey dots, 0 black, 255 white, `per_mm` to a millimetre; -1 outside. */
struct probe_ink { int wide, high, per_mm; unsigned char *dots; };
struct probe_ink probe_ink(const char *path, int page, int per_mm);
void probe_ink_fini(struct probe_ink *k);
int probe_dot(const struct probe_ink *k, double x_mm, double y_mm);
/* The darkest dot of an area. */
int probe_darkest(const struct probe_ink *k, double left, double top, double right,
                  double bottom);

#endif
