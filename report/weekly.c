#include "report/weekly.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/permit.h"
#include "model/query.h"

static void row_done(const struct weekly_section *s, struct weekly_row *r)
{
    for (size_t i = 0; i < s->n_columns; i++)
        free(r->cells[i]);
    free(r->cells);
    free(r->members);
    free(r->unit);
    free(r->lead);
}

void weekly_fini(struct weekly *w)
{
    for (size_t i = 0; i < w->n_sections; i++) {
        struct weekly_section *s = &w->sections[i];
        for (size_t k = 0; k < s->n_rows; k++)
            row_done(s, &s->rows[k]);
        for (size_t k = 0; k < s->n_columns; k++) {
            free(s->columns[k].id);
            free(s->columns[k].title);
        }
        free(s->rows);
        free(s->columns);
        free(s->id);
        free(s->title);
        free(s->note);
    }
    for (size_t i = 0; i < w->n_words; i++) {
        free(w->words[i].key);
        free(w->words[i].text);
    }
    free(w->sections);
    free(w->words);
    *w = (struct weekly){ 0 };
}

/* ---- reading ---- */

const char *weekly_word(const struct weekly *w, const char *key)
{
    for (size_t i = 0; i < w->n_words; i++)
        if (strcmp(w->words[i].key, key) == 0)
            return w->words[i].text;
    return "";
}

struct weekly_section *weekly_section(const struct weekly *w, const char *id)
{
    for (size_t i = 0; i < w->n_sections; i++)
        if (strcmp(w->sections[i].id, id) == 0)
            return &w->sections[i];
    return NULL;
}

static int column_of(const struct weekly_section *s, const char *id)
{
    for (size_t i = 0; i < s->n_columns; i++)
        if (strcmp(s->columns[i].id, id) == 0)
            return (int)i;
    return -1;
}

const char *weekly_cell(const struct weekly_section *s, const struct weekly_row *r,
                        const char *id)
{
    int i = column_of(s, id);

    return i >= 0 ? r->cells[i] : "";
}

/* ---- writing ---- */

static char *shown(char *text)
{
    struct buf b = { 0 };

    text_show(&b, text, true);
    free(text);
    return buf_take(&b);
}

void weekly_set(struct weekly *w, const char *key, char *text)
{
    GROW(w->words, w->n_words, w->cap_words);
    w->words[w->n_words++] = (struct weekly_word){ xstrdup(key), shown(text) };
}

struct weekly_section *weekly_add_section(struct weekly *w, const char *id,
                                          const char *title)
{
    GROW(w->sections, w->n_sections, w->cap_sections);
    struct weekly_section *s = &w->sections[w->n_sections++];
    *s = (struct weekly_section){ .id = xstrdup(id),
                                  .title = xstrdup(title ? title : ""),
                                  .note = xstrdup("") };
    return s;
}

void weekly_add_column(struct weekly_section *s, const char *id, const char *title,
                       int mm, enum text_align align)
{
    GROW(s->columns, s->n_columns, s->cap_columns);
    s->columns[s->n_columns++] =
        (struct weekly_column){ xstrdup(id), xstrdup(title), mm, align };
}

struct weekly_row *weekly_add_row(struct weekly_section *s)
{
    GROW(s->rows, s->n_rows, s->cap_rows);
    struct weekly_row *r = &s->rows[s->n_rows++];
    *r = (struct weekly_row){
        .due = DAY_NONE,
        .unit = xstrdup(""),
        .lead = xstrdup(""),
        .cells = xcalloc(s->n_columns + 1, sizeof *r->cells),
    };
    for (size_t i = 0; i < s->n_columns; i++)
        r->cells[i] = xstrdup("");
    return r;
}

void weekly_put(struct weekly_section *s, struct weekly_row *r, const char *id,
                char *text)
{
    int i = column_of(s, id);

    if (i < 0) {
        free(text);
        return;
    }
    free(r->cells[i]);
    r->cells[i] = shown(text ? text : xstrdup(""));
}

/* ---- making ---- */

enum xh_rc weekly_draft(struct store *st, int32_t day, int64_t reader, struct weekly *out,
                        struct xh_err *err)
{
    struct sheet plan = { 0 };
    enum xh_rc rc = sheet_plan(st, day, &plan, err);

    if (rc == XH_OK)
        rc = weekly_compose(st, &plan, false, reader, out, err);
    sheet_fini(&plan);
    return rc;
}

static enum xh_rc compose_and_freeze(void *ctx, struct store *st, struct sheet *s,
                                     struct xh_err *err)
{
    struct weekly w = { 0 };
    enum xh_rc rc = weekly_compose(st, s, true, READER_TOWNSHIP, &w, err);

    (void)ctx;
    if (rc == XH_OK)
        weekly_freeze(&w, s);
    weekly_fini(&w);
    return rc;
}

enum xh_rc weekly_final(struct store *st, const struct env *env, const struct who *who,
                        int64_t corrects, const char *reason, struct weekly *out,
                        int64_t *no, struct xh_err *err)
{
    struct sheet s = { 0 };
    enum xh_rc rc =
        sheet_issue(st, env, who, corrects, reason, compose_and_freeze, NULL, &s, err);

    /* What is printed now is what will be printed again. */
    if (rc == XH_OK)
        rc = weekly_thaw(&s, out, err);
    if (no)
        *no = s.no;
    sheet_fini(&s);
    return rc;
}

enum xh_rc weekly_again(struct store *st, int64_t year, int64_t no, struct weekly *out,
                        struct xh_err *err)
{
    struct sheet s = { 0 };
    enum xh_rc rc = sheet_load(st, year, no, 0, &s, err);

    if (rc == XH_OK)
        rc = weekly_thaw(&s, out, err);
    sheet_fini(&s);
    return rc;
}

enum xh_rc weekly_may(struct store *st, int64_t person, enum verb verb, struct xh_err *err)
{
    for (size_t i = 0; i < st->defs->n_lists; i++)
        if (!(permit_relations(st->db, st->defs, person, verb, st->defs->lists[i].id) &
              REL_ALL)) {
            struct buf who = {0};
            permit_who_can(&who, st->db, st->defs, VERB_SHEET, NULL, 0, person);
            xh_fail(
                err, XH_DENIED,
                verb == VERB_READ
                    ? _("a final sheet has everybody's rows, and you may not read them "
                        "all. Who can: %s")
                    : _("the sheet has everybody's rows, and you may not export them all. "
                        "Who can: %s"),
                buf_str(&who));
            buf_fini(&who);
            return XH_DENIED;
        }
    return XH_OK;
}
