#include "report/weekly_csv.h"

#include <stdlib.h>
#include <string.h>

/* Every key there is, in one order for every sheet. */
static const char *const keys[] = {
    "n",          "colour_word", "code",     "title",   "lead",  "unit", "owner",
    "due",        "overdue",     "latest",   "problem", "date",  "note", "decision",
    "run",        "in_work",     "red",      "yellow",  "green", "held", "closed",
    "unreported", "red_run",     "parent",   "place",   "rows",  "done", "rate",
    "since",      "sum",         "sum_done",
};

static void put_cell(struct export *e, const char *cell)
{
    struct buf b = { 0 };

    for (; *cell; cell++)
        buf_putc(&b, *cell == '\n' ? ' ' : *cell);
    export_text(e, buf_str(&b));
    buf_fini(&b);
}

void weekly_export(struct buf *out, const struct weekly *w, enum export_format format)
{
    struct export e;

    export_begin(&e, out, format);
    export_key(&e, "issue");
    export_key(&e, "section");
    export_key(&e, "section_title");
    export_key(&e, "colour");
    export_key(&e, "due_on");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < w->n_sections; i++) {
        const struct weekly_section *s = &w->sections[i];
        if (strcmp(s->id, "red") == 0 || strcmp(s->id, "receipts") == 0)
            continue;
        for (size_t k = 0; k < s->n_rows; k++) {
            const struct weekly_row *r = &s->rows[k];
            export_text(&e, weekly_word(w, "issue"));
            export_text(&e, s->id);
            export_text(&e, s->title);
            export_text(&e, colour_id(r->colour));
            export_day(&e, r->due);
            for (size_t c = 0; c < sizeof keys / sizeof *keys; c++)
                put_cell(&e, weekly_cell(s, r,
                                         strcmp(keys[c], "colour_word") == 0 ? "colour"
                                                                             : keys[c]));
        }
    }
    export_end(&e);
}
