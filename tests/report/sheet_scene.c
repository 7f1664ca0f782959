#include "tests/report/sheet_scene.h"

#include "report/weekly.h"

void scene_task(struct record_rig *r, char code[static 64], const char *title, const char *owner,
                const char *lead, const char *due, const char *more)
{
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("owner=%s", owner),
                      xasprintf("lead=%s", lead), xasprintf("due=%s", due) };

    snprintf(code, 64, "%s", rig_add(r, "tasks", pairs[0], pairs[1], pairs[2], pairs[3],
                                     "unit=建设办", "source=领导批示", more, NULL));
    for (int i = 0; i < 4; i++)
        free(pairs[i]);
}

void scene_households(struct record_rig *r, const char *lead)
{
    char *parent = xasprintf("parent=%s", rig_add(r, "projects", "title=园区大道", "unit=建设办",
                                                  "owner=干部乙", "handover=2026-11-16", lead,
                                                  NULL));

    for (int i = 0; i < 3; i++) {
        char *title = xasprintf("title=示例户%d", i + 1);
        rig_add(r, "households", title, "place=林家村", "owner=村干部甲", "area=3.5", parent,
                lead, NULL);
        free(title);
    }
    free(parent);
}

void scene_to_meeting(struct record_rig *r, const char *review, const char *asked)
{
    rig_today(r, "2026-11-17");
    rig_finish_task(r, review);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, review));
    assert_ok(rig_do_because(r, r->handler, VERB_EXTEND, asked, "配件未到", "2026-12-04"));
    rig_today(r, "2026-11-20");
    scene_final(r, 0, NULL);
    rig_today(r, "2026-11-23");
}

void scene_final(struct record_rig *r, int64_t corrects, const char *reason)
{
    struct who who = { .actor = r->clerk };
    struct weekly w = {0};

    assert_ok(weekly_final(r->st, &r->env, &who, corrects, reason, &w, NULL, &r->err));
    weekly_fini(&w);
}
