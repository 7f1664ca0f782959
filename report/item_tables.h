/* item_tables.h - the tables of an item's page on paper, each under its heading; nothing where
 * there is nothing to say. A column nobody has filled in stays with the records for programs.
 * Not for anyone but item_paper.c. */
#ifndef REPORT_ITEM_TABLES_H
#define REPORT_ITEM_TABLES_H

#include "report/document.h"
#include "report/item_page.h"

typedef void item_table(struct document *d, const struct item_page *p);
item_table item_table_instructions, item_table_notes, item_table_steps, item_table_reports,
    item_table_visits, item_table_evidence, item_table_requests, item_table_orders,
    item_table_moves, item_table_stops, item_table_record;

#endif
