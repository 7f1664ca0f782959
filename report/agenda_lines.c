#include "report/agenda_lines.h"

#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/i18n.h"

/* Takes over `text`; nothing is shown for "". */
static struct agenda_line *add(struct agenda_lines *b, const char *label, char *text, int most,
                         bool strong)
{
    if (!*text || b->n == AGENDA_LINES) {
        free(text);
        return NULL;
    }
    b->v[b->n] = (struct agenda_line){ label, text, strong, most, 0 };
    return &b->v[b->n++];
}

/* Lines of a cell side by side; what stands in brackets belongs to what is before it. */
static void join(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text != '\n')
            buf_putc(out, *text);
        else if (text[1] != '(')
            buf_puts(out, "   ");
    }
}

static void join_labelled(struct buf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_printf(out, "%s%s ", out->len ? "    " : "", label);
    join(out, text);
}

static void add_title(struct agenda_lines *b, const struct defs *defs,
                      const struct meeting_row *r, const struct agenda_page *p)
{
    const char *cell = agenda_cell(p, "title");
    char *first = xstrndup(cell, strcspn(cell, "\n"));
    struct buf text = {0}, rest = {0};

    buf_printf(&text, "%s  %s  %s", colour_word(defs, p->colour), r->code,
               *first ? first : r->title);
    struct agenda_line *x = add(b, NULL, buf_take(&text), 3, true);
    if (x)
        x->hang = 4;
    if (strchr(cell, '\n'))
        join(&rest, strchr(cell, '\n') + 1);
    add(b, NULL, rest.s ? buf_take(&rest) : xstrdup(""), 2, false);
    free(first);
}

/* "逾期 9 天   限11-27   完成时限 现 11-10   原 10-30" */
static void add_time(struct agenda_lines *b, const struct agenda_page *p)
{
    const char *late = agenda_cell(p, "overdue");
    const char *due = agenda_cell(p, "due");
    struct buf text = {0};

    if (*late >= '0' && *late <= '9') {
        buf_printf(&text, _("%d days late"), atoi(late));
        late += strcspn(late, "\n");
        late += *late == '\n';
    }
    if (*late) {
        buf_puts(&text, text.len ? "    " : "");
        join(&text, late);
    }
    join_labelled(&text, _("Time limit"), *due ? due : agenda_cell(p, "date"));
    add(b, NULL, text.s ? buf_take(&text) : xstrdup(""), 2, true);
}

static void add_chain(struct agenda_lines *b, const struct agenda_page *p)
{
    struct buf text = {0};

    join_labelled(&text, _("Responsible leader"), agenda_cell(p, "lead"));
    join_labelled(&text, _("Lead unit"), agenda_cell(p, "unit"));
    join_labelled(&text, _("Owner"), agenda_cell(p, "owner"));
    add(b, NULL, text.s ? buf_take(&text) : xstrdup(""), 2, false);
}

static void add_cell(struct agenda_lines *b, const char *label, const char *text, int most,
                     bool strong)
{
    struct buf joined = {0};

    join(&joined, text);
    add(b, label, joined.s ? buf_take(&joined) : xstrdup(""), most, strong);
}

void agenda_lines(struct agenda_lines *out, const struct defs *defs,
                  const struct meeting_row *r, const struct agenda_page *p)
{
    *out = (struct agenda_lines){ .n = 0 };
    add_title(out, defs, r, p);
    add_time(out, p);
    add_chain(out, p);
    add_cell(out, _("Progress"), agenda_cell(p, "latest"), 3, false);
    add_cell(out, _("Stuck, next"), agenda_cell(p, "problem"), 3, false);
    add_cell(out, _("Explanation"), agenda_cell(p, "note"), 2, false);
    add_cell(out, _("Asked"), p->asked, 2, true);
    add_cell(out, _("Now"), p->changed, 1, true);
    add_cell(out, _("Last time"), p->before, 2, false);
}

void agenda_lines_fini(struct agenda_lines *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->v[i].text);
    l->n = 0;
}
