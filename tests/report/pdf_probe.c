#include "tests/report/pdf_probe.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *probe_path(const char *name)
{
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";

    return xasprintf("%s/%s", tmp, name);
}

static char *read_all(FILE *f, size_t *n)
{
    struct buf b = { 0 };
    char chunk[65536];
    size_t k;

    while ((k = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, k);
    *n = b.len;
    char *s = buf_take(&b);
    return s ? s : xstrdup("");
}

static char *output(const char *command, size_t *n)
{
    FILE *f = popen(command, "r");

    assert_non_null(f);
    char *s = read_all(f, n);
    if (pclose(f) != 0)
        fail_msg("%s", command);
    return s;
}

char *probe_run(const char *format, ...)
{
    struct buf command = { 0 };
    va_list ap;
    size_t n;

    va_start(ap, format);
    buf_vprintf(&command, format, ap);
    va_end(ap);
    char *s = output(buf_str(&command), &n);
    buf_fini(&command);
    return s;
}

char *probe_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    char *s = read_all(f, n);
    fclose(f);
    return s;
}

char *probe_set(struct document *d, const char *name, int *pages, struct buf *notes)
{
    char *path = probe_path(name);
    struct typeset_job job = { .document = d, .format = TYPESET_PDF, .path = path };
    struct xh_err err = { 0 };

    if (typeset(&job, &err) != XH_OK)
        fail_msg("%s", err.msg);
    if (pages)
        *pages = job.pages;
    if (notes)
        *notes = job.notes;
    else
        buf_fini(&job.notes);
    document_fini(d);
    return path;
}

/* ---- words ---- */

char *probe_text(const char *path, int page)
{
    return page ? probe_run("pdftotext -raw -f %d -l %d '%s' -", page, page, path)
                : probe_run("pdftotext -raw '%s' -", path);
}

bool probe_in_order(const char *text, const char *const *words)
{
    for (; *words; words++) {
        const char *at = strstr(text, *words);
        if (!at) {
            print_error("not here, or not in this order: %s\n", *words);
            return false;
        }
        text = at + strlen(*words);
    }
    return true;
}

size_t probe_count(const char *text, const char *word)
{
    size_t n = 0;

    for (; (text = strstr(text, word)); text += strlen(word))
        n++;
    return n;
}

char *probe_boxes(const char *path, int page)
{
    return probe_run("pdftotext -bbox -f %d -l %d '%s' -", page, page, path);
}

bool probe_box(const char *boxes, const char *begin, struct probe_word *out)
{
    char *find = xasprintf("\">%s", begin);
    const char *at = strstr(boxes, find);
    bool is_there = at != NULL;

    if (at) {
        while (at > boxes && strncmp(at, "<word", 5) != 0)
            at--;
        assert_int_equal(sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                                &out->left, &out->top, &out->right, &out->bottom),
                         4);
        double *v[] = { &out->left, &out->top, &out->right, &out->bottom };
        for (size_t i = 0; i < 4; i++)
            *v[i] *= 25.4 / 72;
    }
    free(find);
    return is_there;
}

bool probe_word(const char *path, int page, const char *begin, struct probe_word *out)
{
    char *boxes = probe_boxes(path, page);
    bool is_there = probe_box(boxes, begin, out);

    free(boxes);
    return is_there;
}

/* ---- ink ---- */

struct probe_ink probe_ink(const char *path, int page, int per_mm)
{
    struct probe_ink k = { .per_mm = per_mm };
    char *command = xasprintf("pdftoppm -gray -r %.1f -f %d -l %d '%s'", per_mm * 25.4, page,
                              page, path);
    size_t n;
    int most, begin;
    char *pgm = output(command, &n);

    assert_int_equal(sscanf(pgm, "P5 %d %d %d%n", &k.wide, &k.high, &most, &begin), 3);
    assert_int_equal(most, 255);
    size_t size = (size_t)k.wide * (size_t)k.high;
    assert_int_equal(n, (size_t)begin + 1 + size);
    k.dots = xmalloc(size);
    memcpy(k.dots, pgm + begin + 1, size);
    free(pgm);
    free(command);
    return k;
}

void probe_ink_fini(struct probe_ink *k)
{
    free(k->dots);
    k->dots = NULL;
}

int probe_dot(const struct probe_ink *k, double x_mm, double y_mm)
{
    int x = (int)(x_mm * k->per_mm), y = (int)(y_mm * k->per_mm);

    return x < 0 || y < 0 || x >= k->wide || y >= k->high ? -1 : k->dots[y * k->wide + x];
}

int probe_darkest(const struct probe_ink *k, double left, double top, double right, double bottom)
{
    int darkest = 255;

    for (int y = (int)(top * k->per_mm); y < (int)(bottom * k->per_mm) && y < k->high; y++)
        for (int x = (int)(left * k->per_mm); x < (int)(right * k->per_mm) && x < k->wide; x++)
            if (k->dots[y * k->wide + x] < darkest)
                darkest = k->dots[y * k->wide + x];
    return darkest;
}
