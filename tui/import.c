#include "tui/import.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "report/csv_read.h"
#include "report/outfile.h"
#include "report/reject_file.h"
#include "tui/ask.h"
#include "tui/files.h"
#include "tui/import_own.h"
#include "tui/patience.h"
#include "tui/preview.h"
#include "tui/settings.h"

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Import"), N_("write the rows; before that nothing is written"), 0 },
    { CMD_RETURN, N_("Rejects"), N_("put the rows that cannot come in into a file"), 0 },
    { CMD_EXTEND, N_("Meaning"), N_("say what the column under the cursor means"), 0 },
    { CMD_SUPERVISE, N_("Try again"), N_("read the file again and try every row"), 0 },
    { CMD_REPORT, N_("All rows"),
      N_("say once what holds for all rows: project, village, owner"), 0 },
    { CMD_NOTE, NULL, N_("a reason, for changes that ask for one"), 0 },
    { CMD_OPEN, NULL, N_("on a column: what it means; on unknown villages: enter them"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

#define TRIED_AT_ONCE 5000      /* rows that are tried without being asked for: about a second */

/* ---- reading the file ---- */

static void forget(struct importing *m)
{
    import_result_fini(&m->r);
    import_headings_fini(&m->heads);
    free(m->why);
    m->why = NULL;
}

static void failed(struct importing *m, enum import_found found, const char *why)
{
    free(m->why);
    m->why = xstrdup(why);
    m->found = found;
}

/* What was chosen for headers that are gone means nothing any more. */
static void keep_choices(struct importing *m)
{
    struct import_map kept = {0};

    for (size_t i = 0; i < m->map.n; i++)
        for (size_t k = 0; k < m->heads.n; k++)
            if (strcmp(m->map.v[i].header, m->heads.v[k].header) == 0)
                import_map_set(&kept, m->map.v[i].header, m->map.v[i].target);
    import_map_fini(&m->map);
    m->map = kept;
}

static const struct import_map *chosen(const struct importing *m)
{
    return m->map.n ? &m->map : NULL;
}

static void read_headings(struct tui *t, struct importing *m)
{
    struct xh_err err = {0};

    forget(m);
    m->defs = t->defs;
    if (m->list && !import_list(t, m))
        failed(m, IMPORT_UNREADABLE, _("This list is no longer there: another configuration has "
                                       "come into force."));
    else if (import_headings(import_list(t, m), m->table, &m->grid, chosen(m), &m->heads, &err) !=
             XH_OK)
        failed(m, IMPORT_UNREADABLE, err.msg);
    else
        m->found = m->grid.n > TRIED_AT_ONCE ? IMPORT_LARGE : IMPORT_TO_TRY;
}

static void read_file(struct tui *t, struct importing *m)
{
    struct xh_err err = {0};

    grid_fini(&m->grid);
    forget(m);
    if (csv_read(m->path, &m->grid, &err) != XH_OK) {
        failed(m, IMPORT_UNREADABLE, err.msg);
        return;
    }
    read_headings(t, m);
    keep_choices(m);
    if (m->map.n)
        read_headings(t, m);
}

/* ---- trying, writing ---- */

static void tell(void *ctx, size_t done, size_t all)
{
    patience_at(ctx, _("rows"), (int64_t)done, (int64_t)all);
}

struct keeping { const struct importing *m; const char *path; };

static enum xh_rc keep_rejects(void *ctx, const struct import_result *so_far, struct xh_err *err)
{
    const struct keeping *k = ctx;
    struct buf b = {0};

    reject_file(&b, &k->m->grid, so_far);
    enum xh_rc rc = outfile_write(k->path, &b, err);
    buf_fini(&b);
    return rc;
}

/* A trial, or with `write` the rows for good; `rejects`: where the bad ones go, NULL: all rows
 * or none. */
static void run(struct tui *t, struct importing *m, bool write, const char *rejects)
{
    struct who who = tui_who(t);
    struct import_result r = {0};
    struct xh_err err = {0};
    struct patience p;
    struct keeping keeping = { m, rejects };
    struct import in = {
        .list = m->list, .table = m->table, .grid = &m->grid, .map = chosen(m),
        .all = m->all, .n_all = m->n_all, .reason = m->reason, .dry_run = !write,
        .keep_rejects = rejects ? keep_rejects : NULL,
        .rejects_ctx = &keeping, .progress = tell, .progress_ctx = &p,
    };

    patience_begin(&p, t, write ? _("Importing") : _("Trying every row"));
    enum xh_rc rc = import_ledger(t->st, &t->env, &who, &in, &r, &err);
    bool stopped = patience_end(&p);
    if (rc != XH_OK && stopped && write) {
        tui_say(t, "%s", _("Stopped. Nothing was changed."));
        import_result_fini(&r);
        return;
    }
    import_result_fini(&m->r);
    m->r = r;
    if (rc == XH_OK && write)
        m->found = IMPORT_WRITTEN;
    else if (rc != XH_OK && stopped)
        failed(m, IMPORT_FAILED, _("Stopped. F5 tries again."));
    else if (rc == XH_OK || (rc == XH_REFUSED && r.bad))
        m->found = IMPORT_TRIED;
    else
        failed(m, rc == XH_REFUSED && r.rows == 0 ? IMPORT_HEADERS : IMPORT_FAILED, err.msg);
}

/* ---- the screen ---- */

struct import_arg { const char *list, *table, *path; };

static enum xh_rc import_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct importing *m = state;
    const struct import_arg *a = arg;

    (void)err;
    m->list = a->list ? xstrdup(a->list) : NULL;
    m->table = a->table;
    m->path = xstrdup(a->path);
    read_file(t, m);
    return XH_OK;
}

/* What others write does not change the trial much; another configuration does. */
static enum xh_rc import_load(struct tui *t, void *state, struct xh_err *err)
{
    struct importing *m = state;

    (void)err;
    if (m->defs != t->defs && m->found != IMPORT_WRITTEN && m->grid.n)
        read_headings(t, m);
    import_page(t, m);
    return XH_OK;
}

static bool import_idle(struct tui *t, void *state)
{
    struct importing *m = state;

    if (m->found == IMPORT_TO_TRY) {
        run(t, m, false, NULL);
        import_page(t, m);
    }
    return false;
}

static void import_draw(struct tui *t, void *state, struct area body)
{
    text_pane_draw(&((struct importing *)state)->pane, &t->canvas, body, true, 0);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct importing *m = state;
    const char *slash = strrchr(m->path, '/');

    buf_printf(out, "%s < %s", import_name(t, m), slash ? slash + 1 : m->path);
}

static const struct import_heading *heading_here(const struct importing *m)
{
    const struct pane_entry *e = text_pane_at(&m->pane);

    return e && e->kind == IMPORT_LINE_HEADING ? &m->heads.v[e->arg] : NULL;
}

static bool import_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    const struct importing *m = state;

    (void)t, (void)word;
    if (cmd == CMD_ACT && m->found != IMPORT_TRIED) {
        xh_fail(why, XH_REFUSED, "%s",
                m->found == IMPORT_WRITTEN   ? _("These rows have been imported.")
                : m->found == IMPORT_HEADERS ? _("First say what the columns mean.")
                : m->found == IMPORT_TO_TRY  ? _("Every row is being tried first.")
                : m->found == IMPORT_LARGE   ? _("F5 tries every row first.")
                                             : m->why);
        return false;
    }
    if (cmd == CMD_ACT && m->r.rows == m->r.bad) {
        xh_fail(why, XH_REFUSED, "%s", _("There is no row that can come in."));
        return false;
    }
    if (cmd == CMD_RETURN && m->r.n_rejects == 0) {
        xh_fail(why, XH_REFUSED, "%s", _("No row was rejected."));
        return false;
    }
    if (cmd == CMD_REPORT && !m->list) {
        xh_fail(why, XH_REFUSED, "%s", _("Only the rows of a list have something in common."));
        return false;
    }
    if ((cmd == CMD_EXTEND || cmd == CMD_REPORT) && m->found == IMPORT_WRITTEN) {
        xh_fail(why, XH_REFUSED, "%s", _("These rows have been imported."));
        return false;
    }
    if ((cmd == CMD_EXTEND || cmd == CMD_REPORT) && m->found == IMPORT_UNREADABLE) {
        xh_fail(why, XH_REFUSED, "%s", m->why);
        return false;
    }
    if (cmd == CMD_EXTEND && !heading_here(m)) {
        xh_fail(why, XH_REFUSED, "%s", _("Move to one of the columns listed below first."));
        return false;
    }
    return true;
}

/* ---- doing ---- */

static enum step choose_column(struct tui *t, struct importing *m, const struct import_heading *h)
{
    const struct list_def *l = import_list(t, m);
    char **names;
    size_t n = 0, at = 0;

    if (!*h->header) {
        tui_say(t, "%s", _("This column has no header: give it one in the file, save it, then "
                           "F5."));
        return STEP_STAY;
    }
    while (import_target(l, m->table, n))
        n++;
    names = xcalloc(n + 1, sizeof *names);
    names[0] = xstrdup(_("left out"));
    for (size_t i = 0; i < n; i++) {
        const char *key = import_target(l, m->table, i);
        names[i + 1] = import_column_name(t, m, key);
        if (strcmp(key, h->key) == 0)
            at = i + 1;
    }
    int choice = ask_choice(t, h->header, _("What does this column mean?"),
                            (const char *const *)names, n + 1, at);
    for (size_t i = 0; i <= n; i++)
        free(names[i]);
    free(names);
    if (choice < 0)
        return STEP_STAY;
    import_map_set(&m->map, h->header,
                   choice == 0 ? "-" : import_target(l, m->table, (size_t)choice - 1));
    read_headings(t, m);
    return STEP_RELOAD;
}

static char *offered_rejects(const struct importing *m)
{
    const char *slash = strrchr(m->path, '/'), *name = slash ? slash + 1 : m->path;
    size_t n = strcspn(name, ".");

    return xasprintf(_("%.*s-rejected"), (int)n, name);
}

static char *ask_rejects(struct tui *t, const struct importing *m)
{
    char *offered = offered_rejects(m), *path = preview_ask_path(t, offered, PREVIEW_AS_CSV);

    free(offered);
    return path;
}

static enum step put_rejects(struct tui *t, struct importing *m)
{
    char *to = ask_rejects(t, m);
    struct keeping k = { m, to };
    struct xh_err err = {0};

    if (to && keep_rejects(&k, &m->r, &err) == XH_OK)
        tui_say(t, _("written to %s"), to);
    else if (to)
        tui_refuse(t, &err);
    free(to);
    return STEP_STAY;
}

static enum step write_rows(struct tui *t, struct importing *m)
{
    size_t good = m->r.rows - m->r.bad;
    char *text = xasprintf(_("%s: %zu rows come in (new %zu, changed %zu, unchanged %zu). An "
                             "import is no act Ctrl-Z takes back."), import_name(t, m), good,
                           m->r.created, m->r.changed, m->r.unchanged);
    const char *choices[] = { _("do not import yet"),
                              m->r.bad ? _("import these, put the rejected ones into a file")
                                       : _("import") };
    bool yes = ask_choice(t, _("Import"), text, choices, 2, 0) == 1;
    char *rejects = yes && m->r.bad ? ask_rejects(t, m) : NULL;

    free(text);
    if (!yes || (m->r.bad && !rejects))
        return STEP_STAY;
    run(t, m, true, rejects);
    if (m->found == IMPORT_WRITTEN) {
        free(m->kept);
        m->kept = rejects;
        tui_say(t, _("Imported: new %zu, changed %zu."), m->r.created, m->r.changed);
        tui_changed(t);
    } else {
        free(rejects);
    }
    return STEP_RELOAD;
}

static enum step ask_reason(struct tui *t, struct importing *m)
{
    char *typed = ask_line(t, _("Reason"), _("Why, for changes that ask for it:"), m->reason);

    if (!typed)
        return STEP_STAY;
    free(m->reason);
    m->reason = *typed ? typed : NULL;
    if (!*typed)
        free(typed);
    if (m->found != IMPORT_WRITTEN)
        read_headings(t, m);
    return STEP_RELOAD;
}

static enum step all_rows(struct tui *t, struct importing *m)
{
    if (!import_ask_all(t, m))
        return STEP_STAY;
    read_headings(t, m);
    return STEP_RELOAD;
}

static enum step add_places(struct tui *t, struct importing *m)
{
    if (!import_add_places(t, m))
        return STEP_STAY;
    read_headings(t, m);
    return STEP_RELOAD;
}

static enum step import_enter(struct tui *t, struct importing *m)
{
    const struct pane_entry *e = text_pane_at(&m->pane);

    if (e && e->kind == IMPORT_LINE_HEADING && import_may(t, m, CMD_EXTEND, NULL, NULL))
        return choose_column(t, m, &m->heads.v[e->arg]);
    if (e && e->kind == IMPORT_LINE_SETTLE)
        tui_push(t, &settings_settle_screen, NULL);
    else if (e && e->kind == IMPORT_LINE_ALL && import_may(t, m, CMD_REPORT, NULL, NULL))
        return all_rows(t, m);
    else if (e && e->kind == IMPORT_LINE_PLACES)
        return add_places(t, m);
    else if (e && e->kind == IMPORT_LINE_REJECT)
        tui_say(t, _("Correct line %lld in the file, save it, then F5."),
                (long long)m->r.rejects[e->arg].line);
    return STEP_STAY;
}

static enum step import_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct importing *m = state;

    (void)in;
    if (text_pane_move(&m->pane, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:       return write_rows(t, m);
    case CMD_RETURN:    return put_rejects(t, m);
    case CMD_EXTEND:    return choose_column(t, m, heading_here(m));
    case CMD_REPORT:    return all_rows(t, m);
    case CMD_NOTE:      return ask_reason(t, m);
    case CMD_OPEN:      return import_enter(t, m);
    case CMD_SUPERVISE:
        if (m->found != IMPORT_LARGE)
            read_file(t, m);
        if (m->found == IMPORT_LARGE)
            m->found = IMPORT_TO_TRY;
        return STEP_RELOAD;
    default: return STEP_IGNORED;
    }
}

static enum step import_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct importing *m = state;
    bool here = (size_t)hit->arg == m->pane.cursor;

    if ((size_t)hit->arg < m->pane.n)
        m->pane.cursor = (size_t)hit->arg;
    return here || twice ? import_enter(t, m) : STEP_STAY;
}

static const struct counts *no_counts(struct tui *t, void *state, bool *known)
{
    (void)state;
    *known = false;
    return &t->counts;
}

static void import_close(struct tui *t, void *state)
{
    struct importing *m = state;

    (void)t;
    forget(m);
    grid_fini(&m->grid);
    import_map_fini(&m->map);
    import_all_fini(m);
    text_pane_fini(&m->pane);
    free(m->list);
    free(m->path);
    free(m->reason);
    free(m->kept);
}

static const struct screen_ops import_screen = {
    .id = "import", .title = N_("Import"), .keys = keys, .size = sizeof(struct importing),
    .open = import_open, .load = import_load, .draw = import_draw, .command = import_command,
    .path = path, .may = import_may, .hit = import_hit, .counts = no_counts, .idle = import_idle,
    .close = import_close,
};

/* ---- beginning ---- */

void import_begin(struct tui *t)
{
    static const char *const tables[] = { "person", "unit", "place" };
    const char *const people[] = { _("Persons"), _("Units"), _("Villages") };
    size_t lists = t->defs->n_lists, n = lists + sizeof tables / sizeof *tables;
    const char **names = xcalloc(n, sizeof *names);
    struct import_arg a = {0};
    struct xh_err why = {0};

    for (size_t i = 0; i < n; i++)
        names[i] = i < lists ? t->defs->lists[i].name : people[i - lists];
    int what = ask_choice(t, _("Import"), _("A table saved as CSV: from WPS or Excel with Save as, "
                                            "CSV. What is in it?"), names, n, 0);
    free(names);
    if (what < 0)
        return;
    if ((size_t)what < lists)
        a.list = t->defs->lists[what].id;
    else
        a.table = tables[(size_t)what - lists];
    if (permit_check(t->st->db, t->defs, t->me, a.list ? VERB_IMPORT : VERB_PEOPLE, a.list, 0,
                     &why) != XH_OK) {
        tui_refuse(t, &why);
        return;
    }
    char *file = files_ask_one(t, _("The file (CSV)"));
    if (file) {
        a.path = file;
        tui_push(t, &import_screen, &a);
    }
    free(file);
}
