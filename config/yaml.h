/* yaml.h - YAML to trees, by libyaml's events, as much YAML as a township needs.
 *
 * One document of maps, lists and scalars. No anchors, aliases, tags or directives:
 * whatever a file holds, it is read in a time proportional to its size and refused with
 * its position. */
#ifndef CONFIG_YAML_H
#define CONFIG_YAML_H

#include <stddef.h>

#include "config/source.h"
#include "model/tree.h"

#define YAML_DEPTH_MAX 16
#define YAML_NODES_MAX 200000
#define YAML_SCALAR_MAX (64 * 1024)

/* `text` as source_text() gives it. NULL when the file is no YAML at all; a tree, in
 * spite of complaints, when more can be checked. Returns the number of complaints in
 * *complaints. */
struct node *yaml_parse(const char *text, size_t len, source_sink *sink, void *ctx,
                        size_t *complaints);

#endif
