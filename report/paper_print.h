/* paper_print.h - a document to a printer: typeset as a PDF of its own, handed to the print
 * service (print.h). What is not known to be on paper is kept as a file, so that nobody
 * stands there with nothing in hand (UX: "saved as .., take it along and print it there"). */
#ifndef REPORT_PAPER_PRINT_H
#define REPORT_PAPER_PRINT_H

#include "report/document.h"
#include "report/print.h"

struct paper_print {
    const struct document *paper;
    const char *printer;        /* NULL: the usual one */
    const char *keep;           /* a .pdf: where it goes when it is not printed */
    bool is_kept;               /* `keep` is written in any case */
    const struct watch *watch;  /* print.h; may be NULL */
    struct buf notes;           /* of typesetting (typeset.h), a line each; the caller frees */
    char *sent_to, *job;        /* who took it and what it is called there; "" when the service
                                 * does not say. NULL when it did not take it; caller frees */
};
/* The codes of print_file(), and the message ends with where the file is. XH_DB with nothing
 * kept: it could not be typeset or not be written. Never inside an act. */
enum xh_rc paper_print(struct paper_print *p, struct xh_err *err);
/* The same without asking anybody, when it is known already (`err` says why) that there is
 * nothing to print on: only keeps it, and says where. Returns `rc`. */
enum xh_rc paper_print_keep(struct paper_print *p, enum xh_rc rc, struct xh_err *err);

/* Where to keep what is not asked for as a file: "OWN/NAME.pdf", or with " (2)" and so on
 * behind the name when that is there already. `own`: the person's folder; where there is none
 * (NULL), it may not be written to, or it lies in the township's folder `home` (may be NULL),
 * beside the database, it is the one for temporary files. `name` may be any text. Caller
 * frees. */
char *paper_print_keep_path(const char *own, const char *home, const char *name);

#endif
