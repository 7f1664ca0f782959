#include "report/typeset/pdf.h"

#include <qrencode.h>

#define MODULE MM(0.5)          /* what an old laser and a telephone both manage */
#define QUIET 4                 /* modules kept blank around it (ISO/IEC 18004) */

static QRcode *encode(const char *text)
{
    return QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
}

double qr_size(const char *text)
{
    QRcode *qr = encode(text);
    double size = qr ? (qr->width + 2 * QUIET) * MODULE : 0;

    QRcode_free(qr);
    return size;
}

void qr_draw(struct pdf *p, const char *text, double x, double y)
{
    QRcode *qr = pdf_is_wet(p) ? encode(text) : NULL;

    if (!qr)
        return;
    for (int row = 0; row < qr->width; row++)
        for (int from = 0, to; from < qr->width; from = to) {
            bool is_dark = qr->data[row * qr->width + from] & 1;
            for (to = from + 1; to < qr->width; to++)
                if ((qr->data[row * qr->width + to] & 1) != is_dark)
                    break;
            if (is_dark)
                cairo_rectangle(p->cr, x + (QUIET + from) * MODULE, y + (QUIET + row) * MODULE,
                                (to - from) * MODULE, MODULE);
        }
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_NONE);
    cairo_fill(p->cr);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_DEFAULT);
    QRcode_free(qr);
}
