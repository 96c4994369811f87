/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The stellar ages of a library, and the times at which SFHs are tabulated. */

#define SL_N_TABLE 300         /* times of an SFH [PHYSICS, section 3] */

/* All that the axis of ages fixes. */
typedef struct {
  guint n_age;
  const double *lg_age; /* (A) lg(age/Gyr), borrowed */
  double *edge;         /* (A + 1) bin edges as ages in Gyr */
  double *age;          /* (A) ages in Gyr */
} SlAgeGrid;

/* lg_age: (n_age), increasing, at least three; borrowed, it must outlive the grid. */
void sl_age_grid_init (SlAgeGrid *self, const double *lg_age, guint n_age);
void sl_age_grid_clear (SlAgeGrid *self);

/* Edges (n + 1) of the bins of stellar age, in Gyr, from n >= 3 values of lg(age/Gyr). The caller's;
 * g_free(). */
double *sl_age_edges (const double *lg_age, guint n);
/* The times at which SFHs are tabulated [Gyr], and their lg: SL_N_TABLE of each [PHYSICS, section 3]. */
void sl_sfh_times (double *t, double *lgt);

/* Groups of stars by age, from the youngest: up to 10 and 100 Myr, 1 and 5 Gyr, and older. An age bin belongs
 * to the group of its own age, as a whole. */
#define SL_N_AGE_GROUPS 5
extern const double sl_age_group_limits[SL_N_AGE_GROUPS - 1]; /* Gyr */
guint sl_age_group (double age_gyr);
