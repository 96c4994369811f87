/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population/sl-population-plan.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/sfh/sl-age-grid.h"
#include "model/support/sl-error.h"

/* ------------------------------------------------------------ correlations */

/* Cholesky factor of the (n, n) matrix m, in place; FALSE where m is not positive definite. */
static gboolean
cholesky (SlDual *m, guint n)
{
  for (guint j = 0; j < n; j++)
    for (guint i = j; i < n; i++)
      {
        SlDual sum = m[i * n + j];

        for (guint k = 0; k < j; k++)
          sum = sub (sum, mul (m[i * n + k], m[j * n + k]));
        if (i == j && !(sum.v > 0.0))
          return FALSE;
        m[i * n + j] = i == j ? rroot (sum) : quo (sum, m[j * n + j]);
      }
  return TRUE;
}

static gboolean
plan_correlations (SlPopPlan *self, const SlPopulationSpec *spec, GError **error)
{
  SlPopFactorRow *rows = g_new0 (SlPopFactorRow, SL_POP_N);
  float *dfactor = g_new0 (float, (gsize) MAX (spec->n_correlations, 1) * SL_POP_N * SL_POP_N);
  int member[SL_POP_N], n = 0;

  g_free ((gpointer) self->draw.row);
  g_free ((gpointer) self->bins.dfactor);
  self->draw.row = rows;
  self->bins.dfactor = dfactor;
  for (int p = 0; p < SL_POP_N; p++)
    for (guint i = 0; i < spec->n_correlations; i++)
      if (spec->correlation[i].a == p || spec->correlation[i].b == p)
        {
          member[n++] = p;
          break;
        }
  self->draw.n_rows = n;
  self->n_correlations = spec->n_correlations;
  /* The factor, and its derivative with respect to one correlation at a time. */
  for (guint which = 0; which < spec->n_correlations; which++)
    {
      SlDual m[SL_POP_N * SL_POP_N] = { 0 };

      for (int i = 0; i < n; i++)
        m[i * n + i].v = 1.0;
      for (guint c = 0; c < spec->n_correlations; c++)
        for (int i = 0; i < n; i++)
          for (int j = 0; j < n; j++)
            if ((member[i] == spec->correlation[c].a && member[j] == spec->correlation[c].b)
                || (member[i] == spec->correlation[c].b && member[j] == spec->correlation[c].a))
              m[i * n + j] = (SlDual){ spec->correlation[c].rho, { c == which } };
      if (!cholesky (m, n))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("population: these correlations contradict each other; bring some closer to 0"));
          return FALSE;
        }
      for (int i = 0; i < n; i++)
        {
          rows[i].to = member[i];
          rows[i].n = i + 1;
          for (int j = 0; j <= i; j++)
            {
              rows[i].from[j] = member[j];
              rows[i].factor[j] = m[i * n + j].v;
              dfactor[((gsize) which * SL_POP_N + member[i]) * SL_POP_N + member[j]] = m[i * n + j].d[0];
            }
        }
    }
  return TRUE;
}

gboolean
sl_pop_plan_draws (SlPopPlan *self, const SlPopulationSpec *spec, GError **error)
{
  SlPopDraw *draw = &self->draw;

  if (!plan_correlations (self, spec, error))
    return FALSE;
  draw->seed[0] = spec->seed;
  draw->seed[1] = spec->seed >> 32;
  draw->n_components = spec->n_components;
  draw->pivot = spec->pivot;
  draw->tied_metals = spec->tied_metals;
  draw->tied_dust = spec->tied_dust;
  draw->catalogue = spec->catalogue ? spec->catalogue->row : NULL;
  draw->n_catalogue = spec->catalogue ? spec->catalogue->n : 0;
  draw->drawn = spec->drawn;
  for (int i = 0; i < 4; i++)
    draw->fraction[i] = spec->fraction[i];
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    for (int p = 0; p < SL_POP_N; p++)
      {
        const guint from = c > 0 && sl_pop_set_has (&spec->own, p) ? c : 0;
        double lo, hi;

        sl_galaxy_range (&spec->base, sl_pop_param (p), NULL, &lo, &hi);
        draw->axis[c][p] = (SlPopAxis){ .mean = spec->base.value[sl_pop_param (p)], .lo = lo, .hi = hi };
        if (!sl_pop_set_has (&spec->drawn, p))
          continue;
        draw->axis[c][p].mean = spec->axis[from][p].mean;
        draw->axis[c][p].scatter = spec->axis[from][p].scatter;
        draw->axis[c][p].slope = p == SL_POP_LOGM0 ? 0.0f : (float) spec->axis[from][p].slope;
        draw->axis[c][p].shape = spec->axis[from][p].shape;
      }
  self->n_phi = sl_population_parameters (spec, self->phi);
  return TRUE;
}

void
sl_pop_plan_bins (SlPopPlan *self, const SlPopulationSpec *spec)
{
  SlPopBinPlan *bins = &self->bins;

  bins->cut = spec->cut;
  bins->cut_width = spec->cut_width;
  bins->n_bins = spec->n_bins;
  bins->bin_lo = spec->bin_lo;
  bins->bin_step = (spec->bin_hi - spec->bin_lo) / spec->n_bins;
  bins->bin_width = spec->bin_width;
  bins->n_map = spec->n_map;
  bins->map_lo = spec->map_lo;
  bins->map_step = (spec->map_hi - spec->map_lo) / spec->n_map;
  bins->n_phi = self->n_phi;
  bins->phi = self->phi;
}

/* --------------------------------------------------------------------- SFH */

static void
clear_sfh (SlPopPlan *self)
{
  gpointer all[] = { (gpointer) self->sfh.lgt, (gpointer) self->sfh.half,
                     (gpointer) self->sfh.n_edges, (gpointer) self->sfh.y,
                     (gpointer) self->sfh.lg_yr, (gpointer) self->sfh.part };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
}

gboolean
sl_pop_plan_sfh (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates, double t_obs,
                 GError **error)
{
  const guint n = spec->n_times, n_age = templates->n_age;
  const double step = (spec->t_last - spec->t_first) / (n - 1);
  g_autofree double *t = g_new (double, n), *edge = sl_age_edges (templates->lg_age_gyr, n_age);
  SlPopSfhPlan *h = &self->sfh;
  float *lgt, *half, *y, *lg_yr, *part;
  int *n_edges, cell = 0;

  if (!(t_obs > spec->t_first) || t_obs > spec->t_last * (1.0 + 1e-9))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("population: galaxies are observed at %g Gyr; the table of times goes from %g to %g "
                      "Gyr"),
                   t_obs, spec->t_first, spec->t_last);
      return FALSE;
    }
  for (guint j = 0; j < n; j++)
    t[j] = j == n - 1 ? spec->t_last : spec->t_first + j * step;
  t_obs = MIN (t_obs, spec->t_last);
  while (t[cell + 1] < t_obs)
    cell++;
  clear_sfh (self);
  h->n_age = n_age;
  h->n_cells = cell + 1;
  h->burst = spec->burst;
  h->lgt = lgt = g_new0 (float, h->n_cells + 1);
  h->half = half = g_new0 (float, h->n_cells + 1);
  h->n_edges = n_edges = g_new0 (int, h->n_cells);
  h->y = y = g_new0 (float, n_age + 1);
  h->lg_yr = lg_yr = g_new0 (float, n_age);
  h->part = part = g_new0 (float, n_age);
  h->last = t[cell + 1] == t_obs ? 1.0 : log (t_obs / t[cell]) / log (t[cell + 1] / t[cell]);
  h->n_before = 0;
  for (int j = 0; j <= h->n_cells; j++)
    {
      lgt[j] = log10 (t[j]);
      half[j] = 0.5e9 * (t[j] - (j ? t[j - 1] : SL_T_MIN));
    }
  for (guint a = 0; a < n_age; a++)
    {
      lg_yr[a] = templates->lg_age_gyr[a] + 9.0;
      part[a] = CLAMP ((t_obs - SL_T_MIN - edge[a]) / (edge[a + 1] - edge[a]), 0.0, 1.0);
    }
  for (guint i = 0, j = 0; i <= n_age; i++)
    {
      /* From the oldest. In the last cell, ages (not times) keep the digits of the youngest edges. */
      const double age = edge[n_age - i], birth = t_obs - age;

      if (birth < t[0])
        {
          h->n_before++;
          continue;
        }
      while ((int) j < cell && birth >= t[j + 1])
        j++;
      n_edges[j]++;
      y[i] = ((int) j == cell ? -log1p (-age / t_obs) : log (t[j + 1] / birth)) / log (t[j + 1] / t[j]);
    }
  return TRUE;
}

/* ------------------------------------------------------------------ joined */

void
sl_pop_plan_clear (SlPopPlan *self)
{
  g_free ((gpointer) self->draw.row);
  g_free ((gpointer) self->bins.dfactor);
  sl_pop_light_clear (&self->light);
  clear_sfh (self);
  memset (self, 0, sizeof *self);
}

const SlPopKernels *
sl_pop_kernels_best (void)
{
#if defined(__x86_64__) && defined(SL_HAVE_WIDE)
  const char *name = sl_kernels_best ()->name;

  if (strcmp (name, "avx512") == 0)
    return &sl_pop_kernels_avx512;
  if (strcmp (name, "avx2") == 0)
    return &sl_pop_kernels_avx2;
#endif
  return &sl_pop_kernels_base;
}
