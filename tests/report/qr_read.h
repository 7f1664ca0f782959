/* qr_read.h - what a telephone reads off a printed QR code (ISO/IEC 18004), for tests: no
 * library of the program has a part in it. */
#ifndef TESTS_REPORT_QR_READ_H
#define TESTS_REPORT_QR_READ_H

#include "tests/report/pdf_probe.h"

/* The text of the code of half a millimetre a module whose quiet zone ends at `right` and
 * `bottom` (mm), of at most 29 x 29 modules at level M; NULL when there is none or it does
 * not read. Errors are not mended: paper that is new has none. Caller frees. */
char *qr_read(const struct probe_ink *k, double right, double bottom);

#endif
