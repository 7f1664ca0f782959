/* The fields of a form by their ids: added, found, read, complained about. */
#include <stdlib.h>
#include <string.h>

#include "tui/form.h"

struct form_field *form_add(struct form *f, size_t *cap, const char *id, const char *label,
                            enum form_kind kind, const char *value)
{
    GROW(f->fields, f->n, *cap);
    struct form_field *x = &f->fields[f->n++];

    *x = (struct form_field){ .id = id, .label = label, .kind = kind, .value = xstrdup(value) };
    return x;
}

struct form_field *form_find(struct form *f, const char *id)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->fields[i].id, id) == 0)
            return &f->fields[i];
    return NULL;
}

const char *form_value(struct form *f, const char *id)
{
    const struct form_field *x = form_find(f, id);

    return x && x->value ? x->value : "";
}

bool form_wrong(struct form *f, const char *id, const char *why)
{
    struct form_field *x = form_find(f, id);

    if (x && !x->error)
        x->error = xstrdup(why);
    return false;
}

void form_set(struct form_field *field, const char *value)
{
    char *copy = xstrdup(value ? value : "");

    free(field->value);
    field->value = copy;
}

void form_fini(struct form *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->fields[i].value);
        free(f->fields[i].error);
    }
    free(f->fields);
    f->fields = NULL;
    f->n = 0;
}
