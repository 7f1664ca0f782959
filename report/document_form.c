/* How a form lies: asked by the program's layouts and by those of the typesetting module. */
#include "report/document.h"

bool doc_is_form(const struct doc_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].is & DOC_LABEL)
            return true;
    return false;
}

size_t doc_form_end(const struct doc_table *t, const struct doc_row *r, size_t from)
{
    size_t i = from + 1;

    while (!(t->columns[from].is & DOC_LABEL) && i < t->n_columns && !*r->cells[i].text)
        i++;
    return i;
}
