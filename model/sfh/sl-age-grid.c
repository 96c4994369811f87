/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sfh/sl-age-grid.h"

#include <math.h>

#include "model/formulas/sl-formula.h"
#include "model/support/sl-bins.h"

double *
sl_age_edges (const double *lg_age, guint n)
{
  double *edges = g_new0 (double, n + 1);

  sl_bin_edges (lg_age, n, edges);
  for (guint i = 0; i <= n; i++)
    edges[i] = pow (10.0, edges[i]);
  return edges;
}

void
sl_age_grid_init (SlAgeGrid *self, const double *lg_age, guint n_age)
{
  self->n_age = n_age;
  self->lg_age = lg_age;
  self->edge = sl_age_edges (lg_age, n_age);
  self->age = g_new0 (double, n_age);
  for (guint a = 0; a < n_age; a++)
    self->age[a] = pow (10.0, lg_age[a]);
}

void
sl_age_grid_clear (SlAgeGrid *self)
{
  g_clear_pointer (&self->edge, g_free);
  g_clear_pointer (&self->age, g_free);
}

void
sl_sfh_times (double *t, double *lgt)
{
  const double first = 0.01, last = SL_T_MAX;

  for (guint j = 0; j < SL_N_TABLE; j++)
    {
      t[j] = j + 1 < SL_N_TABLE ? first + j * ((last - first) / (SL_N_TABLE - 1)) : last;
      lgt[j] = log10 (t[j]);
    }
}

const double sl_age_group_limits[SL_N_AGE_GROUPS - 1] = { 0.01, 0.1, 1.0, 5.0 };

guint
sl_age_group (double age_gyr)
{
  guint group = 0;

  while (group < SL_N_AGE_GROUPS - 1 && age_gyr >= sl_age_group_limits[group])
    group++;
  return group;
}
