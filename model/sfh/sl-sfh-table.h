/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/io/sl-table.h"

/* What a table of a star-formation history means for a galaxy that is seen at t_obs [Gyr]. Thread: any. */
typedef struct {
  double first, last;     /* Gyr since the Big Bang, of the table's ends */
  double mean_age;        /* Gyr, weighted by the mass formed by t_obs; NaN where none has formed */
  double early;           /* share of the mass by t_obs that the table puts before the Big Bang */
} SlSfhTableSummary;

void sl_sfh_table_summary (const SlTable *table, double t_obs, SlSfhTableSummary *out);
/* What a user should know about the table: it ends before t_obs, or begins before the Big Bang. A sentence
 * that begins with the table's name (g_free); NULL: nothing. */
char *sl_sfh_table_note (const SlTable *table, double t_obs);
