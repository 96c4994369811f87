/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-ssp-weights.h"

#include <string.h>

#define SL_DUAL_T SlV8
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/ssp/sl-intermediates.h"

static SlDual
variable (double v, guint i)
{
  SlDual x = { .v = v };

  x.d[0][i] = 1.0;
  return x;
}

static double
store (SlDual x, double *jacobian)
{
  *(SlV8u *) jacobian = x.d[0];
  return x.v;
}

void
sl_ssp_weights_init (SlSspWeights *self, guint n_age, guint n_z, guint n_u)
{
  *self = (SlSspWeights){
    .n_age = n_age, .n_z = n_z, .n_u = n_u,
    .wz = g_new0 (double, n_age * 3 * n_z), .wz_gas = g_new0 (double, 3 * n_z),
    .wu = g_new0 (double, 3 * MAX (n_u, 1)),
    .mu = g_new0 (double, n_age), .jacobian_mu = g_new0 (double, n_age * 8),
    .av = g_new0 (double, n_age), .delta = g_new0 (double, n_age), .bump = g_new0 (double, n_age),
    .jacobian_av = g_new0 (double, n_age * 8), .jacobian_delta = g_new0 (double, n_age * 8),
    .jacobian_bump = g_new0 (double, n_age * 8),
  };
}

void
sl_ssp_weights_clear (SlSspWeights *self)
{
  double *array[] = { self->wz, self->wz_gas, self->wu, self->mu, self->jacobian_mu, self->av, self->delta,
                      self->bump, self->jacobian_av, self->jacobian_delta, self->jacobian_bump };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  memset (self, 0, sizeof *self);
}

void
sl_ssp_weights_metals (SlSspWeights *self, const double *p, const double *lg_age, const SlNodes *lgmet)
{
  SlDual young = variable (p[0], 0), old = variable (p[1], 1), mid = variable (p[3], 3),
         width = variable (p[4], 4);

  for (guint a = 0; a < self->n_age; a++)
    {
      SlDual mu = sl_triweight_transition_D (sl_dual_constant (lg_age[a]), mid, width, young, old);

      self->mu[a] = store (mu, self->jacobian_mu + 8 * a);
    }
  sl_ssp_weights_metals_about (self, p[2], lgmet);
}

void
sl_ssp_weights_metals_about (SlSspWeights *self, double scatter, const SlNodes *lgmet)
{
  for (guint a = 0; a < self->n_age; a++)
    sl_node_weights (self->mu[a], scatter, lgmet, self->wz + 3 * self->n_z * a);
}

void
sl_ssp_weights_gas_metals (SlSspWeights *self, double mean, double scatter, const SlNodes *lgmet)
{
  sl_node_weights (mean, scatter, lgmet, self->wz_gas);
}

void
sl_ssp_weights_ionisation (SlSspWeights *self, double mean, double scatter, const SlNodes *lgu)
{
  sl_node_weights (mean, scatter, lgu, self->wu);
}

void
sl_ssp_weights_dust (SlSspWeights *self, const double *p, gboolean slope, SlBump bump, const double *lg_age)
{
  SlDual v[8], none = { 0 };

  for (guint i = 0; i < 8; i++)
    v[i] = variable (p[i], i);
  for (guint a = 0; a < self->n_age; a++)
    {
      SlDual x = sl_dual_constant (lg_age[a]);
      SlDual delta = slope ? sl_triweight_transition_D (x, v[5], v[6], v[2], v[3]) : none;

      self->av[a] = store (sl_triweight_transition_D (x, v[5], v[6], v[0], v[1]), self->jacobian_av + 8 * a);
      self->delta[a] = store (delta, self->jacobian_delta + 8 * a);
      self->bump[a] = store (bump == SL_BUMP_FREE   ? v[4]
                            : bump == SL_BUMP_TIED ? sl_bump_of_slope_D (delta)
                                                   : none,
                            self->jacobian_bump + 8 * a);
    }
}

void
sl_ssp_weights_dust_two (SlSspWeights *self, const double *p, const double *lg_age)
{
  SlDual v[8], none = { 0 };

  for (guint i = 0; i < 8; i++)
    v[i] = variable (p[i], i);
  for (guint a = 0; a < self->n_age; a++)
    {
      self->av[a] = store (sl_triweight_transition_D (sl_dual_constant (lg_age[a]), v[5], v[6], v[0], none),
                          self->jacobian_av + 8 * a);
      self->delta[a] = store (v[2], self->jacobian_delta + 8 * a);
      self->bump[a] = store (v[1], self->jacobian_bump + 8 * a);
    }
}
