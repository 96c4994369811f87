/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-answer.h"

#include <math.h>
#include <string.h>

#include "model/degeneracy/sl-covariance.h"

gboolean
sl_degeneracy_answer_has (const SlDegeneracyAnswer *self, guint i)
{
  gboolean finite = isfinite (self->value[i]);

  for (guint k = 0; k < self->n_free; k++)
    finite &= isfinite (self->effect[(gsize) i * self->n_free + k]);
  return finite;
}

/* In units of sigma, and of the observables' errors: what is known before is then a matrix of ones. */
static void
forecast (SlDegeneracyAnswer *self)
{
  const guint n = self->n_free;
  g_autofree double *rows = g_new0 (double, (gsize) MAX (self->state.n, 1) * MAX (n, 1)),
                    *ones = g_new (double, MAX (self->state.n, 1)),
                    *fisher = g_new0 (double, (gsize) n *n + 1);

  for (guint i = 0; i < self->state.n; i++)
    {
      if (!self->state.measurement[i].on || !sl_degeneracy_answer_has (self, i))
        continue;
      ones[self->n_used] = 1.0;
      memcpy (rows + (gsize) self->n_used++ * n, self->effect + (gsize) i * n, n * sizeof *rows);
    }
  if (n == 0)
    return;
  sl_fisher (rows, ones, self->n_used, n, fisher);
  for (guint k = 0; k < n; k++)
    sl_fisher_add_prior (fisher, n, k, 1.0);
  /* Back to the parameters' own units. */
  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      fisher[p * n + q] /= self->sigma[p] * self->sigma[q];
  if (!sl_fisher_forecast (fisher, n, &self->forecast, NULL))
    return;
  self->covariance = g_new (double, (gsize) n *n);
  if (!sl_covariance_of_forecast (fisher, &self->forecast, self->covariance, NULL))
    g_clear_pointer (&self->covariance, g_free);
}

SlDegeneracyAnswer *
sl_degeneracy_answer_new (const SlDegeneracyState *state, const SlGalaxy *galaxy, const double *value,
                          const double *jac)
{
  SlDegeneracyAnswer *self = g_new0 (SlDegeneracyAnswer, 1);

  self->state = *state;
  self->galaxy = *galaxy;
  for (int id = sl_param_set_next (state->free, -1); id >= 0; id = sl_param_set_next (state->free, id))
    if (sl_galaxy_uses (galaxy, (SlParamId) id))
      {
        double lo, hi;

        sl_galaxy_range (galaxy, (SlParamId) id, NULL, &lo, &hi);
        self->sigma[self->n_free] =
            state->prior[id] > 0.0 ? state->prior[id] : sl_fisher_range_sigma (lo, hi);
        self->id[self->n_free++] = (SlParamId) id;
      }
  self->value = g_memdup2 (value, MAX (state->n, 1) * sizeof *value);
  self->effect = g_new (double, (gsize) MAX (state->n, 1) * MAX (self->n_free, 1));
  for (guint i = 0; i < state->n; i++)
    for (guint k = 0; k < self->n_free; k++)
      self->effect[(gsize) i * self->n_free + k] =
          jac[(gsize) i * SL_N_PARAMS + self->id[k]] * self->sigma[k] / state->measurement[i].error;
  forecast (self);
  return self;
}

void
sl_degeneracy_answer_free (SlDegeneracyAnswer *self)
{
  g_free (self->value);
  g_free (self->effect);
  g_free (self->covariance);
  sl_fisher_forecast_clear (&self->forecast);
  g_free (self);
}
