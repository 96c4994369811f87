/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-dust.h"

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/engine/stages/sl-cpu.h"

void
sl_cpu_dust_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  SlCpuDust *s = &self->dust;

  s->rows = sl_aligned_new ((gsize) t->n_age * SL_MAX_DUST_ROWS * self->stride, sizeof (float));
  s->rows_of = g_new0 (const float *, t->n_age);
  s->curve_age = g_new0 (guint, t->n_age);
  s->curve_of = g_new0 (guint, t->n_age);
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    s->k0[law] = sl_aligned_new (self->stride, sizeof (double));
  s->lnx = sl_aligned_new (self->stride, sizeof (double));
  s->bump = sl_aligned_new (self->stride, sizeof (double));
  for (guint w = 0; w < t->n_wave; w++)
    {
      double lam = t->wave[w] * 1e-4;

      for (guint law = 0; law < SL_N_DUST_LAWS; law++)
        s->k0[law][w] = sl_dust_k (law, lam);
      s->lnx[w] = log (lam / SL_DUST_V);
      s->bump[w] = sl_k_bump (lam);
    }
}

void
sl_cpu_dust_clear (SlCpu *self)
{
  SlCpuDust *s = &self->dust;

  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    sl_aligned_free (s->k0[law]);
  sl_aligned_free (s->rows);
  sl_aligned_free (s->lnx);
  sl_aligned_free (s->bump);
  g_free (s->rows_of);
  g_free (s->curve_age);
  g_free (s->curve_of);
}

void
sl_cpu_dust_lines_init (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  const SlPlan *plan = &self->bands.rest.plan;
  SlCpuDustLines *s = &self->dust_lines;

  s->first = g_new0 (guint, plan->n_rows + 1);
  for (guint f = 0; f < plan->n_rows; f++)
    {
      s->first[f] = s->n;
      s->n += plan->rows[f].key.lines.n;
    }
  s->stride = (s->n + 7) & ~7u;
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    s->k0[law] = g_new0 (double, s->stride + 1);
  s->lnx = g_new0 (double, s->stride + 1);
  s->bump = g_new0 (double, s->stride + 1);
  s->rows = g_new0 (float, t->n_age * SL_MAX_DUST_ROWS * s->stride + 1);
  for (guint f = 0; f < plan->n_rows; f++)
    for (guint i = 0; i < plan->rows[f].key.lines.n; i++)
      {
        const double lam = t->line_wave[plan->rows[f].key.lines.line[i]] * 1e-4;
        const guint at = s->first[f] + i;

        for (guint law = 0; law < SL_N_DUST_LAWS; law++)
          s->k0[law][at] = sl_dust_k (law, lam);
        s->lnx[at] = log (lam / SL_DUST_V);
        s->bump[at] = sl_k_bump (lam);
      }
}

void
sl_cpu_dust_lines_clear (SlCpu *self)
{
  SlCpuDustLines *s = &self->dust_lines;

  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    g_free (s->k0[law]);
  g_free (s->first);
  g_free (s->lnx);
  g_free (s->bump);
  g_free (s->rows);
}

void
sl_cpu_prepare_dust (SlCpu *self)
{
  const SlTemplates *t = self->templates;
  const SlSspWeights *m = &self->ssp.weights;
  const SlDustLawInfo *law = sl_dust_law_info (self->cache.galaxy.dust_law);

  if (self->dust.formula == SL_DUST_FORMULA_CHARLOT_FALL)
    sl_ssp_weights_dust_two (&self->ssp.weights, self->cache.galaxy.value + SL_PARAM_AV_YOUNG, t->lg_age_gyr);
  else
    sl_ssp_weights_dust (&self->ssp.weights, self->cache.galaxy.value + SL_PARAM_AV_YOUNG, law->slope,
                         !law->bump                        ? SL_BUMP_NONE
                         : self->cache.galaxy.uv_bump_free ? SL_BUMP_FREE
                                                           : SL_BUMP_TIED,
                         t->lg_age_gyr);
  /* Outside the passage from young to old dust, neighbouring ages share one curve. */
  self->dust.n_curves = 0;
  for (guint a = 0; a < t->n_age; a++)
    {
      if (a == 0 || m->av[a] != m->av[a - 1] || m->delta[a] != m->delta[a - 1]
          || m->bump[a] != m->bump[a - 1])
        self->dust.curve_age[self->dust.n_curves++] = a;
      self->dust.curve_of[a] = self->dust.n_curves - 1;
      self->dust.rows_of[a] =
          self->dust.rows + (gsize) (self->dust.n_curves - 1) * SL_MAX_DUST_ROWS * self->stride;
    }
}

void
sl_cpu_curve (SlCpu *self, guint c)
{
  guint a = self->dust.curve_age[c];
  /* In the order of the intermediates. */
  const double intermediate[SL_MAX_DUST_ROWS - 1] = { self->ssp.weights.av[a], self->ssp.weights.delta[a],
                                                      self->ssp.weights.bump[a],
                                                      self->cache.galaxy.value[SL_PARAM_FRAC_UNOBSCURED],
                                                      self->cache.galaxy.value[SL_PARAM_DELTA_OLD] };

  self->kernels->transmission (self->dust.k0[self->cache.galaxy.dust_law], self->dust.lnx, self->dust.bump,
                               self->stride, intermediate, self->dust.formula,
                               (float *) self->dust.rows_of[a]);
  if (self->dust_lines.n)
    self->kernels->transmission (self->dust_lines.k0[self->cache.galaxy.dust_law], self->dust_lines.lnx,
                                 self->dust_lines.bump, self->dust_lines.stride, intermediate,
                                 self->dust.formula,
                                 self->dust_lines.rows + c * SL_MAX_DUST_ROWS * self->dust_lines.stride);
}
