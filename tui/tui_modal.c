/* A box over the screen: a loop of its own until it is answered. */
#include "tui/tui.h"

#include "tui/keys.h"
#include "tui/tui_ahead.h"
#include "tui/tui_parts.h"

static void draw_modal(struct tui *t, const struct modal *m)
{
    tui_draw(t);
    if (t->canvas.rows >= LEAST_ROWS && t->canvas.cols >= LEAST_COLS) {
        t->canvas.n_hits = 0;
        canvas_leave_field(&t->canvas);
        m->draw(t, m->ctx);
    }
}

/* What the screen below shows for a time only is drawn anew as time goes by; nothing but the
 * time is settled while a box is open. */
static void look_at_the_time(struct tui *t)
{
    struct env now = t->env;

    t->clock(t->clock_ctx, &now);
    t->env.now_ms = now.now_ms;
}

void tui_modal(struct tui *t, const struct modal *m)
{
    struct input in = {0};
    bool done = false, foreign = false;

    while (!done) {
        if (!tui_in_a_hurry(t, &in)) {
            draw_modal(t, m);
            if (foreign && t->canvas.cursor_y < 0) {    /* no field has taken it */
                tui_explain_foreign(t);
                draw_modal(t, m);
            }
            foreign = false;
            t->term.show(t->term.ctx, &t->canvas);
        }
        tui_read(t, LOOK_MS, &in);
        if (in.key == K_TICK) {
            look_at_the_time(t);
            if (m->until && t->env.now_ms >= m->until)
                return;
            continue;
        }
        if (in.key == K_RESIZE || in.key == K_NONE || tui_is_too_small(t, &in))
            continue;
        if (in.key == K_CTRL('C')) {
            tui_explain_interrupt(t);
            continue;
        }
        if (in.key == K_MOUSE) {
            const struct canvas_hit *hit = canvas_find_hit(&t->canvas, in.y, in.x);
            if (in.mouse == MOUSE_WHEEL_UP || in.mouse == MOUSE_WHEEL_DOWN)
                in.key = in.mouse == MOUSE_WHEEL_UP ? K_UP : K_DOWN;
            else if (!hit)
                continue;
            else
                in.key = hit->key;
        }
        done = m->key(t, m->ctx, &in);
        if (in.key == K_HANGUP)
            done = true;
        foreign = foreign || key_is_foreign(in.key);
    }
}
