/* The twin: what the same keys show in English, without writing any test twice.
 *
 * Before the keys are typed a second process is made, with everything as it is at that
 * moment; should the test ask for its frame (assert_screen), it types them too, in English.
 * A township in a folder is copied first: what the test itself then writes is not seen. */
#include "tests/tui/tui_rig.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/locale.h"
#include "model/mem.h"

/* ---- in the twin ---- */

static void put_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, s, n);
        if (done <= 0)
            _exit(1);
        s += done;
        n -= (size_t)done;
    }
}

/* The copy has a name as long as the folder's: it may be shown. */
static void copy_town(struct tui_rig *r)
{
    const char *home = r->record.st->home;
    char *copy = xstrdup(home), *command;
    struct xh_err err = {0};

    copy[strlen(copy) - 1] = copy[strlen(copy) - 1] == '=' ? '+' : '=';
    command = xasprintf("rm -rf '%s' && cp -R '%s' '%s'", copy, home, copy);
    if (system(command) != 0 ||
        store_open(copy, true, r->record.st->compile, &r->record.st, &err) != XH_OK)
        _exit(1);
    if (r->folder && strcmp(r->folder, home) == 0)
        r->folder = copy;
    free(command);
}

/* Says 'f' and the frame, or 'w' and what was wrong with it. */
static void be_twin(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                    const char *keys, int in, int out)
{
    char go;

    r->is_twin = true;
    if (r->record.st->home)
        copy_town(r);
    put_all(out, "r", 1);
    if (read(in, &go, 1) != 1)
        _exit(0);
    locale_settle("en", getenv("XH_BUILD") ? getenv("XH_BUILD") : "build");
    char *wrong = tui_rig_play(r, first, arg, keys);
    for (char *at; !wrong && r->folder && (at = strstr(r->frame, r->folder));)
        memset(at, '~', strlen(r->folder));
    put_all(out, wrong ? "w" : "f", 1);
    put_all(out, wrong ? wrong : r->frame, strlen(wrong ? wrong : r->frame));
    _exit(0);
}

/* ---- beside it ---- */

void tui_twin_begin(struct tui_rig *r, const struct screen_ops *first, const void *arg,
                    const char *keys)
{
    int to[2], from[2];
    char ready;

    assert_int_equal(pipe(to), 0);
    assert_int_equal(pipe(from), 0);
    fflush(NULL);
    r->twin = fork();
    assert_true(r->twin >= 0);
    if (r->twin == 0) {
        close(to[1]);
        close(from[0]);
        be_twin(r, first, arg, keys, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    r->to_twin = to[1];
    r->from_twin = from[0];
    assert_int_equal(read(from[0], &ready, 1), 1);
}

char *tui_twin_frame(struct tui_rig *r)
{
    struct buf b = {0};
    char block[4096];
    ssize_t n;

    assert_int_equal(write(r->to_twin, "g", 1), 1);
    while ((n = read(r->from_twin, block, sizeof block)) > 0)
        buf_add(&b, block, (size_t)n);
    if (b.len == 0 || b.s[0] != 'f') {
        fprintf(stderr, "in English: %s\n", b.len ? b.s + 1 : "it ended early");
        fail_msg("the frame in English");
    }
    memmove(b.s, b.s + 1, b.len);
    return buf_take(&b);
}

void tui_twin_end(struct tui_rig *r)
{
    if (r->is_twin)             /* an assertion of the test failed there */
        _exit(1);
    if (r->twin <= 0)
        return;
    close(r->to_twin);
    close(r->from_twin);
    while (waitpid(r->twin, NULL, 0) < 0 && errno == EINTR)
        ;
    r->twin = 0;
}
