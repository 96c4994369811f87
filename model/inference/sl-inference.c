/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-inference.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/inference/sl-inference-numbers.h"
#include "model/support/sl-error.h"

/* Draws of the prior until pairs are in order: two equal ranges are in order half the time. */
#define MOST_DRAWS 100000

struct _SlInference {
  SlBatch *batch; /* NULL: there are no measurements */
  SlMeasurements *measurements;
  char **units;       /* (measurements) */
  gboolean *lg;       /* (measurements) the number is a logarithm */
  double *sigma;      /* (measurements) with the floor */
  SlGalaxy base;
  guint n_free;
  SlParamId free[SL_N_PARAMS];
  SlPrior prior[SL_N_PARAMS];
  SlPriorOver over[SL_N_PARAMS];
  SlCoordinates coordinates;
  gboolean (*stop) (void);
  guint64 n_evaluated;
  /* Of the points of the last run: (n, dim), (n, measurements), (n, measurements, dim), (n) */
  gsize n_room;
  double *x, *predicted, *jacobian;
  SlCoordinateSlopes *slopes;
};

/* ------------------------------------------------------------------ creation */

/* Priors over ranges, and coordinates; they are set only where all is well. */
static gboolean
prepare (SlInference *self, const SlGalaxy *base, const SlPrior *priors, GError **error)
{
  SlPriorOver over[SL_N_PARAMS];
  SlCoordinates coordinates;
  double lo[SL_N_PARAMS], hi[SL_N_PARAMS];

  for (guint i = 0; i < self->n_free; i++)
    {
      const char *name = sl_param_info (self->free[i])->name;

      if (!sl_galaxy_uses (base, self->free[i]))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("%s has no effect with the options of this galaxy and cannot be free"), name);
          return FALSE;
        }
      sl_galaxy_range (base, self->free[i], NULL, &lo[i], &hi[i]);
      if (!sl_prior_over (&priors[i], name, lo[i], hi[i], &over[i], error))
        return FALSE;
      lo[i] = over[i].lo;
      hi[i] = over[i].hi;
    }
  if (!sl_coordinates_init (&coordinates, base, self->free, self->n_free, lo, hi, error))
    return FALSE;
  self->base = *base;
  self->coordinates = coordinates;
  memcpy (self->over, over, sizeof over);
  memmove (self->prior, priors, self->n_free * sizeof *priors);
  return TRUE;
}

static gboolean
take_free (SlInference *self, const SlInferenceConfig *config, GError **error)
{
  if (config->n_free == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected a free parameter, found none"));
      return FALSE;
    }
  for (guint i = 0; i < config->n_free; i++)
    for (guint k = 0; k < i; k++)
      if (config->free[i] == config->free[k])
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("the free parameter %s is named twice"),
                       sl_param_info (config->free[i])->name);
          return FALSE;
        }
  self->n_free = config->n_free;
  memcpy (self->free, config->free, config->n_free * sizeof *config->free);
  return TRUE;
}

static gboolean
is_lg (SlObsFormula formula)
{
  return formula == SL_FORMULA_VALUE || formula == SL_FORMULA_LG || formula == SL_FORMULA_LG_TIMES
         || formula == SL_FORMULA_LG_RATIO;
}

/* Units, and whether numbers are logarithms. */
static gboolean
read_names (SlInference *self, const SlInferenceConfig *config, GError **error)
{
  const guint n = sl_measurements_count (self->measurements);

  self->units = g_new0 (char *, n + 1);
  self->lg = g_new0 (gboolean, n);
  self->sigma = g_new0 (double, n);
  for (guint i = 0; i < n; i++)
    {
      const char *name = sl_measurements_get (self->measurements, i)->observable;
      SlObservableLabel label;
      SlObservable observable;

      if (!sl_observable_parse (config->filters, name, &observable, error)
          || !sl_observable_label (config->filters, config->templates, name, &label, error))
        return FALSE;
      self->lg[i] = is_lg (observable.formula);
      self->units[i] = g_strdup (label.unit);
      sl_observable_label_clear (&label);
    }
  return TRUE;
}

static void
set_sigmas (SlInference *self)
{
  for (guint i = 0; i < sl_inference_n_measurements (self); i++)
    self->sigma[i] = sl_measurement_sigma (sl_measurements_get (self->measurements, i),
                                           self->measurements->floor, self->units[i], self->lg[i]);
}

static gboolean
make_batch (SlInference *self, const SlInferenceConfig *config, GError **error)
{
  g_auto (GStrv) names = sl_measurements_names (self->measurements);
  const SlBatchConfig batch = { .templates = config->templates, .filters = config->filters,
                                .observables = (const char *const *) names, .threads = config->threads,
                                .exact = config->exact };

  if (!names[0])
    return TRUE;
  self->batch = sl_batch_new (&batch, error);
  if (self->batch)
    sl_batch_set_fixed (self->batch, &self->base);
  return self->batch != NULL;
}

SlInference *
sl_inference_new (const SlInferenceConfig *config, GError **error)
{
  g_autoptr (SlInference) self = g_new0 (SlInference, 1);
  const SlPrior uniform[SL_N_PARAMS] = { 0 };

  self->measurements = sl_measurements_copy (config->measurements);
  if (!take_free (self, config, error)
      || !prepare (self, config->base, config->priors ? config->priors : uniform, error)
      || !read_names (self, config, error) || !make_batch (self, config, error))
    return NULL;
  set_sigmas (self);
  return g_steal_pointer (&self);
}

static void
free_room (SlInference *self)
{
  g_free (self->x);
  g_free (self->predicted);
  g_free (self->jacobian);
  g_free (self->slopes);
}

void
sl_inference_free (SlInference *self)
{
  if (!self)
    return;
  free_room (self);
  g_clear_pointer (&self->batch, sl_batch_free);
  sl_measurements_free (self->measurements);
  g_strfreev (self->units);
  g_free (self->lg);
  g_free (self->sigma);
  g_free (self);
}

/* ------------------------------------------------------------------- changes */

gboolean
sl_inference_set_measurements (SlInference *self, const SlMeasurements *measurements, GError **error)
{
  if (!sl_measurements_same_names (self->measurements, measurements))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("expected measurements of the same observables in the same order"));
      return FALSE;
    }
  sl_measurements_free (self->measurements);
  self->measurements = sl_measurements_copy (measurements);
  set_sigmas (self);
  return TRUE;
}

gboolean
sl_inference_set_base (SlInference *self, const SlGalaxy *base, GError **error)
{
  if (!prepare (self, base, self->prior, error))
    return FALSE;
  if (self->batch)
    sl_batch_set_fixed (self->batch, base);
  return TRUE;
}

gboolean
sl_inference_set_priors (SlInference *self, const SlPrior *priors, GError **error)
{
  return prepare (self, &self->base, priors, error);
}

void
sl_inference_set_stop (SlInference *self, gboolean (*stop) (void))
{
  self->stop = stop;
}

/* ---------------------------------------------------------------- what it is */

guint sl_inference_dim (const SlInference *self) { return self->n_free; }
SlParamId sl_inference_param (const SlInference *self, guint i) { return self->free[i]; }
const SlMeasurements *sl_inference_measurements (const SlInference *self) { return self->measurements; }
const SlGalaxy *sl_inference_base (const SlInference *self) { return &self->base; }
double sl_inference_sigma (const SlInference *self, guint i) { return self->sigma[i]; }
const SlPriorOver *sl_inference_prior (const SlInference *self, guint i) { return &self->over[i]; }
const SlCoordinates *sl_inference_coordinates (const SlInference *self) { return &self->coordinates; }
guint64 sl_inference_evaluations (const SlInference *self) { return self->n_evaluated; }

guint
sl_inference_n_measurements (const SlInference *self)
{
  return sl_measurements_count (self->measurements);
}

guint
sl_inference_n_on (const SlInference *self)
{
  guint n = 0;

  for (guint i = 0; i < sl_inference_n_measurements (self); i++)
    n += sl_measurements_get (self->measurements, i)->on != FALSE;
  return n;
}

guint
sl_inference_n_rows (const SlInference *self)
{
  guint n = sl_inference_n_on (self);

  for (guint i = 0; i < self->n_free; i++)
    n += sl_prior_has_residual (&self->over[i]) != FALSE;
  return n;
}

void
sl_inference_to_parameters (const SlInference *self, const double *u, gsize n, double *x)
{
  double at[SL_N_PARAMS];

  for (gsize i = 0; i < n; i++)
    {
      sl_coordinates_to_x (&self->coordinates, u + i * self->n_free, at, NULL, NULL);
      memcpy (x + i * self->n_free, at, self->n_free * sizeof *at);
    }
}

guint
sl_inference_from_parameters (const SlInference *self, const double *x, double *u, gboolean *moved)
{
  return sl_coordinates_from_x (&self->coordinates, x, u, moved);
}

void
sl_inference_galaxy (const SlInference *self, const double *x, SlGalaxy *galaxy)
{
  *galaxy = self->base;
  for (guint i = 0; i < self->n_free; i++)
    galaxy->value[self->free[i]] = x[i];
}

/* Whether x is inside the coordinates' ends. */
static gboolean
is_inside (const SlInference *self, const double *x)
{
  for (guint i = 0; i < self->n_free; i++)
    {
      double lo, hi;

      sl_coordinates_ends (&self->coordinates, x, i, &lo, &hi);
      if (!(x[i] >= lo && x[i] <= hi))
        return FALSE;
    }
  return TRUE;
}

gboolean
sl_inference_draw_prior (const SlInference *self, GRand *rng, double *x)
{
  for (guint k = 0; k < MOST_DRAWS; k++)
    {
      for (guint i = 0; i < self->n_free; i++)
        x[i] = sl_prior_quantile (&self->over[i], g_rand_double (rng));
      if (is_inside (self, x))
        return TRUE;
    }
  return FALSE;
}

/* --------------------------------------------------------------------- model */

static gboolean
get_galaxy (gpointer data, gsize i, SlGalaxy *galaxy)
{
  const SlInference *self = data;

  sl_inference_galaxy (self, self->x + i * self->n_free, galaxy);
  return TRUE;
}

static void
make_room (SlInference *self, gsize n)
{
  const gsize dim = self->n_free, n_obs = sl_inference_n_measurements (self);

  if (n <= self->n_room)
    return;
  free_room (self);
  self->x = g_new (double, n * dim);
  self->predicted = g_new (double, n * n_obs + 1);
  self->jacobian = g_new (double, n * n_obs * dim + 1);
  self->slopes = g_new (SlCoordinateSlopes, n);
  self->n_room = n;
}

/* Fills what belongs to the last run. The Jacobian is always computed: the batch would make its memory again
 * whenever that changes. */
static gboolean
run (SlInference *self, const double *u, gsize n, double *lg_volume, GError **error)
{
  SlBatchRun batch = { .galaxy = get_galaxy, .data = self, .n = n, .params = self->free,
                       .n_params = self->n_free, .skip_bad = TRUE, .stop = self->stop };
  SlBatchReport report;

  make_room (self, n);
  for (gsize i = 0; i < n; i++)
    sl_coordinates_to_x (&self->coordinates, u + i * self->n_free, self->x + i * self->n_free, &lg_volume[i],
                         &self->slopes[i]);
  self->n_evaluated += n;
  if (!self->batch)
    return TRUE;
  batch.values = self->predicted;
  batch.jacobian = self->jacobian;
  if (!sl_batch_run (self->batch, &batch, &report, error))
    return FALSE;
  if (!self->stop || !self->stop ())
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("stopped"));
  return FALSE;
}

/* Whether measurements that are on have a finite model with finite derivatives at point i. */
static gboolean
is_good (const SlInference *self, gsize i)
{
  const gsize dim = self->n_free, n_obs = sl_inference_n_measurements (self);

  for (gsize k = 0; k < n_obs; k++)
    {
      const double *slope = self->jacobian + (i * n_obs + k) * dim;

      if (!sl_measurements_get (self->measurements, (guint) k)->on)
        continue;
      if (!isfinite (self->predicted[i * n_obs + k]))
        return FALSE;
      for (gsize p = 0; p < dim; p++)
        if (!isfinite (slope[p]))
          return FALSE;
    }
  return TRUE;
}

/* How far the model is on the right side of a limit, in sigmas. */
static SlDual
limit_distance (const SlInference *self, guint k, double predicted)
{
  const SlMeasurement *row = sl_measurements_get (self->measurements, k);
  const double sign = row->kind == SL_MEASUREMENT_UPPER ? 1.0 : -1.0;

  return mul (sign / self->sigma[k], sub (row->value, sl_dual_variable (predicted, 0)));
}

/* ln likelihood of measurement k; its tangent 0 is the derivative by the predicted number. */
static SlDual
lg_likelihood (const SlInference *self, guint k, double predicted)
{
  const SlMeasurement *row = sl_measurements_get (self->measurements, k);
  SlDual z;

  if (row->kind != SL_MEASUREMENT_VALUE)
    return sl_normal_lg_cumulative_D (limit_distance (self, k, predicted));
  z = quo (sub (sl_dual_variable (predicted, 0), row->value), self->sigma[k]);
  return sub (mul (-0.5, sqr (z)), SL_LN_ROOT_2PI + log (self->sigma[k]));
}

/* The row of least squares of measurement k, likewise. */
static SlDual
residual (const SlInference *self, guint k, double predicted)
{
  const SlMeasurement *row = sl_measurements_get (self->measurements, k);
  SlDual lg;

  if (row->kind == SL_MEASUREMENT_VALUE)
    return quo (sub (sl_dual_variable (predicted, 0), row->value), self->sigma[k]);
  lg = sl_normal_lg_cumulative_D (limit_distance (self, k, predicted));
  /* So far on the right side that nothing is left of it, and the root of nothing has no derivative. */
  if (lg.v > -G_MINDOUBLE)
    return sl_dual_constant (0.0);
  return rroot (mul (-2.0, lg));
}

/* ------------------------------------------------------------------- density */

/* ln likelihood of point i, and its derivatives by x (dim), added; or NULL. */
static double
sum_likelihood (const SlInference *self, gsize i, double *gradient)
{
  const gsize dim = self->n_free, n_obs = sl_inference_n_measurements (self);
  double sum = 0.0;

  for (gsize k = 0; k < n_obs; k++)
    {
      const double *slope = self->jacobian + (i * n_obs + k) * dim;
      SlDual lg;

      if (!sl_measurements_get (self->measurements, (guint) k)->on)
        continue;
      lg = lg_likelihood (self, (guint) k, self->predicted[i * n_obs + k]);
      sum += lg.v;
      for (gsize p = 0; p < dim && gradient; p++)
        gradient[p] += lg.d[0] * slope[p];
    }
  return sum;
}

/* The same of priors. */
static double
sum_priors (const SlInference *self, gsize i, double *gradient)
{
  double sum = 0.0;

  for (guint p = 0; p < self->n_free; p++)
    {
      double slope;

      sum += sl_prior_lg_density (&self->over[p], self->x[i * self->n_free + p], &slope);
      if (gradient)
        gradient[p] += slope;
    }
  return sum;
}

gboolean
sl_inference_log_density (SlInference *self, const double *u, gsize n, double *log_density,
                          double *gradient, GError **error)
{
  const guint dim = self->n_free;

  memset (gradient, 0, n * dim * sizeof *gradient);
  if (!run (self, u, n, log_density, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double *slope = gradient + i * dim;
      gboolean good = is_good (self, i);

      if (good)
        {
          log_density[i] += sum_likelihood (self, i, slope) + sum_priors (self, i, slope);
          sl_coordinates_rows_by_u (&self->coordinates, &self->slopes[i], slope, 1);
          sl_coordinates_add_volume (&self->coordinates, &self->slopes[i], slope);
        }
      for (guint p = 0; p < dim && good; p++)
        good = isfinite (slope[p]);
      if (good && isfinite (log_density[i]))
        continue;
      log_density[i] = -INFINITY;
      memset (slope, 0, dim * sizeof *slope);
    }
  return TRUE;
}

gboolean
sl_inference_target (gpointer data, const double *u, gsize n, double *log_density, double *gradient,
                     GError **error)
{
  return sl_inference_log_density (data, u, n, log_density, gradient, error);
}

static void
copy_numbers (double *to, const double *from, gsize n)
{
  if (to)
    memcpy (to, from, n * sizeof *to);
}

gboolean
sl_inference_evaluate (SlInference *self, const double *u, gsize n, const SlInferenceTerms *terms,
                       GError **error)
{
  const gsize n_obs = sl_inference_n_measurements (self);
  g_autofree double *lg_volume = g_new (double, n + 1);

  if (!run (self, u, n, lg_volume, error))
    return FALSE;
  copy_numbers (terms->lg_volume, lg_volume, n);
  copy_numbers (terms->predicted, self->predicted, n * n_obs);
  copy_numbers (terms->jacobian, self->jacobian, n * n_obs * self->n_free);
  for (gsize i = 0; i < n; i++)
    {
      const gboolean good = is_good (self, i);

      if (terms->bad)
        terms->bad[i] = !good;
      if (terms->lg_likelihood)
        terms->lg_likelihood[i] = good ? sum_likelihood (self, i, NULL) : -INFINITY;
      if (terms->lg_prior)
        terms->lg_prior[i] = sum_priors (self, i, NULL);
    }
  return TRUE;
}

/* ------------------------------------------------------------- least squares */

/* The rows of point i, and their derivatives by x (rows, dim) or NULL. */
static void
fill_rows (const SlInference *self, gsize i, double *rows, double *slopes)
{
  const gsize dim = self->n_free, n_obs = sl_inference_n_measurements (self);

  for (gsize k = 0; k < n_obs; k++)
    {
      const double *slope = self->jacobian + (i * n_obs + k) * dim;
      SlDual r;

      if (!sl_measurements_get (self->measurements, (guint) k)->on)
        continue;
      r = residual (self, (guint) k, self->predicted[i * n_obs + k]);
      *rows++ = r.v;
      for (gsize p = 0; p < dim && slopes; p++)
        *slopes++ = r.d[0] * slope[p];
    }
  for (gsize p = 0; p < dim; p++)
    {
      double slope;

      if (!sl_prior_residual (&self->over[p], self->x[i * dim + p], rows, &slope))
        continue;
      rows++;
      for (gsize q = 0; q < dim && slopes; q++)
        *slopes++ = q == p ? slope : 0.0;
    }
}

gboolean
sl_inference_residuals (SlInference *self, const double *u, gsize n, gboolean by_x, double *residuals,
                        double *jacobian, guint8 *bad, GError **error)
{
  const gsize n_rows = sl_inference_n_rows (self), dim = self->n_free;
  g_autofree double *lg_volume = g_new (double, n + 1);

  if (!run (self, u, n, lg_volume, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double *rows = residuals + i * n_rows, *slopes = jacobian ? jacobian + i * n_rows * dim : NULL;

      bad[i] = !is_good (self, i);
      if (!bad[i])
        {
          fill_rows (self, i, rows, slopes);
          if (slopes && !by_x)
            sl_coordinates_rows_by_u (&self->coordinates, &self->slopes[i], slopes, n_rows);
          continue;
        }
      for (gsize r = 0; r < n_rows; r++)
        rows[r] = NAN;
      for (gsize r = 0; r < n_rows * dim && slopes; r++)
        slopes[r] = NAN;
    }
  return TRUE;
}
