/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/derivatives/sl-gradient-check.h"

#include <math.h>
#include <string.h>

/* Steps, in parts of a parameter's range. The formula's error scales with the fourth power of the step, that
 * of rounding with its inverse. Shorter steps are tried where the first does not agree: magnitudes are not
 * smooth over redshift, where lines cross the edges of filters. */
static const double steps[] = { 1e-3, 2e-5, 5e-6, 1e-6 };

struct _SlGradientCheck {
  gatomicrefcount refs;
  SlGalaxy galaxy;
  SlParamId parameter[SL_N_PARAMS];
  guint n;
  int done; /* atomic */
  SlGradientCheckRow row[SL_N_PARAMS];

  /* Used by the engine's thread only. */
  SlResult *centre, *side;
  double *scale;      /* (n_obs) */
  double *value[5];   /* (n_obs) at -2, -1, 0, 1, 2 steps */
  guint n_obs, n_compared;
};

SlGradientCheck *
sl_gradient_check_new (const SlGalaxy *galaxy)
{
  SlGradientCheck *self = g_new0 (SlGradientCheck, 1);

  g_atomic_ref_count_init (&self->refs);
  self->galaxy = *galaxy;
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_galaxy_uses (galaxy, i))
      self->parameter[self->n++] = i;
  return self;
}

SlGradientCheck *
sl_gradient_check_ref (SlGradientCheck *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
clear_work (SlGradientCheck *self)
{
  g_clear_pointer (&self->centre, sl_result_free);
  g_clear_pointer (&self->side, sl_result_free);
  g_clear_pointer (&self->scale, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->value); i++)
    g_clear_pointer (&self->value[i], g_free);
}

void
sl_gradient_check_unref (SlGradientCheck *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  clear_work (self);
  g_free (self);
}

/* Evaluates the galaxy with its derivatives, and sets the scale of each observable. */
static gboolean
begin (SlGradientCheck *self, SlEngine *engine, GError **error)
{
  SlRequest request = { .galaxy = self->galaxy, .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };

  self->centre = sl_result_new (engine);
  self->side = sl_result_new (engine);
  self->n_obs = engine->n_obs;
  self->scale = g_new0 (double, self->n_obs);
  for (guint i = 0; i < G_N_ELEMENTS (self->value); i++)
    self->value[i] = g_new (double, self->n_obs);
  if (!sl_engine_evaluate (engine, &request, self->centre, error))
    return FALSE;
  for (guint o = 0; o < self->n_obs; o++)
    {
      for (guint i = 0; i < self->n; i++)
        {
          double lo, hi, d = self->centre->obs_jac[(gsize) o * SL_N_PARAMS + self->parameter[i]];

          sl_galaxy_range (&self->galaxy, self->parameter[i], NULL, &lo, &hi);
          if (isfinite (d))
            self->scale[o] = MAX (self->scale[o], fabs (d) * (hi - lo));
        }
      self->n_compared += isfinite (self->centre->obs[o]) && self->scale[o] > 0.0;
    }
  return TRUE;
}

/* Evaluates the observables so many steps away. FALSE with an error. */
static gboolean
values_at (SlGradientCheck *self, SlEngine *engine, SlParamId id, double x, double *value, GError **error)
{
  SlRequest request = { .galaxy = self->galaxy, .flags = SL_REQUEST_OBSERVABLES };

  request.galaxy.value[id] = x;
  if (!sl_engine_evaluate (engine, &request, self->side, error))
    return FALSE;
  memcpy (value, self->side->obs, self->n_obs * sizeof *value);
  return TRUE;
}

/* Derivative per step from the values v at -2 .. 2 steps, of which from .. to exist: by formulas of fourth
 * order in the middle of the range, of second order at its ends. */
static double
difference (double *const v[5], guint o, int from, int to)
{
  if (from == -2 && to == 2)
    return (8.0 * (v[3][o] - v[1][o]) - (v[4][o] - v[0][o])) / 12.0;
  if (to == 2)
    return (-3.0 * v[2][o] + 4.0 * v[3][o] - v[4][o]) / 2.0;
  return (3.0 * v[2][o] - 4.0 * v[1][o] + v[0][o]) / 2.0;
}

static void
compare (SlGradientCheck *self, SlGradientCheckRow *row, double h, double range, int from, int to)
{
  row->error = 0.0;
  row->verdict = SL_GRADIENT_CHECK_AGREES;
  for (guint o = 0; o < self->n_obs; o++)
    {
      const double ad = self->centre->obs_jac[(gsize) o * SL_N_PARAMS + row->parameter];
      double part = range / self->scale[o], error, left, right, wide;

      if (!isfinite (self->centre->obs[o]) || !isfinite (ad) || !(self->scale[o] > 0.0))
        continue;
      error = fabs (difference (self->value, o, from, to) / h - ad) * part;
      if (!(error > row->error))
        continue;
      row->error = error;
      row->observable = o;
      row->verdict =
          error <= SL_GRADIENT_CHECK_TOLERANCE ? SL_GRADIENT_CHECK_AGREES : SL_GRADIENT_CHECK_DIFFERS;
      if (row->verdict == SL_GRADIENT_CHECK_AGREES)
        continue;
      /* At the end of its range a parameter may switch its effect off; the derivative is then that without
       * the effect. */
      if ((from != -2 || to != 2) && ad == 0.0)
        row->verdict = SL_GRADIENT_CHECK_KINK;
      if (from != -2 || to != 2)
        continue;
      left = (self->value[2][o] - self->value[1][o]) / h;
      right = (self->value[3][o] - self->value[2][o]) / h;
      wide = (self->value[4][o] - 2.0 * self->value[2][o] + self->value[0][o]) / (2.0 * h);
      /* Curvature makes right - left double with the step; at a kink it does not. */
      if (fabs (wide) < 1.5 * fabs (right - left)
          && MIN (fabs (ad - left), fabs (ad - right)) < 0.25 * fabs (right - left))
        row->verdict = SL_GRADIENT_CHECK_KINK;
    }
}

static gboolean
compare_parameter (SlGradientCheck *self, SlEngine *engine, SlGradientCheckRow *row, GError **error)
{
  const double x = self->galaxy.value[row->parameter];
  double lo, hi;
  gboolean first = TRUE;

  sl_galaxy_range (&self->galaxy, row->parameter, NULL, &lo, &hi);
  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      const double h = steps[s] * (hi - lo);
      const int from = x - 2.0 * h >= lo ? -2 : 0, to = x + 2.0 * h <= hi ? 2 : 0;
      SlGradientCheckRow tried = { .parameter = row->parameter };

      for (int k = from; k <= to; k++)
        if (k != 0 && !values_at (self, engine, row->parameter, x + k * h, self->value[k + 2], error))
          return FALSE;
      compare (self, &tried, h, hi - lo, from, to);
      if (first || tried.error < row->error)
        *row = tried;
      first = FALSE;
      if (row->verdict == SL_GRADIENT_CHECK_AGREES)
        break;
    }
  return TRUE;
}

gboolean
sl_gradient_check_step (SlGradientCheck *self, SlEngine *engine, GError **error)
{
  const guint i = (guint) g_atomic_int_get (&self->done);
  SlGradientCheckRow *row = &self->row[i];

  if (!self->centre && !begin (self, engine, error))
    return FALSE;
  if (i >= self->n)
    return FALSE;
  row->parameter = self->parameter[i];
  memcpy (self->value[2], self->centre->obs, self->n_obs * sizeof (double));
  if (!compare_parameter (self, engine, row, error))
    return FALSE;
  g_atomic_int_inc (&self->done);
  if (i + 1 < self->n)
    return TRUE;
  clear_work (self);
  return FALSE;
}

guint
sl_gradient_check_done (SlGradientCheck *self)
{
  return (guint) g_atomic_int_get (&self->done);
}

guint
sl_gradient_check_total (SlGradientCheck *self)
{
  return self->n;
}

const SlGradientCheckRow *
sl_gradient_check_row (SlGradientCheck *self, guint i)
{
  return i < self->n && i < sl_gradient_check_done (self) ? &self->row[i] : NULL;
}

guint
sl_gradient_check_observables (SlGradientCheck *self)
{
  return self->n_compared;
}

double
sl_gradient_check_greatest (SlGradientCheck *self)
{
  double top = 0.0;

  for (guint i = 0; i < sl_gradient_check_done (self); i++)
    if (self->row[i].verdict == SL_GRADIENT_CHECK_AGREES)
      top = MAX (top, self->row[i].error);
  return top;
}
