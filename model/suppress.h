/* suppress.h - which sums of a tree may be told so that nobody can work out what belongs to few
 * (OFFICE 22). Statistical disclosure control as statistical offices do it for tables of
 * magnitudes: primary suppression - a sum of too few is not told - and complementary suppression -
 * of what could make up for it by subtraction so much is not told either that only enough
 * together can be worked out. Pure.
 *
 * A node's sum is that of what it has of its own and of its children. What follows from the sums
 * told is exactly this: of every node told, its sum less the sums of those told next below it,
 * and combinations of these; they are of disjoint parts. So the rule is: what is left of a node
 * told when those told next below are taken away belongs to nobody or to SUPPRESS_LEAST at least.
 * It holds over all levels at once: closed or open, one table or several, makes no difference. */
#ifndef MODEL_SUPPRESS_H
#define MODEL_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUPPRESS_LEAST 3        /* households */

struct suppress_node {
    size_t up;                  /* index of the parent; of the first node: 0 */
    int64_t own;                /* how many it has itself, those of its children aside */
    bool may;                   /* false: is not told, whatever the numbers are */
    /* out */
    bool told;
    int64_t rest;               /* how many are left of it less those told next below */
    int64_t size;               /* its own and those of all below */
};

/* Writes told, rest, size of all `n` nodes, given in preorder: each directly before all that is
 * below it. Where a node would leave one or two, the smallest of those told next below is
 * taken back (and below that again, when its own parts would tell it all the same), the first
 * one of equals; where nothing can be, the node itself. The first node's `rest` says whether
 * the sum of everything could be told: suppress_is_few(). */
void suppress_few(struct suppress_node *v, size_t n);
/* One or two: more than nobody, too few to be told. */
bool suppress_is_few(int64_t n);

#endif
