/* meeting_file.c - a meeting as a file: "key value" lines, rows begun by "row N". In a
 * value "\n" and "\\" stand for a line break and a backslash. Keys a newer program writes
 * are passed over. */
#include "model/meeting.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "model/text.h"

#define FIRST_LINE "xiaohao-meeting 1\n"
#define FILE_MOST (8 * 1024 * 1024)
#define NAMES_MOST 1000         /* meetings of one day */

/* ---- writing ---- */

static void put(struct buf *b, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    buf_printf(b, "%s ", key);
    for (; *value; value++) {
        if (*value == '\n' || *value == '\\')
            buf_putc(b, '\\');
        buf_putc(b, *value == '\n' ? 'n' : *value);
    }
    buf_putc(b, '\n');
}

static void put_int(struct buf *b, const char *key, int64_t n)
{
    if (n)
        buf_printf(b, "%s %" PRId64 "\n", key, n);
}

static void put_day(struct buf *b, const char *key, int32_t day)
{
    char text[DAY_TEXT];

    put(b, key, day_format(day, text));
}

static void write_row(struct buf *b, const struct meeting_row *r)
{
    buf_printf(b, "row %" PRId64 "\n", r->n);
    put(b, "section", r->section);
    put(b, "heading", r->heading);
    put(b, "colour", colour_id(r->colour));
    put_day(b, "due", r->due);
    put(b, "code", r->code);
    put(b, "title", r->title);
    put_int(b, "group", r->is_group);
    for (size_t i = 0; i < r->n_items; i++)
        put_int(b, "item", r->items[i]);
    for (size_t i = 0; i < r->n_cells; i++) {
        char *cell = xasprintf("%s=%s", r->cells[i].id, r->cells[i].text);
        if (*r->cells[i].text)
            put(b, "cell", cell);
        free(cell);
    }
    if (r->d.what != MEETING_OPEN)
        put(b, "what", meeting_what_id(r->d.what));
    put_day(b, "day", r->d.day);
    put_int(b, "request", r->d.request);
    put(b, "unit", r->d.unit);
    put(b, "owner", r->d.owner);
    put(b, "doc", r->d.doc);
    put(b, "text", r->d.text);
    put_int(b, "and-order", r->d.order);
    put_int(b, "makes-item", r->d.item);
    for (size_t i = 0; i < r->n_acts; i++)
        buf_printf(b, "act %d %" PRId64 " %s\n", (int)r->acts[i].part, r->acts[i].item,
                   r->acts[i].action);
    put(b, "made", r->made);
    put(b, "failed", r->failed);
    put_int(b, "done", r->done);
}

static char *write_text(const struct meeting *m)
{
    struct buf b = {0};

    buf_puts(&b, FIRST_LINE);
    put(&b, "kind", m->kind);
    put(&b, "session", m->session);
    put_day(&b, "met", m->met);
    put_int(&b, "chair", m->chair);
    put(&b, "chair-name", m->chair_name);
    put_int(&b, "recorder", m->recorder);
    put(&b, "recorder-name", m->recorder_name);
    put_int(&b, "sheet-year", m->sheet_year);
    put_int(&b, "sheet-no", m->sheet_no);
    put_int(&b, "sheet-edition", m->sheet_edition);
    put_int(&b, "sheet-seq", m->sheet_seq);
    put_int(&b, "reply", m->is_reply);
    put(&b, "paper", m->paper);
    put_int(&b, "at", (int64_t)m->at);
    put_day(&b, "confirmed", m->confirmed_on);
    put_int(&b, "on-paper", m->on_paper);
    put_int(&b, "oral", m->oral);
    for (size_t i = 0; i < m->n; i++)
        write_row(&b, &m->rows[i]);
    return buf_take(&b);
}

/* ---- reading ---- */

static char *unescape(const char *s, size_t n)
{
    struct buf b = {0};

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n) {
            i++;
            buf_putc(&b, s[i] == 'n' ? '\n' : s[i]);
        } else {
            buf_putc(&b, s[i]);
        }
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

static void take_text(char **to, const char *value)
{
    free(*to);
    *to = xstrdup(value);
}

static enum meeting_what what_of(const char *id)
{
    for (int w = MEETING_OPEN; w < MEETING_WHATS; w++)
        if (strcmp(meeting_what_id((enum meeting_what)w), id) == 0)
            return (enum meeting_what)w;
    return MEETING_OPEN;
}

static void take_item(struct meeting_row *r, int64_t item)
{
    GROW(r->items, r->n_items, r->cap_items);
    r->items[r->n_items++] = item;
}

static void take_act(struct meeting_row *r, const char *value)
{
    int part = 0, from = 0;
    int64_t item = 0;

    if (sscanf(value, "%d %" SCNd64 " %n", &part, &item, &from) >= 2 && part >= MEETING_DID &&
        part <= MEETING_ORDERED)
        meeting_add_act(r, (enum meeting_part)part, item, value + from);
}

static void take_row(struct meeting_row *r, const char *key, const char *value)
{
    const struct { const char *key; char **to; } texts[] = {
        { "section", &r->section }, { "heading", &r->heading }, { "code", &r->code },
        { "title", &r->title }, { "unit", &r->d.unit }, { "owner", &r->d.owner },
        { "doc", &r->d.doc }, { "text", &r->d.text }, { "made", &r->made },
        { "failed", &r->failed },
    };
    const struct { const char *key; bool *to; } flags[] = {
        { "group", &r->is_group }, { "makes-item", &r->d.item }, { "done", &r->done },
        { "and-order", &r->d.order },
    };
    const char *eq = strchr(value, '=');

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].key, key) == 0)
            take_text(texts[i].to, value);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(flags[i].key, key) == 0)
            *flags[i].to = atoi(value) != 0;
    if (strcmp(key, "colour") == 0)
        r->colour = colour_find(value);
    else if (strcmp(key, "item") == 0)
        take_item(r, atoll(value));
    else if (strcmp(key, "act") == 0)
        take_act(r, value);
    else if (strcmp(key, "what") == 0)
        r->d.what = what_of(value);
    else if (strcmp(key, "day") == 0)
        r->d.day = day_parse(value);
    else if (strcmp(key, "due") == 0)
        r->due = day_parse(value);
    else if (strcmp(key, "request") == 0)
        r->d.request = atoll(value);
    else if (strcmp(key, "cell") == 0 && eq) {
        char *id = xstrndup(value, (size_t)(eq - value));
        meeting_put_cell(r, id, xstrdup(eq + 1));
        free(id);
    }
}

static void take_head(struct meeting *m, const char *key, const char *value)
{
    const struct { const char *key; char **to; } texts[] = {
        { "kind", &m->kind }, { "session", &m->session }, { "chair-name", &m->chair_name },
        { "recorder-name", &m->recorder_name }, { "paper", &m->paper },
    };
    const struct { const char *key; int64_t *to; } numbers[] = {
        { "chair", &m->chair }, { "recorder", &m->recorder }, { "sheet-year", &m->sheet_year },
        { "sheet-no", &m->sheet_no }, { "sheet-edition", &m->sheet_edition },
        { "sheet-seq", &m->sheet_seq },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].key, key) == 0)
            take_text(texts[i].to, value);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].key, key) == 0)
            *numbers[i].to = atoll(value);
    if (strcmp(key, "met") == 0)
        m->met = day_parse(value);
    else if (strcmp(key, "confirmed") == 0)
        m->confirmed_on = day_parse(value);
    else if (strcmp(key, "at") == 0)
        m->at = (size_t)atoll(value);
    else if (strcmp(key, "on-paper") == 0)
        m->on_paper = atoi(value) != 0;
    else if (strcmp(key, "reply") == 0)
        m->is_reply = atoi(value) != 0;
    else if (strcmp(key, "oral") == 0)
        m->oral = atoi(value) != 0;
}

static bool read_text(const char *text, struct meeting *m)
{
    if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0)
        return false;
    for (const char *s = text + strlen(FIRST_LINE); *s;) {
        size_t n = strcspn(s, "\n"), k = strcspn(s, " \n");
        char *key = xstrndup(s, k), *value = unescape(s + k + (k < n), k < n ? n - k - 1 : 0);
        if (strcmp(key, "row") == 0)
            meeting_add(m)->n = atoll(value);
        else if (m->n)
            take_row(&m->rows[m->n - 1], key, value);
        else
            take_head(m, key, value);
        free(key);
        free(value);
        s += n + (s[n] == '\n');
    }
    if (m->at >= m->n)
        m->at = 0;
    return m->met != DAY_NONE;
}

/* ---- the folder ---- */

static char *path_of(struct store *st, const char *name)
{
    return xasprintf("%s/meetings/%s", st->home, name);
}

static char *new_name(struct store *st, const struct meeting *m)
{
    char day[DAY_TEXT];

    for (int i = 1; i < NAMES_MOST; i++) {
        char *name = xasprintf("%s-%d", day_format(m->met, day), i);
        char *path = path_of(st, name);
        bool taken = file_is_there(path);
        free(path);
        if (!taken)
            return name;
        free(name);
    }
    return xasprintf("%s-%d", day_format(m->met, day), NAMES_MOST);
}

/* Nobody else has written since we last saw it, or begun the same. */
static enum xh_rc still_mine(const struct meeting *m, const char *path, struct xh_err *err)
{
    char *now = m->text ? file_read(path, FILE_MOST, NULL) : NULL;
    bool same = m->text ? now && strcmp(now, m->text) == 0 : !file_is_there(path);

    free(now);
    return same ? XH_OK
                : xh_fail(err, XH_CONFLICT,
                          _("Somebody else has gone on with this meeting on another screen. "
                            "Open it again."));
}

enum xh_rc meeting_save(struct store *st, struct meeting *m, struct xh_err *err)
{
    if (!st->home)
        return XH_OK;
    char *folder = xasprintf("%s/meetings", st->home), *text = write_text(m);
    enum xh_rc rc = file_make_folder(folder, err);

    if (rc == XH_OK && (!m->name || !*m->name)) {
        free(m->name);
        m->name = new_name(st, m);
    }
    char *path = path_of(st, m->name), *part = xasprintf("%s.part", path);
    if (rc == XH_OK)
        rc = still_mine(m, path, err);
    if (rc == XH_OK) {
        unlink(part);
        rc = file_write(part, text, strlen(text), err);
    }
    if (rc == XH_OK && rename(part, path) != 0)
        rc = file_cannot_write(path, errno, err);
    if (rc == XH_OK)
        rc = file_sync(folder, err);
    if (rc == XH_OK) {
        free(m->text);
        m->text = text;
        text = NULL;
    }
    free(text);
    free(path);
    free(part);
    free(folder);
    return rc;
}

enum xh_rc meeting_load(struct store *st, const char *name, struct meeting *out,
                        struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    meeting_fini(out);
    if (!st->home || strchr(name, '/') || *name == '.')
        return xh_fail(err, XH_NOT_FOUND, _("there is no meeting %s"), name);
    char *path = path_of(st, name), *text = file_read(path, FILE_MOST, err);
    if (!text && file_is_there(path))
        rc = err ? err->rc : XH_DB;
    else if (!text)
        rc = xh_fail(err, XH_NOT_FOUND, _("there is no meeting %s"), name);
    else if (!text_is_utf8(text, strlen(text)) || !read_text(text, out))
        rc = xh_fail(err, XH_DB, _("%s is not a meeting that can be read"), path);
    if (rc == XH_OK) {
        char **const texts[] = { &out->kind, &out->session, &out->chair_name,
                                 &out->recorder_name, &out->paper };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (!*texts[i])
                *texts[i] = xstrdup("");
        out->name = xstrdup(name);
        out->text = text;
        text = NULL;
    }
    free(text);
    free(path);
    return rc;
}

/* "2026-11-23-2": by day, then by number. */
static int newest_first(const void *pa, const void *pb)
{
    const char *a = *(char *const *)pa, *b = *(char *const *)pb;
    int by_day = strncmp(b, a, DAY_TEXT - 1), x = atoi(a + DAY_TEXT), y = atoi(b + DAY_TEXT);

    return by_day ? by_day : x < y ? 1 : x > y ? -1 : 0;
}

static bool is_name(const char *s)
{
    char *day = xstrndup(s, DAY_TEXT - 1);
    bool good = day_parse(day) != DAY_NONE && s[DAY_TEXT - 1] == '-' && s[DAY_TEXT] &&
                strspn(s + DAY_TEXT, "0123456789") == strlen(s + DAY_TEXT);

    free(day);
    return good;
}

char **meeting_names(struct store *st, size_t *n)
{
    char *folder = xasprintf("%s/meetings", st->home ? st->home : "");
    DIR *d = st->home ? opendir(folder) : NULL;
    char **v = NULL;
    size_t cap = 0;

    *n = 0;
    for (struct dirent *e; d && (e = readdir(d));)
        if (is_name(e->d_name)) {
            GROW(v, *n, cap);
            v[(*n)++] = xstrdup(e->d_name);
        }
    if (d)
        closedir(d);
    if (*n > 1)
        qsort(v, *n, sizeof *v, newest_first);
    free(folder);
    return v;
}

enum xh_rc meeting_drop(struct store *st, const struct meeting *m, struct xh_err *err)
{
    if (m->confirmed_on != DAY_NONE)
        return xh_fail(err, XH_REFUSED, _("%s was confirmed and stays"), m->name);
    if (!st->home || !m->name || !*m->name)
        return XH_OK;
    char *path = path_of(st, m->name);
    enum xh_rc rc = still_mine(m, path, err);
    if (rc == XH_OK && unlink(path) != 0)
        rc = file_cannot_write(path, errno, err);
    free(path);
    return rc;
}
