#include "tests/tui/acts_rig.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/history.h"
#include "model/i18n.h"

struct tui_rig *scr;
struct record_rig *r;
bool acted;
int64_t failed[200];
size_t n_failed;
void (*meanwhile)(void);
char *folder;

/* ---- the screen ---- */

static int64_t ids[200];
static size_t n_ids, cursor;
static bool all, in_flow;

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), NULL, 0 }, { CMD_RETURN, N_("Return"), NULL, 0 },
    { CMD_EXTEND, NULL, NULL, 0 }, { CMD_SUPERVISE, NULL, NULL, 0 },
    { CMD_REPORT, NULL, NULL, 0 }, { CMD_EVIDENCE, NULL, NULL, 0 }, { CMD_NOTE, NULL, NULL, 0 },
    { CMD_EDIT, NULL, NULL, 0 }, { CMD_NEW, NULL, NULL, 0 }, { CMD_REPEAT, NULL, NULL, 0 },
    { CMD_MARK_ALL, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_OWN_1, NULL, NULL, 'B' }, { CMD_OWN_2, NULL, NULL, 'C' }, { CMD_OWN_3, NULL, NULL, 'D' },
    { CMD_NONE, NULL, NULL, 0 },
};

static void draw(struct tui *t, void *state, struct area body)
{
    (void)state;
    if (in_flow && meanwhile) {
        void (*once)(void) = meanwhile;
        meanwhile = NULL;
        once();
    }
    for (size_t i = 0; i < n_ids && (int)i < body.h; i++) {
        struct item it = {0};
        struct xh_err err;
        struct buf b = {0};
        if (item_load(t->st->db, ids[i], &it, &err) == XH_OK)
            buf_printf(&b, "%s%s %s %s", i == cursor ? ">" : " ", it.code, it.state, it.title);
        canvas_put(&t->canvas, body.y + (int)i, 0, body.w, buf_str(&b), TEXT_LEFT, STYLE_PLAIN);
        buf_fini(&b);
        item_fini(&it);
    }
    canvas_cursor(&t->canvas, -1, -1);
}

static enum step command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct targets on = { all ? ids : &ids[cursor], all ? n_ids : 1 };

    (void)state, (void)in;
    switch (cmd) {
    case CMD_MARK_ALL: all = true; return STEP_STAY;
    case CMD_DOWN:     cursor += cursor + 1 < n_ids; return STEP_STAY;
    case CMD_OWN_1:    acted = acts_step(t, ids[cursor], "scheme"); return STEP_RELOAD;
    case CMD_OWN_2:    acted = acts_step(t, ids[cursor], "proof"); return STEP_RELOAD;
    case CMD_OWN_3:    acted = acts_step(t, ids[cursor], NULL); return STEP_RELOAD;
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EVIDENCE: case CMD_NOTE: case CMD_EDIT: case CMD_NEW: case CMD_REPEAT:
        break;
    default:
        return STEP_IGNORED;
    }
    in_flow = true;
    acted = acts_run(t, cmd, &on, failed, &n_failed);
    in_flow = false;
    return STEP_RELOAD;
}

static bool may(struct tui *t, void *state, enum cmd cmd, const char **word, struct xh_err *why)
{
    (void)state;
    return acts_may(t, cmd, n_ids ? ids[cursor] : 0, word, why);
}

static const struct screen_ops rows_screen = {
    .id = "rows", .title = N_("Ledger"), .keys = keys, .draw = draw, .command = command,
    .may = may,
};

/* ---- the rig ---- */

static int begin(const char *home)
{
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_with(scr, home, "2026-11-20");
    r = &scr->record;
    acted = false;
    n_failed = 0;
    meanwhile = NULL;
    return 0;
}

int acts_setup(void **state)
{
    (void)state;
    return begin(NULL);
}

static void put_file(const char *name, int64_t at)
{
    char *path = xasprintf("%s/home/Downloads/%s", folder, name);
    FILE *f = fopen(path, "we");

    assert_non_null(f);
    fprintf(f, "%s\n", name);
    fclose(f);
    struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

int acts_setup_with_files(void **state)
{
    (void)state;
    folder = tools_folder("acts");
    char *home = xasprintf("%s/home", folder), *down = xasprintf("%s/Downloads", home);
    mkdir(home, 0700);
    mkdir(down, 0700);
    put_file("旧照片.jpg", 1795000000);
    put_file("新照片.jpg", 1795100000);
    char *town = xasprintf("%s/town", folder);
    begin(town);
    scr->tui.user_home = home;  /* freed with the folder */
    free(town);
    free(down);
    return 0;
}

int acts_teardown(void **state)
{
    (void)state;
    free((char *)scr->tui.user_home);
    tui_rig_fini(scr);
    free(scr);
    if (folder) {
        char *remove = xasprintf("rm -rf '%s'", folder);
        assert_int_equal(system(remove), 0);
        free(remove);
    }
    free(folder);
    folder = NULL;
    return 0;
}

void show(int64_t person, const char *codes, const char *script)
{
    char *copy = xstrdup(codes), *save = NULL;

    n_ids = cursor = n_failed = 0;
    all = acted = false;
    for (char *c = strtok_r(copy, " ", &save); c; c = strtok_r(NULL, " ", &save))
        if (item_find(r->st->db, r->st->defs, c, r->env.today, &ids[n_ids++],
                      &r->err) != XH_OK)
            fail_msg("%s", r->err.msg);
    free(copy);
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &rows_screen, NULL, script);
}

/* ---- what came of it ---- */

void assert_history_(const char *code, const char *text, const char *file, int line)
{
    struct history h = {0};
    struct buf all_of_it = {0};
    int64_t id = 0;

    item_find(r->st->db, r->st->defs, code, r->env.today, &id, &r->err);
    history_load(r->st, id, &h, &r->err);
    for (size_t i = 0; i < h.n; i++)
        buf_printf(&all_of_it, "%s|%s|%s|%s %s\n", h.v[i].verb, h.v[i].actor, h.v[i].behalf,
                   h.v[i].decided, h.v[i].text);
    history_fini(&h);
    if (!strstr(buf_str(&all_of_it), text)) {
        print_error("no \"%s\" in\n%s%s\n", text, buf_str(&all_of_it), scr->frame);
        _fail(file, line);
    }
    buf_fini(&all_of_it);
}
