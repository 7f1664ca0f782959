/* preview.h - a finished text before it leaves: seen as it is, copied, searched, printed or
 * written to a file (UX 1: F8 shows what is on screen as text). What is a document can be
 * printed; a text without one goes into a file.
 *
 * Reading and taking away are two permissions (ENGINE 28): what goes into a file is
 * composed anew, of what this person may export. */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H

#include "report/document.h"
#include "tui/page_view.h"
#include "tui/tui.h"

enum preview_for { PREVIEW_SCREEN, PREVIEW_TXT, PREVIEW_CSV };

/* `notes`: lines said once it is written, such as what was left out (export_say_kept_back). */
struct preview_text { struct buf text, notes; };
/* Composes the text into `out`. For a file (not PREVIEW_SCREEN): only what may be taken
 * away, XH_DENIED where that is nothing. */
typedef enum xh_rc preview_compose(struct tui *t, void *ctx, enum preview_for what,
                                   struct preview_text *out, struct xh_err *err);
/* The same as a document, which goes into a file of any kind; `away`: into a file. */
typedef enum xh_rc preview_paper(struct tui *t, void *ctx, bool away, struct document *out,
                                 struct xh_err *err);
struct preview_arg {
    const char *title;          /* of the path line, translated; copied */
    const char *file;           /* offered as the file's name, without an ending; copied */
    preview_paper *paper;       /* what it is; NULL: text only, by `compose` */
    int width;                  /* columns a document is laid out in as text; 0: no limit */
    preview_compose *compose;   /* of a document: its records (PREVIEW_CSV), where they have
                                 * keys of their own; NULL: document_csv.h */
    void *ctx;                  /* taken over, even when opening fails */
    void (*free_ctx)(void *ctx);
    bool has_csv;               /* of a text: `compose` makes records, too */
};
/* Composed once, when it is opened: what is read does not change under the reader. */
extern const struct screen_ops preview_screen;      /* arg: struct preview_arg */

/* What a file may be, by its name's ending. */
enum { PREVIEW_AS_TXT = 1, PREVIEW_AS_CSV = 2, PREVIEW_AS_PAPER = 4 /* .pdf, .xlsx */ };
/* Ask where to write to, offering `file` (without an ending) in the person's own folder. The
 * path, caller frees; an existing file only when that was agreed to. NULL: left, or refused. */
char *preview_ask_path(struct tui *t, const char *file, unsigned kinds);

/* May this person take anything away at all? If not, says who may: before a way and a name are
 * asked for, whatever is seen. What of it may go, `compose` and `paper` know. */
bool preview_may_take(struct tui *t);
/* Let it leave: asks how - on paper, as PDF, XLSX, text or CSV; a text only has a file - and
 * for a file's name, offering `a->file` in the person's own folder; an existing file is
 * replaced only when asked. Says what happened. */
void preview_take(struct tui *t, const struct preview_arg *a);
/* What its key is called on the F-bar: print, or where `paper` is false, write to a file. */
const char *preview_take_word(bool paper);
/* Ask which printer, the usual one first, and print `a` (a document) there; what nobody prints
 * is kept as a file in the person's own folder. Says which, or why and where
 * (preview_print.c). */
void preview_print(struct tui *t, const struct preview_arg *a);
/* Says what is `done`, and what typesetting has to tell about it (lines, may be empty): in the
 * status line; where that has no room, in a box, once for the same words. */
void preview_done(struct tui *t, const char *done, const struct buf *notes);
/* F7 on a page: asks for the words; n and N go on. Says when there are none. */
void preview_find(struct tui *t, struct page_view *p);
void preview_find_next(struct tui *t, struct page_view *p, bool backward);

#endif
