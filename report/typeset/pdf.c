#include "report/typeset/pdf.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "report/typeset/pdf_plain.h"
#include "report/typeset/pdf_table.h"

/* ---- kinds of pages (OFFICE 25 and its last chapter; GB/T 9704-2012) ---- */

/* clang-format off */
static const struct page_look looks[] = {
    [DOC_LEDGER] = { .wide = 297, .high = 210, .top = 15, .bottom = 15, .left = 20, .right = 12,
        .styles = {
            [STYLE_TITLE]     = { FACE_TITLE, 22,   30, 0 },    /* 二号 */
            [STYLE_SPREAD]    = { FACE_BODY,  14,   21, 0 },    /* 四号 */
            [STYLE_HEADING]   = { FACE_HEAD,  12,   17, 0 },
            [STYLE_BODY]      = { FACE_BODY,  10.5, 16, 0 },    /* 五号 */
            [STYLE_CELL]      = { FACE_BODY,  9,    12, 0 },    /* 小五; 12 pt are 4.23 mm */
            [STYLE_CELL_HEAD] = { FACE_HEAD,  9,    12, 0 },
            [STYLE_CELL_KAI]  = { FACE_KAI,   9,    12, 0 },
            [STYLE_FOOT]      = { FACE_BODY,  9,    12, 0 },
            [STYLE_SMALL]     = { FACE_BODY,  7.5,  10, 0 },
        }, .gap = 0.4, .air = 5 },
    [DOC_FORM] = { .wide = 210, .high = 297, .top = 15, .bottom = 15, .left = 20, .right = 12,
        .styles = {
            [STYLE_TITLE]     = { FACE_TITLE, 22,   32, 0 },
            [STYLE_SPREAD]    = { FACE_BODY,  12,   20, 0 },
            [STYLE_HEADING]   = { FACE_HEAD,  12,   20, 0 },
            [STYLE_BODY]      = { FACE_BODY,  12,   20, 0 },
            [STYLE_CELL]      = { FACE_BODY,  10.5, 14, 0 },
            [STYLE_CELL_HEAD] = { FACE_HEAD,  10.5, 14, 0 },
            [STYLE_CELL_KAI]  = { FACE_KAI,   10.5, 14, 0 },
            [STYLE_FOOT]      = { FACE_BODY,  9,    12, 0 },
            [STYLE_SMALL]     = { FACE_BODY,  7.5,  10, 0 },
        }, .gap = 0.5, .air = 6 },
    /* 22 lines on 225 mm, 28 characters on 156 mm: a little closer than their size */
    [DOC_LETTER] = { .wide = 210, .high = 297, .top = 37, .bottom = 35, .left = 28, .right = 26,
        .styles = {
            [STYLE_TITLE]     = { FACE_TITLE, 22, 36,           0 },
            [STYLE_SPREAD]    = { FACE_BODY,  16, MM(225) / 22, 0 },
            [STYLE_HEADING]   = { FACE_HEAD,  16, MM(225) / 22, 0 },
            [STYLE_BODY]      = { FACE_BODY,  16, MM(225) / 22, (MM(156) - 28 * 16) / 28 },
            [STYLE_CELL]      = { FACE_BODY,  12, 17,           0 },
            [STYLE_CELL_HEAD] = { FACE_HEAD,  12, 17,           0 },
            [STYLE_CELL_KAI]  = { FACE_KAI,   12, 17,           0 },
            [STYLE_FOOT]      = { FACE_SONG,  14, 18,           0 },
            [STYLE_SMALL]     = { FACE_BODY,  9,  12,           0 },
        }, .gap = 1, .is_letter = true },
    [DOC_SLIDE] = { .wide = 297, .high = 210, .top = 15, .bottom = 15, .left = 20, .right = 20,
        .styles = {
            [STYLE_TITLE]     = { FACE_TITLE, 36, 52, 0 },
            [STYLE_SPREAD]    = { FACE_BODY,  20, 28, 0 },
            [STYLE_HEADING]   = { FACE_HEAD,  30, 44, 0 },
            [STYLE_BODY]      = { FACE_BODY,  24, 34, 0 },
            [STYLE_CELL]      = { FACE_BODY,  14, 19, 0 },
            [STYLE_CELL_HEAD] = { FACE_HEAD,  14, 19, 0 },
            [STYLE_CELL_KAI]  = { FACE_KAI,   14, 19, 0 },
            [STYLE_FOOT]      = { FACE_BODY,  10.5, 14, 0 },
            [STYLE_SMALL]     = { FACE_BODY,  9,  12, 0 },
        }, .gap = 0.25, .air = 4 },
};
/* clang-format on */

#define BIG (1 << 20)           /* more than this goes back to the system when it is freed */
#define FONT_COPY (32 << 20)    /* the most glibc takes from its heap; a font has 17 to 26 MB */
#define MARK_SIZE 150           /* points, of what stands across the page */
#define MARK_GREY 0.9           /* a copier takes it for white */
#define HEAD_ABOVE MM(6.5)      /* the running head, over the text */
#define FOOT_BELOW MM(3.5)
#define LETTER_FOOT MM(7)       /* GB/T 9704, 7.5: the number under the text */

/* ---- the file ---- */

struct target {
    int fd, saved;              /* errno of what failed first; 0 */
};

static cairo_status_t write_out(void *closure, const unsigned char *data, unsigned int n)
{
    struct target *t = closure;

    while (n > 0 && !t->saved) {
        ssize_t k = write(t->fd, data, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            t->saved = k < 0 ? errno : ENOSPC;
            break;
        }
        data += k;
        n -= (unsigned)k;
    }
    return t->saved ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void remove_half(const char *path)
{
    struct stat st;

    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) /* never a device */
        unlink(path);
}

/* ISO 8601, in the office's time. */
static char *date_of(const struct document *d)
{
    time_t at = (time_t)(d->made / 1000 + (int64_t)d->utc_offset * 60);
    int off = abs(d->utc_offset);
    char day[40];
    struct tm tm;

    gmtime_r(&at, &tm);
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &tm);
    return xasprintf("%s%c%02d:%02d", day, d->utc_offset < 0 ? '-' : '+', off / 60, off % 60);
}

static void describe(const struct pdf *p)
{
    char *date = date_of(p->d);
    const struct {
        cairo_pdf_metadata_t is;
        const char *text;
    } facts[] = { { CAIRO_PDF_METADATA_TITLE, p->d->title },
                  { CAIRO_PDF_METADATA_AUTHOR, p->d->author },
                  { CAIRO_PDF_METADATA_CREATOR, "xiaohao" },
                  { CAIRO_PDF_METADATA_CREATE_DATE, date },
                  { CAIRO_PDF_METADATA_MOD_DATE, date } };

    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].text && *facts[i].text)
            cairo_pdf_surface_set_metadata(p->surface, facts[i].is, facts[i].text);
    free(date);
}

/* ---- head, foot, mark ---- */

bool pdf_is_wet(const struct pdf *p)
{
    return !p->is_dry;
}

double pdf_width(const struct pdf *p)
{
    return p->right - p->left;
}

/* Across the page, as shapes: whoever searches or copies the text does not meet it. */
static void draw_mark(struct pdf *p)
{
    const char *mark = p->d->mark;
    struct style s;

    if (!mark || !*mark)
        return;
    double wide = MM(p->look->wide), high = MM(p->look->high);
    style_init(p, &s, FACE_HEAD, MARK_SIZE, MARK_SIZE, 0);
    text_set(p, p->layout, &s, mark, 0, 0);
    double long_is = text_widest(p->layout), most = hypot(wide, high) * 0.7;
    double scale = long_is > most ? most / long_is : 1;
    cairo_save(p->cr);
    cairo_set_source_rgb(p->cr, MARK_GREY, MARK_GREY, MARK_GREY);
    cairo_translate(p->cr, wide / 2, high / 2);
    cairo_rotate(p->cr, -atan2(high, wide));
    cairo_scale(p->cr, scale, scale);
    cairo_move_to(p->cr, -long_is / 2, MARK_SIZE * 0.38);
    pango_cairo_layout_line_path(p->cr, pango_layout_get_line_readonly(p->layout, 0));
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    style_fini(&s);
}

static void draw_running(struct pdf *p)
{
    const char *text = p->part->running;

    if (p->page == 1 || !text || !*text)
        return;
    text_one(p, &p->styles[STYLE_FOOT], text, p->left, p->top - HEAD_ABOVE, pdf_width(p),
             TEXT_LEFT);
    double y = p->top - HEAD_ABOVE + p->styles[STYLE_FOOT].pitch + 1;
    pdf_line(p, p->left, y, p->right, y, 0.4);
}

/* "- 3 -" (Chinese dashes) at the outer side, a character in; what else is said on the other. */
static void draw_letter_foot(struct pdf *p, const char *number)
{
    const struct style *s = &p->styles[STYLE_FOOT], *small = &p->styles[STYLE_SMALL];
    bool is_odd = p->page % 2 == 1;
    double y = p->bottom + LETTER_FOOT, in = s->size, below = y + s->pitch;

    text_one(p, s, number, p->left + in, y, pdf_width(p) - 2 * in,
             is_odd ? TEXT_RIGHT : TEXT_LEFT);
    text_one(p, small, p->part->foot_left, p->left, below, pdf_width(p) / 2, TEXT_LEFT);
    text_one(p, small, p->part->foot_right, p->left + pdf_width(p) / 2, below, pdf_width(p) / 2,
             TEXT_RIGHT);
}

static void draw_foot(struct pdf *p)
{
    const struct style *s = &p->styles[STYLE_FOOT], *small = &p->styles[STYLE_SMALL];
    double y = p->bottom + FOOT_BELOW;
    char *number = xasprintf("— %d —", p->page);

    if (p->look->is_letter) {
        draw_letter_foot(p, number);
    } else {
        char *of = xasprintf(_("of %d pages"), p->pages);
        double gap = 3, wide = style_width(p, s, number), all = style_width(p, small, of);
        double x = (p->left + p->right - wide) / 2, behind = x + wide + gap + all + gap;
        text_one(p, s, p->part->foot_left, p->left, y, x - gap - p->left, TEXT_LEFT);
        text_one(p, s, number, x, y, wide, TEXT_LEFT);
        text_one(p, small, of, x + wide + gap, y + style_baseline(s) - style_baseline(small),
                 all, TEXT_LEFT);
        text_one(p, s, p->part->foot_right, behind, y, p->right - behind, TEXT_RIGHT);
        free(of);
    }
    free(number);
}

/* ---- pages ---- */

static void begin_page(struct pdf *p)
{
    p->page++;
    p->y = p->top;
    p->is_fresh = true;
    if (!pdf_is_wet(p))
        return;
    draw_mark(p);
    draw_running(p);
}

static void end_page(struct pdf *p)
{
    if (!pdf_is_wet(p))
        return;
    draw_foot(p);
    cairo_show_page(p->cr);
}

void pdf_next_page(struct pdf *p)
{
    if (p->is_endless)
        return;
    end_page(p);
    begin_page(p);
}

void pdf_need(struct pdf *p, double high)
{
    if (!p->is_endless && !p->is_fresh && p->y + high > p->bottom + 0.01)
        pdf_next_page(p);
}

void pdf_space(struct pdf *p, double high)
{
    if (!p->is_fresh)
        p->y += high;
}

static void outline(const struct pdf *p)
{
    if (p->d->n_parts < 2 || !*p->part->name)
        return;
    char *where = xasprintf("page=%d", p->job->pages + 1);
    cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, p->part->name, where, 0);
    free(where);
}

static void run_part(struct pdf *p, bool is_dry)
{
    p->is_dry = is_dry;
    p->page = 0;
    begin_page(p);
    pdf_blocks(p);
    end_page(p);
    p->pages = p->page;
}

static void set_part(struct pdf *p, const struct doc_part *part)
{
    p->part = part;
    p->plans = xcalloc(part->n_blocks + 1, sizeof *p->plans);
    run_part(p, true);
    outline(p);
    run_part(p, false);
    p->job->pages += p->pages;
    for (size_t i = 0; i < part->n_blocks; i++)
        table_plan_free(p->plans[i]);
    free(p->plans);
    p->plans = NULL;
}

/* ---- the document ---- */

static void set_document(struct pdf *p, struct target *t)
{
    const struct page_look *k = p->look;

    p->surface =
        cairo_pdf_surface_create_for_stream(write_out, t, MM(k->wide), MM(k->high));
    p->cr = cairo_create(p->surface);
    p->layout = pango_layout_new(p->fonts.context);
    pango_layout_set_auto_dir(p->layout, FALSE);
    p->left = MM(k->left);
    p->right = MM(k->wide - k->right);
    p->top = MM(k->top);
    p->bottom = MM(k->high - k->bottom);
    for (int i = 0; i < STYLES; i++)
        style_init(p, &p->styles[i], k->styles[i].face, k->styles[i].size, k->styles[i].pitch,
                   k->styles[i].spacing);
    describe(p);
    for (size_t i = 0; i < p->d->n_parts; i++)
        set_part(p, &p->d->parts[i]);
    for (int i = 0; i < STYLES; i++)
        style_fini(&p->styles[i]);
    plain_done(p);
    g_object_unref(p->layout);
    cairo_destroy(p->cr);
    cairo_surface_finish(p->surface);
}

enum xh_rc typeset_pdf(struct typeset_job *job, struct xh_err *err)
{
    struct pdf p = { .job = job, .d = job->document, .look = &looks[job->document->page] };
    struct target t = { .fd = -1 };
    enum xh_rc rc = fonts_init(&p.fonts, err);

    job->pages = 0;
    /* Every font is copied whole, twice: into the same pages, not into new ones each time,
     * which took a third of a short paper's time. */
    mallopt(M_MMAP_THRESHOLD, FONT_COPY);
    mallopt(M_TRIM_THRESHOLD, 2 * FONT_COPY);
    if (rc == XH_OK) {
        t.fd = open(job->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
        if (t.fd < 0)
            rc = file_cannot_write(typeset_name(job), errno, err);
    }
    if (rc == XH_OK) {
        set_document(&p, &t);
        cairo_status_t status = cairo_surface_status(p.surface);
        cairo_surface_destroy(p.surface);
        if (close(t.fd) != 0 && !t.saved)
            t.saved = errno;
        if (t.saved || status != CAIRO_STATUS_SUCCESS) {
            rc = t.saved ? file_cannot_write(typeset_name(job), t.saved, err)
                         : xh_fail(err, XH_DB, _("cannot write %s: %s"), typeset_name(job),
                                   cairo_status_to_string(status));
            remove_half(job->path);
        } else {
            fonts_notes(&p.fonts, &job->notes);
        }
    }
    fonts_fini(&p.fonts);
    mallopt(M_MMAP_THRESHOLD, BIG);
    mallopt(M_TRIM_THRESHOLD, BIG);
    malloc_trim(0);             /* nothing of it is kept */
    return rc;
}
