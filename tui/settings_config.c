/* settings_config.c - 设置, 清单配置: the draft in config/, what is wrong with it, what it
 * would change, putting it in force (ENGINE 33).
 *
 * No editor is ever started (DESIGN 9): the file and the line to change are named, and
 * shown. */
#include <stdlib.h>
#include <string.h>

#include "config/draft_folder.h"
#include "config/reference.h"
#include "model/i18n.h"
#include "report/impact.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/patience.h"
#include "tui/settings_own.h"

enum found {
    FOUND_NOTHING,              /* not looked at yet */
    FOUND_WRONG,                /* complaints */
    FOUND_SAME,                 /* what is in force already */
    FOUND_TO_WEIGH,             /* something else; what it would change is not known yet */
    FOUND_WEIGHED,
    FOUND_FAILED,               /* it cannot be read, or must not be put in force */
};
enum kind { KIND_TEXT, KIND_COMPLAINT, KIND_FILE, KIND_ITEM };

struct configuration {
    struct draft_folder d;
    enum found found;
    struct impact impact;       /* of FOUND_WEIGHED */
    char weighed[HASH_HEX], against[HASH_HEX];  /* the draft and what was in force then */
    char *dir, *failed;
    int width;                  /* the text was laid out for */
    struct text_pane pane;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Put in force"), N_("put the draft in force"), 0 },
    { CMD_SUPERVISE, N_("Check"), N_("read the files again and check them"), 0 },
    { CMD_FIND, N_("Explain"), N_("every key of the files explained, with search"), 0 },
    { CMD_OPEN, N_("Look"), N_("the file at this line; the item"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- looking ---- */

static char *draft_dir(const struct tui *t)
{
    return xasprintf("%s/config", t->st->home ? t->st->home : t->home);
}

static void unload(struct configuration *c)
{
    draft_folder_fini(&c->d);
    free(c->failed);
    c->failed = NULL;
    c->found = FOUND_NOTHING;
}

/* Only the files are read; what they would change is asked once for each draft, not with
 * everything others write. */
static enum xh_rc load(struct tui *t, void *state, struct xh_err *err)
{
    struct configuration *c = state;
    struct xh_err why = {0};

    (void)err;
    unload(c);
    c->width = 0;
    if (!c->dir)
        c->dir = draft_dir(t);
    enum xh_rc rc = draft_folder_load(&c->d, c->dir, &why);
    if (rc == XH_CONFIG)
        c->found = FOUND_WRONG;
    else if (strcmp(c->d.config.hash, t->defs->hash) == 0)
        c->found = FOUND_SAME;
    else if (strcmp(c->d.config.hash, c->weighed) == 0 && strcmp(t->defs->hash, c->against) == 0)
        c->found = FOUND_WEIGHED;
    else
        c->found = FOUND_TO_WEIGH;
    return XH_OK;
}

static void weigh(struct tui *t, struct configuration *c)
{
    struct impact impact = {0};
    struct patience p;
    struct xh_err err = {0};
    bool same;

    patience_begin(&p, t, _("Trying out what it would change"));
    enum xh_rc rc = draft_folder_weigh(&c->d, t->st, &t->env, t->me, &same, &impact, &err);
    bool stopped = patience_end(&p);
    impact_fini(&c->impact);
    c->impact = impact;
    c->width = 0;
    c->weighed[0] = '\0';
    if (rc == XH_OK && !stopped) {
        c->found = FOUND_WEIGHED;
        memcpy(c->weighed, c->d.config.hash, sizeof c->weighed);
        memcpy(c->against, t->defs->hash, sizeof c->against);
        return;
    }
    c->found = FOUND_FAILED;
    c->failed = xstrdup(stopped ? _("Stopped. F5 tries again.") : err.msg);
}

static bool idle(struct tui *t, void *state)
{
    struct configuration *c = state;

    if (c->found == FOUND_TO_WEIGH)
        weigh(t, c);
    return false;
}

static void config_close(struct tui *t, void *state)
{
    struct configuration *c = state;

    (void)t;
    unload(c);
    impact_fini(&c->impact);
    text_pane_fini(&c->pane);
    free(c->dir);
}

/* ---- the text ---- */

static void say(struct configuration *c, const char *text, enum style style)
{
    text_pane_add(&c->pane, KIND_TEXT, 0, 0, text)->style = style;
}

static void put_complaints(struct configuration *c, int width)
{
    const struct config *config = &c->d.config;
    char *head = xasprintf(_("Mistakes in the draft: %zu. What was in force stays in force."),
                           config->n_complaints + config->n_unsaid);

    say(c, head, STYLE_WRONG);
    say(c, _("Change the file with an editor outside of this program, save it, then F5. Enter "
             "shows the line."), STYLE_PLAIN);
    free(head);
    for (size_t i = 0; i < config->n_complaints; i++) {
        struct buf b = {0};
        config_print_complaint(config, i, c->dir, width - 12, &b);
        text_pane_head(&c->pane, "");
        text_pane_add(&c->pane, KIND_COMPLAINT, i, 0, buf_str(&b));
        buf_fini(&b);
    }
}

/* What of the township a file is about: "tasks" is the list 督办事项. */
static const char *file_about(const struct config *config, const char *name)
{
    const struct list_def *l;

    if (strcmp(name, "township") == 0)
        return _("name, roles, weekly rhythm, sheet, orders");
    if (strcmp(name, "workflow") == 0)
        return _("states and who may do what in which");
    if (strcmp(name, "colours") == 0)
        return _("colour rules by name, for all lists");
    if (strncmp(name, "calendar/", 9) == 0)
        return _("days off and make-up workdays of a year");
    l = strncmp(name, "lists/", 6) == 0 ? defs_list(config->defs, name + 6) : NULL;
    return l ? l->name : "";
}

static void put_files(struct configuration *c)
{
    const struct config *config = &c->d.config;
    char *head = xasprintf(_("The files, in %s"), c->dir);

    text_pane_head(&c->pane, head);
    free(head);
    for (size_t i = 0; i < config->n_files; i++) {
        struct buf b = {0};
        char *name = xasprintf("%s.yaml", config->files[i].name);
        text_put(&b, name, 26, TEXT_LEFT);
        buf_puts(&b, file_about(config, config->files[i].name));
        text_pane_add(&c->pane, KIND_FILE, i, 26, buf_str(&b));
        buf_fini(&b);
        free(name);
    }
}

static void put_item(struct tui *t, struct configuration *c, size_t at)
{
    const struct impact_row *row = &c->impact.rows[at];
    struct filter f = tui_filter(t);
    struct rows rows = {0};
    struct buf b = {0};
    char day[DAY_TEXT];

    f.item = row->item;
    if (query_rows(t->st, &f, &rows, NULL) == XH_OK && rows.n) {
        const struct row *r = &rows.v[0];
        char *code = text_fit(row->code, 12, TEXT_LEFT), *title = text_fit(r->it.title, 30,
                                                                            TEXT_LEFT);
        buf_printf(&b, "%s -> %s  %s %s %s %s", colour_word(t->defs, row->from),
                   colour_word(t->defs, row->to), code, title, r->owner,
                   r->it.due == DAY_NONE ? "" : day_format(r->it.due, day));
        free(code);
        free(title);
    } else {
        buf_printf(&b, "%s -> %s  %s", colour_word(t->defs, row->from),
                   colour_word(t->defs, row->to), row->code);
    }
    text_pane_add(&c->pane, KIND_ITEM, at, 10, buf_str(&b));
    rows_fini(&rows);
    buf_fini(&b);
}

static void put_impact(struct tui *t, struct configuration *c)
{
    struct buf b = {0};
    int64_t changing = 0;

    for (int from = COLOUR_NONE; from <= COLOUR_GREY; from++)
        for (int to = COLOUR_NONE; to <= COLOUR_GREY; to++)
            if (from != to && c->impact.n_days)
                changing += c->impact.days[0].moved[from][to];
    say(c, _("The draft has no mistakes and differs from what is in force. F2 puts it in force; "
             "then:"), STYLE_STRONG);
    impact_text(&b, t->defs, &c->impact, false);
    text_pane_lines(&c->pane, buf_str(&b));
    buf_fini(&b);
    if (c->impact.n_rows == 0)
        return;
    if ((size_t)changing > c->impact.n_rows)
        buf_printf(&b, _("Changing colour today, the first %zu of %lld:"), c->impact.n_rows,
                   (long long)changing);
    else
        buf_puts(&b, _("Changing colour today:"));
    text_pane_head(&c->pane, buf_str(&b));
    buf_fini(&b);
    for (size_t i = 0; i < c->impact.n_rows; i++)
        put_item(t, c, i);
}

static void fill(struct tui *t, struct configuration *c, int width)
{
    if (c->width == width)
        return;
    c->width = width;
    text_pane_clear(&c->pane);
    switch (c->found) {
    case FOUND_WRONG:
        put_complaints(c, width);
        break;
    case FOUND_SAME:
        say(c, _("The draft is what is in force already. There is nothing to put in force."),
            STYLE_STRONG);
        say(c, _("To change something: open the file below with an editor outside of this "
                 "program, save it, then F5 here. What changes is shown before it counts."),
            STYLE_PLAIN);
        break;
    case FOUND_NOTHING:
    case FOUND_TO_WEIGH:
        say(c, _("The draft differs from what is in force. What it would change is being tried "
                 "out .."), STYLE_STRONG);
        break;
    case FOUND_WEIGHED:
        put_impact(t, c);
        break;
    case FOUND_FAILED:
        say(c, c->failed, STYLE_WRONG);
        break;
    }
    put_files(c);
}

static void config_draw(struct tui *t, void *state, struct area body)
{
    struct configuration *c = state;

    fill(t, c, body.w);
    text_pane_draw(&c->pane, &t->canvas, body, true, 0);
}

/* ---- doing ---- */

static bool config_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    const struct configuration *c = state;

    (void)t, (void)word;
    if (cmd != CMD_ACT || c->found == FOUND_WEIGHED)
        return true;
    xh_fail(why, XH_REFUSED, "%s",
            c->found == FOUND_WRONG ? _("First the mistakes: F5 checks again.")
            : c->found == FOUND_SAME ? _("The draft is what is in force already.")
            : c->failed              ? c->failed
                                     : _("What it would change is still being tried out."));
    return false;
}

static enum step apply(struct tui *t, struct configuration *c)
{
    struct buf b = {0};
    struct patience p;
    struct xh_err err = {0};

    impact_text(&b, t->defs, &c->impact, false);
    bool yes = ask_yes(t, _("Put it in force?"), buf_str(&b));
    buf_fini(&b);
    if (!yes)
        return STEP_STAY;
    patience_begin(&p, t, _("Putting it in force"));
    enum xh_rc rc = draft_folder_apply(&c->d, t->st, &t->env, t->me, &err);
    bool stopped = patience_end(&p);
    if (rc != XH_OK && stopped)
        tui_say(t, "%s", _("Stopped. Nothing was changed."));
    else if (rc != XH_OK)
        tui_refuse(t, &err);
    else
        tui_say(t, "%s", _("In force."));
    if (rc == XH_OK)
        tui_changed(t);
    return STEP_RELOAD;
}

static void read_file(struct tui *t, const struct config_file *f, int line)
{
    char *path = xasprintf("%s.yaml", f->name);

    tui_push(t, &settings_reading_screen,
             &(struct reading_arg){ path, f->text ? f->text : "", line > 0 ? line : 1 });
    free(path);
}

static void reference(struct tui *t)
{
    struct buf b = {0};

    config_reference(&b, 0);
    tui_push(t, &settings_reading_screen,
             &(struct reading_arg){ _("every key explained"), buf_str(&b), 0 });
    buf_fini(&b);
}

static void look(struct tui *t, struct configuration *c)
{
    const struct pane_entry *e = text_pane_at(&c->pane);
    const struct config *config = &c->d.config;

    if (!e || e->kind == KIND_TEXT)
        return;
    if (e->kind == KIND_FILE)
        read_file(t, &config->files[e->arg], 1);
    else if (e->kind == KIND_ITEM)
        tui_push(t, &detail_screen, &c->impact.rows[e->arg].item);
    else if (config->complaints[e->arg].file)
        read_file(t, config->complaints[e->arg].file, config->complaints[e->arg].line);
}

static enum step config_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct configuration *c = state;

    (void)in;
    if (text_pane_move(&c->pane, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:       return apply(t, c);
    case CMD_FIND:      reference(t); return STEP_STAY;
    case CMD_OPEN:      look(t, c); return STEP_STAY;
    case CMD_SUPERVISE:
        c->weighed[0] = '\0';
        tui_say(t, "%s", _("The files were read again."));
        return STEP_RELOAD;
    default: return STEP_IGNORED;
    }
}

static enum step config_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct configuration *c = state;
    bool here = (size_t)hit->arg == c->pane.cursor;

    if ((size_t)hit->arg < c->pane.n)
        c->pane.cursor = (size_t)hit->arg;
    if (here || twice)
        look(t, c);
    return STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct configuration *c = state;

    (void)t;
    buf_puts(out, c->dir ? c->dir : "");
}

void settings_config_now(struct tui *t, struct buf *out)
{
    struct draft_folder d = {0};
    char *dir = draft_dir(t);
    struct xh_err err = {0};

    if (draft_folder_load(&d, dir, &err) == XH_CONFIG)
        buf_printf(out, _("mistakes in the draft: %zu"),
                   d.config.n_complaints + d.config.n_unsaid);
    else if (strcmp(d.config.hash, t->defs->hash) == 0)
        buf_puts(out, _("the draft is in force"));
    else
        buf_puts(out, _("the draft has changes that are not in force"));
    draft_folder_fini(&d);
    free(dir);
}

const struct screen_ops settings_config_screen = {
    .id = "settings_config", .title = N_("Configuration"), .keys = keys,
    .size = sizeof(struct configuration), .load = load, .draw = config_draw,
    .command = config_command, .path = path, .may = config_may, .hit = config_hit,
    .counts = settings_no_counts, .idle = idle, .close = config_close,
};
