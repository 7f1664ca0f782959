/* paper_out.h - where a document goes: to the screen, into a file of the kind its name's
 * ending says, or to a printer. One way for every command that makes one. */
#ifndef CLI_PAPER_OUT_H
#define CLI_PAPER_OUT_H

#include "cli/look.h"
#include "report/document.h"

/* Of every command whose result is a document. */
#define PAPER_OPTIONS \
    { "width", 0, OPT_NUMBER, "80|132", \
      N_("columns of the page as text (default: of the terminal)"), NO_PLACE }, \
    { "format", 'f', OPT_CODE, "text|csv|json|pdf|xlsx", N_("for people or for programs"), \
      NO_PLACE }, \
    { "output", 'o', OPT_TEXT, "FILE.pdf|.xlsx|.csv|.txt", \
      N_("into a file; its name's ending says what kind"), NO_PLACE }, \
    { "print", 0, OPT_MAYBE, "[PRINTER]", \
      N_("to a printer, the usual one unless named"), NO_PLACE }
#define PAPER_LEAST 40          /* columns */
#define PAPER_MOST 400

struct paper_out {
    const char *path;           /* NULL: to the screen, or only to the printer */
    const char *printer;        /* --print: "" for the usual one; NULL: not printed */
    enum format format;
    int width;                  /* columns of text; 0: no limit */
};
/* What -o, --format, --print and --width say; `width` as the terminal is wide, else `usual`.
 * XH_USAGE when they do not go together. */
enum xh_rc paper_out_options(const struct app *a, const struct args *args, int usual,
                             struct paper_out *out, struct xh_err *err);
/* Is it taken away - into a file, on paper, for programs - rather than looked at? That asks
 * for the right to export (ENGINE 28): whoever makes the document asks, of what is in it;
 * paper_put() refuses whoever may take nothing away at all. */
bool paper_out_takes(const struct paper_out *out);
/* Is it records for programs, csv or json? */
bool paper_out_records(const struct paper_out *out);
/* `records`: what a command has for programs with keys of its own; NULL: the document's tables.
 * Notes of typesetting go to stderr. What was written stays to be said: "`path`: .."; who
 * prints it is said here. XH_DENIED, naming who may: paper_out_takes(). What nobody has
 * printed stays as a file: `path`, else in the caller's own folder; `err` says where. */
enum xh_rc paper_put(struct app *a, const struct document *d, const struct buf *records,
                     const struct paper_out *out, struct xh_err *err);

#endif
