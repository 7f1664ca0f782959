/* demo_orders.c - orders to units that are late, and a letter to those above. */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

const struct demo_order demo_orders[] = {
    /* closed, a hard problem crossed off late; answered; acknowledged; delivered */
    { HARD_PROBLEM + 20, NULL,
      { { VERB_SUPERVISE, -9, CLERK_A, NULL },
        { VERB_SIGN, -9, LEADER_B, NULL },
        { VERB_DELIVER, -9, CLERK_A, NULL },
        { VERB_RECEIVE, -8, CADRE_M, NULL },
        { VERB_ANSWER, -4, CADRE_M, "已解决,正在报销号。" },
        { VERB_FINISH, -2, LEADER_B, NULL } } },
    { LAMP, NULL,
      { { VERB_SUPERVISE, -6, CLERK_A, NULL },
        { VERB_SIGN, -6, LEADER_B, NULL },
        { VERB_DELIVER, -6, CLERK_A, NULL },
        { VERB_RECEIVE, -5, CADRE_C, NULL },
        { VERB_ANSWER, -2, CADRE_C, "灯具已到货,安装队已进场,保证限期内完成。" } } },
    { DRAIN, NULL,
      { { VERB_SUPERVISE, -4, CLERK_A, NULL },
        { VERB_SIGN, -4, LEADER_C, NULL },
        { VERB_DELIVER, -3, CLERK_A, NULL },
        { VERB_RECEIVE, -2, CADRE_B, NULL } } },
    { FUND, NULL,
      { { VERB_SUPERVISE, -1, CLERK_B, NULL },
        { VERB_SIGN, -1, LEADER_D, NULL },
        { VERB_DELIVER, -1, CLERK_B, NULL } } },
    /* the answer sent back; not needed after all; just drafted, for a village's rows */
    { HIGHWAY + 9, NULL,
      { { VERB_SUPERVISE, -5, CLERK_B, NULL },
        { VERB_SIGN, -5, LEADER_B, NULL },
        { VERB_DELIVER, -5, CLERK_B, NULL },
        { VERB_RECEIVE, -4, CADRE_D, NULL },
        { VERB_ANSWER, -2, CADRE_D, "正在推进。" },
        { VERB_SEND_BACK, -1, LEADER_B, "答复没有时间节点,重新答复。" } } },
    { HIGHWAY + 8, NULL,
      { { VERB_SUPERVISE, -2, CLERK_A, NULL },
        { VERB_SIGN, -2, LEADER_B, NULL },
        { VERB_REVOKE, -1, LEADER_B, "与例会限期重复。" } } },
    { HIGHWAY, "丁村", { { VERB_SUPERVISE, -1, CLERK_B, NULL } } },
    /* signed, not yet on its way */
    { HARD_PROBLEM + 126, NULL,
      { { VERB_SUPERVISE, -1, CLERK_A, NULL }, { VERB_SIGN, 0, LEADER_E, NULL } } },
    /* a letter: superiors are asked */
    { POWER, NULL,
      { { VERB_SUPERVISE, -4, CLERK_A, NULL },
        { VERB_SIGN, -4, LEADER_B, NULL },
        { VERB_DELIVER, -3, CLERK_A, NULL } } },
};
const size_t demo_orders_n = COUNT(demo_orders);
